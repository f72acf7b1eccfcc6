import boto3


class Stage:
    name = None

    def use(self, name):
        self.name = name
        return self

    def queue(self):
        return "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs-%s" % self.name


def bucket(stage=None):
    return f"data-{stage}"


def pick(stage=None):
    return {"names": ["logs-{}".format(stage)], "table": "-".join(["orders", str(stage)])}


def main():
    s3 = boto3.client("s3")
    # Nobody says what it is: any.
    s3.get_object(Bucket=bucket(), Key="k")
    s3.put_object(Bucket=bucket("prod"), Key="k")
    # It is something elsewhere: that alone.
    boto3.client("sqs").send_message(QueueUrl=Stage().use("prod").queue(), MessageBody="m")
    for stage in (None, "prod"):
        found = pick(stage)
        boto3.client("dynamodb").scan(TableName=found["table"])
        boto3.client("firehose").put_record(DeliveryStreamName=found["names"][0], Record={"Data": b""})


main()
