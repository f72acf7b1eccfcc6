"""What a method's name means may rest on the services that the rest of the program uses, seen earlier or later."""

import boto3
import z_writer


def streams(reader):
    return reader.list_streams()


def session():
    return boto3.Session(), z_writer
