"""Language front ends: each folder exports one ``LANGUAGE``; a new language is a new folder."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.language import Language


@cache
def folders() -> tuple[str, ...]:
    """Names of the language folders, sorted."""
    import pkgutil

    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg))


@cache
def load(name: str) -> Language:
    """The record that a language folder exports."""
    language: Language = import_module(f"{__name__}.{name}").LANGUAGE
    return language


EXTENSIONS: dict[str, str] = {
    ".go": "go",
    ".java": "java",
    ".py": "python",
    ".pyw": "python",
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"), "typescript"),
}
"""File endings to language folders, so that only the languages in use are imported; a test compares it
with the records."""

_CONFIGURATION = frozenset((
    "go.mod", "go.work", "pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini", "Pipfile", "environment.yml",
    # In ``requirements/``
    "base.txt", "common.txt", "production.txt", "prod.txt",
))  # fmt: skip
INTERPRETERS = {
    **dict.fromkeys(("python", "pypy", "uv"), "python"),
    **dict.fromkeys(("node", "nodejs", "bun", "deno", "tsx", "ts-node", "zx"), "typescript"),
}
"""Programs that the first line of a file without an ending names, to language folders."""
_SHEBANG = regex(
    rb"#!\s*(?:\S*/)?(?:env\s+(?:(?:-\S*|\w+=\S*)\s+)*(?:\S*/)?)?([A-Za-z][A-Za-z_-]*)[\d.]*(?:\s|$)"
)
FIRST_LINE = 200
"""How much of such a file is read to tell: more than a path and its options."""


def supported(name: str) -> bool:
    """Whether any language reads files of this ending; imports nothing."""
    dot = name.rfind(".")
    return dot >= 0 and name[dot:].lower() in EXTENSIONS


def auxiliary(name: str) -> bool:
    """Whether a file of this name holds configuration: how imports resolve, what is installed, what
    loaders of ``.env`` files set."""
    return (
        name in _CONFIGURATION
        or (name.endswith(".json") and name.startswith(("package.json", "tsconfig", "jsconfig")))
        or (name.endswith((".txt", ".in")) and name.startswith("requirements"))
        or name.startswith(".env")
        or name.endswith(".env")
    )


def for_path(name: str) -> Language | None:
    """The language of a file by its ending."""
    dot = name.rfind(".")
    folder = EXTENSIONS.get(name[dot:].lower()) if dot >= 0 else None
    return load(folder) if folder else None


def interpreter(start: bytes) -> str:
    """What runs a file without an ending, by how that starts: ``#!/usr/bin/env -S python3 -u``."""
    found = _SHEBANG.match(start)
    return found[1].decode() if found is not None else ""


def runs(program: str) -> bool:
    """Whether a program runs files of a language that is analysed."""
    return program in INTERPRETERS


def for_script(start: bytes) -> Language | None:
    """The language of a file without an ending."""
    folder = INTERPRETERS.get(interpreter(start))
    return load(folder) if folder else None
