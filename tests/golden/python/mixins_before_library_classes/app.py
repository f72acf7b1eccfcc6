"""Classes of which the library's base that is known stands behind others: mixins of a library, or own ones."""

from audit.models import AuditMixin
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model


class Counted:
    def save(self, **kwargs):
        self.saved = True
        super().save(**kwargs)


class Checked:
    def delete(self):
        return super().delete()


class Order(AuditMixin, Model):
    class Meta:
        table_name = "orders"

    id = UnicodeAttribute(hash_key=True)

    def refresh(self):
        super().refresh()


class Invoice(Counted, Model):
    class Meta:
        table_name = "invoices"

    id = UnicodeAttribute(hash_key=True)


class Receipt(Counted, Checked, AuditMixin, Model):
    class Meta:
        table_name = "receipts"

    id = UnicodeAttribute(hash_key=True)


def handler(event, context):
    order = Order("1")
    order.update([])
    order.refresh()
    Order.scan()
    Invoice("2").save()
    receipt = Receipt("3")
    receipt.save()
    receipt.delete()
