import json
import os

import boto3
import httpx
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from requests_aws4auth import AWS4Auth

session = boto3.Session()


def graphql(query):
    url = os.environ["APPSYNC_URL"]
    request = AWSRequest(method="POST", url=url, data=json.dumps(query), headers={"Content-Type": "application/json"})
    SigV4Auth(session.get_credentials().get_frozen_credentials(), "appsync", session.region_name).add_auth(request)
    return requests.post(url, headers=dict(request.headers), data=request.data).json()


def pets(pet):
    url = f"https://abcdef1234.execute-api.eu-west-1.amazonaws.com/prod/pets/{pet}"
    request = AWSRequest("GET", url)
    SigV4Auth(session.get_credentials(), "execute-api", "eu-west-1").add_auth(request)
    return httpx.get(url, headers=dict(request.headers))


def function_url(payload):
    auth = AWS4Auth(service="lambda", region="us-east-1", refreshable_credentials=session.get_credentials())
    return requests.post("https://xyz.lambda-url.us-east-1.on.aws/", json=payload, auth=auth)


def put_raw(item):
    headers = {"X-Amz-Target": "DynamoDB_20120810.PutItem", "Content-Type": "application/x-amz-json-1.0"}
    request = AWSRequest(method="POST", url="https://dynamodb.us-east-1.amazonaws.com/", data=item, headers=headers)
    SigV4Auth(session.get_credentials(), "dynamodb", "us-east-1").add_auth(request)
    return requests.post(request.url, headers=dict(request.headers), data=item)


def anything(service, url):
    request = AWSRequest(method="GET", url=url)
    SigV4Auth(session.get_credentials(), service, "us-east-1").add_auth(request)


def plain(url):
    return requests.get(url, auth=("user", "password"))


def publish(channel, events):
    url = f"https://{os.environ['EVENTS_HTTP']}/event"
    request = AWSRequest(method="POST", url=url, data=json.dumps({"channel": channel, "events": events}))
    SigV4Auth(session.get_credentials(), "appsync", session.region_name).add_auth(request)
    return requests.post(url, headers=dict(request.headers), data=request.data)
