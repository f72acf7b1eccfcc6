import boto3, time, random
from botocore.exceptions import ClientError
class RetryPolicy:
    def __init__(self, attempts=5): self.attempts = attempts
    def __call__(self, fn):
        def wrapper(*a, **kw):
            last = None
            for n in range(self.attempts):
                try: return fn(*a, **kw)
                except ClientError as e:
                    last = e
                    if e.response["Error"]["Code"] not in ("Throttling",): raise
                    time.sleep(random.random() * 2 ** n)
            raise last
        return wrapper
    def execute(self, op, **kw): return self(op)(**kw)
policy = RetryPolicy()
@policy
def role(name): return boto3.client("iam").get_role(RoleName=name)["Role"]
class Api:
    @RetryPolicy(3)
    def limits(self): return boto3.client("lambda").get_account_settings()
    def __init__(self): self.put = policy(boto3.client("s3").put_object)
def main():
    role("deploy"); Api().limits(); Api().put(Bucket="rt", Key="k")
    policy.execute(boto3.client("ecs").describe_clusters, clusters=["c1"])
main()
