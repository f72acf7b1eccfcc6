"""What Python does with classes beyond calling them: hooks at their definition, enums, named tuples.

Source: the data model chapter of the Python language reference ("Customizing class creation",
"Implementing descriptors"), and the ``enum`` and ``collections`` pages of the library reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policywright.analyzers import ir
from policywright.analyzers.engine.names import walk
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Known,
    Obj,
    Partial,
    Tup,
    Unknown,
    Value,
    Wrapped,
    is_text,
    join,
    join_all,
    options,
    strings,
)

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
BY_ITEMS = frozenset(("collections.UserDict", "collections.OrderedDict"))
"""Of these, what makes one puts each item into it by ``__setitem__``."""
CONTENTS = "data"
"""The real dict or list in one of ``WITH_CONTENTS``: https://docs.python.org/3/library/collections.html."""
WITH_CONTENTS = ("collections.UserDict", "collections.UserList")
LISTS = frozenset((
    "builtins.frozenset", "builtins.list", "builtins.set", "builtins.tuple", "collections.UserList",
    "collections.deque", "typing.List",
))  # fmt: skip
CONTAINERS = DICTS | LISTS
_ENUMS = frozenset((
    "enum.Enum", "enum.StrEnum", "enum.IntEnum", "enum.ReprEnum", "enum.Flag", "enum.IntFlag", "aenum.Enum",
    "aenum.Flag",
))  # fmt: skip

_SAYING = ("__format__", "__str__")
"""Methods that say what stands for an object in a text."""


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


def is_of_base(run: Interpreter, path: str, args: Args) -> bool:
    """``Model.save(self)``: the path of a member of a library's class that what comes first derives from."""
    base = path.rpartition(".")[0]
    return bool(args.positional) and any(
        base == "builtins.type" if isinstance(one, ClassV)
        else isinstance(one, Obj) and derives(run, one, frozenset((base,)))
        for one in options(args.positional[0])
    )  # fmt: skip


