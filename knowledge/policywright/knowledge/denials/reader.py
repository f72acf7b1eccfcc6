"""Reading a text: normalise, scan with every reader, merge what several saw, say what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import zip_longest

from policywright.knowledge.denials.advice import advice, doubt_of, fixable
from policywright.knowledge.denials.asking import unread_asked
from policywright.knowledge.denials.asks import asks_for
from policywright.knowledge.denials.blaming import with_blamed
from policywright.knowledge.denials.called import covered, uncovered
from policywright.knowledge.denials.calls import (
    AFTER,
    BEFORE,
    call_around,
    leads_to,
    read_calls,
    service_of_call,
)
from policywright.knowledge.denials.constants import is_argument, is_constant, is_remark
from policywright.knowledge.denials.doings import actions_of_doing, actions_of_tagging, calls_of_resource
from policywright.knowledge.denials.events import read_access_logs, read_records
from policywright.knowledge.denials.evidence import read_evidence
from policywright.knowledge.denials.examples import standing
from policywright.knowledge.denials.facts import Facts, StoreFacts
from policywright.knowledge.denials.failures import read_failures
from policywright.knowledge.denials.frames import Frames, read_frames
from policywright.knowledge.denials.identifiers import operation_named
from policywright.knowledge.denials.joined import but_joined
from policywright.knowledge.denials.lacks import unread_lacks, unsaid
from policywright.knowledge.denials.looks import commands
from policywright.knowledge.denials.masks import hides_action, masks_action
from policywright.knowledge.denials.mentions import is_mentioned
from policywright.knowledge.denials.merging import merge
from policywright.knowledge.denials.model import (
    NOBODY,
    Denial,
    DenialReport,
    Finding,
    NotDenial,
    NotDenialCode,
    Pasted,
    Span,
)
from policywright.knowledge.denials.nearby import Nearby, Surroundings, line_around
from policywright.knowledge.denials.negatives import NotPolicy, advice_on, read_negatives
from policywright.knowledge.denials.normalise import Mapped, layouts, normalise, unlisted, unquoted
from policywright.knowledge.denials.pasted import INSTRUCTIVE, kind_of
from policywright.knowledge.denials.placing import with_place
from policywright.knowledge.denials.plain import completed, unread_plain
from policywright.knowledge.denials.remnants import REMNANT, read_remnants
from policywright.knowledge.denials.saying import asked_for, told_in_words, with_candidates
from policywright.knowledge.denials.sentence import read_sentences
from policywright.knowledge.denials.silencing import ENDPOINT, UNSURE, at_s3, unowned, unsilenced
from policywright.knowledge.denials.tellings import TOLD, unread_tellings
from policywright.knowledge.denials.told import by_caller, identified, issuer_told
from policywright.knowledge.denials.unable import unread_unable
from policywright.knowledge.denials.voices import is_open_at_end
from policywright.knowledge.denials.weighing import but_anybodys, unread_at_all
from policywright.knowledge.denials.windows import SHORT, windows
from policywright.knowledge.denials.wordings import read_wordings
from policywright.knowledge.isolation import attempt
from policywright.knowledge.records import replace
from policywright.knowledge.store import Store, shared_store

_SAY_LITTLE = (NotDenialCode.PROSE, NotDenialCode.PLACEHOLDER)
"""What may be said of a text beside what failed in it."""
_Read = tuple[list[Finding], list[NotPolicy], list[Finding]]
"""What is a denial, what is none, and what would be one if the text did not only show it."""
_NOTHING: _Read = ([], [], [])


def read_denials(text: str, store: Store | None = None) -> DenialReport:
    """The denials in ``text``; ``store`` (default: the shared one) tells an operation's actions."""
    return read_with(text, _facts(store or shared_store()))


@lru_cache(maxsize=4)
def _facts(store: Store) -> StoreFacts:
    return StoreFacts(store)


