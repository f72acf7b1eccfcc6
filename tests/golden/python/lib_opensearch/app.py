import os

import boto3
from elasticsearch import Elasticsearch, RequestsHttpConnection
from opensearchpy import AWSV4SignerAuth, OpenSearch, helpers
from requests_aws4auth import AWS4Auth

credentials = boto3.Session().get_credentials()

serverless = OpenSearch(
    hosts=[{"host": "abcdefghij0123456789.us-west-2.aoss.amazonaws.com", "port": 443}],
    http_auth=AWSV4SignerAuth(credentials, "us-west-2", "aoss"),
    use_ssl=True,
)
awsauth = AWS4Auth(credentials.access_key, credentials.secret_key, "us-east-1", "es", session_token=credentials.token)
domain = Elasticsearch(
    hosts=[{"host": "search-products-abcdefghijklmnopqrstuvwxyz.us-east-1.es.amazonaws.com", "port": 443}],
    http_auth=awsauth,
    connection_class=RequestsHttpConnection,
)
local = OpenSearch(hosts=["https://localhost:9200"], http_auth=("admin", os.environ["PASSWORD"]))


class Index:
    def __init__(self, client, name):
        self.client = client
        self.name = name

    def ensure(self):
        if not self.client.indices.exists(index=self.name):
            self.client.indices.create(index=self.name)

    def load(self, documents):
        helpers.bulk(self.client, ({"_index": self.name, **document} for document in documents))


products = Index(domain, "products")
products.ensure()
products.load([])
serverless.search(index="x", body={})
local.delete(index="x", id="1")
