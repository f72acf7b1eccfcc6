"""How often the code of a CDK application runs.

A class of the application that wraps constructs, and a function that makes some, run once for each place that
makes or calls them: a ``Frame`` is one such run, with what it is given. ``Frames.calls`` are the calls of all
runs. A stack is one run, however often the application makes it: what it is given differently is not known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator

from policywright.analyzers.infrastructure.cdk.lists import Lists
from policywright.analyzers.infrastructure.cdk.names import (
    CONSTRUCTORS,
    DEEPEST,
    inside,
    is_of_base,
    place_of,
    start_of,
)
from policywright.analyzers.infrastructure.cdk.records import (
    Call,
    Frame,
    Function,
    Instance,
    Placed,
    Round,
    Source,
)
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from policywright.analyzers.infrastructure.cdk.application import Application

_SINGLE = re.compile(r"(?:Stack|Stage|App)\Z")
"""How the classes are called that are told apart by what they are deployed for."""
_BY_DEFAULT = re.compile(r"\bexport\s+default\s+(?:abstract\s+)?class\s+(\w+)")
_SEVERAL = 2
"""How often a loop runs, at least."""
_MOST_CALLS = 40_000
"""Calls of all runs together: what wraps what wraps would be copied without end."""


class Frames(Lists):
    """The runs of one application, and what names mean in them."""

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self.calls: list[tuple[Source, Call]] = []
        self.cut = False
        """There were too many runs to follow them all."""
        self._single: dict[tuple[str, str], tuple[Instance, list[Frame]]] = {}
        self._frames: dict[tuple[str, str], list[Frame]] = {}
        self._bodies: dict[tuple[str, str, int], list[Call | Round]] = {}
        self._rounds: dict[tuple[str, int, Frame | None], list[Frame]] = {}
        """The runs of what goes through a list that is known."""
        self._run_once: set[tuple[str, str, int]] = set()
        self._missed: set[str] = set()
        """Methods that are called on what can't be told."""
        for source in self.sources:
            for call in source.calls:
                key = (source.name, call.where.owner, start_of(call.where.functions, source))
                self._bodies.setdefault(key, []).append(call)
            for one in source.rounds.values():
                key = (source.name, one.owner, start_of(one.functions[:-1], source))
                self._bodies.setdefault(key, []).append(one)
        for body in self._bodies.values():
            # What a call is given is made before it.
            body.sort(key=lambda one: one.node.end_byte)
        self._run_all()

    def _run_all(self) -> None:
        for frame in list(self._modules.values()):
            self._run(frame)
        called = {call.method for source in self.sources for call in source.calls}
        never = self._never_made(called)
        # What nothing calls is run by somebody else: by itself first what nothing even names.
        for named in (False, True):
            for source in self.sources:
                for owner in source.bases:
                    known = owner in never or self._has_run(source, owner)
                    if (owner in called) == named and not known:
                        self._instantiate([(source, owner)], None, None)
            for source in self.sources:
                for one in list(source.functions.values()):
                    key = (source.name, one.owner, one.start)
                    known = one.owner in never or key in self._run_once
                    if (one.name in called) == named and not known:
                        self._run_free(source, one)
        for source in self.sources:
            for one in source.functions.values():
                if one.owner and one.name in self._missed and len(one.functions) == 1:
                    self._run(Frame(source=source, owner=one.owner, start=one.start))

    def _never_made(self, called: Container[str]) -> frozenset[str]:
        """The classes that nothing names but what imports them, in a program that makes its application.

        What a file exports by default others may have by any name.
        """
        if "App" not in called:
            return frozenset()
        counts, declared = Counter[str](), Counter[str]()
        for source in self.sources:
            counts.update(source.counts)
            counts.subtract(one.name for one in source.imports if one.name)
            unnamed = {found[1] for found in _BY_DEFAULT.finditer(source.text)}
            declared.update(owner for owner in source.bases if owner and owner not in unnamed)
        return frozenset(owner for owner, number in declared.items() if counts[owner] <= number)

    def _has_run(self, source: Source, owner: str) -> bool:
        return any(key[:2] == (source.name, owner) for key in self._run_once)

    def _run_free(self, source: Source, one: Function) -> None:
        """A function that nothing here is seen to call; a callback may run any number of times."""
        instances = [
            frame.instance for frame in self._runs_of(source, one.owner) if frame.instance is not None
        ]
        instance = instances[0] if instances and all(each is instances[0] for each in instances) else None
        outer = next(iter(self._runs_of(source, one.owner, _outer(one, source))), None)
        frame = Frame(
            source=source,
            owner=one.owner,
            start=one.start,
            instance=instance,
            looped=one.is_arrow,
            outer=outer,
        )
        self._run(frame)

    def _runs_of(self, source: Source, owner: str, start: int | None = None) -> Iterator[Frame]:
        for frame in self._frames.get((source.name, owner), ()):
            if start is None or frame.start == start:
                yield frame

    # --- runs ---

    def _run(self, frame: Frame) -> None:
        key = (frame.source.name, frame.owner, frame.start)
        self._run_once.add(key)
        self._frames.setdefault(key[:2], []).append(frame)
        if frame.instance is not None:
            frame.instance.frames.append(frame)
        if frame.depth > DEEPEST or len(self.calls) > _MOST_CALLS:
            self.cut = True
            return
        for call in self._bodies.get(key, ()):
            if isinstance(call, Round):
                self._go_round(frame, call)
                continue
            where = replace(call.where, frame=frame, looped=call.where.own_loop or frame.looped)
            copy = Call(
                receiver=call.receiver, method=call.method, method_node=call.method_node, node=call.node,
                arguments=call.arguments, where=where, line=call.line, origin=call,
            )  # fmt: skip
            self.calls.append((frame.source, copy))
            self._at[place_of(frame.source, call.node, frame)] = copy
            self._enter(frame, copy)

    def _go_round(self, around: Frame, one: Round) -> None:
        """Runs a round for each element; once for any number of them where they are not known."""
        where = inside(one.node, one.owner, one.functions[:-1], around)
        each = Placed(node=one.each, source=around.source, where=where)
        elements = self.elements(each, of_keys=one.of_keys) if one.whole else None
        runs = [
            Frame(
                source=around.source, owner=one.owner, start=one.start, instance=around.instance,
                outer=around, looped=around.looped or elements is None, caller=around, depth=around.depth + 1,
            )
            for _ in (elements if elements is not None else (None,))
        ]  # fmt: skip
        for number, element in enumerate(elements or ()):
            self.give(runs[number], one, element, number)
        if elements is not None:
            self._rounds[around.source.name, one.start, around] = runs
        for run in runs:
            self._run(run)

    def rounds_at(self, source: Source, start: int, frame: Frame | None) -> list[Frame] | None:
        return self._rounds.get((source.name, start, frame))

    def _enter(self, frame: Frame, call: Call) -> None:
        """Runs what a call of the application's own code runs."""
        source, name, receiver = frame.source, call.method, call.receiver
        own = source.shape.own.rstrip(".")
        if is_of_base(source, call):
            self._run_base(frame, call)
            return
        if classes := self._class(name if not receiver else f"{receiver}.{name}", source):
            if not self._is_made_in(frame, classes[0][1]):
                self._instantiate(classes, call, frame)
            return
        found: tuple[Source, Function] | None = None
        instance, outer = None, None
        if receiver in (own, "cls"):
            instance = frame.instance
            found = self._method(instance.classes if instance is not None else [(source, frame.owner)], name)
        elif receiver:
            thing = self.dotted(receiver, source, call.where)
            instance = self.instance(thing) if thing is not None else None
            statics = self._class(receiver, source)
            found = self._method(instance.classes if instance is not None else statics, name)
            if found is None and instance is None and not (thing is not None and self.is_made(thing)):
                self._missed.add(name)
        else:
            around = call.where.functions
            inner = [
                one for one in self._functions.get((source.name, frame.owner), ())
                if one.name == name and len(one.functions) > 1 and _is_seen(one, around)
            ]  # fmt: skip
            if len(inner) == 1:
                found, instance, outer = (source, inner[0]), frame.instance, frame
            elif not inner:
                found = self._function(name, source)
        if found is not None and not self._is_inside(frame, found[1]):
            self._call(found[0], found[1], call, frame, instance, outer)

    def _is_made_in(self, frame: Frame, owner: str) -> bool:
        """Its constructor makes another one, which is made there just once."""
        around: Frame | None = frame
        while around is not None and around.owner != owner:
            around = around.caller
        return around is not None

    def _is_inside(self, frame: Frame, function: Function) -> bool:
        """Who calls itself runs once."""
        around: Frame | None = frame
        while around is not None and around.start != function.start:
            around = around.caller
        return around is not None

    def _call(
        self,
        source: Source,
        one: Function,
        call: Call,
        at: Frame,
        instance: Instance | None,
        outer: Frame | None,
    ) -> None:
        frame = Frame(
            source=source, owner=one.owner, start=one.start, instance=instance, outer=outer,
            looped=call.where.looped, side=call.where.deciding, caller=at,
            depth=at.depth + 1,
        )  # fmt: skip
        self._entered[place_of(at.source, call.node, at)] = frame
        self._bind(frame, one, call, at)
        self._run(frame)

    def _instantiate(self, classes: list[tuple[Source, str]], call: Call | None, at: Frame | None) -> None:
        classes = self._with_bases(classes)
        source, owner = classes[0]
        single = any(_SINGLE.search(word) for kept, each in classes for word in kept.base_names(each))
        before = self._single.get((source.name, owner)) if single else None
        if before is not None and call is not None and at is not None:
            self._made[place_of(at.source, call.node, at)] = before[0]
            self._differing(before[1], call, at)
            return
        instance = Instance(classes=classes, label=self._label(call, at) or owner)
        if call is not None and at is not None:
            self._made[place_of(at.source, call.node, at)] = instance
        looped = call is not None and call.where.looped and not single
        frames = self._construct(instance, 0, call, at, looped)
        if single:
            self._single[source.name, owner] = instance, frames

    def _construct(
        self, instance: Instance, number: int, call: Call | None, at: Frame | None, looped: bool
    ) -> list[Frame]:
        """Runs a class's body and its constructor, or that of the next base that has one."""
        source, owner = instance.classes[number]
        depth = at.depth + 1 if at is not None else 0
        side = call.where.deciding if call is not None else None
        body = Frame(
            source=source, owner=owner, instance=instance, looped=looped, side=side, caller=at,
            depth=depth,
        )  # fmt: skip
        self._run(body)
        found = self._method([(source, owner)], *CONSTRUCTORS)
        if found is None:
            if number + 1 < len(instance.classes):
                return self._construct(instance, number + 1, call, at, looped)
            return []
        frame = Frame(
            source=source, owner=owner, start=found[1].start, instance=instance, looped=looped,
            side=side, caller=at, depth=depth,
        )  # fmt: skip
        if call is not None and at is not None:
            self._bind(frame, found[1], call, at)
        self._run(frame)
        return [frame]

    def _run_base(self, frame: Frame, call: Call) -> None:
        """What a constructor hands to that of its base."""
        instance = frame.instance
        if instance is None:
            return
        own = [owner for _, owner in instance.classes]
        number = own.index(frame.owner) + 1 if frame.owner in own else len(own)
        if number < len(own):
            self._construct(instance, number, call, frame, frame.looped)

    def _label(self, call: Call | None, at: Frame | None) -> str:
        if call is None or at is None:
            return ""
        listed = _given(call.node)
        named = next(
            (one.child_by_field_name("value") for one in listed if _keyword(one) in ("id", "construct_id")),
            None,
        )
        node = named if named is not None else listed[1] if len(listed) > 1 else None
        return (
            (self.text(Placed(node=node, source=at.source, where=call.where)) or "")
            if node is not None
            else ""
        )

    def _differing(self, frames: list[Frame], call: Call, at: Frame) -> None:
        """What a class is not always given alike is not known in it."""
        for frame in frames:
            function = frame.source.functions[frame.start]
            other = Frame(source=frame.source)
            self._bind(other, function, call, at)
            for name, one in list(frame.given.items()):
                default = one.where.frame is frame
                if not _is_alike(one, other.given.get(name), other if default else one.where.frame):
                    del frame.given[name]

    def _bind(self, frame: Frame, one: Function, call: Call, at: Frame) -> None:
        """What a call gives to the parameters of what it runs."""
        parameters = list(enumerate(one.parameters))
        if one.node.type == "function_definition" and one.owner and not _is_static(one.node):
            parameters = parameters[1:]
        given = _given(call.node)
        plain = []
        for node in given:
            if node.type in ("spread_element", "list_splat", "dictionary_splat"):
                break
            if not _keyword(node):
                plain.append(node)
        named = {_keyword(node): node.child_by_field_name("value") for node in given if _keyword(node)}
        there = inside(one.node, one.owner, one.functions, frame)
        whole = len(plain) + len(named) == len(given)
        for index, (number, parameter) in enumerate(parameters):
            own = plain[index] if index < len(plain) else named.get(parameter.name)
            placed = (
                Placed(node=own, source=at.source, where=call.where) if own is not None
                else Placed(node=parameter.default, source=frame.source, where=there)
                if parameter.default is not None and whole else None
            )  # fmt: skip
            if placed is not None:
                frame.given[parameter.name or number] = placed
        declared = {parameter.name for parameter in one.parameters}
        rest = {
            name: Placed(node=node, source=at.source, where=call.where)
            for name, node in named.items() if name not in declared and node is not None
        }  # fmt: skip
        for node in given:
            if node.type == "dictionary_splat":
                more = self.rest_of(Placed(node=node.named_children[0], source=at.source, where=call.where))
                if more is None:
                    return
                rest = {**more, **rest}
        frame.rest = rest

    def label(self, frame: Frame | None) -> str:
        """What tells a run from the others of the same code; nothing where it is the only one."""
        while frame is not None:
            runs = [one for one in self._runs_of(frame.source, frame.owner, frame.start)]
            if len(runs) > 1:
                return f"{frame.instance.label if frame.instance is not None else ''}{runs.index(frame) + 1}"
            frame = frame.outer
        return ""


