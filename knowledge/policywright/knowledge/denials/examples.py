"""Messages that a page shows as examples: documentation, runbooks, guides.

Such a page says in its own words that it explains (*example error*, *common error messages*, *Symptoms*), and
its messages name nobody, or somebody in one of the accounts that are kept for examples. Each alone is what
people write who ask for help, too; together they are a page.
"""

from __future__ import annotations

import re

from policywright.knowledge.denials.model import NOBODY, Principal

_AROUND = 1_500
_ENOUGH = 2
"""How many different signs make a page: one alone may be a question."""
_ACCOUNTS = re.compile(
    r"(?<!\d)(?:123456789012|1234567890|123456789|12345678\d{4}|012345678901|111122223333|444455556666|777788889999"
    r"|(\d)\1{11})(?!\d)"
)
"""AWS's own example accounts, and those that people type for one."""
_SIGNS = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"\bexample errors?\b|\b(?:typical|common|sample)\s+(?:error|denial)s?\b|\berror format is\b",
        r"\b(?:errors?|messages?)\s+(?:similar\s+to|such\s+as|of\s+the\s+form|in\s+the\s+(?:form|format))\b",
        r"\bin this (?:case|example)\s*,|\bfor example\s*,",
        r"\byou\s+(?:may|might|will|could|can)\s+(?:\w+\s+)?(?:see|get|receive|encounter)\b",
        r"\basks?\s+(?:his|her|their|your)\s+administrator\b|\b(?:mateojackson|marymajor|JohnDoe)\b",
        r"^(?:#+\s*|\*\*)?(?:[\d.]+\s+)?(?:overview|purpose|symptoms?|causes?|resolution|solution|runbook|prerequisites"
        r"|quick[ _]fix|document id|severity|fix|why (?:this|it) happens|what (?:this|it) means)\b[^\n]{0,60}$",
        r"^(?:#+\s*)?(?:how to (?:fix|resolve|troubleshoot)|what causes|troubleshoot(?:ing)?)\b",
        r"\bstep \d+\s*[:(-]",
        r"\bwhen calling the\s+(?:\[\w+\]|<\w+>|\{\w+\}|\.\.\.)",
    )
)


def is_example(text: str, start: int, end: int, principal: Principal) -> bool:
    """Whether the message at ``start``..``end`` is shown by a page that explains it."""
    known = principal.arn is not None or principal.name is not None
    if (known or principal != NOBODY) and not _ACCOUNTS.search(principal.arn or ""):
        return False
    around = text[max(0, start - _AROUND) : end + _AROUND]
    return sum(1 for sign in _SIGNS if sign.search(around)) >= _ENOUGH
