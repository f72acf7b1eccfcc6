"""Takes jobs from the queue until it is told to stop."""

import asyncio
import json
import os
from contextlib import AsyncExitStack

import aioboto3

from worker.jobs import Summarise
from worker.stores import Results

PARALLEL = 8


async def run(stop: asyncio.Event) -> None:
    session = aioboto3.Session()
    async with AsyncExitStack() as stack:
        sqs = await stack.enter_async_context(session.client("sqs"))
        s3 = await stack.enter_async_context(session.client("s3"))
        bedrock = await stack.enter_async_context(session.client("bedrock-runtime"))
        dynamodb = await stack.enter_async_context(session.resource("dynamodb"))
        table = await dynamodb.Table(os.environ["RESULTS_TABLE"])
        job = Summarise(s3, bedrock, Results(table, s3, os.environ["RESULTS_BUCKET"]))
        limit = asyncio.Semaphore(PARALLEL)
        async with asyncio.TaskGroup() as group:
            while not stop.is_set():
                for message in await receive(sqs):
                    group.create_task(handle(sqs, job, limit, message))


async def receive(sqs):
    answer = await sqs.receive_message(
        QueueUrl=os.environ["JOBS_QUEUE_URL"], MaxNumberOfMessages=10, WaitTimeSeconds=20
    )
    return answer.get("Messages", [])


async def handle(sqs, job, limit, message):
    async with limit:
        await job.run(json.loads(message["Body"]))
        await sqs.delete_message(
            QueueUrl=os.environ["JOBS_QUEUE_URL"], ReceiptHandle=message["ReceiptHandle"]
        )


if __name__ == "__main__":
    asyncio.run(run(asyncio.Event()))
