"""Records behave the same written out for the compiler as they do when ``dataclass`` makes their methods."""

from __future__ import annotations

import ast
import importlib
import pickle
import sys
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from native.build import modules, written_out
from native.expand import Expander, NotSupported
from policywright.knowledge.records import names, replace

PROJECT = Path(__file__).parent.parent.parent
TEXT = '''
from __future__ import annotations
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.values import Frozen

@dataclass(slots=True, eq=False)
class Node:
    """A node."""
    pos: int

@dataclass(slots=True, eq=False)
class Leaf(Node):
    name: str = "leaf"
    """What it is called."""
    items: list[int] = field(default_factory=list)

@dataclass(frozen=True, slots=True)
class Value:
    a: int
    b: str = "b"

    @property
    def both(self) -> str:
        return f"{self.a}{self.b}"  # type: ignore

@dataclass(frozen=True, slots=True)
class Keeper(Frozen):
    __hash__ = Frozen.__hash__
    value: Value | None = None
    more: tuple[int, ...] = ()

@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    file: str = ""
    line: int
    note: str = field(default="", compare=False, repr=False)

@dataclass(frozen=True, slots=True)
class Own:
    a: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own)

    def __hash__(self) -> int:
        return 7
'''
MAKE = (
    "Node(1)", "Node(pos=1)", "Leaf(1)", "Leaf(1, 'x', [2])", "Leaf(pos=1, items=[3])",
    "Value(1)", "Value(1, 'c')", "Value(a=1, b='b')", "Value(2)",
    "Keeper()", "Keeper(Value(1))", "Keeper(Value(1), (2,))", "Keeper(more=(2,))",
    "Place(line=1)", "Place(file='a', line=1)", "Place(file='a', line=0)", "Place(line=1, note='n')",
    "Own(1)", "Own(2)",
)  # fmt: skip


def module(name: str, text: str) -> ModuleType:
    made = ModuleType(name)
    sys.modules[name] = made  # where pickle looks
    exec(compile(text, name, "exec", dont_inherit=True), made.__dict__)
    return made


PLAIN = module("plain_records", TEXT)
WRITTEN = module("written_records", Expander().expand("written_records", TEXT))


def made(source: ModuleType) -> list[Any]:
    return [eval(text, source.__dict__) for text in MAKE]


def test_fields_and_representation() -> None:
    for plain, written in zip(made(PLAIN), made(WRITTEN), strict=True):
        assert repr(written) == repr(plain)
        assert names(written) == names(plain)
        assert type(written).__match_args__ == type(plain).__match_args__
        for name in names(plain):
            assert repr(getattr(written, name)) == repr(getattr(plain, name))


def test_equality_and_hashes() -> None:
    plain, written = made(PLAIN), made(WRITTEN)
    for i, j in product(range(len(MAKE)), repeat=2):
        assert (written[i] == written[j]) == (plain[i] == plain[j]), (MAKE[i], MAKE[j])
        if plain[i] == plain[j] and type(plain[i]) is not PLAIN.Node:
            assert hash(written[i]) == hash(written[j])
    assert {type(item).__name__ for item in written if type(item).__hash__ is None} == set()


def test_order() -> None:
    def places(source: ModuleType) -> list[Any]:
        return [item for item in made(source) if type(item).__name__ == "Place"]

    assert [repr(item) for item in sorted(places(WRITTEN))] == [repr(item) for item in sorted(places(PLAIN))]
    for i, j in product(range(len(places(PLAIN))), repeat=2):
        a, b, c, d = places(WRITTEN)[i], places(WRITTEN)[j], places(PLAIN)[i], places(PLAIN)[j]
        assert (a < b, a <= b, a > b, a >= b) == (c < d, c <= d, c > d, c >= d)


def test_copies() -> None:
    for item in made(WRITTEN):
        again = pickle.loads(pickle.dumps(item, pickle.HIGHEST_PROTOCOL))
        assert (type(again), repr(again)) == (type(item), repr(item))
    assert repr(replace(WRITTEN.Place(file="a", line=1), line=2)) == "Place(file='a', line=2)"
    one, other = WRITTEN.Leaf(1), WRITTEN.Leaf(2)
    one.items.append(1)
    assert other.items == []


def test_methods_stay() -> None:
    assert WRITTEN.Value(1).both == PLAIN.Value(1).both


def test_fields_from_another_module_need_no_names_of_their_types() -> None:
    """A record derives from one of another module, and does not import what that is made of."""
    base = Path("analyzers/shop/base.py")
    derived = Path("analyzers/shop/derived.py")
    record = "@dataclass(frozen=True, slots=True)\nclass"
    head = "from __future__ import annotations\nfrom policywright.knowledge.records import dataclass\n"
    written = written_out({
        base: f"{head}from decimal import Decimal\n\n{record} Priced:\n    price: Decimal\n",
        derived: f"{head}from shop.base import Priced\n\n{record} Item(Priced):\n    name: str = 'x'\n",
    })  # fmt: skip
    assert "price: Decimal" in written[base]
    assert "Decimal" not in written[derived]
    assert "def __init__(self, price: Any, name: str = 'x') -> None:" in written[derived]


def test_what_is_no_record_stays_to_the_letter() -> None:
    text = "from __future__ import annotations\n\n# a comment\nclass A:\n    b: int = 1  # type: ignore\n"
    assert Expander().expand("m", text) == text


@pytest.mark.parametrize("body", [
    "    def __post_init__(self) -> None: ...",
    "    def __init__(self) -> None: ...",
    "    a: int = field(init=False)",
    "    a = 1",
    "    __hash__ = object.__hash__",
])  # fmt: skip
def test_what_is_not_supported_is_said(body: str) -> None:
    text = f"from __future__ import annotations\n\n@dataclass(frozen=True)\nclass A:\n{body}\n"
    with pytest.raises(NotSupported):
        Expander().expand("m", text)


def test_every_record_of_the_program() -> None:
    """The fields that the expander sees are those that the records really have, inherited ones too."""
    paths = [path for group in modules(PROJECT).values() for path in group]
    texts = {path: (PROJECT / path).read_text("utf-8") for path in paths}
    seen = 0
    for path, text in written_out(texts).items():
        if text == texts[path]:
            continue
        real = importlib.import_module(".".join(path.with_suffix("").parts[1:]))
        for node in ast.parse(text).body:
            record = getattr(real, node.name, None) if isinstance(node, ast.ClassDef) else None
            if isinstance(node, ast.ClassDef) and "__record_own__" in vars(record or object):
                said = {
                    ast.unparse(item.target): ast.literal_eval(item.value)
                    for item in node.body
                    if isinstance(item, ast.AnnAssign) and item.value is not None
                }
                assert said["__record_names__"] == record.__record_names__, record
                assert said["__match_args__"] == record.__match_args__, record
                seen += 1
    assert seen > 100
