"""The interpreter: all rules together, and the evaluation of one site."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from policywright.analyzers import ir
from policywright.analyzers.engine import narrowing
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.parameters import Described, finish
from policywright.analyzers.engine.solver import Cell, Engine, Site
from policywright.analyzers.engine.state import Frame
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    ClassV,
    FuncV,
    Handle,
    Known,
    Unknown,
    Value,
    is_nothing,
    is_text,
    join,
    options,
)
from policywright.analyzers.engine.walking import Walking
from policywright.knowledge.operations import Operations
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass


class Interpreter(Walking):
    """Names and tests; statements, expressions, objects and calls are in the base classes."""

    def __init__(self, engine: Engine, operations: Operations) -> None:
        super().__init__(engine, operations)
        self.own = self
        engine.walk_instance = self.walk_instance
        engine.evaluate = self.evaluate_site
        self._expressions = {node: getattr(self, name) for node, name in _rules("_e_")}
        self._steps = {node: getattr(self, name) for node, name in _rules("_w_")}

    def forget(self) -> None:
        """Drops everything of an analysis that has come to its end.

        All of it refers to each other; taken apart, little of it has to wait for the garbage collector.
        """
        self.engine.forget()
        self.heap.shapes.clear()
        self.members.clear()
        self.bodies.clear()
        self.alternatives.clear()
        self._expressions.clear()
        self._steps.clear()

    def evaluate_site(self, site: Site) -> None:
        """One evaluation of a site: its effects, and what it makes of the variables that it assigns."""
        outer, called, described, running = self.frame, self.called, self.described, self.call_running
        asking, left, later, making = self.asking, self.left, self.later, self.making
        instance, walk, semantics = site.instance, site.walk, self.semantics
        self.called, self.asking, self.left, self.described = None, False, BOTTOM, {}
        self.call_running, self.later, self.making = None, False, None
        self.semantics = self.semantics_of(instance.module)
        function = instance.function
        env: dict[str, Cell | Value] = dict(site.env)
        frame = self.frame = Frame(
            instance, instance.module, function, env,
            walk.class_scope if walk is not None else None,
            function.function.captured if function is not None else frozenset(),
            {} if site.defs else None, walk,
        )  # fmt: skip
        try:
            site.rule(site)
        except RecursionError:
            self.engine.exhausted[instance.module, instance.pos, "depth"] = None
        finally:
            self.frame, self.called, self.described, self.call_running = outer, called, described, running
            self.asking, self.left, self.semantics = asking, left, semantics
            self.later, self.making = later, making
        defined = frame.defined
        if defined is not None:
            engine = self.engine
            for name, cell in site.defs.items():
                value = defined.get(name)
                if value is None:
                    before = site.env.get(name)
                    value = BOTTOM if before is None else before.value
                engine.define(cell, value)

    def finish(self, instances: Iterable[Instance] | None = None) -> None:
        """Describes what the requests of instances (all, or these) left for later, as things are now."""
        chosen = None if instances is None else set(instances)
        described = Described()
        for site in self.engine.sites:
            if not site.calls or (chosen is not None and site.instance not in chosen):
                continue
            instance = site.instance
            self.frame = Frame(instance, instance.module, instance.function, {})
            self.semantics = self.semantics_of(instance.module)
            for key, call in site.calls.items():
                told = finish(self, call, described)
                struct = self.semantics.described(self, call, told.parameters)
                site.calls[key] = replace(told, parameters=struct)

    # --- names ---

    def bind(self, name: str, value: Value) -> None:
        """Assigns a variable of the running scope."""
        self.bound += 1
        frame = self.frame
        if frame.class_scope is None:
            if frame.function is None:
                self.engine.write(("global", frame.module, name), value)
            else:
                function = frame.function.function
                if name in function.globals:
                    for module in self.program.owners(frame.module, name):
                        self.engine.write(("global", module, name), value)
                    return
                if name in function.nonlocals:
                    self.write_outer(frame.function, name, value)
                    return
                if name in frame.captured:
                    self.engine.write(("local", frame.task.id, name), value)
        frame.env[name] = value
        if frame.defined is not None:
            frame.defined[name] = value

    def local(self, name: str) -> Value | None:
        found = self.frame.env.get(name)
        return self.engine.look(found) if isinstance(found, Cell) else found

    def write_outer(self, function: FuncV, name: str, value: Value) -> None:
        """Assigns a variable of an enclosing function, or of the module when none binds it."""
        closure = function.closure
        while closure is not None:
            owner = self.engine.instances.by_id[closure].function
            if owner is None:
                break
            if name in owner.function.locals:
                self.engine.write(("local", closure, name), value)
                return
            closure = owner.closure
        self.engine.write(("global", function.module, name), value)

    def lookup(self, name: str) -> Value:
        """The value of a name in the running scope."""
        frame = self.frame
        own = frame.env.get(name)
        if own is not None:
            found = self.engine.look(own) if isinstance(own, Cell) else own
            if name in frame.captured and frame.function is not None:
                return join(found, self.engine.read(("local", frame.task.id, name)))
            if frame.function is None and name in self.program.lowered(frame.module).reassigned:
                return join(found, self.engine.read(("global", frame.module, name)))
            return found
        if frame.function is not None:
            function: FuncV | None = frame.function
            while function is not None and function.closure is not None:
                owner = self.engine.instances.by_id[function.closure].function
                if owner is None:
                    break
                if name in owner.function.locals:
                    return self.engine.read(("local", function.closure, name))
                function = owner
        found = self.global_name(frame.module, name)
        if found is not BOTTOM:
            return found
        return self.free_name(name)

    def free_name(self, name: str) -> Value:
        if self.program.binds(self.frame.module, name):
            return BOTTOM
        builtin = self.semantics.builtin(self.own, name)
        if builtin is not None:
            return builtin
        return self.wildcard(name) or Unknown("name", name)

    def wildcard(self, name: str) -> Value | None:
        """A name that a ``from x import *`` of a library may have brought."""
        source = self.engine.read(("wildcard", self.frame.module))
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
                if self.semantics.texts_are_there and NONE in (a, b) and (is_text(a) or is_text(b)):
                    return None
                return _compare(op, a, b)
        return None

    def _local(self, node: ir.Expr) -> Value | None:
        """A local variable's or literal's value, if it is exactly one; None when it may change."""
        if isinstance(node, ir.Const):
            return self.evaluate(node)
        if isinstance(node, ir.Name) and node.name in self.semantics.fixed:
            own = self.semantics.builtin(self.own, node.name)
            return own if isinstance(own, Known) else None
        frame = self.frame
        if isinstance(node, ir.Name) and frame.function is not None:
            if node.name in frame.captured:
                return None
            value = self.local(node.name)
            if value is not None and len(options(value)) == 1:
                return value
        return None


_COMPARISONS = frozenset(("==", "!=", "is", "is not", "===", "!=="))


def _truthy(value: Value | None) -> bool | None:
    certain = isinstance(value, FuncV | ClassV) or (isinstance(value, Handle) and value.exists())
    return True if certain else None


def _compare(op: str, left: Value, right: Value) -> bool | None:
    negative = op in ("!=", "is not", "!==")
    if isinstance(left, Known) and isinstance(right, Known):
        if isinstance(left.value, str) and isinstance(right.value, str):
            return (left.value == right.value) != negative
        if left.value is None or right.value is None:
            same = left == right if op in narrowing.STRICT else left.value is right.value
            return same != negative
        return None
    other = right if is_nothing(left) else left if is_nothing(right) else None
    null = narrowing.is_null(other) if other is not None else None
    return None if null is None else null != negative


@cache
def _rules(prefix: str) -> tuple[tuple[type[ir.Node], str], ...]:
    """Nodes and the methods of ``Interpreter`` that are rules for them."""
    names = [name for name in dir(Interpreter) if name.startswith(prefix)]
    return tuple((getattr(ir, name.removeprefix(prefix)), name) for name in names)
