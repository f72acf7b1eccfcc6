import json

import boto3

s3 = boto3.client("s3")


def kept(event, context):
    given = {**json.load(open("settings.json"))}
    later = (given.update(bucket="kept") for _ in [1])
    s3.get_object(Bucket=given["bucket"], Key="kept")
    list(later)


def handed_on(event, context):
    given = {**json.load(open("settings.json"))}
    later = map(str, (given.update(bucket="handed-on") for _ in [1]))
    s3.get_object(Bucket=given["bucket"], Key="handed-on")
    list(later)


def exhausted(event, context):
    given = {**json.load(open("settings.json"))}
    list(given.update(bucket="exhausted") for _ in [1])
    s3.get_object(Bucket=given["bucket"], Key="exhausted")


def gone_through(event, context):
    given = {**json.load(open("settings.json"))}
    for _ in (given.update(bucket="gone-through") for _ in [1]):
        pass
    s3.get_object(Bucket=given["bucket"], Key="gone-through")


def at_once(event, context):
    given = {**json.load(open("settings.json"))}
    [given.update(bucket="at-once") for _ in [1]]
    s3.get_object(Bucket=given["bucket"], Key="at-once")
