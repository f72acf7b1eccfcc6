"""Which of a project's Go programs is the code of a function.

``program_of(workload, directory, files)`` asks, in this order: the Makefile's target for ``sam build``, what
a build writes where the handler is (``go_builds.py``), and what programs and the function are called. A
program of another name is none of the function's: a guess would take permissions away, and grant those of
others.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.code_names import OUTPUTS, join, outside, word
from policywright.analyzers.infrastructure.compiled import go_mains
from policywright.analyzers.infrastructure.go_builds import builds_to, package_of
from policywright.analyzers.infrastructure.model import Code, Workload
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.values import Const

_LAMBDA = '"github.com/aws/aws-lambda-go/lambda'
"""What a program imports that Lambda starts."""
_SAYS_NOTHING = frozenset((
    "", "main", "bootstrap", "app", "cmd", "src", "go", "golang", "index", "lambdas",
    "functions", "handlers",
)) | {
    word(one) for one in OUTPUTS
}  # fmt: skip
"""Names of programs and of directories that are those of any."""
_RECIPE = r"^build-(?:{0}|%)\s*:.*?(?=^\S|\Z)"
_GO_BUILD = re.compile(r"\bgo\s+build\b([^\n&|;]*)")
_ARCHIVE = ".zip"


def program_of(workload: Workload, directory: str, files: ProjectFiles) -> tuple[str | None, list[str]]:
    """The file with the ``main`` that a function starts, and those among which it was looked for."""
    package = _by_makefile(files, directory, workload.id)
    mains = go_mains(files, package) if package is not None else []
    if len(mains) == 1:
        return mains[0], mains
    place = outside(directory)
    mains = mains or go_mains(files, place)
    built, doubted = _by_build(mains, workload.code, files)
    if built is not None and not doubted:
        return built, mains
    named = _by_name(mains, place, workload, files)
    # Of builds that disagree the one that names the place is meant only if the program is called so, too.
    return (named if not doubted or named == built else None), mains


def is_told(workload: Workload, program: str, files: ProjectFiles) -> bool:
    """Whether a build or its name says that a program is a function's; else there was no other one."""
    if is_built_for(workload, program, files):
        return True
    own = _words(program, {posixpath.dirname(program): [program]}, "")
    return any(one in own for one in _called(workload))


def is_built_for(workload: Workload, program: str, files: ProjectFiles) -> bool:
    """Whether a build writes a program to where a function's handler is."""
    return _by_build([program], workload.code, files)[0] == program


def _by_build(mains: list[str], code: Code, files: ProjectFiles) -> tuple[str | None, bool]:
    """The program that a build writes to where the handler is, in the directory or the archive; and whether
    another build, which puts in a variable, may write another one there."""
    handler = code.handler or "bootstrap"
    places = [code.directory or ""]
    if code.archive:
        # `zip bin/orders.zip bootstrap`, beside the directory of that name or with the program of that name.
        places += [code.archive.removesuffix(_ARCHIVE), posixpath.dirname(code.archive)]
    paths = [join(place.removesuffix(_ARCHIVE), handler) for place in places]
    paths += [one.removesuffix(_ARCHIVE) for one in places[:2] if one]
    for path in paths:
        builds = builds_to(files, path)
        exact = {package for package, whole in builds if whole}
        packages = exact or {package for package, _ in builds}
        built = [name for name in mains if posixpath.dirname(name) in packages]
        if len(built) == 1:
            others = {package for package, _ in builds} - packages
            return built[0], any(posixpath.dirname(name) in others for name in mains)
    return None, False


