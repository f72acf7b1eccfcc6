"""What the store knows about a name, for people: ``policywright knowledge lookup NAME`` and ``lookup_iam``.

A name is an action (``s3:GetObject``), an operation (``s3:HeadObject``, ``HeadObject``,
``s3.head_object``), or a service (``s3``). One name may be several things; the answer lists all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Literal, TypeAlias

from policywright.knowledge import generic, naming, rules
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import Action, Catalog
from policywright.knowledge.operations import Operation, Operations
from policywright.knowledge.plans import CATALOG, INFERRED, REFERENCE, SECOND_OPINION, LayerName, Plan
from policywright.knowledge.records import dataclass
from policywright.knowledge.rules import Tri
from policywright.knowledge.samples import MEMBER, Samples, named_members, with_member, written
from policywright.knowledge.store import Document, Store
from policywright.knowledge.values import Const, Request, Struct, Value

MAX_ANSWERS = 30
"""A name like ``TagResource`` exists in over two hundred services."""


Kind: TypeAlias = "Literal['always', 'when', 'usual', 'optional', 'never']"
Sureness: TypeAlias = "Literal['own row', 'general rule', 'same name', 'listed', 'inferred']"
"""A row about this operation; a rule about many; the catalog's action of its name; AWS lists it, and a rule
by shape, or none, says when; the catalog doesn't know the operation, or a row says more than its source
was seen to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFacts:
    """An action of the catalog, and the operations of its service that it authorizes."""

    action: str
    description: str
    access_level: str
    resources: tuple[tuple[str, str, bool], ...]
    """(resource type, ARN format, required)"""
    condition_keys: tuple[str, ...]
    operations: tuple[str, ...]
    """``client.method`` of operations that need, or may need, the action"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """One action of an operation, and in words when it is checked."""

    action: str
    when: str
    conditions: tuple[str, ...]
    source: str
    kind: Kind
    sure: Sureness
    resources: tuple[str, ...]
    """ARNs, with ``${Member}`` for what a member of the request says and ``*`` for what none does; ``*``
    alone is anything. Of what is never asked about there are none."""
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationFacts:
    """An operation, and what authorizes it."""

    operation: str
    method: str
    layer: LayerName
    rules: tuple[RuleFacts, ...]
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    prefix: str
    name: str
    actions: int
    clients: tuple[str, ...]


Facts: TypeAlias = ActionFacts | OperationFacts | ServiceFacts


def lookup(store: Store, name: str) -> list[Facts]:
    """Everything that the name may mean, actions before operations; empty when nothing is known."""
    return list(islice(_Lookup(store).all(name.strip()), MAX_ANSWERS))


def suggest(store: Store, name: str) -> tuple[str, ...]:
    """ "Did you mean" for a name that ``lookup`` doesn't know."""
    service, separator, rest = name.strip().replace(".", ":").partition(":")
    catalog = Catalog(store)
    if separator:
        return catalog.suggest(f"{service}:{rest.replace('_', '')}")
    return _Lookup(store).near(service.replace("_", "").replace("-", "")) or catalog.suggest(service)


def shown_by_calls(store: Store) -> Callable[[str], bool]:
    """Says of an action (``s3:GetObject``) whether a call of an SDK can show that it is used."""
    return cache(_Lookup(store).is_of_an_operation)


