import boto3
from aws_lambda_powertools.utilities import parameters
from aws_lambda_powertools.utilities.data_masking import DataMasking
from aws_lambda_powertools.utilities.data_masking.provider.kms.aws_encryption_sdk import AWSEncryptionSDKProvider
from aws_lambda_powertools.utilities.parameters.ssm import SSMProvider

KEY = "arn:aws:kms:eu-west-1:111122223333:key/0d1f"
ssm = SSMProvider(boto3_session=boto3.Session())
table = parameters.DynamoDBProvider(table_name="settings")
config = parameters.AppConfigProvider(environment="live", application="billing")
masker = DataMasking(provider=AWSEncryptionSDKProvider(keys=[KEY]))


def configure(event, context):
    values = ssm.get_multiple("/billing", decrypt=True)
    both = parameters.get_parameters_by_name({"/a/one": {}, "/a/two": {}})
    ssm.set(name="/billing/last", value="1", overwrite=True)
    parameters.set_secret("billing/token", "x")
    table.get("currency")
    for key, value in table.get_multiple("rates").items():
        print(key, value)
    config.get("limits")
    hidden = masker.encrypt(values)
    return masker.decrypt(hidden), both
