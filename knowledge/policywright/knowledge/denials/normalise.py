"""Undoing what terminals, loggers and encoders do to a message, with a way back to the original.

A text goes through layers (ANSI colours, JSON escapes at any depth, character references, percent
encoding, typographic characters, the bars and time stamps that tools put before each line). Each
layer is one regular expression; each remembers its edits, so that an offset in the result can be
traced to the offset in the text that the user gave. The scanners read the result only.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, pairwise, takewhile
from urllib.parse import unquote, unquote_plus

from policywright.knowledge.denials.model import Span
from policywright.knowledge.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Edit:
    """``start``..``end`` of the new text stands for ``old_start``..``old_end`` of the one before."""

    start: int
    end: int
    old_start: int
    old_end: int


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text and the chain of edits that led to it."""

    text: str
    parent: Mapped | None = None
    edits: tuple[Edit, ...] = ()
    starts: tuple[int, ...] = field(default=())

    def replace(self, pattern: re.Pattern[str], value: Callable[[re.Match[str]], str | None]) -> Mapped:
        """Replace each match by ``value`` of it (``None``: leave it as it is)."""
        return self.edited(
            (match.start(), match.end(), new)
            for match in pattern.finditer(self.text)
            if (new := value(match)) is not None and new != match[0]
        )

    def without(self, spans: Iterable[Span]) -> Mapped:
        """Leave out the passages given, which are in order."""
        return self.edited((start, end, "") for start, end in spans)

    def edited(self, changes: Iterable[tuple[int, int, str]]) -> Mapped:
        """Put other words in the place of the passages given, which are in order."""
        pieces: list[str] = []
        edits: list[Edit] = []
        done = length = 0
        for old_start, old_end, new in changes:
            pieces += (self.text[done:old_start], new)
            start = length + old_start - done
            length = start + len(new)
            edits.append(Edit(start, length, old_start, old_end))
            done = old_end
        if not edits:
            return self
        pieces.append(self.text[done:])
        return Mapped("".join(pieces), self, tuple(edits), tuple(edit.start for edit in edits))

    def origin(self, span: Span) -> Span:
        """The span of the original text that ``span`` of this text came from."""
        start, end = span
        layer: Mapped = self
        while layer.parent is not None:
            start, end = layer._back(start, end=False), layer._back(end, end=True)
            layer = layer.parent
        return start, max(start, end)

    def _back(self, position: int, *, end: bool) -> int:
        index = bisect_right(self.starts, position - 1 if end else position) - 1
        if index < 0:
            return position
        edit = self.edits[index]
        if position < edit.end or (end and position == edit.end and edit.end > edit.start):
            return edit.old_end if end else edit.old_start
        return edit.old_end + position - edit.end


