"""What no diff may do: grant in silence, take away what is or may be needed, or want to change again.

The requests are samples of what the policies and needs speak of, judged by the project's own evaluator before
and after the patch. Names of a template are words of their own, as in ``coverage.form``.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.golden.test_infrastructure import PATCHED, after_patch, of_case, patched
from tests.shares import examples

from policywright.analyzers.infrastructure.access import open_arns
from policywright.analyzers.infrastructure.comparison import compare
from policywright.analyzers.infrastructure.editing import apply
from policywright.analyzers.infrastructure.grant_methods import gives, methods_like
from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, Role, Site, Stack
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.project import ProjectFiles, whole_file
from policywright.analyzers.infrastructure.readers import read_stacks
from policywright.analyzers.infrastructure.references import References, references_of
from policywright.analyzers.infrastructure.role_diff import RoleDiff
from policywright.analyzers.infrastructure.statements import plain_statements
from policywright.analyzers.model import AMBIENT, Condition, Grant, MayNeed, Reason
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.policy.evaluate import evaluate
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.policy.verdicts import EvaluationRequest, NamedPolicy, PolicySet
from policywright.knowledge.records import replace
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

PRINCIPAL = "arn:aws:iam::111122223333:role/subject"
PLACES = {"region": "eu-west-1", "account": "111122223333", "partition": "aws"}
FILLINGS = ("a", "zz/y")
MAX_ACTIONS = 6


def text(value: Value, references: References | None) -> str:
    """A pattern with a word for every name."""
    if references is not None:
        value = references.canonical(value)
    if isinstance(value, Const):
        return str(value.value)
    if not isinstance(value, Text):
        return "*"
    return re.sub(
        r"\*{2,}", "*", "".join(part if isinstance(part, str) else word(part) for part in value.parts)
    )


def word(hole: Hole) -> str:
    if hole.kind in PLACES:
        return PLACES[hole.kind]
    named = hole.kind in ("reference", "parameter") and hole.name
    return re.sub(r"\W", "-", f"the-{hole.name}") if named else "*"


def texts(values: Iterable[Value], references: References | None) -> list[str]:
    return [text(option, references) for value in values for option in alternatives(value)]


def document(policy: HeldPolicy, references: References | None) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [statement_data(one, references) for one in policy.statements],
    }


def statement_data(one: HeldStatement, references: References | None) -> dict[str, Any]:
    data: dict[str, Any] = {"Effect": one.effect}
    for name, values, own in (
        ("Action", one.actions, None),
        ("NotAction", one.not_actions, None),
        ("Resource", one.resources, references),
        ("NotResource", one.not_resources, references),
    ):
        if values:
            data[name] = texts(values, own)
    for operator, key, values in one.conditions:
        data.setdefault("Condition", {}).setdefault(operator, {})[key] = texts(values, None)
    return data


class Subject:
    """A role with its policies, ready to be asked."""

    def __init__(self, role: Role, references: References | None) -> None:
        self.references = references
        self.role = role
        self.policies = PolicySet(
            identity=tuple(
                NamedPolicy(name=one.name, document=document(one, references))
                for one in role.policies
                if one.statements
            )
        )

    def allows(self, request: EvaluationRequest) -> bool:
        return evaluate(request, self.policies).allowed

    def statements(self) -> Iterator[HeldStatement]:
        for policy in self.role.policies:
            yield from policy.statements


def actions_of(patterns: Iterable[str]) -> set[str]:
    """Real actions that patterns mean: a few of each."""
    found: set[str] = set()
    catalog = Catalog(shared_store())
    for pattern in patterns:
        every = catalog.expand(pattern) if "*" in pattern or "?" in pattern else (pattern,)
        found.update(every[:: max(1, len(every) // MAX_ACTIONS)])
    return found


def concrete(pattern: str) -> set[str]:
    return {pattern.replace("*", filling).replace("?", "q") for filling in FILLINGS}


Context = dict[str, tuple[str, ...]]


def met(conditions: Iterable[Condition]) -> list[Context]:
    """All conditions met at once."""
    return [{key: (texts(values, None)[0].replace("*", "x"),) for _, key, values in conditions}]


def contexts(conditions: Iterable[Condition]) -> list[Context]:
    """Nothing, and each condition met."""
    found: list[Context] = [{}]
    for _, key, values in conditions:
        for value in texts(values, None)[:2]:
            one: Context = {key: (value.replace("*", "x"),)}
            if one not in found:
                found.append(one)
    every = {key: value for one in found for key, value in one.items()}
    return [*found, every] if len(found) > 2 else found


def requests(
    grants: Iterable[tuple[str, list[str], tuple[Condition, ...]]],
    contexts: Callable[[Iterable[Condition]], list[Context]] = contexts,
) -> Iterator[EvaluationRequest]:
    for action, resources, conditions in grants:
        for resource, context in itertools.product(
            sorted({one for pattern in resources or ["*"] for one in concrete(pattern)}), contexts(conditions)
        ):
            yield EvaluationRequest(
                principal_arn=PRINCIPAL, action=action, resource=resource, context=context,
                resource_account=PLACES["account"],
            )  # fmt: skip


def needed(
    needs: RoleNeeds, references: References | None
) -> list[tuple[str, list[str], tuple[Condition, ...]]]:
    found: list[Grant | MayNeed] = [*needs.grants, *needs.may_need]
    return [
        (one.action, texts(one.resources, references), one.conditions)
        for one in found
        if one.identity == AMBIENT
    ]


def held(*subjects: Subject) -> list[tuple[str, list[str], tuple[Condition, ...]]]:
    found = []
    statements = [one for subject in subjects for one in subject.statements()]
    every = {one for each in statements for one in texts(each.resources, subjects[0].references)}
    for one in statements:
        patterns = texts([*one.actions, *one.not_actions], None)
        resources = texts(one.resources, subjects[0].references) or sorted(every)
        for action in sorted(actions_of(patterns)):
            found.append((action, resources, one.conditions))
    return found


def shown(pattern: str, references: References | None) -> str:
    """A pattern as a diff shows it: Terraform has no words for where it is deployed, unless it asks for them."""
    if references is None or not references.terraform:
        return pattern
    fields = pattern.split(":", 5)
    return ":".join("*" if field in PLACES.values() else field for field in fields)


def called(subject: Subject, resource: str) -> str:
    """A resource by the names that the template sets, of a log group by its function's."""
    known = subject.references.resources if subject.references is not None else {}
    names = {re.sub(r"\W", "-", f"the-{id}"): one.name for id, one in known.items()}
    for _ in range(2):
        for word_, name in names.items():
            if isinstance(name, Const | Text) and word_ in resource:
                resource = resource.replace(word_, text(name, None))
    return resource


