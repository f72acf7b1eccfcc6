import boto3
from acme.retry import retry_call, Retrier
from acme.batch import parallel
from functools import partial
import inspect
s3 = boto3.client("s3")
def main():
    retry_call(s3.get_bucket_policy, Bucket="pol")
    Retrier(times=3).run(s3.put_object, Bucket="ret", Key="k", Body=b"")
    parallel(partial(s3.delete_object, Bucket="par"), ["a", "b"])
    inspect.signature(s3.create_bucket)
    print(callable(s3.delete_bucket), s3.list_buckets.__doc__)
    hasattr(s3, "put_bucket_acl")
    Retrier(on=s3.exceptions.ClientError)
main()
