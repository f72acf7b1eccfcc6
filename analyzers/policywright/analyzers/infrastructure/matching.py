"""Two forms: does what a template holds mean what a role needs?

A word for a name of the template stands for itself and nothing else; region, account and partition of a
needed pattern are those of the deployment, which a literal in the held one is taken to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from policywright.analyzers.assembly import ROOTED
from policywright.analyzers.infrastructure.forms import ARN_FIELDS, NAMED_IN_FORM, PLACE_WORDS
from policywright.knowledge.policy.patterns import covers, intersects

REGION = 3
"""The field of an ARN that says in which Region it is."""
PATH = f"{ROOTED}\ue000"
"""How the ARN of a Systems Manager parameter goes on whose name only a deployment knows."""
_STREAMS = ":log-stream:*"
_STREAMS_OF_ANY = ":*:*"
"""How people name the streams of log groups; the group's ARN with one star less is another pattern."""
_LOG_GROUP = ":log-group:"
_ARN = "arn:"
_PARTITION = PLACE_WORDS[0]
_PLACED = {1: "partition", REGION: "Region", 4: "account"}
"""The fields of an ARN that say where it is."""
_WILD = re.compile("[*?]")
_LITERAL = re.compile("[a-z0-9-]+")
"""A Region or account that is known."""


def covers_form(held: str, needed: str) -> bool:
    """All that is needed is in what the held pattern says."""
    several = readings(needed)
    for one in readings(held):
        for other in several:
            if covers_placed(one, other):
                return True
    return False


def covers_placed(held: str, needed: str) -> bool:
    """The same of one reading: as the needed pattern is, or in the held one's region and account."""
    if _in_name(held) not in needed:
        return False
    return covers(held, needed) or covers(held, _placed_like(held, needed, wildcards=False))


@lru_cache(maxsize=16384)
def _in_name(held: str) -> str:
    """The longest literal text in the name of an ARN pattern: a cheap first look at what it may cover."""
    fields = held.split(":", ARN_FIELDS - 1)
    if len(fields) != ARN_FIELDS or fields[0] != "arn" or "${" in held:
        return ""
    return max(_WILD.split(fields[-1]), key=len)


def is_same(held: str, needed: str) -> bool:
    """The same pattern, whatever the held one says of partition, region and account of the deployment."""
    return any(
        said == _placed_like(said, one, wildcards=True) for said in readings(held) for one in readings(needed)
    )


def may_mean(held: str, needed: str) -> bool:
    """The needed pattern, open as it is, can mean what the held one says, and that is no mere wildcard."""
    if held == "*" or covers(held, needed):
        return False
    if is_bucket(needed) and "/" in held:
        return False
    return intersects(without_place(needed), without_place(held))


def is_set_otherwise(held: str, needed: str, parts: int) -> bool:
    """The held pattern may be the needed one, in whose first ``parts`` between slashes (0: in all of which)
    wildcards stand for parameters."""
    held, needed = without_place(held), without_place(needed)
    if is_bucket(held) != is_bucket(needed) or not intersects(needed, held):
        return False
    firsts = held.split("/")[:parts]
    return any("*" in one for one in firsts[:-1]) or all(map(intersects, needed.split("/"), firsts))


def is_other_reading(held: str, needed: str) -> bool:
    """The held pattern is the needed one, but for how the name in it begins."""
    return held != _placed_like(held, needed, wildcards=True) and is_same(held, needed)


def is_name_in(held: str, needed: str) -> bool:
    """The held pattern is nothing but a name that the needed one has in it; what begins with it is an ARN."""
    lone = held.startswith("\ue000") and held.find("\ue001") == len(held) - 1
    return lone and held in needed and not needed.startswith(held)


