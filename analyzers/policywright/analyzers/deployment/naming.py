"""What the project's own resources are called once they are deployed, and their ARN patterns.

A name that a template sets is taken as it is; one that it leaves to CloudFormation is
``STACK-LOGICALID-RANDOM``, one of Terraform's ``name_prefix`` begins with that.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from itertools import product, takewhile
from typing import Any

from policywright.analyzers.infrastructure.types import parts_of, pattern_value, resource_type, terraform_type
from policywright.knowledge import texts
from policywright.knowledge.naming import norm
from policywright.knowledge.texts import ACCOUNT, PARTITION, REGION, Parts
from policywright.knowledge.values import Const, Hole, Items, Struct, Text, Value, alternatives

_FIELD = re.compile(r"(\{[^{}]*\})")
_URL = re.compile(r"https?://(?:([^./]+)\.s3[.-][^/]*|s3[^/]*amazonaws\.com(?:\.cn)?/([^/]+))/(.+)")
_KIND = "{kind}"
_PLACES = ("partition", "region", "account")
ROLE_ARGUMENT = re.compile(r"(?:^|_)(?<!assume_)roles?(?:_arns?|_name)?\Z")
"""What Terraform's provider calls arguments that take roles."""
OPEN: tuple[str | Hole, ...] = (Hole(kind="unknown"),)
MANAGED_BUCKET: Parts = ("aws-sam-cli-managed-default-samclisourcebucket-", *OPEN)
"""The bucket that ``sam deploy --resolve-s3`` makes."""
_REGION_FIELD = 3
"""Where the region stands among the fields of an ARN."""
_KEPT = 20
"""Characters that are left of both parts of a shortened name, at the least."""
_RANDOM = 14
_STAGE = 20
"""Characters of what is not known of a stack's name (a stage, an environment), at the most."""


@cache
def _generated() -> dict[str, dict[str, Any]]:
    """By type, how CloudFormation names what has no name (``names.toml``)."""
    return {type: row for row in _table("names.toml") for type in row["types"]}


@cache
def _table(file: str, name: str = "row") -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(files(__package__).joinpath(file).read_text("utf-8"))[name])


@cache
def kinds_made() -> frozenset[str]:
    """The catalog's types whose ARNs end in an id that no property tells."""
    return frozenset(kind for row in _table("arns.toml", "made") for kind in row["kinds"])


def arn_in(
    service: str, *resource: str | Hole, region: str | Hole = REGION, account: str | Hole = ACCOUNT
) -> Value:
    """An ARN, in the deployment's own region and account unless something else is said."""
    return texts.join(("arn:", PARTITION, f":{service}:", region, ":", account, ":", *resource))


def row_of(type: str, dialect: str = "types") -> dict[str, Any] | None:
    """The row that speaks of a type, CloudFormation's (``types``) or Terraform's (``terraform``)."""
    return next(
        (row for row in _table("arns.toml") if any(fnmatchcase(type, one) for one in row.get(dialect, ()))),
        None,
    )


def is_within(type: str) -> bool:
    """Whether the ARN of a type of CloudFormation's says what it is in by that one's ARN."""
    row = row_of(type)
    return row is not None and any("{rest:" in one for one in row["arns"])


def generated(type: str, stack: tuple[str | Hole, ...], id: str) -> tuple[str | Hole, ...]:
    """The name that CloudFormation makes for a resource of a stack; open where its type has no row."""
    row = _generated().get(type)
    if row is None:
        return OPEN
    known = "".join(piece for piece in stack if isinstance(piece, str))
    made: tuple[str | Hole, ...]
    if not row["stack"]:
        made = (Hole(kind="unknown"), id[:_KEPT], Hole(kind="unknown"))
    elif _is_shortened(stack, known, id, row["longest"]):
        head = texts.parts(texts.join(stack))[:1]
        start = head[0][:_KEPT] if head and isinstance(head[0], str) else ""
        made = (start, Hole(kind="unknown"), f"-{id[:_KEPT]}", Hole(kind="unknown"))
    else:
        made = (*stack, f"-{id}-", Hole(kind="unknown"))
    lower = row.get("lower", False)
    return tuple(piece.lower() if lower and isinstance(piece, str) else piece for piece in made)


