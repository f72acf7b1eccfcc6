from aws import session_for
import boto3
def audit():
    s = session_for("arn:aws:iam::222233334444:role/audit")
    s.client("iam").list_users()
    local = session_for()
    local.client("s3").put_object(Bucket="reports", Key="r.json")
    boto3.resource("ec2").Instance("i-9").stop()
audit()
