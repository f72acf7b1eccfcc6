"""From the paths that a user names to the files to analyse.

A directory is walked without following symbolic links; ``.gitignore``, installed packages, virtual
environments and build output are left out. A file named by itself is always taken.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator, Sequence

from policywright.analyzers import languages
from policywright.analyzers.engine.language import Language
from policywright.analyzers.model import Cancelled, SkipCode, Skipped
from policywright.analyzers.shells import ENDINGS, Shells
from policywright.analyzers.source import MAX_DATA_BYTES, SourceError, SourceFile, read_bytes, read_source
from policywright.analyzers.surroundings import Surroundings, project_root
from policywright.analyzers.tracked import tracked
from policywright.knowledge.isolation import Expected
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.regex import regex
from policywright.knowledge.store import StrPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import TypeAlias

    from pathspec import GitIgnoreSpec

    from policywright.analyzers.kept import Kept

MAX_FILES = 50_000
"""Source files that one analysis takes."""
MAX_RECORD_BYTES = 1_000_000
"""How much is read of a list of installed files."""
MAX_DATA_FILES = 2_000
"""Data files that code imports: more is not configuration."""
MAX_UNREAD = 1_000
"""Files of languages that are not read, and don't name AWS, that are named."""
MAX_DEPTH = 60
"""Directory levels that are walked."""

_RECORDS = (".dist-info", ".egg-info", ".egg-link", ".pth", ".egg")
"""What installers leave beside what they install.
https://packaging.python.org/en/latest/specifications/recording-installed-packages/"""
_REQUIREMENTS = regex(r"requirements[\w.-]*\.txt")
_REQUIREMENT = regex(r"(?m)^[ \t]*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)[ \t]*(?:$|[\[=<>~!;#])")
"""A distribution that a file of requirements asks for by name, and by no path or address.
https://packaging.python.org/en/latest/specifications/name-normalization/"""
_DASHES = regex(r"[-_.]+")
SKIPPED_DIRECTORIES = frozenset((
    "node_modules", "bower_components", "__pycache__", "venv", "env", "virtualenv", "dist", "build", "target",
    "vendor", "site-packages", "cdk.out", "coverage", "htmlcov", "egg-info", "__pypackages__",
))  # fmt: skip


