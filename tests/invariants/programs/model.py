"""What a generated program is before it is text: units, the modules they stand in, and what links them.

A *unit* is one top-level definition (a function, a class, a table) that says which other units it uses, never
where those are. Text, imports included, is made by ``Program.link``; so a program can be reordered, renamed,
split and padded without touching a unit, and what an analysis says of it is told by unit and line in the unit.

A line that makes a request ends in ``@@service:Operation`` (several with commas): that is the expectation, and
it never reaches the files.
"""

from __future__ import annotations

import posixpath
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

_MARK = re.compile(r"[ \t]*@@([\w:,-]+)$", re.MULTILINE)
_MODULE = re.compile(r"@@module\((\w+)\)")


@dataclass(frozen=True, order=True)
class Site:
    """One request that the program makes: what, and on which line."""

    service: str
    operation: str
    file: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A definition; ``uses`` are units it calls, ``needs`` those that must be there when it is loaded."""

    name: str
    text: str
    libraries: tuple[str, ...] = ()
    """What is imported from outside, as the language's import statements."""
    uses: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    last: bool = False
    """Runs the program: stays behind everything else of its module."""
    outside: bool = False
    """Java: a class beside the module's own."""

    @property
    def clean(self) -> str:
        return _MARK.sub("", self.text).strip("\n")

    def calls(self) -> Iterable[tuple[int, str, str]]:
        """Line in the unit (from 0), service and operation of each request."""
        for number, line in enumerate(self.text.strip("\n").split("\n")):
            mark = _MARK.search(line)
            for one in mark.group(1).split(",") if mark else ():
                service, _, operation = one.partition(":")
                yield number, service, operation


@dataclass(frozen=True)
class Linked:
    """A program as files, and where everything is in them."""

    files: Mapping[str, str]
    sites: frozenset[Site]
    starts: Mapping[str, Sequence[tuple[int, str]]]
    """Per file the first line of each unit in it."""
    stems: Mapping[str, str]
    """What modules are called in text, to what they were called first."""

    def place(self, file: str, line: int) -> tuple[str, int]:
        """A place by unit and line in it; above all units it is the module's head."""
        found = ("", 0)
        for start, name in self.starts.get(file, ()):
            if start <= line:
                found = (name, line - start)
        return found

    def plain(self, text: str) -> str:
        """A text that may name modules, with the names that they had first."""
        for new, old in self.stems.items():
            text = re.sub(rf"\b{re.escape(new)}\b", old, text)
        return text


