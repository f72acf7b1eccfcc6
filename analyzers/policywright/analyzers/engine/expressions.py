"""Rules for expressions and assignment targets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import carrying, escapes, keeping, narrowing, variables
from policywright.analyzers.engine.handles import Carried, Slice
from policywright.analyzers.engine.merging import library
from policywright.analyzers.engine.names import walk
from policywright.analyzers.engine.objects import ObjectRules
from policywright.analyzers.engine.shapes import ANY
from policywright.analyzers.engine.solver import Cell
from policywright.analyzers.engine.values import (
    BOTTOM,
    MANY_TEXT,
    MAX_OPTIONS,
    NONE,
    NULL,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Gen,
    Handle,
    Known,
    ModuleV,
    Obj,
    Partial,
    Text,
    Tup,
    Union,
    Unknown,
    Value,
    concat_all,
    is_nothing,
    is_text,
    join,
    join_all,
    make_tup,
    may_be_nothing,
    may_not_be_there,
    options,
    or_default,
    strings,
    with_fallback,
)
from policywright.knowledge.values import Hole

_HOLE = Hole(kind="unknown")
MAX_ROUNDS = 32
"""Rounds of a comprehension that are told apart, however much it computes."""
_ARITHMETIC = Unknown("computed")
_COPY = "copy"
_GIVEN = (FuncV, Bound, Partial, Obj, Tup)
"""What may make requests, or hold what does."""
_COMPARISONS = frozenset((
    "==", "!=", "===", "!==", "<", "<=", ">", ">=", "is", "is not", "in", "not in",
))  # fmt: skip
"""Operators of which nobody needs to know how they come out; what a branch asks is in ``narrowing``."""


class ExpressionRules(ObjectRules):
    """``evaluate`` and what it dispatches to."""

    def evaluate(self, node: ir.Expr) -> Value:
        """The value of an expression, with its effects."""
        return self._expressions[type(node)](node)

    # --- literals and names ---

    def _e_Const(self, node: ir.Const) -> Value:
        return Known(node.value) if node.value is not None else NONE

    def _e_Null(self, _node: ir.Null) -> Value:
        return NULL

    def _e_Name(self, node: ir.Name) -> Value:
        return self.lookup(node.name)

    def _e_Template(self, node: ir.Template) -> Value:
        return concat_all(
            [self.semantics.in_text(self.own, self.evaluate(part), part) for part in node.parts]
        )

    def _e_FunctionExpr(self, node: ir.FunctionExpr) -> Value:
        return self.make_function(node.function)

    def _e_ClassExpr(self, node: ir.ClassExpr) -> Value:
        return self.make_class(node.cls)

    def _e_ImportExpr(self, node: ir.ImportExpr) -> Value:
        return self.import_module(node.module, node.level)

    def _e_Opaque(self, node: ir.Opaque) -> Value:
        for part in node.parts:
            self.evaluate(part)
        return Unknown("expression")

    def _e_Plain(self, node: ir.Plain) -> Value:
        return Unknown("annotation")

    def _e_Spread(self, node: ir.Spread) -> Value:
        return self.iterate(self.evaluate(node.value))

    # --- operators ---

    def _e_BinOp(self, node: ir.BinOp) -> Value:
        value = self.binary(node.op, self.evaluate(node.left), self.evaluate(node.right), node.pos)
        return self._boolean(node, value) if node.op in _COMPARISONS else value

    def binary(self, op: str, left: Value, right: Value, pos: ir.Pos) -> Value:
        """An arithmetic or string operator over all alternatives."""
        if op in _COMPARISONS:
            return _ARITHMETIC
        if op == "+" and any(is_text(option) for value in (left, right) for option in options(value)):
            return concat_all((left, right))
        if op in self.semantics.overloaded:
            owner = next((one for side in (left, right) for one in options(side) if type(one) is Ext), None)
            if owner is not None:
                return join(owner, self._put_together(owner, op, left, right, pos))
        if op in self.semantics.overloaded or (op == "+" and self.semantics.overloaded):
            self._given_to_operand(left, right, pos)
        if op in ("+", "|"):
            merged = self._merge_containers(left, right, pos, op)
            if merged is not None:
                return merged
        special = self.semantics.binary(self.own, op, left, right)
        if special is not None:
            return special
        match op, left, right:
            case "+", Known(value=int(a)), Known(value=int(b)):
                return Known(a + b)
            case _:
                return _ARITHMETIC

    def _given_to_operand(self, left: Value, right: Value, pos: ir.Pos) -> None:
        """``step | task``, ``hooks += [task]``: what is not known, or of a library, gets the other side."""
        for owner, other in ((left, right), (right, left)):
            if any([type(one) is Unknown for one in options(owner)]):
                given = [
                    one for one in options(other) if isinstance(one, _GIVEN) or escapes.gives_away(self, one)
                ]
                if given:
                    self.call(Unknown("operand"), Args((join_all(given),)), pos)

    def _put_together(self, owner: Ext, op: str, left: Value, right: Value, pos: ir.Pos) -> Value:
        """What a library puts together by an operator: ``prompt | model | shorten``, ``first >> second``."""
        args = Args((left, right))
        escapes.note_arguments(self, args, owner.path, pos, loose=True)
        self.semantics.handed(self.own, args, owner.path, pos)
        merged = self._merge_containers(left, right, pos, op) if op == "|" else None
        return merged or self.semantics.binary(self.own, op, left, right) or BOTTOM

    def _merge_containers(self, left: Value, right: Value, pos: ir.Pos, op: str) -> Value | None:
        """What lists, sets and dicts are together; a dict is added to a dict alone (counters)."""
        if isinstance(left, Tup) and isinstance(right, Tup):
            # Behind items that are not known, nobody tells which is which.
            more = (join_all(right.items),) if left.open and right.items else right.items
            return make_tup((*left.items, *more), left.open or right.open)
        sides = [[option for option in options(value) if isinstance(option, Obj)] for value in (left, right)]
        parts = [one for side in sides for one in side]
        if op == "+" and not all([any(map(self._is_dict, side)) for side in sides]):
            parts = [one for one in parts if not self._is_dict(one)]
        if not parts:
            return None
        kind = self.heap.shape(parts[0]).kind
        if kind == "instance":
            return None
        result = self.heap.new(kind, pos, self.frame.task.id)
        for side, value in enumerate((left, right)):
            if kind == "dict":
                self.heap.merge(result, value, side, certain=True)
                if value is right:
                    self.heap.replace(result, value, partial(self.heap.keys_of, left))
            else:
                self.heap.extend(result, value, self.iterate(value), side, new=True)
        return result

    def _is_dict(self, obj: Obj) -> bool:
        return self.heap.shape(obj).kind == "dict"

    def _e_Not(self, node: ir.Not) -> Value:
        self.evaluate(node.value)
        return self._boolean(node, Unknown("boolean"))

    def _boolean(self, node: ir.Expr, value: Value) -> Value:
        """What a test is that is kept in a variable, where the environment of a template decides it."""
        if not self.engine.environment:
            return value
        left = [one for one in (True, False) if narrowing.outcome(self.own, node, one) is not None]
        return Known(left[0]) if len(left) == 1 else value

    def _e_BoolOp(self, node: ir.BoolOp) -> Value:
        values = self._operands(node)
        if node.op != "??" and self.engine.environment:
            tests = [narrowing.is_test(self.own, operand) for operand in node.operands]
            decisive = Known(node.op == "or")
            if any(test and value == decisive for test, value in zip(tests, values, strict=False)):
                return decisive
            decided = self._boolean(node, BOTTOM) if tests[-1] else BOTTOM
            if decided is not BOTTOM:
                return decided
        if node.op == "and":
            return join_all([*[_false(option) for one in values[:-1] for option in options(one)], values[-1]])
        there = _is_set if node.op == "??" else _is_true
        if isinstance(node.operands[0], ir.Name) and self._is_there(node.operands[0], node.op):
            return values[0]
        found = values[-1]
        for value in reversed(values[:-1]):
            found = or_default(value, there, found, blank=node.op == "or")
        return found

    def _is_there(self, name: ir.Name, op: str) -> bool:
        """Whether a variable holds nothing that a default would be taken for."""
        if op == "or":
            return narrowing.outcome(self.own, name, False) is None
        null = ir.BinOp(name.pos, "==", name, ir.Const(name.pos, None))
        return narrowing.outcome(self.own, null, True) is None

    def _operands(self, node: ir.BoolOp) -> list[Value]:
        """The operands, each seen only when those before it let it be: ``x and x.name``."""
        env = self.frame.env
        values: list[Value] = []
        before: dict[str, Cell | Value] = {}
        for operand in node.operands:
            values.append(self._on_a_side(operand) if values else self.evaluate(operand))
            if node.op != "??" and operand is not node.operands[-1]:
                for name, value in (narrowing.outcome(self.own, operand, node.op == "and") or {}).items():
                    before.setdefault(name, env[name])
                    env[name] = value
        env.update(before)
        return values

    def _e_Conditional(self, node: ir.Conditional) -> Value:
        self.evaluate(node.test)
        truth = self.truth(node.test)
        body = self._choice(node.test, True, node.body) if truth is not False else BOTTOM
        orelse = self._choice(node.test, False, node.orelse) if truth is not True else BOTTOM
        if self._is_default(node.test, node.body, body):
            return with_fallback(body, orelse, blank=not _asks_for_null(node.test))
        if self._is_default(node.test, node.orelse, orelse):
            return with_fallback(orelse, body, blank=not _asks_for_null(node.test))
        return join(body, orelse)

    def _is_default(self, test: ir.Expr, side: ir.Expr, value: Value) -> bool:
        """One side is an environment variable that the test asks for: the other is its default."""
        if not isinstance(value, Text) or len(value.parts) != 1 or not isinstance(value.parts[0], Hole):
            return False
        name = value.parts[0].name
        if value.parts[0].kind != "env" or name is None:
            return False
        texts = [one.value for one in walk(test) if isinstance(one, ir.Const) and isinstance(one.value, str)]
        if not {*texts} <= {"", "undefined", name}:
            return False
        asked = self.text(test.pos)
        return any(re.search(rf"\b{re.escape(one)}\b", asked) for one in (name, self.text(side.pos)))

    def _choice(self, test: ir.Expr, taken: bool, side: ir.Expr) -> Value:
        """One side of a conditional expression, where its test lets it be."""
        env = self.frame.env
        narrowed = narrowing.outcome(self.own, test, taken)
        if narrowed is None:
            return BOTTOM
        if not narrowed:
            return self._on_a_side(side)
        before = {name: env[name] for name in narrowed}
        env.update(narrowed)
        value = self._on_a_side(side)
        env.update(before)
        return value

    def _on_a_side(self, node: ir.Expr) -> Value:
        """The value of what is evaluated on some paths only."""
        before, self.engine.sides.side = self.engine.sides.side, (self.site, node.pos)
        value = self.evaluate(node)
        self.engine.sides.side = before
        return value

    def _e_TypeTest(self, node: ir.TypeTest) -> Value:
        self.evaluate(node.value)
        return Unknown("test")

    def _e_Bind(self, node: ir.Bind) -> Value:
        value = self.evaluate(node.value)
        self.assign(node.target, value)
        return value

    def _e_Cast(self, node: ir.Cast) -> Value:
        return self.with_annotation(self.evaluate(node.value), node.annotation)

    def _e_Yield(self, node: ir.Yield) -> Value:
        value = self.evaluate(node.value) if node.value is not None else NONE
        if not node.each:
            task = self.frame.task.id
            self.engine.write(("yield", task), value)
            if not self._sends():
                return Unknown("sent")
            return join(Unknown("sent"), self.engine.read(("sent", task)))
        inner = [self.engine.instances.by_id[one.task] for one in options(value) if isinstance(one, Gen)]
        self.engine.write(("yield", self.frame.task.id), self.iterate(value))
        return join_all([Unknown("sent"), *(self.engine.look(one.result) for one in inner)])

    def _sends(self) -> bool:
        """Whether the program passes anything to generators."""
        names = self.semantics.specials.sending
        program = self.program
        return program.once(
            f"sends by {names}",
            lambda: any(not program.lowered(one).calls.isdisjoint(names) for one in program.scope),
        )

    # --- access and calls ---

    def _e_Attr(self, node: ir.Attr) -> Value:
        receiver = self._expressions[type(node.obj)](node.obj)
        self.here = node.pos
        found = self.part(receiver, node.name)
        return _or_nothing(found, receiver) if node.optional else found

    def _e_Index(self, node: ir.Index) -> Value:
        if type(node.key) is ir.TupleLit and (given := self.given(node.obj, node.key)) is not None:
            return given
        receiver, key = self.evaluate(node.obj), self.evaluate(node.key)
        self.here = node.pos
        found = self.index(receiver, key)
        told = self.told_type(receiver, key) if type(found) is Ext or type(found) is Unknown else None
        found = join(found, told) if told is not None else found
        return _or_nothing(found, receiver) if node.optional else found

    def _e_Call(self, node: ir.Call) -> Value:
        fn, before, outer = node.fn, self.called, self.call_running
        called = fn.obj if type(fn) is ir.Attr else fn
        function = self._expressions[type(called)](called)
        args = self.arguments(node)
        self.here = node.pos
        if node.new and type(fn) is not ir.Attr:
            made = [self.semantics.constructible(self.own, option) for option in options(function)]
            function = join_all(made)
        self.call_running = node
        try:
            if (node.optional or _may_be_left(fn)) and self._is_perhaps_nothing(node, function):
                before_all, self.engine.sides.side = self.engine.sides.side, (self.site, node.pos)
                found = self._called(node, function, args)
                self.engine.sides.side = before_all
                return join(found, NONE)
            found = self._called(node, function, args)
            return _or_nothing(found, function) if node.optional or _may_be_left(fn) else found
        finally:
            self.called, self.call_running = before, outer

    def _is_perhaps_nothing(self, node: ir.Call, function: Value) -> bool:
        """Whether what a call is made on, or is of, may not be there, and the call is left out then."""
        if type(node.fn) is not ir.Attr or (node.fn.optional and may_be_nothing(function)):
            return may_be_nothing(function)
        return node.optional and may_be_nothing(self.attribute(function, node.fn.name, read=True))

    def _called(self, node: ir.Call, function: Value, args: Args) -> Value:
        fn = node.fn
        if type(fn) is ir.Attr:
            self.called = fn.name
            if self.engine.environment and narrowing.is_test(self.own, node):
                return self._boolean(node, self.call_method(function, fn.name, args, node))
            named = node.new and self.semantics.functions_construct
            made_by = self._constructor(function, fn.name) if named else BOTTOM
            if made_by is not BOTTOM:
                return self.call(made_by, args, node.pos)
            return self.call_method(function, fn.name, args, node)
        self.called = fn.name if type(fn) is ir.Name else ""
        return self.call(function, args, node.pos)

    def _constructor(self, owner: Value, name: str) -> Value:
        """What ``new owner.name()`` makes an instance of where that is a function of the program's."""
        if not all(isinstance(one, ModuleV | Obj | ClassV) for one in options(owner)):
            return BOTTOM
        found = options(self.part(owner, name))
        made = [self.semantics.constructible(self.own, option) for option in found]
        return join_all(made) if made != list(found) else BOTTOM

    # --- containers ---

    def _e_TupleLit(self, node: ir.TupleLit) -> Value:
        items: list[Value] = []
        for item in node.items:
            if isinstance(item, ir.Spread):
                spread = self.evaluate(item.value)
                known = self.sequence(spread)
                if known is None:
                    return Tup((*items, self.iterate(spread)), open=True)
                items.extend(known)
            else:
                items.append(self.evaluate(item))
        return make_tup(tuple(items))

    def _e_ListLit(self, node: ir.ListLit) -> Value:
        obj = self.heap.new("list", node.pos, self.frame.module, self.frame.task.id)
        position = 0
        exact = True
        for side, item in enumerate(node.items):
            spread = isinstance(item, ir.Spread)
            value = self.evaluate(item.value if isinstance(item, ir.Spread) else item)
            if spread or not exact:
                exact = False
                items = self.iterate(value) if spread else value
                self.heap.extend(obj, value if spread else Tup((value,)), items, side, new=True)
            else:
                self.heap.store(obj, position, value, certain=True)
                position += 1
        return obj

    def _e_DictLit(self, node: ir.DictLit) -> Value:
        obj = self.heap.new("dict", node.pos, self.frame.module, self.frame.task.id)
        constants: dict[object, None] = {}
        spread: list[Value] = []

        def before() -> list[object]:
            return [*constants, *(key for value in spread for key in self.heap.keys_of(value))]

        for position, (key, expression) in enumerate(node.items):
            value = self.evaluate(expression)
            if key is None:
                value = self.semantics.spread(self.own, value, position, node.pos)
                behind = [one.value for one, _ in node.items[position + 1 :] if isinstance(one, ir.Const)]
                # ``{...(version && {VersionId: version})}`` has the member or not.
                sure = not (isinstance(expression, ir.BoolOp) and expression.op == "and")
                sides, around = self.engine.sides, self.engine.sides.side
                sides.side = around if sure else (self.site, expression.pos)
                self.heap.merge(obj, value, position, certain=sure, without=behind)
                sides.side = around
                self.heap.replace(obj, value, before)
                spread.append(value)
                continue
            for option in options(self.evaluate(key)):
                if isinstance(option, Known):
                    constants[option.value] = None
                    self.heap.store(obj, option.value, value, certain=True)
                else:
                    self.heap.put(obj, option, value)
        return obj

    def _e_Comprehension(self, node: ir.Comprehension) -> Value:
        frame = self.frame
        env, defined = frame.env, frame.defined
        frame.env, frame.defined = dict(env), None
        sides, around = self.engine.sides, self.engine.sides.side
        sides.side = (self.site, node.pos) if node.lazy else around
        single = self._comprehend(node)
        sides.side = around
        inside, frame.env, frame.defined = frame.env, env, defined
        for name in self.engine.names.bound(node):
            # An assignment expression belongs to the scope around.
            value = inside.get(name)
            if value is not None:
                self.bind(name, self.engine.look(value) if isinstance(value, Cell) else value)
        return single

    def _comprehend(self, node: ir.Comprehension) -> Value:
        kind = "list" if node.key is None else "dict"
        obj = self.heap.new(kind, node.pos, self.frame.module, self.frame.task.id)  # type: ignore[arg-type]
        for clause in node.clauses[:-1]:
            self._enter_clause(clause, self.iterate(self.evaluate(clause.iterable)))
        last = node.clauses[-1] if node.clauses else None
        rounds: list[Value] = [BOTTOM]
        if last is not None:
            iterable = self.evaluate(last.iterable)
            items = self.sequence(iterable)
            # Item by item keeps {name: client(name) for name in NAMES} apart.
            made = (node.value,) if node.key is None else (node.key, node.value)
            few = self.engine.names.rounds(node, made, MAX_ROUNDS)
            rounds = list(items) if items is not None and len(items) <= few else [self.iterate(iterable)]
        for item in rounds:
            if last is not None:
                self._enter_clause(last, item)
            value = self.evaluate(node.value)
            if node.key is None:
                self.heap.put(obj, Unknown("index"), value)
            else:
                self.heap.put(obj, self.evaluate(node.key), value)
        return obj

    def _enter_clause(self, clause: ir.Clause, item: Value) -> None:
        self.assign(clause.target, item)
        for condition in clause.conditions:
            self.evaluate(condition)
            narrowed = narrowing.outcome(self.own, condition, True)
            if narrowed:
                self.frame.env.update(narrowed)

    # --- targets ---

    def assign(self, target: ir.Target, value: Value) -> None:
        """Binds a value to a name, attribute, index or pattern."""
        match target:
            case ir.Name(name=name):
                self.bind(name, value)
            case ir.Attr(obj=obj, name=name):
                owner = self.evaluate(obj)
                self.here = target.pos
                self.set_attribute(owner, name, value)
            case ir.Index(obj=obj, key=key):
                owner, item = self.evaluate(obj), self.evaluate(key)
                self.here = target.pos
                self.set_index(owner, item, value)
            case ir.Pattern():
                self._destructure(target, value)

    def set_index(self, receiver: Value, key: Value, value: Value) -> None:
        """``receiver[key] = value``."""
        keeping.put(self.own, receiver, strings(key), value)
        self.note_assigned(receiver, "[]", value)
        for option in options(receiver):
            self._set_index(option, key, value)

    def _set_index(self, receiver: Value, key: Value, value: Value) -> None:
        if isinstance(receiver, Handle):
            self.semantics.set_index(self.own, receiver, key, value)
        elif isinstance(receiver, Obj):
            cls = self.heap.shape(receiver).cls
            name = self.semantics.specials.set_item
            if cls is not None and name and self.find(cls, name) is not None:
                self.call_special(receiver, name, Args((key, value)))
            elif isinstance(key, Slice):
                self.heap.extend(receiver, value, self.iterate(value))
            else:
                self.heap.put(receiver, key, value)
        elif isinstance(receiver, ClassV) and self.semantics.indexed_members:
            for name in strings(key):
                self.set_attribute(receiver, name, value)
            if not all(isinstance(one, Known) for one in options(key)):
                self.overlay(receiver)
        elif isinstance(receiver, Ext):
            self.semantics.set_library_index(self.own, receiver, key, value)
            carrying.hand(self.own, receiver.path, (value,))

    def _destructure(self, pattern: ir.Pattern, value: Value) -> None:
        items = self.sequence(value) if pattern.items else None
        after_rest = False
        for position, item in enumerate(pattern.items):
            if item is None:
                continue
            if isinstance(item, ir.Rest):
                after_rest = True
                rest = self.heap.new("list", item.pos, self.frame.module, self.frame.task.id)
                self.heap.put(rest, Unknown("index"), self.iterate(value))
                self.assign(item.target, rest)
            else:
                if items is not None and not after_rest:
                    found = items[position] if position < len(items) else self.semantics.beyond
                else:
                    found = self.element(value, position) if not after_rest else self.iterate(value)
                if isinstance(item, ir.Default):
                    filled = items is not None and all(map(_is_certain, options(found)))
                    instead = BOTTOM if filled else self._on_a_side(item.value)
                    self.assign(item.target, or_default(found, _is_there, instead))
                else:
                    self.assign(item, found)
        for key, target, default in pattern.fields:
            # A name that is computed is none here.
            found = self.attribute_or_index(value, key) if key else self.index(value, Unknown("key"))
            if default is not None:
                found = or_default(found, _is_there, self.evaluate(default))
            self.assign(target, found)
        if pattern.rest is not None:
            self.assign(pattern.rest, value)

    def element(self, value: Value, position: int) -> Value:
        """The item at a position, over all alternatives."""
        found: list[Value] = []
        for option in options(value):
            known = self.sequence(option)
            if known is not None:
                found.append(known[position] if position < len(known) else self.semantics.beyond)
            elif isinstance(option, Gen) or (isinstance(option, Obj) and self._is_taken_apart(option)):
                found.append(self.iterate(option))
            else:
                found.append(self.index(option, Known(position)))
        return join_all(found)

    def _is_taken_apart(self, obj: Obj) -> bool:
        """An instance has its items by iteration alone."""
        shape, specials = self.heap.shape(obj), self.semantics.specials
        cls = shape.cls
        if cls is None:
            return any(name in shape.keys for name in specials.iterator)
        if specials.item:
            return False
        return any(self.find(cls, name) is not None for name in specials.iterator)

    def sequence(self, value: Value) -> tuple[Value, ...] | None:
        """The items, when value is one sequence of known length."""
        if isinstance(value, Tup) and not value.open:
            return value.items
        if isinstance(value, Obj) and self.heap.shape(value).kind == "list" and not self.heap.is_open(value):
            keys = self.heap.keys(value)
            return tuple(self.heap.load(value, key) for key in keys)
        if isinstance(value, Known) and isinstance(value.value, str) and value.value == "":
            return ()
        return self.semantics.members(self.own, value) if isinstance(value, ClassV) else None

    def index(self, receiver: Value, key: Value) -> Value:
        """``receiver[key]``."""
        if type(receiver) is not Union:
            return self._index_one(receiver, key)
        found: Iterable[Value] = receiver.options
        if len(receiver.options) > MAX_OPTIONS:
            # Of many texts nobody needs to know which one a character is of.
            others = [one for one in found if not is_text(one)]
            found = [*others, MANY_TEXT] if len(others) < len(receiver.options) else others
        items: list[Value] = []
        without: set[ClassV] = set()
        for one in found:
            if type(one) is Obj and type(key) is not Slice:
                shape = self.heap.shapes[one.id]
                if shape.kind == "instance":
                    if shape.cls not in without:
                        item = self._instance_item(one, shape.cls, key)
                        if item is not None:
                            items.append(item)
                        elif shape.cls is not None and self.semantics.specials.item:
                            # What has no such method has no items, whichever object of the class it is.
                            without.add(shape.cls)
                    continue
            items.append(self._index_one(one, key))
        return join_all(items)

    def _instance_item(self, obj: Obj, cls: ClassV | None, key: Value) -> Value | None:
        """An item of an instance; None where its class has none."""
        name = self.semantics.specials.item
        member = self.find(cls, name) if cls is not None and name else None
        if member is not None:
            found = self.call(self.bind_member(member, obj, cls), Args((key,)), (0, 0))
            if found is not BOTTOM:
                return found
        other = self.semantics.index(self.own, obj, key)
        return BOTTOM if other is None and member is not None else other

    def _index_one(self, receiver: Value, key: Value) -> Value:
        if isinstance(key, Slice):
            own = self.call_special(receiver, self.semantics.specials.item, Args((Unknown("slice"),)))
            return own if own is not BOTTOM else self.semantics.index(self.own, receiver, key) or receiver
        match receiver:
            case Obj():
                shape = self.heap.shape(receiver)
                if shape.kind == "instance":
                    item = self._instance_item(receiver, shape.cls, key)
                    return BOTTOM if item is None else item
                return self.index_container(receiver, key)
            case Tup(items=items):
                if isinstance(key, Known) and isinstance(key.value, int) and not receiver.open:
                    return (
                        items[key.value] if -len(items) <= key.value < len(items) else self.semantics.beyond
                    )
                found = join_all(items)
                # Of what is not told no test is decided, there or not.
                return found if all(map(_is_untold, options(found))) else join(found, self.semantics.beyond)
            case FuncV() | ClassV():
                # Type arguments (``Repository[User]``), unless the class holds something.
                return self.semantics.index(self.own, receiver, key) or receiver
            case Carried():
                return receiver
            case Handle() | Ext() | Known() | Text() | ModuleV():
                known = self.semantics.index(self.own, receiver, key)
                found = known if known is not None else self.derived(receiver)
                if known is None and isinstance(receiver, Ext):
                    found = join(found, carrying.taken_out(self.own, receiver, None))
                return join(found, keeping.item(self.own, receiver, key))
            case Unknown():
                return join(self.derived(receiver), keeping.item(self.own, receiver, key))
        return self.derived(receiver)

    def _absent(self, obj: Obj, key: Value, constants: Iterable[object], found: Value) -> Value:
        """What is read instead where perhaps nothing is under a key: it is set on some paths, or not told."""
        is_list = self.heap.shape(obj).kind == "list"
        nothing = self.semantics.beyond if is_list else self.semantics.instead(found)
        if nothing is BOTTOM or any(not isinstance(option, Known) for option in options(key)):
            return nothing
        sure = all(self.heap.surely_has(obj, one) for one in constants)
        return BOTTOM if sure else nothing

    def not_there(self, obj: Obj, key: object) -> Value:
        """Nothing as yet under a key; what the language has for it once everything that sets it is known."""
        if self.semantics.absent is not BOTTOM and self.heap.shape(obj).kind != "list":
            self.unset["field", obj.id, key] = self.semantics.absent
        return BOTTOM

    def index_container(self, obj: Obj, key: Value) -> Value:
        """An item of a list or dict."""
        is_list = self.heap.shape(obj).kind == "list"
        found: list[Value] = []
        constants: dict[object, None] = {}
        for option in options(key):
            where = option.value if isinstance(option, Known) else ANY
            row = self.heap.row(obj, option)
            if row is not None:
                found.append(self.heap.load_row(obj, row))
            elif where is ANY or (is_list and isinstance(where, int) and where < 0):
                found = [self.heap.everything(obj)]
                break
            else:
                constants[where] = None
        result = join_all([*found, self.heap.load_any(obj, constants)])
        if result is not BOTTOM:
            result = join(result, self._absent(obj, key, constants, result))
        if self.heap.shape(obj).common:
            return join(result, self.semantics.item_of_any(self.own, key))
        if result is BOTTOM:
            if self.heap.is_open(obj):
                return self.beyond(obj, constants, Unknown("item"))
            for one in constants:
                self.not_there(obj, one)
            return result
        if not self.heap.may_have_others(obj, constants):
            return result
        return join(result, self.beyond(obj, constants, Unknown("item")))

    def beyond(self, obj: Obj, keys: Iterable[object], unknown: Value) -> Value:
        """What an object has under keys that nothing sets: in a copy of the environment its variables."""
        names = [key for key in keys if isinstance(key, str)] if self.heap.shape(obj).variables else []
        if not names:
            return unknown
        found = join_all([variables.got(self.own, name) for name in names])
        return found if self.heap.has_variables(obj) else join(found, unknown)

    def copied(self, value: Value, pos: ir.Pos) -> Value:
        """A value with its lists and dicts made anew: what is put into the copy is not in the other one.

        What is in them is shared. A copy of a copy is told from others by its place alone, since loops copy
        what they have copied.
        """
        return join_all([self._copied(one, pos) if type(one) is Obj else one for one in options(value)])

    def _copied(self, obj: Obj, pos: ir.Pos) -> Value:
        shape = self.heap.shape(obj)
        if shape.kind == "instance" or shape.pool:
            return obj
        of = None if _COPY in shape.site else obj.id
        fresh = self.heap.new(shape.kind, _COPY, of, pos, self.frame.module, self.frame.task.id)
        self.heap.merge(fresh, obj, certain=True)
        return fresh

    def iterate(self, value: Value) -> Value:
        """The union of what iterating over a value gives."""
        if type(value) is not Union:
            return self._iterate_one(value)
        instances: list[Value] = []
        found: list[Value] = []
        for one in value.options:
            if isinstance(one, Obj) and self.heap.shape(one).kind == "instance":
                instances.append(one)
            else:
                found.append(self._iterate_one(one))
        return join_all([*found, self.iterate_instances(instances)])

    def _iterate_one(self, value: Value) -> Value:
        match value:
            case Tup(items=items):
                return join_all(items)
            case Obj():
                shape = self.heap.shape(value)
                if shape.kind == "list":
                    return self.heap.everything(value)
                if shape.kind == "dict":
                    found = self.semantics.iterate(self.own, value)
                    if found is not None:
                        return found
                    keys = [Known(key) for key in self.heap.keys(value)]  # type: ignore[arg-type]
                    if not self.heap.is_open(value):
                        return join_all(keys)
                    return join_all([*keys, Unknown("key"), self.heap.key_objects(value)])
                return self.iterate_instances([value])
            case Gen(task=task):
                return self.engine.read(("yield", task))
            case Carried():
                return value
            case Handle() | Ext():
                found = self.semantics.iterate(self.own, value)
                if found is None and isinstance(value, Ext):
                    return join(self.derived(value), carrying.taken_out(self.own, value, None))
                return found if found is not None else self.derived(value)
            case Known(value=str(text)):
                return Unknown("character") if text else BOTTOM
            case FuncV():
                return BOTTOM
            case ClassV():
                return join_all(self.semantics.members(self.own, value) or (Unknown("item"),))
        return self.derived(value)

    def derived(self, value: Value) -> Value:
        """What comes out of something that has no model: as unknown as itself, its name kept."""
        if isinstance(value, Unknown):
            return value if value.reason == "parameter" and value.name is None else Unknown(value.reason)
        if isinstance(value, Ext):
            return library(f"{value.path}[]") if not value.path.endswith("[]") else value
        return BOTTOM if is_nothing(value) else Unknown("item")


