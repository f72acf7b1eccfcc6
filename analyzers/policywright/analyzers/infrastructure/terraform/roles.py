"""Roles of a root module with the policies that its blocks give them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from policywright.analyzers.infrastructure.managed import held_managed, managed_name
from policywright.analyzers.infrastructure.model import (
    Alike,
    HeldPolicy,
    HeldStatement,
    PolicyKind,
    Problem,
    ProblemCode,
    Role,
    Site,
    Workload,
)
from policywright.analyzers.infrastructure.statements import marked
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.awaited import awaited, with_awaited
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.expansion import conditions, is_open
from policywright.analyzers.infrastructure.terraform.location import chooses, mentions
from policywright.analyzers.infrastructure.terraform.modules import made_type
from policywright.analyzers.infrastructure.terraform.parse import MODEL_STEP
from policywright.analyzers.infrastructure.terraform.policies import (
    PolicyReader,
    PolicyText,
    given_in_call,
    holds,
    site_of,
)
from policywright.analyzers.infrastructure.terraform.resources import nested
from policywright.analyzers.infrastructure.terraform.traced import (
    Env,
    Handle,
    Instance,
    Traced,
    is_null,
    options,
    plain,
    string,
)
from policywright.analyzers.infrastructure.types import physical_name, text_of
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

_POLICY_NAMED = regex(r"(?<![\w.])aws_iam_policy\.([\w-]+)")
_OF_THESE_FILES = regex(r"\b(local|aws_iam_role)\.")
_ROLE_ATTRIBUTES = ("arn", "name", "id", "unique_id")
_ROLE_ARGUMENT = regex(r"(^|_)role(_arn|_name|_id)?$")
"""How arguments are named that say what works under a role."""
_GIVING = frozenset((
    "aws_iam_role", "aws_iam_role_policy", "aws_iam_role_policy_attachment", "aws_iam_policy_attachment",
    "aws_iam_role_policies_exclusive", "aws_iam_role_policy_attachments_exclusive",
))  # fmt: skip
"""What gives a role its permissions, and works under none."""
_CONDITIONAL = ("aws_iam_role_policy", "aws_iam_role_policy_attachment")
"""What a condition gives one role, or does not."""


@dataclass(slots=True, eq=False)
class Roles:
    """The roles found so far, by address; ``at`` finds the role that a value means."""

    evaluator: Evaluator
    policies: PolicyReader
    problems: list[Problem] = field(default_factory=list)
    roles: dict[str, Role] = field(default_factory=dict)
    customer: dict[str, Handle] = field(default_factory=dict)
    """``aws_iam_policy`` by address."""
    _names: dict[Value, str] = field(default_factory=dict)
    """Roles by the names that the files give them, which variables may be parts of."""
    _usual: dict[Value, str] = field(default_factory=dict)
    """The same, by what those variables are unless another file sets them."""
    others: dict[Site, dict[str, None]] = field(default_factory=dict)
    """Who else has what is written at a place: users, groups, modules that are not read (``holders``)."""
    people: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    """Who may assume a role, beside services."""
    users: dict[str, dict[str, None]] = field(default_factory=dict)
    """What works under a role and is not read."""
    _handles: list[Handle] = field(default_factory=list)
    attached: set[str] = field(default_factory=set)
    """The policies that roles have."""
    untold: list[tuple[str, HeldPolicy]] = field(default_factory=list)
    """What is given to a role that can't be told, by what gives it."""

    def add_all(self, handles: list[Handle]) -> None:
        """Reads every role and what attaches policies to one."""
        by_type: dict[str, list[Handle]] = {}
        self._handles.extend(handles)
        for handle in handles:
            by_type.setdefault(handle.type, []).append(handle)
        for handle in by_type.get("aws_iam_policy", ()):
            self.customer[handle.address] = handle
        for handle in by_type.get("aws_iam_role", ()):
            self._role(handle)
        for type, add in (
            ("aws_iam_role_policy", self._inline),
            ("aws_iam_role_policy_attachment", self._attachment),
            ("aws_iam_policy_attachment", self._attachments),
            ("aws_iam_role_policy_attachments_exclusive", self._exclusive),
            ("aws_iam_role_policies_exclusive", self._close),
        ):
            for handle in by_type.get(type, ()):
                add(handle)

    def finished(self, workloads: Collection[Workload] = ()) -> tuple[Role, ...]:
        """All roles; policies whose text serves several of them say so.

        Of what assumes a role and is running here it is known what it does with it.
        """
        self._used({one.id.partition("/")[0] for one in workloads})
        running = {one.role for one in workloads if one.role is not None}
        blocks = awaited(self._handles)
        users: dict[Site, list[str]] = {site: list(names) for site, names in self.others.items()}
        for role in self.roles.values():
            for site in {site for policy in role.policies for site in policy.written}:
                users.setdefault(site, []).append(role.id)
        return tuple(
            replace(
                role,
                policies=tuple(
                    with_awaited(self._shared(role, policy, users), blocks)
                    for policy in marked(role.policies)
                ),
                users=tuple(dict.fromkeys(self._people(role.id, running))),
            )
            for role in self.roles.values()
        )

    def _used(self, running: Collection[str]) -> None:
        """What is told a role to work under and is no workload that is read: a job, an instance profile."""
        for handle in self._handles:
            if handle.mode != "managed" or handle.type in _GIVING or handle.address in running:
                continue
            env = self.evaluator.env_of(handle)
            for block in (handle.block, *handle.block.blocks):
                for one in block.attributes:
                    if _ROLE_ARGUMENT.search(one.name) is None:
                        continue
                    for value in options(self.evaluator.evaluate(one.value, env)):
                        found = plain(value)
                        parts = found.parts if isinstance(found, Text) else ()
                        for id in {self._by_reference(part) for part in parts} - {None}:
                            self.users.setdefault(str(id), {})[handle.address] = None

    def _people(self, id: str, running: Collection[str]) -> Iterator[str]:
        yield from self.users.get(id, ())
        for value in self.people.get(id, ()):
            for one in alternatives(value):
                parts = one.parts if isinstance(one, Text) else ()
                if not {self._by_reference(part) for part in parts}.intersection(running):
                    yield f"{_written(one)}, which its trust policy names,"

    def _shared(self, role: Role, policy: HeldPolicy, users: dict[Site, list[str]]) -> HeldPolicy:
        listed = policy.statements_site
        written = [one.site for one in policy.statements if one.site is not None]
        apart = len(written) == len(policy.statements) > 0 and all(len(users[one]) < 2 for one in written)
        if listed is not None and apart:
            # What each has is written apart; the place that all are made of is nobody's own.
            return policy if len(users[listed]) < 2 else replace(policy, statements_site=None)
        ids = tuple(dict.fromkeys(id for site in policy.written for id in users.get(site, ())))
        if len(ids) < 2:
            return policy
        statements = tuple(_used_by(one, users) for one in policy.statements)
        others = [other for id, other in self.roles.items() if id in ids and id != role.id]
        apart = len(others) == len(ids) - 1 and not any(_has(other, policy) for other in others)
        return replace(policy, shared_by=ids, statements=statements, apart=apart)

    def at(self, value: Traced, place: Span) -> tuple[str, ...]:
        """Ids of the roles that an ARN or name means; a role defined elsewhere is added as external."""
        return tuple(dict.fromkeys(id for one in options(value) for id in self._at(one, place)))

    def _at(self, value: Traced, place: Span) -> Iterator[str]:
        found = plain(value)
        if isinstance(found, Text):
            for part in found.parts:
                id = self._by_reference(part)
                if id is not None:
                    yield id
                    return
            if _is_computed(found):
                return
            yield self._names.get(_last(found)) or self._external(_written(found), found, place)
        elif isinstance(found, Const) and isinstance(found.value, str) and found.value:
            name = Const(found.value.rpartition("/")[2])
            known = self._names.get(name) or self._usual.get(name)
            yield known or self._external(found.value, name, place)

    def _by_reference(self, part: str | Hole) -> str | None:
        if not isinstance(part, Hole) or part.kind != "reference" or not part.name:
            return None
        if part.name in self.roles:
            return part.name
        base, _, attribute = part.name.rpartition(".")
        return base if base in self.roles and attribute in _ROLE_ATTRIBUTES else None

    def _external(self, id: str, name: Value, place: Span) -> str:
        for attribute in _ROLE_ATTRIBUTES:
            id = id.removesuffix(f".{attribute}") if id.startswith(("data.", "module.")) else id
        if id not in self.roles:
            self.roles[id] = Role(id=id, name=name, span=place, external=True)
        return id

    def absent(self) -> Iterator[tuple[str, str, HeldPolicy]]:
        """What is given under a condition that does not hold: the role, the place, the policy."""
        made = {(id(one.instance), id(one.block)) for one in self._handles}
        for instance in {id(one.instance): one.instance for one in self._handles}.values():
            for (type, _), block in instance.module.resources.items():
                chosen = block.value("count") or block.value("for_each")
                if type not in _CONDITIONAL or (id(instance), id(block)) in made or chosen is None:
                    continue
                if isinstance(chosen, s.Literal) or _is_left_off(instance, block, chosen):
                    continue  # somebody switched it off, or nobody on
                granted = block.value("policy") or block.value("policy_arn")
                if granted is not None and mentions(granted, "each") and not chooses(chosen):
                    continue  # what is granted is what it is for: of nothing, nothing
                yield from self._absent(Handle(instance=instance, block=block))

    def _absent(self, handle: Handle) -> Iterator[tuple[str, str, HeldPolicy]]:
        env, place = self.evaluator.env_of(handle), self.evaluator.modules.head(handle.block)
        known = dict(self.roles)
        ids = self.at(self.evaluator.attribute(handle.block, "role", env), place)
        self.roles = known
        if handle.type == "aws_iam_role_policy":
            policies = [self._written_out(handle.block, env, "name", handle.block.label)]
        else:
            arn = self.evaluator.attribute(handle.block, "policy_arn", env)
            policies = [self._managed(one, None, place) for one in options(arn)]
        for id in ids:
            yield from ((id, f"{place.file}:{place.line}", one) for one in policies if id in known)

    # Blocks

    def _role(self, handle: Handle) -> None:
        block, env, place = (
            handle.block,
            self.evaluator.env_of(handle),
            self.evaluator.modules.head(handle.block),
        )
        name = plain(self.evaluator.attribute(block, "name", env))
        if _is_told(name):
            self._names.setdefault(name, handle.address)
        usual = plain(self.evaluator.attribute(block, "name", env.with_defaults()))
        if _is_told(usual):
            self._usual.setdefault(usual, handle.address)
        trust = self.policies.document(self.evaluator.attribute(block, "assume_role_policy", env), place)
        boundary = self.evaluator.attribute(block, "permissions_boundary", env)
        role = Role(
            id=handle.address,
            name=name
            if isinstance(name, Const | Text) and name != Const(None)
            else physical_name(handle.address),
            span=place,
            owner=site_of(block) or _call_site(block),
            call=_outermost_call(handle.instance),
            through=_through(handle.instance),
            inputs=_inputs(handle.instance),
            services=trust.services,
            only_if=conditions(self.evaluator, handle.instance, block),
            closed=_closed(block, handle),
            boundary=None if is_null(boundary) else self._managed(boundary, None, place),
        )
        self.roles[handle.address] = role
        self.people[handle.address] = trust.people
        for one, at in nested(self.evaluator, block, "inline_policy", env, assumed=True):
            if not is_null(self.evaluator.attribute(one, "policy", at)):
                self._give(handle.address, self._written_out(one, at, "name", f"{block.label}-inline"))
        arns = block.value("managed_policy_arns")
        if isinstance(arns, s.Tuple):
            for expr in arns.items:
                for item in self._items(self.evaluator.evaluate(expr, env)):
                    self._give(handle.address, self._managed(item, site_of(expr), place))
            return
        for item, always in self._choices(self.evaluator.evaluate(arns, env)):
            policy = self._managed(item, None, place)
            self._give(handle.address, policy if always else _one_of(policy, place))

    def _inline(self, handle: Handle) -> None:
        env = self.evaluator.env_of(handle)
        ids = self._targets(handle, self.evaluator.attribute(handle.block, "role", env))
        policy = self._where(handle, self._written_out(handle.block, env, "name", handle.block.label))
        for id in ids:
            self._give(id, policy)
        if not ids:
            self._give_untold(policy, handle, f"the role of {handle.address}")

    def _attachment(self, handle: Handle) -> None:
        env = self.evaluator.env_of(handle)
        arn = self.evaluator.attribute(handle.block, "policy_arn", env)
        role = self.evaluator.attribute(handle.block, "role", env)
        self._attach_all(self._targets(handle, role), arn, handle)

    def _attachments(self, handle: Handle) -> None:
        env = self.evaluator.env_of(handle)
        arn = self.evaluator.attribute(handle.block, "policy_arn", env)
        value = self.evaluator.attribute(handle.block, "roles", env)
        lists = [
            [id for role in self._items(one) for id in self._targets(handle, role)] for one in options(value)
        ]
        if not any(lists):
            self._attach_all((), arn, handle)
        more = any(self.evaluator.elements(one)[1] for one in options(value))
        for id in dict.fromkeys(id for some in lists for id in some):
            self._attach(id, arn, handle, always=not more and all(id in some for some in lists))

    def _exclusive(self, handle: Handle) -> None:
        env = self.evaluator.env_of(handle)
        for id in self._targets(handle, self.evaluator.attribute(handle.block, "role_name", env)):
            place = self.evaluator.modules.head(handle.block)
            for arn, always in self._choices(self.evaluator.attribute(handle.block, "policy_arns", env)):
                policy = self._managed(arn, None, place)
                policy = policy if always else _one_of(policy, place)
                self._give(id, self._where(handle, policy))

    def _close(self, handle: Handle) -> None:
        env = self.evaluator.env_of(handle)
        for id in self._targets(handle, self.evaluator.attribute(handle.block, "role_name", env)):
            self.roles[id] = replace(self.roles[id], closed=handle.address)

    def _attach_all(self, ids: tuple[str, ...], arn: Traced, handle: Handle) -> None:
        for id in ids:
            self._attach(id, arn, handle)
        for one in options(arn) if not ids else ():
            # A role that can't be told has it as well.
            policy = self._managed(one, None, self.evaluator.modules.head(handle.block))
            self._give_untold(self._where(handle, policy), handle, f"what {handle.address} names")

    def _give_untold(self, policy: HeldPolicy, handle: Handle, whose: str) -> None:
        """A policy of a role that can't be told: of any role of the same files, or of one elsewhere.

        Any may be, so what it says counts for all and is changed for none, nor where else it is written.
        """
        for site in policy.written:
            self.others.setdefault(site, {})[whose] = None
        if handle.block.attribute("role") is not None:
            self.untold.append((handle.address, policy))
        for id in self._perhaps(handle):
            self._give(id, _untold(policy, handle))

    def _attach(self, id: str, arn: Traced, handle: Handle, *, always: bool = True) -> None:
        place = self.evaluator.modules.head(handle.block)
        # What others may give more elements to goes for none of them.
        whole = None if is_open(self.evaluator, handle.instance, handle.block) else site_of(handle.block)
        site = _element(handle) or _given(handle) or whole
        several = [one for one in options(arn) if not is_null(one)]
        env = self.evaluator.env_of(handle).with_defaults()
        for one in several:
            policy = self._managed(one, site, place)
            if policy.opaque is not None and len(several) == 1:
                # What a variable names is that of its default, as everywhere; who sets it means another one.
                usual = plain(self.evaluator.attribute(handle.block, "policy_arn", env))
                if (named := managed_name(usual)) is not None:
                    fixed = f"{_written(plain(one))} chooses {named}"
                    policy = replace(held_managed(named, place), fixed=fixed)
            if len(several) > 1 or not always:
                policy = _one_of(policy, place)
            self._give(id, self._where(handle, policy))

    def _where(self, handle: Handle, policy: HeldPolicy) -> HeldPolicy:
        """A policy with what decides whether its block gives it to anybody."""
        made = conditions(self.evaluator, handle.instance, handle.block)
        return replace(policy, only_if=(*policy.only_if, *made))

    def _targets(self, handle: Handle, value: Traced) -> tuple[str, ...]:
        place = self.evaluator.modules.head(handle.block)
        found = self.at(value, place)
        if not found:
            detail = f"the role of {handle.address} can't be told"
            alike = Alike(name=handle.address, said="their roles can't be told")
            problem = Problem(code=ProblemCode.ROLE_NOT_FOUND, span=place, detail=detail, alike=alike)
            self.problems.append(problem)
        return found

    def _perhaps(self, handle: Handle) -> list[str]:
        """The roles that what can't be told may be: those that the same files make."""
        if handle.block.attribute("role") is None:
            return []  # for users or groups
        same = (one for one in self._handles if one.instance is handle.instance)
        return [one.address for one in same if one.type == "aws_iam_role" and one.address in self.roles]

    def _give(self, id: str, policy: HeldPolicy) -> None:
        role = self.roles[id]
        if role.owner is None and any(
            (one.name, one.kind) == (policy.name, policy.kind) for one in role.policies
        ):
            return  # a state says it twice: of the role, and of what attaches it
        if policy not in role.policies:
            self.roles[id] = replace(role, policies=(*role.policies, policy))

    def _items(self, value: Traced) -> Iterable[Traced]:
        items, _ = self.evaluator.elements(value)
        if items is None:
            return () if is_null(value) else options(value)
        return items

    def _choices(self, value: Traced) -> Iterator[tuple[Traced, bool]]:
        """The elements of a list, or of each that a condition chooses; and whether they are always there."""
        several = [one for one in options(value) if not is_null(one)]
        for one in several:
            _, more = self.evaluator.elements(one)
            for item in self._items(one):
                yield item, len(several) == 1 and not more

    # Policies

    def _written_out(self, block: s.Block, env: Env, naming: str, fallback: str) -> HeldPolicy:
        """A policy whose document stands in the block's ``policy``."""
        place = self.evaluator.modules.head(block)
        text = self.policies.document(self.evaluator.attribute(block, "policy", env), place)
        name = string(self.evaluator.attribute(block, naming, env)) or fallback
        # What a module adds itself is the module's; what stands in its call somebody wrote.
        given = text.statements_site is not None or any(one.site is not None for one in text.statements)
        kind: PolicyKind = "implied" if MODEL_STEP in block.path and not given else "inline"
        # A module's input that statements are made of stands for the policy that the module makes.
        written = text.statements_site if kind == "inline" and MODEL_STEP in block.path else None
        return _held(name, kind, text, place, site_of(block) or written)

    def _managed(self, arn: Traced, site: Site | None, place: Span) -> HeldPolicy:
        """The policy that an ARN names: of this configuration, of AWS, or unknown."""
        value = plain(arn)
        handle = self.customer_policy(value)
        if handle is not None:
            self.attached.add(handle.address)
            env = self.evaluator.env_of(handle)
            text = self.policies.document(self.evaluator.attribute(handle.block, "policy", env), place)
            set_name = self.evaluator.attribute(handle.block, "name", env)
            name = string(set_name) or handle.block.label
            held = _held(name, "customer-managed", text, self.evaluator.modules.head(handle.block), site)
            held = self._where(handle, held)
            return held if is_null(set_name) else replace(held, called=plain(set_name))
        known = managed_name(value)
        if known is not None:
            return held_managed(known, place, site=site)
        written = _written(value)
        opaque = "it is defined elsewhere; its document is not in the files here"
        return HeldPolicy(name=written, kind="customer-managed", opaque=opaque, span=place, site=site)

    def written_in(self, block: s.Block, instance: Instance) -> Iterator[Handle]:
        """The policies of a module that a block of it names somewhere, as in the command of a provisioner."""
        own = {one.block.label: one for one in self.customer.values() if one.instance is instance}
        if not own:
            return
        text = self.evaluator.modules.slice(block)
        apart = (block.attribute("depends_on"), *block.nested("lifecycle"))
        for one in apart:
            text = text.replace(self.evaluator.modules.slice(one), "") if one is not None else text
        for label in dict.fromkeys(_POLICY_NAMED.findall(text)):
            if label in own:
                yield own[label]

    def customer_policy(self, value: Value) -> Handle | None:
        for part in value.parts if isinstance(value, Text) else ():
            if isinstance(part, Hole) and part.kind == "reference" and part.name:
                base = part.name.rpartition(".")[0]
                found = self.customer.get(part.name) or self.customer.get(base)
                if found is not None:
                    return found
        return None


