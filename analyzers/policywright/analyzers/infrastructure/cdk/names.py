"""What the names in the source of a CDK application stand for, in each run of its code.

``Names.followed`` goes from a name or field to the expression at its end, through variables, parameters,
objects, what is taken apart, what functions return, and imports. What is set twice, or changed after it is
made, stands for nothing that is known. ``frames`` says what runs, and how often.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.cdk.records import (
    NOTHING,
    Call,
    Frame,
    Function,
    Instance,
    Part,
    Placed,
    Source,
    Where,
    bare,
)
from policywright.analyzers.infrastructure.cdk.source import AT_THE_END, SCRIPTS, SPREADS, literal
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from policywright.analyzers.infrastructure.cdk.application import Application

_TESTS = re.compile(
    r"(?:^|/)(?:tests?|__tests__|spec)/|[._-](?:test|spec)\.[a-z]+\Z|(?:^|/)(?:test_[^/]+|conftest)\.py\Z"
)
CONSTRUCTORS = ("constructor", "__init__")
STATEMENT_FIELDS = ("effect", "sid")
"""Fields of a policy statement that can be set."""
_STATEMENT = re.compile(r"(?:new\s+)?[\w.]*\bPolicyStatement\s*\(")
_SAME = (
    "parenthesized_expression", "as_expression", "non_null_expression", "satisfies_expression",
    "await_expression",
)  # fmt: skip
"""Expressions that are what stands in them."""
_CALLS = ("call", "call_expression", "new_expression")
_IDENTIFIERS = ("identifier", "shorthand_property_identifier", "this")
_ALIAS = re.compile(r"(?:(?:this|self)\.)?\w+")
_ALIASES = re.compile(r"(?!.*\w\()[\w.\s?:|&!=()]+", re.DOTALL)
"""One of several names that another one is set to, by whatever it is chosen: both may be the same object."""
DEEPEST = 24
"""How many runs may be inside of each other; who makes itself is not followed without end."""
_LONGEST = 40
"""Steps from a name to what it stands for."""
_CHANGING = frozenset((
    "push", "unshift", "splice", "append", "extend", "insert", "update", "setdefault", "pop", "clear",
    "shift", "fill", "remove", "discard", "popitem",
))  # fmt: skip
"""Methods of lists and dictionaries that put something in or take it out."""


Place = tuple[str, int, int, Frame | None]
"""An expression of a source in one run."""


class Names:
    """The names of one application; whoever runs its code puts in what runs."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.sources = [one for one in application.sources if not _TESTS.search(self._below(one.name))]
        self._at: dict[Place, Call] = {}
        self._entered: dict[Place, Frame] = {}
        self._made: dict[Place, Instance] = {}
        self._modules: dict[str, Frame] = {}
        self._classes: dict[str, list[Source]] = {}
        self._functions: dict[tuple[str, str], list[Function]] = {}
        self._changed = {one for source in self.sources for one in self._changes(source)}
        self._changed |= {one for source in self.sources for one in self._changed_under_other_names(source)}
        while more := set(self._changed_by_functions()) - self._changed:
            self._changed |= more
        for source in self.sources:
            self._modules[source.name] = Frame(source=source)
            for name in source.bases:
                self._classes.setdefault(name, []).append(source)
            for one in source.functions.values():
                self._functions.setdefault((source.name, one.owner), []).append(one)

    def _changes(self, source: Source) -> Iterator[tuple[str, str, str]]:
        """What objects and lists are changed in, by class and name."""
        for owner, name in source.assigned:
            base, point, last = name.rpartition(".")
            if last in STATEMENT_FIELDS and self._is_statement(source, owner, base):
                continue
            if point and base != source.shape.own.rstrip("."):
                yield source.name, owner, base
        for call in source.calls:
            if call.receiver and call.method in _CHANGING:
                yield source.name, call.where.owner, call.receiver
            sets = (call.receiver, call.method) in (("Object", "assign"), ("", "setattr"))
            if sets and call.positional:
                yield source.name, call.where.owner, call.positional[0].text

    def _changed_by_functions(self) -> Iterator[tuple[str, str, str]]:
        """What is given to a function of the application that changes what it is given."""
        changing: dict[str, list[tuple[int, str]]] = {}
        for source in self.sources:
            for one in source.functions.values():
                given = [each.name for each in one.parameters if each.name not in ("self", "cls")]
                for number, name in enumerate(given):
                    if (source.name, one.owner, name) in self._changed:
                        changing.setdefault(one.name, []).append((number, name))
        for source in self.sources:
            for call in source.calls:
                for number, name in changing.get(call.method, ()):
                    found = [*call.positional[number : number + 1], call.named(name)]
                    for argument in found:
                        if argument is not None and argument.node.type in _IDENTIFIERS:
                            yield source.name, call.where.owner, argument.text

    def _changed_under_other_names(self, source: Source) -> set[tuple[str, str, str]]:
        """What another name stands for as well, under which it is changed."""
        found: set[tuple[str, str, str]] = set()
        pending = [one for one in self._changed if one[0] == source.name]
        while pending:
            _, owner, name = pending.pop()
            for value in self._same(source, owner, name):
                one = source.name, owner, value
                if one not in found:
                    found.add(one)
                    pending.append(one)
        return found

    @classmethod
    def _same(cls, source: Source, owner: str, name: str) -> list[str]:
        """Names that may be of the object that a name is set to."""
        values = filter(_ALIASES.fullmatch, cls._values(source, owner, name))
        return [one for value in values for one in _ALIAS.findall(value)]

    @staticmethod
    def _values(source: Source, owner: str, name: str) -> list[str]:
        """The expressions that a name is set to."""
        text = source.data
        spans = [span for _, _, span in source.assigned.get((owner, name), ()) if span != NOTHING]
        return [text[slice(*span)].decode("utf-8", "replace") for span in spans]

    @staticmethod
    def _is_statement(source: Source, owner: str, name: str) -> bool:
        """A variable is a policy statement wherever it is set: who reads that looks at its fields."""
        values = Names._values(source, owner, name)
        return bool(values) and all(_STATEMENT.match(one) for one in values)

    def _below(self, name: str) -> str:
        root = self.application.root
        return name.removeprefix(f"{root}/") if root else name

    # --- what names mean in the code ---

    def _class(self, name: str, source: Source) -> list[tuple[Source, str]]:
        """The class of the application that a name means there; none where several are called so."""
        first, _, last = name.rpartition(".")
        if first in (source.shape.own.rstrip("."), "cls"):
            return []
        found = self._classes.get(last, [])
        return [(one, last) for one in self._imported(source, first or last, found)]

    def _imported(self, source: Source, name: str, among: list[Source]) -> list[Source]:
        """Of the sources that declare something the one that a name is imported from."""
        if source in among:
            return [source]
        bound = [one for one in source.imports if one.local == name.partition(".")[0]]
        if not among or not bound:
            return among if len(among) == 1 and not bound else []
        if len(among) == 1 and bound[0].module.startswith("."):
            return among
        words = re.split(r"[./]", bound[0].module)
        stem = words[-1] if words else ""
        near = [
            one for one in among if _stem(one.name) in (stem, bound[0].name) or f"/{stem}/" in f"/{one.name}"
        ]
        return near if len(near) == 1 else []

    def _with_bases(self, classes: list[tuple[Source, str]]) -> list[tuple[Source, str]]:
        found = list(classes)
        while len(found) < DEEPEST:
            source, owner = found[-1]
            bases = [
                base for word in sorted(source.base_names(owner) - {owner})
                for base in self._class(word, source) if base not in found
            ]  # fmt: skip
            if len(bases) != 1:
                break
            found.append(bases[0])
        return found

    def _method(self, classes: list[tuple[Source, str]], *names: str) -> tuple[Source, Function] | None:
        for source, owner in classes:
            found = [
                one for one in self._functions.get((source.name, owner), ())
                if one.name in names and len(one.functions) == 1
            ]  # fmt: skip
            if found:
                return (source, found[-1]) if len(found) == 1 else None
        return None

    def _function(self, name: str, source: Source) -> tuple[Source, Function] | None:
        """A function of a module."""
        declared = [
            (other, one) for other in self.sources for one in self._functions.get((other.name, ""), ())
            if one.name == name and len(one.functions) == 1
        ]  # fmt: skip
        found = self._imported(source, name, [other for other, _ in declared])
        return next((one for one in declared if found and one[0] is found[0]), None)

    # --- what expressions stand for ---

    def call_at(self, source: Source, node: Node, frame: Frame | None) -> Call | None:
        return self._at.get(place_of(source, node, frame))

    def instance_at(self, source: Source, call: Call) -> Instance | None:
        """The object of a class of the application that a call makes."""
        return self._made.get(place_of(source, call.node, call.where.frame))

    def is_made(self, placed: Placed) -> bool:
        """An expression is a call at its end: what it gives is no object of the application's classes."""
        return self.followed(placed).node.type in _CALLS

    def has_constructor(self, one: tuple[Source, str]) -> bool:
        """A class of the application has a constructor of its own."""
        return self._method([one], *CONSTRUCTORS) is not None

    def is_function(self, source: Source, call: Call) -> bool:
        """A call runs a function of the application that is followed."""
        return place_of(source, call.node, call.where.frame) in self._entered

    def instance(self, placed: Placed) -> Instance | None:
        """The object of a class of the application that an expression makes."""
        end = self.followed(placed)
        if _text(end.node) == end.source.shape.own.rstrip("."):
            return end.where.frame.instance if end.where.frame is not None else None
        return self._made.get(place_of(end.source, end.node, end.where.frame))

    def followed(self, placed: Placed) -> Placed:
        """The expression at the end of all names."""
        for _ in range(_LONGEST):
            further = self.step(placed)
            if further is None:
                break
            placed = further
        return placed

    def step(self, placed: Placed) -> Placed | None:
        """The expression that another one stands for; None for what is made where it stands."""
        node, source, where = placed.node, placed.source, placed.where
        if node.type in _IDENTIFIERS:
            return self._name(_text(node), source, where)
        if node.type in _SAME and node.named_children:
            return Placed(node=node.named_children[0], source=source, where=where)
        if node.type == source.shape.member:
            on, key = (
                node.child_by_field_name(source.shape.object),
                node.child_by_field_name(source.shape.property),
            )
            if on is not None and key is not None:
                return self.member(Placed(node=on, source=source, where=where), _text(key))
        if (first := or_else(node)) is not None:
            left = self.followed(Placed(node=first, source=source, where=where))
            known = bool(literal(left.node)) or left.node.type in (
                *_CALLS,
                "object",
                "dictionary",
                "array",
                "list",
            )
            return left if known else None
        if node.type in _CALLS:
            frame = self._entered.get(place_of(source, node, where.frame))
            return self._returned(frame) if frame is not None else None
        return None

    def dotted(self, text: str, source: Source, where: Where) -> Placed | None:
        """What a name with points stands for at a place."""
        words = bare(text).split(".")
        own = source.shape.own.rstrip(".")
        if not all(re.fullmatch(r"[A-Za-z_$][\w$]*", word) for word in words):
            return None
        if words[0] == own:
            instance = where.frame.instance if where.frame is not None else None
            placed = self._field(instance, words[1]) if instance is not None and len(words) > 1 else None
            rest = words[2:]
        else:
            placed, rest = self._name(words[0], source, where), words[1:]
            if placed is None and len(words) > 1:
                placed, rest = self._static(words[0], words[1], source), words[2:]
        for word in rest:
            placed = self.member(placed, word) if placed is not None else None
        return placed

    def _name(self, name: str, source: Source, where: Where) -> Placed | None:
        if not source.settings(where.owner, name, where.functions) and not self._patterns(
            name, source, where
        ):
            in_body = bool(where.owner or where.functions)
            return self._of_module(name, source) if in_body else self._from_elsewhere(name, source)
        found = self._setting(name, source, where)
        if found is None:
            return None
        there, span, part = found
        if part is not None:
            return self._part(part, source, there)
        if span == NOTHING:
            return there.frame.given.get(name) if there.frame is not None else None
        return self._placed(span, source, there) if not self._is_changed(source, where.owner, name) else None

    def _patterns(self, name: str, source: Source, where: Where) -> list[Part]:
        """The patterns in which a name is, as they are seen from a place."""
        around = where.functions
        found = source.parts.get((where.owner, name), ())
        return [one for one in found if around[: len(one.functions)] == one.functions]

    def _setting(
        self, name: str, source: Source, where: Where
    ) -> tuple[Where, tuple[int, int], Part | None] | None:
        """Where a class or function sets a name once, to what, and the pattern in which that stands."""
        visible = source.settings(where.owner, name, where.functions)
        parts = self._patterns(name, source, where)
        if len(visible) != 1 or len(parts) > 1:
            return None
        functions, _, span = visible[0]
        return _within(functions, source, where), span, parts[0] if parts else None

    def _is_changed(self, source: Source, owner: str, name: str) -> bool:
        """Something is put into an object or a list after it is made: what it has can't be told."""
        return (source.name, owner, name) in self._changed

    def grown(self, placed: Placed) -> tuple[Placed, list[Placed]] | None:
        """A list that is written out, and what is put at its end before it is used; None for others.

        All of it stands in one function, and runs once, whatever else does.
        """
        found = self._changed_here(placed, ("array", "list"))
        if found is None:
            return None
        start, changes = found
        more: list[Placed] = []
        for one, given in changes:
            if one.method not in AT_THE_END or one.where.branched:
                return None
            more.extend(
                Placed(node=each, source=start.source, where=replace(one.where, frame=start.where.frame))
                for each in given
            )
        return start, more

    def updated(self, placed: Placed) -> tuple[Placed, list[tuple[Placed, bool]]] | None:
        """A dictionary that is written out, and those whose entries it is given before it is used, each with
        whether that is certain; None for others."""
        found = self._changed_here(placed, ("dictionary", "object"))
        if found is None:
            return None
        start, changes = found
        more: list[tuple[Placed, bool]] = []
        for one, given in changes:
            if one.method != "update" or len(given) != 1:
                return None
            where = replace(one.where, frame=start.where.frame)
            more.append((Placed(node=given[0], source=start.source, where=where), not one.where.branched))
        return start, more

    def _changed_here(
        self, placed: Placed, kinds: tuple[str, ...]
    ) -> tuple[Placed, list[tuple[Call, list[Node]]]] | None:
        """What a name is set to once, and the calls of it that change that before it is used, each at most
        once in the same function; None where something else may change it, or later."""
        source, where, name = placed.source, placed.where, _text(placed.node)
        if placed.node.type not in _IDENTIFIERS or not self._is_changed(source, where.owner, name):
            return None
        visible = source.settings(where.owner, name, where.functions)
        changes = [one for one in source.calls if one.receiver == name and one.where.owner == where.owner]
        parts = [key for key in source.assigned if key[0] == where.owner and key[1].startswith(f"{name}.")]
        others = {key[1] for key in source.assigned if key[0] == where.owner}
        if any(name in self._same(source, where.owner, one) for one in others):
            return None
        # Who is given it may put something into it.
        handed = any(given.text == name for one in source.calls for given in one.positional)
        if len(visible) != 1 or parts or handed or visible[0][2] == NOTHING:
            return None
        functions, _, span = visible[0]
        start = self._placed(span, source, _within(functions, source, where))
        if start is None or start.node.type not in kinds:
            return None
        found: list[tuple[Call, list[Node]]] = []
        for one in (each for each in changes if each.method in _CHANGING):
            listed = one.node.child_by_field_name("arguments")
            once = one.where.functions == functions and not one.where.own_loop
            given = [each for each in listed.named_children if each.type != "comment"] if listed else []
            if not once or one.node.start_byte > placed.node.start_byte:
                return None
            if any(each.type in (*SPREADS, "keyword_argument") for each in given):
                return None
            found.append((one, given))
        return start, found

    def filled(self, placed: Placed) -> tuple[Placed, list[tuple[str, Placed | None]]] | None:
        """An object that is written out, and what is put into it by a key before it is used; None for others.

        What is put in perhaps alone, or later, has no value here.
        """
        source, where, name = placed.source, placed.where, _text(placed.node)
        visible = source.settings(where.owner, name, where.functions)
        made = [one for one in visible if one[2] != NOTHING]
        entries = [
            one for one in source.entries.get((where.owner, name), ())
            if made and one.where.functions[: len(made[0][0])] == made[0][0]
        ]  # fmt: skip
        if placed.node.type not in _IDENTIFIERS or not entries:
            return None
        # ``name[key] = value`` leaves a setting without a value as well; more are no entries.
        around = (where.functions[: len(one.where.functions)] == one.where.functions for one in entries)
        subscripts = sum(seen and not one.is_field for seen, one in zip(around, entries, strict=True))
        changes = (one for one in source.calls if one.receiver == name and one.method in _CHANGING)
        others = {key[1] for key in source.assigned if key[0] == where.owner}
        if (
            len(made) != 1
            or len(visible) != 1 + subscripts
            or any(one.key is None for one in entries)
            or any(one.where.owner == where.owner for one in changes)
            or any(name in self._same(source, where.owner, one) for one in others)
            or any(given.text == name for one in source.calls for given in one.positional)
            or re.search(rf"\b(?:del|delete)\s+{re.escape(name)}\b", source.text)
        ):
            return None
        functions, _, span = made[0]
        there = _within(functions, source, where)
        start = self._placed(span, source, there)
        if start is None:
            return None
        found: list[tuple[str, Placed | None]] = []
        for one in entries:
            once = one.where.functions == functions and not (one.where.own_loop or one.where.branched)
            before = one.value.start_byte < placed.node.start_byte
            own = Placed(node=one.value, source=source, where=replace(one.where, frame=there.frame))
            found.append((one.key or "", own if once and before else None))
        return start, found

    def _placed(self, span: tuple[int, int], source: Source, where: Where) -> Placed | None:
        node = source.root.descendant_for_byte_range(*span) if source.root is not None else None
        return Placed(node=node, source=source, where=where) if node is not None else None

    def taken_from(self, placed: Placed) -> tuple[Placed, str] | None:
        """What a name is taken out of, and under which key: ``const { region } = Stack.of(this)``."""
        name, source, where = _text(placed.node), placed.source, placed.where
        found = self._setting(name, source, where) if placed.node.type in _IDENTIFIERS else None
        part = found[2] if found is not None else None
        if found is None or part is None or not part.key or part.default is not None:
            return None
        whole = self._whole(part, source, found[0])
        return (whole, part.key) if whole is not None else None

    def _whole(self, part: Part, source: Source, where: Where) -> Placed | None:
        """The object that a name is taken out of."""
        if isinstance(part.whole, int):
            return where.frame.given.get(part.whole) if where.frame is not None else None
        return Placed(node=part.whole, source=source, where=where)

    def _part(self, part: Part, source: Source, where: Where) -> Placed | None:
        whole = self._whole(part, source, where)
        if whole is None or not part.key:
            return whole
        found = self.member(whole, part.key)
        if found is None and part.default is not None and self.lacks(whole, part.key):
            return Placed(node=part.default, source=source, where=where)
        return found

    def _of_module(self, name: str, source: Source) -> Placed | None:
        """What the module sets where neither the class nor its functions do."""
        found = source.settings("", name, ())
        if not found:
            return self._from_elsewhere(name, source)
        frame = self._modules.get(source.name)
        if len(found) != 1 or found[0][2] == NOTHING or source.root is None:
            return None
        if self._is_changed(source, "", name):
            return None
        return self._placed(found[0][2], source, inside(source.root, "", (), frame))

    def _from_elsewhere(self, name: str, source: Source) -> Placed | None:
        """What another module of the application sets."""
        bound = next((one for one in source.imports if one.local == name and one.name), None)
        other = self._module(source, bound.module) if bound is not None else None
        return self._of_module(bound.name, other) if bound is not None and other is not None else None

    def _module(self, source: Source, module: str) -> Source | None:
        """The source that a module's name means."""
        if source.python:
            paths = [posixpath.join(*module.lstrip(".").split("."))] if module.strip(".") else []
            bases = [posixpath.dirname(source.name), self.application.root]
            names = [f"{one}{suffix}" for one in paths for suffix in (".py", "/__init__.py")]
        elif module.startswith("."):
            bases = [posixpath.dirname(source.name)]
            stem = re.sub(r"\.[cm]?[jt]s\Z", "", module)
            names = [f"{stem}{suffix}" for suffix in (*SCRIPTS, *(f"/index{one}" for one in SCRIPTS))]
        else:
            return None
        for base in bases:
            for name in names:
                path = posixpath.normpath(posixpath.join(base, name))
                if path != source.name and self.application.files.has(path):
                    return self.application.source(path)
        return None

    def _static(self, name: str, key: str, source: Source) -> Placed | None:
        """A field of a class that all its objects share."""
        for other, owner in self._class(name, source):
            # Python's stand in the class by their own name.
            own = f"{other.shape.own}{key}"
            called = key if other.python else own
            names = (owner, name, f"{owner}.{key}", f"{name}.{key}")
            if any(one in names or ((by, one) == (owner, own)) for _, by, one in self._changed):
                return None
            found = [one for one in other.assigned.get((owner, called), ()) if not one[0]]
            if len(found) == 1 and found[0][2] != NOTHING and other.root is not None:
                return self._placed(found[0][2], other, inside(other.root, owner, (), None))
        return None

    def member(self, placed: Placed, key: str) -> Placed | None:
        """What ``object.key`` stands for."""
        if _text(placed.node) == placed.source.shape.own.rstrip("."):
            instance = placed.where.frame.instance if placed.where.frame is not None else None
            return self._field(instance, key) if instance is not None else None
        if (
            placed.node.type == "identifier"
            and self._name(_text(placed.node), placed.source, placed.where) is None
        ):
            return self._static(_text(placed.node), key, placed.source)
        end = self.followed(placed)
        if end.node.type in ("object", "dictionary"):
            return self._entry(end, key, 0)
        instance = self.instance(end)
        return self._field(instance, key) if instance is not None else None

    def rest_of(self, placed: Placed) -> dict[str, Placed] | None:
        """What a function is given by name beside its parameters, where that is what an expression is."""
        frame = placed.where.frame
        function = placed.source.functions.get(frame.start) if frame is not None else None
        if frame is None or function is None or placed.node.type != "identifier":
            return None
        name = f"**{_text(placed.node)}"
        return frame.rest if any(one.name == name for one in function.parameters) else None

    def lacks(self, placed: Placed, key: str) -> bool:
        """An object is known wholly, and has nothing of that name."""
        end = self.followed(placed)
        if end.node.type not in ("object", "dictionary"):
            return False
        return all(
            _entry_key(one) not in (key, None) or (
                one.type in ("spread_element", "dictionary_splat") and bool(one.named_children)
                and self.lacks(Placed(node=one.named_children[0], source=end.source, where=end.where), key)
            )
            for one in end.node.named_children
            if one.type != "comment"
        )  # fmt: skip

    def _entry(self, end: Placed, key: str, depth: int) -> Placed | None:
        """An object's entry; later ones win, and what is not known may have it."""
        for one in reversed(end.node.named_children):
            if one.type == "comment":
                continue
            if one.type in ("spread_element", "dictionary_splat") and one.named_children and depth < DEEPEST:
                inner = self.followed(Placed(node=one.named_children[0], source=end.source, where=end.where))
                if inner.node.type not in ("object", "dictionary"):
                    # The fields of an object of the application; what else it has its bases may set. What
                    # Python takes out of an object are no fields.
                    instance = self.instance(inner) if not end.source.python else None
                    return self._field(instance, key) if instance is not None else None
                if (found := self._entry(inner, key, depth + 1)) is not None:
                    return found
                if not self.lacks(inner, key):
                    return None
            elif (name := _entry_key(one)) is None:
                return None
            elif name == key:
                node = one.child_by_field_name("value") if one.type == "pair" else one
                return Placed(node=node, source=end.source, where=end.where) if node is not None else None
        return None

    def _field(self, instance: Instance, key: str) -> Placed | None:
        """What an object's field is set to, by the one place that sets it."""
        found: list[Placed] = []
        for source, owner in instance.classes:
            frames = [one for one in instance.frames if one.source is source and one.owner == owner]
            for functions, _, span in source.assigned.get((owner, f"{source.shape.own}{key}"), ()):
                start = start_of(functions, source)
                runs = [one for one in frames if one.start == start]
                if len(runs) != 1 or span == NOTHING:
                    return None
                if source.root is None or self._is_changed(source, owner, f"{source.shape.own}{key}"):
                    return None
                where = inside(source.root, owner, functions, runs[0])
                placed = self._placed(span, source, where)
                found.extend([placed] if placed is not None else [])
            maker = self._method([(source, owner)], *CONSTRUCTORS)
            for parameter in maker[1].parameters if maker is not None else ():
                if parameter.is_field and parameter.name == key:
                    given = [
                        one.given.get(key)
                        for one in frames
                        if maker is not None and one.start == maker[1].start
                    ]
                    found.extend(one for one in given if one is not None)
        return found[0] if len(found) == 1 else None

    def _returned(self, frame: Frame) -> Placed | None:
        """What a run gives back, where one statement alone does."""
        function = frame.source.functions.get(frame.start)
        body = function.node.child_by_field_name("body") if function is not None else None
        if function is None or body is None:
            return None
        where = inside(body, frame.owner, function.functions, frame)
        if body.type not in ("statement_block", "block"):
            return Placed(node=body, source=frame.source, where=where)
        found = list(_returns(body, frame.source))
        if len(found) != 1 or not found[0].named_children:
            return None
        return Placed(node=found[0].named_children[0], source=frame.source, where=where)

    def text(self, placed: Placed, depth: int = 0) -> str | None:
        """The text that an expression is, where all of it is known."""
        end = self.followed(placed)
        known = literal(end.node)
        if known is not None or depth > DEEPEST:
            return known
        if end.node.type in ("number", "integer"):
            return _text(end.node)
        if end.node.type in ("binary_expression", "binary_operator"):
            sides = end.node.named_children
            operator = end.node.child_by_field_name("operator")
            if operator is None or _text(operator) != "+":
                return None
        elif end.node.type in ("string", "template_string"):
            sides = end.node.named_children
        else:
            return None
        found = ""
        for one in sides:
            if one.type in ("string_start", "string_end"):
                continue
            if one.type in ("string_fragment", "string_content"):
                found += _text(one)
                continue
            inner = one.named_children[0] if one.type in ("template_substitution", "interpolation") else one
            piece = self.text(Placed(node=inner, source=end.source, where=end.where), depth + 1)
            if piece is None:
                return None
            found += piece
        return found