TOLD_DIRECTORIES = {
    "node_modules": "installed packages",
    "bower_components": "installed packages",
    "dist": "build output",
    "build": "build output",
}
"""Directories that are left out and that somebody may miss: they may hold the application's own code."""
SDK_COPIES = {
    "aioboto3": "session.py",
    "aiobotocore": "session.py",
    "aws-sdk": "clients",
    "awscli": "clidriver.py",
    "boto3": "session.py",
    "botocore": "session.py",
    "s3transfer": "manager.py",
}
"""Packages that people copy beside their code, and what each has in it: who imports one means the SDK."""
_PACKAGES = frozenset(("build", "coverage", "dist", "env", "target"))
"""Of these, what packages of Go and Java are called as well."""
_OF_JAVA = _PACKAGES | {"vendor"}
"""The same of Java alone: to Go's tool, ``vendor`` has copies of libraries."""
_GO = ".go"
"""No tool puts sources of Go into its output."""
_JAVA = regex(r"[/\\]src[/\\](?:\w+[/\\])?java[/\\]")
"""Where packages of Java are."""
_UNREAD = {
    ".kt": "Kotlin", ".scala": "Scala", ".groovy": "Groovy", ".cs": "C#", ".fs": "F#",
    ".rb": "Ruby", ".php": "PHP", ".rs": "Rust", ".swift": "Swift", ".ex": "Elixir", ".exs": "Elixir",
    ".cpp": "C++", ".cc": "C++", ".cxx": "C++", ".vb": "Visual Basic", ".clj": "Clojure", ".dart": "Dart",
    ".pl": "Perl", ".pm": "Perl", ".ps1": "PowerShell", ".psm1": "PowerShell", ".vue": "Vue",
    ".svelte": "Svelte", ".ipynb": "Jupyter notebook", ".r": "R", ".R": "R", ".erl": "Erlang", ".lua": "Lua",
    ".jl": "Julia", ".hs": "Haskell", ".astro": "Astro",
}  # fmt: skip
"""Languages that AWS has an SDK for, or that call that of another one, and that are not analysed."""
_UNREAD_PROGRAMS = {
    "ruby": "Ruby", "jruby": "Ruby", "php": "PHP", "perl": "Perl", "Rscript": "R", "lua": "Lua",
    "pwsh": "PowerShell", "elixir": "Elixir", "escript": "Erlang", "groovy": "Groovy", "swift": "Swift",
    "scala": "Scala", "scala-cli": "Scala", "kotlin": "Kotlin", "dart": "Dart", "julia": "Julia",
    "runhaskell": "Haskell", "runghc": "Haskell", "stack": "Haskell", "dotnet": "C#", "dotnet-script": "C#",
    "csi": "C#", "clojure": "Clojure", "bb": "Clojure", "rust-script": "Rust", "cargo": "Rust",
}  # fmt: skip
"""What runs such a file that has no ending, by its first line."""
_SDK = regex(
    rb"software\.amazon\.awssdk|com\.amazonaws\.|aws\.sdk\.kotlin|using Amazon\.|open Amazon\."
    rb"|aws-sdk|\bAws[:\\]|\baws_sdk_|import Soto|import AWS|\bExAws\b|\bAWS\.Client|aws/core/|cognitect\.aws"
    rb"|Imports Amazon\.|package:aws_|\bPaws\b|AWS\.Tools\.|AWSPowerShell"
    rb"|\bboto3\b|\bpaws::|library\(paws|\berlcloud|\baws_client:|resty\.aws|using AWS\b|\bAmazonka\b"
)
_PAGES = (".html", ".htm")
_IN_PAGE = regex(rb"(?i)<script\b[^>]*>(?:(?!</script)[\s\S]){0,20000}?(?:@aws-sdk/client-|\bnew AWS\.[A-Z])")
"""A script in a page that makes a client; what a page loads from a file is found by itself."""
_MAPPING = b"//# sourceMappingURL="
_SHELL_PROGRAMS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "ash"))
_CALLS_AWS = regex(rb"""(?m)(?:^|[\s;|&(`"'])aws\s+(?:--\S+\s+)*[a-z][\w-]*\s""")
"""A command line of the AWS CLI."""
SOURCE_MAPS = (".js.map", ".mjs.map", ".cjs.map")


Ignores: TypeAlias = "tuple[tuple[str, GitIgnoreSpec, str], ...]"
"""Patterns, the directories that they are relative to, and the repository whose files they leave out unless
it has them (none for what a user leaves out); the last one that says something counts."""


class InputError(Expected):
    """What the user asked for can't be done; the message is one line that says why."""


def _none_is(_package: str) -> bool:
    return False


@dataclass(slots=True, eq=False)
class Discovered:
    """Files to analyse, in order, and what was left out."""

    root: str
    """What names are relative to: the common root of the paths."""
    is_public: Callable[[str], bool] = field(default=_none_is)
    """Whether a package of this name is known to be a public library."""
    files: list[tuple[SourceFile, Language]] = field(default_factory=list)
    """The files that were asked about."""
    skipped: list[Skipped] = field(default_factory=list)
    auxiliary: list[SourceFile] = field(default_factory=list)
    """Configuration of the languages (``tsconfig.json``), read by the same rules."""
    data: list[tuple[SourceFile, Language]] = field(default_factory=list)
    """Data that code imports as a module (``import limits from "./limits.json"``)."""
    around: Surroundings | None = None
    """The rest of the project: context, read as far as imports lead there; None where there is no more."""
    tests: list[tuple[SourceFile, Language]] = field(default_factory=list)
    """Test code that was left out, as long as files are looked for."""
    compiled: list[tuple[SourceFile, Language]] = field(default_factory=list)
    """What was made from sources that are not seen yet, as long as files are looked for."""
    scripts: list[SourceFile] = field(default_factory=list)
    """Shell scripts that were named."""
    shells: list[str] = field(default_factory=list)
    """The paths of all shell scripts that were met: code may start them."""
    unread: list[str] = field(default_factory=list)
    """Files of languages that are not analysed, and that don't name AWS; shell scripts that call it."""
    idle: list[str] = field(default_factory=list)
    """Templates that deploy nothing that runs."""
    kept: Kept | None = None
    """What earlier analyses in this process have read of such files."""

    def place(self, name: str) -> str:
        """The path from the project's root of what has a name."""
        return self.around.place(name) if self.around is not None else name

    def started(self) -> Shells:
        """The shell scripts that code may start."""
        names = {path: _relative(path, self.root) for path in dict.fromkeys(self.shells)}
        return Shells({self.place(name): (name, path) for path, name in names.items()}, self.around)


