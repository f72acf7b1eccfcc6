"""What somebody says, in sentences of their own, that they were doing when they were refused.

A stack or a code often tells no operation: *I was reading a parameter from Parameter Store and got
AccessDeniedException*. The parts around a refusal (``discourse``) may name a service and what was done to a
thing of it, together or one the service and the other the rest. All that is done there must be one call, or
none is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from policywright.knowledge.denials.candidates import MOST, candidates, meant
from policywright.knowledge.denials.discourse import Part, clauses, parts_around
from policywright.knowledge.denials.doings import doings_in, sole_doing
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.governing import but_told, governed
from policywright.knowledge.denials.identifiers import operation_called, operations_in
from policywright.knowledge.denials.model import NOBODY, Finding, Span
from policywright.knowledge.denials.naming import services_in
from policywright.knowledge.denials.nearby import Surroundings
from policywright.knowledge.denials.things import done_to_things
from policywright.knowledge.records import replace

RUNS = frozenset(
    (
        "lambda",
        "ecs",
        "eks",
        "ec2",
        "batch",
        "glue",
        "sagemaker",
        "codebuild",
        "apprunner",
        "amplify",
        "emr",
        "stepfunctions",
    )
)
"""Where code runs: beside another service it is who calls, not what is called."""
_NAME = r"[a-z][a-z0-9-]{1,40}:[A-Z][A-Za-z0-9]{2,80}"
_ACTION = re.compile(rf"(?<![\w:./-]){_NAME}(?![\w:*/-])")
_S3 = re.compile(r"\b[Ss]3\b")
_BUCKETS = re.compile(r"\bbuckets?\b", re.IGNORECASE)


def told_in_words(
    around: Surroundings, span: Span, service: str | None, facts: Facts
) -> tuple[str | None, tuple[str, ...]]:
    """The service, where none is known, and the actions of the one thing that is said to be done to it."""
    text = around.text
    parts = tuple(parts_around(around, span))
    refused = text[span[0] : span[1]]
    of_s3 = "AccessDenied" in refused
    first, last = _own(parts, span)
    sentence, at = text[first:last], (span[0] - first, span[1] - first)
    covered = but_told(sentence, at)
    said = [
        covered[part.span[0] - first : part.span[1] - first] if part.place == "own" else words
        for part, words in zip(parts, _said(around, parts), strict=True)
    ]
    own = governed(sentence, at)
    focus = sentence[slice(*own)] if own is not None else ""
    named = service or next(
        filter(None, (_service(words, facts, of_s3=of_s3) for words in (focus, *said))), None
    )
    for part, words in zip(parts, said, strict=True):
        done = _done(part, words, named, facts, refused)
        if done:
            return done[0] if len(done) == 1 else (done[0][0], ())
    called = operation_called(text, span, named, facts)
    return called or (named, ())


def _own(parts: Sequence[Part], span: Span) -> Span:
    """From where to where the parts of a refusal's own sentence go."""
    own = [part.span for part in parts if part.place == "own"]
    return min(begin for begin, _ in own), max(span[1], *(end for _, end in own))


def _governed_at(around: Surroundings, span: Span) -> str:
    """What a refusal says itself was refused."""
    first, last = _own(tuple(parts_around(around, span)), span)
    own = governed(around.text[first:last], (span[0] - first, span[1] - first))
    if own is None:
        return around.text[slice(*span)]
    return around.text[first + own[0] : first + own[1]]


def with_candidates(around: Surroundings, finding: Finding, facts: Facts) -> Finding:
    """A refusal in words that names no call, with the operations that they may mean."""
    known = finding.actions or finding.operation or finding.principal != NOBODY or finding.encoded_message
    if known or finding.topic is not None or finding.strength > CODE or finding.candidates:
        return finding
    asked, service = _governed_at(around, finding.span), finding.service
    each = (
        doings_in(asked, service, facts) if service else (one for _, one in done_to_things(asked, said=asked))
    )
    told = (action for actions in each for action in actions)
    near = (*told, *(candidates(asked, service, facts) if service else ()))
    return replace(finding, candidates=tuple(dict.fromkeys(near))[:MOST])


