import boto3
from celery import shared_task, Celery
from django.conf import settings
from .storage import storage

app = Celery("proj")

@shared_task(bind=True, max_retries=3)
def export(self, user_id):
    storage.save(f"{user_id}.csv", b"")

@app.task
def purge(queue_name):
    sqs = boto3.resource("sqs")
    q = sqs.get_queue_by_name(QueueName="purge-me")
    q.purge()

def enqueue(user):
    export.delay(user)
    purge.apply_async(args=["x"], countdown=3)
