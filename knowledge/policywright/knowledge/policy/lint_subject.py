"""What the lint checks are given: one statement, where it stands, and the catalog to ask.

``CatalogView`` is the part of ``policywright.knowledge.catalog.Catalog`` that linting uses, so that
tests can bring a catalog of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, Literal, Protocol, TypeAlias

from policywright.knowledge.policy import operators
from policywright.knowledge.policy.findings import Code, Finding, Severity
from policywright.knowledge.policy.located import Path
from policywright.knowledge.policy.model import Statement
from policywright.knowledge.policy.operators import Use
from policywright.knowledge.policy.parse import Reading
from policywright.knowledge.records import dataclass

PolicyKind: TypeAlias = Literal["identity", "resource", "trust", "boundary", "session", "scp", "rcp", "vpce"]

# Kinds whose statements name who they speak of; the others are attached to that someone.
WITH_PRINCIPAL: Final = frozenset({"resource", "trust", "rcp", "vpce"})
ACTION = re.compile(r"[a-zA-Z0-9*?-]+:[a-zA-Z0-9*?_.-]+$")
_WILD = re.compile(r"[*?]")


class ActionResourceView(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def condition_keys(self) -> tuple[str, ...]: ...


class ActionView(Protocol):
    @property
    def prefix(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def access_level(self) -> str: ...
    @property
    def resource_types(self) -> Sequence[ActionResourceView]: ...
    @property
    def condition_keys(self) -> tuple[str, ...]: ...


class ResourceTypeView(Protocol):
    @property
    def prefix(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def arn(self) -> str: ...
    @property
    def condition_keys(self) -> tuple[str, ...]: ...


class ConditionKeyView(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...


class CatalogView(Protocol):
    def service(self, prefix: str) -> object | None: ...
    def action(self, name: str) -> ActionView | None: ...
    def newer(self, name: str) -> bool: ...
    def resource_types(self, prefix: str) -> Sequence[ResourceTypeView]: ...
    def written(self, name: str) -> tuple[str, ...]: ...
    def condition_keys(self, prefix: str) -> Sequence[ConditionKeyView]: ...
    def expand(self, pattern: str) -> tuple[str, ...]: ...
    def suggest(self, name: str) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAction:
    """One action pattern of the statement and the actions it stands for."""

    path: Path
    pattern: str
    names: tuple[str, ...]

    @property
    def explicit(self) -> bool:
        return not has_wildcard(self.pattern)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One statement under lint."""

    reading: Reading
    catalog: CatalogView
    kind: PolicyKind
    path: Path
    statement: Statement

    @property
    def allows(self) -> bool:
        return self.statement.effect == "Allow"

    def values(self, element: str) -> Iterator[tuple[Path, str]]:
        """Each text of ``Action``, ``NotResource``, ... with its path as it stands in the document."""
        found = getattr(self.statement, _FIELDS[element]) or ()
        yield from self.placed((*self.path, element), found)

    def asked(self) -> Iterator[tuple[Path, str, tuple[str, ...], Use]]:
        """Each key of the condition block: where it stands, its name, its values and their operator."""
        for operator, keys in (self.statement.condition or {}).items():
            use = operators.find(operator)
            if use is not None:
                for key, values in keys.items():
                    yield (*self.path, "Condition", operator, key), key, values, use

    def placed(self, base: Path, found: Sequence[str]) -> Iterator[tuple[Path, str]]:
        listed = bool(found) and self.listed(base)
        for index, text in enumerate(found):
            yield ((*base, index) if listed else base), text

    def listed(self, path: Path) -> bool:
        """Whether the document has a list at ``path``."""
        here = self.reading.data
        for part in path:
            here = here[part]
        return isinstance(here, list | tuple)

    def finding(
        self,
        code: Code,
        message: str,
        path: Path = (),
        *,
        suggestion: str | None = None,
        severity: Severity | None = None,
        key: bool = False,
        check: str | None = None,
    ) -> Finding:
        return self.reading.finding(
            code, message, path or self.path, suggestion=suggestion, severity=severity, key=key, check=check
        )

    @property
    def softened(self) -> Severity | None:
        """In a Deny a rule that cannot match is no hole in what works, only a rule without effect."""
        return None if self.allows else Severity.WARNING

    @cached_property
    def actions(self) -> tuple[NamedAction, ...]:
        """The patterns of Action (not NotAction) that name something; ``*`` has no names here."""
        out = []
        for path, pattern in self.values("Action"):
            everything = pattern in ("*", "*:*")
            valid = not everything and ACTION.match(pattern) and not has_wildcard(pattern.split(":")[0])
            out.append(
                NamedAction(path=path, pattern=pattern, names=self.catalog.expand(pattern) if valid else ())
            )
        return tuple(out)

    @property
    def all_actions(self) -> bool:
        return any(action.pattern in ("*", "*:*") for action in self.actions)

    def keys_of(self, action: ActionView) -> frozenset[str]:
        """The condition keys of an action and of the resources that it works on."""
        name = f"{action.prefix}:{action.name}"
        found = self._keys.get(name)
        if found is None:
            types = {kind.name.rstrip("*") for kind in action.resource_types}
            found = self._keys[name] = frozenset((
                *action.condition_keys,
                *(key for kind in action.resource_types for key in kind.condition_keys),
                *(key for kind in self.catalog.resource_types(action.prefix) if kind.name in types
                  for key in kind.condition_keys),
            ))  # fmt: skip
        return found

    @cached_property
    def _keys(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def known(self) -> tuple[ActionView, ...]:
        """Every action of the catalog that Action names, wildcards expanded, none twice."""
        names = dict.fromkeys(name for action in self.actions for name in action.names)
        found = (self.catalog.action(name) for name in names)
        return tuple(action for action in found if action is not None)


_FIELDS: Final = {
    "Action": "action",
    "NotAction": "not_action",
    "Resource": "resource",
    "NotResource": "not_resource",
}


def has_wildcard(text: str) -> bool:
    return _WILD.search(text) is not None


def some(names: Sequence[str], limit: int = 3) -> str:
    """A few names and how many more, for messages."""
    more = len(names) - limit
    return ", ".join(names[:limit]) + (f" and {more} more" if more > 0 else "")
