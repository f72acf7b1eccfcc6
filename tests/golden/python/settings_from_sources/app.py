import os

import boto3
from pydantic_settings import (
    AWSSystemsManagerSettingsSource,
    BaseSettings,
    PydanticBaseSettingsSource,
)


def from_parameter():
    return {"token": boto3.client("ssm").get_parameter(Name="/app/token")["Parameter"]["Value"]}


class Vault(PydanticBaseSettingsSource):
    def get_field_value(self, field, name):
        secret = boto3.client("secretsmanager").get_secret_value(SecretId=f"app/{name}")
        return secret["SecretString"], name, False

    def __call__(self):
        return boto3.client("dynamodb").get_item(TableName="settings", Key={"id": {"S": "app"}})["Item"]


class ByFunction(BaseSettings):
    token: str = ""

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, **rest):
        return init_settings, from_parameter


class ByObject(BaseSettings):
    key: str = ""

    @classmethod
    def settings_customise_sources(cls, settings_cls, env_settings, **rest):
        return Vault(settings_cls), env_settings


class ByLibrary(BaseSettings):
    name: str = ""

    @classmethod
    def settings_customise_sources(cls, settings_cls, **rest):
        return (AWSSystemsManagerSettingsSource(settings_cls, os.environ["PATH_OF_PARAMETERS"]),)


class Unused(BaseSettings):
    @classmethod
    def settings_customise_sources(cls, settings_cls, **rest):
        return (lambda: boto3.client("s3").get_object(Bucket="settings", Key="app")["Body"],)


by_function = ByFunction()
by_object = ByObject()
by_library = ByLibrary()


def handler(event, context):
    return by_function.token, by_object.key, by_library.name
