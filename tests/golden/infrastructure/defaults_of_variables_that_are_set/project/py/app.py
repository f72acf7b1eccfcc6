import os
import boto3

d = boto3.resource("dynamodb")


def handler(event, context):
    d.Table(f"a-{os.environ.get('STAGE', 'dev')}").get_item(Key={})
    d.Table("b-" + os.getenv("STAGE", "dev")).get_item(Key={})
    d.Table(f"c-{os.environ.get('STAGE') or 'dev'}").get_item(Key={})
    d.Table("d-%s" % (os.environ.get("STAGE") or "dev")).get_item(Key={})
    d.Table("e-{}".format(os.environ["STAGE"] if "STAGE" in os.environ else "dev")).get_item(Key={})
    stage = os.environ.get("STAGE")
    if not stage:
        stage = "dev"
    d.Table(f"f-{stage}").get_item(Key={})
    try:
        s = os.environ["STAGE"]
    except KeyError:
        s = "dev"
    d.Table(f"g-{s}").get_item(Key={})
    try:
        t = os.environ["STAGE"]
    except (KeyError, ValueError) as error:
        print("no stage", error)
        t = "dev"
    d.Table(f"h-{t}").get_item(Key={})
    try:
        u = os.environ["STAGE"]
        others = os.environ["NOBODY_SETS_IT"]
    except KeyError as error:
        u, others = "dev", str(error)
    d.Table(f"i-{u}").get_item(Key={})
