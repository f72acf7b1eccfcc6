"""What a project's own files say of its dependencies: what is declared, from where, and what that depends on.

Read from ``requirements*.txt``, ``pyproject.toml``, ``Pipfile``, ``setup.py``/``setup.cfg`` and the locks of
poetry and uv; ``package.json`` and the locks of npm and yarn; ``go.mod``; ``pom.xml``, and what Gradle reads.
Everything is read as text: nothing
is resolved, installed or run. What can't be parsed declares nothing.
"""

from __future__ import annotations

import json
import posixpath
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from policywright.analyzers.infrastructure.foreign.tables import Ecosystem
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.regex import regex

MAX_MANIFESTS = 400
"""Manifests of a project that are read when none near the code declares a package."""

_REQUIREMENT = regex(r"^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)$")
_LOCAL = regex(r"^(?:-e\s+|--editable[ =])?(?:git\+|file:|\.{1,2}/|https?://|ssh://)([^\s#]*)")
_EGG = regex(r"#egg=([\w.-]+)")
_VIA = regex(r"^\s+#\s+(?:via\s+)?([\w.-]+)\s*$")
_SETUP = regex(r"""["']([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[<>=!~;@ ][^"']*)?["']""")
_INSTALL = regex(
    r"(?:install_requires|requires|packages)\s*=\s*(?:\[|$)(.*?)(?:\]|^\S)", re.MULTILINE | re.DOTALL
)
_PRIVATE = regex(
    r"^(?:git|file:|link:|portal:|github:|gitlab:|bitbucket:|ssh:|https?:|[\w-]+/[\w.-]+(?:#|$))"
)
_GO = regex(r"^\s*(?:require\s+)?(\S+\.\S+)\s+v\S+", re.MULTILINE)
_YARN = regex(r'^"?((?:@[^/@"]+/)?[^@"\s]+)@')
_ARTIFACT = regex(
    r"<(?:groupId|artifactId)>\s*([^<\s]+)\s*<|[\"']([\w.-]+)(?::([\w.-]+))?(?::[^\"'\s]*)?[\"']"
)
"""Groups and artifacts in ``pom.xml``, and as Gradle's scripts and catalogues write them."""
_MAVEN = ("pom.xml", ".gradle", ".gradle.kts", "libs.versions.toml")
_PYTHON = ("pyproject.toml", "Pipfile", "setup.py", "setup.cfg", "poetry.lock", "uv.lock", "environment.yml")
_NPM = ("package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock")


@dataclass(slots=True, eq=False)
class Declared:
    """Dependencies by normalised name: those from public registries, those from elsewhere, and their own."""

    public: set[str] = field(default_factory=set)
    private: set[str] = field(default_factory=set)
    needs: dict[str, set[str]] = field(default_factory=dict)
    any: bool = False
    """A manifest was there."""

    def add(self, other: Declared) -> None:
        self.public |= other.public
        self.private |= other.private
        self.any |= other.any
        for name, found in other.needs.items():
            self.needs.setdefault(name, set()).update(found)

    def below(self, name: str) -> Iterator[str]:
        """All that a package depends on, as far as locks say."""
        seen, pending = {name}, [name]
        while pending:
            for one in sorted(self.needs.get(pending.pop(), ())):
                if one not in seen:
                    seen.add(one)
                    pending.append(one)
                    yield one


class Manifests:
    """The manifests of a project, read as they are asked for."""

    def __init__(self, files: ProjectFiles) -> None:
        self.files = files
        self._read: dict[str, Declared] = {}
        self._near: dict[tuple[Ecosystem, str], Declared] = {}
        self._anywhere: dict[Ecosystem, Declared] = {}

    def near(self, ecosystem: Ecosystem, directory: str) -> Declared:
        """What the manifests in a directory and above it say together."""
        key = (ecosystem, directory)
        if key not in self._near:
            found = Declared()
            found.add(self._in(ecosystem, directory))
            if directory:
                found.add(self.near(ecosystem, posixpath.dirname(directory)))
            self._near[key] = found
        return self._near[key]

    def anywhere(self, ecosystem: Ecosystem) -> Declared:
        """What all manifests of the project say together."""
        if ecosystem not in self._anywhere:
            found = self._anywhere[ecosystem] = Declared()
            names = [name for name in self.files.names if _is_manifest(ecosystem, name.rpartition("/")[2])]
            for name in names[:MAX_MANIFESTS]:
                found.add(self._file(name))
        return self._anywhere[ecosystem]

    def _in(self, ecosystem: Ecosystem, directory: str) -> Declared:
        found = Declared()
        prefix = f"{directory}/" if directory else ""
        for name in self.files.inside(directory):
            rest = name[len(prefix) :]
            if "/" not in rest and _is_manifest(ecosystem, rest):
                found.add(self._file(name))
        return found

    def _file(self, name: str) -> Declared:
        if name not in self._read:
            try:
                self._read[name] = _parse(name.rpartition("/")[2], self.files.text(name) or "")
            except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
                self._read[name] = Declared()
        return self._read[name]


def _is_manifest(ecosystem: Ecosystem, file: str) -> bool:
    match ecosystem:
        case "pypi":
            return file in _PYTHON or ("requirements" in file and file.endswith((".txt", ".in")))
        case "npm":
            return file in _NPM
        case "go":
            return file == "go.mod"
        case "maven":
            return file.endswith(_MAVEN)


def normal(name: str) -> str:
    """A name of the Python index in one spelling (PEP 503)."""
    return name.lower().replace("_", "-").replace(".", "-")


