from directory import Directory
from tooling import sign_in


def handler(event, context):
    print(Directory(sign_in("readonly")).children("r-1"))