def _closed(block: s.Block, handle: Handle) -> str | None:
    """A role with ``inline_policy`` blocks has no other inline policies (AWS provider, ``aws_iam_role``)."""
    kind = "inline_policy"
    inner = any(made_type(one) == kind for one in block.blocks)
    return f"{kind} of {handle.address}" if inner else None


def _is_computed(value: Text) -> bool:
    """What a function makes of what these files say, or what is not known: it may be any role of theirs."""
    names = [one.name or "" for one in value.parts if isinstance(one, Hole)]
    if not any(names) and all(isinstance(one, Hole) and one.kind == "unknown" for one in value.parts):
        return True
    return any("(" in one and _OF_THESE_FILES.search(one) for one in names)


def _is_left_off(instance: Instance, block: s.Block, chosen: s.Expr) -> bool:
    """A registry's module makes something only where it is told to, and nobody tells it to."""
    if MODEL_STEP not in block.path:
        return False
    needed = [chosen.condition] if isinstance(chosen, s.Conditional) else []
    while needed:
        match needed.pop():
            case s.Operation(op="&&", left=left, right=right):
                needed += [right] if left is None else [left, right]
            case s.GetAttr(target=s.Name(name="var"), name=name) if name not in instance.inputs:
                declared = instance.module.variables.get(name)
                default = declared.value("default") if declared is not None else None
                if isinstance(default, s.Literal) and default.value is False:
                    return True
    return False