_NEWLINES = re.compile(r"[ \t]+\\\r?\n|\r\n?|[\x85\u2028\u2029\u21b5\u23ce]\n?")
"""Line ends of every kind: those that a shell continues, and the arrows that a page shows for one."""
_ANSI = re.compile(
    r"(?:\x1b|\\{1,8}(?:u001[bB]|x1[bB]|033|e)|\^\[)"
    r"(?:\[[0-9;:?]{0,40}[ -/]{0,4}[@-~]|\][^\x07\x1b\n]{0,2000}(?:\x07|\x1b\\))"
    r"|\[\d{1,3}(?:;\d{1,3}){0,4}m|\x9b[0-9;]{0,40}m"
)
_ESCAPE = re.compile(r"(?<!\\)\\{1,64}(?:u([0-9a-fA-F]{4})|([\"'`/_*<>&\[\]()#!|])|(n)|([rt]))")
_REFERENCE = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_TAG = re.compile(
    r"</?(br|p|td|th|tr|table|tbody|thead|div|li|ul|ol|pre|code|span|b|i|em|strong|a|h[1-6]|font|tt|samp|mark|"
    r"small|center|body|html|blockquote)(?:\s+[\w-]+\s*=[^<>]{0,400}|\s*)/?>",
    re.IGNORECASE,
)
_BLOCK_TAGS = frozenset(
    {"br", "p", "tr", "div", "li", "pre", "table", "blockquote", "center", "body", "html"}
)
_PERCENT = re.compile(r"(?<![^\s\"'<>])[^\s\"'<>%]{0,200}%[0-9a-fA-F]{2}[^\s\"'<>]{1,20000}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x9b]")
_NEWLINE = re.compile("\n")
_NARROWEST = 40
_LONG_BLANK = re.compile(r"\s{120,}")
_TYPOGRAPHY: dict[str, str] = {
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u00b4\u2032", "'"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    **dict.fromkeys("\u2010\u2011", "-"),
    "\uff1a": ":",
}
_TYPOGRAPHIC = re.compile("[" + "".join(map(re.escape, _TYPOGRAPHY)) + "]")
_BAR = "\u2500-\u257f"
_TIME = (
    r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|\s?[+-]\d\d:?\d\d)?"
    r"|\[\d\d:\d\d:\d\d(?:\.\d{1,6})?\]|\[\d{1,3}m?s\]"
    r"|[A-Z][a-z]{2}\s{1,2}\d{1,2} \d\d:\d\d:\d\d [\w.-]{1,60} [\w./-]{1,60}(?:\[\d{1,9}\])?:"
)
_PREFIX = re.compile(
    rf"^[ \t]*(?:(?:{_TIME}|[{_BAR}]{{1,3}}|#\d{{1,4}} (?=\d+\.\d)\d{{1,6}}\.\d{{1,3}}"
    r"|(?![A-Z]+_[A-Z_]+ |(?<=\| )[A-Z])[\w.-]{1,60} +\|(?= )"
    r"|,(?=\S|  )|remote:|>(?:[ \t]*>)*|\|(?= )|\#\#\[\w{1,12}\]"
    r"|::\w{1,12}(?: [^:\n]{0,200})?::"
    r"|(?://+|\#+|;+|--|[-+]|\u2022)(?=[ \t])|//+$"
    r"|\*(?=[ \t]+[\"'`A-Z])|(?<=[ \t])\*(?=[ \t]+(?!with an explicit |because )[a-z]))[ \t]*){1,4}",
    re.MULTILINE,
)


_FENCE = re.compile(r"`{3,}(?:\w{1,12}(?=[ \t]*$))?", re.MULTILINE)
"""What Markdown puts around a block, with the language of it; a single one may be a program's quote."""
BORDER = "\f"
"""What stands for it: no text that is read has this character otherwise."""
_RIGHT_BAR = re.compile(rf"[ \t]+[{_BAR}]{{1,3}}[ \t]*$", re.MULTILINE)
"""The right side of a box."""
_RULE = re.compile(r",?-{20,} *")
_HEADINGS = re.compile(r",?\S+(?: \S+)*(?: {2,}\S+(?: \S+)*)+ {2,}(?P<last>\S+(?: \S+)*) *")
_STAMP = re.compile(rf"[\[(]?(?:{_TIME})[\])]?")
_HEAD = re.compile(
    r"(?:\s*(?:\[[^\]\n]{0,80}\]|\([^)\n]{0,80}\)|[A-Z]{3,9}:?|[\w$-]{1,60}(?:\.[\w$-]{1,60})+:?|[-|:>]{1,3}|\d{1,12}"
    r"|[a-z][\w-]{0,40}(?=:? [-|:]|: ))(?=\s)){0,6}\s?"
)
"""What a logger puts between the time and the message: level, thread, name, dashes."""


