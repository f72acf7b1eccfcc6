"""What an assistant reads first: a short Markdown text, under a hard limit.

The structured result has everything; every character here costs the assistant's context, so the text holds
the counts, the policy, one line per permission and the open questions, and says what was left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from policywright.server.leftout import LeftOut, left_out
from policywright.server.published import Json
from policywright.server.text import block, clip, code_span, json_text, plural, prose

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
        groups = _groups(role["changes"])
        same = len({change["action"] for change in role["changes"] if change["change"] == "unchanged"})
        said = _tally(groups) or "nothing to change"
        doubt = "" if role["complete"] else "; not everything is known"
        yield f"- {code_span(role['role'])} ({code_span(role['template'])}): {said}, {same} unchanged{doubt}"
        for group in groups[:room]:
            yield clip(f"  - {_change(group)}", _LINE_LIMIT)
        if len(groups) > room:
            yield f"  - and {len(groups) - room} more"
        for note in role["notes"][:_MAX_NOTES]:
            yield clip(f"  - {prose(note)}", _LINE_LIMIT)
    if len(roles) > _MAX_ROLES:
        yield f"- and {plural(len(roles) - _MAX_ROLES, 'more role')}"
    if diff["patch"]:
        yield ""
        if len(diff["patch"]) <= _PATCH_LIMIT:
            yield block(diff["patch"], "diff")
        else:
            yield "The patch of the templates is `diff.patch` of the structured result."
    for line in diff["refused"][:_MAX_NOTES]:
        yield f"Not edited: {prose(line)}"
    yield "More about one role: call again with `role`."


def _groups(changes: list[Any]) -> list[list[Any]]:
    """Changes by the held grant that they are about; a missing permission stands alone."""
    groups: dict[object, list[Any]] = {}
    for number, change in enumerate(changes):
        held = change["held"]
        groups.setdefault(number if held is None else (held, str(change["statement"])), []).append(change)
    groups = {key: group for key, group in groups.items() if any(one["change"] in _KINDS for one in group)}
    return sorted(groups.values(), key=lambda group: _KINDS.index(_kind(group)))


def _kind(group: list[Any]) -> str:
    kinds = {change["change"] for change in group}
    return next(kind for kind in _KINDS if kind in kinds)


def _tally(groups: list[list[Any]]) -> str:
    counts = {kind: sum(_kind(group) == kind for group in groups) for kind in _KINDS}
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)


def _change(group: list[Any]) -> str:
    """One line: what is missing, or what a held grant narrows to."""
    kind = _kind(group)
    about = [
        one for one in group if one["change"] in ((kind, "unchanged") if kind == "narrowed" else (kind,))
    ]
    first, where = about[0], _where({"reasons": [reason for one in about for reason in one["reasons"]]})
    places = list(dict.fromkeys(one for each in about for one in each["resources"] or each["before"]))
    what = f"{_few([one['action'] for one in about])} on {_few(places)}"
    if kind == "narrowed":
        return f"narrowed {code_span(first['held'])} to {what} {where}".rstrip()
    if kind == "removed":
        return f"removed {code_span(first['held'] or first['action'])}: {prose(first['detail'])}"
    return f"{kind} {what} {where}".rstrip()


def _few(names: list[str]) -> str:
    found = list(dict.fromkeys(names))
    more = f" and {len(found) - _MAX_SHOWN} more" if len(found) > _MAX_SHOWN else ""
    return ", ".join(map(code_span, found[:_MAX_SHOWN])) + more


def _policy(policy: Json) -> Iterator[str]:
    target = policy["attach_to"]
    named = target["name"] is not None or target["kind"] == "access-key"
    name = f" {code_span(target['name'])}" if target["name"] else "s in the code"
    whom = f" for {target['kind'].replace('-', ' ')}{name}" if named else ""
    yield ""
    yield f"Policy {code_span(policy['name'])}{whom} ({policy['characters']} characters):"
    text = json_text(policy["document"], indent=1)
    if len(text) > _DOCUMENT_LIMIT:
        yield "(too long to repeat here: `policies[].document` of the structured result)"
    else:
        yield block(text, "json")


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
    more = f" ({item['count']} places)" if "count" in item else ""
    place = code_span(f"{item['file']}:{item['line']}")
    return f"{place} {item['code']}{more}: {prose(item['detail'])}"


def _open(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield ""
        yield f"{title}:"
    for item in items[:_MAX_OPEN]:
        yield f"- {clip(item, _LINE_LIMIT)}"
    if len(items) > _MAX_OPEN:
        yield f"- and {len(items) - _MAX_OPEN} more"
