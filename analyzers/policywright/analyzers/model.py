"""The vocabulary that the stages of the pipeline exchange.

``files -> front end -> IR -> engine -> SdkCall -> Grant -> Policy``: everything from ``SdkCall`` on is
defined here, frozen and keyword-only; the whole outcome is in ``analysis``, above the templates that it tells
of. No syntax tree and no engine value leaves its stage; parameters of calls are the abstract values of
``policywright.knowledge.values``.
"""

from __future__ import annotations

from enum import Enum

from policywright.knowledge.isolation import Expected, Stopped
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Struct, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Literal, TypeAlias

Certainty: TypeAlias = "Literal['resolved', 'inferred']"
AttachKind: TypeAlias = "Literal['lambda', 'task', 'role', 'access-key', 'federated-user', 'unspecified']"
Condition: TypeAlias = tuple[str, str, tuple[Value, ...]]
"""Operator, condition key, values, which may be patterns with holes like resources are:
``("StringEquals", "iam:PassedToService", (Const("lambda.amazonaws.com"),))``."""


class Cancelled(Stopped):
    """The caller asked to stop."""


class OutOfTime(Expected):
    """The time that the caller gave is over: what is known by now is the answer, and the rest is said.

    Raised by the caller's own ``cancelled``; where there is nothing to answer yet, it reaches the caller.
    """


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A place in a source file; lines and columns count from 1, bytes from 0 (end exclusive)."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    start_byte: int
    end_byte: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose credentials a call uses; the ambient identity when ``role``, ``keys`` and ``user`` are None.

    ``role`` is the assumed role's ARN. ``keys`` are access keys that the code itself gives: what the key id
    is read from (a variable's name is all that is ever shown of it). ``user`` is the federated user's name
    that GetFederationToken was asked for.
    """

    role: Value | None = None
    keys: Value | None = None
    user: Value | None = None
    unsure: bool = False
    """The keys may be unset when the code runs, and then the SDK takes the ambient identity."""
    region: Value | None = None
    """The region that a client was made for, where the code names one. Requests carry it apart."""
    elsewhere: str = ""
    """The host of a service that is not AWS, where a client was surely made for one."""


AMBIENT = Identity()


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkCall:
    """One request to AWS that the code can make.

    ``service`` is botocore's name, ``operation`` the API name. ``actions`` is set only by libraries that
    reach AWS outside an API operation (hand-signed requests): the IAM actions themselves, on ``resources``.
    ``via`` names the library or SDK helper that makes the call for the application, ``chain`` the functions
    that lead to it from the entry point (outermost first).
    """

    service: str
    operation: str
    parameters: Struct
    span: Span
    certainty: Certainty = "resolved"
    identity: Identity = AMBIENT
    region: Value | None = None
    """The region that the code names; None is the one that it runs in."""
    via: str | None = None
    entry: str | None = None
    chain: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    resources: tuple[Value, ...] = ()
    optional: str | None = None
    """When set, the call only happens in the case this says; its permissions go to ``may_need``."""
    outside: str | None = None
    """When set, nothing in the program leads to the call, but others do who call it as this says."""


class UnresolvedCode(Enum):
    """Why a place in the code has no certain answer; the value is the code in JSON."""

    UNKNOWN_RECEIVER = "unknown-receiver"
    UNKNOWN_SERVICE = "unknown-service"
    UNKNOWN_OPERATION = "unknown-operation"
    UNKNOWN_AUTHORIZATION = "unknown-authorization"
    ONE_OF = "one-of-several"
    ON_BEHALF = "callers-own-permissions"
    AMBIGUOUS = "ambiguous-method"
    DYNAMIC_CODE = "dynamic-code"
    BUDGET = "budget"
    LIBRARY = "unmodelled-library"
    MISSING = "missing-module"
    UNKNOWN_RESOURCE = "unknown-resource-type"
    TEMPLATE = "unknown-of-templates"
    PROGRAM = "started-program"
    VARIABLES = "overridden-variables"
    INTERNAL = "internal-error"


UNRESOLVED_ADVICE: dict[UnresolvedCode, str] = {
    UnresolvedCode.UNKNOWN_RECEIVER: "annotate the receiver with its client type",
    UnresolvedCode.UNKNOWN_SERVICE: "pass the service name as a constant",
    UnresolvedCode.UNKNOWN_OPERATION: "correct its name, or refresh the knowledge where it is new",
    UnresolvedCode.UNKNOWN_AUTHORIZATION: "grant what it needs by hand: AWS documents no action for it",
    UnresolvedCode.ONE_OF: "grant those that may be needed of what it is passed",
    UnresolvedCode.ON_BEHALF: "pass a role for it, or grant what the resources that it changes need",
    UnresolvedCode.AMBIGUOUS: "several services have this operation; annotate the receiver",
    UnresolvedCode.DYNAMIC_CODE: "write what is called, or grant what it needs by hand",
    UnresolvedCode.BUDGET: "the analysis gave up here; analyse a smaller part",
    UnresolvedCode.LIBRARY: "grant by hand what it calls: its ways to AWS are not modelled",
    UnresolvedCode.INTERNAL: "a defect of policywright: report it with this line of code",
    UnresolvedCode.PROGRAM: "grant what the program needs: it has the credentials of whoever starts it",
    UnresolvedCode.VARIABLES: "put the file beside the code, or let what is set stay in force",
    UnresolvedCode.UNKNOWN_RESOURCE: "grant what deploying such a resource calls by hand",
    UnresolvedCode.TEMPLATE: "write it so that it can be read, or deploy it with a policy of its own",
    UnresolvedCode.MISSING: "analyse it too: add the directory that it is in",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What several things that can't be told have in common: who knows it knows them all."""

    before: str
    after: str
    """What is said of each, around its own name: ``list_keys()`` `` on client of unknown type``."""
    key: str = ""
    """What tells this cause from others of which the same is said."""
    span: Span | None = None
    """Where it lies, if that is one place: where a client is made whose service is computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """Something that may need a permission and that the analysis can't tell."""

    code: UnresolvedCode
    span: Span
    detail: str
    could_be: tuple[str, ...] = ()
    name: str = ""
    cause: Cause | None = None
    """``detail`` is what the cause says around the name."""
    places: tuple[Span, ...] = ()
    """Of a cause that several places have in common (see ``unresolved.by_cause``): all of them."""

    def order(self) -> tuple[object, ...]:
        """Its place among others: total, so that nothing depends on what was found first."""
        cause = self.cause
        where = (cause.key, () if cause.span is None else (cause.span,)) if cause is not None else ()
        return (self.span, self.code.value, self.detail, self.could_be, self.name, where, self.places)


class SkipCode(Enum):
    """Why a file was not (wholly) analysed; the value is the code in JSON."""

    SYNTAX_ERROR = "syntax-error"
    ENCODING = "encoding"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    NOT_A_FILE = "not-a-regular-file"
    UNREADABLE = "unreadable"
    OUTSIDE_ROOT = "outside-root"
    UNSUPPORTED = "unsupported-language"
    BUDGET = "budget"
    TEST = "test-code"
    GENERATED = "generated-code"
    INTERNAL = "internal-error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file left out, or read only in part, and what to say about it (one line)."""

    file: str
    code: SkipCode
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a grant is there: the call in the code, and what in it makes this action needed."""

    operation: str
    """``s3:PutObject``: service and operation, as in the JSON output."""
    span: Span
    certainty: Certainty
    detail: str
    code: str = "sdk-call"
    chain: tuple[str, ...] = field(default=(), compare=False)
    """Functions that lead to the call, from the entry point on."""
    source: str | None = field(default=None, compare=False)
    """Where the rule behind the action comes from."""
    on: tuple[Value, ...] = field(default=(), compare=False)
    """The resources of a grant that it is for, where it is not for all of them."""


def once_each(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Reasons, each once, for all that any of its copies is for."""
    found: dict[Reason, Reason] = {}
    for one in reasons:
        other = found.setdefault(one, one)
        if other.on != one.on:
            on = (*other.on, *one.on) if other.on and one.on else ()
            found[one] = replace(other, on=tuple(dict.fromkeys(on)))
    return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One action on some resources under one condition, with every reason for it.

    ``resources`` are ARN patterns as abstract values (holes kept, for templates); empty means ``*``. Of the
    ``unsure`` ones each is only what a request may name that may as well name anything: a default.
    """

    action: str
    resources: tuple[Value, ...] = ()
    conditions: tuple[Condition, ...] = ()
    reasons: tuple[Reason, ...]
    identity: Identity = AMBIENT
    unsure: tuple[Value, ...] = ()


def in_other_words(grant: Grant, changed: Callable[[tuple[Value, ...]], tuple[Value, ...]]) -> Grant:
    """A grant with its resources in other words."""
    reasons = tuple(replace(one, on=changed(one.on)) if one.on else one for one in grant.reasons)
    return replace(grant, resources=changed(grant.resources), unsure=changed(grant.unsure), reasons=reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class MayNeed:
    """A permission that depends on configuration the code does not show."""

    action: str
    resources: tuple[Value, ...] = ()
    conditions: tuple[Condition, ...] = ()
    when: str
    reasons: tuple[Reason, ...]
    identity: Identity = AMBIENT
    usual: bool = False
    """Nearly every such call needs it: it is granted, unless templates say more."""
    unlikely: bool = False
    """What is not known is taken not to ask for it: it takes nothing away, and is said nowhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotGranted:
    """A call that needs no permission; ``code`` says why: AWS checks none, or it goes to another service."""

    operation: str
    code: str
    span: Span
    actions: tuple[str, ...] = field(default=(), compare=False)
    """What it would need of AWS, where it goes to another service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachTo:
    """What a policy is for."""

    kind: AttachKind = "unspecified"
    name: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One Allow statement, already in canonical order; ``grants`` index ``Policy.grants``."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[Value, ...]
    """ARN patterns with holes; ``(Const("*"),)`` for every resource."""
    conditions: tuple[Condition, ...] = ()
    grants: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One identity policy: what it attaches to, its statements and the grants behind them."""

    name: str
    attach_to: AttachTo
    statements: tuple[Statement, ...]
    grants: tuple[Grant, ...]
    names: tuple[tuple[str, str], ...] = ()
    """Physical names of the resources that holes of the patterns refer to, where a template sets them."""
    stack: int | None = field(default=None, compare=False)
    """Which of the project's stacks the role is in that it is for; ``Analysis.stack_of`` knows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """The size of an analysis and the work that it was."""

    nodes: int
    """Places that hold values, and what is evaluated for them."""
    updates: int
    """Evaluations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A call of a library with an SDK's client among the arguments; ``path`` is what of the library."""

    path: str
    span: Span
    named: Value | None = None
    """A text that the library is given, and no client: it may be a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFindings:
    """What the engine says about a program: the calls, and all it could not tell."""

    calls: tuple[SdkCall, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    given: tuple[Given, ...] = ()
    files_analysed: int = 0
    skipped: tuple[Skipped, ...] = ()
    counters: Counters = Counters(nodes=0, updates=0)
