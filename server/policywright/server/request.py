"""What the user asked to have analysed, from the command line and the MCP server alike."""

from __future__ import annotations

from collections.abc import Callable

from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.regex import regex
from policywright.knowledge.store import StrPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from policywright.analyzers.kept import Kept

_VALUES = {
    "region": (regex(r"[a-z]{2,5}(-[a-z]+)+-\d+"), "no AWS region (like eu-central-1)"),
    "account": (regex(r"\d{12}"), "no account id (12 digits)"),
    "partition": (regex(r"aws(-[a-z]+)*"), "no AWS partition (like aws-cn)"),
    "fail-on": (regex(r"missing|unused|unknown"), "none of missing, unused, unknown"),
}
"""What the values of some options look like, and what to say of one that doesn't."""


def wrong_value(name: str, value: str) -> str | None:
    """Why an option can't have a value, wherever it comes from; None where it can."""
    pattern, what = _VALUES.get(name, (None, ""))
    return f"{value!r} is {what}" if pattern is not None and not pattern.fullmatch(value) else None


Progress = Callable[[int, int, str], None]
"""Told how many files are done, of how many, and which one comes now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to analyse, as the user asked for it."""

    paths: tuple[StrPath, ...]
    entries: tuple[str, ...] = ()
    region: str | None = None
    account: str | None = None
    partition: str | None = None
    include_optional: bool = False
    base: StrPath = ""
    """Where the user is: what names of entry points are relative to, and those of files in the answer."""
    root: StrPath | None = None
    """Nothing outside this directory is read, whatever links point there."""
    exclude: tuple[str, ...] = ()
    """What is left out, as patterns of ``.gitignore``, relative to ``base``."""
    infrastructure: bool = True
    """A policy per role where the paths have templates."""
    infra: tuple[StrPath, ...] = ()
    """Further files or directories with templates."""
    keep_templates: bool | None = None
    """Whether policies that are given by name stay where they grant more of the same access (``Options``)."""
    role: str | None = None
    """The function or role of the templates that the answer is about."""
    against: str | None = None
    """A policy file, or the ARN of a live role or user, to compare with."""
    profile: str | None = None
    parallel: bool = False
    """A second process may do half of the work."""
    kept: Kept | None = None
    """What a server keeps of the files between requests."""
    remembered: Any = None
    """What a server has found out about projects (``remembered.Remembered``)."""


def key_of(request: Request) -> Request:
    """What tells requests apart as far as the analysis goes."""
    return replace(request, kept=None, remembered=None, role=None, parallel=False)
