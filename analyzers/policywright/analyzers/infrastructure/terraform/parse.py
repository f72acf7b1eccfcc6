"""From the text of a ``.tf`` file to the records of ``syntax.py``, by tree-sitter; errors are kept to their
place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypedDict

import tree_sitter
import tree_sitter_hcl

from policywright.analyzers.infrastructure.model import Path
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.commas import without_commas
from policywright.knowledge.texts import whole

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_DEPTH = 200
"""Nesting of expressions; deeper ones are unreadable."""
HEREDOC = "POLICYWRIGHT_TEMPLATE_END"
"""Terminator that wraps the text of a template file to parse it as a heredoc."""

MODEL_STEP = "<model>"
"""In the path of what a model says; there is nothing to edit."""

_BLOCK_START = re.compile(rb'^[a-z_]+(?:[ \t]+"[^"\n]*")*[ \t]*\{', re.MULTILINE)
_HOLES = frozenset(("template_interpolation", "template_directive"))
_POSTFIX = frozenset(("get_attr", "index", "splat"))
_ESCAPE = re.compile(r'\\(?:n|r|t|"|\\|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|\$\$\{|%%\{')
_MARKER = re.compile(r"\$\$\{|%%\{")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_OPERATORS = frozenset(("==", "!=", "<", ">", "<=", ">=", "&&", "||", "+", "-", "*", "/", "%"))


@cache
def _language() -> tree_sitter.Language:
    return tree_sitter.Language(tree_sitter_hcl.language())


def parse(file: str, text: str) -> s.Document:
    """The blocks of a file. Of a broken one each block that starts a line is parsed by itself."""
    data = text.encode("utf-8", "surrogatepass")
    root = tree_sitter.Parser(_language()).parse(data).root_node
    if not root.has_error:
        attributes, blocks = _Lowering(file, data).body(_contents(root), (), top=True)
        return s.Document(file=file, blocks=blocks, attributes=attributes)
    data = without_commas(data)
    starts = sorted({0, *(match.start() for match in _BLOCK_START.finditer(data)), len(data)})
    counts: dict[tuple[str, ...], int] = {}
    found: list[s.Block] = []
    values: list[s.Attribute] = []
    errors: list[tuple[int, int]] = []
    for start, end in pairwise(starts):
        piece = data[start:end]
        root = tree_sitter.Parser(_language()).parse(piece).root_node
        attributes, blocks = _Lowering(file, piece, shift=-start).body(_contents(root), (), True, counts)
        found.extend(blocks)
        values.extend(attributes)
        if root.has_error:
            errors.extend((start + first, start + last) for first, last in _errors(root))
    return s.Document(file=file, blocks=tuple(found), attributes=tuple(values), errors=tuple(errors))


def parse_template(file: str, text: str, at: s.Node | None = None) -> s.Expr:
    """The text of a template file as a ``Template``; its path is empty. With ``at`` every node has that
    place."""
    head = f"_ = <<{HEREDOC}\n".encode()
    data = text.encode("utf-8", "surrogatepass")
    whole = head + data + f"\n{HEREDOC}\n".encode()
    root = tree_sitter.Parser(_language()).parse(whole).root_node
    lowering = _Lowering(file, whole, shift=len(head), fixed=at)
    attribute = next((node for node in _contents(root) if node.type == "attribute"), None)
    value = _child(attribute, "expression") if attribute is not None else None
    if root.has_error or value is None:
        return s.Unreadable(file=file, start=0, end=len(data), path=())
    return lowering.expression(value, ())


def parse_model(text: str, call: s.Block) -> s.Document:
    """The text of a model of a module, every node of it at the module's call."""
    data = text.encode()
    root = tree_sitter.Parser(_language()).parse(data).root_node
    _, blocks = _Lowering(call.file, data, fixed=call).body(_contents(root), (), top=True)
    return s.Document(file=call.file, blocks=blocks)


def _contents(root: Node) -> list[Node]:
    """The blocks and attributes at the top: those of the body, or whatever an error node holds."""
    found: list[Node] = []
    for child in root.children:
        if child.type in ("body", "ERROR"):
            found.extend(_contents(child))
        else:
            found.append(child)
    return found


def _errors(root: Node) -> Iterator[tuple[int, int]]:
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type == "ERROR" or node.is_missing:
            yield node.start_byte, node.end_byte
        elif node.has_error:
            pending.extend(reversed(node.children))


