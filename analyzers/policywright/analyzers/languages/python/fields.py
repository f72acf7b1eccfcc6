"""What a record does to what it is given for a field, before it holds it: converters, validators, aliases.

Where that is not known, a text is not known either: ``P("ST").bucket`` is ``st`` where the field says
``converter=str.lower``. ``engine/making.py`` asks when it fills the fields of a new object.

Sources: https://www.attrs.org/en/stable/init.html ("Converters", "Private Attributes and Aliases"),
and of https://docs.pydantic.dev/latest/concepts/: "Validators", "Alias", "Types" ("Custom types").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine.names import simple_name, walk
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Known,
    Obj,
    Unknown,
    Value,
    Wrapped,
    is_text,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.python import classes, records
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.program import Program

_ALIASES = ("alias", "validation_alias")
_OF_FIELDS = frozenset(("field_validator", "validator"))
_OF_MODELS = frozenset(("model_validator", "root_validator"))
_DEFINING = frozenset(("define", "mutable"))
"""Decorators of attrs whose classes convert what is assigned, too ("Hooking Yourself Into Setting")."""
_TREATING = regex(rb"\bvalidate_assignment\b|\battrs?\b")
"""A program without these words has no class that treats what is assigned."""
_WRITING = frozenset(("field_serializer",))
_OF_WHOLE = frozenset(("model_serializer",))
_COMPUTED = frozenset(("computed_field",))
_WRITERS = frozenset(("PlainSerializer", "WrapSerializer"))
_WRITTEN_AS = ("alias", "serialization_alias")
"""How a model is written: https://docs.pydantic.dev/latest/concepts/serialization/"""
_CALLED = frozenset(("AfterValidator", "BeforeValidator", "PlainValidator", "WrapValidator"))
"""What stands in ``Annotated`` and is passed what a field is given."""
_CONSTRAINTS = {"to_lower": "lower", "to_upper": "upper", "strip_whitespace": "strip"}
"""Options of ``StringConstraints`` and ``constr`` that change a text, and the methods that do the same."""
_DEFAULTS_TOO = frozenset(("always", "validate_default"))
"""Options by which what a field starts out with is changed as well."""


def aliased(run: Interpreter, cls: ClassV, name: str, args: Args, names: Iterable[str]) -> Value | None:
    """What is passed for a field under another name than its own; None when nothing is, for certain."""
    told = {part.value for expr in _told(run, cls, name, _ALIASES) for part in walk(expr)
            if isinstance(part, ir.Const)}  # fmt: skip
    others = [(key, value) for key, value in args.keywords if key not in names]
    # attrs takes ``_bucket`` as ``bucket``, and pydantic no such thing at all.
    own = name.lstrip("_") if name.startswith("_") and not _is_model(run, cls) else ""
    found = [value for key, value in others if key in told or key == own]
    if found or not others or not _is_model(run, cls):
        return join_all(found) if found else None
    # A generator of aliases, or a validator that is given all, may mean this field.
    asked = any(key == "alias_generator" for key in _settings(run, cls)) or any(
        _methods(run, cls, _OF_MODELS)
    )
    return join_all([value for _, value in others] + [Unknown("field")]) if asked else None


def kept(run: Interpreter, cls: ClassV, name: str, value: Value, *, default: bool) -> Value:
    """What a field holds that is given a value, or starts out with it."""
    for expr in _told(run, cls, name, ("converter",)):
        steps = expr.items if isinstance(expr, ir.ListLit) else (expr,)
        for step in steps:
            value = _changed(run, value, run.in_module(cls, partial(run.evaluate, step)))
    if not _is_model(run, cls):
        return value
    if not default or _changes_defaults(run, cls, name):
        for told, function in _methods(run, cls, _OF_FIELDS):
            if name in told or "*" in told:
                value = _changed(run, value, Bound(cls, function))
        for annotation in _annotations(cls, run, name):
            for part in walk(annotation):
                value = _constrained(run, cls, value, part) if isinstance(part, ir.Call) else value
    # What such a method gives back is what the fields are filled from.
    replaced = any("after" not in told for told, _ in _methods(run, cls, _OF_MODELS))
    return join(value, Unknown("field")) if replaced else value


def may_treat(program: Program) -> bool:
    """Whether a program has a word of what treats what is assigned."""
    return program.once("assignments are treated", lambda: any(
        _TREATING.search(source.data) is not None for source in program.files.values()
    ))  # fmt: skip


def assigned(run: Interpreter, cls: ClassV, name: str, value: Value) -> Value:
    """What a field holds after ``record.field = value``: attrs and some models treat it as at first."""
    return kept(run, cls, name, value, default=False) if _treats_assigned(run, cls) else value


def _treats_assigned(run: Interpreter, cls: ClassV) -> bool:
    """``attrs.define`` does so unless it is told not to, a model only with ``validate_assignment``."""
    for base in run.mro(cls):
        if any(simple_name(mark.fn if isinstance(mark, ir.Call) else mark) in _DEFINING
               for mark in base.cls.decorators):  # fmt: skip
            return True
    return run.external_base(cls) is not None and "validate_assignment" in set(_settings(run, cls))


