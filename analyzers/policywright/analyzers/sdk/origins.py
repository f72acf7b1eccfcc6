"""Which file defines what another one has under a name: through imports and exports, by whatever names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.names import children, targets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.program import Program

    Home: TypeAlias = tuple[str, str]
    """A file, and the name that something has there."""


class Origins:
    """The names of all files of a program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._tables: dict[str, _Table] = {}
        self._homes: dict[Home, frozenset[Home] | None] = {}

    def homes(self, module: str | None, name: str) -> frozenset[Home] | None:
        """The files that may define what a file has under a name, with its name there: none for what only a
        library has, None where it may be any."""
        if module is None:
            return frozenset()
        if (module, name) not in self._homes:
            self._homes[module, name] = self._find((module, name))
        return self._homes[module, name]

    def _find(self, start: Home) -> frozenset[Home] | None:
        found: set[Home] = set()
        pending, seen = [start], {start}
        while pending:
            home = pending.pop()
            if home[0] not in self._program.files:
                continue
            table = self._table(home[0])
            own, following = table.of(home[1])
            if table.is_open and not own:
                return None
            found.update((home[0], name) for name in own)
            pending += [one for one in following if one not in seen]
            seen.update(following)
        return frozenset(found)

    def _table(self, module: str) -> _Table:
        found = self._tables.get(module)
        if found is None:
            found = self._tables[module] = _Table(self._program, module)
        return found


class _Table:
    """What one file imports and exports."""

    def __init__(self, program: Program, module: str) -> None:
        self._program = program
        self._module = module
        self._imported: dict[str, list[Home | None]] = defaultdict(list)
        """What names of the file are imported as; None for a library's."""
        self._exported: dict[str, list[str | Home | None]] = defaultdict(list)
        """What it exports: a name of its own, or one of another file; None for a library's."""
        self._all: list[str] = []
        """The files of which it exports, or takes in, everything."""
        self._defined: set[str] = set()
        """What it defines itself."""
        self._bound = program.lowered(module).bound
        self.is_open = False
        """It has names that its text does not tell."""
        for statement in loaded(program.lowered(module)):
            match statement:
                case ir.FunctionDef(function=ir.Function(name=own)) | ir.ClassDef(cls=ir.Class(name=own)):
                    self._defined.add(own)
                case ir.Assign(targets=bound):
                    self._defined.update(one for target in bound for one in targets(target))
                case ir.ImportFrom(module=source, level=level, names=names):
                    target = program.resolve(module, source, level)
                    for name, alias in names:
                        if name != "*":
                            self._imported[alias].append((target, name) if target is not None else None)
                        elif target is not None:
                            self._all.append(target)
                        else:
                            self.is_open = True
                case ir.Export(names=exports):
                    for value, name in exports:
                        self._export(name, value)
        if not self._exported and "exports" in self._defined | program.lowered(module).assigned_attributes:
            # CommonJS.
            self.is_open = True

    def _export(self, name: str, value: ir.Expr) -> None:
        match value:
            case ir.ImportExpr(module=source, level=level) if name == "*":
                target = self._program.resolve(self._module, source, level)
                if target is not None:
                    self._all.append(target)
                else:
                    self.is_open = True
            case ir.Attr(obj=ir.ImportExpr(module=source, level=level), name=there):
                target = self._program.resolve(self._module, source, level)
                self._exported[name].append((target, there) if target is not None else None)
            case ir.Name(name=own):
                self._exported[name].append(own)
            case ir.FunctionExpr(function=function):
                self._exported[name].append((self._module, function.name))
            case _:
                self._exported[name].append((self._module, name))

    def of(self, name: str) -> tuple[list[str], list[Home]]:
        """The names of its own that one may mean, and what that may be of other files."""
        own: list[str] = []
        others: list[Home] = []
        for exported in self._exported.get(name, (name,)):
            if isinstance(exported, tuple):
                (own.append(exported[1]) if exported[0] == self._module else others.append(exported))
            elif exported is not None:
                imported = self._imported.get(exported)
                others += [one for one in imported or () if one is not None]
                if exported in self._defined or (imported is None and exported in self._bound):
                    own.append(exported)
        if not own and name not in self._exported and name not in self._imported:
            others += [(module, name) for module in self._all]
        return own, others


def loaded(module: ir.Module) -> Iterator[ir.Node]:
    """The statements that run when a file is loaded, whatever they are in."""
    for statement in module.body:
        yield from nested(statement)


def nested(statement: ir.Stmt) -> Iterator[ir.Node]:
    """A statement and those in it, but for definitions of functions and classes."""
    pending: list[ir.Node] = [statement]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, ir.If | ir.Try | ir.Handler | ir.With | ir.Block | ir.For | ir.While):
            pending.extend(children(node))
