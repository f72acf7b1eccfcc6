import boto3
from boto3.s3.transfer import S3Transfer, TransferConfig
s3 = boto3.client("s3")
s3.upload_file("f", "up", "k", ExtraArgs={"Tagging": "a=b"}, Config=TransferConfig())
s3.download_fileobj("down", "k", open("f", "wb"))
s3.copy({"Bucket": "src", "Key": "a"}, "dst", "b")
s3.generate_presigned_url("get_object", Params={"Bucket": "signed", "Key": "k"}, ExpiresIn=60)
s3.generate_presigned_post("posted", "uploads/${filename}")
S3Transfer(s3).upload_file("f", "transfer", "k")
boto3.client("rds").generate_db_auth_token(DBHostname="h", Port=5432, DBUsername="app")
