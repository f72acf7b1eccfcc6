"""Questions in plain words: what is asked about stands inside a sentence, or is only described.

``what does s3 sync need`` asks about a command, ``send message to sqs`` about an operation, ``read a secret``
about an action by what it does. Names inside are looked up as if they had been asked alone; only where there
are none, actions are searched for by their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from policywright.knowledge.catalog import Action, Catalog
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import Store
from policywright.server.helper_calls import bare
from policywright.server.published import Json

_FRAME = frozenset((
    "a", "about", "action", "actions", "all", "allow", "amazon", "allowed",
    "allows", "an", "and", "any", "api",
    "are", "be", "by", "call", "calling", "calls", "can", "code", "could", "do", "does", "for", "from",
    "give", "grant", "has", "have", "how", "i", "iam", "if", "in", "is", "it", "its", "me", "minimal",
    "minimum", "my", "necessary", "need", "needed", "needs", "of", "on", "one", "or", "order", "our",
    "permission", "permissions", "please", "policies", "policy", "privilege", "privileges", "program",
    "require", "required", "requires", "right", "rights", "service", "should", "some", "support",
    "supports", "take", "takes", "that", "the", "them", "there", "this", "to", "under", "use", "used",
    "uses", "using", "want", "what", "when", "which", "who", "why", "will", "with", "work", "works",
    "would", "you", "your",
))  # fmt: skip
"""Words of the question, not of what is asked about."""
_OF_NAMES = frozenset(("amazon", "aws", "service"))
"""Words of services' names that tell none from another."""
_ENDS = "?!.,;:'\"`\u201c\u201d\u2018\u2019"
_CODE = re.compile(r"\w+[.:_]\w|\w+\(|[a-z][A-Z]|[A-Z][a-z]+[A-Z]")
"""How a word looks that is written in a program or a policy."""
_ACTION = re.compile(r"[\w-]+:[A-Za-z*?][\w*?]*")
"""An action, or a pattern, in a list of them."""
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_ALIKE = {
    "upload": ("put",), "write": ("put", "write"), "save": ("put",), "store": ("put",),
    "download": ("get",), "read": ("get", "read"), "fetch": ("get",), "retrieve": ("get",),
    "pull": ("get",), "push": ("put",),
    "show": ("get", "describe"), "call": ("invoke",), "run": ("run", "invoke", "start"),
    "execute": ("execute", "invoke", "start"), "trigger": ("invoke", "start"),
    "remove": ("delete", "remove"), "add": ("create", "put", "add"), "make": ("create",),
    "edit": ("update",), "change": ("update", "modify"), "emit": ("put", "publish"), "file": ("object",),
    "queue": ("queue", "message"),
}  # fmt: skip
"""Words of people to those of AWS's names."""
_MAX_SERVICES = 5
_MAX_OF_ONE = 8
"""Actions shown of one service: the best."""


def asked_within(store: Store, question: str) -> Iterator[tuple[str, ...]]:
    """What a sentence may ask about, likeliest first; several names are asked about together."""
    if len(several := _ACTION.findall(question)) > 1 and not _ACTION.sub("", question).strip("[]\"'`,; \n"):
        yield tuple(several)
    if (plain := bare(question)) is not None:
        yield (plain,)
    said = [word.strip(_ENDS) or word for word in question.split()]
    core = _without_frame(said)
    if core and core != question.split():
        yield (" ".join(core),)
    words = [word for word in core if word.lower() not in _FRAME]
    if len(words) > 1:
        operations, catalog = Operations(store), Catalog(store)
        for word in words:
            plain = word.lower()
            if catalog.service(plain) or plain in operations.services() or operations.service_by_id(plain):
                rest = [other.lower() for other in words if other is not word]
                yield (f"{plain} {' '.join(rest)}",)
                yield (f"{plain}.{'_'.join(rest)}",)
    if len(said) > 1:
        yield tuple(word for word in core if _CODE.search(word))
    if len(words) > 1:
        yield ("_".join(words).lower(),)
        yield ("".join(words).lower(),)
        # ``step functions``: what people know of a service's name.
        called = frozenset(_stem(word.lower()) for word in words)
        names = {one.prefix: _words(one.name) - _OF_NAMES for one in catalog.services()}
        yield tuple(prefix for prefix, name in names.items() if called == name)
        # ``API Gateway``: AWS calls it ``Amazon API Gateway Management``.
        more = tuple(prefix for prefix, name in names.items() if called < name)
        yield more if len(more) <= _MAX_SERVICES else ()


