"""From the paths that a user names to the files to analyse.

A directory is walked without following symbolic links; ``.gitignore``, installed packages, virtual
environments and build output are left out (``ignoring``, ``installations``). A file named by itself is always
taken. ``file_kinds`` knows what a file is.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator, Sequence

from policywright.analyzers import languages
from policywright.analyzers.engine.language import Language
from policywright.analyzers.file_kinds import (
    calls_aws,
    is_page,
    is_script,
    kind_of,
    makes_clients,
    mentions_sdk,
    start_of,
    unread_language,
    why_unread,
)
from policywright.analyzers.ignoring import Above, Ignores, ignored, ignored_below, names_it, spec_of
from policywright.analyzers.installations import (
    SDK_COPIES,
    TOLD_DIRECTORIES,
    installed,
    package_in,
    required,
    skips,
)
from policywright.analyzers.model import Cancelled, SkipCode, Skipped
from policywright.analyzers.shells import Shells
from policywright.analyzers.source import MAX_DATA_BYTES, SourceError, SourceFile, read_bytes, read_source
from policywright.analyzers.surroundings import REPOSITORY, Surroundings, place_below, project_root, within
from policywright.knowledge.isolation import Expected
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.store import StrPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.kept import Kept

MAX_FILES = 50_000
"""Source files that one analysis takes."""
MAX_DATA_FILES = 2_000
"""Data files that code imports: more is not configuration."""
MAX_UNREAD = 1_000
"""Files of languages that are not read, and don't name AWS, that are named."""
MAX_DEPTH = 60
"""Directory levels that are walked."""
_MAPPING = b"//# sourceMappingURL="


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
    left: list[str] = field(default_factory=list)
    """Paths that a ``.gitignore`` leaves out where there is no repository to tell whether it has them."""
    untracked: list[str] = field(default_factory=list)
    """Paths that a ``.gitignore`` leaves out of a repository, which does not have them."""
    idle: list[str] = field(default_factory=list)
    """Templates that deploy nothing that runs."""
    kept: Kept | None = None
    """What earlier analyses in this process have read of such files."""

    def place(self, name: str) -> str:
        """The path from the project's root of what has a name."""
        return self.around.place(name) if self.around is not None else name

    def started(self) -> Shells:
        """The shell scripts that code may start."""
        names = {path: place_below(path, self.root) for path in dict.fromkeys(self.shells)}
        return Shells({self.place(name): (name, path) for path, name in names.items()}, self.around)


PYTHON = ".py"


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
    around = _surroundings(found, resolved, root, stands, excluded)
    # Paths that are all of a project have nothing around them.
    found.around = around if around is not None and around.root not in resolved else None
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
    if found.left and around is not None:
        found.around = around
        around.leave([place_below(path, around.root) for path in found.left])
    if around is not None and any(map(_may_be_imported, found.untracked)):
        found.around = around
        around.leave_alone([place_below(path, around.root) for path in found.untracked])
    return found


def _may_be_imported(path: str) -> bool:
    """Python finds a module by its path alone: what is left out may be one, which looks like a library's."""
    if not os.path.isdir(path):
        return path.endswith(PYTHON)
    try:
        with os.scandir(path) as entries:
            return any(entry.name.endswith(PYTHON) for entry in entries)
    except OSError:
        return False


def _surroundings(
    found: Discovered, asked: Sequence[str], root: StrPath | None, stands: str | None, left_out: Ignores
) -> Surroundings | None:
    """The project that the paths are in."""
    if not asked:
        return None
    limit = os.path.realpath(root) if root is not None else None
    common = os.path.commonpath([path if os.path.isdir(path) else os.path.dirname(path) for path in asked])
    project = project_root(common, limit, stands)
    above = Above(project) if _is_repository(project) else None

    def excluded(path: str, directory: bool) -> bool:
        if directory and skips(os.path.basename(path), path):
            return True
        asked_about = os.path.join(path, "") if directory else path
        if ignored(asked_about, left_out):
            return True
        return above is not None and names_it(path, above.of(path), directory=directory)

    return Surroundings(
        project, found.root, asked, excluded, found.skipped,
        configures=languages.auxiliary,
    )  # fmt: skip


def _is_repository(project: str) -> bool:
    """Whether git knows which of the files that ``.gitignore`` names are the project's all the same.

    What has none was unpacked or copied: an archive of a repository has only what that tracks.
    """
    return os.path.exists(os.path.join(project, REPOSITORY))


def _no_source(file: str) -> str:
    if file.endswith((".yaml", ".yml", ".json", ".template", ".tf", ".tofu")):
        return "no source code; a template is named with --infra, beside the directory of its code"
    return "no analyzer for this file type"


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
    if root is not None and not within(real, os.path.realpath(root)):
        raise InputError(f"{path}: outside the root {root}")
    return real


def excluding(patterns: Sequence[str], base: StrPath) -> Ignores:
    """What a user leaves out; raises ``InputError`` for what is no pattern."""
    from pathspec import GitIgnoreSpec

    try:
        return ((os.path.realpath(base or os.curdir), GitIgnoreSpec.from_lines(patterns), ""),)
    except ValueError as error:
        raise InputError(f"--exclude: {error}") from error


