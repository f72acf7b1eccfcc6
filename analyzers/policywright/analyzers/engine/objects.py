"""Rules for attributes, classes and context managers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import carrying, common, escapes, keeping, narrowing, unset
from policywright.analyzers.engine.handles import Carried, Data
from policywright.analyzers.engine.importing import ImportRules
from policywright.analyzers.engine.making import FACTORY
from policywright.analyzers.engine.merging import item, library
from policywright.analyzers.engine.names import targets, untold, walk
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Gen,
    Handle,
    Known,
    Method,
    ModuleV,
    Obj,
    Partial,
    Super,
    Text,
    Tup,
    Union,
    Unknown,
    Value,
    Wrapped,
    class_value,
    is_nothing,
    join,
    join_all,
    options,
    text_parts,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

MAX_BASES = 24
"""Length of a method resolution order that is still followed."""
MAX_EMBEDDED = 3
"""Embeddings of embeddings in which a promoted field is looked for."""
_PERHAPS = join(NONE, Unknown("exception"))
"""What a context manager is told of an error."""


class ObjectRules(ImportRules):
    """Attribute access and what it needs."""

    # --- reading ---

    def attribute(self, receiver: Value, name: str, *, read: bool = False) -> Value:
        """``receiver.name`` over all alternatives; ``read`` where code does not call it at once."""
        if common.is_meant(self.own, receiver):
            return join(common.member(self.own, name), self._attribute(receiver, name, read=read))
        return self._attribute(receiver, name, read=read)

    def _attribute(self, receiver: Value, name: str, *, read: bool = False) -> Value:
        if isinstance(receiver, Union):
            solid = [option for option in receiver.options if not is_nothing(option)]
            return join_all([self._attribute_one(option, name, read) for option in self.meant(solid, name)])
        return self._attribute_one(receiver, name, read)

    def _is_method(self, name: str) -> bool:
        """Whether something of the program, or of an SDK, may be asked for what is called so."""
        program = self.program
        own = program.once("names of functions", lambda: {one.name for one in program.functions()})
        return name in own or self.semantics.may_request(self.own, name)

    def part(self, receiver: Value, name: str) -> Value:
        """``receiver.name`` where it is not called at once: what has no model is just some part.

        It would be told apart by every name that code reads of data.
        """
        found = self.attribute(receiver, name, read=True)
        if not any(map(_is_loose, options(found))):
            return found
        called, kept = self.semantics.may_request(self.own, name), self.semantics.known_by_name(name)
        return join_all([
            option if not _is_loose(option) or (kept and isinstance(option, Ext))
            else Unknown("attribute", name) if called else _loose(option)
            for option in options(found)
        ])  # fmt: skip

    def _attribute_one(self, receiver: Value, name: str, read: bool = False) -> Value:
        match receiver:
            case Obj():
                if self.heap.shapes[receiver.id].kind == "instance":
                    return self._instance_attribute(receiver, name, read)
                return self._library_attribute(receiver, name)
            case ClassV():
                return self._class_attribute(receiver, name)
            case ModuleV(name=module):
                return self.module_attribute(module, name)
            case Super(cls=cls, receiver=instance):
                return self._super_attribute(cls, instance, name)
            case Carried():
                return carrying.member(self.own, receiver, name)
            case Ext() | Handle() | Known() | Text():
                return self._library_attribute(receiver, name)
            case Unknown(reason=reason):
                told = self.semantics.unknown_attribute(self.own, receiver, name)
                if told is not None:
                    return told
                asks = unset.method(self.own, receiver, name)
                if asks is not None:
                    return asks
                # Data from outside would be told apart by every name that code reads of it.
                named = reason != "parameter" or self.semantics.may_request(self.own, name)
                found = Unknown("attribute", name if named else None)
                kept = self.engine.read((keeping.KEPT, name)) if self.semantics.keeping else BOTTOM
                return found if kept is BOTTOM else join(found, kept)
            case Bound(function=FuncV(function=code)) if code.decorators and len(code.params) < 2:
                # A decorator that is not known may make a property of a method: ``self.repo.find()``
                made = self.call(receiver, NO_ARGS, (0, 0)) if self._is_method(name) else BOTTOM
                return join(carrying.perhaps(self.own, made, name), self._library_attribute(receiver, name))
            case Gen() | FuncV() | Bound() | Partial() | Wrapped() | Method():
                return self._library_attribute(receiver, name)
        return Method(receiver, name)

    def _library_attribute(self, receiver: Value, name: str) -> Value:
        found = self.semantics.attribute(self.own, receiver, name)
        if found is not None:
            if type(found) is not Ext:
                return found
            own = library(found.path)
            return join(own, carrying.taken_out(self.own, receiver, name)) if type(receiver) is Ext else own
        if not isinstance(receiver, Ext):
            return Method(receiver, name)
        if "()" not in receiver.path and name not in self.program.assigned_attributes:
            # A member of a module.
            return library(f"{receiver.path}.{name}")
        kept = keeping.kept(self.own, receiver, name)
        named = Unknown("attribute", name) if kept != BOTTOM else library(f"{receiver.path}.{name}")
        return join_all((named, kept, carrying.taken_out(self.own, receiver, name)))

    def _instance_attribute(self, obj: Obj, name: str, read: bool) -> Value:
        found = self._own_attribute(obj, name, read)
        if self.semantics.specials.kind in self.program.assigned_attributes:
            for cls in options(self.engine.read(("class of", obj.id))):
                member = self.find(cls, name) if isinstance(cls, ClassV) else None
                if member is not None and isinstance(cls, ClassV):
                    found = join(found, self.bind_member(member, obj, cls))
        return found

    def _own_attribute(self, obj: Obj, name: str, read: bool) -> Value:
        cls = self.heap.shapes[obj.id].cls
        member = self.find(cls, name) if cls is not None else None
        if member is not None and read and self.semantics.fields_apart:
            member = _field_of(member)
        if member is None and cls is not None and self.engine.look(self.heap.field(obj, name)) is BOTTOM:
            bases = self.library_bases(cls)
            if any(self.semantics.certainly_has(base, name) for base in bases):
                return self._of_bases(bases, name, obj)
        value = self.heap.load(obj, name)
        if isinstance(member, Wrapped) and member.kind == "property":
            return join(value, self.call(_with_receiver(obj, member.function), NO_ARGS, (0, 0)))
        if value is not BOTTOM:
            if member is None or cls is None:
                # What a function makes as a constructor has its fields from that.
                if cls is None or not cls.cls.body or self.heap.surely_has(obj, name):
                    return value
                return value if name in self._always_set(cls) else join(value, self.semantics.instead(value))
            if self.heap.own(obj, name) is BOTTOM:
                # Only what is somewhere in it may be here, too: an item of a list, what a computed name set.
                return join(value, self.bind_member(member, obj, cls))
            return join(value, self._class_default(cls, name, member))
        if member is not None and cls is not None:
            return self.bind_member(member, obj, cls)
        if cls is None:
            mapping = name == self.semantics.specials.fields
            found = self.semantics.attribute(self.own, obj, name) if mapping else None
            return Unknown("attribute", name) if found is None else found
        if name == self.semantics.specials.read:
            return Partial(Ext(self.semantics.specials.reader), Args((obj,)))
        return self._missing_attribute(obj, cls, name)

    def has_only_computed(self, obj: Obj, cls: ClassV, name: str) -> bool:
        """An instance has no such member but one that is set under a name that is not known."""
        missing = self.semantics.specials.missing
        return (
            not self.heap.has_key(obj, name) and self.find(cls, name) is None
            and (not missing or self.find(cls, missing) is None)
        )  # fmt: skip

    def _class_default(self, cls: ClassV, name: str, member: Value) -> Value:
        """What the class has under a name that instances may set, unless every one of them sets it."""
        if name in self._always_set(cls):
            return BOTTOM
        return join_all([option for option in options(member) if isinstance(option, Known | Text | Handle)])

    def _always_set(self, cls: ClassV) -> frozenset[str]:
        """The fields that the constructors of a class, or their lack, give to every instance."""
        known = self.always_set.get(cls)
        if known is None:
            order = self.mro(cls)
            names = self.program.constructors(cls.module)
            made = [
                statement.function for base in order for statement in base.cls.body
                if isinstance(statement, ir.FunctionDef) and statement.function.name in names
            ]  # fmt: skip
            found = set[str]().union(*(_set_by(one.body, _receiver(one)) for one in made))
            if not made:
                found.update(name for base in order for name, _ in base.cls.annotations)
            known = self.always_set[cls] = self.semantics.given.union(found)
        return known

    def always_set_by(self, cls: ClassV) -> frozenset[str]:
        """The fields that every instance of a class has."""
        return self._always_set(cls)

    def bound_in(self, cls: ClassV) -> frozenset[str]:
        """The names that the body of a class binds on all paths."""
        return self.program.once(
            f"bound in {cls.module} {cls.cls.pos}", lambda: frozenset(_bound_by(cls.cls))
        )

    def _missing_attribute(self, obj: Obj, cls: ClassV, name: str) -> Value:
        own = self.semantics.own_member(self.own, obj, cls, name)
        if own is not None:
            return own
        if cls.cls.embedded:
            found = self._from_embedded(obj, cls, name)
            if found is not None:
                return found
        for base in self.mro(cls):
            for field, annotation in base.cls.annotations:
                if field == name:
                    found = self.in_module(base, partial(self.annotated, annotation))
                    return found if found is not None else self._unset_attribute(obj, cls, name)
        for special in (self.semantics.specials.missing, self.semantics.specials.read):
            dynamic = self.find(cls, special) if special in self._special_methods() else None
            if dynamic is not None:
                return self.read_by(self.bind_member(dynamic, obj, cls), name, Args((Known(name),)), (0, 0))
        bases = self.library_bases(cls)
        return self._of_bases(bases, name, obj) if bases else self._unset_attribute(obj, cls, name)

    def _unset_attribute(self, obj: Obj, cls: ClassV, name: str) -> Value:
        """Nothing as yet where it is assigned somewhere, but not on a path seen so far."""
        if name not in self.program.assigned_attributes and name not in self.heap.shape(obj).keys:
            return unset.field(self.own, cls, name)
        self.unset["field", obj.id, name] = Unknown("attribute", name)
        return BOTTOM

    def _special_methods(self) -> Set[str]:
        """Those of the names by which the language reaches members that the program defines anywhere."""
        specials = self.semantics.specials
        names = {specials.missing, specials.read, specials.stored} - {""}
        return self.program.once(
            "special methods", lambda: names & {one.name for one in self.program.functions()}
        )

    def _from_embedded(self, obj: Obj, cls: ClassV, name: str) -> Value | None:
        """A member that an embedded field lends its owner: the nearest; None when none has it."""
        if any(field == name for field, _ in cls.cls.annotations):
            return None
        key = ("lent", obj.id, name)
        told = self.engine.derived(key, self.frame.task, partial(self._lent, obj, name))
        return told.items[0] if isinstance(told, Tup) else None

    def _lent(self, obj: Obj, name: str) -> Value:
        """The same as the one item of a sequence; nothing when none has it."""
        seen = {obj}
        owners = [obj]
        having: dict[ClassV, bool] = {}
        while owners:
            found: list[Value] = []
            declared: list[Value] = []
            following: list[Obj] = []
            for owner in owners:
                embedded = self._embedded(owner)
                for option in embedded:
                    if not isinstance(option, Obj):
                        if len(embedded) > 1 and self.semantics.lacks(self.own, option, name):
                            # What a library made with a client is not the client.
                            continue
                        found.append(self._attribute_one(option, name))
                    elif self._has_own(option, name, having):
                        declared.append(self._instance_attribute(option, name, False))
                    elif option not in seen:
                        seen.add(option)
                        following.append(option)
            every = (*found, *declared)
            known = [one for one in every if not all(isinstance(option, Unknown) for option in options(one))]
            if known or declared:
                return Tup((join_all(known or declared),))
            owners = following
        return BOTTOM

    def _has_own(self, obj: Obj, name: str, having: dict[ClassV, bool]) -> bool:
        """Whether an instance has a member by itself; ``having`` keeps which classes have one of the name."""
        shape = self.heap.shape(obj)
        cls = shape.cls
        if cls is None or name in shape.keys:
            return True
        if cls not in having:
            declared = any(label == name for label, _ in cls.cls.annotations)
            having[cls] = declared or self.find(cls, name) is not None
        return having[cls]

    def _embedded(self, obj: Obj) -> list[Value]:
        """What an object has in its embedded fields."""
        cls = self.heap.shape(obj).cls
        fields = cls.cls.embedded if cls is not None else ()
        return [option for field in fields for option in options(self._instance_attribute(obj, field, True))
                if not is_nothing(option)]  # fmt: skip

    def _promoted(self, obj: Obj, name: str, depth: int = 0) -> Obj:
        """The object that holds a field: the owner, or one that is embedded in it."""
        cls = self.heap.shape(obj).cls
        if cls is None or depth > MAX_EMBEDDED or any(field == name for field, _ in cls.cls.annotations):
            return obj
        for field in cls.cls.embedded:
            for option in options(self.heap.load(obj, field)):
                inner = self.heap.shape(option).cls if isinstance(option, Obj) else None
                if isinstance(option, Obj) and inner is not None:
                    holder = self._promoted(option, name, depth + 1)
                    if any(label == name for label, _ in self._fields(holder)):
                        return holder
        return obj

    def any_member(self, receiver: Value, name: Value) -> Value:
        """What a name may mean of which not all is known: methods and functions that lead to requests."""
        found: list[Value] = []
        for option in options(receiver):
            if isinstance(option, ModuleV | ClassV) or (
                isinstance(option, Obj) and self.heap.shape(option).cls
            ):
                key = ("any member", option, name)
                found.append(self.engine.derived(key, self.frame.task, partial(self._named_in, option, name)))
        return join_all(found)

    def _named_in(self, owner: ModuleV | ClassV | Obj, name: Value) -> Value:
        return (
            self._any_of_module(owner, name)
            if isinstance(owner, ModuleV)
            else self._any_of_class(owner, name)
        )

    def _any_of_module(self, module: ModuleV, name: Value) -> Value:
        own = self.program.lowered(module.name).functions
        called = {
            one.name for one in own
            if one.qualname == one.name and self._leads(one, module.name, name)
        }  # fmt: skip
        kept = self._kept_functions(module.name, name)
        return join_all([*kept, *[self._attribute_one(module, one) for one in sorted(called)]])

    def _any_of_class(self, owner: ClassV | Obj, name: Value) -> Value:
        cls = self.heap.shape(owner).cls if isinstance(owner, Obj) else owner
        called: set[str] = set()
        for base in self.mro(cls) if cls is not None else ():
            self.engine.read(("methods", base))
            called.update(
                one.name
                for file in self.program.sharing(base.module)
                for one in self.program.lowered(file).functions
                if self._leads(one, file, name)
                and any([value.owner == base for value in self.engine.created.get(one, ())])
            )
        if isinstance(owner, Obj) and cls is not None:
            # What may be in its fields is no method.
            members = [self.bind_member(self.find(cls, one) or BOTTOM, owner, cls) for one in sorted(called)]
            return join_all(members)
        return join_all([self._attribute_one(owner, one) for one in sorted(called)])

    def _kept_functions(self, module: str, name: Value) -> Iterator[Value]:
        """What is called and may make requests, in variables of a module whose names fit.

        What it has from elsewhere is meant where the name says so, and a package has what is below it to give
        it on.
        """
        minor = self.engine.bounds.crowds.minor

        def asks(found: Value) -> bool:
            return not (isinstance(found, FuncV) and found.function in minor)

        begins = any(isinstance(part, str) for option in options(name) for part in text_parts(option))
        for one in sorted(self.program.bound(module)):
            if any(may_be(option, one) for option in options(name)):
                for found in options(self.module_attribute(module, one)):
                    own = isinstance(found, FuncV) and (begins or f"{found.module}.".startswith(f"{module}."))
                    if (own and asks(found)) or isinstance(found, Bound | Partial | Method):
                        yield found
        for one, member in self.semantics.module_members(self.own, module):
            if any(may_be(option, one) for option in options(name)):
                for found in options(member):
                    if isinstance(found, FuncV | Bound | Partial | Method) and asks(found):
                        yield found

    def _leads(self, function: ir.Function, module: str, name: Value) -> bool:
        """A function has a name that fits, and requests can be reached from it."""
        if function.name.startswith("__") or function.name in self.program.constructors(module):
            return False
        if function in self.engine.bounds.crowds.minor:
            return False
        return any(may_be(option, function.name) for option in options(name))

    def _fields(self, obj: Obj) -> tuple[tuple[str, ir.Expr], ...]:
        cls = self.heap.shape(obj).cls
        return cls.cls.annotations if cls is not None else ()

    def bind_member(self, member: Value, receiver: Value, cls: ClassV | None) -> Value:
        """A class member as seen through an instance."""
        if type(member) is FuncV:
            return Bound(receiver, member)
        found: list[Value] = []
        binding = self.semantics.specials.binding
        for option in options(member):
            match option:
                case FuncV():
                    # A wrapper returned by a decorator takes the receiver like the function it wraps.
                    found.append(Bound(receiver, option))
                case Wrapped(kind="classmethod", function=FuncV() as function):
                    found.append(Bound(cls if cls is not None else receiver, function))
                case Wrapped(kind="property", function=FuncV() as function):
                    found.append(self.call(Bound(receiver, function), NO_ARGS, (0, 0)))
                case Wrapped(kind=kind, function=function) if kind == FACTORY:
                    found.append(self.call(function, NO_ARGS, (0, 0)))
                case Wrapped(kind="partialmethod", function=Partial(function=inner, args=fixed)):
                    found.append(Partial(_with_receiver(receiver, inner), fixed))
                case Wrapped(function=function):
                    found.append(function)
                case Obj():
                    got = self.call_special(option, binding, Args((receiver, cls or NONE)))
                    found.append(option if got is BOTTOM else got)
                case _:
                    found.append(option)
        return join_all(found)

    def _class_attribute(self, cls: ClassV, name: str) -> Value:
        own = self.semantics.class_member(self.own, cls, name)
        if own is not None:
            return own
        member = self.find(cls, name)
        if member is None:
            bases = self.library_bases(cls)
            return self._of_bases(bases, name, cls) if bases else Unknown("attribute", name)
        found: list[Value] = []
        for option in options(member):
            match option:
                case Wrapped(kind="classmethod", function=FuncV() as function):
                    found.append(Bound(cls, function))
                case Wrapped(kind="staticmethod", function=function):
                    found.append(function)
                case Wrapped(kind="classproperty", function=FuncV() as function):
                    found.append(self.call(Bound(cls, function), NO_ARGS, (0, 0)))
                case Obj():
                    got = self.call_special(option, self.semantics.specials.binding, Args((NONE, cls)))
                    found.append(option if got is BOTTOM else got)
                case _:
                    found.append(option)
        return join_all(found)

    def _super_attribute(self, cls: ClassV, receiver: Value, name: str) -> Value:
        if name == self.semantics.specials.make:
            return self.semantics.root_member(name)
        own: ClassV | None = None
        if isinstance(receiver, Obj):
            own = self.heap.shape(receiver).cls
        order = self.mro(own) if own is not None else self.mro(cls)
        after = order[order.index(cls) + 1 :] if cls in order else self.mro(cls)[1:]
        for base in after:
            member = self.engine.read(("class", base, name))
            if member is not BOTTOM:
                return self.bind_member(member, receiver, own or cls)
        # What a class itself does not derive from may stand behind it in one that derives from it and others.
        bases = tuple(dict.fromkeys((*self.library_bases(cls), *self.library_bases(own or cls))))
        return self._of_bases(bases, name, receiver) if bases else self.semantics.root_member(name)

    def _of_bases(self, bases: Sequence[Ext], name: str, owner: Value) -> Value:
        """A member of the first of the library classes that a class derives from, or of others that are known
        to have one: whether what is not known has it, too, can't be told."""
        found = [self.inherited(bases[0], name, owner)]
        for base in bases[1:]:
            if (told := self.semantics.inherited(self.own, base, name, owner)) is not None:
                found.append(told)
        return join_all(found)

    def inherited(self, base: Ext, name: str, owner: Value) -> Value:
        """A member of the library class that a class of the program derives from."""
        found = self.semantics.inherited(self.own, base, name, owner)
        if found is None:
            found = self.semantics.attribute(self.own, base, name)
        if found is None:
            # What an instance has is data like all that a library gives.
            found = library(f"{base.path}().{name}" if isinstance(owner, Obj) else f"{base.path}.{name}")
        cls = self.heap.shape(owner).cls if isinstance(owner, Obj) and type(found) is Ext else None
        return join(found, self._told_to_bases(cls)) if cls is not None else found

    def _told_to_bases(self, cls: ClassV) -> Value:
        """What a library's class may have inside that one of the program derives from: ``Base<Repo>``."""
        found: list[Value] = []
        for one in self.mro(cls):
            for base in one.cls.bases:
                if isinstance(base, ir.Index):
                    keys = base.key.items if isinstance(base.key, ir.TupleLit) else (base.key,)
                    found.append(self.in_module(one, partial(self._wrapped, keys)) or BOTTOM)
        return join_all(found)

    def attribute_or_index(self, value: Value, key: str) -> Value:
        """A named part, for destructuring."""
        found: list[Value] = []
        for option in options(value):
            if isinstance(option, Obj) and self.heap.shape(option).kind != "instance":
                found.append(self.index(option, Known(key)))
            else:
                found.append(self.part(option, key))
        return join_all(found)

    # --- writing ---

    def set_attribute(self, receiver: Value, name: str, value: Value) -> None:
        """``receiver.name = value``."""
        self.engine.bounds.crowds.put_somewhere(receiver, value)
        keeping.put(self.own, receiver, (name,), value)
        self.note_assigned(receiver, name, value)
        for option in options(receiver):
            match option:
                case Obj() if name == "length" and self.heap.shape(option).kind == "list":
                    # JavaScript: it has other items then.
                    self.heap.moved(option)
                case Obj():
                    self._set_special(option, name, value)
                    if not self._set_property(option, name, value):
                        cls = self.heap.shape(option).cls
                        held = (
                            self.semantics.assigned(self.own, cls, name, value) if cls is not None else value
                        )
                        self.set_field(self._promoted(option, name), name, held)
                case ClassV():
                    prefix = self.semantics.specials.setter
                    setter = self.find(option, prefix + name) if prefix else None
                    if setter is not None:
                        self.call(self.attribute(option, prefix + name), Args((value,)), self.here)
                    self.engine.write(("class", option, name), value)
                case ModuleV(name=module):
                    if self.program.lowered(module).explicit_exports:
                        self.engine.write(("export", module, name), value)
                    for owner in self.program.owners(module, name):
                        self.engine.write(("global", owner, name), value)
                case Handle() | Ext() | FuncV() | Method():
                    self.semantics.set_attribute(self.own, option, name, value)

    def _set_special(self, obj: Obj, name: str, value: Value) -> None:
        """Members that stand for the class or all fields of an object, and a method that is told of any."""
        specials = self.semantics.specials
        if name == specials.kind:
            self.engine.write(("class of", obj.id), value)
        elif name == specials.fields:
            self.heap.merge(obj, value)
            if any(map(self.heap.has_any_keys, options(value))):
                self.overlay(obj)
        elif specials.stored in self._special_methods():
            self.call_special(obj, specials.stored, Args((Known(name), value)), self.here)

    def overlay(self, receiver: Value) -> None:
        """Members are set whose names are not known: texts that are there may be others."""
        cls = receiver if isinstance(receiver, ClassV) else None
        obj = receiver if isinstance(receiver, Obj) else None
        if obj is not None:
            cls = self.heap.shape(obj).cls
        own = (
            target.name
            for base in (self.mro(cls) if cls is not None else ())
            for statement in base.cls.body if isinstance(statement, ir.Assign)
            for target in statement.targets if isinstance(target, ir.Name)
        )  # fmt: skip
        for key in dict.fromkeys((*(self.heap.keys(obj) if obj is not None else ()), *own)):
            held = join(
                self.heap.load(obj, key) if obj is not None else BOTTOM,
                (self.find(cls, str(key)) or BOTTOM) if cls is not None else BOTTOM,
            )
            if not self.heap.holds_data(held):
                continue
            if obj is not None:
                self.heap.store(obj, key, Unknown("attribute", str(key)))
            elif cls is not None:
                self.engine.write(("class", cls, str(key)), Unknown("attribute", str(key)))

    def note_assigned(self, receiver: Value, name: str, value: Value) -> None:
        """What libraries' objects among a value get to call: ``client.on_message = heard``."""
        owners = [one for one in options(receiver) if type(one) is Ext]
        sent = list(escapes.sending(self, value)) if owners else []
        for owner in owners:
            path = f"{owner.path}.{name}"
            for one in sent:
                escapes.note(self, one, path, self.here, loose=True)
                self.semantics.handed(self.own, Args((one,)), path, self.here)
            only_kept = owner.path in self.semantics.globals
            for option in options(value):
                called = isinstance(option, FuncV | Bound | Partial)
                if called or isinstance(option, Obj | Tup):
                    # What the program may read there itself is given to nobody yet.
                    escapes.note(self, option, path, self.here, loose=called or not only_kept)

    def set_field(self, obj: Obj, name: str, value: Value, *, certain: bool = False) -> None:
        """Adds to a field what a variable of its declared type can hold."""
        if isinstance(value, Union):
            for label, annotation in self._fields(obj):
                if label == name:
                    cls = self.heap.shape(obj).cls
                    assert cls is not None
                    narrowed = partial(self.semantics.narrowed, self.own, value, annotation)
                    value = self.in_module(cls, narrowed)
                    break
        self.heap.store(obj, name, value, certain=certain or self.heap.completes(obj))
        self.heap.leave(obj, (name,))

    def _set_property(self, obj: Obj, name: str, value: Value) -> bool:
        """Calls the setter of a property; whether there is one."""
        cls = self.heap.shape(obj).cls
        if cls is None:
            return self.semantics.set_member(self.own, obj, name, value)
        prefix = self.semantics.specials.setter
        member = self.find(cls, prefix + name)
        setters = member.setter if isinstance(member, Wrapped) else member if prefix else None
        if setters is None:
            return self._set_by_member(obj, member, value)
        for setter in options(setters):
            if isinstance(setter, FuncV):
                self.call(Bound(obj, setter), Args((value,)), self.here)
        return True

    def _set_by_member(self, obj: Obj, member: Value | None, value: Value) -> bool:
        """Tells an object that is a member of the class; whether that wants to know."""
        special = self.semantics.specials.assigned
        told = [one for one in options(member or NONE) if isinstance(one, Obj)] if special else []
        for one in told:
            cls = self.heap.shape(one).cls
            if cls is not None and self.find(cls, special) is not None:
                self.call_special(one, special, Args((obj, value)), self.here)
                return True
        return False

    # --- classes ---

    def make_class(self, cls: ir.Class) -> ClassV:
        """The class value of a definition in the running scope, its body executed."""
        frame = self.frame
        closure = frame.task.id if frame.function is not None else None
        value = class_value(self.program, cls, frame.module, closure)
        for base in cls.bases:
            self.engine.write(("bases", value), self._base(untold(base)))
        self.walk_class(cls, value)
        for ancestor in self.mro(value)[1:]:
            self.engine.write(("subclasses", ancestor), value)
        for external in self.library_bases(value):
            self.extending[value] = None
            self.semantics.subclassed(self.own, external, value, cls.pos)
        self.semantics.defined(self.own, value)
        return value

    def _base(self, base: ir.Expr) -> Value:
        """What a class derives from: a library's class is itself, whatever type it is told in brackets."""
        found = self.evaluate(base)
        if not isinstance(base, ir.Index):
            return found
        plain = [library(one.path.removesuffix("[]")) if type(one) is Ext else one for one in options(found)]
        return join_all(plain)

    def mro(self, cls: ClassV) -> tuple[ClassV, ...]:
        """The class and its project bases, depth first, each once."""
        known = self.orders.get(cls)
        if known is not None and known[0] == self.engine.bases_known:
            return known[1]
        order: list[ClassV] = []
        behind: dict[ClassV, set[ClassV]] = {}
        pending = [cls]
        while pending and len(order) < MAX_BASES:
            current = pending.pop(0)
            if current in order:
                continue
            order.append(current)
            found_bases = options(self.engine.read(("bases", current)))
            bases = [base for base in found_bases if isinstance(base, ClassV)]
            for base in bases:
                behind.setdefault(base, set()).add(current)
            pending = bases + pending
        found = _classes_first(order, behind)
        places = [self.engine.cell(("bases", base)) for base in found]
        self.orders[cls] = (self.engine.bases_known, found, places)
        return found

    def find(self, cls: ClassV, name: str) -> Value | None:
        """A member by method resolution; None when no class of the program has it."""
        engine, key = self.engine, (cls, name)
        known = self.members.get(key)
        if known is None or known[0] != engine.bases_known:
            places = [engine.cell(("class", base, name)) for base in self.mro(cls)]
            known = self.members[key] = (engine.bases_known, places)
        for place in known[1]:
            member = engine.look(place)
            if member is not BOTTOM:
                return member
        return None

    def external_base(self, cls: ClassV) -> Ext | None:
        """The first library class that a class derives from."""
        return next(iter(self.library_bases(cls)), None)

    def library_bases(self, cls: ClassV) -> tuple[Ext, ...]:
        """The library classes that a class derives from, but those that add nothing."""
        plain = self.semantics.plain_bases
        found = [one for one in self.external_bases(cls) if not one.path.startswith(plain)]
        return tuple(dict.fromkeys(found))

    def external_bases(self, cls: ClassV) -> list[Ext]:
        """The library classes that a class and those of the program that it derives from name as bases."""
        self.mro(cls)
        look = self.engine.look
        return [one for place in self.orders[cls][2] for one in options(look(place)) if isinstance(one, Ext)]

    # --- protocols ---

    def enter(self, manager: Value) -> Value:
        """What ``with manager as x`` binds."""
        found: list[Value] = []
        for option in options(manager):
            match option:
                case Obj() if self.heap.shape(option).kind == "instance":
                    specials = self.semantics.specials
                    entered = [self.call_special(option, name) for name in specials.enter]
                    self._left(option)
                    value = join_all(entered)
                    found.append(value if value is not BOTTOM or self._has_enter(option) else option)
                case Gen(task=task):
                    found.append(self.engine.read(("yield", task)))
                case Handle() | Ext():
                    value_or_none = self.semantics.enter(self.own, option)
                    found.append(value_or_none if value_or_none is not None else option)
                case _:
                    found.append(option)
        return join_all(found)

    def _left(self, manager: Obj) -> Value:
        """What the methods give by which a context manager is left."""
        # With an error, or with none.
        return join_all([
            self.called_later(partial(self.call_special, manager, name, Args((_PERHAPS,) * 3)))
            for name in self.semantics.specials.leave
        ])  # fmt: skip

    def may_swallow(self, manager: Value) -> bool:
        """Whether a context manager may end an error, so that what is behind it is next."""
        for option in options(manager):
            match option:
                case Obj() if self.heap.shape(option).kind == "instance":
                    if any(narrowing.may_be_true(one) for one in options(self._left(option))):
                        return True
                case Gen(task=task):
                    function = self.engine.instances.by_id[task].function
                    if function is not None and _catches_at_yield(function.function.body):
                        return True
                case Ext() | Unknown():
                    if self.semantics.may_swallow(option):
                        return True
        return False

    def _has_enter(self, obj: Obj) -> bool:
        cls = self.heap.shape(obj).cls
        return cls is not None and any(self.find(cls, name) for name in self.semantics.specials.enter)

    def iterate_instances(self, objects: Iterable[Value]) -> Value:
        """Items of instances that define iteration; those that share an iterator are one."""
        specials = self.semantics.specials
        iterators: list[Value] = []
        items: list[Value] = []
        for obj in objects:
            found = [self.call_special(obj, name) for name in specials.iterator]
            if any(one is not BOTTOM for one in found):
                iterators.extend(found)
            else:
                item = self.call_special(obj, specials.item, Args((Unknown("index"),)))
                if item is BOTTOM:
                    item = self.semantics.iterate(self.own, obj) or Unknown("item")
                items.append(item)
        return join_all([*map(self._items_of, options(join_all(iterators))), *items])

    def _items_of(self, iterator: Value) -> Value:
        if isinstance(iterator, Obj) and self.heap.shape(iterator).kind == "instance":
            # Not iterated in turn: what a loop asks for first may well be the object itself.
            specials = self.semantics.specials
            found = join_all([self.call_special(iterator, name) for name in specials.following])
            return self.attribute(found, specials.step) if specials.step else found
        return self.iterate(iterator)


