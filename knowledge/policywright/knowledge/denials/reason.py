"""Why a request was refused: the tail of the standard sentence.

``because no TYPE allows the ACTION action``, ``with an explicit deny in a TYPE[: ARN]`` and their
relatives. A tail that was cut off is read as far as it is unambiguous.
"""

from __future__ import annotations

import re

from policywright.knowledge.denials.masks import hides_action
from policywright.knowledge.denials.model import DenialKind, Finding, Fixable, PolicyType
from policywright.knowledge.denials.normalise import flex
from policywright.knowledge.records import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What the tail says; ``action`` is the one that it names, which may not be the one performed."""

    end: int
    denial: DenialKind = "unknown"
    policy_type: PolicyType = "unknown"
    denying_policy: str | None = None
    action: str | None = None
    fixable: Fixable | None = None
    encoded_message: str | None = None
    topic: str | None = None
    type_name: str | None = None
    """What the text calls a type of policy that is none of those known."""

    def of(self, finding: Finding) -> Finding:
        """The finding with who denies it, and why."""
        return replace(
            finding,
            denial=self.denial,
            policy_type=self.policy_type,
            denying_policy=self.denying_policy,
            fixable=self.fixable,
            topic=self.topic,
            type_name=self.type_name,
        )


_TYPES: tuple[tuple[str, PolicyType], ...] = (
    ("identity-based polic", "identity"),
    ("identity based polic", "identity"),
    ("identity polic", "identity"),
    ("resource-based polic", "resource"),
    ("resource based polic", "resource"),
    ("resource control polic", "rcp"),
    ("permissions boundary", "boundary"),
    ("permission boundary", "boundary"),
    ("permissions boundaries", "boundary"),
    ("service control polic", "scp"),
    ("session polic", "session"),
    ("sessions polic", "session"),
    ("VPC endpoint polic", "vpce"),
    ("VPCE polic", "vpce"),
    ("role trust polic", "resource"),
    ("trust polic", "resource"),
    ("bucket polic", "resource"),
    ("key polic", "resource"),
    ("queue polic", "resource"),
    ("topic polic", "resource"),
)
_SQUEEZED = tuple(("".join(words.split()).lower(), kind) for words, kind in _TYPES)
_SHORTEST_CUT = 3
_BECAUSE_NO = re.compile(
    rf"[\s,;.(\"'`\])]*(?:{flex('because no')}\s+|no\s+(?=[a-z][\w-]*(?:\s+[\w-]+){{0,3}}\s+allows\s+the\b))",
    re.IGNORECASE,
)
"""Whoever shortens the message may begin with *no*."""
_EXPLICIT = re.compile(
    rf"[\s,;.(\"'`\])]*(?:{flex('with an explicit deny')}|{flex('with explicit deny')}"
    rf"|{flex('due to an explicit deny')})",
    re.IGNORECASE,
)
_EXPLICIT_CUT = re.compile(
    rf"[\s,;(\"'`\])]*{flex('with an explicit')}\s*(?:d|de|den)?\s*(?:\u2026|\.\.\.|$)"
)
_IN = re.compile(r"\s*(?:in|by|from)\s+(?:an?|the|your|its)\s+")
_ALLOWS = re.compile(
    rf"\s*{flex('allows')}?\s*{flex('the')}\s*[\"'`]?([A-Za-z][\w-]*:\s*[\w\s*]*?)[\"'`]?\s*{flex('action')}s?",
    re.IGNORECASE,
)
_UNKNOWN_TYPE = re.compile(r"\s*[\"'`]?([A-Za-z][\w/-]*(?:\s+[A-Za-z][\w/-]*){0,4}?)[\"'`]?\s+allows?\b")
_UNKNOWN_DENIER = re.compile(
    r"\s*[\"'`]?([A-Za-z][\w/-]*(?:\s+[A-Za-z][\w/-]*){0,3}?\s+(?:polic(?:y|ies)|boundary|rule|setting|list))\b"
)
_PLACEHOLDER_TYPE = re.compile(r"type|policy[- _]type|some", re.IGNORECASE)
_POLICY_ARN = re.compile(
    r"(?:,?\s*with\s+(?:the\s+)?policy\s+ARN)?\s*:\s*[\"'`]?(arn:aws[\w-]*:(?:iam|organizations):[^\s\"'`<>\u2026]*)"
)
_ENCODED = re.compile(
    r"[\s.;,]*Encoded\s+authorization\s+failure\s+message:\s*[\"'`]?([\w+/=-]{8,}"
    r"(?:\n[ \t]*[\w+/=-]{16,}(?=\s|$))*)"
)
_TRANSITIVE = re.compile(r"\s+transitively\s+through\s+an?\s+[\w\s-]{3,60}?policy")
_THREE_WAY = re.compile(
    rf"[\s,;]*{flex('because the resource does not exist in this Region')}[\s\S]{{0,40}}?"
    rf"{flex('no resource-based policies allow access')}"
    rf"(?:[\s\S]{{0,40}}?{flex('explicitly denies access')})?"
)
_SETTING = re.compile(
    rf"[\s,;]*{flex('because')}\s+(?:public\s+(?:policies|ACLs?|access(?:\s+control\s+lists?(?:\s*\(ACLs?\))?)?)\s+(?:are|is)\s+(?:prevented|blocked)"
    r"|this\s+bucket\s+has\s+blocked|the\s+bucket\s+does\s+not\s+allow\s+ACLs"
    r"|(?:\S+\s+){0,12}?(?:setting|Block\s+Public\s+Access))[^\n]{0,300}"
)
_OTHER = re.compile(rf"[\s,;]*{flex('because')}\s+[^\n.]{{0,300}}")


_GAP = 300
"""How many characters of a resource that could not be read may stand in front of the reason."""
_LATER = re.compile(
    rf"{flex('because no')}\s+(?=\S)|{flex('with an explicit deny')}|{flex('with explicit deny')}",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"\n[ \t]*\n|[.!?]\s+[A-Z]|\(Service:|status code:|User:\s*arn|An error occurred|\n[ \t]*at |Traceback"
)


def read_reason(text: str, start: int, ceiling: int | None = None) -> Reason:
    """The tail that begins at ``start``, right behind the resource or the action, or not far behind."""
    reason = _at(text, start)
    if reason.end == start:
        limit = min(start + _GAP, len(text) if ceiling is None else ceiling)
        later = _LATER.search(text, start, limit)
        if later is not None and _BREAK.search(text, start, later.start()) is None:
            reason = _at(text, later.start())
    return _with_encoded(text, reason)


def _at(text: str, start: int) -> Reason:
    return (
        _three_way(text, start)
        or _setting(text, start)
        or _implicit(text, start)
        or _explicit(text, start)
        or _unreadable(text, start)
    )


def _type_at(text: str, start: int) -> tuple[PolicyType, int]:
    """The policy type at ``start``, cut or wrapped, and where it ends."""
    begin = start
    while begin < len(text) and (text[begin].isspace() or text[begin] in "\"'`*_"):
        begin += 1
    letters: list[str] = []
    ends = [begin]
    for index in range(begin, min(len(text), begin + 60)):
        if text[index].isspace():
            continue
        letters.append(text[index].lower())
        ends.append(index + 1)
    word = "".join(letters)
    for name, kind in _SQUEEZED:
        if word.startswith(name):
            end = ends[len(name)]
            tail = re.compile(r"\s*(?:y|ies)?").match(text, end) if not name.endswith("y") else None
            return kind, tail.end() if tail else end
    stump = re.match(r"[a-z-]*", word)
    cut = stump[0] if stump else ""
    found = {kind for name, kind in _SQUEEZED if name.startswith(cut)}
    rest = word[len(cut) :]
    if len(cut) >= _SHORTEST_CUT and len(found) == 1 and (not rest or rest[0] in "\u2026.[<("):
        return found.pop(), ends[len(cut)]
    return "unknown", begin


def type_named(words: str) -> PolicyType:
    """The type of policy that somebody's own words name."""
    squeezed = "".join(words.split()).lower()
    return next((kind for name, kind in _SQUEEZED if name in squeezed), "unknown")


