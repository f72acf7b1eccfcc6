"""From a row of the tables to requests: members from arguments, ARNs, actions of signed requests."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Known,
    Obj,
    Text,
    Tup,
    Unknown,
    Value,
    concat_all,
    constant,
    is_nothing,
    is_open,
    join_all,
    options,
    text_parts,
)
from policywright.analyzers.languages.typescript import containers
from policywright.analyzers.languages.typescript.aws_sdk.clients import identities_of_client
from policywright.analyzers.languages.typescript.aws_sdk.requests import (
    a_region,
    is_function,
    members,
)
from policywright.analyzers.languages.typescript.handles import LibraryValue
from policywright.analyzers.languages.typescript.libraries.tables import RequestRow, Row
from policywright.analyzers.model import AMBIENT, Identity
from policywright.analyzers.sdk.requests import in_region
from policywright.knowledge import values as out
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_VARIABLE = regex(r"\$\{([^}]*)\}")
_HOLES: dict[str, out.Hole] = {
    "Partition": out.Hole(kind="partition"),
    "Region": out.Hole(kind="region"),
    "Account": out.Hole(kind="account"),
    "*": out.Hole(kind="unknown"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of a library: its row's place, what is passed, and what its receiver was made with."""

    package: str
    path: str
    args: Args
    made: Args


def emit(run: Interpreter, row: Row, call: Call, pos: ir.Pos) -> None:
    """Records what a row says."""
    for item in row.requests:
        if not _happens(run, item, call):
            continue
        for identity in _identities(run, row, call):
            _request(run, item, call, pos, identity)
    if row.signed:
        _signed(run, row, call, pos)


def _request(run: Interpreter, item: RequestRow, call: Call, pos: ir.Pos, identity: Identity) -> None:
    if item.actions:
        resources = tuple(_arn(run, text, call, pos) for text in item.resources)
        service = item.actions[0].split(":")[0]
        run.emit(
            pos, service, "Connect",
            via=call.package, actions=item.actions, resources=resources, identity=identity,
        )  # fmt: skip
        return
    service, _, operation = item.call.partition(":")
    struct = _struct(run, item, call, pos)
    optional = item.optional
    if item.unsure is not None and not _is_seen(run, item.when, call):
        optional = item.unsure
    run.emit(pos, service, operation, struct, via=call.package, optional=optional, identity=identity)


def note(run: Interpreter, row: Row, call: Call) -> None:
    """Remembers what a call says about values made elsewhere, and about all of the library."""
    for target, source in row.assigns.items():
        value = find(run, source, call)
        for option in options(find(run, target, call) or NONE):
            if value is not None and isinstance(option, LibraryValue):
                run.engine.write(("library-assigned", option.package, option.made), value)
    if row.defaults:
        run.engine.write(
            ("library-defaults", call.package), find(run, row.defaults, call) or Unknown("options")
        )


def _identities(run: Interpreter, row: Row, call: Call) -> tuple[Identity, ...]:
    """Whose requests these are: of the client that the library was given, or of a role that is not known."""
    region = a_region(find(run, row.region, call)) if row.region else None
    if row.role and find(run, row.role, call) is not None:
        return (in_region(run, Identity(role=out.Unknown("role")), region),)
    found = identities_of_client(find(run, row.client, call)) if row.client else (AMBIENT,)
    return tuple(in_region(run, one, region) for one in found)


def _happens(run: Interpreter, item: RequestRow, call: Call) -> bool:
    if item.when and find(run, item.when, call) in (None, Known(False)) and not _hidden(run, item.when, call):
        return False
    if item.unless and all(find(run, source, call) == Known(False) for source in item.unless):
        return False
    return item.given in _kinds(run, call.args.get(0)) if item.given else True


def _is_seen(run: Interpreter, source: str, call: Call) -> bool:
    """The argument that a source looks into is all known."""
    value = call.args.get(int(source.partition(".")[0]))
    found = options(value) if value is not None else ()
    return bool(found) and all(isinstance(one, Obj) and not run.heap.is_open(one) for one in found)


def _kinds(run: Interpreter, value: Value | None) -> frozenset[str]:
    """Whether a value is an array (``list``) or not (``one``)."""
    found = {
        "list" if isinstance(option, Tup) or _is_list(run, option)
        else "either" if is_open(option) else "one"
        for option in options(value or NONE)
    }  # fmt: skip
    return frozenset(("list", "one") if "either" in found else found)


def _is_list(run: Interpreter, value: Value) -> bool:
    return isinstance(value, Obj) and run.heap.shape(value).kind == "list"


