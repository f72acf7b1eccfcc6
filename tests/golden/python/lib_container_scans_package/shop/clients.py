from typing import Any

import boto3
from wireup import service


@service(qualifier="bills")
def bills() -> Any:
    return boto3.resource("s3").Bucket("bills")
