import boto3


def run(event):
    first, second, third, fourth = {"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}
    for one in (first, second, third, fourth):
        for other in (first, second, third, fourth):
            one[event["name"]] = other
            one["aws_access_key_id"] = other
    first["aws_access_key_id"] = event["key"]
    keys = second["aws_access_key_id"]
    boto3.client("s3", aws_access_key_id=keys, aws_secret_access_key="x").put_object(Bucket="b", Key="k")


def elsewhere(event):
    places = {"eu": {"name": "eu-west-1"}}
    places[event["name"]] = places
    client = boto3.client("sqs", region_name=places[event["place"]])
    places["client"] = client
    client.purge_queue(QueueUrl=event["queue"])
