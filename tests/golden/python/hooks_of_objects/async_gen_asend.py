import asyncio
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="async_gen_asend")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="async_gen_asend")


async def gen():
    s = yield 1
    s.get()
async def main():
    g = gen()
    await g.asend(None)
    await g.asend(Store())
def run(): asyncio.run(main())
