"""What connects the code of a function with the file that was found for it.

``is_connected(workload, entry, files)``: the path that directory and handler make, as sources and what is
built of them differ; the configuration of a compiler or bundler; a build that names both; the names of
directories. That there is no other file of this name is none of these: such a link is a guess.
"""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.bundlers import CONFIGURATION, sources_of_bundle
from policywright.analyzers.infrastructure.code_names import OUTPUTS, SOURCES, join, letters, outside, word
from policywright.analyzers.infrastructure.go_builds import says_builds
from policywright.analyzers.infrastructure.go_programs import is_only_one_started, is_told
from policywright.analyzers.infrastructure.model import Workload
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.tsconfig import sources_by_config

_ARCHIVE = re.compile(r"\.(?:zip|jar|war|tar\.gz|whl)\Z")
_PATH = re.compile(r"[\w@*.-]+(?:/[\w@*.-]+)*")
"""Paths that a build may name."""
_TARGET = re.compile(r"^(?=[^\s#])", re.MULTILINE)
"""Where a rule of a Makefile begins."""
_CONTINUED = re.compile(r"\\\n\s*")
_MAX_TEXT = 200_000


def is_connected(workload: Workload, entry: str, files: ProjectFiles) -> bool:
    """Whether more than its name says that an entry is where a function starts."""
    file = entry.partition(":")[0]
    code = workload.code
    if entry.endswith("/") or any(file.startswith(f"{layer}/") for layer in code.layers):
        return True
    if file.endswith(".go"):
        return _is_program(workload, file, files)
    if file.endswith(".java"):
        return _is_class(workload, file, files)
    if is_where_it_is_said(workload, entry) or _is_spelt(workload, file):
        return True
    stem = posixpath.splitext(file)[0]
    path = join(code.directory or "", (code.handler or "").rpartition(".")[0])
    return (
        stem in sources_by_config(files, path)
        or file in sources_of_bundle(files, path)
        or _is_built(workload, file, files)
    )


def is_where_it_is_said(workload: Workload, entry: str) -> bool:
    """Whether an entry is the very file that directory and handler name, or one that it may be made from."""
    stem = re.sub(r"(?:/__init__)?\.\w+\Z", "", entry.partition(":")[0])
    module = (workload.code.handler or "").rpartition(".")[0]
    if not module:
        return True
    place = workload.code.directory or ""
    # `app.module.handler` may be what `app` exports as `module`.
    base, _, last = module.rpartition("/")
    names = dict.fromkeys((module, join(base, last.replace(".", "/")), join(base, last.partition(".")[0])))
    packed = (posixpath.dirname(place), _ARCHIVE.sub("", place)) if _ARCHIVE.search(place) else ()
    said = [join(one, name) for one in (place, *packed) for name in names]
    return any(stem == one or _ends_alike(stem, one) for one in said)


def _ends_alike(stem: str, said: str) -> bool:
    """Paths that differ in directories that builds write to and sources are in: ``src/x``, ``dist/x``."""
    one, other = (
        [part for part in path.lower().split("/") if part not in OUTPUTS and part not in SOURCES]
        for path in (stem, said)
    )
    return one == other


def _is_spelt(workload: Workload, file: str) -> bool:
    """Whether a file, or a directory around it alone, is called like the package or the function."""
    package_path = (workload.code.directory or "").rstrip("/")
    package = posixpath.basename(package_path)
    key = workload.id.removesuffix('"]').rpartition('"')[2] if workload.id.endswith('"]') else ""
    labels = (_ARCHIVE.sub("", package), key, workload.id.partition("[")[0].rpartition(".")[2], workload.id)
    names = {letters(one) for one in labels} | {word(one) for one in labels}
    names -= {"", *OUTPUTS, *SOURCES}
    around = posixpath.commonprefix([posixpath.dirname(file).split("/"), package_path.split("/")])
    parts = posixpath.splitext(file)[0].split("/")[len(around) :]
    if letters(parts[-1]) == letters(posixpath.basename((workload.code.handler or "").rpartition(".")[0])):
        parts.pop()
    spelt = [letters("".join(parts[start:end])) for end in range(len(parts) + 1) for start in range(end)]
    return any(one in names or word(one) in names for one in spelt)


def _is_program(workload: Workload, file: str, files: ProjectFiles) -> bool:
    place, own = workload.code.directory or "", posixpath.dirname(file)
    return (
        own == place.rstrip("/")
        or is_told(workload, file, files)
        or is_where_it_is_said(workload, f"{own}.go")
        or is_only_one_started(file, files)
    )


def _is_class(workload: Workload, file: str, files: ProjectFiles) -> bool:
    """A class with a package has its name to itself; one without may be anybody's."""
    name = (workload.code.handler or "").partition("::")[0]
    place = workload.code.directory or ""
    around = outside(posixpath.dirname(place) if _ARCHIVE.search(place) else place)
    usual = (join(around, one) for one in ("", "src", "src/main/java"))
    return "." in name or posixpath.dirname(file) in usual


# --- builds ---


def _is_built(workload: Workload, file: str, files: ProjectFiles) -> bool:
    """Whether one command, rule or script names what is deployed and the file, or its directory."""
    place = (workload.code.archive or workload.code.directory or "").rstrip("/")
    parts = [one for one in place.split("/") if one in OUTPUTS] + [posixpath.basename(place)]
    if not parts[-1]:
        return False
    outputs = "|".join(map(re.escape, dict.fromkeys(parts)))
    named = re.compile(rf"(?<![\w.-])(?:{outputs})(?![\w-])|^build-{re.escape(workload.id)}\s*:")
    module = (workload.code.handler or "").rpartition(".")[0]
    names = (module, module.replace(".", "/"))
    for script in files.names:
        if not says_builds(script) and not CONFIGURATION.search(script):
            continue
        base = posixpath.dirname(script)
        if any(
            named.search(unit) and any(_names(path, base, file, names) for path in _PATH.findall(unit))
            for unit in _units(script, files)
        ):
            return True
    return False


def _units(script: str, files: ProjectFiles) -> Iterator[str]:
    """What belongs together in a script: a command, a rule with its recipe, all of a small program."""
    text, name = (files.text(script) or "")[:_MAX_TEXT], posixpath.basename(script)
    if name == ".gitignore":
        return
    if name == "package.json":
        scripts = files.json(script).get("scripts")
        yield from (
            (one for one in scripts.values() if isinstance(one, str)) if isinstance(scripts, dict) else ()
        )
    elif name.lower() in ("makefile", "gnumakefile", "justfile", ".justfile") or name.endswith(".mk"):
        yield from _TARGET.split(text)
    elif name.endswith((".yml", ".yaml")):
        yield from _CONTINUED.sub(" ", text).split("\n")
    else:
        yield text


def _names(path: str, base: str, file: str, names: tuple[str, ...]) -> bool:
    """Whether a path that a build names is the file, or a directory that has it where the handler says."""
    path = re.sub(r"(?:/\*+)+\Z", "", path)
    if "/" not in path and "." not in path and path in OUTPUTS:
        return False
    whole, stem = join(base, path), posixpath.splitext(file)[0]
    if file == whole or ("*" in path and fnmatch.fnmatchcase(file, whole)):
        return True
    return path not in ("", ".") and any(stem == join(whole, name) for name in names)
