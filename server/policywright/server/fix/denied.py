"""What was denied, with what AWS had encoded decoded where credentials allow."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from policywright.knowledge.denials import read_denials
from policywright.knowledge.denials.masks import masked_parts, revealed
from policywright.knowledge.denials.model import Denial, DenialReport, Principal
from policywright.knowledge.denials.principal import from_arn
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import replace
from policywright.server.errors import UserError
from policywright.server.fix.model import Ask
from policywright.server.fix.real import looks_masked, with_real_fields
from policywright.server.principals import entity_of

if TYPE_CHECKING:
    from policywright.server.account import Account


_REFUSAL = re.compile(
    r"\baccess ?denied(?:exception)?\b|\b(?:not|un)[ -]?authori[sz]ed\w*|\bforbidden\b|\b403\b"
    r"|\bpermissions? (?:denied|errors?|issues?|problems?)\b"
    r"|\b(?:missing|lacks?|no|insufficient) (?:\w+ )?permissions?\b",
    re.IGNORECASE,
)


def unread(report: DenialReport, text: str) -> tuple[str, ...]:
    """What to ask for where a text speaks of a refusal of which nothing is read: unread is not absent."""
    read = report.denials or report.shown or report.not_denials or report.lost
    match = None if read else _REFUSAL.search(text)
    if match is None:
        return ()
    return (
        f'the text speaks of a refusal ("{match[0]}"), and does not tell that AWS refused it, or what: paste '
        "the error as it was printed, with the call around it, or say which action was refused",
    )


def decoded(report: DenialReport, ask: Ask) -> tuple[DenialReport, tuple[str, ...]]:
    """The report with encoded messages read; notes with the exact command where that was not possible."""
    if not any(denial.encoded_message for denial in report.denials):
        return report, ()
    account: Account | None = None
    notes: list[str] = []
    found: list[Denial] = []
    for denial in report.denials:
        message = denial.encoded_message
        if message is None:
            found.append(denial)
            continue
        if not ask.wants_aws:
            notes.append(f"the message is encoded; decode it with: {command(message, ask)}")
            found.append(denial)
            continue
        try:
            account = account or _account(ask)
            found.append(_inside(denial, account.decoded(message)))
        except UserError as error:
            notes.append(
                f"the message could not be decoded ({error}); the command is: {command(message, ask)}"
            )
            found.append(denial)
    return replace(report, denials=tuple(found)), tuple(dict.fromkeys(notes))


def command(message: str, ask: Ask) -> str:
    """The command that decodes a message."""
    options = f" --profile {shlex.quote(ask.profile)}" if ask.profile else ""
    return (
        f"aws sts decode-authorization-message --encoded-message {shlex.quote(message)} "
        f"--query DecodedMessage --output text{options}"
    )


def with_principal(denial: Denial, arn: str) -> Denial:
    """The denial with the principal that the user named, where the text names none or hides a part of it."""
    principal = from_arn(arn)
    if principal is None or principal.kind not in ("role", "assumed-role", "user", "root"):
        raise UserError(f"--principal {arn}: not the ARN of a role or user")
    if principal.name is None and principal.kind != "root":
        raise UserError(f"--principal {arn}: its name is masked; give the whole ARN")
    if "the account" in masked_parts(arn):
        raise UserError(f"--principal {arn}: its account is masked; give the whole ARN")
    return replace(denial, principal=principal) if _may_be(denial.principal, principal) else denial


def with_resource(denial: Denial, arn: str) -> Denial:
    """The denial with what the text masks of the resource, as the one that the user named has it."""
    told = denial.resource
    if told is None:
        return denial
    found = with_real_fields(revealed(told, arn), arn)
    return replace(denial, resource=found) if found != told and covers(arn, found) else denial


def _may_be(told: Principal, named: Principal) -> bool:
    """Whether the text leaves open what the user says."""
    if told.kind not in ("role", "assumed-role", "user") or entity_of(told) is not None:
        return told.kind == "unknown"
    same = told.name in (None, named.name) or looks_masked(told.name or "")
    return same and (told.kind == "user") == (named.kind == "user")


def _inside(denial: Denial, text: str) -> Denial:
    """What the decoded message says, in the place of the text that carried it."""
    inner = read_denials(text).denials
    if not inner:
        return denial
    told = inner[0]
    return replace(
        told,
        principal=told.principal if told.principal.kind != "unknown" else denial.principal,
        operation=told.operation or denial.operation,
        service=told.service or denial.service,
        text_span=denial.text_span,
    )


def _account(ask: Ask) -> Account:
    from policywright.server.account import Account

    return Account(ask.profile, ask.region)
