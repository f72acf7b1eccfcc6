"""From API calls to grants: calls are authorized; one action under one condition is one grant."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from policywright.analyzers import on_behalf
from policywright.analyzers.iam_paths import Paths
from policywright.analyzers.model import (
    AMBIENT,
    Cause,
    Condition,
    Grant,
    Identity,
    MayNeed,
    NotGranted,
    Reason,
    SdkCall,
    Unresolved,
    UnresolvedCode,
)
from policywright.knowledge import forms, stand_ins, texts
from policywright.knowledge.authorization import Authorization, Authorizer
from policywright.knowledge.isolation import attempt
from policywright.knowledge.partitions import PARTITIONS, partition_of
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.templates import queue_location
from policywright.knowledge.values import Const, Hole, Request, Struct, Text, Value, alternatives, one_of

_Key = tuple[Identity, str, tuple[Condition, ...]]


@dataclass(slots=True, eq=False)
class Grants:
    """What the calls of a program need, may need and don't need."""

    needed: list[Grant] = field(default_factory=list)
    optional: list[MayNeed] = field(default_factory=list)
    not_granted: list[NotGranted] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Pile:
    """Resources and reasons of one grant under construction; no resources at all means every resource."""

    resources: dict[Value, None] = field(default_factory=dict)
    sure: dict[Value, None] = field(default_factory=dict)
    """Those that a request names where it could name no other by the same word."""
    everything: bool = False
    usual: bool = False
    """Nearly every such call needs it."""
    unlikely: bool = False
    """Only what is not known may ask for it."""
    reasons: dict[Reason, dict[Value, None]] = field(default_factory=dict)
    """Each with what it is for; with nothing where that is everything."""

    def add(self, resources: tuple[Value, ...], reason: Reason) -> None:
        self.everything |= not resources
        findable = tuple(map(forms.findable, map(texts.unmarked, resources)))
        words = dict.fromkeys(stand_ins.words_in(findable))
        if words:
            # What stands where a name is to be filled in is none; people are told.
            said = f"{', '.join(words)} reads as a name that is to be filled in: it may be any"
            reason = replace(reason, detail=f"{reason.detail}; {said}" if reason.detail else said)
        named = tuple(map(stand_ins.plain, findable))
        self.resources.update(dict.fromkeys(named))
        self.sure.update(dict.fromkeys(_apart(named)))
        self.because(reason, named)

    def take(self, other: Pile, detail: str | None = None) -> None:
        """Adds another pile to this one, each of its reasons in other words, if there are any."""
        self.everything |= other.everything
        self.resources.update(other.resources)
        self.sure.update(other.sure)
        for reason, on in other.reasons.items():
            self.because(reason if detail is None else replace(reason, detail=detail), (*on,))

    def because(self, reason: Reason, on: tuple[Value, ...]) -> None:
        known = self.reasons.get(reason)
        if known is None or not on:
            self.reasons[reason] = dict.fromkeys(on)
        elif known:
            known.update(dict.fromkeys(on))

    def scope(self) -> tuple[Value, ...]:
        return () if self.everything else _ordered(self.resources)

    def why(self) -> tuple[Reason, ...]:
        single = len(self.resources) < 2 or self.everything
        found = (
            self.reasons if single else [replace(one, on=_ordered(on)) for one, on in self.reasons.items()]
        )
        return tuple(sorted(found, key=lambda reason: (reason.span, reason.operation, reason.detail)))


def _ordered(resources: Iterable[Value]) -> tuple[Value, ...]:
    """By their text: requests of one place come in the order of work."""
    return tuple(sorted(resources, key=_in_text))


def _apart(resources: tuple[Value, ...]) -> tuple[Value, ...]:
    """Without what an unknown name of the same request may mean: that this one is used is not certain."""
    if len(resources) < 2:
        return resources
    forms = {one: "".join(map(_named, texts.parts(one))) for one in resources}
    wide = [text for one, text in forms.items() if any(map(_is_unknown, texts.parts(one)))]
    return tuple(one for one, text in forms.items() if not any(w != text and covers(w, text) for w in wide))


