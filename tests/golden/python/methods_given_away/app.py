import boto3

from .missing import Base, retry


class Upload(Base):
    def handle(self, pool):
        s3 = boto3.client("s3")
        retry(s3.put_object, Bucket="first", Key="a")
        self.manager.retry(s3.get_object, Bucket="second", Key="b")
        pool.submit(s3.delete_object, Bucket="third", Key="c")
        boto3.client("sqs").list_queues()
        retry(boto3.client("iam"), "list_users", attempts=3)
        print(s3.list_objects_v2)
