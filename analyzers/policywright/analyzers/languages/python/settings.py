"""Fields of pydantic's settings classes, and the variables of the environment that they are read from.

Source: https://docs.pydantic.dev/latest/concepts/pydantic_settings/ ("Environment variable names") and the
first version's https://docs.pydantic.dev/1.10/usage/settings/: an alias is the variable's whole name, any
other field has its own name behind ``env_prefix``; capitals count only with ``case_sensitive``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine import variables
from policywright.analyzers.engine.handles import ROOT_ARGS
from policywright.analyzers.engine.values import (
    ClassV,
    Ext,
    Obj,
    Unknown,
    Value,
    join,
    join_all,
    options,
    with_fallback,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_CLASSES = frozenset(("pydantic_settings.BaseSettings", "pydantic.BaseSettings", "pydantic.v1.BaseSettings"))
_ALIASES = ("validation_alias", "alias", "env")
"""What names a field's variable, the first that is there."""
_CHOICES = "AliasChoices"
_CONFIGURATION = "model_config"
_OLD_CONFIGURATION = "Config"
_SOURCES = ("settings_customise_sources", "customise_sources")
_ASKED = ("get_field_value", "prepare_field_value")
"""What a library's source of settings calls of one that derives from it."""
_PREFIX, _CASE = "env_prefix", "case_sensitive"
_BY_NAME = ("populate_by_name", "validate_by_name", "allow_population_by_field_name")
"""Settings of a class whose fields have their own names beside an alias."""
_RENAMES = frozenset(("alias_generator", "fields"))
"""Settings of a class that give its fields other names."""


def unset(
    run: Interpreter, base: Ext, order: Iterable[ClassV], name: str, default: Value | None
) -> Value | None:
    """A field that the environment may set; None for classes that do not look there.

    ``order`` are the class that has it and its bases, as they are looked in.
    """
    if base.path not in _CLASSES:
        return None
    classes = [one.cls for one in order]
    names = _variables(classes, name)
    nested = default is not None and any(isinstance(one, Obj) for one in options(default))
    if not names or nested or any(map(_has_sources, classes)):
        untold = Unknown("setting", name)
        return untold if default is None else join(untold, default)
    found: list[Value] = [variables.got(run, one, None) for one in names]
    if default is not None:
        # It is there when none of them is set.
        found[-1] = with_fallback(found[-1], default)
    return join_all(found)


def ask_sources(run: Interpreter, obj: Obj, base: Ext) -> None:
    """Calls what a settings class says that its settings come from, as the library does when one is made."""
    cls = run.heap.shape(obj).cls
    if base.path not in _CLASSES or cls is None:
        return
    for method in _of_class(run, cls, _SOURCES):
        sources = run.call(run.bind_member(method, obj, cls), ROOT_ARGS, run.here)
        for source in options(run.iterate(sources)):
            run.call(source, ROOT_ARGS, run.here)
            own = run.heap.shape(source).cls if type(source) is Obj else None
            for asked in _of_class(run, own, _ASKED) if own is not None else ():
                run.call(run.bind_member(asked, source, own), ROOT_ARGS, run.here)


def _of_class(run: Interpreter, cls: ClassV, names: Iterable[str]) -> Iterator[Value]:
    """What a class has, or inherits from the program's own, under some names."""
    for name in names:
        member = run.find(cls, name)
        if member is not None:
            yield member


def _variables(classes: list[ir.Class], name: str) -> list[str]:
    """The variables that a field may come from; none where that can't be told."""
    settings: dict[str, ir.Expr] = {}
    for cls in reversed(classes):
        settings.update(_configuration(cls))
    exact = _is_on(settings, _CASE)
    given = next((one for cls in classes for one in _aliases(cls, name)), None)
    if given is not None:
        found = [one for alias in _texts(given) for one in _cases(alias, exact)]
        if not found or not any(_is_on(settings, one) for one in _BY_NAME):
            return found
        return [*found, *_own_name(settings, name, exact)]
    return _own_name(settings, name, exact)


def _own_name(settings: dict[str, ir.Expr], name: str, exact: bool) -> list[str]:
    """The variable that has a field's own name; none where it can't be told."""
    prefix = settings.get(_PREFIX, ir.Const((0, 0), ""))
    renamed = not _RENAMES.isdisjoint(settings)
    if renamed or not isinstance(prefix, ir.Const) or not isinstance(prefix.value, str):
        return []
    whole = f"{prefix.value}{name}"
    return [whole if exact else whole.upper()]


def _is_on(settings: dict[str, ir.Expr], name: str) -> bool:
    said = settings.get(name)
    return isinstance(said, ir.Const) and said.value is True


def _has_sources(cls: ir.Class) -> bool:
    """Whether a class says itself where its settings come from."""
    functions = (one.function for one in cls.body if isinstance(one, ir.FunctionDef))
    return any(one.name in _SOURCES for one in functions)


def _cases(name: str, exact: bool) -> Iterator[str]:
    """Templates write a name in capitals or as the code does."""
    if not exact:
        yield name.upper()
    if exact or name.upper() != name:
        yield name


def _configuration(cls: ir.Class) -> Iterator[tuple[str, ir.Expr]]:
    """What a class says of its settings, in any of the ways that there are."""
    for key, value in cls.keywords:
        if key is not None:
            yield key, value
    for one in cls.body:
        if isinstance(one, ir.ClassDef) and one.cls.name == _OLD_CONFIGURATION:
            for inner in one.cls.body:
                yield from _assigned(inner)
        for target, value in _assigned(one):
            if target == _CONFIGURATION and isinstance(value, ir.Call):
                yield from ((key, said) for key, said in value.kwargs if key is not None)
            elif target == _CONFIGURATION and isinstance(value, ir.DictLit):
                for key_of, said in value.items:
                    if isinstance(key_of, ir.Const) and isinstance(key_of.value, str):
                        yield key_of.value, said


def _assigned(statement: ir.Stmt) -> Iterator[tuple[str, ir.Expr]]:
    if isinstance(statement, ir.Assign) and statement.value is not None:
        for target in statement.targets:
            if isinstance(target, ir.Name):
                yield target.name, statement.value


def _aliases(cls: ir.Class, name: str) -> Iterator[ir.Expr]:
    """What a class names a field's variable by: ``Field(alias=...)``, as its value or in ``Annotated``."""
    said = [value for one in cls.body for target, value in _assigned(one) if target == name]
    for field, annotation in cls.annotations:
        if field == name and isinstance(annotation, ir.Index):
            key = annotation.key
            said.extend(key.items if isinstance(key, ir.TupleLit) else (key,))
    for value in said:
        named = dict(value.kwargs) if isinstance(value, ir.Call) else {}
        found = next((named[one] for one in _ALIASES if one in named), None)
        if found is not None:
            yield found


def _texts(expression: ir.Expr) -> list[str]:
    """The names that an alias is; none unless all are written out."""
    several: tuple[ir.Expr, ...] = (expression,)
    if isinstance(expression, ir.ListLit | ir.TupleLit):
        several = expression.items
    elif isinstance(expression, ir.Call) and _is_choices(expression.fn):
        several = expression.args
    texts = [one.value for one in several if isinstance(one, ir.Const) and isinstance(one.value, str)]
    return texts if len(texts) == len(several) else []


def _is_choices(function: ir.Expr) -> bool:
    return isinstance(function, ir.Name | ir.Attr) and function.name == _CHOICES
