import acme
from acme import Container, Proxy
import boto3


class Table:
    def __init__(self, name):
        self.database = boto3.client("dynamodb")
        self.name = name

    def load(self, key="k"):
        return self.database.get_item(TableName=self.name, Key={"id": {"S": str(key)}})

    def drop(self):
        self.database.delete_table(TableName=self.name)



def one_of_several(event):
    for table in acme.sifted([Table("sifted")]):
        table.load()


def under_a_key(event):
    acme.indexed({"a": Table("indexed")})["a"].load()


def behind_members(event):
    acme.of(Table("chained")).filter(None).first().value.load()


def called_for_it(event):
    acme.of(Table("mapped")).map(lambda table: table.load())


def called_with_it(event):
    acme.used(lambda table: table.load(), Table("used"))


def put_and_taken(event):
    bag = acme.Bag()
    bag.put("a", Table("bagged"))
    bag.fetch("a").load()


def put_and_gone_over(event):
    bag = acme.Queue()
    bag.add(Table("queued"))
    for table in bag:
        table.load()


class Local(Table):
    def __init__(self):
        super().__init__("injected")


def made_of_a_class(event):
    container = Container()
    container.register(Local, scope="singleton")
    container.resolve(Local).load()


class Guarded(Proxy):
    pass


def behind_a_base(event):
    Guarded(Table("guarded")).load()
