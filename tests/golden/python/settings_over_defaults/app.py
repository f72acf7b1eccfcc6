"""What nobody knows may override any default: the environment, a library's settings, an answer, fields by name."""

import json
import os
import sys
from collections import ChainMap

import boto3
import yaml
from somewhere import SETTINGS

DEFAULTS = {"bucket": "default"}
BUCKET = "default"
globals().update(json.load(sys.stdin))
s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table("settings")


class Config:
    bucket = "default"


def merged():
    s3.put_object(Bucket={**DEFAULTS, **os.environ}["bucket"], Key="environment")
    s3.put_object(Bucket={**DEFAULTS, **SETTINGS}["bucket"], Key="library")
    s3.put_object(Bucket=(DEFAULTS | table.get_item(Key={})["Item"])["bucket"], Key="answer")
    s3.put_object(Bucket=dict(DEFAULTS, **yaml.safe_load(sys.stdin))["bucket"], Key="keywords")
    s3.put_object(Bucket=ChainMap(json.load(sys.stdin), DEFAULTS)["bucket"], Key="chain")
    s3.put_object(Bucket=ChainMap({"bucket": "first"}, DEFAULTS)["bucket"], Key="known-chain")
    s3.put_object(Bucket={**os.environ, "bucket": "last"}["bucket"], Key="last")


def fields():
    by_name = Config()
    vars(by_name).update(json.load(sys.stdin))
    s3.put_object(Bucket=by_name.bucket, Key="vars")
    replaced = Config()
    replaced.__dict__ = json.load(sys.stdin)
    s3.put_object(Bucket=replaced.bucket, Key="dict")
    s3.put_object(Bucket=BUCKET, Key="globals")
