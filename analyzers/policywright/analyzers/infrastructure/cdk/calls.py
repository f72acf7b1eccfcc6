"""The calls of a CDK application by which one role gets permissions: grant methods, and statements.

``grantings`` finds those whose grantee is a variable that is known to be a construct of the role. What is in
a loop, or is given to a parameter, is not among them: it may serve several.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from policywright.analyzers.infrastructure.cdk.application import Application
from policywright.analyzers.infrastructure.cdk.frames import runs_of
from policywright.analyzers.infrastructure.cdk.records import NOTHING, Argument, Call, Construct, Source, bare
from policywright.analyzers.infrastructure.cdk.source import (
    AT_THE_END,
    SPREADS,
    arguments_of,
    elements,
    literal,
)
from policywright.analyzers.infrastructure.grant_methods import Method, gives, methods_called
from policywright.analyzers.infrastructure.managed import AWS_POLICIES
from policywright.knowledge.records import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

ADDERS = {
    "Function": "addToRolePolicy", "DockerImageFunction": "addToRolePolicy", "SingletonFunction":
    "addToRolePolicy", "PythonFunction": "addToRolePolicy", "PythonAlphaFunction": "addToRolePolicy",
    "NodejsFunction": "addToRolePolicy", "GoFunction": "addToRolePolicy", "RustFunction": "addToRolePolicy",
    "StateMachine": "addToRolePolicy", "Role": "addToPolicy", "LazyRole": "addToPolicy",
    "TaskDefinition": "addToTaskRolePolicy", "FargateTaskDefinition": "addToTaskRolePolicy",
    "Ec2TaskDefinition": "addToTaskRolePolicy",
}  # fmt: skip
"""Classes of constructs that have (or are) a role, and what adds a statement to it."""
_ADDING = {*ADDERS.values(), "addToPrincipalPolicy", "addToExecutionRolePolicy"}
_ROLE_OF = re.compile(r"\.(?:role|grant_?principal|task_?role|execution_?role)$", re.IGNORECASE)
"""What follows a construct's variable where its role is meant."""
ADDS_ACTIONS, ADDS_RESOURCES, ALL_RESOURCES = "addActions", "addResources", "addAllResources"
"""What a statement has to add something to it that is no condition."""
ADDS_STATEMENTS = "addStatements"
POLICIES_OF_STATEMENTS = ("Policy", "ManagedPolicy")
"""Constructs that are made of statements and given to roles."""
ADDS_POLICY = "addManagedPolicy"
GRANTEE = ("grantee", "identity")
"""What grant methods call whom they give something."""
_ATTACHING = ("attachInlinePolicy", ADDS_POLICY)
"""What gives a role a policy; a policy itself has ``attachToRole``."""
_APART = ("addDependency", "addResourceSuppressions")
"""What a policy may be handed to that gives it to nobody."""
_SET_AND_USED = 2
_LONG = 40
"""Longer arguments are not shown."""
_UNDERSCORE = re.compile(r"_([a-z])")


@dataclass(slots=True, eq=False, kw_only=True)
class Granting:
    """A call that gives a role something.

    ``methods`` are what a grant method of this name can be; ``literals`` are the actions of a call of
    ``grant``, or of the statement that is handed over. ``on`` is the construct that it is called on.
    """

    source: Source
    call: Call
    methods: tuple[Method, ...] = ()
    literals: tuple[Argument, ...] = ()
    statement: tuple[Argument, ...] | None = None
    """The arguments of the statement, where it is one."""
    on: Construct | None = None
    defined: Call | None = None
    """Where the statement is made, if what is handed over is a variable."""
    later: tuple[Call, ...] = ()
    """What adds to the statement after it is made: actions and resources by place."""
    listed: Node | None = None
    """The list of the statement's actions, where that is told."""
    others: tuple[Node, ...] = ()
    """Elements of it that are no texts: what they give stays."""
    runs: int = 1
    """How often it runs, where that is counted."""
    start: int = -1
    """Where that begins which its statements are read from, there."""

    @property
    def place(self) -> str:
        return f"{self.source.name}:{self.call.line}"

    @property
    def said(self) -> str:
        """The call as people say it: ``orders.grant_read_write_data(worker)``."""
        if self.statement is not None:
            made = self.call.method[:1].isupper()
            of = "" if made else self.call.receiver or self.call.method
            return f"the statement of {of}" if of else "the statement"
        return self.said_as(self.call.method)

    def said_as(self, method: str) -> str:
        """The call with another method."""
        given = [one.text if len(one.text) <= _LONG else "..." for one in self.call.positional]
        return f"{self.call.receiver}.{method}({', '.join(given)})"

    @property
    def texts(self) -> list[str]:
        return [text for one in self.literals if (text := literal(one.node)) is not None]

    @property
    def is_partial(self) -> bool:
        """It is told which objects it is for."""
        return bool(self.methods) and (len(self.call.arguments) > 1)

    @property
    def is_alone(self) -> bool:
        """It is a statement of its own, which another one can follow."""
        where, statement = self.call.where, self.call.where.statement
        alone = statement.type == "expression_statement" and statement.named_children[:1] == [self.call.node]
        return alone and where.is_apart and not (where.looped and self.runs == 1)

    @property
    def is_kept(self) -> bool:
        """The list of its actions is kept in a variable."""
        given = (one.node for one in self.statement or () if one.name == "actions")
        listed = self.listed
        return listed is not None and not any(_is_inside(listed, one) for one in given)

    def own(self, type: str) -> tuple[str, ...]:
        """The actions that it gives on a resource of the type."""
        method = self.method(type)
        return method.own if method is not None else tuple(self.texts)

    def method(self, type: str) -> Method | None:
        return next((one for one in self.methods if one.type == type), None)


