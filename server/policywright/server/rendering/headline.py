"""An answer in one sentence: what changes or is needed, and whether anything is open."""

from __future__ import annotations

from policywright.analyzers.analysis import Analysis
from policywright.server.diffs import KINDS, lines_of, tally
from policywright.server.text import plural
from policywright.server.verdict import nothing_needed, open_ends


def headline(analysis: Analysis) -> str:
    """``4 roles: 3 to change (2 added, 3 narrowed). 6 files read.``"""
    left = open_ends(analysis)
    files = plural(analysis.files_analysed, "file")
    doubt = f" Not everything is known: {left}." if left else ""
    infrastructure = analysis.infrastructure
    if infrastructure is not None and infrastructure.roles:
        lines = [line for diff in infrastructure.roles for line in lines_of(diff, *KINDS)]
        change = sum(bool(lines_of(diff, *KINDS[:4])) for diff in infrastructure.roles)
        said = f"{change} to change ({tally(lines)})" if change else "none to change"
        return f"{plural(len(infrastructure.roles), 'role')}: {said}. {files} read.{doubt}"
    if not analysis.policies:
        return nothing_needed(analysis)
    actions = len({grant.action for policy in analysis.policies for grant in policy.grants})
    policies = plural(len(analysis.policies), "policy")
    return f"{policies} with {plural(actions, 'action')}, for {files} of code.{doubt}"