def read_with(text: str, facts: Facts) -> DenialReport:
    """The denials in ``text``, and what is none; ``facts`` answers questions about AWS."""
    quoted = unquoted(text)
    report = _read_whole(quoted.text, facts)
    if quoted.parent is None:
        return report
    return replace(
        report,
        denials=tuple(replace(one, text_span=quoted.origin(one.text_span)) for one in report.denials),
        not_denials=tuple(replace(one, text_span=quoted.origin(one.text_span)) for one in report.not_denials),
        shown=tuple(replace(one, text_span=quoted.origin(one.text_span)) for one in report.shown),
    )


def _read_whole(text: str, facts: Facts) -> DenialReport:
    findings: list[Finding] = []
    negatives: list[NotPolicy] = []
    page = Surroundings(text)
    shown: list[Finding] = []
    records = list(read_records(text, facts))
    for record in records:
        stands = standing(page, *record.span, record)
        if is_argument(text, *record.span) or stands == "shown":
            negatives.append(NotPolicy(NotDenialCode.PROSE, record.span))
            shown.append(record)
        else:
            findings.append(record if stands == "told" else replace(record, doubt=stands))
    within = Nearby([one.span for one in shown], lambda span: span)
    lost: list[str] = []

    def unread(what: str, why: str) -> None:
        lost.append(f"{what}: {why}")

    for start, end in windows(text):
        place = f"characters {start:,} to {end:,} were not read"
        stretch = page if end - start == len(text) else Surroundings(text[start:end])
        read: _Read | None = attempt(partial(_read, stretch, facts), partial(unread, place))
        found, others, seen = read or _NOTHING
        findings += (replace(finding, span=_moved(finding.span, start)) for finding in found)
        shown += (replace(finding, span=_moved(finding.span, start)) for finding in seen)
        negatives += (replace(negative, span=_moved(negative.span, start)) for negative in others)
    findings = [_unmasked(one) for one in findings if not _is_within(one.span, within)]
    if not findings and not shown and all(negative.code in _SAY_LITTLE for negative in negatives):
        negatives += read_failures(text)
    kind = kind_of(page, [record.span for record in records])
    merged = by_caller(text, identified(text, merge(findings, facts, text)))
    issuer = issuer_told(text) if any(map(_by_web_identity, merged)) else None
    end = len(text.rstrip()) if is_open_at_end(text) else -1

    def told(found: Iterable[Finding]) -> Iterator[Denial]:
        for finding in found:
            place = f"the denial at character {finding.span[0]:,} is left out"
            denial = attempt(
                partial(_denial, finding, issuer, cut=_ends_with(text, end, finding)), partial(unread, place)
            )
            if denial is not None:
                yield denial

    return DenialReport(
        denials=tuple(told(_doubted(merged, kind))),
        not_denials=_others(text, negatives, findings),
        pasted=kind,
        shown=tuple(told(_only_shown(shown, merged, facts, text))),
        lost=tuple(lost),
    )


def _unmasked(finding: Finding) -> Finding:
    """A finding without actions that are masked: a record may hide what was called."""
    told = tuple(action for action in finding.actions if not hides_action(action))
    return finding if told == finding.actions else replace(finding, actions=told)


def _doubted(found: Iterable[Finding], kind: Pasted) -> Iterator[Finding]:
    """Whatever stands in a page or a program may be of it, however real the names in it are."""
    for finding in found:
        doubted = finding.doubt is None and kind in INSTRUCTIVE
        yield replace(finding, doubt=kind.value) if doubted else finding


def _only_shown(
    shown: Sequence[Finding], denials: Sequence[Finding], facts: Facts, text: str
) -> Iterator[Finding]:
    """What is shown and tells an action, each once, but for what is a denial anyway."""
    known = {(one.principal, one.actions, one.resource) for one in denials}
    for finding in identified(text, merge(shown, facts, text)):
        if finding.actions and (finding.principal, finding.actions, finding.resource) not in known:
            yield replace(finding, doubt="shown")


def _by_web_identity(finding: Finding) -> bool:
    return "sts:AssumeRoleWithWebIdentity" in finding.actions


def _is_within(span: Span, records: Nearby[Span]) -> bool:
    """Whether a message stands in a record that is shown, so that it is shown with it."""
    return any(begin <= span[0] and span[1] <= end for begin, end in records.touching(*span))


def _moved(span: Span, offset: int) -> Span:
    return span[0] + offset, span[1] + offset


