"""Files that several deployments share: who may change them, and what has to be right for all of them.

A module of Terraform is called from several places, a policy's file is read by several stacks. Such a file is
changed for all who use it or not at all: each stack edits its own files (``bounded``), and what a module's
files say is decided by the module read by itself, its variables open, as far as every caller agrees
(``settled``). What callers need in another way stays theirs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.forms import form, names_more
from policywright.analyzers.infrastructure.items import ANYTHING, Item, items_of
from policywright.analyzers.infrastructure.listing import few
from policywright.analyzers.infrastructure.matching import is_family
from policywright.analyzers.infrastructure.model import FOR_ALL, HeldPolicy, ProblemCode, Role, Site, Stack
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.project import TERRAFORM
from policywright.analyzers.infrastructure.references import (
    Attribute,
    Expression,
    Piece,
    Pseudo,
    references_of,
)
from policywright.analyzers.infrastructure.role_diff import RoleDiff
from policywright.analyzers.infrastructure.types import text_of
from policywright.analyzers.model import AMBIENT, Grant, Span
from policywright.knowledge.policy.patterns import covers, intersects
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

Compare = Callable[[RoleNeeds], RoleDiff]
_NO_CODE = (ProblemCode.CODE_NOT_FOUND, ProblemCode.OPAQUE_CODE)
_NAMES = ("name", "id")
"""Attributes of a role that a policy can be attached by."""
_MOST_USERS = 3
_ARN_FIELDS = 5
_UNDER = "is granted under"
_NO_REGION = "\ue000region\ue001"
"""How the region of the deployment stands in a form."""
_REGION = re.compile(r"^(arn:[^:]*:[^:]*:)([a-z0-9-]+)(:)")
_KEY = re.compile(r"\[[^\]]*\]")
_TOLD = ("partition", "region", "account", "reference", "parameter")
"""Parts of a pattern that a template can write."""


# --- whose files ---


def bounded(stacks: Sequence[Stack]) -> tuple[Stack, ...]:
    """The stacks, each with only its own places to edit."""
    called = {
        directory
        for stack in stacks
        if stack.dialect == "terraform"
        for directory in _directories(stack)
        if directory != _own(stack)
    }
    readers: dict[Site, dict[str, None]] = {}
    for stack in stacks:
        for site in {site for role in stack.roles for policy in role.policies for site in sites_of(policy)}:
            if _is_own(stack, site, called):
                readers.setdefault(site, {})[stack.name] = None
    return tuple(_bounded(stack, called, readers) for stack in stacks)


def _bounded(stack: Stack, called: set[str], readers: dict[Site, dict[str, None]]) -> Stack:
    def policy_of(policy: HeldPolicy) -> HeldPolicy:
        sites = list(sites_of(policy))
        written = [one.site for one in policy.statements if one.site is not None]
        if len(written) == len(policy.statements) > 0 and all(_is_own(stack, one, called) for one in written):
            # A module gives its role what its caller writes out: that is the caller's.
            sites = [one for one in sites if _is_own(stack, one, called)]
            listed = policy.statements_site
            if listed is not None and listed not in sites:
                policy = replace(policy, statements_site=None)
        for site in sites:
            if not _is_own(stack, site, called):
                place = _parent(site.file) or "the root module"
                return replace(policy, fixed=f"{place} {FOR_ALL}")
            others = [name for name in readers.get(site, ()) if name != stack.name]
            if others:
                return replace(policy, fixed=f"{site.file} is read by {few(others, _MOST_USERS)} as well")
        return policy

    def parts_of(policy: HeldPolicy) -> Iterator[HeldPolicy]:
        """What a module's caller writes of a policy is the caller's, beside what the module writes itself."""
        mine = [one.site is not None and _is_own(stack, one.site, called) for one in policy.statements]
        if stack.dialect != "terraform" or all(mine) or not any(mine):
            yield policy_of(policy)
            return
        for own in (True, False):
            some = (one for one, is_mine in zip(policy.statements, mine, strict=True) if is_mine == own)
            yield policy_of(replace(policy, statements=tuple(some)))

    def role_of(role: Role) -> Role:
        owner = role.owner
        if owner is not None and not _is_own(stack, owner, called):
            named = any(
                one.id == role.id and one.attribute in _NAMES and _plain(one.directory) == _own(stack)
                for one in stack.spellings
            )
            owner = role.call if named else None
        policies = tuple(part for one in role.policies for part in parts_of(one))
        return replace(role, owner=owner, policies=policies)

    return replace(stack, roles=tuple(role_of(role) for role in stack.roles))


def sites_of(policy: HeldPolicy) -> Iterator[Site]:
    """The places that an edit of a policy would change."""
    if policy.site is not None:
        yield policy.site
    if policy.statements_site is not None:
        yield policy.statements_site
    yield from (statement.site for statement in policy.statements if statement.site is not None)


def _directories(stack: Stack) -> set[str]:
    return {_parent(file) for file in stack.files if file.endswith(TERRAFORM)}


def _is_own(stack: Stack, site: Site, called: set[str]) -> bool:
    """A stack of Terraform edits the files of its own directory, and what no module has."""
    if stack.dialect != "terraform":
        return True
    directory = _parent(site.file)
    if site.file.endswith(TERRAFORM):
        return directory == _own(stack)
    while directory not in called and directory != _own(stack) and directory:
        directory = _parent(directory)
    return directory == _own(stack) or directory not in called


def _own(stack: Stack) -> str:
    return _plain(stack.name)


def _plain(directory: str) -> str:
    return "" if directory == "." else directory


def _parent(file: str) -> str:
    return file.rpartition("/")[0]


# --- what a role may have from elsewhere ---


def with_untold(needs: Sequence[RoleNeeds], stacks: Sequence[Stack]) -> list[RoleNeeds]:
    """The roles with what may be theirs, and need not be added.

    What is given to a role that can't be told may be that of any role that a module in use there makes: the
    module may be called by another root as well, whose role is looked up by a name. And what a condition
    gives a role here or there is what its code does under the same condition.
    """
    given: dict[str, dict[_Said, None]] = {}
    for stack in stacks:
        for directory in _directories(stack) if stack.untold else ():
            for address, policy in stack.untold:
                why = f"is not called missing: {address} grants it to a role that can't be told"
                given.setdefault(directory, {}).update(dict.fromkeys(_said(policy, why, stack)))
    return [_with_untold(one, given) for one in needs]


_Said = tuple[str, tuple[str, ...], str]
"""Actions that a policy grants, as a pattern, what it grants them on, and what is said of them."""


def _said(policy: HeldPolicy, why: str, stack: Stack) -> Iterator[_Said]:
    for one in policy.statements:
        if one.effect == "Allow":
            on = tuple(_widest(option, stack) for value in one.resources for option in alternatives(value))
            yield from ((form(action).lower(), on or ("*",), why) for action in one.actions)


def _widest(resource: Value, stack: Stack) -> str:
    """What a resource may turn out to be, as a pattern of IAM."""
    references = references_of(stack)
    named = references.by_default(references.by_name(references.canonical(resource)))
    match named:
        case Const(value=scalar):
            return str(scalar)
        case Text(parts=parts):
            return "".join(one if isinstance(one, str) else "*" for one in parts)
    return "*"


def _with_untold(needs: RoleNeeds, given: Mapping[str, Iterable[_Said]]) -> RoleNeeds:
    place = _place(needs)
    if place is None or needs.role is None:
        return needs
    said = [*given.get(_parent(place.file), ())]
    for id, where, policy in needs.stack.absent:
        if id == needs.role.id:
            condition = f"a condition that does not hold here ({where})"
            why = f"{_UNDER} {condition}: the code is taken to choose alike"
            said.extend(_said(policy, why, needs.stack))
    if not said:
        return needs
    found: dict[str, str] = {}
    apart: list[tuple[str, Value]] = []
    for item in items_of(needs.grants):
        given_by = _why_given(item, said, needs.stack)
        if given_by is None:
            apart.append((item.action, item.resource))
        else:
            found.setdefault(item.action, f"{item.action} {given_by}")
    apart = [one for one in apart if one[0] in found]
    settled = (*needs.settled, *sorted(found.items()))
    return replace(needs, settled=settled, apart=(*needs.apart, *apart)) if found else needs


def _why_given(item: Item, said: Sequence[_Said], stack: Stack) -> str | None:
    """What is said of an item that one of some policies may grant: its action on what may be its resource."""
    action, resource = item.action.lower(), _widest(item.resource, stack)
    for pattern, resources, why in said:
        if covers(pattern, action) and any(_may_meet(one, resource) for one in resources):
            return why
    return None


def _may_meet(left: str, right: str) -> bool:
    """Two patterns may be of one thing; a part of an ARN that is not told is no other part as well."""
    parts, others = left.split(":", _ARN_FIELDS), right.split(":", _ARN_FIELDS)
    if len(parts) == len(others) == _ARN_FIELDS + 1:
        return all(map(intersects, parts, others))
    return intersects(left, right)


# --- what is right for all ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The diffs of all roles: ``roles`` to be shown and edited, and those that a module's role stands for."""

    roles: tuple[RoleDiff, ...]
    covered: tuple[RoleDiff, ...] = ()


