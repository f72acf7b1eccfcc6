"""Which functions of a program can lead to a request, by what their text calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Set

from policywright.analyzers import ir
from policywright.analyzers.engine.contexts import Requests
from policywright.analyzers.engine.names import owner_of, simple_name, targets
from policywright.analyzers.sdk.held import Caller, Held
from policywright.analyzers.sdk.mentions import SCOPE, Mentions
from policywright.analyzers.sdk.receivers import PARAMETER, Receivers, inside_of
from policywright.analyzers.sdk.types import GO_BUILTINS, OF_ALL, SENDERS, WITHOUT_INPUT, Kind, Types
from policywright.analyzers.sdk.variables import Variables
from policywright.knowledge.isolation import heard
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program

_PLAIN = (ir.Const, ir.Name, ir.Template, ir.BinOp, ir.Not, ir.BoolOp, ir.Conditional, ir.TypeTest,
          ir.ListLit, ir.TupleLit, ir.DictLit, ir.Cast, ir.Index, ir.Spread, ir.Opaque, ir.ImportExpr,
          ir.Function, ir.FunctionExpr, ir.FunctionDef, ir.ClassExpr, ir.Class, ir.ClassDef, ir.Param,
          ir.ExprStmt, ir.Assign, ir.AugAssign, ir.Return, ir.Raise, ir.Jump, ir.If, ir.Block, ir.While,
          ir.Try, ir.Handler, ir.Pattern, ir.Rest, ir.Default, ir.Bind, ir.Comprehension)  # fmt: skip
"""What makes no request in any language. Loops over a library's object, ``with`` and the like may."""
_CALLING = {"$closed": "close", "$text": "toString"}
"""What front ends write where a language calls a method of an object by itself."""
_GIVEN = frozenset(("$super", "$bound"))
"""What front ends write for what code names itself; all else with a ``$`` is variables, loops and results."""
_BUILTIN = GO_BUILTINS | {"make", "new"}
_DECORATORS = frozenset((
    "abstractmethod", "cached_property", "classmethod", "overload", "override", "property", "setter",
    "staticmethod",
))  # fmt: skip
"""Decorators of Python that call nothing else."""

Way = tuple[int | None, Kind | None]
"""How something is called by a name: with how many arguments, on what; None where that may be any."""
_ANY: Way = (None, None)


def minor(program: Program, requests: Requests) -> frozenset[ir.Function]:
    """Functions that make no requests and call nothing that leads to one.

    Names, and where a language declares them numbers of arguments and types, over-approximate the call graph,
    so what is left out here can't make a request; what it returns may still name a bucket.
    """
    found = Relevance(program, requests)
    return frozenset(function for function, _ in found.functions if function not in found.major)