def _cells(text: str) -> Iterator[tuple[int, int, str]]:
    """The breaks inside the last column of a table, as SAM prints what CloudFormation answers.

    A cell that fills its column goes on in the middle of a word, another one behind a blank.
    """
    lines = text.split("\n")
    offsets = list(accumulate((len(line) + 1 for line in lines), initial=0))
    column = width = 0
    for index, line in enumerate(lines):
        indent = line.startswith(",")
        heading = _HEADINGS.fullmatch(line)
        if heading is not None and index + 1 < len(lines) and _RULE.fullmatch(lines[index + 1]):
            column = heading.start("last") - indent
            cells = (_cell(row, column) for row in takewhile(_is_row, lines[index + 2 :]))
            width = max(map(len, cells), default=0)
        elif not _is_row(line):
            column = column if _RULE.fullmatch(line) else 0
        elif column and line[indent : indent + 1] == " " and (cell := _cell(line, column)):
            whole = len(_cell(lines[index - 1], column)) == width
            start = offsets[index - 1] + len(lines[index - 1].rstrip())
            yield start, offsets[index] + line.index(cell, column), "" if whole else " "


def _is_row(line: str) -> bool:
    return bool(line.strip(", ")) and _RULE.fullmatch(line) is None


def _cell(line: str, column: int) -> str:
    return line[column + line.startswith(",") :].strip()


def _log_heads(text: str) -> Iterator[Span]:
    """The heads of lines in a row that one logger wrote: a message may be broken among them."""
    offset, before = 0, ""
    lines = text.split("\n")
    heads = [_head(line) for line in lines]
    for index, line in enumerate(lines):
        after = heads[index + 1] if index + 1 < len(lines) else ""
        head = heads[index]
        if head and _shape(head) in (_shape(before), _shape(after)):
            yield offset, offset + len(head)
        before = head
        offset += len(line) + 1


def _diff_marks(text: str) -> Iterator[Span]:
    """The marks of lines in a row that a diff has added, or taken away."""
    if "\n+" not in text and "\n-" not in text:
        return
    offset, lines = 0, text.split("\n")
    marks = [match[0] if (match := _MARKED.match(line)) is not None else "" for line in lines]
    for index, line in enumerate(lines):
        mark = marks[index]
        if mark and mark in (marks[index - 1] if index else "", *marks[index + 1 : index + 2]):
            yield offset, offset + 1
        offset += len(line) + 1


_MARKED = re.compile(r"[+-](?=[\w\"'({\[/:<])")
"""A line's, with no blank behind it."""


def _head(line: str) -> str:
    stamp = _STAMP.match(line)
    head = _HEAD.match(line, stamp.end()) if stamp is not None else None
    return line[: head.end()] if head is not None else ""


def _shape(head: str) -> str:
    return re.sub(r"\d+", "0", head)


def _unescape(match: re.Match[str]) -> str | None:
    code, mark, newline, blank = match.groups()
    if code is not None:
        character = chr(int(code, 16))
        return None if "\ud800" <= character <= "\udfff" else character
    if mark is not None:
        return str(mark)
    return "\n" if newline else " " if blank else None


def _entity(match: re.Match[str]) -> str | None:
    new = html.unescape(match[0])
    return None if new == match[0] else new


_OF_ACTION = re.compile(r":\w")


def _tag(match: re.Match[str]) -> str | None:
    if match[1] == "Code":  # an XML error document's element, not HTML's
        return None
    if not match[0].startswith("</") and _OF_ACTION.match(match.string, match.end()):
        return None  # what hides a service: ``<a>:GetObject``
    if _is_place(match):
        return None
    return "\n" if match[1].lower() in _BLOCK_TAGS else ""


_IN_ARN = re.compile(r"\barn:aws[\w-]*:[^\s\"'`]*\Z")
_ARN_REACH = 300


def _is_place(match: re.Match[str]) -> bool:
    """Whether what looks like a tag stands in an ARN for a name: ``table/<table>``."""
    name = match[1].lower()
    if name == "br" or match[0].lower() != f"<{name}>":
        return False
    text, start, end = match.string, *match.span()
    inside = _IN_ARN.search(text, max(0, start - _ARN_REACH), start) is not None
    return inside and f"</{name}" not in text[end : end + _ARN_REACH].lower()


