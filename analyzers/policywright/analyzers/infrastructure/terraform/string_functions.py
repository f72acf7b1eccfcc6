"""Terraform's functions of strings and numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import product
from math import prod

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluator import Args, Evaluator, Function
from policywright.analyzers.infrastructure.terraform.regular import compiled
from policywright.analyzers.infrastructure.terraform.traced import (
    LONG,
    MAX_TEXT,
    MISSING,
    Env,
    Listing,
    Mapping,
    Scalar,
    TooLargeError,
    Traced,
    choice,
    concatenated,
    const,
    hole,
    is_missing,
    is_null,
    options,
    scalar,
    spellings,
    string,
    truth,
    unknown,
)
from policywright.analyzers.infrastructure.types import text_of
from policywright.knowledge.values import Hole

_HOLE = "\ue001"
"""Stands for a hole in a text that is searched: a character of the private use area."""
_WIDTH = re.compile(r"\d{1,9}")
_VERB = re.compile(r"%(?:\[(\d+)\])?[-+ #0]*\d*(?:\.\d+)?([svdqtfeg%])")


def format_(template: Traced, args: Args, node: s.Expr) -> Traced:
    text = string(template)
    if text is None:
        return unknown(node=node)
    pieces: list[Traced | str] = []
    at, index = 0, 0
    for match in _VERB.finditer(text):
        pieces.append(text[at : match.start()])
        at = match.end()
        if match.group(2) == "%":
            pieces.append("%")
            continue
        index = int(match.group(1)) if match.group(1) else index + 1
        if any(int(width) > MAX_TEXT for width in _WIDTH.findall(match.group())):
            raise TooLargeError(LONG)
        argument = args[index - 1]
        number = scalar(argument)
        if match.group(2) == "q":
            pieces.extend(('"', argument, '"'))
        elif match.group(2) in "dfeg" and isinstance(number, int | float) and not isinstance(number, bool):
            pieces.append(
                (match.group().replace(f"[{match.group(1)}]", "") if match.group(1) else match.group())
                % number
            )
        else:
            pieces.append(argument)
    pieces.append(text[at:])
    return concatenated(pieces, node)


def formatlist(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    lists = [evaluator.elements(arg) for arg in args[1:]]
    more = any(several[1] for several in lists)
    length = max((len(items) for items, _ in lists if items is not None), default=1)
    rows = [
        format_(
            args[0],
            [items[i] if items is not None else arg for arg, (items, _) in zip(args[1:], lists, strict=True)],
            node,
        )
        for i in range(length)
    ]
    return Listing(items=tuple(rows), open=more)


def join_(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    separator = args[0]
    found: list[Traced] = []
    for several in args[1:]:
        items, more = evaluator.elements(several)
        if items is None or more:
            return evaluator.expression_hole(node, env)
        found.extend(items)
    pieces: list[Traced | str] = []
    for index, item in enumerate(found):
        pieces.extend((separator, item) if index else (item,))
    result = concatenated(pieces, node)
    if len(found) == 1 and isinstance(found[0], Scalar) and isinstance(result, Scalar):
        return Scalar(value=result.value, node=node, document=found[0].document)
    return result


def mapped(change: Callable[[str], str]) -> Function:
    """A function of one string that works character by character (``lower``): it goes into holes by name."""

    def apply(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
        found: list[Traced] = []
        for parts in spellings(args[0]):
            changed: list[str | Hole] = []
            for part in parts:
                if isinstance(part, str):
                    changed.append(change(part))
                elif part.kind in ("account", "region", "partition") and node.name == "lower":
                    changed.append(part)
                elif part.name and part.kind in ("parameter", "reference") and "." in part.name:
                    changed.append(Hole(kind="reference", name=f"{node.name}({part.name})"))
                else:
                    changed.append(Hole(kind="unknown"))
            found.append(Scalar(value=text_of(changed), node=node))
        return choice(found)

    return apply


def known(change: Callable[..., Traced | str | int | bool | None]) -> Function:
    """A function of known strings; with a hole in one of them the whole call is the hole's name."""

    def apply(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
        choices = [options(arg) for arg in args]
        if prod(map(len, choices)) > 16:
            return evaluator.expression_hole(node, env)
        found: list[Traced] = []
        for one in product(*choices):
            known = [string(arg) for arg in one]
            if any(is_null(arg) or is_missing(arg) for arg in one):
                found.append(unknown(MISSING, node))
                continue
            if any(arg is None for arg in known):
                found.append(evaluator.expression_hole(node, env))
                continue
            result = change(*known)
            found.append(const(result, node) if isinstance(result, str | int | None) else result)
        return choice(found)

    return apply


def replace_(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    """``replace``: literal parts are changed, a hole becomes the replacement of itself."""
    search, by = string(args[1]), string(args[2])
    if search is None or by is None:
        return known(_replaced)(evaluator, args, node, env)
    found: list[Traced] = []
    for parts in spellings(args[0]):
        holes = [part for part in parts if isinstance(part, Hole)]
        literal = "".join(_HOLE if isinstance(part, Hole) else part for part in parts)
        if literal == _HOLE or literal.count(_HOLE) != len(holes):
            found.append(evaluator.expression_hole(node, env))
            continue
        pieces = _replaced(literal, search, by).split(_HOLE)
        is_json = pieces[0].lstrip()[:1] in ("{", "[")
        changed = holes if is_json else [_replaced_hole(one, search, by) for one in holes]
        if len(pieces) != len(holes) + 1:
            found.append(hole("unknown", node=node))
            continue
        text: list[str | Hole] = [pieces[0]]
        for one, piece in zip(changed, pieces[1:], strict=True):
            text.extend((one, piece))
        value = Scalar(value=text_of(text), node=node)
        found.append(evaluator.with_json(value, node, env) if is_json else value)
    return choice(found)


def _replaced_hole(one: Hole, search: str, by: str) -> Hole:
    if not one.name or one.kind not in ("parameter", "reference") or "." not in one.name:
        return Hole(kind="unknown")
    return Hole(kind="reference", name=f"replace({one.name}, {json.dumps(search)}, {json.dumps(by)})")


def _replaced(text: str, search: str, by: str) -> str:
    if len(search) > 1 and search.startswith("/") and search.endswith("/"):
        return _substituted(compiled(search[1:-1], text), by, text)
    if len(text) + text.count(search) * (len(by) - len(search)) > MAX_TEXT:
        raise TooLargeError(LONG)
    return text.replace(search, by)


def _substituted(pattern: re.Pattern[str], by: str, text: str) -> str:
    by = re.sub(r"\$\{?(\w+)\}?", r"\\g<\1>", by.replace("\\", "\\\\"))
    length = 0

    def replacement(match: re.Match[str]) -> str:
        nonlocal length
        found = match.expand(by)
        length += len(found)
        if length > MAX_TEXT:
            raise TooLargeError(LONG)
        return found

    return pattern.sub(replacement, text)


def substr(text: str, start: str, length: str) -> str:
    first, count = int(start), int(length)
    return text[first:] if count < 0 else text[first : first + count if first >= 0 else None]


def split(separator: str, text: str) -> Listing:
    return _strings(text.split(separator) if separator else list(text))


def regexall(pattern: str, text: str) -> Listing:
    return _strings(["".join(one) for one in compiled(pattern, text).findall(text)])


def _strings(items: list[str]) -> Listing:
    return Listing(items=tuple(const(item) for item in items))


def regex(pattern: str, text: str) -> Traced:
    match = compiled(pattern, text).search(text)
    if match is None:
        return unknown(MISSING)
    if match.groupdict():
        return Mapping(fields={key: const(value) for key, value in match.groupdict().items()})
    if match.groups():
        return Listing(items=tuple(const(value) for value in match.groups()))
    return const(match.group())


def title(text: str) -> str:
    return re.sub(r"\b\w", lambda match: match.group().upper(), text)


def format_call(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    return format_(args[0], args[1:], node)


def tostring(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    known = string(args[0])
    return args[0] if known is None else const(known, node)


def tobool(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    known = truth(args[0])
    return args[0] if known is None else const(known, node)


def can(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    """Only what certainly fails is known: what doesn't may still, with values of a deployment."""
    return const(False) if is_missing(args[0]) else unknown(node=node)