def _without_frame(words: list[str]) -> list[str]:
    """Without what stands around it: ``what does``, ``need``."""
    rest = words[len(list(takewhile(_is_frame, words))) :]
    return rest[: len(rest) - len(list(takewhile(_is_frame, reversed(rest))))]


def _is_frame(word: str) -> bool:
    return word.lower() in _FRAME


# --- search ---


class _Found(NamedTuple):
    """How well an action fits: the more of a field the better, the first field first."""

    in_name: int
    """Words of the question that its name has."""
    strong: int
    """Those, and the words that its service's name has."""
    spare: int
    """Words of its name that were not asked for, counted down."""
    action: Action


def search(store: Store, question: str) -> Iterator[Json]:
    """Actions that have all of a question's words in name, service or description; the best service first."""
    words = [word.strip(_ENDS).lower() for word in question.split()]
    words = [word for word in words if word and word not in _FRAME]
    if len(words) < 2 or not all(re.fullmatch(r"[\w-]+", word) for word in words):
        return
    wanted = [_variants(word) for word in words]
    anything = frozenset().union(*wanted)
    catalog = Catalog(store)
    best: list[list[_Found]] = []
    for service in catalog.services():
        named = _words(f"{service.name} {service.prefix}")
        names = (
            name for name in catalog.action_names(service.prefix) if not anything.isdisjoint(_parts(name))
        )
        actions = filter(None, (catalog.action(f"{service.prefix}:{name}") for name in names))
        fitting = [_fit(wanted, action, named) for action in actions]
        best.append(sorted(filter(None, fitting), key=_rank)[:_MAX_OF_ONE])
    most = max((one.in_name for found in best for one in found), default=0)
    ranked = sorted(
        (found for found in best if found and found[0].in_name == most), key=lambda one: _rank(one[0])
    )
    for found in ranked[:_MAX_SERVICES]:
        levels: dict[str, list[str]] = {}
        for one in found:
            if one.in_name == most:
                levels.setdefault(one.action.access_level, []).append(one.action.name)
        prefix = found[0].action.prefix
        yield {
            "kind": "actions",
            "title": f"actions of {prefix} that {' '.join(words)!r} may mean (found by words)",
            "service": prefix,
            "count": sum(map(len, levels.values())),
            "actions": levels,
        }


def _rank(found: _Found) -> tuple[int, int, int, str]:
    return -found.in_name, -found.strong, -found.spare, found.action.full_name


def _fit(wanted: list[frozenset[str]], action: Action, service: frozenset[str]) -> _Found | None:
    """How an action fits; None where a word is nowhere, or its name has none of them."""
    name = _parts(action.name)
    in_name = sum(bool(variants & name) for variants in wanted)
    weak = [variants for variants in wanted if not variants & name and not variants & service]
    about = _about(action) if in_name and weak else frozenset()
    if not in_name or not all(variants & about for variants in weak):
        return None
    return _Found(in_name, len(wanted) - len(weak), in_name - len(name), action)


def _parts(name: str) -> frozenset[str]:
    """The words of an action's name."""
    return frozenset(_stem(part.lower()) for part in _CAMEL.findall(name))


def _about(action: Action) -> frozenset[str]:
    return _words(f"{action.description} {action.access_level}")


def _words(text: str) -> frozenset[str]:
    return frozenset(map(_stem, re.findall(r"[a-z0-9]+", text.lower())))


def _variants(word: str) -> frozenset[str]:
    stem = _stem(word)
    return frozenset(map(_stem, (stem, *_ALIKE.get(stem, ()), *_ALIKE.get(word, ()))))


def _stem(word: str) -> str:
    """A word without its plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
