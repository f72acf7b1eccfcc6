from make import Repository, traced


class Users(Repository):
    name = "users"


def handler(event, context):
    return traced(Users).get(event["id"])
