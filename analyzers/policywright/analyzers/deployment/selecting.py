"""Which steps of a type's handlers a resource's properties bring about."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.deployment.model import Made
from policywright.knowledge import texts
from policywright.knowledge.deployments import STACK_TAGS, Handlers, Step
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.rules import Tri
from policywright.knowledge.values import Const, Items, OneOf, Struct, Text, Value, alternatives

_OTHER = {Tri.YES: Tri.NO, Tri.NO: Tri.YES, Tri.MAYBE: Tri.MAYBE}
_TAKES_BACK = (
    "Delete", "Remove", "Detach", "Disassociate", "Deregister", "Revoke", "Disable", "Untag", "UnTag",
    "Unassign",
)  # fmt: skip
"""How calls begin that take away what is set no more."""
_SWITCHED = ("true", "false")
TAKEN_OUT = "what it is called for is taken out of the template"
PHASES = {"c": "create", "r": "read", "u": "update", "d": "delete"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that is taken, or (``optional``) may be, in these phases, because of these properties."""

    step: Step
    phases: str
    because: tuple[str, ...] = ()
    sure: bool = True
    optional: str = ""

    @property
    def certain(self) -> bool:
        """Somebody has compared what brings it about, and that is there."""
        return self.step.sure and self.sure

    @property
    def why(self) -> str:
        during = ", ".join(PHASES[one] for one in self.phases)
        if not self.because:
            return f"to {during} it"
        stands = "is" if self.sure else "may be"
        return f"to {during} it: {' or '.join(self.because)} {stands} set"


def steps_of(made: Made, handlers: Handlers) -> Iterator[Taken]:
    """The steps of a resource in its phases."""
    off = _has_off(made.properties)
    for step in handlers.steps:
        phases = "".join(one for one in step.phases if one in made.phases)
        if not phases:
            continue
        because, verdict = brought_about(step.when, made, handlers)
        off_now = tuple(f"{one}=false" for one in step.when if "=" not in one and not one.startswith("!"))
        if verdict is Tri.NO and off and off_now and "u" in phases:
            # It may have been on until now.
            phases = "u"
            because, verdict = brought_about(off_now, made, handlers)
        if verdict is Tri.NO:
            yield from _taken_out(made, step, phases)
            continue
        yield Taken(
            step=step, phases=phases, because=because, sure=verdict is Tri.YES, optional=step.optional
        )


def _taken_out(made: Made, step: Step, phases: str) -> Iterator[Taken]:
    """What may be called because of something that the resource has until now, and the template has no more.

    A plan says that; where there is none, creating and updating are asked about both. What a resource is of
    several kinds does not change while it is there, but where a kind is taken down as the resource is.
    """
    if "d" not in step.phases and _is_of_another_kind(step.when, made):
        return
    calls = tuple(one for one in step.calls if one.partition(":")[2].startswith(_TAKES_BACK))
    if calls and "u" in phases and "c" in made.phases and not step.optional:
        yield Taken(step=replace(step, calls=calls), phases="u", optional=TAKEN_OUT)


def _is_of_another_kind(when: tuple[str, ...], made: Made) -> bool:
    """Whether a step is for one value of a property (``ServiceNamespace=lambda``) with another one here."""
    told = [path.partition("=") for path in when]
    if not all(equals and name.isidentifier() and wanted not in _SWITCHED for name, equals, wanted in told):
        return False
    values = [made.properties.get(name) for name, _, _ in told]
    # Of what both dialects have, the one's name is none of the other's.
    return any(isinstance(one, Const) for one in values) and all(
        one is None or isinstance(one, Const) for one in values
    )


def _has_off(value: Value) -> bool:
    """Something in it is said to be off, or is not known."""
    match value:
        case Const(value=scalar):
            return scalar is False or (isinstance(scalar, str) and scalar.lower() == "false")
        case Struct(fields=fields):
            return any(_has_off(inner) for _, inner in fields)
        case Items(values=values):
            return any(_has_off(inner) for inner in values)
        case Text():
            return False
    return True


def brought_about(when: tuple[str, ...], made: Made, handlers: Handlers) -> tuple[tuple[str, ...], Tri]:
    """The properties that bring a step about, and whether they surely are there."""
    if not when:
        return (), Tri.YES
    found: dict[Tri, list[str]] = {Tri.YES: [], Tri.MAYBE: [], Tri.NO: []}
    for path in when:
        if path == STACK_TAGS:
            found[Tri.YES if made.tagged or handlers.system_tags else Tri.NO].append("tags of all")
            continue
        if path.startswith("!"):
            found[_OTHER[present(made.properties, path[1:])]].append(f"no {path[1:]}")
            continue
        # Of which service something is tells the resource that is referred to.
        properties = made.given if "=" in path and made.given is not None else made.properties
        plain, wanted = _parted(path)
        for names in _spelt_out([properties], plain):
            found[_present(properties, names, wanted)].append(".".join(names) + wanted)
    for verdict in (Tri.YES, Tri.MAYBE):
        if found[verdict]:
            return tuple(dict.fromkeys(found[verdict])), verdict
    return (), Tri.NO


