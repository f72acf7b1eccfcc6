import asyncio
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="awaitable_own")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="awaitable_own")


class A:
    def __await__(self):
        yield
        return Store()
async def main(): (await A()).get()
def run(): asyncio.run(main())
