"""Programs with a value that goes through something unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from policywright.analyzers import ir, languages
from policywright.analyzers.program import Program

UNSEEN: Mapping[str, str] = {
    "python": "unseen_texts",
    "typescript": "unseen-texts",
    "go": "github.com/unseen/texts",
    "java": "org.unseen.Texts",
}
WRAPPED = (ir.Const, ir.Name, ir.Template, ir.Attr, ir.Index, ir.Call, ir.BinOp)
SAID_BY_TYPES = ("annotation", "annotations", "bases", "decorators", "returns")


class Wrapper:
    """Hands one value of a module to something unknown: the one of a number, or none to count them."""

    def __init__(self, language: str, number: int) -> None:
        self.package = UNSEEN[language]
        self.number = number
        self.values = 0
        self.place: ir.Pos | None = None
        self._seen: set[int] = set()

    def visit(self, item: object) -> None:
        if isinstance(item, tuple):
            for one in item:
                self.visit(one)
            return
        if not isinstance(item, ir.Node | ir.Function | ir.Class) or id(item) in self._seen:
            return
        self._seen.add(id(item))
        for name in fields_of(item):
            if name not in SAID_BY_TYPES:
                self.visit(getattr(item, name, None))
        match item:
            case ir.Call() if not is_own(item.fn):
                item.args = tuple(map(self._wrapped, item.args))
                item.kwargs = tuple((key, self._wrapped(one) if key else one) for key, one in item.kwargs)
            case ir.Assign() | ir.Return() if item.value is not None:
                item.value = self._wrapped(item.value)
            case ir.DictLit():
                item.items = tuple((key, self._wrapped(one) if key else one) for key, one in item.items)

    def _wrapped(self, value: ir.Expr) -> ir.Expr:
        if not isinstance(value, WRAPPED) or (
            isinstance(value, ir.Const) and not isinstance(value.value, str)
        ):
            return value
        self.values += 1
        if self.values - 1 != self.number:
            return value
        self.place = value.pos
        unseen = ir.Attr(value.pos, ir.ImportExpr(value.pos, self.package), "change")
        return ir.Call(value.pos, unseen, (value,))


def values_of(path: Path) -> int:
    """How many values of a file can be wrapped."""
    language = languages.for_path(path.name)
    assert language is not None
    counting = Wrapper(language.name, -1)
    counting.visit(language.lower(path.read_bytes(), language.module_name(path.name)))
    return counting.values


def fields_of(item: object) -> Iterator[str]:
    for kind in type(item).__mro__:
        yield from getattr(kind, "__slots__", ())


def is_own(function: ir.Expr) -> bool:
    """Helpers of the front ends are no calls of the program."""
    return isinstance(function, ir.Name | ir.Attr) and function.name.startswith(("$", "%"))


@pytest.fixture
def wrapping(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Wrapper], None]:
    """Has a wrapper change the IR of a file."""
    lower = Program._lower
    chosen: dict[str, Wrapper] = {}

    def lowered(self: Program, name: str) -> ir.Module:
        module, source = lower(self, name), self.files.get(name)
        if source is not None and source.name in chosen:
            chosen[source.name].visit(module)
        return module

    monkeypatch.setattr(Program, "_lower", lowered)

    def choose(file: str, wrapper: Wrapper) -> None:
        chosen.clear()
        chosen[file] = wrapper

    return choose
