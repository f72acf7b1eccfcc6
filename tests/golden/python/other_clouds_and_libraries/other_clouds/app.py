import boto3
import ibm_boto3
from qcloud_cos import CosConfig, CosS3Client
from minio import Minio
import oss2
from google.cloud import storage
from azure.data.tables import TableServiceClient
from azure.storage.queue import QueueClient
from kubernetes import client, config
from msgraph import GraphServiceClient
from opensearchpy import OpenSearch
from unittest import mock
def others():
    cos = ibm_boto3.client("s3", endpoint_url="https://s3.eu-de.cloud-object-storage.appdomain.cloud")
    cos.put_object(Bucket="ibm", Key="k", Body=b"")
    t = CosS3Client(CosConfig())
    t.put_object(Bucket="tencent", Key="k", Body=b"")
    Minio("x").put_object("b", "o", b"", 0)
    storage.Client().create_bucket("g")
    TableServiceClient("x").create_table(table_name="t")
    QueueClient("x").send_message("hello")
    core = client.CoreV1Api()
    core.create_namespace(body={})
    core.list_node(); client.BatchV1Api().create_namespaced_job("ns", {})
    OpenSearch([]).indices.create(index="x")
    fake = mock.MagicMock()
    fake.put_object(Bucket="fake", Key="k")
    with mock.patch("boto3.client") as m:
        m.return_value.list_buckets.return_value = {}
def real():
    boto3.client("s3").head_bucket(Bucket="real")
