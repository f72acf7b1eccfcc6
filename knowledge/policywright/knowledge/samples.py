"""Requests that a rule of an operation is about, in which every text says which member it is of.

In goes what is known of the operation and a row of it, out come requests as a program would make them: a
name is a name, an ARN one of the type that its member is called like, so that they are answered as calls
are (``lookup`` shows what comes of it, in the words of members: ``Samples.shown``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any, TypeAlias

from policywright.knowledge import naming
from policywright.knowledge.catalog import Catalog, ResourceType
from policywright.knowledge.operations import Operation
from policywright.knowledge.plans import Plan
from policywright.knowledge.store import Document
from policywright.knowledge.texts import ACCOUNT, PARTITION, REGION, join, parts
from policywright.knowledge.values import Const, Hole, Items, Struct, Text, Value

MAX_TYPES = 40
"""Of the types that one member's ARN may be of."""

_SERVICE = 2
"""The field of an ARN that says whose it is."""
_RESOURCE = 5
MEMBER = re.compile(r"\$\{(?:[^}:]*:)*((?!Partition|Region|Account)[A-Za-z][\w.\[\]]*)\}")
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_AMBIENT = {"Partition": PARTITION, "Region": REGION, "Account": ACCOUNT}
_HOLES = {"partition": "${Partition}", "region": "${Region}", "account": "${Account}"}

_ANY = Hole(kind="unknown")

_Write: TypeAlias = "Callable[[str], Value]"


class Samples:
    """What one action of one operation is asked about."""

    def __init__(self, catalog: Catalog, named: Iterable[str], plan: Plan, action: str) -> None:
        """``named``: the members that are names; of others it is left open what they are."""
        self._catalog = catalog
        self._plan = plan
        self._action = action
        self._told: dict[str, str] = {}
        """What stands in a request -> how it is shown: as the member that it is of."""
        self._values: dict[str, tuple[Value, ...]] = {}
        self._names = {_plain(path) for path in named}

    def of(self, row: Document, pattern: str | None) -> Iterator[Struct]:
        """Requests that a row is about: with what must be passed alone, and with everything that may be.

        ``pattern`` is the form of an ARN (the row's ``arn``) that one has.
        """
        for tree, valued in self._trees(row):
            for turn in range(max((len(self._samples(path)) for path in _leaves(tree)), default=1)):
                filled = _copied(tree)
                for path, value in valued:
                    _put(filled, path, value)
                if pattern is not None:
                    _put(filled, row["arn"]["member"], self._formed(row["arn"]["member"], pattern))
                yield _as_request(filled, self._at(turn))

    def shown(self, resource: Value) -> str:
        """A resource with ``${Member}`` for what a member says, and ``*`` for what none does."""
        text = written(resource)
        known = sorted(self._told, key=len, reverse=True)
        if not known:
            return text
        return re.sub("|".join(map(re.escape, known)), lambda match: self._told[match[0]], text)

    def _trees(self, row: Document) -> Iterator[tuple[dict[str, Any], list[tuple[str, Value]]]]:
        operation = self._plan.operation
        members = {member.name: member for member in operation.members}
        about = [[one for one in paths if _top(one) in members] for paths in self._placing(row)]
        # What is a text and has parts (``CopySource``) is told by these.
        told = {name for name, member in members.items() if member.required and member.type == "string"}
        valued: list[tuple[str, Value]] = [
            (path, Const(values[0])) for path, values in row.get("equals", {}).items()
        ]
        for path, required in product(row.get("passed") or (None,), (True, False)):
            tree = _tree(operation, required=required)
            beside = f"{path.rpartition('.')[0]}." if path and "." in path else None
            for paths in about:
                for one in paths:
                    is_beside = path in paths or (beside is not None and one.startswith(beside))
                    if not required or is_beside or _top(one) in told or one in row.get("resources", ()):
                        _put(tree, one)
            for left_out in row.get("absent", ()):
                _drop(tree, left_out)
            if path is not None:
                _put(tree, path)
            yield tree, valued

    def _placing(self, row: Document) -> Iterator[list[str]]:
        """The members that rows say something is called by, those of one name together."""
        yield from ([path] for path in row.get("resources", ()))
        if "partiql" in row:
            yield [row["partiql"]["member"]]
        action = self._action
        resources = (one for one in self._plan.resources if action in one.get("actions", (action,)))
        for other in (row, *resources):
            yield from (MEMBER.findall(template) for template in other.get("templates", ()))

    def _at(self, turn: int) -> _Write:
        def write(path: str) -> Value:
            samples = self._samples(path)
            return samples[turn % len(samples)]

        return write

    def _samples(self, path: str) -> tuple[Value, ...]:
        """What a member may be, in turn."""
        found = self._values.get(path)
        if found is None:
            kinds = self._of_types(path) if naming.is_arn(path) else ()
            plain = Const(self._name(path)) if path in self._names else _reference(path)
            found = self._values[path] = tuple(self._arn(path, kind) for kind in kinds) or (plain,)
        return found

    def _arn(self, path: str, kind: ResourceType) -> Value:
        own = naming.own_variable(kind.arns[0])
        pieces: list[str | Hole] = []
        for index, piece in enumerate(_VARIABLE.split(kind.arns[0])):
            name = _AMBIENT.get(piece) or self._name(path, piece if piece != own else "")
            pieces.append(name if index % 2 else piece)
        value = join(pieces)
        self._told[written(value)] = f"${{{path}}}"
        return value

    def _name(self, path: str, part: str = "") -> str:
        """A name, in small letters as some services want them; ``part`` is one that no member says."""
        name = f"x{naming.norm(path)}x{naming.norm(part)}"
        self._told[name] = "*" if part else f"${{{path}}}"
        return name

    def _of_types(self, path: str) -> tuple[ResourceType, ...]:
        """What the ARN of a member may be of: the types that it is called like, else those of the action if
        no other member is called like these."""
        own = tuple(self._listed())
        every = tuple(dict.fromkeys((*own, *self._services())))
        found = _called(path, every)
        if not found and "." not in path and (naming.is_generic(path) or naming.names_some_type(path)):
            arns = [one.name for one in self._plan.operation.members if naming.is_arn(one.name)]
            if not any(_called(one, own) for one in arns):
                found = own
        return tuple(kind for kind in found if naming.variables(kind.arns[0]))[:MAX_TYPES]

    def _listed(self) -> Iterator[ResourceType]:
        action = self._catalog.action(self._action)
        for entry in action.resource_types if action is not None else ():
            kind = self._catalog.resource_type(action.prefix, entry.name) if action is not None else None
            if kind is not None:
                yield kind

    def _services(self) -> tuple[ResourceType, ...]:
        """The types of the operation's service, if that is who is asked."""
        prefix = self._plan.operation.prefix
        return self._catalog.resource_types(prefix) if self._action.startswith(f"{prefix}:") else ()

    def _formed(self, member: str, pattern: str) -> Value:
        """A value of a form that a rule speaks of; what the form leaves open is as the member says."""
        named = Hole(kind="reference", name=_plain(member))
        start, rest = _start(pattern.split(":", _RESOURCE))
        pieces = [named if one == "*" else one for one in re.split(r"(\*)", rest or pattern) if one]
        return join((*start, *pieces))


