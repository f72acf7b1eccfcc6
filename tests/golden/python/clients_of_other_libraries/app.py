"""Docker's, Consul's and other libraries' clients are named like AWS's, and are none."""

import boto3
import consul
import docker
from kubernetes import client as cluster

s3 = boto3.client("s3")


def listen():
    docker.client("events").put_events(Entries=[])
    engine = docker.from_env()
    engine.client("s3").delete_object(Bucket="shelf", Key="a")


def register():
    consul.Consul().client("events").list_rules()
    cluster.resource("dynamodb").get_item(TableName="books", Key={})


def unknown(pool):
    pool.client("dynamodb").put_item(TableName="books", Item={})


def read():
    return s3.get_object(Bucket="shelf", Key="a")
