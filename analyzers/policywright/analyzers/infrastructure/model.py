"""What every reader of infrastructure yields, whatever the template's language.

A reader turns files into ``Stack`` records and does nothing else: no policy is derived, nothing is edited.
Strings that a template computes are the abstract values of ``policywright.knowledge.values``, with holes for
what only a deployment knows:

- ``Hole(kind="region" | "account" | "partition")`` for AWS's pseudo parameters;
- ``Hole(kind="parameter", name=...)`` for a parameter or variable (``Stage``, ``var.stage``);
- ``Hole(kind="reference", name=...)`` for anything else that the template's own language can name. When the
  name is the ``id`` of a ``Resource`` of the same stack, the hole is that resource's *physical name* (see
  ``types.py``); any other name is an expression of the template's language as it stands inside ``${...}``
  (``Orders.StreamArn``; ``data.aws_kms_key.main.arn``), so an editor can write it back.

References to known resource types are expanded: ``!GetAtt Orders.Arn`` becomes
``arn:{partition}:dynamodb:{region}:{account}:table/`` and the hole ``Orders``. ``references.py`` turns such a
pattern back into the shortest expression. What can't be told is ``Unknown(reason)`` with a ``Problem``.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal, TypeAlias

from policywright.analyzers.infrastructure.conditions import Conditions
from policywright.analyzers.model import Condition, Span
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Hole, Struct, Text, Value

Dialect: TypeAlias = Literal[
    "cloudformation", "terraform", "serverless", "chalice", "copilot", "ecs", "states", "policy"
]
"""Whose syntax a file is in. CloudFormation covers SAM and what CDK makes; ``policy`` is an IAM document."""
Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]
WorkloadKind: TypeAlias = Literal["lambda", "task", "agent", "state-machine"]
"""``agent``: what ECS does for a task under its execution role; it runs no code of the project."""
NOTHING = Struct(())


class ProblemCode(Enum):
    """Why something in a template has no certain answer; the value is the code in JSON."""

    UNREADABLE = "unreadable-template"
    UNSUPPORTED = "unsupported-template-feature"
    NOT_SYNTHESISED = "not-synthesised"
    UNKNOWN_VALUE = "unknown-template-value"
    CODE_NOT_FOUND = "code-not-found"
    OPAQUE_CODE = "opaque-code"
    ROLE_NOT_FOUND = "role-not-found"
    UNKNOWN_POLICY = "unknown-policy"
    UNKNOWN_TASK = "unknown-task"
    INTERNAL = "internal-error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """How problems of which the same is said are said as one, wherever they are.

    ``name`` is what each is about; in ``said``, which is of all of them, ``{}`` is what each has for its
    ``own``.
    """

    name: str
    said: str
    own: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something about the infrastructure that can't be told, and where. One line of text."""

    code: ProblemCode
    span: Span
    detail: str
    alike: Alike | None = None


