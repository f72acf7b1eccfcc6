"""Messages that a page shows as examples: documentation, runbooks, guides, lists of known errors.

Such a page says in its own words that it explains (*example error*, *Symptoms*, *Cause*, *Solution*), and its
messages name nobody, or somebody in one of the accounts that are kept for examples. Each alone is what people
write who ask for help, too; together they are a page.
"""

from __future__ import annotations

import re

from policywright.knowledge.denials.model import NOBODY, Finding
from policywright.knowledge.denials.nearby import Surroundings

_AROUND = 1_500
_ENOUGH = 2
"""How many different signs make a page: one alone may be a question.

What names neither who nor on what, with a solution behind it, is one without more.
"""
_ACCOUNTS = re.compile(
    r"(?<!\d)(?:123456789012|1234567890|123456789|012345678901|111122223333|444455556666|777788889999"
    r"|(\d)\1{11})(?!\d)"
)
"""AWS's own example accounts, and those that people type for one."""
_UNNAMED = re.compile(
    r"[\"'`]?(?:(?:[Tt]he |IAM )?(?:[Uu]ser|[Rr]ole|[Ii]dentity) )?(?:is |are )?[Nn]ot authorized"
)
_SENTENCE = re.compile(r"(?<![Yy]ou are not )authori[sz]ed\s+to\s+perform")
"""AWS's sentence names who was denied, be it masked; whoever writes a guide does not."""
_HEADING = r"^[#>* \t-]{0,12}(?:[\d.]{1,6}[ \t]{1,4})?(?:\*\*)?(?:[Tt]he )?"


_CELL = r"(?:^|\|)[ \t*]*(?:[A-Za-z]{1,12} ){0,2}"


def _heading(words: str, *, said: bool = True) -> str:
    """Such words at the head of a line, of a table's column or (``said``) in front of a colon."""
    line = rf"{_HEADING}(?:{words})\b[^\n]{{0,50}}$|{_CELL}(?:{words})[ \t*]*(?=\|[^\n]*\n[ \t]*\|?[ \t]*:?-)"
    return rf"{line}|{_HEADING}(?:{words})(?:\*\*)?[:\uff1a]" if said else line


