import argparse, sys
import boto3

class Commands:
    def __init__(self, args):
        self.args = args
        for name in ("ec2", "rds", "elbv2"):
            setattr(self, name, boto3.client(name))
    def do_stop(self):
        self.ec2.stop_instances(InstanceIds=["i-2"])
    def do_lbs(self):
        return self.elbv2.describe_load_balancers()
    def do_snap(self):
        self.rds.create_db_snapshot(DBInstanceIdentifier="main", DBSnapshotIdentifier="nightly")
    def run(self):
        return getattr(self, "do_" + self.args.command)()

def cmd_ls(args):
    for b in boto3.client("s3").list_buckets()["Buckets"]:
        print(b["Name"])

def cmd_rm(args):
    boto3.client("s3").delete_bucket(Bucket=args.bucket)

OPS = {"desc": ("eks", "describe_cluster", {"name": "prod"}), "list": ("ecr", "describe_repositories", {})}

def generic(op):
    service, method, kw = OPS[op]
    return getattr(boto3.client(service), method)(**kw)

def paginate(service, op, key, **kw):
    client = boto3.client(service)
    if client.can_paginate(op):
        for page in client.get_paginator(op).paginate(**kw):
            yield from page[key]
    else:
        yield from getattr(client, op)(**kw)[key]

def main():
    p = argparse.ArgumentParser()
    sub = p.add_subparsers()
    ls = sub.add_parser("ls")
    ls.set_defaults(func=cmd_ls)
    rm = sub.add_parser("rm")
    rm.add_argument("bucket")
    rm.set_defaults(func=cmd_rm)
    args = p.parse_args()
    args.func(args)
    Commands(args).run()
    generic("desc"); generic("list")
    list(paginate("iam", "list_policies", "Policies", Scope="Local"))
    list(paginate("codebuild", "list_projects", "projects"))
main()
