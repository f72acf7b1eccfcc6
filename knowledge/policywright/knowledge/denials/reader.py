"""Reading a text: normalise, scan with every reader, merge what several saw, say what it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from policywright.knowledge.denials.advice import advice, fixable
from policywright.knowledge.denials.calls import CALL, leads_to, read_calls
from policywright.knowledge.denials.events import read_access_logs, read_records
from policywright.knowledge.denials.facts import Facts, StoreFacts
from policywright.knowledge.denials.frames import Frame, read_frames
from policywright.knowledge.denials.merging import merge
from policywright.knowledge.denials.model import (
    NOBODY,
    Denial,
    DenialReport,
    Finding,
    NotDenial,
    NotDenialCode,
    Span,
)
from policywright.knowledge.denials.negatives import NotPolicy, read_negatives
from policywright.knowledge.denials.normalise import normalise
from policywright.knowledge.denials.sentence import read_sentences
from policywright.knowledge.denials.windows import windows
from policywright.knowledge.denials.wordings import read_wordings
from policywright.knowledge.records import replace
from policywright.knowledge.store import Store, shared_store


def read_denials(text: str, store: Store | None = None) -> DenialReport:
    """The denials in ``text``; ``store`` (default: the shared one) tells an operation's actions."""
    return read_with(text, _facts(store or shared_store()))


@lru_cache(maxsize=4)
def _facts(store: Store) -> StoreFacts:
    return StoreFacts(store)


def read_with(text: str, facts: Facts) -> DenialReport:
    """The denials in ``text``, and what is none; ``facts`` answers questions about AWS."""
    findings = [*read_records(text, facts)]
    negatives: list[NotPolicy] = []
    for start, end in windows(text):
        found, others = _read(text[start:end], facts)
        findings += (replace(finding, span=_moved(finding.span, start)) for finding in found)
        negatives += (replace(negative, span=_moved(negative.span, start)) for negative in others)
    merged = merge(findings)
    return DenialReport(
        denials=tuple(_denial(finding) for finding in merged),
        not_denials=_others(negatives, merged),
    )


def _moved(span: Span, offset: int) -> Span:
    return span[0] + offset, span[1] + offset


def _read(text: str, facts: Facts) -> tuple[list[Finding], list[NotPolicy]]:
    """One window of the text; the spans of the results are those of the window."""
    mapped = normalise(text)
    flat = mapped.text
    sentences = read_sentences(flat, facts)
    frames = tuple(sorted(read_frames(flat), key=lambda frame: frame.start))
    negatives = [*read_negatives(flat), *(NotPolicy(code, span) for code, span in sentences.others)]
    told = [finding.span for finding in sentences.findings]
    findings = [
        *(_framed(flat, finding, frames, facts) for finding in sentences.findings),
        *_wordings(flat, frames, facts, sentences.findings, told),
        *_unsilenced(read_calls(flat, frames, facts, told), negatives),
        *read_access_logs(flat, facts),
    ]
    return (
        [replace(finding, span=mapped.origin(finding.span)) for finding in findings],
        [replace(negative, span=mapped.origin(negative.span)) for negative in negatives],
    )


_NEAR = 8


def _framed(flat: str, finding: Finding, frames: Sequence[Frame], facts: Facts) -> Finding:
    """The sentence with the call that its frame names."""
    start, end = finding.span
    for frame in frames:
        if frame.trailing:
            fits = start - _NEAR <= frame.start <= end + _NEAR or frame.start <= start < frame.end
        else:
            fits = leads_to(flat, frame, start)
        if fits and (frame.operation or frame.service):
            service = facts.service_named(frame.service) if frame.service else None
            finding = replace(
                finding,
                service=finding.service or service,
                operation=finding.operation or frame.operation,
            )
    return finding


def _wordings(
    flat: str, frames: Sequence[Frame], facts: Facts, known: Sequence[Finding], told: list[Span]
) -> list[Finding]:
    """Service wordings outside sentences that name somebody; their places are added to ``told``."""
    found: list[Finding] = []
    sentences = [finding.span for finding in known if finding.principal != NOBODY]
    for finding in read_wordings(flat, facts):
        start, end = finding.span
        if any(begin <= start < stop or begin < end <= stop for begin, stop in sentences):
            continue
        filled = _from_call(finding, frames, facts) if finding.topic == "from-call" else finding
        if filled is not None:
            told.append(filled.span)
            found.append(filled)
    return found


def _from_call(finding: Finding, frames: Sequence[Frame], facts: Facts) -> Finding | None:
    """A wording that leaves the action to the frame around it."""
    start = finding.span[0]
    for frame in frames:
        if not frame.operation or not frame.start <= start <= frame.end + len(frame.message):
            continue
        service = facts.service_named(frame.service) if frame.service else finding.service
        candidates = (service,) if service else facts.services_with(frame.operation)
        if len(candidates) == 1:
            actions = facts.actions_of(candidates[0], frame.operation)
            everything = actions and all(facts.resource_types(action) == () for action in actions)
            return replace(
                finding,
                actions=actions,
                resource="*" if everything else finding.resource,
                service=candidates[0],
                operation=frame.operation,
                topic=None,
            )
    return replace(finding, topic=None) if finding.service or finding.resource else None


_UNSURE = frozenset({NotDenialCode.OTHER_SYSTEM, NotDenialCode.WAF, NotDenialCode.API_KEY})


def _unsilenced(findings: Iterable[Finding], negatives: Sequence[NotPolicy]) -> Iterator[Finding]:
    """Without those bare framings that a recognised other system wrote."""
    for finding in findings:
        start, end = finding.span
        overlapping = {
            negative.code for negative in negatives if negative.span[0] < end and start < negative.span[1]
        }
        known = finding.strength >= CALL or (finding.service is not None and overlapping <= _UNSURE)
        if known or not overlapping:
            yield finding


def _denial(finding: Finding) -> Denial:
    verdict = fixable(finding)
    words, ask = advice(finding, verdict)
    return Denial(
        principal=finding.principal,
        actions=finding.actions,
        resource=finding.resource,
        denial=finding.denial,
        policy_type=finding.policy_type,
        denying_policy=finding.denying_policy,
        fixable=verdict,
        advice=words,
        text_span=finding.span,
        ask=ask,
        service=finding.service,
        operation=finding.operation,
        encoded_message=finding.encoded_message,
    )


def _others(negatives: Sequence[NotPolicy], denials: Sequence[Finding]) -> tuple[NotDenial, ...]:
    result: list[NotDenial] = []
    for negative in negatives:
        start, end = negative.span
        if any(begin < end and start < stop for begin, stop in (finding.span for finding in denials)):
            continue
        if not any(known.code == negative.code for known in result):
            result.append(NotDenial(code=negative.code, text_span=(start, end)))
    return tuple(sorted(result, key=lambda found: found.text_span))