def camel(name: str) -> str:
    """A member's name as TypeScript has it."""
    return _UNDERSCORE.sub(lambda found: found.group(1).upper(), name)


def aws_policy(call: Call, text: Callable[[Argument], str | None]) -> str | None:
    """The AWS managed policy that a call names, by its name or its ARN, or adds by that."""
    method, plain = camel(call.method), call.positional
    if method == "fromAwsManagedPolicyName":
        called = call.first("managed_policy_name")
        return text(called) if called is not None else None
    arn = call.named("managedPolicyArn", "managed_policy_arn")
    given = arn if method in ("fromManagedPolicyArn", ADDS_POLICY) else None
    if method == "fromManagedPolicyArn" and len(plain) > 2:
        given = plain[2]
    _, _, name = ((text(given) if given is not None else None) or "").partition(AWS_POLICIES)
    return name or None


def variable_of(text: str) -> str:
    """The construct's variable in what names it or its role."""
    return _ROLE_OF.sub("", text)


def grantings(source: Source, constructs: Collection[Construct]) -> Iterator[Granting]:
    """The calls in a source by which a role's constructs get something."""
    for call in source.calls:
        receiver, name = call.receiver, camel(call.method)
        if receiver.endswith(".grants"):
            receiver, name = receiver.removesuffix(".grants"), f"grant{name[:1].upper()}{name[1:]}"
        if name.startswith("grant"):
            yield from _granted(source, call, receiver, name, constructs)
        elif call.method == "PolicyStatement":
            yield from _stated(source, call, constructs)


def runs_at(application: Application, file: str, start: int) -> int:
    """How often what is at a place of the source runs."""
    source = next((one for one in application.sources if one.name == file), None)
    calls = source.calls if source is not None else ()
    return max(
        (runs_of(application, source, one) for one in calls if source and one.node.start_byte == start),
        default=0,
    )


def granting_at(application: Application, file: str, start: int) -> Granting | None:
    """The grant method at a place of the source."""
    source = next((one for one in application.sources if one.name == file), None)
    found = [
        (call, methods)
        for call in (source.calls if source is not None else ())
        if call.node.start_byte == start and (methods := methods_called(camel(call.method)))
    ]
    if source is None or len(found) != 1:
        return None
    runs = runs_of(application, source, found[0][0])
    call, methods = found[0]
    return Granting(source=source, call=call, methods=methods, runs=runs, start=start) if runs else None


def statement_at(application: Application, file: str, start: int) -> Granting | None:
    """The statement that is made at a place of the source; each time it is given to a role."""
    source = next((one for one in application.sources if one.name == file), None)
    for call in source.calls if source is not None else ():
        if source is None or call.node.start_byte != start or call.method != "PolicyStatement":
            continue
        for found in _stated(source, call, None):
            runs = {runs_of(application, source, one) for one in (call, found.call, *found.later)}
            if len(runs) == 1 and 0 not in runs and _is_of_this(application, found):
                return replace(found, runs=runs.pop(), start=start)
    return None