def allowed(subject: Subject, request: EvaluationRequest) -> bool:
    """Whether it allows a request: on some ARN that only a deployment gives, if it does on all there can be."""
    if subject.allows(request) or subject.allows(
        replace(request, resource=called(subject, request.resource))
    ):
        return True
    given = request.resource.startswith("the-")
    arns = [one for arn in texts(open_arns(request.action), None) for one in concrete(arn)] if given else []
    return bool(arns) and all(subject.allows(replace(request, resource=one)) for one in arns)


def comes_along(action: str, said: Iterable[str]) -> bool:
    """A grant method gives an action with one that is said; the next run says what came along."""
    methods = [one for name in said for one in methods_like([name])]
    return any(gives((*one.own, *one.key, *one.other), action) for one in methods)


def check_diff(diff: RoleDiff, before: Subject, after: Subject) -> None:
    references = before.references
    said = [
        (change.action, shown(pattern, references))
        for change in diff.of("added", "widened")
        for pattern in texts(change.resources, references) or ["*"]
    ]
    wanted = list(requests(needed(diff.needs, references), met))
    for request in [*wanted, *requests(held(before, after))]:
        if ":parameter" in request.resource and ":parameter/" not in request.resource:
            # Of a name that brings its own slash (``parameter${Prefix}``), with one that brings none.
            continue
        if after.allows(request) and not allowed(before, request):
            along = diff.needs.stack.synthesised and comes_along(
                request.action, [action for action, _ in said]
            )
            # What a module grants to all who call it is said of the module; here that it is.
            theirs = f"{request.action} is to be granted in ".lower()
            along = along or any(one.lower().startswith(theirs) for one in diff.notes)
            assert along or any(
                action.lower() == request.action.lower() and covers(pattern, request.resource)
                for action, pattern in said
            ), f"granted in silence: {request.action} on {request.resource} {request.context}"
    for request in wanted:
        if before.allows(request):
            assert after.allows(request), (
                f"taken away: {request.action} on {request.resource} {request.context}"
            )


@pytest.mark.parametrize("case", PATCHED)
def test_golden_patches(case: Path) -> None:
    _, infrastructure = of_case(case)
    _, after = after_patch(case)
    roles = {(diff.needs.stack.name, diff.needs.id): diff.needs.role for diff in after.roles}
    for diff in infrastructure.roles:
        role = diff.needs.role
        place = diff.needs.stack.name, diff.needs.id
        if (diff.needs.stack.given_code or diff.needs.stack.callers) and place not in roles:
            # A module is shown where it changes, and else its callers are.
            roles.update(_of_modules(case))
        if place not in roles and any(place[1].endswith(f".{shown}") for _, shown in roles):
            # The module itself stands for its callers, of which none needs anything of its own any more.
            continue
        changed = roles[place]
        if role is None or changed is None or role.external:
            continue
        references = references_of(diff.needs.stack)
        check_diff(diff, Subject(role, references), Subject(changed, references))


