"""Records as plain classes, for the compiler: ``@dataclass`` makes methods as it runs, mypyc has to see them.

A record (``policywright.knowledge.records``) becomes a class with the same fields, whose ``__init__``,
``__eq__``, ``__hash__``, comparison, ``__repr__`` and pickling are written out. Everything else in a module
stays as it is, to the letter, so that comments for the type checker survive. What is not supported is an
error: a record must not be compiled into something that behaves differently.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

_OPTIONS = {"frozen": False, "slots": False, "kw_only": False, "order": False, "eq": True}
_HASHED_ONCE = ("Frozen.__hash__", "out.Frozen.__hash__")
"""What a record's ``__hash__`` is where it keeps its hash (``policywright.knowledge.values``)."""
_RECORDS = "policywright.knowledge.records"
_PRELUDE = """\
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar
"""


class NotSupported(Exception):
    """A record uses something that has no written-out form here."""


@dataclass(frozen=True)
class Field:
    """One field, as the class body says it."""

    name: str
    kind: str
    default: str | None
    factory: str | None
    compare: bool
    repr: bool
    keyword: bool

    @property
    def optional(self) -> bool:
        return self.default is not None or self.factory is not None

    @property
    def parameter(self) -> str:
        if self.factory is not None:
            return f"{self.name}: {self.kind} | None = None"
        return f"{self.name}: {self.kind}" + (f" = {self.default}" if self.default is not None else "")

    @property
    def assignment(self) -> str:
        if self.factory is None:
            return f"self.{self.name} = {self.name}"
        # The checker does not see what an empty container is for behind a conditional.
        made = f"({self.factory})()"
        return f"self.{self.name} = {made} if {self.name} is None else {self.name}  # type: ignore"


@dataclass(frozen=True)
class Record:
    """A class that ``@dataclass`` decorates."""

    name: str
    fields: tuple[Field, ...]
    options: Mapping[str, bool]
    keeps_hash: bool
    defined: frozenset[str]


Known = dict[str, tuple[Field, ...]]
"""Records by the names that a module has for them."""


class Expander:
    """Writes the modules of one program out; records may derive from those of modules that it has seen."""

    def __init__(self) -> None:
        self._exported: dict[str, Known] = {}

    def expand(self, module: str, source: str) -> str:
        """The module's text with its records written out."""
        tree = ast.parse(source)
        lines = source.splitlines(keepends=True)
        known = self._imported(tree)
        own: Known = {}
        changes: list[tuple[int, int, str]] = []
        for node in tree.body:
            options = _options(node) if isinstance(node, ast.ClassDef) else None
            if not isinstance(node, ast.ClassDef) or options is None:
                continue
            record = _record(node, options, known)
            known[node.name] = own[node.name] = record.fields
            changes.append((_start(node) - 1, _end(node), _written(record, node, lines)))
        self._exported[module] = own
        changes += _unused(tree)
        for first, last, text in sorted(changes, reverse=True):
            lines[first:last] = [text]
        return "".join(_with_prelude(lines) if changes else lines)

    def _imported(self, tree: ast.Module) -> Known:
        """Records that a module has by import, also as members of modules."""
        known: Known = {}
        for node in tree.body:
            if not isinstance(node, ast.ImportFrom):
                continue
            for one in node.names:
                name = one.asname or one.name
                records = self._exported.get(str(node.module), {})
                if one.name in records:
                    known[name] = _elsewhere(records[one.name])
                members = self._exported.get(f"{node.module}.{one.name}", {})
                known |= {f"{name}.{member}": _elsewhere(fields) for member, fields in members.items()}
        return known


