import boto3
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def index():
    boto3.client("sqs").purge_queue(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/web")
