"""Serverless Framework variables resolved: nodes of a service in, nodes without variables out.

A node that comes from another file keeps its own tree and path, so that spans and sites are right. What
only a deployment knows is a *mark*, one private character in the text, for which ``Variables.restored``
puts the value: holes of kind ``parameter`` named as the variable stands inside ``${...}`` (``sls:stage``,
``env:TABLE``), or the region and account of the deployment.

The stage is such a hole although it has a default: ``deploy --stage prod`` changes it. Where a variable is
looked up *by* stage (``${self:custom.tables.${sls:stage}}``) the values of all stages are alternatives; a
whole mapping is that of the default stage, and those of the other ones are told by ``alike``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from policywright.analyzers.infrastructure.choosing import are_names
from policywright.analyzers.infrastructure.cloudformation.strings import one_of
from policywright.analyzers.infrastructure.model import Path, Problem, ProblemCode
from policywright.analyzers.infrastructure.project import ProjectFiles, inside_root
from policywright.analyzers.infrastructure.serverless.marks import MARK, Marks, TooManyError
from policywright.analyzers.infrastructure.serverless.syntax import (
    Literal,
    Piece,
    Pseudo,
    Source,
    Variable,
    pieces,
)
from policywright.analyzers.infrastructure.yaml_nodes import Node, Tree, parse
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.texts import whole
from policywright.knowledge.values import Const, Hole, Text, Unknown, Value, alternatives

MAX_STEPS = 20_000
"""Variables that are resolved for one service."""
MAX_DEPTH = 40
"""Variables that lead from one to the next."""
MAX_NODES = 300_000
"""Nodes of a service when all variables are resolved."""
MAX_CHARACTERS = 10_000_000
"""Characters of all texts that variables are put into; CloudFormation takes a template of 1 MB."""
MAX_CHOICES = 16
"""Values by stage that are told apart; of more it is not known which one is meant."""
_READABLE = (".yml", ".yaml", ".json")
STAGE = Text((Hole(kind="parameter", name="sls:stage"),))
REGION = Text((Hole(kind="region"),))
ACCOUNT = Text((Hole(kind="account"),))
PARTITION = Text((Hole(kind="partition"),))
_ENVIRONMENT = "environment"
_NAMING = ("self:", "file(")
"""Variables that are a name for something written elsewhere."""
_STAGE_ALONE = "${sls:stage}"
_IN_AWS = ("ssm", "cf", "s3")
"""Sources of variables that are AWS's: parameters, outputs of stacks, objects."""
_OF_REGION = re.compile(rf"({'|'.join(_IN_AWS)})\.(\$\{{[^}}]*\}}|[\w-]+)\s*:\s*(.*)\Z", re.DOTALL)
_PSEUDO = {"AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::Partition": PARTITION}
_RESOURCE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z0-9.]+)?\Z")
_QUEUE_URL = Text((
    "https://sqs.", Hole(kind="region"), ".amazonaws.com/", Hole(kind="account"), "/", Hole(kind="unknown"),
))  # fmt: skip
"""What serverless-lift gives for a queue; its name has a suffix that the deployment makes up."""
_FOR_ALL_STAGES = (("params", "default"), ("stages", "default", "params"))
"""Where parameters are that every stage has."""
_MISSING = object()
_BEYOND = object()
"""Below a value that only a deployment knows."""
_Found = Node | Value
_Place = tuple[str, Path]
"""A file, and where in it."""


