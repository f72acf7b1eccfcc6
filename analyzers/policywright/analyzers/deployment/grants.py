"""From what is deployed to grants: each call of a step on the ARNs of its resource.

With the reason for it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from policywright.analyzers.deployment.model import ANYWHERE, Asked, Deployment, Made
from policywright.analyzers.deployment.passing import (
    ANY_ROLE,
    arguments_of,
    passed_along,
    passed_anyway,
    roles_of,
)
from policywright.analyzers.deployment.places import put_asked, put_conditions, put_each
from policywright.analyzers.deployment.requests import parameters_of
from policywright.analyzers.deployment.resources import (
    Placing,
    arn_of_service_linked,
    is_about_tags,
    is_any,
)
from policywright.analyzers.deployment.risks import BOUNDARY, LOOKS, takes_boundary
from policywright.analyzers.deployment.selecting import Taken, below, steps_of
from policywright.analyzers.grants import Pile
from policywright.analyzers.infrastructure.managed import managed_arn
from policywright.analyzers.infrastructure.types import parts_of
from policywright.analyzers.model import Condition, Grant, MayNeed, Reason, Span, Unresolved, UnresolvedCode
from policywright.knowledge import generic, naming, texts
from policywright.knowledge.authorization import Authorization, Authorizer, Need
from policywright.knowledge.deployments import Handlers
from policywright.knowledge.operations import Operation
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.texts import PARTITION
from policywright.knowledge.values import Const, Items, Request, Struct, Text, Value, alternatives

_SERVICE_LINKED = "iam:CreateServiceLinkedRole"
_TAKE_OFF = ("iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary")
_FIRST = "the service's own role is not in the account yet"
_EDGE = ("replicator.lambda.amazonaws.com", "logger.cloudfront.amazonaws.com")
_LINKED = {"AWS::CloudFront::Distribution": _EDGE, "aws_cloudfront_distribution": _EDGE}
"""Services whose roles are made for a type, where these are not the type's own.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html"""
_CALLERS = ("kms", "secretsmanager", "iam")
"""Whose actions a service takes with its caller's permissions; its handlers' own calls are listed."""
_VENDED = ":AllowVendedLogDeliveryForResource"
"""What a service asks before its logs are delivered. CloudWatch Logs' handler lists it of a few services."""
_IN_GENERAL = (
    "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service"
)
"""What is said of services with keys in general; handlers say more of their own."""
_ATTACHES = frozenset(("iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:AttachGroupPolicy"))
_TO_ITSELF = frozenset(("ec2", "sns", "apigateway"))
"""Services that take roles within documents and profiles, for themselves."""
_ATTACHED = ("ManagedPolicyArns", "managed_policy_arns", "policy_arn")
_TOGETHER = ("iam:PolicyARN", "iam:PassedToService")
"""Keys whose values are gathered: a request has one of them, and any will do."""
_BY_ARN = ("ArnEquals", "ArnLike")


_Key = tuple[str, tuple[Condition, ...]]
_Put = tuple[str, tuple[Condition, ...], tuple[Value, ...], Reason, str]
"""Action, conditions, resources, reason, and in which case it is asked for."""


@dataclass(slots=True, eq=False)
class Asks:
    """What resources ask for, once for all the identities that make them: jobs of a pipeline share stacks.

    Resources are told by what they are made of, which lives as long as this.
    """

    of: dict[Hashable, tuple[list[_Put], list[Unresolved]]] = field(default_factory=dict)
    kept: list[Made] = field(default_factory=list)

    def key(self, made: Made, phases: str) -> Hashable:
        """What tells a resource, with the phases that are asked about."""
        parts = (made.properties, made.given, made.handlers, made.own, made.services, made.trusting)
        known = made.id, made.type, made.phases, made.tagged, made.where, made.removed, phases, made.span
        return *known, *map(id, parts)


