"""dict rows and .items(), enumerate, zip, nested loops"""

import boto3

s3 = boto3.resource("s3")
JOBS = {"nightly": {"from": "src", "to": "dst"}}
PAIRS = [{"bucket": "dst", "key": "a"}, {"bucket": "src2", "key": "b"}]
for name, job in JOBS.items():
    for obj in s3.Bucket(job["from"]).objects.all():
        s3.meta.client.copy_object(
            Bucket=job["to"], Key=obj.key, CopySource={"Bucket": job["from"], "Key": obj.key}
        )
for i, row in enumerate(PAIRS):
    s3.Object(row["bucket"], row["key"]).delete()
for bucket, key in zip(["x", "y"], ["1", "2"]):
    s3.Object(bucket, key).load()
