"""From a runtime, a handler and a directory to the files of the project in which a function starts.

``entry_points(workload, files)`` gives entries as the analysis takes them (``FILE:FUNCTION``, ``FILE``, or a
directory ``DIR/`` for all that is in it; ``!FILE`` and ``!DIR/`` are no part of the program) and a
``Problem`` for what can't be found. What is deployed is often
not what is written: of a compiled file (``dist/x.js``) the source is taken (``src/x.ts``, by tsconfig's
``outDir``), of an archive (``target/app.jar``) the project around it. When the directory doesn't have the
handler, nor any code in its language, the whole project is searched, and one file that fits is taken, but not
out of another application of the repository.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator

from policywright.analyzers.infrastructure import frameworks
from policywright.analyzers.infrastructure.bundlers import sources_of_bundle
from policywright.analyzers.infrastructure.code_names import (
    OUTPUTS,
    SOURCES,
    company,
    join,
    letters,
    outside,
    word,
)
from policywright.analyzers.infrastructure.compiled import MARKS
from policywright.analyzers.infrastructure.go_builds import says_builds
from policywright.analyzers.infrastructure.go_programs import is_built_for, program_of
from policywright.analyzers.infrastructure.java_modules import modules_of
from policywright.analyzers.infrastructure.java_parts import others
from policywright.analyzers.infrastructure.links import is_connected
from policywright.analyzers.infrastructure.model import (
    Alike,
    Code,
    Problem,
    ProblemCode,
    Workload,
    taken_for,
)
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.tsconfig import sources_by_config
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Const, Struct

Entries = tuple[tuple[str, ...], tuple[Problem, ...]]

_PYTHON = (".py", "/__init__.py")
_SCRIPTS = (".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx")
"""Sources before what may be made of them."""
_USUAL = frozenset(("", "index", "main", "app", "server", "handlers", "lambdas", "functions"))
"""What the file that a bundle begins with is mostly called."""
_ARCHIVE = (".zip", ".jar", ".war", ".tar.gz", ".whl")
_WRAPPERS = ("DD_LAMBDA_HANDLER", "NEW_RELIC_LAMBDA_HANDLER", "LUMIGO_ORIGINAL_HANDLER", "ORIG_HANDLER")
"""Variables in which monitoring products keep the handler that theirs calls."""
_OTHER_LANGUAGES = {"ruby": "Ruby", "dotnet": ".NET"}
_APPLICATIONS = (
    "template.yaml", "template.yml", "template.json", "serverless.yml", "serverless.yaml", "cdk.json",
    "main.tf", "main.tofu",
)  # fmt: skip
"""Files that make their directory an application by itself."""

_TEST = re.compile(r"(?:\.test|\.spec|_test|/test_)[^/]*$|(?:^|/)(?:tests?|__tests__|node_modules)/")
_EXPORTS = (
    r"\bexport\s+(?:async\s+)?(?:function\*?|const|let|var|class)\s+{0}\b|\bexports\.{0}\s*="
    r"|\bexport\s*\{{[^}}]*\b{0}\b[^}}]*\}}|\bmodule\.exports\s*=\s*\{{[^}}]*\b{0}\b"
)
"""How JavaScript and TypeScript export something by its name."""
_HANDS_ON = re.compile(r"\bexport\s*\*|\bmodule\.exports\s*=\s*require\b|\b__exportStar\b")
_WRITES = (
    r"(?:\b(?:mkdir|cp|mv|rsync|tar|unzip)\b[^\n&|;]*[\s/]"
    r"|(?:--(?:out|out-?dir|outfile|output|target|dest)[= ]|\s-[odtCr]\s)\s*\S*?)"
    r"(?<![\w.-]){0}(?![\w-])|^[/*]*(?:[^\s#]*/)?{0}/?\**$"
)
"""Commands that make a directory of this name, and lines of what Git ignores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What one search has found: entries, or why there are none."""

    entries: tuple[str, ...] = ()
    code: ProblemCode = ProblemCode.CODE_NOT_FOUND
    detail: str = ""
    handler: str = ""
    """The one that no file is of, where it is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Package:
    """Where the code of a function is."""

    directory: str
    """The one that it is in, or the nearest around it that is here."""
    names: tuple[str, ...]
    """What the directory of its sources may be called, the function's id last."""
    layers: tuple[str, ...] = ()
    built: bool = False
    """It is what a build makes, whose files may be called otherwise here."""
    own: str = ""
    """The directory, where nothing says that a build makes it of others: no other one has its code."""
    gone: bool = False
    """It is one's own, and not here."""


