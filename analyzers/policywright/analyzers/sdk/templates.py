"""Texts with holes against patterns and templates: what tables of libraries say of names, URLs and ARNs.

All values are those that leave the engine (``knowledge.values``); a template is text with ``${name}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.knowledge import values as out
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Bindings: TypeAlias = dict[str, out.Value]

MAX_SETS = 16
"""Combinations of alternatives that one call is looked at for. What there is more of is looked at together;
the alternatives of one argument alone are as many as they are."""

_HOLE = regex("\x00(\\d+)\x01")
_TEMPLATE = regex(r"\$\{([^}]+)\}")
_PLACES = {
    "*": out.Hole(kind="unknown"),
    "Region": out.Hole(kind="region"),
    "Account": out.Hole(kind="account"),
    "Partition": out.Hole(kind="partition"),
}


def flat(value: out.Value) -> Iterator[out.Value]:
    """Alternatives, and the items of sequences: several paths to read are as many reads."""
    for option in out.alternatives(value):
        if isinstance(option, out.Items):
            for item in option.values:
                yield from flat(item)
        else:
            yield option


def matched(pattern: re.Pattern[str], value: out.Value, *, loose: bool) -> Bindings | None:
    """The pattern's groups in a text; holes stand for themselves and match what a name can hold."""
    parts = parts_of(value)
    if parts is None or (len(parts) == 1 and isinstance(parts[0], out.Hole)):
        if not loose:
            return None
        return {name: out.Unknown("argument") for name in pattern.groupindex}
    holes = [part for part in parts if isinstance(part, out.Hole)]
    number = iter(range(len(holes)))
    written = "".join(part if isinstance(part, str) else f"\x00{next(number)}\x01" for part in parts)
    found = pattern.match(written)
    if found is None:
        return None
    result: Bindings = {}
    for name in pattern.groupindex:
        text = found.group(name)
        if text:
            result[name] = _restored(text, holes)
        elif text is not None and found.start(name) and written[found.start(name) - 1] == "\x01":
            # What follows a hole directly may be part of what the hole stands for.
            result[name] = out.Text((out.Hole(kind="unknown"),))
        elif text is not None:
            result[name] = out.Const("")
    return result


def combined(sets: list[Bindings], more: list[Bindings]) -> list[Bindings]:
    """Each set with each of others. Of too many combinations each has what any of the others binds."""
    if len(sets) > 1 and len(sets) * len(more) > MAX_SETS:
        more = _together(more)
    return [{**one, **other} for one in sets for other in more]


def _together(sets: list[Bindings]) -> list[Bindings]:
    """One set for all that bind the same names."""
    alike: dict[tuple[str, ...], list[Bindings]] = {}
    for one in sets:
        alike.setdefault(tuple(sorted(one)), []).append(one)
    return [
        {
            name: out.one_of(option for one in group for option in out.alternatives(one[name]))
            for name in names
        }
        for names, group in alike.items()
    ]


def parts_of(value: out.Value) -> tuple[str | out.Hole, ...] | None:
    match value:
        case out.Const(value=str(text)):
            return (text,)
        case out.Text(parts=parts):
            return parts
    return None


def _restored(text: str, holes: list[out.Hole]) -> out.Value:
    parts: list[str | out.Hole] = []
    last = 0
    for found in _HOLE.finditer(text):
        if found.start() > last:
            parts.append(text[last : found.start()])
        parts.append(holes[int(found.group(1))])
        last = found.end()
    if last < len(text):
        parts.append(text[last:])
    if len(parts) == 1 and isinstance(parts[0], str):
        return out.Const(parts[0])
    return out.Text(tuple(parts))


# --- templates ---


def fill(template: str, bindings: Bindings, *, lenient: bool = False) -> out.Value | None:
    """A template with its values; None when one of them was not passed, unless that may be anything."""
    whole = _TEMPLATE.fullmatch(template)
    if whole and whole.group(1) not in _PLACES:
        return bindings.get(whole.group(1))
    variants: list[tuple[str | out.Hole, ...]] = [()]
    last = 0
    for found in _TEMPLATE.finditer(template):
        literal = template[last : found.start()]
        pieces = _pieces(found.group(1), bindings)
        if pieces is None and not lenient:
            return None
        if not pieces or (min(len(variants), len(pieces)) > 1 and len(variants) * len(pieces) > MAX_SETS):
            pieces = [(out.Hole(kind="unknown"),)]
        variants = [(*v, literal, *piece) for v in variants for piece in pieces]
        last = found.end()
    results = dict.fromkeys(_joined((*variant, template[last:])) for variant in variants)
    return next(iter(results)) if len(results) == 1 else out.OneOf(tuple(results))


def _pieces(name: str, bindings: Bindings) -> list[tuple[str | out.Hole, ...]] | None:
    if name in _PLACES:
        return [(_PLACES[name],)]
    value = bindings.get(name)
    if value is None:
        return None
    unknown: tuple[str | out.Hole, ...] = (out.Hole(kind="unknown"),)
    return [parts_of(option) or unknown for option in flat(value)] or [unknown]


def _joined(parts: tuple[str | out.Hole, ...]) -> out.Value:
    merged: list[str | out.Hole] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    if all(isinstance(part, str) for part in merged):
        return out.Const("".join(str(part) for part in merged))
    return out.Text(tuple(merged))
