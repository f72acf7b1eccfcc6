"""What connects the modules of a program: imports, names that are made up, and what injects values.

In either direction they make parts that have nothing to do with each other (``parts``). Followed as they
lead, they tell which modules of a part can be in one process with code that makes requests (``Loading``): the
pages beside a server, which share types and helpers with it, are not among those.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from policywright.analyzers import ir
from policywright.analyzers.engine.names import targets as bound_in
from policywright.analyzers.engine.names import walk
from policywright.analyzers.engine.outlines import STORING
from policywright.analyzers.loading import load_context
from policywright.analyzers.program import FrontEnd, Program
from policywright.analyzers.source import SourceFile

Imports = Mapping[str, set[str]]
Part = tuple[str, ...]


def imports_of(program: Program) -> Imports:
    """What each file imports of the program, and with each package its files."""
    load_context(program)
    imports: dict[str, set[str]] = {}
    for name in program.files:
        imports.setdefault(name, set()).update(_imported(program, name, program.outline(name).imports))
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


def _imported(program: Program, name: str, imports: Iterable[tuple[str, int]]) -> Iterator[str]:
    """What imports of a module bring, and what it imports by names that are made up in part."""
    for module, level in imports:
        target = program.resolve(name, module, level)
        if target is not None:
            yield from _loaded(target)
    for target in program.plugins(name):
        yield from _loaded(target)


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
        if _is_injected(program, name):
            # Something hands values between files that do not import each other.
            parents[root(name)] = root(injected.setdefault(program.languages[name].name, name))
    found: dict[str, list[str]] = {}
    for name in modules:
        found.setdefault(root(name), []).append(name)
    return tuple(map(tuple, found.values()))


def _is_injected(program: Program, name: str) -> bool:
    return _has_any(program, name, program.languages[name].injects)


def _has_any(program: Program, name: str, words: Iterable[bytes]) -> bool:
    """Whether any of some words is in the text of a file."""
    return any(word in program.files[name].data for word in words)


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
        self.apart: frozenset[str] = frozenset()
        self.requesting: frozenset[str] = frozenset()
        """The modules behind which there are requests, or something that injects values."""
        self.shared: frozenset[str] = frozenset()
        self._targets: Mapping[str, Set[str]] = {}
        self._sources: Mapping[str, Set[str]] = {}
        self._of_pages: frozenset[str] = frozenset()
        """The modules that are loaded by nothing but pages in a browser."""
        files = [name for name in part if name in program.files]
        if all(program.languages[name].loaded_by_imports for name in files) and not any(
            map(program.imports_what_is_named, files)
        ):
            self._tell(files)

    def _tell(self, files: Sequence[str]) -> None:
        program = self._program
        self._targets = {name: set(_loads(program, name)) for name in files}
        self._sources = _reversed(self._targets)
        telling = [name for name in files if program.mentions_sdk(name) or _is_injected(program, name)]
        self.requesting = frozenset(_closure(telling, self._sources))
        together = _closure(self.requesting, self._targets)
        left = [name for name in files if name not in together]
        self._of_pages = frozenset(self._loaded_by_pages(left))
        acting = self._acting(together, [name for name in left if name not in self._of_pages])
        together = _closure((*together, *acting), self._targets)
        self.apart = frozenset(self._targets.keys() - together)
        self.shared = frozenset(together & _closure(self.apart, self._targets)) - self.requesting

    def _acting(self, together: Set[str], left: Sequence[str]) -> list[str]:
        """Those of the modules ``left`` that lead to what nobody knows, or may change what others import."""
        program = self._program
        changing = _Changing(program, together)
        found = {name for name in left if _is_open(program, name) or changing.changes(name)}
        shared = together & _closure(left, self._targets)
        for name in sorted(shared):
            keeping = changing.keeping(name)
            if keeping:
                found.update(
                    one for one in _closure([name], self._sources)
                    if one not in together and one not in found and changing.calls(one, name, keeping)
                )  # fmt: skip
        return [name for name in left if name in found]

    def _loaded_by_pages(self, left: Sequence[str]) -> Set[str]:
        """Of the modules ``left`` those that are loaded by nothing but pages in a browser.

        Each page is a process of its own: whatever such a module does, those that ask AWS see nothing of it,
        unless it loads modules that nobody knows, or something else runs what pages load.
        """
        program = self._program
        pages = [name for name in left if program.languages[name].starts_page(program.files[name].data)]
        if not pages or any(
            _has_any(program, name, program.languages[name].shares_pages) for name in self._targets
        ):
            return set()
        found = _closure(pages, self._targets) & set(left)
        loading = [name for name in self._targets if program.imports_by_name(name)]
        # What imports by names that are made up, and says this one.
        outside = [program.files[name] for name in loading if name not in found]
        named = [page for page in pages if any(_names(source, page) for source in outside)]
        others = [name for name in left if name not in found]
        return found - _closure((*others, *found.intersection(loading), *named), self._targets)

    def importing(self, modules: Iterable[str]) -> frozenset[str]:
        """Those of the modules apart that are in a process with any of these, and what they need."""
        others = self.apart - self._of_pages
        using = others & _closure(modules, self._sources)
        return others & _closure(using, self._targets)


def _names(source: SourceFile, page: str) -> bool:
    """A text of a file has the name of a page's first module."""
    place, _, file = page.rpartition("/")
    beside = place in ("", source.name.rpartition("/")[0])
    start = r"[/\"'`]" if beside else rf"\b{re.escape(place.rpartition('/')[2])}/"
    name = rf"{start}{re.escape(file.rpartition('.')[0])}(?:\.[cm]?[jt]sx?)?[\"'`]"
    return re.search(name.encode(), source.data) is not None


