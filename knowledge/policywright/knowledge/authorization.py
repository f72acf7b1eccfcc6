"""From one API call to the permissions that it needs: ``Authorizer(store).authorize(request)``.

``plans`` says what may be checked for an operation; here the arguments decide. An action is needed
``always``, because a member is ``passed``, or since it ``may-be-passed`` (an argument isn't known); ``usual``
is what nearly every such call needs, though its request doesn't say so. What else depends on how a resource
is configured, or is listed by AWS without a rule of ours, goes to ``may_need``.
``binding`` limits every action to resources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policywright.knowledge import forms, generic, homes, partiql, rules, templates, texts
from policywright.knowledge.binding import Binder, Bound, together
from policywright.knowledge.catalog import Action, Catalog, ResourceType
from policywright.knowledge.forms import Condition
from policywright.knowledge.narrowing import access_point, copy_source, narrow
from policywright.knowledge.operations import Operations
from policywright.knowledge.paths import select
from policywright.knowledge.plans import REFERENCE, Plan, Planner
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.rules import Tri
from policywright.knowledge.spelling import spelled
from policywright.knowledge.store import Document, Store
from policywright.knowledge.values import Const, Request, Struct, Text, Value, alternatives

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Certainty: TypeAlias = "Literal['always', 'passed', 'may-be-passed', 'usual']"
Outcome: TypeAlias = "Literal['actions', 'no-permission-needed', 'unknown']"

_Conditions: TypeAlias = tuple[Condition, ...]

_RANK: dict[str, int] = {"usual": 0, "may-be-passed": 1, "passed": 2, "always": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """An action that the call needs; no ``resources`` means ``*``."""

    action: str
    resources: tuple[Value, ...] = ()
    conditions: tuple[Condition, ...] = ()
    certainty: Certainty = "always"
    why: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Optional_:
    """An action that the call needs ``when`` something outside of the code is so."""

    action: str
    when: str
    resources: tuple[Value, ...] = ()
    conditions: tuple[Condition, ...] = ()
    certainty: Certainty = "may-be-passed"
    why: str = ""
    source: str = ""
    elsewhere: bool = False
    """On other resources than those that the request says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    outcome: Outcome
    needs: tuple[Need, ...] = ()
    may_need: tuple[Optional_, ...] = ()
    note: str | None = None


class Authorizer:
    def __init__(self, store: Store) -> None:
        self.catalog = Catalog(store)
        self.operations = Operations(store)
        self.planner = Planner(store, self.catalog, self.operations)
        self.binder = Binder(self.catalog, lambda client: store.document("overlay", f"_members:{client}"))
        self.answers: dict[Request, Authorization] = {}
        """What has been asked so far."""
        self._guesses: dict[Request, tuple[Optional_, ...]] = {}

    def authorize(self, request: Request) -> Authorization:
        """What a request needs."""
        known = self.answers.get(request)
        if known is None:
            known = self.answers[request] = self._answer(request)
        return known

    def _answer(self, request: Request) -> Authorization:
        operation = self.operations.get(request.service, request.operation)
        if operation is None:
            name = f"{request.service}:{request.operation}"
            return Authorization(outcome="unknown", note=f"{name}: botocore has no such operation")
        plan = self.planner.plan(operation)
        if plan.layer == "no-permission":
            return Authorization(outcome="no-permission-needed", note=plan.note)
        if plan.layer == "unknown":
            return Authorization(outcome="unknown", note=plan.note)
        needs, may_need = self._call(plan, request.parameters).decide()
        if not needs and not request.parameters.open:
            # What AWS authorizes needs something: what was read of the request lacks what says which it is.
            needs, may_need = self._call(plan, Struct((), open=True)).decide()
        return Authorization(outcome="actions", needs=needs, may_need=may_need, note=plan.note)

    def guessed_not(self, request: Request) -> tuple[Optional_, ...]:
        """What a value that is not known is taken not to ask for (``assume_not``), though it may."""
        known = self._guesses.get(request)
        if known is None:
            operation = self.operations.get(request.service, request.operation)
            answer = self.authorize(request)
            if operation is None or answer.outcome != "actions":
                known = ()
            else:
                call = self._call(self.planner.plan(operation), request.parameters)
                known = tuple(call.guessed_not(answer.needs, answer.may_need))
            self._guesses[request] = known
        return known

    def places(
        self, plan: Plan, parameters: Struct, action: str, row: Document | None
    ) -> tuple[tuple[Value, ...], ...]:
        """What a rule's action is limited to in a request; ``()`` is anything. Without a row, the rule is
        that AWS lists the action."""
        return tuple(self._call(plan, parameters).places(action, row))

    def _call(self, plan: Plan, parameters: Struct) -> _Call:
        parameters = copy_source(spelled(plan.members(), parameters, wrap=True))
        if plan.operation.service == "s3":
            parameters = access_point(parameters)
        return _Call(self.catalog, self.binder, plan, parameters)