def _is_unknown(part: str | Hole) -> bool:
    return isinstance(part, Hole) and part.kind == "unknown"


def _named(part: str | Hole) -> str:
    """A part as text in which what has a name is a word of its own."""
    if isinstance(part, str):
        return part
    return "*" if part.kind == "unknown" else f"\ue000{part.kind} {part.name or ''}\ue001"


def _in_text(resource: Value) -> tuple[str, str]:
    return texts.glob(texts.parts(resource)), repr(resource)


def grants_for(
    calls: Iterable[SdkCall],
    authorizer: Authorizer,
    *,
    include_optional: bool = False,
    keep_usual: bool = False,
    paths: Paths | None = None,
) -> Grants:
    """Authorizes every call; with ``include_optional`` what may be needed is granted too.

    What is usually needed is granted, unless ``keep_usual`` leaves it to who asks, and what hardly is needed
    with it. ``paths`` knows what the
    project makes in IAM; without it, the calls alone do.
    """
    calls = list(calls)
    paths = Paths(calls, authorizer) if paths is None else paths
    needed: dict[_Key, Pile] = {}
    optional: dict[tuple[_Key, str], Pile] = {}
    result = Grants()
    signed = [one for call in calls for one in _signed(call)]
    made = {(call.identity, (call.service, call.operation)) for call in signed}
    for call in signed:
        if call.identity.elsewhere:
            label = f"{call.service}:{call.operation}"
            there = attempt(partial(_authorized, authorizer, call), lambda _why: None)
            actions = dict.fromkeys(call.actions)
            if there is not None:
                actions.update(dict.fromkeys(one.action for one in there.needs))
                actions.update(dict.fromkeys(one.action for one in there.may_need))
            result.not_granted.append(
                NotGranted(operation=label, code="another-service", span=call.span, actions=tuple(actions))
            )
            continue
        if call.actions:
            _sign(call, authorizer, needed, optional)
            continue
        answer = attempt(partial(_authorized, authorizer, call), partial(_not_authorized, call, result))
        if answer is None:
            continue
        answer = paths.under(answer, call.parameters)
        region = _asked_in(call)
        if region is not None:
            answer = _in_region(answer, region)
        _sort(call, answer, needed, optional, result, made)
        if keep_usual:
            _unlikely(call, authorizer, optional)
    if include_optional:
        for (key, when), pile in optional.items():
            if not pile.unlikely:
                needed.setdefault(key, Pile()).take(pile, f"when {when}")
        optional = {one: pile for one, pile in optional.items() if pile.unlikely}
    elif not keep_usual:
        for key, when in [one for one, pile in optional.items() if pile.usual]:
            needed.setdefault(key, Pile()).take(optional.pop((key, when)))
    result.needed = [
        Grant(
            action=action,
            resources=pile.scope(),
            conditions=conditions,
            reasons=pile.why(),
            identity=identity,
            unsure=tuple(one for one in pile.scope() if one not in pile.sure),
        )
        for (identity, action, conditions), pile in needed.items()
    ]
    result.optional = [
        MayNeed(
            action=key[1],
            resources=pile.scope(),
            conditions=key[2],
            when=when,
            reasons=pile.why(),
            identity=key[0],
            usual=pile.usual,
            unlikely=pile.unlikely,
        )
        for (key, when), pile in optional.items()
        if not _granted(needed.get(key), pile)
    ]
    result.optional.sort(key=lambda item: (item.action, item.when, str(item.identity)))
    return result


def _authorized(authorizer: Authorizer, call: SdkCall) -> Authorization | None:
    return authorizer.authorize(
        Request(service=call.service, operation=call.operation, parameters=call.parameters)
    )


def _not_authorized(call: SdkCall, result: Grants, why: str) -> None:
    detail = f"{call.service}:{call.operation}: {why}"
    result.unresolved.append(Unresolved(code=UnresolvedCode.INTERNAL, span=call.span, detail=detail))


