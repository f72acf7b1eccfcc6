"""What Python does with classes beyond calling them: hooks at their definition, enums, named tuples.

Source: the data model chapter of the Python language reference ("Customizing class creation",
"Implementing descriptors"), and the ``enum`` and ``collections`` pages of the library reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Known,
    Obj,
    Text,
    Tup,
    Unknown,
    Value,
    Wrapped,
    is_text,
    join,
    join_all,
    options,
    strings,
    with_fallback,
)
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

DICTS = frozenset(
    (
        "builtins.dict",
        "collections.UserDict",
        "collections.OrderedDict",
        "collections.defaultdict",
        "typing.Dict",
    )
)
LISTS = frozenset(("builtins.list", "collections.UserList", "collections.deque", "builtins.set"))
_ENUMS = frozenset(("enum.Enum", "enum.StrEnum", "enum.IntEnum", "enum.ReprEnum", "aenum.Enum"))


def library_bases(run: Interpreter, cls: ClassV) -> Iterator[str]:
    """The library classes among all bases, by path."""
    for base in run.mro(cls):
        for option in options(run.engine.read(("bases", base))):
            if isinstance(option, Ext):
                yield option.path


def derives(run: Interpreter, value: Value, paths: frozenset[str]) -> bool:
    """Whether a class, or an instance's class, derives from one of the library classes."""
    cls = run.heap.shape(value).cls if isinstance(value, Obj) else value
    return isinstance(cls, ClassV) and any(path in paths for path in library_bases(run, cls))


# --- definition ---


def defined(run: Interpreter, cls: ClassV, namespaces: dict[Obj, ClassV]) -> None:
    """Runs what the definition of a class runs: ``__set_name__``, ``__init_subclass__``, its metaclass."""
    own = dict(_members(run, cls))
    for name, value in own.items():
        for option in options(value):
            run.call_special(option, "__set_name__", Args((cls, Known(name))), cls.cls.pos)
    given = [(name, run.evaluate(value)) for name, value in cls.cls.keywords if name]
    _init_subclass(run, cls, tuple(pair for pair in given if pair[0] != "metaclass"))
    for name, value in given:
        if name == "metaclass":
            run.engine.write(("metaclass", cls), value)
    for base in run.mro(cls):
        metaclass = run.engine.read(("metaclass", base))
        for option in options(metaclass):
            if isinstance(option, ClassV):
                _run_metaclass(run, option, cls, own, namespaces)
                return


def _members(run: Interpreter, cls: ClassV) -> Iterator[tuple[str, Value]]:
    for statement in cls.cls.body:
        for target in statement.targets if isinstance(statement, ir.Assign) else ():
            if isinstance(target, ir.Name):
                yield target.name, run.engine.read(("class", cls, target.name))
        if isinstance(statement, ir.FunctionDef):
            name = statement.function.name
            yield name, run.engine.read(("class", cls, name))


def _init_subclass(run: Interpreter, cls: ClassV, keywords: tuple[tuple[str, Value], ...]) -> None:
    for base in run.mro(cls)[1:]:
        for hook in options(run.engine.read(("class", base, "__init_subclass__"))):
            function = hook.function if isinstance(hook, Wrapped) else hook
            if isinstance(function, FuncV):
                run.call(Bound(cls, function), Args((), keywords), cls.cls.pos)
                return


def _run_metaclass(
    run: Interpreter, metaclass: ClassV, cls: ClassV, own: dict[str, Value], namespaces: dict[Obj, ClassV]
) -> None:
    pos = cls.cls.pos
    space = run.heap.new("dict", "namespace", pos, run.frame.module, run.frame.task.id)
    for name, value in own.items():
        run.heap.store(space, name, value, certain=True)
    namespaces[space] = cls
    args = Args((Known(cls.cls.name), Tup((), open=True), space))
    maker = run.find(metaclass, "__new__")
    if maker is not None:
        function = maker.function if isinstance(maker, Wrapped) else maker
        run.call(function, Args((metaclass, *args.positional)), pos)
    starter = run.find(metaclass, "__init__")
    for option in options(starter) if starter is not None else ():
        if isinstance(option, FuncV):
            run.call(Bound(cls, option), args, pos)


