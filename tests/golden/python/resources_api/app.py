import boto3
s3 = boto3.resource("s3")
ddb = boto3.resource("dynamodb")
ec2 = boto3.resource("ec2")
sqs = boto3.resource("sqs")
def objects():
    bucket = s3.Bucket("data")
    for item in bucket.objects.filter(Prefix="in/"):
        body = item.get()["Body"].read()
        print(item.key, item.size, item.last_modified)
    s3.Object("single", "k").put(Body=b"")
    s3.Object("meta", "k").content_length
    bucket.upload_file("local", "up/x.txt")
    bucket.Object("dl").download_file("local")
    s3.Object("copied", "to").copy_from(CopySource={"Bucket": "from", "Key": "src"})
    s3.Bucket("waited").wait_until_exists()
def tables():
    t = ddb.Table("orders")
    t.query(IndexName="by-date", KeyConditionExpression="x")
    t.load()
    print(t.table_name, t.name)
    with t.batch_writer() as batch:
        batch.put_item(Item={})
    ddb.batch_get_item(RequestItems={"users": {"Keys": []}})
    ddb.create_table(TableName="new", KeySchema=[], AttributeDefinitions=[]).wait_until_exists()
    ddb.meta.client.list_tables()
def lazy(): return ddb.Table("lazy").item_count
def machines():
    for instance in ec2.instances.filter(Filters=[]):
        instance.stop()
    ec2.Instance("i-0abc").terminate()
    ec2.instances.filter(InstanceIds=["i-1"]).start()
def queues():
    q = sqs.get_queue_by_name(QueueName="jobs")
    for m in q.receive_messages():
        m.delete()
    q.send_message(MessageBody="x")
