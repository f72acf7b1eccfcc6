"""The published result of ``fix``: ``schema/fix-v1.json``, the same from the command line and from MCP."""

from __future__ import annotations

import json
from collections.abc import Callable

from policywright.knowledge.policy.minimise import minimise
from policywright.knowledge.policy.statements import statement
from policywright.knowledge.records import replace
from policywright.server.fix.commands import by_hand, looks, to_fill_in
from policywright.server.fix.model import Ask, Change, Json, Proposal, Result, Site, Verified
from policywright.server.principals import Target
from policywright.server.published import SCHEMA_VERSION
from policywright.server.words import spoken


def build(result: Result) -> Json:
    """The whole result, in the key order of the schema."""
    change = result.change
    say = spoken if result.ask.tool else str
    return {
        "schema_version": SCHEMA_VERSION,
        "pasted": result.pasted.value,
        "denials": [_denial(proposal, result.ask, say) for proposal in result.proposals],
        "not_denials": [
            {"code": item.code.value, "advice": item.advice, "text_span": list(item.text_span)}
            for item in result.not_denials
        ],
        "shown": [_denial(proposal, result.ask, say) for proposal in result.shown],
        "target": _target(result.target, change),
        "diff": change.diff if change else None,
        "change": _change(change) if change else None,
        "proof": result.proof,
        "applied": result.applied,
        "journal": result.journal,
        "verified": _verified(result.verified) if result.verified else None,
        "commands": list(by_hand(result)),
        "notes": [say(note) for note in dict.fromkeys(result.notes)],
        "problem": say(result.problem) if result.problem else None,
    }


def _denial(proposal: Proposal, ask: Ask, say: Callable[[str], str]) -> Json:
    denial = proposal.denial
    return {
        "principal": {
            "arn": denial.principal.arn,
            "kind": denial.principal.kind,
            "name": denial.principal.name,
        },
        "actions": list(denial.actions),
        "candidates": list(denial.candidates),
        "resource": denial.resource,
        "within": denial.within,
        "denial": denial.denial,
        "policy_type": denial.policy_type,
        "denying_policy": denial.denying_policy,
        "fixable": denial.fixable,
        "advice": say(denial.advice),
        "doubt": denial.doubt,
        "ask": denial.ask,
        "asks": [{"whom": ask.whom, "statement": json.loads(ask.statement)} for ask in denial.asks],
        "commands": list(looks(denial.looks, ask)),
        "statements": _statements(proposal),
        "service": denial.service,
        "operation": denial.operation,
        "call_sites": [_site(site) for site in proposal.sites],
        "cautions": list(proposal.cautions),
        "notes": [say(note) for note in proposal.notes],
        "refused": say(refused) if (refused := proposal.refusal or proposal.unreal) else None,
        "text_span": list(denial.text_span),
    }


def _statements(proposal: Proposal) -> list[Json]:
    """What can be copied: words stand where nothing is told, and where stars that hide would be a pattern."""
    told = replace(proposal, exact=proposal.exact or proposal.denial.within is not None)
    return [statement(to_fill_in(rule, told)) for rule in minimise(proposal.rules)]


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
