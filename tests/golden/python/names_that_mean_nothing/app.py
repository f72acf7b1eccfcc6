"""Methods named like AWS operations that are nothing of the kind."""
import json
import logging
import boto3
import requests
from botocore.exceptions import ClientError

log = logging.getLogger(__name__)

class Repository:
    def get_object(self, Bucket, Key):
        return {"Bucket": Bucket}
    def put_item(self, Item):
        self.items.append(Item)
    def describe_instances(self):
        return []
    def publish(self, **kwargs):
        return None

def main(config, cache):
    repo = Repository()
    repo.get_object(Bucket="b", Key="k")
    repo.put_item(Item={})
    repo.describe_instances()
    repo.publish(TopicArn="x", Message="y")
    requests.get("https://example.com").json()
    requests.Session().delete("https://example.com")
    data = json.load(open("f"))
    data.get("x"); data.update({"a": 1}); data.copy()
    cache.get("k"); cache.delete("k"); cache.put("k", 1)
    config.load(); config.scan(); config.query("q")
    log.info("delete_object")
    s3 = boto3.client("s3")
    s3.can_paginate("list_objects_v2")
    print(s3.meta.region_name, s3.exceptions.NoSuchKey, s3.waiter_names)
    try:
        s3.put_object(Bucket="b", Key="k", Body=b"")
    except s3.exceptions.NoSuchBucket:
        pass
    except ClientError as error:
        error.response.get("Error")
