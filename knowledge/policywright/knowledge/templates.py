"""ARN templates of the overlay filled from a request: ``arn:${Partition}:s3:::${Bucket}/${Key}``.

Format: ``overlay/README.md``. One template gives as many ARNs as its members have values, and none when
a member is surely not passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policywright.knowledge import functions, texts
from policywright.knowledge.partitions import PARTITIONS, partition_of
from policywright.knowledge.paths import Found, select
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.texts import ACCOUNT, PARTITION, REGION, Parts
from policywright.knowledge.values import Const, Hole, Struct, Unknown, Value, alternatives

MAX_ARNS = 40
"""Of one template; beyond that, the member that multiplies becomes a hole."""

OPEN = "?"
"""The name of a template variable that nothing fills: a hole."""

_AMBIENT = {"Partition": PARTITION, "Region": REGION, "Account": ACCOUNT, OPEN: Hole(kind="unknown")}
_VARIABLE = regex(r"\$\{([^}]*)\}")
_ACCESS_POINT = regex(r"^arn:[^:]*:(s3|s3-outposts|s3-object-lambda):.*accesspoint[/:][^/]*$")
_QUEUE_HOST = regex(r"^(?:sqs\.(?P<new>[a-z0-9-]+)|(?P<old>[a-z0-9-]+)\.queue)\.amazonaws\.com")


@dataclass(frozen=True, slots=True)
class Variable:
    """``${last:QueueUrl}``: functions right to left, and the member's path."""

    functions: tuple[str, ...]
    path: str
    prefix: bool = False
    """It is followed by a wildcard: an empty one means everything. Others name something."""

    @property
    def default(self) -> str | None:
        return functions.default_of(self.functions)

    def refers_to_arn(self, pieces: Parts) -> bool:
        """A reference into a template, passed where an ARN is expected."""
        expected = self.path.lower().replace("[]", "").endswith("arn")
        return expected and len(pieces) == 1 and isinstance(pieces[0], Hole) and pieces[0].kind == "reference"


@dataclass(frozen=True, slots=True)
class _Choice:
    """One way to fill the variables so far."""

    values: tuple[Parts, ...] = ()
    at: tuple[tuple[str, int], ...] = ()
    sources: tuple[Value, ...] = ()


@lru_cache(maxsize=2048)
def parse(template: str) -> tuple[str | Variable, ...]:
    pieces: list[str | Variable] = []
    split = _VARIABLE.split(template)
    prefixes = {piece for piece, after in zip(split[1::2], split[2::2], strict=True) if after.startswith("*")}
    for index, piece in enumerate(split):
        if index % 2 == 0:
            pieces.append(piece)
        else:
            *names, path = piece.split(":")
            pieces.append(Variable(tuple(names), path, piece in prefixes))
    return tuple(piece for piece in pieces if piece != "")


def sole_path(template: str) -> str | None:
    """The member's path when the template is nothing but it (``${TopicArn}``)."""
    pieces = parse(template)
    only = pieces[0] if len(pieces) == 1 else None
    return only.path if isinstance(only, Variable) else None


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled template; ``given`` where the request itself says an ARN, which so isn't put together here."""

    value: Value
    given: bool = False


def fill(template: str, parameters: Struct, at: tuple[tuple[str, int], ...] = ()) -> tuple[Value, ...]:
    """The ARNs; ``at`` limits lists to the given elements."""
    return tuple(dict.fromkeys(item.value for item in fill_each(template, parameters, at)))


def fill_each(template: str, parameters: Struct, at: tuple[tuple[str, int], ...] = ()) -> tuple[Filled, ...]:
    """As ``fill``, and which of them the request says as a whole."""
    if template == "*":
        return ()
    pieces = parse(template)
    variables = [piece for piece in pieces if isinstance(piece, Variable) and piece.path not in _AMBIENT]
    filled = [_assemble(pieces, variables, choice) for choice in _choices(variables, parameters, at)]
    return tuple(dict.fromkeys(filled))


