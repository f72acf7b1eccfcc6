import enum
import inspect
import sys
from collections.abc import Iterator
from dataclasses import InitVar, astuple, dataclass, fields, replace

import attrs
import layer
from pydantic import BaseModel

import boto3


class Table:
    def __init__(self):
        self.database = boto3.client("dynamodb")

    def load(self, name):
        return self.database.get_item(TableName=name, Key={})

    def drop(self, name):
        self.database.delete_table(TableName=name)



@dataclass
class Opened:
    weight: int = 1

    def __post_init__(self):
        self.table = Table()


@dataclass(frozen=True)
class Frozen:
    given: InitVar[Table]

    def __post_init__(self, given):
        object.__setattr__(self, "table", given)


@attrs.define
class Defined:
    name: str

    def __attrs_post_init__(self):
        Table().load("attrs")


@dataclass(frozen=True)
class Holder:
    table: Table | None = None


def made(event):
    Opened().table.load("post-init")
    Frozen(Table()).table.load("frozen")
    Defined("attrs")
    replace(Holder(), table=Table()).table.load("replaced")
    astuple(Holder(Table()))[0].load("as-tuple")
    holder = Holder(Table())
    for field in fields(holder):
        getattr(holder, field.name).load("by-field")


class Line(BaseModel):
    name: str

    def check(self):
        Table().load("checked")


class Order(BaseModel):
    lines: list[Line]

    def model_post_init(self, context):
        Table().load("validated")


def parsed(event):
    for line in Order.model_validate_json(event["body"]).lines:
        line.check()


class Top:
    def run(self):
        return None


class Left(Top):
    def run(self):
        return super().run()


class Right(Top):
    def run(self):
        return Table().load("diamond")


class Bottom(Left, Right):
    pass


class Meta(type):
    def __getattr__(cls, name):
        return lambda: Table().load("meta-attribute")

    def __iter__(cls) -> Iterator[Table]:
        yield Table()

    def __getitem__(cls, name):
        return Table()

    @property
    def table(cls):
        return Table()


class Registry(metaclass=Meta):
    pass


class Typed:
    def __class_getitem__(cls, name):
        return Table()


class Own:
    def __get__(self, instance, owner):
        return Table()


class Described:
    table = Own()


def of_classes(event):
    Bottom().run()
    Registry.anything()
    for table in Registry:
        table.load("meta-items")
    Registry["a"].load("meta-item")
    Registry.table.load("meta-property")
    Typed["class-item"].load("class-item")
    Described.table.load("descriptor")
    layer.table.load("late")


class Kind(enum.Enum):
    PLAIN = Table()
    PAIR = (lambda: Table().load("enum-tuple"), 1)
    MAPPED = {"load": lambda: Table().load("enum-mapping")}


class Told(enum.Enum):
    ORDERS = "told", Table()

    def __init__(self, code, table):
        self.code = code
        self.table = table


class Coded(enum.Enum):
    ORDERS = "coded", Table()

    def __new__(cls, value, table):
        member = object.__new__(cls)
        member._value_ = value
        member.table = table
        return member


def of_enums(event):
    Kind.PLAIN.value.load("enum-object")
    Kind.PAIR.value[0]()
    Kind.MAPPED.value["load"]()
    Told[event["kind"]].table.load("enum-init")
    Coded(event["code"]).table.load("enum-new")
    for member in Kind.__members__.values():
        member.value


class Steps:
    def do_first(self):
        Table().load("members")


def by_reflection(event):
    for _name, step in inspect.getmembers(Steps(), inspect.ismethod):
        step()
    for name, found in list(globals().items()):
        if name.startswith("step_"):
            found()
    for _name, found in inspect.getmembers(sys.modules[__name__], inspect.isclass):
        if issubclass(found, Top):
            found().run()


def step_one():
    Table().load("globals")
