"""The functions of overlay templates (``${last:QueueUrl}``), on texts with holes.

Applied to the literal parts where that is certain; where it isn't, the hole stays.
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.knowledge import texts
from policywright.knowledge.regex import regex
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Hole

_DEFAULT = "default="
_EACH = "each"
_ABOVE = "above"
_IPAM = "ipam"
HOME = "home"
"""Of a member that only says where the thing is: its Region and account, and nothing of its name."""


def is_function(name: str) -> bool:
    return name in _FUNCTIONS or name in (_EACH, _ABOVE, _IPAM, HOME) or name.startswith(_DEFAULT)


def default_of(functions: tuple[str, ...]) -> str | None:
    """The TEXT of ``default=TEXT`` among a variable's functions."""
    return next((name[len(_DEFAULT) :] for name in functions if name.startswith(_DEFAULT)), None)


def several(functions: tuple[str, ...], pieces: Parts) -> list[Parts]:
    """The texts between commas for ``each`` among a variable's functions, the domains of an address for
    ``above``, what begins with ``ipam`` for that, else the one text."""
    if _ABOVE in functions:
        return _domains(pieces)
    if _IPAM in functions:
        first = pieces[0] if pieces else ""
        return [pieces] if isinstance(first, Hole) or first.startswith(_IPAM) else []
    if _EACH not in functions:
        return [pieces]
    runs = [
        tuple(piece.strip() if isinstance(piece, str) else piece for piece in run)
        for run in texts.split(pieces, ",")
    ]
    return [run for run in runs if any(run)]


def _domains(pieces: Parts) -> list[Parts]:
    """The domain of an address, and those that it is in, but for the last label alone."""
    labels = texts.split(_domain(_email(pieces)), ".")
    return [texts.rejoin(labels[at:], ".") for at in range(max(1, len(labels) - 1))]


def apply(name: str, pieces: Parts) -> Parts:
    function = _FUNCTIONS.get(name)
    return function(pieces) if function else pieces


def _last(pieces: Parts) -> Parts:
    return texts.split(pieces, "/")[-1]


def _first(pieces: Parts) -> Parts:
    return texts.split(pieces, "/")[0]


def _tail(pieces: Parts) -> Parts:
    return texts.rejoin(texts.split(pieces, "/")[1:], "/")


def _noslash(pieces: Parts) -> Parts:
    return texts.without_suffix(texts.without_prefix(pieces, "/"), "/")


def _unspaced(pieces: Parts) -> Parts:
    """Without spaces at both ends, which some services take off themselves."""
    first, last = (pieces[0], pieces[-1]) if pieces else ("", "")
    if isinstance(first, str):
        pieces = (first.lstrip(), *pieces[1:])
    if isinstance(last, str):
        pieces = (*pieces[:-1], str(pieces[-1]).rstrip())
    return tuple(piece for piece in pieces if piece != "")


def _unrooted(pieces: Parts) -> Parts:
    return texts.without_prefix(pieces, "/")


def _noscheme(pieces: Parts) -> Parts:
    return texts.without_prefix(texts.without_prefix(pieces, "https://"), "http://")


def _unversioned(pieces: Parts) -> Parts:
    """``name:3`` -> ``name``; in an ARN the seventh field is the version, or the eighth after a type."""
    runs = texts.split(pieces, ":")
    plain = _arn_fields(runs) if texts.is_arn(pieces) else 1
    return texts.rejoin(runs[:plain], ":") if len(runs) > plain else pieces


def _versioned(pieces: Parts) -> Parts:
    """``name`` -> ``name:*``; a text with a version, or ending in a hole that may have one, stays."""
    runs = texts.split(pieces, ":")
    plain = _arn_fields(runs) if texts.is_arn(pieces) else 1
    if len(runs) > plain or not pieces or isinstance(pieces[-1], Hole):
        return pieces
    return (*pieces, ":*")


def _arn_fields(runs: list[Parts]) -> int:
    return 6 if len(runs) > 5 and "/" in texts.glob(runs[5]) else 7


def _undot(pieces: Parts) -> Parts:
    runs = texts.split(pieces, ".")
    return texts.rejoin(runs[1:], ".") if len(runs) > 1 else pieces


