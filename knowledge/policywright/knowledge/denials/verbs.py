"""The verbs of operations that people mean by a word: *creating* is ``Create``, *fetched* is ``Get``."""

from __future__ import annotations

import re
from functools import lru_cache

READ = ("Describe", "Get", "List", "Head")
DESCRIBE = ("Describe", "List", "Get", "Head")
"""The same, said with the word that operations have: of one thing and of several."""
CREATE = ("Create", "Put", "Run", "Allocate", "Register", "Request", "Add")
UPDATE = ("Update", "Modify", "Put", "Set", "Change", "Create")
DELETE = ("Delete", "Terminate", "Remove", "Deregister", "Release")
SYNONYMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("creat", "mak", "add", "provision", "requisition"), CREATE),
    **dict.fromkeys(("launch", "run"), ("Run", "Start", "Launch")),
    **dict.fromkeys(("read", "fetch", "find", "query", "querie", "look", "retriev"), READ),
    **dict.fromkeys(
        ("get", "grab", "check", "discover", "enumerat", "inspect", "load", "refresh", "verify"), READ
    ),
    **dict.fromkeys(("pull", "obtain"), READ),
    **dict.fromkeys(("consum", "poll"), ("Receive", "Get")),
    "describ": DESCRIBE,
    "list": ("List", "Describe", "Get"),
    **dict.fromkeys(("updat", "modify", "modifi", "chang", "edit", "configur", "apply"), UPDATE),
    "set": ("Set", *UPDATE),
    **dict.fromkeys(("delet", "remov", "destroy", "terminat"), DELETE),
    "put": ("Put",),
    "writ": ("Put", "Write"),
    **dict.fromkeys(("push", "post"), ("Send", "Put", "Publish", "Post")),
    "upload": ("Put", "Upload"),
    "download": ("Get", "Download"),
    "tag": ("Tag",),
    "tak": ("Create", "Start"),
}
"""By the stems of what is told: *creating* and *create*; ``_OWN`` are verbs of operations themselves."""

ENDS = re.compile(r"(?:ing|es|ed|e|s)\Z")
_OWN = frozenset(
    [
        "attach",
        "detach",
        "associate",
        "disassociate",
        "allocate",
        "release",
        "import",
        "export",
        "copy",
        "start",
        "stop",
        "reboot",
        "register",
        "deregister",
        "subscribe",
        "unsubscribe",
        "authorize",
        "revoke",
        "send",
        "receive",
        "publish",
        "invoke",
        "encrypt",
        "decrypt",
        "generate",
        "enable",
        "disable",
        "replace",
        "request",
        "reset",
        "restore",
        "accept",
        "reject",
        "simulate",
        "schedule",
        "cancel",
        "batch",
        "purge",
        "search",
    ]
)


@lru_cache(maxsize=4096)
def verbs_of(word: str) -> tuple[str, ...]:
    """The verbs of operations that people mean by a word."""
    low = word.lower()
    stem = ENDS.sub("", low)
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in "tgn":
        stem = stem[:-1]
    if stem in SYNONYMS:
        return SYNONYMS[stem]
    own = next((verb for verb in (low, stem, stem + "e") if verb in _OWN), None)
    return (own.capitalize(),) if own else ()