def settled(needs: Sequence[RoleNeeds], compare: Compare) -> Settled:
    """Compares each role; a module's roles stand for those that its callers get."""
    by_place: dict[Span, list[RoleNeeds]] = {}
    for one in needs:
        # A role that callers give is compared where they do.
        if one.stack.callers and one.role is not None and not one.role.id.startswith("var."):
            by_place.setdefault(one.role.span, []).append(one)
    first = {id(one): compare(one) for one in needs if not one.stack.callers}
    shown: dict[int, RoleDiff] = {}
    covered: dict[int, RoleDiff] = {}
    for several in by_place.values():
        instances = [diff for diff in first.values() if _place(diff.needs) == _place(several[0])]
        given: list[RoleDiff] = []
        # The module whose files have the role comes before those that call it in turn.
        for one in sorted(several, key=lambda one: not _has_role(one)):
            own = [diff for diff in instances if one in _modules_of(diff.needs, several)]
            # Another role of the same block is another one's.
            before = [diff for diff in given if diff.needs.stack is not one.stack]
            diff = _with_given(compare(_agreed(one, own)), before, compare)
            # A module that gets its code from its callers says nothing of what it needs.
            if _is_changed(diff) or (_has_code(one) and not before):
                shown[id(one)] = diff
            if _has_code(one) or _is_changed(diff):
                given.append(diff)
        for instance in instances:
            modules = _modules_of(instance.needs, several)
            names = {_of_module(one) for one in modules}
            mine = [one for one in given if _of_module(one.needs) in names]
            diff = _with_given(instance, mine, compare)
            # What has users of its own is shown with them.
            stands = any(_is_same_role(one.needs, other) for one in mine for other in modules)
            (covered if stands and not _is_changed(diff) else shown)[id(diff.needs)] = diff
    every = [(one, shown.get(id(one)) or first.get(id(one))) for one in needs if id(one) not in covered]
    return Settled(
        roles=tuple(diff for _, diff in every if diff is not None),
        covered=tuple(covered[id(one)] for one in needs if id(one) in covered),
    )


