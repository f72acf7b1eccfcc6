"""The same words for people at a terminal and for assistants: an option there is an argument here."""

from __future__ import annotations

import re

_OPTION = re.compile(
    r"--(resource-pattern|all-actions|resource|principal|code|infra|live|apply|profile|region|force|undo|yes|mine)\b"
    r"(?: (?:ARN|PATH|FILE\|DIR|FILE|P|R)\b)?"
)
_QUOTED = re.compile(r"(`[^`]*`)")


def spoken(text: str) -> str:
    """``text`` with the tool's arguments in the place of the command line's options."""
    parts = _QUOTED.split(text)
    return "".join(
        part if index % 2 else _OPTION.sub(lambda match: f"`{match[1].replace('-', '_')}`", part)
        for index, part in enumerate(parts)
    )
