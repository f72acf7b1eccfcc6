"""Words of commands: cut, put together, and read as the notations that the AWS CLI takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from policywright.knowledge import texts
from policywright.knowledge.regex import regex
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import (
    Const,
    Hole,
    Items,
    OneOf,
    Struct,
    Text,
    Unknown,
    Value,
    alternatives,
    one_of,
)

ANYTHING = Unknown("command")
_FIRST = 0xE000
_LAST = 0xF8FF
"""Characters of Unicode's private use: each stands for a hole while a text is parsed."""
_HOLES = regex("([\ue000-\uf8ff])")
_KEY = regex(r"[A-Za-z][\w.:-]*=")
MAX_WAYS = 32
"""Combinations of words that are looked at each by itself; more are one command of which less is known."""


class Masked:
    """Texts with holes as plain texts, in which characters stand for the holes."""

    def __init__(self) -> None:
        self._holes: list[Hole] = []

    def text(self, value: Value) -> str:
        """A value as a text; what is no string is a hole."""
        return "".join(piece if isinstance(piece, str) else self._mark(piece) for piece in texts.parts(value))

    def _mark(self, hole: Hole) -> str:
        if hole not in self._holes:
            self._holes.append(hole)
        at = self._holes.index(hole)
        return chr(_FIRST + at) if _FIRST + at < _LAST else chr(_LAST)

    def value(self, text: str) -> Value:
        """The value that a part of such a text stands for."""
        return texts.join(self._pieces(text))

    def _pieces(self, text: str) -> Iterator[str | Hole]:
        for piece in _HOLES.split(text):
            at = ord(piece) - _FIRST if len(piece) == 1 else -1
            if 0 <= at < len(self._holes):
                yield self._holes[at]
            else:
                # What stood for no hole was in the text itself.
                yield piece if at != _LAST - _FIRST else Hole(kind="unknown")


def literal(word: Value) -> str | None:
    """The text of a word that is known."""
    return word.value if isinstance(word, Const) and isinstance(word.value, str) else None


def pieces(word: Value) -> Parts:
    """A word as literal parts and holes, an ARN too as it stands."""
    return word.parts if isinstance(word, Text) else texts.parts(word)


def ways(words: Sequence[Value], leading: int) -> list[tuple[Value, ...]]:
    """Each combination of the first words, and of those that may be options; others stay as they are."""
    choices = [
        _alternatives(word) if at < leading or _may_be_option(word) else (word,)
        for at, word in enumerate(words)
    ]
    count = 1
    for choice in choices:
        count *= len(choice)
    return list(product(*choices)) if 0 < count <= MAX_WAYS else [tuple(words)]


def _alternatives(word: Value) -> tuple[Value, ...]:
    """What a word may be; nobody starts a command with a null in it."""
    found = tuple(alternatives(word))
    return tuple(one for one in found if one != Const(None)) or found


def _may_be_option(word: Value) -> bool:
    return isinstance(word, OneOf) and any((literal(one) or "").startswith("-") for one in alternatives(word))


def structured(words: Sequence[Value], *, many: bool) -> Value:
    """What words pass that are JSON or the CLI's short notation (``Key=k,Value=v``); ``many`` for a list.

    AWS CLI user guide, "Specifying parameter values" and "Shorthand syntax".
    """
    found = [_structured(word) for word in words]
    if not many:
        return found[0] if found else Const("")
    if len(found) == 1 and isinstance(found[0], Items):
        return found[0]
    opened = any(isinstance(one, Unknown) for one in found)
    return Items(tuple(one for one in found if not isinstance(one, Unknown)), opened)


def _structured(word: Value) -> Value:
    if isinstance(word, OneOf):
        return one_of(_structured(one) for one in alternatives(word))
    masked = Masked()
    text = masked.text(word)
    if text.startswith(("file://", "fileb://")):
        return ANYTHING
    if text.lstrip()[:1] in ("{", "["):
        try:
            return _of_json(json.loads(text, strict=False), masked)
        except (ValueError, RecursionError):
            return ANYTHING
    return _shorthand(text, masked) if _KEY.match(text) else word


def _of_json(found: object, masked: Masked) -> Value:
    match found:
        case dict():
            known = [(name, item) for name, item in found.items() if not _HOLES.search(name)]
            fields = tuple((str(name), _of_json(item, masked)) for name, item in known)
            return Struct(fields, open=len(known) < len(found))
        case list():
            return Items(tuple(_of_json(item, masked) for item in found))
        case str():
            return masked.value(found)
        case bool() | int() | float() | None:
            return Const(found)
    return ANYTHING


_TOKEN = regex(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([^,\]\}=\[\{]+)|(.)""", re.DOTALL)


def _shorthand(text: str, masked: Masked) -> Value:
    try:
        tokens = [(quoted[1:-1] if quoted else bare or mark, bool(mark))
                  for quoted, bare, mark in _TOKEN.findall(text)]  # fmt: skip
        return _Shorthand(tokens, masked).fields(None)
    except (IndexError, RecursionError, ValueError):
        return ANYTHING


class _Shorthand:
    """``Key=value,Key=a,b,Key=[a,b],Key={Key=value}``."""

    def __init__(self, tokens: list[tuple[str, bool]], masked: Masked) -> None:
        self._tokens = tokens
        self._masked = masked
        self._at = 0

    def fields(self, end: str | None) -> Struct:
        found: dict[str, Value] = {}
        while self._at < len(self._tokens) and not self._is(end):
            name = self._take()
            if not self._is("="):
                raise ValueError(name)
            self._at += 1
            found[name.strip()] = self._value(end)
            if not self._is(",") and not self._is(end) and self._at < len(self._tokens):
                raise ValueError(name)
            self._at += self._is(",")
        return Struct(tuple(found.items()))

    def _value(self, end: str | None) -> Value:
        values = [self._one()]
        # Further texts without a ``=`` after them belong to the same list.
        while self._is(",") and self._at + 1 < len(self._tokens) and not self._names(self._at + 1):
            self._at += 1
            values.append(self._one())
        return values[0] if len(values) == 1 else Items(tuple(values))

    def _one(self) -> Value:
        if self._is("["):
            self._at += 1
            items: list[Value] = []
            while not self._is("]"):
                before = self._at
                items.append(self._one())
                if self._is(","):
                    self._at += 1
                if self._at == before:
                    raise ValueError("a list without an end")
            self._at += 1
            return Items(tuple(items))
        if self._is("{"):
            self._at += 1
            found = self.fields("}")
            self._at += 1
            return found
        text = ""
        # A text may hold ``=`` but for its beginning (``arn=...==``).
        while self._at < len(self._tokens) and self._mark() not in (",", "]", "}"):
            text += self._take()
        return self._masked.value(text)

    def _names(self, at: int) -> bool:
        """A name and ``=`` follow."""
        following = self._tokens[at + 1 : at + 2]
        return not self._tokens[at][1] and following == [("=", True)]

    def _mark(self) -> str | None:
        text, mark = self._tokens[self._at]
        return text if mark else None

    def _is(self, mark: str | None) -> bool:
        return mark is not None and self._at < len(self._tokens) and self._mark() == mark

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][0]


def joined(words: Iterable[Value]) -> Value:
    """Values as one text; each combination of alternatives by itself, as long as they are few."""
    choices = [tuple(alternatives(word)) for word in words]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > MAX_WAYS:
        choices = [choice if len(choice) == 1 else (ANYTHING,) for choice in choices]
    return one_of(texts.join(piece for word in way for piece in pieces(word)) for way in product(*choices))
