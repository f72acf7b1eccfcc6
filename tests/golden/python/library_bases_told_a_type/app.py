from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, LocalSecondaryIndex
from pynamodb.models import Model


class ByOwner(GlobalSecondaryIndex["Order"]):
    class Meta:
        index_name = "by-owner"
        projection = AllProjection()

    owner = UnicodeAttribute(hash_key=True)


class Order(Model):
    class Meta:
        table_name = "orders"

    id = UnicodeAttribute(hash_key=True)
    owner = UnicodeAttribute()
    by_owner = ByOwner()


class ByDay(LocalSecondaryIndex[Order]):
    class Meta:
        index_name = "by-day"
        projection = AllProjection()

    day = UnicodeAttribute(range_key=True)


class Archive(Order):
    class Meta:
        table_name = "archive"

    by_day = ByDay()


def handler(event, context):
    return [one.id for one in Order.by_owner.query(event["owner"])], list(Archive.by_day.scan())