def _of_module(needs: RoleNeeds) -> tuple[str, str]:
    """What tells a module's role from others, whatever is said of it."""
    return needs.stack.name, needs.role.id if needs.role is not None else ""


def _only_for_modules(diff: RoleDiff) -> bool:
    """All is known of what a caller's role has, and what it lacks no place of the caller's own can grant."""
    role = diff.needs.role
    if role is None or _has_opaque_policy(role) or role.owner is not None:
        return False
    return not any(one.statements_site is not None and one.fixed is None for one in role.policies)


def _is_same_role(one: RoleNeeds, other: RoleNeeds) -> bool:
    """The same role, with the same users; what is known of its policies may differ."""
    mine, its = one.role, other.role
    if mine is None or its is None:
        return mine is its
    return (mine.id, mine.span, mine.users) == (its.id, its.span, its.users)


def _is_changed(diff: RoleDiff) -> bool:
    return bool(diff.of("added", "widened", "narrowed", "removed"))


def _modules_of(instance: RoleNeeds, several: Sequence[RoleNeeds]) -> list[RoleNeeds]:
    """The roles of modules that a caller's role is made by: those of its own key, where a module has such."""
    role = instance.role
    if role is None:
        return []
    found: dict[int, list[tuple[bool, RoleNeeds]]] = {}
    for one in several:
        if one.role is None or _own(one.stack) not in role.through:
            continue
        same = role.id.endswith(f".{one.role.id}")
        if same or _KEY.sub("", role.id).endswith(f".{_KEY.sub('', one.role.id)}"):
            found.setdefault(id(one.stack), []).append((same, one))
    return [
        one for ways in found.values() for same, one in ways if same or not any(exact for exact, _ in ways)
    ]


def _has_role(needs: RoleNeeds) -> bool:
    return needs.role is not None and needs.role.call is None


def _place(needs: RoleNeeds) -> Span | None:
    return needs.role.span if needs.role is not None else None


