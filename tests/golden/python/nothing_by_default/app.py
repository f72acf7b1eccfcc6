"""Nothing, or a switch that is off, is a default: what is read on top may say something else."""

import json

import boto3

client = boto3.client("iam")


def spread(text):
    found = {"role": None, **json.loads(text)}["role"]
    if found:
        client.get_role(RoleName="spread")


def joined(event):
    found = ({"role": False} | event).get("role")
    if found:
        client.get_user(UserName="joined")


def updated(event):
    settings = {"role": None}
    settings.update(event)
    found = settings["role"]
    if found:
        client.get_group(GroupName="updated")


class Settings:
    def __init__(self, event):
        self.count = 0
        self.__dict__.update(event)


def counted(event):
    found = Settings(event).count
    if found:
        client.get_policy(PolicyArn="arn:aws:iam::123456789012:policy/counted")


def certain(event):
    found = {**event, "role": None}["role"]
    if found:
        client.delete_role(RoleName="certain")
