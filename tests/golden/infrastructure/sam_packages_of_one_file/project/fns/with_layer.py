import lib


def handler(event, context):
    lib.put()
