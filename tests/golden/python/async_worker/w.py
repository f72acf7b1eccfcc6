import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from typing import AsyncIterator
import aioboto3
from aiobotocore.session import AioSession

class Queue:
    def __init__(self, session: aioboto3.Session, url: str):
        self._session = session
        self._url = url
        self._stack = AsyncExitStack()
        self._sqs = None
    async def __aenter__(self):
        self._sqs = await self._stack.enter_async_context(self._session.client("sqs"))
        return self
    async def __aexit__(self, *exc):
        await self._stack.aclose()
    async def messages(self):
        while True:
            r = await self._sqs.receive_message(QueueUrl=self._url)
            for m in r.get("Messages", []):
                yield m
                await self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=m["ReceiptHandle"])

async def store(session, m, sem):
    async with sem, session.client("s3") as s3:
        await s3.put_object(Bucket="bodies", Key=m["MessageId"], Body=m["Body"])

@asynccontextmanager
async def table(session: AioSession, name: str):
    async with session.create_client("dynamodb") as c:
        yield c, name

async def count(session):
    async with table(session, "stats") as (c, name):
        await c.update_item(TableName=name, Key={})

async def worker(q):
    while True:
        coro = await q.get()
        await coro()

async def main():
    session = aioboto3.Session()
    sem = asyncio.Semaphore(5)
    tasks = set()
    async with Queue(session, "https://sqs.eu-west-1.amazonaws.com/111122223333/in") as q:
        async for m in q.messages():
            t = asyncio.create_task(store(session, m, sem))
            tasks.add(t)
    await asyncio.gather(*tasks, count(AioSession()))
    q2 = asyncio.Queue()
    async with session.client("sns") as sns:
        await q2.put(lambda: sns.publish(TopicArn="arn:aws:sns:eu-west-1:111122223333:done", Message="x"))
        await worker(q2)
asyncio.run(main())
