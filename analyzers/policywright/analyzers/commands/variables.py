"""Variables of commands that are not the environment's: what programs are started with, what code sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policywright.analyzers.commands.words import joined, pieces
from policywright.knowledge import texts
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, OneOf, Unknown, Value, alternatives, one_of

SET: Value = Unknown("variable")
"""What something has set that is not known here."""
_SETS = regex(
    rb"\benviron(?:\[[^\]\n]*\]\s*=[^=]|\.(?:update|setdefault)\b|\s*\|=)|\bputenv\b|\bSetenv\b"
    rb"|\bprocess\.env(?:\.\w+|\[[^\]\n]*\])?\s*(?:\?\?|\|\|)?=[^=>]|\bassign\(\s*process\.env\b"
    rb"|\benvironment\(\)\s*\.\s*\w+|\.Env\b|\bEnv:"
)
"""How code sets variables, of its own process or of one that it starts (Go, Java)."""
_NAMED = regex(
    rb"""environ\[\s*f?["'](\w+)["']\s*\]|environ\.setdefault\(\s*["'](\w+)["']|putenv\(\s*["'](\w+)["']"""
    rb"""|Setenv\(\s*["`](\w+)["`]|process\.env(?:\.(\w+)|\[\s*["'`](\w+)["'`]\s*\])"""
    rb"""|environment\(\)\s*\.\s*put\(\s*"(\w+)\""""
)
"""The same with the name."""
_OF_GO = (b".Env", b"Env:")
_PAIR = regex(rb"""["`]([A-Za-z_]\w*)=""")
"""A variable with its value in one text, as Go passes them."""
_ITEM = regex(rb"""\[\s*["'`](\w+)["'`]\s*\]\s*=[^=]""")
"""Something is put under a name."""


@dataclass(frozen=True, slots=True)
class Variables:
    """What some variables are, and all others, if not what the environment has."""

    given: tuple[tuple[str, Value], ...] = ()
    others: Value | None = None

    def of(self, name: str) -> Value | None:
        """What a variable is; None for what the environment has."""
        return dict(self.given).get(name, self.others)

    def with_set(self, names: Iterable[str]) -> Variables:
        """The same, where something sets those."""
        return self.with_given(dict.fromkeys(names, SET))

    def with_given(self, given: Mapping[str, Value]) -> Variables:
        """The same with those that a program is given."""
        found = dict(self.given) | dict(given)
        return Variables(tuple(sorted(found.items(), key=lambda one: one[0])), self.others)

    def put_in(self, word: Value) -> Value:
        """A word in which they are what they are."""
        if self == NONE:
            return word
        if isinstance(word, OneOf):
            return one_of(self.put_in(one) for one in alternatives(word))
        found = pieces(word) if not isinstance(word, Unknown) else ()
        if not any(isinstance(one, Hole) and one.kind == "env" for one in found):
            return word
        return joined(map(self._piece, found))

    def _piece(self, piece: str | Hole) -> Value:
        if isinstance(piece, str) or piece.kind != "env":
            return texts.join((piece,))
        found = self.of(piece.name or "")
        if found is None:
            return texts.join((piece,))
        if found == Const("") and piece.fallback is not None:
            return Const(piece.fallback)
        return found if not piece.changes else SET


NONE = Variables()


def together(found: Iterable[Variables]) -> Variables:
    """What any of several has set."""
    every = list(found)
    if any(one.others is not None for one in every):
        return Variables(others=SET)
    return NONE.with_set(name for one in every for name, _ in one.given)


def put_in(data: bytes) -> set[str]:
    """The names under which a file of code puts something into a dict."""
    return {name.decode() for name in _ITEM.findall(data)}


def set_in(data: bytes) -> Variables:
    """The variables that a file of code sets."""
    names: set[str] = set()
    for found in _SETS.finditer(data):
        if found[0] in _OF_GO:
            names.update(name.decode() for name in _PAIR.findall(data))
            continue
        named = _NAMED.match(data, found.start())
        if named is None:
            return Variables(others=SET)
        names.update(name.decode() for name in named.groups() if name)
    return NONE.with_set(names)
