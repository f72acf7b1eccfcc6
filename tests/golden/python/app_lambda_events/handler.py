import json, os, urllib.parse
import boto3
from botocore.exceptions import ClientError
s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])
sns = boto3.client("sns")
def lambda_handler(event, context):
    failures = []
    for record in event.get("Records") or []:
        body = json.loads(record["body"]) if "body" in record else record
        bucket = body["s3"]["bucket"]["name"]
        key = urllib.parse.unquote_plus(body["s3"]["object"]["key"], encoding="utf-8")
        try:
            meta = s3.head_object(Bucket=bucket, Key=key)
            if (meta.get("Metadata") or {}).get("skip") == "true":
                continue
            obj = s3.get_object(Bucket=bucket, Key=key)
            for line in obj["Body"].iter_lines():
                item = json.loads(line)
                item.update({"src": key})
                table.put_item(Item=item)
            s3.put_object_tagging(Bucket=bucket, Key=key, Tagging={"TagSet": [{"Key": "done", "Value": "1"}]})
        except ClientError as e:
            if e.response["Error"]["Code"] == "ConditionalCheckFailedException":
                continue
            sns.publish(TopicArn=os.environ.get("TOPIC"), Message=str(e))
            failures.append({"itemIdentifier": record.get("messageId")})
    return {"batchItemFailures": failures}
