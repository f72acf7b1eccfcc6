"""Reads ``packages.toml``: what is known of packages without a model; its head says what counts."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex

Ecosystem: TypeAlias = Literal["pypi", "npm", "go", "maven"]
_WORDS = regex(r"[A-Z]?[a-z]+\d*|[A-Z]+\d*|\d+")
SEPARATOR = {"pypi": ".", "npm": "/", "go": "/", "maven": "."}
"""What stands between the parts of an import's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names of packages: exact ones, those that begin so, and those with more after a separator."""

    exact: frozenset[str]
    begins: tuple[str, ...]
    separator: str

    def has(self, name: str) -> bool:
        """Whether one of them is the name, or what it is a part of."""
        return self.found(name) is not None

    def found(self, name: str) -> str | None:
        """The longest of them that is the name, or what it is a part of."""
        longer = f"{name}{self.separator}"
        begun = max((one for one in self.begins if longer.startswith(one)), key=len, default=None)
        place = len(name)
        while place > len(begun or ""):
            if name[:place] in self.exact:
                return name[:place]
            place = name.rfind(self.separator, 0, place)
        return begun


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One ecosystem."""

    sdk: Names
    quiet: Names
    general: frozenset[str]
    """Of the quiet ones, those that have parts which are there for AWS."""
    handing: frozenset[str]
    """Those that hand what they get on to code that is not seen to get it: a client that one gets counts."""
    reaching: Names
    could_be: dict[str, tuple[str, ...]]
    """Of names that reach AWS, the operations that are known."""

    def hands_on(self, name: str) -> bool:
        """Whether what has a name hands on what it gets."""
        return self.quiet.found(name) in self.handing

    def is_quiet(self, name: str, package: str) -> bool:
        """Whether what has a name calls nothing; ``package`` is the name without types."""
        found = self.quiet.found(name)
        if found is None or found not in self.general:
            return found is not None
        return not sounds_like_aws(package) or sounds_like_aws(found)


@cache
def tables() -> dict[Ecosystem, Table]:
    """All ecosystems."""
    content = _content()
    return {
        name: Table(
            sdk=_names(content[name]["sdk"], SEPARATOR[name]),
            quiet=_rows(content[name]["quiet"], SEPARATOR[name]),
            general=_marked(content[name]["quiet"], "general"),
            handing=_marked(content[name]["quiet"], "hands_on"),
            reaching=_rows(content[name]["reaching"], SEPARATOR[name]),
            could_be={
                one.removesuffix("*"): tuple(row.get("could_be", ()))
                for row in content[name]["reaching"] for one in row["names"]
            },
        )
        for name in ("pypi", "npm", "go", "maven")
    }  # fmt: skip


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("packages.toml").read_text("utf-8"))


def _marked(rows: list[dict[str, Any]], mark: str) -> frozenset[str]:
    return frozenset(one.removesuffix("*") for row in rows if row.get(mark) for one in row["names"])


def _rows(rows: list[dict[str, Any]], separator: str) -> Names:
    return _names([name for row in rows for name in row["names"]], separator)


def _names(names: list[str], separator: str) -> Names:
    return Names(
        exact=frozenset(name for name in names if not name.endswith("*")),
        begins=tuple(name.removesuffix("*") for name in names if name.endswith("*")),
        separator=separator,
    )


@cache
def told(kind: Literal["variables", "values"]) -> dict[str, tuple[tuple[str, ...], str]]:
    """Variables, or beginnings of their values, that have packages call AWS: which, and the operation."""
    return {
        one: (tuple(row["names"]), operation)
        for row in _content()["told"] for one, operation in row.get(kind, {}).items()
    }  # fmt: skip


@cache
def naming() -> tuple[str, ...]:
    """Settings that name modules and classes, which somebody imports."""
    return tuple(_content()["naming"])


def sounds_like_aws(name: str, *, alone: bool = True) -> bool:
    """Whether a package's name has AWS, an SDK or a service in it; not ``alone``, none whose name others have
    as well (``Lambda``)."""
    content = _content()
    words = [word.lower() for word in _WORDS.findall(name)]
    if not alone or any(word in content["clouds"] for word in words):
        words = [word for word in words if word not in content["shared"]]
    return any(
        word in content["words"]
        or word.startswith(tuple(content["starts"]))
        or any(part in word for part in content["within"])
        for word in words
    )
