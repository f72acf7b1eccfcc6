"""The JDK and the front end's own helpers (``$...``): functions by path."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.typed import MADE_UP
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Obj,
    Partial,
    Super,
    Text,
    Tup,
    Unknown,
    Value,
    Wrapped,
    concat_all,
    constant,
    is_text,
    join,
    join_all,
    make_text,
    options,
)
from policywright.analyzers.languages.java import containers, places
from policywright.analyzers.languages.java.handles import (
    Box,
    Collector,
    Declared,
    Entry,
    Environment,
    LombokBuilder,
    Reference,
    Sink,
)
from policywright.analyzers.languages.java.imports import package_of
from policywright.analyzers.languages.java.placeholders import filled
from policywright.analyzers.languages.java.places import every_class
from policywright.analyzers.model import UnresolvedCode
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

_PIECE = make_text((out.Hole(kind="unknown"),))


# --- the front end's own helpers ---


def _super(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """The base class's view of an instance."""
    function = run.frame.function
    found: list[Value] = []
    for option in options(args.get(0) or BOTTOM):
        owner = function.owner if function is not None else None
        if owner is None and isinstance(option, Obj):
            owner = run.heap.shape(option).cls
        if owner is not None:
            found.append(Super(owner, option))
    return join_all(found)


def _overload(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A further method of the same name."""
    before, function, static = args.positional
    return join(before, Wrapped("staticmethod", function) if static == Known(True) else function)


def _instance(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Any instance of a class: the enclosing one of an inner class."""
    found = [
        run.typed_instance(option) for option in options(args.get(0) or BOTTOM) if isinstance(option, ClassV)
    ]
    return join_all(found)


def _typed(run: Interpreter, kind: Value) -> Value | None:
    found: list[Value] = []
    for option in options(kind):
        if isinstance(option, ClassV):
            found.append(run.typed_instance(option))
        elif isinstance(option, Ext | Handle):
            value = run.semantics.instance(run, option)
            if value is not None:
                found.append(value)
    return join_all(found) if found else None


def _box(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A declared ``Optional<X>``, ``Supplier<X>``, ``CompletableFuture<X>``."""
    found = _typed(run, args.get(0) or BOTTOM)
    return containers.box(found) if found is not None else Unknown("box")


def _declared(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A method of an interface, known by what it returns alone."""
    found = _typed(run, args.get(0) or BOTTOM)
    return Declared(found) if found is not None else Unknown("method")


def _value(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """An injected property."""
    text = args.get(0) or Known("")
    name = constant(text)
    return filled(Known(f"${{{name}}}") if name and "{" not in name else text)


def _injected(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``$injected(parameter, property)``: a container passes what nobody in the program does."""
    given, value = args.positional
    return join_all([value if isinstance(one, Unknown) else one for one in options(given)])


def _bean(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """What a framework injects wherever this type is declared."""
    kind, value = args.positional
    for option in options(kind):
        if isinstance(option, Ext):
            for path in places.injected_as(option.path):
                run.engine.write(("java-bean", path), value)
        elif isinstance(option, ClassV):
            run.engine.write(("java-bean", option), value)
    return value


def _unset(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A static field without a value: what the program assigns, or by its type when it never does."""
    return BOTTOM if constant(args.get(0)) in run.program.assigned_attributes else Unknown("unset")


def _default(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``$default(this, name, value, always)``: a field that libraries set, in objects that they make."""
    owner, name, value, always = args.positional
    if not all(isinstance(option, Known | Text) for option in options(value)):
        return value
    outside = (
        isinstance(option, Obj) and MADE_UP in run.heap.shape(option).site for option in options(owner)
    )
    filled = always == Known(True) or any(outside)
    return join(value, Unknown("attribute", constant(name))) if filled else value


def _static(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A member of one of several classes: the one that is known to have it."""
    libraries: list[Value] = []
    for value in args.positional:
        if value is BOTTOM or any(not isinstance(option, Ext | Unknown) for option in options(value)):
            return value
        libraries.append(value)
    known = [one for one in libraries if isinstance(one, Ext) and one.path in TABLE]
    return (known or libraries)[0]


def _having(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Of the classes around a place, innermost first, the one that inherits a member; else the innermost."""
    name, *around = args.positional
    label = constant(name) or ""
    for value in around:
        if value is BOTTOM or any(_has(run, option, label) for option in options(value)):
            return value
    return around[0]


def _has(run: Interpreter, value: Value, name: str) -> bool:
    cls = run.heap.shape(value).cls if isinstance(value, Obj) else value
    if not isinstance(cls, ClassV):
        return False
    declared = (field for base in run.mro(cls) for field, _ in (*base.cls.annotations, *base.cls.plain))
    return run.find(cls, name) is not None or name in declared


def _reference(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Type::method``."""
    kind, name = args.positional
    return join_all([Reference(option, constant(name) or "") for option in options(kind)])


def _bound_reference(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``object::method``."""
    receiver, name = args.positional
    found: list[Value] = []
    for option in options(receiver):
        # ``Map.Entry::getValue`` reads like a method of an object.
        last = option.path.rpartition(".")[2] if isinstance(option, Ext) else ""
        kind = isinstance(option, ClassV) or (last[:1].isupper() and last.isidentifier())
        found.append(Reference(option, constant(name) or "", bound=not kind))
    return join_all(found)


def _closed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A resource is closed that is a function, or of a class of the program."""
    for option in options(args.get(0) or BOTTOM):
        if isinstance(option, FuncV | Bound | Partial | Reference):
            run.called_later(partial(run.semantics.invoke, run, option, Args(), pos))  # type: ignore[attr-defined]
        run.called_later(partial(run.call_special, option, "close", Args(), pos))
    return NONE


GOT = "got"
"""With an instance: the cell of the clients that the constructor of a library's class got for it."""


def _into_library(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``super(store)`` in a class that derives from a library's: that gets it, and what is a collection
    has it in it."""
    path, owner = constant(args.get(0)) or "", args.get(1) or BOTTOM
    given = args.drop(2)
    for obj in options(owner):
        if isinstance(obj, Obj) and path in LISTS:
            run.heap.extend(obj, given.get(0) or BOTTOM, containers.inside(run, given.get(0) or BOTTOM))
        elif isinstance(obj, Obj) and path in MAPS:
            run.heap.merge(obj, given.get(0) or BOTTOM)
    parts = [one for value in given.told() for one in options(value)]
    clients = [one for one in parts if isinstance(one, Handle) and one.reaches()]
    for obj in options(owner) if clients else ():
        if isinstance(obj, Obj):
            run.engine.write((GOT, obj.id), join_all(clients))
    if any(isinstance(one, FuncV | Bound | Partial | Reference | Handle)
           or (isinstance(one, Obj) and run.heap.shape(one).cls is not None) for one in parts):  # fmt: skip
        run.call(Ext(path), given, pos)
    return NONE


def _iterating(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Spliterators.spliteratorUnknownSize(iterator, 0)``"""
    return containers.box(_items(run, args.get(0) or BOTTOM, pos))


def _items(run: Interpreter, value: Value, pos: ir.Pos) -> Value:
    """What an iterator or spliterator gives; of one of the program's own, what its methods give."""
    found: list[Value] = []
    for option in options(value):
        cls = run.heap.shape(option).cls if isinstance(option, Obj) else None
        if cls is None or not isinstance(option, Obj):
            found.append(containers.inside(run, option))
            continue
        sink = Sink((run.frame.module, pos, run.frame.task.id))
        for name in ("tryAdvance", "forEachRemaining"):
            run.call_special(option, name, Args((sink,)), pos)
        found.extend((run.engine.read(sink.cell), run.call_special(option, "next", Args(), pos)))
    return join_all(found)


def _lombok_builder(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found: list[Value] = []
    for option in options(args.get(0) or BOTTOM):
        cls = run.heap.shape(option).cls if isinstance(option, Obj) else None
        if cls is None:
            found.append(LombokBuilder(option))
        elif isinstance(option, Obj):
            # ``toBuilder()`` of an object.
            fields = tuple((str(key), run.heap.load(option, key)) for key in run.heap.keys(option))
            found.append(LombokBuilder(cls, fields))
    return join_all(found)


# --- java.lang, java.util ---


def _getenv(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    first = args.get(0)
    if first is None:
        return Environment()
    return join_all([Text((out.Hole(kind="env", name=constant(option)),)) for option in options(first)])


def _property(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Text((out.Hole(kind="parameter", name=constant(args.get(0))),))


def _format(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    given = args.positional
    first = given[0] if given else Unknown("format")
    # String.format(Locale.ROOT, "...", ...)
    if isinstance(first, Ext | Unknown) and len(given) > 1:
        given = given[1:]
    return containers.formatted(run, given[0], given[1:]) if given else None


def _numbers(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``IntStream.range(0, n)``"""
    return containers.box(Unknown("number"))


def _value_of(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Integer.valueOf(x)``: of a text another number."""
    found = options(args.get(0) or Unknown("number"))
    return join_all([Unknown("number") if is_text(option) else option for option in found])


def _text_of(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    if len(args.positional) > 1:
        # ``Integer.toString(number, radix)``
        return _PIECE
    return containers.as_text(run, args.get(0) or Unknown("text"))


def _builder(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    first = args.get(0)
    number = isinstance(first, Known) and not isinstance(first.value, str)
    return containers.as_text(run, first) if first is not None and not number else Known("")


def _join(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    items: tuple[Value, ...] | None = args.positional[1:]
    if len(args.positional) == 2:
        items = run.sequence(args.positional[1])
        if items is None and any(isinstance(o, Known | Text) for o in options(args.positional[1])):
            items = args.positional[1:]
    if items is None:
        return _PIECE
    parts: list[Value] = []
    for index, item in enumerate(items):
        shown = containers.as_text(run, item)
        parts.extend([args.positional[0], shown] if index else [shown])
    return concat_all(parts)


def _list(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``List.of(...)``, ``Arrays.asList(...)``, ``new ArrayList<>(other)``."""
    obj = places.made(run, "list", pos)
    for position, value in enumerate(args.positional):
        run.heap.store(obj, position, value, certain=True)
    if args.more is not None:
        run.heap.put(obj, Unknown("index"), args.more)
    return obj


def _constants(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``EnumSet.allOf(Type.class)``, ``EnumSet.range(a, b)``: the constants of an enum."""
    kinds = [run.heap.shape(one).cls if isinstance(one, Obj) else one
             for one in options(args.get(0) or BOTTOM)]  # fmt: skip
    found = [run.find(one, "$values") for one in kinds if isinstance(one, ClassV)]
    told = [value for value in found if value is not None]
    if not told:
        return None
    obj = places.made(run, "list", pos)
    run.heap.extend(obj, join_all(told), run.iterate(join_all(told)), new=True)
    return obj


HELD = Ext("java.$held")
"""What gives the field of an object that has a name."""


def _field(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Type.class.getDeclaredField("name")``: what is called with an object gives what that holds."""
    return Partial(HELD, Args((args.get(0) or Unknown("name"),)))


def _every_field(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((Partial(HELD, Args((Unknown("name"),))),), open=True)


def _held(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``field.get(object)``"""
    names = [constant(one) for one in options(args.get(0) or BOTTOM)]
    found = [
        run.heap.everything(one) if name is None else run.heap.load(one, name)
        for one in options(args.get(1) or BOTTOM) if isinstance(one, Obj) for name in names
    ]  # fmt: skip
    return join_all(found) if found else None


def _no_constants(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``EnumSet.noneOf(Type.class)``"""
    return places.made(run, "list", pos)


def _collection(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """An empty collection, or a copy of another."""
    obj = places.made(run, "list", pos)
    for value in args.positional[:1]:
        if not isinstance(value, Known):
            run.heap.extend(obj, value, containers.inside(run, value), new=True)
    return obj


def _add_all(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Collections.addAll(collection, items...)``"""
    given = args.positional[1:]
    for obj in options(args.positional[0]) if args.positional else ():
        if isinstance(obj, Obj):
            run.heap.extend(obj, Tup(given), join_all(list(given)))
            if args.more is not None:
                run.heap.append(obj, args.more)
        elif isinstance(obj, Unknown):
            run.set_index(obj, Unknown("index"), join_all(list(given)))
    return Unknown("boolean")


def _moved(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Collections.shuffle(list)``"""
    run.heap.moved(args.get(0) or BOTTOM)
    return NONE


def _array_list(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    first = args.get(0)
    if len(args.positional) == 1 and first is not None:
        known = run.sequence(first)
        if known is not None:
            return _list(run, Args(known), pos)
    return _list(run, args, pos)


def _map(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = places.made(run, "dict", pos)
    for value in args.positional[:1]:
        # A number is how many it shall have room for.
        copied = join_all([option for option in options(value) if not isinstance(option, Known)])
        if copied is not BOTTOM:
            run.heap.merge(obj, copied, certain=True)
    return obj


def _map_of(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = places.made(run, "dict", pos)
    for key, value in zip(args.positional[::2], args.positional[1::2], strict=False):
        run.heap.put(obj, key, value)
    return obj


def _entries(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = places.made(run, "dict", pos)
    for value in args.positional:
        # An array of entries is passed as it is.
        held = join_all([run.iterate(one) if isinstance(one, Obj) else one for one in options(value)])
        for option in options(held):
            if isinstance(option, Entry):
                run.heap.put(obj, option.key, option.value)
            else:
                run.heap.merge(obj, option)
    return obj


def _entry(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Entry(args.get(0) or BOTTOM, args.get(1) or BOTTOM)


def _streamed_items(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Stream.of(x)``: of an array its items, of a list the list."""
    if len(args.positional) != 1:
        return _boxed(run, args, pos)
    value = args.positional[0]
    lists = [one for one in options(value) if isinstance(one, Obj | Box)]
    return containers.box(join_all([containers.inside(run, value), *lists]))


def _boxed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Optional.of(x)``, ``Stream.of(a, b)``, ``CompletableFuture.completedFuture(x)``."""
    if len(args.positional) == 1:
        return containers.box(containers.inside(run, args.positional[0]))
    return containers.box(join_all(args.positional)) if args.positional else containers.box(BOTTOM)


def _holder(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return containers.box(args.get(0) or BOTTOM)


def _supplied(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``CompletableFuture.supplyAsync(f)``, ``Stream.generate(f)``."""
    function = args.get(0) or BOTTOM
    return containers.box(run.semantics.invoke(run, function, Args(), pos))  # type: ignore[attr-defined]


def _reference_to(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``new AtomicReference<>(x)``, ``new ThreadLocal<>()``: what is there, and what is set later."""
    obj = places.made(run, "list", pos)
    for value in args.positional[:1]:
        run.heap.put(obj, Unknown("index"), value)
    return obj


def _deferred(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Mono.defer(f)``: what comes out of what the function gives."""
    function = args.get(0) or BOTTOM
    made = run.semantics.invoke(run, function, Args(), pos)  # type: ignore[attr-defined]
    return containers.box(containers.inside(run, made))


def _initial(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``ThreadLocal.withInitial(f)``"""
    return _reference_to(run, Args((run.semantics.invoke(run, args.get(0) or BOTTOM, Args(), pos),)), pos)  # type: ignore[attr-defined]


def _cache(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A cache: a map, of what its loader makes as well."""
    obj = places.made(run, "dict", pos)
    for loader in args.positional[:1]:
        run.heap.put(obj, Unknown("key"), run.semantics.invoke(run, loader, Args((Unknown("key"),)), pos))  # type: ignore[attr-defined]
    return obj


def _first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return args.get(0)


def _told(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A class that an annotation names: what derives from a library's type is made by that."""
    plans = run.plans
    for option in options(args.get(0) or BOTTOM):
        if not isinstance(option, ClassV) or (plans is not None and not plans.sends(option.cls.name)):
            continue
        if run.external_base(option) is not None:
            escapes.note(run, option)
    return NONE


def _either(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    first, second = args.get(0) or BOTTOM, args.get(1) or BOTTOM
    return containers.or_else(first, second)


def _either_supplied(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    other = run.semantics.invoke(run, args.get(1) or BOTTOM, Args(), pos)  # type: ignore[attr-defined]
    return _either(run, Args((args.get(0) or BOTTOM, other)), pos)


def _collector(name: str) -> Handler:
    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        return Collector(name, args.positional)

    return handler


def _chained(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``f.andThen(g)``, ``p.and(q)`` when called: f, then g with what that gives, or the same."""
    invoke = run.semantics.invoke  # type: ignore[attr-defined]
    first, second, name = args.positional[:3]
    given = args.drop(3)
    made: Value = invoke(run, first, given, pos)
    nothing = made in (BOTTOM, NONE) or constant(name) in ("and", "or")
    last: Value = invoke(run, second, given if nothing else Args((made,)), pos)
    # A consumer gives nothing, of which nothing is known here.
    return join(last, invoke(run, second, given, pos)) if constant(name) == "andThen" else last


def _handle(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``lookup.findVirtual(Store.class, "get", type)``"""
    cls, name = args.get(0), constant(args.get(1))
    return Reference(cls, name) if isinstance(cls, ClassV) and name is not None else None


def _bound_handle(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``lookup.bind(store, "get", type)``"""
    receiver, name = args.get(0), constant(args.get(1))
    return Reference(receiver, name, bound=True) if receiver is not None and name is not None else None


def _filled(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Arrays.fill(array, value)``, ``Arrays.setAll(array, function)``"""
    value = args.positional[-1] if args.positional else BOTTOM
    made: Value = run.semantics.invoke(run, value, Args((Unknown("number"),)), pos)  # type: ignore[attr-defined]
    for option in options(args.get(0) or BOTTOM):
        if isinstance(option, Obj):
            run.heap.put(option, Unknown("index"), join(value, made))
    return NONE


def _copied_into(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``System.arraycopy(from, start, to, start, length)``"""
    for option in options(args.get(2) or BOTTOM):
        if isinstance(option, Obj):
            run.heap.put(option, Unknown("index"), run.iterate(args.get(0) or BOTTOM))
    return NONE


def _any_item(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return run.iterate(args.get(0) or BOTTOM)


def _copies(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return containers.listed(run, args.get(1) or BOTTOM, pos, "copies")


def _streamed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``StreamSupport.stream(spliterator, parallel)``"""
    return containers.box(_items(run, args.get(0) or BOTTOM, pos))


def _loaded(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Class.forName("shop.Job")`` of the program; a name that is not known has been said."""
    found: list[Value] = []
    for option in options(args.get(0) or BOTTOM):
        name = constant(option) or ""
        for module in sorted(run.program.scope) if name else ():
            source = run.program.files.get(module)
            package = package_of(source.data) if source is not None else ""
            # ``shop.Orders$Job`` is a type in a type; a file may have more types than the one of its name.
            inner = name.removeprefix(f"{package}.").replace("$", ".")
            if f"{package}.{inner}" == name.replace("$", ".") and any(
                cls.qualname == inner for cls in run.program.lowered(module).classes
            ):
                run.ensure(module)
                found.extend(every_class(run.program, module, inner))
    return join_all(found) if found else None


def _services(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``ServiceLoader.load(Type.class)``: what declares itself to be one, of the program or a library."""
    found = _typed(run, args.get(0) or BOTTOM)
    kinds = [option for option in options(args.get(0) or BOTTOM) if isinstance(option, ClassV)]
    plans = run.plans
    if kinds and (plans is None or all(len(set(plans.derived(one.cls.name))) > 1 for one in kinds)):
        return containers.listed(run, found, pos, "services") if found is not None else None
    detail = "a service loader gives what declares itself, and what that asks AWS for is not known"
    run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail)
    return None


def _submitted(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    """``executor.submit(f)``, ``retry.supply(f)``: the function's result in something that gives it."""
    return containers.box(_called(run, args.positional[0], pos))


def _all_called(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    return containers.listed(
        run, containers.box(_called(run, run.iterate(args.positional[0]), pos)), pos, "all"
    )


def _any_called(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    return _called(run, run.iterate(args.positional[0]), pos)


def _called(run: Interpreter, function: Value, pos: ir.Pos) -> Value:
    """What a function or a task gives."""
    found: list[Value] = [run.semantics.invoke(run, function, Args(), pos)]  # type: ignore[attr-defined]
    for option in options(function):
        cls = run.heap.shape(option).cls if isinstance(option, Obj) else None
        for name in ("call", "compute", "run") if cls is not None and isinstance(option, Obj) else ():
            member = run.find(cls, name) if cls is not None else None
            if member is not None:
                found.append(run.call(run.bind_member(member, option, cls), Args(), pos))
    return join_all(found)


_BY_LAST_NAME: dict[str, Callable[[Interpreter, Args, ir.Pos], Value]] = {
    "submit": _submitted, "schedule": _submitted, "invokeAll": _all_called, "invokeAny": _any_called,
    "invoke": lambda run, args, pos: _called(run, args.positional[0], pos),
}  # fmt: skip
"""Methods of executors, whatever is known of these. Source: the specification of ``java.util.concurrent``."""


def by_last_name(run: Interpreter, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """What an executor's method does with what it gets to call; None for other methods, and for data."""
    handler = _BY_LAST_NAME.get(name)
    if handler is None or not args.positional:
        return None
    first = args.positional[0]
    given = options(run.iterate(first) if name in ("invokeAll", "invokeAny") else first)
    tasks = any(isinstance(one, FuncV | Bound | Reference | Obj) for one in given)
    return handler(run, args, pos) if tasks else None


def _number(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Unknown("number")


_LISTS = ("ArrayList", "LinkedList", "HashSet", "LinkedHashSet", "TreeSet", "ArrayDeque", "PriorityQueue",
"Vector",
          "Stack", "concurrent.CopyOnWriteArrayList", "concurrent.LinkedBlockingQueue",
          "concurrent.ConcurrentLinkedQueue", "concurrent.ArrayBlockingQueue",
          "concurrent.ConcurrentLinkedDeque", "concurrent.ConcurrentSkipListSet",
          "concurrent.CopyOnWriteArraySet", "concurrent.LinkedBlockingDeque",
          "concurrent.LinkedTransferQueue", "concurrent.PriorityBlockingQueue",
          "concurrent.SynchronousQueue", "concurrent.DelayQueue", "concurrent.Exchanger",
          "concurrent.ExecutorCompletionService")  # fmt: skip
_MAPS = ("HashMap", "LinkedHashMap", "TreeMap", "concurrent.ConcurrentHashMap", "EnumMap", "WeakHashMap",
"Hashtable",
         "IdentityHashMap", "concurrent.ConcurrentSkipListMap")  # fmt: skip
LISTS = frozenset(f"java.util.{name}" for name in _LISTS)
MAPS = frozenset(f"java.util.{name}" for name in _MAPS)

TABLE: dict[str, Handler] = {
    "java.$super": _super, "java.$overload": _overload, "java.$instance": _instance, "java.$box": _box,
    "java.$told": _told, "java.$closed": _closed, "java.$into": _into_library,
    "java.util.Spliterators.spliteratorUnknownSize": _iterating,
    "java.util.Spliterators.spliterator": _iterating, "java.util.Spliterators.iterator": _iterating,
    "java.$declared": _declared, "java.$value": _value, "java.$injected": _injected,
    "java.$bean": _bean, "java.$unset": _unset, "java.$static": _static, "java.$having": _having,
    "java.$default": _default,
    "java.$reference": _reference, "java.$bound": _bound_reference, "java.$builder": _lombok_builder,
    "java.lang.System.getenv": _getenv, "java.lang.System.getProperty": _property,
    "java.net.URI.create": _first, "java.net.URI": _first,
    "java.lang.String.format": _format, "java.lang.String.valueOf": _text_of,
    "java.$text": _text_of, "java.lang.String.join": _join,
    "java.lang.String": _builder, "java.lang.String.copyValueOf": _text_of,
    "java.lang.StringBuilder": _builder, "java.lang.StringBuffer": _builder,
    "java.lang.Integer.parseInt": _number, "java.lang.Integer.valueOf": _value_of,
    "java.lang.Long.valueOf": _first,
    "java.lang.Boolean.parseBoolean": _number, "java.lang.Integer.toString": _text_of,
    "java.lang.Long.toString": _text_of, "java.lang.Math.max": _number, "java.lang.Math.min": _number,
    "java.util.List.of": _list, "java.util.Set.of": _list, "java.util.Arrays.asList": _array_list,
    "java.util.Arrays.stream": _boxed, "java.util.List.copyOf": _collection,
    "java.util.Set.copyOf": _collection, "java.util.EnumSet.copyOf": _collection,
    "java.util.EnumSet.of": _list, "java.util.EnumSet.allOf": _constants,
    "java.util.EnumSet.range": _constants, "java.util.EnumSet.noneOf": _no_constants,
    "java.$field": _field, "java.$fields": _every_field, HELD.path: _held,
    "java.util.Collections.addAll": _add_all,
    **dict.fromkeys(
        ("java.util.Arrays.sort", "java.util.Arrays.parallelSort",
         *(f"java.util.Collections.{name}" for name in ("reverse", "rotate", "shuffle", "sort", "swap"))),
        _moved,
    ),
    "java.util.Collections.singletonList": _list, "java.util.Collections.singleton": _list,
    "java.util.Collections.emptyList": _list, "java.util.Collections.emptySet": _list,
    "java.util.Collections.emptyMap": _map_of, "java.util.Collections.singletonMap": _map_of,
    "java.util.Collections.unmodifiableList": _first, "java.util.Collections.unmodifiableMap": _first,
    **{
        f"java.util.Collections.{way}{kind}": _first
        for way in ("unmodifiable", "synchronized", "checked")
        for kind in ("Collection", "List", "Map", "NavigableMap", "NavigableSet", "Queue", "Set", "SortedMap",
                     "SortedSet")
    },
    "java.util.Collections.asLifoQueue": _first, "java.util.Collections.list": _first,
    "java.util.Collections.enumeration": _first, "java.util.Collections.nCopies": _copies,
    "java.util.Collections.max": _any_item, "java.util.Collections.min": _any_item,
    "java.util.Arrays.copyOf": _first, "java.util.Arrays.copyOfRange": _first,
    "java.util.Arrays.fill": _filled, "java.util.Arrays.setAll": _filled,
    "java.util.Collections.fill": _filled,
    "java.util.Arrays.parallelSetAll": _filled, "java.lang.System.arraycopy": _copied_into,
    "java.util.function.Function.identity": lambda run, args, pos: Partial(Ext("java.$same"), Args()),
    "java.util.function.UnaryOperator.identity": lambda run, args, pos: Partial(Ext("java.$same"), Args()),
    **{
        f"java.lang.invoke.MethodHandles.{lookup}()...{name}": _handle
        for lookup in ("lookup", "publicLookup") for name in ("findSpecial", "findStatic", "findVirtual")
    },
    "java.lang.invoke.MethodHandles.lookup()...bind": _bound_handle,
    "java.util.ServiceLoader.Provider.get": _first,
    "java.$same": _first, "java.$chained": _chained,
    "java.lang.Class.forName": _loaded, "java.util.ServiceLoader.load": _services,
    "java.util.concurrent.FutureTask": _supplied,
    "java.util.concurrent.atomic.AtomicReferenceArray": _reference_to,
    "java.util.concurrent.atomic.AtomicMarkableReference": _reference_to,
    "java.util.concurrent.atomic.AtomicStampedReference": _reference_to,
    "java.util.Map.of": _map_of, "java.util.Map.ofEntries": _entries, "java.util.Map.entry": _entry,
    "java.util.Map.copyOf": _map, "java.util.AbstractMap.SimpleEntry": _entry,
    **{f"java.util.{name}": _collection for name in _LISTS},
    **{f"java.util.{name}": _map for name in _MAPS},
    "java.util.Optional.of": _holder, "java.util.Optional.ofNullable": _holder,
    "java.util.Optional.empty": _boxed,
    "java.util.Objects.requireNonNull": _first, "java.util.Objects.requireNonNullElse": _either,
    "java.util.Objects.requireNonNullElseGet": _either_supplied, "java.util.Objects.toString": _text_of,
    "java.util.stream.Stream.of": _streamed_items, "java.util.stream.Stream.generate": _supplied,
    "java.util.stream.Stream.iterate": _boxed, "java.util.stream.StreamSupport.stream": _streamed,
    **{
        f"java.util.stream.{kind}Stream.{name}": _numbers
        for kind in ("Int", "Long") for name in ("range", "rangeClosed")
    },
    **{
        f"java.util.stream.Collectors.{name}": _collector(name)
        for name in ("toList", "toSet", "joining", "toMap", "toUnmodifiableMap", "groupingBy",
        "partitioningBy",
                     "mapping", "toUnmodifiableList", "toConcurrentMap", "collectingAndThen", "counting",
                     "filtering", "flatMapping", "groupingByConcurrent", "maxBy", "minBy", "reducing",
                     "teeing",
                     "toCollection", "toUnmodifiableSet")
    },
    "java.util.concurrent.CompletableFuture.supplyAsync": _supplied,
    "java.util.concurrent.CompletableFuture.completedFuture": _holder,
    "java.util.concurrent.CompletableFuture": _reference_to, "java.lang.ThreadLocal": _reference_to,
    "java.util.concurrent.atomic.AtomicReference": _reference_to,
    "java.lang.ThreadLocal.withInitial": _initial,
    "java.lang.ref.WeakReference": _holder, "java.lang.ref.SoftReference": _holder,
    "software.amazon.awssdk.utils.Lazy": _supplied, "io.vavr.Lazy.of": _supplied,
    "com.google.common.cache.CacheBuilder.newBuilder()...build": _cache,
    "com.google.common.cache.CacheLoader.from": _first,
    "com.github.benmanes.caffeine.cache.Caffeine.newBuilder()...build": _cache,
    "com.github.benmanes.caffeine.cache.Caffeine.newBuilder()...buildAsync": _cache,
    "reactor.core.publisher.Mono.just": _holder, "reactor.core.publisher.Mono.fromFuture": _boxed,
    "reactor.core.publisher.Mono.fromCallable": _supplied,
    "reactor.core.publisher.Mono.fromSupplier": _supplied,
    "reactor.core.publisher.Mono.defer": _deferred, "reactor.core.publisher.Flux.defer": _deferred,
    "reactor.core.publisher.Mono.fromRunnable": _supplied,
    "reactor.core.publisher.Flux.just": _streamed_items,
    "reactor.core.publisher.Flux.fromIterable": _boxed, "reactor.core.publisher.Flux.from": _boxed,
    "com.google.common.collect.ImmutableList.of": _list, "com.google.common.collect.ImmutableSet.of": _list,
    "com.google.common.collect.ImmutableMap.of": _map_of,
    "com.google.common.collect.Lists.newArrayList": _list,
    "com.google.common.collect.Maps.newHashMap": _map,
}  # fmt: skip

HOOKS: dict[str, tuple[frozenset[str], str]] = {
    "java.lang.ThreadLocal": (frozenset(("get",)), "initialValue"),
    "java.lang.ClassValue": (frozenset(("get",)), "computeValue"),
    "java.util.concurrent.RecursiveTask": (frozenset(("get", "invoke", "join")), "compute"),
    "com.google.common.cache.CacheLoader": (frozenset(("load",)), "load"),
    **{
        f"org.apache.commons.lang3.concurrent.{name}": (frozenset(("get",)), "initialize")
        for name in ("AtomicInitializer", "AtomicSafeInitializer", "BackgroundInitializer", "LazyInitializer")
    },
}  # fmt: skip
"""Methods of library classes that give what a class deriving from them makes in another one."""
HOOKS_BY_NAME = {path.rpartition(".")[2]: hook for path, hook in HOOKS.items()}


def handler(path: str) -> Handler | None:
    """What a function of a library does, also at the end of a chain (``newBuilder().size(3).build``)."""
    first, _, rest = path.partition("()")
    return TABLE.get(f"{first}()...{rest.rpartition('.')[2]}" if rest else path)


KNOWN = frozenset(path.partition("()")[0].rpartition(".")[0] for path in TABLE) | frozenset(TABLE)
"""Classes (and functions) that the table knows, to tell wildcard imports apart."""

__all__ = ["KNOWN", "TABLE", "Bound", "FuncV", "Handler", "Tup"]
