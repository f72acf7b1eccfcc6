"""What of a repository's Java is no part of an application whose container finds its code by itself.

``others(files, place, modules, entries)`` gives it as entries that take away (``!DIR/``, ``!FILE``): modules
that its build does not depend on, whose beans it can't find, and functions of Lambda's that only their own
handlers start. What the code itself names in them is followed all the same.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence

from policywright.analyzers.findings import WITHOUT
from policywright.analyzers.infrastructure.frameworks import plain_texts
from policywright.analyzers.infrastructure.java_modules import module_directories
from policywright.analyzers.infrastructure.project import ProjectFiles

_FINDS = re.compile(
    r"\b(?:SpringApplication|SpringApplicationBuilder|Micronaut|Quarkus|DropwizardApplication)\b"
    r"|\b(?:com\.amazonaws\.serverless\.proxy|org\.springframework\.cloud\.function|io\.micronaut\.function)\."
)
"""What shows a container that finds controllers, beans and functions by itself."""
_SERVING = ("org.springframework.", "io.micronaut.", "com.amazonaws.serverless.")
"""Whose handlers start an application."""
_FUNCTION = re.compile(
    r"\bimplements\b[^{]*\bRequest(?:Stream)?Handler\b|\bextends\s+MicronautRequest\w*Handler\b"
)
"""Classes that Lambda itself calls."""
_BEAN = re.compile(
    r"@(?:[\w.]+\.)?(?:Component|Service|Named|Bean|Singleton|Configuration|Controller|RestController|Introspected"
    r"|ApplicationScoped|FunctionBean|SpringBootApplication)\b"
)
"""Annotations of classes that a container makes objects of."""
_PACKAGE = re.compile(r"^\s*package\s+([\w.]+)\s*;", re.MULTILINE)
_IMPORT = re.compile(r"^\s*import\s+(?:static\s+)?([\w.]+?)(?:\.\*)?\s*;", re.MULTILINE)
_SOURCES = re.compile(r"^(?:(.*?)/)?src/\w+/java/")
"""Where a module has its sources."""


def others(
    files: ProjectFiles, place: str, modules: tuple[str, ...] | None, handler: str, entries: Sequence[str]
) -> tuple[str, ...]:
    """What is no part of the application in a directory, of which something is started.

    ``modules`` are those that its build depends on; None where there is no build file.
    """
    places = modules or (place,)
    own = tuple(one for module in places for one in files.inside(module) if one.endswith(".java"))
    texts = plain_texts(files, own)
    finds = files.once(("finds", own), lambda: any(map(_FINDS.search, texts.values())))
    if not finds and not handler.startswith((*_SERVING, "io.quarkus.")):
        return ()
    if modules is None:
        beside = _beside(files, places, _reached(files, own))
    elif set(module_directories(files)).issubset((*modules, "")):
        # It may depend on any.
        beside = iter(())
    else:
        beside = _beside(files, places, lambda _names: False)
    whole = any(entry.endswith("/") for entry in entries)
    # Quarkus starts classes of this kind, and so does a program that is called by no name.
    serves = handler.startswith(_SERVING) or ":" in entries[0]
    quarkus = any("io.quarkus" in text for text in texts.values())
    functions = _functions(texts, entries) if whole and serves and not quarkus else ()
    return tuple(f"{WITHOUT}{one}" for one in (*beside, *functions))


def _beside(files: ProjectFiles, places: Sequence[str], needed: Callable[[list[str]], bool]) -> Iterator[str]:
    """Directories of sources outside of some places that are not needed."""
    roots: dict[str, list[str]] = {}
    for name in files.names:
        if name.endswith(".java") and not any(not one or name.startswith(f"{one}/") for one in places):
            roots.setdefault(_root(files, name), []).append(name)
    for root, names in roots.items():
        if needed(names):
            continue
        if root and not any(f"{one}/".startswith(f"{root}/") for one in places):
            yield f"{root}/"
        else:
            yield from names


def _reached(files: ProjectFiles, own: Sequence[str]) -> Callable[[list[str]], bool]:
    """Whether sources are imported, by others that are as well, or of a package that the application has: a
    container looks for components there."""
    java = [name for name in files.names if name.endswith(".java")]
    within = tuple({f"{_package(files, name)}." for name in own} - {"."})
    reached = {name for name in java if f"{_package(files, name)}.".startswith(within)}
    reached.update(own)
    pending = reached
    while pending:
        imported = {one for name in pending for one in _IMPORT.findall(files.text(name) or "")}
        packages = imported | {one.rpartition(".")[0] for one in imported}
        pending = {name for name in java if name not in reached and _package(files, name) in packages}
        reached |= pending
    return lambda names: not reached.isdisjoint(names)


def _root(files: ProjectFiles, name: str) -> str:
    """The directory that the sources of a file are in, by its package."""
    usual = _SOURCES.search(name)
    if usual is not None:
        return usual[1] or ""
    directory = posixpath.dirname(name)
    package = _package(files, name).replace(".", "/")
    inside = f"/{directory}".endswith(f"/{package}")
    return directory.removesuffix(package).rstrip("/") if inside else directory


def _package(files: ProjectFiles, name: str) -> str:
    """The package of a source, of which many ask."""
    return files.once(("java package", name), lambda: _declared(files.text(name) or ""))


def _declared(text: str) -> str:
    found = _PACKAGE.search(text)
    return found[1] if found is not None else ""


def _functions(texts: dict[str, str], entries: Sequence[str]) -> Iterator[str]:
    """Files of functions that nothing else names, and that are no beans."""
    started = {entry.partition(":")[0] for entry in entries}
    for name, text in texts.items():
        if name in started or not _FUNCTION.search(text) or _BEAN.search(text):
            continue
        cls = re.compile(rf"\b{re.escape(posixpath.splitext(posixpath.basename(name))[0])}\b")
        if not any(cls.search(other) for file, other in texts.items() if file != name):
            yield name
