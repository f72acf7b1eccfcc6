import os

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model


class ByOwner(GlobalSecondaryIndex):
    class Meta:
        index_name = "by-owner"
        projection = AllProjection()

    owner = UnicodeAttribute(hash_key=True)


class Base(Model):
    def touch(self):
        self.update(actions=[])


class Thread(Base):
    class Meta:
        table_name = "threads"
        region = "us-east-1"

    forum = UnicodeAttribute(hash_key=True)
    by_owner = ByOwner()


class Audit(Model):
    class Meta:
        table_name = f"audit-{os.environ['STAGE']}"

    id = UnicodeAttribute(hash_key=True)
