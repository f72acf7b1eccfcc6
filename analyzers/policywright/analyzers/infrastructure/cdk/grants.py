"""What the roles of a CDK application have, by the calls of its source.

A grant method or a statement whose role and resource are known is a statement of that role. Any other call
that may give a role something is a note: such a role is not known wholly, and it lacks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policywright.analyzers.infrastructure.brought import Brought, brought_by
from policywright.analyzers.infrastructure.cdk.calls import (
    ADDS_POLICY,
    ADDS_STATEMENTS,
    GRANTEE,
    POLICIES_OF_STATEMENTS,
    aws_policy,
    camel,
    variable_of,
)
from policywright.analyzers.infrastructure.cdk.constructs import (
    FUNCTION,
    ROLE,
    Constructs,
    Made,
    class_of,
    module_of,
)
from policywright.analyzers.infrastructure.cdk.records import (
    Argument,
    Call,
    Frame,
    Placed,
    Side,
    Source,
    Where,
    bare,
)
from policywright.analyzers.infrastructure.cdk.source import elements, plain
from policywright.analyzers.infrastructure.cdk.statements import (
    MUTATORS,
    AtMost,
    Statements,
    either,
    statement,
)
from policywright.analyzers.infrastructure.cdk.values import Data, Values
from policywright.analyzers.infrastructure.grant_methods import Method, methods_called
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_ADDERS = ("addToRolePolicy", "addToPolicy", "addToPrincipalPolicy")
_TO_PRINCIPALS = ("addToPrincipal", "addToPrincipalOrResource", "addToPrincipalAndResource")
"""What ``Grant`` has that gives a principal something. Source: aws-iam, Grant."""
_HARMLESS = frozenset((
    "addEnvironment", "addLayers", "addAlias", "addPermission", "allowFrom", "allowTo",
    "allowDefaultPortFrom", "allowDefaultPortTo", "allowFromAnyIpv4", "dict", "addDependency", "addDependsOn",
    "addResourceSuppressions", "applyRemovalPolicy",
))  # fmt: skip
"""Methods with a function among what they are given, or called on one, that give its role nothing which is
looked at: for what an event source needs the CDK grants the role what it has to have. An order of making,
what cdk-nag keeps quiet about, and what becomes of a thing that leaves its stack, give nothing."""
_SOURCES = {"SqsEventSource": "grantConsumeMessages", "DynamoEventSource": "grantStreamRead",
            "KinesisEventSource": "grantRead"}  # fmt: skip
"""What event sources that are polled are given for their function. Source: aws-lambda-event-sources."""
_PUSHED = ("S3EventSource", "S3EventSourceV2", "SnsEventSource", "ApiEventSource", "SnsDlq", "SqsDlq")
"""Those that call the function themselves, and so give its role nothing."""
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DEEPEST = 8
"""How many names of one role are followed."""
_OF_GRANTS = {"actions": "actions", "resourceArns": "resources", "conditions": "conditions"}
"""What a grant is told, by what a statement calls it."""
_ROLES = re.compile(r"role(?:arn|name)?\Z", re.IGNORECASE)
"""What the properties are called that take a role."""
_OF_ROLE = re.compile(r"\.(?:role_?(?:arn|name)|attr_?arn|ref)\Z", re.IGNORECASE)
_STANDS_FOR = ("Alias", "Version")
"""Constructs whose role is a function's."""
_TRUST = ("assumeRolePolicy", "assume_role_policy")
_OF_TRUST = re.compile(r"[?!]?\.\w+[?!]?\Z")
"""What follows a role where its trust policy is meant."""
_POLICIES = ("Policy", "ManagedPolicy", "CfnPolicy", "CfnManagedPolicy", "CfnRolePolicy")
"""Constructs that name the roles which they are for."""


