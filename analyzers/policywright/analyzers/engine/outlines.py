"""What the text of one function says of how its calls are to be told apart."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping

from policywright.analyzers import ir
from policywright.analyzers.engine.names import children, targets, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

NAMING_CALLS = frozenset((
    "client", "resource", "create_client", "get_paginator", "get_waiter", "getattr", "attrgetter",
    "methodcaller", "import_module",
))  # fmt: skip
"""What takes the name of a service, an operation or a member (boto3, botocore, operator, importlib)."""

ENVIRONMENT = frozenset(("environ", "env", "getenv", "Getenv", "LookupEnv"))
"""What the variables of a process are read with, or on (``process.env``, ``os.environ``)."""

STORING = frozenset((
    "add", "addAll", "append", "appendleft", "extend", "insert", "put", "putAll", "push", "set",
    "setdefault", "unshift", "update",
))  # fmt: skip
"""Methods that put something into a container (Python, JavaScript, Java)."""
ANSWERING = frozenset((
    "allMatch", "anyMatch", "catch", "computeIfAbsent", "every", "filter", "finally", "find", "findIndex",
    "findLast", "flatMap", "forEach", "ifPresent", "map", "mapToObj", "max", "min", "noneMatch", "orElseGet",
    "reduce", "reduceRight", "removeIf", "some", "sort", "sorted", "then", "toSorted",
))  # fmt: skip
"""What calls the functions that it is passed at once, and gives back none of them (lists, streams, promises
of JavaScript and Java, functions of Python)."""
MAX_HANDING_ON = 80
"""Nodes of the IR of a function that gives a parameter back (``config.get(key, default)`` and its kin have
10 to 50); longer ones make something else of it."""
MIN_NAME = 3
"""Letters of a name that is too common (``get``) to say that something makes what it returns."""


class Outline:
    """What the text of one function says."""

    def __init__(self, function: ir.Function) -> None:
        self.function = function
        self.makes = False
        self.known_as: list[str] = []
        """The names that it is called by: its own, its class's for a constructor."""
        self.naming: set[str] = set()
        """Parameters that names of what is called come through."""
        self.marked: set[ir.Expr] = set()
        """The expressions that were looked through for those."""
        self.direct: set[str] = set()
        """Those of them by which the function itself calls something."""
        self.called: set[str] = set()
        self.reads: set[str] = set()
        """Parameters that name a variable of the environment which it reads (``getenv(key.name())``)."""
        self.calls: list[ir.Call] = []
        self.keys: list[ir.Expr] = []
        """Computed names of what is called: ``client[name](...)``."""
        self.fields: list[tuple[str, ir.Expr, bool]] = []
        """What fields are set to, and whether they are the receiver's own."""
        self._sources: dict[str, list[ir.Expr]] = {}
        self._kept: list[tuple[str, ir.Expr]] = []
        """What is put into the receiver's fields, or into containers that are there."""
        self._put: list[tuple[str, ir.Expr, bool]] = []
        """The fields that are set on something else, on what, and whether to a text."""
        self.told: set[str] = set()
        """What it calls with a text."""
        self._returned: list[ir.Expr] = []
        self._nested: dict[str, ir.Function] = {}
        self.inside: list[ir.Function] = []
        """The functions that are defined in it."""
        self._params = {param.name for param in function.params}
        self.pairs = False
        """It puts something under a key that it is passed: ``(all, name) => { all[name] = env[name]; }``."""
        self.size = 0
        """Nodes of its body, and of those of functions in it: what one more context costs."""
        for statement in function.body:
            for node in walk(statement):
                self.size += _size(node) if isinstance(node, ir.Function) else 1
                self._take(node)
        self.implied = {function.receiver, "self", *(("cls",) if "." in function.qualname else ())}
        """Parameters that calls do not pass; a class given to a plain function is an argument like others."""
        self._own = self._params - self.implied
        self.hands_on = self._hands_on()
        self.through = False
        """It gives back what another one wraps of something that it is passed."""
        self.wraps = any(
            self._is_made_here(node) for value in self._returned for node in _given_by(value, self._nested)
        )

    @property
    def is_small(self) -> bool:
        return self.size <= MAX_HANDING_ON

    def _take(self, node: ir.Node) -> None:
        match node:
            case ir.Call(fn=fn):
                self.calls.append(node)
                if _is_environment(fn):
                    self.reads.update(name for one in node.args for name in self._named_in(one))
                if any(map(_is_text, _passed(node))):
                    self.told.add(called(node))
                if isinstance(fn, ir.Name) and fn.name in self._params:
                    self.called.add(fn.name)
                elif isinstance(fn, ir.Index) and not isinstance(fn.key, ir.Const):
                    self.keys.append(fn.key)
                elif isinstance(fn, ir.Attr) and fn.name in STORING and self._is_own_field(fn.obj):
                    self._kept.extend((fn.obj.name, value) for value in _passed(node))
            case ir.Index(obj=obj, key=key) if _is_environment(obj):
                self.reads.update(self._named_in(key))
            case ir.Return(value=value) | ir.Yield(value=value):
                if value is not None:
                    self._returned.append(value)
            case ir.Assign(targets=found, value=value) if value is not None:
                for one in found:
                    self._set(one, value)
            case ir.For(target=each, iterable=value):
                self._set(each, value)
            case ir.DictLit(items=items):
                self.pairs = self.pairs or any(self._is_param(key) for key, _ in items)
            case ir.TupleLit(items=(first, _)) | ir.ListLit(items=(first, _)):
                self.pairs = self.pairs or self._is_param(first)
            case ir.FunctionDef(function=function):
                self._nested[function.name] = function
            case ir.Function():
                self.inside.append(node)

    def _named_in(self, node: ir.Node) -> Iterator[str]:
        """The parameters that an expression is made of."""
        return (one.name for one in walk(node) if isinstance(one, ir.Name) and one.name in self._params)

    def _is_param(self, node: ir.Node | None) -> bool:
        return isinstance(node, ir.Name) and node.name in self._params

    def _set(self, target: ir.Target | None, value: ir.Expr) -> None:
        self.pairs = self.pairs or (isinstance(target, ir.Index) and self._is_param(target.key))
        for name in targets(target):
            self._sources.setdefault(name, []).append(value)
        if isinstance(target, ir.Attr):
            own = self._is_own_field(target)
            self.fields.append((target.name, value, own))
            if not own:
                self._put.append((target.name, target.obj, _is_text(value)))
        inside: ir.Node | None = target
        while isinstance(inside, ir.Index):
            inside = inside.obj
        if self._is_own_field(inside):
            self._kept.append((inside.name, value))

    def keeps(self) -> Iterator[str]:
        """The fields of its object in which something stays that is passed to it.

        What another of its methods makes of that is something else.
        """
        derived = self._derived() if self._kept and self._own else set()
        for field, value in self._kept:
            made = isinstance(value, ir.Call) and self._is_own_field(value.fn)
            if not made and _mentions(value, derived):
                yield field

    def got(self) -> Iterator[str]:
        """The fields of its object that it gives back as they are: it is a getter."""
        yield from (value.name for value in self._returned if self._is_own_field(value))

    def asked(self) -> Iterator[tuple[str, str]]:
        """The fields on which something is called, with its name; what is called itself is of no name."""
        for call in self.calls:
            match call.fn:
                case ir.Attr(obj=ir.Attr(name=field), name=name):
                    yield field, name
                case ir.Attr(obj=obj, name=name):
                    if self._is_own_field(call.fn):
                        yield name, ""
                    for source in self._sources.get(obj.name, ()) if isinstance(obj, ir.Name) else ():
                        if isinstance(source, ir.Attr):
                            yield source.name, name

    def puts(self) -> Iterator[tuple[str, frozenset[str], bool]]:
        """The fields that it sets on others, the calls that these come from (none when they may be any), and
        whether to a text."""
        for field, obj, text in self._put:
            sources = self._sources.get(obj.name, ()) if isinstance(obj, ir.Name) else ()
            names = [called(one) if isinstance(one, ir.Call) else "" for one in sources]
            passed = isinstance(obj, ir.Name) and obj.name in self._params
            yield field, frozenset(names) if all(names) and not passed else frozenset(), text

    def passed_to(self) -> set[str]:
        """The names of what it calls with something that was passed to it, or on something that was."""
        if not self._own:
            return set()
        derived = self._derived()
        return {
            call.fn.name
            for call in self.calls
            if isinstance(call.fn, ir.Attr | ir.Name) and _mentions(call, derived)
        }

    def tells(self, asks: Callable[[str], bool], defined: Callable[[str], bool]) -> bool:
        """Whether it makes a difference to what it does or gives, on which object it is called and with what.

        What is only tested, kept in the object's own fields, shown to a library's function or handed on from
        its caller makes none. A request is what ``asks`` says of the name; ``defined`` tells what the program
        defines.
        """
        own = self._derived({"super", *filter(None, self.implied)})
        either = own | self._derived()
        if any(_mentions(value, either) for value in self._returned):
            return True
        if any(not is_own and _mentions(value, own) for _, value, is_own in self.fields):
            return True
        return any(self._tells_by(call, own, either, asks, defined) for call in self.calls)

    def _tells_by(
        self, call: ir.Call, own: set[str], either: set[str],
        asks: Callable[[str], bool], defined: Callable[[str], bool],
    ) -> bool:  # fmt: skip
        fn, name = call.fn, called(call)
        if not name or name in NAMING_CALLS or asks(name) or (isinstance(fn, ir.Name) and name in either):
            return _mentions(call, either)
        if name in STORING:
            told = not (isinstance(fn, ir.Attr) and self._is_own_field(fn.obj))
        else:
            told = defined(name)
        return told and any(_mentions(value, own) for value in _passed(call))

    def _derived(self, seeds: set[str] | None = None) -> set[str]:
        """The local variables that something passed to it may be in, or in other ones (``seeds``)."""
        derived = set(self._own if seeds is None else seeds)
        grown = True
        while grown:
            grown = False
            for name, values in self._sources.items():
                if name not in derived and any(_mentions(value, derived) for value in values):
                    derived.add(name)
                    grown = True
        return derived

    def given(self, classes: Container[str]) -> set[str] | None:
        """The names in what it may give back; None where that is something that it has made."""
        pending = list(self._returned)
        seen: set[str] = set()
        given: set[str] = set()
        while pending:
            for node in _given_by(pending.pop(), self._nested):
                match node:
                    case ir.Function() | ir.FunctionExpr() | ir.ClassExpr():
                        return None
                    case ir.Call(new=True):
                        return None
                    case ir.Name(name=name) | ir.Attr(name=name):
                        if name in self._nested or name in classes or name in NAMING_CALLS:
                            return None
                        if isinstance(node, ir.Name) and name not in seen:
                            seen.add(name)
                            pending.extend(self._sources.get(name, ()))
                        if len(name) > MIN_NAME:
                            given.add(name)
        return given

    def same(self) -> frozenset[str]:
        """The parameters that it gives back as they are, if need be as another type."""
        found: set[str] = set()
        seen: set[str] = set()
        pending = list(self._returned)
        while pending:
            match pending.pop():
                case ir.Name(name=name) if name not in seen:
                    seen.add(name)
                    found.update((name,) if name in self._own else ())
                    pending.extend(self._sources.get(name, ()))
                case ir.Cast(value=value):
                    pending.append(value)
                case ir.TupleLit(items=items) | ir.BoolOp(operands=items):
                    pending.extend(items)
                case ir.Conditional(body=body, orelse=orelse):
                    pending.extend((body, orelse))
        return frozenset(found)

    def _hands_on(self) -> bool:
        """It gives back something of what it is given: it is short, and no recursion over data."""
        if not self.is_small or not self._own or any(map(self._is_itself, self.calls)):
            return False
        derived = self._derived()
        return any(_mentions(value, derived) for value in self._returned)

    def _is_made_here(self, node: ir.Node) -> bool:
        """A function that is defined inside of this one."""
        if isinstance(node, ir.FunctionExpr):
            return True
        return isinstance(node, ir.Name) and node.name in self._nested

    def is_wrapper(self) -> bool:
        """It gives back a function that is defined in it and calls what it is passed.

        That may be in a variable, too: of what makes functions of anything else, only what says so by itself
        (``wraps``) is told apart by its calls.
        """
        if not self.is_small or not self._own:
            return False
        made = self.wraps or any(isinstance(value, ir.FunctionExpr) for value in self._given_back())
        return made and any(
            _is_call_of(call, self._own)
            for statement in self.function.body for node in walk(statement) if isinstance(node, ir.Function)
            for inner in node.body for call in walk(inner)
        )  # fmt: skip

    def _given_back(self) -> Iterator[ir.Expr]:
        """What it gives back, as whatever type, and what variables among that are set to."""
        for value in self._returned:
            plain = value.value if isinstance(value, ir.Cast) else value
            yield plain
            yield from self._sources.get(plain.name, ()) if isinstance(plain, ir.Name) else ()

    def wrapped_by(self) -> set[str]:
        """What it passes something to that it is passed itself, to give back what comes out."""
        if not self.is_small or not self._own:
            return set()
        return {
            called(call) for call in self._given_back()
            if isinstance(call, ir.Call) and any(map(self._is_passed, _passed(call)))
        }  # fmt: skip

    def _is_passed(self, node: ir.Expr) -> bool:
        return isinstance(node, ir.Name) and node.name in self._own

    def _is_itself(self, call: ir.Call) -> bool:
        """A call of the function in its own body."""
        match call.fn:
            case ir.Name(name=name):
                return name == self.function.name
            case ir.Attr(obj=ir.Name(name=owner), name=name):
                return name == self.function.name and self._is_receiver(owner)
        return False

    def _is_own_field(self, node: ir.Node | None) -> TypeGuard[ir.Attr]:
        """A field of the receiver."""
        return (
            isinstance(node, ir.Attr) and isinstance(node.obj, ir.Name) and self._is_receiver(node.obj.name)
        )

    def _is_receiver(self, name: str) -> bool:
        return name in ("self", "this", "cls") or name == self.function.receiver

    def mark(self, expression: ir.Expr, fields: set[str]) -> bool:
        """Notes what an expression that names something is made of; whether that is new."""
        before = len(self.naming)
        pending = [expression]
        seen: set[str] = set()
        while pending:
            for node in walk(pending.pop()):
                if isinstance(node, ir.Name) and node.name not in seen:
                    seen.add(node.name)
                    if node.name in self._own:
                        self.naming.add(node.name)
                    pending.extend(self._sources.get(node.name, ()))
                elif isinstance(node, ir.Attr) and isinstance(node.obj, ir.Name):
                    fields.update((node.name,) if self._is_receiver(node.obj.name) else ())
        return len(self.naming) > before


