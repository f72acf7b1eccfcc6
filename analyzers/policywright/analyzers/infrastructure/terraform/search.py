"""Looking for the source of a package that is built outside Terraform, by the handler that it must have.

``handlers.entry_points`` finds the file when the directory is known; here the directory is chosen: what the
module is given, the package's own surroundings, then all of the root module and of the project, by names.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from policywright.analyzers.findings import WITHOUT
from policywright.analyzers.infrastructure.code_names import OUTPUTS
from policywright.analyzers.infrastructure.compiled import MARKS, go_programs
from policywright.analyzers.infrastructure.handlers import entry_points
from policywright.analyzers.infrastructure.links import is_connected
from policywright.analyzers.infrastructure.model import Code, Workload
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.terraform.modules import parent_of
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Const

_SCRIPTS = {
    "python": (".py",),
    "nodejs": (".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx"),
}
"""Suffixes of the file that a handler names, by family of runtimes."""
_MAX_READ = 300
"""Files whose text is looked at in one search."""
_TEST = re.compile(r"(?:\.test|\.spec|_test|/test_)[^/]*$|(?:^|/)(?:tests?|__tests__)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A directory that may be the source, and the entry points when they were seen."""

    directory: str
    entries: tuple[str, ...] = ()


class Search:
    """One search; ``package`` is where the built file would be."""

    def __init__(
        self, files: ProjectFiles, root: str, package: str, code: Code, address: str, place: Span
    ) -> None:
        self.files, self.root, self.package, self.code = files, root, package, code
        self.address, self.place = address, place
        self.handler, self.runtime = code.handler or "", code.runtime or ""
        label = re.sub(r"\[.*?\]$", "", address).rpartition(".")[2]
        self.words = {_word(PurePosixPath(package).stem), _word(parent_of(package)), _word(label)}
        self.words -= {"", *OUTPUTS}

    def near(self, directories: Iterable[str]) -> list[Found]:
        """Of some directories, those that have the handler."""
        found = [one for directory in directories for one in self._in(directory)]
        return list(dict.fromkeys(found))

    def beside(self) -> list[Found]:
        """The directory of the package, or what is above it when only builds write there."""
        directory = parent_of(self.package)
        while directory and (directory.rpartition("/")[2] in OUTPUTS or not self.files.inside(directory)):
            directory = parent_of(directory)
        if not directory or directory == self.root:
            return []
        starts = (f"{directory}/", WITHOUT)
        entries = [entry for entry in self._entries() if entry.startswith(starts)]
        if any(not entry.startswith(WITHOUT) for entry in entries):
            return [Found(directory=directory, entries=tuple(entries))]
        found = self._in(directory)
        exported = self._exports(directory) if len(found) != 1 else []
        return exported if len(exported) == 1 else found or exported

    def anywhere(self) -> list[Found]:
        """Everywhere: below the root module if it is there, else in the project.

        Of several those that are named like the package or the function, then those nearest to the module.
        """
        found = self._in(self.root) if self.root else []
        found = found or self._in("")
        if self.runtime.startswith("provided") and self._has_others():
            # The handler tells nothing, and the program may be one in another language.
            found = [one for one in found if self._is_named(one)]
        if len(found) < 2:
            return found
        candidates = [one for one in found if self._is_named(one)] or found
        shared = {
            one: len(posixpath.commonprefix([one.directory.split("/"), self.root.split("/")]))
            for one in candidates
        }
        best = max(shared.values())
        return [one for one in candidates if shared[one] == best]

    def _has_others(self) -> bool:
        """The project has programs in languages that are compiled like Go."""
        ends = tuple(f"/{mark}" for mark in MARKS)
        return any(name in MARKS or name.endswith(ends) for name in self.files.names)

    def is_told(self, found: Found) -> bool:
        """More than a file's usual name says that this is it: its directory's name, or that of a class."""
        return self.runtime.startswith("java") or self._is_named(found)

    def is_connected(self, found: Found) -> bool:
        """What connects the package with this place, beside its name (``links``)."""
        made = Code(directory=found.directory, handler=self.handler, runtime=self.runtime)
        entries = found.entries or self.entries_of(made)
        package = Code(directory=self.package, handler=self.handler, runtime=self.runtime)
        return bool(entries) and is_connected(self.workload(package), entries[0], self.files)

    def _is_named(self, found: Found) -> bool:
        return any(_word(part) in self.words for part in found.directory.split("/") if _word(part))

    def _entries(self) -> tuple[str, ...]:
        return self.entries_of(
            Code(directory=self.package, handler=self.code.handler, runtime=self.code.runtime)
        )

    def entries_of(self, code: Code) -> tuple[str, ...]:
        return entry_points(self.workload(code), self.files)[0]

    def workload(self, code: Code) -> Workload:
        return Workload(id=self.address, kind="lambda", name=Const(self.address), span=self.place, code=code)

    def _in(self, directory: str) -> list[Found]:
        """The directories below one that have the handler."""
        if self.runtime.startswith(("go", "provided")):
            return [Found(directory=one) for one in go_programs(self.files, directory)]
        family = next((name for name in _SCRIPTS if self.runtime.startswith(name)), None)
        if self.runtime.startswith("java"):
            ends = [self.handler.partition("::")[0].replace(".", "/") + ".java"]
        elif family is not None:
            path = (self.handler.rpartition(".")[0] or self.handler).removeprefix("./")
            ends = [path + suffix for suffix in _SCRIPTS[family]]
        else:
            return []
        found: dict[Found, None] = {}
        for name in self.files.inside(directory) if self.handler else ():
            hit = next((one for one in ends if name == one or name.endswith(f"/{one}")), None)
            if hit is not None and not _TEST.search(name):
                found.setdefault(Found(directory=name[: -len(hit)].rstrip("/")))
        return list(found)

    def _exports(self, directory: str) -> list[Found]:
        """A bundle's file has another name than its source: the file that exports the handler's function."""
        function = self.handler.rpartition(".")[2]
        if not self.runtime.startswith("nodejs") or not function:
            return []
        exported = re.compile(
            rf"\bexport\b[^\n]*\b{re.escape(function)}\b|\bexports\.{re.escape(function)}\b"
        )
        names = [name for name in self.files.inside(directory) if name.endswith(_SCRIPTS["nodejs"])]
        found: list[Found] = []
        for name in [name for name in names if not _TEST.search(name)][:_MAX_READ]:
            text = self.files.text(name)
            if text is not None and exported.search(text):
                found.append(Found(directory=directory, entries=(f"{name}:{function}",)))
        return found


def _word(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", posixpath.basename(name).lower())
