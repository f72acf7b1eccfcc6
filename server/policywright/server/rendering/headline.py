"""An answer in one sentence: what changes or is needed, and whether anything is open."""

from __future__ import annotations

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.model import Policy
from policywright.server.diffs import KINDS, lines_of, tally
from policywright.server.published import Settings
from policywright.server.text import plural
from policywright.server.verdict import nothing_needed, open_ends


def policies_apart(analysis: Analysis) -> tuple[Policy, ...]:
    """The policies that no patch gives: all without templates, else those of code that no function reaches or
    that acts as somebody else, and of roles that are not in the templates."""
    infrastructure = analysis.infrastructure
    if infrastructure is None or not infrastructure.roles:
        return analysis.policies
    if infrastructure.files is None:
        return ()  # compared with one policy, which is for all of the code
    numbers = {id(stack): number for number, stack in enumerate(infrastructure.stacks)}
    elsewhere = [
        (numbers.get(id(diff.needs.stack)), diff.needs.attach_to)
        for diff in infrastructure.roles
        if diff.unknown
    ]
    return tuple(
        policy for policy in analysis.policies
        if policy.stack is None or (policy.stack, policy.attach_to) in elsewhere
    )  # fmt: skip


def headline(analysis: Analysis, settings: Settings | None = None) -> str:
    """``4 roles: 3 to change (2 added, 3 narrowed). 6 files read.``"""
    if settings is not None and settings.besides is not None:
        return settings.besides.headline
    left = open_ends(analysis)
    files = plural(analysis.files_analysed, "file")
    doubt = f" Not everything is known: {left}." if left else ""
    infrastructure = analysis.infrastructure
    if infrastructure is not None and infrastructure.roles:
        lines = [line for diff in infrastructure.roles for line in lines_of(diff, *KINDS)]
        change = sum(bool(lines_of(diff, *KINDS[:4])) for diff in infrastructure.roles)
        unknown = sum(diff.unknown for diff in infrastructure.roles)
        said = f"{change} to change ({tally(lines)})" if change else "none to change"
        if unknown:
            compared = f"{said}, " if unknown < len(infrastructure.roles) else ""
            said = f"{compared}{unknown} not compared (defined elsewhere; what the code needs is said)"
        apart = [policy for policy in policies_apart(analysis) if policy.stack is None]
        also = f" {plural(len(apart), 'policy')} for other code." if apart else ""
        return f"{plural(len(infrastructure.roles), 'role')}: {said}. {files} read.{also}{doubt}"
    if not analysis.policies:
        return nothing_needed(analysis)
    actions = len({grant.action for policy in analysis.policies for grant in policy.grants})
    policies = plural(len(analysis.policies), "policy")
    return f"{policies} with {plural(actions, 'action')}, for {files} of code.{doubt}"
