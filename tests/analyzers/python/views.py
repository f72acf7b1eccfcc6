"""A Python file as four parsers see it, reduced to what all of them can say: calls, texts, imports.

Lines count from 1 and columns from 1 in characters, as in our spans; ends are exclusive.
"""

from __future__ import annotations

import ast
import codecs
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import libcst
from libcst.metadata import MetadataWrapper, PositionProvider

from policywright.analyzers import ir
from policywright.analyzers.languages.python.lower import lower
from policywright.analyzers.source import SourceFile
from policywright.knowledge.records import names

Place: TypeAlias = tuple[int, int, int, int]
Import: TypeAlias = tuple[str, int, tuple[tuple[str, str | None], ...]]
"""Module, level, imported names with what they are bound to; no names for ``import module``."""


@dataclass
class View:
    """What one parser sees in a file."""

    calls: set[Place] = field(default_factory=set)
    texts: dict[Place, str | bytes] = field(default_factory=dict)
    """Literals of text and bytes, adjacent ones as one, without f-strings."""
    fragments: set[Place] = field(default_factory=set)
    """The texts in f-strings."""
    imports: list[tuple[int, Import]] = field(default_factory=list)
    """With the line."""
    patterns: set[Place] = field(default_factory=set)
    """Case patterns: texts in them are not all in our IR."""
    excused: set[Place] = field(default_factory=set)
    """Ours: literals that were taken for the annotation they hold."""


# --- ours ----------------------------------------------------------------------------------------


def nodes(root: ir.Node) -> Iterator[ir.Node]:
    """Every IR node below one."""
    seen: set[int] = set()
    pending: list[object] = [root]
    while pending:
        item = pending.pop()
        if isinstance(item, ir.Node):
            if id(item) in seen:
                continue
            seen.add(id(item))
            yield item
            # A module lists its functions and classes again, for the engine.
            parts = ("body",) if isinstance(item, ir.Module) else names(item)
            pending.extend(getattr(item, name) for name in parts if name != "pos")
        elif isinstance(item, tuple):
            pending.extend(item)


_GETATTR = re.compile(rb"""getattr\s*\(.*,\s*([rRuUbBfF]*(["'])\w+\2)\s*,?\s*\)""", re.DOTALL)


def ours(data: bytes) -> tuple[View, ir.Module]:
    """What the front end's IR says."""
    module = lower(data, "module")
    source = SourceFile("file.py", Path("file.py"), data)
    view = View()

    def place(pos: ir.Pos) -> Place:
        return (*source.location(pos[0]), *source.location(pos[1]))

    # Adjacent literals of which one is an f-string are a template too, but that starts with its first part.
    fragments = {
        id(part) for node in nodes(module) if isinstance(node, ir.Template)
        for part in node.parts
        if node.parts[0].pos[0] != node.pos[0] and data[part.pos[0] - 1] in b"'\"}"
    }  # fmt: skip
    for node in nodes(module):
        end = data[node.pos[1] - 1 : node.pos[1]]
        match node:
            case ir.Call(fn=ir.Name(name="slice")) if not data.startswith(b"slice", node.pos[0]):
                pass  # ``x[a:b]``
            case ir.Call(fn=ir.Attr(name="__delitem__")) if b"__delitem__" not in data[slice(*node.pos)]:
                pass  # ``del x[a]``
            case ir.Attr(name=name) if (said := _GETATTR.fullmatch(data, *node.pos)) is not None:
                # ``getattr(x, "name")`` is a member; its name is a text there.
                view.calls.add(place(node.pos))
                view.texts[place(said.span(1))] = name
            case ir.Call() if end not in (b"'", b'"'):
                view.calls.add(place(node.pos))
            case ir.Const(value=str()) if id(node) in fragments:
                view.fragments.add(place(node.pos))
            case ir.Const(value=str() | bytes() as value):
                view.texts[place(node.pos)] = value
            case ir.Import(module=name, alias=alias):
                line = source.location(node.pos[0])[0]
                view.imports.append((line, (name, 0, ((name, alias),))))
            case ir.ImportFrom(module=name, level=level, names=names):
                line = source.location(node.pos[0])[0]
                view.imports.append((line, (name, level, names)))
            case _:
                pass
        if not isinstance(node, ir.Const | ir.Module) and end in (b"'", b'"'):
            view.excused.add(place(node.pos))
    return view, module