def _choices(variables: list[Variable], parameters: Struct, at: tuple[tuple[str, int], ...]) -> list[_Choice]:
    choices = [_Choice(at=at)]
    for variable in variables:
        grown = [new for choice in choices for new in _grow(choice, variable, parameters)]
        if len(grown) > MAX_ARNS:
            hole = (Hole(kind="unknown"),)
            grown = [_Choice((*c.values, hole), c.at, (*c.sources, Unknown("budget"))) for c in choices]
        choices = grown
    return choices


def _grow(choice: _Choice, variable: Variable, parameters: Struct) -> Iterator[_Choice]:
    """The choices of one more variable; what names something is not empty, or the request is invalid."""
    found = [item for item in select(parameters, variable.path) if item.agrees(choice.at)]
    for item in found:
        at = tuple(dict.fromkeys((*choice.at, *item.at)))
        values = tuple(alternatives(item.value))
        named = () if variable.prefix else [value for value in values if value != Const("")]
        for value in named or values:
            for one in functions.several(variable.functions, texts.parts(value)):
                pieces = one
                for function in reversed(variable.functions):
                    pieces = functions.apply(function, pieces)
                yield _Choice((*choice.values, pieces), at, (*choice.sources, value))
    default = variable.default
    if default is not None:
        for place in _left_out(variable.path, found, choice, parameters):
            at = tuple(dict.fromkeys((*choice.at, *place)))
            yield _Choice((*choice.values, (default,)), at, (*choice.sources, Unknown()))


def _left_out(
    path: str, found: list[Found], choice: _Choice, parameters: Struct
) -> Iterator[tuple[tuple[str, int], ...]]:
    """The elements of the path's list, or the request itself, where the member may not be passed."""
    sure = [item for item in found if item.certain]
    listed, several, _ = path.rpartition("[]")
    elements = select(parameters, f"{listed}[]") if several else ()
    places = [item.at for item in elements if item.agrees(choice.at)] or [()]
    for place in places:
        if not any(item.agrees(place) for item in sure):
            yield place


def _assemble(pieces: tuple[str | Variable, ...], variables: list[Variable], choice: _Choice) -> Filled:
    values = dict(zip(variables, choice.values, strict=True))
    ambient = _ambient(choice, pieces)
    out: list[str | Hole] = []
    given = False
    for position, piece in enumerate(pieces):
        if isinstance(piece, str):
            doubled = piece.startswith("*") and out and isinstance(out[-1], str) and out[-1].endswith("*")
            out.append(piece[1:] if doubled else piece)
        elif piece.path in _AMBIENT:
            out.append(ambient.get(piece.path, _AMBIENT[piece.path]))
        elif functions.HOME in piece.functions:
            continue
        elif texts.is_arn(values[piece]) or piece.refers_to_arn(values[piece]):
            out = list(values[piece])
            given = True
            if _only_open(pieces[position + 1 :]):
                break
            if _goes_on(pieces[position + 1 :]):
                # A log group's ARN may be said with ``:*`` for its streams already.
                out = list(texts.without_suffix(tuple(out), ":*"))
        else:
            named = _behind_prefix(values[piece], out, piece)
            # What had to be cut off is the beginning of an ARN.
            given = named != values[piece]
            out.extend(_not_twice(named, out) or [Hole(kind="unknown")])
    return Filled(arn(tuple(out), pieces, values), given)


_SERVICE, _RESOURCE = 2, 5
"""The fields of an ARN that say whose it is, and what it is of."""


def _behind_prefix(value: Parts, out: list[str | Hole], variable: Variable) -> Parts:
    """What a value names that begins with something unknown which ends in the middle of an ARN.

    ``f"{prefix}:function:f"`` of ``function:${FunctionName}`` is ``f``, ``f"{prefix}:orders"`` of a topic's
    ARN is ``orders``: names of resources have no colons.
    """
    if len(value) < 2 or not isinstance(value[0], Hole) or value[0].kind == "reference":
        return value
    literal = ":".join(texts.glob(tuple(out)).split(":")[_RESOURCE:])
    if ":" in literal and "*" not in literal and texts.starts_with(value[1:], literal):
        # ``f"{prefix}secret:NAME"``, where the prefix ends with the colon.
        return texts.without_prefix(value[1:], literal) or value
    runs = texts.split(value, ":")
    for at in range(len(runs) - 1, 0, -1) if literal and "*" not in literal else ():
        behind = texts.rejoin(runs[at:], ":")
        if texts.starts_with(behind, literal):
            return texts.without_prefix(behind, literal) or value
    expects = variable.path.lower().replace("[]", "").endswith("arn")
    return runs[-1] if expects and not literal and len(runs) > 1 and runs[-1] else value