def discover(
    paths: Sequence[StrPath],
    root: StrPath | None = None,
    *,
    beside: Sequence[StrPath] = (),
    excluded: Ignores = (),
    cancelled: Callable[[], bool] | None = None,
    is_public: Callable[[str], bool] = _none_is,
) -> Discovered:
    """Reads all source files under the paths.

    Names are relative to the common root of the inputs, ``beside`` (paths that are not read) included. Raises
    ``InputError`` for a path that does not exist or lies outside ``root``, ``Cancelled`` when ``cancelled``
    says so. ``is_public`` says of a package by its import's name that it is known to be a public library.
    """
    resolved = [_checked(path, root) for path in paths]
    bases = [
        path if os.path.isdir(path) else os.path.dirname(path)
        for path in (*resolved, *(_checked(path, root) for path in beside))
    ]
    found = Discovered(os.path.commonpath(bases) if bases else os.getcwd(), is_public)
    # A path from where somebody stands is in what they see from there.
    stands = None if any(os.path.isabs(path) for path in paths) else os.path.realpath(os.curdir)
    found.around = _around(found, resolved, root, stands, excluded)
    seen: set[str] = set()
    for path in resolved:
        named = not os.path.isdir(path)
        for file in [path] if named else _walk(path, found, excluded, cancelled or (lambda: False)):
            if cancelled is not None and cancelled():
                raise Cancelled
            if file not in seen:
                seen.add(file)
                _take(file, found, named=named)
    _take_compiled(found)
    found.files.sort(key=lambda item: item[0].name)
    # Of paths that lie in each other; the rest of the project writes into the same lists.
    found.skipped[:], found.unread[:] = dict.fromkeys(found.skipped), dict.fromkeys(found.unread)
    if not found.files:
        found.skipped.extend(unread(found, scripts=True))
    _leave_to_tests(found, resolved)
    _take_referenced(found, root)
    return found


def _around(
    found: Discovered, asked: Sequence[str], root: StrPath | None, stands: str | None, left_out: Ignores
) -> Surroundings | None:
    """The project that the paths are in, where they are not all of it."""
    if not asked:
        return None
    limit = os.path.realpath(root) if root is not None else None
    within = os.path.commonpath([path if os.path.isdir(path) else os.path.dirname(path) for path in asked])
    project = project_root(within, limit, stands)
    if project in asked:
        return None
    above = _Above(project)

    def excluded(path: str, directory: bool) -> bool:
        if directory and _skips(os.path.basename(path), path):
            return True
        asked_about = os.path.join(path, "") if directory else path
        return ignored(asked_about, left_out) or _ignored(path, above.of(path), directory=directory)

    return Surroundings(
        project, found.root, asked, excluded, found.skipped,
        configures=languages.auxiliary,
    )  # fmt: skip


def _no_source(file: str) -> str:
    if file.endswith((".yaml", ".yml", ".json", ".template", ".tf", ".tofu")):
        return "no source code; a template is named with --infra, beside the directory of its code"
    return "no analyzer for this file type"


class _Above:
    """What the ``.gitignore`` files of a project say of a path in it."""

    def __init__(self, project: str) -> None:
        self.project = project
        self._read: dict[str, GitIgnoreSpec | None] = {}

    def of(self, path: str) -> Ignores:
        found: list[tuple[str, GitIgnoreSpec, str]] = []
        current = os.path.dirname(path)
        while _within(current, self.project):
            if current not in self._read:
                own = os.path.join(current, ".gitignore")
                regular = os.path.isfile(own) and not os.path.islink(own)
                self._read[current] = _ignore_spec(own) if regular else None
            spec = self._read[current]
            found.extend([(current, spec, self.project)] if spec is not None else [])
            current = os.path.dirname(current)
        return tuple(reversed(found))


