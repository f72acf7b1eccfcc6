"""``python -m opsctl``."""

import click

from . import inventory, logs, secrets
from .clients import Clients


@click.group()
@click.option("--profile", default=None)
@click.pass_context
def cli(context, profile):
    context.obj = Clients(profile)


@cli.command()
@click.argument("name")
@click.pass_obj
def rotate(clients: Clients, name):
    secrets.rotate(clients, name)


@cli.command()
@click.argument("group")
@click.pass_obj
def tail(clients: Clients, group):
    for line in logs.tail(clients, group):
        click.echo(line)


@cli.command()
@click.argument("account")
@click.pass_obj
def list_instances(clients: Clients, account):
    for instance in inventory.instances(clients, account):
        click.echo(instance["InstanceId"])


@cli.command()
@click.argument("instance")
@click.argument("group")
@click.pass_obj
def drain(clients: Clients, instance, group):
    inventory.drain(clients, instance, group)


if __name__ == "__main__":
    cli()
