"""SAM's policy templates and connectors, expanded as AWS's own translator does (``data/sam.json``).

The file is read when the first one is asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.analyzers.infrastructure.cloudformation.strings import joined
from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.analyzers.model import Condition, Span
from policywright.knowledge.values import Const, Hole, Items, Text, Value, alternatives, listed

_SUB = re.compile(r"\$\{([^${}]*)\}")
_CONNECTED = re.compile(r"%\{([^%{}]*)\}")
_PLACES: dict[str, Value] = {
    "AWS::Region": Text((Hole(kind="region"),)),
    "AWS::AccountId": Text((Hole(kind="account"),)),
    "AWS::Partition": Text((Hole(kind="partition"),)),
}
_Read = Callable[[Any], Value]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        files("policywright.analyzers.infrastructure").joinpath("data", "sam.json").read_text("utf-8")
    )
    return data


def template_document(name: str) -> tuple[str, tuple[str, ...], dict[str, Any]] | None:
    """A policy template as people read it: its name, its parameters, its policy with these as ``${Name}``."""
    templates = _data()["templates"]
    spelt = next((one for one in templates if one.lower() == name.lower()), None)
    if spelt is None:
        return None
    row = templates[spelt]
    document = {"Version": "2012-10-17", "Statement": [_readable(one) for one in row["statements"]]}
    return spelt, tuple(row["parameters"]), document


def _readable(found: Any) -> Any:
    """A part of a policy with its parameters as ``${Name}``."""
    if isinstance(found, list):
        return [_readable(one) for one in found]
    if not isinstance(found, dict):
        return found
    if "Ref" in found:
        return f"${{{found['Ref']}}}"
    if "Fn::Sub" in found:
        text, variables = found["Fn::Sub"] if isinstance(found["Fn::Sub"], list) else (found["Fn::Sub"], {})
        inner = {key: str(_readable(value)) for key, value in variables.items()}
        return _SUB.sub(lambda one: inner.get(one[1], one[0]), text)
    return {key: _readable(value) for key, value in found.items()}


def expanded(name: str, arguments: Mapping[str, Value], span: Span) -> tuple[HeldStatement, ...] | None:
    """The statements of a policy template; a parameter that isn't given is a hole. None: no such one."""
    row = _data()["templates"].get(name)
    if row is None:
        return None

    def read(found: Any) -> Value:
        return _templated(found, arguments)

    return tuple(_statements(row["statements"], read, span))


def connected(
    source: str, destination: str, access: str, attributes: Mapping[str, Value | None], span: Span
) -> tuple[str, tuple[HeldStatement, ...]] | None:
    """Whose role a connector extends (``source`` or ``destination``), and by what.

    ``attributes`` has ``Source.Arn``, ``Destination.Arn``, ... None: the connection needs no role.
    """
    for row in _data()["connectors"]:
        if row["source"] != source or row["destination"] != destination or access not in row["access"]:
            continue

        def read(found: Any) -> Value:
            if isinstance(found, dict):
                found = found.get("Fn::Sub", "*")
            pieces = _CONNECTED.split(str(found))
            return joined([
                _templated({"Fn::Sub": piece}, {})
                if index % 2 == 0
                else attributes.get(piece) or Text((Hole(kind="unknown"),))
                for index, piece in enumerate(pieces)
            ])  # fmt: skip

        return row["role"], tuple(_statements(row["access"][access], read, span))
    return None


def extended(source: str, destination: str) -> str | None:
    """Whose role such a connector extends (``source`` or ``destination``); None: nobody's."""
    rows = _data()["connectors"]
    return next(
        (row["role"] for row in rows if row["source"] == source and row["destination"] == destination), None
    )


def _templated(found: Any, names: Mapping[str, Value]) -> Value:
    """A value of a policy template: text, ``Ref`` and ``Fn::Sub``."""
    if isinstance(found, dict) and "Ref" in found:
        name = found["Ref"]
        return _PLACES.get(name) or names.get(name) or Text((Hole(kind="unknown", name=name),))
    if isinstance(found, dict) and "Fn::Sub" in found:
        text, variables = found["Fn::Sub"] if isinstance(found["Fn::Sub"], list) else (found["Fn::Sub"], {})
        inner = {**names, **{key: _templated(value, names) for key, value in variables.items()}}
        return joined([
            Const(piece) if index % 2 == 0 else _templated({"Ref": piece}, inner)
            for index, piece in enumerate(_SUB.split(text))
        ])  # fmt: skip
    if isinstance(found, list):
        return Items(tuple(_templated(one, names) for one in found))
    return Const(found)


def _statements(rows: list[dict[str, Any]], read: _Read, span: Span) -> Iterator[HeldStatement]:
    for row in rows:
        yield HeldStatement(
            effect=row["Effect"], actions=_values(row.get("Action"), read),
            resources=_values(row.get("Resource"), read),
            conditions=tuple(_conditions(row.get("Condition", {}), read)), span=span,
        )  # fmt: skip


def _conditions(block: dict[str, dict[str, Any]], read: _Read) -> Iterator[Condition]:
    for operator, keys in block.items():
        for key, value in keys.items():
            yield operator, key, _values(value, read)


def _values(found: Any, read: _Read) -> tuple[Value, ...]:
    if found is None:
        return ()
    values: list[Value] = []
    for one in found if isinstance(found, list) else [found]:
        for option in alternatives(read(one)):
            values.extend(listed(option))
    return tuple(values)
