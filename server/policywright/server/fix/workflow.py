"""The one way through ``fix``: ``prepare`` reads and proposes, ``execute`` writes what was approved.

Between the two stands the caller's approval of ``Result.change``: the command line's prompt or ``--yes``, or
an elicitation. ``execute`` takes the hash that was approved and refuses any other change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.denials import read_denials
from policywright.knowledge.denials.model import Denial, DenialReport, NotDenialCode
from policywright.knowledge.denials.negatives import advice_on
from policywright.knowledge.isolation import attempt
from policywright.knowledge.records import replace
from policywright.knowledge.store import StoreError, shared_store
from policywright.server.errors import Exit, UserError
from policywright.server.fix import journal, write
from policywright.server.fix.changes import DoesNotFit, change_of, merged, prove
from policywright.server.fix.denied import decoded, unread, with_principal, with_resource
from policywright.server.fix.explain import explained
from policywright.server.fix.files import file_change
from policywright.server.fix.model import Ask, Caller, Change, ChangedMeanwhile, Proposal, Result
from policywright.server.fix.proposal import Proposer
from policywright.server.fix.real import judged
from policywright.server.fix.sites import read_code
from policywright.server.fix.verify import already_allowed, blocked, verify
from policywright.server.principals import Target, entity_of, target_named, target_of, untouchable
from policywright.server.request import Progress

if TYPE_CHECKING:
    from policywright.server.account import Account, Live

PROPAGATION = "IAM takes effect after some seconds, sometimes a minute: retry before you look further."
MAX_TEXT = 4_000_000
"""Characters of error text that are read; build logs are long, but not longer."""


def prepare(
    ask: Ask, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> Result:
    """Everything short of a change: diagnosis, statements, the diff. Calls AWS only if asked to."""
    _consistent(ask)
    if ask.undo:
        return _prepare_undo(ask)
    try:
        report = read_denials(ask.text)
        authorizer = Authorizer(shared_store())
    except StoreError as error:
        raise UserError(str(error)) from error
    if ask.mine:
        report = _owned(report)
    if ask.profile is not None:
        others = tuple(
            replace(other, advice=advice_on(other.code, ask.text, other.text_span, ask.profile))
            for other in report.not_denials
        )
        report = replace(report, not_denials=others)
    if ask.principal is not None:
        named = tuple(with_principal(denial, ask.principal) for denial in report.denials)
        report = replace(report, denials=named)
    report, notes = decoded(report, ask)
    if ask.resource is not None:
        revealed = tuple(with_resource(denial, ask.resource) for denial in report.denials)
        report = replace(report, denials=revealed)
    home = next((t.account for d in report.denials if (t := target_of(d.principal)[0]) is not None), None)
    code = (
        read_code(ask, home, progress=progress, cancelled=cancelled)
        if report.denials
        else read_code(Ask(), None)
    )
    proposer = Proposer(ask, code, authorizer)
    lost = [*report.lost]

    def proposed(denial: Denial) -> Proposal | None:
        return judged(proposer.propose(denial), ask, authorizer.catalog)

    def left_out(denial: Denial, why: str) -> None:
        lost.append(f"{', '.join(denial.actions) or 'a denial'}: nothing is proposed: {why}")

    found = (attempt(partial(proposed, denial), partial(left_out, denial)) for denial in report.denials)
    proposals = tuple(proposal for proposal in found if proposal is not None)
    result = Result(
        ask=ask,
        proposals=proposals,
        not_denials=report.not_denials,
        pasted=report.pasted,
        shown=tuple(_not_applied(proposer, report)),
        notes=(*notes, *unread(report, ask.text)),
    )
    result = _judged(_with_change(result), report)
    return replace(result, notes=(*result.notes, *lost), status=Exit.INTERNAL) if lost else result


def _owned(report: DenialReport) -> DenialReport:
    """The report for somebody who was denied all of it."""
    every = sorted((*report.denials, *report.shown), key=lambda one: one.text_span)
    others = tuple(one for one in report.not_denials if one.code is not NotDenialCode.PROSE)
    denials = tuple(replace(denial, doubt=None) for denial in every)
    return replace(report, denials=denials, not_denials=others if denials else report.not_denials, shown=())


def _not_applied(proposer: Proposer, report: DenialReport) -> Iterator[Proposal]:
    """What would turn that which the text only shows, to be read."""
    for denial in report.shown:
        found = attempt(partial(proposer.propose, denial), lambda _why: None)
        if found is not None:
            yield replace(found, refusal=found.refusal or denial.doubt)


def execute(result: Result, approved: str, cancelled: Callable[[], bool] | None = None) -> Result:
    """Make the approved change; refuse if it is not the one shown, or if somebody else was quicker."""
    change = result.change
    if change is None or change.target is None or not result.needs_approval or approved != change.hash:
        raise ChangedMeanwhile("what was approved is not the change at hand; nothing was changed")
    account = _account(result.ask, change.target)
    if not _own_account(account, change.target).same(result.caller):
        raise ChangedMeanwhile("the credentials are now somebody else's; nothing was changed, run fix again")
    made = write.make(account, change, cancelled)
    notes = (*result.notes, *made.notes, PROPAGATION)
    result = replace(result, journal=made.entry, notes=notes)
    if made.problem:
        return replace(result, applied="unconfirmed", problem=made.problem, status=Exit.AWS)
    if change.undoes:
        return replace(result, applied="restored")
    return _verified(replace(result, applied="applied"), account, change.target)


def _verified(result: Result, account: Account, target: Target) -> Result:
    """The change is made whatever happens here: a failure to verify is said, not raised."""
    requests = [request for proposal in _used(result) for request in proposal.requests]
    try:
        found = verify(account, target, requests)
    except UserError as error:
        return replace(result, notes=(*result.notes, f"not verified: {error}"))
    status = Exit.FINDINGS if found is not None and not found.allowed else result.status
    return replace(result, verified=found, status=status)


def _consistent(ask: Ask) -> None:
    if ask.undo and (ask.text.strip() or ask.apply or ask.infra or ask.code):
        raise UserError("--undo stands alone: no text, --apply, --code or --infra with it")
    if ask.apply and ask.infra:
        raise UserError("--apply changes the account and --infra shows a diff of a file: give one of them")
    if not ask.undo and not ask.text.strip():
        how = "`error_text` is empty" if ask.tool else "give it as an argument, or on standard input with -"
        raise UserError(f"no error text: {how}")
    if len(ask.text) > MAX_TEXT:
        raise UserError(f"the error text has more than {MAX_TEXT} characters; give the part with the error")


# --- the change ---


def _used(result: Result) -> tuple[Proposal, ...]:
    """The proposals that go into the change: all usable ones of one principal."""
    return tuple(p for p in result.proposals if p.usable and _same(p.target, result.target))


def _same(one: Target | None, two: Target | None) -> bool:
    return (
        one is not None
        and two is not None
        and (one.account, one.kind, one.name)
        == (
            two.account,
            two.kind,
            two.name,
        )
    )


def _with_change(result: Result) -> Result:
    """The result with the diff for the first principal that can be helped."""
    usable = [proposal for proposal in result.proposals if proposal.usable]
    if result.ask.infra:
        return _with_file(result)
    if not usable:
        return _explained(result) if result.ask.wants_aws else result
    target = usable[0].target
    assert target is not None
    result = replace(result, target=target)
    others = {p.target.name for p in usable if p.target is not None and not _same(p.target, target)}
    if others:
        note = f"one principal at a time: this diff is for {target.name}; run again with the text about "
        result = replace(result, notes=(*result.notes, note + ", ".join(sorted(others))))
    if not result.ask.wants_aws:
        note = (
            f"Nothing was read from AWS: the diff and the command take it that {target.policy_name} does not "
            "exist yet, and would replace it. --live reads the principal, --apply also offers to write."
        )
        try:
            return _over(replace(result, notes=(*result.notes, note)), None)
        except DoesNotFit as error:
            return replace(result, notes=(*result.notes, str(error)), status=Exit.FINDINGS)
    try:
        account = _account(result.ask, target)
        result = replace(result, caller=_own_account(account, target))
        live = account.read(target)
        return _over(explained(result, account, live), live)
    except DoesNotFit:
        raise
    except UserError as error:
        if error.status is not Exit.AWS:
            raise
        return replace(_over(result, None), problem=str(error), status=Exit.AWS)


def _explained(result: Result) -> Result:
    """What in the account denies what no statement of ours can turn."""
    target = next((found for p in result.proposals if (found := entity_of(p.denial.principal))), None)
    if target is None:
        return result
    try:
        account = _account(result.ask, target)
        _own_account(account, target)
        return explained(result, account, account.read(target))
    except UserError as error:
        return replace(result, notes=(*result.notes, f"the account was not looked at: {error}"))


def _with_file(result: Result) -> Result:
    used = [p for p in result.proposals if p.rules and _file_may(p)]
    target = next((p.target for p in result.proposals if p.target), None)
    if not used:
        return replace(result, target=target)
    found = _template(result, used, target)
    real = [p for p in used if p.unreal is None]
    if found is None and not real:
        return replace(result, target=target)
    rules = [rule for p in real for rule in p.rules]
    if found is not None:
        change, notes = found
        result = replace(result, notes=(*result.notes, *notes))
        rules = [rule for p in used for rule in p.rules]
    else:
        change = file_change(result.ask.infra, rules, target, result.ask.root)
    requests = [request for p in real for request in p.requests]
    proof = prove(change, rules, requests) if requests else None
    return replace(result, target=target, change=change, proof=proof)


def _template(
    result: Result, used: list[Proposal], target: Target | None
) -> tuple[Change, tuple[str, ...]] | None:
    """The change of a template; None when what was given is a policy file."""
    from policywright.server.fix.templates import template_change

    paths = result.ask.infra
    for path in paths:
        if not path.exists():
            raise UserError(f"--infra {path}: no such file or directory")
    rules = [rule for p in used for rule in p.rules]
    unreal = {rule: p.unreal for p in used if p.unreal is not None for rule in p.rules}
    deployed = None
    if result.ask.wants_aws and target is not None:
        account = _account(result.ask, target)
        _own_account(account, target)
        deployed = account.logical_id
    return template_change(paths, rules, target, result.ask.root, unreal, deployed)


def _file_may(proposal: Proposal) -> bool:
    """A file is named by the user, so an unknown principal is no hindrance there."""
    return proposal.refusal is None or (
        proposal.target is None and proposal.denial.principal.kind == "unknown"
    )


def _over(result: Result, live: Live | None) -> Result:
    """The change over what was read, or over nothing."""
    target = live.target if live else result.target
    assert target is not None
    used = _used(result)
    rules = [rule for proposal in used for rule in proposal.rules]
    requests = [request for proposal in used for request in proposal.requests]
    result = replace(result, target=target)
    before = live.own if live else None
    after = merged(before, rules)
    if live is not None:
        if refusal := untouchable(target):
            return replace(result, notes=(*result.notes, refusal), status=Exit.FINDINGS)
        if live.gaps:
            result = replace(result, notes=(*result.notes, f"not readable: {', '.join(live.gaps)}"))
        if why := blocked(live, requests):
            return replace(result, notes=(*result.notes, why), status=Exit.FINDINGS)
        if already_allowed(live, requests) and not result.ask.all_actions:
            return _nothing_to_do(result)
    change = change_of(
        target,
        target.policy_name,
        before,
        after,
        read=live is not None,
        other_characters=live.other_characters if live else 0,
    )
    if change.empty:
        return _nothing_to_do(result)
    return replace(result, change=change, proof=prove(change, rules, requests))


def _nothing_to_do(result: Result) -> Result:
    note = (
        "the principal's policies allow this already: the denial is older than they are, they have not "
        "reached every region yet, or another policy type decided"
    )
    applied = "unchanged" if result.ask.apply else None
    return replace(result, applied=applied, notes=(*result.notes, note))  # type: ignore[arg-type]


def _judged(result: Result, report: DenialReport) -> Result:
    """The exit status: what was denied and could not be helped is a finding."""
    if result.status is not Exit.DONE or not report.denials:
        return result
    helped = (
        result.change is not None or result.applied == "unchanged" or any(p.usable for p in result.proposals)
    )
    return result if helped else replace(result, status=Exit.FINDINGS)


# --- undo ---


def _prepare_undo(ask: Ask) -> Result:
    wanted = _named_target(ask.principal) if ask.principal is not None else None
    known = journal.read()
    notes = [known.fault] if known.fault else []
    for entry in known.undoable(wanted):
        target = entry.target
        account = _account(ask, target)
        caller = _own_account(account, target)
        now = _now(account, entry)
        result = Result(ask=ask, target=target, caller=caller, notes=tuple(notes))
        if now == entry.after:
            change = change_of(target, entry.policy_name, now, entry.before, read=True, undoes=entry.id)
            return replace(result, change=change)
        if now != entry.before:
            raise ChangedMeanwhile(
                f"{entry.policy_name} of {target.kind} {target.name} was changed after {entry.time}, so it "
                f"is not undone; what was there before is entry {entry.id} of {journal.journal_path()}"
            )
        if now is None and not account.exists(target):
            raise UserError(
                f"{target.kind} {target.name} is gone, so there is nothing to restore; what was there before "
                f"is entry {entry.id} of {journal.journal_path()}"
            )
        journal.mark("moot", entry.id)
        if entry.mark == "done":
            said = "the policy is already as it was before"
            return replace(result, applied="unchanged", notes=(*notes, said))
        notes.append(f"entry {entry.id} of {entry.time} is not in force: it never was, or is undone")
    whom = f" for {wanted.kind} {wanted.name}" if wanted else ""
    raise UserError("; ".join([f"nothing to undo{whom} in {journal.journal_path()}", *notes]))


def _now(account: Account, entry: journal.Entry) -> write.Document:
    """Our policy, with patience where IAM may not show a change of a moment ago."""
    if entry.age > write.SETTLED:
        return account.own_policy(entry.target)
    return write.stable(account, entry.target, lambda now: now == entry.after)


def _named_target(arn: str) -> Target:
    target = target_named(arn)
    if target is None:
        raise UserError(f"--principal {arn}: not the ARN of a role or user")
    return target


# --- AWS ---


def _account(ask: Ask, target: Target) -> Account:
    from policywright.server.account import Account

    return Account(ask.profile, ask.region, target.partition)


def _own_account(account: Account, target: Target) -> Caller:
    """Who we are; refuse to look for a role of the same name in another account."""
    home, arn = account.identity()
    if home != target.account:
        raise UserError(
            f"the credentials belong to account {home} ({arn}), the principal to {target.account}: give a "
            "--profile of that account"
        )
    return Caller(account=home, arn=arn)