# --- ast -----------------------------------------------------------------------------------------


def standard(text: str) -> View:
    """What ``ast`` says. Places inside f-strings are only right from Python 3.12 on and are left out."""
    view = View()
    lines = text.splitlines(keepends=True) if "\f" not in text else text.split("\n")

    def place(node: ast.expr | ast.pattern | ast.stmt) -> Place:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return (
            node.lineno,
            _characters(lines, node.lineno, node.col_offset) + 1,
            node.end_lineno,
            _characters(lines, node.end_lineno, node.end_col_offset) + 1,
        )

    pending: list[ast.AST] = [ast.parse(text)]
    while pending:
        node = pending.pop()
        match node:
            case ast.JoinedStr():
                continue
            case ast.Call():
                view.calls.add(place(node))
            case ast.Constant(value=str() | bytes() as value):
                view.texts[place(node)] = value
            case ast.pattern():
                view.patterns.add(place(node))
            case ast.Import(names=names):
                view.imports.extend((node.lineno, (n.name, 0, ((n.name, n.asname),))) for n in names)
            case ast.ImportFrom(module=name, names=names, level=level) if name != "__future__":
                bound = tuple((n.name, n.asname or n.name) for n in names)
                view.imports.append((node.lineno, (name or "", level, bound)))
            case _:
                pass
        pending.extend(ast.iter_child_nodes(node))
    return view


def _characters(lines: list[str], line: int, column: int) -> int:
    text = lines[line - 1] if line <= len(lines) else ""
    return column if text.isascii() else len(text.encode()[:column].decode())


# --- libcst --------------------------------------------------------------------------------------


def lossless(text: str) -> View:
    """What libcst says."""
    wrapper = MetadataWrapper(libcst.parse_module(text), unsafe_skip_copy=True)
    visitor = _Visitor()
    wrapper.visit(visitor)
    return visitor.view


