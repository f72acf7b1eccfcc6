import boto3

s3 = boto3.client("s3")


class View:
    parameters = {}


def small():
    return {"VersionId": "1"}


view = View()
view.parameters = {"PartNumber": 1}
view.parameters = small()
view.parameters = {**small(), **view.parameters}
view.parameters = small() | view.parameters
view.parameters = dict(small(), **view.parameters)
view.parameters.update(small(), **view.parameters)


def show():
    return s3.get_object(Bucket="shown", Key="x", **view.parameters)
