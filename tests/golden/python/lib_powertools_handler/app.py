import os

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.utilities import parameters
from aws_lambda_powertools.utilities.feature_flags import AppConfigStore, FeatureFlags
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig, idempotent
from aws_lambda_powertools.utilities.parameters import get_secret
from aws_lambda_powertools.utilities.streaming.s3_object import S3Object
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger(service="shop")
tracer = Tracer()
metrics = Metrics(namespace="shop")
layer = DynamoDBPersistenceLayer(table_name="idempotency")
flags = FeatureFlags(store=AppConfigStore(environment="prod", application="shop", name="features"))


@metrics.log_metrics
@logger.inject_lambda_context
@tracer.capture_lambda_handler
@idempotent(persistence_store=layer, config=IdempotencyConfig())
def handler(event: dict, context: LambdaContext) -> dict:
    url = parameters.get_parameter("/shop/url", max_age=60)
    password = get_secret("shop/db", transform="json")["password"]
    if flags.evaluate(name="stream", default=False):
        for line in S3Object(bucket="uploads", key=f"in/{event['name']}"):
            logger.info(line)
    return {"url": url, "ok": bool(password), "stage": os.environ["STAGE"]}
