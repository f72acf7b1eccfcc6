"""Rules for the functions of the program: which instance a call reaches, what its parameters hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine.dispatch import DispatchRules
from policywright.analyzers.engine.handles import (
    DEFAULT,
    OUTSIDE,
    ROOT_ARGS,
    Default,
    Keywords,
    Maybe,
    Outside,
    Passed,
)
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.solver import Cell
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    FuncV,
    Gen,
    Obj,
    Tup,
    Unknown,
    Value,
    function_value,
    join,
    join_all,
    options,
)

RECEIVER = "%receiver"
"""The keyword under which a receiver is passed that is not the first parameter."""
_KINDS_OF_REST = ("rest", "rest-keywords")
_NO_POSITION = (*_KINDS_OF_REST, "keyword")


class BindingRules(DispatchRules):
    """Calls of functions, whoever makes them; which function a call means is in ``CallRules``."""

    def make_function(self, function: ir.Function) -> FuncV:
        """The function value of a definition in the running scope."""
        frame = self.frame
        closure = frame.task.id if frame.function is not None else None
        value = function_value(self.program, function, frame.module, closure, frame.class_scope)
        known = self.engine.created.setdefault(function, {})
        if value not in known:
            known[value] = None
            if value.owner is not None:
                self.engine.touch(self.engine.cell(("methods", value.owner)))
        if self.semantics.defaults_when_defined and (frame.function is not None or frame.defined is None):
            for param in function.params:
                if param.default is not None and not isinstance(param.default, ir.Const):
                    self.engine.write(("default", value, param.name), self.evaluate(param.default))
        return value

    def invoke(self, function: FuncV, args: Args, pos: ir.Pos, receiver: Value | None = None) -> Value:
        """The result of a project function for these arguments, as a method of a receiver if there is one."""
        engine = self.engine
        site = self.site
        key = (function, receiver, args, pos)
        if site.linked is None:
            site.linked = {}
        cell = site.linked.get(key)
        if cell is None:
            code = function.function
            cell = site.linked.setdefault((pos, code), Cell())
            site.linked[key] = cell
            given = args if receiver is None else received(code, receiver, args)
            told = args != ROOT_ARGS
            later = self.later or self._runs_later(code, pos)
            for one, passed in self.instances(function, self.bind_parameters(code, given), pos, told):
                instance = one.into or one
                engine.link(instance, later)
                if code.is_generator and not later:
                    engine.pause(instance)
                for name, value in passed.items():
                    self._pass(instance, name, value)
                engine.enter(instance)
                if code.is_generator:
                    engine.grow(cell, Gen(instance.id))
                else:
                    engine.feed(cell, instance.result)
        return engine.look(cell)

    def _runs_later(self, code: ir.Function, pos: ir.Pos) -> bool:
        """Whether a function need not do anything where it is called: nobody waits for it there, or asks for
        an item."""
        running = self.call_running
        if running is not None and running.pos != pos:
            running = None
        if running is not None and running.together:
            self.engine.wait_together()
        if code.is_generator:
            return running is None or not running.asked
        return code.is_async and running is not None and not running.awaited

    def called_later(self, call: Callable[[], Value]) -> Value:
        """What a call gives that is made at some time from now on."""
        outer, self.later = self.later, True
        found = call()
        self.later = outer
        return found

    def _pass(self, instance: Instance, name: str, value: Value) -> None:
        cell = instance.parameters.get(name)
        if cell is None:
            cell = instance.parameters[name] = Cell()
        self.engine.grow(cell, value)

    def bind_parameters(self, function: ir.Function, args: Args) -> dict[str, Value]:
        """Parameter names to values, in declaration order."""
        bound: dict[str, Value] = {}
        positional = list(args.positional)
        keywords = dict(args.keywords)
        receiver = keywords.pop(RECEIVER, None)
        if function.receiver:
            bound[function.receiver] = receiver if receiver is not None else Unknown("receiver")
        place = 0
        for param in function.params:
            if param.kind == "rest":
                if self.semantics.rest_takes_list and len(positional) == 1 and self._is_list(positional[0]):
                    positional = [join(positional[0], self.iterate(positional[0]))]
                rest = tuple(positional)
                bound[param.name] = (
                    join_all([Tup((*rest, *row[place:])) for row in args.rows])
                    if args.rows
                    else Tup((*rest, *([args.more] if args.more else ())), args.more is not None)
                )
                positional = []
            elif param.kind == "rest-keywords":
                pairs = tuple(sorted(keywords.items()))
                bound[param.name] = Keywords(pairs, args.open, args.maybe, args.others)
            elif param.kind != "keyword" and positional:
                bound[param.name] = positional.pop(0)
            else:
                value, sure = self._unplaced(param, args, place, keywords)
                if value is DEFAULT and args.written and param.default is None and not function.decorators:
                    sure = False
                # Who leaves out what has no default fails, where that is not null.
                sure = sure or (param.default is None and not self.semantics.default_for_null)
                bound[param.name] = value if sure else Maybe(value)
                place += 1
        if function.decorators and self._is_given_more(function, bound):
            # Whoever wraps it puts something before what is passed, or beside it.
            for param in function.params[: len(args.positional)]:
                if param.kind not in _KINDS_OF_REST:
                    bound[param.name] = join(bound[param.name], Unknown("parameter", param.name))
        return bound

    def _unplaced(
        self, param: ir.Param, args: Args, index: int, keywords: dict[str, Value]
    ) -> tuple[Value, bool]:
        """What a parameter gets that no argument at a known place is for, and whether all callers pass it.

        Its keyword is taken out.
        """
        by_place = None if param.kind == "keyword" else placed(args, index)
        if param.name in keywords:
            value, sure = keywords.pop(param.name), param.name not in args.maybe
            if not sure and by_place is not None:
                # Who leaves it out may pass it by its place.
                value = join(value, by_place[0])
            return value, sure
        return self.passed_under(args, param.name) if by_place is None else by_place

    def _is_given_more(self, function: ir.Function, bound: dict[str, Value]) -> bool:
        """A call lacks an argument that a function cannot do without, and that may come by its position."""
        return any(
            bound[param.name] is DEFAULT and param.default is None and param.kind not in _NO_POSITION
            for param in function.params
        )

    def _is_list(self, value: Value) -> bool:
        return all(
            isinstance(one, Tup) or (isinstance(one, Obj) and self.heap.shape(one).kind == "list")
            for one in options(value)
        )

    def filled(self, instance: Instance, param: ir.Param) -> Value:
        """What a parameter holds: what is passed, its default, what its annotation says."""
        cell = instance.parameters.get(param.name)
        value = self.engine.look(cell) if cell is not None else DEFAULT
        found = value
        if any([isinstance(option, Passed) for option in options(value)]):
            found = join_all([self._parameter(instance, param, option) for option in options(value)])
            self._lack(found, value)
        if param.default is not None and self.semantics.default_for_null and NONE in options(value):
            found = join(found, self._default(instance, param.name, param.default))
        annotation = param.annotation
        if type(annotation) is ir.Index:
            # What is in brackets may have the name of the parameter: ``s3: Annotated[S3, Depends(s3)]``.
            return self._unseeing(partial(self.with_annotation, found, annotation))
        return self.with_annotation(found, annotation) if annotation is not None else found

    def _lack(self, found: Value, passed: Value) -> None:
        """Keywords that only some calls pass may not be there."""
        names = [
            frozenset([name for name, _ in one.pairs]) for one in options(passed) if isinstance(one, Keywords)
        ]
        several = frozenset().union(*names) - frozenset.intersection(*names) if len(names) > 1 else ()
        for one in options(found) if several else ():
            if isinstance(one, Obj) and self.heap.shape(one).kind == "dict":
                self.heap.may_lack(one, several)

    def _parameter(self, instance: Instance, param: ir.Param, value: Value) -> Value:
        if not isinstance(value, Passed):
            return value
        match value:
            case Default():
                if param.default is None:
                    return Unknown("parameter", param.name)
                return self._default(instance, param.name, param.default)
            case Outside():
                unknown: Value = Unknown("parameter", param.name)
                if param.default is None:
                    return unknown
                return join(self._default(instance, param.name, param.default), unknown)
            case Maybe(value=passed):
                default = param.default
                fallback = self._default(instance, param.name, default) if default is not None else NONE
                told = [self._parameter(instance, param, option) for option in options(passed)]
                return join_all([*told, fallback])
            case Keywords(pairs=pairs, open=opened, maybe=maybe, others=others):
                obj = self.heap.new("dict", "keywords", param.pos, self.frame.module, self.frame.task.id)
                self.heap.fill(obj, pairs, maybe, opened=opened, others=others)
                return obj
        return value

    def _default(self, instance: Instance, name: str, default: ir.Expr) -> Value:
        """A default value, evaluated where parameters are not visible."""
        known = ("default", instance.function, name)
        if known in self.engine.cells:
            return self.engine.read(known)
        return self._unseeing(partial(self.evaluate, default))

    def _unseeing(self, compute: Callable[[], Value]) -> Value:
        """What something is where parameters are not visible, in languages that evaluate it there."""
        if not self.semantics.defaults_when_defined:
            # Parameters before it are visible.
            return compute()
        env, self.frame.env = self.frame.env, {}
        try:
            return compute()
        finally:
            self.frame.env = env


def received(function: ir.Function, receiver: Value, args: Args) -> Args:
    """Arguments with the receiver where the function expects it: first, by name, or not at all."""
    if function.receiver is None:
        return prepend(receiver, args)
    if not function.receiver:
        return args
    keywords = (*args.keywords, (RECEIVER, receiver))
    return Args(
        args.positional, keywords, args.more, args.open, args.maybe, args.others, args.rows, args.written
    )


def prepend(receiver: Value, args: Args) -> Args:
    """The arguments with one more before them."""
    return Args(
        (receiver, *args.positional), args.keywords, args.more, args.open, args.maybe, args.others, args.rows,
        args.written,
    )  # fmt: skip


def placed(args: Args, index: int) -> tuple[Value, bool] | None:
    """What a parameter gets of arguments whose number is not known, and whether all of those reach it; None
    where none does."""
    if not args.rows:
        # What comes from outside says itself that it may be left out.
        return (args.more, args.more is OUTSIDE) if args.more is not None else None
    found = [row[index] for row in args.rows if len(row) > index]
    return (join_all(found), len(found) == len(args.rows)) if found else None
