"""Which actions a clause says are lacking: named ones, a named operation, a verb and a thing of a service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.knowledge.denials.doings import (
    actions_on_objects,
    actions_wholly_told,
    doings_in,
    sole_doing,
)
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.frames import Frames
from policywright.knowledge.denials.model import Span
from policywright.knowledge.denials.naming import services_in
from policywright.knowledge.denials.things import done_to_things
from policywright.knowledge.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was to be done; ``named``: the text itself has the action, or one operation of AWS."""

    actions: tuple[str, ...] = ()
    service: str | None = None
    named: bool = False
    known: bool = False
    """Whether it names operations or services of AWS, of which it cannot be told which one is meant."""


_ACTION = re.compile(r"(?<![\w:./-])(?P<action>[a-z][a-z0-9-]{1,40}:[A-Z][A-Za-z0-9]{2,80})(?![\w:*/-])")
_OPERATION = re.compile(
    r"\b(?:call(?:ing)?|perform(?:ing)?|invok(?:e|ing)|execut(?:e|ing)|run(?:ning)?|us(?:e|ing)|via|through|the|for)"
    r"[\s`'\"]{0,3}"
    r"(?P<op>[A-Z][a-z0-9]+[A-Za-z0-9]*)\b(?P<kind>\s+(?:operation|API|action|call)\b)?"
    r"(?:\s+(?:on|in|for|of|against)\s+(?P<svc>(?:the\s+)?[A-Z][\w ]{1,40}))?"
)


def service_of_frame(frames: Frames, clause: Span, facts: Facts) -> str | None:
    """Whose answer it was, as the frame around it tells."""
    for frame in frames.leading_to(*clause):
        if frame.service and (named := facts.service_named(frame.service)) is not None:
            return named
        if frame.operation and len(found := facts.services_meant(frame.operation)) == 1:
            return found[0]
    return None


def actions_lacking(text: str, clause: Span, trigger: Span, facts: Facts, service: str | None) -> Done:
    """The actions of a clause, looked for behind the words that say what is lacking, then in them."""
    begin, end = clause
    told = tuple(
        dict.fromkeys(
            name
            for match in _ACTION.finditer(text, trigger[0], end)
            if (name := facts.canonical(match["action"])) is not None
        )
    )
    if told:
        return Done(actions=told, service=told[0].partition(":")[0], named=True)
    for match in _OPERATION.finditer(text, trigger[0], end):
        if "occurred (" in text[max(0, match.start() - _HEAD) : match.start()]:
            continue  # the frame of the next message
        if (done := _of_operation(match, facts, service)) is not None:
            return done
    for match in _PERMITTED.finditer(text, clause[0], end):
        if (done := _of_operation(match, facts, service)) is not None:
            return done
    begin = trigger[0]
    if (helped := _HELPED.match(text, trigger[0], end)) is not None:
        begin = helped.end()
    labels = services_in(text, begin, end, facts) or [
        label for label in services_in(text, clause[0], begin, facts) if label[0] < begin - _SUBJECT
    ]
    named = {name for _, name in labels}
    if len(named) > 1:
        return Done(known=True)  # which of them it is about cannot be told
    whose = next(iter(named), None)
    if whose is None and re.search(r"\bS3\b|\bs3[an]?://|\bbucket\b", text[begin:end]):
        whose = "s3"
    if whose is None:
        sole = sole_doing(text[trigger[1] : end], facts) if service is None else None
        return Done(actions=sole[1], service=sole[0]) if sole else Done(service=service)
    return Done(
        actions=_by_words(text, (trigger[0], max(begin, trigger[1])), end, whose, facts), service=whose
    )


_PERMITTED = re.compile(
    r"\b(?P<op>[A-Za-z][a-z]+[A-Z][A-Za-z]+)(?P<kind>)\s+(?:permissions?|access)\s+(?:for|on|to)\b"
    r"(?:\s+(?:\w+\s+){0,2}?(?P<svc>[A-Z][\w ]{1,40}))?"
)
"""*getBucketAcl permissions for your S3 bucket*"""
_HEAD = 80
_SUBJECT = 4
"""A service whose name ends so near in front of the verb is who does it, not on what."""
_HELPED = re.compile(r"[^.;\n]{0,60}?\b(?:allow|let|authori[sz]e|permit)s?\s(?:[A-Z]\w*\s){1,4}(?=to\s)")
"""Whom a role is to allow something: no thing of this service is meant."""


def _of_operation(match: re.Match[str], facts: Facts, service: str | None) -> Done | None:
    name, words = match["op"][0].upper() + match["op"][1:], match["svc"]
    candidates = facts.services_with(name)
    if not candidates and match["kind"] and (of_s3 := facts.canonical(f"s3:{name}")) is not None:
        return Done(actions=(of_s3,), service="s3", named=True)  # S3's actions have names of their own
    if not candidates or (not match["kind"] and not words and not re.search(r"[a-z][A-Z]", name)):
        return None
    told = next(_labels(words, facts), None) if words else None
    if told is None:
        meant = facts.services_meant(name)
        told = service if service in candidates else meant[0] if len(meant) == 1 else None
        told = told or ("s3" if "s3" in candidates else None)  # of which the others took the name
    if told is None:
        return Done(known=True)
    known = facts.canonical(f"{facts.prefix_of(told)}:{name}")
    actions = facts.actions_of(told, name) or ((known,) if known else ())
    return Done(actions=actions, service=told, named=bool(actions)) if actions else None


def _labels(words: str, facts: Facts) -> Iterator[str]:
    """The service that words begin with; what goes on behind it is another sentence."""
    label = words.removeprefix("the ").split()
    for count in range(min(len(label), 4), 0, -1):
        if (named := facts.service_named(" ".join(label[:count]))) is not None:
            yield named


_VERBS = re.compile(r"\b[A-Za-z]{4,12}\b")


def _by_words(text: str, trigger: Span, end: int, service: str, facts: Facts) -> tuple[str, ...]:
    """The one operation of a service that a verb and a thing name, or a verb that is one itself."""
    window = " ".join(text[trigger[0] : end].split())
    behind = " ".join(text[trigger[1] : end].split())
    held = dict.fromkeys(actions for _, actions in done_to_things(behind, service))
    if held:
        return next(iter(held)) if len(held) == 1 else ()  # what is in it, not what is told about it
    if service == "ecr" and len(images := doings_in(behind, service, facts)) == 1:
        return images[0]
    if service == "s3":
        calls = doings_in(behind, service, facts)
        if calls:
            return calls[0] if len(calls) == 1 else ()
        return actions_on_objects(behind, facts)
    whole = {
        word.capitalize()
        for word in _VERBS.findall(window)
        if service in facts.services_with(word.capitalize())
    }
    if len(whole) == 1:
        return facts.actions_of(service, whole.pop())
    told = (actions_wholly_told(behind, facts, name) for name in (service, *facts.parts_of(service)))
    return next(filter(None, told), ())
