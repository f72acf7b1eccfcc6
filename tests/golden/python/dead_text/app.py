import boto3
TEMPLATE = '''
import boto3
def handler(e, c):
    boto3.client("ec2").terminate_instances(InstanceIds=["i-1"])
'''
# boto3.client("rds").delete_db_instance(DBInstanceIdentifier="x")
POLICY = {"Action": ["iam:CreateUser"], "Resource": "*"}
COMMANDS = ["s3.delete_bucket", "aws s3 rb s3://x"]
if False:
    boto3.client("s3").delete_bucket(Bucket="x")
def never():
    raise NotImplementedError
    boto3.client("sns").delete_topic(TopicArn="x")
def doc():
    """
    >>> s3.put_object(Bucket="b", Key="k")
    """
    s3 = boto3.client("s3")
    print(s3.put_object.__doc__, "delete_object", f"{s3.meta.endpoint_url}")
    data = {"put_item": 1}
    data.get("put_item"); data.pop("x", None); data.update(a=1)
    return s3.get_bucket_tagging(Bucket="tags")
exec(TEMPLATE)
