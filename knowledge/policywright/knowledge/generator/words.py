"""Words of names (``PutBucketCORS``, ``cors_rule``), and which of them mean the same."""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(
    r"(?:S3|s3|EC2|ec2)(?![0-9a-z])|CustomerM(?:anaged|aster)Key|[A-Z]+(?![a-z])s?|[A-Z]?[a-z]+|\d+"
)
_ACRONYMS = {"acls": "acl", "arns": "arn", "cors": "cors", "dns": "dns", "kms": "kms", "aws": "aws"}
_MEANT = {
    "sns": "topic", "sqs": "queue", "fn": "function", "sg": "group", "acl": "acl", "authorizer": "authorizer",
    "ipv": "ip", "tde": "tde", "ttl": "live",
    "customermanagedkey": "kms", "customermasterkey": "kms", "cmk": "kms", "sse": "kms",
}  # fmt: skip
_STEM = 6
"""Letters from which on one word may be another's beginning: replica, replication, replicate."""


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case and the singular."""
    found = (_singular(word.lower()) for part in name.split("_") for word in _WORD.findall(part))
    return tuple(_MEANT.get(word, word) for word in found)


def _singular(word: str) -> str:
    if word in _ACRONYMS:
        return _ACRONYMS[word]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches")):
        return word[:-2]
    return (
        word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
    )


@cache
def related(one: str, other: str) -> bool:
    """Whether two words are the same, or forms of one."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _STEM and long.startswith(short[: max(_STEM, len(short) - 2)])