def but_told_in(around: Surroundings, span: Span) -> str:
    """The whole text, but for the verbs that a refusal's own sentence tells as background."""
    first, last = _own(tuple(parts_around(around, span)), span)
    text = around.text
    covered = but_told(text[first:last], (span[0] - first, span[1] - first))
    return f"{text[:first]}{covered}{text[last:]}"


def service_in_words(around: Surroundings, span: Span, facts: Facts) -> str | None:
    """The service that the sentence of a refusal names, or what leads to it or follows it."""
    said = (words for part in _said(around, parts_around(around, span)) for words, _ in clauses(part))
    return next(filter(None, (_service(words, facts, of_s3=False) for words in said)), None)


def words_around(around: Surroundings, span: Span, *places: str) -> Iterator[str]:
    """What the parts around a refusal say that stand so to it."""
    return _said(around, (part for part in parts_around(around, span) if part.place in places))


def unable_in(words: str, others: Sequence[str], facts: Facts) -> tuple[str | None, tuple[str, ...], bool]:
    """The service and the actions of what a clause says cannot be done; whether it names any service.

    Whose thing it is the other sentences may say, or a thing that one service has.
    """
    told = (_service(text, facts, of_s3=True) for text in (words, *others))
    service = next((name for name in told if name not in (None, *RUNS)), None)
    if service is None:
        sole = sole_doing(words, facts, " ".join(others))
        named = any(services_in(text, 0, len(text), facts) for text in (words, *others[:1]))
        return (*sole, True) if sole else (None, (), named)
    calls = operations_in(words, service, facts) or doings_in(words, service, facts)
    return service, calls[0] if len(calls) == 1 else (), True


def doing_in(clause: str, facts: Facts, own: str | None = None) -> tuple[str, tuple[str, ...]] | None:
    """The one thing that a clause says is done to something of the service that it names, or of ``own``."""
    service = service_of(clause, facts) or own
    if service is None:
        return None
    calls = operations_in(clause, service, facts) or doings_in(clause, service, facts)
    return (service, calls[0]) if len(calls) == 1 and calls[0] else None


def service_of(words: str, facts: Facts) -> str | None:
    """The one service that is named, which is not where code runs."""
    service = _service(words, facts, of_s3=False)
    return service if service not in RUNS else None


def service_beside(around: Surroundings, span: Span, facts: Facts) -> str | None:
    """The service that the sentence or the line itself names, which is not where code runs."""
    own = (words for part in words_around(around, span, "own") for words, _ in clauses(part))
    named = {_service(words, facts, of_s3=False) for words in own} - {None, *RUNS}
    asked = _service(_governed_at(around, span), facts, of_s3=bool(named))
    if asked not in (None, *RUNS):
        return asked
    return named.pop() if len(named) == 1 else None


def actions_beside(around: Surroundings, span: Span, facts: Facts) -> set[str]:
    """The actions that the sentence itself names."""
    return {
        action
        for words in words_around(around, span, "own")
        for match in _ACTION.finditer(words)
        if (action := meant(match[0], facts)) is not None
    }


def asked_for(around: Surroundings, finding: Finding, facts: Facts) -> Finding:
    """A refusal that names no call, with the one action that the words around it say is missing or needed."""
    called = finding.operation is not None or finding.strength >= CODE or finding.topic is not None
    if finding.principal != NOBODY or called:
        return finding
    asked = [
        actions_from(words, match, facts)
        for words, match in _asked(around, finding.span)
        if not is_supposed(words, match.start())
    ]
    found = tuple(dict.fromkeys(action for actions in asked for action in actions))
    if not found and not finding.actions and around.speech.tells:
        found = tuple(_helped_later(around, finding.span, facts))
    if not found or (len(found) != 1 and found not in asked):
        return finding
    prefixes = {action.partition(":")[0] for action in found}
    others = finding.service is not None and facts.prefix_of(finding.service) not in prefixes
    if others and finding.actions and prefixes != {"kms"}:
        return finding  # KMS is asked by whatever was called
    return replace(finding, actions=found, service=found[0].partition(":")[0])


