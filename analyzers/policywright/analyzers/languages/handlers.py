"""Which method of a front end lowers a kind of node: ``_x_KIND`` an expression, ``_s_KIND`` a statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_KNOWN: dict[tuple[type, str], Mapping[str, Callable[..., Any]]] = {}
"""Made once for a class, not for every file."""


def handlers(lowering: object, prefix: str) -> Mapping[str, Callable[..., Any]]:
    """Kinds to methods of the object's class, which take the object and the node."""
    cls = type(lowering)
    found = _KNOWN.get((cls, prefix))
    if found is None:
        names = [name for name in dir(cls) if name.startswith(prefix)]
        found = _KNOWN[cls, prefix] = {name.removeprefix(prefix): getattr(cls, name) for name in names}
    return found
