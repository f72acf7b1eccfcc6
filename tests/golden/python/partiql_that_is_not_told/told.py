import boto3

dynamodb = boto3.client("dynamodb")


def chosen(event):
    statement = 'INSERT INTO "orders" VALUE {}' if event["new"] else 'DELETE FROM "orders" WHERE "id"=?'
    dynamodb.execute_statement(Statement=statement)


def made(event):
    dynamodb.execute_statement(Statement=f"UPDATE {event['table']} SET a=1 WHERE id=2")
