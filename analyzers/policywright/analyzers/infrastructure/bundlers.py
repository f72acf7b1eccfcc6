"""From a bundle to the source that a bundler's configuration says it is made of.

``sources_of_bundle(files, path)`` reads the ``entry`` of the nearest webpack, esbuild, rollup or vite
configuration: a map of names to sources, or a list of sources; and scripts of the nearest ``package.json``
that run a bundler. Only what is written out there counts; a map that a program makes (a glob) says nothing.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator

from policywright.analyzers.grammar import parser_of
from policywright.analyzers.infrastructure.project import ProjectFiles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

CONFIGURATION = re.compile(
    r"(?:webpack|rollup|vite|esbuild|tsup)[\w.-]*\.[cm]?[jt]s\Z|(?:esbuild|build|bundle)\.[cm]?[jt]s\Z"
)
_ENTRIES = ("entry", "entryPoints", "input")
"""What webpack, esbuild and rollup call it."""
_RUNS = frozenset(("esbuild", "ncc", "tsup"))
"""Bundlers whose arguments are the sources; what they write is called as the source, if not otherwise."""
_FILE = "--outfile="
_ALWAYS = {"ncc": "index"}
"""How a bundler calls what it writes, whatever its source is called."""
_OPERATOR = re.compile(r"&&|\|\||[;|&]")
_SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx")
_SOURCE = re.compile(r"\.[cm]?[jt]sx?\Z")


def sources_of_bundle(files: ProjectFiles, path: str) -> Iterator[str]:
    """The files that the bundle at a path (without its suffix) is made of."""
    directory = posixpath.dirname(path)
    while True:
        found = (name for name in files.inside(directory) if CONFIGURATION.search(name))
        for name in sorted(one for one in found if posixpath.dirname(one) == directory):
            yield from _by(files, name, path)
        if files.has(posixpath.join(directory, "package.json")):
            yield from _by_scripts(files, directory, path)
        if not directory:
            return
        directory = posixpath.dirname(directory)


def _by(files: ProjectFiles, configuration: str, path: str) -> Iterator[str]:
    """What one configuration says of a bundle."""
    base, text = posixpath.dirname(configuration), files.text(configuration) or ""
    # It writes there, and not to every directory of that name.
    output = path.removeprefix(f"{base}/" if base else "").partition("/")[0]
    if not re.search(rf"[\"'`/]{re.escape(output)}[\"'`/]", text):
        return
    for name, source in entries_of(text):
        if _is_called(path, name):
            whole = posixpath.normpath(posixpath.join(base, source)).lstrip("/")
            every = (whole, *(f"{whole}{end}" for end in _SUFFIXES))
            yield from (one for one in every if _SOURCE.search(one) and files.has(one))


def _by_scripts(files: ProjectFiles, directory: str, path: str) -> Iterator[str]:
    """What the scripts of a package say of a bundle, wherever an archive has put it."""
    scripts = files.json(posixpath.join(directory, "package.json")).get("scripts")
    for script in scripts.values() if isinstance(scripts, dict) else ():
        for command in _OPERATOR.split(script) if isinstance(script, str) else ():
            try:
                words = shlex.split(command)
            except ValueError:
                continue
            program = next((one for one in words if one in _RUNS), None)
            if program is None:
                continue
            written = next((one.removeprefix(_FILE) for one in words if one.startswith(_FILE)), None)
            for word in words[words.index(program) + 1 :]:
                source = posixpath.normpath(posixpath.join(directory, word)).lstrip("/")
                name = _ALWAYS.get(program) or _SOURCE.sub("", posixpath.basename(written or source))
                if _SOURCE.search(word) and files.has(source) and posixpath.basename(path) == name:
                    yield source


def _is_called(path: str, name: str) -> bool:
    """``[name].js``, or a directory of that name with one file in it."""
    return f"/{path}".endswith(f"/{name}") or f"/{posixpath.dirname(path)}".endswith(f"/{name}")


def entries_of(text: str) -> Iterator[tuple[str, str]]:
    """Names of bundles and what each is made of, as a configuration writes them."""
    root = (
        parser_of("tree_sitter_typescript", "language_tsx").parse(text.encode("utf-8", "replace")).root_node
    )
    yield from _entries(root)


def _entries(node: Node) -> Iterator[tuple[str, str]]:
    for one in node.named_children:
        key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
        if one.type != "pair" or key is None or value is None or _text(key).strip("'\"") not in _ENTRIES:
            yield from _entries(one)
        elif value.type == "object":
            for pair in value.named_children:
                name, made = pair.child_by_field_name("key"), pair.child_by_field_name("value")
                if pair.type == "pair" and name is not None and made is not None and (source := _path(made)):
                    yield _text(name).strip("'\""), source
        elif value.type == "array":
            for made in value.named_children:
                if source := _path(made):
                    # The bundle is called as the source is, if not otherwise.
                    yield _path_of(made, "out") or posixpath.basename(_SOURCE.sub("", source)), source


def _path(node: Node) -> str:
    """The path that an expression writes out: a text, parts of one, the first of a list, an ``import``."""
    match node.type:
        case "string":
            return _text(node)[1:-1]
        case "call_expression":
            given = node.child_by_field_name("arguments")
            parts = (
                [_text(one)[1:-1] for one in given.named_children if one.type == "string"] if given else []
            )
            return posixpath.join(*parts) if parts else ""
        case "array" if node.named_children:
            return _path(node.named_children[-1])
        case "object":
            return _path_of(node, "import", "in")
    return ""


def _path_of(node: Node, *names: str) -> str:
    """What an object has under one of these names."""
    for one in node.named_children if node.type == "object" else ():
        key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
        if key is not None and value is not None and _text(key) in names:
            return _path(value)
    return ""


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