def _of_modules(case: Path) -> dict[tuple[str, str], Role | None]:
    """The roles of modules that several call, as the patched files say them."""
    with patched(case) as project:
        stacks = read_stacks(ProjectFiles.below(project), modules=True)
    return {(stack.name, role.id): role for stack in stacks if stack.callers for role in stack.roles}


# --- any policy against any needs ---

ACTIONS = (
    "s3:GetObject", "s3:PutObject", "s3:ListBucket", "sqs:SendMessage", "sqs:ReceiveMessage", "kms:Decrypt",
    "kms:GenerateDataKey", "dynamodb:GetItem", "dynamodb:Query", "xray:PutTraceSegments", "iam:PassRole",
)  # fmt: skip
WILD = ("s3:*", "s3:Get*", "sqs:*", "kms:*", "dynamodb:*Item", "*", "execute-api:Invoke", "iam:*")
RESOURCES = (
    "*", "arn:aws:s3:::in", "arn:aws:s3:::in/*", "arn:aws:s3:::in/a/*", "arn:aws:s3:::*",
    "arn:aws:sqs:eu-west-1:111122223333:inbox", "arn:aws:sqs:*:*:*",
    "arn:aws:kms:eu-west-1:111122223333:key/k", "arn:aws:kms:eu-west-1:111122223333:key/*",
    "arn:aws:dynamodb:eu-west-1:111122223333:table/t", "arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/*",
    "arn:aws:iam::111122223333:role/worker",
)  # fmt: skip
CONDITIONS: tuple[Condition, ...] = (
    ("StringEquals", "kms:ViaService", (Const("s3.eu-west-1.amazonaws.com"),)),
    ("StringLike", "kms:ViaService", (Const("sqs.*.amazonaws.com"),)),
    ("StringEquals", "iam:PassedToService", (Const("lambda.amazonaws.com"),)),
    ("Bool", "aws:SecureTransport", (Const("true"),)),
)


def some(pool: tuple[str, ...], most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(pool), min_size=1, max_size=most, unique=True)


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    data: dict[str, Any] = {"Effect": draw(st.sampled_from(["Allow"] * 9 + ["Deny"]))}
    data[draw(st.sampled_from(["Action"] * 9 + ["NotAction"]))] = draw(some(ACTIONS + WILD))
    data[draw(st.sampled_from(["Resource"] * 9 + ["NotResource"]))] = draw(some(RESOURCES))
    if draw(st.integers(0, 4)) == 0:
        operator, key, values = draw(st.sampled_from(CONDITIONS))
        data["Condition"] = {operator: {key: [str(one.value) for one in values if isinstance(one, Const)]}}
    return data


FITTING = {
    "s3": ("arn:aws:s3:::in/a/b", "arn:aws:s3:::in/*", "arn:aws:s3:::in", "arn:aws:s3:::other/*"),
    "sqs": ("arn:aws:sqs:eu-west-1:111122223333:inbox", "arn:aws:sqs:eu-west-1:111122223333:*"),
    "kms": ("arn:aws:kms:eu-west-1:111122223333:key/k", "arn:aws:kms:eu-west-1:111122223333:key/*"),
    "dynamodb": ("arn:aws:dynamodb:eu-west-1:111122223333:table/t",),
    "iam": ("arn:aws:iam::111122223333:role/worker", "arn:aws:iam::111122223333:role/*"),
    "xray": (),
}
REASON = Reason(operation="x:Y", span=whole_file("app.py"), certainty="resolved", detail="called")


@st.composite
def wants(draw: st.DrawFn) -> tuple[str, tuple[Value, ...], tuple[Condition, ...]]:
    action = draw(st.sampled_from(ACTIONS))
    service = action.partition(":")[0]
    pool = FITTING[service]
    resources = draw(some(pool, 2)) if pool else []
    of_key = [one for one in CONDITIONS if one[1].startswith(f"{service}:")]
    wanted = draw(st.integers(0, 1)) if of_key else 0
    conditions = tuple(draw(st.sampled_from(of_key)) for _ in range(wanted))
    return action, tuple(Const(one) for one in resources), conditions


def role_of(path: Path) -> Role:
    data = json.loads(path.read_text())

    def place(index: int) -> tuple[Any, Site]:
        return whole_file(path.name), Site(file=path.name, dialect="policy", path=("Statement", index))

    policy = HeldPolicy(
        name=path.name,
        kind="inline",
        statements=plain_statements(data["Statement"], whole_file(path.name), place),
        span=whole_file(path.name),
        site=Site(file=path.name, dialect="policy", path=()),
        statements_site=Site(file=path.name, dialect="policy", path=("Statement",)),
    )
    return Role(id="subject", name=Const("subject"), span=whole_file(path.name), policies=(policy,))