class _Lookup:
    def __init__(self, store: Store) -> None:
        self._catalog = Catalog(store)
        self._operations = Operations(store)
        self._authorizer = Authorizer(store)
        self._planner = self._authorizer.planner
        self._protocols: Document = store.document("overlay", "_protocols") or {}

    def all(self, name: str) -> Iterator[Facts]:
        name = name.strip().removeprefix("boto3.").removesuffix("()")
        found = False
        for one in self._named(name):
            found = True
            yield one
        if not found and name.endswith("Command"):
            # A class of the JavaScript SDK has the operation's name: ``PutItemCommand``.
            plain = self._named(name.removesuffix("Command"))
            yield from (one for one in plain if isinstance(one, OperationFacts))

    def _named(self, name: str) -> Iterator[Facts]:
        service, separator, rest = name.replace(".", ":", 1).partition(":")
        if not separator:
            yield from self._service(name)
            yield from self._everywhere(name)
            return
        action = self._catalog.action(f"{service}:{rest}")
        if action:
            yield self._action(action)
        for client in self._clients(service):
            method = self._operations.by_method(client, rest.lower())
            operation = method or self._operation_named(client, rest)
            if operation:
                yield self._operation(operation)

    def _service(self, name: str) -> Iterator[Facts]:
        # A client may go by another name than what authorizes it (``s3control``).
        service = self._catalog.service(name) or next(
            filter(
                None, (self._catalog.service(self._operations.prefix(one)) for one in self._clients(name))
            ),
            None,
        )
        if service:
            count = len(self._catalog.action_names(service.prefix))
            clients = self._operations.clients_of(service.prefix)
            yield ServiceFacts(prefix=service.prefix, name=service.name, actions=count, clients=clients)

    def _everywhere(self, name: str) -> Iterator[Facts]:
        for prefix, spelling in sorted(self._catalog.spellings(name), key=lambda one: self._rank(one[0])):
            action = self._catalog.action(f"{prefix}:{spelling}")
            if action:
                yield self._action(action)
        by_method = [(client, "method") for client in self._operations.services_with_method(name)]
        by_name = [(client, "name") for client in self._operations.services_with_operation(name)]
        found_in = dict.fromkeys((*by_method, *by_name))
        for client, kind in sorted(found_in, key=lambda one: self._rank(self._operations.prefix(one[0]))):
            found = (
                self._operations.by_method(client, name)
                if kind == "method"
                else self._operations.get(client, name)
            )
            if found:
                yield self._operation(found)

    def near(self, name: str) -> tuple[str, ...]:
        """Actions whose names are nearly this, each of the service that is meant most often."""
        found = (
            min(self._catalog.spellings(one), key=lambda spelt: self._rank(spelt[0]))
            for one in self._catalog.similar(name)
        )
        return tuple(f"{prefix}:{spelling}" for prefix, spelling in found)

    def _rank(self, prefix: str) -> tuple[bool, int, str]:
        """Who asks for PutObject means S3, and for SendMessage SQS, not their likes.

        The oldest and most used services are those that boto3 has objects for; of the others, it is the
        largest.
        """
        oldest = self._operations.has_resources(prefix)
        return not oldest, -len(self._catalog.action_names(prefix)), prefix

    def _clients(self, service: str) -> tuple[str, ...]:
        """Clients named so, or authorized by an IAM service named so."""
        lower = service.lower()
        named = (lower,) if lower in self._operations.services() else ()
        # What SDKs call a client: ``SFN``, ``EventBridge``, ``CloudWatchLogs``.
        plain = lower.replace("-", "").replace("_", "")
        called = [
            client
            for client in self._operations.services()
            if self._operations.service_id(client).lower().replace(" ", "") == plain
        ]
        return tuple(dict.fromkeys((*named, *called, *self._operations.clients_of(lower))))

    def _operation_named(self, client: str, name: str) -> Operation | None:
        lower = name.lower()
        spelt = next((known for known in self._operations.names(client) if known.lower() == lower), None)
        return self._operations.get(client, spelt) if spelt else None

    def _action(self, action: Action) -> ActionFacts:
        types = [
            (kind, self._catalog.resource_type(action.prefix, kind.name)) for kind in action.resource_types
        ]
        return ActionFacts(
            action=action.full_name,
            description=action.description,
            access_level=action.access_level,
            resources=tuple((kind.name, found.arn, kind.required) for kind, found in types if found),
            condition_keys=tuple(sorted(self._catalog.keys_of(action))),
            operations=tuple(self._authorized_by(action)),
        )

    def _authorized_by(self, action: Action) -> Iterator[str]:
        for client in self._operations.clients_of(action.prefix):
            for name in self._operations.names(client):
                operation = self._operations.get(client, name)
                if operation and action.full_name in self._planner.plan(operation).candidates():
                    yield f"{client}.{operation.method}"

    def is_of_an_operation(self, name: str) -> bool:
        """Whether any API operation is authorized by an action (``s3:GetObject``).

        What is not is used over another protocol (HTTP, MQTT, NFS, a console): no call of an SDK shows it.
        Nor does one of what is used in both ways, or of what AWS lists and no operation is asked for. An
        action that doesn't exist counts as one that could be.
        """
        action = self._catalog.action(name)
        if action is None:
            return True
        if action.full_name in self._protocols:
            return False
        same = action.full_name.partition(":")[2].lower()
        clients = self._operations.clients_of(action.prefix)
        if any(same == known.lower() for client in clients for known in self._operations.names(client)):
            return True
        plans = (
            self._planner.plan(operation)
            for client in clients
            for known in self._operations.names(client)
            if (operation := self._operations.get(client, known))
        )
        return any(_asks_for(plan, action.full_name) for plan in plans)

    def _operation(self, operation: Operation) -> OperationFacts:
        plan = self._planner.plan(operation)
        return OperationFacts(
            operation=f"{operation.service}:{operation.name}",
            method=f"{operation.service}.{operation.method}",
            layer=plan.layer,
            rules=tuple(self._rules(plan)),
            note=plan.note,
        )

    def _rules(self, plan: Plan) -> Iterator[RuleFacts]:
        for name in plan.candidates():
            rows = plan.rows_for(name)
            limiting = [row for row in rows if not {"optional", "never", "usual"} & row.keys()]
            if name in plan.base and not limiting and not any("never" in row for row in rows):
                yield RuleFacts(
                    action=name,
                    when="always",
                    conditions=(),
                    source=plan.source,
                    kind="always",
                    sure=_sureness(plan),
                    resources=self._on(plan, name, {}),
                )
            for row in rows:
                yield _row_facts(name, row, () if "never" in row else self._on(plan, name, row))
            if not rows and name not in plan.base:
                yield self._listed(name, plan)
        if plan.by_shape:
            yield from self._shape_facts(plan)

    def _on(self, plan: Plan, action: str, row: Document) -> tuple[str, ...]:
        """What an action is granted on in the requests that a rule is about: with members that are names, and
        where it is open what they are."""
        names = set(_names(self._authorizer, plan))
        by_name = self._granted(plan, action, row, names)
        other = self._granted(plan, action, row, set())
        # What is open may be an ARN, which says all that a name has to be followed by.
        return tuple(
            sorted(by_name | {one for one in other if not any(_ends(one, name) for name in by_name)})
        )

    def _granted(self, plan: Plan, action: str, row: Document, names: set[str]) -> set[str]:
        forms: tuple[str, ...] = tuple(row["arn"]["pattern"]) if "arn" in row else ()
        tried: tuple[tuple[str | None, ...], ...] = ((None,), forms)
        # What is named alone may be of that form, if not told otherwise.
        for patterns in reversed(tried) if any(form.startswith("arn:") for form in forms) else tried:
            samples = Samples(self._catalog, names, plan, action)
            made = (case for pattern in patterns for case in samples.of(row, pattern))
            cases = [case for case in made if rules.holds(row, case) is not Tri.NO]
            rule = row if "actions" in row else None
            places = [
                place
                for case in dict.fromkeys(cases)
                for place in self._authorizer.places(plan, case, action, rule)
            ]
            if places:
                return {samples.shown(one) for place in places for one in place or (_ANYTHING,)}
        return set()

    def _listed(self, name: str, plan: Plan) -> RuleFacts:
        """A listed action without a row: the rules by shape decide, or nothing does."""
        roles = generic.role_members(plan.operation, listed=True)
        tags = generic.tag_paths(plan.operation, listed=True)
        passed: tuple[str, ...] = ()
        conditions: tuple[str, ...] = ()
        if name == generic.PASS_ROLE and roles:
            receivers = ", ".join(plan.principals)
            conditions = (f"{generic.passed_operator(plan.principals)} iam:PassedToService = {receivers}",)
            passed = roles
        elif generic.is_tag_action(name):
            passed = tags
        return RuleFacts(
            action=name,
            when=f"when {' or '.join(passed)} is passed" if passed else _LEFT_OPEN,
            conditions=conditions,
            source=REFERENCE,
            kind="when" if passed else "optional",
            sure="listed",
            resources=self._on(plan, name, {"passed": passed} if passed else {}),
        )

    def _shape_facts(self, plan: Plan) -> Iterator[RuleFacts]:
        """What the generic rules add where AWS's reference doesn't cover the client."""
        base = self._catalog.action(plan.base[0]) if plan.base else None
        if not generic.writes(base):
            return
        tag = generic.tag_action(plan.operation, self._catalog)
        for name in (
            generic.PASS_ROLE if plan.operation.role_paths else None,
            tag if plan.operation.tag_paths else None,
        ):
            if name and name not in plan.candidates():
                yield self._listed(name, plan)


