"""``--format html``: one file to look at, without network: what changes, with the lines of code that say why.

Nothing that comes from the project is markup: every text is escaped, and the page's own policy lets only its
own script and style count. The lines of code are read from the files, where they are still there.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import resource_texts
from policywright.analyzers.infrastructure.references import references_of
from policywright.analyzers.infrastructure.role_diff import RoleDiff
from policywright.analyzers.model import Policy, Reason
from policywright.knowledge.records import replace
from policywright.server import __version__
from policywright.server.diffs import KINDS, Line, lines_of, patch_text
from policywright.server.lines import Lines
from policywright.server.published import Section, Settings, may_need, plain_document
from policywright.server.rendering import left_open
from policywright.server.rendering.diff import change_line
from policywright.server.rendering.headline import headline, policies_apart
from policywright.server.text import json_text, one_line, plural

_MAX_REASONS = 12
"""Places shown for one change; the rest is counted."""
_MAX_FILE = 4_000_000
_MAX_LINE = 240
_MAX_LINES = 8
"""Of one call that goes on over several."""
_SECRET = re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|(?<=['\"])[A-Za-z0-9/+=]{40}(?=['\"])")
"""Access keys that stand in a line of code."""
_CLASSES = {"+": "add", "-": "cut", "@": "at"}
_SIGNS = {"added": "+", "widened": "+", "narrowed": "~", "removed": "-", "kept": "="}


def render(analysis: Analysis, settings: Settings) -> str:
    return _whole(_Page(settings).body(analysis), "script.js")


def app_page() -> str:
    """The page of an MCP App, which draws pages of ``render`` that its client reads for it (``app.js``)."""
    return _whole(["<main><p>...</p></main>"], "script.js", "app.js")


def _whole(body: Iterable[str], *scripts: str) -> str:
    """A page that runs these scripts of ours and nothing else."""
    style, script = _own("style.css"), "\n".join(map(_own, scripts))
    guard = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}"
    return "\n".join((
        "<!doctype html>",
        f'<html lang="en" data-version="{__version__}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(guard)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>policywright: permissions</title><style>{style}</style></head><body>",
        *body,
        f"<script>{script}</script></body></html>\n",
    ))  # fmt: skip


def _own(name: str) -> str:
    return (files(__name__) / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _shown(text: object) -> str:
    return escape(one_line(str(text)))


class _Page:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lines = Lines(settings.start, _MAX_FILE) if settings.start is not None else None

    def body(self, analysis: Analysis) -> Iterator[str]:
        yield f"<header><h1>Permissions</h1><p>{_shown(headline(analysis, self._settings))}</p></header>"
        infrastructure = analysis.infrastructure
        roles = infrastructure.roles if infrastructure is not None else ()
        there = {line.kind for diff in roles for line in lines_of(diff, *KINDS)}
        there |= {"added"} if policies_apart(analysis) else set()
        # A choice between one thing and nothing is none.
        yield from _bar([kind for kind in KINDS if kind in there] if len(there) > 1 else ())
        yield "<main>"
        besides = self._settings.besides
        for section in besides.first if besides is not None else ():
            yield from _besides(section)
        for diff in roles:
            yield from self._role(diff)
        for policy in policies_apart(analysis):
            yield from self._policy(policy)
        if infrastructure is not None and (patch := patch_text(infrastructure)):
            lines = patch.removesuffix("\n").split("\n")
            yield f"<h2>The patch</h2><details open><summary>{plural(len(lines), 'line')}</summary>"
            yield f"<pre>{''.join(map(_patch_line, lines))}</pre></details>"
        yield from _section("May be needed, not granted", self._may_need(analysis))
        yield from _section("Not resolved", left_open.unresolved(analysis))
        yield from _section("Not read", left_open.skipped(analysis))
        for section in besides.last if besides is not None else ():
            yield from _besides(section)
        yield "</main>"

    # --- with templates ---

    def _role(self, diff: RoleDiff) -> Iterator[str]:
        lines = lines_of(diff, *KINDS)
        counts = Counter(line.kind for line in lines)
        tags = "".join(
            f'<span class="tag {kind}">{counts[kind]} {kind}</span>' for kind in KINDS if counts[kind]
        )
        same = len({change.action for change in diff.of("unchanged")})
        where = f"{diff.needs.stack.name}, {'not compared' if diff.unknown else f'{same} unchanged'}"
        yield f'<details class="role"{" open" if lines else ""}><summary>{_shown(diff.needs.id)}'
        yield f' <span class="dim">{_shown(where)}</span>{tags}</summary><ul>'
        for line in lines:
            yield from self._change(line, diff)
        for note in diff.remarks:
            yield f'<li class="dim">{_shown(note)}</li>'
        if not diff.needs.complete:
            yield '<li class="dim">Not all of its code is known, so nothing of it is called removable.</li>'
        yield "</ul></details>"

    def _change(self, line: Line, diff: RoleDiff) -> Iterator[str]:
        said = change_line(line, references_of(diff.needs.stack)).partition(" ")[2]
        reasons = [reason for one in line.to or line.changes for reason in one.reasons]
        yield f'<li class="change {line.kind}" data-kind="{line.kind}">'
        yield f'<span class="sign">{_SIGNS[line.kind]}</span>'
        yield f"<code>{_shown(said)}</code>"
        yield from self._why(reasons)
        yield "</li>"

    # --- without ---

    def _policy(self, policy: Policy) -> Iterator[str]:
        target = policy.attach_to
        whom = f"{target.kind} {target.name}" if target.name is not None else ""
        yield f'<details class="role" open><summary>{_shown(policy.name)}'
        yield f' <span class="dim">{_shown(whom)}</span></summary><ul>'
        place = replace(self._settings.place, names=policy.names)
        for grant in policy.grants:
            where = ", ".join(resource_texts(grant.resources, place))
            condition = "".join(f", if {key}" for _, key, _ in grant.conditions)
            yield '<li class="change added" data-kind="added"><span class="sign">+</span>'
            yield f"<code>{_shown(f'{grant.action} on {where}{condition}')}</code>"
            yield from self._why(grant.reasons)
            yield "</li>"
        document = json.dumps(plain_document(policy, self._settings.place), indent=2, ensure_ascii=False)
        yield "</ul><pre>" + "\n".join(map(_shown_code, document.split("\n"))) + "</pre></details>"

    # --- the lines of code ---

    def _why(self, reasons: Sequence[Reason]) -> Iterator[str]:
        places = dict.fromkeys((reason.span.file, reason.span.line, reason.detail) for reason in reasons)
        for file, line, detail in list(places)[:_MAX_REASONS]:
            yield f'<div class="why"><span class="at">{_shown(f"{file}:{line}")}</span>'
            yield f' <span class="dim">{_shown(detail)}</span>'
            if code := self._code(file, line):
                yield f'<code class="line">{_shown_code(code)}</code>'
            yield "</div>"
        if len(places) > _MAX_REASONS:
            yield f'<div class="why dim">and {len(places) - _MAX_REASONS} more places</div>'

    def _code(self, file: str, line: int) -> str:
        """The line, where the file is at hand; of a call that goes on, all to its closing bracket."""
        lines = self._lines.of(file) if self._lines is not None else []
        shown: list[str] = []
        for text in lines[line - 1 : line - 1 + _MAX_LINES] if line > 0 else ():
            shown.append(_SECRET.sub("***", text.rstrip())[:_MAX_LINE])
            if _is_closed("\n".join(shown)):
                break
        else:
            del shown[1:]  # too long, or a bracket in a string: the line by itself
        return textwrap.dedent("\n".join(shown))

    def _may_need(self, analysis: Analysis) -> Iterator[str]:
        for item in may_need(analysis.may_need):
            where = ", ".join(resource_texts(item.resources, self._settings.place))
            yield f"{item.action} on {where}, if {item.when}"


def _shown_code(text: str) -> str:
    """Lines with the spaces that they begin with."""
    return escape("".join(one if one.isprintable() or one == "\n" else one_line(one) for one in text))


def _is_closed(code: str) -> bool:
    return sum(map(code.count, "([{")) <= sum(map(code.count, ")]}"))


def _patch_line(line: str) -> str:
    kind = "" if line.startswith(("--- ", "+++ ")) else _CLASSES.get(line[:1], "")
    return f'<span class="{kind}">{_shown_code(line)}</span>'


def _bar(kinds: Iterable[str]) -> Iterator[str]:
    boxes = "".join(f'<label><input type="checkbox" value="{kind}" checked> {kind}</label>' for kind in kinds)
    yield '<div class="bar"><input id="search" type="search" aria-label="Search"'
    yield f' placeholder="Search: role, action, file, resource">{boxes}'
    yield '<span id="count" class="dim"></span></div>'


def _besides(section: Section) -> Iterator[str]:
    """What a deployment has besides its policies."""
    if section.document is None:
        yield from _section(_shown(section.title), section.lines)
        return
    shown = escape(json_text(section.document, indent=2))
    yield f"<h2>{_shown(section.title)}</h2><details open><summary>JSON</summary><pre>{shown}</pre></details>"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        items = "".join(f'<li class="dim">{_shown(line)}</li>' for line in found)
        yield f"<h2>{title}</h2><details open><summary>{len(found)}</summary><ul>{items}</ul></details>"
