"""A model of a library whose methods are called by the class: ``Model.save(self)``, ``type(x).delete(x)``."""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model


class Stamped(Model):
    class Meta:
        abstract = True

    def save(self, condition=None):
        self.changed = "now"
        return Model.save(self, condition)

    def update(self, actions, condition=None):
        return Model.update(self, actions, condition)


class Order(Stamped):
    class Meta:
        table_name = "orders"

    id = UnicodeAttribute(hash_key=True)


class Note(Model):
    class Meta:
        table_name = "notes"

    id = UnicodeAttribute(hash_key=True)


class Draft(Note):
    class Meta:
        table_name = "drafts"


def handler(event, context):
    order = Order("1")
    order.save()
    order.update([])
    note = Note("2")
    type(note).delete(note)
    Model.delete(Draft("3"))