class _Call:
    """One request under its operation's plan."""

    def __init__(self, catalog: Catalog, binder: Binder, plan: Plan, parameters: Struct) -> None:
        self._catalog = catalog
        self._binder = binder
        self._plan = plan
        self._operation = plan.operation
        self._parameters = parameters

    def decide(self) -> tuple[tuple[Need, ...], tuple[Optional_, ...]]:
        needs: list[Need] = []
        may_need: list[Optional_] = []
        replaced = self._replaced()
        for action in self._plan.candidates():
            granted, optional = self._decide_action(action, replaced.get(action, ()))
            needs.extend(granted)
            may_need.extend(optional)
        if self._plan.by_shape:
            shown = self._by_shape({need.action for need in needs})
            needs.extend(need for need in shown if need.action not in replaced)
        needs = _merged(iter(needs))
        left = [item for item in may_need if not _covered(item, needs)]
        return tuple(needs), tuple(dict.fromkeys(left))

    def guessed_not(self, needs: Sequence[Need], may_need: Sequence[Optional_]) -> Iterator[Optional_]:
        """What the request needs besides where a value that is not known is what rows assume it is not."""
        told = {one.action for one in needs} | {one.action for one in may_need}
        alike = {name.partition(":")[2] for name in told}
        for row in self._plan.rows:
            if "never" in row or "besides" in row or not self._is_guess(row):
                continue
            # What another service does in the place of this one (a row that replaces others, an action of
            # the same name) is no guess about what this one asks for.
            if any("replaces" in one and (one is row or _of_one_case(row, one)) for one in self._plan.rows):
                continue
            for name in row["actions"]:
                one_more = self._optional(name, row, row.get("optional") or _is_one_like(row["arn"]))
                if name in told:
                    yield from (item for item in one_more if not _is_told(item, [*needs, *may_need]))
                elif name.partition(":")[2] not in alike:
                    yield from one_more
        guesses = [row for row in self._plan.resources if "besides" in row and self._is_guess(row)]
        for row in guesses:
            opened = tuple(_opened(one) if one is row else one for one in self._plan.resources)
            for name in sorted(told.intersection(row["actions"])):
                bound = self._binder.bind(self._operation, self._action(name), self._parameters, opened)
                plain = self._bind(name, self._parameters).resources
                more = tuple(one for one in bound.resources if one not in plain)
                if plain and more:
                    yield Optional_(
                        action=name, when=_is_one_like(row["arn"]), resources=more,
                        why=_is_one_like(row["arn"]), source=row["source"],
                    )  # fmt: skip

    def _is_guess(self, row: Document) -> bool:
        """Whether a row is left out for what it assumes of a value that is not known."""
        return (
            "assume_not" in row
            and "arn" in row
            and bool(row["assume_not"])
            and rules.holds(row, self._parameters) is Tri.NO
            and rules.holds(_opened(row), self._parameters) is Tri.MAYBE
        )

    def places(self, name: str, row: Document | None) -> Iterator[tuple[Value, ...]]:
        """What an action is limited to by a row, or by what decides without one."""
        if row is not None:
            yield from (resources for resources, _ in self._row_places(name, row))
            return
        needs, may_need = self._decide_action(name, ())
        if not needs and not may_need and self._plan.by_shape:
            needs = [need for need in self._by_shape(set()) if need.action == name]
        yield from (need.resources for need in needs)
        yield from (item.resources for item in may_need)

    def _decide_action(self, name: str, instead: Sequence[Document]) -> tuple[list[Need], list[Optional_]]:
        """``instead``: rows that surely hold, and put the action out of the question, but for what is said of
        the same case."""
        plan = self._plan
        rows = plan.rows_for(name)
        if instead:
            rows = tuple(row for row in rows if all(_of_one_case(row, other) for other in instead))
            return self._by_rows(name, rows, in_base=False)
        if rows:
            return self._by_rows(name, rows, in_base=name in plan.base)
        if name in plan.base:
            return self._always(name), []
        if name == generic.PASS_ROLE and generic.role_members(self._operation, listed=True):
            return list(self._roles(listed=True)), []
        if generic.is_tag_action(name) and generic.tag_paths(self._operation, listed=True):
            return list(self._tags(name, listed=True)), []
        return [], self._possibly(name)

    def _by_rows(
        self, name: str, rows: tuple[Document, ...], *, in_base: bool
    ) -> tuple[list[Need], list[Optional_]]:
        needs: list[Need] = []
        optional: list[Optional_] = []
        limiting = [row for row in rows if not any(word in row for word in ("optional", "never", "usual"))]
        ruled_out = any("never" in row for row in rows)
        if in_base and not limiting and not ruled_out:
            needs.extend(self._always(name))
        for row in rows:
            verdict = rules.holds(row, self._parameters)
            if verdict is Tri.NO or "never" in row:
                continue
            if "usual" in row and (verdict is Tri.YES or "equals" not in row):
                needs.extend(self._granted(name, row, verdict))
            elif "usual" in row:
                optional.extend(self._optional(name, row, row["usual"]))
            elif "optional" in row:
                optional.extend(self._optional(name, row, row["optional"]))
            elif (
                verdict is Tri.MAYBE
                and not rules.said(row, self._parameters)
                and (
                    _is_via_service(row)
                    or "partiql" in row
                    or "dependent" in row
                    or "besides" in row
                    or self._is_other_way(name, row)
                    or self._is_other_value(name, row)
                )
            ):
                optional.extend(self._optional(name, row, self._explain(name, row, verdict)))
            else:
                needs.extend(self._granted(name, row, verdict))
        return needs, optional

    def _is_other_way(self, name: str, row: Document) -> bool:
        """The action of a member that nothing names, where without the member it is another action.

        ``s3:GetObjectVersion``, when all of a request is unknown: what can be said is ``s3:GetObject``. What
        is in lists comes from elsewhere, so it may well have all its members.
        """
        passed = row.get("passed")
        return (
            passed is not None
            and not any("[]" in path for path in passed)
            and not rules.named(passed, self._parameters)
            and any(
                other.get("absent") == passed and name not in other["actions"] for other in self._plan.rows
            )
        )

    def _is_other_value(self, name: str, row: Document) -> bool:
        """The action that one value of a member asks for beside the operation's own, where nothing names that
        member.

        ``s3:BypassGovernanceRetention``, when all of a request is unknown.
        """
        wanted = row.get("equals")
        return (
            wanted is not None
            and bool(self._plan.base)
            and name not in self._plan.base
            and not any("[]" in path for path in wanted)
            and not rules.named(wanted, self._parameters)
        )

    def _always(self, name: str) -> list[Need]:
        why = self._by_name(name)
        if self._plan.layer == "inferred":
            why = f"{name} is inferred from the name: the operation is newer than the catalog"
        return [
            Need(action=name, resources=resources, conditions=conditions, why=why, source=self._plan.source)
            for resources, conditions in _places(self._bind(name, self._parameters))
        ]

    def _by_name(self, name: str) -> str:
        return f"{self._operation.name} is authorized by {name}"

    def _explain(self, name: str, row: Document, verdict: Tri) -> str:
        """What in the request makes the action needed: what is passed, and not what could be."""
        sure = verdict is Tri.YES
        of_value = [*row.get("equals", ()), *([row["arn"]["member"]] if "arn" in row else [])]
        if of_value:
            return f"{' and '.join(of_value)} {'has' if sure else 'may have'} such a value"
        if "passed" in row:
            every = {path: rules.passed([path], self._parameters) for path in row["passed"]}
            found = [path for path, its in every.items() if its is verdict] or row["passed"]
            if sure:
                return f"{' and '.join(found)} {'is' if len(found) == 1 else 'are'} passed"
            return f"{found[0]}{' or its like' if len(found) > 1 else ''} may be passed"
        if "absent" in row:
            return self._by_name(name) if sure else f"{' and '.join(row['absent'])} may be left out"
        if "partiql" in row:
            statement = f"a PartiQL {row['partiql']['verb']}"
            return f"{row['partiql']['member']} {'is' if sure else 'may be'} {statement}"
        return "AWS checks it for such a request"

    def _granted(self, name: str, row: Document, verdict: Tri) -> list[Need]:
        base = name in self._plan.base or rules.is_unconditional(row)
        certainty: Certainty = "may-be-passed" if verdict is Tri.MAYBE else "always" if base else "passed"
        if "usual" in row:
            certainty = "usual"
        return [
            Need(
                action=name,
                resources=resources,
                conditions=conditions,
                certainty=certainty,
                why=row.get("usual") or row.get("why") or self._explain(name, row, verdict),
                source=row["source"],
            )
            for resources, conditions in self._row_places(name, row)
        ]

    def _optional(self, name: str, row: Document, when: str) -> list[Optional_]:
        return [
            Optional_(
                action=name,
                when=when,
                resources=resources,
                conditions=conditions,
                why=str(row.get("why") or when),
                source=row["source"],
                elsewhere="optional" in row and "templates" in row and "dependent" not in row,
            )
            for resources, conditions in self._row_places(name, row)
        ]

    def _row_places(self, name: str, row: Document) -> Iterator[tuple[tuple[Value, ...], _Conditions]]:
        return _places(self._row_bound(name, row), self._row_conditions(name, row))

    def _possibly(self, name: str) -> list[Optional_]:
        bound = self._bind(name, self._parameters)
        return [
            Optional_(
                action=name,
                when="AWS checks it in this case, which its reference leaves open",
                resources=resources,
                conditions=conditions,
                why=f"AWS lists it for {self._operation.name} without saying when",
                source=REFERENCE,
            )
            for resources, conditions in _places(
                bound, self._passed_to() if name == generic.PASS_ROLE else ()
            )
        ]

    def _roles(self, *, listed: bool) -> Iterator[Need]:
        for path, verdict in generic.role_paths(self._operation, self._parameters, listed=listed):
            passed = verdict is Tri.YES
            yield Need(
                action=generic.PASS_ROLE,
                resources=self._member(generic.PASS_ROLE, path, self._parameters).resources,
                conditions=self._passed_to(),
                certainty="passed" if passed else "may-be-passed",
                why=f"{path} {'is' if passed else 'may be'} passed",
                source=self._plan.source,
            )

    def _tags(self, name: str, *, listed: bool) -> Iterator[Need]:
        paths = generic.tag_paths(self._operation, listed=listed)
        if not paths:
            return
        member, verdict = generic.tags_passed(paths, self._parameters)
        if verdict is Tri.NO:
            return
        passed = verdict is Tri.YES
        yield Need(
            action=name,
            resources=self._tagged(name),
            certainty="passed" if passed else "may-be-passed",
            why=f"{member} {'is' if passed else 'may be'} passed",
            source=self._plan.source,
        )

    def _tagged(self, name: str) -> tuple[Value, ...]:
        """What is tagged is what the request makes or changes: by a row, by the type that the operation is
        called like, else the main action's resources, where tagging can apply to them."""
        bound = self._bind(name, self._parameters)
        action = self._catalog.action(name)
        if action is None or self._binder.decides(self._operation, action, self._plan.resources):
            return bound.resources
        own = self._bind(self._plan.base[0], self._parameters) if self._plan.base else Bound()
        return self._binder.tagged(self._operation, action, own.resources, bound.resources, self._parameters)

    def _by_shape(self, granted: set[str]) -> Iterator[Need]:
        base = self._catalog.action(self._plan.base[0]) if self._plan.base else None
        if not generic.writes(base):
            return
        ruled = {action for row in self._plan.rows for action in row["actions"]} | granted
        if generic.PASS_ROLE not in ruled:
            yield from self._roles(listed=False)
        tag = generic.tag_action(self._operation, self._catalog)
        if tag and tag not in ruled and not any(generic.is_tag_action(action) for action in self._plan.base):
            yield from self._tags(tag, listed=False)

    def _replaced(self) -> dict[str, list[Document]]:
        """Actions that rows which surely hold put out of the question, with those rows."""
        dropped: dict[str, list[Document]] = {}
        for row in self._plan.rows:
            if "replaces" in row and rules.holds(row, self._parameters) is Tri.YES:
                named = self._plan.candidates() if "*" in row["replaces"] else row["replaces"]
                for name in named:
                    if name not in row["actions"]:
                        dropped.setdefault(name, []).append(row)
        return dropped

    def _row_bound(self, name: str, row: Document) -> Bound:
        action = self._catalog.action(name)
        if action is not None and not action.resource_types:
            return Bound()
        parameters = narrow(self._parameters, row)
        if "partiql" in row:
            return Bound(tuple(_partiql_tables(row, parameters)))
        if "templates" in row:
            filled = [value for pattern in row["templates"] for value in templates.fill(pattern, parameters)]
            return Bound(() if any(map(forms.is_everything, filled)) else tuple(dict.fromkeys(filled)))
        paths = row.get("resources")
        if paths is None and name == generic.PASS_ROLE:
            paths = [path for path in row.get("passed", ()) if select(parameters, path)]
            if not paths and "optional" not in row:
                paths = [path for path, _ in generic.role_paths(self._operation, parameters)]
        if not paths:
            if "dependent" in row and generic.is_tag_action(name):
                return Bound(self._tagged(name))
            bound = self._bind(name, parameters)
            return self._beside_own(bound) if _is_via_service(row) else bound
        if not self._action(name).resource_types:
            # Newer than the catalog: of which types its resources are is not known, but an ARN is what it is.
            given = [value for path in paths for value in templates.fill(f"${{{path}}}", parameters)]
            return Bound(tuple(dict.fromkeys(one for one in given if texts.is_arn(texts.parts(one)))))
        where = row.get("regions", {})
        found = [
            _in_region(name, self._member(name, path, parameters), where.get(path), parameters)
            for path in paths
            if select(parameters, path)
        ]
        if not any(item.resources for item in found):
            return self._bind(name, parameters)
        bound = together(found)
        return self._with_required(action, bound, parameters) if action and "dependent" in row else bound

    def _beside_own(self, bound: Bound) -> Bound:
        """Keys that no member names: they are where what is encrypted with them is."""
        own = [one for name in self._plan.base for one in self._bind(name, self._parameters).resources]
        keys = (homes.beside(key, one) for key in bound.resources for one in own)
        return replace(bound, resources=tuple(dict.fromkeys(keys))) if own else bound

    def _with_required(self, action: Action, bound: Bound, parameters: Struct) -> Bound:
        """What members name of a dependent action's types, and what else it has to be on (the catalog of a
        table)."""
        types = (
            self._catalog.resource_type(action.prefix, one.name)
            for one in action.resource_types
            if one.required
        )
        lost = [kind for kind in types if kind and not any(_fits(kind, value) for value in bound.resources)]
        more = self._bind(action.full_name, parameters).resources if lost and bound.resources else ()
        others = tuple(value for value in more if any(_fits(kind, value) for kind in lost))
        return together([bound, Bound(others)]) if others else bound

    def _row_conditions(self, name: str, row: Document) -> tuple[Condition, ...]:
        if "conditions" not in row:
            return self._passed_to() if name == generic.PASS_ROLE else ()
        conditions = []
        for operator, key, values in row["conditions"]:
            named = [text.replace("${Operation}", self._operation.name) for text in values]
            filled = tuple(value for text in named for value in _condition_values(text, self._parameters))
            if filled:
                conditions.append((operator, key, filled))
        return tuple(conditions)

    def _passed_to(self) -> tuple[Condition, ...]:
        principals = tuple(Const(principal) for principal in self._plan.principals)
        operator = generic.passed_operator(self._plan.principals)
        return ((operator, "iam:PassedToService", principals),) if principals else ()

    def _bind(self, name: str, parameters: Struct) -> Bound:
        action = self._action(name)
        return self._at_kms(self._binder.bind(self._operation, action, parameters, self._plan.resources))

    def _member(self, name: str, path: str, parameters: Struct) -> Bound:
        return self._at_kms(self._binder.member(self._operation, self._action(name), parameters, path))

    def _at_kms(self, bound: Bound) -> Bound:
        """A key named by alias to another service, which may resolve the alias before it calls KMS."""
        if self._operation.prefix == "kms" or not bound.conditions:
            return bound
        return replace(bound, conditions=tuple(_resolved_alias(condition) for condition in bound.conditions))

    def _action(self, name: str) -> Action:
        action = self._catalog.action(name)
        inferred = self._plan.inferred
        if inferred is not None and name == inferred.full_name:
            return inferred
        prefix, _, bare = name.partition(":")
        return action or Action(prefix=prefix, name=bare, access_level="Write")