def _read(page: Surroundings, facts: Facts) -> _Read:
    """One window of the text; the spans of the results are those of the window."""
    mapped = normalise(page.text)
    best = _read_as(page, mapped, facts)
    if len(page.text) > SHORT:
        return best
    if (plain := unlisted(mapped)) is not None:
        other = _read_as(page, plain, facts)
        # Items that tell nothing by themselves may be anything: who was denied makes one message of them.
        named = any(one.principal != NOBODY for one in other[0])
        if named and _tells_more(other[0], best[0], facts, or_others=True):
            mapped, best = plain, other
    for layout in layouts(mapped):
        other = _read_as(page, layout, facts)
        known = not best[0] and any(told.sure or told.code is NotDenialCode.PROSE for told in best[1])
        if not known and (_tells_more(other[0], best[0], facts) or _goes_on(other[0], best[0], layout)):
            best = other
    return best


def _goes_on(one: Sequence[Finding], two: Sequence[Finding], layout: Mapped) -> bool:
    """Whether one reading is the other, with a resource whose name goes on behind a break at a width.

    The message must have been broken at that width before: a name at the end of its line may be whole.
    """
    breaks = [layout.parent.origin((edit.old_start, edit.old_end)) for edit in layout.edits if layout.parent]
    longer = False
    for first, second in zip_longest(one, two):
        if first is None or second is None or first.resource is None or second.resource is None:
            return False
        if first.resource == second.resource:
            continue
        broken = sum(first.span[0] < begin and end <= first.span[1] for begin, end in breaks)
        same = replace(first, resource=None, span=(0, 0), strength=0)
        if same != replace(second, resource=None, span=(0, 0), strength=0) or broken < 2:
            return False
        longer = first.resource.startswith(second.resource)
        if not longer or any(character.isspace() for character in first.resource):
            return False
    return longer


def _tells_more(
    one: Sequence[Finding], two: Sequence[Finding], facts: Facts, *, or_others: bool = False
) -> bool:
    """Whether a reading knows more of the same denials than another, or is the only one that finds any.

    ``or_others``: as much is enough, of somebody else.
    """
    if not one or not two:
        return bool(one)
    first, second = merge(one, facts), merge(two, facts)
    found, known = list(map(_told_by, first)), list(map(_told_by, second))
    if len(found) < len(known) and max(found) > max(known):
        return True  # these were parts of one
    others = or_others and {finding.principal for finding in first} != {
        finding.principal for finding in second
    }
    return len(found) <= len(known) and sum(found) + others > sum(known)


def _told_by(finding: Finding) -> int:
    """How many of a denial's parts it knows."""
    whole = finding.resource if not (finding.resource or "").endswith("/") else None
    who = finding.principal
    parts = (finding.actions, whole, finding.denying_policy, who != NOBODY, who.arn and who.name)
    return sum(map(bool, parts)) + (finding.denial != "unknown") + (finding.policy_type != "unknown")


