import boto3


def load(given, name):
    who = boto3.client("sts").get_caller_identity()
    return given[name] if name in given else who["Arn"].split(":")


def main(given):
    load(given, "session").client("s3").put_object(Bucket="b", Key="k", Body=b"")
    queue = "https://sqs.us-east-1.amazonaws.com/111122223333/own"
    load(given, "queues").send_message(QueueUrl=queue, MessageBody="x")


def publish(given, text):
    topic = given.topics or "none"
    topic.publish_batch(TopicArn="arn:aws:sns:us-east-1:111122223333:own", PublishBatchRequestEntries=[])
    return topic.upper()