def _fits(kind: ResourceType, value: Value) -> bool:
    return any(forms.fits(replace(kind, arn=arn), value) for arn in kind.arns)


def _opened(row: Document) -> Document:
    """A row for which a value that is not known may be any."""
    return {key: value for key, value in row.items() if key != "assume_not"}


def _is_one_like(table: Document) -> str:
    """When a value that is not known is what a row asks for."""
    return f"{table['member'].replace('[]', '')} is one like {table['pattern'][0]}"


def _is_told(item: Optional_, others: Sequence[Need | Optional_]) -> bool:
    """Whether an action is granted, or may be needed, on all that it is on here."""
    same = [one.resources for one in others if one.action == item.action]
    return () in same or {*item.resources} <= {value for resources in same for value in resources}


def _covered(item: Optional_, needs: list[Need]) -> bool:
    """Whether an action that may be needed is granted: for another receiver of a role, or on what a row says
    that it is on, it is another one."""
    same = [one for one in needs if one.action == item.action and set(item.conditions) <= set(one.conditions)]
    if not item.elsewhere or not all(one.resources for one in same):
        return bool(same)
    return {_told(value) for value in item.resources} <= {
        _told(one) for need in same for one in need.resources
    }


def _told(value: Value) -> str:
    """A resource as a pattern, in which what has a name is no wildcard: it may be one thing alone."""
    named = (
        one if isinstance(one, str) or one.name is None else f"${{{one.name}}}" for one in texts.parts(value)
    )
    return texts.glob(tuple(named))