def _is_of_this(application: Application, granting: Granting) -> bool:
    """No other file uses a variable that a statement, or its actions, are kept in."""
    source, files = granting.source, application.files
    names = [one.text for one in granting.statement or () if one.name == "actions"]
    names.append(_list_of(granting.call))
    given = r"^{}\b" if source.python else r"^export\b.*\b{}\b"
    names = [
        name
        for name in names
        if re.fullmatch(r"\w+", name) and re.search(given.format(name), source.text, re.MULTILINE)
    ]
    suffix = (".py",) if source.python else (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
    others = (one for one in files.inside(application.root) if one.endswith(suffix) and one != source.name)
    used = [re.compile(rf"\b{name}\b") for name in names]
    return not (used and any(one.search(files.text(other) or "") for other in others for one in used))


def _granted(
    source: Source, call: Call, receiver: str, name: str, constructs: Collection[Construct]
) -> Iterator[Granting]:
    methods = methods_called(name)
    plain = call.positional
    grantee = call.first(*GRANTEE)
    if grantee is None or (not methods and name != "grant"):
        return
    made = source.made_by(variable_of(grantee.text), call.where)
    if made is None or made not in constructs:
        return
    on = source.made_by(receiver, call.where)
    if methods:
        yield Granting(source=source, call=call, methods=methods, on=on)
    elif all(literal(one.node) is not None for one in plain[1:]):
        yield Granting(source=source, call=call, literals=tuple(plain[1:]), on=on)


def _stated(source: Source, call: Call, constructs: Collection[Construct] | None) -> Iterator[Granting]:
    """A statement that is handed to a method that adds it, or to the construct itself.

    Without ``constructs`` it is known whose it is.
    """
    given = tuple(arguments_of(call.node))
    inside = _around(source, call)
    later = () if inside is not None else tuple(_later(source, call))
    around = inside or _handed(source, call, len(later))
    listed, literals, others = _literals(source, call, given, later)
    kept = listed is not None and not _is_inside(listed, call.node)
    if not literals or ((others or kept) and constructs is not None):
        return

    def granting(adding: Call) -> Granting:
        """The statement that the call makes, which another one may hand over."""
        return Granting(
            source=source, call=adding, literals=literals, statement=given, later=later, listed=listed,
            others=others, defined=call if inside is None and adding is not call else None,
        )  # fmt: skip

    if constructs is None and inside is None and _is_listed(source, call):
        yield granting(call)
        return
    if around is None:
        return
    if constructs is None and inside is not None and _is_put(source, inside):
        # Of several that are put there at once each is taken out by itself.
        alone = len(inside.positional) == 1
        yield granting(inside if alone else call)
        return
    of_call = next((one for one in constructs or () if one.call is around), None)
    if (policy := _policy_of(source, around)) is not None:
        role = _attached_to(source, policy)
        if role is None or (inside is None and len(around.positional) > 1):
            return
        made = source.made_by(variable_of(role), policy.where) if constructs is not None else None
        if constructs is None or (made is not None and made in constructs):
            yield granting(call if inside is not None else around)
        return
    if of_call is None and camel(around.method) not in _ADDING:
        return
    if of_call is None and constructs is not None:
        made = source.made_by(variable_of(around.receiver), around.where)
        if made is None or made not in constructs:
            return
    yield granting(around if of_call is None else call)


def _is_put(source: Source, adding: Call) -> bool:
    """A call puts something at the end of a list, which is used once beside."""
    return adding.method in AT_THE_END and _is_used_once(source, adding.receiver)


def _is_listed(source: Source, statement: Call) -> bool:
    """A statement is an element of a list that is written out, kept, and used once beside."""
    name = _list_of(statement)
    return bool(name) and _is_used_once(source, name)


def _list_of(element: Call) -> str:
    """The variable that a list is kept in, of which a call makes an element; nothing where it does not."""
    listed = element.node.parent
    around = listed.parent if listed is not None and listed.type in ("array", "list") else None
    if around is None or around.type not in ("variable_declarator", "assignment"):
        return ""
    name = around.child_by_field_name("name") or around.child_by_field_name("left")
    return (name.text or b"").decode("utf-8", "replace") if name is not None else ""


def _is_used_once(source: Source, name: str) -> bool:
    """A list is set and used once, but for what is put at its end."""
    puts = sum(one.receiver == name and one.method in AT_THE_END for one in source.calls)
    plain = re.fullmatch(r"\w+", name) is not None
    return plain and source.counts.get(name, 0) == _SET_AND_USED + puts


def _policy_of(source: Source, around: Call) -> Call | None:
    """The construct of a policy that is given statements: where it is made, or later."""
    if around.method in POLICIES_OF_STATEMENTS:
        return around
    if camel(around.method) != ADDS_STATEMENTS or around.where.looped:
        return None
    made = source.made_by(around.receiver, around.where)
    return made.call if made is not None and made.kind in POLICIES_OF_STATEMENTS else None


def _attached_to(source: Source, policy: Call) -> str | None:
    """The one role that has a policy; None for one that others have, or that something else is done with."""
    if policy.where.looped or policy.named("users", "groups", "force") is not None:
        return None
    roles = policy.named("roles")
    listed = elements(roles.node) if roles is not None else []
    if listed is None or any(one.type in SPREADS for one in listed):
        return None
    attached = [(one.text or b"").decode("utf-8", "replace") for one in listed]
    made = next((one for one in source.constructs if one.call is policy), None)
    variable = made.variable if made is not None else None
    if variable is None:
        outer = _around(source, policy)
        if outer is not None and camel(outer.method) in _ATTACHING and not outer.where.looped:
            attached.append(outer.receiver)
    elif re.fullmatch(r"\w+", variable) is None:
        return None
    else:
        used = 1
        for one in source.calls:
            given = any(argument.text == variable for argument in one.positional)
            name, receiver = camel(one.method), one.receiver
            if receiver == variable and name == "attachToRole" and one.positional:
                attached.append(one.positional[0].text)
            elif given and name in _ATTACHING:
                attached.append(receiver)
            elif not (receiver == variable and name == ADDS_STATEMENTS) and not (
                name in _APART and (given or receiver == f"{variable}.node")
            ):
                continue
            if one.where.looped:
                return None
            used += 1
        if source.counts.get(variable, 0) != used:
            return None
    return bare(attached[0]) if len(attached) == 1 else None


def _literals(
    source: Source, statement: Call, given: Sequence[Argument], later: Sequence[Call]
) -> tuple[Node | None, tuple[Argument, ...], tuple[Node, ...]]:
    """The list of a statement's actions, those that are written out, and elements that are not.

    The list may be kept in a variable that nothing else uses. Nothing, where it is none.
    """
    actions = next((one for one in given if one.name == "actions"), None)
    node = actions.node if actions is not None else None
    if node is not None and node.type in ("identifier", "shorthand_property_identifier"):
        node = _kept_list(source, statement, (node.text or b"").decode("utf-8", "replace"))
    listed = elements(node) if node is not None else [] if actions is None else None
    if listed is None:
        return None, (), ()
    found = [Argument(name="", node=one, text="") for one in listed]
    found += (one for call in later if camel(call.method) == ADDS_ACTIONS for one in call.positional)
    literals = tuple(one for one in found if literal(one.node) is not None)
    return node, literals, tuple(one.node for one in found if literal(one.node) is None)


def _is_inside(node: Node, outer: Node) -> bool:
    return outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte


def _kept_list(source: Source, call: Call, name: str) -> Node | None:
    """What a variable is that is set and used once."""
    span = source.value_at(name, call.where)
    if span is None or span == NOTHING or source.counts.get(name, 0) != _SET_AND_USED or source.root is None:
        return None
    return source.root.descendant_for_byte_range(*span)


def _later(source: Source, call: Call) -> Iterator[Call]:
    """The calls that add something to a statement which a variable is, beside it."""
    span = (call.node.start_byte, call.node.end_byte)
    for one in source.calls:
        plain = re.fullmatch(r"\w+", one.receiver) and source.value_of(one.receiver, one.where) == span
        beside = one.where.block == call.where.block and not one.where.looped
        if plain and beside and camel(one.method) in (ADDS_ACTIONS, ADDS_RESOURCES, ALL_RESOURCES):
            yield one


def _around(source: Source, call: Call) -> Call | None:
    """The nearest call that has another one among its arguments and does something with it."""
    inside = [
        one for one in source.calls
        if one.node.start_byte <= call.node.start_byte and call.node.end_byte <= one.node.end_byte
        and one is not call and one.method not in ("PolicyDocument",)
    ]  # fmt: skip
    return max(inside, key=lambda one: one.node.start_byte, default=None)


def _handed(source: Source, call: Call, later: int) -> Call | None:
    """The one call that a variable is handed to which is this one's result, and is used for nothing else.

    ``later`` is how many calls add something to it.
    """
    span = (call.node.start_byte, call.node.end_byte)
    found = [
        one
        for one in source.calls
        for given in one.positional
        if given.node.type == "identifier" and source.value_of(given.text, one.where) == span
    ]
    # Its name stands where it is set and where it is handed over, or something else is done with it.
    used = source.counts.get(found[0].positional[0].text, 0) if found else 0
    return found[0] if len(found) == 1 and used == _SET_AND_USED + later else None


def hints(sources: list[Source], actions: Collection[str], near: Construct | None) -> list[str]:
    """Where something is called that gives one of the actions: in the class of ``near`` first."""
    found = [
        (near is None or call.where.owner != near.owner, source.name, call.line)
        for source in sources
        for call in source.calls
        if any(gives(given, one) for given in _given(call) for one in actions)
    ]
    return [f"{name}:{line}" for _, name, line in sorted(set(found))]


def _given(call: Call) -> Iterator[Collection[str]]:
    """What a call may give, whatever it is called on."""
    for method in methods_called(camel(call.method)):
        yield method.own
    if camel(call.method) == ADDS_ACTIONS:
        yield [text for one in call.positional if (text := literal(one.node)) is not None]
    if call.method == "PolicyStatement" and (actions := call.named("actions")) is not None:
        yield [text for one in elements(actions.node) or () if (text := literal(one)) is not None]