def ignored_by_git(names: Sequence[str], found: Discovered) -> list[str]:
    """Which of the project's files, by their names, ``.gitignore`` names, itself or a directory above."""
    return ignored_below(names, found.root, found.around.root if found.around is not None else found.root)


def ignored_below(names: Sequence[str], root: StrPath, project: StrPath) -> list[str]:
    """The same of files below a directory of a project."""
    above = _Above(os.path.realpath(project))
    paths = {name: os.path.join(os.path.realpath(root), name) for name in names}
    return [name for name, path in paths.items() if ignored(path, above.of(path))]


def _take_referenced(found: Discovered, root: StrPath | None) -> None:
    """Reads the data and configuration that the files found name, and what that names in turn."""
    base = found.around.root if found.around is not None else found.root
    limit = os.path.realpath(root or base)
    seen = {source.name for source in found.auxiliary}
    for language in dict.fromkeys(language for _, language in found.files):
        if language.references is None:
            continue
        pending = [source for source, own in found.files if own is language] + found.auxiliary
        while pending and len(found.data) < MAX_DATA_FILES:
            source = pending.pop()
            for place in language.references(source.place or source.name, source.data):
                path = os.path.join(base, place)
                name = found.around.name(place) if found.around is not None else place
                if place in seen or not os.path.isfile(path) or not _within(os.path.realpath(path), limit):
                    continue
                seen.add(place)
                try:
                    if os.path.getsize(path) > MAX_DATA_BYTES:
                        detail = f"data of more than {MAX_DATA_BYTES:,} bytes"
                        raise SourceError(Skipped(file=name, code=SkipCode.TOO_LARGE, detail=detail))
                    read = read_source(path, name)
                    read.place = place
                except SourceError as error:
                    found.skipped.append(error.skipped)
                    continue
                if source in found.auxiliary:
                    read.name = place
                    found.auxiliary.append(read)
                    pending.append(read)
                else:
                    found.data.append((read, language))


def _checked(path: StrPath, root: StrPath | None) -> str:
    if not os.fspath(path):
        # A variable of a script that is not set, and not the working directory.
        raise InputError("'': no path; name a file or a directory")
    try:
        real = os.path.realpath(os.fspath(path), strict=True)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file or directory") from None
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error})") from error
    if root is not None and not _within(real, os.path.realpath(root)):
        raise InputError(f"{path}: outside the root {root}")
    return real


def _within(path: str, directory: str) -> bool:
    """Whether a path is a directory or below it, both without links."""
    inner, outer = (os.path.join(os.path.normcase(one), "") for one in (path, directory))
    return inner.startswith(outer)


def _relative(path: str, directory: str) -> str:
    """The name of something below a directory, with forward slashes."""
    below = path[len(os.path.join(directory, "")) :]
    return below.replace(os.sep, "/")


def _take(file: str, found: Discovered, *, named: bool) -> None:
    name = _relative(file, found.root)
    if languages.auxiliary(os.path.basename(file)) and not named:
        _take_auxiliary(file, name, found)
        return
    language = languages.for_path(name)
    if language is None and "." not in os.path.basename(name):
        language = languages.for_script(_start(file))
    if language is None:
        if named and is_script(file):
            _take_script(file, name, found)
        elif named:
            detail = _not_read(file) if _unread_language(file) is not None else _no_source(file)
            found.skipped.append(Skipped(file=name, code=SkipCode.UNSUPPORTED, detail=detail))
        return
    if len(found.files) >= MAX_FILES:
        found.skipped.append(
            Skipped(file=name, code=SkipCode.BUDGET, detail=f"more than {MAX_FILES:,} files")
        )
        return
    try:
        source = read_source(file, name)
    except SourceError as error:
        found.skipped.append(error.skipped)
        return
    source.place = found.place(name)
    if not named and language.is_test(name, source.data):
        found.tests.append((source, language))
        _skip_as_test(name, found)
        return
    made = None if named else language.is_generated(name, source.data)
    if made is not None and made == language.compiled:
        found.compiled.append((source, language))
        return
    if made is not None:
        _skip_generated(name, made, found)
        return
    if source.note is not None:
        found.skipped.append(source.note)
    found.files.append((source, language))