def _email(pieces: Parts) -> Parts:
    """The address in ``Name <a@b>``; with a name that has holes, what stands in the brackets."""
    last = pieces[-1] if pieces else ""
    if isinstance(last, str) and last.rstrip().endswith(">"):
        inside = texts.split(pieces, "<")
        if len(inside) > 1:
            return texts.split(inside[-1], ">")[0]
    return pieces


def _domain(pieces: Parts) -> Parts:
    """What follows the ``@``, which may be inside of a hole."""
    *address, domain = texts.split(pieces, "@")
    whole = not address and any(isinstance(piece, Hole) for piece in pieces)
    return (Hole(kind="unknown"),) if whole else domain


def _s3bucket(pieces: Parts) -> Parts:
    return texts.split(_without_s3(pieces), "/")[0]


def _s3key(pieces: Parts) -> Parts:
    runs = texts.split(_without_s3(pieces), "/")
    return texts.rejoin(runs[1:], "/") or ("*",)


_S3_HOST = regex(r"s3([.-][a-z0-9-]+)?\.amazonaws\.com(\.cn)?\Z")


def _without_s3(pieces: Parts) -> Parts:
    """Bucket and key of ``s3://BUCKET/KEY``, of ARNs and https addresses of S3; ``*/*`` of any other address.

    Amazon S3 user guide, "Methods for accessing a bucket": virtual-hosted style and path style.
    """
    if texts.is_arn(pieces):
        return texts.split(pieces, ":::")[-1]
    path = texts.without_prefix(texts.without_prefix(pieces, "s3://"), "s3a://")
    bare = texts.without_prefix(path, "https://")
    if bare == path:
        return ("*/*",) if "://" in texts.glob(path) else path
    host, *key = texts.split(bare, "/")
    end = host[-1] if host else ""
    if isinstance(end, str) and len(host) == 1 and _S3_HOST.match(end):
        return texts.rejoin(key, "/")
    at = end.rfind(".s3") if isinstance(end, str) else -1
    if isinstance(end, str) and at >= 0 and _S3_HOST.match(end[at + 1 :]):
        bucket = (*host[:-1], end[:at]) if at else host[:-1]
        return texts.rejoin([bucket, *key], "/")
    return ("*/*",)


def _undomain(pieces: Parts) -> Parts:
    """``bucket.s3.amazonaws.com`` -> ``bucket``."""
    return texts.split(pieces, ".s3.")[0]


def _given(pieces: Parts) -> Parts:
    """What is no ARN is a name, and says nothing of the id in the ARN."""
    return pieces if texts.is_arn(pieces) else (Hole(kind="unknown"),)


def _parent(pieces: Parts) -> Parts:
    """The ARN of what a thing belongs to, whose ARN goes on after a colon: the topic of a subscription."""
    return (
        texts.rejoin(texts.split(pieces, ":")[:-1], ":") if texts.is_arn(pieces) else (Hole(kind="unknown"),)
    )


def _resolved(pieces: Parts) -> Parts:
    """``resolve:ssm:/images/base:3`` -> ``/images/base:3``; of anything else nothing is known."""
    bare = texts.without_prefix(pieces, "resolve:ssm:")
    return bare if bare != pieces else (Hole(kind="unknown"),)


def _ecr_account(pieces: Parts) -> Parts:
    """Whose registry an image is in: ``ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME:TAG``."""
    account, *rest = texts.split(pieces, ".dkr.ecr.")
    return account if rest else (Hole(kind="unknown"),)


def _ecr_name(pieces: Parts) -> Parts:
    """The repository of an image, without its tag or digest."""
    _, *rest = texts.split(pieces, ".dkr.ecr.")
    if not rest:
        return (Hole(kind="unknown"),)
    _, *path = texts.split(rest[0], "/")
    return texts.split(texts.split(texts.rejoin(path, "/"), "@")[0], ":")[0] or (Hole(kind="unknown"),)


_FUNCTIONS: dict[str, Callable[[Parts], Parts]] = {
    "last": _last,
    "first": _first,
    "tail": _tail,
    "noslash": _noslash,
    "unrooted": _unrooted,
    "unspaced": _unspaced,
    "noscheme": _noscheme,
    "unversioned": _unversioned,
    "versioned": _versioned,
    "undot": _undot,
    "email": _email,
    "domain": _domain,
    "s3bucket": _s3bucket,
    "s3key": _s3key,
    "given": _given,
    "parent": _parent,
    "resolved": _resolved,
    "undomain": _undomain,
    "ecraccount": _ecr_account,
    "ecrname": _ecr_name,
}
