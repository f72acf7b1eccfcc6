"""Which roles a resource is given: the ones that deploying it passes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers.deployment.model import Made
from policywright.analyzers.deployment.naming import OPEN, ROLE_ARGUMENT, arn_in, is_statement
from policywright.analyzers.deployment.selecting import below, present
from policywright.knowledge import texts
from policywright.knowledge.rules import Tri
from policywright.knowledge.values import Const, Hole, Items, Struct, Text, Value, alternatives

ANY_ROLE = arn_in("iam", "role/", *OPEN, region="")
_MAX_DEPTH = 8


def roles_of(properties: Struct, paths: Iterable[str], *, named: bool = True) -> tuple[Value, ...]:
    """ARN patterns of the roles at paths of properties; ``ANY_ROLE`` among them for one that isn't known.

    References to roles, and to instance profiles with a role, are the roles' ARNs here. With ``named``, a
    plain string is a role's name.
    """
    found: dict[Value, None] = {}
    for path in paths:
        plain = named and "profile" not in path.lower()
        values = _beside(properties, path) if "=" in path else below(properties, path)
        for value in values:
            found.update(dict.fromkeys(_roles(value, 0, plain=plain)))
    return tuple(found)


def _beside(properties: Struct, path: str) -> Iterator[Value]:
    """The values of what a list has under a name: ``Settings.Name=ServiceRole`` beside ``Value``."""
    around, _, test = path.rpartition(".")
    for entry in below(properties, around):
        for option in alternatives(entry):
            for one in option.values if isinstance(option, Items) else (option,):
                if isinstance(one, Struct) and present(one, test) is not Tri.NO:
                    yield from (inner for name, inner in one.fields if name.lower().endswith("value"))


def written_roles(properties: Struct, path: str) -> tuple[Value, ...]:
    """The roles at a path of properties that are called by a literal name."""
    return tuple(one for one in roles_of(properties, (path,)) if one != ANY_ROLE)


def _roles(value: Value, depth: int, *, plain: bool) -> Iterator[Value]:
    for option in alternatives(value):
        match option:
            case Const(value=str(text)):
                if ":role/" in text or (plain and text and ":" not in text):
                    yield option if text.startswith("arn:") else arn_in("iam", f"role/{text}", region="")
                elif text:
                    yield ANY_ROLE
            case Const():
                continue
            case Text(parts=parts):
                arn = texts.starts_with(parts, "arn:") and ":role/" in texts.glob(parts)
                yield option if arn else ANY_ROLE
            case Struct(fields=fields):
                if depth < _MAX_DEPTH:
                    yield from _nested(fields, depth)
            case Items(values=values, open=open_):
                for inner in values:
                    yield from _roles(inner, depth + 1, plain=plain)
                if open_:
                    yield ANY_ROLE
            case _:
                yield ANY_ROLE


def _nested(fields: tuple[tuple[str, Value], ...], depth: int) -> Iterator[Value]:
    """The roles of a structure: its members that are called so, or an instance profile's ARN or name."""
    told = [inner for name, inner in fields if "role" in name.lower() or "profile" in name.lower()]
    for inner in told or [inner for name, inner in fields if name.lower() in ("arn", "name")]:
        yield from _roles(inner, depth + 1, plain=False)


def arguments_of(properties: Struct) -> tuple[str, ...]:
    """Paths of a Terraform resource's arguments that take a role."""
    return tuple(dict.fromkeys(_arguments(properties, "", 0)))


def _arguments(value: Value, path: str, depth: int) -> Iterator[str]:
    for option in alternatives(value) if depth <= _MAX_DEPTH else ():
        if isinstance(option, Items):
            for inner in option.values:
                yield from _arguments(inner, path, depth + 1)
        elif isinstance(option, Struct):
            for name, inner in option.fields:
                here = f"{path}.{name}" if path else name
                if ROLE_ARGUMENT.search(name):
                    yield here
                else:
                    yield from _arguments(inner, here, depth + 1)


def passed_along(made: Made, others: Iterable[Made]) -> tuple[Value, ...]:
    """The roles of what a resource names, for one that takes none itself: a service passes its task's.

    Nothing where what it names is not made here, or has none that are known.
    """
    given = made.given or made.properties
    if not given.fields or arguments_of(given):
        return ()
    named = {
        texts.glob(option.parts)
        for _, value in given.fields
        for option in alternatives(value)
        if isinstance(option, Text)
    }
    found: dict[Value, None] = {}
    for other in others:
        if other is not made and named.intersection(texts.glob(texts.parts(one)) for one in other.own):
            properties = other.given or other.properties
            found.update(dict.fromkeys(roles_of(properties, arguments_of(properties))))
    return tuple(found)


def passed_anyway(properties: Struct) -> tuple[Value, ...]:
    """Roles that are written out among properties, wherever: nothing says it in a plainer way."""
    found: dict[Value, None] = {}
    _written(properties, 0, found)
    return tuple(found)


def _written(value: Value, depth: int, found: dict[Value, None]) -> None:
    if depth > _MAX_DEPTH:
        return
    for option in alternatives(value):
        if isinstance(option, Struct):
            for _, inner in () if is_statement(option) else option.fields:
                _written(inner, depth + 1, found)
        elif isinstance(option, Items):
            for inner in option.values:
                _written(inner, depth + 1, found)
        elif isinstance(option, Const | Text) and _is_role(texts.parts(option)):
            found[option] = None


def _is_role(parts: tuple[str | Hole, ...]) -> bool:
    """Whether a text is the ARN of a role with something of a name."""
    fields = texts.split(parts, ":")
    if len(fields) < 6 or fields[0] != ("arn",) or fields[2] != ("iam",):
        return False
    name = texts.glob(fields[5])
    return name.startswith("role/") and name.removeprefix("role/").strip("*") != ""
