"""What somebody says, in a sentence of their own, that they were doing when they were refused.

A stack or a code often tells no operation: *I was reading a parameter from Parameter Store and got
AccessDeniedException*. The sentence that a refusal stands in, and those that lead to it, may name a service
and what was done to a thing of it. All that is done there must be one call, or none is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.knowledge.denials.doings import doings_in, sole_doing
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.identifiers import operations_in
from policywright.knowledge.denials.model import Span
from policywright.knowledge.denials.naming import services_in
from policywright.knowledge.denials.nearby import Surroundings

_LEAD = 320
"""How far in front of a refusal the sentence may end that leads to it."""
_BACK = 3
"""*But I got this error:* tells nothing; the sentence before it may."""
_SENTENCE = 600
"""A sentence that is longer is none."""
_WORKS = re.compile(
    r"(?<!not )(?<!n't )(?<!never )(?<!stopped )\b(?:works?|worked|working|succe(?:ss|ed)\w*|fine|able to"
    r"|(?:I|we) can)\b",
    re.IGNORECASE,
)
"""What is said of something else than what was refused."""
_RUNS = frozenset(
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
_S3 = re.compile(r"\b[Ss]3\b")
_BUCKETS = re.compile(r"\bbuckets?\b", re.IGNORECASE)


def told_in_words(
    around: Surroundings, span: Span, service: str | None, facts: Facts
) -> tuple[str | None, tuple[str, ...]]:
    """The service, where none is known, and the actions of the one thing that is said to be done to it."""
    told, text = service, around.text
    for begin, end in _sentences(around, span):
        words = text[begin:end]
        named = service or _service(words, facts, of_s3="AccessDenied" in text[span[0] : span[1]])
        if named is None:
            if (sole := sole_doing(words, facts)) is not None:
                return sole
            continue
        calls = operations_in(words, named, facts)
        done = calls or doings_in(words, named, facts)
        if done:
            return named, done[0] if len(done) == 1 else ()
        told = told or named
    return told, ()


def _sentences(around: Surroundings, span: Span) -> Iterator[Span]:
    """The sentence that a refusal stands in, then those before it that are of what was refused."""
    speech, text = around.speech, around.text
    inside = speech.before(span[0] + 1, _LEAD)
    if inside is not None and inside.span[1] > span[0]:
        yield _clipped(inside.span, span[0])
        place = inside.span[0]
    else:
        yield max(text.rfind("\n", 0, span[0]) + 1, span[0] - _LEAD), span[0]
        place = speech.outside(span[0])
    for _ in range(_BACK):
        lead = speech.before(place, _LEAD)
        if lead is None:
            return
        said = _clipped(lead.span, lead.span[1])
        if _WORKS.search(text, *said) is None:
            yield said
        place = lead.span[0]


def _clipped(sentence: Span, place: int) -> Span:
    """A sentence as far as it is near to a place."""
    return max(sentence[0], place - _SENTENCE), min(sentence[1], place + _SENTENCE)


def _service(words: str, facts: Facts, *, of_s3: bool) -> str | None:
    """The one service that a sentence names; ``of_s3``: buckets are S3's, whose code it is."""
    named = {name for _, name in services_in(words, 0, len(words), facts)}
    named = named - _RUNS or named
    if not named and (_S3.search(words) is not None or (of_s3 and _BUCKETS.search(words) is not None)):
        return "s3"
    return named.pop() if len(named) == 1 else None