class Relevance:
    """The functions of a program, and those of them that may lead to a request."""

    def __init__(self, program: Program, requests: Requests) -> None:
        self._program = program
        self._requests = requests
        self._types = Types(program)
        self._mentions = Mentions(program, self._types)
        self._held = Held(program, self._types, self._mentions)
        self._put: set[str] = set()
        """What functions may be known as that are put on something, and not defined there."""
        self.functions = [(function, module) for module in program.scope
                          for function in program.lowered(module).functions]  # fmt: skip
        self._callers: dict[tuple[str, str], dict[Way, list[Caller]]] = defaultdict(dict)
        """What calls something by a name of a language, by how it does."""
        self._common: set[tuple[str, int | None]] = set()
        """What is called on objects of libraries, too, with how many arguments. Called on something of no
        known type it is taken for that, or ``get`` and ``equals`` would join the whole program. An object
        that holds a client tells something in any case (``crowds``)."""
        pending: list[tuple[ir.Function, str]] = []
        for module in program.scope:
            heard()
            pending += self._seeds(module)
        self.major = {function for function, _ in pending}
        while pending:
            heard()
            for caller in self.leading_to(*pending.pop()):
                if caller.function not in self.major:
                    self.major.add(caller.function)
                    pending.append((caller.function, caller.module))

    def leading_to(self, function: ir.Function, module: str) -> Iterator[Caller]:
        """What may call a function, but for callers that have led to another one in the same way."""
        language = self._program.languages[module].name
        exact = self._types.is_exact(module)
        made = self._types.made_for_others(function, module)
        if made:
            # Whoever makes such an object hands it to what calls its methods, and mentions none of them.
            yield from self._makers(function, module, made, language)
        for name in _called_as(self._program, function, module):
            callers = self._callers.get((language, name), {})
            for way in list(callers):
                if not exact:
                    for caller in callers[way]:
                        if self._is_mentioned(function, module, name, caller):
                            yield caller
                elif self._fits(function, module, name, way):
                    yield from callers.pop(way)
        yield from self._held.reach(function)

    def _makers(self, function: ir.Function, module: str, cls: str, language: str) -> Iterator[Caller]:
        """What may make objects of a method's class."""
        owner = self._types.owner(function, module)
        for (_, kind), makers in list(self._callers.get((language, cls), {}).items()):
            if not self._types.is_exact(module):
                yield from (one for one in makers
                            if self._mentions.may_mean(one.function, one.module, cls, module))  # fmt: skip
            elif kind is None or kind is PARAMETER or self._types.makes(kind, owner):
                yield from makers

    def _note_caller(self, language: str, name: str, way: Way, caller: Caller) -> None:
        self._callers[language, name].setdefault(way, []).append(caller)

    def _is_mentioned(self, function: ir.Function, module: str, name: str, caller: Caller) -> bool:
        """The same where nothing declares what variables hold."""
        if caller.alias:
            return self._mentions.may_import(caller.function, caller.module, caller.alias, name, module)
        owner = owner_of(function) if name == function.name else ""
        method = self._types.has_class(owner)
        for kind in self._mentions.of(caller.function, caller.module).get(name, (None,)):
            anything = kind is None or self._types.has_any_member(kind)
            if method:
                fits = anything or (kind is not None and kind != SCOPE and self._types.may_be(kind, owner))
            elif kind == SCOPE:
                fits = self._mentions.may_mean(caller.function, caller.module, name, module)
            elif function.qualname == function.name and anything:
                # Perhaps a member of its file.
                fits = True
            else:
                stored = self._held.is_stored(function, self._program.languages[module].name, name)
                fits = stored and (anything or name in self._put)
            if fits:
                return True
        return False

    def _fits(self, function: ir.Function, module: str, name: str, way: Way) -> bool:
        """Whether what is called by a name in some way may be the function."""
        count, kind = way
        if count is not None and not _takes(function, count):
            return False
        made = function.name in self._program.constructors(module)
        owner = self._types.owner(function, module)
        if kind is None:
            # Without a type, what libraries have under the name, too, is taken for that.
            return made or not owner or name != function.name or (name, count) not in self._common
        if kind is PARAMETER or (name != function.name and not made):
            return True
        if made:
            return self._types.makes(kind, owner)
        if kind.is_package or not owner:
            return kind.is_package and kind == self._types.package(module)
        return self._types.may_be(kind, owner)

    def _seeds(self, module: str) -> Iterator[tuple[ir.Function, str]]:
        """The functions of a file that may make requests themselves; notes what each calls."""
        if self._types.is_exact(module):
            yield from self._typed_seeds(module)
            return
        lowered = self._program.lowered(module)
        front = self._program.languages[module]
        self._note_put(lowered)
        renamed = self._mentions.renamed(module)
        bases, fields = _bases(lowered), _fields(lowered)
        dealing = self._program.deals_with_aws(module)
        for function in lowered.functions:
            over = bases.get(function.qualname.rpartition(".")[0], ())
            inside = list(inside_of(function))
            held = self._mentions.held(function, module)
            if self._calls_any_value(function, module, held, fields, inside):
                yield function, module
            elif dealing:
                text = _Text(
                    self._types, function, module, fields, over, None,
                    self._mentions.variables(function, module),
                )  # fmt: skip
                if not all(map(_is_plain, function.decorators)) or not all(map(text.is_harmless, inside)):
                    yield function, module
            elif any(self._names_a_request(node) for node in inside):
                yield function, module
            for name in function.calls:
                for own in renamed.get(name, ()):
                    self._note_caller(front.name, own, _ANY, Caller(function, module, name))
            names = set(function.calls)
            names.update(filter(None, map(simple_name, over if function.name in front.constructors else ())))
            for name in names:
                self._note_caller(front.name, name, _ANY, Caller(function, module))

    def _calls_any_value(
        self, function: ir.Function, module: str, held: Set[str], fields: Collection[str],
        inside: Iterable[ir.Node],
    ) -> bool:  # fmt: skip
        """Whether a function calls a value that may be any function; notes what the others may be."""
        caller = Caller(function, module)
        found = False
        for node in inside:
            if isinstance(node, ir.Call):
                if self._calls_a_value(held.__contains__, fields, node, None):
                    found = found or self._held.wait(node, function, module, caller)
                else:
                    self._held.watch(node, function, module, caller)
        return found

    def _typed_seeds(self, module: str) -> Iterator[tuple[ir.Function, str]]:
        """The same where types are declared."""
        lowered = self._program.lowered(module)
        front = self._program.languages[module]
        dealing = self._program.deals_with_aws(module)
        bases, fields = _bases(lowered), _fields(lowered)
        own = {function: list(inside_of(function, nested=False)) for function in lowered.functions}
        inner = {
            one: function for function, inside in own.items() for one in inside
            if isinstance(one, ir.Function) and one in own
        }  # fmt: skip
        receivers: dict[ir.Function, Receivers] = {}

        def receivers_of(function: ir.Function) -> Receivers:
            found = receivers.get(function)
            if found is None:
                around = inner.get(function)
                found = receivers[function] = Receivers(
                    self._types, function, module, own[function],
                    receivers_of(around) if around is not None else None,
                )  # fmt: skip
            return found

        calls: dict[ir.Function, dict[str, set[Way]]] = {function: {} for function in own}
        sending: dict[ir.Function, None] = {}
        for function, inside in own.items():
            over = bases.get(function.qualname.rpartition(".")[0], ())
            own_receivers = receivers_of(function)
            text = _Text(self._types, function, module, fields, over, self._requests, own_receivers)
            plain = not dealing or all(map(_is_plain, function.decorators))
            for node in inside:
                text.note(calls[function], node)
                plain = (
                    plain
                    and not self._calls_a_value(own_receivers.is_variable, fields, node, own_receivers)
                    and (not dealing or text.is_harmless(node))
                )
            if function.name in front.constructors:
                for base in over:
                    kind = self._types.of(base, module)
                    calls[function].setdefault(simple_name(base), set()).add((None, kind))
                if function.name in calls[function]:
                    # One constructor calls another one of its class.
                    owner = self._types.owner(function, module)
                    own_name = function.qualname.split(".")[-2]
                    calls[function].setdefault(own_name, set()).add((None, Kind(owner, own=True)))
            around: ir.Function | None = function
            while around is not None:
                # What is in a function is of it, too.
                if not plain:
                    sending[around] = None
                if around is not function:
                    for name, ways in calls[function].items():
                        calls[around].setdefault(name, set()).update(ways)
                around = inner.get(around)
        for function, found in calls.items():
            for name, ways in found.items():
                self._common.update(
                    (name, count) for count, kind in ways if kind is not None and not kind.own
                )
                for way in ways:
                    self._note_caller(front.name, name, way, Caller(function, module))
        for function in sending:
            yield function, module

    def _names_a_request(self, node: ir.Node) -> bool:
        """Whether something is asked by the name of an operation, in a file that says nothing of AWS: it may
        be a client that comes from elsewhere. A single word (``query``, ``publish``) is anything's."""
        match node:
            case ir.Call(fn=ir.Attr(name=name), new=False) if not self._is_defined(name):
                if name[:1].isupper():
                    return self._requests.gives_objects(name)
                told = "_" in name or not name.islower()
                return told and self._requests.asks(name, bare=not (node.args or node.kwargs))
        return False

    def _calls_a_value(
        self,
        holds: Callable[[str], bool],
        fields: Collection[str],
        node: ir.Node,
        receivers: Receivers | None,
    ) -> bool:
        """Whether a function is called that a variable, a field or a container holds: it may be any."""
        match node:
            case ir.Call(fn=ir.Name(name=name)):
                return holds(name) and not self._is_defined(name)
            case ir.Call(fn=ir.Attr(obj=obj, name=name)):
                if receivers is not None and receivers.is_function(obj):
                    return True
                return name in fields and not self._is_defined(name)
        return isinstance(node, ir.Call) and isinstance(node.fn, ir.Index)

    def _is_defined(self, name: str) -> bool:
        return name in self._types.functions or self._types.has_class(name)

    def _note_put(self, lowered: ir.Module) -> None:
        """Notes what a file puts on objects and classes under the names of its functions."""
        defined = lowered.bound.union(function.name for function in lowered.functions)
        self._put |= lowered.assigned_attributes & defined
        for cls in lowered.classes:
            self._put.update(name for statement in cls.body for name in _assigned(statement))


