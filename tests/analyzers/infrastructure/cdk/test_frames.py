"""What a class or function of a CDK application does for each of those who make or call it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.infrastructure.cdk.test_stack import held, notes, role_of, stack_of

HEAD = """\
from aws_cdk import App, Stack, aws_iam as iam
from aws_cdk.aws_dynamodb import Table
from aws_cdk.aws_lambda import Function, Code
from constructs import Construct


def function(scope, id, **more):
    return Function(scope, id, code=Code.from_asset("x"), handler="a.b", **more)

"""


def read(tmp_path: Path, text: str) -> dict[str, tuple[set[str], bool]]:
    """By role: the resources on which it has ``GetItem``, and whether something is left open."""
    stack = stack_of(tmp_path, app_py=HEAD + text)
    return {
        role.id: (
            {resource.split("\ue000 ")[-1].rstrip("\ue001") for action, resource in held(role)
             if action == "dynamodb:GetItem" and "/index/" not in resource},
            bool(notes(role)),
        )
        for role in stack.roles
    }  # fmt: skip


TWICE = """\
class Reader(Construct):
    def __init__(self, scope, id, table):
        super().__init__(scope, id)
        self.fn = function(self, f"{id}Fn")
        table.grant_read_data(self.fn)


class S(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        one, two = Table(self, "One"), Table(self, "Two")
        first = Table(self, "First")
        second = Table(self, "Second")
        Reader(self, "A", first)
        Reader(self, "B", table=second)
"""


def test_each_has_what_it_is_given(tmp_path: Path) -> None:
    assert read(tmp_path, TWICE) == {
        "AFnServiceRole": ({"First"}, False),
        "BFnServiceRole": ({"Second"}, False),
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # A method that is called on what can't be told may serve any.
        ("        for one in self.readers():\n            one.also(first)\n", True),
        # What is called on a known object is done once, for that.
        ("        self.a.also(first)\n", False),
        # A loop gives one role something else each time.
        ("        for one in (first, second):\n            one.grant_read_data(self.a.fn)\n", True),
        # A list that is added to later is not what it is at first.
        ("        said = []\n        said.append(x())\n        for one in said:\n            self.a.fn.add_to_role_policy(one)\n",
         True),
        # Somebody else's function is told about it.
        ("        helpers.watch(self.a.fn)\n", True),
    ],
)  # fmt: skip
def test_what_can_not_be_followed_is_left_open(body: str, expected: bool, tmp_path: Path) -> None:
    text = f"""\
import helpers


class Reader(Construct):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        self.fn = function(self, "Fn")

    def also(self, table):
        table.grant_read_data(self.fn)


class S(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        first = Table(self, "First")
        second = Table(self, "Second")
        self.a = Reader(self, "A")
{body}"""
    ((_, is_open),) = read(tmp_path, text).values()
    assert is_open == expected


def test_a_stack_is_read_once_however_often_it_is_made(tmp_path: Path) -> None:
    """What its makers give it in another way is not known in it; what they give alike is."""
    text = """\
class S(Stack):
    def __init__(self, scope, id, *, stage, table="orders"):
        super().__init__(scope, id)
        orders = Table(self, "Orders", table_name=table)
        other = Table(self, "Other", table_name=stage)
        orders.grant_read_data(function(self, "Fn"))


app = App()
S(app, "Dev", stage="dev")
S(app, "Prod", stage="prod")
"""
    assert read(tmp_path, text) == {"FnServiceRole": ({"Orders"}, False)}
    names = {one.id: one.name for one in stack_of(tmp_path, app_py=HEAD + text).resources}
    assert "dev" not in str(names["Other"])
    assert "orders" in str(names["Orders"])


def test_who_makes_itself_is_read_once(tmp_path: Path) -> None:
    text = """\
class Node(Construct):
    def __init__(self, scope, id, depth):
        super().__init__(scope, id)
        self.fn = function(self, "Fn")
        if depth:
            Node(self, "Left", depth - 1)
            Node(self, "Right", depth - 1)


class S(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        Node(self, "Root", 3)
"""
    assert set(read(tmp_path, text)) == {"FnServiceRole"}


def test_a_helper_of_a_base_class_is_the_subclass_s(tmp_path: Path) -> None:
    """A base's constructor calls what the subclass has instead."""
    text = """\
class Base(Construct):
    def __init__(self, scope, id, table):
        super().__init__(scope, id)
        self.fn = function(self, f"{id}Fn")
        self.grant(table)

    def grant(self, table):
        table.grant_read_data(self.fn)


class Writer(Base):
    def grant(self, table):
        table.grant_write_data(self.fn)


class S(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        table = Table(self, "Orders")
        Base(self, "A", table)
        Writer(self, "B", table)
"""
    assert read(tmp_path, text) == {"AFnServiceRole": ({"Orders"}, False), "BFnServiceRole": (set(), False)}
    assert ("dynamodb:PutItem", "x") not in held(
        role_of(stack_of(tmp_path, app_py=HEAD + text), "AFnServiceRole")
    )
