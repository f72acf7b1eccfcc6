"""The same words for people at a terminal and for assistants: an option there is an argument here."""

from __future__ import annotations

import re

_OPTION = re.compile(
    r"--(resource-pattern|all-actions|resource|principal|code|infra|live|apply|profile|region|force|undo|yes|mine"
    r"|entry|against|role|account|partition|include-optional|boundary|stack-name|tool|phase|compact)(?![\w-])"
    r"(?: (?:ARN|PATH|FILE\|DIR|FILE\|ARN|FILE|NAME|P|R)\b)?"
)
_OTHERWISE = {"entry": "entries"}
"""Arguments that are called in another way than the option."""
_QUOTED = re.compile(r"(`[^`]*`)")


def _argument(option: re.Match[str]) -> str:
    return f"`{_OTHERWISE.get(option[1], option[1].replace('-', '_'))}`"


def spoken(text: str) -> str:
    """``text`` with the tool's arguments in the place of the command line's options."""
    parts = _QUOTED.split(text)
    return "".join(part if index % 2 else _OPTION.sub(_argument, part) for index, part in enumerate(parts))
