import os

import boto3
from django.http import JsonResponse


def add(request):
    boto3.client("dynamodb").put_item(TableName=os.environ["RECORDS"], Item={})
    return JsonResponse({})