def _names(authorizer: Authorizer, plan: Plan) -> Iterator[str]:
    """The members that are names of what an operation is about, by the tables that say so."""
    yield from authorizer.binder.named(plan.operation)
    for row in (*plan.rows, *plan.resources):
        for template in row.get("templates", ()):
            yield from MEMBER.findall(naming.around_account(template)[2])


def _ends(arn: str, name: str) -> bool:
    """Whether an ARN is one that is written for a name, without what follows that."""
    return name != arn and name.startswith(arn) and name[len(arn) :] in _FOLLOWING


_FOLLOWING = (":*", "-??????")
_ANYTHING = Const("*")
_LEFT_OPEN = "AWS checks it in this case, which its reference leaves open"


def _row_facts(action: str, row: Document, resources: tuple[str, ...]) -> RuleFacts:
    conditions = tuple(
        f"{operator} {key} = {', '.join(values)}" for operator, key, values in row.get("conditions", ())
    )
    return RuleFacts(
        action=action,
        when=describe(row),
        conditions=conditions,
        source=row["source"],
        kind=_kind(row),
        sure=_row_sureness(row),
        resources=resources,
        why=_reason(row),
    )


def _row_sureness(row: Document) -> Sureness:
    if "inferred" in row:
        return "inferred"
    return "general rule" if "dependent" in row or "services" in row else "own row"


