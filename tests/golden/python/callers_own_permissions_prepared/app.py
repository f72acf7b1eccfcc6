import os

import boto3

stacks = boto3.client("cloudformation")
beanstalk = boto3.client("elasticbeanstalk")
tagging = boto3.client("resourcegroupstaggingapi")
shares = boto3.client("ram")
TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"


def run():
    stacks.execute_change_set(StackName="shop", ChangeSetName="next")


def roll_out(label):
    beanstalk.update_environment(EnvironmentName="shop-live", VersionLabel=label)


def mark():
    tagging.tag_resources(ResourceARNList=[TABLE], Tags={"team": "shop"})


def mark_given():
    tagging.tag_resources(ResourceARNList=[os.environ["RESOURCE"]], Tags={"team": "shop"})


def share_given():
    shares.create_resource_share(name="shop", resourceArns=[os.environ["RESOURCE"]])
