"""The steps of a plan as text: splices and lines put into the sources of a CDK application."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policywright.analyzers.infrastructure.cdk.application import Application, Found
from policywright.analyzers.infrastructure.cdk.calls import (
    ADDERS,
    ADDS_ACTIONS,
    ADDS_POLICY,
    ADDS_RESOURCES,
    ALL_RESOURCES,
    Granting,
    aws_policy,
    camel,
    variable_of,
)
from policywright.analyzers.infrastructure.cdk.records import Call, Construct, Source
from policywright.analyzers.infrastructure.cdk.source import literal, parsed
from policywright.analyzers.infrastructure.changes import FilePatch, NewStatement
from policywright.analyzers.infrastructure.editing.cdk_imports import Imports
from policywright.analyzers.infrastructure.editing.cdk_names import Names, names_at
from policywright.analyzers.infrastructure.editing.cdk_removal import Removal, is_in, is_within
from policywright.analyzers.infrastructure.editing.cdk_steps import Added, Reduced, Renamed, Step, Unlisted
from policywright.analyzers.infrastructure.editing.cdk_values import (
    Scope,
    Style,
    call_text,
    heads_of,
    list_text,
    resource_texts,
)
from policywright.analyzers.infrastructure.editing.yaml_style import newline_of
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.references import Attribute, references_of
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import alternatives

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_ABOVE = re.compile(rb"\n[ \t]*\r?\n\Z")
_EMPTY = re.compile(rb"[ \t]*\r?\n")
_TASKS = "TaskDefinition"
_SID = re.compile(r"\bsid[:=]")

_OF_APPLICATION = re.compile(r"(?:Stack|Stage|App)\Z")
"""How the classes are called that are made of an application."""


@dataclass(slots=True, eq=False)
class _File:
    """The changes of one source."""

    source: Source
    style: Style
    imports: Imports
    gone: Removal
    splices: dict[tuple[int, int], bytes] = field(default_factory=dict)
    inserted: dict[int, list[str]] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)
    """Imports that what is inserted takes."""
    calls: set[tuple[int, str]] = field(default_factory=set)
    """What is called, with the block that it is called in."""
    said: list[tuple[int, str]] = field(default_factory=list)
    """Line and words of each change."""
    named: dict[int, str] = field(default_factory=dict)
    """The variables that constructs which were kept in none have got, by where their statements begin."""

    def copy(self) -> _File:
        return replace(
            self, gone=self.gone.copy(), splices=dict(self.splices),
            inserted={line: list(one) for line, one in self.inserted.items()},
            wanted=set(self.wanted), calls=set(self.calls), said=list(self.said), named=dict(self.named),
        )  # fmt: skip


class Writer:
    """Writes steps into an application's sources; nothing leaves it before ``patches``."""

    def __init__(self, application: Application, stack: Stack) -> None:
        self.application, self.stack = application, stack
        self.references = references_of(stack)
        self._files: dict[str, _File] = {}

    def write(self, steps: Sequence[Step]) -> str:
        """Takes all steps of a role, or none of them: then it says why not.

        What one step takes away, another one may be meant to give again.
        """
        before = {name: file.copy() for name, file in self._files.items()}
        try:
            for step in steps:
                self._write(step)
            for file in self._files.values():
                file.gone.spans()
        except Refused as error:
            self._files = before
            return str(error)
        return ""

    def fails(self, steps: Sequence[Step]) -> bool:
        """Whether steps can't be written by themselves."""
        return bool(Writer(self.application, self.stack).write(steps))

    def _write(self, step: Step) -> None:
        match step:
            case Added():
                self._add(step)
            case Renamed():
                self._rename(step)
            case Reduced():
                self._reduce(step)
            case Unlisted():
                self._unlist(step)

    def patches(self, refused: list[str]) -> list[FilePatch]:
        """The sources as they come out; where one would not be read any more, the reason, and none of them.

        What goes from one source may be given in another.
        """
        found, wrong = [], []
        for name in sorted(self._files):
            file = self._files[name]
            before = file.source.text
            try:
                after = _spliced(file)
            except Refused as error:
                wrong.append(f"{name}: nothing is changed: {error}")
                continue
            mark = self.application.files.mark(name)
            said = dict.fromkeys(text for _, text in sorted(file.said))
            found.append(FilePatch(file=name, before=mark + before, after=mark + after, said=tuple(said)))
        refused.extend(wrong)
        return [] if wrong else found

    def _file(self, source: Source) -> _File:
        if source.name not in self._files:
            style = Style.of(source.text, python=source.python)
            file = _File(source, style, Imports(source, style), Removal(source))
            file.calls = {
                known for one in source.calls for known in _known_by(one.where.block, one.node.text or b"")
            }
            self._files[source.name] = file
        return self._files[source.name]

    def _say(self, file: _File, call: Call, text: str) -> None:
        file.said.append((call.line, f"{file.source.name}:{call.line}: {text}"))

    # --- what is added ---

    def _add(self, step: Added) -> None:
        near = step.near.construct
        file = self._file(step.near.source)
        variable = self._named(near, file)
        variables = {**step.names, **names_at(self.application, self.stack, step.near)}
        indentation = _indentation(near.call.where.statement, file.source)
        if step.method is not None:
            known = variables[step.on]
            grantee = variable
            if near.kind.endswith(_TASKS):
                grantee = f"{grantee}.{file.style.name('taskRole')}"
            text = f"{indentation}{known[0]}.{file.style.name(step.method.name)}({grantee}){file.style.end}\n"
            self._insert(file, near, max(near.line, known[2]), text)
            return
        for statement in step.statements:
            scope = self._scope(file, near, variables)
            adder = file.style.name(ADDERS[near.kind])
            text, after = call_text(f"{variable}.{adder}", statement, scope, indentation)
            place = step.instead.call.where.statement if step.instead is not None else None
            line = place.end_point[0] + 1 if place is not None else near.line
            if self._insert(file, near, max(line, after), text):
                file.wanted |= file.imports.needed(scope)
                file.gone.taken += [place] if place is not None else []

    def _insert(self, file: _File, near: Construct, line: int, text: str) -> bool:
        """Puts lines behind one; False where the block has that call already."""
        calls = _known_by(near.call.where.block, text.encode())
        if not file.calls.isdisjoint(calls):
            return False
        file.calls.update(calls)
        file.inserted.setdefault(line, []).append(text)
        return True

    def _named(self, near: Construct, file: _File) -> str:
        """The variable of a construct; one that is kept in none gets one, called like it."""
        if near.variable is not None:
            return near.variable
        start = near.call.where.statement.start_byte
        if start not in file.named:
            words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", near.id) or ["construct"]
            snake = "_".join(words).lower()
            name = re.sub(r"^(?=\d)", "_", snake if file.style.python else camel(snake))
            while name in file.source.counts or name in file.named.values():
                name += "_" if file.style.python else "Construct"
            file.splices[start, start] = f"{'' if file.style.python else 'const '}{name} = ".encode()
            file.named[start] = name
        return file.named[start]

    def _scope(self, file: _File, near: Construct, variables: Names) -> Scope:
        own = file.source.shape.own.rstrip(".")
        is_stack = file.source.is_stack(near.owner) and near.scope == own
        return Scope(
            stack=self.stack, style=file.style, iam=file.imports.statement(), variables=variables,
            place=own if is_stack else f"{file.imports.stack()}.of({near.scope})", of_stack=not is_stack,
            environment=self.application.environment,
        )  # fmt: skip

    # --- what is changed ---

    def _rename(self, step: Renamed) -> None:
        granting = step.granting
        file = self._file(granting.source)
        node = granting.call.method_node
        if granting.call.receiver.endswith(".grants"):
            raise Refused(f"{granting.place}: {granting.said}: only {step.method.name} is needed")
        names = [file.style.name(one.name) for one in (step.method, *step.more)]
        if names[0] != granting.call.method:
            file.splices[node.start_byte, node.end_byte] = names[0].encode()
        for name in names[1:]:
            self._repeat(granting.call, name, file)
        said = " and ".join(map(granting.said_as, names))
        self._say(file, granting.call, f"{granting.said} becomes {said}")

    def _repeat(self, call: Call, name: str, file: _File) -> None:
        """The statement of a call once more behind it, with another method."""
        statement, data, method = call.where.statement, file.source.data, call.method_node
        text = (
            _indentation(statement, file.source).encode()
            + data[statement.start_byte : method.start_byte]
            + name.encode()
            + data[method.end_byte : statement.end_byte]
        ).decode("utf-8", "surrogatepass")
        known = _known_by(call.where.block, text.encode("utf-8", "surrogatepass"))
        if file.calls.isdisjoint(known):
            file.calls.update(known)
            file.inserted.setdefault(statement.end_point[0] + 1, []).append(f"{text}\n")

    def _reduce(self, step: Reduced) -> None:
        granting = step.granting
        file = self._file(granting.source)
        if not step.actions:
            if granting.statement is not None and granting.call.method == "PolicyStatement":
                file.gone.element(granting.call.node)
            else:
                file.gone.call(granting.call)
            if granting.defined is not None:
                file.gone.statements.append(granting.defined.where.statement)
            if granting.is_kept:
                file.gone.statements.append(_setting(granting))
            for one in granting.later:
                file.gone.call(one)
            self._say(file, granting.call, f"{granting.said} goes")
        elif step.statement is not None:
            self._rewrite(step, file)
        else:
            left = {one.lower() for one in step.actions}
            gone = [one.node for one in granting.literals if (literal(one.node) or "").lower() not in left]
            for node in gone:
                file.gone.element(node)
            self._say(file, granting.call, f"{granting.said} gives {', '.join(step.actions)} alone")

    def _rewrite(self, step: Reduced, file: _File) -> None:
        """A statement of the source says what a new one does."""
        granting, new, held = step.granting, step.statement, step.before
        assert new is not None and held is not None
        if len(new.conditions) != len(held.conditions):
            raise Refused(f"{granting.place}: {granting.said} wants a condition: {_conditions(new)}")
        given = {one.name: one.node for one in granting.statement or ()}
        before = {
            form(self.references.canonical(one)) for value in held.resources for one in alternatives(value)
        }
        after = {form(self.references.canonical(one)) for one in new.resources}
        if before != after:
            place = _place_of(granting, given.get("resources"))
            at = place if isinstance(place, Call) else granting.defined or granting.call
            listed = _arguments_of(place) if isinstance(place, Call) else place.named_children
            written = [(one.text or b"").decode("utf-8", "replace") for one in listed]
            texts = self._resources(granting, at, new, file, heads_of(written, before))
            if isinstance(place, Call):
                name = file.style.name(ADDS_RESOURCES)
                file.splices[place.method_node.start_byte, place.method_node.end_byte] = name.encode()
                file.splices[_arguments(place)] = ", ".join(texts).encode()
            else:
                file.splices[place.start_byte, place.end_byte] = self._list(place, texts, file)
        said = {form(one).lower() for one in held.actions}
        if _lower(new.actions) != said:
            self._actions(granting, new, said, file)
        sid = given.get("sid")
        if sid is not None and new.sid and held.sid and new.sid != held.sid == literal(sid):
            file.splices[sid.start_byte, sid.end_byte] = file.style.text(new.sid).encode()
        self._say(file, granting.call, f"{granting.said} says {', '.join(new.actions)}")

    def _actions(self, granting: Granting, new: NewStatement, said: set[str], file: _File) -> None:
        """The statement's actions: what goes is taken out where it stands; the last one takes what is new."""
        wanted = _lower(new.actions)
        added = [file.style.text(one) for one in new.actions if one.lower() not in said]
        adders = [one for one in granting.later if camel(one.method) == ADDS_ACTIONS]
        lists: list[Node | Call] = [*([granting.listed] if granting.listed is not None else []), *adders]
        elements = [*(one.node for one in granting.literals), *granting.others]
        elements.sort(key=lambda one: one.start_byte)
        for number, place in enumerate(lists):
            inside = place.node if isinstance(place, Call) else place
            own = [one for one in elements if is_within(one, inside)]
            kept = [one for one in own if one in granting.others or (literal(one) or "").lower() in wanted]
            last = number == len(lists) - 1
            if len(kept) == len(own) and not (last and added):
                continue
            texts = [(one.text or b"").decode("utf-8", "replace") for one in kept]
            texts += added if last else []
            if kept and not (last and added):
                for one in own:
                    if one not in kept:
                        file.gone.element(one)
            elif not isinstance(place, Call):
                file.splices[place.start_byte, place.end_byte] = self._list(place, texts, file)
            elif texts:
                file.splices[_arguments(place)] = ", ".join(texts).encode()
            else:
                file.gone.call(place)

    def _resources(
        self, granting: Granting, call: Call, new: NewStatement, file: _File, heads: dict[str, str]
    ) -> list[str]:
        """The resources as the place of a call can say them."""
        place = Construct(id="", kind="", scope=_scope_of(file.source, call), variable=None, call=call)
        near = Found(source=granting.source, construct=place)
        variables = names_at(
            self.application, self.stack, near, before=call.where.statement.start_point[0] + 1
        )
        for value in new.resources:
            first = next(iter(self.references.native(value)), None)
            if isinstance(first, Attribute) and first.id not in variables:
                raise Refused(
                    f"{granting.place}: {granting.said}: {', '.join(new.actions)} is needed on {first.id} "
                    "alone, which can't be named there"
                )
        scope = self._scope(file, place, variables)
        scope.heads = heads
        texts = resource_texts(new.resources, scope)
        file.wanted |= file.imports.needed(scope) if scope.needs_stack else set()
        return texts

    def _list(self, node: Node, texts: list[str], file: _File) -> bytes:
        indentation = _indentation(node, file.source)
        several = b"\n" in (node.text or b"") and len(texts) > 1
        lines = list_text(texts, indentation, file.style, last="")
        if several and len(lines) == 1:
            lines = ["[", *(f"{indentation}{file.style.step}{one}," for one in texts), f"{indentation}]"]
        return newline_of(file.source.text).join(lines).encode()

    def _unlist(self, step: Unlisted) -> None:
        """An AWS managed policy goes: out of the construct's list, or with the call that adds it."""
        found: list[tuple[Source, Call]] = []
        for source in self.application.sources:
            for call in source.calls:
                name = aws_policy(call, lambda one: literal(one.node)) or ""
                same = name.rpartition("/")[2] == step.policy.rpartition("/")[2]
                if same and self._is_given(source, call, step):
                    found.append((source, call))
        if len(found) != 1:
            raise Refused(
                f"{step.policy}: where it is attached can't be told ({step.near.place}); take it out"
            )
        ((source, call),) = found
        file = self._file(source)
        if (adding := _adding(source, call)) is not None:
            file.gone.call(adding)
        else:
            file.gone.element(call.node)
        self._say(file, call, f"{step.policy} goes")

    def _is_given(self, source: Source, call: Call, step: Unlisted) -> bool:
        """It is in the construct's own call, or handed to what adds it to the construct's role."""
        if any(
            one.call.node.start_byte <= call.node.start_byte and call.node.end_byte <= one.call.node.end_byte
            for one in step.constructs
            if one in source.constructs
        ):
            return True
        adding = _adding(source, call)
        return (
            adding is not None
            and source.made_by(variable_of(adding.receiver), adding.where) in step.constructs
        )


