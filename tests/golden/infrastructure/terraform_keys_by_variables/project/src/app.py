import os, boto3
def handler(e, c):
    boto3.client("kms").encrypt(KeyId=os.environ["KEY"], Plaintext=b"")
    boto3.client("kms").decrypt(KeyId=os.environ["KEYID"], CiphertextBlob=b"")
    boto3.client("kms").sign(KeyId=os.environ["KEYARN"], Message=b"", SigningAlgorithm="RSASSA_PSS_SHA_256")
    boto3.client("s3").put_object(Bucket=os.environ["BUCKET"], Key="k", Body=b"")
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody="x")
    boto3.client("kms").verify(KeyId=os.environ["ID"], Message=b"", Signature=b"", SigningAlgorithm="RSASSA_PSS_SHA_256")
