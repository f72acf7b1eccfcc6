"""What Python does as classes are defined and objects made, and what those have: the rules of its classes.

A part of ``semantics``; what each of them does is in ``classes``, ``fields``, ``protocols`` and their kin.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from policywright.analyzers import ir
from policywright.analyzers.engine import carrying, escapes
from policywright.analyzers.engine.language import Semantics
from policywright.analyzers.engine.values import (
    BOTTOM,
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
    Value,
    Wrapped,
    join_all,
    options,
    strings,
)
from policywright.analyzers.languages.python import annotations as stubs
from policywright.analyzers.languages.python import (
    callbacks,
    classes,
    containers,
    fields,
    protocols,
    settings,
    types,
)
from policywright.analyzers.languages.python.boto3 import guesses, own
from policywright.analyzers.languages.python.handles import Inferred, Namespace
from policywright.analyzers.languages.python.libraries import Libraries
from policywright.analyzers.sdk import filling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter


class ClassRules(Semantics):
    """What is asked of classes and objects; see ``engine.language.Semantics``."""

    def __init__(self) -> None:
        self.libraries = Libraries()
        self.namespaces: dict[Obj, ClassV] = {}
        """What metaclasses are given as the body of a class, and that class."""
        self.enum_methods: dict[str, list[ClassV]] = {}
        """Enums by the methods that they define."""
        self.enum_values: set[str] = set()
        """Values of members of enums, which are no strings although they look so here."""
        self.records: dict[tuple[str, ir.Pos], ClassV] = {}
        """Classes that ``namedtuple`` made, by place."""

    def own_member(self, run: Interpreter, obj: Obj, cls: ClassV, name: str) -> Value | None:
        if name == "__class__":
            return cls
        if name == "__dict__":
            return Namespace(obj)
        private = protocols.mangled(name)
        if private is not None:
            return run.attribute(obj, private)
        own = classes.own_member(run, obj, name)
        awaited = protocols.awaited(run, obj) if own is None else None
        return own if awaited is None else run.attribute(awaited, name)

    def class_member(self, run: Interpreter, cls: ClassV, name: str) -> Value | None:
        if name == "__name__":
            return Known(cls.cls.name)
        member = classes.enum_member(run, cls, name)
        if member is not None:
            return member
        if name == "__subclasses__":
            return Partial(Ext("builtins.type.__subclasses__"), Args((cls,)))
        if run.find(cls, name) is not None:
            return None
        if name == "as_view":
            # Django's and Flask's views: the library makes an instance for each request.
            escapes.note(run, cls, name, run.here, loose=True)
        return self.root_member(name) if name == "__new__" else classes.class_member(run, cls, name)

    def root_member(self, name: str) -> Value:
        return Ext(f"builtins.object.{name}")

    def inherited(self, run: Interpreter, base: Ext, name: str, owner: Value) -> Value | None:
        if name == classes.CONTENTS and base.path in classes.WITH_CONTENTS and isinstance(owner, Obj):
            return classes.contents(run, owner)
        if isinstance(owner, Obj) and base.path in classes.CONTAINERS:
            return Method(owner, name)
        if base.path in protocols.ERRORS and name in protocols.OF_ERRORS:
            return protocols.of_error(run, name)
        if base.path == "builtins.type" and name == "__call__" and isinstance(owner, ClassV):
            return owner
        if base.path in protocols.PROPERTIES and name == "__get__" and isinstance(owner, Obj):
            return Partial(Ext("python.$property"), Args((owner,)))
        found = self.libraries.inherited(base, name, owner)
        if found is None and isinstance(owner, Obj):
            return classes.from_base(run, owner, base, name)
        return found

    def narrowed(self, run: Interpreter, value: Value, annotation: ir.Expr) -> Value:
        """A declared type counts for more than a guess, and what is plain data is neither code nor object."""
        if types.is_plain(annotation, self.generics.either):
            plain = [option for option in options(value) if not self._is_no_data(run, option)]
            return join_all(plain) if plain else value
        guessed = all(isinstance(option, Inferred) for option in options(value))
        declared = run.annotated(annotation) if guessed else None
        return declared if declared is not None else value

    def _is_no_data(self, run: Interpreter, value: Value) -> bool:
        if isinstance(value, Obj):
            cls = run.heap.shape(value).cls
            # Members of an enumeration may be strings.
            return cls is None or all(map(_holds_data, run.library_bases(cls)))
        return isinstance(value, FuncV | Bound | Method | Partial | ClassV | Wrapped)

    def instance(self, run: Interpreter, annotation: Value) -> Value | None:
        if isinstance(annotation, Handle):
            return annotation
        if isinstance(annotation, Ext):
            return stubs.instance(run, annotation.path) or self.libraries.instance(annotation.path)
        return None

    def defined(self, run: Interpreter, cls: ClassV) -> None:
        classes.defined(run, cls, self.namespaces)
        self.libraries.class_done(run, cls)
        self.enum_values.update(text for value in classes.members(run, cls) or () for text in strings(value))
        for name in classes.own_methods(run, cls):
            if cls not in self.enum_methods.setdefault(name, []):
                self.enum_methods[name].append(cls)

    def members(self, run: Interpreter, cls: ClassV) -> tuple[Value, ...] | None:
        return classes.members(run, cls)

    def subclassed(self, run: Interpreter, base: Ext, cls: ClassV, pos: ir.Pos) -> None:
        self.libraries.subclassed(run, base, cls, pos)

    def module_done(self, run: Interpreter) -> None:
        self.libraries.module_done(run)

    def constructed(self, run: Interpreter, obj: Obj, base: Ext, args: Args) -> None:
        if base.path in own.TABLE:
            # ``class Pages(Paginator)``: what it is made with is asked by whoever has one.
            guesses.called(run, args, run.here)
        if base.path in classes.CONTAINERS:
            containers.container_method(run, obj, "__init__", args, run.here)
            if base.path in classes.BY_ITEMS:
                run.call(Partial(Ext("python.$update"), Args((obj,))), args, run.here)
        elif base.path in protocols.PROPERTIES:
            protocols.property_made(run, obj, args)
        elif base.path in protocols.ERRORS:
            protocols.error(run, args, run.here)
        elif base.path not in callbacks.DATA_TYPES:
            if filling.configures(base.path) and not classes.is_model(base):
                # ``class Settings(library.Config)``
                run.overlay(obj)
            settings.ask_sources(run, obj, base)
            found = carrying.carried(run, args, run.here)
            if found is not BOTTOM:
                run.engine.write(("carried", obj.id), found)

    def acts_when_made(self, base: Ext) -> bool:
        return not callbacks.is_record(base) and base.path not in protocols.PROPERTIES

    def allotted(self, run: Interpreter, base: Ext, args: Args) -> None:
        if base.path in protocols.ERRORS:
            # ``BaseException.__new__`` keeps what it is given as ``args``, whatever ``__init__`` does.
            protocols.error(run, args, run.here)

    def unset_field(
        self, run: Interpreter, cls: ClassV, base: Ext, name: str, default: Value | None
    ) -> Value | None:
        return settings.unset(run, base, run.mro(cls), name, default)

    def aliased(
        self, run: Interpreter, cls: ClassV, name: str, args: Args, names: Iterable[str]
    ) -> Value | None:
        return fields.aliased(run, cls, name, args, names)

    def kept(self, run: Interpreter, cls: ClassV, name: str, value: Value, *, default: bool) -> Value:
        return fields.kept(run, cls, name, value, default=default)

    def assigned(self, run: Interpreter, cls: ClassV, name: str, value: Value) -> Value:
        return fields.assigned(run, cls, name, value) if fields.may_treat(run.program.whole) else value

    def type_test(
        self, run: Interpreter, test: ir.Call | ir.TypeTest
    ) -> tuple[ir.Expr, ir.Expr, tuple[Value, ...]] | None:
        return types.tested(run, test)

    def has_type(self, run: Interpreter, option: Value, kind: Value) -> bool | None:
        return types.has_type(run, option, kind, self.enum_values)

    def in_text(self, run: Interpreter, value: Value, part: ir.Expr | None = None) -> Value:
        return classes.in_text(run, value, part, self.enum_methods) if self.enum_methods else value

    def found_by_definition(self, run: Interpreter, cls: ClassV) -> bool:
        return any(
            not callbacks.is_record(base)
            and base.path.partition(".")[0] not in sys.stdlib_module_names
            and self.libraries.instance(base.path) is None
            for base in run.library_bases(cls)
        )

    def calls_back(
        self, run: Interpreter, cls: ClassV, function: ir.Function, path: str | None, loose: bool
    ) -> bool:
        return callbacks.calls_back(run, cls, function, path, loose)

    def base_calls_back(self, run: Interpreter, cls: ClassV, function: ir.Function) -> bool:
        return not function.name.startswith("__") and self.found_by_definition(run, cls)

    def may_call_back(
        self, run: Interpreter, cls: ClassV, function: ir.Function, path: str, loose: bool
    ) -> bool:
        return callbacks.may_call_back(run, cls, function, path, loose)


def _holds_data(base: Ext) -> bool:
    """What derives from it has data, and is no text or number itself."""
    return classes.is_model(base) or base.path in classes.CONTAINERS