def _adding(source: Source, call: Call) -> Call | None:
    """The call that adds the policy which a call names: the same one, or that which it is an argument of."""
    about = (one for one in source.calls if one is call or _is_argument(call.node, one))
    return next((one for one in about if camel(one.method) == ADDS_POLICY), None)


def _is_argument(node: Node, call: Call) -> bool:
    return any(
        one.node.start_byte == node.start_byte and one.node.end_byte == node.end_byte
        for one in call.arguments
    )


def _arguments(call: Call) -> tuple[int, int]:
    """The span between a call's parentheses."""
    listed = call.node.child_by_field_name("arguments")
    assert listed is not None
    return listed.start_byte + 1, listed.end_byte - 1


def _arguments_of(call: Call) -> list[Node]:
    listed = call.node.child_by_field_name("arguments")
    return [] if listed is None else listed.named_children


def _place_of(granting: Granting, listed: Node | None) -> Node | Call:
    """Where a statement says its resources: a list, or the one call that adds them."""
    adders = [one for one in granting.later if camel(one.method) in (ADDS_RESOURCES, ALL_RESOURCES)]
    places: list[Node | Call] = [*([listed] if listed is not None else []), *adders]
    if len(places) != 1:
        where = "are not written there" if not places else "are written in several places"
        raise Refused(f"{granting.place}: {granting.said}: its resources {where}")
    return places[0]