def _classes_first(order: list[ClassV], behind: Mapping[ClassV, Set[ClassV]]) -> tuple[ClassV, ...]:
    """The order with no class before one that derives from it (a diamond's top is its last)."""
    left, found = list(order), list[ClassV]()
    while left:
        following = next((one for one in left if behind.get(one, set()).isdisjoint(left)), left[0])
        left.remove(following)
        found.append(following)
    return tuple(found)


def _field_of(member: Value) -> Value | None:
    """What a class has under a name that is no method of it."""
    found = [option for option in options(member) if not isinstance(option, FuncV | Wrapped)]
    return join_all(found) if found else None


def _receiver(function: ir.Function) -> str:
    return function.receiver or (function.params[0].name if function.params else "")


def _set_by(statements: tuple[ir.Stmt, ...], receiver: str) -> set[str]:
    """The fields of a receiver that statements set whatever happens."""
    found: set[str] = set()
    for statement in statements:
        match statement:
            case ir.Assign(targets=targets, value=value) if value is not None:
                for target in targets:
                    if isinstance(target, ir.Attr) and isinstance(target.obj, ir.Name):
                        found.update((target.name,) if target.obj.name == receiver else ())
            case ir.If(body=body, orelse=orelse):
                found |= _set_by(body, receiver) & _set_by(orelse, receiver)
            case ir.With(body=body) | ir.Block(body=body) | ir.Try(body=body):
                found |= _set_by(body, receiver)
    return found


