import json
from dataclasses import dataclass

import boto3
import yaml
from pydantic import BaseModel

s3 = boto3.client("s3")


@dataclass
class Data:
    bucket: str = "data-default"


class Model(BaseModel):
    bucket: str = "model-default"


class Looped:
    bucket = "looped-default"

    def __init__(self, values):
        for key, value in values.items():
            setattr(self, key, value)


class Updated:
    def __init__(self, values):
        self.bucket = "updated-default"
        self.__dict__.update(values)


def load():
    with open("settings.json") as file:
        return json.load(file)


def delete(bucket, key):
    s3.delete_object(Bucket=bucket, Key=key)


def main(options):
    delete(Data(**load()).bucket, "data")
    delete(Model(**load()).bucket, "model")
    delete(Looped(load()).bucket, "looped")
    delete(Updated(load()).bucket, "updated")

    settings = {"bucket": "settings-default"}
    settings.update(yaml.safe_load(open("settings.yaml")))
    delete(settings["bucket"], "settings")
    merged = {"bucket": "merged-default", **load()}
    delete(merged["bucket"], "merged")
    united = {"bucket": "united-default"} | load()
    delete(united["bucket"], "united")

    # What comes behind the data, and what somebody else may pass, replaces nothing.
    behind = {**load(), "bucket": "behind"}
    delete(behind["bucket"], "k")
    s3.put_object(**{"Bucket": "passed", "Key": "k", **options})
    delete(Data().bucket, "k")


main({})
