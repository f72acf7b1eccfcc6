"""The files of one analysis as modules: which there are, what they import, and their IR on demand.

A module is read by the front end of its language, the part of it that knows text. What values do is the
engine's (``engine/language.py``), which is not known here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set

from policywright.analyzers import ir
from policywright.analyzers.gate import DEALS, NOTHING, commanded, evidence
from policywright.analyzers.made_up import ANYTHING, NAMED, meant
from policywright.analyzers.model import SkipCode, Skipped, Span
from policywright.analyzers.shells import Shells
from policywright.analyzers.source import SourceFile
from policywright.knowledge.isolation import TOO_DEEP, attempt
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    _Answer = TypeVar("_Answer")
    from policywright.analyzers.gate import Gate
    from policywright.analyzers.kept import Kept, Reading
    from policywright.analyzers.surroundings import Surroundings

    Files = Sequence[SourceFile]
    OnlyForTests = Callable[[Files, Files, Mapping[str, bytes], bool], Collection[str]]

_EMPTY = ir.Module((0, 0), "", ())
_SHARED = (
    "whole", "files", "languages", "packages", "problems", "lost", "auxiliary", "layers", "data", "modules",
    "outlines", "_readings", "_evidence", "_launching", "_commanding", "_made_up",
    "groups", "group_of", "_owners", "_suffixes", "asked", "located", "kept", "shells",
)  # fmt: skip
"""What the parts of a program have in common."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What the rest of a program has to know of a module that it does not evaluate."""

    imports: tuple[tuple[str, int], ...]
    bound: frozenset[str]
    assigned_attributes: frozenset[str]
    types: frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """How imports of one language lead out of what was asked about."""

    needed: Callable[[Surroundings, Program, str], Iterable[str]]
    """The places of the files that a module needs."""
    configuration: Callable[[Surroundings, Program], Iterable[str]] = lambda _around, _program: ()
    """The places of configuration files elsewhere in the project that say how imports resolve."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FrontEnd:
    """What a language brings to read its files and to tell what they import."""

    name: str
    extensions: frozenset[str]
    lower: Callable[[bytes, str], ir.Module]
    """UTF-8 source and module name to IR."""
    module_name: Callable[[str], str]
    """Module name of a file from its path relative to the root, with forward slashes."""
    resolve: Callable[[Program, str, str, int], str | None]
    """Program, importing module, imported name, relative level -> module of the program."""
    gate: Gate
    """What shows that a file has to do with AWS."""
    around: Around
    """How imports lead out of what was asked about."""
    made_up_names: Callable[[str, bytes], Collection[str]] = lambda _name, _data: ()
    """Regular expressions of the modules that a file may mean, by name and content, where it imports by names
    made up at run time; ``ANYTHING`` where nothing is known of one, ``NAMED`` where a text has to name it."""
    named: Callable[[bytes], Collection[str]] = lambda _data: ()
    """The texts of a file that may name modules."""
    declares: Callable[[Program], Iterable[str]] = lambda _program: ()
    """The names of modules that the configuration of the project has imported."""
    keeps_types: Callable[[Program, str], bool] = lambda _program, _module: False
    """Whether what a module imports for its types alone may be loaded all the same (``ir.Module.types``)."""
    loaded_by_imports: bool = False
    """No framework loads files by where they are or what is in them without that it shows (``injects``)."""
    shared_words: tuple[bytes, ...] = ()
    """What is in the text of files (any of it) that get at what all modules of a process have."""
    starts_page: Callable[[bytes], bool] = lambda _data: False
    """Whether a file is where a page in a browser starts, a process of its own."""
    shares_pages: tuple[bytes, ...] = ()
    """What (any of it) shows that something else runs what pages load."""
    injects: tuple[bytes, ...] = ()
    """What (any of it) shows that something hands values between files that do not import each other."""
    is_test: Callable[[str, bytes], bool] = lambda _name, _data: False
    """Test code: left out of directory walks and counted."""
    is_unbuilt: Callable[[str, bytes], bool] | None = None
    """Of test code, what is not there for an import, either; None where that is all of it."""
    only_for_tests: OnlyForTests = lambda _files, _tests, _configuration, _whole: ()
    """The names of the files that only tests use, given files, test code and configuration, and whether these
    are of a whole project."""
    built: OnlyForTests = lambda _files, _tests, _configuration, _whole: ()
    """The names of the test code, given the same, that is a part of the program all the same."""
    modelled: Callable[[str], bool] = lambda _name: False
    """Whether what is imported by a name is the language's own library, an SDK, or in the tables."""
    generated: Sequence[str] = field(default=())
    """Directory names that hold installed or generated code."""
    is_generated: Callable[[str, bytes], str | None] = lambda _name, _data: None
    """What kind of generated code a file is, by name and content: left out of directory walks and counted."""
    compiled: str = ""
    """The reason that ``is_generated`` gives of code whose source has the same name, if it is there."""
    counts_arguments: bool = False
    """Calls pass as many arguments as a function has parameters, but for a last one that takes any number."""
    constructors: tuple[str, ...] = ()
    """Names of the methods that initialise an instance, first found wins."""
    comments: Callable[[bytes, str], Sequence[ir.Pos]]
    """Where comments are in the text of a module of that name, in order."""
    asked: Sequence[re.Pattern[bytes]] = field(default=())
    """What else is looked for in texts, comments and all."""
    references: Callable[[str, bytes], Iterable[str]] | None = None
    """Further files that a source or configuration file names, as paths from the root."""
    package: Callable[[SourceFile], str] | None = None
    """Where several files share one scope: the module that stands for all of them."""


