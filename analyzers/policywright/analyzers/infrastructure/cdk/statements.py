"""The statements of a CDK application's source, as a template has them.

A ``PolicyStatement`` is what its constructor is given and what its methods add afterwards, wherever they
are called: ``Statements`` finds the calls by the object that they are called on. What is not known wholly is
None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TypeAlias

from policywright.analyzers.infrastructure.cdk.calls import (
    ADDS_ACTIONS,
    ADDS_RESOURCES,
    ADDS_STATEMENTS,
    ALL_RESOURCES,
    camel,
)
from policywright.analyzers.infrastructure.cdk.constructs import Constructs, class_of
from policywright.analyzers.infrastructure.cdk.names import STATEMENT_FIELDS, Place, place_of
from policywright.analyzers.infrastructure.cdk.principals import principals_of
from policywright.analyzers.infrastructure.cdk.records import NOTHING, Argument, Call, Placed, Source
from policywright.analyzers.infrastructure.cdk.source import SPREADS
from policywright.analyzers.infrastructure.cdk.values import Data, Values, is_known
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

AtMost: TypeAlias = "tuple[str, ...] | None"
"""The actions that something may give beside what is known of it; None: any."""
STATEMENT, DOCUMENT = "PolicyStatement", "PolicyDocument"
_FROM_JSON = "fromJson"
_PRINCIPALS = frozenset((
    "addPrincipals", "addAwsAccountPrincipal", "addArnPrincipal", "addServicePrincipal", "addAnyPrincipal",
    "addAccountRootPrincipal",
))  # fmt: skip
_OTHER = frozenset((
    "addNotActions", "addNotResources", "addNotPrincipals", "addCondition", "addConditions",
    "addSourceAccountCondition", "addSourceArnCondition", "addFederatedPrincipal",
    "addCanonicalUserPrincipal",
))  # fmt: skip
MUTATORS = frozenset((ADDS_ACTIONS, ADDS_RESOURCES, ALL_RESOURCES, *_PRINCIPALS, *_OTHER))
"""What a statement has to add something to it. Source: aws-iam, PolicyStatement."""
_OF_ACTIONS = frozenset((ADDS_ACTIONS, "addNotActions"))
_SOURCES = {
    "addSourceAccountCondition": ("StringEquals", "aws:SourceAccount"),
    "addSourceArnCondition": ("ArnEquals", "aws:SourceArn"),
}
_EFFECT = re.compile(r"(?:\w+\s*\.\s*)*(allow|deny)", re.IGNORECASE)
_PARTS = frozenset(("actions", "resources", "conditions", "effect", "sid", "principals"))
_IN_PLACE = frozenset(("arguments", "argument_list", "array", "list", "pair", "keyword_argument"))
"""What an expression stands in that is used there, and nowhere else."""


@dataclass(slots=True, eq=False, kw_only=True)
class _Said:
    """What a statement has so far."""

    actions: list[str] = field(default_factory=list)
    resources: list[Data] = field(default_factory=list)
    conditions: dict[str, dict[str, Data]] = field(default_factory=dict)
    principals: list[Data] = field(default_factory=list)
    effect: str = "Allow"
    sid: str = ""

    @property
    def data(self) -> dict[str, Data] | None:
        if not self.actions:
            return None
        found = statement(self.actions, self.resources or ["*"])
        found["Effect"] = self.effect
        if self.sid:
            found["Sid"] = self.sid
        if self.conditions:
            found["Condition"] = {operator: dict(keys) for operator, keys in self.conditions.items()}
        if self.principals:
            found["Principal"] = _together(self.principals)
        return found if is_known(found) else None


class _UntoldError(Exception):
    """A part of a statement can't be told."""