def _loads(program: Program, name: str) -> Iterator[str]:
    """The files that are loaded with one."""
    outline = program.outline(name)
    types = program.types(name)
    imports = (one for one in outline.imports if one not in types)
    return (one for one in _imported(program, name, imports) if one in program.files)


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


class _Changing:
    """Which modules may change what others import: what those do is known only with them.

    One calls a function that keeps something (``setup(…)``, ``registry.add(…)``), sets a member of what it
    imports, or has that decorate something; or it gets at what all modules of a process have.
    """

    def __init__(self, program: Program, others: Set[str]) -> None:
        self._program = program
        self._others = others
        self._at_load: set[str] | None = None
        self._bound: dict[str, list[tuple[str, str, str]]] = {}
        """The variables that modules give what they import of others, with what of these, and of which."""

    def changes(self, name: str) -> bool:
        """Whether a module sets members of others, or has them decorate something."""
        program = self._program
        if _has_any(program, name, program.languages[name].shared_words):
            return True
        module = program.lowered(name)
        bodies = (module.body, *(function.body for function in module.functions))
        changed: set[str] = set()
        others: list[ir.Assign] = []
        for node in (one for body in bodies for one in _nodes(body)):
            changed |= _changed(node)
            if isinstance(node, ir.Assign) and node.value is not None:
                others.append(node)
        if not changed:
            return False
        own = {alias for alias, _, _ in self._bound_in(name)}
        for node in others if own else ():
            # ``const settings = table(); settings.name = …``
            if node.value is not None and _root(node.value) in own:
                own.update(bound for target in node.targets for bound in bound_in(target))
        return not changed.isdisjoint(own)

    def calls(self, name: str, other: str, keeping: Set[str]) -> bool:
        """Whether a module calls functions of another one that keep something, or hands them on."""
        return not keeping.isdisjoint(self._program.lowered(name).calls) or any(
            member in keeping and source == other for _, member, source in self._bound_in(name)
        )

    def _bound_in(self, name: str) -> list[tuple[str, str, str]]:
        found = self._bound.get(name)
        if found is None:
            found = self._bound[name] = [
                (alias, member, target)
                for node in _nodes(self._program.lowered(name).body)
                for alias, member, source in _bound_by(node)
                if (target := self._program.resolve(name, *source)) is not None and target in self._others
            ]
        return found

    def keeping(self, name: str) -> frozenset[str]:
        """The functions of a module that keep something beyond their call, by all names around them."""
        module = self._program.lowered(name)
        found: set[str] = set()
        taking: set[str] = set()
        for function in module.functions:
            path = function.qualname
            # What takes nothing keeps nothing of others; outer functions come first.
            if function.params or path.rpartition(".")[0] in taking:
                taking.add(path)
                if self._keeps(module, function):
                    found.update(path.split("."))
        return frozenset(found)

    def _keeps(self, module: ir.Module, function: ir.Function) -> bool:
        """It assigns a variable of the module, or puts something into what that has.

        So does what is done to an object, or in the variables of a function around, where a module makes one,
        or calls it, while it is loaded.
        """
        outer = function.nonlocals | function.globals
        put = {_root(one) for node in _nodes(function.body) for one in _put_into(node)}
        put -= function.locals | {param.name for param in function.params} | {""}
        if not outer and not put:
            return False
        if not module.reassigned.isdisjoint(outer) or not module.bound.isdisjoint(put - {"this"}):
            return True
        around = function.qualname.split(".")[:-1]
        return function.name != "constructor" and not self._called_at_load().isdisjoint(around)

    def _called_at_load(self) -> set[str]:
        """What modules call or make while they are loaded."""
        if self._at_load is None:
            self._at_load = set()
            for name in self._others:
                for node in _nodes(self._program.lowered(name).body):
                    if isinstance(node, ir.Call) and isinstance(node.fn, ir.Name | ir.Attr):
                        self._at_load.add(node.fn.name)
        return self._at_load


