import boto3


def store(kind, others):
    client = boto3.client("sqs") if kind == "queue" else others[kind]
    client.put_object(Bucket="b", Key="k", Body=b"")
    client.send_message(QueueUrl="https://sqs.us-east-1.amazonaws.com/111122223333/own", MessageBody="x")
    return client.upper()