def _sign(
    call: SdkCall, authorizer: Authorizer, needed: dict[_Key, Pile], optional: dict[tuple[_Key, str], Pile]
) -> None:
    """What a request needs of which the actions are known, not the call: no parameters say more.

    In some cases only it needs what the operations of these names do: the key of a table, say.
    """
    reason = _reason(call, f"the request is signed for {', '.join(call.actions)}")
    for action in call.actions:
        key: _Key = (call.identity, action, ())
        pile = (
            needed.setdefault(key, Pile())
            if call.optional is None
            else optional.setdefault((key, call.optional), Pile())
        )
        pile.add(_moved_to(call.resources, call.region), reason)
        service, _, name = action.partition(":")
        if authorizer.operations.get(service, name) is not None:
            answer = authorizer.authorize(Request(service=service, operation=name, parameters=Struct(())))
            if call.region is not None:
                answer = _in_region(answer, call.region)
            for item in answer.may_need:
                key = (call.identity, item.action, _written(item.conditions))
                why = _reason(call, item.why, item.source)
                optional.setdefault((key, item.when), Pile()).add(item.resources, why)


KEYS_UNSET = "no access keys are set where the code takes them from"


def _signed(call: SdkCall) -> tuple[SdkCall, ...]:
    """A call as those make it who may have signed it: keys that may be unset leave it to the caller."""
    if not call.identity.unsure:
        return (call,)
    signed = replace(call, identity=replace(call.identity, unsure=False))
    return signed, replace(call, identity=AMBIENT, optional=call.optional or KEYS_UNSET)


def _asked_in(call: SdkCall) -> Value | None:
    """The region that a call asks; a queue's URL says it, whatever the client was made for."""
    url = call.parameters.get("QueueUrl")
    located = (
        [queue_location(tuple(texts.parts(one))) for one in alternatives(url)] if url is not None else []
    )
    regions = [one.get("Region") for one in located]
    if not any(regions):
        return call.region
    own = call.region or Text((Hole(kind="region"),))
    return one_of(own if one is None else texts.join((one,)) for one in regions)


def _in_region(answer: Authorization, region: Value) -> Authorization:
    """An answer about another region than the one in which the code runs."""

    def moved(resources: tuple[Value, ...]) -> tuple[Value, ...]:
        return _moved_to(resources, region)

    return replace(
        answer,
        needs=tuple(replace(need, resources=moved(need.resources)) for need in answer.needs),
        may_need=tuple(replace(item, resources=moved(item.resources)) for item in answer.may_need),
    )


def _moved_to(resources: tuple[Value, ...], region: Value | None) -> tuple[Value, ...]:
    """Patterns with the region of a client named, where it was made for one."""
    if region is None:
        return resources
    options = tuple(alternatives(region))
    lying = {partition_of(_beginning(one)) for one in options}
    # A policy is for one partition: of several regions only the one that they all lie in says which.
    partition = lying.pop() if len(lying) == 1 else PARTITIONS[0]
    return tuple(dict.fromkeys(_moved(one, option, partition) for one in resources for option in options))


def _beginning(region: Value) -> str | None:
    """A region's name as far as it is told: ``cn-`` says more than nothing."""
    match region:
        case Const(value=str() as name) | Text(parts=(str() as name, *_)):
            return name
    return None


def _moved(pattern: Value, region: Value, partition: str) -> Value:
    """A pattern with its region named, and the partition that it lies in; unknown stays unknown, whatever
    region the template is in."""
    if not isinstance(pattern, Text):
        return pattern
    unknown: tuple[str | Hole, ...] = (Hole(kind="unknown"),)
    found: dict[str, tuple[str | Hole, ...]] = {
        "region": region.parts if isinstance(region, Text) else unknown
    }
    if isinstance(region, Const) and isinstance(region.value, str):
        found["region"] = (region.value,)
    if partition != PARTITIONS[0]:
        found["partition"] = (partition,)
    parts: list[str | Hole] = []
    for part in pattern.parts:
        for piece in (part,) if isinstance(part, str) else found.get(part.kind, (part,)):
            if isinstance(piece, str) and parts and isinstance(parts[-1], str):
                parts[-1] += piece
            else:
                parts.append(piece)
    return Text(tuple(parts))


