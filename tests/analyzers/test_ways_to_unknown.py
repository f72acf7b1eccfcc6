"""In whatever form something unknown gets a thing: as an operand, a field, an item, a channel's value, by a callback.

``test_given_to_unknown.py`` has what may be unknown, and calls it; here one thing that is unknown gets what it gets in
every form that a language has for it. A client is said, an object's method and a function are called.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.test_given_to_unknown import LANGUAGES

from policywright.analyzers.api import Analysis, Options, analyse

KEPT = "kept"
"""A name's cell has it: whoever asks something unknown for the name reads it, so a client there is not lost."""
SAID_ONLY = "said only"
"""It gets a client; of an object it calls nothing by itself that the row has."""

PYTHON = {
    "passed.x = X": KEPT, 'passed["x"] = X': KEPT, 'setattr(passed, "x", X)': KEPT, "passed.items.append(X)": KEPT,
    'setattr(passed, event["n"], X)': KEPT, "passed.a, passed.b = X, 1": KEPT, "for passed.x in [X]: pass": KEPT,
    'getattr(self, event["n"]).x = X': KEPT, 'passed.update({"x": X})': KEPT,
    "passed += X": "", "passed | X": "", "passed >> X": "", "passed @ X": "", "X | passed": "",
    "with passed(X): pass": "", "(lambda q: q(X))(passed)": "", "list(map(passed, [X]))": "",
    "[passed(y) for y in [X]]": "", "import heapq; heapq.heappush(passed.q, X)": "", "passed(*[X])": "",
    'passed(**{"a": X})': "", "import functools; functools.partial(passed, X)()": "",
    "import functools; functools.reduce(passed, [X])": "", "raise passed(X)": "", "passed.send(X)": "",
    "import threading; threading.Thread(target=passed, args=(X,)).start()": "",
    "import concurrent.futures as c; c.ThreadPoolExecutor().submit(passed, X)": "",
    "import asyncio; asyncio.get_event_loop().run_in_executor(None, passed, X)": "",
    "import atexit; atexit.register(passed, X)": "", 'getattr(passed, event["n"])(X)': "",
    'import importlib; importlib.import_module(event["m"]).run(X)': "", "passed(f=X)(1)": "",
    "passed.use(lambda: X)": SAID_ONLY, "import library; library.use(lambda: X)": SAID_ONLY,
    "import library; library.thing().x = X": "", "import library; library.hooks | X": "",
}  # fmt: skip
TYPESCRIPT = {
    "passed.x = X": KEPT, 'passed["x"] = X': KEPT, "passed[event.n] = X": KEPT, "Object.assign(passed, { x: X })": KEPT,
    'Object.defineProperty(passed, "x", { value: X })': KEPT, 'Reflect.set(passed, "x", X)': KEPT,
    "passed.items.push(X)": KEPT, "[passed.x] = [X]": KEPT, "passed.x ??= X": KEPT,
    "new passed(X)": "", "new passed.K(X)": "", "passed`${X}`": "", "passed?.(X)": "", "passed.call(this, X)": "",
    "passed.apply(this, [X])": "", "passed.bind(this, X)()": "", "passed.bind(this)(X)": "",
    "Reflect.apply(passed, this, [X])": "", "Reflect.construct(passed, [X])": "", "(await import(event.m)).run(X)": "",
    "import(event.m).then((m) => m.run(X))": "", "require(event.m)(X)": "", "new Promise((r) => passed(r, X))": "",
    "Promise.resolve(X).then(passed)": "", "Promise.try(passed, X)": "", "[X].map(passed)": "", "[X].forEach(passed)": "",
    "setTimeout(passed, 1, X)": "", "process.nextTick(passed, X)": "", "queueMicrotask(() => passed(X))": "",
    "passed[event.n](X)": "", "throw passed(X)": "", "passed(...[X])": "", "passed({ ...{ x: X } })": "",
    "new Proxy(X, passed)": SAID_ONLY, "const { run } = passed; run(X)": "", "(await passed)(X)": "",
    "passed.next(X)": "", "Array.from([X], passed)": "", "passed.use(() => X)": SAID_ONLY,
}  # fmt: skip
GO = {
    "passed.Use(X)": "", "a.task.Hook = X": "", 'a.task.Hooks["x"] = X': "", "a.task.Ch <- X": "", "tasks.Hook = X": "",
    "a.task.Hooks = append(a.task.Hooks, X)": "", "go passed.Use(X)": "", "defer passed.Use(X)": "",
    "(&tasks.Job{Run: X}).Start()": "", "tasks.Job{X}.Start()": "", "j := tasks.Job{}; j.Run = X; j.Start()": "",
    "var j tasks.Job; j.Run = X; j.Start()": "", "j := new(tasks.Job); j.Run = X; j.Start()": "",
    "tasks.New(tasks.With(X)).Start()": "", "f := passed.Use; f(X)": "", "tasks.Fn(X)": "",
    "func(f func(any)) { f(X) }(tasks.Run)": "", "*a.task = tasks.Task{Hook: X}": "",
    "select { case a.task.Ch <- X: }": "", "copy(a.task.List, []any{X})": "",
    "tasks.Run(struct{ F any }{X})": "", "if r, ok := passed.(tasks.Goer); ok { r.Go(X) }": "",
    "for _, f := range tasks.All { f(X) }": "", "k := K{}; k.Hook = X; k.Start()": "",
    "k := &K{}; k.Base.Hook = X; k.Start()": "", "k := &K{}; k.Start(X)": "",
    "passed.Use(func() any { return X })": SAID_ONLY, "tasks.Use(func() any { return X })": SAID_ONLY,
}  # fmt: skip
JAVA = {
    "passed.use(X)": "", "passed.hook = X": "", "task.hooks[0] = X": "", "passed.hooks.add(X)": "",
    "passed.hooks().add(X)": "", 'passed.hooks.put("x", X)': "", "new Task(X).start()": "",
    "Task.builder().with(X).build()": "", "passed.use(new Object[]{X})": "", "List.of(X).forEach(passed::use)": "",
    "List.of(X).stream().map(passed::use).toList()": "", "java.util.Optional.of(X).ifPresent(passed)": "",
    "((Own) passed).use(X)": "", "java.util.Collections.addAll(passed.hooks, X)": "", "passed.get().use(X)": "",
    'passed.getClass().getMethod("use", Object.class).invoke(passed, X)': "", "Task.hook = X": "",
    "for (Task t : passed.all()) t.use(X)": "", "java.util.function.Consumer<Object> f = passed::use; f.accept(X)": "",
    "this.task.with(X).with(1)": "", "throw new com.acme.tasks.Failure(X)": "",
    "passed.use(() -> X)": SAID_ONLY, 'passed.hooks.computeIfAbsent("x", k -> X)': SAID_ONLY,
}  # fmt: skip
FORMS = {"python": PYTHON, "typescript": TYPESCRIPT, "go": GO, "java": JAVA}
CLIENT = {"python": "s3", "typescript": "s3", "go": "client", "java": "s3"}
CALLED = {
    "python": ("store", "Repo()", "Repo().save"), "typescript": ("store", "new Repo()", "(() => new Repo().save())"),
    "go": ("func() { (&Repo{client}).Save() }", "&Repo{client}", "(&Repo{client}).Save"), "java": ("new Repo()",),
}  # fmt: skip
OF_CLIENTS = [(name, one) for name, rows in FORMS.items() for one, way in rows.items() if way != KEPT]
OF_CODE = [(name, one) for name, rows in FORMS.items() for one, way in rows.items() if way != SAID_ONLY]


@pytest.mark.parametrize(("language", "form"), OF_CLIENTS)
def test_a_client_is_said(language: str, form: str, tmp_path: Path) -> None:
    found = _analysed(language, form, CLIENT[language], tmp_path)
    assert {item.code.value for item in found.unresolved} & {"dynamic-code", "unmodelled-library"}, (
        found.unresolved
    )


@pytest.mark.parametrize(("language", "form"), OF_CODE)
def test_code_is_called(language: str, form: str, tmp_path: Path) -> None:
    for number, given in enumerate(CALLED[language]):
        (tmp_path / str(number)).mkdir()
        found = _analysed(language, form, given, tmp_path / str(number))
        assert "s3:PutObject" in {grant.action for policy in found.policies for grant in policy.grants}, given


def _analysed(language: str, form: str, given: str, directory: Path) -> Analysis:
    one = LANGUAGES[language]
    text = one.program.format(form.replace("X", given))
    if language == "go":
        text += "type K struct { tasks.Base }\n"
        (directory / "go.mod").write_text("module example.com/app\n\ngo 1.22\n")
    (directory / one.file).write_text(text)
    return analyse([directory], Options(entries=(one.entry,)))
