import boto3


def main():
    boto3.client("s3").get_object(Bucket="store", Key="nightly")


if __name__ == "__main__":
    main()
