from models import Audit, Thread
from pynamodb.connection import Connection
from pynamodb.transactions import TransactWrite


def handler(event, context):
    thread = Thread.get(event["id"])
    thread.touch()
    for found in Thread.by_owner.query("me"):
        found.delete()
    with Audit.batch_write() as batch:
        batch.save(Audit(id="1"))
    with TransactWrite(connection=Connection()) as transaction:
        transaction.save(Audit(id="2"))
    return {"get": event.get("x")}