def _untold(policy: HeldPolicy, handle: Handle) -> HeldPolicy:
    """A policy of a role that can't be told, as one that may be that of this role."""
    fixed = f"the role of {handle.address} can't be told, and may be this one"
    return replace(policy, fixed=policy.fixed or fixed, only_if=(*policy.only_if, handle.address))


def _one_of(policy: HeldPolicy, place: Span) -> HeldPolicy:
    """One of several policies of which a condition chooses: what it grants, the others may not."""
    opaque = policy.opaque or "whether it is attached depends on a condition"
    may = policy.may if policy.opaque else ()
    return replace(policy, opaque=opaque, may=may, only_if=(f"{place.file}:{place.line} {policy.name}",))


def _element(handle: Handle) -> Site | None:
    """The element of the list or map in a block's own ``for_each`` that an instance is made for."""
    value = handle.instance.each.get(id(handle.block), {}).get(str(handle.key))
    node, each = getattr(value, "node", None), handle.block.value("for_each")
    if node is None or each is None:
        return None
    there = holds(each, node) or holds(given_in_call(each, handle.instance), node)
    return site_of(node) if there else None


def _given(handle: Handle) -> Site | None:
    """The ARN in the call of a module whose model has the block, where that is all that it attaches there."""
    value = handle.block.value("policy_arn")
    if MODEL_STEP not in handle.block.path or value is None:
        return None
    given = given_in_call(value.target if isinstance(value, s.Index) else value, handle.instance)
    if isinstance(value, s.Index):
        items = given.items if isinstance(given, s.Tuple) else ()
        return site_of(items[handle.key]) if isinstance(handle.key, int) and handle.key < len(items) else None
    return site_of(given)


