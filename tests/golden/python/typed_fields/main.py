import boto3
from ports import Deps, Store, Old, run, save
def main():
    s3 = boto3.client("s3")
    run(Deps(s3=s3), [s3])
    Store(boto3.resource("dynamodb"), "st").put({})
    Old(boto3.client("kinesis")).send()
    save(s3)
main()
