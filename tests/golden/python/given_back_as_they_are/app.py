import boto3

sqs = boto3.client("sqs")


def checked(command):
    """Gives back what it is given."""
    if not hasattr(command, "run"):
        raise TypeError("no command")
    return command


class Create:
    def run(self):
        return sqs.create_queue(QueueName="created")["QueueUrl"]


class Find:
    def run(self):
        return sqs.get_queue_url(QueueName="found")["QueueUrl"]


def main():
    sqs.send_message(QueueUrl=checked(Create()).run(), MessageBody="one")
    sqs.purge_queue(QueueUrl=checked(Find()).run())


main()
