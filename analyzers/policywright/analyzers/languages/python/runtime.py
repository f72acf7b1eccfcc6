"""Python's builtins and standard library, as far as values and callables flow through them.

A table from dotted path to handler; a path without a row is an unmodelled library call. Source of the
meanings: the Python library reference.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import common, order
from policywright.analyzers.engine.handles import ROOT_ARGS, Slice, computed_name
from policywright.analyzers.engine.keeping import KEPT, THROWN
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    OWN_PLACE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    ModuleV,
    Obj,
    Partial,
    Super,
    Text,
    Tup,
    Unknown,
    Value,
    Wrapped,
    change_texts,
    concat_all,
    constant,
    from_here,
    join,
    join_all,
    make_text,
    options,
    strings,
    with_fallback,
)
from policywright.analyzers.languages.python import (
    classes,
    containers,
    fields,
    getters,
    injection,
    introspection,
    iterators,
    protocols,
    records,
)
from policywright.analyzers.languages.python.annotations import is_typed_dict
from policywright.analyzers.languages.python.handles import (
    Dynamic,
    Future,
    Namespace,
    Template,
    Url,
)
from policywright.analyzers.languages.python.loading import (
    LOADERS,
    configured,
    distributions,
    entry_point,
    entry_points,
    entry_points_of,
    extensions,
    finds_code,
    import_module,
    imported_by_statement,
    listed,
    loaded_by_finder,
    made_of_spec,
    named,
)
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

BUILTINS = frozenset(
    [
        "abs",
        "all",
        "any",
        "ascii",
        "bin",
        "bool",
        "breakpoint",
        "bytearray",
        "bytes",
        "callable",
        "chr",
        "classmethod",
        "compile",
        "complex",
        "delattr",
        "dict",
        "dir",
        "divmod",
        "enumerate",
        "eval",
        "exec",
        "filter",
        "float",
        "format",
        "frozenset",
        "getattr",
        "globals",
        "hasattr",
        "hash",
        "help",
        "hex",
        "id",
        "input",
        "int",
        "isinstance",
        "issubclass",
        "iter",
        "len",
        "list",
        "locals",
        "map",
        "max",
        "memoryview",
        "min",
        "next",
        "object",
        "oct",
        "open",
        "ord",
        "pow",
        "print",
        "property",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "setattr",
        "slice",
        "sorted",
        "staticmethod",
        "str",
        "sum",
        "super",
        "tuple",
        "type",
        "vars",
        "zip",
        "aiter",
        "anext",
        "__import__",
        "__name__",
        "__doc__",
        "Exception",
        "BaseException",
        "ValueError",
        "TypeError",
        "KeyError",
        "RuntimeError",
        "NotImplementedError",
        "NotImplemented",
        "Ellipsis",
        "StopIteration",
        "OSError",
        "IOError",
        "AttributeError",
        "ImportError",
        "IndexError",
        "FileNotFoundError",
        "PermissionError",
        "TimeoutError",
        "ConnectionError",
        "AssertionError",
        "ArithmeticError",
        "LookupError",
        "UnicodeDecodeError",
        "SystemExit",
        "KeyboardInterrupt",
        "ModuleNotFoundError",
        "Warning",
        "DeprecationWarning",
        "UserWarning",
        "StopAsyncIteration",
        "ZeroDivisionError",
        "MemoryError",
        "NameError",
        "EOFError",
    ]
)


def _first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return args.get(0)


def _answers(run: Interpreter, receiver: Value, name: str) -> bool:
    """Whether a client or the like among what a value may be has a method."""
    return any(
        isinstance(one, Handle) and not run.semantics.lacks(run, one, name) for one in options(receiver)
    )


def _getattr(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    receiver, name = args.get(0), args.get(1)
    if receiver is None or name is None:
        return None
    if common.is_meant(run, receiver):
        receiver = join(receiver, common.every_client(run))
    found: list[Value] = []
    for option in options(common.named(run, name, partial(_answers, run, receiver))):
        text = constant(option)
        if text is not None:
            found.append(run.attribute(receiver, text))
        else:
            found.append(Dynamic(receiver, computed_name(option), (run.frame.module, pos)))
    fallback = args.get(2)
    known = [value for value in found if not isinstance(value, Unknown)]
    if fallback is not None and ((fallback != NONE and not known) or _removed(run, receiver, name)):
        found.append(fallback)
    return join_all(found)


def _set_item(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``operator.setitem(obj, key, value)``"""
    run.set_index(args.get(0) or BOTTOM, args.get(1) or Unknown("key"), args.get(2) or BOTTOM)
    return NONE


