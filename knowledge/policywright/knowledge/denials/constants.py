"""Source code that holds the text of an error: a constant, a test's expectation, an emulator's answer.

Nobody was denied anything there. What tells a string literal of a program from a line of a log is what stands
in front of its opening quote: an assignment, a call that takes a message, another literal that it continues.
"""

from __future__ import annotations

import re

from policywright.knowledge.denials.nearby import line_around
from policywright.knowledge.denials.normalise import BORDER

_BACK = 400
"""How far in front of a message its literal may open."""
_LEAD = 220
"""How far in front of a literal that stands which makes it one."""
_NEAR = 600
_QUOTES = "\"'`"
_ADJACENT = re.compile(
    r"(?:[\"']\s*(?:[+.]\s*)?\\?\n\s*(?:\+\s*)?|`\s*\+\s*\n\s*|`\s*\n\s*\+\s*)[fFrRbBuU]{0,2}\Z"
)
"""The end of the literal before, on the line before; what Markdown puts around code is none."""
_CALLS = (
    r"echo|printf|print|puts|println|Println|Printf|console\.\w+|log\w*\.\w+|fmt\.\w+|errors\.New|errorf?(?=\()"
    r"|expect|assert\w*|to(?:Contain|Throw|Equal|Be|Match|StrictEqual|HaveBeenCalledWith)\w*|includes|startswith"
    r"|startsWith|endsWith|contains|Contains|Equal|equals?|match\w*|pytest\.raises|with(?:Message|Error)\w*"
)
_STRONG = re.compile(
    r"(?:\b(?:const|let|var|val|final|static|auto|local|my|String|string|str)\b[^\n=;]{0,120}:?=\s*"
    r"|(?:^|(?<=[;{}(>:]))[ \t]*(?:return|throw|case|yield|assert|if|elif)\s+|(?:&&|\|\|)\s*"
    r"|\b(?:raise|throw)\s+(?:new\s+)?[\w.:]+\(\s*"
    rf"|\b(?:{_CALLS})[ \t]*\(\s*"
    r"|(?:\A|[\n;&|)\{]|\b(?:then|do|else)\b)[ \t]*(?:echo|printf|print|puts)[ \t]+(?:-\w+[ \t]+)*"
    r"|\b(?:new\s+[\w.]*(?:Error|Exception)|\w+_(?:error|response)\w*|json(?:ify)?)\s*\(\s*(?:[\"'][\w.]{1,80}[\"'],\s*)?(?:\{\s*\w+:\s*)?"
    r"|(?<![\[\w])\w*(?:[eE]rr|[eE]xception)\w*\(\s*[\"'][\w.]{1,80}[\"'],\s*"
    r"|[\w)\]\"'`]\s*\+\s*|[=!]==?\s*|\w\s*:=\s*"
    r"|(?<![\w.])[a-z_]\w*(?:\.\w+){1,4} = |\b[A-Z][A-Z0-9]*_[A-Z0-9_]*="
    r"|=\s*[\w.]*(?:Error|Exception)\(\s*"
    r"|[:=]\s*\(\s*|;[ \t]*[A-Za-z_$][\w.$]*\(\s*"
    r"|(?:\A|\n)[ \t]*#?define\s+\w+\s+"
    r"|(?:\A|\n)[ \t]*\$[\w:]+\s*[.+]?=\s*)"
    r"(?:[fFrRbBuU]{0,2}[\"'`]?|[@$]{1,2})\Z",
    re.MULTILINE,
)
_ASKING = re.compile(
    r"^(?:[ \t]+(?:and|or|not)|[ \t]*(?:if|elif|while|assert|return|case))\b"
    r"(?:[^\n]*\b(?:and|or|not|if|return|else))?\s+[fFrRbBuU]{0,2}\Z",
    re.MULTILINE,
)
"""In front of a literal that a program looks for; its words are those of any sentence, but not its quotes."""
_JOINED = re.compile(r"[\"'`]\s*\+\s*[\w.()]+\s*\+\s*[\"'`]")
_CONTINUED = re.compile(
    r"[\"'][ \t]*\n[ \t]*[fFrRbBuU]{0,2}[\"'](?=[^\"'\n]*[\"'][ \t]*(?:[,;)\n]|\Z))"
    r"|[\"']\s*(?:\+|\.|\.\.|<>)\s*\\?\n?\s*[fFrRbBuU]{0,2}[\"'`]|[\"'`]\s*\+\s*[A-Za-z_\"'`]"
)
"""The end of a literal that is joined with a variable, or with the next, be it on the next line."""
_ASKED = re.compile(
    r"[\"']\s+in\s+(?!(?:the|my|our|its|an?|this|these|them|there|all|both|every|AWS|Amazon|Cloud[A-Z]\w+)\b)\w"
)
"""What asks whether another text has it; in a sentence it stands where that was met."""
_KEY = re.compile(r"[\"'`]\s*:\s+[\"'`]\w[\w -]{0,40}[\"'`]\s*,?[ \t]*$", re.MULTILINE)
"""The end of what a table is looked up by."""
_REGEXP = re.compile(r"[ \t]*/[^/\n]*\Z")
_REGEXP_END = re.compile(r"[^/\n]*/[a-z]{0,4}(?:[,;)]|[ \t]*$)", re.MULTILINE)
_MARKUP = re.compile(r"\s{0,40}</(?:div|td|th|span|p|li)>")
_CLASSES = re.compile(r"<(?:div|td|th|span|p|li)\s+class(?:Name)?=")
_WEAK = re.compile(
    r"(?:\w\([^()\n\"'`]{1,120},\s*|(?:\A|\n)[ \t]+[A-Za-z_]\w*\s*:?=\s*"
    r"|\A\s*|[({\[,]\s*\n?\s*|(?:\A|[\n{,(])\s*[A-Za-z_][\w.]*:\s*)"
    r"[fFrRbBuU]{0,2}\Z"
)
_CODE = re.compile(
    r"^[ \t]*(?:import\s|from\s+[\w.]+\s+import\s|(?:async\s+)?def\s+\w+\(|class\s+\w+|func\s"
    r"|(?:export\s+)?(?:async\s+)?function\b|(?:export\s+)?(?:const|let|var)\s+[\w{\[]|return\b|public\s|private\s"
    r"|case\s+[\"'\w.]+(?:,\s*[\"'\w.]+)*:[ \t]*$|if\s*\(|if\s.+[:{][ \t]*$|for\s|while\s|\}?\s*else\b"
    r"|try\b|except\b|\}?\s*catch\b|do\s*\{|(?:\w+\.)?(?:it|test|describe|expect)\(|assert\b|self\."
    r"|@\w+(?:\.\w+)*(?:\(|[ \t]*$)|package\s+\w+;?$|t\.Run\("
    r"|new\s+[A-Z]\w*\(|\w+:\s\w[\w.]*\([\"'({]|[\w.]+\.(?:add_client_error|side_effect|return_value|mock\w+)\b"
    r"|[()][()\]},;]{0,3}[ \t]*$|\$\w+\s*(?:=|->)|\]\.\w+\(|[\w.]{1,60}\([^\n\"'`]{0,60}\),?[ \t]*$"
    r"|.*[\w)\]\"'](?<!&lt)(?<!&gt)(?<!&amp)(?<!&quot)\s*;[ \t]*$"
    r"|[A-Z][A-Z0-9_]+ = [bBfFrRuU]?[\"'(\[{]|\w+\s*=\s*(?:None|True|False|\d+),?[ \t]*$)"
    r"|\berrors\.New\(|\bfmt\.[A-Z]\w+\(|\w\s*:=\s*[&\w\[{(\"]|\bstruct\s*\{|\bmap\[\w+\]|\btry\s+await\b|\bawait\s+expect\(",
    re.MULTILINE,
)
_PROGRAM = re.compile(
    r"^[ \t]*(?:(?:async\s+)?def\s+\w+\(|class\s+\w+[(:{]|func\s\S|(?:export\s+)?(?:async\s+)?function\b"
    r"|assert\b|raise\s+[\w.]+\(|throw\s+new\s+\w"
    r"|import\s+\w|from\s+[\w.]+\s+import\s|(?:\w+\.)?(?:it|test|describe)\(|\w+\.append\($|var\s*\($)"
    r"|\bmap\[\w+\]\w+\{|\w\s:=\s|^[ \t]+[a-z_]\w* = \{$|^[ \t]*(?:const|let|var)\s+[\w{\[]",
    re.MULTILINE,
)
"""Lines that are a program's and no record's."""
_TRACE = re.compile(
    r"Traceback \(most recent call last\)|\n\s+at [\w$.<]+|(?:\n\s+|[\"']\s{2,})File \"[^\"\n]+\", line \d+"
    r"|[\"'](?:stack_?[tT]race|stack|trace)[\"']\s*:\s*\["
)
_MOCKED = re.compile(
    r"\b(?:vi|jest|sinon)\.\w+\(|\.(?:mock|stub|return|reject|resolve)\w*\([^\n]*\Z|\b(?:Mock|Fake|Stub)\w*\([^\n]*\Z"
)
"""In front of a message on its own line: what a test is given in the place of an answer."""
_NAMED = re.compile(r"(?:\A|\n)[A-Z][A-Z0-9_]+ = [fFrRbBuU]{0,2}\Z")
_FIXTURE = re.compile(
    r"(?:\b|_)(?:return_value|side_effect|mock|fake|stub|expected|fixture)\w*\b(?! [a-z][^\n=(]*:\s*\n)"
    r"[^\n]{0,80}[=(:]\s*[({\[]?\s*\n",
    re.IGNORECASE,
)
"""What a test is given in the place of an answer begins on a line before."""
_TABLE = re.compile(r"(?:\A|\n)[ \t]*[A-Z][A-Z0-9_]+(?::[^=\n]{1,60})? = [({\[]")
"""A constant that is a table of them."""
_FIELD = re.compile(r"(?:[\"'][\w.]+[\"']|(?<![\w.\"'])[A-Za-z_]\w*)\s*(?::|=>)\s*\Z")
_WANTED = re.compile(r"^[^\w\n\"'`]{0,16}(?:expect(?:ed|s)?|want)\w*: ?(?:[\"'`{\[]|\w+,?$|$)", re.MULTILINE)
"""A field of a table of tests: what should come of a message."""
_ANYTHING = re.compile(r"\.[*+]")
"""Twice in one message: a pattern that is to match it."""
_TEMPLATE = re.compile(r"\$\{[^}\n]+\}")
_FORMATTED = re.compile(r"(?<!\w)[fF][rR]?[\"']\Z")
_ENDED = re.compile(r"[\"'`]\s*[,;)]")
_RAW = re.compile(r"(?<![\w])b?r#{1,3}\"[^\n]*\Z|(?<![\w])u?8?R\"\w{0,16}\([^\n]*\Z")
"""A literal that needs no escapes, of Rust and of C++: quotes in it open nothing."""
_ALONE = re.compile(r"(?:\A|\n)[ \t]+[a-z_]\w* = [fFrRbBuU]{0,2}\Z")
"""An assignment of a program's block."""
_NOTE = re.compile(r"(?:\A|\n)[ \t]*(?://+|\#+|--|\*)[ \t]+\Z")
_TOLD = re.compile(r"[ \t]*(?://|/?\*|\#)[^\n]*\w[^\n]*[\"'`](?:\w+(?:Exception|Error): )?(?:[Tt]he )?\Z")
"""A comment that has words of its own in front of what it quotes."""
_LEFT_OUT = ("...", "\u2026")
"""In a comment a quoted message without its beginning is what a program expects; whole ones were pasted."""