def _three_way(text: str, start: int) -> Reason | None:
    """KMS names three possible causes at once; the words *explicitly denies* decide nothing."""
    match = _THREE_WAY.match(text, start)
    if match is None:
        return None
    return Reason(end=match.end(), policy_type="resource", fixable="no", topic="kms-three-way")


def _setting(text: str, start: int) -> Reason | None:
    match = _SETTING.match(text, start)
    return Reason(end=match.end(), fixable="no", topic="setting") if match else None


def _implicit(text: str, start: int) -> Reason | None:
    match = _BECAUSE_NO.match(text, start)
    if match is None:
        return None
    kind, end = _type_at(text, match.end())
    name = _unknown(_UNKNOWN_TYPE, text, match.end()) if kind == "unknown" else None
    if name is not None:
        end = match.end() + text[match.end() :].index(name.split()[-1]) + len(name.split()[-1])
    allows = _ALLOWS.match(text, end)
    return Reason(
        end=allows.end() if allows else end,
        denial="implicit",
        policy_type=kind,
        action=_told("".join(allows[1].split())) if allows else None,
        topic="unknown-type" if name else "trust" if "trust" in text[match.end() : end] else None,
        fixable="no" if name else None,
        type_name=name,
    )


def _told(action: str) -> str | None:
    return None if hides_action(action) else action


