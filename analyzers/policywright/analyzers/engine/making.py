"""Rules for what is made of definitions: instances of classes, and what decorators make of functions."""

from __future__ import annotations

from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.binding import BindingRules, placed, prepend
from policywright.analyzers.engine.handles import OUTSIDE
from policywright.analyzers.engine.language import language_of
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Method,
    Obj,
    Partial,
    Text,
    Unknown,
    Value,
    Wrapped,
    is_unknown,
    join,
    join_all,
    options,
)

FACTORY = "factory"
"""The kind of a field's default that is a function, which makes one for each object."""
CALLED = (FuncV, Bound, Partial, ClassV, Wrapped)
"""What a definition may become under a decorator of which not all is known."""


class MakingRules(BindingRules):
    """Constructors, fields and decorators."""

    # --- classes ---

    def instantiate(self, cls: ClassV, args: Args, pos: ir.Pos) -> Value:
        """A new instance, its constructor run."""
        rule = language_of(self.program, cls.module).construct
        special = rule(self.own, cls, self.spread_out(args), pos) if rule is not None else None
        if special is not None:
            return special
        make = self.semantics.specials.make
        custom = self.find(cls, make) if make else None
        if custom is not None:
            made = self.call(_unwrapped(custom), prepend(cls, args), pos)
            objects = [option for option in options(made) if isinstance(option, Obj)]
            for obj in objects:
                self.initialise(obj, cls, args, pos)
            if objects:
                return made
        found: list[Value] = []
        for obj, told in self.objects(cls, args, pos):
            given = self.initialise(obj, cls, told, pos)
            found.append(obj)
            # A constructor may give back another object than its own.
            found.extend(one for one in options(given) if isinstance(one, Obj | Handle))
        return join_all(found)

    def _is_shared(self, annotation: ir.Expr) -> bool:
        """The class's own, no constructor takes it."""
        kind = annotation.obj if isinstance(annotation, ir.Index) else annotation
        return isinstance(kind, ir.Name | ir.Attr) and kind.name in self.semantics.generics.shared

    def initialise(self, obj: Obj, cls: ClassV, args: Args, pos: ir.Pos) -> Value:
        """Runs the constructor, and gives what that returns; a class without one takes its annotated fields,
        as records do."""
        for name in self.program.constructors(cls.module):
            constructor = self.find(cls, name)
            if constructor is not None:
                for library in self.library_bases(cls):
                    self.semantics.allotted(self.own, library, self.spread_out(args))
                return self.call(self.bind_member(constructor, obj, cls), args, pos)
        args = self.spread_out(args)
        fields: dict[str, ir.Expr] = {}
        for base in reversed(self.mro(cls)):
            own = [(name, kind) for name, kind in base.cls.annotations if not self._is_shared(kind)]
            fields.update(own)
        bases = self.library_bases(cls)
        for position, (name, annotation) in enumerate(fields.items()):
            value, sure = _given(args, position, name)
            default = self.find(cls, name)
            if value is None and args.keywords:
                value = self.semantics.aliased(self.own, cls, name, args, fields)
            starts = value is None
            if value is None or value == OUTSIDE:
                given = self._made(default) if default is not None else Unknown("parameter", name)
                if value is None:
                    known = given if default is not None else None
                    for external in bases:
                        given = self.semantics.unset_field(self.own, cls, external, name, known) or given
                # Whoever makes one outside of the program may well pass it, as may ``**json.load(file)``;
                # what hands on ``*args, **kwargs`` passes what its callers do.
                data = any(isinstance(one, Known | Text) for one in options(given))
                told = args.open and args.more is None and data
                passed = value == OUTSIDE or told
                value = join(given, Unknown("parameter", name)) if passed else given
                value = join(value, args.others)
            elif not sure and default is not None:
                value = join(value, self._made(default))
            value = self.semantics.kept(self.own, cls, name, value, default=starts)
            typed = self.in_module(cls, partial(self.with_annotation, value, annotation))
            self.heap.store(obj, name, typed)
        for name, value in args.keywords:
            if name not in fields:
                self.heap.store(obj, name, value)
        for external in bases:
            self.semantics.constructed(self.own, obj, external, args)
            if self.semantics.acts_when_made(external):
                # ``class Orders extends Store {}``: what it is made with goes to the library, as by
                # ``super``.
                outer, self.making = self.making, obj
                self.call(external, args, pos)
                self.making = outer
        for name in [name for name in self.semantics.specials.made if self.find(cls, name) is not None]:
            # Fields that are given to it alone (``InitVar``) are among the others here.
            pairs = tuple((field, self.heap.load(obj, field)) for field in fields)
            self.call_special(obj, name, Args((), pairs, open=True), pos)
        return NONE

    def _made(self, default: Value) -> Value:
        """What a field starts out with, which a function may make."""
        made: list[Value] = []
        for one in options(default):
            if isinstance(one, Wrapped) and one.kind == FACTORY:
                made.append(self.call(one.function, NO_ARGS, (0, 0)))
            else:
                made.append(one)
        return join_all(made)

    # --- decorators ---

    def decorate(self, node: ir.Expr, target: Value) -> Value:
        """The value that a decorated definition is bound to; a decorator without a model changes nothing."""
        decorator, pos = self.evaluate(node), node.pos
        results: list[Value] = []
        for option in options(decorator):
            if isinstance(option, Unknown):
                escapes.note_decorated(self, "", name_of(node), target, pos)
                results.append(target)
                continue
            found: Value | None
            if isinstance(option, Ext | Handle | Method):
                self.decorates = target
                found = self.semantics.call(self.own, option, Args((target,)), pos)
                self.decorates = None
                if found is None or _is_opaque(found):
                    path = option.path if isinstance(option, Ext) else ""
                    escapes.note_decorated(self, path, name_of(node), target, pos)
            else:
                found = self.semantics.decorated(self.own, option, target, pos)
                if found is None:
                    found = self.call(option, Args((target,)), pos)
            if found is None or (found is not BOTTOM and (_is_opaque(found) or is_unknown(found))):
                # What else may come back (what the function itself gives back, say) is no definition.
                given = options(found) if found is not None else ()
                results.extend((target, *(one for one in given if isinstance(one, CALLED))))
            elif found is not BOTTOM:
                results.append(found)
        return join_all(results) if results else target

    def merge_accessors(self, function: ir.Function, value: Value) -> Value:
        """Getter syntax of languages that have it."""
        if function.accessor == "get":
            return Wrapped("classproperty" if function.static else "property", value)
        if function.static and not isinstance(value, Wrapped):
            # A static method may have a receiver: the class.
            return Wrapped("classmethod" if function.receiver else "staticmethod", value)
        return value


def _is_opaque(value: Value) -> bool:
    """Whether something that is not known may be what a decorator gives back."""
    return any(isinstance(option, Ext | Unknown) for option in options(value))


def _given(args: Args, position: int, name: str) -> tuple[Value | None, bool]:
    """What a field gets by its name or its place, and whether all callers pass it."""
    by_name = args.keyword(name)
    index = position - len(args.positional)
    by_place = (args.positional[position], True) if index < 0 else placed(args, index)
    if by_name is None or (name in args.maybe and by_place is not None):
        return by_place or (None, True)
    return by_name, name not in args.maybe


def _unwrapped(value: Value) -> Value:
    return value.function if isinstance(value, Wrapped) else value


def name_of(node: ir.Expr) -> str:
    """What the code calls a receiver: the last name of the expression."""
    match node:
        case ir.Name(name=name) | ir.Attr(name=name):
            return name
        case ir.Call(fn=fn):
            return name_of(fn)
        case ir.Index(obj=obj, key=key):
            return (
                str(key.value) if isinstance(key, ir.Const) and isinstance(key.value, str) else name_of(obj)
            )
    return ""
