"""``--infra`` with a template: the role of the denied principal found in it, and the diff that helps.

A role's physical name is either what the template sets, or made by CloudFormation from the stack's name, the
logical id and random characters. Where one role fits, the diff is of the template; several are named. Ids
that say nothing of the logical one (a key's) are the template's only resource of the kind, or what the
account's stacks say, where they may be asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from policywright.knowledge.policy.quota import QUOTAS, size
from policywright.knowledge.policy.statements import Rule, document, statement
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Text
from policywright.server.errors import UserError
from policywright.server.fix.model import Change
from policywright.server.fix.real import hides, unreal_condition
from policywright.server.principals import Target

if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.changes import FilePatch
    from policywright.analyzers.infrastructure.model import Resource, Role, Stack
    from policywright.analyzers.infrastructure.needs import RoleNeeds
    from policywright.analyzers.infrastructure.project import ProjectFiles
    from policywright.analyzers.infrastructure.references import References
    from policywright.analyzers.infrastructure.types import ResourceType
    from policywright.analyzers.model import Grant
    from policywright.knowledge.values import Value

_RANDOM = re.compile(r"[A-Za-z0-9]{4,}")
"""What CloudFormation ends a generated name with."""
_GENERATING = ("cloudformation", "serverless")
"""Languages whose deployment names resources ``STACK-LOGICALID-RANDOM``."""
_FRAMEWORK = "IamRoleLambdaExecution"
_HASH = re.compile(r"[0-9A-F]{8}")
_CLIPPED = 60
"""A generated name may have lost the end of the logical id when it is about this long (64 is IAM's limit)."""

Deployed: TypeAlias = "Callable[[str], str | None]"
"""The logical id of what has a physical id in the account."""


def template_change(
    paths: Sequence[Path],
    added: Sequence[Rule],
    target: Target | None,
    root: Path | None,
    unreal: Mapping[Rule, str],
    deployed: Deployed | None = None,
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
    from policywright.analyzers.infrastructure.references import references_of

    own = _Own(stack, references_of(stack), deployed)
    return _change(files, own, role, added, target, unreal)


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
    pattern = _pattern(role.name)
    return pattern is not None and re.fullmatch(pattern, name) is not None


def _pattern(name: Value | None) -> str | None:
    """What a name that is told in part may be; ``None`` where too little is told."""
    parts = name.parts if isinstance(name, Text) else ()
    if not any(isinstance(part, str) and len(part) > 1 for part in parts):
        return None
    return "".join(re.escape(part) if isinstance(part, str) else "[^/:]+" for part in parts)


def _called(resource: Resource, row: ResourceType) -> str | None:
    """The same of a resource; a whole name counts where AWS puts something behind it, as for a secret."""
    from policywright.knowledge.values import Const

    match resource.name:
        case Const(value=str(name)) if "?" in row.arn:
            return re.escape(name)
    return _pattern(resource.name)


def _may_be_called(role: Role, name: str) -> bool:
    """``shop-CreateOrderRole-1A2B3C4D5E`` is what CloudFormation may call ``CreateOrderRole``.

    The Serverless Framework calls its own role ``SERVICE-STAGE-REGION-lambdaRole``; the plugin for roles per
    function puts the function's name before the region.
    """
    if role.id.endswith(_FRAMEWORK) and name.endswith("-lambdaRole"):
        function = role.id.removesuffix(_FRAMEWORK).lower()
        return function in re.sub(r"[^a-z0-9]", "", name.lower())
    word = role.id.rsplit(".", 1)[-1]
    head, separator, tail = name.rpartition("-")
    middle = head.rpartition("-")[2]
    if not separator or not middle or _RANDOM.fullmatch(tail) is None:
        return False
    full = (word, f"{word}Role")
    # The CDK adds a hash to the path of the construct, which its source does not say.
    plain = middle[:-8] if _HASH.fullmatch(middle[-8:]) else middle
    return (
        middle in full
        or plain in full
        or (len(name) >= _CLIPPED and any(one.startswith(middle) for one in full))
    )


def _change(
    files: ProjectFiles,
    own: _Own,
    role: Role,
    every: Sequence[Rule],
    target: Target | None,
    unreal: Mapping[Rule, str],
) -> tuple[Change, tuple[str, ...]]:
    from policywright.analyzers.infrastructure.comparison import compare
    from policywright.analyzers.infrastructure.editing import apply
    from policywright.analyzers.infrastructure.needs import RoleNeeds

    stack = own.stack
    added = [rule for rule in every if rule not in unreal or own.all_of(rule)]
    left = [unreal[rule] for rule in every if rule not in added]
    if not added:
        raise UserError(f"--infra {stack.name}: {left[0]}")
    needs = RoleNeeds(
        stack=stack,
        role=role,
        workloads=(),
        grants=tuple(grant for rule in added for grant in _grants(rule, own)),
        may_need=(),
        not_granted=(),
        unresolved=(),
        problems=(),
    )
    diff = compare(needs)
    notes = [f"the role is {role.id} of {stack.name}", *own.taken, *diff.notes, *left]
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
    from policywright.analyzers.infrastructure.project import HCL
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
    if all(patch.file.endswith((".json", ".yaml", ".yml", ".template", *HCL)) for patch in patches):
        raise UserError(f"--infra {needs.stack.name}: {needs.id} is not found in what the patch would make")


def _said(rule: Rule) -> str:
    data = statement(rule)
    return f"{data.get('Action')} on {data.get('Resource')} becomes allowed"


def _grants(rule: Rule, own: _Own) -> Iterable[Grant]:
    from policywright.analyzers.model import Grant
    from policywright.knowledge.values import Const

    def values(texts: Iterable[str]) -> tuple[Value, ...]:
        return tuple(Const(text) for text in texts)

    texts = rule.resources.values if rule.resources is not None else ()
    for action in rule.actions.values:
        yield Grant(
            action=action,
            resources=tuple(own.value(text) for text in texts),
            conditions=tuple((operator, key, values(given)) for operator, key, given in rule.conditions),
            reasons=(),
        )


@dataclass(slots=True)
class _Own:
    """The resources of one template, and which of them an ARN speaks of."""

    stack: Stack
    references: References
    deployed: Deployed | None = None
    taken: list[str] = field(default_factory=list)
    """What was concluded, for whoever reads the diff."""
    _known: dict[str, Value] = field(default_factory=dict)

    def value(self, arn: str) -> Value:
        """A denied resource as the template's own, if it is one of those that it has named itself."""
        if arn not in self._known:
            value = self._generated(arn) or self._opaque(arn) or self._literal(arn)
            own = self.references.names_own(value)
            self._known[arn] = value if own else self._patterned(arn) or value
        return self._known[arn]

    def all_of(self, rule: Rule) -> bool:
        """Whether a rule speaks of the template's own resources only, so that no masked name is written."""
        for text in rule.resources.values if rule.resources is not None else ():
            value = self.value(text)
            parts = value.parts if isinstance(value, Text) else ()
            if not self.references.names_own(value) or any(hides(p) for p in parts if isinstance(p, str)):
                return False
        return unreal_condition(rule) is None

    def _literal(self, arn: str) -> Value:
        from policywright.knowledge.values import Const

        return self.references.canonical(Const(arn))

    def _unnamed(self) -> Iterator[tuple[Resource, ResourceType]]:
        for resource in self.stack.resources:
            row = self.references.types.get(resource.id)
            if row is not None and resource.name is None:
                yield resource, row

    def _generated(self, arn: str) -> Value | None:
        """``shop-Queue-1AB2CD3EF4GH`` is what CloudFormation called ``Queue``."""
        if self.stack.dialect not in _GENERATING:
            return None
        found = []
        for resource, row in self._unnamed():
            match = _speaks_of(row, arn, rf"(?:[^:/]+-)?{resource.id}-[A-Za-z0-9]+")
            if match is not None:
                found.append(_reference(row, resource, arn[match.end() :]))
        return found[0] if len(found) == 1 else None

    def _patterned(self, arn: str) -> Value | None:
        """``inbox-2026…`` is the one resource that is called ``inbox-`` and something that is not known."""
        found = []
        for resource in self.stack.resources:
            row = self.references.types.get(resource.id)
            pattern = _called(resource, row) if row is not None and not resource.many else None
            match = _speaks_of(row, arn, pattern) if row is not None and pattern is not None else None
            if row is not None and match is not None:
                found.append((resource, row, match))
        if len(found) != 1:
            return None
        resource, row, match = found[0]
        self.taken.append(f"{arn} is taken to be {resource.id}, the only one that may be called so")
        return _reference(row, resource, arn[match.end() :])

    def _opaque(self, arn: str) -> Value | None:
        """A key's id says nothing of the logical one: the only one of its kind, or what the account says."""
        found = []
        # A version of a function has the ARN of the function, which has a name.
        named = {row.arn for row in self.references.types.values() if row.property}
        for resource, row in self._unnamed():
            match = _speaks_of(row, arn, "[^:/*]+") if not row.property and row.arn not in named else None
            if match is not None:
                found.append((resource, row, match))
        if not found:
            return None
        why = f"the only one of its kind in {self.stack.name}"
        if len(found) > 1:
            names = ", ".join(resource.id for resource, _, _ in found)
            logical = self.deployed(found[0][2]["name"]) if self.deployed is not None else None
            found = [one for one in found if one[0].id == logical]
            why = "as the stack in the account has it"
            if not found:
                asked = "no stack of the account has it" if self.deployed else "--live asks the account"
                self.taken.append(f"{arn} may be one of {names} of {self.stack.name}: {asked}")
                return None
        resource, row, match = found[0]
        self.taken.append(f"{arn} is taken to be {resource.id}, {why}")
        return _reference(row, resource, arn[match.end() :])


def _speaks_of(row: ResourceType, arn: str, name: str) -> re.Match[str] | None:
    """Whether an ARN is one of a type, with such a name, or of something that belongs to it."""
    if "{name}" not in row.arn:
        return None
    pattern = re.escape(row.arn).replace(r"\{name\}", f"(?P<name>{name})", 1)
    pattern = re.sub(r"\\\{\w+\\\}|\\\*", "[^:]*", pattern).replace(r"\?", "[A-Za-z0-9]")
    match = re.match(pattern, arn, re.IGNORECASE)
    return match if match is not None and arn[match.end() : match.end() + 1] in ("", "/", ":") else None


def _reference(row: ResourceType, resource: Resource, rest: str) -> Value:
    from policywright.analyzers.infrastructure.types import arn_value, physical_name, text_of

    whole = arn_value(row, physical_name(resource.id))
    if not rest or row.arn.endswith("*"):
        return whole
    return text_of([*whole.parts, rest]) if isinstance(whole, Text) else whole
