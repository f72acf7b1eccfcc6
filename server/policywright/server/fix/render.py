"""The result of ``fix`` for people: the diff first, then why, then what is left to do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from policywright.server.fix.model import Json
from policywright.server.rendering.diff import coloured
from policywright.server.text import code_span, fenced, json_text, one_line, prose, worded

_FENCE = re.compile(r"(`{3,})(\w*)")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|])")
_STRONG = re.compile(r"(?<!\\)\*\*([^*]+)\*\*")
_APPLIED = {
    "applied": "**Applied.**",
    "unchanged": "**Unchanged**: there is nothing to add.",
    "restored": "**Restored** what was there before.",
    "unconfirmed": "**Not confirmed**: IAM was asked, and what came of it could not be read back.",
    "declined": "**Declined**: nothing was changed.",
    "cancelled": "**Cancelled**: nothing was changed.",
    "unapproved": "**Not applied**: nobody could be asked for approval.",
}


def markdown(report: Json, say: Callable[[str], str] = str) -> str:
    """The report as ``report.build`` makes it, as Markdown; ``say`` words what is said here of options."""
    return "\n".join(_lines(report, say)) + "\n"


def terminal(report: Json, *, color: bool) -> str:
    """The same for a terminal: without Markdown's fences and stars, the diff in colours."""
    return "\n".join(_unmarked(markdown(report).rstrip("\n").split("\n"), color=color)) + "\n"


def _unmarked(lines: list[str], *, color: bool) -> Iterator[str]:
    fence = language = ""
    for line in lines:
        if not fence and (found := _FENCE.fullmatch(line)) is not None:
            fence, language = found.groups()
        elif fence and line == fence:
            fence = ""
        elif fence:
            yield coloured(line) if color and language == "diff" else one_line(line)
        else:
            bold = _STRONG.sub("\033[1m\\1\033[0m" if color else r"\1", one_line(line))
            yield _ESCAPED.sub(r"\1", bold)


def diff_text(report: Json) -> str:
    """The bare diff; where there is none, comment lines that say why and what is to be added."""
    if report["diff"]:
        return str(report["diff"])
    reasons = [*report["notes"], *(denial["advice"] for denial in report["denials"] if denial["advice"])]
    said = [
        f"A statement that allows it: {json.dumps(statement)}"
        for denial in report["denials"]
        for statement in denial["statements"]
    ]
    said += (
        f"To ask {ask['whom']} for: {json.dumps(ask['statement'])}"
        for denial in report["denials"]
        for ask in denial["asks"]
    )
    reasons += dict.fromkeys(denial["doubt"] for denial in report["shown"])
    reasons += [f"{item['code']}: {item['advice']}" for item in report["not_denials"]]
    nothing = [] if report["denials"] or report["shown"] else [_headline(report)]
    lines = dict.fromkeys((*nothing, *map(one_line, reasons), *said))
    return "".join(f"# {line}\n" for line in lines)


def _lines(report: Json, say: Callable[[str], str]) -> Iterator[str]:
    yield _headline(report)
    if report["diff"]:
        yield from ("", *_careful(report), *fenced(report["diff"].splitlines(), "diff"))
        change = report["change"]
        size = (
            f"{change['characters']} of {change['quota']} characters"
            if change["after"]
            else "no policy is left"
        )
        yield f"{size}; hash {code_span(change['hash'])}."
    if report["proof"]:
        yield worded(report["proof"])
    if report["verified"]:
        found = report["verified"]
        outcome = "allowed" if found["allowed"] else "**still denied**"
        how = f"Verified by the {found['by']} ({found['certainty']} certainty)"
        yield f"{how}: {outcome}; {worded(found['detail'])}"
    for denial in report["denials"]:
        yield from _denial(denial, shown=bool(report["diff"]))
    if report["shown"]:
        yield from _shown(report, say)
    for item in report["not_denials"]:
        yield f"- No IAM denial: {code_span(item['code'])}. {worded(item['advice'])}"
    if report["problem"]:
        yield f"\nAWS: {worded(report['problem'])}"
    for note in report["notes"]:
        yield f"- {worded(note)}"
    if report["commands"]:
        lines = (line for command in report["commands"] for line in command.split("\n"))
        yield from ("", "By hand:", *fenced(lines, "sh"))