def _given_by(value: ir.Node, nested: Mapping[str, ir.Function]) -> Iterator[ir.Node]:
    """What is in a value; of functions that are called for it at once (one that is ``nested`` by its name),
    what these give back."""
    pending = [value]
    followed: set[ir.Function] = set()
    while pending:
        node = pending.pop()
        match node:
            case ir.Call(fn=ir.Attr(name=name) | ir.Name(name=name)) if name.removeprefix("%") in ANSWERING:
                pending.extend(children(node.fn))
                for one in _passed(node):
                    inner = one.function if isinstance(one, ir.FunctionExpr) else None
                    if isinstance(one, ir.Name):
                        inner = nested.get(one.name)
                    if inner is None:
                        pending.append(one)
                    elif inner not in followed:
                        # One that tries again hands itself over: ``return delay(1).then(attempt)``.
                        followed.add(inner)
                        pending.extend(_results(inner))
            case ir.Function():
                yield node
            case _:
                yield node
                pending.extend(children(node))


def _results(function: ir.Function) -> Iterator[ir.Expr]:
    """What a function gives back."""
    for statement in function.body:
        for node in walk(statement):
            if isinstance(node, ir.Return) and node.value is not None:
                yield node.value


def _is_environment(node: ir.Node) -> bool:
    """``System.getenv``, ``os.Getenv``, ``os.environ.get``, ``process.env``."""
    match node:
        case ir.Attr(obj=ir.Attr(name="environ" | "env") | ir.Name(name="environ"), name="get"):
            return True
        case ir.Attr(name=name) | ir.Name(name=name):
            return name in ENVIRONMENT
    return False