class Collecting:
    """The grants of one identity. ``asks`` are of the same options."""

    def __init__(
        self, authorizer: Authorizer, *, phases: str, boundary: str | None, optional: bool,
        placing: Placing | None = None, asks: Asks | None = None,
    ) -> None:  # fmt: skip
        self._authorizer = authorizer
        self._placing = placing or Placing(authorizer.catalog)
        self._phases = phases
        self._boundary = boundary
        self._grant_optional = optional
        self._needed: dict[_Key, Pile] = {}
        self._optional: dict[tuple[_Key, str], Pile] = {}
        self._asks = asks or Asks()
        self._made: tuple[Made, ...] = ()
        self._puts: list[_Put] = []
        """What one resource asks for, while that is told."""
        self.unresolved: list[Unresolved] = []

    def add(self, deployment: Deployment) -> None:
        """Everything that an identity does."""
        self.unresolved += deployment.unresolved
        self._made = deployment.made
        for asked in deployment.asked:
            self._ask(asked)
        for made in deployment.made:
            for asked in made.needs:
                self._ask(put_asked(asked, made.where))
            if made.handlers is not None:
                puts, unresolved = self._asked_for(made, made.handlers)
                self.unresolved += unresolved
                for one in puts:
                    self._pile(*one)

    def grants(self) -> tuple[list[Grant], list[MayNeed]]:
        """What was needed, and what may be."""
        needed = [
            Grant(action=action, resources=pile.scope(), conditions=conditions, reasons=pile.why())
            for (action, conditions), pile in _by_principal(self._needed).items()
        ]
        may = [
            MayNeed(action=key[0], resources=pile.scope(), conditions=key[1], when=when, reasons=pile.why())
            for (key, when), pile in self._optional.items()
            if not self._covered(key, pile)
        ]
        return needed, sorted(may, key=lambda item: (item.action, item.when))

    def _covered(self, key: _Key, pile: Pile) -> bool:
        other = self._needed.get(key)
        return other is not None and (
            other.everything or (not pile.everything and pile.resources.keys() <= other.resources.keys())
        )

    # --- what is called ---

    def _asked_for(self, made: Made, handlers: Handlers) -> tuple[list[_Put], list[Unresolved]]:
        """What a resource asks for in these phases, and what can't be told of it."""
        key = self._asks.key(made, self._phases)
        known = self._asks.of.get(key)
        if known is None:
            told, self.unresolved, self._puts = self.unresolved, [], []
            taken = [*steps_of(made, handlers)]
            for one in taken:
                self._take(made, handlers, one)
            if made.type.startswith("AWS::"):
                self._unlisted(made, taken)
            if made.where != ANYWHERE:
                self._puts = [
                    (action, put_conditions(conditions, made.where), put_each(on, made.where), reason, when)
                    for action, conditions, on, reason, when in self._puts
                ]
            known = self._asks.of[key] = (self._puts, self.unresolved)
            self._asks.kept.append(made)
            self.unresolved = told
        return known

    def _ask(self, asked: Asked) -> None:
        if not set(asked.phases) & set(self._phases):
            return
        reason = _reason(asked.operation or asked.actions[0], asked.span, asked.why, asked.source)
        for action in asked.actions:
            self._pile(action, asked.conditions, asked.resources, reason, asked.optional)

    def _take(self, made: Made, handlers: Handlers, taken: Taken) -> None:
        asked = f"{self._phases}d" if made.removed and "c" in self._phases else self._phases
        phases = "".join(one for one in taken.phases if one in asked)
        if not phases:
            return
        why = (
            f"{made.id}: {Taken(step=taken.step, phases=phases, because=taken.because, sure=taken.sure).why}"
        )
        for call in taken.step.calls:
            if handlers.type.startswith(("aws_", "data.aws_", "action.aws_")):
                self._request(made, taken, call, why)
            else:
                reason = _reason(made.type, made.span, why, taken.step.source, sure=taken.certain)
                self._action(made, call, (), None, reason, taken)

    def _unlisted(self, made: Made, taken: Sequence[Taken]) -> None:
        """What the operations that make or change a resource ask of other services, and no handler lists.

        A key that is used with the caller's permissions, say: CloudFormation passes them on.
        """
        listed = {call for one in taken if not one.optional for call in one.step.calls}
        asked = {call for one in taken for call in one.step.calls}
        for one in taken:
            phases = "".join(letter for letter in one.phases if letter in self._phases and letter in "cu")
            if not phases or one.optional:
                continue
            during = f"{made.id}: {replace(one, phases=phases, optional='').why}"
            for call in one.step.calls:
                answer = self._answer_of(made, call, only=self._may_ask_others)
                if answer is None:
                    continue
                for may in answer.may_need:
                    if may.action == _SERVICE_LINKED and _SERVICE_LINKED not in asked:
                        asked.add(_SERVICE_LINKED)
                        reason = _reason(made.type, made.span, f"{during}; {may.when}", may.source)
                        self._put(may.action, may.conditions, may.resources, reason, may.when)
                for need in answer.needs:
                    if need.action not in listed and self._is_of_caller(need, call.partition(":")[0]):
                        reason = _reason(made.type, made.span, f"{during}; {need.why}", need.source or "")
                        self._action(made, need.action, need.conditions, need.resources, reason, one)

    def _may_ask_others(self, operation: Operation) -> bool:
        """Whether any request of an operation can ask for what `_unlisted` looks for: of most none can."""
        plan, asking = self._authorizer.planner.plan(operation), tuple(f"{one}:" for one in _CALLERS)
        named = (action for row in plan.rows if row.get("source") != _IN_GENERAL for action in row["actions"])
        return plan.by_shape or any(
            action.endswith(_VENDED)
            or (not action.startswith(f"{operation.prefix}:") and action.startswith(asking))
            for action in (*plan.base, *plan.listed, *named)
        )

    def _is_of_caller(self, need: Need, service: str) -> bool:
        """A service takes an action of another one with its caller's permissions."""
        prefix = need.action.partition(":")[0]
        return (
            prefix != service and (prefix in _CALLERS or need.action.endswith(_VENDED))
            and need.action != _SERVICE_LINKED and need.certainty == "passed" and need.source != _IN_GENERAL
            and self._placing.possible(need.action, need.resources)
        )  # fmt: skip

    def _request(self, made: Made, taken: Taken, call: str, why: str) -> None:
        """An operation of Terraform's provider, authorized with the arguments of the resource."""
        service, _, name = call.partition(":")
        operation = self._authorizer.operations.get(service, name)
        if operation is None:
            if self._authorizer.catalog.action(call) is not None:
                reason = _reason(call, made.span, why, taken.step.source, sure=taken.certain)
                self._action(made, call, (), None, reason, taken)
            else:
                self._unknown(made, call)
            return
        parameters, answer = self._asked(made, operation)
        if answer.outcome == "unknown":
            self._unknown(made, call)
        told = {name for name, _ in parameters.fields}
        left = [one.name for one in operation.members if one.required and one.name not in told]
        for need in answer.needs:
            foreign = need.action.partition(":")[0] != operation.prefix
            if foreign and not self._placing.possible(need.action, need.resources):
                continue
            source = need.source or taken.step.source
            reason = _reason(call, made.span, f"{why}; {need.why}", source, sure=taken.certain)
            on = need.resources if foreign else self._placing.identified(need.action, need.resources, left)
            besides: tuple[Value, ...] = ()
            if foreign and not on and is_about_tags(need.action):
                besides = self._placing.made_besides(need.action, (one.action for one in answer.needs))
            self._action(made, need.action, need.conditions, on, reason, taken, besides)
        for may in answer.may_need if not taken.optional else ():
            reason = _reason(call, made.span, f"{why}; {may.when}", may.source, sure=taken.certain)
            foreign = may.action.partition(":")[0] != operation.prefix
            if may.action == _SERVICE_LINKED:
                # Whoever makes the first resource of its kind in an account makes the service's own role.
                self._put(may.action, may.conditions, may.resources, reason, may.when)
            elif not foreign or self._placing.possible(may.action, may.resources):
                looks = foreign and may.when == generic.AS_CALLER and self._looks(may.action)
                said = replace(reason, certainty="inferred") if looks else reason
                at = replace(taken, optional="" if looks else may.when)
                self._action(made, may.action, may.conditions, may.resources, said, at)
        asked = {need.action for need in answer.needs}
        if not taken.optional and generic.PASS_ROLE not in asked and operation.prefix != "iam":
            self._passed_deeper(made, taken, operation, why)

    def _asked(self, made: Made, operation: Operation) -> tuple[Struct, Authorization]:
        """What the provider's request says of a resource, and what it needs."""
        plan = self._authorizer.planner.plan(operation)
        nested = tuple(dict.fromkeys((*plan.nested(), *plan.naming)))
        parameters = parameters_of(
            operation, made.type, made.properties, made.given, tagged=made.tagged, nested=nested
        )
        request = Request(service=operation.service, operation=operation.name, parameters=parameters)
        return parameters, self._authorizer.authorize(request)

    def _looks(self, action: str) -> bool:
        """It gives nobody anything, and says nothing of who may do what."""
        entry = self._authorizer.catalog.action(action)
        return entry is not None and entry.access_level in LOOKS and entry.prefix not in ("iam", "kms")

    def _passed_deeper(self, made: Made, taken: Taken, operation: Operation, why: str) -> None:
        """Roles among the arguments that have another name in the request, or stand deeper there."""
        if not generic.role_members(operation, listed=True):
            return
        given = made.given or made.properties
        known = roles_of(given, arguments_of(given))
        if known:
            call = f"{operation.service}:{operation.name}"
            reason = _reason(call, made.span, why, taken.step.source, sure=taken.certain)
            self._action(made, generic.PASS_ROLE, (), known, reason, taken)

    def _action(
        self, made: Made, action: str, conditions: tuple[Condition, ...], resources: tuple[Value, ...] | None,
        reason: Reason, taken: Taken, besides: tuple[Value, ...] = (),
    ) -> None:  # fmt: skip
        """``besides`` is what else is made, where that is what the action is for."""
        own = made.own or self._tagged(made, action)
        bound = self._placing.bind(action, own, made.properties, made.given)
        if resources and own and all(map(is_any, own)):
            bound = self._placing.told(own, bound, resources)
        optional = taken.optional
        linked = _LINKED.get(made.type, ()) if action == _SERVICE_LINKED else ()
        if linked:
            bound, optional = tuple(map(arn_of_service_linked, linked)), optional or _FIRST
        elif action == generic.PASS_ROLE:
            bound = self._passed(made, taken, resources)
            if optional and passed_anyway(made.given or made.properties):
                optional, bound = "", passed_anyway(made.given or made.properties)
            trusting = set(map(_name_in, made.trusting)) if made.services else ()
            known = tuple(one for one in bound if _name_in(one) in trusting)
            if known:
                self._put(action, self._trusted(made), known, reason, optional)
            bound = tuple(one for one in bound if one not in known)
            if not bound:
                return
            conditions = conditions or self._received(made)
        elif besides or (resources is None and (besides := self._tagged_besides(action, made, own))):
            bound = besides
        elif (
            resources is not None
            and not set(bound).intersection(own)
            and not self._placing.names_all(action, bound)
        ):
            # Nothing of the resource itself tells: the request may, and properties of what is besides.
            bound = (*resources, *self._placing.besides(action, bound, resources))
        elif resources and set(resources) < set(bound) and _is_of_keys(action, own):
            # Of several keys that properties name the request says which it is for.
            bound = resources
        elif resources and all(any(_is_part(one, whole) for whole in bound) for one in resources):
            # The request is about a version or an alias of what the resource is for.
            bound = resources
        elif resources and action == "apigateway:GET":
            # What is looked at may be what the resource is in: the API of a stage.
            bound = self._placing.with_above(bound, resources)
        elif (
            bound
            and not is_about_tags(action)
            # The paths of its control plane are `arns.toml`'s, which are all there are.
            and not action.startswith("apigateway:")
            and self._placing.unbound(action, bound)
        ):
            asked = self._asked_by(made, action) if resources is None else resources
            bound = self._placing.completed(action, bound, asked, made.properties)
        if set(bound).intersection(own) and self._placing.has_sources(action, made.properties):
            asked = self._asked_by(made, action) if resources is None else resources
            bound = self._placing.with_sources(bound, asked, made.properties)
        if self._boundary is not None and action in _TAKE_OFF:
            optional = "a boundary is to be taken off: then whoever deploys can do without it"
        conditions = (*conditions, *self._bounded(action), *_attached(action, made))
        self._put(action, conditions, bound, reason, optional)

    def _asked_by(self, made: Made, action: str) -> tuple[Value, ...]:
        """On what the operation of an action's name is checked for a resource."""
        needs = self._needs_of(made, action)
        return tuple(one for need in needs if need.action == action for one in need.resources)

    def _needs_of(self, made: Made, action: str) -> tuple[Need, ...]:
        answer = self._answer_of(made, action)
        return answer.needs if answer is not None else ()

    def _answer_of(
        self, made: Made, action: str, only: Callable[[Operation], bool] | None = None
    ) -> Authorization | None:
        """What the operation of an action's name needs, asked with the properties of a resource.

        None where there is no such operation, and where it is none that ``only`` wants to hear of.
        """
        prefix, _, name = action.partition(":")
        operation = next(iter(self._authorizer.operations.authorized_by(prefix, name)), None)
        if operation is None or (only is not None and not only(operation)):
            return None
        noun = f"aws_{made.type.rpartition('::')[2]}"
        parameters = parameters_of(
            operation, noun, made.properties, made.given, tagged=made.tagged, blocks=False
        )
        return self._authorizer.authorize(
            Request(service=operation.service, operation=name, parameters=parameters)
        )

    def _tagged_besides(self, action: str, made: Made, own: tuple[Value, ...]) -> tuple[Value, ...]:
        """What the service makes in another one, which gets tags; what properties name is there already."""
        services = {texts.glob(texts.parts(one)).split(":")[2] for one in own}
        if not is_about_tags(action) or not own or self._placing.services(action) & services:
            return ()
        steps = made.handlers.steps if made.handlers is not None else ()
        asked = (call for step in steps if not step.optional for call in step.calls)
        return self._placing.made_besides(action, asked)

    def _tagged(self, made: Made, action: str) -> tuple[Value, ...]:
        """What an action about tags is about, for a type whose ARN is not known: what is made or deleted."""
        if not is_about_tags(action) or made.handlers is None:
            return ()
        making, named = [], []
        for step in made.handlers.steps:
            for call in step.calls if set(step.phases) & set("cd") else ():
                service, _, name = call.partition(":")
                operation = self._authorizer.operations.get(service, name)
                prefix = service if operation is None else operation.prefix
                entry = self._authorizer.catalog.action(f"{prefix}:{name}")
                if entry is None or entry.access_level not in ("Write", "Permissions management"):
                    continue
                making.append(entry.full_name)
                if operation is not None and "c" in step.phases and not step.when:
                    needs = self._asked(made, operation)[1].needs
                    named += [
                        one for need in needs if need.action == entry.full_name for one in need.resources
                    ]
        found = self._placing.made_by(one for one in making if one.startswith(f"{action.partition(':')[0]}:"))
        return self._placing.tagged(action, made.type, found, named)

    def _put(
        self, action: str, conditions: tuple[Condition, ...], resources: tuple[Value, ...], reason: Reason,
        optional: str,
    ) -> None:  # fmt: skip
        """Notes what a resource asks for."""
        self._puts.append((action, conditions, resources, reason, optional))

    def _pile(
        self, action: str, conditions: tuple[Condition, ...], resources: tuple[Value, ...], reason: Reason,
        optional: str,
    ) -> None:  # fmt: skip
        key: _Key = (action, tuple(dict.fromkeys(conditions)))
        if optional and not self._grant_optional:
            self._optional.setdefault((key, optional), Pile()).add(resources, reason)
        else:
            self._needed.setdefault(key, Pile()).add(resources, reason)

    def _unknown(self, made: Made, call: str) -> None:
        detail = f"{made.id}: AWS documents no action for {call}"
        self.unresolved.append(
            Unresolved(
                code=UnresolvedCode.UNKNOWN_AUTHORIZATION, span=made.span, detail=detail, could_be=(call,)
            )
        )

    def _passed(self, made: Made, taken: Taken, resources: tuple[Value, ...] | None) -> tuple[Value, ...]:
        """The roles that are passed for a resource: where its properties say so, or its request."""
        given = made.given or made.properties
        # A step that is nothing but passing says by which properties; a request has the roles in it.
        told = roles_of(given, taken.because) if resources is None else resources
        profiles = roles_of(given, (name for name, _ in given.fields if "profile" in name.lower()))
        if resources is not None and profiles:
            # A request has the name of a profile, which says nothing of its role.
            if ANY_ROLE not in profiles:
                told = profiles
            elif any("instanceprofile" in naming.norm(name) for name, _ in given.fields):
                told = (*told, ANY_ROLE)
        if told and all(texts.glob(_name_in(one)) == "role/*" for one in told):
            told = passed_along(made, self._made) or told
        known = tuple(dict.fromkeys((*told, *passed_anyway(given))))
        # What is made with it may have a role of its own.
        return known or tuple(one for one in made.own if _is_role(one)) or (ANY_ROLE,)

    # --- conditions ---

    def _trusted(self, made: Made) -> tuple[Condition, ...]:
        """The services that roles trust; where a type passes roles to none of them, those that it does, too.

        Whom a role is passed to is checked before anybody takes it on.
        """
        services = sorted(made.services)
        receivers = {
            str(one.value)
            for _, _, values in self._received(made)
            for one in values
            if isinstance(one, Const)
        }
        more = sorted(receivers) if receivers.isdisjoint(services) else []
        return _received_by(map(Const, [*services, *more]))

    def _received(self, made: Made) -> tuple[Condition, ...]:
        """Whom the type's own calls pass roles to, which is who receives those of which nothing is known."""
        if made.handlers is None:
            return ()
        asked = tuple(
            dict.fromkeys(
                value
                for step in made.handlers.steps
                for call in step.calls
                if not step.optional and set(step.phases) & set("cu")
                for need in self._needs_of(made, call)
                for _, key, values in need.conditions
                if need.action == generic.PASS_ROLE
                and key == "iam:PassedToService"
                # What is usual says nothing of the roles that this resource names.
                and need.certainty != "usual"
                for value in values
            )
        )
        if asked:
            return (("StringEquals", "iam:PassedToService", asked),)
        principals = self._principals(made.handlers)
        return _received_by(map(Const, principals)) if principals else ()

    def _principals(self, handlers: Handlers) -> tuple[str, ...]:
        """Who receives the roles that a type's own operations pass on.

        Where none of them has a member for it, some services are known to be the receivers.
        """
        operations = self._authorizer.operations
        own = handlers.kind.partition(":")[0]
        itself: tuple[str, ...] = ()
        made = [(call, step.phases) for step in handlers.steps if not step.optional for call in step.calls]
        for call, phases in made:
            prefix, _, name = call.partition(":")
            if own and prefix != own:
                continue
            for operation in operations.authorized_by(prefix, name):
                if generic.role_members(operation, listed=True):
                    return self._authorizer.planner.plan(operation).principals
                if prefix in _TO_ITSELF and "c" in phases:
                    itself = itself or self._authorizer.planner.plan(operation).principals
        return itself

    def _bounded(self, action: str) -> tuple[Condition, ...]:
        """Where AWS can ask for a permissions boundary, it does."""
        if self._boundary is None or not action.startswith("iam:"):
            return ()
        if not takes_boundary(self._authorizer.catalog, action):
            return ()
        return (("StringEquals", BOUNDARY, (Const(self._boundary),)),)