def _setting(granting: Granting) -> Node:
    """The statement that sets the variable which a statement's actions are kept in, and nothing else."""
    node = granting.listed
    while node is not None and node.type not in granting.source.shape.statements:
        node = node.parent
    if node is None or len(node.named_children) != 1:
        raise Refused(f"{granting.place}: {granting.said}: what its actions are kept in can't be taken out")
    return node


def _lower(texts: tuple[str, ...]) -> set[str]:
    return {one.lower() for one in texts}


def _conditions(new: NewStatement) -> str:
    return ", ".join(f"{key} {operator}" for operator, key, _ in new.conditions)


def _scope_of(source: Source, call: Call) -> str:
    """What constructs of the place are made in: no stacks, which an application is the scope of."""
    functions = call.where.functions
    there = [
        one.scope
        for one in source.constructs
        if one.owner == call.where.owner
        and not (_OF_APPLICATION.search(one.kind) or source.is_stack(one.kind))
        and one.call.where.functions == functions[: len(one.call.where.functions)]
    ]
    return there[-1] if there else source.shape.own.rstrip(".")


def _known_by(block: int, text: bytes) -> set[tuple[int, str]]:
    """What a call is known by in a block: its text, and where it names a statement, that without resources.

    What a statement is on may have another name there once the grant is gone that told it.
    """
    whole = _compact(text)
    head, resources, _ = whole.partition("resources")
    return {(block, whole), *([(block, head)] if resources and _SID.search(head) else [])}