def _elsewhere(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Fields of a record of another module, whose types may have no names here."""
    return tuple(replace(field, kind="Any") for field in fields)


def _unused(tree: ast.Module) -> Iterable[tuple[int, int, str]]:
    """Imports of what nothing needs any more: loading a module takes its time."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == _RECORDS:
            left = [one.name for one in node.names if one.name not in ("dataclass", "field")]
            text = f"from {_RECORDS} import {', '.join(left)}\n" if left else ""
            yield node.lineno - 1, _end(node), text


def _options(node: ast.ClassDef) -> dict[str, bool] | None:
    """The options of a record's decorator; None for other classes."""
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if not isinstance(called, ast.Name) or called.id != "dataclass":
            continue
        if len(node.decorator_list) > 1:
            raise NotSupported(f"another decorator of {node.name}")
        keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
        given = {str(keyword.arg): bool(ast.literal_eval(keyword.value)) for keyword in keywords}
        if not given.keys() <= _OPTIONS.keys():
            raise NotSupported(f"options {sorted(given)} of {node.name}")
        return {**_OPTIONS, **given}
    return None


def _record(node: ast.ClassDef, options: Mapping[str, bool], known: Known) -> Record:
    bases = [base.id if isinstance(base, ast.Name) else ast.unparse(base) for base in node.bases]
    fields = {field.name: field for base in bases for field in known.get(base, ())}
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            field = _field(item.target.id, item, options["kw_only"])
            fields[field.name] = field
    defined = frozenset(item.name for item in node.body if isinstance(item, ast.FunctionDef))
    if "__post_init__" in defined or "__init__" in defined:
        raise NotSupported(f"a constructor in {node.name}")
    return Record(node.name, tuple(fields.values()), options, _keeps_hash(node), defined)


def _keeps_hash(node: ast.ClassDef) -> bool:
    return any(isinstance(item, ast.Assign) and _is_kept_hash(item) for item in node.body)


def _is_kept_hash(item: ast.Assign) -> bool:
    """``__hash__ = Frozen.__hash__``"""
    return ast.unparse(item.targets[0]) == "__hash__" and ast.unparse(item.value) in _HASHED_ONCE


def _field(name: str, item: ast.AnnAssign, keyword: bool) -> Field:
    default: str | None = None
    given: dict[str, ast.expr] = {}
    if (
        isinstance(item.value, ast.Call)
        and isinstance(item.value.func, ast.Name)
        and item.value.func.id == "field"
    ):
        given = {str(one.arg): one.value for one in item.value.keywords}
        if not given.keys() <= {"default", "default_factory", "compare", "repr"}:
            raise NotSupported(f"field({', '.join(sorted(given))})")
        default = ast.unparse(given["default"]) if "default" in given else None
    elif item.value is not None:
        default = ast.unparse(item.value)
    return Field(
        name=name,
        kind=ast.unparse(item.annotation),
        default=default,
        factory=ast.unparse(given["default_factory"]) if "default_factory" in given else None,
        compare="compare" not in given or bool(ast.literal_eval(given["compare"])),
        repr="repr" not in given or bool(ast.literal_eval(given["repr"])),
        keyword=keyword,
    )


# --- writing ---


def _written(record: Record, node: ast.ClassDef, lines: list[str]) -> str:
    bases = ", ".join(ast.unparse(base) for base in node.bases)
    body: list[str] = [f"    {one}\n" for one in _members(record)]
    for item in node.body:
        if isinstance(item, ast.AnnAssign):
            body.append(f"    {ast.unparse(item.target)}: {ast.unparse(item.annotation)}\n")
        elif isinstance(item, ast.FunctionDef):
            body.extend(lines[_start(item) - 1 : _end(item)])
        elif isinstance(item, ast.Assign) and _is_kept_hash(item):
            pass  # written out below
        elif not (isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)):
            raise NotSupported(f"{ast.unparse(item)} in {record.name}")
    for method in _methods(record):
        body.extend(f"    {line}\n" for line in method)
    return f"class {record.name}{f'({bases})' if bases else ''}:\n{''.join(body)}"


def _members(record: Record) -> Iterable[str]:
    names = tuple(field.name for field in record.fields)
    positional = tuple(field.name for field in record.fields if not field.keyword)
    yield f"__record_names__: ClassVar[tuple[str, ...]] = {names!r}"
    yield f"__match_args__: ClassVar[tuple[str, ...]] = {positional!r}"


def _methods(record: Record) -> Iterable[list[str]]:
    # Those without a default first: keywords may be given in any order, and pickling needs one.
    ordered = sorted(record.fields, key=lambda field: field.optional)
    yield [
        f"def __init__({', '.join(['self', *(field.parameter for field in ordered)])}) -> None:",
        *(f"    {field.assignment}" for field in record.fields),
        *(["    self._hash = 0"] if record.keeps_hash else []),
        *([] if record.fields or record.keeps_hash else ["    pass"]),
    ]
    yield [
        "def __reduce__(self) -> tuple[object, ...]:",
        f"    return (type(self), {_tuple('self', (field.name for field in ordered))})",
    ]
    if "__repr__" not in record.defined:
        shown = ", ".join(f"{field.name}={{self.{field.name}!r}}" for field in record.fields if field.repr)
        yield ["def __repr__(self) -> str:", f'    return f"{record.name}({shown})"']
    yield from _comparisons(record)


def _comparisons(record: Record) -> Iterable[list[str]]:
    compared = [field.name for field in record.fields if field.compare]
    if record.options["eq"] and "__eq__" not in record.defined:
        same = " and ".join(f"self.{name} == other.{name}" for name in compared) or "True"
        yield [
            "def __eq__(self, other: object) -> bool:",
            "    if self is other:",
            "        return True",
            f"    if type(other) is not {record.name} or not isinstance(other, {record.name}):",
            "        return NotImplemented",
            f"    return {same}",
        ]
    if record.options["eq"] and record.options["frozen"] and "__hash__" not in record.defined:
        parts = _tuple("self", compared)
        if record.keeps_hash:
            yield [
                "def __hash__(self) -> int:",
                "    if self._hash == 0:",
                f"        self._hash = hash(({record.name}, {parts}))",
                "    return self._hash",
            ]
        else:
            yield ["def __hash__(self) -> int:", f"    return hash({parts})"]
    if record.options["order"]:
        for operator, name in (("<", "__lt__"), ("<=", "__le__"), (">", "__gt__"), (">=", "__ge__")):
            yield [
                f"def {name}(self, other: {record.name}) -> bool:",
                f"    return {_tuple('self', compared)} {operator} {_tuple('other', compared)}",
            ]


def _tuple(owner: str, names: Iterable[str]) -> str:
    return f"({''.join(f'{owner}.{name}, ' for name in names)})"


def _start(node: ast.ClassDef | ast.FunctionDef) -> int:
    return min(item.lineno for item in (node, *node.decorator_list))


def _end(node: ast.stmt) -> int:
    assert node.end_lineno is not None
    return node.end_lineno


def _with_prelude(lines: list[str]) -> list[str]:
    for index, line in enumerate(lines):
        if line.startswith("from __future__ import annotations"):
            return [*lines[: index + 1], _PRELUDE, *lines[index + 1 :]]
    raise NotSupported("a module without postponed annotations")
