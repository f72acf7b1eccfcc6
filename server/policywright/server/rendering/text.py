"""``--format text``, for a terminal: the answer first, then the patch or the policies, then what is open.

Reasons in full are ``--explain``'s. Colours are the eight that every terminal has in its own palette.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import resource_texts
from policywright.analyzers.infrastructure.application import Infrastructure
from policywright.analyzers.model import Policy, Reason
from policywright.knowledge.records import replace
from policywright.server.diffs import patch_text
from policywright.server.published import Section, Settings, plain_document
from policywright.server.rendering import left_open
from policywright.server.rendering.diff import coloured, role_lines, told_apart
from policywright.server.rendering.headline import headline, policies_apart
from policywright.server.text import json_text, one_line

_MAX_PLACES = 3
_BOLD, _DIM, _RED, _GREEN, _YELLOW = "1", "2", "31", "32", "33"
_SIGNS = {"+": _GREEN, "-": _RED, "~": _YELLOW}


def render(analysis: Analysis, settings: Settings) -> str:
    return "\n".join(_Text(settings).lines(analysis)) + "\n"


class _Text:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def _paint(self, text: str, colour: str) -> str:
        shown = one_line(text)
        return f"\033[{colour}m{shown}\033[0m" if self._settings.color else shown

    def lines(self, analysis: Analysis) -> Iterator[str]:
        yield self._paint(headline(analysis, self._settings), _BOLD)
        besides = self._settings.besides
        for section in besides.first if besides is not None else ():
            yield from self._besides(section)
        if analysis.infrastructure is not None and analysis.infrastructure.roles:
            yield ""
            yield from self._changes(analysis.infrastructure)
        for policy in policies_apart(analysis):
            yield ""
            yield from self._policy(policy)
        yield from self._section(
            "May be needed, not granted", left_open.maybe(analysis, self._settings.place)
        )
        yield from self._section("Not resolved", left_open.unresolved(analysis))
        yield from self._section("Not read", left_open.skipped(analysis))
        for section in besides.last if besides is not None else ():
            yield from self._besides(section)

    def _besides(self, section: Section) -> Iterator[str]:
        document = json_text(section.document, indent=2).split("\n") if section.document is not None else ()
        yield from self._section(section.title, (*section.lines, *document))

    def _section(self, title: str, lines: Iterable[str]) -> Iterator[str]:
        found = list(lines)
        if found:
            yield ""
            yield self._paint(title, _BOLD)
            yield from (f"  {one_line(line)}" for line in found)

    # --- with templates ---

    def _changes(self, infrastructure: Infrastructure) -> Iterator[str]:
        to_tell, in_short = told_apart(infrastructure.roles, explain=self._settings.explain)
        for diff in to_tell:
            head, *rest = role_lines(diff)
            yield self._paint(head, _BOLD)
            yield from (self._paint(line, _SIGNS.get(line.strip()[:1], _DIM)) for line in rest)
        yield from (self._paint(line, _DIM) for line in in_short)
        for patch in infrastructure.patches:
            yield from (self._paint(f"edited: {line}", _DIM) for line in patch.said)
            yield from (self._paint(f"not edited: {line}", _YELLOW) for line in patch.refused)
        text = patch_text(infrastructure)
        if text:
            yield ""
            lines = text.removesuffix("\n").split("\n")
            yield from map(coloured if self._settings.color else one_line, lines)

    # --- without ---

    def _policy(self, policy: Policy) -> Iterator[str]:
        target = policy.attach_to
        whom = f" for {target.kind} {target.name}" if target.name is not None else ""
        yield self._paint(f"Policy {policy.name}{whom}", _BOLD)
        document = plain_document(policy, self._settings.place)
        yield from json_text(document, indent=2).split("\n")
        place = replace(self._settings.place, names=policy.names)
        for grant in policy.grants:
            where = ", ".join(resource_texts(grant.resources, place))
            condition = "".join(f", if {key}" for _, key, _ in grant.conditions)
            action = self._paint(grant.action, _GREEN)
            yield f"  {action} on {one_line(where + condition)}{self._places(grant.reasons)}"
            if self._settings.explain:
                yield from self._reasons(grant.reasons)

    def _places(self, reasons: tuple[Reason, ...]) -> str:
        places = list(dict.fromkeys(f"{one.span.file}:{one.span.line}" for one in reasons))
        more = f" and {len(places) - _MAX_PLACES} more" if len(places) > _MAX_PLACES else ""
        return self._paint(f"  ({', '.join(places[:_MAX_PLACES])}{more})", _DIM) if places else ""

    def _reasons(self, reasons: tuple[Reason, ...]) -> Iterator[str]:
        for reason in reasons:
            guess = " (inferred)" if reason.certainty == "inferred" else ""
            chain = f", through {' > '.join(reason.chain)}" if reason.chain else ""
            rule = f" [{reason.source}]" if reason.source else ""
            where = f"{reason.span.file}:{reason.span.line}"
            yield self._paint(f"      {where} {reason.detail}{guess}{chain}{rule}", _DIM)
