"""Python."""

from policywright.analyzers.engine.language import Language
from policywright.analyzers.languages.python.classes import construct
from policywright.analyzers.languages.python.imports import (
    is_test,
    module_name,
    resolve,
)
from policywright.analyzers.languages.python.libraries.rows import knows
from policywright.analyzers.languages.python.lower import lower
from policywright.analyzers.languages.python.semantics import PythonSemantics
from policywright.knowledge.regex import regex

LANGUAGE = Language(
    name="python",
    extensions=frozenset((".py", ".pyw")),
    lower=lower,
    module_name=module_name,
    resolve=resolve,
    semantics=PythonSemantics,
    mentions_sdk=regex(
        rb"boto3|botocore|aiobotocore|s3transfer|mypy_boto3|types_boto3|import boto\b|s3fs|s3[an]?://|sqs://|awswrangler"
        rb"|pynamodb|smart_open|aws_lambda_powertools|aws_xray_sdk|aws_secretsmanager_caching|opensearchpy|(?:AWS|aws)4(?:Auth|auth)"
        rb"|[Ss]ig[Vv]4|aws_requests_auth|strands|langchain_aws|[Bb]edrock|storages|fsspec|amazonaws|S3FileSystem"
        rb"|aws_durable_execution|crhelper|watchtower|pyathena|redshift_connector|aws_encryption_sdk|pycognito|warrant"
        rb"|cloudpathlib|s3path|awsglue|dramatiq_sqs|sagemaker|DynamoDBChatMessageHistory|S3FileLoader|S3DirectoryLoader"
        rb"|mlflow|prefect_aws|dagster_aws|airflow\.providers\.amazon|amazondax|amazon_kclpy"
        # Members of requests, where the client comes from elsewhere (a layer that is not here).
        rb"|\b(?:QueueUrl|TopicArn|TableName|SecretId|FunctionName|Bucket|StreamName|DeliveryStreamName|stateMachineArn)=[^=]"
    ),
    imports_by_name=regex(rb"import_module|__import__|iter_modules|walk_packages|entry_points"),
    is_test=is_test,
    modelled=knows,
    construct=construct,
    generated=("site-packages", "__pypackages__", ".eggs", "cdk.out", ".aws-sam", ".chalice"),
)
