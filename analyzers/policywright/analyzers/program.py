"""The files of one analysis as modules: which there are, what they import, and their IR on demand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

from policywright.analyzers import ir
from policywright.analyzers.engine.language import Language, Semantics
from policywright.analyzers.engine.solver import Cancelled
from policywright.analyzers.gate import DEALS, NOTHING, evidence
from policywright.analyzers.model import SkipCode, Skipped, Span
from policywright.analyzers.source import SourceFile
from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from policywright.analyzers.engine.values import ClassV
    from policywright.analyzers.kept import Kept, Reading
    from policywright.analyzers.surroundings import Surroundings

_EMPTY = ir.Module((0, 0), "", ())
_SHARED = (
    "whole", "files", "languages", "packages", "assigned_attributes", "problems", "auxiliary", "layers",
    "data", "modules", "outlines", "_readings", "_evidence", "_made_up", "groups", "group_of", "_owners",
    "_suffixes", "asked", "located",
)  # fmt: skip
"""What the parts of a program have in common."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What the rest of a program has to know of a module that it does not evaluate."""

    imports: tuple[tuple[str, int], ...]
    bound: frozenset[str]
    assigned_attributes: frozenset[str]


class Program:
    """Modules by name; a module is a file, or a directory that only holds modules.

    ``part`` gives a program of its own for modules that have nothing to do with the others, ``again`` one for
    each evaluation of those. Files, IR and the resolution of imports are shared by all parts, what languages
    read in a part's text by its evaluations; what is found out while one of these runs is its own.
    """

    def __init__(self) -> None:
        self.whole: Program = self
        self.scope: Collection[str] = ()
        """The modules of this part; of the whole program all."""
        self.files: dict[str, SourceFile] = {}
        self.languages: dict[str, Language] = {}
        self.asked: set[str] = set()
        """The modules that were asked about: nothing of the others is started by itself."""
        self.around: Surroundings | None = None
        """The rest of the project, until ``load_context`` has added what imports need of it."""
        self.located: Surroundings | None = None
        """What knows the places of names, and names of places, where they differ."""
        self.packages: set[str] = set()
        self.assigned_attributes: set[str] = set()
        self.wanted: dict[ClassV, None] = {}
        self.problems: dict[str, Skipped] = {}
        """What was wrong with files, by module."""
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
        self._evidence: dict[str, int] = {}
        self._made_up: dict[str, bool] = {}
        self.groups: dict[str, list[str]] = {}
        """Packages whose files share one scope, with those files."""
        self.group_of: dict[str, str] = {}
        self._owners: dict[str, dict[str, tuple[str, ...]]] = {}
        self._bound: dict[str, set[str]] = {}
        self._semantics: dict[str, Semantics] = {}
        self._suffixes: dict[str, list[str]] = defaultdict(list)
        self.scope = self.files.keys()
        self.notes: dict[str, Any] = {}
        """What languages read in the text of the program (or this part), once."""
        self.programs: Collection[str] | None = None
        """The modules that are run as programs, while the others are imported; None where any may be."""

    def part(self, scope: Collection[str]) -> Program:
        """The program as those of its modules see it that nothing connects with the others."""
        part = Program()
        for name in _SHARED:
            setattr(part, name, getattr(self, name))
        part.scope = scope
        return part

    def again(self, programs: Collection[str] | None = None) -> Program:
        """The same modules for one more evaluation, in which these are run as ``programs``."""
        own = self.part(self.scope)
        own.notes = self.notes
        own.programs = programs
        return own

    def is_run(self, module: str) -> bool:
        """Whether a module may be run as a program, not just imported."""
        return self.programs is None or module in self.programs

    # --- building ---

    def keep(self, kept: Kept) -> None:
        """Has modules come from what earlier analyses have read, and kept for later ones."""
        self.kept, self._turn = kept, kept.begin()

    def add(self, source: SourceFile, language: Language, *, asked: bool = True) -> str:
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

    def add_data(self, source: SourceFile, language: Language) -> None:
        """Adds a data file that is a module when it is imported."""
        name = source.place or source.name
        self.data[name] = source
        self.languages.setdefault(name, language)

    def lower_all(
        self, names: Iterable[str] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """Lowers every file, so that what the whole program assigns is known before anything is evaluated.

        Only those in ``names`` where another process has the others. Raises ``Cancelled`` when ``cancelled``
        says so.
        """
        for name in self.files if names is None else names:
            if cancelled is not None and cancelled():
                raise Cancelled
            self.lowered(name)
        if names is None:
            self.load_context(cancelled)

    def load_context(self, cancelled: Callable[[], bool] | None = None) -> None:
        """Adds the files around what was asked about that imports lead to, and what those import in turn.

        To be called before anything is evaluated, when all files' imports are known; a second time nothing is
        left to add.
        """
        around, self.around = self.around, None
        pending = list(self.files) if around is not None else []
        while around is not None and pending:
            if cancelled is not None and cancelled():
                raise Cancelled
            if self._configure(around, pending):
                self.notes.clear()
            wanted: dict[str, str] = {}
            for module in pending:
                for place in self.languages[module].around.needed(around, self, module):
                    wanted.setdefault(place, module)
            pending = []
            for place, module in wanted.items():
                read = around.source(place)
                if read is not None:
                    pending.append(self.add(*read, asked=False))
                    self.lowered(pending[-1])
                elif place not in self.data and around.reads(place) is None:
                    data = around.data(place)
                    if data is not None:
                        self.add_data(data, self.languages[module])
            # What languages know of the program so far (its packages and types) is of fewer files.
            self.notes.clear()

    def _configure(self, around: Surroundings, modules: Sequence[str]) -> bool:
        """Reads the configuration that says how imports of modules resolve; whether there was more of it."""
        before = len(self.auxiliary)
        directories: dict[str, None] = {}
        for module in modules:
            source = self.files[module]
            directory = (source.place or source.name).rpartition("/")[0]
            while directory not in directories:
                directories[directory] = None
                directory = directory.rpartition("/")[0]
        places = [
            f"{directory}/{name}" if directory else name
            for directory in directories
            for name in sorted(around.files(directory))
            if around.configures(name)
        ]
        own = list(dict.fromkeys(self.languages[module] for module in modules))
        for language in own:
            places.extend(language.around.configuration(around, self))
        while places:
            place = places.pop()
            text = around.configuration(place) if place not in self.auxiliary else None
            if text is not None:
                self.auxiliary[place] = text
                for language in own:
                    if language.references is not None:
                        places.extend(language.references(place, text))
        return len(self.auxiliary) > before

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

    def outline(self, name: str) -> ir.Module | Outline:
        """What a module imports, binds and assigns; it need not have been lowered here for that."""
        return self.modules.get(name) or self.outlines.get(name) or self.lowered(name)

    def _lower(self, name: str) -> ir.Module:
        source = self.files.get(name) or self.data.get(name)
        if source is None:
            return _EMPTY
        try:
            module = self._read(name, source.data)
        except RecursionError:
            self.problems[name] = Skipped(
                file=source.name, code=SkipCode.TOO_DEEP, detail="nested too deeply"
            )
            return _EMPTY
        self.assigned_attributes |= module.assigned_attributes
        for pos, problem in module.problems[:1]:
            line, _ = source.location(pos[0])
            code = SkipCode.TOO_DEEP if "deep" in problem else SkipCode.SYNTAX_ERROR
            self.problems[name] = Skipped(file=source.name, code=code, detail=f"line {line}: {problem}")
        return module

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
        """The module that an import in ``importer`` means; None for a library."""
        return self.languages[importer].resolve(self.whole, importer, name, level)

    def submodule(self, module: str, name: str) -> str | None:
        """``module.name`` as a module of its own."""
        path = f"{module}.{name}"
        return path if self.exists(path) else None

    def binds(self, module: str, name: str) -> bool:
        """Whether the module's top level binds a name."""
        return name in self.bound(module)

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

    def semantics(self, module: str) -> Semantics:
        language = self.languages[module]
        found = self._semantics.get(language.name)
        if found is None:
            found = self._semantics[language.name] = language.semantics()
        return found

    def constructors(self, module: str) -> tuple[str, ...]:
        """Names of constructor methods in the language of a module."""
        return self.languages[module].constructors

    def span(self, module: str, pos: ir.Pos) -> Span:
        source = self.files.get(module)
        if source is None:
            return Span(file=module, line=1, column=1, end_line=1, end_column=1, start_byte=0, end_byte=0)
        return source.span(*pos)

    def imports_by_name(self, module: str) -> bool:
        """The file shows that it imports by names that are made up."""
        known = self._made_up.get(module)
        if known is None:
            source = self.files.get(module)
            pattern = self.languages[module].imports_by_name if source is not None else None
            known = source is not None and pattern is not None and pattern.search(source.data) is not None
            self._made_up[module] = known
        return known

    def mentions_sdk(self, module: str) -> bool:
        """Something in the file by itself may have to do with AWS: it has to be looked at."""
        return self._says(module) != NOTHING

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
