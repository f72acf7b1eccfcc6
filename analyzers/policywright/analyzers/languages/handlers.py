"""Which method of a front end lowers a kind of node: ``_x_KIND`` an expression, ``_s_KIND`` a statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_KNOWN: dict[tuple[type, str], Mapping[str, Callable[..., Any]]] = {}
"""Made once for a class, not for every file."""


def handlers(lowering: object, prefix: str, alike: Mapping[str, str]) -> Mapping[str, Callable[..., Any]]:
    """Kinds to methods of the object's class, which take the object and the node.

    ``alike`` are kinds that are lowered like another one.
    """
    cls = type(lowering)
    found = _KNOWN.get((cls, prefix))
    if found is None:
        names = [name for name in dir(cls) if name.startswith(prefix)]
        own = {name.removeprefix(prefix): getattr(cls, name) for name in names}
        found = _KNOWN[cls, prefix] = own | {kind: own[other] for kind, other in alike.items()}
    return found