def _unknown(pattern: re.Pattern[str], text: str, start: int) -> str | None:
    """A type of policy that this version does not know, as the text names it."""
    match = pattern.match(text, start)
    name = " ".join(match[1].split()) if match else ""
    return name if name and not _PLACEHOLDER_TYPE.fullmatch(name.removesuffix(" policy")) else None


def _explicit(text: str, start: int) -> Reason | None:
    match = _EXPLICIT.match(text, start)
    if match is None:
        cut = _EXPLICIT_CUT.match(text, start)
        return Reason(end=cut.end(), denial="explicit") if cut else None
    where = _IN.match(text, match.end())
    if where is None:
        return Reason(end=match.end(), denial="explicit")
    kind, end = _type_at(text, where.end())
    name = _unknown(_UNKNOWN_DENIER, text, where.end()) if kind == "unknown" else None
    named = text[where.end() : end]
    transitive = _TRANSITIVE.match(text, end)
    if transitive is not None:
        end = transitive.end()
    policy, end = _policy_arn(text, end)
    topic = "transitive" if transitive else "trust" if "trust" in named else None
    return Reason(
        end=end,
        denial="explicit",
        policy_type=kind,
        denying_policy=policy,
        topic="unknown-type" if name else topic,
        type_name=name,
    )


def _policy_arn(text: str, start: int) -> tuple[str | None, int]:
    match = _POLICY_ARN.match(text, start)
    if match is None:
        return None, start
    arn, end = match[1], match.end()
    while text.startswith("\n", end) and arn[-1] in "-/:_":
        more = re.compile(r"\n[ \t]*([\w+=,.@/-]+)").match(text, end)
        if more is None:
            break
        arn, end = arn + more[1], more.end()
    stripped = arn.rstrip(".,;:)]}")
    if text.startswith("\u2026", end) or arn.endswith("...") or ":policy/" not in stripped:
        return None, end
    return stripped, end - len(arn) + len(stripped)


def _unreadable(text: str, start: int) -> Reason:
    match = _OTHER.match(text, start)
    return Reason(end=match.end() if match else start)


def _with_encoded(text: str, reason: Reason) -> Reason:
    match = _ENCODED.match(text, reason.end)
    if match is None:
        return reason
    return replace(reason, end=match.end(), encoded_message="".join(match[1].split()))


def encoded_after(text: str, start: int) -> tuple[str, int] | None:
    """An encoded authorization failure message that begins at ``start``, and its end."""
    match = _ENCODED.match(text, start)
    return ("".join(match[1].split()), match.end()) if match else None