def _percent(match: re.Match[str]) -> str | None:
    """Only a sentence that was encoded as a whole: an S3 key may well hold ``%3A`` of its own."""
    token = match[0]
    lowered = token.lower()
    if "perform%3a" not in lowered and ("arn%3a" not in lowered or "arn:aws" in lowered):
        return None
    return unquote_plus(token) if "+to+perform" in lowered else unquote(token)


_BOLD = re.compile(r"(?:(?<=[\s|>(-])|^)\*\*(?=[^\s*])([^\n]{3,3000}?)\*\*(?=[\s.,;:?!)|]|$)", re.MULTILINE)
"""Markdown's bold type around a passage, whose own last character may be a star."""

_CHAIN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_NEWLINES, lambda match: "\n"),
    (_ANSI, lambda match: ""),
    (_PERCENT, _percent),
    (_REFERENCE, _entity),
    (_REFERENCE, _entity),
    (_ESCAPE, _unescape),
    (_REFERENCE, _entity),
    (_ANSI, lambda match: ""),
    (_CONTROL, lambda match: ""),
    (_TAG, _tag),
    (_TYPOGRAPHIC, lambda match: _TYPOGRAPHY[match[0]]),
    (_BOLD, lambda match: match[1]),
)
_LAST: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_PREFIX, lambda match: "" if match[0].strip() else None),
    (_RIGHT_BAR, lambda match: ""),
    (_FENCE, lambda match: f"{BORDER}\n"),
    # Every pattern of the readers may then say "any white space" and stay fast.
    (_LONG_BLANK, lambda match: match[0][:100]),
)


_STRUCTURAL = (_CHAIN[0], _CHAIN[1], _LAST[0])


def without_decoration(text: str) -> Mapped:
    """``text`` without colours and line prefixes, its escapes untouched: for readers of JSON."""
    mapped = Mapped(text)
    for pattern, value in _STRUCTURAL:
        mapped = mapped.replace(pattern, value)
    return mapped


def _begin(lines: list[str]) -> str:
    """What all lines begin with."""
    low, high = min(lines, default=""), max(lines, default="")
    return "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(low, high, strict=False)))


_LETTER = re.compile(r"\w")


def unquoted(text: str) -> Mapped:
    """``text`` without what a carrier put in front of every line: then programs begin as they are written."""
    lines = text.split("\n")
    told = [line for line in lines if _LETTER.search(line)]
    prefix = _PREFIX.match(_begin(told)) if len(lines) > 1 else None
    shown = prefix[0] if prefix is not None else ""
    # What ends within a word is part of it, and a bar alone begins the rows of a table.
    if not shown.strip() or shown.strip() == "|" or not (shown[-1].isspace() or shown[-1] in ">\u2502"):
        return Mapped(text)
    offsets = accumulate((len(line) + 1 for line in lines), initial=0)
    return Mapped(text).without(
        (offset, offset + min(len(shown), len(line)))
        for line, offset in zip(lines, offsets, strict=False)
        # An empty line may have lost the end of it.
        if line.startswith(shown) or (line and shown.startswith(line.rstrip()))
    )


_BROKEN_MASK = re.compile(
    r"(?<=[:/])(?:<{1,3}[\w-]{1,30}(?: [\w-]{1,30}){0,2}[ \t]*\n[ \t]*[\w-]{1,30}(?: [\w-]{1,30}){0,2}>{1,3}"
    r"|\[[\w-]{1,30}(?: [\w-]{1,30}){0,2}[ \t]*\n[ \t]*[\w-]{1,30}(?: [\w-]{1,30}){0,2}\]"
    r"|\{{1,2} ?[\w-]{0,30}(?: [\w-]{1,30}){0,2}[ \t]*\n[ \t]*(?:[\w-]{1,30} ?)?(?:[\w-]{1,30} ){0,2}\}{1,2})"
)
"""What hides a part of an ARN in words, which a line was wrapped between."""


