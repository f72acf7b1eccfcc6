"""Methods that Java's libraries find by names or annotations in objects that they fill in or write out.

``mapper.readValue(text, Order.class)`` makes an order and calls its setters, ``writeValueAsString(order)``
calls its getters, and of what is in an order's fields as well. Sources: the documentation of Jackson's
annotations (https://github.com/FasterXML/jackson-annotations/wiki), of JAXB and of SnakeYAML.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.annotated import types_named, types_within
from policywright.analyzers.engine.handles import ROOT_ARGS
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    ClassV,
    FuncV,
    Obj,
    Unknown,
    Value,
    Wrapped,
    options,
)
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_READS = regex(
    r"^(?:read|readValues?|readTree\w*|convertValue|treeToValue|updateValue|unmarshal|load|loadAs|readerFor"
    r"|readerForUpdating|parseObject|parseArray|deserialize|bindOrCreate|bind)$"
)
_WRITES = regex(r"^(?:write\w*|valueToTree|convertValue|marshal|toJSONString|toJSONBytes|serialize|dump\w*)$")
_SETTER = regex(r"^(?:set|with|add)[A-Z]\w*$")
_GETTER = regex(r"^(?:get|is)[A-Z]\w*$")
_JSON = frozenset((
    "JsonAnyGetter", "JsonAnySetter", "JsonCreator", "JsonGetter", "JsonProperty", "JsonSetter", "JsonValue",
    "XmlElement", "XmlAttribute",
))  # fmt: skip
_PUBLISHES = frozenset(("convertAndPublish", "fire", "fireAsync", "publish", "publishEvent"))
"""Methods of Spring's and CDI's events, and of Micronaut's."""
_LISTENS = frozenset(("EventListener", "Observes", "Subscribe", "TransactionalEventListener"))
_MAX_TYPES = 32
"""Types within one that are looked at."""


def reflected(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> None:
    """Calls what a library finds in the classes, and the objects, that it gets."""
    name = path.rpartition(".")[2]
    reads, writes = _READS.match(name), _WRITES.match(name)
    if reads is not None:
        _made(run, args)
    if (reads is None and writes is None) or not _any(run):
        return
    for value in args.told():
        for option in options(value):
            if reads is not None:
                kinds = [option] if isinstance(option, ClassV) else _of_reference(run, option)
                for cls in (one for kind in kinds for one in types_within(run, kind, _MAX_TYPES)):
                    for obj in options(run.typed_instance(cls)):
                        _call(run, cls, obj, pos, reads=True)
            if writes is not None and isinstance(option, Obj):
                own = run.heap.shape(option).cls
                if own is not None:
                    _call(run, own, option, pos, reads=False)


def _made(run: Interpreter, args: Args) -> None:
    """Objects that a library makes of data, beside those of the program: nothing is known of their fields.

    Whoever asks for an object of the type gets them, too.
    """
    for option in (option for value in args.told() for option in options(value)):
        kinds = [option] if isinstance(option, ClassV) else _of_reference(run, option)
        for cls in (one for kind in kinds for one in types_within(run, kind, _MAX_TYPES)):
            if cls.cls.abstract or run.engine.read(("instances", cls)) is BOTTOM:
                continue
            told = [name for base in run.mro(cls) for name, _ in base.cls.plain if name not in _initial(base)]
            if told:
                obj = run.allocate_instance(cls, cls.cls.pos, "read", within=False)
                for name in told:
                    run.heap.store(obj, name, Unknown("attribute", name))


def _initial(cls: ClassV) -> set[str]:
    """The fields that start out with something: whether a library sets those is told apart (``$default``)."""
    found: set[str] = set()
    for statement in cls.cls.body:
        if isinstance(statement, ir.FunctionDef) and statement.function.name == "<init>":
            for one in statement.function.body:
                match one:
                    case ir.Assign(targets=(ir.Attr(name=name),), value=value):
                        found.update(() if isinstance(value, ir.Name) else (name,))
    return found


def published(run: Interpreter, name: str, args: Args, pos: ir.Pos) -> None:
    """``publisher.publishEvent(event)``: what listens to events of its type."""
    if name not in _PUBLISHES or not (listeners := _listeners(run)):
        return
    for value in args.positional:
        for option in options(value):
            cls = run.heap.shape(option).cls if isinstance(option, Obj) else None
            for kind in run.mro(cls) if cls is not None else ():
                for module, owner, function in listeners.get(kind.cls.name, ()):
                    run.ensure(module)
                    for made in options(run.global_name(module, owner)):
                        members = run.find(made, function) if isinstance(made, ClassV) else None
                        for obj in options(run.typed_instance(made)) if isinstance(made, ClassV) else ():
                            run.call(run.bind_member(members or BOTTOM, obj, made), Args((option,)), pos)  # type: ignore[arg-type]


def _listeners(run: Interpreter) -> dict[str, list[tuple[str, str, str]]]:
    """The methods that listen to events, by the type of these: file, outermost class, name."""
    known: dict[str, list[tuple[str, str, str]]] | None = run.program.notes.get("java listeners")
    if known is None:
        known = run.program.notes["java listeners"] = {}
        for module in sorted(run.program.scope):
            for one in run.program.lowered(module).functions:
                if one.params and not _LISTENS.isdisjoint(one.marks):
                    place = (module, one.qualname.partition(".")[0], one.name)
                    known.setdefault(one.params[0].declared, []).append(place)
    return known


def _any(run: Interpreter) -> bool:
    """Whether any method of the program that may be one of these can lead to a request."""
    minor = run.engine.bounds.crowds.minor
    return run.program.once("java reflected", lambda: any(
        one not in minor
        and (_SETTER.match(one.name) or _GETTER.match(one.name) or not _JSON.isdisjoint(one.marks))
        for one in run.program.functions()
    ))  # fmt: skip


def _of_reference(run: Interpreter, value: Value) -> list[ClassV]:
    """``new TypeReference<List<Order>>() {}``: the types that its base is told."""
    cls = run.heap.shape(value).cls if isinstance(value, Obj) else None
    found: list[ClassV] = []
    for base in cls.cls.annotations if cls is not None else ():
        if cls is not None and base[0] == "$types":
            found.extend(types_named(run, cls, base[1]))
    return found


def _call(run: Interpreter, cls: ClassV, obj: Value, pos: ir.Pos, *, reads: bool) -> None:
    minor = run.engine.bounds.crowds.minor
    names = _SETTER if reads else _GETTER
    for base in run.mro(cls):
        for statement in base.cls.body:
            function = statement.function if isinstance(statement, ir.FunctionDef) else None
            if function is None or function in minor:
                continue
            marked = not _JSON.isdisjoint(function.marks)
            if not marked and (not names.match(function.name) or (len(function.params) == 1) != reads):
                continue
            for member in options(run.find(cls, function.name) or BOTTOM):
                inner = member.function if isinstance(member, Wrapped) else member
                if isinstance(inner, FuncV):
                    run.call(run.bind_member(member, obj, cls), ROOT_ARGS, pos)