def _compact(text: bytes) -> str:
    """A call in a form that compares."""
    return re.sub(r",(?=[)\]}])", "", re.sub(r"\s+|;", "", text.decode("utf-8", "replace")))


def _indentation(node: Node, source: Source) -> str:
    line = source.data.split(b"\n")[node.start_point[0]]
    return line[: len(line) - len(line.lstrip(b" \t"))].decode()


def _spliced(file: _File) -> str:
    """The new text; it has to be read as well as the one before."""
    source = file.source
    gone = file.gone.spans()
    if not file.splices and not file.inserted and not gone:
        return source.text
    text = source.data
    newline = newline_of(source.text)
    inserted = {line: list(texts) for line, texts in file.inserted.items()}
    for line, one in file.imports.lines(file.wanted):
        inserted.setdefault(line, []).insert(0, f"{one}\n")
    ends = [0, *(found.end() for found in re.finditer(rb"\n", text))]
    if ends[-1] != len(text):
        ends.append(len(text))
    splices = {span: new for span, new in file.splices.items() if not any(is_in(span, one) for one in gone)}
    splices.update(dict.fromkeys(gone, b""))
    for line, texts in inserted.items():
        at = ends[min(line, len(ends) - 1)]
        body = "".join(texts).replace("\n", newline).encode()
        if at and text[at - 1 : at] != b"\n":
            body = newline.encode() + body
        splices[at, at] = body
    previous = len(text) + 1
    for (start, end), new in sorted(splices.items(), reverse=True):
        if end > previous:
            raise Refused("two changes are at the same place")
        blank = _EMPTY.match(text, end) if not new and _ABOVE.search(text, 0, start) else None
        # Of two blank lines around what goes, one is left.
        text = text[:start] + new + text[end if blank is None else blank.end() :]
        previous = start
    after = text.decode("utf-8", "surrogatepass")
    if parsed(source.name, after).has_error and not parsed(source.name, source.text).has_error:
        raise Refused("the result could not be read")
    return after
