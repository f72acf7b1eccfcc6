from typing import Annotated

import boto3
from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="SHOP_")

    env: str = Field("local", alias="ENVIRONMENT")
    topic: str = "local-topic"
    queue: Annotated[str, Field(validation_alias="QUEUE_URL")] = "local-queue"
    bucket: str = Field("local-bucket", validation_alias=AliasChoices("BUCKET", "BUCKET_NAME"))


settings = Settings()


def handler(event, context):
    boto3.resource("dynamodb").Table(f"orders-{settings.env}").put_item(Item=event)
    boto3.client("sns").publish(TopicArn=settings.topic, Message="done")
    boto3.client("sqs").send_message(QueueUrl=settings.queue, MessageBody="done")
    boto3.client("s3").put_object(Bucket=settings.bucket, Key="last", Body=b"")
