import boto3


class Clients:
    """What asks for any of several clients gets one of them, and nothing here says which."""

    def __init__(self):
        self.made = {}

    def add(self, name, client):
        self.made[name.lower()] = client

    def of(self, name):
        return self.made[name.lower()]


clients = Clients()
clients.add("Functions", boto3.client("lambda"))
clients.add("Images", boto3.client("ecr"))


def wait(function, which):
    # Of these only Lambda has such a waiter, and only ECR such a paginator.
    clients.of(which).get_waiter("function_updated").wait(FunctionName=function)
    return clients.of(which).get_paginator("describe_images").paginate(repositoryName="app")


def main(which):
    wait("resize", which)
