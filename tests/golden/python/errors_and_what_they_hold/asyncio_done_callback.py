import asyncio
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="asyncio_done_callback")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="asyncio_done_callback")


async def w(): return Store()
async def main():
    t = asyncio.create_task(w())
    t.add_done_callback(lambda t: t.result().get())
    await t
def run(): asyncio.run(main())
