"""Walking the IR in tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from policywright.analyzers import ir
from policywright.analyzers.languages.typescript.lower import lower


def module(text: str, name: str = "app.ts") -> ir.Module:
    return lower(text.encode(), name)


def nodes(root: object) -> Iterator[ir.Node]:
    """Every node below a module, each once."""
    pending: list[object] = [root]
    seen: set[int] = set()
    while pending:
        current = pending.pop()
        if isinstance(current, tuple | list):
            pending.extend(current)
        elif is_dataclass(current) and not isinstance(current, type) and id(current) not in seen:
            seen.add(id(current))
            if isinstance(current, ir.Node):
                yield current
            for field in fields(current):
                if field.name not in ("functions", "classes"):
                    pending.append(getattr(current, field.name))
