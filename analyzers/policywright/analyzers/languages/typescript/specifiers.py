"""What an import names in JavaScript and TypeScript: specifiers in one spelling, and the file behind a path.

Relative files may lack their ending or be a directory with an index file, and ``.js`` may mean ``.ts``.
"""

from __future__ import annotations

import posixpath

from policywright.analyzers.source import COMPILED
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Has: TypeAlias = Callable[[str], bool]

EXTENSIONS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_FILES = (*EXTENSIONS, ".json")

BUILTIN = frozenset((
    "assert", "async_hooks", "buffer", "child_process", "cluster", "console", "constants", "crypto", "dgram",
    "diagnostics_channel", "dns", "domain", "events", "fs", "http", "http2", "https", "inspector", "module",
    "net", "os", "path", "perf_hooks", "process", "punycode", "querystring", "readline", "repl", "sqlite",
    "stream", "string_decoder", "sys", "test", "timers", "tls", "trace_events", "tty", "url", "util", "v8",
    "vm", "wasi", "worker_threads", "zlib",
))  # fmt: skip
"""Node.js's own modules."""
_SCHEME = regex(r"^(?:node:|npm:|jsr:|https?://[^/]+/)")
_VERSION = regex(r"^((?:@[^/@]+/)?[^/@]+)@[^/]*")


def normalised(specifier: str) -> tuple[str, int]:
    """A specifier in one spelling, and 1 if it is relative."""
    if specifier.startswith((".", "/")):
        return specifier, 1
    bare = (_SCHEME.sub("", specifier) if ":" in specifier else specifier).split("?", 1)[0]
    if bare is not specifier:
        bare = _VERSION.sub(r"\1", bare)
    return bare.removesuffix(".js"), 0


def beside(importer: str, name: str) -> str:
    """The path that a relative specifier means."""
    base = posixpath.dirname(importer)
    return posixpath.normpath(posixpath.join(base, name.lstrip("/") if name.startswith("/") else name))


def find(has: Has, path: str) -> str | None:
    """A file by a path that may lack its ending, have the compiled one, or be a directory."""
    if path.endswith(_FILES) and has(path):
        return path
    stem, dot, ending = path.rpartition(".")
    for other in COMPILED.get(dot + ending, ()):
        if has(stem + other):
            return stem + other
    for extension in EXTENSIONS:
        if has(path + extension):
            return path + extension
    for extension in EXTENSIONS:
        index = f"{path}/index{extension}" if path not in ("", ".") else f"index{extension}"
        if has(index):
            return index
    return None
