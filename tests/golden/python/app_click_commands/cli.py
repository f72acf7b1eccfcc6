import json, sys
import boto3, click
from botocore.config import Config

class Ctx:
    def __init__(self, profile, region):
        self.session = boto3.Session(profile_name=profile, region_name=region)
        self.cfg = Config(retries={"max_attempts": 5})
    def client(self, name, **kw):
        return self.session.client(name, config=self.cfg, **kw)

pass_ctx = click.make_pass_decorator(Ctx)

@click.group()
@click.option("--profile")
@click.option("--region", default="us-east-1")
@click.pass_context
def cli(ctx, profile, region):
    ctx.obj = Ctx(profile, region)

@cli.command()
@click.argument("name")
@pass_ctx
def tail(ctx, name):
    logs = ctx.client("logs")
    for page in logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{name}"):
        for e in page["events"]:
            click.echo(e["message"])

@cli.command("params")
@click.option("--path", default="/svc/prod")
@pass_ctx
def params(ctx, path):
    ssm = ctx.client("ssm")
    for page in ssm.get_paginator("get_parameters_by_path").paginate(Path="/svc/prod", Recursive=True):
        for p in page["Parameters"]:
            print(p["Name"])

@cli.command()
@click.pass_obj
def whoami(obj):
    print(obj.client("sts").get_caller_identity()["Arn"])

@cli.command()
@click.argument("cluster")
@click.pass_context
def restart(ctx, cluster):
    ecs = ctx.obj.client("ecs")
    for arn in ecs.list_services(cluster=cluster)["serviceArns"]:
        ecs.update_service(cluster=cluster, service=arn, forceNewDeployment=True)
    ecs.get_waiter("services_stable").wait(cluster=cluster, services=["web"])

if __name__ == "__main__":
    cli()