def inside(node: Node, owner: str, functions: tuple[int, ...], frame: Frame | None) -> Where:
    """A place in a body of which no more is known."""
    return Where(owner=owner, functions=functions, block=0, statement=node, looped=False, frame=frame)


def place_of(source: Source, node: Node, frame: Frame | None) -> Place:
    return source.name, node.start_byte, node.end_byte, frame


def is_of_base(source: Source, call: Call) -> bool:
    """A constructor hands something to that of its base."""
    if source.python:
        return call.method == "__init__" and call.receiver.startswith("super(")
    return call.method == "super" and not call.receiver


def or_else(node: Node) -> Node | None:
    """The first side of ``a || b``: what an expression is unless that is nothing."""
    operator = node.child_by_field_name("operator")
    left = node.child_by_field_name("left")
    return left if operator is not None and _text(operator) in ("||", "??", "or") else None


def start_of(functions: tuple[int, ...], source: Source) -> int:
    """Where the innermost function begins that has a name, or round of something."""
    return next((one for one in reversed(functions) if one in source.functions or one in source.rounds), 0)


def _within(functions: tuple[int, ...], source: Source, where: Where) -> Where:
    """The place of what sets something that is seen from ``where``."""
    return replace(where, functions=functions, frame=_around(functions, source, where.frame))


def _around(functions: tuple[int, ...], source: Source, frame: Frame | None) -> Frame | None:
    """The run of the body that sets something, from inside of it."""
    start = start_of(functions, source)
    while frame is not None and frame.start != start:
        frame = frame.outer
    return frame


def _entry_key(node: Node) -> str | None:
    """The key of an object's entry; None where that is computed, or the entry is something else."""
    if node.type == "shorthand_property_identifier":
        return _text(node)
    key = node.child_by_field_name("key") if node.type == "pair" else None
    if key is None:
        return _method_name(node)
    return _text(key) if key.type in ("property_identifier", "number") else literal(key)


def _method_name(node: Node) -> str | None:
    name = node.child_by_field_name("name") if node.type == "method_definition" else None
    return _text(name) if name is not None else None


def _returns(node: Node, source: Source) -> Iterator[Node]:
    for one in node.named_children:
        if one.type == "return_statement":
            yield one
        elif one.type not in source.shape.functions and one.type not in source.shape.classes:
            yield from _returns(one, source)


def _stem(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