# --- enums ---


def members(run: Interpreter, cls: ClassV) -> tuple[Value, ...] | None:
    """The members of an enum, which here are their values; None for other classes."""
    if not derives(run, cls, _ENUMS):
        return None
    found = {name: value for base in reversed(run.mro(cls)) for name, value in _members(run, base)}
    return tuple(
        value
        for name, value in found.items()
        if not name.startswith("_") and not isinstance(value, FuncV | Wrapped)
    )


def own_methods(run: Interpreter, cls: ClassV) -> list[str]:
    """The methods that an enum defines for its members."""
    if not derives(run, cls, _ENUMS):
        return []
    return [
        name
        for name, value in _members(run, cls)
        if not name.startswith("__") and any(isinstance(option, FuncV | Wrapped) for option in options(value))
    ]


def enum_method(run: Interpreter, value: Known, name: str, enums: list[ClassV]) -> Value | None:
    """A method of a member; a member is its value here, so whose it is shows in the enums' members."""
    having = [cls for cls in enums if value in (members(run, cls) or ())]
    found = [run.bind_member(run.find(cls, name) or BOTTOM, value, cls) for cls in having]
    return join_all(found) if found else None


def construct(run: Interpreter, cls: ClassV, args: Args, pos: ir.Pos) -> Value | None:
    """``Color(value)`` looks a member up."""
    found = members(run, cls) if args.positional else None
    if not found:
        return None
    given = set(options(args.positional[0]))
    meant = [value for value in found if value in given]
    return join_all(meant if len(meant) == len(given) else found)


def member(run: Interpreter, cls: ClassV, key: Value) -> Value | None:
    """``Color["RED"]``."""
    found = members(run, cls)
    if not found:
        return None
    names = list(strings(key))
    return join_all([run.attribute(cls, name) for name in names] if names else found)


# --- named tuples ---


def record(name: Value | None, fields: tuple[str, ...], module: str, pos: ir.Pos) -> ClassV:
    """The class that ``namedtuple("Name", "fields")`` makes."""
    text = next(strings(name), "namedtuple") if name is not None else "namedtuple"
    cls = ir.Class(pos, text, text, (), ())
    cls.annotations = tuple((field, ir.Opaque(pos)) for field in fields)
    return ClassV(cls, module)


def overlay(run: Interpreter, obj: Obj) -> None:
    """``setattr(self, key, value)`` for whatever keys: texts that are there may be others."""
    cls = run.heap.shape(obj).cls
    if cls is None:
        return
    own = (
        target.name
        for base in run.mro(cls) for statement in base.cls.body if isinstance(statement, ir.Assign)
        for target in statement.targets if isinstance(target, ir.Name)
    )  # fmt: skip
    for key in dict.fromkeys((*run.heap.keys(obj), *own)):
        held = join(run.heap.load(obj, key), run.find(cls, str(key)) or BOTTOM)
        if any(map(is_text, options(held))):
            run.heap.store(obj, key, Unknown("attribute", str(key)))


def field_at(run: Interpreter, obj: Obj, key: Value) -> Value | None:
    """``record[0]``: a field by its position."""
    cls = run.heap.shape(obj).cls
    if cls is None or not isinstance(key, Known) or not isinstance(key.value, int):
        return None
    names = [name for base in reversed(run.mro(cls)) for name, _ in base.cls.annotations]
    return run.attribute(obj, names[key.value]) if -len(names) <= key.value < len(names) else None


_SETTINGS = frozenset(("pydantic_settings.BaseSettings", "pydantic.BaseSettings", "pydantic.v1.BaseSettings"))
"""Classes whose fields come from the environment when they are not given
(https://docs.pydantic.dev/latest/concepts/pydantic_settings/)."""


def setting(base: Ext, name: str, default: Value | None) -> Value | None:
    """A field that the environment may set; None for classes that do not look there."""
    if base.path not in _SETTINGS:
        return None
    found = Text((Hole(kind="env", name=name.upper()),))
    return found if default is None else with_fallback(found, default)