class _Place(TypedDict):
    file: str
    start: int
    end: int
    path: Path


class _Lowering:
    """The nodes of one file; ``shift`` is taken off every offset."""

    def __init__(self, file: str, data: bytes, shift: int = 0, fixed: s.Node | None = None) -> None:
        self.file, self.data, self.shift, self.fixed = file, data, shift, fixed

    def text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def place(self, first: Node, last: Node, path: Path) -> _Place:
        if self.fixed is not None:
            path = (*self.fixed.path, MODEL_STEP)
            return {"file": self.file, "start": self.fixed.start, "end": self.fixed.end, "path": path}
        return {
            "file": self.file,
            "start": first.start_byte - self.shift,
            "end": last.end_byte - self.shift,
            "path": path,
        }

    def body(
        self,
        nodes: Sequence[Node],
        path: Path,
        top: bool = False,
        counts: dict[tuple[str, ...], int] | None = None,
    ) -> tuple[tuple[s.Attribute, ...], tuple[s.Block, ...]]:
        attributes: list[s.Attribute] = []
        blocks: list[s.Block] = []
        counts = {} if counts is None else counts
        for node in nodes:
            if node.type == "attribute":
                attribute = self.attribute(node, path)
                if attribute is not None:
                    attributes.append(attribute)
            elif node.type == "block":
                block = self.block(node, path, counts, top=top)
                if block is not None:
                    blocks.append(block)
        return tuple(attributes), tuple(blocks)

    def attribute(self, node: Node, path: Path) -> s.Attribute | None:
        name, value = _child(node, "identifier"), _child(node, "expression")
        if name is None or value is None:
            return None
        label = self.text(name)
        inner = (*path, label)
        return s.Attribute(name=label, value=self.expression(value, inner), **self.place(node, value, inner))

    def block(
        self, node: Node, path: Path, counts: dict[tuple[str, ...], int], *, top: bool
    ) -> s.Block | None:
        words: list[str] = []
        opening = closing = body = None
        for child in node.children:
            if child.type == "block_start":
                opening = child
            elif child.type == "block_end":
                closing = child
            elif child.type == "body":
                body = child
            elif child.type == "identifier" and opening is None:
                words.append(self.text(child))
            elif child.type == "string_lit" and opening is None:
                words.append(self.text(child).strip('"'))
        if not words or opening is None:
            return None
        type, labels = words[0], tuple(words[1:])
        own: Path
        if top and labels:
            own = (type, *labels)
        else:
            same = (type, *labels) if type == "dynamic" else (type,)
            index = counts.get(same, 0)
            counts[same] = index + 1
            own = (*path, *same, index)
        attributes, blocks = self.body(body.children if body is not None else (), own)
        end = closing.start_byte if closing is not None else node.end_byte
        inside = (opening.end_byte - self.shift, end - self.shift)
        return s.Block(
            type=type, labels=labels, attributes=attributes, blocks=blocks,
            body=self.fixed.body if isinstance(self.fixed, s.Block) else inside,
            **self.place(node, node, own),
        )  # fmt: skip

    def expression(self, node: Node, path: Path, depth: int = 0) -> s.Expr:
        """Any node that stands for a value."""
        if depth > MAX_DEPTH or node.type == "ERROR":
            return self.unreadable(node, node, path)
        match node.type:
            case (
                "expression"
                | "operation"
                | "literal_value"
                | "template_expr"
                | "collection_value"
                | "for_expr"
            ):
                return self.sequence(node.children, path, depth + 1, node)
            case "string_lit" | "quoted_template":
                return self.quoted(node, path, depth)
            case "heredoc_template":
                return self.heredoc(node, path, depth)
            case "numeric_lit":
                return self.literal(node, path, _number(self.text(node)))
            case "bool_lit":
                return self.literal(node, path, self.text(node) == "true")
            case "null_lit":
                return self.literal(node, path, None)
            case "variable_expr" | "identifier":
                return s.Name(name=self.text(node), **self.place(node, node, path))
            case "object":
                return self.object_value(node, path, depth)
            case "tuple":
                return self.tuple_value(node, path, depth)
            case "function_call":
                return self.call(node, path, depth)
            case "conditional":
                return self.conditional(node, path, depth)
            case "for_tuple_expr" | "for_object_expr":
                return self.for_expression(node, path, depth)
            case "binary_operation" | "unary_operation":
                return self.operation(node, path, depth)
        return self.unreadable(node, node, path)

    def sequence(self, nodes: Sequence[Node], path: Path, depth: int, whole: Node) -> s.Expr:
        """A primary expression and the attributes and indexes that follow it."""
        nodes = [node for node in nodes if node.type != "comment"]
        postfix = 0
        while nodes and postfix < len(nodes) and nodes[len(nodes) - 1 - postfix].type in _POSTFIX:
            postfix += 1
        head, tail = nodes[: len(nodes) - postfix], nodes[len(nodes) - postfix :]
        inner = (*path, *(["."] * sum(1 for node in tail)))
        if len(head) == 1:
            found = self.expression(head[0], inner, depth)
        elif len(head) == 3 and head[0].type == "(" and head[2].type == ")":
            found = self.expression(head[1], inner, depth)
        else:
            return self.unreadable(whole, whole, path)
        for node in tail:
            inner = inner[:-1]
            found = self.postfix(found, node, inner, depth, head[0])
        return found

    def postfix(self, target: s.Expr, node: Node, path: Path, depth: int, first: Node) -> s.Expr:
        place = self.place(first, node, path)
        if node.type == "get_attr":
            name = _child(node, "identifier")
            return s.GetAttr(target=target, name=self.text(name) if name else "", **place)
        if node.type == "index":
            return s.Index(target=target, key=self.key(node, (*path, "[]"), depth), **place)
        splat = node.children[0] if node.children else node
        parts = [part for part in splat.children if part.type in ("get_attr", "index")]
        # What ``.*`` goes through ends before an index in brackets; ``a.*.name[0]`` is the first name.
        ends = (at for at, part in enumerate(parts) if self.text(part).startswith("["))
        end = next(ends, len(parts)) if splat.type == "attr_splat" else len(parts)
        rest: list[str | s.Expr] = []
        for part in parts[:end]:
            if part.type == "get_attr":
                name = _child(part, "identifier")
                rest.append(self.text(name) if name else "")
            else:
                rest.append(self.key(part, (*path, "[]"), depth))
        found: s.Expr = s.Splat(target=target, rest=tuple(rest), **place)
        for part in parts[end:]:
            found = self.postfix(found, part, path, depth, first)
        return found

    def key(self, node: Node, path: Path, depth: int) -> s.Expr:
        """The key of an index, ``[x]`` or the legacy ``.0``."""
        inner = node.children[0] if node.children else node
        expression = _child(inner, "expression")
        if expression is not None:
            return self.expression(expression, path, depth + 1)
        number = whole(self.text(inner).lstrip("."))
        if number is not None:
            return self.literal(inner, path, number)
        return self.unreadable(inner, inner, path)

    def object_value(self, node: Node, path: Path, depth: int) -> s.Expr:
        items: list[tuple[str | s.Expr, s.Expr]] = []
        for element in node.children:
            if element.type != "object_elem":
                continue
            parts = [child for child in element.children if child.type == "expression"]
            if len(parts) != 2:
                continue
            raw = self.expression(parts[0], (*path, "=>"), depth + 1)
            bare = parts[0].children[0].type != "("
            key: str | s.Expr = raw
            if isinstance(raw, s.Literal) and raw.value is not None:
                key = _plain(raw.value)
            elif isinstance(raw, s.Name) and bare:
                key = raw.name
            step = key if isinstance(key, str) else f"({self.text(parts[0])})"
            items.append((key, self.expression(parts[1], (*path, step), depth + 1)))
        return s.Object(items=tuple(items), **self.place(node, node, path))

    def tuple_value(self, node: Node, path: Path, depth: int) -> s.Expr:
        elements = [child for child in node.children if child.type == "expression"]
        items = [self.expression(child, (*path, index), depth + 1) for index, child in enumerate(elements)]
        return s.Tuple(items=tuple(items), **self.place(node, node, path))

    def call(self, node: Node, path: Path, depth: int) -> s.Expr:
        name, holder = _child(node, "identifier"), _child(node, "function_arguments")
        if name is None:
            return self.unreadable(node, node, path)
        label = self.text(name)
        children = holder.children if holder is not None else []
        arguments = [child for child in children if child.type == "expression"]
        return s.Call(
            name=label,
            args=tuple(
                self.expression(child, (*path, f"{label}()", index), depth + 1)
                for index, child in enumerate(arguments)
            ),
            expand=any(child.type == "ellipsis" for child in children),
            **self.place(node, node, path),
        )

    def conditional(self, node: Node, path: Path, depth: int) -> s.Expr:
        parts = [child for child in node.children if child.type == "expression"]
        if len(parts) != 3:
            return self.unreadable(node, node, path)
        condition, yes, no = (
            self.expression(child, (*path, "?", index), depth + 1) for index, child in enumerate(parts)
        )
        return s.Conditional(condition=condition, yes=yes, no=no, **self.place(node, node, path))

    def for_expression(self, node: Node, path: Path, depth: int) -> s.Expr:
        intro = _child(node, "for_intro")
        source = _child(intro, "expression") if intro is not None else None
        results = [child for child in node.children if child.type == "expression"]
        keyed = node.type == "for_object_expr"
        if intro is None or source is None or len(results) != (2 if keyed else 1):
            return self.unreadable(node, node, path)
        check = _child(node, "for_cond")
        test = _child(check, "expression") if check is not None else None
        return s.For(
            names=tuple(self.text(child) for child in intro.children if child.type == "identifier"),
            collection=self.expression(source, (*path, "for", 0), depth + 1),
            key=self.expression(results[0], (*path, "for", 1), depth + 1) if keyed else None,
            value=self.expression(results[-1], (*path, "for", 2), depth + 1),
            condition=self.expression(test, (*path, "for", 3), depth + 1) if test is not None else None,
            grouped=any(child.type == "ellipsis" for child in node.children),
            **self.place(node, node, path),
        )

    def operation(self, node: Node, path: Path, depth: int) -> s.Expr:
        children = [child for child in node.children if child.type != "comment"]
        if node.type == "unary_operation":
            right = self.sequence(children[1:], (*path, "op", 0), depth + 1, node)
            return s.Operation(
                op=self.text(children[0]), left=None, right=right, **self.place(node, node, path)
            )
        at = next((i for i, child in enumerate(children) if child.type in _OPERATORS), None)
        if at is None:
            return self.unreadable(node, node, path)
        left = self.sequence(children[:at], (*path, "op", 0), depth + 1, node)
        right = self.sequence(children[at + 1 :], (*path, "op", 1), depth + 1, node)
        return s.Operation(op=children[at].type, left=left, right=right, **self.place(node, node, path))

    def quoted(self, node: Node, path: Path, depth: int) -> s.Expr:
        """A string in quotes: its content is what stands between them."""
        start, end = node.start_byte + 1, node.end_byte - 1
        return self.template(node, path, depth, start, max(start, end), escapes=_ESCAPE)

    def heredoc(self, node: Node, path: Path, depth: int) -> s.Expr:
        """A heredoc: its content starts on the next line and ends with the last line's newline."""
        words = [child for child in node.children if child.type == "heredoc_identifier"]
        if len(words) < 2:
            return self.unreadable(node, node, path)
        start = self.data.find(b"\n", words[0].end_byte) + 1
        end = self.data.rfind(b"\n", 0, words[-1].start_byte) + 1
        if start == 0 or end < start:
            start = end = words[-1].start_byte
        if self.text(words[0]) == HEREDOC:
            end -= 1
        return self.template(node, path, depth, start, end, escapes=_MARKER)

    def template(
        self, node: Node, path: Path, depth: int, start: int, end: int, *, escapes: re.Pattern[str]
    ) -> s.Expr:
        parts = self.parts(node.children, (start, end), (False, False), path, depth, escapes)
        if all(isinstance(part, s.Chunk) for part in parts) and node.type != "heredoc_template":
            return self.literal(node, path, "".join(part.text for part in parts if isinstance(part, s.Chunk)))
        return s.Template(parts=parts, **self.place(node, node, path))

    def parts(
        self,
        nodes: Sequence[Node],
        limits: tuple[int, int],
        trims: tuple[bool, bool],
        path: Path,
        depth: int,
        escapes: re.Pattern[str],
    ) -> tuple[s.Part, ...]:
        """The parts of a template between two offsets; ``trims`` are the ``~`` at its start and end."""
        found: list[s.Part] = []
        at, trim = limits[0], trims[0]
        for hole in nodes:
            if hole.type not in _HOLES or not limits[0] <= hole.start_byte < limits[1]:
                continue
            before, after = _strips(hole)
            found.extend(_trimmed(self.chunk(at, hole.start_byte, escapes), left=trim, right=before))
            where = (*path, "${}", len(found))
            if hole.type == "template_directive":
                found.append(self.directive(hole, where, depth + 1, escapes))
            else:
                inner = _child(hole, "expression")
                found.append(
                    self.expression(inner, where, depth + 1)
                    if inner is not None
                    else self.unreadable(hole, hole, where)
                )
            at, trim = hole.end_byte, after
        found.extend(_trimmed(self.chunk(at, limits[1], escapes), left=trim, right=trims[1]))
        return tuple(found)

    def directive(self, node: Node, path: Path, depth: int, escapes: re.Pattern[str]) -> s.Part:
        """``%{ if }`` or ``%{ for }`` up to its end."""
        inner = node.children[0]
        first, last = inner.children[0], inner.children[-1]
        source = _child(first, "expression")
        if depth > MAX_DEPTH or source is None:
            return self.unreadable(node, node, path)

        def between(start: Node, end: Node) -> tuple[s.Part, ...]:
            trims = (_strips(start)[1], _strips(end)[0])
            return self.parts(inner.children, (start.end_byte, end.start_byte), trims, path, depth, escapes)

        value = self.expression(source, (*path, "for", 0), depth)
        if inner.type == "template_for":
            names = tuple(self.text(child) for child in first.children if child.type == "identifier")
            return s.Loop(names=names, collection=value, parts=between(first, last))
        other = _child(inner, "template_else_intro")
        return s.If(
            condition=value,
            yes=between(first, other or last),
            no=between(other, last) if other is not None else (),
        )

    def chunk(self, start: int, end: int, escapes: re.Pattern[str]) -> s.Chunk:
        """Literal text with its escapes undone, and where each character comes from."""
        raw = self.data[start:end].decode("utf-8", "replace")
        text: list[str] = []
        offsets: list[int] = []
        offset = start - self.shift
        at = 0
        for match in escapes.finditer(raw):
            offset = _verbatim(raw[at : match.start()], offset, text, offsets)
            for char in _unescaped(match.group()):
                text.append(char)
                offsets.append(offset)
            offset += len(match.group())
            at = match.end()
        _verbatim(raw[at:], offset, text, offsets)
        return s.Chunk(text="".join(text), offsets=tuple(offsets))

    def literal(self, node: Node, path: Path, value: str | int | float | bool | None) -> s.Literal:
        return s.Literal(value=value, **self.place(node, node, path))

    def unreadable(self, first: Node, last: Node, path: Path) -> s.Unreadable:
        return s.Unreadable(**self.place(first, last, path))