def _read_as(page: Surroundings, mapped: Mapped, facts: Facts) -> _Read:
    """The window in one of its layouts; ``page`` is as it was pasted."""
    text, flat = page.text, mapped.text
    words = covered(flat)
    around = page if words == text else Surroundings(words)
    sentences = read_sentences(flat, facts)
    frames = Frames(read_frames(flat))
    negatives = [*read_negatives(flat), *(NotPolicy(code, span) for code, span in sentences.others)]
    told = [*sentences.findings, *_remnants(flat, facts, sentences.findings)]
    told += _wordings(flat, frames, facts, told)
    bare = list(read_calls(words, frames, facts, Nearby(told, _span)))
    called = list(unsilenced(flat, bare, negatives))
    kept_calls = set(map(id, called))
    found = [
        *(_in_call(around, _framed(flat, finding, frames, facts), facts) for finding in told),
        *called,
        *read_access_logs(flat, facts),
    ]
    silenced = [one for one in bare if id(one) not in kept_calls]
    found += unowned(around, _evidence(words, facts, found, negatives, silenced))
    lacks = unread_lacks(words, frames, facts, found, negatives)
    found = [*unsaid(found, lacks), *lacks]
    found = completed(found, unread_plain(around, facts, found, negatives))
    found = at_s3(flat, [*found, *unowned(around, unread_unable(around, facts, found, negatives))], negatives)
    found += unread_at_all(around, facts, found, negatives)
    found = unowned(around, unread_tellings(around, facts, found, negatives)) or found
    found = found or unowned(around, unread_asked(around, facts, found, negatives))
    found = [
        uncovered(with_blamed(around, with_place(around, asked_for(around, finding, facts), facts)))
        for finding in found
    ]
    found = [but_anybodys(around, _but_masked(around, finding, facts), facts) for finding in found]
    found = [with_candidates(around, but_joined(around, finding, facts), facts) for finding in found]
    others = [replace(negative, span=mapped.origin(negative.span)) for negative in negatives]
    kept: list[Finding] = []
    seen: list[Finding] = []
    for finding in found:
        placed = replace(finding, span=mapped.origin(finding.span))
        told_of = is_constant(flat, *finding.span) or (flat != text and is_constant(text, *placed.span))
        if not finding.actions and finding.principal == NOBODY:
            told_of = told_of or is_remark(text, *placed.span)
        stands = standing(page, *placed.span, finding)
        if told_of or stands == "shown" or is_mentioned(page, placed.span, placed):
            others.append(NotPolicy(NotDenialCode.PROSE, placed.span))
            seen.append(placed)
        else:
            kept.append(placed if stands == "told" else replace(placed, doubt=stands))
    return kept, others, seen


def _but_masked(around: Surroundings, finding: Finding, facts: Facts) -> Finding:
    """A refusal in words, without what was taken from beside an action that its sentence hides."""
    framed = finding.operation is not None and finding.strength >= REMNANT
    if finding.principal != NOBODY or framed or not finding.actions or finding.strength < TOLD:
        return finding
    said = around.speech.at(finding.span[0])
    begin, end = said.span if said is not None else line_around(around.text, finding.span)
    start, stop = finding.span
    words = around.text[max(min(begin, start), start - _BESIDE) : min(max(end, stop), stop + _BESIDE)]
    if not masks_action(words, facts):
        return finding
    named = {match[0].lower() for match in _WHOLE.finditer(words)}
    actions = tuple(action for action in finding.actions if action.lower() in named)
    return finding if actions == finding.actions else replace(finding, actions=actions, operation=None)


_BESIDE = 600
"""So far reaches the sentence of a refusal; one that is longer is none."""
_WHOLE = re.compile(r"(?<![\w:./*>\]}-])[a-z][a-z0-9-]*:[A-Za-z]+(?![\w*.<\[{\u2026\u2588])")
"""An action that is there from end to end."""


def _span(finding: Finding) -> Span:
    return finding.span


_NEAR = 8


def _framed(flat: str, finding: Finding, frames: Frames, facts: Facts) -> Finding:
    """The sentence with the call that its frame names."""
    if finding.strength < REMNANT:
        return finding
    start, end = finding.span
    for frame in frames.leading_to(start, end):
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
    return finding if finding.actions or not finding.operation else _of_operation(finding, facts)


_OF_ANOTHER = ("iam:PassRole", "kms:")
"""Actions that are checked for the call of another service, which decides their conditions."""


def _in_call(around: Surroundings, finding: Finding, facts: Facts) -> Finding:
    """Such a finding, or one that names no action, with the call that the stack or log around it shows."""
    if finding.topic == "tagging":
        return replace(finding, actions=actions_of_tagging(around.text, *finding.span, facts))
    own = finding.actions and not any(action.startswith(_OF_ANOTHER) for action in finding.actions)
    if finding.operation and finding.service is None and finding.actions and not own:
        return replace(finding, service=service_of_call(around, finding.span, finding.operation, facts))
    if finding.operation or own:
        return finding
    service, operation = call_around(around, finding.span, facts)
    if (
        service is None
        and finding.actions
        and (made := calls_of_resource(around.text, *finding.span, facts, "c"))
    ):
        service = made[0]
    if finding.service is not None and not finding.actions:
        if operation is None or not facts.actions_of(finding.service, operation):
            # No call is shown, or what another service was doing when this one refused.
            return _by_words(around, finding, facts)
        service = finding.service
    found = replace(finding, service=finding.service or service, operation=operation)
    if operation is None and not found.actions and finding.topic is None:
        told, actions = told_in_words(around, finding.span, found.service, facts)
        return replace(found, service=told, actions=actions)
    if found.actions or operation is None or service is None or finding.topic is not None:
        return found
    return replace(found, actions=facts.actions_of(service, operation))


