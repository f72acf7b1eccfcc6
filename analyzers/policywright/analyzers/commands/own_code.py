"""Code of the project that is started as a program: ``python worker.py``, ``fork("./job.js")``.

What it asks AWS for is its starter's, as what an import runs is. Which files a text may name to be started is
told by the languages (``made_up_names``): only what stands in the same part of the program is found here.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from policywright.analyzers.commands import scripts
from policywright.analyzers.commands.launches import Launch
from policywright.analyzers.commands.words import literal, pieces
from policywright.analyzers.source import COMPILED, SourceFile
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.program import Program

_PYTHON = regex(r"(?:python|pypy)[\d.]*w?")
_NODE = regex(r"node(?:js)?|ts-node(?:-esm|-script)?|tsx|bun|deno")
_ENDING = regex(r"\.(?:py|[cm]?[jt]s|[jt]sx)\Z")
_LOADING = frozenset(("-r", "--require", "--import", "--loader", "--experimental-loader"))
"""Options whose word is a module that is loaded first."""
_VALUED = frozenset(("-W", "-X", "-P")) | _LOADING
"""Options that a word follows."""
_CODE = frozenset(("-c", "-e", "-p", "--eval", "--print", "-"))
"""What is run is no file then."""
_SUBCOMMANDS = frozenset(("run", "watch"))


def modules_of(run: Interpreter, line: Launch, *, moved: bool) -> tuple[list[str], bool]:
    """The modules that a command runs, and whether these are all that it may run."""
    program, here = run.program, run.program.files.get(run.frame.module)
    word = _file(line)
    if word is None or here is None:
        return [], False
    files = _Files(program)
    directory = posixpath.dirname(here.place or here.name)
    modules: list[str] = []
    sure = True
    for one in out.alternatives(word):
        found, certain = scripts.located(
            scripts.Files(files.at, files.ending), one, directory, moved=moved, fits=files.has
        )
        sure = sure and certain and bool(found)
        modules.extend(files.modules[source.place or source.name] for source in found)
    return modules, sure


class _Files:
    """The modules of the part that is evaluated, by their places."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.modules: dict[str, str] = program.once("modules by place", lambda: {
            source.place or source.name: name
            for name in program.scope if (source := program.files.get(name)) is not None
        })  # fmt: skip

    def at(self, place: str) -> SourceFile | None:
        """The module at a place, or the one that it is compiled from."""
        stem, ending = posixpath.splitext(place)
        for one in (place, *(f"{stem}{other}" for other in COMPILED.get(ending, ()))):
            if one in self.modules:
                return self._program.files[self.modules[one]]
        return None

    def ending(self, path: str) -> tuple[SourceFile, ...]:
        """The modules whose places end in a path."""
        found = (self.at(one) for one in sorted(self.modules) if one == path or one.endswith(f"/{path}"))
        return tuple(one for one in found if one is not None)

    def has(self, source: SourceFile) -> bool:
        """Whether a file is such a module."""
        return (source.place or source.name) in self.modules


def _file(line: Launch) -> out.Value | None:
    """The file whose code a command runs; None where it runs no file, or is not known to."""
    words = line.words
    if not words or any(line.perhaps[:2]):
        return None
    name = line.name
    if _PYTHON.fullmatch(name) or _NODE.fullmatch(name):
        return _told(words[1:], modules=_PYTHON.fullmatch(name) is not None)
    last = pieces(words[0])[-1:]
    return words[0] if any(isinstance(one, str) and _ENDING.search(one) for one in last) else None


def _told(words: Sequence[out.Value], *, modules: bool) -> out.Value | None:
    """The file among what an interpreter is told; ``-m`` names a module."""
    rest: Iterator[out.Value] = iter(words)
    for word in rest:
        text = literal(word)
        if text is None:
            return word
        if text == "-m" and modules:
            named = literal(next(rest, out.Const(None)))
            return out.Const(f"{named.replace('.', '/')}.py") if named else None
        if text in _CODE:
            return None
        option, _, value = text.partition("=")
        if text in _VALUED:
            value = literal(next(rest, out.Const(""))) or "."
        if option in _LOADING and value.startswith((".", "/")):
            # Code of the project besides, and no package: what is run is not one file then.
            return None
        if text in _VALUED:
            continue
        if not text.startswith("-") and text not in _SUBCOMMANDS:
            return word
    return None
