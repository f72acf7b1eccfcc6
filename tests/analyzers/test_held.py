"""A function value reaches its call in every form that a language has, and nothing is made of what does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.test_relevance import GO_SENDER, JAVA_SENDER, SENDER, TYPESCRIPT_SENDER, leads

PY = "import functools, sender\nfrom sender import Store, update\n"
PYTHON = [
    ("by position", "def f(g):\n    g('b')\ndef main():\n    f(update)"),
    ("by name", "def f(g):\n    g('b')\ndef main():\n    f(g=update)"),
    ("as a default", "def f(g=update):\n    g('b')"),
    ("in a variable", "def f(g):\n    g('b')\nh = update\nf(h)"),
    ("by another function", "def f(g):\n    g('b')\ndef mid(h):\n    f(h)\nmid(update)"),
    ("spread", "def f(g):\n    g('b')\nf(*[update])"),
    ("spread by name", "def f(g):\n    g('b')\nf(**{'g': update})"),
    ("given back", "def make():\n    return update\ndef f():\n    g = make()\n    g('b')"),
    ("given back by one of two", "def make(x):\n    if x:\n        return None\n    return update\n"
                                 "def f():\n    g = make(1)\n    g('b')"),
    ("around it", "def outer(g):\n    def f():\n        g('b')\n    return f\nouter(update)"),
    ("in a field", "class A:\n    def __init__(self, g):\n        self.g = g\n    def f(self):\n        self.g('b')\nA(update)"),
    ("in a field, taken out", "class A:\n    def __init__(self, g):\n        self.g = g\n    def f(self):\n"
                              "        g = self.g\n        g('b')\nA(update)"),
    ("in a class", "class A:\n    g = update\ndef f(a):\n    h = a.g\n    h('b')"),
    ("set by its name", "def put(x):\n    setattr(x, 'g', update)\ndef f(x):\n    h = x.g\n    h('b')"),
    ("in a table", "T = {'a': update}\ndef f():\n    T['a']('b')"),
    ("out of a table", "T = {'a': update}\ndef f():\n    g = T.get('a')\n    g('b')"),
    ("in a list", "def f():\n    for g in [update]:\n        g('b')"),
    ("among items", "T = {'a': update}\ndef f():\n    for k, g in T.items():\n        g('b')"),
    ("as a part", "def f():\n    g = functools.partial(update, 'b')\n    g()"),
    ("decorated", "def f(fn):\n    def inner(*a):\n        return fn(*a)\n    return inner\n@f\ndef go():\n    update('b')"),
    ("in a global", "G = None\ndef put(g):\n    global G\n    G = g\ndef f():\n    g = G\n    g('b')\nput(update)"),
    ("in either case", "def f(x):\n    g = update if x else None\n    g('b')"),
    ("or another", "def f(g):\n    g('b')\ndef main(x):\n    f(x or update)"),
    ("as a lambda", "def f(g):\n    g()\nf(lambda: update('b'))"),
    ("as a method", "def f(g):\n    g('k')\nf(Store().get)"),
    ("to a method", "class A:\n    def f(self, g):\n        g('b')\nA().f(update)"),
    ("to a class", "class A:\n    def f(self):\n        self.h('b')\n    def __init__(self, g):\n        self.h = g\nA(g=update)"),
    ("beside another", "def f():\n    g, h = update, 1\n    g('b')"),
    ("on the way", "def f():\n    if g := update:\n        g('b')"),
    ("for each", "def f(g):\n    g('b')\nlist(map(f, [update]))"),
    ("by what runs it", "def f(g):\n    g('b')\ndef main(pool):\n    pool.submit(f, update)"),
    ("by what is called itself", "def f(g):\n    g('b')\ndef run(h, x):\n    h(x)\nrun(f, update)"),
    ("by a method that is called itself", "class A:\n    def f(self, g):\n        g('b')\ndef run(h):\n    h(update)\nrun(A().f)"),
    ("in options", "def f(options):\n    g = options['g']\n    g('b')\nf({'g': update})"),
    ("under a computed name", "def put(x, k):\n    x[k] = update\ndef f(x):\n    g = x.run\n    g('b')"),
    ("waited for", "async def make():\n    return update\nasync def f():\n    g = await make()\n    g('b')"),
    ("one after the other", "def all():\n    yield update\ndef f():\n    for g in all():\n        g('b')"),
    ("entered", "def f(g):\n    with g as h:\n        h('b')\nf(update)"),
    ("by a decorated function", "@functools.cache\ndef make():\n    return update\ndef f():\n    g = make()\n    g('b')"),
    ("by a function of another name", "def f(g):\n    g('b')\nrun = f\nrun(update)"),
    ("by what a library makes of it", "def f(g):\n    g('b')\nrun = functools.partial(f)\nrun(update)"),
    ("by its object's call", "def f(g):\n    g('b')\nf.__call__(update)"),
    ("in a list of a parameter", "def f(all):\n    for g in all:\n        g('b')\nf([update])"),
    ("in a field that a decorator sets", "from dataclasses import dataclass\n@dataclass\nclass A:\n    g: object\n"
                                         "    def f(self):\n        self.g('b')\nA(update)"),
    ("by a class that derives from it", "class A:\n    def __init__(self, g):\n        self.g = g\n    def f(self):\n"
                                        "        self.g('b')\nclass B(A):\n    pass\nB(update)"),
    ("by its base's constructor", "class A:\n    def __init__(self, g):\n        self.g = g\n    def f(self):\n"
                                  "        self.g('b')\nclass B(A):\n    def __init__(self, h):\n"
                                  "        super().__init__(h)\nB(update)"),
    ("as a property", "class A:\n    def __init__(self, h):\n        self.h = h\n    @property\n    def g(self):\n"
                      "        return self.h\ndef f(a):\n    q = a.g\n    q('b')\nA(update)"),
    ("among the rest", "def f(*all):\n    all[0]('b')\nf(update)"),
    ("among those with names", "def f(**all):\n    g = all['g']\n    g('b')\nf(g=update)"),
]  # fmt: skip

TS = "import { Store, update } from './sender';\nimport lib from 'lib';\n"
TYPESCRIPT = [
    ("by position", "function f(g) { g('b'); }\nf(update);"),
    ("as a default", "function f(g = update) { g('b'); }"),
    ("in a variable", "const f = (g) => g('b');\nconst h = update;\nf(h);"),
    ("by another function", "function f(g) { g('b'); }\nfunction mid(h) { f(h); }\nmid(update);"),
    ("spread", "function f(g) { g('b'); }\nf(...[update]);"),
    ("given back", "function make() { return update; }\nfunction f() { const g = make(); g('b'); }"),
    ("given back at once", "const make = () => update;\nfunction f() { const g = make(); g('b'); }"),
    ("around it", "function outer(g) { return function f() { g('b'); }; }\nouter(update);"),
    ("taken out of a parameter", "function f({ g }) { g('b'); }\nf({ g: update });"),
    ("taken out with a default", "function f({ g = update }) { g('b'); }"),
    ("taken out deep", "function f({ on: { g } }) { g('b'); }\nf({ on: { g: update } });"),
    ("renamed", "function f({ run: g }) { g('b'); }\nf({ run: update });"),
    ("taken out of a variable", "function f(o) { const { g } = o; g('b'); }\nf({ g: update });"),
    ("under its own name", "function f(o) { const { update: g } = o; g('b'); }\nf({ update });"),
    ("in a field", "class A { constructor(g) { this.g = g; } f() { this.g('b'); } }\nnew A(update);"),
    ("in a field, taken out", "class A { constructor(private g: any) {} f() { const { g } = this; g('b'); } }\nnew A(update);"),
    ("in a field of a class", "class A { g = update; f() { const h = this.g; h('b'); } }"),
    ("in a table", "const T = { a: update };\nfunction f() { T['a']('b'); }"),
    ("out of a table", "const T = { a: update };\nfunction f(k) { const g = T[k]; g('b'); }"),
    ("in a list", "function f() { for (const g of [update]) g('b'); }"),
    ("for each", "function f(g) { g('b'); }\n[update].forEach(f);"),
    ("for each in itself", "function f() { [update].forEach((g) => g('b')); }"),
    ("found", "function f(all) { const g = all.find((x) => x); g('b'); }\nf([update]);"),
    ("out of a map", "const m = new Map();\nm.set('a', update);\nfunction f() { const g = m.get('a'); g('b'); }"),
    ("waited for", "async function make() { return update; }\nasync function f() { const g = await make(); g('b'); }"),
    ("then", "async function make() { return update; }\nfunction f() { make().then((g) => g('b')); }"),
    ("bound", "function f() { const g = update.bind(null, 'b'); g(); }"),
    ("called", "function f(g) { g('b'); }\nf.call(null, update);"),
    ("applied", "function f(g) { g('b'); }\nf.apply(null, [update]);"),
    ("bound to it", "function f(g) { g('b'); }\nconst run = f.bind(null, update);\nrun();"),
    ("in either case", "function f(x) { const g = x ? update : null; g('b'); }"),
    ("or another", "function f(x) { const g = x ?? update; g('b'); }"),
    ("as a function here", "function f(g) { g(); }\nf(() => update('b'));"),
    ("as a method", "function f(g) { g('k'); }\nconst s = new Store();\nf(s.get);"),
    ("to a method", "class A { f(g) { g('b'); } }\nnew A().f(update);"),
    ("to a function of an object", "const o = { f(g) { g('b'); } };\no.f(update);"),
    ("to a function in an object", "const o = { run: (g) => { const f = () => g('b'); f(); } };\no.run(update);"),
    ("beside another", "function f() { const [g] = [update]; g('b'); }"),
    ("beside another, given back", "function use() { return [1, update]; }\nfunction f() { const [, g] = use(); g('b'); }"),
    ("in an object, given back", "function use() { return { g: update }; }\nfunction f() { const { g } = use(); g('b'); }"),
    ("by a library's wrapper", "function f() { const g = lib.debounce(update); g('b'); }"),
    ("by a library's hook", "function f() { const [g] = lib.use(update); g('b'); }"),
    ("by a library's hook, by name", "function f() { const { g } = lib.use({ run: update }); g('b'); }"),
    ("in what a library gets", "function f() { const g = lib.wrap({ run: () => update('b') }); g('b'); }"),
    ("by what is called itself", "function f(g) { g('b'); }\nfunction run(h, x) { h(x); }\nrun(f, update);"),
    ("by what is called itself, here", "function run(h) { h(update); }\nrun(function f(g) { g('b'); });"),
    ("by a function of another name", "function f(g) { g('b'); }\nexport { f as run };\nconst q = f;\nq(update);"),
    ("under a computed name", "function put(x, k) { x[k] = update; }\nfunction f(x) { const { run } = x; run('b'); }"),
    ("defined on it", "function put(x) { Object.defineProperty(x, 'g', { value: update }); }\nfunction f(x) { const { g } = x; g('b'); }"),
    ("set later", "let g;\nfunction put() { g = update; }\nfunction f() { g('b'); }"),
    ("among the rest", "function f(...all) { const [g] = all; g('b'); }\nf(update);"),
    ("among what is left", "function f({ a, ...more }) { const { g } = more; g('b'); }\nf({ g: update });"),
    ("sent", "lib.on('x', function f(g) { g('b'); });\nlib.emit('x', update);"),
    ("set by an accessor", "class A { set g(f) { this.h = f; } f() { const { h } = this; h('b'); } }\nnew A().g = update;"),
    ("read by an accessor", "class A { constructor(h) { this.h = h; } get g() { return this.h; } }\n"
                            "function f(a) { const { g: q } = a; q('b'); }\nnew A(update);"),
    ("by its base's constructor", "class A { constructor(g) { this.g = g; } f() { this.g('b'); } }\n"
                                  "class B extends A { constructor(h) { super(h); } }\nnew B(update);"),
    ("by a class that derives from it", "class A { constructor(g) { this.g = g; } f() { this.g('b'); } }\n"
                                        "class B extends A {}\nnew B(update);"),
    ("under the name of another function", "function h() {}\nfunction f(h) { h('b'); }\nf(update);"),
    ("given back by name", "function outer() { return function f(g) { g('b'); }; }\nouter()(update);"),
    ("to what a parameter renames", "function use({ f: h }) { h(update); }\nuse({ f: (g) => g('b') });"),
    ("to what is in a map", "const m = new Map();\nm.set('a', function f(g) { g('b'); });\nm.get('a')(update);"),
    ("to what is in a list", "const m = [];\nm.unshift(function f(g) { g('b'); });\nm[0](update);"),
    ("to what is a default", "function run(h = f) { h(update); }\nfunction f(g) { g('b'); }\nrun();"),
    ("to what is taken with a default", "function run({ h = f }) { h(update); }\nfunction f(g) { g('b'); }\nrun({});"),
    ("caught", "function f() { try { throw update; } catch (g) { g('b'); } }"),
]  # fmt: skip

OTHERS = [
    ("of another file", "export function f(g) { g('b'); }", "import { update } from './sender';\nimport { f } from './app';\nf(update);"),
    ("under another name", "export function f(g) { g('b'); }", "import { update } from './sender';\nimport { f as run } from './app';\nrun(update);"),
    ("as its default", "export default function f(g) { g('b'); }", "import { update } from './sender';\nimport run from './app';\nrun(update);"),
    ("as a member", "export function f(g) { g('b'); }", "import { update } from './sender';\nimport * as app from './app';\napp.f(update);"),
    ("exported again", "export function f(g) { g('b'); }", "import { update } from './sender';\nexport { f as go } from './app';\n"
                                                          "import { go } from './main';\ngo(update);"),
    ("what another file has", "import { g } from './main';\nexport function f() { const h = g; h('b'); }", "export { update as g } from './sender';"),
    ("what another file sets", "import { g } from './main';\nexport function f() { const h = g; h('b'); }",
     "import { update } from './sender';\nexport const g = update;"),
    ("what another file exports whole", "import g from './main';\nexport function f() { const h = g; h('b'); }",
     "import { update } from './sender';\nexport default update;"),
    ("required", "const { g } = require('./main');\nexport function f() { g('b'); }", "const { update } = require('./sender');\nmodule.exports = { g: update };"),
    ("required whole", "const g = require('./main');\nexport function f() { g('b'); }", "const { update } = require('./sender');\nmodule.exports = update;"),
    ("all of it", "import { g } from './main';\nexport function f() { const h = g; h('b'); }", "export * from './more';"),
    ("stored in an object", "export const o = { run: null };\nexport function f() { const { run } = o; run('b'); }",
     "import { update } from './sender';\nimport { o } from './app';\no.run = update;"),
]  # fmt: skip

GO = [
    ("by position", "func f(g func(*s3.S3)) { g(nil) }\nfunc main() { f(send) }"),
    ("in a field", "type job struct{ run func(*s3.S3) }\nfunc (j *job) f() { j.run(nil) }\nfunc main() { (&job{run: send}).f() }"),
    ("in a list", "func f(all []func(*s3.S3)) { for _, g := range all { g(nil) } }\nfunc main() { f([]func(*s3.S3){send}) }"),
    ("in a map", "var steps = map[string]func(*s3.S3){\"a\": send}\nfunc f() { steps[\"a\"](nil) }"),
    ("given back", "func make1() func(*s3.S3) { return send }\nfunc f() { g := make1(); g(nil) }"),
    ("among the rest", "func f(all ...func(*s3.S3)) { all[0](nil) }\nfunc main() { f(send) }"),
    ("as a type", "type step func(*s3.S3)\nfunc f(g step) { g(nil) }\nfunc main() { f(step(send)) }"),
    ("through a channel", "func f(c chan func(*s3.S3)) { g := <-c; g(nil) }\nfunc main() { c := make(chan func(*s3.S3), 1); c <- send; f(c) }"),
    ("later", "func f(g func(*s3.S3)) { defer g(nil) }\nfunc main() { f(send) }"),
    ("in a package's variable", "var hook func(*s3.S3)\nfunc init() { hook = send }\nfunc f() { g := hook; g(nil) }"),
]  # fmt: skip

JAVA = [
    ("a supplier", "class App { void f(java.util.function.Supplier<Object> g) { g.get(); } void m() { f(() -> new Sender.Store()); } }"),
    ("a task", "class App { void f(Runnable g) { g.run(); } void m(Sender.Store s) { f(() -> s.clear(\"k\")); } }"),
    ("by reference", "class App { void f(java.util.function.Consumer<String> g) { g.accept(\"k\"); } void m(Sender.Store s) { f(s::clear); } }"),
    ("an own interface", "class App { interface Step { void run(); } void f(Step g) { g.run(); } void m(Sender.Store s) { f(() -> s.clear(\"k\")); } }"),
    ("in a field", "class App { java.util.function.Function<String, Object> g; void f() { g.apply(\"k\"); } }"),
    ("a callable", "class App { Object f(java.util.concurrent.Callable<Object> g) throws Exception { return g.call(); } }"),
]  # fmt: skip

NOTHING_PYTHON = [
    ("nobody passes one", "def f(g):\n    g('b')\ndef main():\n    f(print)"),
    ("another one is passed", "def f(g):\n    g('b')\ndef other(x):\n    return x\ndef main():\n    f(other)"),
    ("a library's", "import lib\ndef f():\n    g = lib.make('b')\n    g('b')"),
    ("another one is given back", "def make():\n    return len\ndef f():\n    g = make()\n    g('b')"),
]  # fmt: skip

NOTHING_TYPESCRIPT = [
    ("of a promise", "const f = () => new Promise((resolve, reject) => { resolve(1); });"),
    ("of a route", "lib.Router().patch('/x', function f(req, res, next) { next(); });"),
    ("of a library's hook", "function f() { const [x, setX] = lib.use(1); setX(2); }"),
    ("of a library's object", "function f() { const { reset } = lib.use(); reset(); }"),
    ("of another name", "function f({ close }) { close(); }\nfunction g() { f({ close: () => 1, run: update }); }"),
    ("nobody passes one", "function f(g) { g('b'); }\nf((x) => x);"),
]  # fmt: skip


def _cases() -> list[object]:
    found = []
    for name, text in PYTHON:
        found.append(pytest.param({"sender.py": SENDER, "app.py": PY + text}, True, id=f"py: {name}"))
    for name, text in TYPESCRIPT:
        files = {"sender.ts": TYPESCRIPT_SENDER, "app.ts": TS + text}
        found.append(pytest.param(files, True, id=f"ts: {name}"))
    for name, text, other in OTHERS:
        files = {"sender.ts": TYPESCRIPT_SENDER, "app.ts": text, "main.ts": other,
                 "more.ts": "export { update as g } from './sender';"}  # fmt: skip
        found.append(pytest.param(files, True, id=f"ts: by another file: {name}"))
    for name, text in GO:
        first = ('package main\nimport "github.com/aws/aws-sdk-go/service/s3"\n'
                 "func send(api *s3.S3) { api.ListBuckets(nil) }\n")  # fmt: skip
        found.append(pytest.param({"sender.go": GO_SENDER, "app.go": first + text}, True, id=f"go: {name}"))
    for name, text in JAVA:
        found.append(pytest.param({"Sender.java": JAVA_SENDER, "App.java": text}, True, id=f"java: {name}"))
    for name, text in NOTHING_PYTHON:
        found.append(pytest.param({"sender.py": SENDER, "app.py": PY + text}, False, id=f"py: {name}"))
    for name, text in NOTHING_TYPESCRIPT:
        files = {"sender.ts": TYPESCRIPT_SENDER, "app.ts": TS + text}
        found.append(pytest.param(files, False, id=f"ts: {name}"))
    return found


@pytest.mark.parametrize(("files", "expected"), _cases())
def test_who_calls_a_value(files: dict[str, str], expected: bool, tmp_path: Path) -> None:
    assert leads(tmp_path, files, "f") == expected