def _in_region(name: str, bound: Bound, path: str | None, parameters: Struct) -> Bound:
    if path is None:
        return bound
    is_key = name.startswith("kms:")

    def placed(values: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(
            one for value in values for one in homes.in_region(value, path, parameters, elsewhere=is_key)
        )

    return replace(bound, resources=placed(bound.resources), free=placed(bound.free))


def _places(bound: Bound, more: _Conditions = ()) -> Iterator[tuple[tuple[Value, ...], _Conditions]]:
    """Where an action applies, and under which conditions there."""
    yield bound.resources, (*bound.conditions, *more)
    if bound.free:
        yield bound.free, more


def _of_one_case(row: Document, other: Document) -> bool:
    """Whether both speak of one form of an ARN (of a directory bucket)."""
    mine, its = row.get("arn"), other.get("arn")
    if mine is None or its is None:
        return False
    return mine["member"] == its["member"] and not set(mine["pattern"]).isdisjoint(its["pattern"])


def _is_via_service(row: Document) -> bool:
    """A key used through a service: granted only where an argument shows which key that is."""
    return any(key == "kms:ViaService" for _, key, _ in row.get("conditions", ()))


def _resolved_alias(condition: Condition) -> Condition:
    operator, key, names = condition
    if key != "kms:RequestAlias":
        return condition
    return (f"ForAnyValue:{operator}", "kms:ResourceAliases", names)


def _condition_values(text: str, parameters: Struct) -> tuple[Value, ...]:
    return templates.fill(text, parameters) if "${" in text else (Const(text),)


def _partiql_tables(row: Document, parameters: Struct) -> Iterator[Value]:
    """The tables and indexes of the statements with the row's verb."""
    for item in select(parameters, row["partiql"]["member"]):
        for value in alternatives(item.value):
            if partiql.verb_of(value) not in (None, row["partiql"]["verb"]):
                continue
            found = partiql.table_of(value)
            name, index = found if found else (texts.parts(Text(())), None)
            prefix = ("arn:", texts.PARTITION, ":dynamodb:", texts.REGION, ":", texts.ACCOUNT, ":table/")
            table = name or ("*",)
            yield texts.join((*prefix, *table, *(("/index/", *index) if index else ())))


def _merged(needs: Iterator[Need]) -> list[Need]:
    """Needs of the same action and conditions as one: all resources, the strongest certainty. What is usual
    stays apart: the templates may know better."""
    merged: dict[tuple[str, tuple[Condition, ...], str], Need] = {}
    for need in needs:
        key = (need.action, need.conditions, need.why if need.certainty == "usual" else "")
        other = merged.get(key)
        if other is None:
            merged[key] = need
            continue
        everywhere = not need.resources or not other.resources
        resources = () if everywhere else tuple(dict.fromkeys((*other.resources, *need.resources)))
        strongest = max(need, other, key=lambda item: _RANK[item.certainty])
        merged[key] = replace(strongest, resources=resources)
    return list(merged.values())
