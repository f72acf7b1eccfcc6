import asyncio, signal
import aioboto3
from types_aiobotocore_s3 import S3Client
from types_aiobotocore_sqs.client import SQSClient
class Jobs:
    session = aioboto3.Session()
    def __init__(self): self.handlers = {"copy": self.copy, "tag": self.tag}
    async def copy(self, s3: S3Client, job): await s3.copy({"Bucket": "in", "Key": job["k"]}, "out", job["k"])
    async def tag(self, s3, job): await s3.put_object_tagging(Bucket="out", Key=job["k"], Tagging={"TagSet": []})
    async def loop(self, sqs: SQSClient, s3):
        q = (await sqs.get_queue_url(QueueName="jobs"))["QueueUrl"]
        while True:
            r = await sqs.receive_message(QueueUrl=q, WaitTimeSeconds=20)
            await asyncio.gather(*(self.one(sqs, s3, q, m) for m in r.get("Messages", [])))
    async def one(self, sqs, s3, q, m):
        await self.handlers[m["Body"]](s3, {"k": m["MessageId"]})
        await sqs.change_message_visibility(QueueUrl=q, ReceiptHandle=m["ReceiptHandle"], VisibilityTimeout=0)
    async def main(self):
        async with self.session.client("sqs") as sqs, self.session.client("s3") as s3:
            await self.loop(sqs, s3)
asyncio.run(Jobs().main())