def _has_code(needs: RoleNeeds) -> bool:
    return not (needs.stack.given_code or any(problem.code in _NO_CODE for problem in needs.problems))


def _agreed(module: RoleNeeds, instances: Sequence[RoleDiff]) -> RoleNeeds:
    """A module's role with what its callers say to it: who else uses it, and what they grant themselves."""
    role = module.role
    assert role is not None
    users = [user for diff in instances for user in _users(module, diff.needs)]
    lacked = {change.action for diff in instances for change in diff.of("added", "widened")}
    if module.stack.given_code:
        said = [(one, _in_its_words(module, one, instances)) for one in module.grants]
        grants = tuple(
            words or _as_served(module, one, instances)
            for one, words in said
            if words is not None or _is_its_own(module, one)
        )
        module = replace(module, grants=grants)
    mine = {grant.action for grant in module.grants} if instances else set()
    settled = {action: why for action in mine - lacked if (why := _as_said(action, instances))}
    elsewhere = tuple(
        (action, f"{action} is not missing: it is granted wherever the module is called")
        for action in sorted(mine - lacked - set(settled))
    )
    lacking = [{change.action for change in diff.of("added", "widened")} for diff in instances]
    some = {one for each in lacking for one in each if not all(one in other for other in lacking)}
    # What is added is added for all who call it.
    for action in sorted(some) if module.stack.given_code else ():
        settled.setdefault(action, f"{action} is for those to grant who call it and need it: others do not")
    role = replace(role, users=(*role.users, *dict.fromkeys(users)))
    listed = any(one.opaque and one.statements_site and one.fixed is None for one in role.policies)
    if instances and listed and all(map(_only_for_modules, instances)):
        # What a variable adds to its own list is known wherever it is called.
        role = replace(role, policies=tuple(replace(one, opaque=None, may=None) for one in role.policies))
    return replace(module, role=role, elsewhere=elsewhere, settled=tuple(sorted(settled.items())))


def _in_its_words(module: RoleNeeds, grant: Grant, instances: Sequence[RoleDiff]) -> Grant | None:
    """What code needs and can't name here, by the inputs that every caller gives it as: ``var.table_arn``.

    None where one gives it none, or others are given something else; or where one root calls the module more
    than once, since what an input is there depends on the call.
    """
    roots = {one.needs.stack.name for one in instances}
    if grant.identity != AMBIENT or len(roots) < len(instances):
        return None
    if not any(_is_partly_open(one) for value in grant.resources for one in alternatives(value)):
        return None
    said = [_as_inputs(module.stack, grant.action, one.needs) for one in instances]
    same = bool(said) and all(one == said[0] for one in said)
    return replace(grant, resources=tuple(said[0])) if same and said[0] else None


def _as_inputs(module: Stack, action: str, instance: RoleNeeds) -> dict[Value, None]:
    """What a caller's role needs an action on, as a module's files say it; nothing unless all are inputs."""
    inputs = [
        one
        for one in instance.stack.spellings
        if _plain(one.directory) == _own(module) and one.expression.startswith("var.")
    ]
    said = Counter(one.expression for one in inputs)
    words = {(one.id, one.attribute): one.expression for one in inputs if said[one.expression] == 1}
    found: dict[Value, None] = {}
    for grant in instance.grants:
        if grant.action != action or grant.identity != AMBIENT:
            continue
        for option in (one for value in grant.resources for one in alternatives(value)):
            parts = [_word(piece, words) for piece in references_of(instance.stack).native(option)]
            inputs_alone = any(isinstance(one, Hole) and one.kind == "parameter" for one in parts)
            if not inputs_alone or None in parts:
                return {}
            found[text_of([one for one in parts if one is not None])] = None
    return found


def _word(piece: Piece, words: Mapping[tuple[str, str], str]) -> str | Hole | None:
    """A piece of a caller's pattern as the module says it; None for what it has no input for."""
    match piece:
        case str():
            return piece
        case Attribute(id=id, attribute=attribute):
            word = words.get((id, attribute))
            return Hole(kind="parameter", name=word) if word is not None else None
        case Expression(text=text):
            word = words.get(("", text))
            return Hole(kind="parameter", name=word) if word is not None else None
        case Pseudo(kind=kind):
            return Hole(kind=kind)  # type: ignore[arg-type]
    return None


def _is_partly_open(pattern: Value) -> bool:
    """What a pattern is of has a part that can't be told here."""
    parts = pattern.parts if isinstance(pattern, Text) else ()
    return any(isinstance(one, Hole) and one.kind not in _TOLD for one in parts)


