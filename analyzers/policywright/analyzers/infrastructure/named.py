"""Policies and roles that somebody uses by their names: another template, a script, a console's user.

A reference to a policy is seen where it is made; a name in an ARN (``policy/common``) or in a data source is
a text, in whatever file of the project. Who has a policy so may need anything of it. What runs under a role
that its own template does not make may run under one of the same name that another template makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policywright.analyzers.infrastructure.model import HeldPolicy, Role, Stack
from policywright.analyzers.infrastructure.project import HCL, ProjectFiles
from policywright.knowledge.policy.patterns import intersects
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Text, Value

_READ = (*HCL, ".tfvars", ".hcl", ".json", ".yaml", ".yml", ".template", ".sh")
"""Files that attach policies: templates, and the scripts of deployments."""
_ANYTHING = r"[^/\"'\s,]*"
_LEAST = 3
"""Characters of a name that are written out; less may be any policy's."""
_SOURCE = r"""data\s+"aws_iam_policy"\s+"[^"]*"\s*\{[^}]*\bname\s*=\s*"%s\""""


def attached_by_name(stacks: Sequence[Stack], files: ProjectFiles) -> tuple[Stack, ...]:
    """The stacks, with policies that are named in texts of the project shared with whoever names them."""
    found: dict[Value, tuple[str, ...]] = {}

    def shared(policy: HeldPolicy) -> HeldPolicy:
        if policy.called is None or policy.kind != "customer-managed" or policy.opaque is not None:
            return policy
        if policy.called not in found:
            found[policy.called] = tuple(_naming(policy.called, files))
        ids = tuple(dict.fromkeys((*policy.shared_by, *found[policy.called])))
        if len(ids) == len(policy.shared_by):
            return policy
        statements = tuple(replace(one, shared_by=None) for one in policy.statements)
        return replace(policy, shared_by=ids, statements=statements, apart=False)

    return tuple(
        replace(
            stack,
            roles=tuple(
                replace(role, policies=tuple(shared(one) for one in role.policies)) for role in stack.roles
            ),
        )
        for stack in stacks
    )


def run_by_name(stacks: Sequence[Stack], others: Sequence[Stack]) -> tuple[Stack, ...]:
    """The stacks, whose roles tell who may run under them in the ``others`` (or the same) by their names."""
    naming = [
        (pattern, dict.fromkeys(_running_under(role, stack)))
        for stack in others
        for role in stack.roles
        if role.external and (pattern := _last_part(_looked_up(role, stack))) is not None
    ]

    def used(role: Role) -> Role:
        name = None if role.external else _last_part(role.name)
        if name is None:
            return role
        who = [one for pattern, users in naming if intersects(pattern, name) for one in users]
        return replace(role, users=tuple(dict.fromkeys((*role.users, *who)))) if who else role

    if not naming:
        return tuple(stacks)
    return tuple(replace(stack, roles=tuple(map(used, stack.roles))) for stack in stacks)


def _running_under(role: Role, stack: Stack) -> Iterator[str]:
    """What runs under a role, as a person would say; who attaches policies to it alone runs nothing."""
    ids = [one.id for one in stack.workloads if role.id in (one.role, *one.other_roles)]
    yield from (f"{id} of {stack.name}" for id in ids)
    if not ids and not role.policies:
        yield f"what {role.span.file}:{role.span.line} names it for"


def _looked_up(role: Role, stack: Stack) -> Value:
    """The name of a role: what a data source looks up goes by what that is told."""
    parts = role.name.parts if isinstance(role.name, Text) else ()
    for part in parts:
        if isinstance(part, Hole) and part.kind == "reference" and part.name is not None:
            made = stack.resource(part.name) or stack.resource(part.name.rpartition(".")[0])
            if made is not None and made.name is not None:
                return made.name
    return role.name


def _last_part(named: Value) -> str | None:
    """A role's name or the end of its ARN as a pattern; None where too little of it is written out."""
    parts = (
        named.parts if isinstance(named, Text) else (str(named.value),) if isinstance(named, Const) else ()
    )
    pattern = "".join(one if isinstance(one, str) else "*" for one in parts).rpartition("/")[2]
    return pattern if len(pattern.replace("*", "")) >= _LEAST else None


def _naming(called: Value, files: ProjectFiles) -> Iterator[str]:
    """Where a policy of a name is named, as a person would say."""
    name = _pattern(called)
    if name is None:
        return
    pattern = re.compile(rf":policy/(?:[^\s\"':]*/)?{name}(?![\w+=,.@/-])|{_SOURCE % name}")
    for file in files.names:
        if not file.endswith(_READ):
            continue
        text = files.text(file) or ""
        if "policy" in text and (match := pattern.search(text)) is not None:
            yield f"what {file}:{text.count(chr(10), 0, match.start()) + 1} names it for"


def _pattern(called: Value) -> str | None:
    """A regular expression for a name; what a deployment puts in may be written in any way."""
    parts = (
        called.parts
        if isinstance(called, Text)
        else (str(called.value),)
        if isinstance(called, Const)
        else ()
    )
    texts = [one for one in parts if isinstance(one, str)]
    if sum(map(len, texts)) < _LEAST:
        return None
    return "".join(re.escape(one) if isinstance(one, str) else _ANYTHING for one in parts)
