import boto3
s3 = boto3.client("s3")
lam = boto3.client("lambda")
def acl(): s3.put_object(Bucket="a", Key="k", ACL="private")
def tagged(): s3.put_object(Bucket="t", Key="k", Tagging="a=b")
def version(): s3.get_object(Bucket="v", Key="k", VersionId="1")
def plain(): s3.get_object(Bucket="p", Key="k")
def none_passed(): s3.put_object(Bucket="n", Key="k", ACL=None)
def spread(**kwargs): s3.put_object(Bucket="s", Key="k", **kwargs)
def known_spread():
    extra = {"ServerSideEncryption": "AES256"}
    if plain():
        extra["StorageClass"] = "STANDARD_IA"
    s3.put_object(Bucket="ks", Key="k", **extra)
def role(): lam.create_function(FunctionName="f", Role="arn:aws:iam::111122223333:role/fn", Code={}, Tags={"a": "b"})
def norole(): lam.update_function_code(FunctionName="f", ZipFile=b"")
def deleted(): s3.delete_objects(Bucket="d", Delete={"Objects": [{"Key": "x"}]})
def who(): boto3.client("sts").get_caller_identity()