def _package(workload: Workload, directory: str, files: ProjectFiles) -> _Package:
    code = workload.code
    own = posixpath.basename(posixpath.normpath(code.directory or ""))
    names = (own.partition(".")[0], workload.id) if not directory.endswith(own) else (workload.id,)
    place = code.directory or ""
    built = is_built(code, files)
    alone = bool(place) and code.archive is None and not made_by_a_build(files, place)
    return _Package(
        directory=directory, names=names, layers=code.layers, built=built, own=place if alone else "",
        gone=alone and built,
    )  # fmt: skip


def made_by_a_build(files: ProjectFiles, name: str) -> bool:
    """Whether a directory that is not here, or an archive, may be what a build makes of others: its name says
    so, or Git ignores it, or a script of the project names it."""
    parts = name.rstrip("/").split("/")
    if name.endswith(_ARCHIVE) or any(one in OUTPUTS or one.startswith((".", "$")) for one in parts):
        return True
    last = re.escape(parts[-1])
    written = re.compile(_WRITES.format(last), re.MULTILINE)
    return any(written.search(files.text(one) or "") for one in files.names if says_builds(one))


def entry_points(workload: Workload, files: ProjectFiles) -> Entries:
    """The entries of a function or task; see the module's docstring. Inline code has none."""
    code = workload.code
    if code.inline is not None or workload.kind == "state-machine":
        return (), ()
    if code.entries:
        return tuple(_there(entry, code.directory or "", files) for entry in code.entries), ()
    if code.opaque is not None:
        return (), (_problem(workload, ProblemCode.OPAQUE_CODE, code.opaque),)
    found = _search(workload, code, files)
    if found.entries:
        said = replace(workload, code=replace(code, handler=_unwrapped(workload, code.handler or "")))
        return found.entries, tuple(_taken(said, found.entries[0], files))
    problem = _problem(workload, found.code, found.detail)
    if not found.handler:
        return (), (problem,)
    alike = Alike(name=workload.id, said="there are no files for their handlers ({})", own=found.handler)
    return (), (replace(problem, alike=alike),)


def _taken(workload: Workload, entry: str, files: ProjectFiles) -> Iterator[Problem]:
    """That the source of a package that is not here is not that where its name says; a guess, if nothing
    connects the two."""
    place, file = workload.code.directory or "", entry.partition(":")[0]
    if place == file:
        return
    around = outside(posixpath.dirname(place) if place.endswith(_ARCHIVE) else place)
    lack = "read" if files.has(place) else "here"
    if not is_connected(workload, entry, files):
        built = is_built(workload.code, files)
        package = place if built else workload.code.handler or ""
        lack = lack if built else f"in {place or '.'}"
        yield taken_for(workload.id, package, lack, file, "where its handler is", workload.span, guessed=True)
        return
    if around and file.startswith(f"{around}/"):
        # Only builds write between the two.
        return
    stem, suffix = posixpath.splitext(file)
    if not is_built(workload.code, files) or suffix in ("", ".java"):
        return
    module = (workload.code.handler or "").rpartition(".")[0]
    told = {*sources_by_config(files, join(place, module)), *sources_of_bundle(files, join(place, module))}
    if stem in told or file in told:
        return
    by_build = suffix == ".go" and is_built_for(workload, file, files)
    how = "which a build compiles to it" if by_build else "where its handler is"
    yield taken_for(workload.id, place, lack, file, how, workload.span)