def _as_served(module: RoleNeeds, grant: Grant, instances: Sequence[RoleDiff]) -> Grant:
    """What code needs that can't name it here, on what the statements name that serve it for every caller.

    What the code of some callers alone calls by its name is not the module's: it stays on what serves it.
    """
    having = [one for one in instances if any(_is_the_same(each, grant) for each in one.needs.grants)]
    of_some = 0 < len(having) < len(instances) and not any(map(names_more, grant.resources))
    in_part = any(_is_partly_open(one) for value in grant.resources for one in alternatives(value))
    if (all(map(_is_named, grant.resources)) and not of_some and not in_part) or module.role is None:
        return grant
    every = [
        {site for site, actions in one.serves if grant.action in actions}
        for one in (having if of_some else instances)
    ]
    serving = every[0] if every and all(one == every[0] for one in every) else set[Site]()
    own = [
        references_of(module.stack).canonical(option)
        for policy in module.role.policies
        for one in policy.statements
        if one.site in serving
        for value in one.resources
        for option in alternatives(value)
    ]
    # What it says of a name that only its callers have (``/aws/lambda/*``) is as much as it can say.
    named = of_some or all(_is_named(one) or (in_part and is_family(form(one))) for one in own)
    return replace(grant, resources=tuple(dict.fromkeys(own))) if own and named else grant


def _is_the_same(grant: Grant, other: Grant) -> bool:
    """Two grants are of one action on the same resources."""
    return grant.action == other.action and {*map(form, grant.resources)} == {*map(form, other.resources)}


def _is_its_own(module: RoleNeeds, grant: Grant) -> bool:
    """What a module's files say or can say, of what the code that its callers give it needs.

    What that code's variables mean only these can name: they grant what the module doesn't speak of.
    """
    if all(map(_is_named, grant.resources)):
        return True
    policies = module.role.policies if module.role is not None else ()
    return any(
        policy.opaque is not None
        or any(
            Holding(one, references_of(module.stack)).covers_action(grant.action) for one in policy.statements
        )
        for policy in policies
    )


def _is_named(resource: Value) -> bool:
    """A pattern says something of the name that it is for, beside the type of that."""
    name = form(resource).split(":", 5)[-1]
    return any(one.strip("*") for one in re.split("[:/]", name)[-1:]) or "\ue000 " in name


def _as_said(action: str, instances: Sequence[RoleDiff]) -> str:
    """Why an action is not missing where a module is called, for another reason than that it is granted."""
    beginning = f"{action} is not ", f"{action} {_UNDER}"
    notes = (note for diff in instances for note in diff.notes)
    return next((note for note in notes if note.startswith(beginning)), "")


def _users(module: RoleNeeds, instance: RoleNeeds) -> Iterator[str]:
    """What a caller does with the role of a module that the module itself doesn't show."""
    where = instance.stack.name
    known = {workload.span: workload for workload in module.workloads}
    for workload in instance.workloads:
        mine = known.get(workload.span)
        if mine is None:
            yield f"{where}, where {workload.id} runs under it,"
        elif not module.stack.given_code and (
            _other_code(mine.code.directory, workload.code.directory)
            or _other_code(mine.code.handler, workload.code.handler)
        ):
            yield f"{where}, where {workload.id} has other code,"
    references, own = references_of(instance.stack), references_of(module.stack)
    prefix = _prefix(module, instance)
    granted = [grant for grant in module.grants if grant.identity == AMBIENT]
    wide = {may.action for may in module.may_need}
    for grant in instance.grants:
        if grant.identity != AMBIENT or grant.action in wide:
            continue
        patterns = dict.fromkeys(
            form(_with_any_input(way))
            for one in granted
            if one.action == grant.action
            for value in one.resources
            for option in alternatives(value)
            # What the module looks up by a name that it is given is whatever has that name.
            for way in dict.fromkeys((_inside(option, ""), own.by_name(_inside(option, ""))))
        )
        needed = [
            (form(_inside(option, prefix)), form(references.by_name(references.by_name(option))))
            for value in grant.resources
            for option in alternatives(value)
        ]
        if not all(_is_among(ways, patterns) for ways in needed):
            yield f"{where}, where it needs {grant.action} on more,"


def _is_among(ways: Sequence[str], patterns: Collection[str]) -> bool:
    """What is needed, which may be said in several ways, is among what the module needs."""
    same = any(one in patterns for one in ways)
    return same or any(_is_in(one, pattern) for pattern in patterns for one in ways)


