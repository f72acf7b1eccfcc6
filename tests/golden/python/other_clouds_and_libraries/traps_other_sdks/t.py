"""Calls s3.delete_bucket? No: client.delete_table(TableName='x') is only in this docstring."""
import json, os, shutil, subprocess, sqlite3
import boto3  # noqa: F401
import redis, requests, stripe, paramiko
from azure.storage.blob import BlobServiceClient
from azure.keyvault.secrets import SecretClient
from google.cloud import storage, pubsub_v1, bigquery, secretmanager
from elasticsearch import Elasticsearch
from kubernetes import client as k8s, config
from pymongo import MongoClient
from sqlalchemy.orm import Session, sessionmaker
from confluent_kafka import Producer
from twilio.rest import Client
import docker
import hvac
import pika
import smtplib

# s3.delete_object(Bucket="b", Key="k")
SQL = "boto3.client('s3').list_buckets()"
HELP = """
    dynamodb.delete_table(TableName="x")
"""

def azure():
    svc = BlobServiceClient.from_connection_string("x")
    c = svc.get_container_client("c")
    c.upload_blob("a", b"")
    c.delete_blob("a")
    SecretClient("u", None).get_secret("x")
    svc.create_container("c")

def gcp():
    b = storage.Client().bucket("b")
    b.blob("x").upload_from_string("")
    storage.Client().list_buckets()
    storage.Client().create_bucket("x")
    pub = pubsub_v1.PublisherClient()
    pub.publish("topic", b"x")
    pub.create_topic(request={"name": "x"})
    bigquery.Client().query("select 1")
    secretmanager.SecretManagerServiceClient().access_secret_version(name="x")
    bigquery.Client().list_tables("d")

def others():
    redis.Redis().get("x")
    redis.Redis().publish("c", "m")
    es = Elasticsearch()
    es.search(index="x", query={})
    es.indices.create(index="y")
    es.update(index="x", id="1", doc={})
    k8s.CoreV1Api().list_namespaced_pod("default")
    k8s.AppsV1Api().delete_namespaced_deployment("a", "b")
    stripe.Customer.create(email="x")
    stripe.Charge.list()
    ssh = paramiko.SSHClient()
    ssh.connect("h")
    ssh.exec_command("aws s3 ls")
    t = ssh.get_transport().open_session()
    db = MongoClient().db
    db.users.find({}).limit(1)
    db.create_collection("x")
    session = sessionmaker()()
    session.query(object).filter_by(x=1).delete()
    session.execute("select 1")
    Producer({}).produce("t", b"")
    Client("a", "b").messages.create(to="x", from_="y", body="z")
    docker.from_env().containers.list()
    docker.from_env().images.push("x")
    hvac.Client().secrets.kv.read_secret("x")
    ch = pika.BlockingConnection().channel()
    ch.basic_publish(exchange="", routing_key="q", body=b"")
    smtplib.SMTP().send_message(None)
    requests.put("https://s3.amazonaws.com/public", data=b"")
    smtplib.SMTP().sendmail("a", "b", "c")
    sqlite3.connect("x").execute("delete from t")

class FakeS3:
    def list_objects_v2(self, Bucket, Prefix=""):
        return {"Contents": []}
    def put_object(self, **kw):
        json.dump(kw, open("f", "w"))

def mine():
    s3 = FakeS3()
    s3.list_objects_v2(Bucket="b")
    s3.put_object(Bucket="b", Key="k", Body=b"")