def called(call: ir.Call) -> str:
    """The name that something is called by."""
    return call.fn.name if isinstance(call.fn, ir.Attr | ir.Name) else ""


def _passed(call: ir.Call) -> Iterator[ir.Expr]:
    """What a call passes, by position or by name."""
    yield from call.args
    yield from (value for _, value in call.kwargs)


def _size(function: ir.Function) -> int:
    """The nodes of a function's body, with the functions in it."""
    return sum(
        _size(node) if isinstance(node, ir.Function) else 1
        for statement in function.body for node in walk(statement)
    )  # fmt: skip


def _mentions(node: ir.Node, names: set[str]) -> bool:
    """Whether an expression, or a function in it, mentions one of some variables."""
    for one in walk(node):
        if isinstance(one, ir.Name) and one.name in names:
            return True
        if isinstance(one, ir.Function):
            free = names - one.locals
            if not free.isdisjoint(one.calls) or any(_mentions(inner, free) for inner in one.body if free):
                return True
    return False


def _is_call_of(node: ir.Node, names: set[str]) -> bool:
    """Whether one of some variables is called: ``fn(...)``, ``fn.apply(this, args)``."""
    match node:
        case ir.Call(fn=ir.Name(name=name) | ir.Attr(obj=ir.Name(name=name), name="apply" | "call")):
            return name in names
    return False


def _is_text(node: ir.Expr) -> bool:
    return isinstance(node, ir.Template) or (isinstance(node, ir.Const) and isinstance(node.value, str))
