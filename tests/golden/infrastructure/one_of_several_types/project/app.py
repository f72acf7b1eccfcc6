import json

import boto3

sms = boto3.client("pinpoint-sms-voice-v2")


def handler(event, context):
    settings = json.load(open("settings.json"))
    sms.send_text_message(DestinationPhoneNumber=event["to"], MessageBody="hi", OriginationIdentity=event["pool"])
