import boto3
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from remote import Remote


class Store(BaseModel):
    bucket: str = "local-bucket"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__")
    first: Store = Store()
    second: Store = Field(default_factory=Store)


class Sourced(BaseSettings):
    bucket: str = "local-bucket"

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, **others):
        return init_settings, Remote(settings_cls), env_settings


settings, sourced = Settings(), Sourced()


def handler(event, context):
    s3 = boto3.client("s3")
    s3.put_object(Bucket=settings.first.bucket, Key="first", Body=b"")
    s3.put_object(Bucket=settings.second.bucket, Key="second", Body=b"")
    s3.put_object(Bucket=sourced.bucket, Key="third", Body=b"")