def _struct(run: Interpreter, item: RequestRow, call: Call, pos: ir.Pos) -> Struct:
    if item.input:
        return members(run, find(run, item.input, call) or Unknown("input"))
    fields: list[tuple[str, out.Value]] = []
    maybe: set[str] = set()
    for member, source in item.members.items():
        value = _called(run, find(run, source, call), pos)
        if value is not None and not is_nothing(value):
            fields.append((member, convert(run, value)))
        elif member in item.maybe or _hidden(run, source, call) or (source[:1] == "0" and "." not in source):
            fields.append((member, out.Unknown("argument")))
            maybe.update({member} & set(item.maybe))
    if item.table:
        value = _called(run, find(run, item.table, call), pos)
        # The table is a key of the request map.
        fields.append(("RequestItems", _keyed(run, value)))
    return Struct(tuple(fields), maybe=frozenset(maybe))


def _keyed(run: Interpreter, table: Value | None) -> out.Value:
    described = convert(run, table) if table is not None else out.Unknown("table")
    if isinstance(described, out.Const) and isinstance(described.value, str):
        return Struct(((described.value, out.Unknown("items")),))
    return Struct((), computed=(described,)) if isinstance(described, out.Text) else out.Unknown("table")


def _called(run: Interpreter, value: Value | None, pos: ir.Pos) -> Value | None:
    """A value, or what a function given in its place returns."""
    return run.call(value, NO_ARGS, pos) if value is not None and is_function(value) else value


def find(run: Interpreter, source: str, call: Call) -> Value | None:
    """The value that a source of the tables names; None when it isn't passed."""
    for alternative in source.split("|"):
        value = _sum(run, alternative, call)
        if value is not None and not is_nothing(value):
            return value
    return None


def _hidden(run: Interpreter, source: str, call: Call) -> bool:
    """Whether what a source names may be passed: something on the way to it is not known."""
    for alternative in source.split("|"):
        first, *parts = alternative.split(".")
        value = call.args.get(int(first)) if first.isdecimal() else None
        for part in parts:
            if value is None:
                break
            if not all(isinstance(option, Obj | Tup | Known | Text) for option in options(value)):
                return True
            value = _step(run, value, part, call)
    return False


def _sum(run: Interpreter, source: str, call: Call) -> Value | None:
    found: list[Value] = []
    for term in source.split("+"):
        value = _term(run, term.removesuffix("?"), call)
        if value is None or is_nothing(value):
            if term.endswith("?"):
                continue
            return None
        found.append(value)
    return found[0] if len(found) == 1 else concat_all(found)


def _term(run: Interpreter, source: str, call: Call) -> Value | None:
    if source.startswith("="):
        return Known(True) if source == "=true" else Known(source[1:])
    parts = source.replace("{last}", call.path.rsplit(".", 1)[-1]).split(".")
    if parts[0] == "%none":
        return None
    if parts[0] == "%default":
        value = run.engine.read(("library-defaults", call.package))
        return _walk(run, value if value is not BOTTOM else None, parts[1:], call)
    scope = call.args
    if parts[0] == "self":
        scope, parts = call.made, parts[1:]
        if parts[0] == "%assigned":
            return _assigned(run, call.package, scope)
    return _walk(run, scope.get(int(parts[0])), parts[1:], call)


def _assigned(run: Interpreter, package: str, made: Args) -> Value | None:
    found = run.engine.read(("library-assigned", package, made))
    return found if found is not BOTTOM else None


def _walk(run: Interpreter, value: Value | None, parts: list[str], call: Call) -> Value | None:
    position = 0
    while value is not None and position < len(parts):
        part = parts[position]
        if part == "self":
            value = _argument_of(run, value, parts[position + 1])
            position += 2
            continue
        value = _step(run, value, part, call)
        position += 1
    return value


def _argument_of(run: Interpreter, value: Value, index: str) -> Value | None:
    """Arguments that a library's values were made with."""
    found: list[Value] = []
    for option in options(value):
        if isinstance(option, LibraryValue):
            made = option.made
            own = _assigned(run, option.package, made) if index == "%assigned" else made.get(int(index))
            found.extend([own] if own is not None else [])
    return join_all(found) if found else None


def _step(run: Interpreter, value: Value, part: str, call: Call) -> Value | None:
    found: list[Value] = []
    for option in options(value):
        if isinstance(option, Tup) and part == "*":
            found.extend(option.items)
        # Something unknown may be the text, if there is more after it.
        if part == "%text" and (isinstance(option, Known | Text) or (is_open(option) and call.args.get(2))):
            found.append(option)
        if not isinstance(option, Obj):
            continue
        if part == "*":
            found.append(run.heap.everything(option))
        elif part == "*[]":
            found.append(containers.values(run, option))
        elif part.startswith("%key"):
            found.append(_keys(run, option, part))
        elif part.startswith("%value"):
            found.append(_values(run, option, part))
        elif part.startswith(("%of:", "%notof:")):
            found.append(_of(run, option, part))
        elif part.startswith("*?"):
            found.append(_of_collection(run, option, part[2:], call.path.rsplit(".", 1)[-1]))
        else:
            found.append(run.attribute_or_index(option, part))
    result = join_all([option for item in found for option in options(item) if not is_nothing(option)])
    return result if options(result) else None


