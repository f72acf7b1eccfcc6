"""``dataclass`` at a tenth of its price: the same decorator, for a program that starts anew for every file.

The standard one compiles five methods for every class and imports ``inspect`` (and with it ``ast``, ``dis``):
for our 250 records that was a third of the time in which a small file is analysed. Here the methods are
templates, compiled once for every number of fields, with the names of the fields put in.

To the type checker these names *are* ``dataclasses``, so it knows everything about the records; ``frozen``
is a promise that it alone keeps: nothing stops an assignment at run time. The functions of ``dataclasses``
take our records too. Supported is what the project uses: ``frozen``, ``slots``, ``kw_only``, ``order``,
``eq``, and fields with ``default``, ``default_factory``, ``compare``, ``repr``; no ``__post_init__``, no
``ClassVar``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, replace
else:
    from collections.abc import Callable, Mapping
    from functools import cache, total_ordering
    from types import FunctionType
    from typing import Any, NamedTuple

    class Field(NamedTuple):
        """One field, as ``fields`` gives it."""

        name: str
        type: str
        default: Any
        factory: Callable[[], Any] | None
        compare: bool
        repr: bool
        kw_only: bool

    class _Missing:
        def __repr__(self) -> str:
            return "<factory>"

    _MISSING = _Missing()
    """No default; in a signature: the factory makes it."""
    _SAME = "other.__class__ is self.__class__"

    def field(
        *, default: Any = _MISSING, default_factory: Any = None, compare: bool = True, repr: bool = True
    ) -> Any:
        """What a class body says of a field beyond its type."""
        return Field("", "", default, default_factory, compare, repr, False)

    def dataclass(cls: type | None = None, /, **options: bool) -> Any:
        """``@dataclass`` and ``@dataclass(frozen=True, ...)``."""
        return (lambda found: _record(found, **options)) if cls is None else _record(cls, **options)

    def fields(record: Any) -> tuple[Field, ...]:
        """The fields of a record or its class, inherited ones first."""
        found: tuple[Field, ...] = record.__record_fields__
        return found

    def replace(record: Any, /, **changes: Any) -> Any:
        """A copy with other values in some fields."""
        for name in record.__record_names__:
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
        own = [_field(cls, name, kind, kw_only) for name, kind in cls.__annotations__.items()]
        merged = {item.name: item for base in reversed(cls.__mro__[1:]) for item in _inherited(base)}
        merged.update((item.name, item) for item in own)
        every = tuple(merged.values())
        if slots:
            cls = _slotted(cls, own)
        cls.__record_fields__ = every
        cls.__record_names__ = tuple(merged)
        cls.__dataclass_fields__ = _Standard()
        cls.__match_args__ = tuple(item.name for item in every if not item.kw_only)
        cls.__init__ = _init(cls, every)
        _compare(cls, every, frozen=frozen, eq=eq, order=order)
        return cls

    def _field(cls: type, name: str, kind: str, kw_only: bool) -> Field:
        given = cls.__dict__.get(name, _MISSING)
        if isinstance(given, Field):
            return given._replace(name=name, type=kind, kw_only=kw_only)
        return Field(name, kind, given, None, True, True, kw_only)

    def _inherited(base: type) -> tuple[Field, ...]:
        return base.__dict__.get("__record_fields__", ())

    def _slotted(cls: type, own: list[Field]) -> type:
        """The class anew, since slots can't be added to one that exists."""
        names = [item.name for item in own]
        body = {key: value for key, value in cls.__dict__.items() if key not in names}
        body.pop("__dict__", None)
        body.pop("__weakref__", None)
        taken = {name for base in cls.__mro__[1:] for name in base.__dict__.get("__slots__", ())}
        body["__slots__"] = tuple(name for name in names if name not in taken)
        made = type(cls)(cls.__name__, cls.__bases__, body)
        made.__qualname__ = cls.__qualname__
        return made

    @cache
    def _templates(arity: int) -> Mapping[str, FunctionType]:
        """The methods of a record whose fields are ``f0``, ``f1``, ...: of our own text alone."""
        names = [f"f{index}" for index in range(arity)]
        stores = "; ".join(f"self.{name} = {name}" for name in names) or "pass"
        mine, theirs = ("".join(f"{of}.{name}, " for name in names) for of in ("self", "other"))
        scope: dict[str, Any] = {}
        exec(
            f"def __init__(self, {', '.join(names)}): {stores}\n"
            f"def __eq__(self, other): return ({mine}) == ({theirs}) if {_SAME} else NotImplemented\n"
            f"def __lt__(self, other): return ({mine}) < ({theirs}) if {_SAME} else NotImplemented\n"
            f"def __hash__(self): return hash(({mine}))\n",
            scope,
        )
        return scope

    def _method(cls: type, name: str, names: tuple[str, ...], **signature: int) -> FunctionType:
        """A template's method for these fields."""
        template = _templates(len(names))[name]
        code = template.__code__
        to = {f"f{index}": field for index, field in enumerate(names)}
        made = FunctionType(
            code.replace(
                co_varnames=tuple(to.get(local, local) for local in code.co_varnames),
                co_names=tuple(to.get(used, used) for used in code.co_names),
                co_qualname=f"{cls.__qualname__}.{name}",
                **signature,
            ),
            template.__globals__,
            name,
        )
        made.__module__ = cls.__module__
        return made

    def _init(cls: type, every: tuple[Field, ...]) -> Callable[..., None]:
        ordered = sorted(every, key=lambda item: item.kw_only)
        names = tuple(item.name for item in ordered)
        positional = sum(not item.kw_only for item in ordered)
        made = _method(
            cls,
            "__init__",
            names,
            co_argcount=1 + positional,
            co_kwonlyargcount=len(names) - positional,
        )
        given = {
            item.name: _MISSING if item.factory else item.default
            for item in ordered
            if item.factory or item.default is not _MISSING
        }
        made.__defaults__ = tuple(given[name] for name in names[:positional] if name in given)
        made.__kwdefaults__ = {name: given[name] for name in names[positional:] if name in given}
        factories = tuple((item.name, item.factory) for item in ordered if item.factory)
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

    def _compare(cls: type, every: tuple[Field, ...], *, frozen: bool, eq: bool, order: bool) -> None:
        own = cls.__dict__
        if "__repr__" not in own:
            cls.__repr__ = _repr
        if not eq:
            return
        names = tuple(item.name for item in every if item.compare)
        if "__eq__" not in own:
            cls.__eq__ = _method(cls, "__eq__", names)
        if own.get("__hash__") is None:
            cls.__hash__ = _method(cls, "__hash__", names) if frozen else None
        if order:
            cls.__lt__ = _method(cls, "__lt__", names)
            total_ordering(cls)

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


__all__ = ["dataclass", "field", "fields", "replace"]
