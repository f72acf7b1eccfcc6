import boto3
import mypkg.second as me
from mypkg import NAME
def client(): return boto3.client("sns")
def run():
    me.client().list_topics()
    boto3.client("s3").list_objects_v2(Bucket=NAME)