def is_built(code: Code, files: ProjectFiles) -> bool:
    """The package that is deployed is named, and is nothing of which the project has files."""
    name = (code.directory or "").rstrip("/")
    known = code.entries or code.opaque or code.inline is not None
    return bool(name) and not known and _directory(files, name).lower() != name.lower()


def _there(entry: str, directory: str, files: ProjectFiles) -> str:
    """An entry, which may be told from the project's root (``sam build --base-dir``), not the directory."""
    file, colon, function = entry.partition(":")
    rooted = file.removeprefix(f"{directory}/")
    return f"{rooted}{colon}{function}" if not files.has(file) and files.has(rooted) else entry


def _problem(workload: Workload, code: ProblemCode, detail: str) -> Problem:
    return Problem(code=code, span=workload.span, detail=f"{workload.id}: {detail}")


def _search(workload: Workload, code: Code, files: ProjectFiles) -> _Looked:
    runtime = code.runtime or ""
    handler = _unwrapped(workload, code.handler or "")
    directory = _directory(files, code.directory or "")
    package = _package(workload, directory, files)
    language = next((name for start, name in _OTHER_LANGUAGES.items() if runtime.startswith(start)), None)
    if language is not None:
        return _Looked(code=ProblemCode.OPAQUE_CODE, detail=f"code in {language} is not analysed")
    if package.gone and (not code.layers or runtime.startswith(("java", "go", "provided"))):
        return _missing(handler, package.own)
    if handler.endswith(".sh"):
        # The adapter for web applications starts it.
        return _started(files, directory, handler)
    if runtime.startswith("python"):
        return _python(files, package, handler)
    if runtime.startswith("nodejs"):
        return _of_bundler(files, code.directory or "", handler) or _script(files, package, handler)
    if runtime.startswith("java"):
        return _java(files, directory, handler, workload.environment, package.own)
    if runtime.startswith(("go", "provided")):
        return _custom(files, directory, handler, workload)
    if not handler:
        return _all_of(files, code.directory)
    # An image's command, or a runtime that the template leaves open: whichever language has such a file.
    module = handler.rpartition(".")[0]
    here = any(_script_files(files, directory, module, code.layers)) if module else False
    found = _Looked() if here else _python(files, package, handler)
    if not found.entries:
        found = _script(files, package, handler)
    if not found.entries:
        found = _java(files, directory, handler, workload.environment, package.own)
    if not found.entries:
        found = _custom(files, directory, handler, workload)
    return found if found.entries else _missing(handler, code.directory)


def _all_of(files: ProjectFiles, directory: str | None) -> _Looked:
    if directory and files.inside(directory):
        return _Looked(entries=(f"{directory}/",))
    return _Looked(detail="the template names no handler")


def _missing(handler: str, directory: str | None, what: str = "") -> _Looked:
    detail = f"no file for the handler {handler} in {directory or '.'}{what}"
    return _Looked(detail=detail, handler=f"{directory}/{handler}" if directory else handler)


def _unwrapped(workload: Workload, handler: str) -> str:
    for name in _WRAPPERS:
        value = workload.environment.get(name)
        if isinstance(value, Const) and isinstance(value.value, str):
            return value.value
    return handler


def _directory(files: ProjectFiles, name: str) -> str:
    """A directory of the project; for an archive or one that isn't there, the nearest above that is."""
    if (name.endswith(_ARCHIVE) or (files.has(name) and name)) and not files.inside(name):
        name = posixpath.dirname(name)
    while name and not files.inside(name):
        # File systems that ignore case let templates deviate.
        same = next((one for one in files.names if one.lower().startswith(f"{name.lower()}/")), None)
        if same is not None:
            return same[: len(name)]
        name = posixpath.dirname(name)
    return name


