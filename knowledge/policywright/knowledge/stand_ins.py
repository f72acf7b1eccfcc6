"""What stands where a name is to be filled in (``BUCKET_NAME``, ``your-table``, ``<queue>``) is no name.

The words are in ``stand_in_words``. A part of an ARN that reads so becomes a hole that keeps the word: for
those who compare, it is not known; people are told why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from policywright.knowledge import stand_in_words as known
from policywright.knowledge import texts
from policywright.knowledge.regex import regex
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Hole, Text, Value

_SERVICE, _RESOURCE = 2, 5
_SUFFIX = regex(r"-\?{6}\Z")
"""What stands for what Secrets Manager puts behind a name."""
_WORD = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_BUCKETS = "s3"
"""Of its ARNs the first part alone is a name; what is behind it are keys, which may be any text."""


@cache
def _patterns(rows: tuple[tuple[str, str], ...], service: str) -> re.Pattern[str]:
    found = [pattern for of, pattern in rows if of == service]
    # Of a service without a row nothing is said: this matches nothing.
    return re.compile("|".join(f"(?:{one})" for one in found) or r"(?!)", re.DOTALL)


def in_arn(pieces: Parts) -> Parts:
    """An ARN with holes for the words that stand for names in its resource."""
    runs = texts.split(pieces, ":")
    if len(runs) <= _RESOURCE or len(runs[_SERVICE]) != 1:
        return pieces
    service, before, seen = runs[_SERVICE][0], "", 0
    if not isinstance(service, str):
        return pieces
    changed: list[Parts] = []
    for at, run in enumerate(runs):
        if at < _RESOURCE:
            changed.append(run)
            continue
        names = texts.split(run, "/")
        found: list[Parts] = []
        for name in names:
            # Further behind, fixed words of the ARN may say what a thing is: ``autoScalingGroupName/g``.
            type = before if seen == 1 or texts.glob(name).isupper() else ""
            found.append(_opened(name, service, type) if service != _BUCKETS or not before else name)
            before, seen = before or texts.glob(name), seen + 1
        changed.append(texts.rejoin(found, "/") if found != names else run)
    return pieces if changed == runs else texts.rejoin(changed, ":")


def _opened(name: Parts, service: str, type: str) -> Parts:
    """A name, or a hole for the word that stands in its place; ``type``: how the resource begins."""
    if len(name) != 1 or not isinstance(name[0], str):
        return name
    text = _SUFFIX.sub("", name[0])
    if not is_stand_in(text, service, type):
        return name
    rest = name[0][len(text) :]
    return (Hole(kind="unknown", fallback=text), *([rest] if rest else []))


@lru_cache(maxsize=4096)
def is_stand_in(name: str, service: str, type: str = "") -> bool:
    """Whether what stands for a name of a resource (``type``: as its ARN calls it) is to be filled in."""
    if "{{" in name or "${" in name:
        # What a template's language puts in is another matter.
        return False
    if any(
        _patterns(rows, of).fullmatch(name)
        for rows, of in ((known.FORMS, ""), (known.NAMES, service), (known.NEVER, service))
    ):
        return True
    words = [word.lower() for word in _WORD.findall(name)]
    if not words:
        return False
    if any(word in known.WORDS for word in words) or words[0] in known.FIRST:
        return True
    if words[-1] in known.LAST and len(words) > 1:
        return True
    line = f" {' '.join(words)} "
    if any(f" {phrase} " in line for phrase in known.PHRASES):
        return True
    return _says_what_it_is(name, words, service, type)


def _says_what_it_is(name: str, words: list[str], service: str, type: str) -> bool:
    own = {*known.CALLED.get(service, ())} | {word.lower() for word in _WORD.findall(type)} | {service}
    if not own.intersection(words) or not own.union(known.ATTRIBUTES, known.FILLERS).issuperset(words):
        return False
    return words[-1] in known.ATTRIBUTES or (name.upper() == name and len(name) > 2)


def words_in(values: Iterable[Value]) -> Iterator[str]:
    """The words that stand for names in patterns of resources."""
    for value in values:
        for part in value.parts if isinstance(value, Text) else ():
            if isinstance(part, Hole) and part.kind == "unknown" and part.fallback is not None:
                yield part.fallback


def plain(value: Value) -> Value:
    """A pattern without these words: its holes are as any others."""
    if not isinstance(value, Text) or not any(words_in((value,))):
        return value
    return Text(
        tuple(one.plain() if isinstance(one, Hole) and one.kind == "unknown" else one for one in value.parts)
    )