def _by_words(around: Surroundings, finding: Finding, facts: Facts) -> Finding:
    """A service's own wording that leaves the action out, with the call that words and identifiers name."""
    service = finding.service
    if service is None or finding.topic is not None:
        return finding
    start, end = finding.span
    window = max(0, start - BEFORE), end + AFTER
    operation = operation_named(around.text, finding.span, window, service, facts)
    actions = facts.actions_of(service, operation) if operation else ()
    actions = actions or actions_of_doing(around.text, start, facts, service)
    if not actions and (call := calls_of_resource(around.text, start, end, facts)) and call[0] == service:
        actions, operation = facts.actions_of(*call), call[1]
    actions = actions or told_in_words(around, finding.span, service, facts)[1]
    return replace(finding, actions=actions, operation=operation)


def _of_operation(finding: Finding, facts: Facts) -> Finding:
    """The actions of the call where the service printed ``null``."""
    operation = finding.operation or ""
    candidates = (finding.service,) if finding.service else facts.services_meant(operation)
    prefix = (finding.resource or "").split(":")[2:3]
    if prefix and (named := facts.service_named(prefix[0])) in candidates:
        candidates = (named,)
    if len(candidates) != 1 or candidates[0] is None:
        return finding
    actions = facts.actions_of(candidates[0], operation)
    everything = actions and all(map(facts.on_everything, actions))
    resource = finding.resource or ("*" if everything else None)
    return replace(finding, actions=actions, resource=resource, service=candidates[0])


def _remnants(flat: str, facts: Facts, known: Sequence[Finding]) -> list[Finding]:
    """Those that no sentence holds."""
    near = Nearby(known, _span)
    return [found for found in read_remnants(flat, facts) if not any(near.touching(*found.span))]


def _wordings(flat: str, frames: Frames, facts: Facts, known: Sequence[Finding]) -> list[Finding]:
    """Service wordings outside sentences that name somebody."""
    found: list[Finding] = []
    sentences = Nearby((finding for finding in known if finding.principal != NOBODY), _span)
    worded = list(read_wordings(flat, facts))
    starts = {finding.span[0] for finding in worded}
    for finding in worded:
        start, end = finding.span
        if any(end + step in starts and "\n" not in flat[end : end + step] for step in range(4)):
            # What was being done when the other was the answer.
            continue
        if finding.topic == "tagging" and _HANDED_ON.match(flat, end):
            continue  # the answer stands within it
        spans = (other.span for other in sentences.touching(start, end))
        if any(begin <= start < stop or begin < end <= stop for begin, stop in spans):
            continue
        filled = _from_call(finding, frames, facts) if finding.topic == "from-call" else finding
        if filled is not None:
            found.append(filled)
    return found


_HANDED_ON = re.compile(r"[^{}]{0,300}?Resource handler returned message: [\"']?User\b")
"""What CloudFormation's words on tags go on with, where the service said who was refused what."""


def _from_call(finding: Finding, frames: Frames, facts: Facts) -> Finding | None:
    """A wording that leaves the action to the frame around it."""
    start = finding.span[0]
    for frame in frames.leading_to(start, start):
        if not frame.operation or not frame.start <= start <= frame.end + len(frame.message):
            continue
        service = facts.service_named(frame.service) if frame.service else finding.service
        candidates = (service,) if service else facts.services_meant(frame.operation)
        if len(candidates) == 1:
            actions = facts.actions_of(candidates[0], frame.operation)
            everything = actions and all(map(facts.on_everything, actions))
            return replace(
                finding,
                actions=actions,
                resource="*" if everything else finding.resource,
                service=candidates[0],
                operation=frame.operation,
                topic=None,
            )
    return replace(finding, topic=None) if finding.service or finding.resource else None