@dataclass(slots=True, eq=False, kw_only=True)
class Given:
    """A statement of a role: a template's data, and the call that makes it."""

    statement: dict[str, Data]
    source: Source
    call: Call
    perhaps: bool = False
    """Under a condition that the role itself is not under."""
    written: bool = False
    """Its actions are written down: it is none of a grant method's."""


@dataclass(slots=True, eq=False, kw_only=True)
class Holder:
    """A role: of a function, or one that the source makes. ``unknown`` are the calls that can't be read."""

    made: Made
    given: list[Given] = field(default_factory=list)
    managed: dict[str, str] = field(default_factory=dict)
    """AWS managed policies; with the place of one that may not be given, though the role is made."""
    unknown: dict[str, AtMost] = field(default_factory=dict)
    """With the actions that they may give."""
    users: dict[str, None] = field(default_factory=dict)
    """What else is given the role, and does with it what is not read here."""
    sourced: list[Given] = field(default_factory=list)
    """What its event sources bring."""

    def give(self, policy: str, source: Source, call: Call) -> None:
        """An AWS managed policy for the role."""
        perhaps = f"{source.name}:{call.line}" if _is_perhaps(self, call.where) else ""
        self.managed[policy] = perhaps and self.managed.get(policy, perhaps)

    def note(self, source: Source, call: Call, may: AtMost = None) -> None:
        """A call that may give it something: these actions alone, or any."""
        why = f"{said(call)} ({source.name}:{call.line})"
        self.unknown[why] = either(self.unknown.get(why, ()), may)


def _is_perhaps(holder: Holder, where: Where) -> bool:
    """Whether what is given there may not be, though the role is made.

    What is around both decides nothing: the run in which they part, or that is around one of them, is it.
    """
    made = {id(frame): side for frame, side in _around(holder.made.construct.call.where)}
    for frame, side in _around(where):
        if id(frame) in made:
            return side is not None and side != made[id(frame)]
        if side is not None:
            return True
    return False


def _around(where: Where) -> Iterator[tuple[Frame | None, Side | None]]:
    """The runs of functions that a place is in, from inside out, and what decides in each whether it runs."""
    frame, side = where.frame, where.deciding
    yield frame, side
    while frame is not None and frame.caller is not None:
        frame, side = frame.caller, frame.side
        yield frame, side


