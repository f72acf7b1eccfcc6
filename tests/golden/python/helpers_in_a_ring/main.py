import boto3

tables = boto3.client("dynamodb")


def called(kind):
    if kind == "start":
        visit(1)
    return "kept-" + kind


def visit(step):
    if step == 0:
        tables.get_item(TableName=called("t0"))
    elif step == 1:
        tables.delete_item(TableName=called("t1"))
    elif step == 2:
        tables.update_item(TableName=called("t2"))
    elif step == 3:
        tables.describe_table(TableName=called("t3"))
    elif step == 4:
        tables.scan(TableName=called("t4"))
    elif step == 5:
        tables.query(TableName=called("t5"))
    elif step == 6:
        tables.delete_table(TableName=called("t6"))
    elif step == 7:
        tables.describe_time_to_live(TableName=called("t7"))
    elif step == 8:
        tables.describe_continuous_backups(TableName=called("t8"))
    elif step == 9:
        tables.list_tags_of_resource(
            ResourceArn="arn:aws:dynamodb:eu-west-1:111122223333:table/" + called("t9")
        )


def handler(event, context):
    visit(event["step"])