class Statements:
    """The statements of one application."""

    def __init__(self, constructs: Constructs, values: Values) -> None:
        self.constructs, self.values, self.frames = constructs, values, constructs.frames
        self._later: dict[Place, list[tuple[Source, Call]]] | None = None
        self.is_open = False
        """Something is added to statements of which it can't be told which they are."""

    def of(self, placed: Placed) -> tuple[dict[str, Data], Source, Call] | None:
        """A statement that is made in place or kept in a variable before, and the call that makes it."""
        found = self.constructs.call_of(placed)
        if found is None:
            return None
        source, call = found
        if camel(call.method) == _FROM_JSON and call.receiver.rpartition(".")[2] == STATEMENT:
            data = self._from_json(source, call)
        else:
            data = self._read(source, call) if class_of(source, call) == STATEMENT else None
        return (data, source, call) if data is not None else None

    def at_most(self, placed: Placed) -> AtMost:
        """The actions that a statement may allow, whatever else of it can't be told."""
        found = self.constructs.call_of(placed)
        if found is None or class_of(*found) != STATEMENT:
            return None
        source, call = found
        given, whole = self.values.properties(source, call, 0)
        later = self.later(source, call)
        if not whole or later is None or not set(given) <= _PARTS:
            return None
        said = _Said()
        try:
            for name, one in self._fields(source, call):
                self._part(said, name, one)
            for other, adding in later:
                if camel(adding.method) in _OF_ACTIONS:
                    self._added(said, other, adding)
        except _UntoldError:
            return None
        first = self.actions_of(given)
        return None if first is None else (*first, *said.actions)

    def actions_of(self, given: dict[str, Argument]) -> AtMost:
        """The actions among the parts of a statement; none where it denies."""
        said = _Said()
        try:
            self._parts(said, {name: one for name, one in given.items() if name == "actions"})
        except _UntoldError:
            return None
        with suppress(_UntoldError):
            self._parts(said, {name: one for name, one in given.items() if name == "effect"})
        return tuple(said.actions) if said.effect == "Allow" else ()

    def document(self, placed: Placed) -> list[Placed] | None:
        """The statements of a document; None where they are not all known."""
        found = self.constructs.call_of(placed)
        if found is None or class_of(*found) != DOCUMENT:
            return None
        source, call = found
        given, whole = self.values.properties(source, call, 0)
        if not whole:
            return None
        listed: list[Placed] | None = []
        if "statements" in given:
            one = given["statements"]
            assert one.at is not None
            listed = self.listed(Placed(node=one.node, source=one.at[0], where=one.at[1]))
        later = self.later(source, call)
        if listed is None or later is None:
            return None
        for other, adding in later:
            if camel(adding.method) == ADDS_STATEMENTS:
                listed.extend(self.arguments(other, adding))
        return listed

    def listed(self, placed: Placed) -> list[Placed] | None:
        """The elements of a list, those of others that are put into it among them."""
        found = self.frames.elements(placed)
        if found is None:
            return None
        plain = [one for one in found if isinstance(one, Placed)]
        return plain if len(plain) == len(found) else None

    def arguments(self, source: Source, call: Call) -> list[Placed]:
        """What a call is given by place; a list that is put in and not known is there as itself."""
        given = call.node.child_by_field_name("arguments")
        found: list[Placed] = []
        for node in given.named_children if given is not None else ():
            if node.type in ("comment", "keyword_argument"):
                continue
            inner = node.named_children[0] if node.type in SPREADS and node.named_children else None
            one = Placed(node=inner or node, source=source, where=call.where)
            more = self.listed(one) if inner is not None else [one]
            found.extend(more if more is not None else [one])
        return found

    # --- what is added later ---

    def later(self, source: Source, call: Call) -> list[tuple[Source, Call]] | None:
        """The calls on what another one makes; None where there may be others, or not all are made."""
        if self._later is None:
            self._later = dict(self._found())
        if self.is_open and not _is_in_place(call.node):
            return None
        found = self._later.get(place_of(source, call.node, call.where.frame), [])
        own = call.where
        for _, one in found:
            apart = one.where.side != own.side
            if (one.where.looped and not own.looped) or (one.where.branched and apart):
                return None
        return found

    def _found(self) -> Iterator[tuple[Place, list[tuple[Source, Call]]]]:
        found: dict[Place, list[tuple[Source, Call]]] = {}
        for source, call in self.frames.calls:
            name = camel(call.method)
            if name not in MUTATORS and name != ADDS_STATEMENTS:
                continue
            made = self.constructs.call_on(source, call)
            if made is not None:
                key = place_of(made[0], made[1].node, made[1].where.frame)
                found.setdefault(key, []).append((source, call))
            elif call.receiver and self.constructs.at(call.receiver, source, call.where) is None:
                self.is_open = True
        yield from found.items()

    # --- statements ---

    def _read(self, source: Source, call: Call) -> dict[str, Data] | None:
        given, whole = self.values.properties(source, call, 0)
        later = self.later(source, call)
        if not whole or later is None or not set(given) <= _PARTS:
            return None
        said = _Said()
        try:
            self._parts(said, given)
            for name, placed in self._fields(source, call):
                self._part(said, name, placed)
            for other, adding in later:
                self._added(said, other, adding)
        except _UntoldError:
            return None
        return said.data

    def put_together(self, given: dict[str, Argument]) -> dict[str, Data] | None:
        """A statement of these parts; None where one of them can't be told."""
        said = _Said()
        try:
            self._parts(said, given)
        except _UntoldError:
            return None
        return said.data

    def _parts(self, said: _Said, given: dict[str, Argument]) -> None:
        for name, one in given.items():
            assert one.at is not None
            self._part(said, name, Placed(node=one.node, source=one.at[0], where=one.at[1]))

    def _part(self, said: _Said, name: str, placed: Placed) -> None:
        """What a statement is given where it is made."""
        match name:
            case "actions":
                said.actions.extend(self._texts(self._known(placed)))
            case "resources":
                said.resources.extend(self._data(one) for one in self._known(placed))
            case "principals":
                said.principals.extend(self._principal(one) for one in self._known(placed))
            case "conditions":
                self._conditions(said, self._data(placed))
            case "effect":
                said.effect = self._effect(placed)
            case "sid":
                said.sid = self.frames.text(placed) or ""

    def _added(self, said: _Said, source: Source, call: Call) -> None:
        """What a method adds to a statement."""
        name, given = camel(call.method), self.arguments(source, call)
        if source.python and any(one.name for one in call.arguments):
            # By their names: nobody writes these so.
            raise _UntoldError
        match name:
            case "addActions":
                said.actions.extend(self._texts(given))
            case "addResources":
                said.resources.extend(map(self._data, given))
            case "addAllResources":
                said.resources.append("*")
            case "addCondition" if len(given) == 2 and (operator := self.frames.text(given[0])) is not None:
                self._conditions(said, {operator: self._data(given[1])})
            case "addConditions" if len(given) == 1:
                self._conditions(said, self._data(given[0]))
            case "addSourceAccountCondition" | "addSourceArnCondition" if len(given) == 1:
                operator, key = _SOURCES[name]
                self._conditions(said, {operator: {key: self._data(given[0])}})
            case _ if name in _PRINCIPALS:
                said.principals.extend(principals_of(name, given, self.constructs, self.values) or [_UNTOLD])
            case _:
                raise _UntoldError

    def _fields(self, source: Source, call: Call) -> Iterator[tuple[str, Placed]]:
        """What fields of a statement are set to after it is made (``statement.effect = ...``)."""
        variable = set_to(call.node)
        for name in STATEMENT_FIELDS if variable else ():
            for functions, _, span in source.assigned.get((call.where.owner, f"{variable}.{name}"), ()):
                node = source.root.descendant_for_byte_range(*span) if source.root is not None else None
                if node is None or span == NOTHING or functions != call.where.functions:
                    raise _UntoldError
                yield name, Placed(node=node, source=source, where=call.where)

    def _known(self, placed: Placed) -> list[Placed]:
        found = self.listed(placed)
        if found is None:
            raise _UntoldError
        return found

    def _texts(self, given: Iterable[Placed]) -> list[str]:
        found = [self.frames.text(one) for one in given]
        known = [one for one in found if one is not None]
        if len(known) != len(found):
            raise _UntoldError
        return known

    def _data(self, placed: Placed) -> Data:
        return self.values.data(placed.node, placed.source, placed.where)

    def _principal(self, placed: Placed) -> Data:
        found = principals_of("addPrincipals", [placed], self.constructs, self.values)
        return found[0] if found else _UNTOLD

    def _effect(self, placed: Placed) -> str:
        end = self.frames.followed(placed)
        found = _EFFECT.fullmatch((end.node.text or b"").decode("utf-8", "replace").strip("'\""))
        if found is None:
            raise _UntoldError
        return found[1].capitalize()

    def _conditions(self, said: _Said, data: Data) -> None:
        """Later ones take the place of earlier ones of the same operator and key."""
        if not isinstance(data, dict):
            raise _UntoldError
        for operator, keys in data.items():
            if not isinstance(keys, dict):
                raise _UntoldError
            said.conditions.setdefault(operator, {}).update(keys)

    def _from_json(self, source: Source, call: Call) -> dict[str, Data] | None:
        """``PolicyStatement.fromJson({ Effect: ..., Action: ..., Resource: ... })``."""
        given = self.arguments(source, call)
        later = self.later(source, call)
        object = self.values.object_of(given[0]) if len(given) == 1 else None
        if object is None or later is None or later:
            return None
        data = self._data(object)
        known = isinstance(data, dict) and "Action" in data and "Resource" in data and is_known(data)
        return data if known and isinstance(data, dict) and "" not in data else None


