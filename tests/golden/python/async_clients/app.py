import asyncio
import aioboto3
from aiobotocore.session import get_session
from contextlib import asynccontextmanager, AsyncExitStack
@asynccontextmanager
async def client(name):
    async with get_session().create_client(name) as c:
        yield c
async def main():
    session = aioboto3.Session()
    async with session.client("s3") as s3, session.resource("dynamodb") as ddb:
        await s3.put_object(Bucket="b", Key="k")
        async for page in s3.get_paginator("list_objects_v2").paginate(Bucket="pages"):
            pass
        table = await ddb.Table("t")
        await table.get_item(Key={})
        async with table.batch_writer() as w:
            await w.put_item(Item={})
        bucket = await (await session.resource("s3").__aenter__()).Bucket("zz")
    async with client("sqs") as sqs:
        await sqs.list_queues()
    async with AsyncExitStack() as stack:
        sns = await stack.enter_async_context(client("sns"))
        await sns.list_topics()
asyncio.run(main())
