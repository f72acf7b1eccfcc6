"""What files call, or derive from, of the program's own modules, and these do not have.

Somebody else puts it there: a build, a file that is not analysed, or a library of the module's name. In: the
IR and the text of the program's files. Out: the import, and the name. ``imports.py`` makes holes of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.names import walk
from policywright.analyzers.program import Program
from policywright.knowledge.regex import regex

Taken = tuple[str, int, str]
"""A module as it is imported (name and level), and what is taken of it."""

_ANY_NAME = {
    "python": regex(
        rb"\bimport[ \t\\\r\n]+\*|__getattr__|\b(?:globals|locals|vars|setattr|exec)\("
        rb"|\bsys\.modules\b|\bmodules\[|__dict__"
    ),
    "typescript": regex(
        rb"\bexport\s*\*|\bmodule\.exports\s*=\s*[^{\s]|\bmodule\.exports\s*=\s*\{\s*\}|\bexports\s*\["
        rb"|[=(,]\s*(?:module\.)?exports\b(?!\s*[.=])|\bObject\.(?:assign|definePropert)|__export|\.\.\.\s*[\w$(]"
    ),
}
"""How modules come to names that their text need not have."""

_SET = regex(rb"\.\s*([\w$#\x80-\xff]+)\s*=(?!=)")
"""``module.name = ...``"""

_OF_ALL = {
    "python": regex(r"__\w+__"),
    "typescript": regex(
        r"__\w+__|apply|bind|call|constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString"
        r"|toString|valueOf"
    ),
}
"""What every object or function has (Python's data model; ``Object.prototype``, ``Function.prototype``)."""


def lacking(program: Program, module: str) -> Iterator[Taken]:
    """What a file calls of modules that certainly do not have it."""
    kind = program.languages[module].name
    if kind not in _ANY_NAME:
        return
    lowered = program.lowered(module)
    named: dict[str, Taken] = {}
    modules: dict[str, tuple[str, int]] = {}
    nodes = [node for statement in _statements(lowered) for node in walk(statement)]
    for node in nodes:
        match node:
            case ir.Import(module=name, alias=alias, level=level) if alias or "." not in name:
                modules[alias or name] = (name, level)
            case ir.Assign(targets=(ir.Name(name=alias),), value=ir.ImportExpr(module=name, level=level)):
                modules[alias] = (name, level)
            case ir.ImportFrom(module=name, names=names, level=level) if kind != "python":
                named.update(
                    {alias: (name, level, one) for one, alias in names if one not in ("*", "default")}
                )
    if not modules and not named:
        return
    # A name that means something else in a function is not followed.
    hidden = {name for function in lowered.functions for name in function.locals}
    used: dict[Taken, None] = {}
    for node in nodes:
        for called in _used(node):
            match called:
                case ir.Attr(obj=ir.Name(name=alias), name=member) if (
                    alias in modules and alias not in hidden
                ):
                    used[(*modules[alias], member)] = None
                case ir.Name(name=alias) if alias in named and alias not in hidden:
                    used[named[alias]] = None
    for name, level, member in used:
        target = program.resolve(module, name, level)
        if (
            target is not None
            and _OF_ALL[kind].fullmatch(member) is None
            and member not in lowered.assigned_attributes
            and _lacks(program, target, member)
            and member not in program.once("members set to something", lambda: _set_members(program))
        ):
            yield name, level, member


def _statements(lowered: ir.Module) -> list[ir.Stmt]:
    return [*lowered.body, *(one for function in lowered.functions for one in function.body)]


def _used(node: ir.Node) -> tuple[ir.Expr, ...]:
    """What is called, or derived from, in a node."""
    match node:
        case ir.Call(fn=fn):
            return (fn,)
        case ir.Class(bases=bases):
            return bases
    return ()


def _set_members(program: Program) -> frozenset[str]:
    """The members that any file assigns to something."""
    return frozenset(
        name.decode(errors="replace")
        for source in program.files.values()
        for name in _SET.findall(source.data)
    )


def _lacks(program: Program, module: str, name: str) -> bool:
    """Whether a module has no such name: the word stands nowhere in it."""
    source = program.files.get(module)
    if source is None or program.exists(f"{module}.{name}") or len(program.sharing(module)) > 1:
        return False
    if _ANY_NAME[program.languages[module].name].search(source.data):
        return False
    return re.search(rb"(?<![\w$])%s(?![\w$])" % re.escape(name.encode()), source.data) is None