def call_of_base(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value:
    """The class's own method of what comes first, whatever a class of the program makes of it."""
    base, _, name = path.rpartition(".")
    rest = args.drop(1)
    return join_all([
        run.call(run.inherited(Ext(base), name, option), rest, pos) for option in options(args.positional[0])
    ])  # fmt: skip


# --- definition ---


def defined(run: Interpreter, cls: ClassV, namespaces: dict[Obj, ClassV]) -> None:
    """Runs what the definition of a class runs: ``__set_name__``, ``__init_subclass__``, its metaclass."""
    own = dict(_members(run, cls))
    _computed_defaults(run, cls)
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


def _computed_defaults(run: Interpreter, cls: ClassV) -> None:
    """``@field.default`` of attrs: a method gives what a field starts out with."""
    for statement in cls.cls.body:
        function = statement.function if isinstance(statement, ir.FunctionDef) else None
        for decorator in function.decorators if function is not None else ():
            match decorator:
                case ir.Attr(obj=ir.Name(name=field), name="default") if function is not None:
                    made = Wrapped("property", run.engine.read(("class", cls, function.name)))
                    run.engine.write(("class", cls, field), made)


def _members(run: Interpreter, cls: ClassV) -> Iterator[tuple[str, Value]]:
    for statement in cls.cls.body:
        for target in statement.targets if isinstance(statement, ir.Assign) else ():
            if isinstance(target, ir.Name):
                yield target.name, run.engine.read(("class", cls, target.name))
        if isinstance(statement, ir.FunctionDef):
            name = statement.function.name
            yield name, run.engine.read(("class", cls, name))
        if isinstance(statement, ir.ClassDef):
            yield statement.cls.name, run.engine.read(("class", cls, statement.cls.name))


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
        for key in run.heap.keys(space):
            if key not in own:
                run.engine.write(("class", cls, str(key)), run.heap.load(space, key))
    starter = run.find(metaclass, "__init__")
    for option in options(starter) if starter is not None else ():
        if isinstance(option, FuncV):
            run.call(Bound(cls, option), args, pos)


# --- enums ---


def members(run: Interpreter, cls: ClassV) -> tuple[Value, ...] | None:
    """What going over a class gives: the members of an enum, what a metaclass says; None for others."""
    if not derives(run, cls, _ENUMS):
        found = [run.find(meta, "__iter__") for meta in metaclasses(run, cls)]
        made = [run.call(Bound(cls, one), Args(), run.here) for one in found if isinstance(one, FuncV)]
        return (run.iterate(join_all(made)),) if made else None
    return _enum_members(run, cls)


def _enum_members(run: Interpreter, cls: ClassV) -> tuple[Value, ...]:
    """The members of an enum, which here are their values where those are constants."""
    values = _values(run, cls) if derives(run, cls, _ENUMS) else {}
    return tuple(_member(run, cls, name, value) for name, value in values.items())


def _values(run: Interpreter, cls: ClassV) -> dict[str, Value]:
    """What the members of an enum are set to."""
    found = {name: value for base in reversed(run.mro(cls)) for name, value in _members(run, base)}
    return {
        name: value for name, value in found.items()
        if not name.startswith("_") and not isinstance(value, ClassV | FuncV | Wrapped)
    }  # fmt: skip


def _member(run: Interpreter, cls: ClassV, name: str, value: Value) -> Value:
    """A member: an object with a value of its own kind, or, where that is a constant, the constant."""
    made = run.find(cls, "__init__") is not None or run.find(cls, "__new__") is not None
    if not made and all(is_text(one) or isinstance(one, Known | Unknown) for one in options(value)):
        return value
    obj = run.heap.new("instance", "member", name, cls.module, cls.cls.pos, None, cls=cls)
    run.engine.write(("instances", cls), obj)
    items = run.sequence(value) if not any(map(is_text, options(value))) else None
    args = Args(items if items is not None else (value,))
    new = run.find(cls, "__new__")
    told = value
    for function in options(new) if new is not None else ():
        bare = function.function if isinstance(function, Wrapped) else function
        for one in options(run.call(bare, Args((cls, *args.positional)), cls.cls.pos)):
            if isinstance(one, Obj):
                run.heap.merge(obj, one)
                told = join(told, run.heap.load(one, "_value_"))
    run.call_special(obj, "__init__", args, cls.cls.pos)
    for key, held in (("value", told), ("_value_", told), ("name", Known(name)), ("_name_", Known(name))):
        run.heap.store(obj, key, held)
    return obj


def enum_member(run: Interpreter, cls: ClassV, name: str) -> Value | None:
    """``Color.RED`` where that is an object; None for other members, and those of other classes."""
    if name.startswith("_") or not cls.cls.body or not derives(run, cls, _ENUMS):
        return None
    value = _values(run, cls).get(name)
    found = _member(run, cls, name, value) if value is not None else None
    return found if found is not value else None


def called(run: Interpreter, cls: ClassV, args: Args, pos: ir.Pos) -> None:
    """``__call__`` of a metaclass is what runs when the class is called."""
    for meta in metaclasses(run, cls):
        hook = run.find(meta, "__call__")
        if isinstance(hook, FuncV):
            run.call(Bound(cls, hook), args, pos)


def own_methods(run: Interpreter, cls: ClassV) -> list[str]:
    """The methods that an enum defines for its members."""
    if not derives(run, cls, _ENUMS):
        return []
    return [
        name
        for name, value in _members(run, cls)
        if (not name.startswith("__") or name in _SAYING)
        and any(isinstance(option, FuncV | Wrapped) for option in options(value))
    ]


def in_text(
    run: Interpreter, value: Value, part: ir.Expr | None, methods: Mapping[str, list[ClassV]]
) -> Value:
    """What a member of an enum is in a text, beside its value: what its ``__str__`` says."""
    function = run.frame.function
    if (isinstance(part, ir.Attr) and part.name == "value") or (
        function is not None and function.function.name in _SAYING
    ):
        # Its value is meant.
        return value
    found = [value]
    for one in options(value):
        if not isinstance(one, Known):
            continue
        for name in _SAYING:
            said = enum_method(run, one, name, methods[name]) if name in methods else None
            if said is not None:
                found.append(run.call(said, Args((Known(""),) if name == "__format__" else ()), run.here))
    return join_all(found)


def enum_method(run: Interpreter, value: Known, name: str, enums: list[ClassV]) -> Value | None:
    """A method of a member; a member is its value here, so whose it is shows in the enums' members."""
    having = [cls for cls in enums if value in _enum_members(run, cls)]
    found = [run.bind_member(run.find(cls, name) or BOTTOM, value, cls) for cls in having]
    return join_all(found) if found else None


def construct(run: Interpreter, cls: ClassV, args: Args, pos: ir.Pos) -> Value | None:
    """``Color(value)`` looks a member up."""
    called(run, cls, args, pos)
    found = _enum_members(run, cls) if args.positional else None
    if not found:
        return None
    for fallback in options(run.find(cls, "_missing_") or BOTTOM):
        if isinstance(fallback, Wrapped) and isinstance(fallback.function, FuncV):
            run.call(Bound(cls, fallback.function), Args(args.positional[:1]), pos)
    given = set(options(args.positional[0]))
    meant = [value for value in found if value in given]
    return join_all(meant if meant and len(meant) == len(given) else found)


def member(run: Interpreter, cls: ClassV, key: Value) -> Value | None:
    """``Color["RED"]``."""
    found = _enum_members(run, cls)
    if not found:
        return None
    names = list(strings(key))
    return join_all([run.attribute(cls, name) for name in names] if names else found)


def enum_table(run: Interpreter, cls: ClassV) -> Value:
    """``Color.__members__``"""
    found = run.heap.new("dict", "members", cls.cls.pos, cls.module, run.frame.task.id)
    for name, value in _values(run, cls).items():
        run.heap.store(found, name, _member(run, cls, name, value), certain=True)
    return found


def flags(run: Interpreter, methods: Mapping[str, list[ClassV]], left: Value, right: Value) -> Value | None:
    """``Color.RED | Color.BLUE`` is a member as well, of an enum that has methods; None for all else."""
    if not methods:
        return None
    enums = dict.fromkeys(cls for several in methods.values() for cls in several)
    sides = [one for side in (left, right) for one in options(side)]
    numbers = [one for one in sides if isinstance(one, Known) and isinstance(one.value, int)]
    members = {value for cls in enums for value in _enum_members(run, cls)} if numbers else set()
    found = [one for one in numbers if one in members] + [
        one for one in sides if isinstance(one, Obj) and run.heap.shape(one).cls in enums
    ]
    return join_all(found) if found else None


# --- named tuples ---


def record(name: Value | None, fields: tuple[str, ...], module: str, pos: ir.Pos) -> ClassV:
    """The class that ``namedtuple("Name", "fields")`` makes."""
    text = next(strings(name), "namedtuple") if name is not None else "namedtuple"
    cls = ir.Class(pos, text, text, (), ())
    cls.annotations = tuple((field, ir.Opaque(pos)) for field in fields)
    return ClassV(cls, module)


def fill(run: Interpreter, cls: ClassV, bases: Value | None, space: Value | None) -> None:
    """What a class derives from and has that ``type(name, bases, space)`` makes."""
    for base in options(run.iterate(bases or BOTTOM)):
        run.engine.write(("bases", cls), base)
    for ancestor in run.mro(cls)[1:]:
        run.engine.write(("subclasses", ancestor), cls)
    for one in options(space or BOTTOM):
        if isinstance(one, Obj):
            for key in run.heap.keys(one):
                run.engine.write(("class", cls, str(key)), run.heap.load(one, key))


def field_at(run: Interpreter, obj: Obj, key: Value) -> Value | None:
    """``record[0]``: a field by its position."""
    cls = run.heap.shape(obj).cls
    if cls is None or not isinstance(key, Known) or not isinstance(key.value, int):
        return None
    told = run.find(cls, "__match_args__")
    names = [text for item in run.sequence(told or BOTTOM) or () for text in strings(item)]
    names = names or [name for base in reversed(run.mro(cls)) for name, _ in base.cls.annotations]
    return run.attribute(obj, names[key.value]) if -len(names) <= key.value < len(names) else None


# --- members that every class of a kind has ---

_RECORDS = {"_replace": "python.$changed", "_asdict": "dataclasses.asdict"}
"""What named tuples have by themselves."""
_MODELS = {
    "model_copy": "python.$changed", "copy": "python.$changed", "model_dump": "python.$dumped",
    "dict": "python.$dumped",
}  # fmt: skip
"""What pydantic's models have (https://docs.pydantic.dev/latest/api/base_model/)."""
_FROM_OUTSIDE = frozenset((
    "construct", "from_orm", "model_construct", "model_validate", "model_validate_json",
    "model_validate_strings", "parse_file", "parse_obj", "parse_raw",
))  # fmt: skip
"""Class methods of theirs that make an instance of what comes from outside."""
_MAPPINGS = frozenset(("get", "items", "pop", "popitem", "setdefault", "update", "values", "__contains__"))
"""What the abstract classes of mappings make of ``__getitem__`` and its kin (``collections.abc``)."""
_MAPPING = frozenset(
    f"{package}.{name}" for package in ("collections.abc", "typing", "collections")
    for name in ("Mapping", "MutableMapping", "UserDict")
)  # fmt: skip
_SEQUENCE = frozenset(
    f"{package}.{name}"
    for package in ("collections.abc", "typing")
    for name in ("Sequence", "MutableSequence", "Set")
)


def own_member(run: Interpreter, obj: Obj, name: str) -> Value | None:
    """A member that a record's instance has by its kind; None for others."""
    if name in ("result", "__await__"):
        # A task of ``asyncio`` is what it gives here.
        return Partial(Ext("python.$same"), Args((obj,)))
    if name == "add_done_callback":
        return Partial(Ext("python.$done"), Args((obj,)))
    if name in _RECORDS:
        return Partial(Ext(_RECORDS[name]), Args((obj,)))
    if name in _MODELS and any(
        path.startswith(_PYDANTIC) for path in library_bases(run, obj_class(run, obj))
    ):
        return Partial(Ext(_MODELS[name]), Args((obj,)))
    return None


def contents(run: Interpreter, obj: Obj) -> Value:
    """Whoever has the contents of an own mapping or sequence may put anything there, past its methods."""
    if "collections.UserList" in list(library_bases(run, obj_class(run, obj))):
        run.heap.append(obj, Unknown("item"))
    else:
        run.heap.put(obj, Unknown("key"), Unknown("item"))
    return Unknown("attribute", CONTENTS)


def fills(run: Interpreter, obj: Obj) -> bool:
    """A mapping of a library (``cachetools``) that makes what is missing."""
    cls = run.heap.shape(obj).cls
    return cls is not None and run.find(cls, "__missing__") is not None


def obj_class(run: Interpreter, obj: Obj) -> ClassV:
    cls = run.heap.shape(obj).cls
    assert cls is not None
    return cls


def class_member(run: Interpreter, cls: ClassV, name: str) -> Value | None:
    """A member that a class has by its kind or its metaclass; None for others."""
    if name == "_make":
        return Partial(Ext("python.$make"), Args((cls,)))
    if name == "__members__" and derives(run, cls, _ENUMS):
        return enum_table(run, cls)
    if name in _FROM_OUTSIDE and any(path.startswith(_PYDANTIC) for path in library_bases(run, cls)):
        return Partial(Ext("python.$from_outside"), Args((cls,)))
    for meta in metaclasses(run, cls):
        member = run.find(meta, name)
        if isinstance(member, Wrapped) and isinstance(member.function, FuncV):
            bound = Bound(cls, member.function)
            return run.call(bound, Args(), run.here) if member.kind == "property" else bound
        if isinstance(member, FuncV):
            return Bound(cls, member)
        missing = run.find(meta, "__getattr__")
        if isinstance(missing, FuncV):
            return run.read_by(Bound(cls, missing), name, Args((Known(name),)), run.here)
    return None


def class_item(run: Interpreter, cls: ClassV, key: Value) -> Value | None:
    """``Class[key]`` where the class, or its metaclass, says what that is."""
    own = run.find(cls, "__class_getitem__")
    found: list[Value | None] = [own.function if isinstance(own, Wrapped) else own]
    found.extend(run.find(meta, "__getitem__") for meta in metaclasses(run, cls))
    made = [run.call(Bound(cls, one), Args((key,)), run.here) for one in found if isinstance(one, FuncV)]
    return join_all(made) if made else None


def metaclasses(run: Interpreter, cls: ClassV) -> list[ClassV]:
    """The program's metaclasses of a class."""
    if not _any_metaclass(run):
        return []
    found = [option for base in run.mro(cls) for option in options(run.engine.read(("metaclass", base)))]
    return [one for one in dict.fromkeys(found) if isinstance(one, ClassV)]


def _any_metaclass(run: Interpreter) -> bool:
    """Whether any class of the program names a metaclass."""
    program = run.program
    return program.once("python metaclasses", lambda: any(
        name == "metaclass"
        for module in program.scope for cls in program.lowered(module).classes for name, _ in cls.keywords
    ))  # fmt: skip


def named_by_fields(run: Interpreter, cls: ClassV, name: str) -> bool:
    """A method of a record that a field is told the name of (``fields.Method("get_url")``), or that is
    called after one (``get_url``, ``validate_url``)."""
    for base in run.mro(cls):
        for one in base.cls.body:
            if not isinstance(one, ir.Assign) or one.value is None:
                continue
            if any(
                isinstance(target, ir.Name) and name.endswith(f"_{target.name}") for target in one.targets
            ):
                return True
            if any(isinstance(part, ir.Const) and part.value == name for part in walk(one.value)):
                return True
    return False


def from_base(run: Interpreter, obj: Obj, base: Ext, name: str) -> Value | None:
    """What an instance has of a library's class: what that makes of its special methods, or its arguments."""
    item = [run.call_special(obj, "__getitem__", Args((Unknown("key"),)))] if (
        (base.path in _MAPPING and name in _MAPPINGS) or base.path in _SEQUENCE) else []  # fmt: skip
    if base.path in _MAPPING and name in ("update", "setdefault"):
        return Partial(Ext("python.$update"), Args((obj,)))
    if item and item[0] is not BOTTOM:
        run.call_special(obj, "__iter__")
        pair = Tup((Tup((Unknown("key"), item[0])),), open=True)
        several = Tup((item[0],), open=True)
        given = pair if name == "items" else several if name == "values" else item[0]
        return Partial(Ext("python.$same"), Args((given,)))
    carried = run.engine.read(("carried", obj.id))
    return run.attribute(carried, name) if carried is not BOTTOM else None


_PYDANTIC = ("pydantic.", "pydantic_settings.", "sqlmodel.", "aws_lambda_powertools.utilities.parser.")


def is_model(base: Ext) -> bool:
    """A class of pydantic's or its kin, whose fields are known to be what they are given."""
    return base.path.startswith(_PYDANTIC)
