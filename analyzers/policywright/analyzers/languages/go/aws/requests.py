"""Request members from Go's input structs: the same, exported (``LogGroupName`` for ``logGroupName``)."""

from __future__ import annotations

from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import NONE, Ext, Obj, Unknown, Value, join_all, options
from policywright.analyzers.languages.go.aws import names
from policywright.analyzers.languages.go.facts import facts
from policywright.analyzers.sdk import members
from policywright.analyzers.sdk.requests import made_as, merged, taken_by
from policywright.knowledge import spelling
from policywright.knowledge import values as out
from policywright.knowledge.operations import Operation
from policywright.knowledge.records import replace
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter


_UNION = regex(r"^\w+?Member([A-Z]\w*)$")
"""v2's member types of a union: ``AttributeValueMemberS{Value: "x"}`` is ``{"S": "x"}``."""


def request(run: Interpreter, service: str, operation: str, value: Value | None) -> out.Struct:
    """The parameters of an operation from its input value (None and nil: an empty request)."""
    found = run.operations.get(service, operation)
    if value is None:
        return out.Struct(())
    value = join_all(taken_by((service, operation), value, lambda option: _shape(run, option)))
    struct = merged(out.Struct(()), convert(run, value))
    if found is None:
        return _without_nil(struct)
    struct = replace(struct, maybe=struct.maybe | _perhaps_nil(run, value))
    struct = _without_nil(members.without_required(_renamed(struct, found), found))
    return _enumerated(run, struct, found, value)


def _perhaps_nil(run: Interpreter, value: Value) -> set[str]:
    """The fields of an input that may be nil: ``aws.String(x)`` is not, whatever ``x`` is."""
    return {
        str(key)
        for option in options(value)
        if isinstance(option, Obj)
        for key in run.heap.keys(option)
        if any(one == NONE or isinstance(one, Unknown) for one in options(run.heap.load(option, key)))
    }


_WORD = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def _enumerated(run: Interpreter, struct: out.Struct, operation: Operation, value: Value) -> out.Struct:
    """Members given as constants of the SDK (``types.PlatformTypeLinux``) by what those may spell."""
    known: dict[str, out.Value] = {}
    for option in options(value):
        if not isinstance(option, Obj):
            continue
        for key in run.heap.keys(option):
            found = [_spellings(operation, str(key), item) for item in options(run.heap.load(option, key))]
            if found and all(found):
                known[str(key).lower()] = out.OneOf(
                    tuple(dict.fromkeys(one for group in found for one in group))
                )
    fields = tuple(
        (name, known.get(name.lower(), one) if isinstance(one, out.Unknown | out.OneOf) else one)
        for name, one in struct.fields
    )
    return out.Struct(fields, struct.open, struct.maybe)


def _spellings(operation: Operation, key: str, value: Value) -> tuple[out.Value, ...]:
    """The values that a constant's name can stand for; the SDKs keep a value's words and nothing else."""
    if not isinstance(value, Ext) or not names.is_sdk(value.path):
        return ()
    member = next((member for member in operation.members if member.name.lower() == key.lower()), None)
    name = value.path.rpartition(".")[2]
    if member is None or not name.isidentifier() or not name.startswith(member.shape) or name == member.shape:
        return ()
    rest = name.removeprefix(member.shape)
    words = _WORD.findall(rest)
    joined = [glue.join(words) for glue in ("", "_", "-", ":", " ", ".", "/")]
    spelled = [rest, *joined, *(text.upper() for text in joined), *(text.lower() for text in joined)]
    return tuple(out.Const(text) for text in dict.fromkeys(spelled))


_EMPTY = (out.Const(None), out.Const(""))


def _without_nil(struct: out.Struct) -> out.Struct:
    fields = tuple((name, _set(value)) for name, value in struct.fields if value != out.Const(None))
    return out.Struct(fields, struct.open, struct.maybe & {name for name, _ in fields})


def _set(value: out.Value) -> out.Value:
    """A member without its zero value, where it has others: a variable starts out empty."""
    if not isinstance(value, out.OneOf):
        return value
    rest = tuple(option for option in value.options if option not in _EMPTY)
    if len(rest) == 1:
        return rest[0]
    return out.OneOf(rest) if rest else value


def _renamed(struct: out.Struct, operation: Operation) -> out.Struct:
    """Top-level members under the API's names; those below are not there yet."""
    tree = spelling.tree(operation)
    names: dict[str, str] = {}
    for name, _ in struct.fields:
        # v1 appends an underscore where a member would collide with a setter.
        node = tree.get(name.lower()) or tree.get(name.rstrip("_").lower())
        names[name] = node.name if node is not None else name
    fields = tuple((names[name], value) for name, value in struct.fields)
    return replace(struct, fields=fields, maybe=frozenset(names.get(name, name) for name in struct.maybe))


def literal(run: Interpreter, path: str, keywords: tuple[tuple[str, Value], ...], *site: object) -> Obj:
    """A composite literal of an SDK type as a mapping of its members; its type is remembered."""
    obj = run.heap.new("dict", *site, run.frame.module, run.frame.task.id)
    types: dict[int, str] = facts(run).types
    types[obj.id] = path
    union = _UNION.match(path.rpartition(".")[2])
    for name, value in keywords:
        run.heap.store(obj, union.group(1) if union and name == "Value" else name, value, certain=True)
    return obj


def types_in(run: Interpreter, value: Value | None) -> list[str]:
    """The SDK types that a value was made as."""
    return made_as(facts(run).types, value)


def _shape(run: Interpreter, option: Value) -> tuple[str, str] | None:
    """The operation that an input is of."""
    paths = types_in(run, option)
    return names.shape_operation(run, paths[0], "Input") if paths else None