def normalise(text: str) -> Mapped:
    """``text`` without what its carriers added, traceable to the original."""
    mapped = Mapped(text)
    for pattern, value in _CHAIN:
        mapped = mapped.replace(pattern, value)
    mapped = mapped.edited(_cells(mapped.text))
    mapped = mapped.without(_log_heads(mapped.text))
    mapped = mapped.without(_diff_marks(mapped.text))
    for pattern, value in _LAST:
        mapped = mapped.replace(pattern, value)
    for pattern, phrase in _COMPLETED:
        mapped = mapped.replace(pattern, phrase)
    mapped = mapped.replace(_BROKEN_MASK, lambda match: " ".join(match[0].split()))
    breaks = _hard_breaks(mapped.text)
    return mapped.replace(_NEWLINE, lambda match: "" if match.start() in breaks else None)


_CUT_SHORT = (
    # What stands in front, a fixed phrase, and how much of it is no other's beginning.
    (r"(?<![A-Za-z])", "AccessDenied", 8),
    (r"(?<![A-Za-z])", "AccessDeniedException", 13),
    (r"(?<![A-Za-z])", "UnauthorizedOperation", 13),
    (r"(?<=\s)", "is not authorized to perform", 10),
    (r"(?<![a-z] )(?<!\w)", "Not authorized to perform", 8),
    (r"(?<!\w)", "You are not authorized to perform this operation", 12),
)
END_OF_BLOCK = rf"(?=(?:\.{{2,}}|\u2026)?[\"'`]{{0,3}}[ \t]*(?:\n?{BORDER}|\n[ \t>|]*(?:\n|`{{3}}|\Z)|\Z))"
"""Where a text or a part of it ends, as it stands or with dots behind it."""


def _beginning(phrase: str, least: int) -> str:
    """A pattern for a phrase that was cut within itself, behind so many letters; a blank may be a break."""
    cut = (re.escape(phrase[:end]) for end in range(len(phrase) - 1, least - 1, -1))
    return "(?:" + "|".join(cut).replace("\\ ", r"\s{1,9}") + ")"


def _always(phrase: str) -> Callable[[re.Match[str]], str]:
    return lambda match: phrase


_COMPLETED = tuple(
    (re.compile(front + _beginning(phrase, least) + END_OF_BLOCK), _always(phrase))
    for front, phrase, least in _CUT_SHORT
)
"""The last words of a block, made whole where AWS alone would have gone on like that."""


_STARTS = re.compile(
    r"\s*(?:at |File \"|Traceback|[-*+]\s|\d+[.)]\s|[\[{}(]|\d{4}-\d\d|[A-Z]+:|\"[\w$]+\"\s*:"
    r"|[\w.]+\s*[=:]\s|[\w@:~-]{0,40}\$ [a-z])|\s*\Z"
)
"""How a line begins that is no other line's rest."""
_LABEL = re.compile(r"\s*[A-Z]\w*(?: \w+)?: \S|\s*[\w@:~-]{0,40}\$ [a-z]")
"""How a field or what is typed at a prompt begins, which no break at a width makes of a text by chance."""


_ITEM = re.compile(r"^[ \t]{0,12}(?:[*+\u2022-]|\d{1,5}[.):])[ \t]+", re.MULTILINE)


def unlisted(mapped: Mapped) -> Mapped | None:
    """The text without the marks of a list, or the numbers of lines: a message may stand in several items."""
    if "uthori" not in mapped.text or _ITEM.search(mapped.text, mapped.text.find("\n") + 1) is None:
        return None
    return mapped.without(match.span() for match in _ITEM.finditer(mapped.text))