class _Text:
    """The text of a function."""

    def __init__(
        self, types: Types, function: ir.Function, module: str, fields: Collection[str],
        bases: tuple[ir.Expr, ...], requests: Requests | None, receivers: Variables | Receivers,
    ) -> None:  # fmt: skip
        """Without ``requests``, whatever is called on what is not known may be one."""
        self._requests = requests
        self._types = types
        self._function = function
        self._module = module
        self._fields = fields
        self._bases = bases
        self._receivers = receivers

    def note(self, calls: dict[str, set[Way]], node: ir.Node) -> None:
        """Notes what is called, on what, with how many arguments, and what is mentioned without a call."""
        receivers = self._receivers
        assert isinstance(receivers, Receivers)
        match node:
            case ir.Call():
                self._note_call(calls, node, receivers)
            case ir.Attr(obj=ir.ImportExpr(module=source), name=name):
                calls.setdefault(name, set()).add((None, self._types.imported(source, self._module)))
            case ir.Attr(obj=obj, name=name):
                calls.setdefault(name, set()).add((None, receivers.kind(obj)))
            case ir.Name(name=name):
                calls.setdefault(name, set()).add((None, self._types.package(self._module)))

    def _note_call(self, calls: dict[str, set[Way]], call: ir.Call, receivers: Receivers) -> None:
        if isinstance(call.fn, ir.Attr | ir.Name) and not call.fn.name.startswith("$"):
            several = call.kwargs or any(isinstance(arg, ir.Spread) for arg in call.args)
            kind = receivers.called_on(call)
            calls.setdefault(call.fn.name, set()).add((None if several else len(call.args), kind))
            return
        match call:
            case ir.Call(fn=ir.Name(name=name), args=(of,)) if name in _CALLING:
                calls.setdefault(_CALLING[name], set()).add((0, receivers.kind(of)))
            case ir.Call(fn=ir.Name(name="$reference" | "$bound"), args=(of, ir.Const(value=str(name)))):
                made = name == "new"
                kind = self._type(of) or receivers.kind(of)
                calls.setdefault(simple_name(of) if made else name, set()).add((None, kind))
            case _:
                # What a front end writes for itself may name functions in any way.
                for arg in call.args:
                    if isinstance(arg, ir.Const) and isinstance(arg.value, str):
                        calls.setdefault(arg.value, set()).add((None, None))

    def is_harmless(self, node: ir.Node) -> bool:
        """Whether no request is made here; what is called by names of the program's own is left to those."""
        match node:
            case ir.Call():
                return self._is_harmless_call(node)
            case ir.Attr(obj=owner) if self._receivers.is_receiver(owner):
                return True
            case ir.Attr(obj=obj, name=name):
                # A method may be taken from a client that is called elsewhere.
                named = isinstance(obj, ir.Name) and self._types.has_class(obj.name)
                return (
                    named or name in self._fields or isinstance(obj, ir.ImportExpr) or self._is_no_sdk(obj)
                    or not self._asks(name)
                )  # fmt: skip
            case ir.For(iterable=iterable):
                return isinstance(iterable, ir.Call) or self._is_no_sdk(iterable)
        return isinstance(node, _PLAIN)

    def _asks(self, name: str, count: int | None = None) -> bool:
        """Whether what is called by a name, with as many arguments, on what is not known may be a request."""
        bare = count == 0 and name not in WITHOUT_INPUT
        return self._requests is None or self._requests.asks(name, bare=bare)

    def _is_harmless_call(self, call: ir.Call) -> bool:
        count = len(call.args) + len(call.kwargs)
        match call.fn:
            case ir.Name(name="$super" | "%super" | "super"):
                return all(map(self._is_no_sdk_type, self._bases))
            case ir.Name(name="$bound") if len(call.args) > 1:
                bound = call.args[1]
                return isinstance(bound, ir.Const) and self._is_harmless_on(
                    call.args[0], str(bound.value), None
                )
            case ir.Name(name=name) if name.startswith("$") or name in OF_ALL:
                return name not in _GIVEN
            case ir.Name(name="cls"):
                return True
            case ir.Name(name=name):
                own = name in self._types.functions or self._types.has_class(name)
                language = self._requests is not None and name in _BUILTIN
                return (own or language) and name not in self._function.locals
            case ir.Attr(name=name) if call.new:
                return self._is_no_sdk_type(call.fn) or not (SENDERS.search(name) or self._asks(name))
            case ir.Attr(name=name) if name in OF_ALL:
                return True
            case ir.Attr(obj=owner, name=name) if self._receivers.is_receiver(owner):
                return name in self._types.functions or self._is_harmless_on(owner, name, count)
            case ir.Attr(obj=ir.ImportExpr(module=source)):
                return self._is_no_sdk_type(call.fn) or self._is_of_no_sdk(source)
            case ir.Attr(obj=receiver, name=name):
                return self._is_harmless_on(receiver, name, count)
            case ir.Call(fn=ir.Name(name="$instantiated"), args=(generic, *_)):
                return self._is_harmless_call(replace(call, fn=generic))
            case ir.FunctionExpr():
                return True
            case ir.ClassExpr(cls=ir.Class(bases=bases)):
                return self._requests is not None and all(map(self._is_no_sdk_type, bases))
        return False

    def _is_harmless_on(self, receiver: ir.Expr, name: str, count: int | None) -> bool:
        kind = self._receivers.kind(receiver)
        if kind is None or (kind.sdk and not kind.sends):
            return not self._asks(name, count)
        if kind.own and name not in self._types.functions and self._types.inherits_sdk(kind):
            return not self._types.inherits_sender(kind) and not self._asks(name, count)
        return not kind.sdk

    def _is_of_no_sdk(self, source: str) -> bool:
        """Whether a function that is imported is of the program, or of a library that has nothing to do with
        AWS. (Where no types are declared, names of libraries are too short to say so.)"""
        if self._requests is None:
            return False
        return not self._types.imported(source, self._module).sdk

    def _is_no_sdk(self, expression: ir.Expr) -> bool:
        kind = self._receivers.kind(expression)
        return kind is not None and not kind.sdk

    def _is_no_sdk_type(self, declared: ir.Expr) -> bool:
        kind = self._type(declared)
        return kind is not None and not kind.sdk

    def _type(self, declared: ir.Expr) -> Kind | None:
        return self._types.of(declared, self._module)


