import boto3
from fastapi import FastAPI

import routes


class Store:
    def __init__(self, client, bucket):
        self.client = client
        self.bucket = bucket

    def put(self, key):
        self.client.upload_file("x", self.bucket, key)


class Shop:
    def __init__(self, store):
        self.store = store
        self.title = "shop"

    def order(self, key):
        self.store.put(key)


app = FastAPI()
app.state.shop = Shop(Store(boto3.client("s3"), "orders"))
app.include_router(routes.router)
