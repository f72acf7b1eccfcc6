"""``--format diff``: the patch of the templates, after a few comment lines that say what it does.

``patch`` and ``git apply`` pass over lines before a file's header, so the whole output can be fed to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.infrastructure.application import Infrastructure
from policywright.analyzers.infrastructure.model import Problem, ProblemCode
from policywright.analyzers.infrastructure.references import References, references_of
from policywright.analyzers.infrastructure.role_diff import ALSO_GRANTS, FOR_THAT, RoleDiff
from policywright.knowledge.records import dataclass
from policywright.server.diffs import (
    KINDS,
    Line,
    actions_text,
    held_text,
    is_right,
    left_text,
    lines_of,
    names_text,
    patch_text,
    places_text,
    role_names,
    tally,
)
from policywright.server.gathering import gathered
from policywright.server.published import Settings
from policywright.server.rendering import left_open
from policywright.server.text import code_span, one_line, prose

_NOTHING: Mapping[str, int] = {}
_MAX_PLACES = 3
_MAX_STAY = 3
"""Roles that don't change have lines of their own up to so many."""
_MAX_KEPT = 3
"""Grants that stay for one reason are named one by one up to so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How names, sentences and kinds of change are written."""

    quote: Callable[[str], str]
    prose: Callable[[str], str]
    signs: Mapping[str, str]
    brief: bool
    """Many grants that stay for one reason are one line."""


PLAIN = Style(
    quote=str,
    prose=str,
    signs={"added": "+", "widened": "+", "narrowed": "~", "removed": "-", "kept": "="},
    brief=True,
)
MARKDOWN = Style(quote=code_span, prose=prose, signs={kind: f"**{kind}**" for kind in KINDS}, brief=False)


def render(analysis: Analysis, settings: Settings) -> str:
    if analysis.infrastructure is None:
        what = "with a function, task or state machine " if analysis.idle else ""
        return f"# No template {what}was found: nothing to compare with.\n"
    lines = [f"# {one_line(line)}" for line in _lines(analysis.infrastructure, settings)]
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


def _lines(infrastructure: Infrastructure, settings: Settings) -> Iterator[str]:
    # Of a role without code nothing else is worth reading before somebody has linked the two.
    explain = settings.explain
    yield from _without_code(infrastructure.roles, explain=explain)
    to_tell, in_short = told_apart(
        [diff for diff in infrastructure.roles if not unlinked(diff)], explain=explain
    )
    of_many = {} if explain else said_of_many(to_tell)
    for diff in to_tell:
        yield from role_lines(diff, without=of_many)
    yield from (f"of {number} roles: {note}" for note, number in of_many.items())
    yield from in_short
    for patch in infrastructure.patches:
        for line in patch.said:
            yield f"edited: {line}"
        for line in patch.refused:
            yield f"not edited: {line}"
    said = {problem for diff in infrastructure.roles for problem in unlinked(diff)}
    unknown = [diff.needs.role for diff in infrastructure.roles if diff.unknown]
    elsewhere = {role.span for role in unknown if role is not None and role.external}
    said |= {
        one
        for one in infrastructure.problems
        if one.code is ProblemCode.ROLE_NOT_FOUND and one.span in elsewhere
    }
    for where, problem in left_open.problems(one for one in infrastructure.problems if one not in said):
        yield f"{where}: {problem.detail}"


def _without_code(roles: Sequence[RoleDiff], *, explain: bool) -> Iterator[str]:
    """The roles whose code was not found; many of which nothing else is known are one line."""
    without = [diff for diff in roles if unlinked(diff)]
    bare = [diff for diff in without if not lines_of(diff, *KINDS) and not diff.notes]
    together = len(bare) > _MAX_STAY and not explain
    for diff in without:
        if not (together and diff in bare):
            yield from role_lines(diff)
            yield from _lacking(unlinked(diff))
    if together:
        yield f"no code was found of {len(bare)} roles: {names_text(role_names(bare))}"
        yield from _lacking([problem for diff in bare for problem in unlinked(diff)])


def _lacking(problems: Sequence[Problem]) -> Iterator[str]:
    for _, problem in gathered(problems):
        yield f"  ? {problem.detail}; {left_open.LINK}"


def said_of_many(roles: Sequence[RoleDiff]) -> dict[str, int]:
    """What is said of many roles in the same words: it is said once, and of how many."""
    counts = Counter(note for diff in roles for note in dict.fromkeys(_untold(diff)))
    return {note: number for note, number in counts.items() if number > _MAX_STAY}


def _untold(diff: RoleDiff) -> Iterator[str]:
    """What is not known of the policies that a role has, as it is said below its name."""
    if diff.needs.role is not None:
        own = (one for one in diff.needs.role.policies if one.opaque is not None)
        yield from (_own(diff, f"{one.name}: {one.opaque}") for one in own)


