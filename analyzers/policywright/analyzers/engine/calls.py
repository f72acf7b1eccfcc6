"""Rules for calling: what is called, what is asked of many alternatives, and of what nothing is known of.

Calls of the program's functions are in ``binding``, those of its classes in ``making``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import carrying, common, escapes, keeping, narrowing, unset
from policywright.analyzers.engine.dispatch import ANY_NAME, READS
from policywright.analyzers.engine.handles import Carried, Data
from policywright.analyzers.engine.making import CALLED, MakingRules, name_of
from policywright.analyzers.engine.merging import library
from policywright.analyzers.engine.names import walk
from policywright.analyzers.engine.outlines import STORING
from policywright.analyzers.engine.solver import Asked, Cell, Memory
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Method,
    Obj,
    Partial,
    Text,
    Tup,
    Union,
    Unknown,
    Value,
    Wrapped,
    is_nothing,
    is_unknown,
    join,
    join_all,
    options,
    passed_by,
)
from policywright.analyzers.model import UnresolvedCode
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    F = TypeVar("F")

_GIVEN_AWAY = "an AWS client is passed to a function that isn't known: what it does with it can't be told"
MANY = 16
"""Alternatives from which on answers are remembered: fewer are asked again as fast, with the same result."""
MAX_FURTHER = 2
"""Arguments of unknown number that a model is shown at places of their own: what it sets, and to what."""


class CallRules(MakingRules):
    """Calls; attribute rules are in ``ObjectRules``."""

    # --- dispatch ---

    def call(self, function: Value, args: Args, pos: ir.Pos) -> Value:
        """The result of calling any of the alternatives."""
        if type(function) is not Union:
            return self._call_one(function, args, pos)
        alternatives = function.options
        if not alternatives:
            # No path assigns it, as far as is known.
            self.semantics.unknown_function(self.own, self.spread_out(args), pos)
        if len(alternatives) > 1:
            alternatives = self.semantics.applicable(self.own, alternatives, args)
        if len(alternatives) > 1:
            self.engine.sides.choices.add((self.site, pos))
        if len(alternatives) < MANY:
            return join_all([self._call_one(option, args, pos) for option in alternatives])
        return self._asked_of(alternatives, pos, args, lambda one: self._call_one(one, args, pos))

    def _call_one(self, function: Value, args: Args, pos: ir.Pos) -> Value:
        self.engine.work += 1
        if type(function) is Method and type(function.receiver) is not Union:
            if type(function.receiver) is Carried:
                return self._carried_on(function.receiver, function.name, args, pos)
            if type(function.receiver) is Unknown and function.receiver.reason == unset.UNSET:
                unset.say_of(self.own, function.receiver, function.name, pos)
                return self._call_one(Unknown("attribute", function.name), args, pos)
            return self._call_library(function, args, pos)
        match function:
            case FuncV():
                return self.invoke(function, args, pos)
            case Bound(receiver=receiver, function=inner):
                return self.invoke(inner, args, pos, receiver)
            case ClassV():
                return self.instantiate(function, args, pos)
            case Partial(function=inner, args=fixed):
                return self.call(inner, fixed.then(args), pos)
            case Wrapped(function=inner):
                # Who wraps it may pass more.
                return self.call(inner, replace(args, written=False), pos)
            case Obj() if self.heap.shape(function).kind == "instance":
                return self.call_special(function, self.semantics.specials.call, args, pos)
            case Obj() if self.heap.shape(function).common:
                return common.call(self.own, args)
            case Method(receiver=Union(options=receivers), name=name):
                return join_all([self._call_one(Method(one, name), args, pos) for one in receivers])
            case Carried():
                return self._carried_on(function, None, args, pos)
            case Ext() | Handle():
                return self._call_library(function, args, pos)
            case Unknown():
                return self._once(function, args, pos, self._call_unknown)
        return BOTTOM

    def _call_unknown(self, function: Unknown, args: Args, pos: ir.Pos) -> Value:
        name, args = function.name, self.spread_out(args)
        said = "" if self.semantics.keeping else f"{escapes.NOBODY}{name or 'call'}"
        escapes.note_arguments(self, args, said, pos if said else (0, 0), loose=True)
        self.semantics.handed(self.own, args, name or "", pos)
        self.semantics.unknown_function(self.own, args, pos)
        if function.reason != "parameter":
            keeping.say(self.own, args, pos)
        found: Value | None = None
        if function.reason == "attribute" and name is not None and self.semantics.may_request(self.own, name):
            # A method of something unknown, which was handed on: ``retry(client.list_users)``.
            found = self.semantics.unknown_call(self.own, function, name, args, pos, "")
        if found is None:
            self.give_away(name or "", args, pos)
        return join(found or Unknown("call"), carrying.given_back(self.own, args, pos))

    def _carried_on(self, carried: Carried, name: str | None, args: Args, pos: ir.Pos) -> Value:
        args = self.spread_out(args)
        escapes.note_arguments(self, args, loose=True)
        return carrying.send(self.own, carried, name, args, pos)

    def _call_library(self, function: Ext | Handle | Method, args: Args, pos: ir.Pos) -> Value:
        return self._once(function, self.spread_out(args), pos, self._ask_library)

    def _ask_library(self, function: Ext | Handle | Method, args: Args, pos: ir.Pos) -> Value:
        found = self._modelled(function, args, pos)
        path = function.path if isinstance(function, Ext) else ""
        # No model, or one that says no more than what of the library it is.
        loose = found is None or any(isinstance(one, Ext) for one in options(found))
        whole = found is not None and self.semantics.is_whole(function)
        if path and loose and not whole:
            carrying.hand(self.own, path, passed_by(args))
        kept: Value = BOTTOM
        if not _is_own(function) and not whole:
            kept_in = function.receiver if isinstance(function, Method) else None
            unknown = found is None or self.semantics.only_result is args
            escapes.note_arguments(self, args, path, pos, given_back=found, loose=unknown, kept_in=kept_in)
            if found is None:
                self.semantics.handed(self.own, args, path, pos)
            if path:
                kept = keeping.called(self.own, function, path.rpartition(".")[2], args)
        if found is not None and (whole or not loose):
            return join(kept, found)
        if found is None and path:
            wrapped = args.positional[0] if len(args.positional) == 1 else BOTTOM
            if wrapped is not BOTTOM and path.endswith("()") and all(
                isinstance(option, FuncV | Bound) for option in options(wrapped)
            ):  # fmt: skip
                # ``backoff.on_exception(...)(f)`` changes nothing, as with ``@``.
                return wrapped
            found = Ext(f"{path}()")
        if found is None or (kept is not BOTTOM and type(found) is Ext):
            found = Unknown("call")
        answer = [library(one.path) if isinstance(one, Ext) else one for one in options(found)]
        if not _is_own(function):
            answer.append(carrying.given_back(self.own, args, pos, path))
        return join_all([kept, *answer])

    def _modelled(self, function: Ext | Handle | Method, args: Args, pos: ir.Pos) -> Value | None:
        """What a model says of a call; None where there is none.

        Of arguments of unknown number any may be at the places behind the others, which models go by: they
        are asked again with some more at places of their own. What hands on what it gets knows what that is.
        """
        outer, self.later = self.later, self.later or not _is_own(function)
        found = self.semantics.call(self.own, function, args, pos)
        self.later = outer
        if args.more is None or _is_own(function) or any(map(_is_code, args.positional)):
            return found
        if self.semantics.counts(function, args):
            return found
        every = [found]
        for places in args.rows or [(args.more,) * count for count in range(1, MAX_FURTHER + 1)]:
            passed = Args(
                (*args.positional, *places), args.keywords, None if args.rows else args.more, args.open,
                args.maybe, args.others,
            )  # fmt: skip
            every.append(self.semantics.call(self.own, function, passed, pos))
        told = [one for one in every if one is not None]
        return join_all(told) if told else None

    def call_method(
        self, receiver: Value, name: str, args: Args, node: ir.Call, hint: str | None = None
    ) -> Value:
        """``receiver.name(args)``; unknown alternatives count only when there are no others.

        ``hint`` is what the code calls the receiver, where the call's node does not say it.
        """
        if common.is_meant(self.own, receiver):
            receiver = join(receiver, common.clients(self.own, name))
            found = common.call_method(self.own, name, args)
            return join(found, self._call_method(receiver, name, args, node, hint))
        return self._call_method(receiver, name, args, node, hint)

    def _call_method(self, receiver: Value, name: str, args: Args, node: ir.Call, hint: str | None) -> Value:
        if type(receiver) is not Union and type(receiver) is not Unknown and not is_nothing(receiver):
            return self._method_of(receiver, name, args, node, hint)
        unknown = [option for option in options(receiver) if isinstance(option, Unknown)]
        solid = [
            option for option in options(receiver)
            if not isinstance(option, Unknown) and not is_nothing(option)
        ]  # fmt: skip
        guess: Value = BOTTOM
        if solid and unknown and all(self.semantics.lacks(self.own, one, name) for one in solid):
            # None of what is known is meant; clients and instances are not even data.
            solid = [one for one in solid if isinstance(one, Data) or not isinstance(one, Handle | Obj)]
            receiver = join_all(unknown)
            if solid:
                guess = self._unknown_call(receiver, name, self.spread_out(args), node, hint)
        if not solid:
            args = self.spread_out(args)
            if receiver in self.semantics.unassigned:
                # No path assigns it, as far as is known; the last run of this task has the last word.
                self._missing_call(name, args, node, hint)
            if receiver is BOTTOM or all(map(is_nothing, options(receiver))):
                return BOTTOM
            # A variable's is an object that is there; what calls give may be any text or number.
            there = type(receiver) is Unknown and (
                receiver.reason in ("attribute", "parameter", unset.UNSET) or not self.semantics.keeping
            )
            said, pos = (f"{escapes.NOBODY}{name}", node.pos) if there else ("", (0, 0))
            escapes.note_arguments(self, args, said, pos, loose=True)
            self.semantics.handed(self.own, args, name, node.pos)
            return self._unknown_call(receiver, name, args, node, hint)
        found = self._methods_of(self.meant(solid, name), name, args, node, hint)
        if self.semantics.null_receivers and NONE in options(receiver):
            found = join(found, self._of_nothing(solid, name, args, node.pos))
        if type(found) is Union and all(isinstance(one, Known | Text) for one in found.options):
            # No place holds what the calls of a chain give, and each may make several texts of one.
            found = self.engine.bounds.bounded(found, node)
        # ``(event.get("x") or {}).get("y")`` is not just what the empty dict gives.
        return join_all((found, guess, Unknown("call"))) if unknown else found

    def _of_nothing(self, receivers: Sequence[Value], name: str, args: Args, pos: ir.Pos) -> Value:
        """A method that asks whether its receiver is there, called where that may be nothing."""
        members: dict[Value, None] = {}
        for one in receivers:
            cls = self.heap.shape(one).cls if isinstance(one, Obj) else None
            member = self.find(cls, name) if cls is not None else None
            if isinstance(member, FuncV) and _asks_for_nothing(member.function):
                members[member] = None
        return join_all([self.call(Bound(NONE, one), args, pos) for one in members if isinstance(one, FuncV)])

    def _methods_of(
        self, receivers: Sequence[Value], name: str, args: Args, node: ir.Call, hint: str | None
    ) -> Value:
        """The same for several receivers."""
        if len(receivers) > 1:
            self.engine.sides.choices.add((self.site, node.pos))
        if len(receivers) < MANY:
            return join_all([self._method_of(one, name, args, node, hint) for one in receivers])
        # What many of them have under the name is called once for all of them.
        outer, self.left = self.left, BOTTOM
        found = self._asked_of(
            receivers, node, args, lambda one: self._method_of(one, name, args, node, hint, leaving=True)
        )
        left, self.left = self.left, outer
        if left is BOTTOM:
            return found
        pos = node.pos
        ask = partial(self._asked_of, options(left), pos, args, lambda one: self._call_one(one, args, pos))
        anything = any([self._has_any(one, name) for one in receivers])
        return join(found, self.called_as(ANY_NAME, ask) if anything else ask())

    # --- many alternatives ---

    def _asked_of(
        self, alternatives: Sequence[Value], place: Hashable, args: Args, ask: Callable[[Value], Value]
    ) -> Value:
        """What many alternatives answer: each is asked again only when something that it read has grown.

        So are all of them together where one of many others comes to them: most of those come to the same.
        """
        how = place, self.called, self._inferring

        def each() -> Value:
            # What is remembered is looked at as well.
            self.engine.work += len(alternatives) >> 2
            return join_all([self._asked((how, one), args, partial(ask, one)) for one in alternatives])

        if self.asking:
            return self._asked((how, tuple(alternatives), args), args, each)
        self.asking = True
        try:
            return each()
        finally:
            self.asking = False

    def _once(self, function: F, args: Args, pos: ir.Pos, call: Callable[[F, Args, ir.Pos], Value]) -> Value:
        """A call that many alternatives may come to: it is made once for all of them."""
        if not self.asking:
            return call(function, args, pos)
        key = function, args, pos, self._inferring
        return self._asked(key, args, lambda: call(function, args, pos))

    def _asked(self, key: Hashable, args: Args, ask: Callable[[], Value]) -> Value:
        engine, site = self.engine, self.site
        memory = site.memory
        if memory is None:
            memory = site.memory = Memory()
        known = memory.answers.get(key)
        if known is None or known.bases != engine.bases_known or known.args != args:
            known = Asked(args, engine.bases_known)
            before, outer = site.clear(), (engine.reads, self.left)
            own: dict[Cell, None] = {}
            engine.reads, self.left = own, BOTTOM
            bound = self.bound
            try:
                known.value = ask()
            finally:
                known.found, known.reads, known.left = site.clear(), tuple(own), self.left
                site.calls, site.unresolved, site.handed, site.told = before
                engine.reads, self.left = outer
            if self.bound == bound:
                # What assigns a variable has to do so each time.
                memory.keep(key, known)
        self._take_over(known)
        return known.value

    def _take_over(self, asked: Asked) -> None:
        """Makes what an answer has found the site's own."""
        site, reads = self.site, self.engine.reads
        if reads is not None:
            reads.update(dict.fromkeys(asked.reads))
        self.left = join(self.left, asked.left)
        found, more, given, told = asked.found
        if found is not None:
            calls = site.calls = {} if site.calls is None else site.calls
            for key, call in found.items():
                known = calls.get(key)
                if known is None or known.certainty == "inferred":
                    calls[key] = call
        if more is not None:
            unresolved = site.unresolved = {} if site.unresolved is None else site.unresolved
            unresolved.update(more)
        if given is not None:
            handed = site.handed = {} if site.handed is None else site.handed
            handed.update(given)
        if told is not None:
            site.told = {**(site.told or {}), **told}

    def _method_of(
        self,
        receiver: Value,
        name: str,
        args: Args,
        node: ir.Call,
        hint: str | None,
        *,
        leaving: bool = False,
    ) -> Value:
        """What a method of one receiver gives; ``leaving`` those that are very many to who asks."""
        member = self.semantics.method(self.own, receiver, name)
        if member is None:
            member = self.attribute(receiver, name)
        if type(receiver) is Obj and is_unknown(member):
            args = self.spread_out(args)
            if member is not BOTTOM and not is_nothing(member):
                escapes.note_arguments(self, args, f"{escapes.NOBODY}{name}", node.pos, loose=True)
                if self.semantics.passes_holder and self.heap.shape(receiver).kind == "dict":
                    escapes.note(self, receiver, escapes.SET, node.pos, loose=True)
                self.semantics.handed(self.own, args, name, node.pos)
                return self._unknown_call(member, name, args, node, hint, held=False)
            if member in self.semantics.unassigned:
                self._missing_call(name, args, node, hint)
                return BOTTOM
        if type(receiver) is Obj and type(member) is Ext and member.path.endswith(f"().{name}"):
            # A method of the library's class that the object derives from may call those of the object.
            escapes.note(self, receiver, member.path, node.pos, loose=True)
        if type(receiver) is Obj and type(member) is Ext:
            self._give_embedded(receiver, member, node.pos)
        if leaving and type(member) is Union and len(member.options) >= MANY:
            meant = self.semantics.applicable(self.own, member.options, args)
            self.left = join(self.left, member if len(meant) == len(member.options) else join_all(meant))
            return BOTTOM
        if self._has_any(receiver, name):
            return self.called_as(ANY_NAME, partial(self.call, member, args, node.pos))
        return self.call(member, args, node.pos)

    def _has_any(self, receiver: Value, name: str) -> bool:
        """Whether what a container has under a name is what is in it under any: it is called by none."""
        if type(receiver) is not Obj:
            return False
        shape = self.heap.shape(receiver)
        return shape.pool or (shape.kind != "instance" and name not in shape.keys)

    def called_as(self, name: str, call: Callable[[], Value]) -> Value:
        """What a call gives, where that is not called by the name that stands in the text."""
        outer, self.called = self.called, name
        found = call()
        self.called = outer
        return found

    def read_by(self, function: Value, name: str, args: Args, pos: ir.Pos) -> Value:
        """What a function gives that the language calls when a member is read."""
        return self.called_as(READS + name, lambda: self.call(function, args, pos))

    def _give_embedded(self, owner: Obj, member: Ext, pos: ir.Pos) -> None:
        """A method of a library's struct that is embedded may use what was put into that one's fields."""
        cls = self.heap.shape(owner).cls
        if cls is None or not cls.cls.embedded:
            return
        declared = {name for name, _ in cls.cls.annotations}
        for key in self.heap.keys(owner):
            if key not in declared:
                escapes.note(self, self.heap.load(owner, key), member.path, pos, loose=True)

    def _unknown_call(
        self, receiver: Value, name: str, args: Args, node: ir.Call, hint: str | None, *, held: bool = True
    ) -> Value:
        """What a method gives of something unknown; if it is not ``held``, that method is what is unknown."""
        found = self.semantics.unknown_call(self.own, receiver, name, args, node.pos, _said(node, hint))
        given = keeping.called(self.own, receiver, name, args)
        if found is None:
            self.give_away(name, args, node.pos)
            for one in options(receiver) if held else ():
                if type(one) is Unknown:
                    unset.say_of(self.own, one, name, node.pos)
            found = join(Unknown("call"), carrying.given_back(self.own, args, node.pos))
        return join(found, given)

    def _missing_call(self, name: str, args: Args, node: ir.Call, hint: str | None) -> None:
        """A method of something that no code at hand gives a value."""
        self.semantics.missing_call(self.own, name, args, node.pos, _said(node, hint))
        self.semantics.call_given(self.own, args, node.pos)
        self.give_away(name, args, node.pos)
        unset.say(self.own, name, node)
        escapes.note_arguments(self, args, f"{escapes.NOBODY}{name}", node.pos, loose=True)

    def give_away(self, name: str, args: Args, pos: ir.Pos) -> None:
        """Something that nothing is known of gets a client: it may ask for anything with that.

        What is only kept, or noted down, is used by who takes it out.
        """
        kept = self.semantics.keeping and (name in STORING or name in self.semantics.keeping)
        if kept or escapes.notes_down(name):
            return
        given = args.drop(1) if name in self.semantics.rebinding else args
        if any([self._gives_away(option) for option in passed_by(given)]):
            span = self.span(pos)
            if not any([one.span == span for one in self.site.unresolved or ()]):
                self.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, _GIVEN_AWAY)

    def _gives_away(self, value: Value) -> bool:
        """Whether whoever gets a value gets a client, itself or as a member.

        The same large containers are passed to much that is not known: deeper they are not looked into.
        """
        members: Sequence[Value] = (value,)
        if isinstance(value, Handle):
            members = (value, *value.inside())
        elif type(value) is Tup:
            members = value.items
        elif type(value) is Obj:
            given = self.heap.shape(value).cls is None and carrying.holds(self.own, value)
            members = carrying.held(self.own, value) if given else ()
        return any([escapes.gives_away(self, one) for member in members for one in options(member)])

    def meant(self, alternatives: Sequence[Value], name: str) -> Sequence[Value]:
        """The alternatives that can have a member, when some certainly can't."""
        if len(alternatives) == 1:
            return alternatives
        having = [option for option in alternatives if not self.semantics.lacks(self.own, option, name)]
        # Of texts some language may say that they lack it, where something else may be meant.
        return having or [one for one in alternatives if not isinstance(one, Obj | Handle)] or alternatives

    def call_special(self, receiver: Value, name: str, args: Args = NO_ARGS, pos: ir.Pos = (0, 0)) -> Value:
        """A method that the language calls by itself; BOTTOM when there is none."""
        if isinstance(receiver, Obj):
            cls = self.heap.shape(receiver).cls
            member = self.find(cls, name) if cls is not None and name else None
            if member is not None:
                return self.call(self.bind_member(member, receiver, cls), args, pos)
        return BOTTOM


def _is_code(value: Value) -> bool:
    """A function or class of the program, or a method that was read."""
    return any([isinstance(option, CALLED) or type(option) is Method for option in options(value)])


def _is_own(function: Ext | Handle | Method) -> bool:
    """No library: a front end's own helpers (``go.$method``, ``%then``), ``bind`` of a function."""
    if isinstance(function, Ext):
        return ".$" in function.path or function.path.startswith("%")
    return isinstance(function, Method) and isinstance(function.receiver, FuncV | Bound | Partial | Wrapped)


def _said(node: ir.Call, hint: str | None) -> str:
    if hint is None:
        return name_of(node.fn.obj) if isinstance(node.fn, ir.Attr) else ""
    return hint


def _asks_for_nothing(function: ir.Function) -> bool:
    """Whether a method compares its receiver with null."""
    name = function.receiver or (function.params[0].name if function.params else "")
    return any(
        isinstance(one, ir.BinOp) and isinstance(one.left, ir.Name) and one.left.name == name
        and narrowing.says_null(one.right)
        for statement in function.body for one in walk(statement)
    )  # fmt: skip