def _not_twice(value: Parts, out: list[str | Hole]) -> Parts:
    """A value without how all ids of its kind begin, where the ARN's format says so itself (``rt-${Id}``)."""
    last = out[-1] if out and isinstance(out[-1], str) else ""
    start = _LAST_WORD.search(last)
    return texts.without_prefix(value, start[0]) if start is not None else value


_LAST_WORD = regex(r"[^/:]+-$")


def _only_open(rest: tuple[str | Variable, ...]) -> bool:
    """What follows an ARN is part of that ARN, if the request says nothing more about it."""
    variables = [piece for piece in rest if isinstance(piece, Variable)]
    return bool(variables) and all(variable.path == OPEN for variable in variables)


def _goes_on(rest: tuple[str | Variable, ...]) -> bool:
    """Whether the template says what follows the ARN, after a colon."""
    following = rest[0] if rest else ""
    return isinstance(following, str) and following.startswith(":")


def arn(out: Parts, pieces: tuple[str | Variable, ...], values: dict[Variable, Parts]) -> Value:
    """The joined text; an object behind an access point's ARN gets its ``/object`` in between."""
    first = next(
        (piece for piece in pieces if isinstance(piece, Variable) and piece.path not in _AMBIENT), None
    )
    head = values.get(first, ()) if first else ()
    if texts.is_arn(head) and first is not pieces[-1] and _ACCESS_POINT.match(texts.glob(head)):
        return texts.join((*head, "/object", *out[len(head) :]))
    return texts.join(out)


def _ambient(choice: _Choice, pieces: tuple[str | Variable, ...]) -> dict[str, str | Hole]:
    """Account and region, where a queue's URL among the values says them, or the ARN of something of the
    service that a part is taken of (the bus of ``rule/${last:EventBusName}/${Name}``)."""
    for value in choice.sources:
        said = texts.parts(value)
        located = queue_location(said) or _place(said, pieces)
        if located:
            return located
    return {}


def _place(value: Parts, pieces: tuple[str | Variable, ...]) -> dict[str, str | Hole]:
    """``Partition``, ``Region`` and ``Account`` of an ARN of the service that a template is of."""
    fields = texts.split(value, ":") if texts.is_arn(value) else []
    service = next((piece.strip(":") for piece in pieces if isinstance(piece, str) and piece != "arn:"), "")
    if len(fields) <= _RESOURCE or fields[_SERVICE] != (service,):
        return {}
    said = {"Partition": fields[1], "Region": fields[3], "Account": fields[4]}
    return {name: field[0] for name, field in said.items() if len(field) == 1 and field[0]}


def queue_location(url: Parts) -> dict[str, str | Hole]:
    """``Region`` and ``Account`` of ``https://sqs.eu-west-1.amazonaws.com/123456789012/orders``."""
    runs = texts.split(url, "/")
    if len(runs) < 5 or not texts.starts_with(url, "http"):
        return {}
    located: dict[str, str | Hole] = {}
    host, account = runs[2], runs[3]
    if len(account) == 1:
        located["Account"] = account[0]
    match host:
        case (str() as name,):
            known = _QUEUE_HOST.match(name)
            if known:
                where = known.group("new") or known.group("old")
                located["Region"] = where
                if partition_of(where) != PARTITIONS[0]:
                    located["Partition"] = partition_of(where)
        case ("sqs.", Hole() as region, str()):
            located["Region"] = region
        case (str() as start, *_) if start.startswith("sqs."):
            # A region that is told in part is another than the client's, and may tell where it lies.
            located["Region"] = Hole(kind="unknown")
            if partition_of(start[4:]) != PARTITIONS[0]:
                located["Partition"] = partition_of(start[4:])
        case _:
            pass
    return located