def _skip_generated(name: str, made: str, found: Discovered) -> None:
    detail = f"{made}; name the file to analyse it"
    found.skipped.append(Skipped(file=name, code=SkipCode.GENERATED, detail=detail))


def _take_compiled(found: Discovered) -> None:
    """Compiled code whose source is not here is the source; its map names another one, or its name does."""
    names = {one.name for one, _ in found.files}
    stems = {os.path.splitext(os.path.basename(name)) for name in names}
    for source, language in found.compiled:
        stem, ending = os.path.splitext(os.path.basename(source.name))
        alike = any((stem, ending.replace("j", "t") + more) in stems for more in ("", "x"))
        if alike or not names.isdisjoint(_mapped(source)):
            _skip_generated(source.name, language.compiled, found)
        else:
            found.files.append((source, language))
    found.compiled = []


def _mapped(source: SourceFile) -> Iterator[str]:
    """The files that a source map beside compiled code names."""
    _, mark, place = source.data.rpartition(_MAPPING)
    file = place.strip().decode("utf-8", "replace")
    named = os.path.join(os.path.dirname(source.path), file)
    if not mark or file != os.path.basename(file) or not os.path.isfile(named):
        return
    try:
        read = json.loads(read_bytes(named, source.name))
    except (SourceError, ValueError, RecursionError):
        return
    sources = read.get("sources") if isinstance(read, dict) else None
    start = read.get("sourceRoot") if isinstance(read, dict) else None
    within = os.path.join(os.path.dirname(source.name), start if isinstance(start, str) else "")
    for one in sources if isinstance(sources, list) else ():
        if isinstance(one, str):
            yield os.path.normpath(os.path.join(within, one))


def is_script(path: str) -> bool:
    """Whether a file is a shell script, by its name or its first line."""
    if os.path.splitext(path)[1]:
        return path.endswith(ENDINGS)
    return languages.interpreter(_start(path)) in _SHELL_PROGRAMS


def is_code(name: str) -> bool:
    """A file of a programming language by its ending, analysed or not."""
    return languages.supported(name) or os.path.splitext(name)[1] in _UNREAD


def _unread_language(path: str) -> str | None:
    """The language of a file that is of one that is not analysed, by its name or its first line."""
    ending = os.path.splitext(path)[1]
    if ending:
        return _UNREAD.get(ending)
    return _UNREAD_PROGRAMS.get(languages.interpreter(_start(path)))


def _start(path: str) -> bytes:
    """How a file starts; nothing of one that can't be read."""
    try:
        with open(path, "rb") as file:
            return file.read(languages.FIRST_LINE)
    except OSError:
        return b""


def _kind(entry: os.DirEntry[str]) -> str:
    """What a file that is found is by its name or, without an ending, its first line: ``read`` (a program or
    configuration), ``unread`` (of a language that is not analysed), ``map`` (of a source), ``script`` (of a
    shell), or nothing."""
    name, ending = entry.name, os.path.splitext(entry.name)[1]
    # Nothing waits for a pipe that nobody writes to.
    lookable = not ending and entry.is_file(follow_symlinks=False)
    runs = languages.interpreter(_start(entry.path)) if lookable else ""
    if (_UNREAD.get(ending) if ending else _UNREAD_PROGRAMS.get(runs)) is not None:
        return "unread"
    if name.endswith(SOURCE_MAPS):
        return "map"
    if ending in _PAGES:
        return "unread"
    if (languages.supported(name) or languages.auxiliary(name)) if "." in name else languages.runs(runs):
        return "read"
    shell = name.endswith(ENDINGS) if ending else runs in _SHELL_PROGRAMS
    return "script" if shell and entry.is_file(follow_symlinks=False) else ""


