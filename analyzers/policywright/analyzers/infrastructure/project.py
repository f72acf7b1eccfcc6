"""The files of a project as readers of infrastructure see them: names, and texts on demand.

Nothing outside the root is read, links are not followed, and every limit is reported when it is hit.
"""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from policywright.analyzers.infrastructure.model import Dialect, Problem, ProblemCode, Stack
from policywright.analyzers.installations import SDK_COPIES
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    _Answer = TypeVar("_Answer")

MAX_PROJECT_FILES = 100_000
"""Files whose names are looked at."""
MAX_PROJECT_DEPTH = 40
BYTE_ORDER_MARK = "\ufeff"
MAX_TEMPLATE_BYTES = 16_000_000
"""A larger template is not read; CloudFormation takes 1 MB, a Terraform plan may have several."""

_GLIMPSE = 100_000
_TEMPLATE = re.compile(
    r"(?:template|sam|serverless)\.(?:ya?ml|json)|.*\.template(?:\.(?:ya?ml|json))?|.*\.(?:tf|tofu)(?:\.json)?"
)
"""Names that are those of templates: a link of such a name is not left out in silence."""
_MARKS = re.compile("[\ue000\ue001\U00100000-\U0010ffff]|\\\\(?:u|U0000)[eE]00[01]")
"""Characters that stand for something while texts are put together, as they are and escaped."""
FETCHED = ".terraform/modules/modules.json"
"""Where ``terraform init`` says which modules it has fetched for the configuration of a directory."""
HCL = (".tf", ".tofu")
"""Terraform's files, and OpenTofu's own."""
TERRAFORM_JSON = tuple(f"{ending}.json" for ending in HCL)
TERRAFORM = (*HCL, *TERRAFORM_JSON)
"""Files that mean something in their own directory only."""
NEVER_SOURCE = frozenset((
    "node_modules", "bower_components", "__pycache__", "venv", "virtualenv", "site-packages", "htmlcov",
    "egg-info", "__pypackages__", ".git", ".hg", ".svn", ".terraform", ".venv", ".aws-sam", ".serverless",
    ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox", ".nox", ".idea", ".vscode", ".cache",
))  # fmt: skip


def whole_file(name: str) -> Span:
    """The start of a file, for what concerns all of it."""
    return Span(file=name, line=1, column=1, end_line=1, end_column=1, start_byte=0, end_byte=0)


def failed_on(name: str, why: str) -> Problem:
    """That something unexpected happened to a file."""
    return Problem(code=ProblemCode.INTERNAL, span=whole_file(name), detail=why)


def failed_stack(name: str, dialect: Dialect, why: str) -> Stack:
    """What is left of a template to which something unexpected happened: that it is there, and why it says
    nothing."""
    return Stack(name=name, dialect=dialect, files=(name,), problems=(failed_on(name, f"not read: {why}"),))


def mark_of(path: Path) -> str:
    """The byte order mark that a file starts with, or nothing; raises ``OSError``."""
    with path.open("rb") as file:
        return BYTE_ORDER_MARK if file.read(3) == BYTE_ORDER_MARK.encode() else ""