def _entry(file: str, function: str) -> str:
    return f"{file}:{function}" if function else file


# --- Python ---


def _python(files: ProjectFiles, package: _Package, handler: str) -> _Looked:
    directory, layers = package.directory, package.layers
    module, _, function = handler.rpartition(".")
    path = module.replace(".", "/").strip("/")
    if not path:
        return _missing(handler, directory)
    own = [] if package.gone else [directory, outside(directory)]
    places = [*own, *(f"{layer}/python" for layer in layers), *layers]
    for place in places:
        for suffix in _PYTHON:
            file = join(place, path + suffix)
            if files.has(file):
                return _Looked(entries=(_entry(file, function),))
    return _anywhere(files, package, [path + suffix for suffix in _PYTHON], handler, function)


def _anywhere(
    files: ProjectFiles, package: _Package, paths: list[str], handler: str, function: str,
    wanted: Callable[[str], bool] = lambda name: True,
) -> _Looked:  # fmt: skip
    """The one file of the project whose path ends as the handler says; nearest to the directory first.

    Of several it is the one whose directories one of the ``names`` spells: that of what is built, or the id.
    """
    directory, names = package.directory, package.names
    if package.own:
        return _missing(handler, package.own)
    ends = tuple(f"/{path}" for path in paths)
    found = [
        name for name in files.names
        if (name in paths or name.endswith(ends)) and not _TEST.search(name) and wanted(name)
        and not _is_of_another(files, name, directory)
    ]  # fmt: skip
    inside = [name for name in found if name.startswith(f"{directory}/")] if directory else []
    found = inside or ([] if _has_sources(files, directory, paths) else found)
    chosen = _named(found, names) if len(found) > 1 else found
    if len(chosen) == 1:
        return _Looked(entries=(_entry(chosen[0], function),))
    if not found:
        return _missing(handler, directory)
    return _missing(handler, directory, f", and {len(found)} others that end so ({found[0]}, ...)")


def _named(found: list[str], names: tuple[str, ...]) -> list[str]:
    """The file whose directories, as far as they are not those of all of them, spell one of the names.

    Else those with directories that are all words of the last name, which is an id.
    """
    directories = {name: name.split("/")[:-1] for name in found}
    shared = set.intersection(*map(set, directories.values()))
    own = {name: [letters(one) for one in parts if one not in shared] for name, parts in directories.items()}
    for called in names:
        spelt = [name for name, parts in own.items() if parts and word("".join(parts)) == word(called)]
        if len(spelt) == 1:
            return spelt
    words = [word.lower() for word in re.findall(r"[A-Za-z0-9]+", names[-1])]
    joined = {
        "".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)
    }
    return [name for name, parts in own.items() if parts and all(one in joined for one in parts)]


def _has_sources(files: ProjectFiles, directory: str, paths: list[str]) -> bool:
    """Whether a directory has code in the language of these paths: what is elsewhere is not deployed then."""
    suffixes = tuple({posixpath.splitext(path)[1] for path in paths})
    return bool(directory) and any(
        name.endswith(suffixes) and not _TEST.search(name) for name in files.inside(directory)
    )


def _is_of_another(files: ProjectFiles, name: str, directory: str) -> bool:
    """Whether a file is below a directory with a template of its own, and the function's code is not."""
    place = posixpath.dirname(name)
    while place and not f"{directory}/".startswith(f"{place}/"):
        if any(files.has(f"{place}/{mark}") for mark in _APPLICATIONS):
            return True
        place = posixpath.dirname(place)
    return False


# --- JavaScript and TypeScript ---


def _of_bundler(files: ProjectFiles, directory: str, handler: str) -> _Looked | None:
    """The source that a bundler's configuration says a bundle is made of, where the bundle is not here."""
    stem, _, function = handler.rpartition(".")
    path = join(directory, stem)
    if not stem or any(files.has(f"{path}{suffix}") for suffix in _SCRIPTS):
        return None
    source = next(sources_of_bundle(files, path), None)
    return _Looked(entries=(_entry(source, function),)) if source is not None else None


