"""What is deployed, and by whom: what the readers of templates give to the rest of this room."""

from __future__ import annotations

from typing import Literal, TypeAlias

from policywright.analyzers.model import Condition, Span, Unresolved, UnresolvedCode
from policywright.knowledge.deployments import Handlers
from policywright.knowledge.records import dataclass
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Struct, Value

Tool: TypeAlias = Literal["cloudformation", "sam", "cdk", "serverless", "terraform", "pipeline"]
ALL_PHASES = "crud"
NOTHING = Struct(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where something is deployed: what stands in its ARNs.

    Empty: whoever deploys it may say that. The place's own hole: it is set, and only the user knows to what.
    """

    region: Parts = ()
    account: Parts = ()


ANYWHERE = Where()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a command says about the stack that it deploys."""

    stack: Parts | None = None
    """Its name; what a variable says is open."""
    bucket: Parts | None = None
    """Where code and templates are uploaded to."""
    environment: str | None = None
    """Which part of SAM's configuration counts."""
    stage: str | None = None
    """The Serverless Framework's."""
    tagged: bool = False
    """It gives the stack tags."""
    parametrised: bool = False
    """It gives the template's parameters, or chooses the file that does."""
    where: Where = ANYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One resource that is deployed.

    ``own`` are ARN patterns of it, most specific first, none where the catalog has no type for it; ``phases``
    are letters (create, read, update, delete). References of its properties to other resources of the project
    are said by their names.
    """

    id: str
    type: str
    span: Span
    properties: Struct = NOTHING
    own: tuple[Value, ...] = ()
    phases: str = ALL_PHASES
    tagged: bool = False
    """The stack or provider puts tags on everything."""
    handlers: Handlers | None = None
    given: Struct | None = None
    """The properties once more, where references to whole resources are ARNs (of a profile, its role's)."""
    services: tuple[str, ...] = ()
    """Who receives the roles that are passed for it, where the template says whom a role trusts."""
    trusting: tuple[Value, ...] = ()
    """The roles of which ``services`` are said; nothing says whom others trust."""
    needs: tuple[Asked, ...] = ()
    """What it asks for besides its handlers."""
    where: Where = ANYWHERE
    removed: bool = False
    """A configuration says that it is to go: deleting it is part of applying that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Something that deploying asks of AWS: IAM actions on resources (none: every resource)."""

    actions: tuple[str, ...]
    why: str
    span: Span
    resources: tuple[Value, ...] = ()
    conditions: tuple[Condition, ...] = ()
    source: str = ""
    operation: str = ""
    optional: str = ""
    phases: str = ALL_PHASES


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """The roles that a provider or a backend takes on one after the other; the last one does the work."""

    roles: tuple[Value, ...]
    token: bool = False
    """The first is taken on with a token of somebody whom AWS does not know, which asks for nothing."""

    @property
    def last(self) -> Value:
        return self.roles[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """What one identity deploys: a policy of its own.

    ``role`` is the ARN of a role that the tool assumes for it; ``purpose`` says in a word what it is for.
    """

    name: str
    tool: Tool
    purpose: str
    span: Span
    role: Value | None = None
    exact: bool = False
    """A plan says what happens to each resource: what it deletes is part of applying it."""
    given: tuple[str, ...] = ()
    """What a command tells Terraform, where that makes a difference."""
    directory: str | None = None
    """Where Terraform deploys it from."""
    told: Told | None = None
    """What a command says of the stack."""
    made: tuple[Made, ...] = ()
    asked: tuple[Asked, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    notes: tuple[str, ...] = ()
    """What a user should know of it besides."""


def unread(name: str, tool: Tool, file: str, error: Exception) -> Deployment:
    """What stands for a template on which this program fails: it costs that template, and is said."""
    span = Span(file=file, line=1, column=1, end_line=1, end_column=1, start_byte=0, end_byte=0)
    detail = f"{file} could not be read ({type(error).__name__}); what deploying it needs is not known"
    said = Unresolved(code=UnresolvedCode.INTERNAL, span=span, detail=detail)
    return Deployment(name=name, tool=tool, purpose="unread", span=span, unresolved=(said,))