class Grants:
    """The roles of one application with what they are given."""

    def __init__(self, constructs: Constructs, values: Values) -> None:
        self.constructs, self.values = constructs, values
        self.statements = Statements(constructs, values)
        self.holders: dict[str, Holder] = {}
        """By the id of the function or role construct."""
        self.polled: list[tuple[Made, Made | None, Source, Call]] = []
        """Functions, what they poll by an event source, and where they are told to."""
        self.everywhere: list[tuple[Source, Call, AtMost]] = []
        """Calls that give something to a role that can't be told, and what they may give."""
        self.bringing: list[tuple[Brought, Source, Call]] = []
        """What makes something that gives a role what it has to have for that."""
        for one in constructs.all:
            if one.type == ROLE or (one.type == FUNCTION and "role" not in values.given(one)[0]):
                self.holders[one.id] = holder = Holder(made=one)
                if not values.given(one)[1]:
                    place = f"({one.place})"
                    holder.unknown[f"what {one.construct.id} is given is not written out {place}"] = None

    def read(self) -> None:
        """Goes through the calls of all sources."""
        for source, call in self.constructs.frames.calls:
            self._call(source, call)
            self._used(source, call)
        for holder in self.holders.values():
            self._own(holder)
            # The CDK writes the same statement once.
            said = [one.statement for one in holder.given]
            holder.given.extend(one for one in holder.sourced if one.statement not in said)
            if self.constructs.frames.cut:
                holder.unknown["the application's classes make more of each other than is followed"] = None

    def _call(self, source: Source, call: Call) -> None:
        receiver, name = call.receiver, camel(call.method)
        if receiver.endswith(".grants"):
            receiver, name = receiver.removesuffix(".grants"), f"grant{name[:1].upper()}{name[1:]}"
        if self.constructs.frames.is_function(source, call):
            # What it gives is seen in it, whatever it is called.
            return
        if name.startswith("grant"):
            self._granted(source, call, receiver, name)
        elif name in _TO_PRINCIPALS and receiver.rpartition(".")[2] == "Grant":
            self._to_principal(source, call)
        elif name in _ADDERS or name == ADDS_POLICY:
            self._added(source, call, name)
        elif receiver.rpartition(".")[2].rstrip("?!") in _TRUST:
            holder = self._holder(_OF_TRUST.sub("", receiver), source, call.where)
            for one in (holder,) if isinstance(holder, Holder) else self._mentioned(source, call):
                one.users[f"whoever {name} of its trust policy lets in ({source.name}:{call.line})"] = None
        elif name in MUTATORS:
            # What it adds is seen where the statement is given to a role.
            return
        elif name == "addEventSource":
            function = self.constructs.at(call.receiver, source, call.where)
            first = call.first("source")
            placed = Placed(node=first.node, source=source, where=call.where) if first is not None else None
            self._polls(source, call, function, placed)
        elif name in _POLICIES:
            roles = call.named("roles", "role_name", "roleName")
            if roles is not None:
                self._named(source, call)
        elif name in _HARMLESS:
            return
        elif name == "attachToRole":
            role = call.first("role")
            self._of_policy(source, call, call.receiver, [role] if role is not None else [])
        elif name.startswith("attach") or "Polic" in name[1:]:
            self._attached(source, call)
        elif (brought := brought_by(camel(class_of(source, call)), module_of(source, call))) is not None:
            self._brought(source, call, brought)
        elif not self._is_made_for_it(source, call):
            for holder in self._mentioned(source, call):
                holder.note(source, call)

    def _used(self, source: Source, call: Call) -> None:
        """A role that something else is given, or tells the outside, serves that as well."""
        frames = self.constructs.frames
        if frames.is_function(source, call) or frames.instance_at(source, call) is not None:
            # What is done with it there is seen there.
            return
        made = self.constructs.made_at(source, call)
        told = class_of(source, call) == "CfnOutput" or camel(call.method) == "exportValue"
        for one in call.arguments:
            if not told and not _ROLES.search(one.name.replace("_", "")):
                continue
            text = bare(one.text)
            holder = self._holder(_OF_ROLE.sub("", text), source, call.where)
            if not isinstance(holder, Holder) or (told and not _OF_ROLE.search(text)):
                continue
            read = made is not None and made.type == FUNCTION and not call.where.looped
            if made is None or not read or self._holder_of(made) is not holder or holder.made.type != ROLE:
                holder.users[f"{call.method} ({source.name}:{call.line})"] = None

    def _attached(self, source: Source, call: Call) -> None:
        """A policy for the role that a method is called on; methods of other things are none of ours."""
        holder = self._holder(call.receiver, source, call.where)
        if not isinstance(holder, Holder):
            return
        given = call.first("policy")
        policy = (
            self.constructs.of(Placed(node=given.node, source=source, where=call.where))
            if given is not None else None
        )  # fmt: skip
        if camel(call.method) != "attachInlinePolicy" or not self._has(holder, source, call, policy):
            holder.note(source, call)

    def _of_policy(self, source: Source, call: Call, policy: str, roles: Sequence[Argument]) -> None:
        """A policy is given to roles that are named."""
        made = self.constructs.at(policy, source, call.where)
        holders = [self._holder(one.text, source, call.where) for one in roles]
        for holder in holders:
            if isinstance(holder, Holder) and not self._has(holder, source, call, made):
                holder.note(source, call)
        if None in holders:
            self.everywhere.append((source, call, None))

    def _has(self, holder: Holder, source: Source, around: Call, policy: Made | None) -> bool:
        """Gives a role the statements of a policy; whether those are all known."""
        statements = self._statements(policy) if policy is not None and not around.where.looped else None
        for one in statements or ():
            self._statement(holder, source, around, one)
        return statements is not None

    def _statements(self, policy: Made) -> list[Placed] | None:
        """The statements of a policy: where it is made, and those that are added to it."""
        given, whole = self.values.given(policy)
        if class_of(policy.source, policy.construct.call) not in POLICIES_OF_STATEMENTS or not whole:
            return None
        found: list[Placed] = []
        for name in ("statements", "document"):
            if name in given:
                placed = self.values.placed(policy, given[name])
                read = self.statements.listed if name == "statements" else self.statements.document
                listed = read(placed)
                if listed is None:
                    return None
                found.extend(listed)
        for source, call in self.constructs.frames.calls:
            if camel(call.method) != ADDS_STATEMENTS:
                continue
            on = self.constructs.at(call.receiver, source, call.where)
            if on is None and self.constructs.call_on(source, call) is None:
                return None
            if on is policy and call.where.looped:
                return None
            if on is policy:
                found.extend(self.statements.arguments(source, call))
        # One without any is given them by what is not seen.
        return found or None

    def _named(self, source: Source, call: Call) -> None:
        """A policy that names its roles."""
        made, roles = self.constructs.made_at(source, call), call.named("roles")
        at = Placed(node=roles.node, source=source, where=call.where) if roles is not None else None
        listed = self.statements.listed(at) if at is not None else None
        holders = [self._holder(plain(one.node), one.source, one.where) for one in listed or ()]
        if made is not None and holders and None not in holders:
            for one in holders:
                if isinstance(one, Holder) and not self._has(one, source, call, made):
                    one.note(source, call)
            return
        found = list(self._mentioned(source, call))
        for holder in found:
            holder.note(source, call)
        if not found:
            self.everywhere.append((source, call, None))

    def _holder(self, text: str, source: Source, where: Where, depth: int = 0) -> Holder | str | None:
        """The role that an expression means; a text for what has none, None where that can't be told."""
        whole = text
        # A field called ``role`` is one itself; of anything else it is what that has.
        made = self.constructs.at(text, source, where) or self.constructs.at(variable_of(text), source, where)
        while made is None and "." in text:
            text = text.rpartition(".")[0]
            made = self.constructs.at(text, source, where)
            if made is not None and (not module_of(made.source, made.construct.call) or made.type):
                # A field of a class of the application, or what a known construct makes beside itself.
                return None
        if made is None:
            further = self.constructs.frames.dotted(whole, source, where)
            if (
                further is None
                or depth > _DEEPEST
                or further.node.type not in ("identifier", source.shape.member)
            ):
                return None
            return self._holder(plain(further.node), further.source, further.where, depth + 1)
        if made.type == FUNCTION:
            return self._holder_of(made, depth)
        of_application = not module_of(made.source, made.construct.call)
        if not made.type and (of_application or made.construct.kind in _STANDS_FOR):
            return None
        return self.holders.get(made.id) or "no role"

    def _holder_of(self, function: Made, depth: int = 0) -> Holder | str | None:
        """The role of a function: its own, or the one that it is given."""
        if function.id in self.holders:
            return self.holders[function.id]
        role = self.values.placed(function, self.values.given(function)[0]["role"])
        own = self.constructs.of(role)
        if own is not None:
            return self.holders.get(own.id) or "no role"
        text = plain(role.node)
        if function.is_raw:
            text = _OF_ROLE.sub("", text)
        return self._holder(text, role.source, role.where, depth + 1) if depth <= _DEEPEST else None

    # --- grant methods ---

    def _granted(self, source: Source, call: Call, receiver: str, name: str) -> None:
        plain = call.positional
        grantee = call.first(*GRANTEE)
        if grantee is None or self._is_principal(source, call, grantee.node):
            return
        on = self.constructs.at(receiver, source, call.where)
        method = next((one for one in methods_called(name) if on is not None and one.type == on.type), None)
        may = method.actions if method is not None else None
        holder = self._handed(source, call, grantee, may)
        if holder is None:
            return
        if call.where.looped:
            # It is the one role each time, and something else that it is given.
            holder.note(source, call, may)
            return
        statements = self._of_method(source, call, on, method, plain[1:]) if on is not None else None
        if statements is None:
            holder.note(source, call, may)
            return
        perhaps = _is_perhaps(holder, call.where)
        holder.given.extend(
            Given(statement=one, source=source, call=call, perhaps=perhaps, written=method is None)
            for one in statements
        )

    def _handed(self, source: Source, call: Call, given: Argument, may: AtMost = None) -> Holder | None:
        """The role that an argument of a call means, which ``may`` give it something."""
        in_place = self.constructs.of(Placed(node=given.node, source=source, where=call.where))
        holder = (
            self._holder_of(in_place) if in_place is not None and in_place.type == FUNCTION
            else self._holder(given.text, source, call.where)
        )  # fmt: skip
        if holder is None:
            self.everywhere.append((source, call, may))
        return holder if isinstance(holder, Holder) else None

    def _brought(self, source: Source, call: Call, brought: Brought) -> None:
        """What a construct gives the role of a function that it is handed."""
        given = [call.named(*_spellings(name)) for name in brought.given]
        handed = [*(one for one in given if one is not None), *(call.positional[:1] if brought.first else [])]
        for holder in (self._handed(source, call, one) for one in handed):
            if holder is None:
                continue
            more = any(call.named(*_spellings(name)) is not None for name in brought.more)
            found = [
                statement(list(actions), resources)
                for actions, named in brought.statements
                if (resources := self._on_what(source, call, named)) is not None
            ]
            if more or call.where.looped or len(found) < len(brought.statements):
                several = [one for actions, _ in brought.statements for one in actions]
                holder.note(source, call, None if more or brought.managed else tuple(several))
                continue
            perhaps = _is_perhaps(holder, call.where)
            self.bringing.append((brought, source, call))
            for policy in brought.managed:
                holder.give(policy, source, call)
            holder.sourced.extend(
                Given(statement=one, source=source, call=call, perhaps=perhaps) for one in found
            )

    def _on_what(self, source: Source, call: Call, named: Sequence[str]) -> list[Data] | None:
        """Resources that are named by a property, by the receiver, or written out."""
        found: list[Data] = []
        for one in named:
            name = one[1:-1] if one.startswith("{") else ""
            given = call.named(*_spellings(name)) if name else None
            made = (
                self.constructs.at(call.receiver, source, call.where) if name == "receiver"
                else self.constructs.of(Placed(node=given.node, source=source, where=call.where))
                if given is not None else None
            )  # fmt: skip
            if name and (made is None or not made.id):
                return None
            found.append(
                self.values.arn(made) if made is not None else {"Fn::Sub": one} if "${" in one else one
            )
        return found

    def _to_principal(self, source: Source, call: Call) -> None:
        """``Grant.addToPrincipal({ grantee, actions, resourceArns })``."""
        given, whole = self.values.properties(source, call, 0)
        grantee = given.get("grantee")
        at, where = (grantee.at if grantee is not None else None) or (source, call.where)
        holder = self._holder(plain(grantee.node), at, where) if grantee is not None else None
        parts = {_OF_GRANTS[name]: one for name, one in given.items() if name in _OF_GRANTS}
        may = self.statements.actions_of(parts) if whole else None
        if holder is None:
            self.everywhere.append((source, call, may))
        if not isinstance(holder, Holder):
            return
        found = self.statements.put_together(parts) if whole and not call.where.looped else None
        if found is None or "actions" not in parts or "resources" not in parts:
            holder.note(source, call, may)
        else:
            holder.given.append(Given(statement=found, source=source, call=call, written=True))

    def _is_principal(self, source: Source, call: Call, node: Node) -> bool:
        """What is made in place and is no role of the application: a service, or something from elsewhere."""
        if node.type not in ("call", "call_expression", "new_expression"):
            return False
        made = self.constructs.frames.call_at(source, node, call.where.frame)
        return made is not None and (
            made.method.endswith("Principal") or camel(made.method).startswith("from")
        )

    def _of_method(
        self, source: Source, call: Call, on: Made, method: Method | None, more: list[Argument]
    ) -> list[dict[str, Data]] | None:
        """What a grant method gives; None where that can't be told."""
        arn = self.values.arn(on)
        if method is None:
            actions = [self._text(source, call, one) for one in more]
            if camel(call.method) != "grant" or not actions or None in actions or not on.id:
                return None
            return [statement([one for one in actions if one is not None], [arn])]
        below = [self._text(source, call, one) for one in more]
        if None in below or not on.id:
            return None
        objects = [f"/{one}" for one in below if one] or ["/*"]
        try:
            key = self.values.key(on) if method.key else None
        except LookupError:
            return None
        return [
            statement(actions, resources)
            for place, actions in method.places
            if (resources := _on(place, on, arn, key, objects))
        ]

    def _text(self, source: Source, call: Call, one: Argument) -> str | None:
        return self.constructs.frames.text(Placed(node=one.node, source=source, where=call.where))

    def _polls(self, source: Source, call: Call, function: Made | None, given: Placed | None) -> None:
        """What an event source gives the role of its function."""
        found = self.constructs.call_of(given) if given is not None else None
        kind = class_of(*found) if found is not None else ""
        if function is None or kind in _PUSHED:
            return
        if function.type != FUNCTION:
            # A method of a class of the application is read where it stands; an alias has no role.
            if module_of(function.source, function.construct.call):
                self.everywhere.append((source, call, None))
            return
        holder = self._holder_of(function)
        on = None
        if found is not None and kind in _SOURCES:
            source_of, made = found
            named = next(iter(made.positional), None) or made.named("queue", "table", "stream")
            if named is not None:
                on = self.constructs.of(Placed(node=named.node, source=source_of, where=made.where))
        methods = methods_called(_SOURCES.get(kind, ""))
        method = next((one for one in methods if on is not None and one.type == on.type), None)
        self.polled.append((function, on if method is not None else None, source, call))
        if on is None or method is None:
            if isinstance(holder, Holder):
                holder.note(source, call)
            return
        statements = self._of_method(source, call, on, method, [])
        if isinstance(holder, Holder):
            holder.sourced.extend(Given(statement=one, source=source, call=call) for one in statements or ())
            if statements is None:
                holder.note(source, call)

    # --- statements and managed policies ---

    def _added(self, source: Source, call: Call, name: str) -> None:
        holder = self._holder(call.receiver, source, call.where)
        given = call.first("statement", "policy")
        statement = Placed(node=given.node, source=source, where=call.where) if given is not None else None
        may = self.statements.at_most(statement) if statement is not None and name != ADDS_POLICY else None
        if holder is None:
            self.everywhere.append((source, call, may))
        if not isinstance(holder, Holder):
            return
        if call.where.looped:
            holder.note(source, call, may)
            return
        if name == ADDS_POLICY and (named := self._aws_policy(source, call)) is not None:
            holder.give(named, source, call)
        elif statement is None:
            holder.note(source, call)
        elif name == ADDS_POLICY:
            self._managed(holder, source, call, statement)
        else:
            self._statement(holder, source, call, statement)

    def _statement(self, holder: Holder, source: Source, around: Call, given: Placed) -> None:
        """A statement that is made in place, or kept in a variable before."""
        found = self.statements.of(given)
        if found is None:
            holder.note(source, around, self.statements.at_most(given))
        else:
            perhaps = _is_perhaps(holder, around.where) or _is_perhaps(holder, given.where)
            holder.given.append(
                Given(statement=found[0], source=found[1], call=found[2], perhaps=perhaps, written=True)
            )

    def _managed(self, holder: Holder, source: Source, call: Call, given: Placed) -> None:
        """An AWS managed policy by its name, or one of the application; any other is not known."""
        own = self.constructs.of(given)
        if own is not None and self._has(holder, source, call, own):
            return
        found = self.constructs.call_of(given)
        name = self._aws_policy(*found) if found is not None else None
        if name is None:
            holder.note(source, call)
        else:
            holder.give(name, source, call)

    def _aws_policy(self, source: Source, call: Call) -> str | None:
        return aws_policy(call, lambda one: self._text(source, call, one))

    def _own(self, holder: Holder) -> None:
        """What a construct is given where it is made."""
        source, call = holder.made.source, holder.made.construct.call
        for name, one in self.values.given(holder.made)[0].items():
            if name in ("initialPolicy", "managedPolicies"):
                listed = self.statements.listed(self.values.placed(holder.made, one))
                if listed is None:
                    holder.note(source, call)
                for placed in listed or ():
                    if name == "initialPolicy":
                        self._statement(holder, source, call, placed)
                    else:
                        self._managed(holder, source, call, placed)
            elif name == "events" and holder.made.type == FUNCTION:
                events: Sequence[Placed | None] = self.statements.listed(
                    self.values.placed(holder.made, one)
                ) or [None]
                for event in events:
                    self._polls(source, call, holder.made, event)
            elif name == "inlinePolicies":
                self._inline(holder, source, call, self.values.placed(holder.made, one))

    def _inline(self, holder: Holder, source: Source, call: Call, given: Placed) -> None:
        """Documents of statements; what is in them and no statement is not known."""
        object = self.values.object_of(given)
        if object is None:
            holder.note(source, call)
            return
        for _, document in self.values.entries(object.node):
            placed = Placed(node=document, source=object.source, where=object.where)
            statements = self.statements.document(placed)
            if statements is None:
                holder.note(source, call)
            for one in statements or ():
                self._statement(holder, source, call, one)

    # --- what else may give something ---

    def _is_made_for_it(self, source: Source, call: Call) -> bool:
        """A construct, or a part of one, of the CDK itself: what it gives is for others, or has to be there.

        What a class of the application gives is found where it gives that.
        """
        return bool(module_of(source, call)) or call.method in self.constructs.classes

    def _mentioned(self, source: Source, call: Call) -> Iterator[Holder]:
        """The roles that a call is given."""
        seen: dict[str, Holder] = {}
        for one in call.arguments:
            for node in elements(one.node) or [one.node]:
                if node.type not in ("identifier", source.shape.member):
                    continue
                text = (node.text or b"").decode("utf-8", "replace")
                holder = self._holder(text, source, call.where)
                if isinstance(holder, Holder):
                    seen[holder.made.id] = holder
        yield from seen.values()


def _spellings(name: str) -> tuple[str, str]:
    """A property's name in TypeScript, and in Python."""
    return name, _CAPITAL.sub("_", name).lower()


def _on(place: str, on: Made, arn: Data, key: Data | None, objects: list[str]) -> list[Data]:
    """What the table of grant methods calls a place."""
    match place:
        case "arn":
            index = on.type in ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable")
            return [arn, _below(arn, "/index/*")] if index else [arn]
        case "arn/*":
            return [_below(arn, one) for one in objects]
        case "stream":
            return [_below(arn, "/stream/*")]
        case "key":
            return [key] if key is not None else []
    return [_below(arn, place.removeprefix("arn"))] if place.startswith("arn") else ["*"]


def _below(arn: Data, rest: str) -> Data:
    return {"Fn::Join": ["", [arn, rest]]}


def said(call: Call) -> str:
    """That a call is not understood, in words."""
    on = f"{call.receiver}." if call.receiver and len(call.receiver) <= 40 else ""
    return f"what {on}{call.method}(...) gives can't be told before it is synthesised"