def _script(files: ProjectFiles, package: _Package, handler: str) -> _Looked:
    directory, layers = package.directory, package.layers
    base, _, last = handler.rpartition("/")
    name, _, function = last.partition(".")
    if not function or not name:
        return _missing(handler, directory)
    # `app.module.handler` is the function `handler` of what `app.js` exports as `module`; a file's name may
    # have dots too.
    whole, _, member = last.rpartition(".")
    stems = [join(base, whole), join(base, name)]
    for stem, exported in dict(zip(stems, (member, function), strict=True)).items():
        for file in _script_files(files, directory if not package.gone else None, stem, layers):
            return _Looked(entries=(_entry(file, exported),))
    paths = [stems[0] + suffix for suffix in _SCRIPTS]
    found = _anywhere(files, package, paths, handler, function, lambda name: not _is_output(name))
    if found.entries and _defines(files, found.entries[0].partition(":")[0], function):
        return found
    if package.gone or (not package.built and not any(part in OUTPUTS for part in stems[0].split("/"))):
        return found
    called = {
        word(stems[0].rpartition("/")[2]),
        *map(word, package.names),
        word(directory.rpartition("/")[2]),
    }
    exporting = _exporting(files, directory, function, called)
    return exporting or _bundled(files, directory, stems[0], function, package.names[-1]) or found


def _script_files(
    files: ProjectFiles, directory: str | None, stem: str, layers: tuple[str, ...]
) -> Iterator[str]:
    """The files that a module's path means: its source before what was compiled from it."""
    if directory is not None:
        whole = join(directory, stem)
        sources = (*_sources_of(files, whole), whole)
        around = outside(directory)
        places = (around, *(join(around, one) for one in SOURCES))
        for source in (*sources, *(join(place, stem) for place in places)):
            for suffix in _SCRIPTS:
                if files.has(source + suffix):
                    yield source + suffix
    for layer in layers:
        for suffix in _SCRIPTS:
            file = join(layer, "nodejs", stem) + suffix
            if files.has(file):
                yield file


def _is_output(name: str) -> bool:
    return any(part in OUTPUTS and part != "lib" for part in name.split("/")[:-1])


def _sources_of(files: ProjectFiles, path: str) -> Iterator[str]:
    """Where a compiled module may come from: by the nearest tsconfig's outDir, else by custom."""
    yield from sources_by_config(files, path)
    parts = path.split("/")
    for index in range(len(parts) - 2, -1, -1):
        if parts[index] in OUTPUTS:
            for source in ("src", "", "lib", "app"):
                if source != parts[index]:
                    yield join(*parts[:index], source, *parts[index + 1 :])


def _defines(files: ProjectFiles, file: str, function: str) -> bool:
    """Whether a module may give a function of this name: it says it, or hands on what another one has."""
    text = files.text(file) or ""
    return _HANDS_ON.search(text) is not None or re.search(rf"\b{re.escape(function)}\b", text) is not None


def _exporting(files: ProjectFiles, directory: str, function: str, called: set[str]) -> _Looked | None:
    """The one source of a directory that exports a function of this name: that of the bundle.

    What has a name of its own, which is none of the bundle's, is the code of another one.
    """
    named, place = re.compile(_EXPORTS.format(re.escape(function))), outside(directory)
    found = [name for name in _sources(files, place) if named.search(files.text(name) or "")]
    if len(found) != 1:
        return None
    own = posixpath.splitext(found[0])[0].removeprefix(place).split("/")
    told = all(word(one) in called or one in SOURCES or word(one) in _USUAL for one in own)
    return _Looked(entries=(_entry(found[0], function),)) if told else None


def _sources(files: ProjectFiles, place: str) -> list[str]:
    return [
        name for name in files.inside(place)
        if name.endswith(_SCRIPTS) and not name.endswith(".d.ts")
        and not _TEST.search(name) and not _is_output(name)
    ]  # fmt: skip


