import os, boto3
boto3.resource("dynamodb").Table(os.environ["TABLE"]).get_item(Key={"id": "1"})