_UNTOLD: Data = {"Ref": "source.principal"}
"""A principal that can't be told: no statement that has it is known."""


def either(*several: AtMost) -> AtMost:
    """What one of several may give."""
    found: dict[str, None] = {}
    for one in several:
        if one is None:
            return None
        found.update(dict.fromkeys(one))
    return tuple(found)


def statement(actions: Sequence[str], resources: Sequence[Data]) -> dict[str, Data]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}


def set_to(node: Node) -> str:
    """The variable or field that an expression is set to where it stands; nothing where it is none."""
    parent = node.parent
    if parent is None or parent.type not in ("assignment", "assignment_expression", "variable_declarator"):
        return ""
    target = parent.child_by_field_name("left") or parent.child_by_field_name("name")
    return (target.text or b"").decode("utf-8", "replace") if target is not None else ""


def _is_in_place(node: Node) -> bool:
    """An expression is used where it stands, and kept nowhere."""
    return node.parent is not None and node.parent.type in _IN_PLACE


def _together(principals: Sequence[Data]) -> Data:
    """Principals of several kinds as one."""
    found: dict[str, Data] = {}
    for one in principals:
        if not isinstance(one, dict):
            return one
        for kind, value in one.items():
            before = found.get(kind)
            listed = before if isinstance(before, list) else [] if before is None else [before]
            found[kind] = [*listed, value]
    return found
