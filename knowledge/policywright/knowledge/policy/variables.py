"""Policy variables: ``${aws:username}``, ``${aws:username, 'default'}`` and the escapes ``${*}``.

Light and pure: text to parts and back. ``patterns`` builds wildcard patterns from the parts,
``conditions`` and ``evaluate`` fill variables in from a request. Source:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

VERSION_WITH_VARIABLES: Final = "2012-10-17"

_FOUND = regex(r"\$\{([^${}]*)\}|\$\{([*?$])\}")
_BODY = regex(r"\s*([^,'\s]+)\s*(?:,\s*'([^']*)'\s*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """``key`` as written; ``default`` is None when there is none."""

    key: str
    default: str | None = None
    text: str


@dataclass(frozen=True, slots=True)
class Escape:
    """``${*}``, ``${?}`` or ``${$}``: the character itself, never a wildcard."""

    character: str


@lru_cache(maxsize=4096)
def parts(text: str) -> tuple[str | Variable | Escape, ...]:
    """Literal text, variables and escapes in order; malformed ``${`` stays literal."""
    return tuple(_parts(text)) if "${" in text else (text,)


def _parts(text: str) -> Iterator[str | Variable | Escape]:
    at = 0
    for match in _FOUND.finditer(text):
        body = match.group(1) if match.group(1) is not None else match.group(2)
        part = _part(body, match.group())
        if part is None:
            continue
        if match.start() > at:
            yield text[at : match.start()]
        yield part
        at = match.end()
    if at < len(text):
        yield text[at:]


def _part(body: str, whole: str) -> Variable | Escape | None:
    if body in ("*", "?", "$"):
        return Escape(body)
    match = _BODY.match(body)
    return Variable(key=match.group(1), default=match.group(2), text=whole) if match else None


def variables(text: str) -> tuple[Variable, ...]:
    """The variables in ``text``, in order."""
    return tuple(part for part in parts(text) if isinstance(part, Variable))


def malformed(text: str) -> str | None:
    """The first ``${`` that is neither a variable nor an escape, or None."""
    for part in parts(text):
        if isinstance(part, str) and "${" in part:
            return part[part.index("${") :]
    return None