def actions_from(words: str, match: re.Match[str], facts: Facts) -> tuple[str, ...]:
    """The action that is named there, and those that go on its list."""
    first = meant(match["action"], facts)
    return () if first is None else (first, *listed_behind(_MORE, words, match.end("action"), facts))


def listed_behind(more: re.Pattern[str], text: str, start: int, facts: Facts) -> Iterator[str]:
    """The actions of the catalog that go on the list which the one that ends at ``start`` begins; ``more``
    finds the next."""
    while (match := more.match(text, start)) is not None:
        action = meant(match["action"], facts)
        if action is None:
            return
        yield action
        start = match.end("action")


_MORE = re.compile(
    r"[\"'`*]{0,3}[ \t]*(?:(?:,|&|\+|/|\band\b|\bplus\b)[ \t]*){1,2}[\"'`*]{0,3}"
    rf"(?<![\w:./-])(?P<action>{_NAME})(?![\w:*/-])"
)
"""Another action of the list that one stands in."""


def _asked(around: Surroundings, span: Span) -> Iterator[tuple[str, re.Match[str]]]:
    """Each action that the parts around a refusal say it takes, or that helped when it was added."""
    parts = tuple(parts_around(around, span))
    for words in _said(around, parts):
        yield from ((words, match) for match in _ASKED.finditer(words))
    behind = " ".join(
        around.text[max(part.span[0], span[1]) : part.span[1]] for part in parts if part.span[1] > span[1]
    )
    yield from ((behind, match) for match in _HELPED.finditer(behind))
    yield from ((behind, match) for match in _ADDS.finditer(behind))


_THREAD = 2_500
"""How far behind a refusal the answer may stand that helped."""


def _helped_later(around: Surroundings, span: Span, facts: Facts) -> set[str]:
    """The actions that somebody says later on to have helped, where nothing nearer tells one."""
    helped = around.within(_HELPED, span[1], span[1] + _THREAD)
    return {action for match in helped if (action := meant(match["action"], facts)) is not None}


_SUPPOSED = re.compile(
    r"\b(?:if|unless|whether|in case)\b[^.:;\n]{0,60}\byou\b[^.:;\n]{0,60}\Z"
    r"|(?<!our )(?<!my )(?<!these )\b(?:roles|users|callers|principals|identities|developers|engineers"
    r"|people|those|anyone|everyone|nobody|customers)\s+(?:(?:that|who|which|are|were|do|with)\s+)*\Z",
    re.IGNORECASE,
)
"""In front of what a page says about everybody: *if you don't have it*."""
_CONDITION = 160


def is_supposed(text: str, start: int) -> bool:
    """Whether what is lacking is a condition: *if you don't have it, S3 answers 403*."""
    return _SUPPOSED.search(text[max(0, start - _CONDITION) : start]) is not None


_ASKING = re.compile(
    r"(?:\A|[.!?\n]\s*|\A\W*)(?:is|are|was|were|do|does|did|has|have)\s(?!any|some|every)[^.?!:\n]{0,120}\Z",
    re.IGNORECASE,
)
"""How a sentence begins that asks."""
_ENDS_ASKING = re.compile(r"(?:[^.!:\n]|[.:](?=\w)){0,120}?\?")


def is_asked(text: str, span: Span) -> bool:
    """Whether a sentence asks whether something is so: *is the role not allowed to do it?*"""
    leads = _ASKING.search(text, max(0, span[0] - _CONDITION), span[0])
    return leads is not None and _ENDS_ASKING.match(text, span[1]) is not None


_ADDED = re.compile(r"(?<!after )\badd(?:s|ed|ing)? (?:an?|the|some|any|all)? ?\Z", re.IGNORECASE)
_AVOIDED = re.compile(r"\b(?:avoid|prevent)(?:s|ed|ing)?\b[^.;\n]*\Z", re.IGNORECASE)
_FAILING = re.compile(
    r"\b(?:fail(?:s|ed|ing|ures?)?|denied|errors?|exceptions?|403|can(?:not|['\u2019]t)|unable|works?|worked)\b",
    re.IGNORECASE,
)
_JUST = 40
_ABOUT = 700


