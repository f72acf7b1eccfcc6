import boto3


class Orders:
    def save(self):
        boto3.client("s3").put_object(Bucket="kept", Key="a")

    def purge(self):
        boto3.client("s3").delete_bucket(Bucket="kept")


class Queue:
    def send(self):
        boto3.client("sqs").send_message(QueueUrl="https://sqs.us-east-1.amazonaws.com/111122223333/q", MessageBody="x")


def attach(request):
    request.state.orders = Orders()
    request.state["queue"] = Queue()


def use(request):
    request.state.orders.save()
    request.state["queue"].send()


def handler(event, context):
    attach(context)
    use(context)