@dataclass(slots=True, eq=False)
class ProjectFiles:
    """Names are relative to ``root``, POSIX; ``names`` is sorted, without what is never source."""

    root: Path
    names: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)
    linked: tuple[str, ...] = ()
    """Names of templates that are symbolic links, which are not followed."""
    _known: frozenset[str] = frozenset()
    _texts: dict[str, str | None] = field(default_factory=dict)
    through: dict[str, str] = field(default_factory=dict)
    """Links among the names, and the files of the project that they lead to: parts of a Terraform module."""
    borrowed: tuple[str, ...] = ()
    """Directories that nobody asked about: modules that are called, and that others may call as well."""
    _found: dict[Hashable, Any] = field(default_factory=dict)

    @classmethod
    def below(cls, root: Path, only: Iterable[Path] = ()) -> ProjectFiles:
        """The files below a directory; with ``only``, those that are (below) one of these paths."""
        problems: list[Problem] = []
        starts = [path for path in only] or [root]
        found: set[str] = set()
        links: set[str] = set()
        for start in starts:
            for path in _walk(start, root, problems, links, room=MAX_PROJECT_FILES - len(found)):
                found.add(path)
        targets = {name: _target(name, root) for name in links}
        linked = tuple(sorted(name for name, target in targets.items() if target not in found))
        # What stands alone is read under its own name; a part means something in its own directory only.
        through = {
            name: target
            for name, target in targets.items()
            if target is not None and target in found and name.endswith(TERRAFORM)
        }
        names = tuple(sorted((*found, *through)))
        return cls(root, names, problems, linked, frozenset(names), through=through)

    def once(self, question: Hashable, answer: Callable[[], _Answer]) -> _Answer:
        """What somebody finds out about the files, who asks for it again and again."""
        if question not in self._found:
            self._found[question] = answer()
        found: _Answer = self._found[question]
        return found

    def without(self, left_out: Callable[[str], bool]) -> ProjectFiles:
        """The same files but for some."""
        names = tuple(name for name in self.names if not left_out(name))
        return ProjectFiles(
            self.root, names, self.problems, self.linked, frozenset(names), through=self.through,
            borrowed=self.borrowed,
        )  # fmt: skip

    def borrowing(self, places: Iterable[Path]) -> ProjectFiles:
        """The same files, of which those in some directories are read and never changed."""
        self.borrowed = tuple(place.relative_to(self.root).as_posix() for place in places)
        return self

    def is_borrowed(self, name: str) -> bool:
        return any(name.startswith(f"{place}/") for place in self.borrowed)

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return _plain(name) in self._known

    def inside(self, directory: str) -> tuple[str, ...]:
        """Names of the files below a directory (``""`` is the root)."""
        prefix = _plain(directory)
        if not prefix:
            return self.names
        # Sorted: everything below lies between "prefix/" and "prefix0", the character after "/".
        return self.names[bisect_left(self.names, f"{prefix}/") : bisect_left(self.names, f"{prefix}0")]

    def text(self, name: str) -> str | None:
        """A file's text; None (and a problem, once) when it can't be had."""
        name = _plain(name)
        if name not in self._texts:
            self._texts[name] = self._read(name)
        return self._texts[name]

    def json(self, name: str) -> dict[str, object]:
        """The object in a file of JSON; empty for what is none."""
        import json

        try:
            found = json.loads(self.text(name) or "{}")
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def glimpse(self, name: str) -> str:
        """What a file that is no text seems to say: its first bytes, whatever encoding they are in."""
        try:
            with (self.root / name).open("rb") as file:
                return file.read(_GLIMPSE).replace(b"\0", b"").decode("latin-1")
        except OSError:
            return ""

    def unreadable(self, name: str) -> tuple[Problem, ...]:
        """What was wrong with a file that has no text."""
        return tuple(one for one in self.problems if one.span.file == name)

    def mark(self, name: str) -> str:
        """The byte order mark that the file starts with, which ``text`` leaves out; else nothing."""
        try:
            return mark_of(self.root / name)
        except OSError:
            return ""

    def overlaid(self) -> ProjectFiles:
        """The same files, of which texts can be replaced (``put``) without anything being written."""
        return ProjectFiles(
            self.root, self.names, [], (), self._known, dict(self._texts), self.through, self.borrowed
        )

    def put(self, name: str, text: str) -> None:
        """Replaces a file's text here."""
        self._found.clear()
        self._texts[_plain(name)] = text.removeprefix(BYTE_ORDER_MARK)

    def add(self, texts: Mapping[str, str]) -> None:
        """Adds files that are in one of these."""
        self._found.clear()
        self._texts.update(texts)
        self._known = self._known.union(texts)
        self.names = tuple(sorted(self._known))

    def _read(self, name: str) -> str | None:
        if name not in self._known:
            return None
        path = self.root / name
        try:
            if path.stat().st_size > MAX_TEMPLATE_BYTES:
                self._problem(name, f"larger than {MAX_TEMPLATE_BYTES:,} bytes; not read")
                return None
            text = path.read_bytes().decode("utf-8-sig")
            if _MARKS.search(text):
                self._problem(name, "holds U+E000, U+E001 or U+10xxxx, which are used as marks; not read")
                return None
            return text
        except UnicodeDecodeError:
            self._problem(name, "not UTF-8; save it as UTF-8")
        except OSError as error:
            self._problem(name, f"can't be read: {error.strerror or error}")
        return None

    def _problem(self, name: str, detail: str) -> None:
        self.problems.append(Problem(code=ProblemCode.UNREADABLE, span=whole_file(name), detail=detail))


def objects_in(value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """What an object of JSON has under each name, where that is an object itself."""
    if isinstance(value, dict):
        yield from ((name, one) for name, one in value.items() if isinstance(one, dict))


def relative_to_file(file: str, path: str) -> str | None:
    """What a file means by a path relative to its own directory, from the root; None when it leads out."""
    return inside_root(str(PurePosixPath(file).parent / path.replace("\\", "/")))


def inside_root(name: str) -> str | None:
    """A path from the root without ``.`` and ``..``; None when it leads out."""
    parts: list[str] = []
    for part in name.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _plain(name: str) -> str:
    return inside_root(name) or ""


def _walk(start: Path, root: Path, problems: list[Problem], links: set[str], *, room: int) -> list[str]:
    found: list[str] = []
    if start.is_file():
        return [start.relative_to(root).as_posix()]
    pending = [(start, 0)]
    while pending:
        current, depth = pending.pop()
        try:
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError as error:
            name = current.relative_to(root).as_posix()
            detail = f"can't be read: {error.strerror or error}"
            problems.append(Problem(code=ProblemCode.UNREADABLE, span=whole_file(name), detail=detail))
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                # What an SDK that lies beside the code says of its services is no template.
                of_sdk = entry.name == "data" and current.name in SDK_COPIES
                if entry.name not in NEVER_SOURCE and not of_sdk and depth < MAX_PROJECT_DEPTH:
                    pending.append((Path(entry.path), depth + 1))
            elif _is_regular(entry):
                if len(found) >= room:
                    detail = f"more than {MAX_PROJECT_FILES:,} files; the rest is not looked at"
                    problems.append(Problem(code=ProblemCode.UNREADABLE, span=whole_file("."), detail=detail))
                    return found
                found.append(Path(entry.path).relative_to(root).as_posix())
            elif _TEMPLATE.fullmatch(entry.name) and entry.is_symlink():
                links.add(Path(entry.path).relative_to(root).as_posix())
    return found


def _target(link: str, root: Path) -> str | None:
    """What a link leads to, as a name below the root; None where that is no file there."""
    try:
        return (root / link).resolve(strict=True).relative_to(root.resolve()).as_posix()
    except (OSError, RuntimeError, ValueError):
        return None


def _is_regular(entry: os.DirEntry[str]) -> bool:
    try:
        return stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)
    except OSError:
        return False
