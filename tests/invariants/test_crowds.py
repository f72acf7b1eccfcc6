"""Functions that do nothing, put into tables beside others, change nothing.

A wrapper that led to requests was lost in a table of a dozen harmless ones, with every request behind it:
what drops things has to be tried with a crowd.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden.test_golden import CASES, expectation
from tests.invariants.adapter import Run, analyse_shuffled
from tests.invariants.test_transformations import laid_out

from policywright.analyzers import ir, languages
from policywright.analyzers.engine.names import children

MANY = 30
"""More than any place keeps apart."""
NOTHING = {
    ".py": "lambda *_a, **_k: None",
    **dict.fromkeys((".js", ".mjs", ".cjs", ".ts", ".mts", ".tsx"), "(..._a) => undefined"),
}
"""A function that does nothing, whatever it is called with, by language."""


def tables(path: Path) -> list[tuple[int, int, bool]]:
    """The lists and mappings of a file that its own functions are in, last first: start, end, a mapping."""
    language = languages.for_path(path.name)
    assert language is not None
    module = language.lower(path.read_bytes(), language.module_name(path.name))
    own = {one.name for one in module.functions if one.qualname == one.name}
    own.update(cls.name for cls in module.classes)
    methods = {one.name for one in module.functions} - own
    found: set[tuple[int, int, bool]] = set()
    pending: list[ir.Node] = [*module.body, *module.functions]
    while pending:
        node = pending.pop()
        pending.extend(children(node))
        match node:
            case ir.DictLit(items=pairs):
                items = [value for key, value in pairs if key is not None]
            case ir.ListLit(items=several):
                items = list(several)
            case _:
                continue
        if any(
            (isinstance(one, ir.Name) and one.name in own)
            or (isinstance(one, ir.Attr) and one.name in methods)
            for one in items
        ):
            found.add((*node.pos, isinstance(node, ir.DictLit)))
    return sorted(found, reverse=True)


def crowded(path: Path) -> int:
    """Puts the functions that do nothing at the end of each table; how many tables there are."""
    nothing, count, done = NOTHING[path.suffix], 0, -1
    for start, end, mapping in tables(path):
        data = path.read_bytes()
        inside = data[start : end - 1].rstrip()
        layout = data[start + len(inside) : end - 1]
        if (
            (done >= 0 and end > done)
            or data[end - 1 : end] not in (b"]", b"}")
            or b"#" in inside
            or b"//" in inside
        ):
            continue
        quote = "'" if path.suffix == ".py" else ""
        more = [
            f"{quote}nothing_{one}{quote}: {nothing}" if mapping else nothing for one in range(MANY)
        ]  # fmt: skip
        comma = b"" if inside.endswith(b",") else b", "
        path.write_bytes(data[:start] + inside + comma + ", ".join(more).encode() + layout + data[end - 1 :])
        count, done = count + 1, start
    return count


def told(run: Run) -> tuple[list[str], list[str], list[str]]:
    """The requests, what is granted, and what may hide one: all but places in a line."""
    calls = sorted(
        f"{call.service}:{call.operation} {call.span.file}:{call.span.line} {call.parameters!r}"
        for call in run.code.calls
    )
    granted = [repr((policy.name, policy.statements)) for policy in run.analysis.policies]
    said = sorted(f"{one.code} {one.span.file}:{one.span.line}" for one in run.analysis.unresolved)
    return calls, granted, said


WITH_TABLES = [
    case for case in CASES
    if any(path.suffix in NOTHING and tables(path) for path in case.rglob("*") if path.is_file())
]  # fmt: skip


@pytest.mark.parametrize("case", WITH_TABLES, ids=[f"{case.parent.name}/{case.name}" for case in WITH_TABLES])
def test_a_crowd_changes_nothing(case: Path, tmp_path: Path) -> None:
    entries = expectation(case).get("entries", ())
    project = laid_out(case, tmp_path / case.name)
    before = told(analyse_shuffled(project, entries=entries))
    changed = [
        crowded(path) for path in sorted(project.rglob("*")) if path.suffix in NOTHING and path.is_file()
    ]
    if not any(changed):
        pytest.skip("no table of which the end is plain")
    *answer, said = told(analyse_shuffled(project, entries=entries))
    assert answer == list(before[:2])
    # What stands for a crowd is called without a word of who was in it: that may be said to be unknown.
    assert set(before[2]) <= set(said)
