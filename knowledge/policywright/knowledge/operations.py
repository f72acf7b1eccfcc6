"""API operations as botocore knows them: names, input members, paginators, waiters, boto3 resources.

The generator reads botocore's models; nothing here imports botocore. ``service`` always means
botocore's name of a client (``stepfunctions``), ``prefix`` the IAM service that authorizes it
(``states``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from policywright.knowledge.records import dataclass
from policywright.knowledge.store import Document, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_COMMANDS = {"s3api": "s3", "deploy": "codedeploy", "configservice": "config"}
"""What the AWS CLI calls services by other names than botocore does (awscli 1.46.3: customizations)."""
_AT_ONCE = 500
"""Names in one query: SQLite of 2020 takes 999 parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A top-level input member. Not ``required`` where botocore fills it in by itself."""

    name: str
    required: bool
    type: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation; ``paths`` are dotted member paths (``[]`` for list elements) of nested members.

    The loose ones are named like roles and tags, and are believed only where AWS lists such an action.
    """

    service: str
    name: str
    method: str
    members: tuple[Member, ...]
    prefix: str
    output: tuple[str, ...] = ()
    role_paths: tuple[str, ...] = ()
    tag_paths: tuple[str, ...] = ()
    loose_role_paths: tuple[str, ...] = ()
    loose_tag_paths: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    signed: bool = True
    deprecated: bool = False

    def member(self, name: str) -> Member | None:
        return next((member for member in self.members if member.name == name), None)


