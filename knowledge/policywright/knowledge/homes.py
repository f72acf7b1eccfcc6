"""Whose a resource is, where a request says it: the account in its ARN.

``registryId`` says it of a repository, ``CatalogId`` of a table, and what within the account's catalog that
is in (``account:s3tablescatalog/bucket``). Which members do is in the store's table (``naming.OWNER``), from
``overlay/_owners.toml``; the binder asks here once it has the ARNs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.knowledge import naming, texts
from policywright.knowledge.paths import select
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.texts import ACCOUNT, REGION, Parts
from policywright.knowledge.values import Hole, Struct, Value, alternatives

ANYWHERE = "*"
"""In place of a member that says a Region: none can."""
_REGION, _ACCOUNT = 3, 4
"""Where an ARN has its Region, and its account."""
_ACCOUNT_ID = regex(r"[0-9]{12}")


@dataclass(frozen=True, slots=True)
class Home:
    """An account, and what within its catalog a thing is in (``s3tablescatalog/bucket``)."""

    account: Parts
    within: Parts = ()


def of(paths: Iterable[str], parameters: Struct) -> Iterator[Home]:
    """Whose members say that it is: an id, what nobody knows, and the caller's where it may not be passed."""
    for path in paths:
        if path == naming.ANYONE:
            yield Home((Hole(kind="unknown"),))
            continue
        inner = path.startswith(naming.WITHIN)
        member, _, elsewhere = path.removeprefix(naming.WITHIN).partition("=")
        found = [item for item in select(parameters, member) if not item.guessed]
        for value in (value for item in found for value in alternatives(item.value)):
            if elsewhere and texts.glob(texts.parts(value)) == elsewhere:
                yield Home((Hole(kind="unknown"),))
                continue
            account, *rest = texts.split(texts.parts(value), ":")
            text = account[0] if len(account) == 1 else None
            if isinstance(text, str) and not _ACCOUNT_ID.fullmatch(text):
                yield Home((ACCOUNT,))
            elif text is None or (inner and not rest and isinstance(text, Hole) and text != ACCOUNT):
                # Of a catalog's id (``account:catalog``) a hole may be more than the account.
                yield Home((Hole(kind="unknown"),))
            else:
                yield Home(account, texts.rejoin(rest, ":") if inner and rest else ())
        if found and not any(item.certain for item in found):
            yield Home((ACCOUNT,))


def at(value: Value, home: Home) -> Value:
    """An ARN of the caller's account in another one; in a catalog its path goes on from that."""
    runs = texts.split(texts.parts(value), ":")
    if len(runs) <= _ACCOUNT + 1 or runs[_ACCOUNT] != (ACCOUNT,):
        return value
    kind, *names = texts.split(runs[_ACCOUNT + 1], "/")
    if home.within and names and kind != ("catalog",):
        runs[_ACCOUNT + 1] = texts.rejoin((kind, home.within, *names), "/")
    return texts.join(texts.rejoin((*runs[:_ACCOUNT], home.account, *runs[_ACCOUNT + 1 :]), ":"))


def beside(value: Value, other: Value) -> Value:
    """A key of the caller's account and Region, of what another ARN names: in its Region, and where that says
    an account in any, since it may be neither the caller's nor the account's own."""
    runs, its = texts.split(texts.parts(value), ":"), texts.split(texts.parts(other), ":")
    if len(runs) <= _ACCOUNT or len(its) <= _ACCOUNT:
        return value
    if runs[_REGION] == (REGION,) and its[_REGION]:
        runs[_REGION] = its[_REGION]
    if runs[_ACCOUNT] == (ACCOUNT,) and its[_ACCOUNT] not in ((), (ACCOUNT,)):
        runs[_ACCOUNT] = (Hole(kind="unknown"),)
    return texts.join(texts.rejoin(runs, ":"))


def in_region(value: Value, path: str, parameters: Struct, *, elsewhere: bool) -> Iterator[Value]:
    """An ARN of the caller's Region in those that a member says; where it may not be passed in its own, or in
    any (``elsewhere``: something else says where it is, as a zone does for a replica)."""
    runs = texts.split(texts.parts(value), ":")
    if len(runs) <= _REGION or runs[_REGION] != (REGION,):
        yield value
        return
    found = [] if path == ANYWHERE else select(parameters, path)
    places = [texts.parts(one) for item in found for one in alternatives(item.value)]
    if elsewhere:
        places = places or [(Hole(kind="unknown"),)]
    elif not any(item.certain for item in found):
        places.append((REGION,))
    for place in places:
        yield texts.join(texts.rejoin((*runs[:_REGION], place, *runs[_REGION + 1 :]), ":"))