def is_constant(text: str, start: int, end: int) -> bool:
    """Whether the message at ``start``..``end`` stands in a string literal of a program."""
    if len(_ANYTHING.findall(text, start, end)) > 1:
        return True
    line = line_around(text, (start, start))[0]
    if _RAW.search(text[line:start]) or _MOCKED.search(text[line:start]):
        return True
    if _REGEXP.match(text[line:start]) and (
        _REGEXP_END.match(text, end) or _REGEXP_END.match(text, start, end)
    ):
        return True
    if _MARKUP.match(text, end) and _CLASSES.search(_block(text, start, end)):
        return True
    if _TOLD.match(text[line:start]) and _CODE.search(_block(text, start, end)):
        return True
    begin = max(0, start - _BACK)
    openings = sorted((_opening(text, quote, begin, start) for quote in _QUOTES), reverse=True)
    opening = openings[0]
    if opening < 0 or "\n\n" in text[opening:start] or BORDER in text[opening:start]:
        return False
    if any(_said(text, other) for other in openings[1:] if other >= 0 and "\n" not in text[other:start]):
        return True
    quote, before = text[opening], _before(text, opening)
    literal = text[opening:end]
    if _ADJACENT.search(before) or _STRONG.search(before) or _JOINED.search(literal):
        return True
    if quote != "`" and _ASKING.search(before):
        return True
    closing = _closing(text, quote, start, end + _BACK)
    ended = closing >= 0 and (_CONTINUED.match(text, closing) or _KEY.match(text, closing))
    if _ASKED.match(text, end) or ended:
        return True
    fenced = quote == "`" and text.startswith("``", max(0, opening - 2))
    if (quote == "`" and not fenced and _TEMPLATE.search(literal)) or (
        _FORMATTED.search(before[-3:] + quote) and "{" in literal
    ):
        return True
    around = _block(text, start, end)
    if _FIELD.search(before):
        far = text[max(0, opening - _BACK) : opening]
        if _FIXTURE.search(far) or _TABLE.search(far):
            return True
        if (_PROGRAM.search(around) or _WANTED.search(around)) and not _TRACE.search(around):
            return True
    if _NOTE.search(before) and text[opening + 1 : start].strip() in _LEFT_OUT and _CODE.search(around):
        return True
    if _NAMED.search(before) and text[closing + 1 : closing + 2] in ("\n", "") and _CODE.search(around):
        return True
    if _ALONE.search(before) and _CODE.search(around) and text[closing + 1 : closing + 2] in ("\n", ""):
        return True
    if _WEAK.search(before) is None or _TRACE.search(around) is not None:
        return False
    return closing >= 0 and _ENDED.match(text, closing) is not None and _CODE.search(around) is not None


