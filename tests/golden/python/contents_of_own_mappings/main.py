"""Mappings of the program's own that keep what they are given in the contents of a library's."""

from collections import UserDict, UserList

import boto3

s3 = boto3.client("s3")


class Request(UserDict):
    def __setitem__(self, key, value):
        self.data[key.strip()] = value


class Names(UserList):
    def keep(self, name):
        self.data.append(name)


def given_another(bucket):
    request = Request(Bucket="first")
    request["Bucket"] = bucket
    s3.delete_object(Key="k", **request)


def among_others(bucket):
    names = Names(["second"])
    names.keep(bucket)
    for name in names:
        s3.delete_bucket(Bucket=name)


class Plain(UserDict):
    """Without a word of its contents, it is what it was made with."""


def as_it_was():
    s3.get_bucket_acl(**Plain(Bucket="third"))
