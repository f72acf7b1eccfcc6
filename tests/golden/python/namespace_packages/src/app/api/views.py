from ..core import s3, table as tbl, exposed
from .. import core
from app.core import aws as raw
def view():
    s3.get_object(Bucket="rel", Key="k"); tbl.query(KeyConditionExpression="x")
    core.exposed.sign(KeyId="k3", Message=b"", SigningAlgorithm="RSASSA_PSS_SHA_256")
    raw.b3.client("athena").start_query_execution(QueryString="select 1", WorkGroup="wg")
