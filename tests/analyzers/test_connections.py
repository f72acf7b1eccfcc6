"""Which modules are in one process with code that makes requests, and what the others get of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.test_processes import program_of

from policywright.analyzers.connections import Loading
from policywright.analyzers.discovery import discover
from policywright.analyzers.findings import analyse_code
from policywright.analyzers.loading import lower_all
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.store import shared_store

STORE = 'import { S3 } from "@aws-sdk/client-s3";\nexport const put = (k) => new S3().putObject({ Bucket: "b", Key: k });\n'
FORMAT = "export const state: any = {};\nexport function named(x) { return x; }\n"
SERVER = 'import { put } from "./store";\nimport { named } from "./format";\nexport const save = () => put(named("k"));\n'
PAGE = 'import { named } from "./format";\nexport const show = () => named("page");\n'


def loading(files: dict[str, str]) -> Loading:
    program = program_of(files)
    lower_all(program)
    return Loading(program, tuple(program.files))


def files(page: str = PAGE, **others: str) -> dict[str, str]:
    return {
        "store.ts": STORE, "format.ts": FORMAT, "server.ts": SERVER, "page.ts": page,
        **{name.replace("_", "."): text for name, text in others.items()},
    }  # fmt: skip


def test_what_shares_helpers_with_a_server_is_apart() -> None:
    found = loading(files())
    assert found.apart == {"page.ts"}
    assert found.requesting == {"store.ts", "server.ts"}
    assert found.shared == {"format.ts"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('import type { Panel } from "./page";\n', id="types"),
        pytest.param('import { type Panel } from "./page";\n', id="each"),
        pytest.param(
            'import { Panel } from "./page";\nfunction f(p: Panel): Panel[] { return [p]; }\n', id="used"
        ),
        pytest.param('export type { Panel } from "./page";\n', id="passed on"),
    ],
)
def test_imports_of_types_load_nothing(text: str) -> None:
    assert loading(files(PAGE + "export class Panel {}\n", types_ts=text + 'import "./store";\n')).apart == {
        "page.ts"
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('import { Panel } from "./page";\nnew Panel();\n', id="value"),
        pytest.param('import "./page";\n', id="effects"),
        pytest.param('import { Panel, type Size } from "./page";\nconst made = Panel;\n', id="one of two"),
        pytest.param('export * from "./page";\n', id="passed on"),
        pytest.param('import { Panel } from "./page";\nexport const e = <Panel>{1}</Panel>;\n', id="element"),
        pytest.param('import * as ui from "./page";\nexport const e = <ui.Panel size="1"/>;\n', id="member"),
        pytest.param('const one = import("./page");\n', id="later"),
        pytest.param(
            'import { Panel } from "./page";\n@service class S { constructor(p: Panel) {} }\n', id="decorated"
        ),
    ],
)
def test_what_is_loaded_with_a_server_is_with_it(text: str) -> None:
    page = PAGE + "export class Panel {}\nexport type Size = number;\n"
    assert not loading(files(page, all_tsx=text + 'import "./store";\n')).apart


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("state.table = 'orders';\n", id="while it is loaded"),
        pytest.param("export function boot() { state.table = 'orders'; }\n", id="later"),
        pytest.param("@state.of class Panel {}\n", id="decorates"),
        pytest.param("state.all.push('orders');\n", id="puts into"),
        pytest.param("Object.assign(state, { table: 'orders' });\n", id="fills"),
        pytest.param("const mine = state.inner; mine.table = 'orders';\n", id="under another name"),
        pytest.param(
            "export function boot() { const one = named(state); one.table = 'orders'; }\n", id="what it gives"
        ),
        pytest.param("keep('orders');\n", id="calls what keeps it"),
        pytest.param("export function boot() { keep('orders'); }\n", id="calls it later"),
        pytest.param("export const made = keep('orders');\n", id="takes what comes back"),
        pytest.param("addEventListener('load', keep);\n", id="hands it on"),
        pytest.param("Registry.one.add('orders');\n", id="an object of the module's"),
        pytest.param("globalThis.orders = 1;\n", id="what all have"),
    ],
)
def test_what_changes_others_is_with_them(text: str) -> None:
    keeping = (
        "const all = []; export const state: any = {};\n"
        "export const keep = (x) => { all.push(x); };\n"
        "export class Registry { static one = new Registry(); all = []; add(x) { this.all.push(x); } }\n"
        "export const named = (x) => { const found = []; found.push(x); return found; };\n"
        "export const quiet = () => { all.push(1); };\n"
    )
    page = 'import { keep, named, quiet, state, Registry } from "./format";\n'
    others = files(format_ts=keeping)
    assert not loading({**others, "page.ts": page + text}).apart
    assert loading(
        {**others, "page.ts": 'import { named, quiet } from "./format";\nnamed(1); quiet();\n'}
    ).apart


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("state.table = 'orders';\n", id="member"),
        pytest.param("state.set('orders');\n", id="call"),
        pytest.param("exports.boot = () => { state.table = 'orders'; };\n", id="later"),
    ],
)
def test_modules_of_the_older_kind_change_others(text: str) -> None:
    state = "let table;\nmodule.exports = { set: (x) => { table = x; }, get: () => table };\n"
    server = 'const { put } = require("./store");\nconst state = require("./state");\nput(state.get());\n'
    others = {"store.ts": STORE, "state.js": state, "server.js": server}
    assert not loading({**others, "page.js": 'const state = require("./state");\n' + text}).apart
    assert loading({**others, "page.js": 'const state = require("./state");\nstate.get();\n'}).apart


def test_other_languages_may_load_any() -> None:
    assert not loading({
        "store.py": "import boto3\nimport helpers\n", "helpers.py": "x = 1\n", "page.py": "import helpers\n",
    }).apart  # fmt: skip


def granted(folder: Path, texts: dict[str, str]) -> tuple[set[str], int]:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    found = analyse_code(discover([folder]), Authorizer(shared_store()))
    return {call.span.file for call in found.calls}, found.counters.updates


@pytest.mark.parametrize(
    ("given", "use"),
    [
        pytest.param("state.s3 = new S3();", "state.s3.listBuckets()", id="client"),
        pytest.param("keep(new S3());", "take().listBuckets()", id="kept"),
        pytest.param("state.all = [{ s3: new S3() }];", "state.all[0].s3.listBuckets()", id="inside"),
        pytest.param("state.of = () => new S3();", "state.of().listBuckets()", id="made"),
        pytest.param(
            "class Files { s3 = new S3(); get() { return this.s3; } }\nstate.f = new Files();",
            "state.f.get().listBuckets()", id="object",
        ),
    ],
)  # fmt: skip
def test_what_a_server_lends_is_used_elsewhere(tmp_path: Path, given: str, use: str) -> None:
    """A client that one program stores in what both import: that nothing loads both does not show here."""
    state = "let kept; export const state: any = {};\nexport const keep = (x) => { kept = x; };\nexport const take = () => kept;\n"
    setup = f'import {{ S3 }} from "@aws-sdk/client-s3";\nimport {{ state, keep }} from "./state";\n{given}\n'
    page = f'import {{ state, take }} from "./state";\nexport const show = () => {use};\n'
    texts = {"state.ts": state, "setup.ts": setup, "page.ts": page}
    program = program_of(texts)
    lower_all(program)
    assert Loading(program, tuple(program.files)).apart == {"page.ts"}
    found, _ = granted(tmp_path, texts)
    assert "page.ts" in found


def test_pages_beside_a_server_cost_nothing(tmp_path: Path) -> None:
    pages = {
        f"pages/p{number}.ts": 'import { named } from "../format";\n' + "export function f() { named('x'); }\n" * 5
        for number in range(20)
    }  # fmt: skip
    alone = granted(tmp_path / "alone", {"store.ts": STORE, "format.ts": FORMAT, "server.ts": SERVER})
    assert (
        granted(tmp_path / "with", {"store.ts": STORE, "format.ts": FORMAT, "server.ts": SERVER, **pages})
        == alone
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("export const load = (name) => import(name);\n", id="any module"),
        pytest.param(
            'import { execFile } from "child_process";\nexport const run = (p) => execFile(p);\n',
            id="program",
        ),
        pytest.param(
            'export const f = (c) => c.batchGetSecretValue({ SecretIdList: ["a"] });\n', id="by its name"
        ),
    ],
)
def test_what_nobody_knows_is_not_apart(text: str) -> None:
    assert not loading(files(PAGE + text)).apart


REACT = 'import { createRoot } from "react-dom/client";\ncreateRoot(document.getElementById("root")).render(app);\n'
VUE = 'import { createApp } from "vue";\ncreateApp(app).mount("#app");\n'
CHANGED = 'import { state } from "./format";\nstate.table = "orders";\nexport const app = 1;\n'


@pytest.mark.parametrize("start", [pytest.param(REACT, id="react"), pytest.param(VUE, id="vue")])
def test_what_only_pages_load_changes_nothing_for_a_server(start: str) -> None:
    """``state.table`` of a browser is another one."""
    index = 'import { app } from "./page";\n' + start
    assert loading(files(CHANGED, index_ts=index)).apart == {"index.ts", "page.ts"}


@pytest.mark.parametrize(
    "others",
    [
        pytest.param({}, id="no page"),
        pytest.param({"index_ts": REACT + "import(name);\n", "page": "import './index';\n" + CHANGED}, id="any module"),
        pytest.param({"index_ts": REACT + 'import "./page";\n', "boot_ts": 'import "./page";\n'}, id="another program"),
        pytest.param(
            {"index_ts": 'import { renderToString } from "react-dom/server";\nimport "./page";\n' + REACT}, id="on a server"
        ),
    ],
)  # fmt: skip
def test_what_others_load_too_may_change_them(others: dict[str, str]) -> None:
    assert "page.ts" not in loading(files(**{"page": CHANGED, **others})).apart


@pytest.mark.parametrize(
    ("glob", "named"),
    [
        ('"./pages/*.ts"', {"pages/a.ts"}),
        ('"/pages/**/*.ts"', {"pages/a.ts", "pages/deep/b.ts"}),
        ('["./pages/a.{js,ts}", "!./pages/deep/*"]', {"pages/a.ts"}),
        ("patterns", {"pages/a.ts", "pages/deep/b.ts", "main.ts", "store.ts"}),
    ],
)
def test_globs_of_vite_mean_modules(glob: str, named: set[str]) -> None:
    program = program_of({
        "main.ts": f"export const all = import.meta.glob({glob});\n",
        "pages/a.ts": "", "pages/deep/b.ts": "", "store.ts": STORE,
    })  # fmt: skip
    assert (
        set(program.plugins("main.ts")) | ({*program.files} if program.imports_by_name("main.ts") else set())
        == named
    )