@dataclass(slots=True, eq=False)
class Variables:
    """The variables of one service; ``root`` is its configuration as written."""

    files: ProjectFiles
    tree: Tree
    root: Node
    directory: str
    problems: list[Problem] = field(default_factory=list)
    read: dict[str, Tree | None] = field(default_factory=dict)
    """Other files that were looked into."""
    marks: Marks = field(default_factory=Marks)
    choices: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Texts among which the stage chooses, with the shortest variable that is one of them. A single text is
    what functions are given by that variable, whatever the stage is."""
    undeclared: dict[str, None] = field(default_factory=dict)
    """Variables that are not set anywhere here."""
    looked_up: dict[tuple[str, str, str], Node] = field(default_factory=dict)
    """What the framework asks AWS for before it deploys: source, region or nothing, and what of it."""
    others: dict[_Place, list[_Found]] = field(default_factory=dict)
    """What stands on other stages in place of a structure, by where that is."""
    _known: dict[tuple[int, str], object] = field(default_factory=dict)
    _busy: set[tuple[int, str]] = field(default_factory=set)
    _on_the_way: list[tuple[str, Path]] = field(default_factory=list)
    _steps: int = 0
    _characters: int = 0
    _stage: str | None = None

    def expanded(self, node: Node) -> Node:
        """A copy of a node without variables; never raises."""
        try:
            found = self._node(node, 0)
            if sum(1 for _ in islice(found.walk(), MAX_NODES + 1)) > MAX_NODES:
                raise TooManyError(f"more than {MAX_NODES:,} nodes")
            return found
        except (TooManyError, RecursionError) as error:
            self._problem(node, f"{str(error) or 'nested too deep'}; not resolved")
            return _with(node, None)

    def mark(self, value: Value) -> str:
        """The character that stands for a value in the texts of nodes."""
        return self.marks.mark(value)

    def restored(self, thing: Any) -> Any:
        """A value, record or tuple with the marks in its strings replaced."""
        return self.marks.restored(thing)

    def written(self, text: str) -> str:
        """A text with its marks as variables again."""
        return self.marks.written(text)

    def is_known(self, text: str) -> bool:
        """Whether a text has no marks."""
        return not MARK.search(text)

    def alike(self, node: Node) -> list[_Found]:
        """A node, and what stands in its place on other stages; no value where nothing does."""
        found: dict[_Place, Node] = {}
        values: list[_Found] = []
        left = [node]
        while left and len(found) <= MAX_CHOICES:
            one = left.pop(0)
            if found.setdefault(_place(one), one) is not one:
                continue
            for length in range(len(one.path) + 1):
                for other in self.others.get((one.tree.file, one.path[:length]), ()):
                    inside = other.get(*one.path[length:]) if isinstance(other, Node) else other
                    if isinstance(inside, Node):
                        left.append(inside)
                    else:
                        values.append(Const(None) if inside is None else inside)
        # Of more of them than are told apart any may be meant.
        return [*found.values(), *values, *([Unknown("stages")] if left else ())]

    # --- nodes ---

    def _node(self, node: Node, depth: int) -> Node:
        if isinstance(node.value, str):
            return self._text_node(node, depth)
        if isinstance(node.value, dict):
            made = {self._key(name, depth): self._node(inner, depth) for name, inner in node.value.items()}
            return _with(node, made)
        if isinstance(node.value, list):
            return _with(node, [self._node(inner, depth) for inner in node.value])
        return node

    def _key(self, name: str, depth: int) -> str:
        return self._text(name, depth) if "${" in name else name

    def _text_node(self, node: Node, depth: int) -> Node:
        assert isinstance(node.value, str)
        if "${" not in node.value and "#{" not in node.value:
            return node
        cut = pieces(node.value)
        if len(cut) == 1 and isinstance(cut[0], Variable):
            found = self._variable(cut[0], node, depth)
            if _ENVIRONMENT in node.path:
                self._chooses(cut[0].written, found, given=True)
            if isinstance(found, Node):
                return found
            return _with(node, found.value if isinstance(found, Const) else self.mark(found))
        if any(map(_is_resource, cut)):
            # What the plugin makes of it; ``#{Orders.Arn}`` is what ``${Orders.Arn}`` is there.
            inside = self._joined(self._substituted(piece, node, depth) for piece in cut)
            # In one already (with names of its own, too), serverless-cloudformation-sub-variables does.
            substituted = node.path[-1:] == ("Fn::Sub",) or node.path[-2:] == ("Fn::Sub", 0)
            return _with(node, inside if substituted else {"Fn::Sub": _with(node, inside)})
        return _with(node, self._joined(self._piece(piece, node, depth) for piece in cut))

    def _joined(self, texts: Iterable[str]) -> str:
        found: list[str] = []
        for text in texts:
            self._characters += len(text)
            if self._characters > MAX_CHARACTERS:
                raise TooManyError(f"more than {MAX_CHARACTERS:,} characters")
            found.append(text)
        return "".join(found)

    def _substituted(self, piece: Piece, node: Node, depth: int) -> str:
        if isinstance(piece, Pseudo) and _is_resource(piece):
            return f"${{{piece.name}}}"
        return self._piece(piece, node, depth)

    def _text(self, text: str, depth: int) -> str:
        """A text that is part of a variable or a key."""
        return self._joined(self._piece(piece, self.root, depth) for piece in pieces(text))

    def _piece(self, piece: Piece, node: Node, depth: int) -> str:
        match piece:
            case str():
                return piece
            case Pseudo(name=name):
                return self.mark(_PSEUDO.get(name) or Text((Hole(kind="reference", name=name),)))
        found = self._variable(piece, node, depth)
        self._chooses(piece.written, found, given=_ENVIRONMENT in node.path)
        if isinstance(found, Node):
            text = found.text
            if text is not None or found.value is None:
                return text or ""
            self._problem(node, f"${{{piece.written}}} is no text")
            return self.mark(Unknown("structure"))
        if isinstance(found, Const):
            return "" if found.value is None else str(found.value)
        return self.mark(found)

    def _chooses(self, written: str, found: _Found, *, given: bool) -> None:
        """Remembers the shortest variable that is one of several texts, or one that is ``given`` to code."""
        value: Value = self.marks.value(found.text or "") if isinstance(found, Node) else found
        options = [*alternatives(value)]
        key = tuple(text for one in options if (text := _written(one)) is not None)
        several = len(key) > 1 or (given and written.startswith(_NAMING) and key != (_STAGE_ALONE,))
        if (
            key
            and several
            and are_names(key)
            and len(key) == len(options)
            and len(written) < len(self.choices.get(key, f"{written} "))
        ):
            self.choices[key] = written

    # --- one variable ---

    def _variable(self, variable: Variable, node: Node, depth: int) -> _Found:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise TooManyError(f"more than {MAX_STEPS:,} variables")
        if depth > MAX_DEPTH:
            raise TooManyError(f"variables that lead from one to the next {MAX_DEPTH} times")
        for number, source in enumerate(variable.sources):
            if isinstance(source, Literal):
                return Const(source.value)
            found = self._source(source, variable, node, depth + 1)
            if found is _BEYOND:
                return _hole(self.written(variable.written))
            if found is not _MISSING:
                rest = variable.sources[number + 1 :]
                if rest and self._by_stage(source, depth):
                    return self._or(found, replace(variable, sources=rest), node, depth)
                return found  # type: ignore[return-value]
        self._problem(node, f"${{{variable.written}}} is not set anywhere here")
        self.undeclared[variable.written] = None
        return _hole(variable.written)

    def _by_stage(self, source: Source, depth: int) -> bool:
        """Whether a source has a value for some stages, and for others none."""
        if source.type == "param":
            address = self._text(source.address, depth) if source.address else ""
            return not any(self.root.get(*way, address) for way in _FOR_ALL_STAGES)
        said = self._text(f"{source.parameter or ''}:{source.address or ''}", depth)
        return source.type in ("self", "file") and not self.is_known(said)

    def _or(self, found: object, others: Variable, node: Node, depth: int) -> _Found:
        """What some stages have, or what the others fall back to; of structures, the one that is found."""
        both: list[Value] = []
        either: tuple[_Found, _Found] = (found, self._variable(others, node, depth))  # type: ignore[assignment]
        for one in either:
            if isinstance(one, Node) and isinstance(one.value, dict | list):
                self._differs(either, others.written, "one of them", node)
                return either[0]
            both.append(self._as_value(one) if isinstance(one, Node) else one)
        return one_of(both)

    def _as_value(self, node: Node) -> Value:
        """A scalar as a value."""
        return self.marks.value(node.value) if isinstance(node.value, str) else Const(node.value)  # type: ignore[arg-type]

    def _source(self, source: Source, variable: Variable, node: Node, depth: int) -> object:
        address = self._text(source.address, depth) if source.address else ""
        match source.type:
            case "self":
                return self._self(address, node, depth)
            case "file":
                return self._file(source.parameter or "", address, node, depth)
            case "opt" | "sls" if address == "stage":
                return STAGE
            case "opt" if address == "region":
                return REGION
            case "aws" if address in ("region", "accountId"):
                return REGION if address == "region" else ACCOUNT
            case "param":
                found = self._parameter(address, node, depth)
                return _hole(variable.written) if found is _MISSING else found
            case "construct" if address.endswith(".queueUrl"):
                return _QUEUE_URL
        self._looks_up(source, address, node, depth)
        # Everything else is known to the deployment alone: its fallback may or may not be used.
        return _hole(self.written(variable.written))

    def _looks_up(self, source: Source, address: str, node: Node, depth: int) -> None:
        """Remembers what the framework asks AWS for; versions 1 and 2 wrote the region behind a point."""
        kind, region = source.type, self._text(source.parameter, depth) if source.parameter else ""
        older = _OF_REGION.match(source.written) if not kind else None
        if older is not None:
            kind, region, address = older[1], self._text(older[2], depth), self._text(older[3], depth)
        if kind in _IN_AWS:
            self.looked_up.setdefault((kind, region, address.strip()), node)

    def _self(self, address: str, node: Node, depth: int) -> object:
        if address in ("provider.stage", "provider.region"):
            return STAGE if address.endswith("stage") else REGION
        return self._lookup(self.root, address, node, depth)

    def _lookup(self, root: Node, address: str, node: Node, depth: int) -> object:
        """The node at a dotted address, its own variables resolved."""
        key = (id(root), address)
        if key in self._known:
            return self._known[key]
        if key in self._busy:
            self._problem(node, f"the variable {self.written(address)} refers to itself")
            return _hole(f"self:{self.written(address)}")
        self._busy.add(key)
        try:
            found = list(self._steps_to(root, [step for step in address.split(".") if step], depth))
            if any(one is None for one in found):
                return _BEYOND
            nodes = [self._node(one, depth) for one in found if one is not None]
            self._known[key] = self._chosen(nodes, address, node)
            return self._known[key]
        finally:
            self._busy.discard(key)

    def _steps_to(self, node: Node, steps: list[str], depth: int) -> Iterator[Node | None]:
        """All nodes that an address may lead to; a step with a mark in it is any key.

        None stands for what is below a value that isn't known.
        """
        if not steps:
            yield node
            return
        if isinstance(node.value, str) and "${" in node.value:
            opened = self._opened(node, depth + 1)
            if opened is not None:
                for one in opened:
                    yield from (None,) if one is None else self._steps_to(one, steps, depth + 1)
                return
            node = self._text_node(node, depth + 1)
            if isinstance(node.value, str) and not self.is_known(node.value):
                yield None
                return
        step, *rest = steps
        if isinstance(node.value, list):
            index = whole(step)
            if index is not None and index < len(node.value):
                yield from self._steps_to(node.value[index], rest, depth)
            return
        if self.is_known(step):
            if step in node.mapping:
                yield from self._steps_to(node.mapping[step], rest, depth)
            elif step == "name" and node.path == ("service",) and node.is_scalar:
                yield from self._steps_to(node, rest, depth)
            return
        pattern = re.compile(MARK.sub(".*", MARK.sub(r"\1", re.escape(step))))
        names = [name for name in node.mapping if pattern.fullmatch(name)]
        # The default stage comes first: it is the one that counts where there can be only one.
        wanted = self._by_default(step)
        for name in sorted(names, key=lambda one: one != wanted):
            yield from self._steps_to(node.mapping[name], rest, depth)

    def _opened(self, node: Node, depth: int) -> list[Node | None] | None:
        """Where the way goes on from a text that is one variable: nodes as they are written.

        What is beside the way may need the very thing that is looked for (``custom: ${file(x.yml):custom}``,
        with ``${self:custom.stage}`` in it). None where it leads to no node.
        """
        cut = pieces(str(node.value))
        source = cut[0].sources[0] if len(cut) == 1 and isinstance(cut[0], Variable) else None
        if (
            not isinstance(source, Source)
            or depth > MAX_DEPTH
            or (node.tree.file, node.path) in self._on_the_way
        ):
            return None
        roots: list[Node] = []
        if source.type == "self" and source.address and not source.address.startswith("provider."):
            roots = [self.root]
        elif source.type == "file":
            path = self._text((source.parameter or "").strip().strip("'\""), depth)
            trees = [self._tree(name) for name in self._names(path)]
            roots = [tree.root for tree in trees if tree is not None and tree.root is not None]
            roots = roots if len(roots) == len(trees) else []
        self._on_the_way.append((node.tree.file, node.path))
        try:
            steps = [step for step in self._text(source.address or "", depth).split(".") if step]
            return [one for root in roots for one in self._steps_to(root, steps, depth)] or None
        finally:
            self._on_the_way.pop()

    def _chosen(self, found: list[Node], address: str, node: Node) -> object:
        if not found:
            return _MISSING
        if len(found) == 1:
            return found[0]
        if all(one.is_scalar for one in found):
            values = [*dict.fromkeys(self._as_value(one) for one in found)]
            return one_of(values) if len(values) <= MAX_CHOICES else Text((Hole(kind="unknown"),))
        self._differs(found, address, "the default stage's", node)
        return found[0]

    def _differs(self, found: Sequence[_Found], written: str, read: str, node: Node) -> None:
        """Remembers what stands in place of the first. Of the variables of functions all are read."""
        first, *rest = found
        if isinstance(first, Node):
            known = self.others.setdefault(_place(first), [])
            known.extend(one for one in rest if one not in known)
        if _ENVIRONMENT not in node.path:
            place = first if isinstance(first, Node) else node
            self._problem(place, f"{self.written(written)} differs by stage: {read} is read")

    def _by_default(self, text: str) -> str:
        """A text with the default stage in place of the stage's mark."""
        mark = self.marks.of(STAGE)
        return text.replace(mark, self.default_stage) if mark else text

    @property
    def default_stage(self) -> str:
        """``provider.stage``, or what an option falls back to there; ``dev`` otherwise."""
        if self._stage is None:
            node = self.root.get("provider", "stage")
            text = node.text if node is not None else None
            cut = pieces(text) if text is not None else []
            if len(cut) == 1 and isinstance(cut[0], str):
                self._stage = cut[0]
            elif len(cut) == 1 and isinstance(cut[0], Variable):
                last = cut[0].sources[-1]
                self._stage = str(last.value) if isinstance(last, Literal) and last.value else "dev"
            else:
                self._stage = "dev"
        return self._stage

    def _parameter(self, address: str, node: Node, depth: int) -> object:
        """``params`` of the stages: those of every stage are alternatives, ``default`` included."""
        found: list[Node] = []
        for holder, below in (("params", ()), ("stages", ("params",))):
            section = self.root.get(holder)
            for name in section.mapping if section is not None else ():
                one = self.root.get(holder, name, *below, address)
                if one is not None:
                    found.append(self._node(one, depth))
        return self._chosen(found, f"param:{address}", node)

    def _file(self, parameter: str, address: str, node: Node, depth: int) -> object:
        path = self._text(parameter.strip().strip("'\""), depth)
        names = list(self._names(path))
        if not names:
            return _MISSING
        found: list[Node] = []
        for name in names:
            tree = self._tree(name)
            if tree is None or tree.root is None:
                # Code (a .js file) computes its values at deployment.
                return _hole(f"file({self.written(path)})" + (f":{self.written(address)}" if address else ""))
            one = self._lookup(tree.root, address, node, depth)
            if isinstance(one, Node):
                found.append(one)
            elif one is not _MISSING:
                return one
        return self._chosen(found, f"file({self.written(path)})", node)

    def _names(self, path: str) -> Iterator[str]:
        """Files of the project that a path may mean; the default stage's first."""
        name = inside_root(f"{self.directory}/{path}")
        if name is None:
            return
        if self.is_known(name):
            if self.files.has(name):
                yield name
            return
        first = self._by_default(name)
        pattern = re.compile(MARK.sub("[^/]*", re.escape(name)))
        matching = [one for one in self.files.names if pattern.fullmatch(one)]
        yield from sorted(matching, key=lambda one: one != first)

    def _tree(self, name: str) -> Tree | None:
        if name not in self.read:
            text = self.files.text(name) if name.endswith(_READABLE) else None
            self.read[name] = parse(name, text) if text is not None else None
            tree = self.read[name]
            if tree is not None:
                self.problems.extend(tree.problems)
        return self.read[name]

    def _problem(self, node: Node, detail: str) -> None:
        found = Problem(code=ProblemCode.UNKNOWN_VALUE, span=node.span, detail=detail)
        if found not in self.problems:
            self.problems.append(found)


def _with(node: Node, value: Any) -> Node:
    """A copy of a node with another value; place and path are those of the original."""
    return Node(node.tree, node.path, value, node.raw, node.key_raw, node.shared, node.synthetic, node.alias)


def _place(node: Node) -> _Place:
    return node.tree.file, node.path


def _written(value: Value) -> str | None:
    """A text as the configuration says it, with the framework's variables in it."""
    match value:
        case Const(value=str() as text):
            return text
        case Text(parts=parts):
            known = all(isinstance(one, str) or (one.kind == "parameter" and one.name) for one in parts)
            return (
                "".join(one if isinstance(one, str) else f"${{{one.name}}}" for one in parts)
                if known
                else None
            )
    return None


def _is_resource(piece: Piece) -> bool:
    return isinstance(piece, Pseudo) and piece.name not in _PSEUDO and bool(_RESOURCE.match(piece.name))


def _hole(name: str) -> Value:
    return Text((Hole(kind="parameter", name=name),))