def ignored_by_git(names: Sequence[str], found: Discovered) -> list[str]:
    """Which of the project's files, by their names, ``.gitignore`` names, themselves or a directory above."""
    return ignored_below(names, found.root, found.around.root if found.around is not None else found.root)


def _walk(
    directory: str, found: Discovered, excluded: Ignores, cancelled: Callable[[], bool]
) -> Iterator[str]:
    """Source files below a directory, sorted, ignored ones left out."""
    pending: list[tuple[str, int, Ignores]] = [(directory, 0, excluded)]
    top = found.around.root if found.around is not None else found.root
    left = found.untracked if _is_repository(top) else found.left
    while pending:
        if cancelled():
            raise Cancelled
        current, depth, ignores = pending.pop()
        try:
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError as error:
            _leave_out(current, SkipCode.UNREADABLE, error.strerror or "can't be read", found)
            continue
        ignores = (*ignores, *_own_ignores(current, entries, top))
        below: list[str] = []
        others = installed(entries) | required(current, entries, found.root, found.is_public)
        for entry in entries:
            path = entry.path
            if entry.is_dir(follow_symlinks=False):
                if names_it(path, ignores, directory=True):
                    left.append(path)
                    continue
                if entry.name in others or skips(entry.name, entry.path):
                    package = package_in(entry)
                    for source in package:
                        if not names_it(source.path, ignores, directory=False):
                            yield from _regular(source, source.path, found)
                    if not package and entry.name not in others:
                        _tell_directory(entry, found)
                    continue
                if depth < MAX_DEPTH:
                    below.append(path)
                else:
                    _leave_out(path, SkipCode.TOO_DEEP, f"more than {MAX_DEPTH} directories deep", found)
            elif entry.is_symlink() and _is_directory(entry):
                if not skips(entry.name, entry.path) and not names_it(path, ignores, directory=True):
                    _linked_directory(path, found)
            elif kind := kind_of(entry):
                if names_it(path, ignores, directory=False):
                    left.append(path)
                elif kind == "read":
                    yield from _regular(entry, path, found)
                elif kind == "unread":
                    _take_unread(path, found)
                elif kind == "map":
                    _leave_out(path, SkipCode.GENERATED, "a source map", found)
                else:
                    found.shells.append(path)
                    if calls_aws(path):
                        found.unread.append(path)
        pending.extend((path, depth + 1, ignores) for path in reversed(below))


def _own_ignores(directory: str, entries: Sequence[os.DirEntry[str]], top: str) -> Ignores:
    own = next((entry for entry in entries if entry.name == ".gitignore"), None)
    spec = spec_of(own.path) if own is not None and own.is_file(follow_symlinks=False) else None
    return ((directory, spec, top),) if spec is not None else ()


def _take_unread(path: str, found: Discovered) -> None:
    """Leaves out a file of a language that is not read, or notes it for ``unread``."""
    if is_page(path):
        if makes_clients(path):
            _leave_out(path, SkipCode.UNSUPPORTED, "scripts in pages are not analysed", found)
    elif mentions_sdk(path):
        _leave_out(path, SkipCode.UNSUPPORTED, why_unread(path), found)
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
        elif not within(target, found.root):
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


def _linked_directory(path: str, found: Discovered) -> None:
    """Says why a link to a directory is not followed, unless its files are found where they are."""
    target = _link_target(path)
    if target is None:
        _leave_out(path, SkipCode.UNREADABLE, "broken link", found)
    elif not within(target, found.root):
        _leave_out(path, SkipCode.OUTSIDE_ROOT, "link out of the directory", found)
    elif within(path, target):
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


def _leave_out(path: str, code: SkipCode, detail: str, found: Discovered) -> None:
    found.skipped.append(Skipped(file=place_below(path, found.root) or ".", code=code, detail=detail))


def _take(file: str, found: Discovered, *, named: bool) -> None:
    name = place_below(file, found.root)
    if languages.auxiliary(os.path.basename(file)) and not named:
        _take_auxiliary(file, name, found)
        return
    language = languages.for_path(name)
    if language is None and "." not in os.path.basename(name):
        language = languages.for_script(start_of(file))
    if language is None:
        if named and is_script(file):
            _take_script(file, name, found)
        elif named:
            detail = why_unread(file) if unread_language(file) is not None else _no_source(file)
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


def _take_auxiliary(file: str, name: str, found: Discovered) -> None:
    try:
        read = read_source(file, name)
        # Nobody sees its name, and imports resolve by places.
        read.name = read.place = found.place(name)
        found.auxiliary.append(read)
    except SourceError as error:
        found.skipped.append(error.skipped)


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
    named = {place_below(path, found.root) for path in asked if not os.path.isdir(path)}
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
                if place in seen or not os.path.isfile(path) or not within(os.path.realpath(path), limit):
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


def unread(found: Discovered, *, scripts: bool) -> Iterator[Skipped]:
    """Files of languages that are not analysed, and that don't name AWS; ``scripts``: and shell scripts that
    call it.

    A program in such a language may reach AWS through what doesn't name it. Beside code that is read and that
    needs something, a script is what people run with permissions of their own.
    """
    paths = found.unread if scripts else [path for path in found.unread if not is_script(path)]
    for path in paths[:MAX_UNREAD]:
        yield Skipped(
            file=place_below(path, found.root) or ".", code=SkipCode.UNSUPPORTED, detail=why_unread(path)
        )
