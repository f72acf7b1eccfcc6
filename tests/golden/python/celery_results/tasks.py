import json
import os

from celery import Celery

tables = Celery("tables", broker="redis://", backend="dynamodb://@us-east-1/results?ttl_seconds=60")
objects = Celery("objects", broker="sqs://", backend="s3", s3_bucket="results-of-tasks")
neither = Celery("neither", broker="redis://", backend="redis://")
neither.conf.result_backend = os.environ["RESULTS"]
from_file = Celery("file")
from_file.conf.update(json.load(open("celery.json")))
