"""What an assistant reads first: a short Markdown text, under a hard limit.

The structured result has everything; every character here costs the assistant's context, so the text holds
the counts, the policy, one line per permission and the open questions, and says what was left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from policywright.server.leftout import LeftOut, left_out
from policywright.server.report import Json
from policywright.server.text import clip, code_span, plural, prose

SUMMARY_LIMIT = 4_000
"""Characters of the text with ``detail="summary"``."""
FULL_LIMIT = 60_000
"""Characters of the text with ``detail="full"``, and of a template that was asked for."""
_DOCUMENT_LIMIT = 2_400
_MAX_GRANTS = 25
_MAX_OPEN = 5
_LINE_LIMIT = 200
_MAX_ROLES = 20
_MAX_CHANGES = 30
"""Changes listed in all, shared among the roles; each has room for ``_MIN_CHANGES``."""
_MIN_CHANGES = 2
_MAX_NOTES = 3
_MAX_SHOWN = 2
_PATCH_LIMIT = 1_200
_KINDS = ("added", "widened", "narrowed", "removed")


def summarise(report: Json) -> str:
    """The summary of a report as ``report.build_report`` makes it."""
    return fit("\n".join(_lines(report)), SUMMARY_LIMIT)


def fit(text: str, limit: int) -> str:
    """The text, cut at a line's end if it is too long, with a word about it."""
    if len(text) <= limit:
        return text
    note = "\n... (cut; the structured result has the rest)"
    kept = text[: limit - len(note)].rsplit("\n", 1)[0]
    # An open code block would swallow the note.
    fence = "\n```" if kept.count("\n```") % 2 else ""
    return kept + fence + note


def _lines(report: Json) -> Iterator[str]:
    yield _counts(report)
    if report["diff"] is not None:
        yield from _diff(report["diff"])
    else:
        for policy in report["policies"]:
            yield from _policy(policy)
        yield from _grants(report["grants"])
    yield from _open("May be needed, not granted", [_may_need(item) for item in report["may_need"]])
    yield from _open("Not resolved", [_unresolved(item) for item in report["unresolved"]])
    files = (LeftOut(item["file"], item["code"]) for item in report["files"]["skipped"])
    skipped = [f"{code_span(item.file)}{item.more} ({item.code})" for item in left_out(files)]
    yield from _open("Skipped files", skipped)


def _counts(report: Json) -> str:
    files = plural(report["files"]["analysed"], "file")
    if not report["policies"]:
        return f"No AWS permission is needed by the code in {files}."
    policies, grants = plural(len(report["policies"]), "policy"), plural(len(report["grants"]), "permission")
    return f"**{policies}, {grants}** from {files}."


def _diff(diff: Json) -> Iterator[str]:
    """What changes, role by role, as many lines for each as there is room for."""
    roles = diff["roles"]
    room = max(_MIN_CHANGES, _MAX_CHANGES // max(len(roles), 1))
    for role in roles[:_MAX_ROLES]:
        changes = [change for change in role["changes"] if change["change"] in _KINDS]
        same = len({change["action"] for change in role["changes"] if change["change"] == "unchanged"})
        said = _tally(changes) or "nothing to change"
        doubt = "" if role["complete"] else "; not everything is known"
        yield f"- {code_span(role['role'])} ({code_span(role['template'])}): {said}, {same} unchanged{doubt}"
        lines = _change_lines(changes)
        for line in lines[:room]:
            yield clip(f"  - {line}", _LINE_LIMIT)
        if len(lines) > room:
            yield f"  - and {len(lines) - room} more"
        for note in role["notes"][:_MAX_NOTES]:
            yield clip(f"  - {prose(note)}", _LINE_LIMIT)
    if len(roles) > _MAX_ROLES:
        yield f"- and {plural(len(roles) - _MAX_ROLES, 'more role')}"
    if diff["patch"]:
        yield ""
        if len(diff["patch"]) <= _PATCH_LIMIT:
            yield f"```diff\n{diff['patch'].rstrip()}\n```"
        else:
            yield "The patch of the templates is `diff.patch` of the structured result."
    for line in diff["refused"][:_MAX_NOTES]:
        yield f"Not edited: {prose(line)}"
    yield "More about one role: call again with `role`."


def _tally(changes: list[Any]) -> str:
    counts = {kind: sum(change["change"] == kind for change in changes) for kind in _KINDS}
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)


def _change_lines(changes: list[Any]) -> list[str]:
    """A line for each change; what one statement grants in vain is one line."""
    groups: dict[object, list[Any]] = {}
    for number, change in enumerate(changes):
        in_vain = change["change"] == "removed"
        key = (tuple(change["before"]), str(change["statement"])) if in_vain else number
        groups.setdefault(key, []).append(change)
    return [_change(group) for group in groups.values()]


def _change(group: list[Any]) -> str:
    change = group[0]
    actions = ", ".join(code_span(one["action"]) for one in group[:_MAX_SHOWN])
    if len(group) > _MAX_SHOWN:
        actions += f" and {len(group) - _MAX_SHOWN} more"
    shown = change["resources"] or change["before"]
    where = ", ".join(code_span(one) for one in shown[:_MAX_SHOWN])
    more = f" and {len(shown) - _MAX_SHOWN} more" if len(shown) > _MAX_SHOWN else ""
    return f"{change['change']} {actions} on {where}{more} {_where(change)}".rstrip()


def _policy(policy: Json) -> Iterator[str]:
    target = policy["attach_to"]
    whom = f" for {target['kind']} {code_span(target['name'])}" if target["name"] else ""
    yield ""
    yield f"Policy {code_span(policy['name'])}{whom} ({policy['characters']} characters):"
    text = json.dumps(policy["document"], indent=1, ensure_ascii=False)
    if len(text) > _DOCUMENT_LIMIT:
        yield "(too long to repeat here: `policies[].document` of the structured result)"
    else:
        yield f"```json\n{text}\n```"


def _grants(grants: list[Any]) -> Iterator[str]:
    if grants:
        yield ""
        yield "Needed by:"
    for grant in islice(grants, _MAX_GRANTS):
        yield clip(f"- {code_span(grant['action'])} {_where(grant)}", _LINE_LIMIT)
    if len(grants) > _MAX_GRANTS:
        yield f"- and {len(grants) - _MAX_GRANTS} more in `grants`"


def _where(item: Json) -> str:
    first, *others = item["reasons"] or [None]
    if first is None:
        return ""
    more = f" and {len(others)} more" if others else ""
    guess = " (inferred)" if first["certainty"] == "inferred" else ""
    return code_span(f"{first['file']}:{first['line']}") + guess + more


def _may_need(item: Json) -> str:
    return f"{code_span(item['action'])} {_where(item)}: if {prose(item['when'])}"


def _unresolved(item: Json) -> str:
    return f"{code_span(item['file'] + ':' + str(item['line']))} {item['code']}: {prose(item['detail'])}"


def _open(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield ""
        yield f"{title}:"
    for item in items[:_MAX_OPEN]:
        yield f"- {clip(item, _LINE_LIMIT)}"
    if len(items) > _MAX_OPEN:
        yield f"- and {len(items) - _MAX_OPEN} more"