def present(properties: Value, path: str) -> Tri:
    """Whether a property is set to something, through lists and alternatives.

    ``A.B=x``: whether it is set to x, or to the ARN of something of the service x; ``A.B!=x``: to another.
    """
    return _present(properties, *_parted(path))


def _parted(path: str) -> tuple[tuple[str, ...], str]:
    """The names that a path goes through, and what is wanted of the value: `=x`, `!=x` or nothing."""
    names, equals, wanted = path.partition("=")
    return tuple(names.removesuffix("!").split(".")), ("!=" if names.endswith("!") else equals) + wanted


def _present(properties: Value, names: tuple[str, ...], test: str) -> Tri:
    values: list[Value] = [properties]
    sure = True
    for name in names:
        below: list[Value] = []
        for value in (option for one in values for option in _elements(one)):
            if not isinstance(value, Struct):
                # What isn't known may be a structure with such a property.
                sure = False
                if not isinstance(value, Const):
                    return Tri.MAYBE
                continue
            inner = value.get(name)
            if inner is not None:
                below.append(inner)
                sure = sure and name not in value.maybe
            elif value.open:
                return Tri.MAYBE
        if not below:
            return Tri.NO
        values = below
    options = [option for one in values for option in alternatives(one)]
    if test:
        wanted = test.lstrip("!=")
        verdicts = [_OTHER[_is(one, wanted)] if test[0] == "!" else _is(one, wanted) for one in options]
        if all(one is Tri.NO for one in verdicts):
            return Tri.NO
        return Tri.YES if sure and all(one is Tri.YES for one in verdicts) else Tri.MAYBE
    something = [one for one in options if not _is_nothing(one)]
    if not something:
        return Tri.NO
    return Tri.YES if sure and len(something) == len(options) else Tri.MAYBE


def _spelt_out(values: list[Value], names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A path with each name that its ``*`` stands for, and itself: other names may be there as well.

    People choose these names: one may be ``*``, or have a dot in it.
    """
    if "*" in names:
        at = names.index("*")
        here = _through(values, names[:at])
        for name in _names(here):
            for rest in _spelt_out(_through(here, (name,)), names[at + 1 :]):
                yield (*names[:at], name, *rest)
    yield names


def _names(values: list[Value]) -> list[str]:
    options = [option for one in values for option in _elements(one)]
    return sorted({name for one in options if isinstance(one, Struct) for name, _ in one.fields})


def below(properties: Value, path: str) -> list[Value]:
    """Every value at a path."""
    return _through([properties], tuple(path.split(".")))


def _through(values: list[Value], names: tuple[str, ...]) -> list[Value]:
    for name in names:
        values = [
            inner
            for one in values
            for value in _elements(one)
            if isinstance(value, Struct) and (inner := value.get(name)) is not None
        ]
    return values


def _elements(value: Value) -> Iterator[Value]:
    for option in alternatives(value):
        if isinstance(option, Items):
            for item in option.values:
                yield from _elements(item)
        else:
            yield option


def _is(value: Value, wanted: str) -> Tri:
    """Whether a value is a word, or the ARN of something of a service called so; ``*word*``: has it in it."""
    if isinstance(value, Items):
        each = [_is(option, wanted) for one in value.values for option in alternatives(one)]
        if Tri.YES in each:
            return Tri.YES
        return Tri.MAYBE if value.open or Tri.MAYBE in each else Tri.NO
    if not isinstance(value, Const | Text):
        return Tri.MAYBE
    if wanted.startswith("*"):
        inside = wanted.strip("*") in texts.glob(texts.parts(value))
        return Tri.YES if inside else Tri.NO if isinstance(value, Const) else Tri.MAYBE
    fields = texts.split(texts.parts(value), ":")
    if len(fields) > 2 and fields[0] == ("arn",):
        said = fields[2]
        known = len(said) == 1 and isinstance(said[0], str)
        return Tri.MAYBE if not known else Tri.YES if said == (wanted,) else Tri.NO
    if isinstance(value, Const):
        # Actions may be said with a wildcard: ``geo:GetMap*``.
        plain = str(value.value).lower()
        start = plain.removesuffix("*")
        starts = ":" in start and start != plain and wanted.lower().startswith(start)
        return Tri.YES if starts or plain == wanted.lower() else Tri.NO
    return Tri.MAYBE


def _is_nothing(value: Value) -> bool:
    match value:
        case Const(value=scalar):
            return scalar is None or scalar is False or scalar in ("", "false")
        case Items(values=values, open=False):
            return not values
        case OneOf(options=options):
            return all(_is_nothing(one) for one in options)
    return False
