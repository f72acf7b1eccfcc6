"""The framework's configuration as a program (``serverless.ts``, ``serverless.js``), as the tree that
``serverless.yml`` would be.

Nothing is run. Objects, lists, texts, what is imported from other files of the project, and what is spread
into others are read; what a program computes beyond that is a hole, as a variable is that only the deployment
knows. Of an object whose entries are not all known, a ``Problem`` says where. Source:
https://www.serverless.com/framework/docs/providers/aws/guide/intro#alternative-configuration-format
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from policywright.analyzers.infrastructure.model import Path, Problem, ProblemCode
from policywright.analyzers.infrastructure.serverless.sources import (
    DEFAULT,
    WHOLE,
    Module,
    at,
    escaped,
    index,
    mark,
    number,
    plain,
    read,
)
from policywright.analyzers.infrastructure.yaml_nodes import Node, Tree
from policywright.analyzers.languages.typescript.projects import Projects
from policywright.analyzers.languages.typescript.specifiers import beside, find

if TYPE_CHECKING:
    from tree_sitter import Node as Syntax

    from policywright.analyzers.infrastructure.project import ProjectFiles

MAX_DEPTH = 60
"""Objects, names and imports that lead from one to the next."""
MAX_NODES = 100_000
"""Nodes of one configuration."""
_FUNCTIONS = "functions"
_CONFIGURATIONS = ("tsconfig.json", "tsconfig.paths.json", "tsconfig.base.json", "package.json")
_WRAPPED = (
    "as_expression", "satisfies_expression", "parenthesized_expression", "non_null_expression",
    "type_assertion",
)  # fmt: skip
_CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None}
_ENVIRONMENT = re.compile(r"process\.env(?:\.(\w+)|\[\s*['\"](\w+)['\"]\s*\])\Z")
_WORKING_DIRECTORY = "process.cwd()"


def tree_of(files: ProjectFiles, name: str) -> tuple[Tree, dict[str, Tree | None]]:
    """What a configuration says, and the trees of the sources that it is written in."""
    reader = _Reader(files, name)
    module = reader.module(name)
    if module is None:
        return Tree(name, ""), {}
    tree = module.tree
    try:
        tree.root = reader.exported(module, DEFAULT, (), 0)
    except RecursionError:
        reader.problem(module, None, "nested too deep; not read")
    if reader.lost:
        tree.root = None
    trees = {one.tree.file: one.tree for one in reader.modules.values() if one is not None}
    # Whoever has the configuration's own tree hears what was not read in the others.
    tree.problems += [one for other in trees.values() if other is not tree for one in other.problems]
    return tree, {one: other for one, other in trees.items() if other is not tree}


class _Reader:
    def __init__(self, files: ProjectFiles, name: str) -> None:
        self.files = files
        self.directory = posixpath.dirname(name)
        self.modules: dict[str, Module | None] = {}
        self.lost = False
        """Of the configuration as a whole it is not known what it has."""
        self._nodes = 0
        texts = {
            one: text.encode() for one in files.names
            if one.rsplit("/", 1)[-1] in _CONFIGURATIONS and "node_modules/" not in one
            and (text := files.text(one)) is not None
        }  # fmt: skip
        self._projects = Projects(texts, files.has)

    # --- sources ---

    def module(self, name: str) -> Module | None:
        """A source of the project, read once."""
        if name not in self.modules:
            text = self.files.text(name)
            self.modules[name] = read(name, text) if text is not None else None
        return self.modules[name]

    def _imported(self, module: Module, specifier: str) -> Module | None:
        importer = module.tree.file
        if specifier.startswith("."):
            found = find(self.files.has, beside(importer, specifier))
        else:
            found = self._projects.resolve(importer, specifier)
        return self.module(found) if found is not None else None

    def exported(self, module: Module, name: str, path: Path, depth: int) -> Node | None:
        """What a module exports under a name; None for what is not there."""
        found = self._export(module, name, depth)
        if found is None:
            return None
        where, syntax = found
        return self.node(where, syntax, path, depth) if syntax is not None else self._all(where, path, depth)

    def _export(self, module: Module, name: str, depth: int) -> tuple[Module, Syntax | None] | None:
        """Where an export is written; no syntax for a whole module."""
        if depth > MAX_DEPTH:
            return None
        if name == WHOLE:
            return module, None
        found = module.exports.get(name)
        if isinstance(found, tuple):
            other = self._imported(module, found[0])
            return self._export(other, found[1], depth + 1) if other is not None else None
        if found is not None:
            return module, found
        for star in module.stars if name != DEFAULT else ():
            other = self._imported(module, star)
            written = self._export(other, name, depth + 1) if other is not None else None
            if written is not None:
                return written
        return None

    def _all(self, module: Module, path: Path, depth: int) -> Node:
        """``import * as functions``"""
        names = [name for name in module.exports if name != DEFAULT]
        names += [
            name for star in module.stars if (other := self._imported(module, star)) is not None
            for name in other.exports if name != DEFAULT
        ]  # fmt: skip
        found = {one: self.exported(module, one, (*path, one), depth + 1) for one in dict.fromkeys(names)}
        made = {name: node for name, node in found.items() if node is not None}
        return Node(module.tree, path, made, mark(module, None))

    # --- values ---

    def node(self, module: Module, syntax: Syntax, path: Path, depth: int) -> Node:
        """What an expression is; a hole for what is not read."""
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            self.problem(module, syntax, "nested too deep, or too much; not read")
            return self._made(module, syntax, path, None)
        while syntax.type in _WRAPPED and syntax.named_children:
            children = [one for one in syntax.named_children if one.type != "type_arguments"]
            syntax = children[-1 if syntax.type == "type_assertion" else 0]
        match syntax.type:
            case "object":
                return self._object(module, syntax, path, depth)
            case "array":
                return self._array(module, syntax, path, depth)
            case "true" | "false" | "null" | "undefined":
                return self._made(module, syntax, path, _CONSTANTS[syntax.type])
            case "number":
                return self._made(module, syntax, path, number(module.text(syntax)))
            case "string" | "template_string" | "binary_expression":
                text = self._text(module, syntax, depth)
                return self._made(module, syntax, path, text)
            case (
                "identifier" | "shorthand_property_identifier" | "member_expression" | "subscript_expression"
            ):
                found = self._named(module, syntax, path, depth)
                if found is not None:
                    return found
            case "call_expression":
                directory = self._directory(module, syntax, depth)
                if directory is not None:
                    return self._made(module, syntax, path, directory)
        return self._made(module, syntax, path, self._hole(module, syntax))

    def _made(
        self, module: Module, syntax: Syntax, path: Path, value: dict[str, Node] | list[Node] | object
    ) -> Node:
        return Node(module.tree, path, value, mark(module, syntax))  # type: ignore[arg-type]

    def _hole(self, module: Module, syntax: Syntax) -> str:
        """What only who runs the program knows, as a variable of the framework."""
        found = _ENVIRONMENT.match(module.text(syntax))
        if found is not None:
            return f"${{env:{found[1] or found[2]}}}"
        line = module.tree.position(at(module, syntax.start_byte))[0]
        return f"${{code:{posixpath.basename(module.tree.file)}.{line}}}"

    def _object(self, module: Module, syntax: Syntax, path: Path, depth: int) -> Node:
        found: dict[str, Node] = {}
        level = [step for step in path if isinstance(step, str)]
        for one in syntax.named_children:
            entries = self._entries(module, one, path, depth)
            if entries is not None:
                found.update(entries)
                continue
            said = " ".join(module.text(one).split())
            self.problem(module, one, f"{said} is not read")
            if not level:
                # Anything may stand there.
                self.lost = True
            elif level == [_FUNCTIONS]:
                found[said] = self._made(module, one, (*path, said), self._hole(module, one))
            elif level[0] == _FUNCTIONS and len(level) == 2:
                return self._made(module, one, path, self._hole(module, one))
        return self._made(module, syntax, path, found)

    def _entries(self, module: Module, one: Syntax, path: Path, depth: int) -> dict[str, Node] | None:
        """What a part of an object adds to it; None for what is not read."""
        match one.type:
            case "pair":
                key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
                name = self._key(module, key, depth) if key is not None else None
                if name is None or value is None:
                    return None
                made = self.node(module, value, (*path, name), depth + 1)
                made.key_raw = mark(module, key)
                return {name: made}
            case "shorthand_property_identifier":
                name = module.text(one)
                return {name: self.node(module, one, (*path, name), depth + 1)}
            case "spread_element" if one.named_children:
                inner = self.node(module, one.named_children[0], path, depth + 1)
                if inner.value is None or isinstance(inner.value, dict):
                    return dict(inner.mapping)
            case "comment":
                return {}
        return None

    def _array(self, module: Module, syntax: Syntax, path: Path, depth: int) -> Node:
        found: list[Node] = []
        for one in syntax.named_children:
            if one.type == "spread_element" and one.named_children:
                inner = self.node(module, one.named_children[0], path, depth + 1)
                if isinstance(inner.value, list):
                    found.extend(inner.value)
                else:
                    self.problem(module, one, f"{module.text(one)} is not read")
                    if path == (_FUNCTIONS,):
                        found.append(self._made(module, one, path, self._hole(module, one)))
            elif one.type != "comment":
                found.append(self.node(module, one, (*path, len(found)), depth + 1))
        return self._made(module, syntax, path, found)

    def _key(self, module: Module, syntax: Syntax, depth: int) -> str | None:
        if syntax.type == "computed_property_name" and syntax.named_children:
            text = self.node(module, syntax.named_children[0], (), depth + 1).text
            return text if text is not None and "${" not in text else None
        return plain(module, syntax) if syntax.type == "string" else module.text(syntax)

    def _text(self, module: Module, syntax: Syntax, depth: int) -> str:
        """A text that is put together of others."""
        if syntax.type == "string":
            return plain(module, syntax)
        if syntax.type == "binary_expression":
            operator = syntax.child_by_field_name("operator")
            sides = [syntax.child_by_field_name(side) for side in ("left", "right")]
            if operator is None or operator.type != "+" or None in sides:
                return self._hole(module, syntax)
            return "".join(self._part(module, side, depth) for side in sides if side is not None)
        return "".join(
            escaped(module.text(one)) if one.type in ("string_fragment", "escape_sequence")
            else self._part(module, one.named_children[0], depth)
            for one in syntax.named_children if one.named_children or one.type != "template_substitution"
        )  # fmt: skip

    def _part(self, module: Module, syntax: Syntax, depth: int) -> str:
        text = self.node(module, syntax, (), depth + 1).text
        return text if text is not None else self._hole(module, syntax)

    def _named(self, module: Module, syntax: Syntax, path: Path, depth: int) -> Node | None:
        """A variable, what is imported, or a member of one."""
        if syntax.type in ("identifier", "shorthand_property_identifier"):
            name = module.text(syntax)
            if name == "__dirname":
                return self._made(module, syntax, path, posixpath.dirname(module.tree.file) or ".")
            if name in module.names:
                return self.node(module, module.names[name], path, depth + 1)
            if name in _CONSTANTS:
                return self._made(module, syntax, path, None)
            specifier, other = module.imports.get(name, ("", ""))
            found = self._imported(module, specifier) if specifier else None
            return self.exported(found, other, path, depth + 1) if found is not None else None
        owner = syntax.child_by_field_name("object")
        member = syntax.child_by_field_name("property") or syntax.child_by_field_name("index")
        if owner is None or member is None or _ENVIRONMENT.match(module.text(syntax)):
            return None
        step = module.text(member) if syntax.type == "member_expression" else index(module, member)
        inner = self.node(module, owner, path, depth + 1)
        return inner.get(step) if step is not None and not inner.is_scalar else None

    def _directory(self, module: Module, syntax: Syntax, depth: int) -> str | None:
        """``handlerPath(__dirname)`` of the framework's template: a directory, from where that is started."""
        called, given = syntax.child_by_field_name("function"), syntax.child_by_field_name("arguments")
        if called is None or given is None or called.type != "identifier" or len(given.named_children) != 1:
            return None
        name, where = module.text(called), module
        if name in module.imports:
            specifier, other = module.imports[name]
            found = self._imported(module, specifier)
            written = self._export(found, other, depth) if found is not None else None
        else:
            written = (module, module.names[name]) if name in module.names else None
        if written is None or written[1] is None or _WORKING_DIRECTORY not in written[0].text(written[1]):
            return None
        directory = self.node(where, given.named_children[0], (), depth + 1).text
        return (
            posixpath.relpath(directory, self.directory or ".")
            if directory and "${" not in directory
            else None
        )

    def problem(self, module: Module, syntax: Syntax | None, detail: str) -> None:
        start, end = (
            (at(module, syntax.start_byte), at(module, syntax.end_byte)) if syntax is not None else (0, 0)
        )
        span = module.tree.span_between(start, end)
        found = Problem(code=ProblemCode.UNSUPPORTED, span=span, detail=" ".join(detail.split())[:200])
        if found not in module.tree.problems:
            module.tree.problems.append(found)
