"""The constructs and imports of a Python source of a CDK application, with their places (by libcst)."""

from __future__ import annotations

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from policywright.knowledge.records import dataclass


@dataclass(slots=True, eq=False)
class Construct:
    """A construct that the source makes: ``variable = Class(scope, "Id", ...)``."""

    id: str
    kind: str
    """Its class's name, without the module."""
    scope: str
    """Source of the first argument."""
    variable: str | None
    line: int
    """The last line of its statement."""
    indentation: str
    block: int
    """Which body it stands in."""
    owner: str
    """The class around it, or nothing."""


class Source:
    """A Python source: its constructs and imports."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.constructs: list[Construct] = []
        self.made: dict[str, set[str]] = {}
        """Classes by the ids that they are instantiated with."""
        self.imports: list[tuple[int, str, str, str]] = []
        """Line, module, name and local name of what is imported from ``aws_cdk``."""
        try:
            wrapper = MetadataWrapper(cst.parse_module(text))
        except (cst.ParserSyntaxError, RecursionError):
            return
        visitor = _Visitor(wrapper)
        wrapper.visit(visitor)
        self.constructs, self.made, self.imports = visitor.constructs, visitor.made, visitor.imports

    def classes_of(self, id: str) -> set[str]:
        return self.made.get(id, set())


@dataclass(slots=True, eq=False)
class _Place:
    block: int
    indentation: str
    end: int


class _Visitor(cst.CSTVisitor):
    """Collects constructs and imports. Blocks are numbered in the order they are met."""

    def __init__(self, wrapper: MetadataWrapper) -> None:
        super().__init__()
        self.module = wrapper.module
        self.positions = wrapper.resolve(PositionProvider)
        self.constructs: list[Construct] = []
        self.made: dict[str, set[str]] = {}
        self.imports: list[tuple[int, str, str, str]] = []
        self._blocks = [0]
        self._count = 0
        self._classes: list[str] = []
        self._places: list[_Place] = []
        self._named: dict[int, str] = {}

    def visit_IndentedBlock(self, node: cst.IndentedBlock) -> None:
        self._count += 1
        self._blocks.append(self._count)

    def leave_IndentedBlock(self, original_node: cst.IndentedBlock) -> None:
        self._blocks.pop()

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self._classes.append(node.name.value)

    def leave_ClassDef(self, original_node: cst.ClassDef) -> None:
        self._classes.pop()

    def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> None:
        place = self.positions[node]
        self._places.append(_Place(self._blocks[-1], " " * place.start.column, place.end.line))

    def leave_SimpleStatementLine(self, original_node: cst.SimpleStatementLine) -> None:
        self._places.pop()

    def visit_Assign(self, node: cst.Assign) -> None:
        if len(node.targets) == 1:
            self._name(node.targets[0].target, node.value)

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        if node.value is not None:
            self._name(node.target, node.value)

    def _name(self, target: cst.BaseExpression, value: cst.BaseExpression) -> None:
        if isinstance(target, cst.Name | cst.Attribute):
            self._named[id(value)] = self.module.code_for_node(target)

    def visit_Call(self, node: cst.Call) -> None:
        arguments = [one for one in node.args if one.keyword is None and not one.star]
        named = {one.keyword.value: one.value for one in node.args if one.keyword is not None}
        scope = arguments[0].value if arguments else named.get("scope")
        given = arguments[1].value if len(arguments) > 1 else named.get("id")
        kind = _last_name(node.func)
        if scope is None or not kind or not isinstance(given, cst.SimpleString) or not self._places:
            return
        name = given.evaluated_value
        if not isinstance(name, str):
            return
        self.made.setdefault(name, set()).add(kind)
        place = self._places[-1]
        self.constructs.append(
            Construct(
                id=name,
                kind=kind,
                scope=self.module.code_for_node(scope),
                variable=self._named.get(id(node)),
                line=place.end,
                indentation=place.indentation,
                block=place.block,
                owner=self._classes[-1] if self._classes else "",
            )
        )

    def visit_ImportFrom(self, node: cst.ImportFrom) -> None:
        module = _dotted(node.module) if node.module is not None else ""
        if (
            module.split(".")[0] != "aws_cdk"
            or isinstance(node.names, cst.ImportStar)
            or len(self._blocks) > 1
        ):
            return
        for one in node.names:
            local = _dotted(one.asname.name) if one.asname is not None else _dotted(one.name)
            self.imports.append((self.positions[node].end.line, module, _dotted(one.name), local))

    def visit_Import(self, node: cst.Import) -> None:
        for one in node.names:
            module = _dotted(one.name)
            if module.split(".")[0] == "aws_cdk" and len(self._blocks) == 1:
                local = _dotted(one.asname.name) if one.asname is not None else module
                self.imports.append((self.positions[node].end.line, module, "", local))


def _dotted(node: cst.CSTNode) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


def _last_name(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""