def _is_of_keys(action: str, own: tuple[Value, ...]) -> bool:
    """Something is done with a key, for what is none itself."""
    return action.startswith("kms:") and not any(":kms:" in texts.glob(texts.parts(one)) for one in own)


def _is_part(part: Value, whole: Value) -> bool:
    """An ARN that goes on from another one by a colon: a version or an alias of it."""
    mine, other = parts_of(part), parts_of(whole)
    if len(mine) < len(other) or not other or mine[: len(other) - 1] != other[:-1]:
        return False
    last, own = other[-1], mine[len(other) - 1]
    if isinstance(last, str) and isinstance(own, str) and own != last:
        return own.startswith(f"{last}:")
    behind = mine[len(other)] if len(mine) > len(other) else ""
    return own == last and isinstance(behind, str) and behind.startswith(":")


def _attached(action: str, made: Made) -> tuple[Condition, ...]:
    """Only the policies that the template names may be attached."""
    if action not in _ATTACHES:
        return ()
    arns: dict[Value, None] = {}
    for name in _ATTACHED:
        for value in below(made.properties, name):
            for option in alternatives(value):
                for item in option.values if isinstance(option, Items) else (option,):
                    for one in alternatives(item):
                        arn = _policy_arn(one)
                        if arn is None:
                            return ()
                        arns[arn] = None
                if isinstance(option, Items) and option.open:
                    return ()
    if not arns:
        return ()
    return (("ArnLike", "iam:PolicyARN", tuple(arns)),)