def _bundled(files: ProjectFiles, directory: str, stem: str, function: str, id: str) -> _Looked | None:
    """A bundler's output that isn't there: the directory's own entry, when it is plain which one it is."""
    names = _sources(files, outside(directory))
    words = {word(stem.rpartition("/")[2]), word(id), word(directory.rpartition("/")[2])}
    named = [name for name in names if word(posixpath.basename(name).partition(".")[0]) in words]
    return _Looked(entries=(_entry(named[0], function),)) if len(named) == 1 else None


def _started(files: ProjectFiles, directory: str, script: str) -> _Looked:
    """What a shell script starts, for the adapter that runs web applications."""
    from policywright.analyzers.infrastructure.images.commands import started

    name = join(directory, script)
    if files.has(name):
        found = started([script], {}, _Below(files, directory))
        if found:
            return _Looked(entries=tuple(found))
        return _all_of(files, directory)
    return _missing(script, directory)


class _Below:
    """A directory of the project as the working directory of a command."""

    def __init__(self, files: ProjectFiles, directory: str) -> None:
        self.files, self.directory = files, directory

    def candidates(self, path: str) -> list[str]:
        return [join(self.directory, path)]

    def has(self, name: str) -> bool:
        return self.files.has(name)

    def text(self, name: str) -> str | None:
        return self.files.text(name)


# --- Java ---


def _java(files: ProjectFiles, directory: str, handler: str, environment: Struct, own: str = "") -> _Looked:
    """``own``: the directory, if no other one has its code."""
    found = _java_code(files, directory, handler, environment, own)
    if not found.entries:
        return found
    place = outside(directory)
    apart = others(files, place, modules_of(files, place), handler, found.entries)
    return replace(found, entries=(*found.entries, *apart))


def _java_code(files: ProjectFiles, directory: str, handler: str, environment: Struct, own: str) -> _Looked:
    name, _, method = handler.partition("::")
    if not name:
        return _missing(handler, directory)
    place = outside(directory)
    path = name.partition("$")[0].replace(".", "/") + ".java"
    found = [one for one in files.inside(place) if one == path or one.endswith(f"/{path}")]
    modules = modules_of(files, place)
    around = files.names if not own else _java_in(files, modules) if modules is not None else []
    found = found or [one for one in around if one.endswith(f"/{path}")]
    found = found or _of_package(files, files.inside(place), path) or _of_package(files, around, path)
    found = [one for one in found if not _TEST.search(one)] or found
    if len(found) > 1:
        return _missing(handler, directory, f": several files ({', '.join(found[:3])}, ...)")
    sources = [one for one in files.inside(place) if one.endswith((".java", ".kt", ".scala"))]
    java = [one for one in sources if one.endswith(".java")]
    if found:
        entry = f"{found[0]}:{method or 'handleRequest'}"
        all_code = _java_in(files, modules or ("",))
        container = frameworks.started_by(files, entry, all_code)
        if container:
            # It is or starts a framework's application, which finds its code by itself.
            chosen = None
            if modules is not None and not _other_sources(files, modules):
                chosen = frameworks.chosen(files, modules, container, environment, all_code)
            more = chosen if chosen is not None else _all_java(files, place, modules, sources)
            return _Looked(entries=tuple(dict.fromkeys((entry, *more))))
        # Where the application ends can't be told: hooks of all that is there may be called.
        return _Looked(entries=(entry, *frameworks.beside(files, entry, all_code)))
    package = posixpath.dirname(path)
    if package and (
        any(f"/{posixpath.dirname(one)}".endswith(f"/{package}") for one in sources)
        or any(_says_package(files, one, package) for one in java)
        or (not frameworks.has(name) and _is_own(files, java, name))
    ):
        return _missing(handler, directory)
    if java and modules is not None and not _other_sources(files, modules):
        entries = frameworks.chosen(files, modules, handler, environment, _java_in(files, modules))
        if entries is not None:
            return _Looked(entries=entries)
    if java:
        # The class is a library's (Spring, Quarkus, Micronaut): it finds the application's code by itself.
        return _Looked(entries=_all_java(files, place, modules, sources))
    if sources:
        return _Looked(code=ProblemCode.OPAQUE_CODE, detail="code in Kotlin or Scala is not analysed")
    return _missing(handler, directory)


