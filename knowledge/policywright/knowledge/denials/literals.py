"""Which words a pattern cannot match without: a text that lacks them is not scanned for it.

Tables of a hundred patterns go over texts of megabytes that hold nothing of what most of them look for. A
plain
search for a word costs a hundredth of a regular expression's. Only what is certain is taken from a pattern:
runs of plain characters, of every branch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

_SHORTEST = 3
"""A shorter run is found in any text."""
_QUANTIFIED = "?*{"
_BREAKS = "^$.+"


Needs: TypeAlias = tuple[tuple[str, ...], ...]
"""Sets of words: every text that a pattern matches has all of one of them. None: that cannot be told."""


def required(pattern: str) -> Needs:
    """What every text has that the pattern matches."""
    found: list[tuple[str, ...]] = []
    for branch in _branches(pattern):
        needs = _of_branch(branch)
        if not needs:
            return ()
        found += needs
    return tuple(found)


def _of_branch(branch: str) -> Needs:
    words = [run for run in _runs(branch) if len(run) >= _SHORTEST]
    groups = [required(group) for group in _groups(branch)]
    words += [word for needs in groups if len(needs) == 1 for word in needs[0]]
    if words:
        return (tuple(words),)
    return next((needs for needs in groups if needs), ())


def _groups(branch: str) -> list[str]:
    """What stands in the groups of an alternative that have to match, as they are written."""
    result: list[str] = []
    begin = -1
    for index, depth in _walk(branch):
        if depth == 1 and branch[index] == "(":
            begin = index
        elif depth == 1 and branch[index] == ")" and begin >= 0:
            opened = _OPENS.match(branch, begin)
            if opened is not None and branch[index + 1 : index + 2] not in tuple(_QUANTIFIED):
                result.append(branch[opened.end() : index])
    return result


_OPENS = re.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")
"""How a group begins that matches what stands in it, in the case that it is written in."""


class Scan:
    """A pattern that goes over those texts only that have what it needs."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = re.compile(pattern, flags)
        self._anyhow = bool(flags & re.IGNORECASE)
        self.needs = required(pattern.lower() if self._anyhow else pattern)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in a text."""
        return self.pattern.finditer(text) if self.may_match(text) else iter(())

    def search(self, text: str) -> re.Match[str] | None:
        """The first of them."""
        return self.pattern.search(text) if self.may_match(text) else None

    def may_match(self, text: str) -> bool:
        """Whether the text has what the pattern needs. Asked of each pattern and text: no generators."""
        searched = text.lower() if self._anyhow else text
        for words in self.needs:
            for word in words:
                if word not in searched:
                    break
            else:
                return True
        return not self.needs


def _branches(pattern: str) -> list[str]:
    """The alternatives of a pattern, outside of groups and classes."""
    result, begin = [], 0
    for index, depth in _walk(pattern):
        if pattern[index] == "|" and not depth:
            result.append(pattern[begin:index])
            begin = index + 1
    return [*result, pattern[begin:]]


def _runs(branch: str) -> list[str]:
    """The runs of plain characters in one alternative that are not optional."""
    result, run = [], ""
    walked = list(_walk(branch))
    for position, (index, depth) in enumerate(walked):
        size = walked[position + 1][0] - index if position + 1 < len(walked) else len(branch) - index
        plain = "" if depth else _plain(branch[index : index + size])
        after = branch[index + size : index + size + 1]
        if not plain or after in tuple(_QUANTIFIED):
            result.append(run)
            run = ""
        elif after == "+":
            result.append(run + plain)
            run = ""
        else:
            run += plain
    return [*result, run]


def _plain(token: str) -> str:
    """The character that a token stands for, if it stands for one."""
    if len(token) == 2 and token[0] == "\\":
        return "" if token[1].isalnum() else token[1]
    return token if len(token) == 1 and token not in "^$.+?*{}|()[]\\ " else ""


def _walk(pattern: str) -> list[tuple[int, int]]:
    """Where each token begins, and in how many groups it is; a class is one token, in a group of its own."""
    result: list[tuple[int, int]] = []
    index = depth = 0
    while index < len(pattern):
        character = pattern[index]
        if character == "\\":
            result.append((index, depth))
            index += 2
        elif character == "[":
            result.append((index, depth + 1))
            index = _class_end(pattern, index)
        elif character == "{" and (counted := re.compile(r"\{\d*,?\d*\}").match(pattern, index)):
            result.append((index, depth + 1))
            index = counted.end()
        else:
            depth -= character == ")"
            result.append((index, depth + (character in "()")))
            depth += character == "("
            index += 1
    return result


def _class_end(pattern: str, index: int) -> int:
    index += 1
    index += pattern.startswith("^", index)
    index += pattern.startswith("]", index)
    while pattern[index] != "]":
        index += 1 + (pattern[index] == "\\")
    return index + 1