def _parse(file: str, text: str) -> Declared:
    found = Declared(any=True)
    if file == "package.json":
        _package_json(json.loads(text), found)
    elif file in ("package-lock.json", "npm-shrinkwrap.json"):
        _npm_lock(json.loads(text), found)
    elif file == "yarn.lock":
        _yarn_lock(text, found)
    elif file == "go.mod":
        found.public.update(_GO.findall(text))
    elif file.endswith(_MAVEN):
        found.public.update(name for names in _ARTIFACT.findall(text) for name in names if name)
    elif file.endswith(".lock"):
        _python_lock(tomllib.loads(text), found)
    elif file in ("pyproject.toml", "Pipfile"):
        _pyproject(tomllib.loads(text), found)
    elif file.startswith("setup."):
        for part in _INSTALL.findall(text):
            found.public.update(normal(name) for name in _SETUP.findall(part) or part.split())
    else:
        _requirements(text, found)
    return found


# --- Python ---


def _requirements(text: str, found: Declared) -> None:
    last = ""
    for line in text.splitlines():
        via = _VIA.match(line)
        if via is not None and last:
            # What pip-compile writes below a requirement: who needs it.
            found.needs.setdefault(normal(via[1]), set()).add(last)
            continue
        bare = line.split(" #", 1)[0].strip()
        options = bare.startswith(("#", "-r", "-c", "--")) and not bare.startswith("--editable")
        if not bare or options:
            continue
        named = _REQUIREMENT.match(bare)
        if named is not None and not _LOCAL.match(bare):
            last = normal(named[1])
            private = named[2].lstrip().startswith("@")
            (found.private if private else found.public).add(last)
            continue
        local, egg = _LOCAL.match(bare), _EGG.search(bare)
        if local is not None:
            place = local[1].rstrip("/").rpartition("/")[2].partition("@")[0].removesuffix(".git")
            found.private.add(normal(egg[1] if egg is not None else place))


def _pyproject(content: dict[str, Any], found: Declared) -> None:
    project = content.get("project", {})
    groups = [project.get("dependencies", []), *project.get("optional-dependencies", {}).values()]
    for group in groups:
        _requirements("\n".join(str(one) for one in group), found)
    poetry = content.get("tool", {}).get("poetry", {})
    tables = [poetry.get("dependencies", {}), content.get("packages", {})]
    tables += [group.get("dependencies", {}) for group in poetry.get("group", {}).values()]
    for table in tables:
        for name, value in table.items():
            elsewhere = isinstance(value, dict) and value.keys() & {"git", "path", "url", "file"}
            (found.private if elsewhere else found.public).add(normal(name))
    for name, value in content.get("tool", {}).get("uv", {}).get("sources", {}).items():
        if isinstance(value, dict) and value.keys() & {"git", "path", "url", "workspace"}:
            found.private.add(normal(name))


def _python_lock(content: dict[str, Any], found: Declared) -> None:
    """poetry.lock and uv.lock; what only an extra needs is left out."""
    for package in content.get("package", ()):
        name = normal(str(package.get("name", "")))
        source = package.get("source", {})
        elsewhere = source.get("type") in ("git", "directory", "file", "url") or source.keys() & {
            "git",
            "editable",
        }
        (found.private if elsewhere else found.public).add(name)
        needs = package.get("dependencies", {})
        if isinstance(needs, dict):
            own = [one for one, value in needs.items() if not _optional(value)]
        else:
            own = [str(one.get("name", "")) for one in needs if isinstance(one, dict)]
        found.needs.setdefault(name, set()).update(normal(one) for one in own)


def _optional(value: object) -> bool:
    values = value if isinstance(value, list) else [value]
    return all(isinstance(one, dict) and one.get("optional") for one in values)


# --- JavaScript ---

_OWN = ("dependencies", "optionalDependencies", "peerDependencies")


def _package_json(content: dict[str, Any], found: Declared) -> None:
    for kind in (*_OWN, "devDependencies"):
        for name, version in content.get(kind, {}).items():
            (found.private if _PRIVATE.match(str(version)) else found.public).add(name)


def _npm_lock(content: dict[str, Any], found: Declared) -> None:
    for path, package in content.get("packages", {}).items():
        name = path.rpartition("node_modules/")[2]
        if name and "node_modules/" in path:
            _needs(found, name, (package.get(kind, {}) for kind in _OWN))
            resolved = str(package.get("resolved", ""))
            (
                found.private
                if package.get("link") or resolved.startswith(("git", "file:"))
                else found.public
            ).add(name)
    for name, package in content.get("dependencies", {}).items():
        _needs(found, name, (package.get("requires", {}),))
        (found.private if _PRIVATE.match(str(package.get("version", ""))) else found.public).add(name)


def _needs(found: Declared, name: str, tables: Iterable[Any]) -> None:
    own = found.needs.setdefault(name, set())
    for table in tables:
        own.update(table if isinstance(table, dict) else ())


def _yarn_lock(text: str, found: Declared) -> None:
    name, inside = "", False
    for line in text.splitlines():
        if line and not line.startswith((" ", "#")):
            head = _YARN.match(line)
            name, inside = (head[1] if head is not None else ""), False
            found.public.update({name} - {""})
        elif line.startswith("  ") and not line.startswith("    "):
            inside = line.strip().rstrip(":") in _OWN
        elif inside and name and line.strip():
            found.needs.setdefault(name, set()).add(line.strip().split()[0].strip('"').rstrip(":"))