def layouts(mapped: Mapped) -> Iterator[Mapped]:
    """The text as it was before something broke its lines at a width, where they look like that.

    At words: a line is full when the next one's first word had no room in it. At the width itself, where
    nothing is lost. These are second opinions: whoever reads decides by what is found which layout was meant.
    """
    lines = mapped.text.split("\n")
    soft: list[int] = []
    hard: list[int] = []
    begin = 0
    while begin < len(lines):
        end = begin
        while end < len(lines) and lines[end].strip():
            end += 1
        begin, width = _screen(lines, begin, end)
        sole = sum(len(line) == width for line in lines[begin:end]) == 1
        for index in range(begin, end - 1) if width >= _NARROWEST else ():
            line, after = lines[index].rstrip(), lines[index + 1]
            if len(lines[index]) == width and not _stands_alone(lines[index], after, sole=sole):
                hard.append(index)
            if _STARTS.match(after) or BORDER in line or len(line) < width / 2:
                continue
            if len(line) + 1 + len(after.split(maxsplit=1)[0]) > width:
                soft.append(index)
        begin = end + 1
    if soft:
        yield _joined(mapped, lines, soft, " ")
    if hard:
        yield _joined(mapped, lines, hard, "")
    narrow = mapped.edited(_narrow_breaks(lines))
    if narrow is not mapped:
        yield narrow
    bare = mapped.edited(_repeated(lines))
    if bare is not mapped:
        yield bare


_LEVELLED = re.compile(
    r"[ \t]*(?:[,.]\d{1,9}[ \t]*)?(?:\[[^\]\n]{1,60}\][ \t]*){0,3}(?:TRACE|DEBUG|INFO|WARN(?:ING)?"
    r"|ERROR|FATAL|SEVERE|CRITICAL)\b[:\]]?[ \t]*"
    r"(?:\[[^\]\n]{1,60}\][ \t]*)?(?:[\w$]{1,40}(?:\.[\w$]{1,40}){1,9}[ \t]*[-:][ \t]+"
    r"|[\w$]{1,60}[ \t]+-[ \t]+)?"
)
"""What a logger puts in front of each line beside the time."""


_DIGITS = re.compile(r"\d+")