def _called(path: str, kinds: tuple[ResourceType, ...]) -> tuple[ResourceType, ...]:
    """The types that a member is called like: best as the type itself is, else as what its ARN ends with."""
    leaf = naming.stem(path.rsplit(".", 1)[-1])
    some = tuple(kind for kind in kinds if naming.names_type(path, kind))
    named = tuple(kind for kind in some if leaf.endswith(naming.stem(kind.name)))
    return tuple(kind for kind in named if leaf == naming.stem(kind.name)) or named or some


def _start(fields: list[str]) -> tuple[list[str | Hole], str | None]:
    """What an ARN begins with, by a pattern that may end early (``arn:*:s3:*:accesspoint/*``); the rest."""
    if fields[0] != "arn" or len(fields) <= _SERVICE or "*" in fields[_SERVICE]:
        return [], None
    *first, resource = fields if len(fields) > _SERVICE + 1 else (*fields, "*")
    first += ["*"] * (_RESOURCE - len(first))
    places = (None, PARTITION, None, REGION, ACCOUNT)
    start: list[str | Hole] = []
    for field, place in zip(first, places, strict=True):
        start += [place if place and field == "*" else field, ":"]
    return start, resource


def written(resource: Value) -> str:
    """A resource as text: holes that have a name by it, others as ``*``."""
    texts = [
        piece if isinstance(piece, str)
        else f"${{{piece.name}}}" if piece.kind == "reference" and piece.name
        else _HOLES.get(piece.kind, "*")
        for piece in parts(resource)
    ]  # fmt: skip
    return "".join(texts)


def named_members(operation: Operation, *, required: bool) -> Struct:
    """A request that says of every text which member it is, and not whether that is a name or an ARN."""
    return _as_request(_tree(operation, required=required), _reference)


def with_member(operation: Operation, path: str) -> Struct:
    """Such a request of the required members and one more."""
    tree = _tree(operation, required=True)
    _put(tree, path)
    return _as_request(tree, _reference)


def _reference(path: str) -> Value:
    return Text((Hole(kind="reference", name=path),))


def _plain(path: str) -> str:
    return path.replace("[]", "")


def _top(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def _tree(operation: Operation, *, required: bool) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for member in operation.members:
        if member.type == "string" and (member.required or not required):
            tree[member.name] = member.name
    for path in () if required else operation.paths:
        _put(tree, path)
    return tree


def _put(tree: dict[str, Any], path: str, value: Value | None = None) -> None:
    """Passes a member; what has parts (``CopySource.Bucket``) is said by these, not as one text."""
    *above, leaf = path.split(".")
    node = tree
    for step in above:
        if not isinstance(node.get(step, {}), dict):
            node.pop(step)
        node = node.setdefault(step, {})
    if value is not None or not isinstance(node.get(leaf), dict):
        node[leaf] = value or _plain(path)


def _drop(tree: dict[str, Any], path: str) -> None:
    *above, leaf = path.split(".")
    for step in above:
        tree = tree.get(step) or {}
        if not isinstance(tree, dict):
            return
    tree.pop(leaf, None)


def _leaves(tree: dict[str, Any]) -> Iterator[str]:
    for inner in tree.values():
        if isinstance(inner, dict):
            yield from _leaves(inner)
        elif isinstance(inner, str):
            yield inner


def _copied(tree: dict[str, Any]) -> dict[str, Any]:
    return {name: _copied(inner) if isinstance(inner, dict) else inner for name, inner in tree.items()}


def _as_request(tree: dict[str, Any], write: _Write) -> Struct:
    fields: list[tuple[str, Value]] = []
    for name, inner in tree.items():
        value: Value = (
            _as_request(inner, write) if isinstance(inner, dict)
            else write(inner) if isinstance(inner, str)
            else inner
        )  # fmt: skip
        plain = name.rstrip("[]")
        for _ in range((len(name) - len(plain)) // 2):
            value = Items((value,))
        fields.append((plain, value))
    return Struct(tuple(fields))
