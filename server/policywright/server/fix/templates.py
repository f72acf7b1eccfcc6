"""``--infra`` with a template: the role of the denied principal found in it, and the diff that helps.

A role's physical name is either what the template sets, or made by CloudFormation from the stack's name, the
logical id and random characters. Where one role fits, the diff is of the template; several are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policywright.knowledge.policy.quota import QUOTAS, size
from policywright.knowledge.policy.statements import Rule, document, statement
from policywright.knowledge.records import replace
from policywright.knowledge.values import Text
from policywright.server.errors import UserError
from policywright.server.fix.model import Change
from policywright.server.fix.real import hides, unreal_condition
from policywright.server.principals import Target

if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.changes import FilePatch
    from policywright.analyzers.infrastructure.model import Role, Stack
    from policywright.analyzers.infrastructure.needs import RoleNeeds
    from policywright.analyzers.infrastructure.project import ProjectFiles
    from policywright.analyzers.infrastructure.references import References
    from policywright.analyzers.model import Grant
    from policywright.knowledge.values import Value

_RANDOM = re.compile(r"[A-Za-z0-9]{4,}")
"""What CloudFormation ends a generated name with."""
_GENERATING = ("cloudformation", "serverless")
"""Languages whose deployment names resources ``STACK-LOGICALID-RANDOM``."""
_CLIPPED = 60
"""A generated name may have lost the end of the logical id when it is about this long (64 is IAM's limit)."""


def template_change(
    paths: Sequence[Path],
    added: Sequence[Rule],
    target: Target | None,
    root: Path | None,
    unreal: Mapping[Rule, str],
) -> tuple[Change, tuple[str, ...]] | None:
    """The change of the template that owns the principal's role, with notes; None when there is no template.

    What is ``unreal`` is written where it turns out to be one of the template's own resources.
    Raises ``UserError`` when the role isn't in it, or can't be told from others.
    """
    files = _files(paths, root)
    from policywright.analyzers.infrastructure.readers import may_have_stacks, read_stacks

    if not may_have_stacks(files):
        return None
    stacks = [stack for stack in read_stacks(files) if stack.roles]
    if not stacks:
        return None
    stack, role = _owner(stacks, target)
    return _change(files, stack, role, added, target, unreal)


def _files(paths: Sequence[Path], root: Path | None) -> ProjectFiles:
    from policywright.analyzers.infrastructure.project import ProjectFiles
    from policywright.server.places import base_of

    base = base_of(paths, root or "")
    return ProjectFiles.below(Path(base), [path.resolve() for path in paths])


def _owner(stacks: Sequence[Stack], target: Target | None) -> tuple[Stack, Role]:
    every = [(stack, role) for stack in stacks for role in stack.roles if role.owner or role.policies]
    if target is None:
        if len(every) == 1:
            return every[0]
        names = ", ".join(role.id for _, role in every)
        raise UserError(f"--infra: the text does not name the principal; give --principal (roles: {names})")
    if target.kind != "role":
        raise UserError(f"--infra: {target.kind} {target.name} is no role of a template")
    named = [(stack, role) for stack, role in every if _has_name(role, target.name)]
    fitting = named or [(stack, role) for stack, role in every if _may_be_called(role, target.name)]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(role.id for _, role in fitting or every)
    what = "several roles of the templates may be" if fitting else "no role of the templates is"
    raise UserError(f"--infra: {what} {target.name} (there are: {names})")


def _has_name(role: Role, name: str) -> bool:
    from policywright.knowledge.values import Const

    match role.name:
        case Const(value=value):
            return str(value) == name
        case Text(parts=parts) if any(isinstance(part, str) and len(part) > 1 for part in parts):
            pattern = "".join(re.escape(part) if isinstance(part, str) else ".+" for part in parts)
            return re.fullmatch(pattern, name) is not None
    return False


def _may_be_called(role: Role, name: str) -> bool:
    """``shop-CreateOrderRole-1A2B3C4D5E`` is what CloudFormation may call ``CreateOrderRole``."""
    word = role.id.rsplit(".", 1)[-1]
    head, separator, tail = name.rpartition("-")
    middle = head.rpartition("-")[2]
    if not separator or not middle or _RANDOM.fullmatch(tail) is None:
        return False
    full = (word, f"{word}Role")
    return middle in full or (len(name) >= _CLIPPED and any(one.startswith(middle) for one in full))


def _change(
    files: ProjectFiles,
    stack: Stack,
    role: Role,
    every: Sequence[Rule],
    target: Target | None,
    unreal: Mapping[Rule, str],
) -> tuple[Change, tuple[str, ...]]:
    from policywright.analyzers.infrastructure.comparison import compare
    from policywright.analyzers.infrastructure.editing import apply
    from policywright.analyzers.infrastructure.needs import RoleNeeds
    from policywright.analyzers.infrastructure.references import references_of

    references = references_of(stack)
    added = [rule for rule in every if rule not in unreal or _is_own(rule, stack, references)]
    left = [unreal[rule] for rule in every if rule not in added]
    if not added:
        raise UserError(f"--infra {stack.name}: {left[0]}")
    needs = RoleNeeds(
        stack=stack,
        role=role,
        workloads=(),
        grants=tuple(grant for rule in added for grant in _grants(rule, stack, references)),
        may_need=(),
        not_granted=(),
        unresolved=(),
        problems=(),
    )
    diff = compare(needs)
    taken = _taken(added, stack, references)
    notes = [f"the role is {role.id} of {stack.name}", *taken, *diff.notes, *left]
    patches = apply(files, stack, diff.edits) if diff.edits else ()
    refused = [line for patch in patches for line in patch.refused]
    if refused:
        raise UserError(f"--infra {stack.name}: {refused[0]}")
    if patches:
        _require_granted(files, patches, needs)
    else:
        notes.append("the template grants this already: deploy it")
    after: Mapping[str, Any] = document(added)
    first = patches[0] if patches else None
    change = Change(
        target=target,
        policy_name=role.id,
        before={} if patches else after,
        after=after,
        before_text=first.before if first else "",
        after_text=first.after if first else "",
        diff="".join(patch.diff() for patch in patches),
        changes=tuple(_said(rule) for rule in added) if patches else (),
        characters=size(after),
        quota=QUOTAS["role"],
        read=True,
        file=first.file if first else stack.name,
        document=False,
    )
    return change, tuple(notes)


def _require_granted(files: ProjectFiles, patches: Sequence[FilePatch], needs: RoleNeeds) -> None:
    """The proof of a patch: the patched files, read anew, lack nothing of what was to be granted."""
    from policywright.analyzers.infrastructure.comparison import compare
    from policywright.analyzers.infrastructure.readers import read_stacks

    again = files.overlaid()
    for patch in patches:
        again.put(patch.file, patch.after)
    for stack in read_stacks(again):
        for role in stack.roles:
            if (stack.name, role.id) == (needs.stack.name, needs.id):
                left = compare(replace(needs, stack=stack, role=role)).of("added", "widened")
                if not left:
                    return
                raise UserError(f"--infra {stack.name}: the patch would not grant {left[0].action}")
    # What a program makes of its source is not known before it has run.
    if all(patch.file.endswith((".json", ".yaml", ".yml", ".tf", ".template")) for patch in patches):
        raise UserError(f"--infra {needs.stack.name}: {needs.id} is not found in what the patch would make")


def _is_own(rule: Rule, stack: Stack, references: References) -> bool:
    """Whether a rule speaks of the template's own resources only, so that no masked name is written."""
    texts = rule.resources.values if rule.resources is not None else ()
    for text in texts:
        value = _resource(text, stack, references)
        parts = value.parts if isinstance(value, Text) else ()
        if not references.names_own(value) or any(hides(part) for part in parts if isinstance(part, str)):
            return False
    return unreal_condition(rule) is None


def _said(rule: Rule) -> str:
    data = statement(rule)
    return f"{data.get('Action')} on {data.get('Resource')} becomes allowed"


def _grants(rule: Rule, stack: Stack, references: References) -> Iterable[Grant]:
    from policywright.analyzers.model import Grant
    from policywright.knowledge.values import Const

    def values(texts: Iterable[str]) -> tuple[Value, ...]:
        return tuple(Const(text) for text in texts)

    texts = rule.resources.values if rule.resources is not None else ()
    for action in rule.actions.values:
        yield Grant(
            action=action,
            resources=tuple(_resource(text, stack, references) for text in texts),
            conditions=tuple((operator, key, values(given)) for operator, key, given in rule.conditions),
            reasons=(),
        )


def _resource(arn: str, stack: Stack, references: References) -> Value:
    """A denied resource as the template's own, if it is one of those that CloudFormation has named."""
    from policywright.analyzers.infrastructure.types import arn_value, physical_name, text_of
    from policywright.knowledge.values import Const

    found: list[Value] = []
    for resource in stack.resources if stack.dialect in _GENERATING else ():
        row = references.types.get(resource.id)
        if row is None or resource.name is not None:
            continue
        pattern = re.escape(row.arn).replace(r"\{name\}", rf"[^:/]+-{resource.id}-[A-Za-z0-9]+")
        match = re.match(re.sub(r"\\\{\w+\\\}", "[^:]*", pattern), arn, re.IGNORECASE)
        rest = arn[match.end() :] if match is not None else "?"
        if not rest or rest[0] in "/:":
            whole = arn_value(row, physical_name(resource.id))
            found.append(text_of([*whole.parts, rest]) if isinstance(whole, Text) else whole)
    if not found and (own := _opaque(arn, stack, references)) is not None:
        return own[1]
    return found[0] if len(found) == 1 else references.canonical(Const(arn))


_OPAQUE = ("AWS::KMS::Key",)
"""Types whose physical name says nothing of the logical one."""


def _opaque(arn: str, stack: Stack, references: References) -> tuple[str, Value] | None:
    """The only resource of the template that an ARN with an id in it can be, and its reference."""
    from policywright.analyzers.infrastructure.types import arn_value, physical_name, resource_type

    for kind in _OPAQUE:
        row = resource_type(kind)
        if row is None:
            continue
        pattern = re.sub(r"\\\{\w+\\\}", "[^:/]*", re.escape(row.arn))
        own = [one for one in stack.resources if references.types.get(one.id) == row and one.name is None]
        if re.fullmatch(pattern, arn) is not None and len(own) == 1:
            return own[0].id, arn_value(row, physical_name(own[0].id))
    return None


def _taken(rules: Sequence[Rule], stack: Stack, references: References) -> Iterator[str]:
    """What was concluded, for whoever reads the diff."""
    for rule in rules:
        for text in rule.resources.values if rule.resources is not None else ():
            if (own := _opaque(text, stack, references)) is not None:
                yield f"{text} is taken to be {own[0]}, the only one of its kind in {stack.name}"