def _by_principal(piles: dict[_Key, Pile]) -> dict[_Key, Pile]:
    """What one key says about a role is said together, whichever resources ask for it.

    The policies that may be attached to it, the services that it may be passed to: statements about the same
    role that differ in these alone allow what one with the values of all of them allows.
    """
    for key in _TOGETHER:
        piles = _together(piles, key)
    return piles


def _together(piles: dict[_Key, Pile], key: str) -> dict[_Key, Pile]:
    found: dict[_Key, Pile] = {}
    shared: dict[
        tuple[str, Value, str, tuple[Condition, ...]], tuple[dict[Value, None], dict[Reason, None]]
    ] = {}
    for (action, conditions), pile in piles.items():
        said = [(operator, values) for operator, name, values in conditions if name == key]
        if len(said) != 1 or pile.everything:
            found[action, conditions] = pile
            continue
        ((operator, told),) = said
        rest = tuple(one for one in conditions if one[1] != key)
        for resource in pile.resources:
            kind = "" if operator in _BY_ARN else operator
            all_of, reasons = shared.setdefault((action, resource, kind, rest), ({}, {}))
            all_of.update(dict.fromkeys(told))
            reasons.update(dict.fromkeys(pile.reasons))
    for (action, resource, kind, rest), (all_of, reasons) in shared.items():
        values = tuple(sorted(all_of, key=lambda one: texts.glob(texts.parts(one))))
        by_arn = "ArnEquals" if all(_is_whole(one) for one in values) else "ArnLike"
        pile = found.setdefault((action, ((kind or by_arn, key, values), *rest)), Pile())
        pile.resources[resource] = None
        for reason in reasons:
            pile.because(reason, (resource,))
    return found


