"""Walks the statements of an instance once: every expression becomes a site, every assignment a definition.

The environment of a walk is the map from variables to the cells that hold them at that point (static single
assignment): straight code replaces entries, branches copy the map, and where they meet, or a loop starts,
``Phi`` cells take in what comes from each side. A side of a branch is walked when its test first lets it be
taken, and the code behind a branch when a side first comes to its end; so code that nothing reaches has no
sites, and every site is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import keeping, narrowing
from policywright.analyzers.engine.expressions import ExpressionRules
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.names import changed as changed_in
from policywright.analyzers.engine.names import simple_name, targets
from policywright.analyzers.engine.names import walk as walk_ir
from policywright.analyzers.engine.solver import Cell, Phi, Site
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    ClassV,
    Known,
    Obj,
    Text,
    Tup,
    Unknown,
    Value,
    join,
    join_all,
    options,
    with_fallback,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    Env: TypeAlias = dict[str, Cell]
    Later: TypeAlias = Callable[[Env], None]

MAX_ROUNDS = 16
"""Rows of a literal table for which the body of a loop is walked one by one."""
MAX_ALL_ROUNDS = 32
"""The same of nested loops, multiplied."""


class Walk:
    """Where statements stand: whose they are, in which class body, in which loops and protected blocks."""

    __slots__ = ("class_scope", "instance", "loops", "rounds", "tries")

    def __init__(
        self, instance: Instance, class_scope: ClassV | None = None, loops: bool = False, rounds: int = 1,
        tries: tuple[Env, ...] = (),
    ) -> None:  # fmt: skip
        self.instance = instance
        self.class_scope = class_scope
        self.loops = loops
        """In a loop that is walked once for all its rounds."""
        self.rounds = rounds
        self.tries = tries
        """What exception handlers see of variables that are assigned on the way."""


class Join:
    """Where sides meet again: the environment behind them, and who waits for it."""

    __slots__ = ("after", "later", "phis", "reached", "waiting")

    def __init__(self, env: Env, names: frozenset[str], later: Later, phi: Callable[[bool], Phi]) -> None:
        self.phis = {name: phi(False) for name in sorted(names)}
        self.after: Env = {**env, **self.phis}
        """What the code behind goes on with, and changes."""
        self.later = later
        self.reached = False
        self.waiting = False
        """The walk has gone on without it: the rest comes when a side does."""


class Side:
    """One side of a branch: whether its test lets it be taken, and what that says of variables there."""

    __slots__ = ("body", "live", "narrowed", "walked")

    def __init__(self, body: tuple[ir.Stmt, ...]) -> None:
        self.body = body
        self.live = False
        self.walked = False
        self.narrowed: Env = {}


class Branch:
    """An ``if``: its sides, and where they meet."""

    __slots__ = ("candidates", "env", "join", "kept", "sides", "started", "walk")

    def __init__(self, node: ir.If, env: Env, join: Join, walk: Walk, candidates: tuple[str, ...],
                 kept: frozenset[str]) -> None:  # fmt: skip
        self.env = env
        self.join = join
        self.walk = walk
        self.candidates = candidates
        self.kept = kept
        """Variables that are behind the branch what they were before it."""
        self.sides = (Side(node.body), Side(node.orelse))
        self.started = False


class Loop:
    """A ``for``: the items that it goes over, and what its rounds hand to each other."""

    __slots__ = (
        "all_walked",
        "base",
        "due",
        "env",
        "generic",
        "heads",
        "last",
        "node",
        "rows",
        "seen",
        "told",
        "walk",
        "walked",
    )

    def __init__(self, node: ir.For, base: Env, env: Env, heads: Env, walk: Walk) -> None:
        self.node = node
        self.base = base
        self.env = env
        self.heads = heads
        self.walk = walk
        self.rows: list[Cell] = []
        """The items of a short sequence."""
        self.last: Env | None = None
        """What there is after the last of their rounds."""
        self.walked = 0
        self.generic: Cell | None = None
        """Any item."""
        self.all_walked = False
        self.seen: tuple[Value, tuple[Value, ...] | None] = BOTTOM, None
        """What it goes over, and the items that can be told apart."""
        self.told: tuple[Value, tuple[Value, ...] | None] = self.seen
        """The same when that was last decided."""
        self.due = False
        """Rounds have not been walked since then."""

    def decide(self) -> None:
        """Whether the rounds are told apart hangs on all that the loop goes over: what is seen now counts."""
        self.told, self.due = self.seen, True


class Guarded:
    """The body of a context manager that may end an error, so that what is behind is next."""

    __slots__ = ("env", "join", "partly", "swallows", "whole")

    def __init__(self, join: Join, partly: Env, whole: Env | None) -> None:
        self.join = join
        self.partly = partly
        """What was assigned before the error."""
        self.whole = whole
        """All variables, for a class that is defined where the manager is made."""
        self.env: Env | None = None
        """The environment of the body, once all that manages it has been entered."""
        self.swallows = False


class Walking(ExpressionRules):
    """Rules for statements."""

    _steps: dict[type[ir.Node], Callable[[Any, Any, Any, Any], Any]]

    def block(
        self, statements: tuple[ir.Stmt, ...], start: int, env: Env, walk: Walk, later: Later
    ) -> Env | None:
        """Walks statements; the environment behind them, or None.

        None when control does not come there, as far as is known: should it, ``later`` gets the environment.
        """
        steps = self._steps
        engine = self.engine
        engine.levels += 1
        try:
            for index in range(start, len(statements)):
                statement = statements[index]
                rest = _Rest(self, statements, index + 1, walk, later)
                found = steps[type(statement)](statement, env, walk, rest)
                if found is None:
                    return None
                env = found
            return env
        finally:
            engine.levels -= 1

    def reach(self, join: Join, env: Env) -> None:
        """A side has come to its end."""
        for name, phi in join.phis.items():
            cell = env.get(name)
            if cell is not None:
                self.engine.follow(phi, cell)
        if not join.reached:
            join.reached = True
            if join.waiting:
                join.later(join.after)

    # --- sites ---

    def _site(self, rule: Callable[[Site], None], node: Any, env: Env, walk: Walk, *, reads: tuple[str, ...],
              binds: tuple[str, ...] = (), extra: Any = None) -> Site:  # fmt: skip
        """A new site, evaluated; the variables that it assigns are in the environment afterwards."""
        own = {name: env[name] for name in reads if name in env}
        receiver = walk.instance.receiver
        if receiver in env:
            # ``super()`` does not say on what.
            own[receiver] = env[receiver]
        site = Site(walk.instance, rule, node, own, walk)
        site.extra = extra
        defs = site.defs
        if binds:
            defs = site.defs = {}
        for name in binds:
            if name in env and name not in own:
                own[name] = env[name]
            defs[name] = Cell()
        self.engine.add(site)
        if not walk.tries:
            env.update(defs)
            return site
        for name, cell in defs.items():
            self._put(env, walk, name, cell)
        return site

    def _put(self, env: Env, walk: Walk, name: str, cell: Cell) -> None:
        env[name] = cell
        for phis in walk.tries:
            phi = phis.get(name)
            if isinstance(phi, Phi):
                self.engine.follow(phi, cell)

    def _simple(self, rule: Callable[[Site], None], node: Any, env: Env, walk: Walk,
                binds: tuple[str, ...] = ()) -> None:  # fmt: skip
        read, bound, has_class = self.engine.names.said(node)
        if bound:
            binds = (*binds, *self._own(walk, bound))
        self._site(rule, node, env, walk, reads=read, binds=binds, extra=dict(env) if has_class else None)

    # --- simple statements ---

    def _w_ExprStmt(self, node: ir.ExprStmt, env: Env, walk: Walk, later: Later) -> Env | None:
        self._simple(self._x_expression, node.value, env, walk)
        return env

    def _x_expression(self, site: Site) -> None:
        self.evaluate(site.node)

    def _w_Assign(self, node: ir.Assign, env: Env, walk: Walk, later: Later) -> Env | None:
        if node.value is not None:
            binds = tuple(dict.fromkeys(name for target in node.targets for name in targets(target)))
            self._simple(self._x_assign, node, env, walk, self._own(walk, binds))
        return env

    def _x_assign(self, site: Site) -> None:
        node: ir.Assign = site.node
        assert node.value is not None
        value = self.evaluate(node.value)
        if node.annotation is not None:
            value = self.with_annotation(value, node.annotation)
        if not isinstance(node.value, ir.TupleLit):
            called = (simple_name(one) for one in node.targets if not isinstance(one, ir.Pattern))
            value = self._changeable(called, value, node.pos)
        for target in node.targets:
            self.assign(target, value)

    def _changeable(self, called: Iterable[str], value: Value, pos: ir.Pos) -> Value:
        """A sequence that is a value (what ``split`` gives) as a list, where the text changes it in place."""
        rows = [option for option in options(value) if type(option) is Tup]
        if not rows or not self.semantics.changing:
            return value
        module = self.frame.module
        lowered, methods = self.program.lowered(module), self.semantics.changing
        changed = self.program.once(f"changed in {module}", partial(changed_in, lowered, methods))
        if changed.isdisjoint(called):
            return value
        obj = self.heap.new("list", "changed", pos, module, self.frame.task.id)
        lengths = {len(row.items) for row in rows} | ({len(self.heap.keys(obj))} - {0})
        if len(lengths) == 1 and not any(row.open for row in rows) and not self.heap.is_open(obj):
            for position, items in enumerate(zip(*(row.items for row in rows), strict=True)):
                self.heap.store(obj, position, join_all(items), certain=True)
        else:
            for row in rows:
                self.heap.extend(obj, row, join_all(row.items))
        return join_all([obj, *(option for option in options(value) if type(option) is not Tup)])

    def _w_AugAssign(self, node: ir.AugAssign, env: Env, walk: Walk, later: Later) -> Env | None:
        self._simple(self._x_augment, node, env, walk, self._own(walk, tuple(targets(node.target))))
        return env

    def _x_augment(self, site: Site) -> None:
        node: ir.AugAssign = site.node
        old = self.evaluate(node.target) if not isinstance(node.target, ir.Pattern) else BOTTOM
        new = self.evaluate(node.value)
        if self.semantics.augmented(self.own, node.op, old, new):
            return
        if node.op in ("or", "??"):
            value = with_fallback(old, new, node.op == "or")
        else:
            value = join(old, new) if node.op == "and" else self.binary(node.op, old, new, node.pos)
        self.assign(node.target, value)

    def _w_Return(self, node: ir.Return, env: Env, walk: Walk, later: Later) -> Env | None:
        self.engine.sides.left.add((walk.instance, node))
        if node.value is None:
            self.engine.grow(walk.instance.result, NONE)
        else:
            self._simple(self._x_return, node.value, env, walk)
        return None

    def _x_return(self, site: Site) -> None:
        self.engine.grow(site.instance.result, self.evaluate(site.node))

    def _w_Raise(self, node: ir.Raise, env: Env, walk: Walk, later: Later) -> Env | None:
        if node.value is not None:
            self._simple(self._x_raise, node.value, env, walk)
        return None

    def _x_raise(self, site: Site) -> None:
        keeping.throw(self.own, self.evaluate(site.node))

    def _w_Jump(self, node: ir.Jump, env: Env, walk: Walk, later: Later) -> Env | None:
        """The loop goes on with what was assigned so far, which the join at its head covers."""
        return env

    # --- definitions and imports ---

    def _w_FunctionDef(self, node: ir.FunctionDef, env: Env, walk: Walk, later: Later) -> Env | None:
        self._simple(self._x_function, node, env, walk, self._own(walk, (node.function.name,)))
        return env

    def _x_function(self, site: Site) -> None:
        function: ir.Function = site.node.function
        plain = self.make_function(function)
        value: Value = plain
        for decorator in reversed(function.decorators):
            value = self.decorate(decorator, value)
        if value != plain:
            self.engine.decorated[plain] = value
        self.bind(function.name, self.merge_accessors(function, value))

    def _w_ClassDef(self, node: ir.ClassDef, env: Env, walk: Walk, later: Later) -> Env | None:
        names = self.engine.names.read(node)
        self._site(self._x_class, node, env, walk, reads=names, binds=self._own(walk, (node.cls.name,)),
                   extra=dict(env))  # fmt: skip
        return env

    def _x_class(self, site: Site) -> None:
        cls: ir.Class = site.node.cls
        value: Value = self.make_class(cls)
        for decorator in reversed(cls.decorators):
            value = self.decorate(decorator, value)
        self.bind(cls.name, value)

    def walk_class(self, cls: ir.Class, value: ClassV) -> None:
        instance = self.frame.task
        if (cls, value) in instance.classes:
            return
        instance.classes[cls, value] = None
        site = self.site
        whole = site.extra.whole if isinstance(site.extra, Guarded) else site.extra
        before: Env = whole if isinstance(whole, dict) else site.env
        walk = Walk(instance, value)
        env = dict(before)

        def end(after: Env) -> None:
            for name, cell in after.items():
                if before.get(name) is not cell:
                    self.engine.feed(self.engine.cell(("class", value, name)), cell)
                    self.engine.named(name, value)

        found = self.block(cls.body, 0, env, walk, end)
        if found is not None:
            end(found)

    def _w_Import(self, node: ir.Import, env: Env, walk: Walk, later: Later) -> Env | None:
        name = node.alias if node.alias is not None else node.module.split(".", 1)[0]
        self._site(self._x_import, node, env, walk, reads=(), binds=self._own(walk, (name,)))
        return env

    def _x_import(self, site: Site) -> None:
        node: ir.Import = site.node
        if node.alias is not None:
            self.bind(node.alias, self.import_module(node.module, node.level))
            return
        first = node.module.split(".", 1)[0]
        self.import_module(node.module, node.level)
        self.bind(first, self.import_module(first, node.level))

    def _w_ImportFrom(self, node: ir.ImportFrom, env: Env, walk: Walk, later: Later) -> Env | None:
        binds = tuple(dict.fromkeys(alias for name, alias in node.names if name != "*"))
        self._site(self._x_import_from, node, env, walk, reads=(), binds=self._own(walk, binds))
        return env

    def _x_import_from(self, site: Site) -> None:
        node: ir.ImportFrom = site.node
        for name, alias in node.names:
            if name == "*":
                self.import_all(node.module, node.level)
            else:
                self.bind(alias, self.import_name(node.module, node.level, name))

    def _w_Export(self, node: ir.Export, env: Env, walk: Walk, later: Later) -> Env | None:
        self._simple(self._x_export, node, env, walk)
        return env

    def _x_export(self, site: Site) -> None:
        for expression, name in site.node.names:
            value = self.evaluate(expression)
            if isinstance(expression, ir.Name) and self.frame.function is None:
                # An exported variable is live: what functions assign to it later is exported too.
                value = join(value, self.engine.read(("global", self.frame.module, expression.name)))
            self.engine.write(("export", self.frame.module, name), value)

    def _own(self, walk: Walk, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the names that are variables of the running scope."""
        function = walk.instance.function
        if function is None or walk.class_scope is not None:
            return names
        code = function.function
        if not code.globals and not code.nonlocals:
            return names
        return tuple(name for name in names if name not in code.globals and name not in code.nonlocals)

    def _assigned(self, walk: Walk, node: ir.Stmt) -> frozenset[str]:
        """The variables of the running scope that a statement assigns."""
        found = self.engine.names.assigned(node)
        function = walk.instance.function
        if function is None or walk.class_scope is not None:
            return found
        code = function.function
        return found - code.globals - code.nonlocals if code.globals or code.nonlocals else found

    # --- branches ---

    def _w_If(self, node: ir.If, env: Env, walk: Walk, later: Later) -> Env | None:
        names = self.engine.names
        assigned = self._assigned(walk, node)
        mentioned = tuple(name for name in names.read(node.test) if name in env)
        binds = self._own(walk, names.bound(node.test))
        # What a test made of something holds on its side only, unless the other side leaves.
        both = names.falls_through(node.body) and names.falls_through(node.orelse)
        kept = frozenset(mentioned) - assigned if both else frozenset()
        branch = Branch(node, env, Join(env, frozenset(), later, self.engine.phi), walk, mentioned, kept)
        self._site(
            self._x_branch, node.test, env, walk, reads=names.read(node.test), binds=binds, extra=branch
        )
        join = branch.join = Join(
            env, assigned if both else assigned.union(mentioned), later, self.engine.phi
        )
        branch.started = True
        for side in branch.sides:
            self._walk_side(branch, side)
        join.waiting = not join.reached
        self.engine.put_behind(join.phis)
        return join.after if join.reached else None

    def _x_branch(self, site: Site) -> None:
        branch: Branch = site.extra
        test: ir.Expr = site.node
        self.evaluate(test)
        truth = self.truth(test)
        known = {name: self.local(name) or BOTTOM for name in branch.candidates}
        for side, taken in zip(branch.sides, (True, False), strict=True):
            narrowed = narrowing.outcome(self.own, test, taken) if truth is None or truth is taken else None
            if narrowed is None:
                continue
            if not side.live:
                side.live = True
                side.narrowed = {name: Cell() for name in branch.candidates}
            for name, cell in side.narrowed.items():
                self.engine.define(cell, narrowed[name] if name in narrowed else known[name])
        if branch.started:
            for side in branch.sides:
                self._walk_side(branch, side)

    def _walk_side(self, branch: Branch, side: Side) -> None:
        """Walks a side that its test lets be taken, once."""
        if side.walked or not side.live:
            return
        side.walked = True
        env = {**branch.env, **side.narrowed}

        def end(after: Env) -> None:
            kept = {name: branch.env[name] for name in branch.kept}
            self.reach(branch.join, {**after, **kept} if kept else after)

        found = self.block(side.body, 0, env, branch.walk, end)
        if found is not None:
            end(found)

    # --- loops ---

    def _heads(self, env: Env, names: frozenset[str]) -> Env:
        """What the rounds of a loop hand to each other."""
        heads: Env = {}
        for name in sorted(names):
            head = heads[name] = self.engine.phi(True)
            if name in env:
                self.engine.follow(head, env[name])
        return heads

    def _back(self, heads: Env, env: Env, names: Env) -> None:
        for name in names:
            cell, head = env.get(name), heads[name]
            if cell is not None and isinstance(head, Phi):
                self.engine.follow(head, cell)

    def _w_For(self, node: ir.For, env: Env, walk: Walk, later: Later) -> Env | None:
        names = self.engine.names
        heads = self._heads(env, self._assigned(walk, node))
        after = {**env, **heads}
        loop = Loop(node, env, dict(after), heads, walk)
        self._site(self._x_items, node.iterable, after, walk, reads=names.read(node.iterable),
                   binds=self._own(walk, names.bound(node.iterable)), extra=loop)  # fmt: skip
        return self._otherwise(node, after, walk, later)

    def _otherwise(self, node: ir.For | ir.While, after: Env, walk: Walk, later: Later) -> Env | None:
        """What is behind a loop: its ``else``, and, where something jumps out of it, what is left so."""
        if not node.orelse:
            return after
        if not any(isinstance(one, ir.Jump) for part in node.body for one in walk_ir(part)):
            return self.block(node.orelse, 0, after, walk, later)
        names = self.engine.names.assigned_in(node.orelse) & self._assigned(walk, node)
        join = Join(after, names, later, self.engine.phi)
        self.reach(join, after)
        end = self.block(node.orelse, 0, after, walk, lambda last: self.reach(join, last))
        if end is not None:
            self.reach(join, end)
        return join.after

    def _x_items(self, site: Site) -> None:
        loop: Loop = site.extra
        iterable = self.evaluate(site.node)
        self.here = loop.node.iterable.pos
        item = self.iterate(iterable)
        rows = self._rounds(iterable, loop.walk, loop.node) if loop.generic is None else None
        if rows is None and (item is not BOTTOM or loop.generic is not None):
            self._any_round(loop, item)
            return
        loop.seen = iterable, rows
        if loop.due:
            loop.due = False
            items, told = loop.told
            if not told and (not loop.rows or items is not BOTTOM):
                self._any_round(loop, item)
                return
            self._each_round(loop, told or ())
        if loop.seen != loop.told or not loop.walked:
            self.engine.at_rest(site, loop.decide, item is BOTTOM)

    def _each_round(self, loop: Loop, rows: tuple[Value, ...]) -> None:
        """Walks a loop once for each of its rounds, those that have not been walked yet."""
        for place, item in enumerate(rows):
            if place == len(loop.rows):
                loop.rows.append(Cell())
            cell = loop.rows[place]
            self.engine.define(cell, join(cell.value, item))
        self._rounds_of(loop)

    def _any_round(self, loop: Loop, item: Value) -> None:
        """Walks a loop once for all of its rounds."""
        if loop.generic is None:
            loop.generic = Cell()
        self.engine.define(loop.generic, item)
        self._rounds_of(loop)

    def _rounds(self, iterable: Value, walk: Walk, node: ir.For) -> tuple[Value, ...] | None:
        """The items of a short sequence whose parts belong together: rows of a table, names of things.

        None where it is none, and does not become one by anything more that comes to it.
        """
        items = self.sequence(iterable) if not walk.loops else None
        if items is None or not all(isinstance(item, Known | Text | Tup | Obj) for item in items):
            return None
        rounds = self.engine.names.rounds
        few = len(items) <= rounds(node, node.body, MAX_ROUNDS)
        if not few or len(items) * walk.rounds > rounds(node, node.body, MAX_ALL_ROUNDS):
            return None
        texts = any(not isinstance(item, Known) or isinstance(item.value, str) for item in items)
        return tuple(items) if texts and len(items) > 1 else ()

    def _rounds_of(self, loop: Loop) -> None:
        """Walks the rounds of a loop that have not been walked yet."""
        walk = loop.walk
        while loop.walked < len(loop.rows):
            item = loop.rows[loop.walked]
            loop.walked += 1
            # Rounds follow each other: the next one sees what this one assigned.
            before = loop.last or loop.base
            loop.last = {**before, **{name: self.engine.phi(False) for name in loop.heads}}
            self._back(loop.last, before, loop.heads)
            self._round(loop, item, before, Walk(walk.instance, walk.class_scope, False,
                                                 walk.rounds * len(loop.rows), walk.tries))  # fmt: skip
        if loop.generic is not None and not loop.all_walked:
            loop.all_walked = True
            self._round(loop, loop.generic, loop.env,
                        Walk(walk.instance, walk.class_scope, True, walk.rounds, walk.tries))  # fmt: skip

    def _round(self, loop: Loop, item: Cell, before: Env, walk: Walk) -> None:
        node = loop.node
        env = dict(before)
        following = loop.last if item is not loop.generic else None

        def back(after: Env) -> None:
            self._back(loop.heads, after, loop.heads)
            if following is not None:
                self._back(following, after, loop.heads)

        if node.target is not None:
            binds = self._own(walk, tuple(dict.fromkeys(targets(node.target))))
            self._site(self._x_target, node.target, env, walk, reads=self.engine.names.read(node.target),
                       binds=binds, extra=item)  # fmt: skip
        found = self.block(node.body, 0, env, walk, back)
        if found is not None:
            back(found)

    def _x_target(self, site: Site) -> None:
        self.here = site.node.pos
        self.assign(site.node, self.engine.look(site.extra))

    def _w_While(self, node: ir.While, env: Env, walk: Walk, later: Later) -> Env | None:
        heads = self._heads(env, self._assigned(walk, node))
        after = {**env, **heads}
        if node.test is not None:
            self._simple(self._x_expression, node.test, after, walk)
        inner = Walk(walk.instance, walk.class_scope, True, walk.rounds, walk.tries)
        found = self.block(node.body, 0, dict(after), inner, lambda end: self._back(heads, end, heads))
        if found is not None:
            self._back(heads, found, heads)
        return self._otherwise(node, after, walk, later)

    # --- protected blocks, context managers ---

    def _w_Try(self, node: ir.Try, env: Env, walk: Walk, later: Later) -> Env | None:
        names = self.engine.names
        everything = self._assigned(walk, node)
        inside = names.assigned_in(node.body) & everything
        # An exception can leave the body anywhere: handlers see what was assigned before and on the way.
        partial: Env = {}
        for name in sorted(inside):
            phi = partial[name] = self.engine.phi(False)
            if name in env:
                self.engine.follow(phi, env[name])
        if node.final:
            join = Join(
                env,
                everything,
                lambda after: later(final_env) if final_env is not None else None,
                self.engine.phi,
            )
            final_env: Env | None = None
        else:
            join = Join(env, everything, later, self.engine.phi)
        guarded = Walk(walk.instance, walk.class_scope, walk.loops, walk.rounds, (*walk.tries, partial))

        def done(after: Env) -> None:
            end = self.block(node.orelse, 0, after, walk, lambda last: self.reach(join, last))
            if end is not None:
                self.reach(join, end)

        body = self.block(node.body, 0, dict(env), guarded, done)
        if body is not None:
            done(body)
        for handler in node.handlers:
            self._handler(handler, {**env, **partial}, walk, join)
        if not node.final:
            join.waiting = not join.reached
            return join.after if join.reached else None
        # What is done at last is done in any case, with whatever there is by then.
        last = {**join.after}
        for name, before in partial.items():
            either = last[name] = self.engine.phi(False)
            self.engine.follow(either, before)
            self.engine.follow(either, join.phis[name])
        final_env = self.block(node.final, 0, last, walk, lambda _after: None)
        join.waiting = not join.reached
        return final_env if join.reached else None

    def _handler(self, handler: ir.Handler, env: Env, walk: Walk, join: Join) -> None:
        for kind in handler.types:
            self._simple(self._x_expression, kind, env, walk)
        if handler.name:
            caught = self.engine.phi(False)
            self.engine.follow(caught, Cell(Unknown("exception")))
            if not handler.types:
                self.engine.follow(caught, self.engine.cell((keeping.THROWN,)))
            self._put(env, walk, handler.name, caught)
            own = [kind for kind in handler.types for one in walk_ir(kind)
                   if isinstance(one, ir.Name | ir.Attr) and one.name in self._classes()]  # fmt: skip
            if own:
                kinds = tuple(dict.fromkeys(name for kind in own for name in self.engine.names.read(kind)))
                binds = self._own(walk, (handler.name,))
                self._site(self._x_caught, handler, env, walk, reads=kinds, binds=binds)
        found = self.block(handler.body, 0, env, walk, lambda after: self.reach(join, after))
        if found is not None:
            self.reach(join, found)

    def _classes(self) -> Set[str]:
        """The names of the program's classes."""
        program = self.program
        return program.once("class names", lambda: {
            cls.name for module in program.scope for cls in program.lowered(module).classes
        })  # fmt: skip

    def _x_caught(self, site: Site) -> None:
        """What a handler gets: the errors of the program that are of its types, or something else."""
        handler: ir.Handler = site.node
        given = [option for kind in handler.types for option in options(self.evaluate(kind))]
        kinds = [one for kind in given for one in options(self.iterate(kind) if type(kind) is Tup else kind)]
        made = [self.engine.read(("instances", kind)) for kind in kinds if isinstance(kind, ClassV)]
        self.bind(handler.name or "", join_all([Unknown("exception"), *made]))

    def _w_With(self, node: ir.With, env: Env, walk: Walk, later: Later) -> Env | None:
        everything = self._assigned(walk, node)
        inside = self.engine.names.assigned_in(node.body) & everything
        partly: Env = {name: self.engine.phi(False) for name in sorted(inside)}
        join = Join(env, everything, later, self.engine.phi)
        guarded = Guarded(join, partly, None)
        for item in node.items:
            _, target = item
            binds = tuple(dict.fromkeys(targets(target)))
            names = self.engine.names
            expressions = [item[0]] if target is None else [item[0], target]
            reads = tuple(dict.fromkeys(name for one in expressions for name in names.read(one)))
            more = self._own(walk, names.bound(item[0]))
            guarded.whole = dict(env) if names.said(item[0])[2] else guarded.whole
            self._site(self._x_with, item, env, walk, reads=reads, binds=(*self._own(walk, binds), *more),
                       extra=guarded)  # fmt: skip
        for name, before in partly.items():
            if name in env and isinstance(before, Phi):
                self.engine.follow(before, env[name])
        guarded.env = dict(env)
        self._goes_on(guarded)
        inner = Walk(walk.instance, walk.class_scope, walk.loops, walk.rounds, (*walk.tries, partly))
        end = self.block(node.body, 0, env, inner, lambda after: self.reach(join, after))
        if end is not None:
            self.reach(join, end)
        join.waiting = not join.reached
        return join.after if join.reached else None

    def _goes_on(self, guarded: Guarded) -> None:
        """What is behind is next after an error, with what had been assigned by then."""
        if guarded.swallows and guarded.env is not None:
            self.reach(guarded.join, {**guarded.env, **guarded.partly})

    def _x_with(self, site: Site) -> None:
        expression, target = site.node
        manager = self.evaluate(expression)
        value = self.enter(manager)
        if target is not None:
            self.assign(target, value)
        guarded: Guarded = site.extra
        if not guarded.swallows and self.may_swallow(manager):
            guarded.swallows = True
            self._goes_on(guarded)

    def _w_Block(self, node: ir.Block, env: Env, walk: Walk, later: Later) -> Env | None:
        return self.block(node.body, 0, env, walk, later)

    # --- instances ---

    def walk_instance(self, instance: Instance) -> None:
        """Walks a function or module body."""
        function = instance.function
        walk = Walk(instance)
        if function is None:
            self.block(self.program.lowered(instance.module).body, 0, {}, walk, lambda _env: None)
            if instance.module in self.program.files:
                self._site(self._x_module_done, None, {}, walk, reads=())
            return
        code = function.function
        env: Env = {}
        binds = tuple(dict.fromkeys((*((code.receiver,) if code.receiver else ()),
                                     *(param.name for param in code.params))))  # fmt: skip
        if binds:
            self._site(self._x_parameters, code, env, walk, reads=(), binds=binds)
        for param in code.params:
            if param.target is not None:
                reads = (param.name, *self.engine.names.read(param))
                binds = tuple(dict.fromkeys(targets(param.target)))
                self._site(self._x_pattern, param, env, walk, reads=reads, binds=binds)

        def end(_env: Env) -> None:
            self.engine.grow(instance.result, NONE)

        found = self.block(code.body, 0, env, walk, end)
        if found is not None:
            end(found)

    def _x_module_done(self, site: Site) -> None:
        self.semantics.module_done(self.own)

    def _x_parameters(self, site: Site) -> None:
        instance = site.instance
        code: ir.Function = site.node
        if code.receiver:
            cell = instance.parameters.get(code.receiver)
            self.bind(code.receiver, self.engine.look(cell) if cell is not None else Unknown("receiver"))
        for param in code.params:
            self.bind(param.name, self._changeable((param.name,), self.filled(instance, param), param.pos))

    def _x_pattern(self, site: Site) -> None:
        param: ir.Param = site.node
        if param.target is not None:
            self.assign(param.target, self.local(param.name) or BOTTOM)


class _Rest:
    """What is left of a block, walked when control first comes there."""

    __slots__ = ("index", "later", "statements", "walk", "walking")

    def __init__(self, walking: Walking, statements: tuple[ir.Stmt, ...], index: int, walk: Walk,
                 later: Later) -> None:  # fmt: skip
        self.walking = walking
        self.statements = statements
        self.index = index
        self.walk = walk
        self.later = later

    def __call__(self, env: Env) -> None:
        found = self.walking.block(self.statements, self.index, env, self.walk, self.later)
        if found is not None:
            self.later(found)
