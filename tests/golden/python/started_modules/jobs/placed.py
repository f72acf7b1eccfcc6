import boto3


def main():
    boto3.client("s3").get_object(Bucket="store", Key="placed")


if __name__ == "__main__":
    main()