def _bound_by(cls: ir.Class) -> Iterator[str]:
    """The names that a class's body binds on all paths."""
    for statement in cls.body:
        match statement:
            case ir.Assign(targets=assigned, value=value) if value is not None:
                for target in assigned:
                    yield from targets(target)
            case ir.FunctionDef(function=function):
                yield function.name
            case ir.ClassDef(cls=inner):
                yield inner.name


def may_be(value: Value, text: str) -> bool:
    """Whether a name can be a text."""
    match value:
        case Known(value=known):
            return known == text
        case Text(parts=parts):
            pattern = "".join(re.escape(part) if isinstance(part, str) else ".*" for part in parts)
            return re.fullmatch(pattern, text, re.DOTALL) is not None
    return True


def _is_loose(value: Value) -> bool:
    """A member without a model, of what a library has given or of a member itself."""
    match value:
        case Ext(path=path):
            return "()" in path
        case Method(receiver=Carried()):
            return True
        case Method(receiver=Method(receiver=inner)):
            return not isinstance(inner, Handle | Ext)
        case Method(receiver=Data() as data):
            return data.is_part()
    return False


def _loose(value: Value) -> Value:
    if isinstance(value, Method) and isinstance(value.receiver, Carried):
        return value.receiver
    return item(value.path) if isinstance(value, Ext) else Unknown("attribute")


def _with_receiver(receiver: Value, function: Value) -> Value:
    """A member's function as it is called on something."""
    return Bound(receiver, function) if isinstance(function, FuncV) else Partial(function, Args((receiver,)))


def _catches_at_yield(body: tuple[ir.Stmt, ...]) -> bool:
    """Whether a generator goes on where an error comes out of what its user does."""
    tries = [one for statement in body for one in walk(statement) if isinstance(one, ir.Try)]
    return any(
        any(isinstance(part, ir.Yield) for statement in one.body for part in walk(statement))
        and any(not handler.body or not isinstance(handler.body[-1], ir.Raise) for handler in one.handlers)
        for one in tries
    )