def _verbatim(raw: str, offset: int, text: list[str], offsets: list[int]) -> int:
    text.append(raw)
    if raw.isascii():
        offsets.extend(range(offset, offset + len(raw)))
        return offset + len(raw)
    for char in raw:
        offsets.append(offset)
        offset += len(char.encode("utf-8", "surrogatepass"))
    return offset


def _unescaped(raw: str) -> str:
    if raw[0] != "\\":
        return raw[1:]
    if raw[1] in "uU":
        code = int(raw[2:], 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    return _SIMPLE[raw[1]]


def _strips(hole: Node) -> tuple[bool, bool]:
    """Whether ``~`` takes the space before and after an interpolation or directive."""
    raw = hole.text or b""
    return raw[2:3] == b"~", raw[-2:-1] == b"~"


def _trimmed(chunk: s.Chunk, *, left: bool, right: bool) -> tuple[s.Chunk, ...]:
    start = len(chunk.text) - len(chunk.text.lstrip()) if left else 0
    end = len(chunk.text.rstrip()) if right else len(chunk.text)
    if start >= end:
        return ()
    return (s.Chunk(text=chunk.text[start:end], offsets=chunk.offsets[start:end]),)


def _child(node: Node, type: str) -> Node | None:
    return next((child for child in node.children if child.type == type), None)


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return 0


def _plain(value: str | int | float | bool) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