def _repeated(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """What a logger has put in front of each of several lines, the first one's but for its digits."""
    offset, before = 0, ""
    for line in lines:
        match = _LEVELLED.match(line)
        shape = _DIGITS.sub("0", match[0]) if match is not None else ""
        if match is not None and shape == before:
            yield offset, offset + match.end(), ""
        before = shape
        offset += len(line) + 1


def _narrow_breaks(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """The breaks within a narrow column: all lines but the last are full, or have lost their last blank."""
    offset = begin = 0
    while begin < len(lines):
        width = max(map(len, lines[begin : begin + _COLUMN]))
        end = begin
        while end < len(lines) and width - 1 <= len(lines[end]) <= width:
            end += 1
        column = end - begin >= _COLUMN and _COLUMN <= width < _NARROWEST
        follows = end < len(lines) and 0 < len(lines[end]) < width
        last = end if follows else end - 1
        for index in range(begin, max(end, begin + 1)):
            offset += len(lines[index]) + 1
            if column and index < last:
                lost = len(lines[index]) < width and not lines[index + 1].startswith(" ")
                yield offset - 1, offset, " " if lost else ""
        begin = max(end, begin + 1)


_COLUMN = 4
"""So many lines in a row are as long as each other in a column, and so many characters at least."""


def _stands_alone(line: str, after: str, *, sole: bool) -> bool:
    """Whether no width broke a line here: words would have run together, or a place and what is said next.

    ``sole``: no other line is as long, so that only what goes on tells of a break.
    """
    if _LABEL.match(after) is not None or _parts_words(line, after):
        return True
    if not sole or not line.endswith("/"):
        return False
    rest = _REST_OF_NAME.match(after)
    return rest is None or not (
        _OF_NAMES.match(rest["name"]) or rest["quote"] or _WORD_BEGINS.match(after, rest.end())
    )


_REST_OF_NAME = re.compile(r"(?P<name>[\w./=+@-]{0,200}\w)(?P<quote>[\"'`]?)[.,;:)]{0,3}(?:\s|\Z)")
_OF_NAMES = re.compile(r"(?=.{4})(?:[^\W\d]*[-_./=+@\d]).")
"""What is in names, and in no word (*S3* is one): behind a slash a word may be the next sentence's."""


def _screen(lines: list[str], begin: int, end: int) -> tuple[int, int]:
    """The width of the lines of a block, and where lines of it begin: what was copied off a screen may stand
    right under words that were not."""
    lengths = [len(line) for line in lines[begin:end]]
    for skipped in range(min(_WORDS_ABOVE, len(lengths) - 2) + 1):
        width = max(lengths[skipped:])
        if lengths.count(width) > 1 and all(length > width for length in lengths[:skipped]):
            return begin + skipped, width
    return begin, max(lengths, default=0)


_WORDS_ABOVE = 2
"""So many longer lines may stand above what was copied off a screen."""


def _joined(mapped: Mapped, lines: list[str], breaks: list[int], joint: str) -> Mapped:
    offsets = list(accumulate((len(line) + 1 for line in lines), initial=0))
    changes = []
    for index in breaks:
        line, after = lines[index], lines[index + 1]
        lost = (len(line) - len(line.rstrip()), len(after) - len(after.lstrip())) if joint else (0, 0)
        changes.append((offsets[index + 1] - 1 - lost[0], offsets[index + 1] + lost[1], joint))
    return mapped.edited(changes)


def _hard_breaks(text: str) -> frozenset[int]:
    """Where a terminal broke a line at its width: lines of one length, whatever word they end in.

    Two full lines may be chance, unless one begins or ends in the blank that a wrap at words eats.
    """
    found: list[int] = []
    lines = text.split("\n")
    index = offset = 0
    while index < len(lines):
        width, full = len(lines[index]), 1
        while index + full < len(lines) and len(lines[index + full]) == width:
            full += 1
        run = lines[index : index + full]
        follows = index + full < len(lines) and 0 < len(lines[index + full]) < width
        last = full if follows else full - 1
        cut = width >= _NARROWEST and last and _is_cut(run, lines[index + full] if follows else "")
        if cut and not _at_words(lines, index, full):
            found += (offset + (width + 1) * step - 1 for step in range(1, last + 1))
        offset += (width + 1) * full
        index += full
    return frozenset(found)


def _is_cut(run: list[str], rest: str) -> bool:
    """Not so for a line that is printed again and again, nor for lines of a log."""
    heads = {line[:8] for line in run}
    blank = any(line[0] == " " or line[-1] == " " for line in run) or rest.startswith(" ")
    return len(heads) == len(run) and (len(run) > 2 or (len(run) == 2 and blank))


_WORD_BEGINS = re.compile(
    r"(?:is not|not authorized|authorized to|perform:|resource:|because no|with an|explicit deny"
    r"|identity-based|resource-based|service control|permissions boundary|session policy|policy allows"
    r"|allows the)(?:\s|\Z)"
)
_WORD_ENDS = re.compile(
    r"\s(?:is not|not authorized|to perform:|on resource:|because no|with an explicit|deny in an?"
    r"|allows the)\Z"
)
"""Words of AWS's sentence at a break: one at the width itself leaves the blank that they are parted by."""


def _at_words(lines: list[str], index: int, full: int) -> bool:
    """Whether lines of one length are so by chance, in a passage that was wrapped at words.

    A break parts two words, one beside them is longer, or the one in front had no room for the next word.
    """
    width = len(lines[index])
    run = [*lines[index : index + full + 1], ""]
    if any(_parts_words(line, rest) for line, rest in pairwise(run)):
        return True
    before = lines[index - 1] if index else ""
    after = lines[index + full] if index + full < len(lines) else ""
    word = lines[index].split(maxsplit=1)[0] if lines[index].strip() else ""
    ended = len(before.strip()) > 0 and len(before) < width < len(before) + 1 + len(word)
    return ended or max(len(before), len(after)) > width


def _parts_words(line: str, rest: str) -> bool:
    """Whether the break between two lines took the blank between two words."""
    if not rest or line.endswith(" ") or rest.startswith(" "):
        return False
    return _WORD_ENDS.search(line) is not None or _WORD_BEGINS.match(rest) is not None


def flex(words: str) -> str:
    """A pattern for ``words`` that survives a line break anywhere, even inside a word."""
    return r"\s{0,99}".join(re.escape(letter) for letter in words if not letter.isspace())