@dataclass(frozen=True, kw_only=True)
class Program:
    """Units by name, and the modules (paths without an ending) that hold them in order."""

    language: str
    shape: str
    units: Mapping[str, Unit]
    places: Mapping[str, tuple[str, ...]]
    entries: tuple[str, ...] = ()
    """Units that somebody outside calls, with anything."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Files beside the modules (``go.mod``)."""
    absent: frozenset[tuple[str, str]] = frozenset()
    """Requests that only look as if they were made: (service, operation) that nothing may be granted for."""
    stems: Mapping[str, str] = field(default_factory=dict)

    def link(self) -> Linked:
        linker = _LINKERS[self.language](self)
        files, starts, sites = dict(self.extra), {}, set()
        for path, names in self.places.items():
            head, before, after = linker.frame(path, names)
            lines = [*head]
            inside = [name for name in names if not self.units[name].outside]
            outside = [name for name in names if self.units[name].outside]
            found: list[tuple[int, str]] = []
            file = path + linker.suffix
            for frame, group in ((before, inside), ((), outside)):
                lines += frame
                for name in group:
                    unit = self.units[name]
                    lines += [""] * linker.gap
                    found.append((len(lines) + 1, name))
                    sites |= {Site(service, operation, file, len(lines) + 1 + line)
                              for line, service, operation in unit.calls()}  # fmt: skip
                    lines += linker.text(unit).split("\n")
                if frame:
                    lines += after
            files[file] = "\n".join(lines) + "\n"
            starts[file] = tuple(found)
        return Linked(files, frozenset(sites), starts, self.stems)

    def home(self) -> Mapping[str, str]:
        """The module of every unit."""
        return {name: path for path, names in self.places.items() for name in names}

    # --- other forms of the same program ---

    def reordered(self, seed: int) -> Program:
        """The units of every module in another order; what is needed on loading still comes first."""
        rng = random.Random(f"order/{seed}")
        return replace(self, places={path: self._order(names, rng) for path, names in self.places.items()})

    def _order(self, names: tuple[str, ...], rng: random.Random) -> tuple[str, ...]:
        mixed = sorted(names)
        rng.shuffle(mixed)
        placed: dict[str, None] = {}

        def put(name: str) -> None:
            if name not in placed:
                for needed in self.units[name].needs:
                    if needed in names:
                        put(needed)
                placed[name] = None

        for name in mixed:
            if not self.units[name].last:
                put(name)
        for name in names:
            put(name)
        return tuple(placed)

    def renamed(self, seed: int) -> Program:
        """Every module under another name in its directory, in another alphabetic order."""
        rng = random.Random(f"names/{seed}")
        paths = sorted(self.places)
        numbers = rng.sample(range(1000), len(paths))
        new, stems = {}, {}
        for path, number in zip(paths, numbers, strict=True):
            directory, stem = posixpath.split(path)
            other = f"Zq{number:03}x" if self.language == "java" else f"zq{number:03}x"
            new[path] = posixpath.join(directory, other)
            stems[other] = self.stems.get(stem, stem)
        return replace(self, places={new[path]: names for path, names in self.places.items()}, stems=stems)

    def split(self, seed: int) -> Program:
        """One module after the other in two: what is moved uses nothing of what stays."""
        rng = random.Random(f"split/{seed}")
        places: dict[str, tuple[str, ...]] = {}
        for path, names in sorted(self.places.items()):
            moved = self._below(rng.choice(names), names)
            stay = tuple(name for name in names if name not in moved)
            gone = tuple(name for name in names if name in moved)
            if not stay or any(self.units[name].last for name in gone):
                places[path] = names
                continue
            places[path] = stay
            places[f"{path}{'More' if self.language == 'java' else '_more'}"] = gone
        stems = {f"{posixpath.basename(path)}{ending}": posixpath.basename(path)
                 for path in self.places for ending in ("More", "_more")}  # fmt: skip
        return replace(self, places=places, stems={**self.stems, **stems})

    def _below(self, name: str, names: Sequence[str]) -> set[str]:
        found, pending = {name}, [name]
        while pending:
            unit = self.units[pending.pop()]
            for used in (*unit.uses, *unit.needs):
                if used in names and used not in found:
                    found.add(used)
                    pending.append(used)
        return found

    def padded(self, seed: int, units: Iterable[Unit]) -> Program:
        """With further units that nothing uses, spread over the modules in front of, between and behind others."""
        rng = random.Random(f"padding/{seed}")
        places = {path: list(names) for path, names in self.places.items()}
        more = {}
        for unit in units:
            names = places[rng.choice(sorted(places))]
            end = len(names) - sum(self.units[name].last for name in names if name in self.units)
            names.insert(rng.randint(0, end), unit.name)
            more[unit.name] = unit
        return replace(
            self,
            units={**self.units, **more},
            places={path: tuple(names) for path, names in places.items()},
        )

    def beside(self, other: Program, directory: str) -> Program:
        """With another program's units as a package of its own."""
        moved = {f"{directory}/{posixpath.basename(path)}": names for path, names in other.places.items()}
        return replace(self, units={**self.units, **other.units}, places={**self.places, **moved})


