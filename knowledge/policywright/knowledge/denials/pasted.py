"""What was pasted: an error, a log, a record, somebody's report, a page or a program.

Told by the lines that a text is made of and by who speaks in it (``voices``), whatever its messages are.
A page shows messages that happened to nobody here: whoever asks is told so, and what they would mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from policywright.knowledge.denials.constants import in_code
from policywright.knowledge.denials.model import Pasted, Span
from policywright.knowledge.denials.nearby import Surroundings, line_around

INSTRUCTIVE = (Pasted.PAGE, Pasted.PROGRAM)
"""Kinds of text in which a message is shown to its readers, unless something says otherwise."""
_LOGGED = re.compile(
    r"[ \t>|]{0,8}(?:"
    r"[\[(\"']?(?:20\d\d[-/.]\d\d[-/.]\d\d|\d\d?[/:.]\d\d[/:.]\d\d)"  # a time
    r"|[\w.-]{1,40}[ \t]+\|[ \t]"  # a container's name
    r"|\[?(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|SEVERE|panic)\b"
    r"|\u2502|at [\w$.<>]+[ (]|File \"|Traceback \(|Caused by:|\.\.\. \d+ more|goroutine \d|\d{2,5}[: ] "
    r"|[\w.$]+(?:Exception|Error): )"
)
"""How a line begins that a program wrote: a time, a level, a frame of a stack."""
_FRAME = re.compile(
    r"[ \t>|]{0,12}(?:File \"[^\"\n]+\", line \d|at [\w$.<>]+[ (]|Traceback \(|goroutine \d+ \[|/\S+\.go:\d+"
    r"|[\w./-]+\.\w{1,4}:\d+: in \w|E {2,}[\w.]+(?:Error|Exception)\b)"
)
"""A frame of a stack: what follows was run."""
_SHARE = 0.5
_LINES = 3
"""A message may be of two lines, and a question may quote two of a log."""
_REPLIED = re.compile(
    r"^[\w-]{1,39} \u00b7 (?:comment|description|review)|\bcommented on\b|^On .{4,60} wrote:", re.MULTILINE
)
"""The line above what somebody answers."""


def kind_of(around: Surroundings, records: Iterable[Span]) -> Pasted:
    """What a text is; ``records`` are where its audit records stand."""
    text, speech = around.text, around.speech
    lines = [line for line in text.split("\n") if line.strip()]
    size = sum(map(len, lines))
    if size and sum(end - begin for begin, end in records) > _SHARE * size:
        return Pasted.RECORD
    said = [one for one in speech.between(0, len(text)) if not _is_logged(text, one.span)]
    tells = sum(one.says == "tells" for one in said)
    instructs = sum(one.says == "instructs" for one in said)
    if _REPLIED.search(text) is not None or (tells > instructs and not speech.of_page):
        return Pasted.THREAD
    traced = [_FRAME.match(line) is not None for line in lines]
    logged = sum(
        # Python prints the line of the program under each frame.
        _LOGGED.match(line) is not None or frame or above
        for line, frame, above in zip(lines, traced, [False, *traced], strict=False)
    )
    if not instructs and not tells and logged >= min(_LINES, len(lines)) and logged > _SHARE * len(lines):
        return Pasted.LOG if len(lines) > 1 else Pasted.MESSAGE
    if not tells and not any(traced) and any(in_code(line, 0, len(line)) for line in lines):
        return Pasted.PROGRAM
    if speech.of_page or instructs > tells + 1:
        return Pasted.PAGE
    if not said or (not instructs and not tells and len(lines) < _LINES):
        return Pasted.MESSAGE
    return Pasted.UNCLEAR


def _is_logged(text: str, span: Span) -> bool:
    """Whether a program wrote the line: its times and levels tell of nobody's doings."""
    return _LOGGED.match(text, line_around(text, (span[0], span[0]))[0]) is not None
