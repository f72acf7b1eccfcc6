"""Where a compiled module comes from, by the nearest ``tsconfig.json`` with an ``outDir`` around it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.code_names import SOURCES, join
from policywright.analyzers.infrastructure.project import ProjectFiles

_COMMENT = re.compile(r"(\"(?:\\.|[^\"\\])*\")|//[^\n]*|/\*.*?\*/", re.DOTALL)
_TRAILING = re.compile(r",(\s*[}\]])")


def sources_by_config(files: ProjectFiles, path: str) -> Iterator[str]:
    """Where a compiled module may come from by the nearest tsconfig's outDir."""
    directory = posixpath.dirname(path)
    while True:
        config = join(directory, "tsconfig.json")
        if files.has(config):
            options = _options(files, config)
            out = options.get("outDir")
            if isinstance(out, str):
                base = join(directory, out)
                if path.startswith(f"{base}/"):
                    rest = path[len(base) + 1 :]
                    root = options.get("rootDir")
                    if isinstance(root, str):
                        yield join(directory, root, rest)
                    else:
                        yield join(_common_root(files, directory, f"{base}/"), rest)
                    for source in SOURCES:
                        yield join(directory, source, rest)
                    break
        if not directory:
            break
        directory = posixpath.dirname(directory)


def _common_root(files: ProjectFiles, directory: str, output: str) -> str:
    """What TypeScript takes for ``rootDir`` where nothing says it: the directory that all sources are in."""
    names = [
        name for name in files.inside(directory)
        if name.endswith((".ts", ".tsx")) and not name.endswith(".d.ts") and not name.startswith(output)
        and "/node_modules/" not in f"/{name}" and not name.endswith((".config.ts", ".test.ts", ".spec.ts"))
    ]  # fmt: skip
    return posixpath.commonpath([posixpath.dirname(name) for name in names]) if names else directory


def _options(files: ProjectFiles, config: str) -> dict[str, object]:
    """The compiler options of a tsconfig.json, which may have comments and trailing commas."""
    text = files.text(config) or ""
    plain = _TRAILING.sub(r"\1", _COMMENT.sub(lambda match: match[1] or "", text))
    try:
        options = json.loads(plain).get("compilerOptions", {})
    except (ValueError, AttributeError, RecursionError):
        return {}
    return options if isinstance(options, dict) else {}