def _own(diff: RoleDiff, note: str) -> str:
    """What is said below a role's name need not begin with it."""
    return note.removeprefix(f"{diff.needs.id}: ")


def told_apart(
    roles: Sequence[RoleDiff], *, explain: bool = False
) -> tuple[list[RoleDiff], list[str]]:  # fmt: skip
    """The roles to tell of, those that change first, and lines with the names of all others.

    Of many roles that do not change it is said why not, each reason once with all their names, unless they
    are to be ``explain``ed. What there is to say of code that was not found is not among it.
    """
    change: list[RoleDiff] = []
    stay: list[tuple[str, RoleDiff]] = []
    same: list[str] = []
    unsure: list[str] = []
    for name, diff in zip(role_names(roles), roles, strict=True):
        if lines_of(diff, *KINDS[:4]) or diff.unknown:
            change.append(diff)
        elif lines_of(diff, "kept") or diff.notes:
            stay.append((name, diff))
        else:
            (same if is_right(diff) else unsure).append(name)
    brief = len(stay) > _MAX_STAY and not explain
    lines = list(_why_they_stay(stay)) if brief else []
    lines += [f"as it should be: {', '.join(same)}"] if same else []
    lines += [f"no change known, but not all is known of: {', '.join(unsure)}"] if unsure else []
    return [*change, *(() if brief else (diff for _, diff in stay))], lines


def _why_they_stay(roles: Sequence[tuple[str, RoleDiff]]) -> Iterator[str]:
    """Each reason with the roles that have it."""
    found: dict[str, dict[str, None]] = {}
    for name, diff in roles:
        reasons = [line.first.detail for line in lines_of(diff, "kept")]
        for note in diff.remarks:
            policy, also, _ = note.partition(ALSO_GRANTS)
            own = _own(diff, note)
            reasons.append(f"{policy} grants more than is needed, but of the same kind" if also else own)
        for reason in reasons:
            found.setdefault(reason, {})[name] = None
    yield f"no change known of {len(roles)} roles (--explain tells of each):"
    for reason, names in found.items():
        yield f"  {names_text(names)}: {reason}"


def unlinked(diff: RoleDiff) -> tuple[Problem, ...]:
    """Why no code of a role's functions was found; of those with code elsewhere, where all have."""
    workloads = diff.needs.workloads
    none = all(one.code.opaque and one.code.inline is None for one in workloads)
    elsewhere = {f"{one.id}: {one.code.opaque}" for one in workloads} if none else set[str]()
    return tuple(
        one
        for one in diff.needs.problems
        if one.code is ProblemCode.CODE_NOT_FOUND or one.detail in elsewhere
    )


def role_lines(
    diff: RoleDiff, style: Style = PLAIN, without: Mapping[str, int] = _NOTHING
) -> Iterator[str]:  # fmt: skip
    """A role's changes, a line each; what stays is counted, and what is said elsewhere left out."""
    needs = diff.needs
    references = references_of(needs.stack)
    same = len({change.action for change in diff.of("unchanged")})
    unchanged = f", {same} unchanged" if same else ""
    lines = lines_of(diff, *KINDS)
    none = "nothing to change" if is_right(diff) else "no change known"
    what = tally(lines) or ("not compared" if diff.unknown else none)
    yield f"{style.quote(needs.id)} ({style.quote(needs.stack.name)}): {what}{unchanged}"
    for line in lines:
        if line.kind != "kept":
            yield f"  {change_line(line, references, style)}"
    for said in kept_lines([line for line in lines if line.kind == "kept"], references, style):
        yield f"  {said}"
    notes = [_own(diff, one) for one in diff.remarks]
    for note in notes:
        if note not in without:
            apart = note.startswith(FOR_THAT) and not without.keys().isdisjoint(notes)
            said = note.replace("for that", "for what is said below of many roles", 1) if apart else note
            yield f"  {style.prose(said)}"


def kept_lines(
    lines: Sequence[Line], references: References, style: Style = PLAIN
) -> Iterator[str]:  # fmt: skip
    """What is granted beyond need and stays; where the style is brief, much for one reason is one line."""
    alike: dict[str, list[Line]] = {}
    for line in lines:
        alike.setdefault(line.first.detail, []).append(line)
    for why, kept in alike.items():
        if style.brief and len(kept) > _MAX_KEPT:
            names = [name for line in kept for name in _held_names(line)]
            yield f"{style.signs['kept']} {names_text(dict.fromkeys(names), style.quote)}: {why}"
            continue
        for index, line in enumerate(kept):
            yield change_line(line, references, style, likewise=index > 0)


def _held_names(line: Line) -> list[str]:
    grant = line.first.grant
    return [grant.policy] if grant is not None and grant.policy is not None else [
        change.action for change in line.changes
    ]  # fmt: skip


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
    where = places_text(change.resources or change.before, references, quote)
    return f"{sign} {actions_text(line.changes, quote)} on {where}{because}{detail}"