_SOLUTION = _heading(r"resolutions?|solutions?|quick[ _]fix|fix|how to (?:fix|resolve|troubleshoot)")
_SIGNS = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"\bexample errors?\b|\berror format is\b"
        r"|\b(?:typical|common|sample)[ \t](?:\w{1,20}[ \t])?(?:errors?|denials?|problem|issues?|causes?)\b",
        r"\b(?:errors?|denials?|messages?)[ \t](?:like|such as|similar to|of the form|worded)\b"
        r"|\bworded\sdenials?\b|\bmessages?\sfollows?\b",
        r"</?(?:commentary|example)>",
        r"\bassistant: ?\\?[\"']",
        r"\bin this (?:case|example)\s*,|\bfor example\s*,",
        r"\bin this (?:post|article|guide|tutorial|runbook)\b|\bkey takeaways\b"
        r"|\bthis (?:guide|post|article) (?:\w{1,9} )?(?:covers?|explains?|describes?|walks?|shows?)\b",
        r"\b[Tt]he (?:error|message|exception) [^.\n]{1,160} means\b",
        r"\blet'?s (?:look|see|dig|walk|break)\b|\bi'?ll (?:walk|show)\b",
        r"\b(?:this|these|such) (?:single )?errors?(?: messages?)? (?:means?|hides?"
        r"|(?:typically|usually|often|commonly|generally|can|may) (?:means?|occurs?|arises?|happens?))\b",
        r"\byou\s+(?:may|might|will|could|can)\s+(?:\w+\s+)?(?:see|get|receive|encounter)\b"
        r"(?=[^.\n]{0,60}?(?:errors?|exceptions?|messages?|denied|denials?|this|something|following|output|403)\b)",
        r"\bhow\s+(?:do\s+i|to)\s+(?:troubleshoot|resolve|fix|solve)\b|^[# *]*short description\b",
        r"\bwhat (?:it|this|they|these) means?\b|\bmeaning[ *]*\|"
        r"|\b(?:one|any|some) of (?:these|the following) (?:errors|messages)\b",
        r"\bindicates?\s+(?:that|missing|a)\b|\bshows? up as\b|\breports? it as\b|\bwhich (?:looks|means)\b",
        r"^\|[^|\n]*[\"'`][^|\n]+\|[^|\n]+\|",
        "^#{1,6} [^\\n]{0,20}(?:error|\u30a8\u30e9\u30fc|\u9519\u8bef|\uc624\ub958|fehler|erreur)"
        "[:\uff1a] ?[\"'`]",
        r"\basks?\s+(?:his|her|their|your)\s+administrator\b|\b(?:mateojackson|marymajor|JohnDoe)\b",
        _heading(
            r"overview|introduction|purpose|runbook|prerequisites|document id|severity|understanding \w+ \w+"
        ),
        _heading(r"symptoms?|error messages?|errors? \(?examples?|common (?:issues|errors|problems)"),
        _heading(r"errors?", said=False),
        _heading(
            r"(?:common |possible |potential |likely |root )?causes?|what causes"
            r"|why (?:do(?:es)? )?(?:this|it) happens?"
        ),
        _SOLUTION,
        _heading(r"troubleshoot(?:ing)?"),
        r"\bstep \d+\s*[:(-]",
        r"\bwhen calling the\s+(?:\[\w+\]|<\w+>|\{\w+\}|\.\.\.)",
        "\u6982\u8981|\u306f\u3058\u3081\u306b",
        "\u30a8\u30e9\u30fc\u30e1\u30c3\u30bb\u30fc\u30b8|\u9519\u8bef\u4fe1\u606f"
        "|\uc5d0\ub7ec \uba54\uc2dc\uc9c0|\\bmensaje de error\\b|\\bFehlermeldung\\b",
        "\u539f\u56e0|\uc6d0\uc778|\\bCausas?:|\\bUrsache\\b",
        "\u89e3\u6c7a(?:\u7b56|\u65b9\u6cd5|\u624b\u9806|\u30ac\u30a4\u30c9)|\u5bfe\u51e6|\u89e3\u51b3\u65b9|\ud574\uacb0"
        "|\\bSoluci[o\u00f3]n:|\\bSolu\u00e7\u00e3o:|\\bL\u00f6sung\\b",
        "\u30c8\u30e9\u30d6\u30eb\u30b7\u30e5\u30fc\u30c6\u30a3\u30f3\u30b0|\u6545\u969c\u6392\u67e5"
        "|\ud2b8\ub7ec\ube14\uc288\ud305|\ubb38\uc81c \ud574\uacb0",
    )
)
"""The last rows are the headings of Japanese, Chinese, Korean, Spanish, Portuguese and German pages."""


_QUOTED = re.compile(r"[\"`][ \t]*(?:[,|;.(\u2014-]|on\b|means\b|is\b|[a-z])")
"""A sentence that goes on behind what it quotes."""


_ANSWERED = next(sign for sign in _SIGNS if sign.pattern == _SOLUTION)


def is_example(around: Surroundings, start: int, end: int, finding: Finding) -> bool:
    """Whether the message at ``start``..``end``, read as ``finding``, is shown by a page that explains it."""
    text, principal = around.text, finding.principal
    unnamed = _UNNAMED.match(text, start) is not None
    if principal != NOBODY:
        shown = _ACCOUNTS.search(principal.arn or "") is not None
    else:
        shown = _SENTENCE.search(text, start, end) is None or unnamed
    if not shown:
        return False
    begin, stop = max(0, start - _AROUND), end + _AROUND
    abridged = unnamed and finding.resource in (None, "*") and finding.denial == "unknown"
    if principal == NOBODY and abridged and around.first(_ANSWERED, end, stop) is not None:
        return True
    quoted = _QUOTED.match(text, end) is not None and text[start - 1 : start] == text[end : end + 1]
    signs = (around.first(sign, begin, start) or around.first(sign, end, stop) for sign in _SIGNS)
    return quoted + sum(1 for sign in signs if sign) >= _ENOUGH