def _is_shortened(stack: tuple[str | Hole, ...], known: str, id: str, longest: int) -> bool:
    """Both parts may not stay whole. Beside a name of any length an id of its half at most does stay so."""
    if not known:
        return len(id) > (longest - _RANDOM - 1) // 2
    unknown = sum(isinstance(piece, Hole) for piece in stack) * _STAGE
    return len(known) + unknown + len(id) + _RANDOM > longest


def arns_of(
    type: str, name: tuple[str | Hole, ...], properties: Struct, dialect: str = "types"
) -> tuple[Value, ...]:
    """The ARN patterns of a resource by its name; none for a type that no table knows by one."""
    row = row_of(type, dialect)
    if row is not None:
        patterns = [each for one in row["arns"] for each in _of_kinds(one, row, properties)]
        return tuple(dict.fromkeys(arn for pattern in patterns for arn in _filled(pattern, name, properties)))
    known = resource_type(type) if dialect == "types" else terraform_type(type)
    if known is None:
        return ()
    named = known.property if dialect == "types" else known.tf_property
    return (pattern_value(known.arn, texts.join(name)),) if named else ()


def _of_kinds(pattern: str, row: dict[str, Any], properties: Struct) -> list[str]:
    """A pattern with the kind of a resource (``{kind}``), or with each where its properties don't say."""
    if _KIND not in pattern:
        return [pattern]
    letters: dict[str, str] = row["kinds"]
    key, value = next((each for each in properties.fields if each[0] in row["by"]), ("", None))
    if value is not None:
        said = [one.value if isinstance(one, Const) else one for one in alternatives(value)]
        if key in properties.maybe:
            said.append(row.get("otherwise"))
    else:
        said = [] if properties.open else [row.get("otherwise")]
    kinds = [letters.get(str(one)) for one in said]
    known = [one for one in kinds if one is not None]
    told = known if known and len(known) == len(kinds) else [*letters.values()]
    return [pattern.replace(_KIND, one) for one in dict.fromkeys(told)]


def in_other_regions(
    type: str, own: tuple[Value, ...], properties: Struct, dialect: str = "types"
) -> tuple[Value, ...]:
    """The ARN patterns of a resource, and those of what is made with it in other regions."""
    found = [*own]
    for row in _table("arns.toml", "replica"):
        if type in row.get(dialect, ()):
            found += [
                texts.join(
                    texts.rejoin(
                        [*fields[:_REGION_FIELD], parts_of(region), *fields[_REGION_FIELD + 1 :]], ":"
                    )
                )
                for region in _below([properties], row["region"].split("."))
                for fields in (texts.split(texts.parts(one), ":") for one in own)
                if fields[_REGION_FIELD] == (REGION,)
            ]
    return tuple(dict.fromkeys(found))


def _below(values: Iterable[Value], path: list[str]) -> list[Value]:
    """Texts at a path, of each element of the lists on the way."""
    options = [option for one in values for option in alternatives(one)]
    options = [each for one in options for each in (one.values if isinstance(one, Items) else (one,))]
    if not path:
        return [one for one in options if isinstance(one, Const | Text)]
    inner = (one.get(path[0]) for one in options if isinstance(one, Struct))
    return _below([one for one in inner if one is not None], path[1:])


def open_arns(type: str, dialect: str = "types") -> tuple[Value, ...]:
    """The pattern of every resource of a type: its service makes the names."""
    known = resource_type(type) if dialect == "types" else terraform_type(type)
    return (pattern_value(known.arn, texts.join(OPEN)),) if known is not None else ()


