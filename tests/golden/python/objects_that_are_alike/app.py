"""Many objects of a class are one, but for what they are told, and what is put into them later."""

import boto3


class Failure(Exception):
    def __init__(self, text):
        self.text = text


class Ledger:
    def __init__(self, user=None):
        self.user = user
        self.table = boto3.resource("dynamodb").Table("ledger")

    def enter(self):
        self.table.put_item(Item={"user": self.user})


class Store:
    def __init__(self):
        self.bucket = None

    def use(self, bucket):
        self.bucket = bucket

    def read(self):
        return boto3.client("s3").get_object(Bucket=self.bucket, Key="day")

    def write(self):
        boto3.client("s3").put_object(Bucket=self.bucket, Key="day")


class Mail:
    def __init__(self, topic=None):
        self.topic = topic

    def send(self):
        boto3.client("sns").publish(TopicArn=self.topic, Message="hello")

    def stop(self):
        boto3.client("sns").delete_topic(TopicArn=self.topic)


def step0(event):
    Ledger(event).enter()
    store = Store()
    store.use("read")
    store.read()
    mail = Mail()
    mail.topic = "arn:aws:sns:eu-west-1:111122223333:new"
    mail.send()
    raise Failure("step 0")


def step1(event):
    Ledger(event).enter()
    store = Store()
    store.use("written")
    store.write()
    mail = Mail()
    mail.topic = "arn:aws:sns:eu-west-1:111122223333:new"
    mail.send()
    raise Failure("step 1")


def step2(event):
    Ledger(event).enter()
    store = Store()
    store.use("read")
    store.read()
    mail = Mail()
    mail.topic = "arn:aws:sns:eu-west-1:111122223333:old"
    mail.stop()
    raise Failure("step 2")


def step3(event):
    Ledger(event).enter()
    store = Store()
    store.use("read")
    store.read()
    mail = Mail()
    mail.topic = "arn:aws:sns:eu-west-1:111122223333:new"
    mail.send()
    raise Failure("step 3")


def step4(event):
    Ledger(event).enter()
    store = Store()
    store.use("read")
    store.read()
    mail = Mail()
    mail.topic = "arn:aws:sns:eu-west-1:111122223333:new"
    mail.send()
    raise Failure("step 4")


def step5(event):
    Ledger(event).enter()
    store = Store()
    store.use("read")
    store.read()
    mail = Mail()
    mail.topic = "arn:aws:sns:eu-west-1:111122223333:new"
    mail.send()
    raise Failure("step 5")


def step6(event):
    Ledger(event).enter()
    store = Store()
    store.use("read")
    store.read()
    mail = Mail()
    mail.topic = "arn:aws:sns:eu-west-1:111122223333:new"
    mail.send()
    raise Failure("step 6")


def step7(event):
    Ledger(event).enter()
    store = Store()
    store.use("read")
    store.read()
    mail = Mail()
    mail.topic = "arn:aws:sns:eu-west-1:111122223333:new"
    mail.send()
    raise Failure("step 7")


def step8(event):
    Ledger(event).enter()
    store = Store()
    store.use("read")
    store.read()
    mail = Mail()
    mail.topic = "arn:aws:sns:eu-west-1:111122223333:new"
    mail.send()
    raise Failure("step 8")


def step9(event):
    Ledger(event).enter()
    store = Store()
    store.use("read")
    store.read()
    mail = Mail()
    mail.topic = "arn:aws:sns:eu-west-1:111122223333:new"
    mail.send()
    raise Failure("step 9")


def lambda_handler(event, context):
    step0(event)
    step1(event)
    step2(event)
    step3(event)
    step4(event)
    step5(event)
    step6(event)
    step7(event)
    step8(event)
    step9(event)
