import os, boto3
def handler(e, c):
    print(1)
