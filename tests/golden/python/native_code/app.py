"""A library of native code may ask AWS for anything; those of the system ask for nothing."""

import ctypes

import boto3

libc = ctypes.CDLL("libc.so.6")
jobs = ctypes.CDLL("libjobs.so")


def handler(event, context):
    boto3.client("s3").list_buckets()
    libc.sync()
    return jobs.run()