class Operations:
    """Lookup of operations by API name and by boto3's method name."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: tuple[str, ...] | None = None
        self._by_id: dict[str, str] | None = None
        self._operations: dict[tuple[str, str], Operation | None] = {}
        self._methods: dict[str, dict[str, str]] = {}
        self._having: dict[str, tuple[str, ...]] = {}
        self._prefixes: dict[str, str] | None = None
        self.notes: dict[str, Any] = {}
        """What languages find out about the operations, once."""

    def services(self) -> tuple[str, ...]:
        if self._names is None:
            rows = self._store.rows("SELECT name FROM client ORDER BY name")
            self._names = tuple(row[0] for row in rows)
        return self._names

    def by_command(self, name: str) -> str | None:
        """The client that the AWS CLI calls by a name."""
        client = _COMMANDS.get(name, name)
        return client if client in self.services() else None

    def get(self, service: str, operation: str) -> Operation | None:
        key = (service, operation)
        if key not in self._operations:
            document = self._store.document("client", service)
            known = document is not None and operation in document["operations"]
            self._operations[key] = (
                parse_operation(service, operation, document) if document and known else None
            )
        return self._operations[key]

    def by_method(self, service: str, method: str) -> Operation | None:
        name = self._by_method(method).get(service)
        return self.get(service, name) if name is not None else None

    def services_with_method(self, method: str) -> tuple[str, ...]:
        return tuple(self._by_method(method))

    def _by_method(self, method: str) -> dict[str, str]:
        """Client to operation, for a method name."""
        if method not in self._methods:
            query = "SELECT client, operation FROM method WHERE method = ? ORDER BY client"
            self._methods[method] = {row[0]: row[1] for row in self._store.rows(query, (method,))}
        return self._methods[method]

    def known(self, names: Collection[str], *, api: bool) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Of many names (the API's, or boto3's methods) those of operations, with client and operation."""
        column = "operation" if api else "method"
        ordered = sorted(names)
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for start in range(0, len(ordered), _AT_ONCE):
            chunk = ordered[start : start + _AT_ONCE]
            among = ",".join("?" * len(chunk))
            query = (
                f"SELECT {column}, client, operation FROM method WHERE {column} IN ({among})"
                f" ORDER BY {column}, client"
            )
            for name, client, operation in self._store.rows(query, chunk):
                found[name] = (*found.get(name, ()), (client, operation))
        return found

    def services_with_operation(self, operation: str) -> tuple[str, ...]:
        found = self._having.get(operation)
        if found is None:
            query = "SELECT client FROM method WHERE operation = ? ORDER BY client"
            found = self._having[operation] = tuple(row[0] for row in self._store.rows(query, (operation,)))
        return found

    def authorized_by(self, prefix: str, operation: str) -> tuple[Operation, ...]:
        """The operations of a name that a service of IAM authorizes, that of the client of its name first.

        Clients of other products have operations of a service as well (Neptune has RDS's). Of the hundreds
        that have some name (``TagResource``) only these are decoded.
        """
        if self._prefixes is None:
            self._prefixes = dict(self._store.rows("SELECT name, prefix FROM client"))
        prefixes = self._prefixes
        clients = [one for one in self.services_with_operation(operation) if prefixes.get(one) == prefix]
        found = (self.get(one, operation) for one in sorted(clients, key=lambda one: (one != prefix, one)))
        return tuple(one for one in found if one is not None)

    def names(self, service: str) -> tuple[str, ...]:
        """The API names of all operations of a client."""
        document = self._store.document("client", service)
        return tuple(document["operations"]) if document else ()

    def methods(self, service: str) -> tuple[str, ...]:
        """boto3's method names of all operations of a client."""
        document = self._store.document("client", service)
        return tuple(row["method"] for row in document["operations"].values()) if document else ()

    def paginators(self, service: str) -> frozenset[str]:
        document = self._store.document("client", service)
        return frozenset(document["paginators"]) if document else frozenset()

    def waiters(self, service: str) -> Mapping[str, str]:
        """The operation that each waiter polls, by API name and by boto3's snake-case name."""
        document = self._store.document("client", service)
        return MappingProxyType(document["waiters"] if document else {})

    def auto_filled(self, service: str, operation: str) -> frozenset[str]:
        """Members that botocore supplies when the caller doesn't."""
        document = self._store.document("client", service)
        row = document["operations"].get(operation) if document else None
        return frozenset(row.get("auto", ())) if row else frozenset()

    def prefix(self, service: str) -> str:
        rows = self._store.rows("SELECT prefix FROM client WHERE name = ?", (service,))
        return str(rows[0][0]) if rows else service

    def clients_of(self, prefix: str) -> tuple[str, ...]:
        """The clients whose operations an IAM service authorizes."""
        rows = self._store.rows("SELECT name FROM client WHERE prefix = ? ORDER BY name", (prefix,))
        return tuple(row[0] for row in rows)

    def has_resources(self, prefix: str) -> bool:
        """Whether boto3 has objects (``boto3.resource``) for what an IAM service authorizes."""
        query = "SELECT 1 FROM client JOIN resource_model USING (name) WHERE prefix = ? LIMIT 1"
        return bool(self._store.rows(query, (prefix,)))

    def service_id(self, service: str) -> str:
        rows = self._store.rows("SELECT service_id FROM client WHERE name = ?", (service,))
        return str(rows[0][0]) if rows else service

    def service_by_id(self, service_id: str) -> str | None:
        """The client of a Smithy service id (``DynamoDB``), spaces and case aside."""
        if self._by_id is None:
            rows = self._store.rows("SELECT service_id, name FROM client ORDER BY name DESC")
            self._by_id = {_squeeze(row[0]): row[1] for row in rows}
        return self._by_id.get(_squeeze(service_id))

    def endpoint(self, service: str) -> tuple[str, str]:
        """(signing name, endpoint prefix) of a client."""
        document = self._store.document("client", service)
        return (document["signing"], document["endpoint"]) if document else (service, service)

    def resource_model(self, service: str) -> Document | None:
        """boto3's ``resources-1.json`` of a service, as published; None where boto3 has none."""
        return self._store.document("resource_model", service)

    def resource_kinds(self) -> frozenset[str]:
        """What boto3's objects give of others, by the names of the methods: ``bucket.Object(key)``."""
        rows = self._store.rows("SELECT name FROM resource_model ORDER BY name")
        models = [model for row in rows if (model := self.resource_model(str(row[0]))) is not None]
        return frozenset(
            name for model in models for one in (model["service"], *model["resources"].values())
            for name in one.get("has", ())
        )  # fmt: skip


def _squeeze(text: str) -> str:
    small = text.lower().replace(" ", "")
    return small if small.isalnum() else "".join(filter(str.isalnum, small))


def parse_operation(service: str, name: str, document: Document) -> Operation:
    """One operation out of its client's document."""
    row: Document = document["operations"][name]
    members: list[list[Any]] = row.get("in", [])
    return Operation(
        service=service,
        name=name,
        method=row["method"],
        members=tuple(
            Member(name=member, required=bool(required), type=kind, shape=shape)
            for member, required, kind, shape in members
        ),
        prefix=document["prefix"],
        output=tuple(row.get("out", ())),
        role_paths=tuple(row.get("roles", ())),
        tag_paths=tuple(row.get("tags", ())),
        loose_role_paths=tuple(row.get("loose_roles", ())),
        loose_tag_paths=tuple(row.get("loose_tags", ())),
        paths=tuple(row.get("paths", ())),
        signed=not row.get("unsigned", False),
        deprecated=bool(row.get("deprecated", False)),
    )