_READS_LIKE = {"page": "documentation", "program": "source code"}


def _shown(report: Json, say: Callable[[str], str]) -> Iterator[str]:
    """What the text shows, for whoever it happened to."""
    what = _READS_LIKE.get(report["pasted"])
    reads = f"This reads like {what}" if what else "This reads like an example, or a refusal that is wanted"
    yield (
        f"\n**{reads}: nothing of the following is proposed to be applied.** If it happened to you, "
        f"say so ({say('--mine')}). It would mean:"
    )
    for denial in report["shown"]:
        yield from _denial({**denial, "doubt": None, "cautions": [], "refused": None}, shown=False)


def _careful(report: Json) -> Iterator[str]:
    """What is pointed out before the diff."""
    for caution in dict.fromkeys(caution for denial in report["denials"] for caution in denial["cautions"]):
        yield f"**Careful:** {worded(caution)}"
        yield ""


def _headline(report: Json) -> str:
    if report["applied"]:
        return _APPLIED[report["applied"]]
    target, denials = report["target"], report["denials"]
    if report["diff"] and target:
        whose = target["file"] or f"{target['kind']} {target['name']}"
        return f"**Proposed change** of {code_span(target['policy_name'])} for {code_span(whose)}:"
    if not denials and report["shown"]:
        return "No access-denied error of IAM that happened was found in the text."
    if not denials:
        return "No access-denied error of IAM was found in the text."
    if any(denial["statements"] for denial in denials):
        return "**Proposed statements**; they are not applied as they stand, see below."
    if any(denial["fixable"] != "no" for denial in denials):
        return "**No change can be proposed yet**: the text does not tell enough, see below."
    return "**Not fixable by an identity policy.**"


def _denial(denial: Any, *, shown: bool) -> Iterator[str]:
    """``shown``: the diff has the statements, unless they were refused."""
    who = (
        denial["principal"]["name"]
        or denial["principal"]["arn"]
        or f"{denial['principal']['kind']} principal"
    )
    what = ", ".join(code_span(action) for action in denial["actions"]) or "an unknown action"
    where = f" on {code_span(denial['resource'])}" if denial["resource"] else ""
    kind = f"{denial['denial']} denial, policy type {denial['policy_type']}"
    yield f"\n{code_span(who)} was denied {what}{where} ({kind}; fixable: {denial['fixable']})."
    if denial["doubt"] and not denial["statements"]:
        yield f"**Careful:** {worded(denial['doubt'])}"
    yield worded(denial["advice"])
    if denial["statements"] and (denial["refused"] or not shown):
        if not shown:
            for caution in denial["cautions"]:
                yield f"**Careful:** {worded(caution)}"
        yield (
            "The statement for its identity policy:" if len(denial["statements"]) == 1 else "The statements:"
        )
        for statement in denial["statements"]:
            yield from _json(statement)
    for ask in denial["asks"]:
        yield f"Ask {worded(ask['whom'])} for:"
        yield from _json(ask["statement"])
    if denial["commands"]:
        yield "What decided is shown by:"
        yield from fenced(denial["commands"], "sh")
    for site in denial["call_sites"][:5]:
        place = code_span(f"{site['file']}:{site['line']}")
        # A type and what it is deployed for is a sentence; an operation is a word.
        how = "deployed from" if " " in site["operation"] else "called at"
        yield f"- {how} {place} ({prose(site['operation'])})"
    if denial["refused"] and (denial["statements"] or denial["fixable"] != "no"):
        yield f"- Refused: {worded(denial['refused'])}"
    for note in denial["notes"]:
        if note != denial["refused"]:
            yield f"- {worded(note)}"


def _json(statement: Any) -> Iterator[str]:
    yield from fenced(json_text(statement, indent=2).split("\n"), "json")
