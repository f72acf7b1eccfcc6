"""What the roles of a CDK application have, by the calls of its source.

A grant method or a statement whose role and resource are known is a statement of that role. Any other call
that may give a role something is a note: such a role is not known wholly, and it lacks nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policywright.analyzers.infrastructure.cdk.calls import camel, variable_of
from policywright.analyzers.infrastructure.cdk.constructs import (
    FUNCTION,
    ROLE,
    Constructs,
    Made,
    module_of,
)
from policywright.analyzers.infrastructure.cdk.source import (
    Argument,
    Call,
    Source,
    Where,
    arguments_of,
    elements,
    literal,
)
from policywright.analyzers.infrastructure.cdk.values import Data, Values, is_known
from policywright.analyzers.infrastructure.grant_methods import Method, methods_called
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_ADDERS = ("addToRolePolicy", "addToPolicy", "addToPrincipalPolicy")
_HARMLESS = frozenset((
    "addEnvironment", "addEventSource", "addLayers", "addAlias", "addPermission", "allowFrom", "allowTo",
    "allowDefaultPortFrom", "allowDefaultPortTo", "allowFromAnyIpv4", "dict",
))  # fmt: skip
"""Methods with a function among what they are given, or called on one, that give its role nothing which is
looked at: for what an event source needs the CDK grants the role what it has to have."""
_STANDS_FOR = ("Alias", "Version")
"""Constructs whose role is a function's."""
_POLICIES = ("Policy", "ManagedPolicy", "CfnPolicy", "CfnManagedPolicy", "CfnRolePolicy")
"""Constructs that name the roles which they are for."""


@dataclass(slots=True, eq=False, kw_only=True)
class Given:
    """A statement of a role: a template's data, and the call that makes it."""

    statement: dict[str, Data]
    source: Source
    call: Call


@dataclass(slots=True, eq=False, kw_only=True)
class Holder:
    """A role: of a function, or one that the source makes. ``unknown`` are the calls that can't be read."""

    made: Made
    given: list[Given] = field(default_factory=list)
    managed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def note(self, source: Source, call: Call) -> None:
        """A call that may give it something."""
        self.unknown.append(f"{said(call)} ({source.name}:{call.line})")


