"""``dataclass`` at a tenth of its price: the same decorator, for a program that starts anew for every file.

The standard one compiles five methods for every class and imports ``inspect`` (and with it ``ast``, ``dis``):
for our 250 records that was a third of the time in which a small file is analysed. Here the methods are
templates, compiled once for every number of fields, with the names of the fields put in; and a method is made
when it is called for the first time.

To the type checker these names *are* ``dataclasses``, so it knows everything about the records; ``frozen``
is a promise that it alone keeps: nothing stops an assignment at run time. The functions of ``dataclasses``
take our records too. Supported is what the project uses: ``frozen``, ``slots``, ``kw_only``, ``order``,
``eq``, and fields with ``default``, ``default_factory``, ``compare``, ``repr``; no ``__post_init__``, no
``ClassVar``.
"""

from __future__ import annotations

TYPE_CHECKING = False
TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, replace
    from typing import Any

    def names(record: object) -> tuple[str, ...]: ...
else:
    from collections.abc import Callable, Mapping
    from functools import cache, total_ordering
    from types import FunctionType

    from policywright.knowledge import record_templates

    class Field:
        """One field, as ``fields`` gives it."""

        __slots__ = ("compare", "default", "factory", "kw_only", "name", "repr", "type")

        def __init__(
            self,
            default: Any,
            factory: Callable[[], Any] | None = None,
            compare: bool = True,
            repr: bool = True,
        ) -> None:
            self.default = default
            self.factory = factory
            self.compare = compare
            self.repr = repr

        @property
        def optional(self) -> bool:
            """It has a default, or a factory, for which ``_MISSING`` stands in the signature."""
            return self.factory is not None or self.default is not _MISSING

        def named(self, name: str, type: str, kw_only: bool) -> Field:
            self.name = name
            self.type = type
            self.kw_only = kw_only
            return self

    class _Missing:
        def __repr__(self) -> str:
            return "<factory>"

    _MISSING = _Missing()
    """No default; in a signature: the factory makes it."""

    def field(
        *, default: Any = _MISSING, default_factory: Any = None, compare: bool = True, repr: bool = True
    ) -> Any:
        """What a class body says of a field beyond its type."""
        return Field(default, default_factory, compare, repr)

    def dataclass(cls: type | None = None, /, **options: bool) -> Any:
        """``@dataclass`` and ``@dataclass(frozen=True, ...)``."""
        return (lambda found: _record(found, **options)) if cls is None else _record(cls, **options)

    def fields(record: Any) -> tuple[Field, ...]:
        """The fields of a record or its class, inherited ones first."""
        found: tuple[Field, ...] = record.__record_fields__
        return found

    def names(record: Any) -> tuple[str, ...]:
        """The names of a record's fields, inherited ones first."""
        found: tuple[str, ...] = record.__record_names__
        return found

    def replace(record: Any, /, **changes: Any) -> Any:
        """A copy with other values in some fields."""
        for name in names(record):
            if name not in changes:
                changes[name] = getattr(record, name)
        return type(record)(**changes)

    def _record(
        cls: type,
        *,
        frozen: bool = False,
        slots: bool = False,
        kw_only: bool = False,
        order: bool = False,
        eq: bool = True,
    ) -> type:
        own = cls.__dict__
        kinds = cls.__annotations__
        given = {name: own.get(name, _MISSING) for name in kinds}
        body = {"__record_own__": (kinds, given, kw_only), "__init__": _FIRST["__init__"], **_DESCRIBED}
        if "__repr__" not in own:
            body["__repr__"] = _repr
        if eq:
            if "__eq__" not in own:
                body["__eq__"] = _FIRST["__eq__"]
            if own.get("__hash__") is None:
                body["__hash__"] = _FIRST["__hash__"] if frozen else None
            if order:
                body["__lt__"] = _FIRST["__lt__"]
        if slots:
            cls = _slotted(cls, given, body)
        else:
            for name, value in body.items():
                setattr(cls, name, value)
        return total_ordering(cls) if order else cls

    def _slotted(cls: type, names: Mapping[str, Any], members: Mapping[str, Any]) -> type:
        """The class anew, since slots can't be added to one that exists."""
        body = {key: value for key, value in cls.__dict__.items() if key not in names}
        body.pop("__dict__", None)
        body.pop("__weakref__", None)
        body.update(members)
        taken = {name for base in cls.__mro__[1:-1] for name in base.__dict__.get("__slots__", ())}
        body["__slots__"] = tuple(name for name in names if name not in taken)
        made = type(cls)(cls.__name__, cls.__bases__, body)
        made.__qualname__ = cls.__qualname__
        return made

    def _first(name: str) -> FunctionType:
        """Stands for a method until it is called for the first time: a program makes few of its records."""

        def method(self: Any, *args: Any, **kwargs: Any) -> Any:
            for owner in type(self).__mro__:
                if owner.__dict__.get(name) is method:
                    setattr(owner, name, _made(owner, name))
                    return getattr(owner, name)(self, *args, **kwargs)
            return getattr(type(self), name)(self, *args, **kwargs)  # another thread was faster

        return method

    _FIRST = {name: _first(name) for name in ("__init__", "__eq__", "__hash__", "__lt__")}

    def _made(cls: type, name: str) -> Callable[..., Any]:
        every = fields(cls)
        if name == "__init__":
            return _init(cls, every)
        return _method(cls, name, tuple(item.name for item in every if item.compare))

    class _Described:
        """What is told of a record's fields, made when somebody asks, and kept."""

        def __init__(self, name: str, make: Callable[[tuple[Field, ...]], Any]) -> None:
            self._name = name
            self._make = make

        def __get__(self, record: Any, owner: type) -> Any:
            cls = next(cls for cls in owner.__mro__ if "__record_own__" in cls.__dict__)
            made = self._make(_fields(cls))
            setattr(cls, self._name, made)
            return made

    def _fields(cls: type) -> tuple[Field, ...]:
        kinds, given, kw_only = cls.__record_own__
        merged = {item.name: item for base in reversed(cls.__mro__[1:-1]) for item in _inherited(base)}
        for name, value in given.items():
            item = value if isinstance(value, Field) else Field(value)
            merged[name] = item.named(name, kinds[name], kw_only)
        return tuple(merged.values())

    def _inherited(base: type) -> tuple[Field, ...]:
        return fields(base) if "__record_own__" in base.__dict__ else ()

    @cache
    def _template(name: str, arity: int) -> FunctionType:
        """A method of a record whose fields are ``f0``, ``f1``, ...: of our own text alone."""
        known = getattr(record_templates, f"{name.strip('_')}_{arity}", None)
        if known is not None:
            return known
        scope: dict[str, Any] = {}
        exec(record_templates.text(name, arity), scope)
        made: FunctionType = scope[f"{name.strip('_')}_{arity}"]
        return made

    def _method(cls: type, name: str, names: tuple[str, ...], **signature: int) -> FunctionType:
        """A template's method for these fields."""
        template = _template(name, len(names))
        code = template.__code__
        if name == "__init__":
            signature["co_varnames"] = ("self", *names)
            signature["co_names"] = names
        else:
            to = {f"f{index}": field for index, field in enumerate(names)}
            signature["co_names"] = tuple(to.get(used, used) for used in code.co_names)
        code = code.replace(co_name=name, co_qualname=f"{cls.__qualname__}.{name}", **signature)
        made = FunctionType(code, template.__globals__)
        made.__module__ = cls.__module__
        return made

    def _init(cls: type, every: tuple[Field, ...]) -> Callable[..., None]:
        first = [item for item in every if not item.kw_only]
        second = [item for item in every if item.kw_only]
        names = tuple(item.name for item in (*first, *second))
        made = _method(cls, "__init__", names, co_argcount=1 + len(first), co_kwonlyargcount=len(second))
        made.__defaults__ = tuple(item.default for item in first if item.optional)
        made.__kwdefaults__ = {item.name: item.default for item in second if item.optional}
        factories = tuple((item.name, item.factory) for item in every if item.factory)
        return _filling(made, factories) if factories else made

    def _filling(
        init: Callable[..., None], factories: tuple[tuple[str, Callable[[], Any]], ...]
    ) -> Callable[..., None]:
        def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
            init(self, *args, **kwargs)
            for name, factory in factories:
                if getattr(self, name) is _MISSING:
                    setattr(self, name, factory())

        return __init__

    def _repr(self: Any) -> str:
        shown = ", ".join(f"{item.name}={getattr(self, item.name)!r}" for item in fields(self) if item.repr)
        return f"{type(self).__qualname__}({shown})"

    class _Standard:
        """``__dataclass_fields__``, made when the standard module asks for it."""

        def __get__(self, record: Any, owner: type) -> Mapping[str, Any]:
            import dataclasses

            def described(item: Field) -> Any:
                default = {} if item.default is _MISSING else {"default": item.default}
                if item.factory:
                    default = {"default_factory": item.factory}
                return dataclasses.field(
                    repr=item.repr, compare=item.compare, kw_only=item.kw_only, **default
                )

            made = dataclasses.make_dataclass(
                owner.__name__, [(item.name, item.type, described(item)) for item in fields(owner)]
            )
            return made.__dataclass_fields__

    _DESCRIBED = {
        "__record_fields__": _Described("__record_fields__", lambda every: every),
        "__record_names__": _Described("__record_names__", lambda every: tuple(item.name for item in every)),
        "__match_args__": _Described(
            "__match_args__", lambda every: tuple(item.name for item in every if not item.kw_only)
        ),
        "__dataclass_fields__": _Standard(),
    }


__all__ = ["dataclass", "field", "fields", "names", "replace"]