def is_added(text: str, span: Span) -> bool:
    """Whether what is missing is what a change adds, and nobody says that anything failed for want of it."""
    if _ADDED.search(text[max(0, span[0] - _JUST) : span[0]]) is None:
        return False
    failing = _FAILING.finditer(text, max(0, span[0] - _ABOUT), span[1] + _ABOUT)
    return all(_AVOIDED.search(text[max(0, one.start() - _JUST) : one.start()]) for one in failing)


CODE = 6
"""Strength over which a finding knows its call from more than words."""
_ASKED = re.compile(
    r"(?i:\b(?:requires?|required|needs?|needed|missing|lack(?:s|ed|ing)?|without"
    r"|(?:did|do|does)(?: not|n.t) have|(?:fixed|solved|resolved) (?:it |this |that )?by (?:adding|granting)"
    r"|(?:solution|fix|workaround)(?: is| was|:)(?: to)? (?:allow|add|grant)(?:ing)?"
    r"|this (?:PR|MR|change|commit|patch) (?:adds|grants|gives|allows)"
    rf"|after (?:adding|granting)))\b[^.;]{{0,60}}?(?<![\w:./-])(?P<action>{_NAME})(?![\w:*/-])"
)
"""The action that somebody says it takes."""


_NOT = r"(?:not|still|same|but|no luck|without success)"
_HELPED = re.compile(
    r"(?i:\b(?:add(?:ed|ing)?|grant(?:ed|ing)?|allow(?:ed|ing)?|permit(?:ted|ting)?|enabl(?:ed|ing)|includ(?:ed|ing)|giv(?:en|ing)|gave))"
    r"\b[^.;]{0,40}?(?<![\w:./-])(?P<action>[a-z][a-z0-9-]{1,40}:[A-Za-z]{4,80})(?![\w:*/-])"
    rf"(?:(?!\b{_NOT}\b|n['\u2019]t\b|(?<![\w:./-]){_NAME})[^\n]){{0,100}}?"
    r"(?i:\b(?:works?|worked|working|fix(?:es|ed)|solv(?:es?|ed)|resolv(?:es|ed)|success\w*|succeeds?|succeeded|helped"
    r"|did the trick|went away|is gone|passes|passed))\b"
)
"""The one that was added, and then it went well."""
_ADDS = re.compile(
    r"(?:\A|[.\n])\s*(?:[-*]\s+)?(?i:adds?|added|grants?|granted)\s[^.;\n]{0,40}?"
    rf"(?<![\w:./-])(?P<action>{_NAME})(?![\w:*/-])(?![^.\n]{{0,160}}?\b{_NOT}\b)"
)
"""What a change adds because of it."""


def _said(around: Surroundings, parts: Iterable[Part]) -> Iterator[str]:
    return (around.text[part.span[0] : part.span[1]] for part in parts)


def _done(
    part: Part, words: str, service: str | None, facts: Facts, refused: str
) -> Sequence[tuple[str, tuple[str, ...]]]:
    """Each thing that a part says was done, with whose it is; of those that failed where one did."""
    found: dict[tuple[str, tuple[str, ...]], bool] = {}
    for clause, fails in clauses(words):
        if part.place == "behind" and not fails:
            continue
        if service is None:
            sole = sole_doing(clause, facts, refused)
            done = [sole] if sole else []
        else:
            calls = operations_in(clause, service, facts) or doings_in(clause, service, facts)
            done = [(service, actions) for actions in calls]
        for one in done:
            found[one] = found.get(one, False) or fails
    return [one for one, fails in found.items() if fails] or list(found)


def _service(words: str, facts: Facts, *, of_s3: bool) -> str | None:
    """The one service that a part names; ``of_s3``: buckets are S3's, whose code it is."""
    return _service_in(words, facts, of_s3)


@lru_cache(maxsize=512)
def _service_in(words: str, facts: Facts, of_s3: bool) -> str | None:
    named = {name for _, name in services_in(words, 0, len(words), facts)}
    if not named - RUNS and (_S3.search(words) or (of_s3 and _BUCKETS.search(words))):
        return "s3"
    named = named - RUNS or named
    return named.pop() if len(named) == 1 else None
