"""What an analysis says, as lines of text that can be compared.

``verbatim`` keeps everything, order included. ``told_by_unit`` is for programs whose text was moved about: places
are units and lines in them, what order there is follows the places and is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.invariants.adapter import Run
from tests.invariants.programs import Linked, Site

from policywright.analyzers.assembly import condition_data, resource_texts
from policywright.analyzers.model import Condition, Identity, Reason, Span
from policywright.knowledge import texts
from policywright.knowledge.values import Const, Text, Value

Tell = Callable[[Span], str]
Plain = Callable[[str], str]


def sites(run: Run) -> frozenset[Site]:
    """The requests that were found, each with its line."""
    return frozenset(
        Site(call.service, call.operation, call.span.file, call.span.line) for call in run.code.calls
    )


def pattern(value: Value) -> str:
    """A resource with a star for what is not known."""
    match value:
        case Text(parts=parts):
            return texts.glob(parts)
        case Const(value=known):
            return str(known)
    return "*"


def verbatim(run: Run) -> list[str]:
    """Everything, in the order in which people see it."""
    found = _lines(run, repr, str, chains=True)
    for policy in run.analysis.policies:
        found += [policy.name, *map(repr, policy.statements), *map(repr, policy.grants)]
    return [*found, *run.analysis.notes]


def told_by_unit(run: Run, linked: Linked, *, chains: bool) -> list[str]:
    """Everything but order, with places that stay the same when units are moved.

    ``chains`` are the functions that lead to a call. Of several chains any may be shown, so where names of
    modules change, which one it is may change, too.
    """

    def tell(span: Span) -> str:
        unit, line = linked.place(span.file, span.line)
        if not unit:
            return "head"
        return f"{unit}+{line}:{span.column}-{span.end_line - span.line}:{span.end_column}"

    return sorted(_lines(run, tell, linked.plain, chains=chains))


def of_units(lines: Iterable[str], units: Iterable[str]) -> list[str]:
    """The lines that are about certain units."""
    wanted = set(units)
    return [line for line in lines if line.split(" @ ", 1)[1].split("+", 1)[0] in wanted]


def _lines(run: Run, tell: Tell, plain: Plain, *, chains: bool) -> list[str]:
    found: list[str] = []

    def add(kind: str, where: str, *parts: object) -> None:
        found.append(f"{kind} @ {where} {plain(' | '.join(map(str, parts)))}")

    def reason(one: Reason) -> tuple[object, ...]:
        chain = one.chain if chains else ()
        return one.operation, one.certainty, one.detail, one.code, one.source, chain

    analysis = run.analysis
    for policy in analysis.policies:
        # Not the policy's name: it has a number where one is not enough.
        target = f"{policy.attach_to.kind} {policy.attach_to.name}"
        for grant in policy.grants:
            rest = _scope(grant.resources, grant.conditions, grant.identity)
            for one in grant.reasons:
                add("grant", tell(one.span), target, grant.action, *rest, *reason(one))
    for item in analysis.may_need:
        rest = _scope(item.resources, item.conditions, item.identity)
        for one in item.reasons:
            add("may need", tell(one.span), item.action, item.when, *rest, *reason(one))
    for left in analysis.not_granted:
        add("not granted", tell(left.span), left.operation, left.code)
    for lost in analysis.unresolved:
        add("unresolved", tell(lost.span), lost.code.value, lost.detail, lost.could_be)
    for skipped in analysis.skipped:
        add("skipped", "head", skipped.file, skipped.code.value, skipped.detail)
    return found


def _scope(
    resources: tuple[Value, ...], conditions: tuple[Condition, ...], identity: Identity
) -> tuple[object, ...]:
    return resource_texts(resources), sorted(map(repr, resources)), condition_data(conditions), identity
