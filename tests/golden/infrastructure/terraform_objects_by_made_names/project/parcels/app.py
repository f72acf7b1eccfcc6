import boto3


def handler(event, context):
    boto3.client("translate").translate_text(
        Text=event["text"], SourceLanguageCode="en", TargetLanguageCode="de"
    )
