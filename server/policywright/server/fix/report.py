"""The published result of ``fix``: ``schema/fix-v1.json``, the same from the command line and from MCP."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator

from policywright.knowledge.policy.minimise import minimise
from policywright.knowledge.policy.statements import statement
from policywright.server.fix.model import Change, Json, Proposal, Result, Site, Verified
from policywright.server.principals import Target
from policywright.server.published import SCHEMA_VERSION


def build(result: Result) -> Json:
    """The whole result, in the key order of the schema."""
    change = result.change
    return {
        "schema_version": SCHEMA_VERSION,
        "denials": [_denial(proposal) for proposal in result.proposals],
        "not_denials": [
            {"code": item.code.value, "text_span": list(item.text_span)} for item in result.not_denials
        ],
        "target": _target(result.target, change),
        "diff": change.diff if change else None,
        "change": _change(change) if change else None,
        "proof": result.proof,
        "applied": result.applied,
        "journal": result.journal,
        "verified": _verified(result.verified) if result.verified else None,
        "commands": list(commands(result)),
        "notes": list(dict.fromkeys(result.notes)),
        "problem": result.problem,
    }


def _denial(proposal: Proposal) -> Json:
    denial = proposal.denial
    return {
        "principal": {
            "arn": denial.principal.arn,
            "kind": denial.principal.kind,
            "name": denial.principal.name,
        },
        "actions": list(denial.actions),
        "resource": denial.resource,
        "denial": denial.denial,
        "policy_type": denial.policy_type,
        "denying_policy": denial.denying_policy,
        "fixable": denial.fixable,
        "advice": denial.advice,
        "ask": denial.ask,
        "statements": [statement(rule) for rule in minimise(proposal.rules)],
        "service": denial.service,
        "operation": denial.operation,
        "call_sites": [_site(site) for site in proposal.sites],
        "notes": list(proposal.notes),
        "refused": proposal.refusal or proposal.unreal,
        "text_span": list(denial.text_span),
    }


def _site(site: Site) -> Json:
    return {"file": site.file, "line": site.line, "column": site.column, "operation": site.operation}


def _target(target: Target | None, change: Change | None) -> Json | None:
    file = change.file if change else None
    if target is None and file is None:
        return None
    return {
        "kind": "file" if file else target.kind if target else None,
        "name": target.name if target else None,
        "account": target.account if target else None,
        "arn": target.arn if target else None,
        "policy_name": change.policy_name if change else target.policy_name if target else None,
        "file": file,
    }


def _change(change: Change) -> Json:
    return {
        "hash": change.hash,
        "before": change.before,
        "after": change.after,
        "explained": list(change.changes),
        "characters": change.characters,
        "quota": change.quota,
        "read": change.read,
    }


def _verified(verified: Verified) -> Json:
    return {
        "by": verified.by,
        "allowed": verified.allowed,
        "certainty": verified.certainty,
        "detail": verified.detail,
    }


def commands(result: Result) -> Iterator[str]:
    """What a person can run to make the change by hand."""
    change = result.change
    if change is None or change.target is None or change.file or result.applied in ("applied", "restored"):
        return
    target = change.target
    who = f"--{target.kind}-name {shlex.quote(target.name)} --policy-name {shlex.quote(change.policy_name)}"
    profile = f" --profile {shlex.quote(result.ask.profile)}" if result.ask.profile else ""
    if change.after is None:
        yield f"aws iam delete-{target.kind}-policy {who}{profile}"
    elif change.read:
        document = json.dumps(change.after, separators=(",", ":"), ensure_ascii=False)
        yield f"aws iam put-{target.kind}-policy {who} --policy-document {shlex.quote(document)}{profile}"
    yield (
        f"policywright fix - --apply{profile} < error.txt"
        if not change.undoes
        else f"policywright fix --undo{profile}"
    )