def runs_of(application: Application, source: Source, call: Call) -> int:
    """How often a call runs."""
    if not application.runs:
        application.runs.update(
            (one.name, each.node.start_byte, each.node.end_byte)
            for one, each in Frames(application).calls for _ in range(_SEVERAL if each.where.looped else 1)
        )  # fmt: skip
    return application.runs[source.name, call.node.start_byte, call.node.end_byte]


def _is_alike(one: Placed, other: Placed | None, frame: Frame | None) -> bool:
    """Two places give the same: words that mean the same in the run that they are said in."""
    return other is not None and one.node.text == other.node.text and other.where.frame is frame


def _is_seen(function: Function, around: tuple[int, ...]) -> bool:
    """A function that is declared in another one can be called in that, and in what that has."""
    return function.functions[:-1] == around[: len(function.functions) - 1]


def _outer(function: Function, source: Source) -> int:
    return start_of(function.functions[:-1], source)


def _is_static(function: Node) -> bool:
    parent = function.parent
    return parent is not None and parent.type == "decorated_definition" and any(
        one.type == "decorator" and "staticmethod" in _text(one) for one in parent.children
    )  # fmt: skip


def _given(call: Node) -> list[Node]:
    listed = call.child_by_field_name("arguments")
    return [one for one in listed.named_children if one.type != "comment"] if listed is not None else []


def _keyword(node: Node) -> str:
    name = node.child_by_field_name("name") if node.type == "keyword_argument" else None
    return _text(name) if name is not None else ""


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