def _call_site(block: s.Block) -> Site | None:
    """The call of the module whose model has the block."""
    if MODEL_STEP not in block.path:
        return None
    return Site(file=block.file, dialect="terraform", path=block.path[: block.path.index(MODEL_STEP)])


def _outermost_call(instance: Instance) -> Site | None:
    """The call in the root module that an instance of a module comes of."""
    label = ""
    while instance.parent is not None:
        label = instance.address
        instance = instance.parent.instance
    block = instance.module.calls.get(label.removeprefix("module.").partition("[")[0])
    return site_of(block)


def _through(instance: Instance) -> tuple[str, ...]:
    """The directories of the modules from a root, which is left out, to an instance."""
    found: list[str] = []
    while instance.parent is not None:
        found.append(instance.module.directory)
        instance = instance.parent.instance
    return tuple(reversed(found))


def _inputs(instance: Instance) -> tuple[str, ...]:
    """The variables of a module that are all of what its one role's statements, documents or policies are."""
    module = instance.module
    if instance.parent is None or sum(type == "aws_iam_role" for type, _ in module.resources) != 1:
        return ()
    found: dict[str, None] = {}
    for (type, _), block in (*module.data.items(), *module.resources.items()):
        if type == "aws_iam_role_policy":
            values = [block.value("policy")]
        elif type == "aws_iam_policy_document":
            made = [one for one in block.blocks if (one.type, one.labels) == ("dynamic", ("statement",))]
            values = [one.value("for_each") for one in made]
            values += [block.value(f"{one}_policy_documents") for one in ("source", "override")]
        elif type == "aws_iam_role_policy_attachment":
            values = [block.value("for_each"), block.value("policy_arn")]
        else:
            continue
        found.update((name, None) for value in values if (name := _variable(value)) is not None)
    return tuple(found)


