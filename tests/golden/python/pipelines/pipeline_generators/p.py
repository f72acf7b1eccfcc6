import boto3, json, itertools, gzip, io
s3 = boto3.client("s3"); sqs = boto3.client("sqs")
def keys(bucket):
    kw = {"Bucket": bucket}
    while True:
        r = s3.list_objects_v2(**kw)
        yield from (o["Key"] for o in r.get("Contents", ()))
        if not r.get("IsTruncated"): break
        kw["ContinuationToken"] = r["NextContinuationToken"]
def read(bucket, ks):
    for k in ks:
        with gzip.open(io.BytesIO(s3.get_object(Bucket=bucket, Key=k)["Body"].read())) as f:
            yield k, json.load(f)
def chunks(it, n):
    it = iter(it)
    while batch := list(itertools.islice(it, n)):
        yield batch
def send(url, rows):
    for batch in chunks(rows, 10):
        sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(i), "MessageBody": json.dumps(b)} for i, b in enumerate(batch)])
        for k, _ in batch:
            s3.copy_object(Bucket="done", Key=k, CopySource={"Bucket": "raw", "Key": k})
            s3.delete_object(Bucket="raw", Key=k)
send("https://sqs.eu-west-1.amazonaws.com/111122223333/rows", read("raw", keys("raw")))
