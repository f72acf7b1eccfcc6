import boto3
import pyarrow.parquet as pq
import smart_open
from cloudpathlib import S3Path
from pyarrow import fs
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model
from s3transfer import S3Transfer


class Order(Model):
    class Meta:
        table_name = "orders"

    id = UnicodeAttribute(hash_key=True)


def shelve(event):
    path = S3Path("s3://shelf/new.csv")
    path.rename("s3://attic/old.csv")
    path.copy(event["where"])
    path.name.upper()
    path.is_relative_to("s3://shelf")
    path.archive()
    path.parent.settle()


def arrow(event):
    files = fs.S3FileSystem()
    files.move("in/a.parquet", "out/a.parquet")
    files.normalize_path("in")
    files.compact("in")
    pq.ParquetFile("in/b.parquet", filesystem=files)


def orders(event):
    for order in Order.rate_limited_scan(read_capacity_to_consume_per_second=5):
        order.update(actions=[Order.id.set("x")])
        order.to_simple_dict()
        order.freeze_dried()
    try:
        Order.count()
    except Order.DoesNotExist:
        raise


def moves(event):
    smart_open.register_compressor(".zst", None)
    smart_open.peek("s3://peeked/k")
    S3Transfer(boto3.client("s3")).mirror("here", "there")