def _is_in(needed: str, pattern: str) -> bool:
    """What is needed is what the module needs; of one code, the region that one knows is the other's."""
    return covers(pattern, needed) or (
        _NO_REGION in needed and covers(_REGION.sub(r"\1*\3", pattern), needed)
    )


def _prefix(module: RoleNeeds, instance: RoleNeeds) -> str:
    """The address of the module's call, which ids have that are the module's own: ``module.jobs.``."""
    mine, other = (_KEY.sub("", n.role.id if n.role is not None else "") for n in (module, instance))
    return other.removesuffix(mine) if mine and other.endswith(f".{mine}") else ""


def _inside(pattern: Value, prefix: str) -> Value:
    """A caller's pattern as the module would say it, where it names what the module makes."""
    if not isinstance(pattern, Text):
        return pattern
    return Text(
        tuple(
            replace(part, name=_KEY.sub("", part.name).removeprefix(prefix))
            if isinstance(part, Hole) and part.name is not None
            else part
            for part in pattern.parts
        )
    )


def _with_any_input(pattern: Value) -> Value:
    """A module's pattern as any caller may make it."""
    if not isinstance(pattern, Text):
        return pattern
    return Text(
        tuple(
            "*" if isinstance(part, Hole) and (part.name or "").startswith("var.") else part
            for part in pattern.parts
        )
    )


def _other_code(mine: str | None, other: str | None) -> bool:
    return mine is not None and other is not None and mine != other


def _has_opaque(diff: RoleDiff) -> bool:
    """What a role has is not all known; of a module's, that may be what its callers give it."""
    return diff.needs.role is None or _has_opaque_policy(diff.needs.role)


def _has_opaque_policy(role: Role) -> bool:
    return any(one.opaque is not None for one in role.policies)


def _says(diff: RoleDiff, action: str) -> bool:
    """A statement of the role's own file may grant an action, if only where a condition says so."""
    return diff.needs.role is not None and any(
        covers(form(said), action)
        for policy in diff.needs.role.policies
        for statement in policy.statements
        if statement.effect == "Allow"
        for said in statement.actions
    )


def _with_given(diff: RoleDiff, modules: Sequence[RoleDiff], compare: Compare) -> RoleDiff:
    """The diff of a caller's role without what the module's own files are to grant."""
    elsewhere: dict[str, str] = {}
    given: dict[str, dict[str, None]] = {}
    """What the modules grant or are to grant, by the actions: each once, however many instances say it."""
    lacked = {change.action for change in diff.of("added")}
    for other in modules:
        name = other.needs.stack.name
        for change in other.of("added", "widened"):
            why = f"{change.action} is to be granted in {name}, for all who call it"
            elsewhere.setdefault(change.action, why)
            given.setdefault(change.action, {}).update(_any_names(change.resources))
        known = _has_opaque(other) and not _has_opaque(diff)
        for grant in () if other.needs.stack.given_code else other.needs.grants:
            if grant.action in lacked and (not known or _says(other, grant.action)):
                why = f"{grant.action} is not called missing: whether {name} grants it, its variables say"
                elsewhere.setdefault(grant.action, why)
                given.setdefault(grant.action, {}).update(_any_names(grant.resources))
    if not elsewhere:
        return diff
    more = (*diff.needs.elsewhere, *elsewhere.items())
    apart = tuple(
        (grant.action, option)
        for grant in diff.needs.grants
        if grant.action in given
        for value in grant.resources
        for option in alternatives(value)
        if not _meets_any(_any_name(option), given[grant.action])
    )
    apart = (*diff.needs.apart, *apart)
    return replace(compare(replace(diff.needs, elsewhere=more, apart=apart)), needs=diff.needs)


def _meets_any(name: str, given: Mapping[str, None]) -> bool:
    return name in given or any(intersects(name, pattern) for pattern in given)


def _any_names(resources: Iterable[Value]) -> dict[str, None]:
    """The same of all resources of a grant; none are any."""
    return dict.fromkeys(map(_any_name, resources or (ANYTHING,)))


def _any_name(value: Value) -> str:
    """What a pattern says of the resource itself, in which every name of a template may be anything.

    A caller and its module have names of their own, and may say the place of the deployment in other ways.
    """
    parts = value.parts if isinstance(value, Text) else (form(value),)
    return "".join(part if isinstance(part, str) else "*" for part in parts).split(":", 5)[-1]