def _or_nothing(found: Value, receiver: Value) -> Value:
    """What ``receiver?.name`` gives: nothing as well, unless that is not told from what it gives anyway."""
    if may_be_nothing(receiver):
        return join(found, NONE)
    told = not any(type(one) is Unknown or type(one) is Text for one in options(found))
    return join(found, NONE) if told and may_not_be_there(receiver) else found


def _may_be_left(node: ir.Expr) -> bool:
    """Whether a chain is left before its end where what a member or item is read of is nothing."""
    return isinstance(node, ir.Attr | ir.Index) and node.optional


def _is_untold(option: Value) -> bool:
    return isinstance(option, Unknown) or (type(option) is Text and option.parts == (_HOLE,))


def _asks_for_null(test: ir.Expr) -> bool:
    """Whether a test asks if something is null or there, whatever it is: the empty text is something."""
    match test:
        case ir.Not(value=value):
            return _asks_for_null(value)
        case ir.BinOp(op=op, left=left, right=right):
            sides = [one.value for one in (left, right) if isinstance(one, ir.Const)]
            return op in ("in", "not in") or (op in _COMPARISONS and None in sides)
    return False


def _false(option: Value) -> Value:
    """What ``value and other`` gives of a value: itself where it is false; null stands for what may be that
    and is not told."""
    if isinstance(option, Known):
        return BOTTOM if option.value else option
    return BOTTOM if isinstance(option, Obj) or narrowing.truthy(option) else NONE


def _is_set(option: Value) -> bool:
    """What ``value ?? other`` keeps of a value."""
    return not isinstance(option, Known) or option.value is not None


def _is_there(option: Value) -> bool:
    """What a pattern with a default takes out of one: null is something."""
    return option != NONE


def _is_certain(option: Value) -> bool:
    """It is something, whatever is not known."""
    return narrowing.is_null(option) is False


def _is_true(option: Value) -> bool:
    """What ``value or other`` keeps of one: no empty text, either."""
    return not isinstance(option, Known) or bool(option.value)