class Program:
    """Modules by name; a module is a file, or a directory that only holds modules.

    ``part`` gives a program of its own for modules that have nothing to do with the others, ``again`` one for
    each evaluation of those. Files, IR and the resolution of imports are shared by all parts, what languages
    read in a part's text by its evaluations; what is found out while one of these runs is its own.
    """

    apart: Set[str] = frozenset()
    """Modules that are not there at run time: imports of their types lead to nothing."""

    not_found: frozenset[str] = frozenset()
    """Modules in which no framework finds anything by itself: they are no part of the application."""

    def __init__(self) -> None:
        self.whole: Program = self
        self.scope: Collection[str] = ()
        """The modules of this part; of the whole program all."""
        self.files: dict[str, SourceFile] = {}
        self.languages: dict[str, FrontEnd] = {}
        self.asked: set[str] = set()
        """The modules that were asked about: nothing of the others is started by itself."""
        self.around: Surroundings | None = None
        """The rest of the project, until ``loading`` has added what imports need of it."""
        self.reads: Callable[[str], FrontEnd | None] = lambda _place: None
        """What would read a file of the rest, by its ending."""
        self.located: Surroundings | None = None
        """What knows the places of names, and names of places, where they differ."""
        self.shells = Shells({}, None)
        """The project's shell scripts, which code may start."""
        self.packages: set[str] = set()
        self.assigned_attributes: set[str] = set()
        self.problems: dict[str, Skipped] = {}
        """What was wrong with files, by module."""
        self.lost: dict[str, str] = {}
        """Modules that could not be lowered at all, and why."""
        self.auxiliary: dict[str, bytes] = {}
        """Configuration files that say how imports resolve, by name."""
        self.layers: dict[str, tuple[str, ...]] = {}
        """Directories of code to those whose content is beside it when it runs (Lambda's layers)."""
        self.data: dict[str, SourceFile] = {}
        """Data files that code imports, by name: modules, but no code that could be started."""
        self.modules: dict[str, ir.Module] = {}
        self.outlines: dict[str, Outline] = {}
        """Modules that another process has lowered."""
        self.kept: Kept | None = None
        """What earlier analyses have read."""
        self._turn = 0
        self._readings: dict[str, Reading] = {}
        """What is kept of modules."""
        self._evidence, self._made_up = dict[str, int](), dict[str, Collection[str]]()
        self._launching, self._commanding = dict[str, bool](), dict[str, bool]()
        self.groups: dict[str, list[str]] = {}
        """Packages whose files share one scope, with those files."""
        self.group_of: dict[str, str] = {}
        self._owners: dict[str, dict[str, tuple[str, ...]]] = {}
        self._bound: dict[str, set[str]] = {}
        self._suffixes: dict[str, list[str]] = defaultdict(list)
        self.scope = self.files.keys()
        self.notes: dict[str, Any] = {}
        """What languages read in the text of the program (or this part), once."""
        self.alone = False
        """Imports lead to no other module."""
        self.programs: Collection[str] | None = None
        """The modules that are run as programs, while the others are imported; None where any may be."""

    def part(self, scope: Collection[str], *, alone: bool = False) -> Program:
        """The program as those of its modules see it that nothing connects with the others.

        With ``alone``, what connects them is not followed.
        """
        part = Program()
        for name in _SHARED:
            setattr(part, name, getattr(self, name))
        part.scope = scope
        part.alone = alone
        part.assigned_attributes.update(*(self.outline(name).assigned_attributes for name in scope))
        return part

    def again(self, programs: Collection[str] | None = None, apart: Set[str] = frozenset()) -> Program:
        """The same modules for one more evaluation, in which these are run as ``programs``.

        Of those ``apart`` there is nothing.
        """
        own = self.part((), alone=self.alone)
        own.scope, own.assigned_attributes, own.notes = self.scope, self.assigned_attributes, self.notes
        own.programs, own.apart = programs, apart
        return own

    def is_run(self, module: str) -> bool:
        """Whether a module may be run as a program, not just imported."""
        return self.programs is None or module in self.programs

    # --- building ---

    def keep(self, kept: Kept) -> None:
        """Has modules come from what earlier analyses have read, and kept for later ones."""
        self.kept, self._turn = kept, kept.begin()

    def beside(self) -> bytes:
        """A digest of all that modules may depend on beside their own texts: what else there is, and how
        imports are resolved."""
        found: bytes | None = self.whole.notes.get("beside")
        if found is None:
            from hashlib import blake2b

            digest = blake2b(digest_size=16)
            for name, source in self.files.items():
                digest.update(f"{name}\0{source.name}\0{source.place}\0{name in self.asked}\n".encode())
            for files in (self.auxiliary, {name: source.data for name, source in self.data.items()}):
                for name, data in files.items():
                    digest.update(f"{name}\0{len(data)}\n".encode() + data)
            digest.update(repr(sorted(self.layers.items())).encode())
            digest.update(self.shells.digest())
            found = self.whole.notes["beside"] = digest.digest()
        return found

    def add(self, source: SourceFile, language: FrontEnd, *, asked: bool = True) -> str:
        """Adds a file and gives its module's name; the first file of a name stays."""
        name = language.module_name(source.place or source.name)
        if name in self.files:
            name = f"{name}#{len(self.files)}"
        if asked:
            self.asked.add(name)
        self.files[name] = source
        self.languages[name] = language
        parts = name.split(".")
        for end in range(1, len(parts)):
            self.packages.add(".".join(parts[:end]))
        for start in range(1, len(parts)):
            self._suffixes[".".join(parts[start:])].append(name)
        if language.package is not None:
            group = self.group_of[name] = language.package(source)
            self.groups.setdefault(group, []).append(name)
            self.languages.setdefault(group, language)
        return name

    def add_data(self, source: SourceFile, language: FrontEnd) -> None:
        """Adds a data file that is a module when it is imported."""
        name = source.place or source.name
        self.data[name] = source
        self.languages.setdefault(name, language)

    def layers_of(self, directory: str) -> tuple[str, ...]:
        """The directories whose content is beside that of a directory when it runs, as places."""
        if self.located is None:
            return self.layers.get(directory, ())
        # With the slash it is a name of something in the directory.
        name = self.located.name(f"{directory}/" if directory else "").rstrip("/")
        return tuple(map(self.located.place, self.layers.get(name, ())))

    # --- modules ---

    def exists(self, name: str) -> bool:
        return name in self.files or name in self.packages

    def has(self, name: str) -> bool:
        """Whether there is a file of code or data of a name."""
        return name in self.files or name in self.data

    def by_suffix(self, name: str) -> tuple[str, ...]:
        """Modules whose dotted name ends in ``name``: the program may be rooted above its import root."""
        return tuple(self._suffixes.get(name, ()))

    def lowered(self, name: str) -> ir.Module:
        """The IR of a module, made on first use; a package without a file is empty."""
        module = self.modules.get(name)
        if module is None:
            module = self.modules[name] = self._lower(name)
        return module

    def once(self, question: str, answer: Callable[[], _Answer]) -> _Answer:
        """What somebody reads in the text of the program (or this part) who asks for it again and again."""
        if question not in self.notes:
            self.notes[question] = answer()
        found: _Answer = self.notes[question]
        return found

    def functions(self) -> Iterator[ir.Function]:
        """The functions of the program (or this part)."""
        for name in self.scope:
            yield from self.lowered(name).functions

    def number(self, name: str, function: ir.Function) -> int:
        """Which function of its module one is, wherever that is in the text."""
        numbers = self.once(f"numbers of {name}", lambda: {
            one: index for index, one in enumerate(self.lowered(name).functions)
        })  # fmt: skip
        return numbers.get(function, -1)

    def text(self, name: str) -> tuple[ir.Module, SourceFile | None, FrontEnd | None]:
        """A module with its file, if it has one, and the language that reads that."""
        source = self.files.get(name) or self.data.get(name)
        return self.lowered(name), source, self.languages.get(name)

    def outline(self, name: str) -> ir.Module | Outline:
        """What a module imports, binds and assigns; it need not have been lowered here for that."""
        return self.modules.get(name) or self.outlines.get(name) or self.lowered(name)

    def types(self, name: str) -> frozenset[tuple[str, int]]:
        """The imports of a module that are not there at run time."""
        found = self.outline(name).types
        return frozenset() if found and self.languages[name].keeps_types(self, name) else found

    def _lower(self, name: str) -> ir.Module:
        source = self.files.get(name) or self.data.get(name)
        if source is None:
            return _EMPTY
        module = attempt(
            lambda: self._read(name, source.data), lambda why: self._lost(name, source.name, why)
        )
        self.assigned_attributes |= module.assigned_attributes
        for pos, problem in module.problems[:1]:
            line, _ = source.location(pos[0])
            code = SkipCode.TOO_DEEP if "deep" in problem else SkipCode.SYNTAX_ERROR
            self.problems[name] = Skipped(file=source.name, code=code, detail=f"line {line}: {problem}")
        return module

    def _lost(self, name: str, file: str, why: str) -> ir.Module:
        """What is left of a file that could not be lowered: nothing, which is said of whoever reaches it."""
        self.lost[name] = why
        code = SkipCode.TOO_DEEP if why == TOO_DEEP else SkipCode.INTERNAL
        self.problems[name] = Skipped(file=file, code=code, detail=why)
        return _EMPTY

    def give_up(self, name: str) -> None:
        """Leaves a file unread for which there is no time."""
        why = "there was no time left"
        self.modules[name], self.lost[name] = _EMPTY, why
        self.problems[name] = Skipped(file=self.files[name].name, code=SkipCode.BUDGET, detail=why)

    def is_new(self, name: str) -> bool:
        """Whether nobody has kept what a file says."""
        if self.kept is None:
            return True
        return not self.kept.has((self.languages[name].name, name, self.files[name].data))

    def _read(self, name: str, data: bytes) -> ir.Module:
        """The IR of a file, as it is kept, or new."""
        language = self.languages[name]
        if self.kept is None:
            return language.lower(data, name)
        key = (language.name, name, data)
        found = self.kept.get(key, self._turn)
        if found is None:
            found = self.kept.put(key, language.lower(data, name), self._turn)
        self._readings[name] = found
        return found.module

    def resolve(self, importer: str, name: str, level: int) -> str | None:
        """The module that an import in ``importer`` means; None for a library, and for what is left out."""
        return None if self.leaves_out(importer, name, level) else self._resolved(importer, name, level)

    def leaves_out(self, importer: str, name: str, level: int) -> bool:
        """Whether an import means a module of the program that is not looked at with this one."""
        found = self._resolved(importer, name, level) if self.alone or self.apart else None
        if found is None:
            return False
        if found in self.apart:
            return True
        return self.alone and not any(one in self.scope for one in self.groups.get(found, (found,)))

    def _resolved(self, importer: str, name: str, level: int) -> str | None:
        return self.languages[importer].resolve(self.whole, importer, name, level)

    def submodule(self, module: str, name: str) -> str | None:
        """``module.name`` as a module of its own."""
        path = f"{module}.{name}"
        return path if self.exists(path) else None

    def binds(self, module: str, name: str) -> bool:
        """Whether the module's top level binds a name."""
        return name in self.bound(module)

    def sharing(self, module: str) -> tuple[str, ...]:
        """The modules that share a scope with one, itself included: a type may have its methods in any."""
        return tuple(self.groups.get(self.group_of.get(module, module), (module,)))

    def owners(self, module: str, name: str) -> tuple[str, ...]:
        """The modules that hold a global name used in a module: itself, unless its files share a scope."""
        group = self.group_of.get(module) or (module if module in self.groups else None)
        if group is None or (group != module and name in self.bound(module)):
            return (module,)
        index = self._owners.get(group)
        if index is None:
            found: dict[str, tuple[str, ...]] = {}
            for file in self.groups[group]:
                for bound in self.lowered(file).bound:
                    found[bound] = (*found.get(bound, ()), file)
            index = self._owners[group] = found
        return index.get(name, (module,))

    def bound(self, module: str) -> set[str]:
        found = self._bound.get(module)
        if found is None:
            found = self._bound[module] = set(self.lowered(module).bound)
            for file in self.groups.get(module, ()):
                found |= self.lowered(file).bound
        return found

    def add_bound(self, module: str, name: str) -> None:
        self.bound(module).add(name)

    def public_names(self, module: str) -> tuple[str, ...]:
        """What ``from module import *`` brings."""
        return tuple(sorted(name for name in self.bound(module) if not name.startswith("_") and name != "*"))

    # --- services for the engine ---

    def constructors(self, module: str) -> tuple[str, ...]:
        """Names of constructor methods in the language of a module."""
        return self.languages[module].constructors

    def span(self, module: str, pos: ir.Pos) -> Span:
        source = self.files.get(module)
        if source is None:
            return Span(file=module, line=1, column=1, end_line=1, end_column=1, start_byte=0, end_byte=0)
        return source.span(*pos)

    def imports_by_name(self, module: str) -> bool:
        """The file shows that it imports by names that are made up, and may mean anything."""
        return ANYTHING in self._made_up_names(module)

    def plugins(self, module: str) -> Iterator[str]:
        """The modules that it may import by names that are made up in part."""
        for pattern in self._made_up_names(module):
            if pattern not in (ANYTHING, NAMED):
                means = re.compile(pattern).fullmatch
                language = self.languages[module]
                yield from (one for one in self.files if means(one) and self.languages[one] is language)

    def imports_what_is_named(self, module: str) -> bool:
        """It imports by names of which nothing is known but that they are no names of files."""
        return NAMED in self._made_up_names(module)

    def named(self, language: FrontEnd) -> set[str]:
        """The modules of a language that texts in its files name, or the project's configuration."""
        modules = [name for name in self.files if self.languages[name] is language]
        texts = {text for name in modules for text in language.named(self.files[name].data)}
        texts.update(language.declares(self))
        return set(meant(modules, texts, self.by_suffix))

    def _made_up_names(self, module: str) -> Collection[str]:
        known = self._made_up.get(module)
        if known is None:
            source = self.files.get(module)
            known = self.languages[module].made_up_names(module, source.data) if source is not None else ()
            self._made_up[module] = known
        return known

    def mentions_sdk(self, module: str) -> bool:
        """Something in the file by itself may have to do with AWS: it has to be looked at."""
        return self._says(module) != NOTHING or self._starts_script(module)

    def _starts_script(self, module: str) -> bool:
        """The file starts programs, and names a shell script of the project."""
        return self.starts_programs(module) and self.shells.named_in(self.files[module].data)

    def looks_around(self, module: str) -> bool:
        """What the file starts may be a script that nobody was asked about."""
        return self.located is not None and self.starts_programs(module)

    def starts_programs(self, module: str) -> bool:
        """The file may start programs, or make code at run time."""
        known = self._launching.get(module)
        if known is None:
            source = self.files.get(module)
            words = self.languages[module].gate.launching if source is not None else ()
            known = source is not None and any(word in source.data for word in words)
            self._launching[module] = known
        return known

    def makes_commands(self, module: str) -> bool:
        """The file starts programs, or has a command line of the AWS CLI."""
        known = self._commanding.get(module)
        if known is None:
            known = self.starts_programs(module) or (
                module in self.files and commanded(self.files[module].data)
            )
            self._commanding[module] = known
        return known

    def deals_with_aws(self, module: str) -> bool:
        """The file by itself shows that it deals with AWS: its calls may be guessed by their names."""
        return self._says(module) == DEALS

    def _says(self, module: str) -> int:
        """What the file by itself says of AWS (``gate``)."""
        known = self._evidence.get(module)
        if known is None:
            reading = self._readings.get(module)
            known = reading.evidence if reading is not None else None
            if known is None:
                known = self._shown(module)
            if reading is not None:
                reading.evidence = known
            self._evidence[module] = known
        return known

    def _shown(self, module: str) -> int:
        source = self.files.get(module)
        if source is None:
            return NOTHING
        return evidence(self.languages[module].gate, source.data, lambda: self.outline(module).imports)
