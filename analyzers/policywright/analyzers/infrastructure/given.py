"""What a deployment gives in a parameter: a name, or a whole ARN or URL, which is no name to put into an ARN.

``arn:aws:sns:eu-west-1:123456789012:arn:aws:sns:...`` matches nothing. Where the parameter says that it is an
ARN, in its name or its description, or stands alone in a member of a request that takes nothing else
(``TopicArn``), the resource is what the parameter gives. A URL, by its name or in a member that takes one
(``QueueUrl``), is no name. What says neither is taken for a name, which the template itself may have put an
ARN around; what names a key of KMS may be anything, unless the template tells.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from policywright.analyzers.infrastructure.types import text_of
from policywright.knowledge.values import Hole, Items, OneOf, Struct, Text, Value

_ARN = re.compile(r"arns?\W*\Z", re.IGNORECASE)
_WORD = re.compile(r"(?:(?<![A-Za-z])arn|(?<![A-Z])A(?:rn|RN))s?(?![a-z])")
_URL = re.compile(r"ur[li]s?\W*\Z", re.IGNORECASE)
_SAID = re.compile(
    r"\A\W*(?:(?!(?:or|of|for|to|in|with)\b)[\w'-]+[\s)]+){0,4}arn\b(?!\s*(?:/|or\b))", re.IGNORECASE
)
_STAGE = re.compile(r"[-_.:/]*\$\{[^{}]*\}[-_.:/]*")
"""What tells exports of one name apart: ``OrdersQueueUrl-${sls:stage}``."""
_IMPORT = "Fn::ImportValue "
_NAME = re.compile(r"(?:names?|ids?|identifiers?|ur[li]s?)\W*\Z", re.IGNORECASE)
_NAMES_AS_WELL = frozenset((
    "secretarn", "secretmanagerarn", "taskrolearn", "executionrolearn", "keyarn", "channelarn",
    "agentruntimearn", "vpcarn", "modelarn",
))  # fmt: skip
"""Members that take a name or an id as well, by their documentation (botocore's models)."""
_EXECUTION = ":execution:"
"""What follows in the ARNs of a state machine's executions is a part of the machine's own."""
_KEY = ":key/"
_SECRET = ":secret:"
_SUFFIX = "-??????"
"""What Secrets Manager puts behind a secret's name in its ARN."""


def says_arn(description: str) -> bool:
    """A description of a parameter that says what it gives is one ARN."""
    return _SAID.search(description) is not None


def has_arn(name: str) -> bool:
    """What a template calls so speaks of an ARN somewhere (``KeyArnOfStage``), as ``WarningKey`` does not."""
    return _WORD.search(name) is not None


def in_members(parameters: Struct, no_arns: frozenset[str] = frozenset()) -> Struct:
    """The members of a request, where a parameter of the template that is all of a member which takes an ARN
    or a URL is one: what such a member is given is no name.

    ``no_arns`` are parameters whose default is no ARN: none of them is ever a whole resource.
    """
    return Struct(
        tuple((name, _in_member(name.lower(), value, no_arns)) for name, value in parameters.fields),
        parameters.open,
        parameters.maybe,
        parameters.computed,
    )


@lru_cache(maxsize=10_000)
def _in_member(name: str, value: Value, no_arns: frozenset[str]) -> Value:
    match value:
        case Struct():
            return in_members(value, no_arns)
        case Items(values=values):
            return Items(tuple(_in_member(name, one, no_arns) for one in values), value.open)
        case OneOf(options=options):
            return OneOf(tuple(_in_member(name, one, no_arns) for one in options))
        case Text(parts=(Hole(kind=kind, name=str(own)),)) if kind == "parameter" or own.startswith(_IMPORT):
            if name.endswith(("url", "urls")):
                # What stands at its end no template can say.
                return value if _says(_NAME, own) else Text((Hole(kind="unknown", name=own),))
            takes = name.endswith(("arn", "arns")) and name.removesuffix("s") not in _NAMES_AS_WELL
            if not takes or _says(_NAME, own):
                return value
            return Text((Hole(kind="unknown" if own in no_arns else "reference", name=own),))
    return value


def _says(what: re.Pattern[str], name: str) -> bool:
    """What a parameter or an export is, by the end of its name."""
    return what.search(name) is not None or what.search(_STAGE.sub("", name)) is not None


def as_given(
    pattern: Value,
    made: Container[str],
    arns: Container[str] = (),
    unnamed: Container[str] = (),
    keys: Container[str] | None = None,
    names: Container[str] = (),
) -> Value:
    """A needed resource whose name only a deployment knows, as the deployment gives it.

    ``made`` are the ids of the stack's resources, whose names are known to be names; ``arns`` are parameters
    whose description or default says that they are ARNs, ``unnamed`` those whose default is an address or an
    alias. ``keys`` are those that are known to be ids of keys: what else names a key is as often its ARN or
    its alias. ``names`` are those that are known to be names, even if they are called an ARN.
    """
    parts = pattern.parts if isinstance(pattern, Text) else ()
    own = next((at for at, part in enumerate(parts) if _is_named(part)), len(parts))
    if after := parts[own + 1 :]:
        # What a table or a function has inside of it is called after it: ``${TableArn}/index/by-day``.
        front = Text(parts[: own + 1])
        is_inside = str(after[0])[:1] in ("/", ":")
        whole = as_given(front, made, arns, unnamed, keys, names) if is_inside else front
        is_told = whole == Text((parts[own],)) or _is_unknown(whole)
        return text_of([*whole.parts, *after]) if isinstance(whole, Text) and is_told else pattern
    *before, last = parts or ("",)
    if not before or not isinstance(last, Hole) or last.name is None or last.name in made:
        return pattern
    if last.kind not in ("parameter", "reference") or any(_is_named(part) for part in before):
        return pattern
    literal = "".join(part for part in before if isinstance(part, str))
    if not literal.startswith("arn:") or not literal.endswith((":", "/")):
        return pattern
    is_arn = last.name in arns or (last.name not in names and _says(_ARN, last.name))
    if last.name in unnamed or _says(_URL, last.name) or (is_arn and literal.endswith(_EXECUTION)):
        return Text((*before, Hole(kind="unknown", name=last.name)))
    if is_arn:
        return Text((last,))
    if keys is not None and literal.endswith(_KEY) and last.kind == "parameter" and last.name not in keys:
        return Text((*before, Hole(kind="unknown", name=last.name)))
    return text_of([*parts, _SUFFIX]) if literal.endswith(_SECRET) else pattern


def _is_unknown(value: Value) -> bool:
    last = value.parts[-1] if isinstance(value, Text) else None
    return isinstance(last, Hole) and last.kind == "unknown"


def _is_named(part: str | Hole) -> bool:
    return isinstance(part, Hole) and part.name is not None
