from shop import aws
class Queue:
    def __init__(self, url):
        self.sqs = aws.client("sqs")
        self.url = url
    def push(self, body):
        self.sqs.send_message(QueueUrl=self.url, MessageBody=body)
