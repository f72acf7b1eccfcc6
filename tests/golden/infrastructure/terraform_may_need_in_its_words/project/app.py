import os, boto3


def handler(e, c):
    boto3.client("sesv2", region_name="us-east-1").send_email(
        FromEmailAddress=os.environ["SENDER"], Content={"Raw": {"Data": e["data"]}}
    )
