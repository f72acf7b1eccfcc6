import enum
import heapq
import weakref

import boto3


class Desk:
    def __init__(self, bucket):
        self.s3 = boto3.client("s3")
        self.bucket = bucket

    def read(self):
        self.s3.get_object(Bucket=self.bucket, Key="a")


class Shelf:
    def write(self):
        boto3.client("s3").put_object(Bucket="shelf", Key="a", Body=b"")


class Places(enum.Enum):
    DESK = Desk("of-an-enum")
    SHELF = Shelf


queue = []
heapq.heappush(queue, (1, Desk("of-a-heap")))
watched = Desk("of-a-reference")
reference = weakref.ref(watched)
Places.DESK.value.read()
Places.SHELF.value().write()
heapq.heappop(queue)[1].read()
reference().read()