def taken_for(
    name: str, package: str, lack: str, source: str, how: str, span: Span, *, guessed: bool = False
) -> Problem:
    """A source is taken for a package (none is named: empty) which is not here, ``read`` or ``known``.

    Where nothing but a file's name says so it is ``guessed``: what else the package may need is not known.
    """
    what = f"{package or 'its package'} is not {lack}"
    several = how.replace("its handler is", "their handlers are")
    taken = "guessed to be" if guessed else "taken for"
    together = f"their packages are not {lack}; {taken} their sources: {{}}, {several}"
    return Problem(
        code=ProblemCode.CODE_NOT_FOUND if guessed else ProblemCode.UNKNOWN_VALUE,
        span=span,
        detail=f"{name}: {what}; {taken} its source: {source or '.'}, {how}",
        alike=Alike(name=name, said=together, own=source or "."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A node of a template file: which file, in which syntax, and the way to it from the top.

    In YAML and JSON a path is keys and indexes (``("Resources", "Fn", "Properties", "Policies", 0)``). In
    Terraform it is the block's type and labels, then attributes, nested blocks (type, index) and indexes of
    literals (``("resource", "aws_iam_role_policy", "orders", "policy")``).
    """

    file: str
    dialect: Dialect
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An action or resource of a statement, or what a variable is, only where a condition says so.

    Where that is not read (a mapping's key, an expression) it says which alternative it is.
    """

    value: Value
    only_if: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldStatement:
    """A statement of a policy that a template holds today.

    ``actions`` and ``resources`` are as written (``not_actions``/``not_resources`` for the Not forms).
    ``site`` is the statement's own node; ``None`` where it is not written out (a managed policy's document, a
    SAM policy template), and then only the whole policy can be edited.
    """

    effect: Literal["Allow", "Deny"]
    actions: tuple[Value, ...] = ()
    not_actions: tuple[Value, ...] = ()
    resources: tuple[Value, ...] = ()
    not_resources: tuple[Value, ...] = ()
    conditions: tuple[Condition, ...] = ()
    sid: str | None = None
    span: Span
    site: Site | None = None
    only_if: tuple[str, ...] = ()
    """Conditions of the template under which it is there; after ``UNLESS`` one that does not hold then."""
    principals: tuple[Value, ...] = ()
    """In a resource's own policy: the AWS principals that it is for: ARNs, accounts, ``*``."""
    sometimes: tuple[Chosen, ...] = ()
    """Those of its actions and resources that are there only where a condition says so; of several, each."""
    made: bool = False
    """What stands at its site makes it, and perhaps others: it goes with all of these, or stays as it is."""
    hides: str | None = None
    """What counts in its place when it goes: a statement of the same Sid that it overrides."""
    entry: Site | None = None
    """The element of a list that names it, where it stands elsewhere: without it, that would name nothing."""
    written: bool = False
    """Somebody wrote down what it grants: no method of a framework brings along what is more than needed."""
    shared_by: tuple[str, ...] | None = None
    """Ids of all roles that have what is written at its site, of several; None: as the policy says."""
    fixed: str | None = None
    """Why it is not edited, though it is written out (one line)."""


FOR_ALL = "is shared code, and is changed for all who call it"
"""What ``HeldPolicy.fixed`` ends with for what a module of several callers writes."""

PolicyKind: TypeAlias = Literal[
    "inline", "customer-managed", "aws-managed", "sam-template", "connector", "implied"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPolicy:
    """A policy that a role has in the template.

    ``implied`` is what a framework attaches without being asked (SAM's AWSLambdaBasicExecutionRole).
    ``opaque`` says why its statements are not known (one line); then nothing may be removed or called missing
    because of it. ``statements_site`` is the list that a new statement can be appended to; ``site`` the whole
    policy's entry, which can be deleted.
    """

    name: str
    kind: PolicyKind
    called: Value | None = None
    """The physical name of a managed policy, where it is set: others may attach it by that."""
    statements: tuple[HeldStatement, ...] = ()
    opaque: str | None = None
    may: tuple[HeldStatement, ...] | None = None
    """Where it is opaque, all that it may grant beside its statements; None: anything."""
    span: Span
    site: Site | None = None
    statements_site: Site | None = None
    shared_by: tuple[str, ...] = ()
    """Ids of all roles that this same policy is attached to, or that have what it is written in."""
    apart: bool = False
    """Each of these has a policy of its own: it is the text alone that they share."""
    only_if: tuple[str, ...] = ()
    """Conditions of the template under which the role has it."""
    fixed: str | None = None
    """Why it is not edited from this stack, though the files of the project have it (one line)."""
    awaited: bool = False
    """Something of the template is made after it (``depends_on``): without it nothing waits."""

    @property
    def written(self) -> tuple[Site, ...]:
        """Where its list and its statements are written: the places that an edit of it changes."""
        sites = (self.statements_site, *(one.site for one in self.statements))
        return tuple(one for one in sites if one is not None)

    def sharers(self, statement: HeldStatement) -> tuple[str, ...]:
        """Ids of all roles that have one of its statements, where there are several."""
        return self.shared_by if statement.shared_by is None else statement.shared_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the template, or the one that a framework makes for a function.

    ``owner`` is where a policy can be added when it has none: the role's own node, or for an implicit role
    the function (SAM), provider (Serverless) or module input; ``None`` when the template only names the role.
    """

    id: str
    name: Value
    """Physical name."""
    span: Span
    policies: tuple[HeldPolicy, ...] = ()
    boundary: HeldPolicy | None = None
    owner: Site | None = None
    external: bool = False
    """Defined elsewhere; its policies are not known here."""
    services: tuple[str, ...] = ()
    """Service principals that may assume it (``lambda.amazonaws.com``)."""
    principals: tuple[Value, ...] = ()
    """AWS principals that its trust policy names and allows without a condition: ARNs, accounts, ``*``."""
    only_if: tuple[str, ...] = ()
    """Conditions of the template under which it is made."""
    users: tuple[str, ...] = ()
    """Who else uses it: of what these need nothing is known."""
    closed: str | None = None
    """What says which inline policies it has, so that no other one may be added."""
    call: Site | None = None
    """Terraform: the call, in the root module's files, of the module that makes it."""
    home: str = ""
    """The stack of the project that makes it, where another one exports it."""
    through: tuple[str, ...] = ()
    """The directories of the modules that lead to it, its own last; none where the root makes it."""
    inputs: tuple[str, ...] = ()
    """Variables of its module that statements of its policies are made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeNeed:
    """A permission that a function's role needs for its configuration, not for its code.

    ``optional`` says when it is needed, where the configuration doesn't tell.
    """

    action: str
    resources: tuple[Value, ...] = ()
    """ARN patterns; none means ``*``."""
    conditions: tuple[Condition, ...] = ()
    why: str
    """``"polls the queue Inbox"``"""
    span: Span
    source: str | None = None
    optional: str | None = None
    early: bool = False
    """AWS tries it when what needs it is made, and makes nothing where it is denied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Where a workload's code is, relative to the project's root (POSIX, ``""`` is the root itself).

    ``handler`` is as the runtime takes it (``src/app.handler``, ``com.x.App::handle``, ``bootstrap``).
    ``entries`` are ``FILE[:FUNCTION]`` when the reader knows them already (esbuild metadata, a Dockerfile's
    command). ``opaque`` says why there is no code to read (container image, a bucket's object); ``inline`` is
    source text that stands in the template, starting at ``inline_span``; for what the template puts into that
    (``${Table}``) there are marks in it (``inline.Marked``), by their order among ``inline_values``.
    """

    directory: str | None = None
    handler: str | None = None
    runtime: str | None = None
    entries: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    """Names of layers from elsewhere that call AWS beside the code (``extensions.py``)."""
    sidecars: tuple[str, ...] = ()
    """Containers beside that of the code, under the same role, of which it isn't known what they call."""
    inline: str | None = None
    inline_span: Span | None = None
    inline_values: tuple[Value, ...] = ()
    opaque: str | None = None
    archive: str | None = None
    """The file of the project that is deployed, where its source is nowhere else."""
    replaced: bool = False
    """The template says that something else deploys it: what it names may only stand in for it."""
    alone: bool = False
    """It is the one place where the handler is, and nothing else tells of it (a ``Problem`` says so)."""
    guessed: Problem | None = None
    """That nothing connects this place with what is deployed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """A function, a container task or a state machine: what runs under a role."""

    id: str
    kind: WorkloadKind
    name: Value
    span: Span
    role: str | None = None
    """Id of a ``Role`` of the same stack; ``None`` when it could not be told (with a ``Problem``)."""
    other_roles: tuple[str, ...] = ()
    """Further roles that it runs under, where a condition decides."""
    code: Code
    environment: Struct = NOTHING
    """Variable to value; open when more may be set."""
    chosen: tuple[Chosen, ...] = ()
    """Those of the values that are there only where a condition says so; of several, each."""
    needs: tuple[RuntimeNeed, ...] = ()
    definition: Definition | None = None
    """A state machine's program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A state machine in Amazon States Language: its data, and where each node of it stands.

    ``data`` is the whole document (``Struct``/``Items``/``Const``/``Text``); ``spans`` maps paths in it to
    places (the nearest one above counts).
    """

    data: Value
    spans: tuple[tuple[Path, Span], ...] = ()
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource of the template that code or other resources can name."""

    id: str
    """Logical id; in Terraform the address (``aws_dynamodb_table.orders``, ``module.x.aws_sqs_queue.q``)."""
    type: str
    """CloudFormation's type name; Terraform's types are mapped to it where they are in ``types.py``."""
    span: Span
    name: Value | None = None
    """The physical name where the template sets it (a constant or pattern)."""
    family: Value | None = None
    """The name of all its versions, where its physical name is that of one of them."""
    key: Value | None = None
    """ARN pattern of the customer managed KMS key that encrypts it."""
    any_key: bool = False
    """Whether such a key encrypts it can't be told: that is said elsewhere, or by what is not known."""
    many: bool = False
    """``count``/``for_each``: several, named by a pattern."""
    passes: tuple[Value, ...] = ()
    """ARNs of the roles that it runs with (a task definition): who runs it passes them on. ``Unknown`` among
    them is one that can't be told."""
    only_if: str | None = None
    """The condition of the template under which it is made."""
    late: bool = False
    """It is made after functions, and these after their roles, whose policies may say its name alone."""
    found: bool = False
    """It is looked up (a data source): somebody else makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How the files of one directory of a stack write an attribute of a resource (Terraform's modules).

    ``id`` is empty for the place of the deployment, whose ``attribute`` is ``region``, ``account`` or
    ``partition``, and for an expression of the stack's own directory (``var.stage``), the ``attribute``.
    """

    directory: str
    id: str
    attribute: str
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One template (with what it includes from the same repository)."""

    name: str
    """Relative name of the main file (a Terraform root module: its directory)."""
    dialect: Dialect
    files: tuple[str, ...]
    resources: tuple[Resource, ...] = ()
    workloads: tuple[Workload, ...] = ()
    roles: tuple[Role, ...] = ()
    parameters: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    """Where an id and attribute are not an expression as they stand: inside and outside modules."""
    defaults: tuple[tuple[str, str], ...] = ()
    """What parameters are unless somebody sets them, where that is a literal."""
    outputs: tuple[tuple[str, Value], ...] = ()
    """What it exports, by what other stacks call it."""
    imported: tuple[tuple[str, Value], ...] = ()
    """What other stacks of the project export, by what it is called here, whatever the stage is."""
    stages: tuple[str, ...] = ()
    """Variables of its own that are the stage, and nothing else (``self:custom.stage``)."""
    undeclared: tuple[str, ...] = ()
    """Names that it uses and that nothing declares (``undeclared.py``)."""
    unset: tuple[str, ...] = ()
    """Parameters that are nothing (null, or an empty text or list) unless somebody sets them."""
    nullable: tuple[str, ...] = ()
    """Parameters that may be null, whoever sets them: what is set to one of them is left out then."""
    there: tuple[str, ...] = ()
    """Parameters that are no empty text, whoever sets them."""
    arns: tuple[str, ...] = ()
    """Parameters whose description says that they are ARNs."""
    synthesised: bool = False
    """The CDK made it: its policies are edited in the application's source."""
    of_source: bool = False
    """Nobody had the CDK make it: it is what the application's source says, as far as that is told."""
    resource_policies: tuple[tuple[str, HeldStatement], ...] = ()
    """What resources allow by policies of their own, by their ids."""
    untold: tuple[tuple[str, HeldPolicy], ...] = ()
    """Policies that something gives to a role which can't be told, by the address of that."""
    absent: tuple[tuple[str, str, HeldPolicy], ...] = ()
    """Policies that a role has under a condition which does not hold here: role, place, policy."""
    place: tuple[tuple[str, str], ...] = ()
    """What stands for the region, account and partition, in a policy that has no expressions for them, or in
    a template that writes them out."""
    choices: tuple[tuple[tuple[str, ...], str], ...] = ()
    """Texts among which the stage chooses (Terraform: the root module), and what is one of them."""
    conditions: Conditions = Conditions()
    """What its conditions say, where that is read."""
    callers: tuple[str, ...] = ()
    """Terraform: the directories that call it, for a module that is read by itself, its variables open."""
    inputs: tuple[tuple[str, tuple[tuple[str, Value], ...]], ...] = ()
    """What each call of a module gives its variables, where these are texts; with the module's directory."""
    same: tuple[tuple[Value, str], ...] = ()
    """ARNs by a variable that is a name, and the variable that is that ARN for all who call the module."""
    given_code: bool = False
    """It runs the code that all of these give it."""

    @property
    def perhaps_empty(self) -> frozenset[str]:
        """Parameters that somebody has to set, which may be to the empty text: no resource is called that."""
        named = [one.name.parts for one in self.resources if isinstance(one.name, Text) and not one.only_if]
        names = {part.name for parts in named if len(parts) == 1 for part in parts if isinstance(part, Hole)}
        told = {name for name, _ in self.defaults}
        return frozenset(self.parameters) - told - {*self.unset, *self.there} - names

    def resource(self, id: str) -> Resource | None:
        return next((one for one in self.resources if one.id == id), None)

    def role(self, id: str) -> Role | None:
        return next((one for one in self.roles if one.id == id), None)


_INDEX = regex(r"\[[^\]]*\]")


def without_index(address: str) -> str:
    """The block that something is an instance of: ``aws_iam_role.worker`` for its ``[0]``."""
    return _INDEX.sub("", address)
