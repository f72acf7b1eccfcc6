import os

import boto3

s3 = boto3.client("s3")
NAME = os.environ["NAME"]


def run(number):
    s3.put_object(Bucket="b-{:03d}".format(7), Key="braces")
    s3.put_object(Bucket="b-%03d" % 7, Key="percent")
    s3.put_object(Bucket="b-{n:>4}-{0}".format("x", n="ab").replace(" ", "0"), Key="named")
    s3.put_object(Bucket="b-{:>10}".format(NAME), Key="unknown-braces")
    s3.put_object(Bucket="b-%10s-%s" % (NAME, "x"), Key="unknown-percent")
    s3.put_object(Bucket="b-%*d-%s" % (5, number, "y"), Key="width")
    s3.put_object(Bucket="b-{}-{:d}".format("x", 5), Key="plain")
