"""Who returns early if something is there, where it is on some paths alone, goes on to what stands behind.

In every golden program such a return is put in front of a statement of a function: nothing that was needed may be lost.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.golden.test_golden import CASES, expectation
from tests.invariants.forms import Edit, nodes_of
from tests.invariants.test_equal_forms import lost
from tests.shares import shared

from policywright.analyzers import ir, languages
from policywright.analyzers.api import Options, analyse

_JS = "function perhaps_(raw) { if (!raw) return { stop_: 'x' }; return { go_: 1 }; }\n"
_SOME_JS = "function perhaps_(raw) { const it_ = {}; if (!raw) it_.stop_ = 'x'; return it_; }\n"
_PAIR = "function perhaps_(raw) { if (!raw) return [null, 'x']; return [1]; }\n"
_PY = 'def perhaps_(raw):\n    if not raw:\n        return {"stop_": "x"}\n    return {"go_": 1}\n'
_GO = 'func perhaps_(raw any) map[string]string {\n\tif raw == nil {\n\t\treturn map[string]string{"stop_": "x"}\n\t}\n'
_GO += '\treturn map[string]string{"go_": "y"}\n}\n'
_MAP = "java.util.Map<String, String>"
_JAVA = (
    f"class Perhaps_ {{ static {_MAP} of(Object raw) {{ if (raw == null) return java.util.Map.of("
    '"stop_", "x"); return java.util.Map.of("go_", "y"); } }\n'
)
FORMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "typescript": (
        ("const { stop_ } = perhaps_(Date.now()); if (stop_) return; ", _JS),
        ("const stop_ = perhaps_(Date.now())['stop_']; if (stop_) return; ", _JS),
        ("const stop_ = perhaps_(Date.now()).stop_; if (stop_) return; ", _SOME_JS),
        ("const [, stop_] = perhaps_(Date.now()); if (stop_) return; ", _PAIR),
        ("const stop_ = ['a', 'b'].find((it_) => it_ === Date.now()); if (stop_) return; ", ""),
        ("const stop_ = ['a', 'b'].filter((it_) => it_ === Date.now())[0]; if (stop_) return; ", ""),
        ("const stop_ = Object.values({ a: 'x' })[Date.now()]; if (stop_) return; ", ""),
    ),
    "python": (('stop_ = perhaps_(id(0)).get("stop_")\n{0}if stop_: return\n{0}', _PY),),
    "go": (('stop_ := perhaps_(recover())["stop_"]; if stop_ != "" { return }; ', _GO),),
    "java": (('String stop_ = Perhaps_.of(new Object()).get("stop_"); if (stop_ != null) return; ', _JAVA),),
}
"""What is put in front of a statement, and behind the file."""


def _edits(file: Path) -> Iterator[Edit]:
    language = languages.for_path(file.name)
    if language is None:
        return
    data = file.read_bytes()
    for node in nodes_of(data, file.name, language):
        if not isinstance(node, ir.Function):
            continue
        for statement in node.body:
            start = statement.pos[0]
            before = data[:start].rstrip()
            indent = data[data.rfind(b"\n", 0, start) + 1 : start]
            if not isinstance(statement, ir.ExprStmt | ir.Assign) or indent.strip():
                continue
            if language.name != "python" and before[-1:] not in (b"{", b";", b"}"):
                continue
            for text, after in FORMS[language.name]:
                guard = text.replace("{0}", indent.decode())
                yield Edit(text.split(" ")[0], start, start, guard, f"\n\n{after}")


@pytest.mark.parametrize("case", shared("perhaps", CASES, 16))
def test_an_early_return_takes_nothing_away(case: Path, tmp_path: Path) -> None:
    expected = expectation(case)
    project = tmp_path / case.name
    shutil.copytree(case, project, ignore=shutil.ignore_patterns("expect.json", "said.txt", "__pycache__"))
    paths = [project / name for name in expected.get("paths", ["."])]
    options = Options(entries=tuple(expected.get("entries", ())))
    before = analyse(paths, options)
    files = {one.span.file for policy in before.policies for grant in policy.grants for one in grant.reasons}
    found = [
        (file, edit)
        for file in map(project.joinpath, sorted(files)) if file.is_file()
        for edit in _edits(file)
    ]  # fmt: skip
    if not found:
        return
    file, edit = random.Random(case.name).choice(found)
    data = file.read_bytes()
    file.write_bytes(edit.applied(data))
    after = analyse(paths, options)
    if after.skipped == before.skipped:
        line = data[: edit.start].count(b"\n") + 1
        assert lost(before, after) == [], f"after {edit.text} at {file.name}:{line}"