def dumped(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``model.model_dump()``: its fields as they are written, by other names where that is asked for."""
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    renamed = args.keyword("by_alias") not in (None, Known(False))
    for option in options(args.get(0) or Unknown("argument")):
        cls = run.heap.shape(option).cls if isinstance(option, Obj) else None
        if not isinstance(option, Obj) or cls is None:
            run.heap.merge(obj, option)
            continue
        for _, function in _methods(run, cls, _OF_WHOLE):
            run.heap.merge(obj, run.call(Bound(option, function), NO_ARGS, pos))
        written = {
            name: _written(run, option, cls, name, run.heap.load(option, name))
            for name in dict.fromkeys(name for base in run.mro(cls) for name, _ in base.cls.annotations)
        }
        for _, function in _methods(run, cls, _COMPUTED):
            written[function.function.name] = run.attribute(option, function.function.name)
        run.heap.merge(obj, option, without=written)
        for name, value in written.items():
            aliases = _told(run, cls, name, _WRITTEN_AS) if renamed else ()
            for key in (name, *(one.value for one in aliases if isinstance(one, ir.Const))):
                run.heap.store(obj, key, value)
        if renamed and "alias_generator" in set(_settings(run, cls)):
            run.heap.put(obj, Unknown("key"), join_all(list(written.values())))
    return obj


def _written(run: Interpreter, obj: Obj, cls: ClassV, name: str, value: Value) -> Value:
    """What a dump has of a field."""
    for told, function in _methods(run, cls, _WRITING):
        if name in told or "*" in told:
            value = _changed(run, value, Bound(obj, function))
    for annotation in _annotations(cls, run, name):
        for part in walk(annotation):
            if isinstance(part, ir.Call) and simple_name(part.fn) in _WRITERS and part.args:
                value = _changed(run, value, run.in_module(cls, partial(run.evaluate, part.args[0])))
    return value


def _constrained(run: Interpreter, cls: ClassV, value: Value, part: ir.Call) -> Value:
    name = simple_name(part.fn)
    if name in _CALLED and part.args:
        return _changed(run, value, run.in_module(cls, partial(run.evaluate, part.args[0])))
    if name in ("StringConstraints", "constr"):
        for key, told in part.kwargs:
            if key in _CONSTRAINTS and isinstance(told, ir.Const) and told.value is True:
                method = run.attribute(Ext("builtins.str"), _CONSTRAINTS[key])
                value = _changed(run, value, method)
    return value


def _changed(run: Interpreter, value: Value, function: Value) -> Value:
    """What a function makes of a value; of one that is not known at hand, objects stay what they are."""
    # The library calls it where the code calls the class.
    found = run.called_as("", partial(run.call, function, Args((value,)), run.here))
    if found is BOTTOM:
        return found
    if any(isinstance(one, Unknown | Ext) for one in options(found)):
        others = [one for one in options(value) if not is_text(one) and not isinstance(one, Known)]
        return join_all([Unknown("field"), found, *others])
    return found


def _told(run: Interpreter, cls: ClassV, name: str, words: Collection[str]) -> Iterator[ir.Expr]:
    """Arguments of what defines a field (``attrs.field(converter=f)``), in the class or behind its type."""
    for base in run.mro(cls):
        calls = _defining(run, base.cls).get(name)
        if calls is None:
            continue
        for call in calls:
            found = [value for key, value in call.kwargs if key is not None and key in words]
            makers = options(run.in_module(base, partial(run.evaluate, call.fn))) if found else ()
            if any(isinstance(one, Ext) and one.path in records.FIELDS for one in makers):
                yield from found
        return


def _defining(run: Interpreter, cls: ir.Class) -> Mapping[str, list[ir.Call]]:
    """By field, the calls in what a class sets it to first, and behind its type."""
    known: dict[ir.Class, dict[str, list[ir.Call]]] = run.program.once("calls that define fields", dict)
    if cls not in known:
        found = known[cls] = {}
        for statement in cls.body:
            if isinstance(statement, ir.Assign) and _target(statement) not in found:
                made = [statement.value] if statement.value is not None else []
                if isinstance(statement.annotation, ir.Index):
                    made.append(statement.annotation)
                calls = [part for one in made for part in walk(one) if isinstance(part, ir.Call)]
                found[_target(statement)] = calls
    return known[cls]


def _is_model(run: Interpreter, cls: ClassV) -> bool:
    """A model of pydantic's, or what its decorator makes one."""
    marks = [mark.fn if isinstance(mark, ir.Call) else mark for mark in cls.cls.decorators]
    makers = [one for mark in marks for one in options(run.in_module(cls, partial(run.evaluate, mark)))]
    made = any(isinstance(one, Ext) and classes.is_model(one) for one in makers)
    return made or any(map(classes.is_model, run.library_bases(cls)))


def _methods(run: Interpreter, cls: ClassV, kinds: frozenset[str]) -> Iterator[tuple[list[object], FuncV]]:
    """The methods that a library calls with what fields are given, with the constants of their decorators."""
    for base in run.mro(cls):
        for told, name in _marked(run, base.cls, kinds):
            for one in options(run.engine.read(("class", base, name))):
                function = one.function if isinstance(one, Wrapped) else one
                if isinstance(function, FuncV):
                    yield told, function


def _marked(run: Interpreter, cls: ir.Class, kinds: frozenset[str]) -> list[tuple[list[object], str]]:
    """The methods that have a decorator of some kinds in the text of a class, with its constants."""
    known: dict[tuple[ir.Class, frozenset[str]], list[tuple[list[object], str]]] = run.program.once(
        "methods that are marked", dict
    )
    if (cls, kinds) not in known:
        found = known[cls, kinds] = []
        for statement in (one for one in cls.body if isinstance(one, ir.FunctionDef)):
            for mark in statement.function.decorators:
                if simple_name(mark.fn if isinstance(mark, ir.Call) else mark) in kinds:
                    told: list[object] = [part.value for part in walk(mark) if isinstance(part, ir.Const)]
                    if isinstance(mark, ir.Call):
                        told.extend(key for key, _ in mark.kwargs)
                    found.append((told, statement.function.name))
    return known[cls, kinds]


def _settings(run: Interpreter, cls: ClassV) -> Iterator[str | None]:
    """What a model's configuration sets: ``model_config = ConfigDict(...)``, ``class Config``."""
    for base in run.mro(cls):
        for statement in base.cls.body:
            if isinstance(statement, ir.Assign) and _target(statement) == "model_config":
                for part in walk(statement.value) if statement.value is not None else ():
                    yield from (key for key, _ in part.kwargs) if isinstance(part, ir.Call) else ()
                    if isinstance(part, ir.Const) and isinstance(part.value, str):
                        yield part.value
            elif isinstance(statement, ir.ClassDef) and statement.cls.name == "Config":
                for one in statement.cls.body:
                    yield _target(one) if isinstance(one, ir.Assign) else None
        yield from (key for key, _ in base.cls.keywords)


def _changes_defaults(run: Interpreter, cls: ClassV, name: str) -> bool:
    """Whether a model changes what a field starts out with, too: where it is told so, and settings always."""
    if any(base.path.endswith("BaseSettings") for base in run.library_bases(cls)):
        return True
    told = [key for words, _ in _methods(run, cls, _OF_FIELDS) for key in words]
    return not _DEFAULTS_TOO.isdisjoint((*told, *_settings(run, cls))) or any(
        True for _ in _told(run, cls, name, ("validate_default",))
    )


def _annotations(cls: ClassV, run: Interpreter, name: str) -> Sequence[ir.Expr]:
    """The type of a field, and what its name stands for: ``Lower = Annotated[str, AfterValidator(f)]``."""
    known: dict[tuple[ir.Class, str], list[ir.Expr]] = run.program.once("types of fields", dict)
    for base in run.mro(cls):
        annotation = next((one for field, one in base.cls.annotations if field == name), None)
        if annotation is None:
            continue
        if (base.cls, name) not in known:
            names = [part.name for part in walk(annotation) if isinstance(part, ir.Name)]
            meant = [one for part in names for one in _meant(run, base.module, part)]
            known[base.cls, name] = [annotation, *meant]
        return known[base.cls, name]
    return ()


def _meant(
    run: Interpreter, module: str, name: str, seen: frozenset[tuple[str, str]] = frozenset()
) -> Iterator[ir.Expr]:
    """What a module, or the one that it has the name from, sets a name to."""
    if (module, name) in seen:
        return
    for set_to in _set_in(run, module).get(name, ()):
        if not isinstance(set_to, ir.ImportFrom):
            yield set_to
            continue
        wanted = next(member for member, alias in set_to.names if alias == name)
        found = run.program.resolve(module, set_to.module, set_to.level)
        if found is not None:
            yield from _meant(run, found, wanted, seen | {(module, name)})


def _set_in(run: Interpreter, module: str) -> Mapping[str, list[ir.Expr | ir.ImportFrom]]:
    """By name, what the body of a module sets it to, or the import that does, in the order of the text."""
    known: dict[str, dict[str, list[ir.Expr | ir.ImportFrom]]] = run.program.once("set in modules", dict)
    if module not in known:
        found = known[module] = {}
        for statement in run.program.lowered(module).body:
            if isinstance(statement, ir.Assign) and statement.value is not None:
                found.setdefault(_target(statement), []).append(statement.value)
            elif isinstance(statement, ir.ImportFrom):
                for name in dict.fromkeys(alias for _, alias in statement.names):
                    found.setdefault(name, []).append(statement)
    return known[module]


def _target(statement: ir.Assign) -> str:
    target = statement.targets[0]
    return target.name if isinstance(target, ir.Name) else ""