def _filled(pattern: str, name: tuple[str | Hole, ...], properties: Struct) -> Iterator[Value]:
    """A pattern with what is said of a resource in it; each of them, where a property is one of several."""
    pieces: list[list[Parts]] = []
    for piece in _FIELD.split(pattern):
        inner = piece[1:-1]
        if not piece.startswith("{"):
            pieces.append([(piece,)])
        elif inner in _PLACES:
            pieces.append([(Hole(kind=inner),)])  # type: ignore[arg-type]
        elif inner == "name":
            pieces.append([name])
        elif inner.startswith("in:"):
            pieces.append([*map(_container, _property(properties, inner.removeprefix("in:"), ""))])
        elif inner.startswith("end:"):
            property, otherwise = inner.removeprefix("end:").split("|")
            told = _property(properties, property, "")
            said = [one for one in told if one != ("",)]
            if len(said) < len(told):
                # A data source may have another word for it.
                said += _property(properties, f"{property}_arn", otherwise)
            pieces.append([texts.split(texts.split(one, ":")[-1], "/")[-1] for one in said])
        elif inner.startswith("rest:"):
            property, otherwise = inner.removeprefix("rest:").split("|")
            # What is no ARN, or one that nothing is known of, says nothing of what it is in.
            rests = [
                texts.rejoin(texts.split(one, "/")[1:], "/")
                if texts.starts_with(one, "arn:")
                else (otherwise,)
                for one in _property(properties, property, otherwise)
            ]
            pieces.append([*dict.fromkeys(rests)])
        elif inner.startswith("url:"):
            said = _property(properties, *inner.removeprefix("url:").split("|"))
            pieces.append([_without_scheme(one) for one in said])
        elif inner.startswith("property:Path") and _is_service_linked(name):
            pieces.append([("/aws-service-role/", Hole(kind="unknown"), "/")])
        else:
            pieces.append(_property(properties, *inner.removeprefix("property:").split("|")))
    for chosen in product(*pieces):
        yield texts.join([part for parts in chosen for part in parts])


def _without_scheme(said: Parts) -> Parts:
    head = said[0] if said and isinstance(said[0], str) else ""
    return (head.partition("://")[2], *said[1:]) if "://" in head else said


def _is_service_linked(name: tuple[str | Hole, ...]) -> bool:
    """Roles that services make for themselves have names and a path of their own.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    """
    return bool(name) and isinstance(name[0], str) and name[0].startswith("AWSServiceRoleFor")


def _container(said: Parts) -> Parts:
    """What something is in, as it stands before its name; which one it is may not be known."""
    if said in (("",), ("default",)):
        return ()
    last = texts.split(said, "/")[-1]
    return OPEN if last == OPEN else () if last == ("default",) else (*last, "/")


def _property(properties: Struct, property: str, otherwise: str) -> list[Parts]:
    """What a property says, each of what it may say, or what stands for it where it isn't set."""
    outer, _, inner = property.partition(".")
    if inner:
        within = properties.get(outer)
        return _property(within, inner, otherwise) if isinstance(within, Struct) else [OPEN]
    called = norm(property)
    key = next((name for name, _ in properties.fields if name == property or norm(name) == called), None)
    if key is None:
        return [(otherwise,)]
    value = properties.get(key)
    said = [_said(option, otherwise) for option in (alternatives(value) if value is not None else ())]
    if any(len(one) == 1 and isinstance(one[0], Hole) for one in said):
        # It may be anything.
        return [OPEN]
    if key in properties.maybe:
        said.append((otherwise,))
    return list(dict.fromkeys(said)) or [(otherwise,)]


def _said(value: Value, otherwise: str) -> Parts:
    match value:
        case Const(value=str(text)) if text:
            return (text,)
        case Const():
            return (otherwise,)
        case Text(parts=parts):
            return parts
    return OPEN