def _is_whole(value: Value) -> bool:
    """It is one ARN, in whatever partition that is."""
    return all("*" not in part if isinstance(part, str) else part == PARTITION for part in texts.parts(value))


def _policy_arn(value: Value) -> Value | None:
    if isinstance(value, Const) and isinstance(value.value, str):
        if value.value.startswith("arn:"):
            return value
        # A policy of AWS's by its name is the one of the partition that it is deployed to.
        found = managed_arn(value.value)
        return texts.join(("arn:", PARTITION, found.removeprefix("arn:aws"))) if found else None
    if isinstance(value, Text) and texts.starts_with(value.parts, "arn:"):
        return value
    return None


def _reason(operation: str, span: Span, detail: str, source: str, *, sure: bool = True) -> Reason:
    return Reason(
        operation=operation,
        span=span,
        certainty="resolved" if sure else "inferred",
        detail=detail,
        code="deployment",
        source=source or None,
    )


def _received_by(services: Iterable[Value]) -> tuple[Condition, ...]:
    return (("StringEquals", "iam:PassedToService", tuple(services)),)


def _is_role(arn: Value) -> bool:
    return texts.starts_with(_name_in(arn), "role/")


def _name_in(arn: Value) -> texts.Parts:
    """The path and name of a role: a template may put its ARN together otherwise than we do."""
    return texts.split(texts.parts(arn), ":")[-1]
