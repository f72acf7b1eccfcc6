"""What several roles of one block need: for all of them in one policy, or each in its own.

``count`` and ``for_each`` make a block several roles. What every one of them needs, but for its own key
(``worker-0``, ``worker-1``), is written once, in terms of ``count.index`` or ``each.key``; the rest is
written for the one role that needs it. A template counts only if it gives exactly what each instance needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations

from policywright.analyzers.infrastructure.editing.hcl_text import HclData
from policywright.knowledge.records import dataclass

Statement = dict[str, HclData]
_KEY = re.compile(r'\[(?:(\d+)|"([^"\\$%]+)")\]\Z')
_MOST_PLACES = 8
"""Occurrences of a key in a text up to which every choice is tried (a key ``a`` is in any word)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """How a block's instances are told apart inside of it, and how one is named from outside."""

    argument: str
    own: str
    """``count.index`` or ``each.key``."""

    def index(self, key: str) -> str:
        return f"[{key}]" if self.argument == "count" else f'["{key}"]'


COUNT = Meta(argument="count", own="count.index")
FOR_EACH = Meta(argument="for_each", own="each.key")


def key_of(id: str) -> str | None:
    """The key in a role's id: ``0`` of ``aws_iam_role.worker[0]``."""
    found = _KEY.search(id)
    return None if found is None else found[1] or found[2]


def shared(
    needed: Mapping[str, Sequence[Statement]], meta: Meta
) -> tuple[list[Statement], dict[str, list[Statement]]]:
    """What all instances need, said once, and what is left of each. ``needed`` is by their keys."""
    left = {key: [*statements] for key, statements in needed.items()}
    keys = [*needed]
    common: list[Statement] = []
    for one in needed[keys[0]]:
        for others in _alike(one, [left[key] for key in keys[1:]]):
            found = _general([one, *others], keys, meta)
            if isinstance(found, dict):
                common.append(found)
                for key, statement in zip(keys, (one, *others), strict=True):
                    left[key].remove(statement)
                break
    return common, {key: statements for key, statements in left.items() if statements}


def _alike(one: Statement, left: Sequence[Sequence[Statement]]) -> list[list[Statement]]:
    """For each other instance its statement of the same actions; nothing where one has none."""
    found = [next((other for other in statements if _what(other) == _what(one)), None) for statements in left]
    whole = [other for other in found if other is not None]
    return [whole] if len(whole) == len(found) else []


def _what(statement: Statement) -> tuple[object, object]:
    return statement.get("Sid"), statement["Action"]


def _general(given: Sequence[HclData], keys: Sequence[str], meta: Meta) -> HclData | None:
    """One value that is each of these for its instance; None when there is none."""
    first = given[0]
    if all(other == first for other in given):
        return first
    if isinstance(first, str):
        return _text([one for one in given if isinstance(one, str)], keys, meta)
    if isinstance(first, list):
        lists = [one for one in given if isinstance(one, list) and len(one) == len(first)]
        if len(lists) < len(given):
            return None
        items = [_general(several, keys, meta) for several in zip(*lists, strict=True)]
        return None if None in items else [one for one in items if one is not None]
    mappings = [one for one in given if isinstance(one, dict) and one.keys() == first.keys()]
    if len(mappings) < len(given):
        return None
    fields = {key: _general([one[key] for one in mappings], keys, meta) for key in first}
    return None if None in fields.values() else {key: one for key, one in fields.items() if one is not None}


def _text(given: Sequence[str], keys: Sequence[str], meta: Meta) -> str | None:
    """An expression that gives each instance's text, with the key where the block says it."""
    if len(given) < len(keys):
        return None
    first, key = given[0], keys[0]
    places = [one.start() for one in re.finditer(re.escape(key), first)]
    if len(places) > _MOST_PLACES:
        return None
    for size in range(len(places), 0, -1):
        for chosen in combinations(places, size):
            pieces = _cut(first, chosen, len(key))
            if all(other.join(pieces) == text for other, text in zip(keys, given, strict=True)):
                return _written(pieces, key, meta)
    return None


def _cut(text: str, places: Sequence[int], length: int) -> list[str]:
    """The text around some places."""
    pieces: list[str] = []
    at = 0
    for place in places:
        pieces.append(text[at:place])
        at = place + length
    return [*pieces, text[at:]]


def _written(pieces: Sequence[str], key: str, meta: Meta) -> str | None:
    """The pieces with the block's own name for the key between them: in a string, or as an index."""
    before, after = meta.index(key).split(key)
    done = ""
    for index, piece in enumerate(pieces[:-1]):
        text = done + piece
        if _is_in_string(text):
            done = f"{text}${{{meta.own}}}"
            continue
        if not (text.endswith(before) and pieces[index + 1].startswith(after)):
            return None
        # The quotes of ``["orders"]`` go: ``[each.key]``.
        done = text.removesuffix(before) + "[" + meta.own
        if len(after) > 1:
            pieces = [*pieces[: index + 1], pieces[index + 1][len(after) - 1 :], *pieces[index + 2 :]]
    return done + pieces[-1]


def _is_in_string(text: str) -> bool:
    """Whether an expression, begun so, goes on inside of a string and not of an interpolation in one."""
    quoted: list[bool] = [False]
    at = 0
    while at < len(text):
        two = text[at : at + 2]
        if quoted[-1] and text[at] == "\\":
            at += 2
            continue
        if quoted[-1] and two == "${" and text[at - 1 : at] != "$":
            quoted.append(False)
            at += 2
            continue
        if text[at] == '"':
            if quoted[-1]:
                quoted.pop()
            else:
                quoted.append(True)
        elif text[at] == "}" and not quoted[-1] and len(quoted) > 1:
            quoted.pop()
        at += 1
    return quoted[-1]


__all__ = ["COUNT", "FOR_EACH", "Meta", "Statement", "key_of", "shared"]