def is_statement(value: Struct) -> bool:
    """What a policy's statement names is what somebody else may do; nothing is done with it here."""
    return {"Effect", "Action"} <= {name for name, _ in value.fields}


_SERVICE = re.compile(r"(?<![\w.*-])[a-z0-9][a-z0-9.*-]*\.amazonaws\.com(?:\.cn)?\b")
_REGION = re.compile(r"\.(?:\*|[a-z]{2}(?:-[a-z]+)+-\d)(?=\.amazonaws\.)")
_OPEN_SERVICE = re.compile(r'"Service"\s*:\s*(?:"[^"]*\*|\[[^\]]*\*|[^"\[\s])')
"""A trust policy written as JSON in which a service is computed."""


def receivers(document: Value, *, told: bool = False) -> tuple[str, ...] | None:
    """The services that a trust policy names, as ``iam:PassedToService`` has them; None where one is open.

    Parts of services (``monitoring.rds``) are services of their own; one of a region (``states.eu-west-1``)
    may be called by its plain name there. With ``told``, it is services, and nothing around them.
    """
    found: dict[str, None] = {}
    for value, is_service in _leaves(document, told):
        text = texts.glob(texts.parts(value)) if isinstance(value, Const | Text) else "*"
        services = _SERVICE.findall(text)
        for one in services:
            found |= dict.fromkeys(each for each in (one, _REGION.sub("", one)) if "*" not in each)
        unknown = "*" in _REGION.sub("", text) if is_service else _OPEN_SERVICE.search(_REGION.sub("", text))
        if unknown:
            return None
    return tuple(found)


def _leaves(value: Value, is_service: bool) -> Iterator[tuple[Value, bool]]:
    for option in alternatives(value):
        if isinstance(option, Struct):
            for name, inner in option.fields:
                yield from _leaves(inner, name == "Service")
        elif isinstance(option, Items):
            for inner in option.values:
                yield from _leaves(inner, is_service)
            if option.open and is_service:
                yield texts.join(OPEN), True
        else:
            yield option, is_service


def common(names: list[Parts]) -> Parts:
    """The narrowest name that is all of these: how they begin, and how what follows ends."""
    if len(names) == 1:
        return names[0]
    begin = _beginning([name[0] if name and isinstance(name[0], str) else "" for name in names])
    rests = [
        (name[0].removeprefix(begin), *name[1:]) if name and isinstance(name[0], str) else name
        for name in names
    ]
    ends = [name[-1] if name and isinstance(name[-1], str) else "" for name in rests]
    end = _beginning([one[::-1] for one in ends])[::-1]
    return tuple(part for part in (begin, *OPEN, end) if part != "")


def _beginning(words: list[str]) -> str:
    """How all words begin."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*words, strict=False))
    return "".join(letters[0] for letters in alike)


def objects_of(location: Value | None) -> tuple[Value, ...]:
    """The objects of S3 that a URL or ``s3://`` address names; every object where it can't be told."""
    found: list[Value] = []
    for option in alternatives(location) if location is not None else ():
        if not isinstance(option, Const | Text):
            continue
        # A hole is a letter that no name has, so that the address can be cut.
        parts = texts.parts(option)
        written = "".join(one if isinstance(one, str) else f"\0{index}\0" for index, one in enumerate(parts))
        address = _URL.fullmatch(written)
        plain = written.removeprefix("s3://").partition("/") if written.startswith("s3://") else None
        if address is not None:
            found.append(_object(address[1] or address[2], address[3].partition("?")[0]))
        elif plain is not None and plain[2]:
            found.append(_object(plain[0], plain[2]))
    return tuple(found) or (_object("\0", "\0"),)


def _object(bucket: str, key: str) -> Value:
    pieces: list[str | Hole] = []
    for index, piece in enumerate(re.split("\0[0-9]*\0?", f"{bucket}/{key}")):
        pieces += [*OPEN] if index else []
        pieces += [piece] if piece else []
    return arn_in("s3", *pieces, region="", account="")
