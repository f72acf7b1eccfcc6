import boto3, os
a = boto3.client("dynamodb", region_name="us-gov-west-1")
b = boto3.client("sqs")
c = boto3.client("sns")
d = boto3.client("lambda", region_name=os.environ.get("R", "us-east-1"))
e = boto3.client("kinesis", region_name="eu-west-1")


def f():
    a.get_item(TableName="t", Key={})
    b.send_message(QueueUrl="https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q", MessageBody="x")
    b.purge_queue(QueueUrl="https://sqs.us-gov-east-1.amazonaws.com/123456789012/q")
    c.publish(TopicArn="arn:aws-cn:sns:cn-north-1:1:x", Message="x")
    d.invoke(FunctionName="fn")
    e.put_record(StreamName="s", Data=b"", PartitionKey="x")
    boto3.client("s3", region_name="us-gov-west-1").get_object(Bucket="b", Key="k")
    boto3.client("s3", region_name="eu-west-1").put_object(Bucket="b", Key="k")
