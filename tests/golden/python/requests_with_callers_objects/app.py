import boto3

logs = boto3.client("logs")
ec2 = boto3.client("ec2")


def keep(start, end):
    logs.create_export_task(
        logGroupName="/shop/orders", fromTime=start, to=end, destination="shop-archive", destinationPrefix="orders"
    )


def keep_image():
    ec2.create_store_image_task(ImageId="ami-0123456789abcdef0", Bucket="shop-images")
