import boto3
from boto3.dynamodb.conditions import Key, Attr
c = boto3.client("dynamodb")
r = boto3.resource("dynamodb")
def main():
    c.transact_write_items(TransactItems=[
        {"Put": {"TableName": "t1", "Item": {}}},
        {"Delete": {"TableName": "t2", "Key": {}}},
        {"ConditionCheck": {"TableName": "t3", "Key": {}, "ConditionExpression": "x"}},
    ])
    c.transact_get_items(TransactItems=[{"Get": {"TableName": "t4", "Key": {}}}])
    c.batch_write_item(RequestItems={"t5": [{"PutRequest": {"Item": {}}}]})
    c.execute_statement(Statement="SELECT * FROM t6 WHERE pk='x'")
    c.execute_statement(Statement="UPDATE \"t7\" SET a=1 WHERE pk='x'")
    t = r.Table("t8")
    t.query(KeyConditionExpression=Key("pk").eq("x") & Key("sk").begins_with("y"), FilterExpression=Attr("z").exists())
    t.scan(IndexName="gsi")
    t.update_item(Key={}, UpdateExpression="SET a = :a")
    with t.batch_writer(overwrite_by_pkeys=["pk"]) as w:
        for i in range(3):
            w.put_item(Item={})
        w.delete_item(Key={})
    c.describe_time_to_live(TableName="t9")
    c.get_paginator("scan").paginate(TableName="t10")
    c.get_waiter("table_exists").wait(TableName="t11")
    streams = boto3.client("dynamodbstreams")
    streams.get_records(ShardIterator="x")
    streams.describe_stream(StreamArn="arn:aws:dynamodb:us-east-1:111122223333:table/t12/stream/2020-01-01T00:00:00.000")
main()
