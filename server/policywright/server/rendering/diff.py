"""``--format diff``: the patch of the templates, after a few comment lines that say what it does.

``patch`` and ``git apply`` pass over lines before a file's header, so the whole output can be fed to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.infrastructure.application import Infrastructure
from policywright.analyzers.infrastructure.comparison import RoleDiff
from policywright.analyzers.infrastructure.model import Problem, ProblemCode
from policywright.analyzers.infrastructure.references import References, references_of
from policywright.knowledge.records import dataclass
from policywright.server.diffs import (
    KINDS,
    Line,
    actions_text,
    held_text,
    left_text,
    lines_of,
    patch_text,
    shown_all,
    tally,
)
from policywright.server.published import Settings
from policywright.server.rendering.left_open import LINK
from policywright.server.text import code_span, one_line, prose

_MAX_PLACES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How names, sentences and kinds of change are written."""

    quote: Callable[[str], str]
    prose: Callable[[str], str]
    signs: Mapping[str, str]


PLAIN = Style(
    quote=str,
    prose=str,
    signs={"added": "+", "widened": "+", "narrowed": "~", "removed": "-", "kept": "="},
)
MARKDOWN = Style(quote=code_span, prose=prose, signs={kind: f"**{kind}**" for kind in KINDS})


def render(analysis: Analysis, settings: Settings) -> str:
    if analysis.infrastructure is None:
        return "# No template was found: nothing to compare with.\n"
    lines = [f"# {one_line(line)}" for line in _lines(analysis.infrastructure)]
    text = "\n".join(lines) + "\n" + patch_text(analysis.infrastructure)
    if not settings.color:
        return text
    return "\n".join(map(coloured, text.removesuffix("\n").split("\n"))) + "\n"


def coloured(line: str) -> str:
    """A line of a diff for a terminal; what is in it is made fit to show there."""
    codes = {"+": "32", "-": "31", "@": "36", "#": "2"}
    code = "1" if line.startswith(("--- ", "+++ ")) else codes.get(line[:1])
    shown = one_line(line)
    return f"\033[{code}m{shown}\033[0m" if code else shown


def _lines(infrastructure: Infrastructure) -> Iterator[str]:
    # Of a role without code nothing else is worth reading before somebody has linked the two.
    for diff in sorted(infrastructure.roles, key=lambda diff: not unlinked(diff)):
        yield from role_lines(diff)
        for problem in unlinked(diff):
            yield f"  ? {problem.detail}; {LINK}"
    for patch in infrastructure.patches:
        for line in patch.said:
            yield f"edited: {line}"
        for line in patch.refused:
            yield f"not edited: {line}"
    said = {problem for diff in infrastructure.roles for problem in unlinked(diff)}
    yield from _problem_lines(one for one in infrastructure.problems if one not in said)


def _problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Problems, those that say the same of one file in one line."""
    found: dict[tuple[str, str], dict[int, None]] = {}
    for one in problems:
        found.setdefault((one.span.file, one.detail), {})[one.span.line] = None
    for (file, detail), lines in found.items():
        first, *others = lines
        more = f" and {len(others)} more" if others else ""
        yield f"{file}:{first}{more}: {detail}"


def unlinked(diff: RoleDiff) -> tuple[Problem, ...]:
    """Why no code of a role's functions was found."""
    return tuple(one for one in diff.needs.problems if one.code is ProblemCode.CODE_NOT_FOUND)


def role_lines(diff: RoleDiff, style: Style = PLAIN) -> Iterator[str]:
    """A role's changes, a line each; what stays is counted."""
    needs = diff.needs
    references = references_of(needs.stack)
    same = len({change.action for change in diff.of("unchanged")})
    unchanged = f", {same} unchanged" if same else ""
    lines = lines_of(diff, *KINDS)
    said = tally(lines) or ("not compared" if diff.unknown else "nothing to change")
    yield f"{style.quote(needs.id)} ({style.quote(needs.stack.name)}): {said}{unchanged}"
    said_before: set[str] = set()
    for line in lines:
        yield f"  {change_line(line, references, style, likewise=line.first.detail in said_before)}"
        said_before.update((line.first.detail,) if line.kind == "kept" else ())
    for note in diff.remarks:
        yield f"  {style.prose(note)}"


def change_line(
    line: Line, references: References, style: Style = PLAIN, *, likewise: bool = False
) -> str:  # fmt: skip
    """``+ dynamodb:PutItem on Orders.Arn (app.py:12)``; ``likewise``: the line before has said why."""
    change, quote = line.first, style.quote
    reasons = [reason for one in line.to or line.changes for reason in one.reasons]
    places = list(dict.fromkeys(f"{reason.span.file}:{reason.span.line}" for reason in reasons))
    more = f" and {len(places) - _MAX_PLACES} more" if len(places) > _MAX_PLACES else ""
    because = f" ({', '.join(map(quote, places[:_MAX_PLACES]))}{more})" if places else ""
    sign = style.signs[line.kind]
    if line.kind == "narrowed" and change.grant is not None:
        held = held_text(change.grant, references, quote)
        return f"{sign} {held}, to {left_text(line, references, quote)}{because}"
    detail = f": {style.prose(change.detail)}" if change.detail else ""
    if likewise and line.kind == "kept":
        detail = ": for the same reason"
    if change.grant is not None and change.grant.policy is not None:
        return f"{sign} {held_text(change.grant, references, quote)}{detail}"
    where = ", ".join(map(quote, shown_all(change.resources or change.before, references)))
    return f"{sign} {actions_text(line.changes, quote)} on {where}{because}{detail}"