def _has(path: str, pattern: re.Pattern[bytes]) -> bool:
    """Whether a file has something in it."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return False
        with open(path, "rb") as file:
            return pattern.search(file.read(MAX_RECORD_BYTES)) is not None
    except OSError:
        return False


def _calls_aws(path: str) -> bool:
    """Whether a shell script runs the AWS CLI."""
    return _has(path, _CALLS_AWS)


def _take_script(file: str, name: str, found: Discovered) -> None:
    try:
        source = read_source(file, name)
    except SourceError as error:
        found.skipped.append(error.skipped)
        return
    if source.note is not None:
        found.skipped.append(source.note)
    found.shells.append(file)
    found.scripts.append(source)


def _skip_as_test(name: str, found: Discovered) -> None:
    detail = "test code; name the file to analyse it"
    found.skipped.append(Skipped(file=name, code=SkipCode.TEST, detail=detail))


def _leave_to_tests(found: Discovered, asked: Sequence[str]) -> None:
    """Leaves out what only test code uses."""
    configuration = {source.name: source.data for source in found.auxiliary}
    left: set[str] = set()
    built: set[str] = set()
    for language in dict.fromkeys(language for _, language in (*found.files, *found.tests)):
        own = [source for source, its in found.files if its is language]
        tests = [source for source, its in found.tests if its is language]
        whole = found.around is None
        left.update(language.only_for_tests(own, tests, configuration, whole))
        built.update(language.built(own, tests, configuration, whole))
    named = {_relative(path, found.root) for path in asked if not os.path.isdir(path)}
    for name in sorted(left - named):
        _skip_as_test(name, found)
    found.files = [one for one in found.files if one[0].name in named or one[0].name not in left]
    found.files.extend(one for one in found.tests if one[0].name in built)
    found.files.sort(key=lambda item: item[0].name)
    # Whoever reads more of the project later notes there what it leaves out.
    found.skipped[:] = [
        one for one in found.skipped if one.code is not SkipCode.TEST or one.file not in built
    ]
    found.tests = []


def _take_auxiliary(file: str, name: str, found: Discovered) -> None:
    try:
        read = read_source(file, name)
        # Nobody sees its name, and imports resolve by places.
        read.name = read.place = found.place(name)
        found.auxiliary.append(read)
    except SourceError as error:
        found.skipped.append(error.skipped)


def _walk(
    directory: str, found: Discovered, excluded: Ignores, cancelled: Callable[[], bool]
) -> Iterator[str]:
    """Source files below a directory, sorted, ignored ones left out."""
    pending: list[tuple[str, int, Ignores]] = [(directory, 0, excluded)]
    while pending:
        if cancelled():
            raise Cancelled
        current, depth, ignores = pending.pop()
        try:
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError as error:
            _leave_out(current, SkipCode.UNREADABLE, error.strerror or "can't be read", found)
            continue
        own = next((entry for entry in entries if entry.name == ".gitignore"), None)
        if own is not None and own.is_file(follow_symlinks=False):
            spec = _ignore_spec(own.path)
            top = found.around.root if found.around is not None else found.root
            ignores = (*ignores, (current, spec, top)) if spec is not None else ignores
        below: list[str] = []
        installed = _installed(entries) | _required(current, entries, found)
        for entry in entries:
            path = entry.path
            if entry.is_dir(follow_symlinks=False):
                if _ignored(path, ignores, directory=True):
                    continue
                if entry.name in installed or _skip_directory(entry):
                    package = _package(entry)
                    for source in package:
                        if not _ignored(source.path, ignores, directory=False):
                            yield from _regular(source, source.path, found)
                    if not package and entry.name not in installed:
                        _tell_directory(entry, found)
                    continue
                if depth < MAX_DEPTH:
                    below.append(path)
                else:
                    _leave_out(path, SkipCode.TOO_DEEP, f"more than {MAX_DEPTH} directories deep", found)
            elif entry.is_symlink() and _is_directory(entry):
                if not _skip_directory(entry) and not _ignored(path, ignores, directory=True):
                    _linked_directory(path, found)
            elif (kind := _kind(entry)) and not _ignored(path, ignores, directory=False):
                if kind == "read":
                    yield from _regular(entry, path, found)
                elif kind == "unread":
                    _take_unread(path, found)
                elif kind == "map":
                    _leave_out(path, SkipCode.GENERATED, "a source map", found)
                else:
                    found.shells.append(path)
                    if _calls_aws(path):
                        found.unread.append(path)
        pending.extend((path, depth + 1, ignores) for path in reversed(below))


def _take_unread(path: str, found: Discovered) -> None:
    """Leaves out a file of a language that is not read, or notes it for ``unread``."""
    if path.endswith(_PAGES):
        if _has(path, _IN_PAGE):
            _leave_out(path, SkipCode.UNSUPPORTED, "scripts in pages are not analysed", found)
    elif _mentions_sdk(path):
        _leave_out(path, SkipCode.UNSUPPORTED, _not_read(path), found)
    else:
        found.unread.append(path)


def _tell_directory(entry: os.DirEntry[str], found: Discovered) -> None:
    """Says what somebody may miss."""
    if entry.name in TOLD_DIRECTORIES:
        detail = f"{TOLD_DIRECTORIES[entry.name]}; name a file to analyse it"
        _leave_out(entry.path, SkipCode.GENERATED, detail, found)
    elif entry.name in SDK_COPIES:
        _leave_out(entry.path, SkipCode.GENERATED, "a copy of the SDK", found)


def _regular(entry: os.DirEntry[str], path: str, found: Discovered) -> Iterator[str]:
    if entry.is_symlink():
        target = _link_target(path)
        if target is None:
            _leave_out(path, SkipCode.UNREADABLE, "broken link", found)
        elif not _within(target, found.root):
            _leave_out(path, SkipCode.OUTSIDE_ROOT, "link out of the directory", found)
        # Otherwise the file that it points to is found where it is.
        return
    try:
        mode = entry.stat(follow_symlinks=False).st_mode
    except OSError as error:
        _leave_out(path, SkipCode.UNREADABLE, error.strerror or "can't be read", found)
        return
    if not stat.S_ISREG(mode):
        _leave_out(path, SkipCode.NOT_A_FILE, "not a regular file", found)
        return
    yield path


def _not_read(path: str) -> str:
    if is_script(path):
        return "a shell script; name it to analyse it"
    return f"{_unread_language(path)} is not analysed"


def _mentions_sdk(path: str) -> bool:
    """Whether a file of a language that is not read has to do with AWS."""
    return _has(path, _SDK)


def _linked_directory(path: str, found: Discovered) -> None:
    """Says why a link to a directory is not followed, unless its files are found where they are."""
    target = _link_target(path)
    if target is None:
        _leave_out(path, SkipCode.UNREADABLE, "broken link", found)
    elif not _within(target, found.root):
        _leave_out(path, SkipCode.OUTSIDE_ROOT, "link out of the directory", found)
    elif _within(path, target):
        _leave_out(path, SkipCode.NOT_A_FILE, "link to a directory above it; not followed", found)


def _link_target(path: str) -> str | None:
    """Where a link leads in the end; None for one that is broken, a circle, or closed to us."""
    try:
        return os.path.realpath(path, strict=True)
    except OSError:
        return None


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def unread(found: Discovered, *, scripts: bool) -> Iterator[Skipped]:
    """Files of languages that are not analysed, and that don't name AWS; ``scripts``: and shell scripts that
    call it.

    A program in such a language may reach AWS through what doesn't name it. Beside code that is read and that
    needs something, a script is what people run with permissions of their own.
    """
    paths = found.unread if scripts else [path for path in found.unread if not is_script(path)]
    for path in paths[:MAX_UNREAD]:
        yield Skipped(
            file=_relative(path, found.root) or ".", code=SkipCode.UNSUPPORTED, detail=_not_read(path)
        )


def _leave_out(path: str, code: SkipCode, detail: str, found: Discovered) -> None:
    found.skipped.append(Skipped(file=_relative(path, found.root) or ".", code=code, detail=detail))


def _installed(entries: Sequence[os.DirEntry[str]]) -> set[str]:
    """Directories of packages that pip has put here, as their ``RECORD`` lists them, and the records.

    https://packaging.python.org/en/latest/specifications/recording-installed-packages/
    """
    found: set[str] = set()
    for entry in entries:
        if entry.name.endswith(".dist-info") and entry.is_dir(follow_symlinks=False):
            found.add(entry.name)
            try:
                with open(os.path.join(entry.path, "RECORD"), "rb") as record:
                    text = record.read(MAX_RECORD_BYTES).decode("utf-8", "replace")
            except OSError:
                continue
            found.update(line.partition("/")[0] for line in text.splitlines() if "/" in line)
    return found


def _required(directory: str, entries: Sequence[os.DirEntry[str]], found: Discovered) -> set[str]:
    """Public packages in a directory of packages without records that the project asks an installer for.

    Layers are made so: ``pip install -r requirements.txt -t python/lib/python3.12/site-packages``, with the
    records left out to save room. What nobody asks for by name is the project's own, and so is what only its
    people know by that name: a package of their own may be asked for from an index of theirs.
    """
    if os.path.basename(directory) != "site-packages":
        return set()
    names: set[str] = set()
    above, root = directory, found.root
    while above != os.path.dirname(above) and _within(above, root):
        above = os.path.dirname(above)
        try:
            files = [one for one in os.scandir(above) if _REQUIREMENTS.fullmatch(one.name)]
            for one in files if _within(above, root) else ():
                with open(one.path, encoding="utf-8", errors="replace") as file:
                    names.update(_REQUIREMENT.findall(file.read(MAX_RECORD_BYTES)))
        except OSError:
            continue
    asked = {_DASHES.sub("_", name).lower() for name in names}
    return {
        entry.name
        for entry in entries
        if _DASHES.sub("_", entry.name).lower() in asked and found.is_public(entry.name)
    }


def _package(entry: os.DirEntry[str]) -> list[os.DirEntry[str]]:
    """The files of Go in a directory that is called like the output of a tool."""
    if entry.name not in _PACKAGES:
        return []
    try:
        found = [one for one in os.scandir(entry.path) if one.name.endswith(_GO)]
    except OSError:
        return []
    return sorted(found, key=lambda one: one.name)


def _skip_directory(entry: os.DirEntry[str]) -> bool:
    return _skips(entry.name, entry.path)


def _skips(name: str, path: str) -> bool:
    if name in _OF_JAVA and _JAVA.search(path) is not None:
        return False
    if name == "site-packages":
        return _is_installation(path)
    if name.startswith(".") or name in SKIPPED_DIRECTORIES or name.endswith(".egg-info"):
        return True
    inside = SDK_COPIES.get(name, "pyvenv.cfg")
    return os.path.exists(os.path.join(path, inside))


def _is_installation(path: str) -> bool:
    """Whether anything was installed into a directory of packages: some call that of their own code so."""
    try:
        names = [one.name for one in os.scandir(path)]
    except OSError:
        return True
    return any(name.endswith(_RECORDS) for name in names)


def _ignore_spec(path: str) -> GitIgnoreSpec | None:
    from pathspec import GitIgnoreSpec

    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return GitIgnoreSpec.from_lines(file.read().splitlines())
    except (OSError, ValueError):
        return None


def excluding(patterns: Sequence[str], base: StrPath) -> Ignores:
    """What a user leaves out; raises ``InputError`` for what is no pattern."""
    from pathspec import GitIgnoreSpec

    try:
        return ((os.path.realpath(base or os.curdir), GitIgnoreSpec.from_lines(patterns), ""),)
    except ValueError as error:
        raise InputError(f"--exclude: {error}") from error


def ignored(path: str, ignores: Ignores) -> bool:
    """Whether a file is left out, by itself or with a directory that it is in."""
    parts = path.split(os.sep)
    above = (os.sep.join(parts[:end]) for end in range(2, len(parts)))
    return _ignored(path, ignores, directory=False) or any(
        _ignored(directory, ignores, directory=True) for directory in above
    )


def _ignored(path: str, ignores: Ignores, *, directory: bool) -> bool:
    for base, spec, repository in reversed(ignores):
        if not _within(path, base) or path == base:
            continue
        relative = _relative(path, base) + ("/" if directory else "")
        outcome = spec.check_file(relative).include
        if outcome and repository and not directory and _relative(path, repository) in tracked(repository):
            continue
        if outcome is not None:
            return outcome
    return False
