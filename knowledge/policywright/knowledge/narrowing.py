"""Rewrites of a request before it is judged.

``narrow`` keeps the list elements that a row is about (of ``DeleteObjects``' keys, those with a version) and
``meant`` the alternatives, ``copy_source`` reads S3's copy source where it is passed as text, and
``access_point`` aliases of access points.
"""

from __future__ import annotations

from policywright.knowledge import rules, texts
from policywright.knowledge.changes import change
from policywright.knowledge.partiql import verb_of
from policywright.knowledge.records import replace
from policywright.knowledge.regex import regex
from policywright.knowledge.rules import Tri
from policywright.knowledge.store import Document
from policywright.knowledge.texts import ACCOUNT, PARTITION, REGION
from policywright.knowledge.values import (
    Const,
    Hole,
    Items,
    OneOf,
    Struct,
    Text,
    Value,
    alternatives,
    one_of,
)


def narrow(parameters: Struct, row: Document) -> Struct:
    """The request with only those list elements for which the row may hold."""
    for key in ("passed", "absent"):
        paths = [path for path in row.get(key, ()) if path.count("[].") == 1]
        if len(paths) == 1 == len(row[key]):
            head, _, tail = paths[0].partition("[].")
            judge = rules.passed if key == "passed" else rules.absent
            parameters = _keep(parameters, head.split("."), lambda value, j=judge, t=tail: _may(j, t, value))
    member = row.get("arn", {}).get("member", "")
    if member.endswith("[]") and "[]" not in member[:-2]:
        parameters = _keep(
            parameters,
            member[:-2].split("."),
            lambda value: rules.is_like(value, row["arn"], assume_not=bool(row.get("assume_not"))),
        )
    statement = row.get("partiql", {}).get("member", "")
    if statement.count("[].") == 1:
        head, _, tail = statement.partition("[].")
        verb = row["partiql"]["verb"]
        parameters = _keep(parameters, head.split("."), lambda value: _has_verb(value, tail, verb))
    return parameters


def meant(parameters: Struct, row: Document) -> Struct:
    """The request with only those alternatives of a member that a row's patterns may be about.

    Of a model's id that is one of two, the row of inference profiles says nothing about the other.
    """
    assume_not = bool(row.get("assume_not"))
    for key, other in (("arn", Tri.NO), ("arn_not", Tri.YES)):
        table = row.get(key)
        value = parameters.get(table["member"]) if table is not None else None
        if table is None or not isinstance(value, OneOf):
            continue
        kept = [
            one
            for one in alternatives(value)
            if rules.is_like(one, table, assume_not=assume_not) is not other
        ]
        if kept:
            fields = tuple(
                (name, one_of(kept) if name == table["member"] else one) for name, one in parameters.fields
            )
            parameters = replace(parameters, fields=fields)
    return parameters


def _may(judge: object, tail: str, value: Value) -> bool:
    verdict = judge([tail], value) if isinstance(value, Struct) and callable(judge) else Tri.MAYBE
    return verdict is not Tri.NO


def _has_verb(value: Value, member: str, verb: str) -> bool:
    statement = value.get(member) if isinstance(value, Struct) else None
    return statement is None or isinstance(statement, OneOf) or verb_of(statement) in (None, verb)


def _keep(parameters: Struct, steps: list[str], wanted: object) -> Struct:
    """``parameters`` with the list at ``steps`` filtered."""
    name, *rest = steps
    fields = []
    for key, value in parameters.fields:
        kept = value
        if key == name and rest and isinstance(value, Struct):
            kept = _keep(value, rest, wanted)
        elif key == name and not rest and isinstance(value, Items) and callable(wanted):
            kept = replace(value, values=tuple(item for item in value.values if wanted(item)))
        fields.append((key, kept))
    return replace(parameters, fields=tuple(fields))


_ALIAS = regex(r"(?P<name>[a-z0-9-]+)-[a-z0-9]+(-ext)?(?P<end>-s3alias|--ol-s3)")


def copy_source(parameters: Struct) -> Struct:
    """``CopySource="bucket/key?versionId=v"`` as the dict that boto3 takes as well."""
    source = parameters.get("CopySource")
    if not isinstance(source, Const | Text):
        return parameters
    fields = tuple(
        (key, _parsed(source)) if key == "CopySource" else (key, value) for key, value in parameters.fields
    )
    return replace(parameters, fields=fields)


def _parsed(source: Const | Text) -> Value:
    pieces = change(texts.without_prefix(texts.parts(source), "/"), ("unquote",))
    path, *version = texts.split(pieces, "?versionId=")
    runs = texts.split(path, "/object/" if texts.is_arn(path) else "/")
    separator = "/object/" if texts.is_arn(path) else "/"
    if len(runs) < 2:
        return Struct((("Bucket", texts.join(path)), ("Key", Text((Hole(kind="unknown"),)))), open=True)
    key = texts.join(texts.rejoin(runs[1:], separator))
    fields: list[tuple[str, Value]] = [("Bucket", texts.join(runs[0])), ("Key", key)]
    if version:
        fields.append(("VersionId", texts.join(version[0])))
    return Struct(tuple(fields))


def access_point(parameters: Struct) -> Struct:
    """The alias of an access point in place of a bucket as the ARN that is asked about.

    An alias begins as the access point is called; nothing else of it is in the ARN.
    """
    return replace(parameters, fields=tuple((key, _asked(key, value)) for key, value in parameters.fields))


def _asked(key: str, value: Value) -> Value:
    if key == "CopySource" and isinstance(value, Struct):
        return access_point(value)
    if key == "Bucket" and isinstance(value, Const) and isinstance(value.value, str):
        return _behind(value.value) or value
    return value


def _behind(alias: str) -> Value | None:
    found = _ALIAS.fullmatch(alias)
    if found is None:
        return None
    service = "s3-object-lambda" if found["end"] == "--ol-s3" else "s3"
    name = (found["name"], Hole(kind="unknown"))
    return texts.join(("arn:", PARTITION, f":{service}:", REGION, ":", ACCOUNT, ":accesspoint/", *name))