class Grants:
    """The roles of one application with what they are given."""

    def __init__(self, constructs: Constructs, values: Values) -> None:
        self.constructs, self.values = constructs, values
        self.holders: dict[str, Holder] = {}
        """By the id of the function or role construct."""
        self.everywhere: list[tuple[Source, Call]] = []
        """Calls that give something to a role that can't be told."""
        for one in constructs.all:
            if one.type == ROLE or (one.type == FUNCTION and "role" not in values.given(one)[0]):
                self.holders[one.id] = holder = Holder(made=one)
                if not values.given(one)[1]:
                    place = f"({one.place})"
                    holder.unknown.append(f"what {one.construct.id} is given is not written out {place}")

    def read(self) -> None:
        """Goes through the calls of all sources."""
        for source in self.constructs.application.sources:
            for call in source.calls:
                self._call(source, call)
        for holder in self.holders.values():
            self._own(holder)

    def _call(self, source: Source, call: Call) -> None:
        receiver, name = call.receiver, camel(call.method)
        if receiver.endswith(".grants"):
            receiver, name = receiver.removesuffix(".grants"), f"grant{name[:1].upper()}{name[1:]}"
        if name.startswith("grant"):
            self._granted(source, call, receiver, name)
        elif name in _ADDERS or name == "addManagedPolicy":
            self._added(source, call, name)
        elif name in _POLICIES:
            roles = call.named("roles", "role_name", "roleName")
            if roles is not None:
                self._named(source, call)
        elif name.startswith("attach") or "Polic" in name[1:]:
            self._attached(source, call)
        elif name not in _HARMLESS and not self._is_made_for_it(source, call):
            for holder in self._mentioned(source, call):
                holder.note(source, call)

    def _attached(self, source: Source, call: Call) -> None:
        """A policy for the role that a method is called on; methods of other things are none of ours."""
        holder = self._holder(call.receiver, source, call.where)
        if isinstance(holder, Holder):
            holder.note(source, call)

    def _named(self, source: Source, call: Call) -> None:
        """A policy that names its roles: none of them is known wholly."""
        found = list(self._mentioned(source, call))
        for holder in found:
            holder.note(source, call)
        if not found:
            self.everywhere.append((source, call))

    def _holder(self, text: str, source: Source, where: Where) -> Holder | str | None:
        """The role that an expression means; a text for what has none, None where that can't be told."""
        made = self.constructs.at(variable_of(text), source, where)
        while made is None and "." in text:
            text = text.rpartition(".")[0]
            made = self.constructs.at(text, source, where)
            if made is not None and (not module_of(made.source, made.construct.call) or made.type):
                # A field of a class of the application, or what a known construct makes beside itself.
                return None
        if made is None:
            return None
        if made.type == FUNCTION and made.id not in self.holders:
            role = self.values.given(made)[0]["role"]
            return self._holder(role.text, made.source, made.construct.call.where)
        own = not module_of(made.source, made.construct.call)
        if not made.type and (own or made.construct.kind in _STANDS_FOR):
            return None
        return self.holders.get(made.id) or "no role"

    # --- grant methods ---

    def _granted(self, source: Source, call: Call, receiver: str, name: str) -> None:
        plain = call.positional
        grantee = plain[0] if plain else call.named("grantee", "identity")
        if grantee is None or self._is_principal(source, grantee.node):
            return
        holder = self._holder(grantee.text, source, call.where)
        if holder is None or call.where.looped:
            self.everywhere.append((source, call))
        if not isinstance(holder, Holder):
            return
        on = self.constructs.at(receiver, source, call.where)
        method = next((one for one in methods_called(name) if on is not None and one.type == on.type), None)
        statements = self._of_method(source, call, on, method, plain[1:]) if on is not None else None
        if statements is None:
            holder.note(source, call)
            return
        holder.given.extend(Given(statement=one, source=source, call=call) for one in statements)

    def _is_principal(self, source: Source, node: Node) -> bool:
        """What is made in place and is no role of the application: a service, or something from elsewhere."""
        if node.type not in ("call", "call_expression", "new_expression"):
            return False
        span = (node.start_byte, node.end_byte)
        made = next((one for one in source.calls if (one.node.start_byte, one.node.end_byte) == span), None)
        return made is not None and (
            made.method.endswith("Principal") or camel(made.method).startswith("from")
        )

    def _of_method(
        self, source: Source, call: Call, on: Made, method: Method | None, more: list[Argument]
    ) -> list[dict[str, Data]] | None:
        """What a grant method gives; None where that can't be told."""
        arn = self.values.arn(on)
        if method is None:
            actions = [literal(one.node) for one in more]
            if camel(call.method) != "grant" or not actions or None in actions or not on.id:
                return None
            return [_statement([one for one in actions if one is not None], [arn])]
        below = [literal(one.node) for one in more]
        if None in below or not on.id:
            return None
        objects = [f"/{one}" for one in below if one] or ["/*"]
        try:
            key = self.values.key(on) if method.key else None
        except LookupError:
            return None
        return [
            _statement(actions, resources)
            for place, actions in method.places
            if (resources := _on(place, on, arn, key, objects))
        ]

    # --- statements and managed policies ---

    def _added(self, source: Source, call: Call, name: str) -> None:
        holder = self._holder(call.receiver, source, call.where)
        if holder is None or call.where.looped:
            self.everywhere.append((source, call))
        if not isinstance(holder, Holder):
            return
        given = call.positional[0].node if call.positional else None
        if given is None:
            holder.note(source, call)
        elif name == "addManagedPolicy":
            self._managed(holder, source, call, given)
        else:
            self._statement(holder, source, call, given)

    def _statement(self, holder: Holder, source: Source, around: Call, node: Node) -> None:
        """A statement that is made in place, or kept in a variable before."""
        call = self._call_at(source, node, around.where)
        statement = None if call is None or call.method != "PolicyStatement" else self._read(source, call)
        if call is None or statement is None:
            holder.note(source, around)
        else:
            holder.given.append(Given(statement=statement, source=source, call=call))

    def _call_at(self, source: Source, node: Node, where: Where) -> Call | None:
        span = (node.start_byte, node.end_byte)
        if node.type == "identifier":
            span = source.value_at((node.text or b"").decode("utf-8", "replace"), where) or span
        return next((one for one in source.calls if (one.node.start_byte, one.node.end_byte) == span), None)

    def _read(self, source: Source, call: Call) -> dict[str, Data] | None:
        """A ``PolicyStatement`` as a template has it; None where a part can't be told."""
        parts = {one.name: one.node for one in arguments_of(call.node)}
        if (
            not set(parts) <= {"actions", "resources", "conditions", "effect", "sid"}
            or "actions" not in parts
        ):
            return None
        actions = [literal(one) for one in elements(parts["actions"]) or ()]
        if not actions or None in actions:
            return None
        everything: Data = ["*"]
        named = parts.get("resources")
        resources = self.values.data(named, source, call.where) if named is not None else everything
        if not isinstance(resources, list):
            return None
        found = _statement([one for one in actions if one is not None], resources)
        effect = (parts["effect"].text or b"").decode() if "effect" in parts else "ALLOW"
        if effect.upper().endswith("DENY"):
            found["Effect"] = "Deny"
        if "conditions" in parts:
            found["Condition"] = self.values.data(parts["conditions"], source, call.where)
        return found if is_known(found) else None

    def _managed(self, holder: Holder, source: Source, call: Call, node: Node) -> None:
        """An AWS managed policy by its name; any other is not known."""
        made = self._call_at(source, node, call.where)
        given = made.positional if made is not None else []
        name = literal(given[0].node) if given else None
        if made is None or camel(made.method) != "fromAwsManagedPolicyName" or name is None:
            holder.note(source, call)
        else:
            holder.managed.append(name)

    def _own(self, holder: Holder) -> None:
        """What a construct is given where it is made."""
        source, call = holder.made.source, holder.made.construct.call
        for name, one in self.values.given(holder.made)[0].items():
            if name in ("initialPolicy", "managedPolicies"):
                listed = elements(one.node)
                if listed is None:
                    holder.note(source, call)
                for node in listed or ():
                    if name == "initialPolicy":
                        self._statement(holder, source, call, node)
                    else:
                        self._managed(holder, source, call, node)
            elif name == "inlinePolicies":
                self._inline(holder, source, call, one.node)

    def _inline(self, holder: Holder, source: Source, call: Call, node: Node) -> None:
        """Documents of statements; what is in them and no statement is not known."""
        if node.type not in ("object", "dictionary"):
            holder.note(source, call)
            return
        for _, document in self.values.entries(node):
            made = self._call_at(source, document, call.where)
            listed = made.named("statements") if made is not None else None
            statements = elements(listed.node) if listed is not None else None
            if made is None or made.method != "PolicyDocument" or statements is None:
                holder.note(source, call)
            for statement in statements or ():
                self._statement(holder, source, call, statement)

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


def _statement(actions: Sequence[str], resources: Sequence[Data]) -> dict[str, Data]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}


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
