import boto3
from services import Service, Region, Table
from conf import Conf, args

def client(s: Service, region: Region = Region.EU):
    return boto3.client(s.value, region_name=region.value)

def main():
    conf = Conf.from_env()
    other = Conf.from_json("c.json")
    ns = args()
    q = client(Service.QUEUE)
    q.receive_message(QueueUrl=conf.queue, MaxNumberOfMessages=10)
    client(Service.EMAIL).send_email(FromEmailAddress="a@example.com", Content={})
    s3 = boto3.client("s3")
    s3.get_object(Bucket=conf.bucket, Key=conf.key("in", "a.csv"))
    s3.put_object(Bucket=other.bucket, Key="x")
    s3.delete_object(Bucket=ns.bucket, Key="y")
    ddb = boto3.resource("dynamodb", region_name=Region.EU)
    ddb.Table(Table.USERS.value).put_item(Item={})
    for t in Table:
        ddb.Table(t.value).scan()

main()
