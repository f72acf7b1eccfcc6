import boto3, os

s3 = boto3.client("s3")
ddb = boto3.client("dynamodb")
DEFAULTS = {"ServerSideEncryption": "AES256"}

def put(key, body, public=False, **extra):
    params = dict(DEFAULTS, Bucket="assets", Key=key, Body=body)
    if public:
        params["ACL"] = "public-read"
    params.update(extra)
    return s3.put_object(**params)

def put_tagged(key):
    put(key, b"", Tagging="a=b")

def put_plain(key):
    s3.put_object(**{**DEFAULTS, "Bucket": "plain", "Key": key})

def put_or(key):
    s3.put_object(**(DEFAULTS | {"Bucket": "merged", "Key": key}))

def query(index=None, limit=None):
    kw = {"TableName": "orders", "KeyConditionExpression": "pk = :p"}
    if index is not None:
        kw.setdefault("IndexName", index)
    if limit:
        kw["Limit"] = limit
    while True:
        r = ddb.query(**kw)
        yield from r["Items"]
        if "LastEvaluatedKey" not in r:
            break
        kw["ExclusiveStartKey"] = r["LastEvaluatedKey"]

def version(key, vid=None):
    kw = {k: v for k, v in {"Bucket": "versions", "Key": key, "VersionId": vid}.items() if v}
    return s3.get_object(**kw)

def main():
    put("a.txt", b"x", public=True)
    put_tagged("b.txt")
    put_plain("c.txt")
    put_or("d.txt")
    list(query(index="by-user"))
    list(query(limit=5))
    version("e.txt")