class _Linker:
    """How a language puts units into a file."""

    suffix = ""
    gap = 1

    def __init__(self, program: Program) -> None:
        self.program = program
        self.home = program.home()

    def frame(self, path: str, names: Sequence[str]) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
        """Lines at the top of a file, and those around the units."""
        raise NotImplementedError

    def text(self, unit: Unit) -> str:
        return unit.clean

    def libraries(self, names: Sequence[str]) -> list[str]:
        return sorted({line for name in names for line in self.program.units[name].libraries})

    def foreign(self, path: str, names: Sequence[str]) -> Mapping[str, list[str]]:
        """What a module uses of others, by module."""
        found: dict[str, set[str]] = {}
        for name in names:
            unit = self.program.units[name]
            for used in (*unit.uses, *unit.needs):
                if self.home[used] != path:
                    found.setdefault(self.home[used], set()).add(used)
        return {other: sorted(used) for other, used in sorted(found.items())}


class _Python(_Linker):
    suffix = ".py"
    gap = 2

    def frame(self, path: str, names: Sequence[str]) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
        head = self.libraries(names)
        directory = posixpath.dirname(path)
        for other, used in self.foreign(path, names).items():
            near = posixpath.dirname(other) == directory and directory
            module = f".{posixpath.basename(other)}" if near else other.replace("/", ".")
            head.append(f"from {module} import {', '.join(used)}")
        return head, (), ()

    def text(self, unit: Unit) -> str:
        return _MODULE.sub(lambda found: self.home[found.group(1)].replace("/", "."), unit.clean)


class _TypeScript(_Linker):
    suffix = ".ts"

    def frame(self, path: str, names: Sequence[str]) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
        head = self.libraries(names)
        for other, used in self.foreign(path, names).items():
            module = posixpath.relpath(other, posixpath.dirname(path) or ".")
            module = module if module.startswith(".") else f"./{module}"
            head.append(f'import {{ {", ".join(used)} }} from "{module}";')
        return head, (), ()


class _Go(_Linker):
    suffix = ".go"

    def frame(self, path: str, names: Sequence[str]) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
        directory = posixpath.dirname(path)
        package = posixpath.basename(directory) if directory else "main"
        imports = self.libraries(names)
        block = ["", "import (", *(f"\t{line}" for line in imports), ")"] if imports else []
        return [f"package {package}", *block], (), ()


class _Java(_Linker):
    suffix = ".java"

    def frame(self, path: str, names: Sequence[str]) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
        package = posixpath.dirname(path).replace("/", ".")
        head = [f"package {package};", "", *self.libraries(names)]
        for other, used in self.foreign(path, names).items():
            # Classes beside a module's own are those of the package, which need no import.
            named = [name for name in used if not self.program.units[name].outside]
            head += [f"import static {other.replace('/', '.')}.{name};" for name in named]
        return head, ("", f"public final class {posixpath.basename(path)} {{"), ("}",)


_LINKERS: Mapping[str, type[_Linker]] = {
    "python": _Python, "typescript": _TypeScript, "go": _Go, "java": _Java,
}  # fmt: skip


class Builder:
    """Collects units module by module."""

    def __init__(self, language: str, shape: str, **more: object) -> None:
        self.language, self.shape, self.more = language, shape, more
        self.units: dict[str, Unit] = {}
        self.places: dict[str, list[str]] = {}

    def add(
        self, path: str, name: str, text: str, libraries: Iterable[str] = (), uses: Iterable[str] = (),
        needs: Iterable[str] = (), *, last: bool = False, outside: bool = False,
    ) -> str:  # fmt: skip
        assert name not in self.units, name
        self.units[name] = Unit(
            name=name, text=text, libraries=tuple(libraries), uses=tuple(uses), needs=tuple(needs),
            last=last, outside=outside,
        )  # fmt: skip
        self.places.setdefault(path, []).append(name)
        return name

    def program(self) -> Program:
        places = {path: tuple(names) for path, names in self.places.items()}
        return Program(language=self.language, shape=self.shape, units=self.units, places=places, **self.more)  # type: ignore[arg-type]