def _nodes(body: Iterable[ir.Stmt]) -> Iterator[ir.Node]:
    """All that stands in statements, but for the bodies of functions."""
    for statement in body:
        yield from walk(statement)


def _put_into(node: ir.Node) -> Iterable[ir.Expr]:
    """What a node sets a member of, or puts something into."""
    match node:
        case ir.Assign(targets=targets):
            return [one.obj for one in targets if isinstance(one, ir.Attr | ir.Index)]
        case ir.AugAssign(target=ir.Attr(obj=inner) | ir.Index(obj=inner)):
            return (inner,)
        case ir.Call(fn=ir.Attr(obj=inner, name=name)) if name in STORING:
            return (inner,)
    return ()


_FILLING = frozenset((
    "assign", "defaults", "defaultsDeep", "defineProperties", "defineProperty", "extend", "merge", "set",
))  # fmt: skip
"""Functions of JavaScript, lodash and their kin that put something into what they are passed first."""


def _changed(node: ir.Node) -> set[str]:
    """The variables of which a node sets a member, or which decorate what it defines."""
    match node:
        case ir.Class(decorators=decorators) | ir.Function(decorators=decorators):
            return set(map(_root, decorators))
        case ir.Call(fn=ir.Attr(name=name) | ir.Name(name=name), args=(first, *_)) if name in _FILLING:
            return {_root(first), *map(_root, _put_into(node))}
    return set(map(_root, _put_into(node)))


def _bound_by(node: ir.Node) -> Iterator[tuple[str, str, tuple[str, int]]]:
    """The variables that a node gives something imported, what of that, and where it comes from."""
    match node:
        case ir.Import(module=source, alias=str(alias), level=level):
            yield alias, "", (source, level)
        case ir.ImportFrom(module=source, level=level, names=names):
            yield from ((alias, name, (source, level)) for name, alias in names)
        case ir.Assign(targets=targets, value=ir.ImportExpr(module=source, level=level)):
            for one in targets:
                yield from ((name, name, (source, level)) for name in bound_in(one))
        case ir.Assign(
            targets=targets, value=ir.Attr(obj=ir.ImportExpr(module=source, level=level), name=name)
        ):
            for one in targets:
                yield from ((alias, name, (source, level)) for alias in bound_in(one))


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
