"""Rules for declared types: what a value of a type is, where nothing else is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from policywright.analyzers import ir
from policywright.analyzers.engine import carrying, common, narrowing
from policywright.analyzers.engine.calls import CallRules
from policywright.analyzers.engine.handles import ROOT_ARGS, Carried, Given
from policywright.analyzers.engine.language import language_of
from policywright.analyzers.engine.names import simple_name
from policywright.analyzers.engine.values import (
    BOTTOM,
    ClassV,
    Ext,
    Handle,
    Obj,
    Tup,
    Union,
    Unknown,
    Value,
    is_nothing,
    join,
    join_all,
    options,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.state import Result

MADE_UP = "made up"
"""The site of an instance that stands for those that something outside the program makes."""


class TypeRules(CallRules):
    """What annotations say; attribute rules are in ``ObjectRules``."""

    def typed_instance(self, cls: ClassV) -> Value:
        """What a variable annotated with a project class holds: its instances, made up if there are none."""
        rule = language_of(self.program, cls.module).typed
        special = rule(self.own, cls) if rule is not None else None
        if special is not None:
            return special
        found = self.engine.read(("instances", cls))
        if found is BOTTOM or self.is_data(cls):
            self.wanted[cls] = None
        return found

    def is_data(self, cls: ClassV) -> bool:
        """Whether libraries make instances, too, of what comes from outside: requests, rows, messages.

        Of a class that makes requests, those of the program are what containers inject.
        """
        plans, name = self.plans, cls.cls.name
        return plans is not None and not plans.sends(name) and not plans.is_error(name)

    def _may_send(self, cls: ClassV) -> bool:
        """Whether something of a type may make requests: also of an interface, which by itself makes none."""
        plans = self.plans
        if plans is None or any(map(plans.sends, plans.derived(cls.cls.name))):
            return True
        if cls.cls.abstract and language_of(self.program, cls.module).typed is not None:
            # What is of it does not say so.
            return True
        derived = options(self.engine.read(("subclasses", cls)))
        return any([plans.sends(one.cls.name) for one in derived if isinstance(one, ClassV)])

    def synthesise(self, cls: ClassV) -> Value:
        """An instance as something outside the program would make it."""
        existing = self.engine.peek(("instances", cls))
        if existing is not BOTTOM and not self.is_data(cls):
            return existing
        concrete = [
            option for option in options(self.engine.read(("subclasses", cls))) if isinstance(option, ClassV)
        ]
        if concrete:
            return join_all([self.synthesise(sub) for sub in concrete])
        return self.made_up(cls)

    def made_up(self, cls: ClassV) -> Obj:
        """An instance of just this class, made of arguments that are not known."""
        obj = self.allocate_instance(cls, MADE_UP)
        self.initialise(obj, cls, ROOT_ARGS, cls.cls.pos)
        if self.semantics_of(cls.module).types_erased and self.is_data(cls) and not cls.cls.decorators:
            # What is said to be of the type need not have come through its constructor.
            self.own.overlay(obj)
        return obj

    def in_module(self, cls: ClassV, compute: Callable[[], Result]) -> Result:
        """Evaluates with the names of a class's own module in scope."""
        frame = self.frame
        module, env, function, scope = frame.module, frame.env, frame.function, frame.class_scope
        frame.module, frame.env, frame.function, frame.class_scope = cls.module, {}, None, None
        semantics, self.semantics = self.semantics, self.semantics_of(cls.module)
        try:
            return compute()
        finally:
            frame.module, frame.env, frame.function, frame.class_scope = module, env, function, scope
            self.semantics = semantics

    # --- annotations ---

    def _of_type(self, value: Value, annotation: ir.Expr) -> Value:
        """Of several alternatives those that can be of a type; of the common pool's those that are in it."""
        run, narrow = self.own, self.semantics.narrowed
        if not common.is_meant(run, value):
            return narrow(run, value, annotation)
        place = self.frame.module, annotation
        return common.narrowed(run, place, value, lambda every: narrow(run, every, annotation))

    def with_annotation(self, value: Value, annotation: ir.Expr) -> Value:
        """The value, or what its annotation says where nothing else is known."""
        if type(annotation) is ir.Plain:
            return narrowing.plain(self.own, value, annotation)
        if value is not BOTTOM and any(
            not isinstance(o, Unknown | Ext) and not is_nothing(o) for o in options(value)
        ):
            several = isinstance(value, Union | Handle)
            return self._of_type(value, annotation) if several else value
        found = self.annotated(annotation)
        if found is None or value is BOTTOM or is_nothing(value):
            return value
        # A library's module, or something of it, stays one under the name of an interface of the program, and
        # so does what has something of the program inside.
        own, boxed = type(found) is Obj, type(found) is Carried
        there = [
            one for one in options(value)
            if type(one) is Ext and (boxed or (own and "()" not in one.path))
        ]  # fmt: skip
        return join_all([found, *there]) if there else found

    def annotated(self, annotation: ir.Expr) -> Value | None:
        """A value of an annotated type; None when the type says nothing."""
        match annotation:
            case ir.BinOp(op="|", left=left, right=right):
                return _either(self.annotated(left), self.annotated(right))
            case ir.Index(obj=obj, key=key):
                return self._generic(obj, key)
            case ir.Const():
                return None
        return self._of_types(self.evaluate(annotation))

    def _of_types(self, types: Value) -> Value | None:
        found: Value | None = None
        for option in options(types):
            if isinstance(option, ClassV):
                found = _either(found, self.typed_instance(option))
            elif isinstance(option, Given):
                found = _either(found, self._passed(option))
            elif isinstance(option, Ext | Handle):
                found = _either(found, self.semantics.instance(self.own, option))
            elif isinstance(option, Obj):
                # TypeVar-like objects say nothing.
                continue
        return found

    def given(self, base: ir.Expr, key: ir.TupleLit) -> Given | None:
        """A type that is written with how a framework gets what it passes; None for any other."""
        generics = self.semantics.generics
        if not generics.given or simple_name(base) not in generics.plain:
            return None
        for told in key.items[1:]:
            match told:
                case ir.Call(fn=by) if told.args or told.kwargs:
                    pass
                case ir.Index(obj=by):
                    pass
                case _:
                    continue
            makers = options(self.evaluate(by))
            if any([isinstance(one, Ext) and one.path in generics.given for one in makers]):
                return Given(self.evaluate(told), self.evaluate(key.items[0]))
        return None

    def told_type(self, receiver: Value, key: Value) -> Value | None:
        """A library's type that is told one of the program, under another name: ``Dep = Wired[Repo]``.

        What one of its objects has under a type is that: ``container[Repo]``.
        """
        if type(receiver) is not Ext:
            return None
        types = [one for part in options(key) for one in (part.items if type(part) is Tup else (part,))]
        classes = [one for kind in types for one in options(kind) if type(one) is ClassV]
        inside = self.wrapped(classes) if classes else None
        return inside if inside is None or "()" in receiver.path else Given(inside, receiver)

    def _passed(self, given: Given) -> Value:
        """What a framework passes; of what can't be told, the type is known."""
        typed = None
        if any([isinstance(one, Unknown) for one in options(given.value)]):
            typed = self._of_types(given.kind)
        return given.value if typed is None else join(given.value, typed)

    def _generic(self, base: ir.Expr, key: ir.Expr) -> Value | None:
        name = base.name if isinstance(base, ir.Name | ir.Attr) else ""
        keys = key.items if isinstance(key, ir.TupleLit) else (key,)
        generics = self.semantics.generics
        if name in generics.either:
            found: Value | None = None
            for item in keys:
                found = _either(found, self.annotated(item))
            return found
        if name in generics.plain:
            given = self.given(base, key) if isinstance(key, ir.TupleLit) else None
            return self._passed(given) if given is not None else self.annotated(keys[0])
        small = name.lower()
        if small in generics.lists or small in generics.dicts:
            item_value = self.annotated(keys[-1] if small in generics.dicts else keys[0])
            if item_value is None:
                return None
            kind = "dict" if small in generics.dicts else "list"
            obj = self.heap.new(kind, "annotation", key.pos, self.frame.module, self.frame.task.id)  # type: ignore[arg-type]
            self.heap.put(obj, Unknown("index"), item_value)
            return obj
        found = self.annotated(base)
        # Of an interface that nothing in the program is, a library makes what is there (a proxy).
        return _either(found, self._wrapped(keys)) if found is None or self._is_open(base) else found

    def _is_open(self, kind: ir.Expr) -> bool:
        """Whether a type is an interface of which the program has no class."""
        plans = self.plans
        found = [one for one in options(self.evaluate(kind)) if isinstance(one, ClassV)] if plans else []
        return plans is not None and any(
            one.cls.abstract and set(plans.derived(one.cls.name)) <= {one.cls.name} for one in found
        )

    def _wrapped(self, keys: tuple[ir.Expr, ...]) -> Value | None:
        """What a library's type has in it, or stands for (``Injected[Service]``, ``Provider<Service>``)."""
        nested = [isinstance(key, ir.Index) for key in keys]
        told = [self.annotated(key) or BOTTOM for key, one in zip(keys, nested, strict=True) if one]
        bare = [self.evaluate(key) for key, one in zip(keys, nested, strict=True) if not one]
        return self.wrapped(bare, told)

    def wrapped(self, types: Iterable[Value], others: Iterable[Value] = ()) -> Value | None:
        """What has instances of types in it, and other values; None where none of them matters."""
        told = [*others]
        for one in (option for kind in types for option in options(kind)):
            if isinstance(one, ClassV):
                told.extend([self.typed_instance(one)] if self._may_send(one) else [])
            elif isinstance(one, Ext | Handle):
                told.append(self.semantics.instance(self.own, one) or BOTTOM)
        inside = join_all(list(carrying.leading(self.own, told)))
        if inside is BOTTOM:
            # Of types with no instance yet, one will be made up.
            return BOTTOM if told and all(one is BOTTOM for one in told) else None
        return Carried(inside)


def _either(left: Value | None, right: Value | None) -> Value | None:
    if left is None or right is None:
        return right if left is None else left
    return join(left, right)
