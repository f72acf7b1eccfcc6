"""``--against FILE|ARN``: the needs of all the code against a policy that lives outside of any template."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.infrastructure.application import Infrastructure
from policywright.analyzers.infrastructure.changes import FilePatch
from policywright.analyzers.infrastructure.comparison import compare
from policywright.analyzers.infrastructure.managed import held_managed
from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, Role, Site, Stack
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.project import whole_file
from policywright.analyzers.infrastructure.statements import plain_statements
from policywright.analyzers.model import AMBIENT, Span
from policywright.knowledge.lookup import shown_by_calls
from policywright.knowledge.partitions import partition_of
from policywright.knowledge.policy.located import Located, LocatedError, load
from policywright.knowledge.records import replace
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const
from policywright.server.errors import UserError
from policywright.server.places import base_of
from policywright.server.request import Request


def compared(analysis: Analysis, against: str, request: Request) -> Analysis:
    """The analysis with a diff against a policy file, a live role or user, or a managed policy.

    Raises ``UserError`` for what is neither, ``NetworkError`` when the account can't be read.
    """
    role, files = _live(against, request) if against.startswith("arn:") else _file(against, request)
    stack = Stack(
        name=against, dialect="policy", files=tuple(files), roles=(role,), place=_place(against, request)
    )
    grants = [grant for policy in analysis.policies for grant in policy.grants if grant.identity == AMBIENT]
    needs = RoleNeeds(
        stack=stack,
        role=role,
        workloads=(),
        grants=tuple(dict.fromkeys(grants)),
        may_need=analysis.may_need,
        not_granted=(),
        unresolved=analysis.unresolved,
        problems=(),
        all_code=True,
    )
    diff = compare(needs, shown_by_calls(shared_store()))
    patches: tuple[FilePatch, ...] = ()
    if files and diff.edits:
        from policywright.analyzers.infrastructure.editing import apply
        from policywright.analyzers.infrastructure.project import ProjectFiles

        path = Path(against).resolve()
        patches = apply(ProjectFiles.below(Path(base_of([path], request.base)), [path]), stack, diff.edits)
    return replace(analysis, infrastructure=Infrastructure(stacks=(stack,), roles=(diff,), patches=patches))


def _place(against: str, request: Request) -> tuple[tuple[str, str], ...]:
    """Where the policy is for, as far as the command line or the ARN says."""
    named = against.split(":")[1] if against.startswith("arn:") else None
    partition = request.partition or named or partition_of(request.region)
    return (
        ("partition", partition), ("region", request.region or "*"), ("account", request.account or "*"),
    )  # fmt: skip


def _file(name: str, request: Request) -> tuple[Role, list[str]]:
    from policywright.server.validation import read_source

    path = Path(name)
    if not path.is_file():
        raise UserError(f"--against {name}: no such file, and no ARN of a role, user or managed policy")
    try:
        located = load(read_source(path).text)
    except LocatedError as error:
        raise UserError(f"--against {name}: {error.message} (line {error.line})") from error
    document = located.data
    if isinstance(document, list) and document and all(_is_policy(one) for one in document):
        return _several(document, path, request), []
    if not isinstance(document, Mapping) or "Statement" not in document:
        raise UserError(f"--against {name}: not an IAM policy (it has no Statement)")
    file = path.resolve().relative_to(base_of([path], request.base)).as_posix()
    policy = HeldPolicy(
        name=path.name,
        kind="inline",
        statements=_statements(document, file, located),
        span=whole_file(file),
        site=Site(file=file, dialect="policy", path=()),
        statements_site=Site(file=file, dialect="policy", path=("Statement",)),
    )
    return Role(id=path.stem, name=Const(path.stem), span=whole_file(file), policies=(policy,)), [file]


def _is_policy(document: object) -> bool:
    return isinstance(document, Mapping) and "Statement" in document


def _several(documents: list[Mapping[str, Any]], path: Path, request: Request) -> Role:
    """The policies of one role in one file, as ``--format policy`` prints what is too much for one."""
    span = whole_file(path.resolve().relative_to(base_of([path], request.base)).as_posix())
    policies = tuple(
        HeldPolicy(
            name=f"{path.name}[{number}]",
            kind="inline",
            statements=_statements(one, span.file, None),
            span=span,
        )
        for number, one in enumerate(documents)
    )
    return Role(id=path.stem, name=Const(path.stem), span=span, policies=policies)


def _live(arn: str, request: Request) -> tuple[Role, list[str]]:
    from policywright.server.account import Account
    from policywright.server.principals import target_named

    if ":policy/" in arn:
        return _managed(arn, request), []
    target = target_named(arn)
    if target is None:
        raise UserError(f"--against {arn}: not the ARN of a role, user or managed policy")
    account = Account(request.profile, request.region, target.partition)
    caller, who = account.identity()
    if caller != target.account:
        raise UserError(
            f"--against {arn}: the credentials belong to account {caller} ({who}); give a --profile of "
            f"account {target.account}"
        )
    live = account.policies(target)
    span = whole_file(arn)
    documents = [(policy.name, policy.document) for policy in live.identity]
    if live.own is not None:
        documents.insert(0, (target.policy_name, live.own))
    policies = [
        HeldPolicy(name=name, kind="inline", statements=_statements(document, arn, None), span=span)
        for name, document in documents
    ]
    policies += [
        HeldPolicy(name=gap, kind="customer-managed", opaque="could not be read", span=span)
        for gap in live.gaps
    ]
    boundary = None
    if live.boundary is not None:
        statements = _statements(live.boundary.document, arn, None)
        boundary = HeldPolicy(
            name=live.boundary.name, kind="customer-managed", statements=statements, span=span
        )
    role = Role(
        id=target.name, name=Const(target.name), span=span, policies=tuple(policies), boundary=boundary
    )
    return role, []


def _managed(arn: str, request: Request) -> Role:
    """A managed policy as if a role had it alone: AWS's own as known here, others from the account."""
    name, span = arn.rpartition("/")[2], whole_file(arn)
    if ":iam::aws:" in arn:
        policy = held_managed(name, span)
    else:
        from policywright.server.account import Account

        partition = arn.split(":")[1]
        document = Account(request.profile, request.region, partition).managed_policy(arn)
        statements = _statements(document, arn, None)
        policy = HeldPolicy(name=name, kind="customer-managed", statements=statements, span=span)
    return Role(id=name, name=Const(name), span=span, policies=(policy,))


def _statements(document: Mapping[str, Any], file: str, located: Located | None) -> tuple[HeldStatement, ...]:
    statements = document.get("Statement")
    if located is None:
        return plain_statements(statements, whole_file(file))

    def place(index: int) -> tuple[Span, Site]:
        path = ("Statement", index) if isinstance(statements, list) else ("Statement",)
        return _span(file, located, path), Site(file=file, dialect="policy", path=path)

    return plain_statements(statements, whole_file(file), place)


def _span(file: str, located: Located, path: tuple[str | int, ...]) -> Span:
    line, column = located.position(path)
    return Span(
        file=file,
        line=line or 1,
        column=column or 1,
        end_line=line or 1,
        end_column=column or 1,
        start_byte=0,
        end_byte=0,
    )
