"""Environment variables as the template sets them, put where the code reads them.

The engine leaves ``Hole(kind="env", name="TABLE")`` in what a call passes. One evaluation of the code serves
every function that shares it; what differs is filled in here, per function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from policywright.analyzers.infrastructure.model import Workload
from policywright.analyzers.infrastructure.types import parts_of, text_of
from policywright.analyzers.model import AMBIENT, Identity, SdkCall
from policywright.knowledge import texts
from policywright.knowledge.changes import changed
from policywright.knowledge.operations import Operation
from policywright.knowledge.records import replace
from policywright.knowledge.regex import regex
from policywright.knowledge.values import (
    Const,
    Hole,
    Items,
    OneOf,
    Struct,
    Text,
    Unknown,
    Value,
    alternatives,
    one_of,
)

_LAMBDAS_OWN = ("AWS_", "LAMBDA_", "_")
_NAMING = regex(r"(?:Arn|ARN|Name|Url|Id|Identifier)$")
"""Members that say on what a call is made, required or not: ``TopicArn`` of ``Publish``; and what shapes of
such are called: ``BucketName`` of ``Bucket``."""
_RELATIVE = ("relative",)
"""What joins a variable to what is before it (``changes``), which is gone where its value is absolute."""
_ANEW = Hole(kind="unknown", name="what is before an absolute path")
_PROPERTY = regex(r"[.-]")
"""Names of settings, which no variable of a program has (Java's ``@Value``, ``@ConfigProperty``)."""
_OTHER = regex(r"[^A-Za-z0-9]")
"""What variables of the environment have ``_`` for; Spring leaves dashes out:
https://docs.spring.io/spring-boot/reference/features/external-config.html,
https://smallrye.io/smallrye-config/Main/config/environment-variables/."""
MAX_COMBINATIONS = 32
"""Values of one string whose variables each have several; beyond that the variables stay holes."""


def with_lambdas_own(workload: Workload, services: Iterable[str]) -> Struct:
    """The variables of a workload with those that Lambda sets for this very function: its name, its log group
    and its Region (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).

    At CloudFront (``services`` assume its role) each Region has a copy by another name.
    """
    given = workload.environment
    if workload.kind != "lambda" or any(one.startswith("edgelambda") for one in services):
        return given
    own: dict[str, Value] = dict.fromkeys(_REGIONS, Text((Hole(kind="region"),)))
    own["AWS_LAMBDA_FUNCTION_NAME"] = workload.name
    groups = [one.resources for one in workload.needs if one.action == "logs:PutLogEvents"]
    if len(groups) == 1 and len(groups[0]) == 1 and (group := _group_of(groups[0][0])) is not None:
        own["AWS_LAMBDA_LOG_GROUP_NAME"] = group
    told = {name for name, _ in given.fields}
    more = tuple((name, value) for name, value in own.items() if name not in told)
    return replace(given, fields=(*given.fields, *more))


_REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")


def _group_of(resource: Value) -> Value | None:
    """The log group in the pattern of its streams."""
    *before, group, last = texts.split(parts_of(resource), ":") or [()]
    return texts.join(group) if before and last == ("*",) and "*" not in texts.glob(group) else None


class Environment:
    """The variables of one function; ``fill`` gives values with them in place."""

    def __init__(self, variables: Struct, *, empty: Iterable[str] = (), untold: Iterable[str] = ()) -> None:
        self.variables = {name: value for name, value in variables.fields if not isinstance(value, Unknown)}
        self._empty = frozenset(empty)
        """Parameters of the template that are the empty text unless somebody sets them."""
        self._untold = frozenset(untold)
        """Those that somebody sets, perhaps to the empty text."""
        self.open = variables.open
        self._given = {name for name, _ in variables.fields}
        """Those that are set, be it to something unknown."""
        self._sure = self._given - variables.maybe
        """Those that are set in any case: what stands for them where they are not is never taken."""
        self._filled: dict[Value, Value | None] = {}
        """Values with their variables in place; None for those that have none."""

    def call(self, call: SdkCall) -> SdkCall:
        """A call as this function makes it."""
        parameters = self.fill(call.parameters)
        resources = tuple(self.fill(resource) for resource in call.resources)
        identity = self._identity(call.identity)
        region = None if call.region is None else self.fill(call.region)
        same = parameters is call.parameters and resources == call.resources and region == call.region
        if same and identity == call.identity:
            return call
        assert isinstance(parameters, Struct)
        return replace(call, parameters=parameters, resources=resources, identity=identity, region=region)

    def unset(self, call: SdkCall, operation: Operation | None) -> str | None:
        """When a call is made that requires a variable which nobody sets, or is made on what it names.

        Whoever makes the call has set it: a program that asks whether it is set can do without, one that
        does not makes the call, and whatever deploys it sets the variable. Lambda's own are set by Lambda
        (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html). The empty text names
        nothing, and is something to send like any other.
        """
        if self.open or operation is None:
            return None
        for member in operation.members:
            names = _NAMING.search(member.name) is not None
            value = call.parameters.get(member.name) if member.required or names else None
            variable = _variable(value) if value is not None else None
            if variable is None or variable.kind != "env" or variable.fallback is not None or variable.made:
                continue
            name = str(variable.name)
            if variable.asked and not self._may_be_given(name):
                return f"the variable {name} is set"
            if self.variables.get(name) == Const("") and (names or _NAMING.search(member.shape) is not None):
                return f"the variable {name} is set to something"
        return None

    def _may_be_given(self, name: str) -> bool:
        """Whether the template, or Lambda, sets a variable."""
        return self.open or name in self._given or name.startswith(_LAMBDAS_OWN)

    def by_default(self, call: SdkCall, operation: Operation | None) -> tuple[SdkCall, ...]:
        """A call on what a variable names that nobody sets, and by default on something else: the one that is
        made as long as nobody does, and the one that is made then."""
        for member in operation.members if operation is not None else ():
            names = member.required or _NAMING.search(member.name) is not None
            value = call.parameters.get(member.name) if names else None
            if not isinstance(value, OneOf):
                continue
            unset = [one for one in value.options if self._is_unset(one)]
            left = [one for one in value.options if one not in unset]
            if unset and any(isinstance(one, Const) and one.value for one in left):
                variable = _variable(unset[0])
                when = f"the variable {variable.name if variable is not None else ''} is set"
                return (
                    _with(call, member.name, one_of(left)),
                    replace(_with(call, member.name, one_of(unset)), optional=when),
                )
        return (call,)

    def _is_unset(self, value: Value) -> bool:
        """A variable with a default which nobody sets."""
        variable = _variable(value)
        return (
            variable is not None and variable.kind == "env"
            and (variable.fallback is not None or variable.made != ())
            and not self._may_be_given(str(variable.name))
        )  # fmt: skip

    def _identity(self, identity: Identity) -> Identity:
        """Whose call it is here: keys out of a variable that is not set are nobody's."""
        if identity.role is not None:
            return replace(identity, role=self.fill(identity.role))
        variable = _variable(identity.keys) if identity.keys is not None else None
        if variable is None or not identity.unsure:
            return identity
        value = self.variables.get(str(variable.name))
        if value is None:
            return identity if self.open else AMBIENT
        sure = isinstance(value, Const)
        return replace(identity, unsure=not sure) if value != Const("") else AMBIENT

    def fill(self, value: Value) -> Value:
        """The value with its variables in place; the same object when it has none."""
        if not isinstance(value, Text | Struct | Items | OneOf):
            return value
        if value in self._filled:
            return self._filled[value] or value
        found = self._fill(value)
        self._filled[value] = None if found is value else found
        return found

    def _fill(self, value: Value) -> Value:
        match value:
            case Text():
                return self._text(value)
            case Struct(fields=fields):
                computed = tuple(self.fill(key) for key in value.computed)
                unused = self._unused(value.computed, computed)
                filled = tuple((name, self.fill(item)) for name, item in fields if name not in unused)
                same = len(filled) == len(fields) and all(
                    old[1] is new[1] for old, new in zip(fields, filled, strict=True)
                )
                if same and computed == value.computed:
                    return value
                return Struct(filled, value.open, value.maybe, computed)
            case Items(values=values):
                return self._sequence(value, values)
            case OneOf(options=options):
                return self._either(value, options)
        return value

    def _sequence(self, value: Items, values: tuple[Value, ...]) -> Value:
        filled = tuple(self.fill(item) for item in values)
        same = all(old is new for old, new in zip(values, filled, strict=True))
        return value if same else Items(filled, value.open)

    def _either(self, value: OneOf, options: tuple[Value, ...]) -> Value:
        # Of ``os.environ.get("BUS", "default")`` only the variable is left once it is known to be set.
        unused = {one for option in options for one in _and_then(self._by_default(option))}
        if unused and any(self._may_be_empty(self.fill(option)) for option in options):
            # ``x or "default"``, where nothing is left of what it is set to.
            unused = set()
        filled = tuple(self.fill(item) for item in options if _joined(_plain(item)) not in unused)
        same = len(filled) == len(options) and all(
            old is new for old, new in zip(options, filled, strict=True)
        )
        return value if same else one_of(option for item in filled for option in alternatives(item))

    def _may_be_empty(self, value: Value) -> bool:
        part = value.parts[0] if isinstance(value, Text) and len(value.parts) == 1 else None
        by_default = isinstance(part, Hole) and part.kind == "parameter" and part.name in self._empty
        return value == Const("") or by_default

    def _unused(self, keys: tuple[Value, ...], filled: tuple[Value, ...]) -> set[str]:
        """The keys of variables that nobody sets, though they are: ``{[process.env.TABLE || "x"]: ...}``."""
        told = (key for key, now in zip(keys, filled, strict=True) if now != Const(""))
        defaults = map(self._by_default, told)
        return {str(one.value) for one in defaults if isinstance(one, Const)}

    def _by_default(self, value: Value) -> Value | None:
        """What a string is when its variables are not set, though they are; None for one without any."""
        if not isinstance(value, Text):
            return None
        parts: list[str | Hole] = []
        for part in value.parts:
            by_default = isinstance(part, Hole) and (part.fallback is not None or part.made)
            if isinstance(part, Hole) and by_default and self._is_there(part):
                parts += [part.fallback] if part.fallback is not None else part.made
            else:
                parts.append(part)
        return text_of(parts) if parts != list(value.parts) else None

    def _is_there(self, part: Hole) -> bool:
        """Whether a variable is set in any case, and to something where the empty text is as good as none."""
        if part.name not in self._sure:
            return False
        given = alternatives(self.variables[part.name]) if part.blank and part.name in self.variables else ()
        return not any(map(self._is_perhaps_empty, given))

    def _is_perhaps_empty(self, given: Value) -> bool:
        """What a template gives is the empty text, or made of parameters alone that somebody may leave so."""
        if given == Const(""):
            return True
        return isinstance(given, Text) and all(
            isinstance(one, Hole) and one.kind == "parameter"
            and (one.name in self._untold or one.name in self._empty)
            for one in given.parts
        )  # fmt: skip

    def _text(self, value: Text) -> Value:
        if not any(_is_local(part) or self._is_set(part) for part in value.parts):
            return value
        if len(value.parts) == 1 and self._is_set(value.parts[0]):
            (part,) = value.parts
            assert isinstance(part, Hole)
            return _not_empty(_changed(self.variables[self._name(part)], part))
        choices = [self._choices(part) for part in value.parts]
        count = 1
        for choice in choices:
            count *= len(choice)
        if count > MAX_COMBINATIONS:
            return value
        return one_of(text_of(_from_the_last_absolute(found)) for found in product(*choices))

    def _is_set(self, part: str | Hole) -> bool:
        return isinstance(part, Hole) and self._name(part) in self.variables

    def _name(self, part: Hole) -> str:
        """The variable that a hole is filled from: of a property (``orders.table``) before any file."""
        name = part.name or ""
        if part.kind == "env":
            return name
        if part.kind != "parameter" or _PROPERTY.search(name) is None:
            return ""
        ways = (_OTHER.sub("_", name).upper(), _OTHER.sub("_", name.replace("-", "")).upper())
        return next((one for one in ways if one in self.variables), "")

    def _choices(self, part: str | Hole) -> list[tuple[str | Hole, ...]]:
        if not self._is_set(part):
            return [(Hole(kind="unknown") if _is_local(part) else part,)]
        assert isinstance(part, Hole)
        found: list[tuple[str | Hole, ...]] = []
        joined = part.changes.index(_RELATIVE) if _RELATIVE in part.changes else -1
        for given in alternatives(self.variables[self._name(part)]):
            before = _after(given, replace(part, changes=part.changes[:joined])) if joined >= 0 else None
            if before is not None and _begins_with_slash(before):
                rest = _after(before, replace(part, changes=part.changes[joined + 1 :]))
                found.append((_ANEW, *parts_of(rest)))
                continue
            option = _changed(given, part)
            match option:
                case Const(value=scalar) if scalar is not None:
                    found.append((str(scalar),))
                case Text(parts=parts):
                    found.append(parts)
                case _:
                    found.append((part,))
        return found


def _from_the_last_absolute(found: Iterable[tuple[str | Hole, ...]]) -> list[str | Hole]:
    """The pieces of a text. Before an absolute part may be anything: what it was joined to is not there."""
    pieces = [piece for parts in found for piece in parts]
    if _ANEW not in pieces:
        return pieces
    last = len(pieces) - 1 - pieces[::-1].index(_ANEW)
    return [Hole(kind="unknown"), *pieces[last + 1 :]]


def _begins_with_slash(value: Value) -> bool:
    first = next(iter(parts_of(value)), "")
    return isinstance(first, str) and first.startswith("/")


def _changed(value: Value, hole: Hole) -> Value:
    """The variable's value after what the code does to it."""
    return one_of(_after(option, hole) for option in alternatives(value)) if hole.changes else value


def _after(value: Value, hole: Hole) -> Value:
    match value:
        case Const(value=scalar) if scalar is not None:
            return text_of(list(changed((str(scalar),), hole.changes)))
        case Text(parts=parts):
            return text_of(list(changed(parts, hole.changes)))
    return Unknown("changed")


def _joined(value: Value) -> Value:
    """A string with its literal parts in one piece."""
    return text_of(list(value.parts)) if isinstance(value, Text) else value


def _plain(value: Value) -> Value:
    """A string without what its own variables are by default, as it stands in what has it for a default."""
    if not isinstance(value, Text) or not any(
        isinstance(part, Hole) and (part.fallback or part.made) for part in value.parts
    ):
        return value
    return Text(tuple(one.plain() if isinstance(one, Hole) else one for one in value.parts))


def _not_empty(value: Value) -> Value:
    """A variable without the alternative that it is empty: nothing of AWS is called that."""
    options = [option for option in alternatives(value) if option != Const("")]
    return one_of(options) if options and isinstance(value, OneOf) else value


def _and_then(by_default: Value | None) -> Iterator[Value]:
    """What a string is by default, and what that is by default."""
    while by_default is not None:
        yield _joined(_plain(by_default))
        variable = _variable(by_default)
        if variable is None:
            return
        pieces: list[str | Hole] = list(variable.made)
        if variable.fallback is not None:
            pieces = [variable.fallback]
        by_default = text_of(pieces) if pieces else None


def _is_local(part: str | Hole) -> bool:
    """A parameter of a function of the code: nothing that a template could name."""
    return isinstance(part, Hole) and part.kind in ("parameter", "reference")


def _with(call: SdkCall, name: str, value: Value) -> SdkCall:
    """A call with another value of one of its members."""
    given = call.parameters
    fields = tuple((one, value if one == name else old) for one, old in given.fields)
    return replace(call, parameters=replace(given, fields=fields))


def _variable(value: Value) -> Hole | None:
    """The environment variable that a value is, and nothing else."""
    if isinstance(value, Text) and len(value.parts) == 1 and isinstance(value.parts[0], Hole):
        return value.parts[0]
    return None
