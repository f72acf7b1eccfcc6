import boto3
from loc import Locator
@Locator.register("mail")
def mail(): return boto3.client("sesv2")
Locator.register("blob", lambda: boto3.client("s3"))