def _of_package(files: ProjectFiles, names: Iterable[str], path: str) -> list[str]:
    """Files of a class by the package that they say they are of, whatever folder they are in."""
    package, _, own = path.rpartition("/")
    beside = (one for one in names if package and posixpath.basename(one) == own)
    return [one for one in beside if _says_package(files, one, package)]


def _says_package(files: ProjectFiles, name: str, package: str) -> bool:
    """Whether a file says that it is of a package (``com/acme``)."""
    said = rf"^\s*package\s+{re.escape(package.replace('/', '.'))}\s*;"
    return re.search(said, files.text(name) or "", re.MULTILINE) is not None


def _is_own(files: ProjectFiles, sources: list[str], name: str) -> bool:
    """A class is called like those of an application: nobody's library, but one that is not here."""
    said = re.compile(rf"^\s*package\s+{re.escape(company(name))}[.;]", re.MULTILINE)
    return any(said.search(files.text(one) or "") for one in sources)


def _java_in(files: ProjectFiles, modules: tuple[str, ...]) -> list[str]:
    return [one for module in modules for one in files.inside(module) if one.endswith(".java")]


def _holds_java(files: ProjectFiles, module: str) -> bool:
    return any(one.endswith(".java") and not _TEST.search(one) for one in files.inside(module))


def _other_sources(files: ProjectFiles, modules: tuple[str, ...]) -> bool:
    """Modules beside the application's own have code whose beans can't be seen."""
    return any(one.endswith((".kt", ".scala")) for module in modules[1:] for one in files.inside(module))


def _all_java(
    files: ProjectFiles, place: str, modules: tuple[str, ...] | None, sources: list[str]
) -> tuple[str, ...]:
    """All Java of an application and its modules; at the project's root by the directories that have it."""
    if place:
        beside = [f"{one}/" for one in modules or () if one and _holds_java(files, one)]
        return tuple(dict.fromkeys((f"{place}/", *beside)))
    tops = dict.fromkeys(one.partition("/")[0] for one in sources if "/" in one and one.endswith(".java"))
    return tuple(f"{top}/" for top in tops)


# --- Go and other compiled languages ---


def _custom(files: ProjectFiles, directory: str, handler: str, workload: Workload) -> _Looked:
    """A runtime of the function's own: a Go program, unless the directory says otherwise."""
    place = outside(directory)
    chosen, mains = program_of(workload, directory, files)
    if chosen is not None:
        return _Looked(entries=(f"{chosen}:main",))
    if mains:
        what = "several programs" if len(mains) > 1 else "a program of another name"
        named = f"{', '.join(mains[:3])}, ..." if len(mains) > 1 else mains[0]
        built = f", and no script has `go build -o {handler} PACKAGE`" if "/" in handler else ""
        return _missing(handler or "bootstrap", directory, f": {what} ({named}){built}")
    for mark, language in MARKS.items():
        if files.has(join(place, mark)):
            detail = f"code in {language} is not analysed"
            return _Looked(code=ProblemCode.OPAQUE_CODE, detail=detail)
    if files.has(join(directory, "bootstrap")):
        detail = "its bootstrap is a program that is not analysed"
        return _Looked(code=ProblemCode.OPAQUE_CODE, detail=detail)
    if any(name.endswith(".java") for name in files.inside(place)):
        return _java(files, directory, handler if "." in handler else "-", workload.environment)
    return _missing(handler or "bootstrap", directory)
