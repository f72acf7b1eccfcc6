"""JSON objects inside a text, at any depth of nesting and of strings that hold JSON themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from policywright.knowledge.denials.model import Span

Object: TypeAlias = dict[str, Any]

EFFORT = 12
"""Characters that may be decoded per character of the text; then the scan stops looking for more.

Broken JSON can make every opening brace a false start. The scan is an extra to the sentence scan,
which has no such limit.
"""
_SPARE_EFFORT = 1_000_000
_DEEPEST = 12
_LARGEST = 256_000
"""Longest object that is decoded in one go; of a longer one the objects inside are read one by one."""
_OPENING = re.compile(r"\{\s{0,99}\"")
_DECODER = json.JSONDecoder()


def objects(text: str, wanted: Callable[[Object], bool]) -> Iterator[tuple[Object, Span]]:
    """The outermost wanted objects with their place; one inside a string has its carrier's place."""
    position, effort = _opening(text, 0), EFFORT * len(text) + _SPARE_EFFORT
    while position >= 0 and effort > 0:
        value, length = _decode(text[position : position + _LARGEST])
        effort -= length + _LARGEST // 100
        end = position + length
        if value is None or (not wanted(value) and any(_inside(value, wanted, strings=False))):
            position = _opening(text, position + 1)
            continue
        if wanted(value):
            yield value, (position, end)
        else:
            for inner in _inside(value, wanted, strings=True):
                yield inner, (position, end)
        position = _opening(text, end)


def _opening(text: str, start: int) -> int:
    match = _OPENING.search(text, start)
    return match.start() if match else -1


def _decode(text: str) -> tuple[Object | None, int]:
    """The object at the start of ``text``. A slice: a failure counts the lines before it."""
    try:
        value, end = _DECODER.raw_decode(text)
    except json.JSONDecodeError as error:
        return None, max(error.pos, 1)
    except RecursionError:
        return None, len(text)
    return (value, end) if isinstance(value, dict) else (None, end)


def _inside(
    value: object, wanted: Callable[[Object], bool], *, strings: bool, depth: int = 0
) -> Iterator[Object]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        if depth and wanted(value):
            yield value
            return
        for item in value.values():
            yield from _inside(item, wanted, strings=strings, depth=depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _inside(item, wanted, strings=strings, depth=depth + 1)
    elif strings and isinstance(value, str) and "{" in value:
        begin = value.find("{")
        inner, _ = _decode(value[begin:])
        if inner is not None:
            yield from _inside([inner], wanted, strings=True, depth=depth + 1)
