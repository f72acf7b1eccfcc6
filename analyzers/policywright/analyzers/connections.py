"""What connects the modules of a program: imports, names that are made up, and what injects values.

In either direction they make parts that have nothing to do with each other (``parts``). Followed as they
lead, they tell which modules of a part can be in one process with code that makes requests (``Loading``): the
pages beside a server, which share types and helpers with it, are not among those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from policywright.analyzers import ir
from policywright.analyzers.engine.names import walk
from policywright.analyzers.loading import load_context
from policywright.analyzers.program import FrontEnd, Program

Imports = Mapping[str, set[str]]
Part = tuple[str, ...]


def imports_of(program: Program) -> Imports:
    """What each file imports of the program, and with each package its files."""
    load_context(program)
    imports: dict[str, set[str]] = {}
    for name in program.files:
        found = imports.setdefault(name, set())
        for module, level in program.outline(name).imports:
            target = program.resolve(name, module, level)
            if target is not None:
                found.update(_loaded(target))
        for target in program.plugins(name):
            found.update(_loaded(target))
    for language in dict.fromkeys(program.languages[name] for name in program.files):
        _import_what_is_named(program, language, imports)
    for group, files in program.groups.items():
        # Files of one scope need each other, and whoever imports the package means all of them.
        imports[group] = set(files)
        for name in files:
            imports[name].add(group)
    return imports


def _import_what_is_named(program: Program, language: FrontEnd, imports: Imports) -> None:
    """Adds what files import by names that come from somewhere else: of modules that a text of the program
    names, or that nothing in it imports and whose name is one to write (``0001_initial`` is a file's)."""
    own = [name for name in program.files if program.languages[name] is language]
    importing = [name for name in own if program.imports_what_is_named(name)]
    if importing:
        imported = set[str]().union(*(imports[name] for name in own))
        meant = program.named(language)
        meant.update(
            name for name in own if name not in imported and all(map(str.isidentifier, name.split(".")))
        )
        loaded = {one for target in meant for one in _loaded(target)}
        for name in importing:
            imports[name] |= loaded


def _loaded(module: str) -> Iterator[str]:
    """Importing a package's submodule runs the package's own file first."""
    yield module
    while "." in module:
        module = module.rsplit(".", 1)[0]
        yield module


def reaching(program: Program, imports: Imports) -> Part:
    """Modules that were asked about and are connected with AWS: a file of their component shows it.

    A value gets into another file over what one of them imports, in whichever direction: a client that one
    module stores in a registry is called by another that imports the registry and never names AWS.
    """
    parts = components(program, tuple(program.files), imports)
    connected = [part for part in parts if any(program.mentions_sdk(name) for name in part)]
    languages = {program.languages[name] for part in connected for name in part if name in program.files}
    # What imports by names that are made up may import any module, those that deal with AWS as well.
    connected.extend(
        part
        for part in parts
        if any(
            program.languages[name] in languages and program.imports_by_name(name)
            for name in part
            if name in program.files
        )
    )
    reached = {name for part in connected for name in part}
    # Plugins, imported by such names: it may be any module.
    loading = _loading(program, (name for name in reached if name in program.files))
    reached.update(name for name in program.files if program.languages[name] in loading)
    return tuple(name for name in program.files if name in reached and name in program.asked)


def independent(program: Program, modules: Sequence[str], imports: Imports) -> tuple[Part, ...]:
    """Modules that are looked at, with the context that they need, by what connects them.

    What is imported by a name of which nothing is known can be any module of the language; what is known of
    others is among the imports.
    """
    wanted = set(modules)
    every = [name for name in program.files if name in wanted or name not in program.asked]
    found = [part for part in components(program, every, imports) if not wanted.isdisjoint(part)]
    loading = _loading(program, modules)
    if not loading:
        return tuple(found)
    # Imports lead from no language to another.
    merged: dict[FrontEnd | Part, set[str]] = {}
    for part in found:
        language = program.languages[part[0]]
        merged.setdefault(language if language in loading else part, set()).update(part)
    order = {name: index for index, name in enumerate(every)}
    return tuple(tuple(sorted(names, key=order.__getitem__)) for names in merged.values())


def _loading(program: Program, modules: Iterable[str]) -> set[FrontEnd]:
    """The languages of those modules that import others by names that are made up."""
    return {program.languages[name] for name in modules if program.imports_by_name(name)}


def components(program: Program, modules: Sequence[str], imports: Imports) -> tuple[Part, ...]:
    """Modules by what connects them: imports in either direction, one after the other, or an injector."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while parents.setdefault(name, name) != name:
            parents[name] = name = parents[parents[name]]
        return name

    for name in modules:
        own = root(name)
        for target in imports[name]:
            if target in program.files or target in program.groups or target in program.data:
                parents[root(target)] = own
    injected: dict[str, str] = {}
    for name in modules:
        language = program.languages[name]
        if language.injects and any(sign in program.files[name].data for sign in language.injects):
            # Something hands values between files that do not import each other.
            parents[root(name)] = root(injected.setdefault(language.name, name))
    found: dict[str, list[str]] = {}
    for name in modules:
        found.setdefault(root(name), []).append(name)
    return tuple(map(tuple, found.values()))


class Loading:
    """Which modules of a part can be in one process with code that makes requests.

    A process runs a file and what that imports. A file from which no import leads to a request, and to which
    none leads from a file that has one behind it, is ``apart``: what it runs in makes none, unless something
    hands it what may make some. That can only be in the variables of what both import (``shared``), and is
    asked when the others have been evaluated (``engine/lending.py``). What leads to code that nobody knows is
    looked at in any case.
    """

    def __init__(self, program: Program, part: Sequence[str]) -> None:
        self._program = program
        self._targets = {name: _loads(program, name) for name in part if name in program.files}
        self._sources = _reversed(self._targets)
        self.apart: frozenset[str] = frozenset()
        self.requesting: frozenset[str] = frozenset()
        """The modules behind which there are requests, or something that injects values."""
        self.shared: frozenset[str] = frozenset()
        languages = {program.languages[name] for name in self._targets}
        if not all(one.loaded_by_imports for one in languages) or any(
            program.imports_what_is_named(name) for name in self._targets
        ):
            return
        telling = [name for name in self._targets if _may_request(program, name)]
        self.requesting = frozenset(_closure(telling, self._sources))
        together = _closure(self.requesting, self._targets)
        # What changes others while it is loaded belongs to whatever they are loaded in.
        acting = [
            name for name in self._targets
            if name not in together and (_is_open(program, name) or _acts_on(program, name, together))
        ]  # fmt: skip
        together = _closure((*together, *acting), self._targets)
        self.apart = frozenset(self._targets.keys() - together)
        self.shared = frozenset(together & _closure(self.apart, self._targets)) - self.requesting

    def importing(self, modules: Iterable[str]) -> frozenset[str]:
        """Those of the modules apart that are in a process with any of these, and what they need."""
        using = self.apart & _closure(modules, self._sources)
        return self.apart & _closure(using, self._targets)


def _loads(program: Program, name: str) -> set[str]:
    """The modules that are loaded with one."""
    outline = program.outline(name)
    found = set(program.plugins(name))
    for one in outline.imports:
        target = program.resolve(name, *one) if one not in outline.types else None
        if target is not None:
            found.update(one for one in _loaded(target) if one in program.files)
    return found


def _may_request(program: Program, name: str) -> bool:
    """Something in the file by itself may ask AWS, or is handed what may."""
    injects = program.languages[name].injects
    return program.mentions_sdk(name) or any(sign in program.files[name].data for sign in injects)


def _is_open(program: Program, name: str) -> bool:
    """The file leads to code that nobody knows, which may ask AWS."""
    return program.imports_by_name(name) or program.starts_programs(name)


def _reversed(targets: Mapping[str, Set[str]]) -> Mapping[str, Set[str]]:
    found = defaultdict[str, set[str]](set)
    for name, others in targets.items():
        for other in others:
            found[other].add(name)
    return found


def _closure(starts: Iterable[str], steps: Mapping[str, Set[str]]) -> set[str]:
    """What can be reached, the starts as well."""
    found = set[str]()
    pending = list(starts)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(steps.get(name, ()))
    return found


def _acts_on(program: Program, name: str, others: Set[str]) -> bool:
    """Whether loading a module changes what it imports of others: it calls that for nothing else, sets
    members of it, or has it decorate something."""
    module = program.lowered(name)
    own = {
        alias for statement in module.body
        for alias, source, level in _bound_by(statement) if program.resolve(name, source, level) in others
    }  # fmt: skip
    if not own:
        return False
    changed: list[ir.Expr] = []
    for node in (one for statement in module.body for one in walk(statement)):
        match node:
            case ir.ExprStmt(value=ir.Call(fn=called)):
                changed.append(called)
            case ir.Assign(targets=targets):
                changed.extend(one.obj for one in targets if isinstance(one, ir.Attr | ir.Index))
            case ir.Class(decorators=decorators) | ir.Function(decorators=decorators):
                changed.extend(decorators)
    return any(_root(one) in own for one in changed)


def _bound_by(statement: ir.Stmt) -> Iterator[tuple[str, str, int]]:
    match statement:
        case ir.Import(module=source, alias=str(alias), level=level):
            yield alias, source, level
        case ir.ImportFrom(module=source, level=level, names=names):
            yield from ((alias, source, level) for _, alias in names)


def _root(node: ir.Expr) -> str:
    """The variable that an expression begins with."""
    while True:
        match node:
            case ir.Attr(obj=inner) | ir.Index(obj=inner) | ir.Call(fn=inner):
                node = inner
            case ir.Name(name=name):
                return name
            case _:
                return ""
