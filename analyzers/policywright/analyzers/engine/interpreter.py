"""Walks the IR of one task: statements in order with a local environment, branches joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from policywright.analyzers import ir
from policywright.analyzers.engine import narrowing
from policywright.analyzers.engine.engine import Cancelled, Engine, Task
from policywright.analyzers.engine.expressions import ExpressionRules
from policywright.analyzers.engine.parameters import Described, finish
from policywright.analyzers.engine.state import Frame
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    ClassV,
    FuncV,
    Handle,
    Known,
    Obj,
    Text,
    Tup,
    Unknown,
    Value,
    join,
    options,
)
from policywright.knowledge.operations import Operations
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_CHECK_EVERY = 4096
MAX_ROUNDS = 16
"""Items of a loop that are looked at one by one."""
MAX_ALL_ROUNDS = 32
"""Rounds of nested loops, multiplied."""


class Interpreter(ExpressionRules):
    """Rules for statements; expressions, objects and calls are in the base classes."""

    def __init__(self, engine: Engine, operations: Operations) -> None:
        super().__init__(engine, operations)
        self.own = self
        engine.run_task = self.run_task
        self._expressions = {node: getattr(self, name) for node, name in _rules("_e_")}
        self._statements: dict[type[ir.Node], Callable[[Any], None]] = {
            node: getattr(self, name) for node, name in _rules("_s_")
        }

    def forget(self) -> None:
        """Drops everything of an analysis that has come to its end.

        All of it refers to each other; taken apart, little of it has to wait for the garbage collector.
        """
        self.engine.forget()
        self.heap.shapes.clear()
        self._expressions.clear()
        self._statements.clear()

    # --- tasks ---

    def run_task(self, task: Task) -> Value:
        """One evaluation of a task's body; the value is what it returns."""
        outer = self.frame
        function = task.function
        env = dict(task.arguments)
        frame = Frame(task, task.module, function, env)
        self.frame = frame
        try:
            if function is None:
                self.block(self.program.lowered(task.module).body)
                if task.module in self.program.files:
                    self.semantics.module_done(self)
                return BOTTOM
            frame.captured = function.function.captured
            self.enter_function(task, function)
            self.block(function.function.body)
            if frame.env is not None:
                frame.result = join(frame.result, NONE)
            return frame.result
        finally:
            self.frame = outer

    def finish(self, tasks: Iterable[Task] | None = None) -> None:
        """Describes what the requests of tasks (all, or these) left for later, as things are now."""
        described: Described = {}
        for task in self.engine.by_id if tasks is None else tasks:
            if task.calls and not task.described:
                task.described = True
                self.frame = Frame(task, task.module, task.function, {})
                for key, call in task.calls.items():
                    struct = self.semantics.described(self, call, finish(self, call.parameters, described))
                    task.calls[key] = replace(call, parameters=struct)

    # --- blocks and branches ---

    def block(self, statements: tuple[ir.Stmt, ...]) -> None:
        frame = self.frame
        table = self._statements
        engine = self.engine
        for statement in statements:
            if frame.env is None:
                return
            engine.steps += 1
            if engine.steps % _CHECK_EVERY == 0 and engine.cancelled():
                raise Cancelled
            table[type(statement)](statement)

    def _branch(self, env: dict[str, Value] | None, body: tuple[ir.Stmt, ...]) -> dict[str, Value] | None:
        self.frame.env = dict(env) if env is not None else None
        self.block(body)
        return self.frame.env

    def _side(
        self, env: dict[str, Value] | None, narrowed: narrowing.Narrowed | None, body: tuple[ir.Stmt, ...]
    ) -> dict[str, Value] | None:
        """One side of a branch, with the variables in its test narrowed by how it came out."""
        if env is None or narrowed is None:
            return None
        return self._branch({**env, **narrowed}, body)

    @staticmethod
    def _join(left: dict[str, Value] | None, right: dict[str, Value] | None) -> dict[str, Value] | None:
        if left is None or left is right:
            return right
        if right is None:
            return left
        merged = dict(left)
        for name, value in right.items():
            old = merged.get(name)
            merged[name] = value if old is None else join(old, value)
        return merged

    def _s_If(self, node: ir.If) -> None:
        self.evaluate(node.test)
        env = self.frame.env
        truth = self.truth(node.test)
        yes = narrowing.outcome(self, node.test, True) if truth is not False else None
        no = narrowing.outcome(self, node.test, False) if truth is not True else None
        body = self._side(env, yes, node.body)
        orelse = self._side(env, no, node.orelse)
        if body is not None and orelse is not None and env is not None:
            # What a test made of something unknown holds on its side only.
            for side, narrowed in ((body, yes), (orelse, no)):
                for name, value in (narrowed or {}).items():
                    if side.get(name) is value:
                        side[name] = env[name]
        self.frame.env = self._join(body, orelse)

    def _loop(self, run: Callable[[], None]) -> None:
        frame = self.frame
        before = frame.env
        frame.loops += 1
        frame.env = dict(before) if before is not None else None
        run()
        after = self._join(before, frame.env)
        grown = (
            before is not None and after is not None and any(after[name] != before[name] for name in before)
        )
        # A second pass sees what the first one assigned; deeper loops would make that exponential.
        if grown and frame.loops <= 2:
            frame.env = dict(after) if after is not None else None
            run()
            after = self._join(after, frame.env)
        frame.loops -= 1
        frame.env = after

    def _s_For(self, node: ir.For) -> None:
        iterable = self.evaluate(node.iterable)
        where = node.iterable.pos
        items = self._rounds(iterable)

        def run(item: Value) -> None:
            self.here = where
            if node.target is not None:
                self.assign(node.target, item)
            self.block(node.body)

        if items:
            self._each(items, run)
        else:
            self._loop(lambda: run(self.iterate(iterable)))
        self.block(node.orelse)

    def _rounds(self, iterable: Value) -> tuple[Value, ...]:
        """The items of a short sequence whose parts belong together: rows of a table, names of things."""
        if self.frame.loops:
            return ()
        items = self.sequence(iterable) or ()
        telling = all(isinstance(item, Known | Text | Tup | Obj) for item in items)
        texts = any(not isinstance(item, Known) or isinstance(item.value, str) for item in items)
        few = 1 < len(items) <= MAX_ROUNDS and len(items) * self.frame.rounds <= MAX_ALL_ROUNDS
        return items if few and telling and texts else ()

    def _each(self, items: tuple[Value, ...], run: Callable[[Value], None]) -> None:
        """A loop round by round, so that ``for table, key in ((a, x), (b, y))`` keeps its rows apart."""
        frame = self.frame
        before = frame.rounds
        frame.rounds *= len(items)
        for item in items:
            start = frame.env
            frame.env = dict(start) if start is not None else None
            run(item)
            frame.env = self._join(start, frame.env)
        frame.rounds = before

    def _s_While(self, node: ir.While) -> None:
        def run() -> None:
            if node.test is not None:
                self.evaluate(node.test)
            self.block(node.body)

        self._loop(run)
        self.block(node.orelse)

    def _s_Try(self, node: ir.Try) -> None:
        before = self.frame.env
        body = self._branch(before, node.body)
        # An exception can leave the body anywhere: handlers see the state before and after.
        partial = self._join(before, body)
        outcomes = [self._branch(body, node.orelse)]
        for handler in node.handlers:
            self.frame.env = dict(partial) if partial is not None else None
            for kind in handler.types:
                self.evaluate(kind)
            if handler.name and self.frame.env is not None:
                self.frame.env[handler.name] = Unknown("exception")
            self.block(handler.body)
            outcomes.append(self.frame.env)
        result = None
        for outcome in outcomes:
            result = self._join(result, outcome)
        if node.final:
            alive = result is not None
            self.frame.env = self._join(partial, result)
            self.block(node.final)
            if not alive:
                self.frame.env = None
            return
        self.frame.env = result

    def _s_With(self, node: ir.With) -> None:
        for expression, target in node.items:
            value = self.enter(self.evaluate(expression))
            if target is not None:
                self.assign(target, value)
        self.block(node.body)

    def _s_Block(self, node: ir.Block) -> None:
        self.block(node.body)

    # --- simple statements ---

    def _s_ExprStmt(self, node: ir.ExprStmt) -> None:
        self.evaluate(node.value)

    def _s_Assign(self, node: ir.Assign) -> None:
        if node.value is None:
            return
        value = self.evaluate(node.value)
        if node.annotation is not None:
            value = self.with_annotation(value, node.annotation)
        for target in node.targets:
            self.assign(target, value)

    def _s_AugAssign(self, node: ir.AugAssign) -> None:
        old = self.evaluate(node.target) if not isinstance(node.target, ir.Pattern) else BOTTOM
        new = self.evaluate(node.value)
        value = (
            self.binary(node.op, old, new, node.pos) if node.op not in ("or", "and", "??") else join(old, new)
        )
        self.assign(node.target, value)

    def _s_Return(self, node: ir.Return) -> None:
        value = self.evaluate(node.value) if node.value is not None else NONE
        self.frame.result = join(self.frame.result, value)
        self.frame.env = None

    def _s_Raise(self, node: ir.Raise) -> None:
        if node.value is not None:
            self.evaluate(node.value)
        self.frame.env = None

    def _s_Jump(self, node: ir.Jump) -> None:
        """The loop goes on with what was assigned so far, which the join at its head covers."""

    # --- definitions and imports ---

    def _s_FunctionDef(self, node: ir.FunctionDef) -> None:
        plain = self.make_function(node.function)
        value: Value = plain
        for decorator in reversed(node.function.decorators):
            value = self.decorate(self.evaluate(decorator), value, decorator.pos)
        if value != plain:
            self.engine.decorated[plain] = value
        self.bind(node.function.name, self.merge_accessors(node.function, value))

    def _s_ClassDef(self, node: ir.ClassDef) -> None:
        value: Value = self.make_class(node.cls)
        for decorator in reversed(node.cls.decorators):
            value = self.decorate(self.evaluate(decorator), value, decorator.pos)
        self.bind(node.cls.name, value)

    def _s_Import(self, node: ir.Import) -> None:
        if node.alias is not None:
            self.bind(node.alias, self.import_module(node.module, node.level))
            return
        first = node.module.split(".", 1)[0]
        self.import_module(node.module, node.level)
        self.bind(first, self.import_module(first, node.level))

    def _s_ImportFrom(self, node: ir.ImportFrom) -> None:
        for name, alias in node.names:
            if name == "*":
                self.import_all(node.module, node.level)
            else:
                self.bind(alias, self.import_name(node.module, node.level, name))

    def _s_Export(self, node: ir.Export) -> None:
        for expression, name in node.names:
            value = self.evaluate(expression)
            if isinstance(expression, ir.Name) and self.frame.function is None:
                # An exported variable is live: what functions assign to it later is exported too.
                value = join(value, self.engine.read(("global", self.frame.module, expression.name)))
            self.engine.write(("export", self.frame.module, name), value)

    # --- names ---

    def bind(self, name: str, value: Value) -> None:
        """Assigns a variable of the running scope."""
        frame = self.frame
        if frame.env is None:
            return
        if frame.function is None and frame.class_scope is None:
            frame.env[name] = value
            self.engine.write(("global", frame.module, name), value)
            return
        if frame.function is not None and frame.class_scope is None:
            function = frame.function.function
            if name in function.globals:
                for module in self.program.owners(frame.module, name):
                    self.engine.write(("global", module, name), value)
                return
            if name in function.nonlocals:
                self.write_outer(frame.function, name, value)
                return
        frame.env[name] = value
        if name in frame.captured and frame.function is not None:
            self.engine.write_local(frame.task.id, frame.function, name, value)

    def write_outer(self, function: FuncV, name: str, value: Value) -> None:
        """Assigns a variable of an enclosing function, or of the module when none binds it."""
        closure = function.closure
        while closure is not None:
            owner = self.engine.by_id[closure].function
            if owner is None:
                break
            if name in owner.function.locals:
                self.engine.write_local(closure, owner, name, value)
                return
            closure = owner.closure
        self.engine.write(("global", function.module, name), value)

    def lookup(self, name: str) -> Value:
        """The value of a name in the running scope."""
        frame = self.frame
        env = frame.env
        if env is not None:
            found = env.get(name)
            if found is not None:
                if name in frame.captured and frame.function is not None:
                    return join(found, self.engine.read_local(frame.task.id, frame.function, name))
                if frame.function is None and name in self.program.lowered(frame.module).reassigned:
                    return join(found, self.engine.read(("global", frame.module, name)))
                return found
        if frame.function is not None:
            function: FuncV | None = frame.function
            while function is not None and function.closure is not None:
                owner = self.engine.by_id[function.closure].function
                if owner is None:
                    break
                if name in owner.function.locals:
                    return self.engine.read_local(function.closure, owner, name)
                function = owner
        found = self.global_name(frame.module, name)
        if found != BOTTOM:
            return found
        return self.free_name(name)

    def free_name(self, name: str) -> Value:
        if self.program.binds(self.frame.module, name):
            return BOTTOM
        builtin = self.semantics.builtin(name)
        if builtin is not None:
            return builtin
        return self.wildcard(name) or Unknown("name", name)

    def wildcard(self, name: str) -> Value | None:
        """A name that a ``from x import *`` of a library may have brought."""
        source = self.engine.cells.get(("wildcard", self.frame.module))
        if source is None:
            return None
        found = [self.semantics.attribute(self.own, option, name) for option in options(source)]
        return next((value for value in found if value is not None), None)

    # --- constant tests ---

    def truth(self, test: ir.Expr) -> bool | None:
        """The test's outcome where only local names and constants decide it.

        Globals and fields are left open: a module constant (``DRY_RUN = True``) is a switch for people.
        """
        match test:
            case ir.Const(value=value):
                return bool(value)
            case ir.Not(value=value):
                inner = self.truth(value)
                return None if inner is None else not inner
            case ir.BoolOp(op="and", operands=operands):
                truths = [self.truth(operand) for operand in operands]
                return False if False in truths else (True if all(truths) else None)
            case ir.BoolOp(op="or", operands=operands):
                truths = [self.truth(operand) for operand in operands]
                return True if True in truths else (False if all(item is False for item in truths) else None)
            case ir.Name():
                local = self._local(test)
                return bool(local.value) if isinstance(local, Known) else _truthy(local)
            case ir.BinOp(op=op, left=left, right=right) if op in _COMPARISONS:
                a, b = self._local(left), self._local(right)
                if a is None or b is None or BOTTOM in (a, b):
                    return None
                return _compare(op, a, b)
        return None

    def _local(self, node: ir.Expr) -> Value | None:
        """A local variable's or literal's value, if it is exactly one; None when it may change."""
        if isinstance(node, ir.Const):
            return Known(node.value)
        if isinstance(node, ir.Name) and node.name == "__name__":
            own = self.semantics.builtin(node.name)
            return own if isinstance(own, Known) else None
        frame = self.frame
        if isinstance(node, ir.Name) and frame.function is not None and frame.env is not None:
            if frame.loops or node.name in frame.captured:
                return None
            value = frame.env.get(node.name)
            if value is not None and len(options(value)) == 1:
                return value
        return None


_COMPARISONS = frozenset(("==", "!=", "is", "is not", "===", "!=="))


def _truthy(value: Value | None) -> bool | None:
    certain = isinstance(value, FuncV | ClassV) or (isinstance(value, Handle) and value.kind != "response")
    return True if certain else None


def _compare(op: str, left: Value, right: Value) -> bool | None:
    negative = op in ("!=", "is not", "!==")
    if isinstance(left, Known) and isinstance(right, Known):
        if isinstance(left.value, str) and isinstance(right.value, str):
            return (left.value == right.value) != negative
        if left.value is None or right.value is None:
            return (left.value is right.value) != negative
        return None
    other = right if left == NONE else left if right == NONE else None
    null = narrowing.is_null(other) if other is not None else None
    return None if null is None else null != negative


@cache
def _rules(prefix: str) -> tuple[tuple[type[ir.Node], str], ...]:
    """Nodes and the methods of ``Interpreter`` that are rules for them."""
    names = [name for name in dir(Interpreter) if name.startswith(prefix)]
    return tuple((getattr(ir, name.removeprefix(prefix)), name) for name in names)
