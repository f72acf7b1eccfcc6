import boto3

s3 = boto3.client("s3")
sqs = boto3.client("sqs")


def step0(value):
    return value["step0"]


def step1(value):
    return value["step1"]


def step2(value):
    return value["step2"]


def step3(value):
    return value["step3"]


def step4(value):
    return value["step4"]


def step5(value):
    return value["step5"]


def step6(value):
    return value["step6"]


def step7(value):
    return value["step7"]


def step8(value):
    return value["step8"]


def step9(value):
    return value["step9"]


def step10(value):
    return value["step10"]


def step11(value):
    return value["step11"]


def step12(value):
    return value["step12"]


def step13(value):
    return value["step13"]


def step14(value):
    return value["step14"]


def step15(value):
    return value["step15"]


def step16(value):
    return value["step16"]


def step17(value):
    return value["step17"]


def upload(key):
    return s3.put_object(Bucket="pictures", Key=key)


def purge(queue):
    return sqs.purge_queue(QueueUrl=queue)


HANDLERS = {
    "step0": step0,
    "step1": step1,
    "step2": step2,
    "step3": step3,
    "step4": step4,
    "step5": step5,
    "step6": step6,
    "step7": step7,
    "step8": step8,
    "step9": step9,
    "step10": step10,
    "step11": step11,
    "step12": step12,
    "step13": step13,
    "step14": step14,
    "step15": step15,
    "step16": step16,
    "step17": step17,
    "upload": upload,
    "purge": purge,
}
REGISTRY = {}
for name, function in HANDLERS.items():
    REGISTRY[name] = function


def handler(event, context):
    REGISTRY["upload"]("a.png")
    return REGISTRY["step3"](event)
