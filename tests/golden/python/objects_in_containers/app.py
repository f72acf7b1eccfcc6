import heapq
import itertools
import operator
import random
from collections import ChainMap, Counter, UserDict, UserList, deque, namedtuple
from collections.abc import MutableMapping
from types import SimpleNamespace

import boto3


class Table:
    def __init__(self):
        self.database = boto3.client("dynamodb")

    def load(self, name):
        return self.database.get_item(TableName=name, Key={})

    def drop(self, name):
        self.database.delete_table(TableName=name)



class Tables(MutableMapping):
    def __init__(self):
        self.held = {}

    def __getitem__(self, key):
        return self.held[key]

    def __setitem__(self, key, value):
        self.held[key] = value

    def __delitem__(self, key):
        del self.held[key]

    def __iter__(self):
        return iter(self.held)

    def __len__(self):
        return len(self.held)


class Rows(UserList):
    pass


class Named(UserDict):
    pass


Place = namedtuple("Place", "table weight")


def of_mappings(event):
    tables = Tables()
    tables["a"] = Table()
    tables.get("a").load("mapped")
    others = Tables()
    others.update(a=Table())
    for _name, table in others.items():
        table.load("updated")
    Named({"a": Table()})[event["name"]].load("named")
    dict.fromkeys(event["names"], Table())[event["name"]].load("from-keys")
    _key, table = {"a": Table()}.popitem()
    table.load("popped-item")
    ChainMap({}, {"a": Table()}).new_child()["a"].load("chain-map")
    for name, _count in Counter(event["names"]).most_common(1):
        Table().load(f"count-{name}")


def of_lists(event):
    for table in Rows([Table()]):
        table.load("user-list")
    tables = deque()
    tables.extendleft([Table()])
    tables.pop().load("left")
    turned = [None, Table()]
    turned.reverse()
    turned[0].load("reversed")
    cut = [None, Table()]
    cut.pop(0)
    cut[0].load("popped")
    pushed = [Table()]
    pushed.insert(0, None)
    pushed[1].load("pushed")
    whole = [None]
    whole[:] = [Table()]
    whole[0].load("whole")
    ([Table()] * 3)[2].load("repeated")
    random.sample([Table()], 1)[0].load("sampled")
    max([], default=Table()).load("default")


def of_sets(event):
    for table in {Table()} & set(event["tables"]):
        table.load("both")
    for table in {Table()}.difference({1}):
        table.load("left-over")


def of_rows(event):
    place = Place(None, 1)._replace(table=Table())
    place.table.load("replaced")
    Place(Table(), 1)._asdict()["table"].load("as-dict")
    Place._make([Table(), 1]).table.load("made")


def of_iterators(event):
    for table, _key in itertools.product([Table()], event["keys"]):
        table.load("product")
    for _key, table in itertools.zip_longest(event["keys"], [Table()]):
        table.load("longest")
    for _name, tables in itertools.groupby([Table()], key=id):
        for table in tables:
            table.load("grouped")
    _first, second = itertools.tee([Table()])
    for table in second:
        table.load("teed")
    for table in itertools.takewhile(bool, [Table()]):
        table.load("while")
    for table in itertools.compress([Table()], [1]):
        table.load("compressed")
    for first, _second in itertools.pairwise([Table(), Table()]):
        first.load("pair")
    for table in heapq.merge([Table()], []):
        table.load("merged")
    for table in iter(lambda: Table(), None):
        table.load("called-again")


def of_getters(event):
    place = SimpleNamespace(inner=SimpleNamespace(table=Table()), weight=1)
    operator.attrgetter("inner.table")(place).load("dotted")
    table, _weight = operator.itemgetter("a", "b")({"a": Table(), "b": 1})
    table.load("items")
