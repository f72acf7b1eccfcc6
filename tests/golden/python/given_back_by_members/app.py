from functools import partial

import boto3
import lib_instance
import lib_listed
import lib_nested
import lib_none
import lib_partial
import lib_server
import lib_yields

s3 = boto3.client("s3")


def context():
    return {"storage": s3}


def stored(name):
    return s3


def yielded():
    yield s3


class Context:
    def storage(self):
        return s3


def emptied():
    s3.delete_bucket(Bucket="own")
    return {"name": "own"}


made = lib_server.make({"context": context})


def handler(event, _):
    lib_instance.make(Context())
    lib_listed.provide([lambda: s3])
    lib_nested.make({"options": dict(context=lambda: s3)})
    lib_partial.make({"context": partial(stored, "name")})
    lib_yields.make({"context": yielded})
    # It makes the request itself, and gives no client.
    lib_none.make({"context": emptied})
    return made.run(event)
