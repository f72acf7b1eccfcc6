"""What tsconfig.json and package.json say about imports: aliases, base directories, workspace packages."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping

from policywright.analyzers.languages.typescript.specifiers import BUILTIN, find
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from policywright.analyzers.languages.typescript.specifiers import Has
    from policywright.analyzers.program import Program

MAX_EXTENDS = 8
"""Links of a tsconfig's ``extends`` chain that are followed."""

_PLAIN_BASE = regex(r"@tsconfig/(?:node\d+|node-lts|recommended|next)(?:/tsconfig(?:\.json)?)?\Z")
"""Published configurations that say nothing of imports of types: https://github.com/tsconfig/bases."""
_KEEPING: dict[str, tuple[object, ...]] = {
    "verbatimModuleSyntax": (True,),
    "preserveValueImports": (True,),
    "importsNotUsedAsValues": ("preserve", "error"),
}
"""Options with which a compiler leaves imports in of which only types are used:
https://www.typescriptlang.org/tsconfig/."""
_UNSEEN = "unseen"
"""That a configuration has more to it than is at hand."""
_BUILT = regex(r"(^|/)(?:dist|lib|build|out|esm|cjs)(?:/(?:src|esm|cjs))?/")
_PLAIN = regex(r"[A-Za-z0-9_][\w-]*(?:/[\w.-]+)*\Z")
"""A name that files have as well as packages."""
_STRINGS_AND_COMMENTS = regex(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMA = regex(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', re.DOTALL)


def projects(program: Program) -> Projects:
    """The configuration of a program, read once."""
    found: Projects | None = program.notes.get("projects")
    if found is None:
        found = program.notes["projects"] = Projects(program.auxiliary, program.has)
    return found


class Projects:
    """Configuration files of one program, by directory; ``has`` says which files there are."""

    def __init__(self, auxiliary: Mapping[str, bytes], has: Has) -> None:
        self.has = has
        self.packages: dict[str, tuple[str, dict[str, Any]]] = {}
        self.manifests: dict[str, dict[str, Any]] = {}
        self.configs: dict[str, list[dict[str, Any]]] = {}
        self._raw: dict[str, dict[str, Any]] = {}
        self._resolved: dict[tuple[str, str], str | None] = {}
        for name, data in sorted(auxiliary.items()):
            content = parse(data)
            directory, file = posixpath.split(name)
            if content is None:
                if file.startswith(("tsconfig", "jsconfig")):
                    self.configs.setdefault(directory, []).append({_UNSEEN: True})
                continue
            self._raw[name] = content
            if file == "package.json":
                self.manifests[directory] = content
                if isinstance(content.get("name"), str):
                    self.packages.setdefault(content["name"], (directory, content))
        for name in sorted(self._raw, key=lambda name: (posixpath.basename(name) != "tsconfig.json", name)):
            directory, file = posixpath.split(name)
            if file != "package.json":
                self.configs.setdefault(directory, []).append(self._options(name))

    # --- configuration ---

    def _options(self, name: str, depth: int = 0) -> dict[str, Any]:
        """What a tsconfig says of imports, inherited or itself; its directories are relative to the root."""
        content = self._raw.get(name)
        if content is None or depth > MAX_EXTENDS:
            return {_UNSEEN: True}
        directory = posixpath.dirname(name)
        options: dict[str, Any] = {}
        parents = content.get("extends")
        for parent in parents if isinstance(parents, list) else [parents]:
            if isinstance(parent, str) and parent.startswith("."):
                path = posixpath.normpath(posixpath.join(directory, parent))
                options.update(self._options(path if path.endswith(".json") else f"{path}.json", depth + 1))
            elif isinstance(parent, str) and _PLAIN_BASE.match(parent) is None:
                options[_UNSEEN] = True
        own = content.get("compilerOptions")
        if isinstance(own, dict):
            options.update((key, own[key]) for key in _KEEPING if key in own)
            base = own.get("baseUrl")
            if isinstance(base, str):
                options["base"] = posixpath.normpath(posixpath.join(directory, base))
            if isinstance(own.get("paths"), dict):
                options["paths"] = own["paths"]
                options["from"] = options.get("base", directory)
        return options

    def _ancestors(self, importer: str) -> Iterator[str]:
        directory = posixpath.dirname(importer)
        while True:
            yield directory
            if not directory:
                return
            directory = posixpath.dirname(directory)

    def keeps_types(self, importer: str) -> bool:
        """A compiler may leave an import in of which only types are used: it runs what is imported.

        Compilers and bundlers go by the nearest ``tsconfig.json``, or another one beside or below it.
        """
        for directory in self._ancestors(importer):
            if any(map(_is_keeping, self.configs.get(directory, ()))):
                return True
            if posixpath.join(directory, "tsconfig.json") in self._raw:
                break
        return False

    # --- resolution ---

    def resolve(self, importer: str, name: str) -> str | None:
        """The module that a specifier that is not relative means; None for an installed package."""
        key = (posixpath.dirname(importer), name)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(importer, name)
        return self._resolved[key]

    def _resolve(self, importer: str, name: str) -> str | None:
        for directory in self._ancestors(importer):
            for options in self.configs.get(directory, ()):
                found = self._aliased(options, name)
                if found is not None:
                    return found
            manifest = self.manifests.get(directory)
            if name.startswith("#") and manifest is not None and isinstance(manifest.get("imports"), dict):
                return self._exported(directory, manifest["imports"], name)
        return self._workspace(name) or self._in_package(importer, name)

    def _in_package(self, importer: str, name: str) -> str | None:
        """A file of the function's own package, where that is on Node.js's path, as it is in Lambda.

        See ``NODE_PATH`` at https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html. What is
        installed comes first.
        """
        package = name.partition("/")[0]
        if package == "aws-sdk" or package in BUILTIN or not _PLAIN.match(name):
            return None
        for directory in self._ancestors(importer):
            found = find(self.has, _clean(posixpath.join(directory, name)))
            if found not in (None, importer):
                return None if self._declares(importer, package) else found
            if directory in self.manifests:
                break
        return None

    def _declares(self, importer: str, package: str) -> bool:
        """A package.json above a file has a package installed."""
        fields = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
        return any(
            package in one
            for directory in self._ancestors(importer)
            for field in fields
            if isinstance(one := self.manifests.get(directory, {}).get(field), dict)
        )

    def _aliased(self, options: dict[str, Any], name: str) -> str | None:
        best: tuple[int, str, Any] | None = None
        for pattern, targets in options.get("paths", {}).items():
            prefix, star, suffix = pattern.partition("*")
            if (
                star
                and name.startswith(prefix)
                and name.endswith(suffix)
                and len(name) >= len(prefix) + len(suffix)
            ):
                if best is None or len(prefix) > best[0]:
                    best = (len(prefix), name[len(prefix) : len(name) - len(suffix)], targets)
            elif not star and pattern == name:
                best = (1_000, "", targets)
        for target in best[2] if best is not None and isinstance(best[2], list) else ():
            if isinstance(target, str) and best is not None:
                path = posixpath.join(options.get("from", ""), target.replace("*", best[1], 1))
                found = find(self.has, _clean(path))
                if found is not None:
                    return found
        if "base" in options:
            return find(self.has, _clean(posixpath.join(options["base"], name)))
        return None

    def _workspace(self, name: str) -> str | None:
        """A package of the same repository, by the name its package.json gives it."""
        parts = name.split("/")
        count = 2 if name.startswith("@") else 1
        package, rest = "/".join(parts[:count]), "/".join(parts[count:])
        if package not in self.packages:
            return None
        directory, manifest = self.packages[package]
        exports = manifest.get("exports")
        if exports is not None:
            found = self._exported(directory, exports, f"./{rest}" if rest else ".")
            if found is not None:
                return found
        if rest:
            candidates = [rest, f"src/{rest}"]
        else:
            mains = [manifest.get(field) for field in ("source", "module", "main", "types")]
            candidates = [main for main in mains if isinstance(main, str)] + [
                "src/index",
                "index",
                "src/main",
                "lib/index",
            ]
        for candidate in candidates:
            found = self._built(directory, candidate)
            if found is not None:
                return found
        return None

    def _built(self, directory: str, target: str) -> str | None:
        """A file, or the source of one that a build makes."""
        for path in dict.fromkeys(
            (target, _BUILT.sub(r"\1src/", target, count=1), _BUILT.sub(r"\1", target, count=1))
        ):
            found = find(self.has, _clean(posixpath.join(directory, _sourced(path))))
            if found is not None:
                return found
        return None

    def _exported(self, directory: str, exports: Any, subpath: str) -> str | None:
        """The ``exports`` (or ``imports``) field of a package.json (Node.js documentation, Packages)."""
        if not isinstance(exports, dict) or not any(str(key).startswith((".", "#")) for key in exports):
            return self._target(directory, exports, "") if subpath == "." else None
        if subpath in exports:
            return self._target(directory, exports[subpath], "")
        for pattern, value in sorted(exports.items(), key=lambda item: -len(str(item[0]))):
            prefix, star, suffix = str(pattern).partition("*")
            if star and subpath.startswith(prefix) and subpath.endswith(suffix):
                return self._target(directory, value, subpath[len(prefix) : len(subpath) - len(suffix)])
        return None

    def _target(self, directory: str, value: Any, star: str) -> str | None:
        match value:
            case str():
                return self._built(directory, value.replace("*", star))
            case list():
                return next((found for item in value if (found := self._target(directory, item, star))), None)
            case dict():
                return next(
                    (found for item in value.values() if (found := self._target(directory, item, star))), None
                )
        return None


def _is_keeping(options: Mapping[str, Any]) -> bool:
    """Where it can't be told it may; an option that says no to all of it says so whatever is unseen."""
    said = [options[key] in keeping for key, keeping in _KEEPING.items() if key in options]
    return any(said) or (_UNSEEN in options and "verbatimModuleSyntax" not in options)


def _sourced(path: str) -> str:
    return re.sub(r"\.d\.([cm]?)ts$", r".\1ts", path)


def _clean(path: str) -> str:
    normal = posixpath.normpath(path)
    return "" if normal == "." else normal


def parse(data: bytes) -> dict[str, Any] | None:
    """JSON with comments and trailing commas, as TypeScript reads its configuration."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        text = _STRINGS_AND_COMMENTS.sub(lambda match: match.group(1) or " ", text)
        text = _TRAILING_COMMA.sub(lambda match: match.group(1) or "", text)
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            return None
    return content if isinstance(content, dict) else None