def _granted(needed: Pile | None, pile: Pile) -> bool:
    if needed is None:
        return False
    return needed.everything or (not pile.everything and pile.resources.keys() <= needed.resources.keys())


def _sort(
    call: SdkCall,
    answer: Authorization,
    needed: dict[_Key, Pile],
    optional: dict[tuple[_Key, str], Pile],
    result: Grants,
    made: on_behalf.Made,
) -> None:
    """Puts one call's needs where they belong."""
    label = f"{call.service}:{call.operation}"
    if answer.outcome == "no-permission-needed":
        result.not_granted.append(NotGranted(operation=label, code="no-permission-needed", span=call.span))
        return
    if answer.outcome == "unknown":
        result.unresolved.append(_undocumented(call, label, answer.note))
        return
    result.unresolved += on_behalf.holes(call, label, made)
    if not answer.needs and call.optional is None:
        result.unresolved.append(_in_cases(call, label, answer))
    for need in answer.needs:
        reason = _reason(call, need.why, need.source)
        key: _Key = (call.identity, need.action, _written(need.conditions))
        if call.optional is not None:
            optional.setdefault((key, call.optional), Pile()).add(need.resources, reason)
        elif need.certainty == "usual":
            pile = optional.setdefault((key, need.why), Pile())
            pile.add(need.resources, replace(reason, certainty="inferred"))
            pile.usual = True
        else:
            needed.setdefault(key, Pile()).add(need.resources, reason)
    for item in answer.may_need:
        key = (call.identity, item.action, _written(item.conditions))
        optional.setdefault((key, item.when), Pile()).add(
            item.resources, _reason(call, item.why, item.source)
        )


def _unlikely(call: SdkCall, authorizer: Authorizer, optional: dict[tuple[_Key, str], Pile]) -> None:
    """What the call hardly needs, for templates that grant it."""
    asked = Request(service=call.service, operation=call.operation, parameters=call.parameters)
    guessed = attempt(partial(authorizer.guessed_not, asked), lambda _why: None) or ()
    for item in guessed:
        key = (call.identity, item.action, _written(item.conditions))
        if (key, item.when) not in optional or optional[key, item.when].unlikely:
            pile = optional.setdefault((key, item.when), Pile(unlikely=True))
            pile.add(_moved_to(item.resources, call.region), _reason(call, item.why, item.source))


def _written(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    return tuple((operator, key, tuple(map(texts.unmarked, values))) for operator, key, values in conditions)


def _in_cases(call: SdkCall, label: str, answer: Authorization) -> Unresolved:
    """A request that needs one action or another by what is passed (a statement), which is not known."""
    every = dict.fromkeys(one.action for one in answer.may_need)
    actions = tuple(one for one in every if one.startswith(f"{call.service}:")) or tuple(every)
    return Unresolved(
        code=UnresolvedCode.ONE_OF, span=call.span, could_be=actions,
        detail=f"{label} needs one action or another by what it is passed, which can't be told",
    )  # fmt: skip


def _undocumented(call: SdkCall, label: str, note: str | None) -> Unresolved:
    """Nobody says what authorizes a request; of one service, that is one cause."""
    detail = note or f"AWS documents no action for {label}"
    before, space, name = detail.rpartition(" ")
    named = name.endswith(f":{call.operation}")
    return Unresolved(
        code=UnresolvedCode.UNKNOWN_AUTHORIZATION, span=call.span, detail=detail, could_be=(label,),
        name=name if named else "",
        cause=Cause(before=before + space, after="", key=call.service) if named else None,
    )  # fmt: skip


def _reason(call: SdkCall, why: str, source: str | None = None) -> Reason:
    parts = [why] if why else []
    if call.via:
        parts.append(f"through {call.via}")
    if call.outside is not None:
        parts.append(call.outside)
    if call.certainty == "inferred":
        parts.append("inferred from the method's name and arguments")
    operation = f"{call.service}:{call.operation}"
    chain = (call.entry, *call.chain) if call.entry is not None else call.chain
    return Reason(
        operation=operation,
        span=call.span,
        certainty=call.certainty,
        detail="; ".join(parts),
        chain=chain,
        source=source,
    )
