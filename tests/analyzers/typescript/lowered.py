"""Walking the IR in tests."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.analyzers.languages.typescript.lower import lower
from policywright.knowledge.records import names


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
        elif hasattr(current, "__record_names__") and id(current) not in seen:
            seen.add(id(current))
            if isinstance(current, ir.Node):
                yield current
            for name in names(current):
                if name not in ("functions", "classes"):
                    pending.append(getattr(current, name))
