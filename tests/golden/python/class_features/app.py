from __future__ import annotations
import functools
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
import boto3

class Base(ABC):
    service: str
    @property
    def client(self):
        return boto3.client(self.service)
    @abstractmethod
    def run(self): ...
    def log(self):
        self.cloudwatch.put_metric_data(Namespace="n", MetricData=[])
    @cached_property
    def cloudwatch(self):
        return boto3.client("cloudwatch")

class Lister(Base):
    service = "lambda"
    def run(self):
        self.client.list_functions()
        self.log()

class Getter(Lister):
    def run(self):
        super().run()
        self.client.get_function(FunctionName="f")

@dataclass
class Config:
    table: str = "orders"
    db: object = field(default_factory=lambda: boto3.client("dynamodb"))
    def load(self):
        self.db.scan(TableName=self.table)

class Singleton:
    _instance = None
    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.sns = boto3.client("sns")
        return cls._instance
    def notify(self):
        self.sns.publish(TopicArn="arn:aws:sns:us-east-1:111122223333:t", Message="m")

class Lazy:
    def __init__(self): self._kms = None
    @property
    def kms(self):
        if self._kms is None:
            self._kms = boto3.client("kms")
        return self._kms
    @classmethod
    def build(cls): return cls()
    @staticmethod
    def region(): return boto3.client("ec2").describe_regions()

@lru_cache(maxsize=None)
def secrets(): return boto3.client("secretsmanager")

def main():
    for worker in (Lister(), Getter()):
        worker.run()
    Config().load()
    Singleton().notify()
    Lazy.build().kms.encrypt(KeyId="alias/app", Plaintext=b"")
    Lazy.region()
    secrets().get_secret_value(SecretId="db")