class _Visitor(libcst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self._specs = 0
        self._mixed: set[int] = set()

    def _place(self, node: libcst.CSTNode) -> Place:
        found = self.get_metadata(PositionProvider, node)
        return found.start.line, found.start.column + 1, found.end.line, found.end.column + 1

    def visit_Call(self, node: libcst.Call) -> None:
        self.view.calls.add(self._place(node))

    def visit_SimpleString(self, node: libcst.SimpleString) -> None:
        self.view.texts[self._place(node)] = node.evaluated_value

    def visit_ConcatenatedString(self, node: libcst.ConcatenatedString) -> bool:
        # Nests to the right; of a concatenation with an f-string in it we keep the single literals.
        value = None if id(node) in self._mixed else _constant(node)
        if value is None:
            self._mixed.add(id(node.right))
        else:
            self.view.texts[self._place(node)] = value
        return value is None

    def visit_FormattedString(self, node: libcst.FormattedString) -> bool:
        value = _constant(node)
        if value is not None:
            self.view.texts[self._place(node)] = value
        return value is None

    def visit_FormattedStringText(self, node: libcst.FormattedStringText) -> None:
        if not self._specs:
            self.view.fragments.add(self._place(node))

    def visit_FormattedStringExpression_format_spec(self, node: libcst.FormattedStringExpression) -> None:
        self._specs += 1

    def leave_FormattedStringExpression_format_spec(self, node: libcst.FormattedStringExpression) -> None:
        self._specs -= 1

    def visit_MatchCase_pattern(self, node: libcst.MatchCase) -> None:
        self.view.patterns.add(self._place(node.pattern))

    def visit_Import(self, node: libcst.Import) -> None:
        line = self._place(node)[0]
        for name in node.names:
            alias = name.evaluated_alias
            self.view.imports.append((line, (name.evaluated_name, 0, ((name.evaluated_name, alias),))))

    def visit_ImportFrom(self, node: libcst.ImportFrom) -> None:
        module = libcst.helpers.get_full_name_for_node(node.module) if node.module is not None else ""
        if module == "__future__":
            return
        names = (
            (("*", "*"),)
            if isinstance(node.names, libcst.ImportStar)
            else tuple((n.evaluated_name, n.evaluated_alias or n.evaluated_name) for n in node.names)
        )
        line = self._place(node)[0]
        self.view.imports.append((line, (module or "", len(node.relative), names)))


def _constant(node: libcst.BaseExpression) -> str | bytes | None:
    """The value of literals, f-strings that insert nothing among them."""
    match node:
        case libcst.SimpleString():
            return node.evaluated_value
        case libcst.FormattedString(start=start, parts=parts, end=end):
            if not all(isinstance(part, libcst.FormattedStringText) for part in parts):
                return None
            text = "".join(part.value for part in parts if isinstance(part, libcst.FormattedStringText))
            literal = start.replace("f", "").replace("F", "") + text + end
            value = ast.literal_eval(literal.replace("{{", "{").replace("}}", "}"))
            return value if isinstance(value, str) else None
        case libcst.ConcatenatedString(left=left, right=right):
            values = _constant(left), _constant(right)
            if isinstance(values[0], str) and isinstance(values[1], str):
                return values[0] + values[1]
            if isinstance(values[0], bytes) and isinstance(values[1], bytes):
                return values[0] + values[1]
    return None


# --- comparing -----------------------------------------------------------------------------------


def differences(data: bytes, *, with_libcst: bool = True) -> list[str]:
    """Where our view of a sound file is not that of the other parsers."""
    text = data.removeprefix(codecs.BOM_UTF8).decode()
    mine, module = ours(data)
    found = [f"we see a problem at {pos}: {problem}" for pos, problem in module.problems]
    # Only from Python 3.12 on does ``ast`` know where the parts of f-strings are.
    found += _compare(mine, standard(text), "ast", text, partial=True)
    if with_libcst:
        found += _compare(mine, lossless(text), "libcst", text, partial=False)
    return found


def _compare(mine: View, theirs: View, name: str, text: str, *, partial: bool) -> list[str]:
    found = [f"{name} sees a call at {place}" for place in sorted(theirs.calls - mine.calls)]
    if not partial:
        found += [f"{name} sees no call at {place}" for place in sorted(mine.calls - theirs.calls)]
    for place, value in sorted(theirs.texts.items()):
        excused = place in mine.excused or any(_inside(place, outer) for outer in theirs.patterns)
        if place not in mine.texts and not excused:
            found.append(f"{name} sees {value!r} at {place}")
        elif place in mine.texts and mine.texts[place] != value and not excused:
            found.append(f"{name} sees {value!r} at {place}, we {mine.texts[place]!r}")
    if not partial:
        found += [
            f"{name} sees no text at {p}, we {v!r}"
            for p, v in sorted(mine.texts.items())
            if p not in theirs.texts
        ]
        found += [f"f-strings differ from {name} at {p}" for p in sorted(theirs.fragments ^ mine.fragments)]
    if sorted(mine.imports, key=repr) != sorted(theirs.imports, key=repr):
        found.append(f"{name} sees imports {theirs.imports}, we {mine.imports}")
    return found


def _inside(place: Place, outer: Place) -> bool:
    return outer[:2] <= place[:2] and place[2:] <= outer[2:]


__all__ = ["View", "differences", "nodes", "ours"]

if __name__ == "__main__":
    for argument in sys.argv[1:]:
        for difference in differences(Path(argument).read_bytes()):
            print(f"{argument}: {difference}")