def _variable(value: s.Expr | None) -> str | None:
    """The variable that an expression is (or a part of one), or an element of it (``toset(var.arns)``)."""
    match value:
        case s.GetAttr(target=s.Name(name="var"), name=name):
            return name
        case s.GetAttr(target=s.GetAttr() as inner, name=name):
            whole = _variable(inner)
            return f"{whole}.{name}" if whole is not None else None
        case s.Index(target=inner) | s.Call(name="toset", args=(inner,)):
            return _variable(inner)
    return None


def _used_by(statement: HeldStatement, users: Mapping[Site, list[str]]) -> HeldStatement:
    """A statement with the roles that have what is written at its place."""
    if statement.site is None:
        return statement
    ids = tuple(dict.fromkeys(users.get(statement.site, ())))
    return replace(statement, shared_by=ids if len(ids) > 1 else ())


def _has(role: Role, policy: HeldPolicy) -> bool:
    """Whether a role has the very policy attached, and not only one that is written with the same text."""
    return any(
        policy.kind != "inline" and (one.kind, one.name, one.span) == (policy.kind, policy.name, policy.span)
        for one in role.policies
    )


def _held(name: str, kind: PolicyKind, text: PolicyText, place: Span, site: Site | None) -> HeldPolicy:
    return HeldPolicy(
        name=name,
        kind=kind,
        statements=text.statements,
        opaque=text.opaque,
        may=text.may,
        span=place,
        site=site,
        statements_site=text.statements_site,
        only_if=text.only_if,
    )


def _written(value: Value) -> str:
    """A value as a person would write it: the bare expression, or the text with ``${...}``."""
    if isinstance(value, Const):
        return str(value.value)
    if not isinstance(value, Text):
        return "an unknown value"
    if len(value.parts) == 1 and isinstance(value.parts[0], Hole) and value.parts[0].name:
        return value.parts[0].name
    return "".join(
        part if isinstance(part, str) else f"${{{part.name or part.kind}}}" for part in value.parts
    )


def _last(value: Text) -> Value:
    """What follows the last slash of a role's ARN: its name, or a name as it is."""
    parts = list(value.parts)
    for at in range(len(parts) - 1, -1, -1):
        part = parts[at]
        if isinstance(part, str) and "/" in part:
            return text_of([part.rpartition("/")[2], *parts[at + 1 :]])
    return value


def _is_told(name: Value) -> bool:
    """A name that is the same wherever it is written: of letters, and of variables of the root module."""
    parts = name.parts if isinstance(name, Text) else ()
    whole = parts and all(isinstance(one, str) or (one.kind == "parameter" and one.name) for one in parts)
    return bool(whole) or (isinstance(name, Const) and isinstance(name.value, str) and name.value != "")
