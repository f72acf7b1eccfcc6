import boto3

ssm = boto3.client("ssm")


def handler(event, context):
    ssm.get_parameter(Name=event["name"])
    boto3.client("bedrock").create_prompt_router(
        promptRouterName="router",
        models=[{"modelArn": event["model"]}],
        fallbackModel={"modelArn": event["model"]},
        routingCriteria={"responseQualityDifference": 1},
    )


def told(event, context):
    return ssm.get_parameter(Name="/app/name")
