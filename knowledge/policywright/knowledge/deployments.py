"""What deploying a resource calls: the steps of a CloudFormation type's handlers, of a Terraform type's CRUD.

``Deployments(store)`` looks types up; which of a type's steps are taken depends on the resource's properties
(``Step.when``), and who asks decides that. The generator (``generator/deployments``) says where rows come
from.
"""

from __future__ import annotations

from policywright.knowledge.naming import norm
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.store import Document, Store

SCHEMAS = "CloudFormation's resource schemas, handlers"
PROVIDER = "terraform-provider-aws, operations of its resources"
NAMED = "the API's operations that are called after the type; nobody publishes what its handlers call"
STACK_TAGS = "<tags>"
"""In ``when``: tags of the whole stack, or a provider's default tags."""
UPDATE_POLICY = "<UpdatePolicy>"
"""In ``when``: the attribute of the resource that says how it is changed, which is no property."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Calls that are made together.

    ``calls`` are IAM actions (CloudFormation) or API operations (Terraform). ``phases`` are letters: create,
    read, update, delete. ``when`` are properties any of which brings them about; none: every resource does.
    ``optional`` says in what case they may be made besides.
    """

    calls: tuple[str, ...]
    phases: str
    when: tuple[str, ...] = ()
    optional: str = ""
    source: str = ""
    sure: bool = True
    """Somebody has compared the source with what is said here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handlers:
    """A resource type and what is called for it.

    ``kind`` is the catalog's resource type that it is (``lambda:function``); ``fill`` says which property
    each variable of its ARN is; ``id`` are the properties that identify it, none where AWS makes the
    identifier.
    """

    type: str
    steps: tuple[Step, ...]
    kind: str = ""
    fill: dict[str, str] = field(default_factory=dict, compare=False)
    id: tuple[str, ...] = ()
    system_tags: bool = False
    """CloudFormation puts tags of its own on it."""
    unlisted: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What its handlers list and AWS's service reference has not, with the properties that it is about."""
    arguments_known: bool = True
    """Which properties there are is known, so that one that isn't set is one that brings nothing about."""


class Deployments:
    """Types by their names; a service's document is decoded when the first of its types is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def cloudformation(self, type: str) -> Handlers | None:
        """The handlers of ``AWS::S3::Bucket``; None for a type that isn't known."""
        return self._read("_cloudformation", "::".join(type.split("::")[:2]), type, SCHEMAS)

    def cloudformation_called(self, service: str, noun: str) -> Handlers | None:
        """The handlers of a type by its names without capitals: ``logs`` and ``log_group``."""
        query = "SELECT name FROM facts WHERE name LIKE '_cloudformation:AWS::%'"
        for (name,) in self._store.all_rows(query):
            if norm(name.rpartition("::")[2]) == norm(service):
                types = self._store.document("facts", name) or {}
                called = (one for one in types if norm(one.rpartition("::")[2]) == norm(noun))
                return next(map(self.cloudformation, called), None)
        return None

    def terraform(self, type: str) -> Handlers | None:
        """The CRUD of ``aws_s3_bucket``, or of the data source ``data.aws_s3_bucket``."""
        return self._read("_terraform", "_".join(type.split("_")[:2]), type, PROVIDER)

    def _read(self, dialect: str, group: str, type: str, source: str) -> Handlers | None:
        document: Document | None = self._store.document("facts", f"{dialect}:{group}")
        row = (document or {}).get(type)
        if row is None:
            return None
        if row.get("like") == "names":
            source = NAMED
        elif row.get("like"):
            source = f"{PROVIDER}; CloudFormation publishes no handlers for the type"
        return Handlers(
            type=type,
            steps=tuple(
                Step(
                    calls=tuple(calls),
                    phases=phases,
                    when=tuple(when),
                    optional=optional,
                    source=said or source,
                    sure=not guessed,
                )
                for calls, phases, when, optional, said, *guessed in row["steps"]
            ),
            kind=row.get("kind", ""),
            fill=row.get("fill", {}),
            id=tuple(row.get("id", ())),
            system_tags=row.get("system", False),
            unlisted=tuple((name, tuple(when)) for name, when in row.get("unlisted", ())),
            arguments_known=row.get("arguments", True),
        )
