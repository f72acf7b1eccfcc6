import os

import boto3

lam = boto3.client("lambda")


def handler(event, context):
    lam.invoke(FunctionName=os.environ["FN"], Qualifier="prod")
    lam.invoke(FunctionName="arn:aws:lambda:eu-west-1:111122223333:function:told:prod", Qualifier="prod")
    lam.invoke(FunctionName="arn:aws:lambda:eu-west-1:111122223333:function:plain", Qualifier="prod")
    lam.invoke(FunctionName="named:live", Qualifier="live")
    lam.invoke(FunctionName="named2", Qualifier="live")
    lam.invoke(FunctionName=os.environ["FN"] + ":prod", Qualifier="prod")
