"""The part that a message has in its text, by where it stands: what no words around it say.

A page makes it the title of an entry, a term that it explains, a field of a lesson, a passage of a comment
that documents a program. Somebody who was denied has it under the command that was typed, and hides what
was in it. ``examples`` weighs this together with what the words say (``voices``).
"""

from __future__ import annotations

import re

from policywright.knowledge.denials.constants import in_code
from policywright.knowledge.denials.model import Span
from policywright.knowledge.denials.nearby import Surroundings, line_around
from policywright.knowledge.denials.voices import is_wordy, unprinted

_DOCUMENTED = re.compile(r"[ \t]{0,40}(?:\*(?!\*)(?:[ \t]|$)|///|//!)")
_NEAR = 300
_COMMENT = 1_500
"""How far behind a message its comment may end."""


def is_documented(text: str, start: int, end: int) -> bool:
    """Whether a message stands in a comment that documents a program, where nobody keeps outputs."""
    if _DOCUMENTED.match(text, line_around(text, (start, start))[0]) is None:
        return False
    return "*/" in text[end : end + _COMMENT] or in_code(text, max(0, end - _NEAR), end + _NEAR)


_TITLE = re.compile(r"[ \t]{0,3}(?:#{1,6}[ \t][^\n]{0,60}?|\*\*[^\n*]{0,40}?)\Z")
_TITLED = re.compile(r"[\"'`\u201d]{0,3}(?:\*\*|[ \t]*$)", re.MULTILINE)


def is_title(text: str, start: int, end: int) -> bool:
    """Whether a message is the heading of what follows."""
    line, stop = line_around(text, (start, end))
    above = text.rfind("\n", 0, max(line - 1, 0)) + 1
    if text.startswith("\n# ", stop) or (line > 0 and text.startswith("#", above)):
        return False  # a comment of several lines
    return _TITLE.match(text[line:start]) is not None and _TITLED.match(text, end) is not None


_EXPLAINED = re.compile(
    r"(?:[\"'`\u201d*]{1,4}|(?<=[\"'`\u201d*])):?(?:\*\*)?[ \t]*"
    r"(?:\u2014|\u2013|--?|\u2192|->|=>|:|\uff1a)[ \t]*(?P<words>[^\n]{12,300})"
    r"|[\"'`\u201d]?\n[ \t]{0,8}(?:```[ \t]*\n[ \t]*)?(?:\u2192|->|=>)[ \t]*(?P<below>[^\n]{8,300})"
)


def is_explained(text: str, end: int) -> bool:
    """Whether a message is a term that is explained beside it, in words."""
    match = _EXPLAINED.match(text, end)
    return match is not None and is_wordy(unprinted(match["words"] or match["below"]))


_LESSON = re.compile(
    r"[{,\n][ \t]*[\"']?(?:examples?|samples?|solutions?|explanations?|(?:\w+_)?steps|hints?|root_?[cC]auses?"
    r"|fix(?:es)?|symptoms?|remediations?|answers?|quiz|lesson)[\"']?[ \t]*:[ \t]*[\"'`\[{]"
)
_DATA = 600


def is_field_of_lesson(around: Surroundings, span: Span) -> bool:
    """Whether a message stands in data that a page, a lesson or a list of known errors is made from."""
    return around.first(_LESSON, max(0, span[0] - _DATA), span[1] + _DATA) is not None


PROMPT = re.compile(
    r"^[ \t>]{0,12}(?:[\w.@:~/\[\]()-]{0,60}[ \t]?(?:\$|\u276f|%(?= [a-z]))|[\u2514\u2500]{2}\$"
    r"|PS [^\n>]{1,80}>)[ \t]+[a-z]",
    re.MULTILINE,
)
_ABOVE = 4
"""So many lines above a message its command may stand."""


def is_typed(text: str, start: int) -> bool:
    """Whether a command that was typed at a prompt stands right above a message: somebody ran it."""
    above = line_around(text, (start, start))[0]
    for _ in range(_ABOVE):
        above = text.rfind("\n", 0, max(above - 1, 0)) + 1
        if PROMPT.match(text, above):
            return True
    return False


REDACTED = re.compile(r"\*{3}|(?i:redacted|removed|blurred|hidden|omitted|masked)|\d{3,9}[xX*]{3,9}\b")
"""What hides something that was there; other masks stand for anything."""