def _reason(row: Document) -> str | None:
    """Why a row says what it says, and from what it was inferred where its source was not seen to say it."""
    said = [row["why"]] if "why" in row else []
    return "; ".join([*said, *([f"inferred: {row['inferred']}"] if "inferred" in row else [])]) or None


def _kind(row: Document) -> Kind:
    if "never" in row:
        return "never"
    if "usual" in row:
        return "usual"
    if "optional" in row:
        return "optional"
    return "always" if rules.is_unconditional(row) else "when"


def _sureness(plan: Plan) -> Sureness:
    """How sure the base of a plan is."""
    known: dict[str, Sureness] = {CATALOG: "same name", INFERRED: "inferred", SECOND_OPINION: "listed"}
    return known.get(plan.source, "listed" if plan.source.startswith(REFERENCE) else "own row")


def _asks_for(plan: Plan, action: str) -> bool:
    """Whether an operation is, or may be, authorized by an action."""
    rows = plan.rows_for(action)
    return any("never" not in row for row in rows) if rows else action in plan.base or action in plan.listed


def described(authorizer: Authorizer, client: str, name: str) -> list[str]:
    """What an operation needs and may need, a line for each permission: when all of its members are passed,
    and what one member alone brings about besides."""
    operation = authorizer.operations.get(client, name)
    if operation is None:
        return []
    plain = _lines(authorizer, operation, named_members(operation, required=True))
    together = _lines(authorizer, operation, named_members(operation, required=False))
    required = {member.name for member in operation.members if member.required}
    alone = (member.name for member in operation.members if member.name not in required)
    paths = (*alone, *operation.paths, *operation.role_paths, *operation.tag_paths)
    found = {
        path: _lines(authorizer, operation, with_member(operation, path)) for path in dict.fromkeys(paths)
    }
    more = (f"with {path}: {line}" for path, lines in found.items() for line in lines if line not in plain)
    return [*together, *more]


def _lines(authorizer: Authorizer, operation: Operation, parameters: Struct) -> list[str]:
    request = Request(service=operation.service, operation=operation.name, parameters=parameters)
    answer = authorizer.authorize(request)
    authorizer.answers.clear()
    needs = [f"{need.action} on {_everything(need.resources)}" for need in answer.needs]
    return [*needs, *(f"may need {item.action} ({item.when})" for item in answer.may_need)]


def _everything(resources: tuple[Value, ...]) -> str:
    return ", ".join(sorted(map(written, resources))) or "*"


def describe(row: Document) -> str:
    """A row's predicates in words."""
    if "never" in row:
        return "never, although AWS lists it"
    clauses = []
    if "passed" in row:
        clauses.append(f"{' or '.join(row['passed'])} is passed")
    if "absent" in row:
        clauses.append(f"{' and '.join(row['absent'])} is not passed")
    for key, verb in (("equals", "is"), ("not_equals", "is not")):
        for path, values in row.get(key, {}).items():
            clauses.append(f"{path} {verb} {' or '.join(map(str, values))}")
    for key, verb in (("arn", "matches"), ("arn_not", "doesn't match")):
        if key in row:
            clauses.append(f"{row[key]['member']} {verb} {' or '.join(row[key]['pattern'])}")
    if "partiql" in row:
        clauses.append(f"{row['partiql']['member']} is a PartiQL {row['partiql']['verb']}")
    for key in ("usual", "optional"):
        if key in row:
            clauses.append(row[key])
    if not clauses:
        return "always"
    return "when " + " and ".join(clauses)
