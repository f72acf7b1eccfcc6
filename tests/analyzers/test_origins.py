"""What a name means is followed from file to file; a name that means something else leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.test_relevance import SENDER, TYPESCRIPT_SENDER, leads

TS = {"sender.ts": TYPESCRIPT_SENDER}
PY = {"sender.py": SENDER}
MEANT = [
    ("ts: passed on", TS | {"index.ts": "export { update } from './sender';",
                            "app.ts": "import { update } from './index';\nfunction f() { update('b'); }"}),
    ("ts: all passed on", TS | {"index.ts": "export * from './sender';",
                                "app.ts": "import { update } from './index';\nfunction f() { update('b'); }"}),
    ("ts: by another name", TS | {
        "index.ts": "export { update as change } from './sender';",
        "app.ts": "import { change } from './index';\nfunction f() { change('b'); }"}),
    ("ts: by two other names", TS | {
        "index.ts": "import { update as one } from './sender';\nexport { one as two };",
        "app.ts": "import { two as three } from './index';\nfunction f() { three('b'); }"}),
    ("ts: as a default", TS | {
        "index.ts": "import { update } from './sender';\nexport default function change() { update('b'); }",
        "app.ts": "import any from './index';\nfunction f() { any(); }"}),
    ("ts: as a default without a name", TS | {
        "index.ts": "import { update } from './sender';\nexport default () => update('b');",
        "app.ts": "import any from './index';\nfunction f() { any(); }"}),
    ("ts: a default that is passed on", TS | {
        "change.ts": "import { update } from './sender';\nexport default () => update('b');",
        "index.ts": "export { default as change } from './change';",
        "app.ts": "import { change } from './index';\nfunction f() { change(); }"}),
    ("ts: an object of a class that is a default", TS | {
        "change.ts": "import { update } from './sender';\n"
                     "export default class Change { constructor() { update('b'); } }",
        "app.ts": "import Other from './change';\nfunction f() { return new Other(); }"}),
    ("ts: a function in a function that is stored", TS | {
        "make.ts": "import { update } from './sender';\n"
                   "export function make() { const apply = () => update('b'); return { apply }; }",
        "app.ts": "import { make } from './make';\nfunction f() { const made = make(); made.apply(); }"}),
    ("ts: CommonJS", TS | {
        "other.js": "const s = require('./sender');\nfunction change() { s.update('b'); }\n"
                    "module.exports = { change };",
        "app.js": "const { change } = require('./other');\nfunction f() { change(); }"}),
    ("py: passed on", PY | {"pkg/__init__.py": "from sender import update\n",
                            "app.py": "from pkg import update\ndef f():\n    update('b')"}),
    ("py: all passed on", PY | {"pkg/__init__.py": "from sender import *\n",
                                "app.py": "from pkg import update\ndef f():\n    update('b')"}),
    ("py: by another name", PY | {"pkg/__init__.py": "from sender import update as change\n",
                                  "app.py": "from pkg import change as c\ndef f():\n    c('b')"}),
    ("py: or one of its own", PY | {
        "pkg/__init__.py": "try:\n    from fast import update\nexcept ImportError:\n    from sender import update\n",
        "app.py": "from pkg import update\ndef f():\n    update('b')"}),
]  # fmt: skip
NOT_MEANT = [
    ("ts: a library's", TS | {"app.ts": "import { update } from 'library';\nfunction f() { update('b'); }"}),
    ("ts: a library's default", TS | {
        "index.ts": "import { update } from './sender';\nexport default () => update('b');",
        "app.ts": "import any from 'library';\nfunction f() { any(); }"}),
    ("ts: another file's default", TS | {
        "index.ts": "import { update } from './sender';\nexport default () => update('b');",
        "plain.ts": "export default () => 1;",
        "app.ts": "import any from './plain';\nfunction f() { any(); }"}),
    ("ts: a library's that is passed on", TS | {
        "index.ts": "export { update } from 'library';",
        "app.ts": "import { update } from './index';\nfunction f() { update('b'); }"}),
    ("ts: a function in a function that is stored nowhere", TS | {
        "make.ts": "import { update } from './sender';\n"
                   "export function make() { const apply = () => update('b'); apply(); }",
        "app.ts": "function f(x) { x.apply(); }"}),
    ("ts: what has a type", TS | {
        "change.ts": "import { update } from './sender';\n"
                     "export class Change { name = ''; constructor() { update('b'); } }",
        "app.ts": "import { Change } from './change';\nfunction f(x: Change) { return x.name; }"}),
    ("ts: a method of a text", TS | {
        "trims.ts": "import { update } from './sender';\nexport class Trims { trim() { update('b'); } }",
        "app.ts": "function f(x: string | null) { return x ? x.trim() : ''; }"}),
    ("py: a library's", PY | {"app.py": "from library import update\ndef f():\n    update('b')"}),
    ("py: what has a type", PY | {
        "change.py": "from sender import update\nclass Change:\n    def __init__(self):\n        update('b')\n",
        "app.py": "from change import Change\ndef f(x: Change):\n    return x.name"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(files, expected, id=name)
        for cases, expected in ((MEANT, True), (NOT_MEANT, False))
        for name, files in cases
    ],
)
def test_what_a_name_means(files: dict[str, str], expected: bool, tmp_path: Path) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
    assert leads(tmp_path, files, "f") == expected
