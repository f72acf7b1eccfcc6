from lib import aws
def handle(event):
    aws.s3().get_object(Bucket=event["bucket"], Key=event["key"])
    aws.s3().put_object(Bucket="thumbs", Key=event["key"])