def _evidence(
    flat: str,
    facts: Facts,
    known: Sequence[Finding],
    negatives: Sequence[NotPolicy],
    silenced: Sequence[Finding],
) -> list[Finding]:
    """What the general reading finds where no reader of a known form has found anything.

    What is ``silenced`` is another system's answer, from end to end.
    """
    if _all_read(flat, known):
        return []
    near = Nearby(known, _span)
    sure = (negative for negative in negatives if negative.code not in UNSURE)
    other = Nearby(sure, lambda negative: negative.span)
    gone = Nearby(silenced, _span)

    def taken(start: int, end: int) -> bool:
        return (
            any(near.touching(start - _ELSEWHERE, end + _ELSEWHERE))
            or any(other.touching(start - ENDPOINT, end + ENDPOINT))
            or any(gone.touching(start, end))
        )

    found = read_evidence(flat, facts, taken)
    return [*unsilenced(flat, (one for one in found if not taken(*one.span)), negatives)]


def _all_read(flat: str, known: Sequence[Finding]) -> bool:
    """Whether something that has been read is near to every place of a text."""
    reach = 0
    for start, end in sorted(finding.span for finding in known):
        if start - _ELSEWHERE > reach:
            return False
        reach = max(reach, end + _ELSEWHERE)
    return reach >= len(flat)


_ELSEWHERE = 1_500
"""How far from what has been read a mark must stand to be another denial's."""


def _ends_with(text: str, end: int, finding: Finding) -> bool:
    """Whether a text that may have been cut off at ``end`` ends with the last part of the resource's name."""
    last = re.split("[:/]", finding.resource or "")[-1]
    return bool(last) and finding.span[1] == end and text.endswith(last, 0, end)


def _denial(finding: Finding, issuer: str | None, *, cut: bool) -> Denial | None:
    if issuer and _by_web_identity(finding):
        finding = replace(finding, issuer=issuer)
    verdict = fixable(finding)
    return Denial(
        principal=finding.principal,
        actions=finding.actions,
        resource=finding.resource,
        denial=finding.denial,
        policy_type=finding.policy_type,
        denying_policy=finding.denying_policy,
        fixable=verdict,
        advice=advice(finding, verdict, cut=cut),
        text_span=finding.span,
        asks=asks_for(finding, verdict),
        looks=commands(finding),
        service=finding.service,
        operation=finding.operation,
        encoded_message=finding.encoded_message,
        authorization_id=finding.authorization_id,
        within=finding.within,
        doubt=doubt_of(finding),
        candidates=finding.candidates,
    )


def _others(text: str, negatives: Sequence[NotPolicy], denials: Sequence[Finding]) -> tuple[NotDenial, ...]:
    """What no denial covers, each kind once."""
    result: list[NotDenial] = []
    known: set[NotDenialCode] = set()
    near = Nearby(denials, _span)
    surer = Nearby((other for other in negatives if other.code not in UNSURE), lambda other: other.span)
    for negative in negatives:
        start, end = negative.span
        if negative.code in known or any(
            finding.span[0] < end and start < finding.span[1] for finding in near.touching(start, end)
        ):
            continue
        if negative.code in UNSURE and _told(start, end, near, surer):
            continue
        if negative.code is NotDenialCode.MISSING_CREDENTIALS and any(near.touching(end, end + _CAUSE)):
            continue
        known.add(negative.code)
        said = advice_on(negative.code, text, (start, end))
        result.append(NotDenial(code=negative.code, text_span=(start, end), advice=said))
    return tuple(sorted(result, key=lambda found: found.text_span))


_ECHO = 1_500
_CAUSE = 160
"""How far behind *failed to retrieve credentials* the denial may stand that was the cause."""


def _told(start: int, end: int, denials: Nearby[Finding], surer: Nearby[NotPolicy]) -> bool:
    """Whether such words (*403 Forbidden*) belong to what is known better."""
    begin, stop = start - _ECHO, end + _ECHO
    return any(denials.touching(begin, stop)) or any(surer.touching(begin, stop))