EXCEPT_INBOX: dict[str, Any] = {
    "Effect": "Allow", "Action": ["*"], "NotResource": ["arn:aws:sqs:eu-west-1:111122223333:inbox"],
}  # fmt: skip
SEND_ANYWHERE: list[tuple[str, tuple[Value, ...], tuple[Condition, ...]]] = [
    ("sqs:SendMessage", (Const("arn:aws:sqs:eu-west-1:111122223333:*"),), ())
]


@settings(
    max_examples=examples(40, 100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(  # granted everywhere, but under a condition; without one on all queues but one
    document=[
        {"Effect": "Allow", "Action": ["*"], "Resource": ["*"],
         "Condition": {"StringEquals": {"kms:ViaService": ["s3.eu-west-1.amazonaws.com"]}}},
        EXCEPT_INBOX,
    ],
    need=SEND_ANYWHERE, may=[],
)  # fmt: skip
@example(  # on all queues but one by one statement, on that one by another
    document=[
        {"Effect": "Allow", "Action": ["*"], "Resource": ["arn:aws:sqs:eu-west-1:111122223333:inbox"]},
        EXCEPT_INBOX,
    ],
    need=SEND_ANYWHERE, may=[],
)  # fmt: skip
@example(  # two statements under one condition that the code does not set; each is there for one of two needs
    document=[
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::in/a/*"],
         "Condition": {"StringEquals": {"kms:ViaService": ["s3.eu-west-1.amazonaws.com"]}}},
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*", "arn:aws:s3:::*"],
         "Condition": {"StringEquals": {"kms:ViaService": ["s3.eu-west-1.amazonaws.com"]}}},
    ],
    need=[("s3:GetObject", (Const("arn:aws:s3:::in/a/b"), Const("arn:aws:s3:::in/*")), ())], may=[],
)  # fmt: skip
@example(  # all but one action, of which one may be needed, beside a statement that nobody uses
    document=[
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"],
         "Condition": {"StringEquals": {"kms:ViaService": ["s3.eu-west-1.amazonaws.com"]}}},
        {"Effect": "Allow", "NotAction": ["s3:GetObject"], "Resource": ["*"]},
    ],
    need=[], may=[("s3:PutObject", (Const("arn:aws:s3:::in/a/b"),), ())],
)  # fmt: skip
@example(  # one statement of anything, of which two actions may be needed, one of them of a key
    document=[
        {"Effect": "Allow", "Action": ["*"], "Resource": ["*"],
         "Condition": {"StringEquals": {"kms:ViaService": ["s3.eu-west-1.amazonaws.com"]}}},
    ],
    need=[],
    may=[
        ("s3:GetObject", (Const("arn:aws:s3:::in/a/b"),), ()),
        ("kms:Decrypt", (Const("arn:aws:kms:eu-west-1:111122223333:key/k"),), ()),
    ],
)  # fmt: skip
@given(
    document=st.lists(statements(), min_size=1, max_size=4),
    need=st.lists(wants(), max_size=4),
    may=st.lists(wants(), max_size=2),
)
def test_any_policy_against_any_needs(
    document: list[dict[str, Any]],
    need: list[tuple[str, tuple[Value, ...], tuple[Condition, ...]]],
    may: list[tuple[str, tuple[Value, ...], tuple[Condition, ...]]],
    tmp_path: Path,
) -> None:
    path = tmp_path / "policy.json"
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": document}, indent=2) + "\n")
    grants = tuple(
        Grant(action=action, resources=resources, conditions=conditions, reasons=(REASON,))
        for action, resources, conditions in need
    )
    may_need = tuple(
        MayNeed(action=action, resources=resources, conditions=conditions, when="it is", reasons=(REASON,))
        for action, resources, conditions in may
    )

    def diff_of(role: Role) -> tuple[Stack, RoleDiff]:
        stack = Stack(name="policy", dialect="policy", files=(path.name,), roles=(role,))
        needs = RoleNeeds(
            stack=stack, role=role, workloads=(), grants=grants, may_need=may_need, not_granted=(),
            unresolved=(), problems=(), all_code=True,
        )  # fmt: skip
        return stack, compare(needs, lambda action: not action.startswith("execute-api:"))

    role = role_of(path)
    stack, diff = diff_of(role)
    patches = apply(ProjectFiles.below(tmp_path, [path]), stack, diff.edits)
    assert [line for patch in patches for line in patch.refused] == []
    for patch in patches:
        path.write_text(patch.after)
    after = role_of(path)
    check_diff(diff, Subject(role, None), Subject(after, None))
    _, again = diff_of(after)
    assert again.of("added", "widened", "narrowed", "removed") == ()
    assert again.edits == ()
