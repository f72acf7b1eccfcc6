"""What libraries fill in through a pointer: what was decoded, bound or read from the environment.

What the code has put there before is a default then, and what it puts there later stands beside it.
"""

from __future__ import annotations

from functools import lru_cache, partial

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Obj,
    Unknown,
    Value,
    options,
)
from policywright.analyzers.languages.go import interfaces
from policywright.analyzers.languages.go.aws import names
from policywright.analyzers.languages.go.facts import facts
from policywright.analyzers.sdk.handles import Parameter
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_DECODES = regex(
    r"^(?:Must)?(?:Should)?(?:Unmarshal|Decode|Bind)|^(?:Body|Query|Params|Reqheader|Cookie)Parser$"
)
"""``json.Unmarshal``, ``toml.DecodeFile``, ``viper.UnmarshalKey``, gin's ``ShouldBindJSON``, fiber's
``BodyParser``: methods of any library."""
_READS = regex(
    r"\b(?:envconfig|go-envconfig|env|cleanenv|conf|configor|go-config|koanf)(?:/v\d+)?(?:\.New\(\))?"
    r"\.(?:Must)?(?:Process|Parse|ReadConfig|ReadEnv|Load)\w*$"
    r"|\b(?:mergo|copier)(?:/v\d+)?\.(?:Merge|Copy|Map)\w*$"
)
"""Functions of libraries that have common names."""
_LEAVES = regex(
    r"^(?:New|With|Print|S?Dump|Sprint|Fprint|Log|Debug|Info|Warn|Error|Fatal|Panic|Trace|Any|Object|Reflect"
    r"|Equal|Diff|Validate|Struct|Marshal|Encode|Write|JSON|XML|YAML|Send|Render|Execute|Register|Handle|Add"
    r"|Append|Start|Run|Serve)"
)
"""How functions are called that read what they get: those that make, log, write or keep something."""
_SETTINGS = regex(
    r"^(?:Must|Should|Strict|Try)?(?:Parse|Load|Read|Map|Fill|Populate|Process|Unpack|Scan|Bind|Into|Configure"
    r"|Init|Set)"
)
"""How functions are called that fill in settings: what clients of Kubernetes get names nothing in AWS."""
_MAX_WITHIN = 5
"""Objects within objects that are filled in."""


@lru_cache(maxsize=10_000)
def fills(path: str) -> bool:
    """A function or method of a library writes through the pointers that it is passed."""
    return _DECODES.match(path.rpartition(".")[2]) is not None or _READS.search(path) is not None


def may_fill(path: str) -> bool:
    """A library without a model may write through pointers that it is passed: a parser of command lines."""
    first, slash, _ = path.partition("/")
    known = not slash or "." not in first or names.is_sdk(path) or path.startswith("github.com/aws/")
    return not known and _LEAVES.match(path.rpartition(".")[2]) is None


def perhaps_filled(run: Interpreter, path: str, args: Args) -> None:
    """Data that such a library is passed may be other data from now on; what sends requests it calls."""
    if may_fill(path) and _SETTINGS.match(path.rpartition(".")[2]) is not None:
        found = [option for value in args.positional for option in options(value)]
        filled(run, Args(tuple(one for one in found if isinstance(one, Obj) and _is_data(run, one))))


def _is_data(run: Interpreter, obj: Obj) -> bool:
    shape = run.heap.shape(obj)
    if shape.kind == "list" or (shape.cls is None and obj.id in facts(run).types):
        return False
    if shape.cls is not None:
        package = run.program.group_of.get(shape.cls.module, shape.cls.module)
        methods = interfaces.types_of(run.program).methods.get((package, shape.cls.cls.name), ())
        found = [one for name, _ in methods for one in options(run.find(shape.cls, name) or BOTTOM)]
        minor = run.engine.bounds.crowds.minor
        if any(isinstance(one, FuncV) and one.function not in minor for one in found):
            return False
    held = [option for key in run.heap.keys(obj) for option in options(run.heap.load(obj, key))]
    return not any(isinstance(option, Handle) and option.reaches() for option in held)


def filled(run: Interpreter, args: Args) -> None:
    """Whatever is passed, and what is within, may hold something else from now on."""
    seen: set[Obj] = set()
    values = list(args.positional)
    for _ in range(_MAX_WITHIN):
        found = [option for value in dict.fromkeys(values) for option in options(value)]
        new = dict.fromkeys(one for one in found if isinstance(one, Obj) and one not in seen)
        seen.update(new)
        values = [value for obj in new for value in _fill(run, obj)]


def _fill(run: Interpreter, obj: Obj) -> list[Value]:
    """Fills in one object, and gives what is in it."""
    shape = run.heap.shape(obj)
    if shape.cls is not None:
        return _fill_fields(run, obj, shape.cls)
    if shape.kind != "dict":
        return []
    run.heap.make_open(obj)
    if obj.id not in facts(run).types and not run.heap.keys(obj) and not run.heap.other(obj):
        # ``event := map[string]string{}``
        run.heap.put(obj, Unknown("key"), Unknown("item"))
    return [_fill_one(run, obj, key, run.heap.load(obj, key)) for key in run.heap.keys(obj)]


def _fill_fields(run: Interpreter, obj: Obj, cls: ClassV) -> list[Value]:
    inside: list[Value] = []
    for name, annotation in cls.cls.annotations:
        if not name[:1].isupper():
            continue
        if not isinstance(annotation, ir.Index):
            for kind in options(run.in_module(cls, partial(run.evaluate, annotation))):
                found = _decoded(run, kind, name)
                if found is not None:
                    run.heap.store(obj, name, found)
        held = run.heap.load(obj, name)
        inside.append(held)
        if not any(isinstance(option, Obj) and run.heap.shape(option).cls for option in options(held)):
            inside.extend(_read_as(run, cls, annotation))
    return inside


def _read_as(run: Interpreter, cls: ClassV, annotation: ir.Expr) -> list[Value]:
    """What pointers, lists and maps of structs hold that nothing was put in: other structs than those that
    the program makes, with fields that are not known. Who asks for a struct of the type gets them, too."""
    while isinstance(annotation, ir.Index):
        inner = annotation.key
        annotation = inner.items[-1] if isinstance(inner, ir.TupleLit) else inner
    kinds = options(run.in_module(cls, partial(run.evaluate, annotation)))
    return [
        run.allocate_instance(kind, kind.cls.pos, "read", within=False)
        for kind in kinds
        if isinstance(kind, ClassV) and not kind.cls.underlying and not kind.cls.abstract
        and run.engine.read(("instances", kind)) is not BOTTOM
    ]  # fmt: skip


def _decoded(run: Interpreter, kind: Value, name: str) -> Value | None:
    """What a field of a type gets; None where what it holds is filled in, and where nothing can be."""
    match kind:
        case Parameter():
            return kind
        case ClassV():
            if not kind.cls.underlying:
                return None
            return interfaces.with_methods(run, kind, Unknown("attribute", name), kind.cls.pos)
        case Handle():
            return None
        case Ext(path=path) if names.is_sdk(path):
            return None
    return Unknown("attribute", name)


def _fill_one(run: Interpreter, obj: Obj, key: object, value: Value) -> Value:
    if not all(isinstance(option, Obj | Handle) for option in options(value)):
        run.heap.store(obj, key, Unknown("attribute", str(key)))
    return value