_REMARK = re.compile(r"[ \t]*(?://|/?\*|\#)")


def is_remark(text: str, start: int, end: int) -> bool:
    """Whether a passage stands in a program's comment."""
    line = line_around(text, (start, start))
    return _REMARK.match(text, line[0]) is not None and _CODE.search(_block(text, start, end)) is not None


_LOOKED_FOR = re.compile(
    r"(?:^|[\s|;&$`(])(?:grep|egrep|rg|awk|sed|jq|findstr|Select-String)\b[^\n|]{0,200}\Z"
    r"|\s--[a-z][a-z-]{2,40}[ =][\"']?[^\s\"']{0,40}\Z"
    r"|\b(?:filter|like|where|and|or)\b[^\n]{0,60}(?:=~?|!=|like|in)\s*[(\[/\"'%]{1,3}[^\n\"']{0,60}\Z",
    re.IGNORECASE,
)
"""In front of a word on its line: it is looked for, by a command or a query."""
_PASSED = re.compile(r"\w\([^()\n]{0,200}?(?:\w[=:] ?)?[\"'][^\"'\n]{0,200}\Z")


def passed(text: str, start: int) -> bool:
    """Whether the line of a word is a statement of a program, or a call that is given the word."""
    line = line_around(text, (start, start))
    before = text[line[0] : start]
    return in_code(text, *line) or any(sign.search(before) for sign in (_PASSED, _LOOKED_FOR))