def _is_plain(decorator: ir.Expr) -> bool:
    """Whether a decorator only says how a function is reached."""
    return simple_name(decorator) in _DECORATORS


def _assigned(statement: ir.Stmt) -> Iterator[str]:
    """The variables that a statement of a class's body sets."""
    if isinstance(statement, ir.Assign):
        for target in statement.targets:
            yield from targets(target)


def _bases(lowered: ir.Module) -> dict[str, tuple[ir.Expr, ...]]:
    """What the classes of a file derive from, by their whole names."""
    return {cls.qualname: cls.bases for cls in lowered.classes}


def _fields(lowered: ir.Module) -> Collection[str]:
    """The fields that the classes of a file have, as far as it says."""
    return lowered.assigned_attributes.union(name for cls in lowered.classes for name, _ in cls.annotations)


def _takes(function: ir.Function, count: int) -> bool:
    """Whether a function can be called with so many arguments."""
    most = len(function.params)
    # A receiver is no argument where it is a parameter.
    least = most - 1 if function.receiver is None and "." in function.qualname else most
    if any(param.kind != "normal" or param.default is not None for param in function.params):
        return count >= least - 1
    return least <= count <= most


def _called_as(program: Program, function: ir.Function, module: str) -> tuple[str, ...]:
    """What a caller mentions: the function's name, or the class's for a constructor."""
    if function.name in program.constructors(module):
        parts = function.qualname.split(".")
        return (parts[-2],) if len(parts) > 1 else ()
    return (function.name, function.known_as) if function.known_as else (function.name,)
