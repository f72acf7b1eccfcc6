"""Language front ends: each folder exports one ``LANGUAGE``; a new language is a new folder."""

from __future__ import annotations

from functools import cache
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.language import Language
    from policywright.analyzers.sdk.gate import Gate
    from policywright.analyzers.surroundings import Around


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


@cache
def gate(name: str) -> Gate:
    """What shows in a language that a file has to do with AWS."""
    found: Gate = import_module(f"{__name__}.{name}.gate").GATE
    return found


@cache
def around(name: str) -> Around:
    """How imports of a language lead out of what was asked about."""
    found: Around = import_module(f"{__name__}.{name}.around").AROUND
    return found


EXTENSIONS: dict[str, str] = {
    ".go": "go",
    ".java": "java",
    ".py": "python",
    ".pyw": "python",
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"), "typescript"),
}
"""File endings to language folders, so that only the languages in use are imported; a test compares it
with the records."""


def supported(name: str) -> bool:
    """Whether any language reads files of this ending; imports nothing."""
    dot = name.rfind(".")
    return dot >= 0 and name[dot:].lower() in EXTENSIONS


def auxiliary(name: str) -> bool:
    """Whether a file of this name holds configuration that import resolution needs."""
    return name == "go.mod" or (
        name.endswith(".json") and name.startswith(("package.json", "tsconfig", "jsconfig"))
    )


def for_path(name: str) -> Language | None:
    """The language of a file by its ending."""
    dot = name.rfind(".")
    folder = EXTENSIONS.get(name[dot:].lower()) if dot >= 0 else None
    return load(folder) if folder else None