def in_code(text: str, start: int, end: int) -> bool:
    """Whether any line of a passage is one of a program."""
    return _CODE.search(text[start:end]) is not None


_BESIDE = 300


def _block(text: str, start: int, end: int) -> str:
    """What stands near the message, as far as the block of a page reaches that it is in."""
    begin, stop = max(0, start - _NEAR), min(len(text), end + _NEAR)
    for border in (BORDER, "```"):
        below = text.find(border, end, stop)
        begin, stop = max(begin, text.rfind(border, begin, start)), below if below >= 0 else stop
    return text[begin:stop]


def in_program(text: str, start: int, end: int) -> bool:
    """Whether a record stands in a program: between its lines, in one block."""
    return _PROGRAM.search(_block(text, start, end)) is not None


def is_argument(text: str, start: int, end: int) -> bool:
    """Whether a record is a value in a program: it follows a bracket, a comma or an equals sign, in code."""
    if _GIVEN.match(text, start):
        return True
    before = text[max(0, start - _BESIDE) : start]
    if before.rstrip()[-1:] not in ("(", "[", ",", "=", ":"):
        return False
    return any(_CODE.search(part) for part in (before, text[end : end + _BESIDE]))


_GIVEN = re.compile(r"(?:[ \t]*`{3,}[ \w]*\n)?[ \t]*[a-z]\w*=[{(\[]{1,3}[ \t]*\n")
"""A keyword that is given a record of several lines: no logger breaks lines there."""


def _opening(text: str, quote: str, begin: int, end: int) -> int:
    """The last such quote in ``begin``..``end`` that is not escaped."""
    found = text.rfind(quote, begin, end)
    while found > 0 and text[found - 1] == "\\":
        found = text.rfind(quote, begin, found)
    return found


def _closing(text: str, quote: str, begin: int, end: int) -> int:
    """The first such quote in ``begin``..``end`` that is not escaped, or the first at all."""
    first = found = text.find(quote, begin, end)
    while found > 0 and text[found - 1] == "\\":
        found = text.find(quote, found + 1, end)
    return found if found >= 0 else first


def _said(text: str, opening: int) -> bool:
    """Whether what stands in front of a quote is a program that makes a text."""
    return _STRONG.search(_before(text, opening)) is not None


def _before(text: str, opening: int) -> str:
    """What stands in front of a quote; nothing where it is a closing one, behind a word that is no prefix."""
    last = text[opening - 1 : opening]
    if last.isalnum() and last not in _PREFIXES:
        return last
    return text[max(0, opening - _LEAD) : opening]


_PREFIXES = "fFrRbBuU"
"""The letters that a literal may have in front of its quote."""