def _by_name(mains: list[str], place: str, workload: Workload, files: ProjectFiles) -> str | None:
    """The program that is called like the function, or the only one if nothing has another name.

    A file is a program of its own where others of its directory have a ``main``, too: ``go build list.go``.
    """
    handler = workload.code.handler or ""
    path = join(place, handler)
    for name in mains:
        # The handler is the program itself, or its package: ``functions/orders/main.go``.
        if path and path in (name, posixpath.dirname(name)):
            return name
    packages: dict[str, list[str]] = {}
    for name in mains:
        packages.setdefault(posixpath.dirname(name), []).append(name)
    called = list(_called(workload))
    for one in called:
        named = [name for name in mains if one in _words(name, packages, place)]
        if len(named) == 1:
            return named[0]
    # Of programs that are also started elsewhere (a server, a tool) the one that Lambda starts.
    started = [name for name in mains if _LAMBDA in (files.text(name) or "")]
    alone = started if len(mains) > 1 and len(started) == 1 and _only(started[0], files, place) else mains
    code = workload.code
    # A directory that is not here may be what a build makes: of a program of its name.
    gone = (one for one in (code.directory, code.archive) if one and not files.inside(one))
    own_name = [one for said in (handler, *gone) for one in _specific(said.removesuffix(_ARCHIVE))]
    if len(alone) > 1:
        alone = packages.get(place, []) if not own_name else []
    if len(alone) != 1 or (own_name and _words(alone[0], packages, place)):
        return None
    return alone[0]


def _only(program: str, files: ProjectFiles, place: str) -> bool:
    """Whether a file is the only one that imports what Lambda starts a program by."""
    return not any(
        name.endswith(".go") and name != program and _LAMBDA in (files.text(name) or "")
        for name in files.inside(place)
    )


def is_only_one_started(program: str, files: ProjectFiles) -> bool:
    """Whether a program is the only one of the project that Lambda starts."""
    return _LAMBDA in (files.text(program) or "") and _only(program, files, "")


def _called(workload: Workload) -> Iterator[str]:
    """What a function's program may be called: by its handler, its package, and in its template."""
    code = workload.code
    yield from _specific(code.handler or "")
    for package in (code.archive or "", code.directory or ""):
        yield from _specific(package.removesuffix(_ARCHIVE))
    yield from (one for one in map(word, _labels(workload.id)) if one not in _SAYS_NOTHING)


def _specific(path: str) -> Iterator[str]:
    """What a path says: its last two names together, and the last one, but for those that say nothing."""
    names = [one for one in map(word, path.removesuffix(".go").split("/")) if one not in _SAYS_NOTHING]
    if len(names) > 1:
        yield "".join(names[-2:])
    yield from names[-1:]


def _words(main: str, packages: dict[str, list[str]], place: str) -> tuple[str, ...]:
    """What a program may be called by."""
    package, _, file = main.rpartition("/")
    several = len(packages[package]) > 1
    own = package.removeprefix(place).strip("/")
    return tuple(_specific(f"{own}/{file.removesuffix('.go')}" if several else own))


def _labels(id: str) -> Iterator[str]:
    """What a function is called in its template: in Terraform by its key as well, in no module's words."""
    address, _, key = id.partition('["') if id.endswith('"]') else (id, "", "")
    yield address.rpartition(".")[2]
    yield key.removesuffix('"]')


def likely_program(workload: Workload, files: ProjectFiles) -> str | None:
    """The Go program that the code of a function most likely is, where nothing says which: the project's only
    one that Lambda starts, or the one that is called like the function."""
    runtime = workload.code.runtime or ""
    if workload.kind != "lambda" or not runtime.startswith(("go", "provided")):
        return None
    mains = [name for name in go_mains(files, "") if _LAMBDA in (files.text(name) or "")]
    if len(mains) < 2:
        return mains[0] if mains else None
    packages: dict[str, list[str]] = {}
    for name in mains:
        packages.setdefault(posixpath.dirname(name), []).append(name)
    called = str(workload.name.value) if isinstance(workload.name, Const) else ""
    for one in (word(called), *map(word, _labels(workload.id))):
        named = [name for name in mains if one and one in _words(name, packages, "")]
        if len(named) == 1:
            return named[0]
    return None


def _by_makefile(files: ProjectFiles, directory: str, id: str) -> str | None:
    """The package that the Makefile's target of ``sam build`` compiles."""
    text = files.text(join(directory, "Makefile"))
    if text is None:
        return None
    block = re.search(_RECIPE.format(re.escape(id)), text, re.MULTILINE | re.DOTALL)
    build = _GO_BUILD.search(block[0]) if block is not None else None
    if build is None:
        return None
    local = join(directory, package_of(build[1].replace("$*", id)))
    return "" if local == "." else local if files.inside(local) else None