def _or_in_place(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``operator.ior(mapping, other)``"""
    found = args.get(0) or BOTTOM
    for one in options(found):
        if isinstance(one, Obj):
            containers.container_method(run, one, "update", args.drop(1), pos)
    return found


def _setattr(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    receiver, name, value = args.get(0), args.get(1), args.get(2)
    if receiver is not None and name is not None and value is not None:
        for text in strings(name):
            run.set_attribute(receiver, text, value)
        if not all(isinstance(option, Known) for option in options(name)):
            for option in options(receiver):
                if isinstance(option, ModuleV):
                    introspection.overlay(run, option.name)
                else:
                    run.overlay(option)
                if isinstance(option, Unknown):
                    run.set_index(option, Unknown("name"), value)
                elif isinstance(option, Ext):
                    run.note_assigned(option, "[]", value)
                if isinstance(option, Obj):
                    _put_somewhere(run, option, name, value)
    return NONE


def _put_somewhere(run: Interpreter, obj: Obj, name: Value, value: Value) -> None:
    """What is set under a name that is not told, and is more than data, may be any attribute."""
    acting = join_all([one for one in options(value) if not isinstance(one, Known | Text | Unknown)])
    for option in options(name) if acting is not BOTTOM else ():
        if not isinstance(option, Known):
            run.heap.put(obj, option, acting)


def _delattr(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    run.heap.remove(args.get(0) or BOTTOM, args.get(1) or Unknown("name"))
    return NONE


def _removed(run: Interpreter, receiver: Value, name: Value) -> bool:
    """Whether the program takes an attribute away from one of some objects."""
    texts = set(strings(name))
    return any(
        isinstance(one, Obj) and not texts.isdisjoint(run.heap.shape(one).gone) for one in options(receiver)
    )


def _parse_into(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``parser.parse_args(argv, namespace=settings)``: what it had are defaults."""
    for option in options(args.get(1, "namespace") or BOTTOM):
        run.overlay(option)
    return None


def construct(run: Interpreter, cls: ClassV, args: Args, pos: ir.Pos) -> Value | None:
    """What a class of a kind of its own makes: a ``TypedDict`` a dict, an enum a member, a kind of property
    one that does what properties do."""
    if classes.derives(run, cls, protocols.PROPERTIES) and run.find(cls, "__get__") is None:
        return _wrap("property")(run, args, pos)
    if classes.derives(run, cls, _TYPED_DICTS):
        return _dict(run, args, pos)
    return classes.construct(run, cls, args, pos)


def typed_dict(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """A dict for ``CopySourceTypeDef(Bucket="b", Key="k")``, the stubs' types of members; None for others."""
    return _dict(run, args, pos) if is_typed_dict(path) else None


def _dict(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    for side, given in enumerate(args.positional):
        value = introspection.mapped(run, given, pos)
        if value != given or any(
            isinstance(option, Obj) and run.heap.shape(option).kind == "dict" for option in options(value)
        ):
            run.heap.merge(obj, value, side, certain=True)
            continue
        if isinstance(value, Unknown):
            # What comes behind it counts, as in ``{**value, "key": x}``.
            run.heap.make_open(obj)
            continue
        for item in run.sequence(value) or (run.iterate(value),):
            run.heap.put(obj, run.element(item, 0), run.element(item, 1))
    if args.open:
        # ``dict(defaults, **settings)``
        run.heap.replace(obj, Unknown("argument"), lambda: list(run.heap.keys(obj)))
    run.heap.fill(obj, args.keywords, args.maybe, opened=args.open, others=args.others)
    return obj


_TYPED_DICTS = frozenset(("typing.TypedDict", "typing_extensions.TypedDict", "mypy_extensions.TypedDict"))


def _namespace(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """An object that has what it is told, and what is set on it later."""
    obj = run.heap.new("instance", pos, run.frame.module, run.frame.task.id)
    run.heap.fill(obj, args.keywords, args.maybe, opened=args.open, others=args.others)
    return obj


def _set_context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """All context variables are one: a program has few, each for something else."""
    value = args.get(0)
    if value is not None:
        run.engine.write(("context",), value)
    return None


def _get_context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found = run.engine.read(("context",))
    return join(found, args.get(0) or Unknown("context"))


def _process_context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A context has what the module has, whatever it starts processes with."""
    return Ext("multiprocessing")


def _default_dict(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    factory = args.get(0)
    if factory is not None:
        run.heap.put(obj, Unknown("key"), run.call(factory, NO_ARGS, pos))
    for value in args.positional[1:]:
        containers.container_method(run, obj, "update", Args((value,)), pos)
    return obj


def _wraps(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``functools.wraps(function)``"""
    wrapped = args.get(0, "wrapped")
    if wrapped is None:
        return Ext("builtins.identity")
    return Partial(Ext("functools.update_wrapper"), Args((), (("wrapped", wrapped),)))


def _update_wrapper(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A wrapper, which knows what it wraps."""
    wrapper, wrapped = args.get(0, "wrapper"), args.get(1, "wrapped")
    for option in options(wrapper or BOTTOM):
        if wrapped is not None and isinstance(option, FuncV | Obj):
            run.set_attribute(option, "__wrapped__", wrapped)
    return wrapper


def _unwrap(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``inspect.unwrap(function)``"""
    function = args.get(0, "func") or BOTTOM
    found = [run.attribute(one, "__wrapped__") for one in options(function) if isinstance(one, FuncV | Obj)]
    return join_all([function, *found])


def _chain_map(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``ChainMap(first, second)``: what the first has counts, also where nobody knows what that is."""
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    below: list[Value] = []
    for side, value in enumerate(reversed(args.positional)):
        run.heap.merge(obj, value, side)
        run.heap.replace(obj, value, lambda: [key for one in below for key in run.heap.keys_of(one)])
        below.append(value)
    return obj


def _shuffled(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``random.shuffle(items)``: where they are is not known any more."""
    run.heap.moved(args.get(0) or BOTTOM)
    return NONE


def _bound(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``function.__get__(object, type)``"""
    function, receiver = args.get(0) or BOTTOM, args.get(1) or BOTTOM
    return join_all([Bound(receiver, one) for one in options(function) if isinstance(one, FuncV)])


_QUEUES = tuple(
    f"{module}.{name}"
    for module in ("queue", "asyncio", "multiprocessing", "janus")
    for name in ("Queue", "SimpleQueue", "LifoQueue", "PriorityQueue", "JoinableQueue")
)


def _from_keys(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    for key in run.sequence(args.get(0) or BOTTOM) or (run.iterate(args.get(0) or BOTTOM),):
        run.heap.put(obj, key, args.get(1) or NONE)
    return obj


def _from_outside(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return run.call(args.get(0) or BOTTOM, ROOT_ARGS, pos)


def _update(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``update`` and ``setdefault`` of a mapping of the program, by its own ``__setitem__``."""
    for option in options(args.get(0) or BOTTOM):
        for key, value in args.keywords:
            run.call_special(option, "__setitem__", Args((Known(key), value)), pos)
        for value in args.positional[1:]:
            held = run.iterate(value) if len(args.positional) == 2 else value
            for one in options(value) if len(args.positional) == 2 else ():
                held = join(held, run.heap.everything(one) if isinstance(one, Obj) else BOTTOM)
            run.call_special(option, "__setitem__", Args((Unknown("key"), held)), pos)
    return args.get(2)


def _passed_on(name: str) -> Handler:
    """A decorator that passes what is kept under a name as the first argument."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        function = args.get(0)
        kept = run.engine.read((KEPT, name))
        return None if function is None else Partial(function, Args((join(kept, Unknown("argument")),)))

    return handler


def _task(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A task is what it gives; where that is nothing, it is still a task."""
    value = args.get(0, "coro")
    return join(value, Unknown("task")) if value is not None and NONE in options(value) else value


def _queue(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return run.heap.new("list", pos, run.frame.module, run.frame.task.id)


def _str(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    return concat_all([run.semantics.in_text(run, value)]) if value is not None else Known("")


def _subclasses(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((run.engine.read(("subclasses", args.get(0))),), open=True)


def _referred(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """What gives an object when it is called."""
    return Partial(Ext("python.$same"), Args((args.get(0) or BOTTOM,)))


def _done(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``task.add_done_callback(f)``"""
    return run.call(args.get(1) or BOTTOM, Args(args.positional[:1]), pos)


def _super(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    cls, receiver = args.get(0), args.get(1)
    if isinstance(cls, ClassV) and receiver is not None:
        return join_all([Super(cls, option) for option in options(receiver)])
    function = run.frame.function
    closure = function.closure if function is not None else None
    while function is not None and function.owner is None and closure is not None:
        function = run.engine.instances.by_id[closure].function
        closure = function.closure if function is not None else None
    if function is None or function.owner is None or not function.function.params:
        return None
    name = function.function.params[0].name
    return join_all([Super(function.owner, option) for option in options(run.lookup(name))])


def _type(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    if value is None:
        return None
    if len(args.positional) == 3:
        made = records.named_tuple(run, Args((value, Tup(()))), pos)
        assert isinstance(made, ClassV)
        classes.fill(run, made, args.positional[1], args.positional[2])
        run.semantics.defined(run, made)
        return made
    found = [run.heap.shape(option).cls for option in options(value) if isinstance(option, Obj)]
    return join_all([cls for cls in found if cls is not None]) if any(found) else Unknown("type")


def _wrap(kind: str) -> Handler:
    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        function = args.get(0, "fget")
        if function is None:
            return None
        setter = args.get(1, "fset") if kind == "property" else None
        bare = [one.function if isinstance(one, Wrapped) else one for one in options(function)]
        return join_all([Wrapped(kind, one, None if setter == NONE else setter) for one in bare])

    return handler


def _partial(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function = args.get(0)
    if function is None:
        return None
    rest = args.drop(1)
    return join_all([Partial(option, rest) for option in options(function)])


def _partial_method(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found = _partial(run, args, pos)
    return join_all([Wrapped("partialmethod", option) for option in options(found or NONE)])


def _call_first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``f(function, *args, **kwargs)`` calls the function: ``executor.submit``, ``asyncio.to_thread``."""
    function = args.get(0, "func") or args.keyword("fn")
    return run.call(function, args.drop(1), pos) if function is not None else None


def _call_second(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``loop.run_in_executor(executor, function, *args)``, ``loop.call_later(delay, function, *args)``."""
    function = args.get(1)
    return run.call(function, args.drop(2), pos) if function is not None else None


def _thread(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    target = args.get(1, "target")
    if target is None:
        return None
    run.call(target, run.spread(args.get(3, "args"), args.get(4, "kwargs")), pos)
    return Ext("threading.Thread()")


def _timer(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function = args.get(1, "function")
    if function is not None:
        run.call(function, run.spread(args.get(2, "args"), args.get(3, "kwargs")), pos)
    return Ext("threading.Timer()")


def _apply(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``pool.apply(function, args, kwargs)``."""
    function, given = args.get(0), args.get(1, "args")
    if function is None:
        return None
    if given is not None and any(isinstance(one, Obj) and run.heap.shape(one).cls for one in options(given)):
        # ``apply(function, object)`` of other libraries
        return run.call(function, args.drop(1), pos)
    return run.call(function, run.spread(given, args.get(2, "kwds") or args.keyword("kwargs")), pos)


def _gather(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((*args.positional, *((args.more,) if args.more is not None else ())), args.more is not None)


def _environment(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    name, default = args.get(0, "key"), args.get(1, "default")
    value = environment(name)
    return value if default is None or default == NONE else with_fallback(value, default)


def _setting(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A variable by way of a library of settings: its name, what makes something else of it, a default."""
    return _read_setting(args, args.get(1, "cast"), args.get(2, "default"))


def _text_setting(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """The same where the default comes first."""
    return _read_setting(args, args.get(2, "cast"), args.get(1, "default"))


def _read_setting(args: Args, cast: Value | None, default: Value | None) -> Value | None:
    if cast is not None and cast not in (NONE, Ext("builtins.str")):
        return None
    value = environment(args.get(0, "var"))
    return value if default is None or default == NONE else with_fallback(value, default)


def environment(name: Value | None) -> Value:
    """An environment variable; its name is kept, it is how people and templates refer to it."""
    text = constant(name) if name is not None else None
    return Text((Hole(kind="env", name=text),))


def _path_join(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    from policywright.analyzers.sdk import paths  # few programs join any

    return paths.of_arguments(args, paths.python)


def _here(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``os.path.dirname(__file__)``"""
    return from_here(args.get(0))


_WHOLE_PATH = make_text(("/", Hole(kind="unknown")))


def _absolute(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A path of this machine of which no more is told than that it is whole: what it is joined to is gone."""
    told = args.get(0)
    here = from_here(told)
    known = told is not None and any([isinstance(one, Known) for one in options(told)])
    return here if here is not None or known else _WHOLE_PATH


def _path(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    from policywright.analyzers.sdk import paths

    return paths.of_arguments(args, paths.pathlib)


def _new(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    cls = args.get(0)
    # ``type.__new__(metaclass, name, bases, namespace)``.
    spaces: dict[Obj, ClassV] = getattr(run.semantics, "namespaces", {})
    for space in options(args.get(3) or NONE):
        if isinstance(space, Obj) and space in spaces:
            return spaces[space]
    if spaces and args.get(3) is not None:
        # With another namespace than the one that was passed: the name tells which class is made.
        names = frozenset(strings(args.get(1) or NONE))
        made = [one for one in spaces.values() if one.cls.name in names]
        if made:
            return join_all(made)
    found = [
        run.allocate_instance(option, pos) for option in options(cls or NONE) if isinstance(option, ClassV)
    ]
    return join_all(found) if found else None


def _url_parse(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    text = constant(args.get(0))
    return Url(text)


def _coded(name: str) -> Handler:
    """``quote(text, safe)`` and its reverse."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        safe = args.get(1, "safe") if name == "quote" else None
        given = constant(safe)
        if safe is not None and given is None:
            return make_text((Hole(kind="unknown"),))
        return change_texts(args.get(0) or Unknown("text"), (name,) if given is None else (name, given))

    return handler


def _vars(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    if args.keywords:
        # Of a function, which the front end has written out.
        return _dict(run, args, pos)
    if value is None:
        return _globals(run, args, pos)
    found = [Namespace(option) for option in options(value) if isinstance(option, Obj | ModuleV)]
    return join_all(found) if found else None


def _enter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    return run.enter(value) if value is not None else None


def _globals(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Namespace(ModuleV(run.frame.module))


def _number(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Unknown("number")


def _decorator_factory(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``@f`` or ``@f(...)``: given a function it returns it, given options it returns itself."""
    target = args.get(0)
    if isinstance(target, FuncV | Bound | ClassV | Wrapped | Partial):
        return target
    return Ext("builtins.identity")


def _words(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``shlex.split(text)``"""
    text = args.get(0, "s") or BOTTOM
    if isinstance(text, Known) and isinstance(text.value, str):
        try:
            return Tup(tuple(map(Known, shlex.split(text.value))))
        except ValueError:
            return None
    return order.words(run.heap, text)


TABLE: dict[str, Handler] = {
    **records.TABLE,
    "python.$dumped": fields.dumped,
    **getters.TABLE,
    **iterators.TABLE,
    "builtins.identity": _first,
    "builtins.getattr": _getattr,
    "builtins.object.__getattribute__": _getattr,
    "builtins.setattr": _setattr,
    "operator.setitem": _set_item,
    "operator.ior": _or_in_place,
    "builtins.delattr": _delattr,
    "builtins.object.__setattr__": _setattr,
    "builtins.dict.fromkeys": _from_keys,
    "builtins.dict": _dict,
    "builtins.list": iterators.listed,
    "builtins.tuple": iterators.listed,
    "builtins.set": iterators.listed,
    "builtins.frozenset": iterators.listed,
    "python.$bound": _bound,
    "builtins.aiter": _first,
    "builtins.str": _str,
    "shlex.split": _words,
    "shutil.which": _first,
    "builtins.repr": lambda run, args, pos: make_text((Hole(kind="unknown"),)),
    "builtins.int": _number,
    "builtins.float": _number,
    "builtins.len": _number,
    "builtins.super": _super,
    "builtins.type": _type,
    "builtins.type.__subclasses__": _subclasses,
    "builtins.property": _wrap("property"),
    "builtins.classmethod": _wrap("classmethod"),
    "builtins.staticmethod": _wrap("staticmethod"),
    "builtins.object.__new__": _new,
    "builtins.globals": _globals,
    "builtins.locals": _vars,
    "builtins.__import__": imported_by_statement,
    "builtins.print": _number,
    "functools.partial": _partial,
    "functools.partialmethod": _partial_method,
    "functools.cached_property": _wrap("property"),
    "functools.singledispatch": _first,
    "functools.singledispatchmethod": _first,
    "inspect.signature": introspection.signature,
    "functools.lru_cache": _decorator_factory,
    "functools.cache": _first,
    "functools.wraps": _wraps,
    "functools.update_wrapper": _update_wrapper,
    "inspect.unwrap": _unwrap,
    "functools.total_ordering": _first,
    "cachetools.cached": lambda run, args, pos: Ext("builtins.identity"),
    "cached_property.cached_property": _wrap("property"),
    "django.utils.functional.cached_property": _wrap("property"),
    "werkzeug.utils.cached_property": _wrap("property"),
    "contextlib.contextmanager": _first,
    "contextlib.asynccontextmanager": _first,
    "contextlib.closing": protocols.closing,
    "contextlib.aclosing": protocols.closing,
    **dict.fromkeys(protocols.ERRORS, protocols.error),
    "pickle.dumps": protocols.pickled,
    "pickle.dump": protocols.pickled,
    "cloudpickle.dumps": protocols.pickled,
    "joblib.dump": protocols.pickled,
    "contextlib.nullcontext": _first,
    "contextlib.ExitStack().enter_context": _enter,
    "contextlib.AsyncExitStack().enter_async_context": _enter,
    "contextlib.AsyncExitStack().enter_context": _enter,
    "dataclasses.dataclass": _decorator_factory,
    "python.$from_outside": _from_outside,
    "python.$update": _update,
    "inspect.getmembers": introspection.members_of,
    "inspect.getmembers_static": introspection.members_of,
    "click.pass_obj": _passed_on("obj"),
    "attr.s": _decorator_factory,
    "attr.define": _decorator_factory,
    "attrs.define": _decorator_factory,
    "attrs.frozen": _decorator_factory,
    "typing.cast": protocols.cast,
    "typing.final": _first,
    "typing.overload": _first,
    "typing.no_type_check": _first,
    "typing.runtime_checkable": _first,
    "typing.TypeVar": lambda run, args, pos: Unknown("type"),
    "abc.abstractmethod": _first,
    "copy.copy": protocols.copied,
    "sys.exc_info": protocols.current,
    "sys.exception": lambda run, args, pos: join(run.engine.read((THROWN,)), Unknown("exception")),
    "copy.deepcopy": protocols.copied,
    "python.$property": protocols.property_read,
    "python.$done": _done,
    "weakref.ref": _referred,
    "weakref.WeakMethod": _referred,
    "weakref.proxy": _first,
    "python.$same": _first,
    "weakref.WeakSet": iterators.listed,
    "os.getenv": _environment,
    "os.environ.get": _environment,
    "os.environ.setdefault": _environment,
    "os.environ.__getitem__": _environment,
    "os.environ.pop": _environment,
    # https://django-environ.readthedocs.io/en/latest/api.html, https://www.starlette.io/config/
    **dict.fromkeys(("environ.Env()", "environ.FileAwareEnv()", "starlette.config.Config()"), _setting),
    # https://github.com/sloria/environs, https://github.com/HBNetwork/python-decouple
    **dict.fromkeys(
        (
            "environ.Env().str",
            "environ.FileAwareEnv().str",
            "environs.Env()",
            "environs.Env().str",
            "environs.FileAwareEnv().str",
            "environs.env",
            "environs.env.str",
            "decouple.config",
            "decouple.Config()",
            "decouple.AutoConfig()",
        ),
        _text_setting,
    ),
    "os.path.join": _path_join,
    "posixpath.join": _path_join,
    "os.fspath": _first,
    **dict.fromkeys(("os.getcwd", "pathlib.Path.cwd"), lambda run, args, pos: OWN_PLACE),
    "os.path.dirname": _here,
    **dict.fromkeys(("os.path.abspath", "os.path.realpath"), _absolute),
    **dict.fromkeys(("tempfile.mkdtemp", "tempfile.gettempdir"), lambda run, args, pos: _WHOLE_PATH),
    "pathlib.Path": _path,
    "pathlib.PurePosixPath": _path,
    "importlib.import_module": import_module,
    "pkgutil.iter_modules": listed,
    "pkgutil.walk_packages": listed,
    **dict.fromkeys(
        (
            "pkgutil.finder.find_module().load_module",
            "pkgutil.finder.find_spec()[].load_module",
        ),
        loaded_by_finder,
    ),
    "importlib.util.module_from_spec": made_of_spec,
    "pkgutil.resolve_name": named,
    "importlib.metadata.distributions": distributions,
    "importlib_metadata.distributions": distributions,
    "importlib.metadata.Distribution.discover": distributions,
    **dict.fromkeys(LOADERS, named),
    "logging.config.dictConfig": configured,
    "django.core.wsgi.get_wsgi_application": finds_code,
    "django.core.asgi.get_asgi_application": finds_code,
    **dict.fromkeys(
        (f"connexion.{name}().add_api" for name in ("AioHttpApp", "App", "AsyncApp", "FlaskApp")), finds_code
    ),
    **dict.fromkeys(
        (
            "stevedore.driver.DriverManager",
            "stevedore.dispatch.DispatchExtensionManager",
            "stevedore.dispatch.NameDispatchExtensionManager",
            "stevedore.enabled.EnabledExtensionManager",
            "stevedore.extension.ExtensionManager",
            "stevedore.hook.HookManager",
            "stevedore.named.NamedExtensionManager",
            "pluggy.PluginManager().load_setuptools_entrypoints",
        ),
        extensions,
    ),
    **dict.fromkeys(
        (
            "importlib.metadata.entry_points",
            "importlib.metadata.EntryPoint",
            "importlib_metadata.entry_points",
            "importlib_metadata.EntryPoint",
            "pkg_resources.EntryPoint.parse",
        ),
        entry_points,
    ),
    "pkg_resources.load_entry_point": entry_point(1, 2),
    "pkg_resources.get_distribution().load_entry_point": entry_point(0, 1),
    "pkg_resources.get_distribution().get_entry_info": entry_points_of(0, 1),
    "pkg_resources.get_distribution().get_entry_map": entry_points_of(0),
    "pkg_resources.working_set.iter_entry_points": entry_points_of(0, 1),
    "pkg_resources.iter_entry_points": entry_points_of(0, 1),
    "pkg_resources.get_entry_info": entry_points_of(1, 2),
    "pkg_resources.get_entry_map": entry_points_of(1),
    "itertools.chain": lambda run, args, pos: Tup(tuple(run.iterate(a) for a in args.positional), open=True),
    "itertools.chain.from_iterable": lambda run, args, pos: Tup(
        (run.iterate(run.iterate(args.get(0) or BOTTOM)),), open=True
    ),
    "itertools.islice": _first,
    "itertools.cycle": _first,
    "itertools.repeat": lambda run, args, pos: Tup((args.get(0) or BOTTOM,), open=True),
    "more_itertools.chunked": lambda run, args, pos: Tup((args.get(0) or BOTTOM,), open=True),
    "collections.defaultdict": _default_dict,
    "collections.OrderedDict": _dict,
    "collections.ChainMap": _chain_map,
    **dict.fromkeys(("random.shuffle", "numpy.random.shuffle", "heapq.heapify"), _shuffled),
    "collections.deque": iterators.bounded,
    **{path: _queue for path in _QUEUES},
    "types.MappingProxyType": _first,
    "types.SimpleNamespace": _namespace,
    "argparse.Namespace": _namespace,
    "argparse.ArgumentParser().parse_args": _parse_into,
    "argparse.ArgumentParser().parse_known_args": _parse_into,
    "contextvars.ContextVar().set": _set_context,
    "contextvars.ContextVar().get": _get_context,
    "builtins.vars": _vars,
    "builtins.slice": lambda run, args, pos: Slice(*args.positional[:3]),
    "string.Template": lambda run, args, pos: Template(args.get(0) or Unknown("argument")),
    **injection.TABLE,
    "asyncio.run": _first,
    "asyncio.create_task": _task,
    "asyncio.ensure_future": _task,
    "asyncio.wait_for": _first,
    "asyncio.shield": _first,
    "asyncio.gather": _gather,
    "asyncio.run_coroutine_threadsafe": lambda run, args, pos: Future(args.get(0) or BOTTOM),
    "asyncio.as_completed": _first,
    "asyncio.to_thread": _call_first,
    "asyncio.TaskGroup().create_task": _task,
    "asyncio.get_event_loop().run_until_complete": _first,
    "asyncio.new_event_loop().run_until_complete": _first,
    "asyncio.get_event_loop().create_task": _task,
    "asyncio.get_event_loop().run_in_executor": _call_second,
    "asyncio.get_running_loop().run_in_executor": _call_second,
    "asyncio.get_running_loop().create_task": _task,
    "anyio.to_thread.run_sync": _call_first,
    "anyio.run": _call_first,
    "asgiref.sync.sync_to_async": _first,
    "asgiref.sync.async_to_sync": _first,
    "threading.Thread": _thread,
    "threading.Timer": _timer,
    "multiprocessing.Process": _thread,
    "multiprocessing.get_context": _process_context,
    "concurrent.futures.as_completed": _first,
    "atexit.register": _call_first,
    "urllib.parse.urlparse": _url_parse,
    "urllib.parse.urlsplit": _url_parse,
    "urllib.parse.unquote_plus": _coded("unquote_plus"),
    "urllib.parse.unquote": _coded("unquote"),
    "urllib.parse.quote": _coded("quote"),
    "json.dumps": lambda run, args, pos: make_text((Hole(kind="unknown"),)),
}

METHODS: dict[str, Handler] = {
    "submit": _call_first,
    "apply_async": _apply,
    "apply": _apply,
    "map": iterators.mapped,
    "imap": iterators.mapped,
    "imap_unordered": iterators.mapped,
    "starmap": iterators.star_mapped,
    "map_async": iterators.mapped,
    "starmap_async": iterators.star_mapped,
    "run_in_executor": _call_second,
    "run_until_complete": _first,
    "create_task": _task,
    "call_soon": _call_first,
    "call_later": _call_second,
    "enter_context": _enter,
    "enter_async_context": _enter,
    "start_soon": _call_first,
    "add_done_callback": _call_first,
    "run_sync": _call_first,
    "spawn": _call_first,
    "do": _call_first,
    "add_job": _apply,
    "add_task": _call_first,
}
"""Methods of library objects that call what they are given, whatever the library."""

__all__ = ["BUILTINS", "METHODS", "TABLE", "environment"]