def _keys(run: Interpreter, obj: Obj, part: str) -> Value:
    """``%keys`` (``%key`` for any one of them); ``%keys:with:x``, ``%keys:without:x``: by their values.

    When all have it, none counts as having it: they are alike then.
    """
    _, _, rest = part.partition(":")
    if not rest or run.heap.is_open(obj):
        return containers.keys(run, obj)
    which, _, member = rest.partition(":")
    names = run.heap.keys(obj)
    having = [
        name for name in names
        if any(isinstance(o, Obj) and run.heap.has_key(o, member) for o in options(run.heap.load(obj, name)))
    ]  # fmt: skip
    if len(having) == len(names):
        having = []
    chosen = [name for name in names if (name in having) == (which == "with")]
    found = tuple(Known(str(name)) for name in chosen)
    return NONE if not found else join_all(found) if part.startswith("%key:") else Tup(found)


def _values(run: Interpreter, obj: Obj, part: str) -> Value:
    """``%values:with:/``, ``%values:without:/`` (``%value``: any of them): texts of a map by their end."""
    _, which, end = part.split(":")
    found = []
    for value in options(run.heap.everything(obj)):
        last = text_parts(value)[-1:] if isinstance(value, Known | Text) else ()
        ends = isinstance(last[0], str) and last[0].endswith(end) if last else False
        if ends == (which == "with"):
            found.append(value)
    return NONE if not found else join_all(found) if part.startswith("%value:") else Tup(tuple(found))


def _of(run: Interpreter, obj: Obj, part: str) -> Value:
    """``%of:x:y``, ``%notof:x:y``: a map has a value whose ``x`` is, or is not, ``y``."""
    which, member, text = part.split(":")
    given = [
        constant(option)
        for value in options(run.heap.everything(obj)) if isinstance(value, Obj)
        for option in options(run.attribute_or_index(value, member))
    ]  # fmt: skip
    return Known(True) if any((one == text) == (which == "%of") for one in given) else NONE


def _of_collection(run: Interpreter, obj: Obj, member: str, name: str) -> Value:
    """Values of a map whose ``member`` is, or has, a name; all of them when none says so."""
    values = [run.heap.load(obj, key) for key in run.heap.keys(obj)]
    chosen = [
        value for value in values
        if any(
            isinstance(option, Obj)
            and name in [constant(item) for item in _items(run, run.attribute_or_index(option, member))]
            for option in options(value)
        )
    ]  # fmt: skip
    return join_all(chosen or values)


def _items(run: Interpreter, value: Value) -> list[Value]:
    known = run.sequence(value)
    return list(known) if known is not None else list(options(value))


def _arn(run: Interpreter, text: str, call: Call, pos: ir.Pos) -> out.Value:
    parts: list[str | out.Hole] = []
    last = 0
    for match in _VARIABLE.finditer(text):
        parts.append(text[last : match.start()])
        last = match.end()
        name = match.group(1)
        if name in _HOLES:
            parts.append(_HOLES[name])
            continue
        value = _called(run, find(run, name, call), pos)
        described = convert(run, value) if value is not None else out.Unknown("argument")
        match described:
            case out.Const(value=str(constant_text)):
                parts.append(constant_text)
            case out.Text(parts=more):
                parts.extend(more)
            case _:
                parts.append(out.Hole(kind="unknown"))
    parts.append(text[last:])
    return out.Text(tuple(part for part in parts if part != ""))


def _signed(run: Interpreter, row: Row, call: Call, pos: ir.Pos) -> None:
    """A request signed by hand: its service decides the action, its address the resource."""
    from policywright.analyzers.sdk import signing  # few programs sign by hand

    source = row.signed
    found = {
        name: find(run, text, call)
        for name, text in source.items()
        if name in ("service", "method", "url", "target")
    }
    given = {name: convert(run, value) for name, value in found.items() if value is not None}
    host, path = (find(run, source[name], call) if name in source else None for name in ("host", "path"))
    if "url" not in given and host is not None:
        given["url"] = convert(run, concat_all((Known("https://"), host, path or Known("/"))))
    if "method" not in given and "request" in source:
        request = find(run, source["request"], call)
        if request is None:
            given["method"] = out.Const("GET")
        elif isinstance(request, Obj) and not run.heap.is_open(request):
            given["method"] = out.Const("POST" if run.heap.has_key(request, "body") else "GET")
    if "service" not in given:
        given["service"] = signing.service_of(given.get("url")) or out.Unknown("service")
    region = find(run, source["region"], call) if "region" in source else None
    signing.sign(run, given, in_region(run, AMBIENT, a_region(region)), pos, call.package)
