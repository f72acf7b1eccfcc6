"""The question that is put to a person before a change, the same at a terminal and over MCP.

It names everything that the approval is about: the account, whose credentials, by which profile, whose
policy, the diff, and the document exactly as it will be written. Each line is made inert, so that nothing in
a name can move a cursor or hide.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.server.fix.model import Result
from policywright.server.text import one_line


def question(result: Result) -> str:
    """All that is to be approved; needs a result with a change that was read."""
    return "\n".join(map(one_line, _lines(result)))


def _lines(result: Result) -> Iterator[str]:
    change = result.change
    assert change is not None
    target = change.target
    assert target is not None
    verb = "Restore" if change.undoes else "Change"
    yield f"{verb} the inline policy {change.policy_name} of {target.kind} {target.name}?"
    yield f"  account:   {target.account}"
    yield f"  caller:    {result.caller.arn if result.caller else 'unknown'}"
    yield f"  profile:   {result.ask.profile or 'none named (the default credentials)'}"
    yield f"  principal: {(result.target or target).policy_source_arn}"
    yield ""
    for caution in result.cautions:
        yield f"Careful: {caution}"
    yield from change.diff.splitlines()
    yield ""
    if change.after is None:
        yield "There will be no such policy."
    elif change.before is None:
        yield "There is no such policy yet: what the diff adds is the whole document."
    else:
        yield "The whole document will be:"
        yield from change.written_text.splitlines()
    yield ""
    yield f"Hash: {change.hash}"