def readings(pattern: str) -> tuple[str, ...]:
    """What a pattern says: a reference may come to a path that begins with the slash before it.

    What is asked of a log group is asked of one of its streams: ``logs:CreateLogStream`` is denied on
    ``log-group:NAME:log-stream:STREAM``, which ``log-group:NA*:*:*`` matches. A name that a template makes of
    the partition has ``aws`` in it where most deploy.
    """
    if pattern.endswith(_STREAMS):
        return pattern, pattern.removesuffix(_STREAMS) + ":*"
    if is_of_streams(pattern):
        return pattern, pattern.removesuffix(":*")
    if PATH in pattern:
        return pattern, pattern.replace(PATH, PATH.replace("/", ""), 1)
    named = pattern.find(_PARTITION, len(_ARN) + 1)
    if named >= 0:
        return pattern, pattern[:named] + pattern[named:].replace(_PARTITION, "aws")
    return (pattern,)


def _placed_like(held: str, needed: str, *, wildcards: bool) -> str:
    """The needed pattern with what the held one says in place of the deployment's region and account.

    Wildcards of the held one count only with ``wildcards``.
    """
    if not any(one in needed for one in PLACE_WORDS):
        return needed
    mine, wanted = held.split(":", ARN_FIELDS - 1), needed.split(":", ARN_FIELDS - 1)
    if len(mine) != ARN_FIELDS or len(wanted) != ARN_FIELDS:
        return needed
    for index, word in zip((1, 3, 4), PLACE_WORDS, strict=True):
        said = mine[index] and (wildcards or "*" not in mine[index])
        if said and wanted[index] == word:
            wanted[index] = mine[index]
    return ":".join(wanted)


def is_of_streams(pattern: str) -> bool:
    """Of the streams of a log group, as people name them."""
    return _LOG_GROUP in pattern and pattern.endswith(_STREAMS_OF_ANY)


def is_bucket(pattern: str) -> bool:
    """Of S3, and no object: names of buckets have no slash."""
    return pattern.split(":", 3)[2:3] == ["s3"] and "/" not in pattern


def without_place(pattern: str) -> str:
    """An ARN pattern of any partition, region and account."""
    fields = pattern.split(":", ARN_FIELDS - 1)
    if len(fields) != ARN_FIELDS:
        return pattern
    # Not ``*``: that would match across the colons.
    fields[1], fields[3], fields[4] = "aws", "", ""
    return ":".join(fields)


def region_of(pattern: str) -> str:
    """The Region in an ARN pattern."""
    fields = pattern.split(":", ARN_FIELDS - 1)
    return fields[REGION] if len(fields) == ARN_FIELDS else "*"


def names_place(pattern: str) -> bool:
    """A variable of the template says in which Region or account an ARN is."""
    fields = pattern.split(":", ARN_FIELDS - 1)
    return len(fields) == ARN_FIELDS and any(one.startswith("\ue000 ") for one in fields[REGION : REGION + 2])


def deployed_places(held: str, needed: str) -> tuple[tuple[str, str], ...]:
    """What is certain in the needed ARN and up to the deployment in the held one, by what it is called."""
    of_held, of_needed = held.split(":", ARN_FIELDS - 1), needed.split(":", ARN_FIELDS - 1)
    if len(of_held) != ARN_FIELDS or len(of_needed) != ARN_FIELDS:
        return ()
    return tuple(
        (place, of_needed[index])
        for index, place in _PLACED.items()
        if _LITERAL.fullmatch(of_needed[index]) and NAMED_IN_FORM.fullmatch(of_held[index])
    )


def with_places(needed: str, held: str, places: Iterable[tuple[str, str]]) -> str:
    """The needed ARN in what the held one says of these."""
    (of_held, fields), named = (one.split(":", ARN_FIELDS - 1) for one in (held, needed)), dict(places)
    for index, place in _PLACED.items():
        if place in named:
            fields[index] = of_held[index]
    return ":".join(fields)


def is_family(pattern: str) -> bool:
    """The pattern gives the beginning of a name: ``parameter/app/*``, not ``parameter/*``."""
    name = pattern.split(":", ARN_FIELDS - 1)[-1] if pattern.startswith("arn:") else ""
    prefix = name.partition("*")[0].strip("/:")
    return len([one for one in re.split("[/:]", prefix) if one]) > 1
