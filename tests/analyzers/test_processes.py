"""A second process changes nothing in what comes out, whatever becomes of it."""

from __future__ import annotations

import importlib
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.shares import drawn

from policywright.analyzers import forked, parts, processes
from policywright.analyzers.analysis import Analysis
from policywright.analyzers.api import Options, analyse
from policywright.analyzers.connections import imports_of, independent, reaching
from policywright.analyzers.kept import Kept
from policywright.analyzers.loading import lower_all
from policywright.analyzers.made_up import ANYTHING, NAMED
from policywright.analyzers.model import Cancelled, OutOfTime
from policywright.analyzers.program import Program
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.values import Request

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
LANGUAGES = ("python", "typescript", "go", "java")
AREAS = ("orders", "users", "reports", "mail", "audit", "search")

IS_SAFE = processes._is_safe

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="one process on this system")


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even on one, and with whatever threads the test runner has; any size of program will do."""
    monkeypatch.delenv(processes.SINGLE, raising=False)
    monkeypatch.setattr(processes, "_is_safe", lambda _kept: processes.SINGLE not in os.environ)
    monkeypatch.setattr(processes, "MIN_BYTES", 0)


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The processes that were started; none of them may be left."""
    started: list[int] = []
    fork = os.fork

    def counted() -> int:
        process = fork()
        if process:
            started.append(process)
        return process

    monkeypatch.setattr(os, "fork", counted)
    yield started
    for process in started:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def in_one(path: Path, **options: bool) -> Analysis:
    return analyse([path], Options(infrastructure=False, **options))


def in_two(path: Path, **options: bool) -> Analysis:
    return analyse([path], Options(infrastructure=False, parallel=True, **options))


@pytest.fixture
def several(tmp_path: Path) -> Path:
    """Programs side by side, some of which share a file: of Python, and of each other language one file."""
    for area in AREAS:
        folder = tmp_path / area
        folder.mkdir()
        (folder / "store.py").write_text(
            f"import boto3\ntable = boto3.resource('dynamodb').Table('{area}')\n\n\n"
            "def save(item):\n    table.put_item(Item=item)\n    return item.missing\n"
        )
        (folder / "app.py").write_text(
            f"import {area}.store\n\n\ndef handler(event, context):\n    {area}.store.save(event)\n"
        )
    (tmp_path / "orders" / "copy.py").write_text(
        "import boto3\nfrom users.store import save\n\n\n"
        "def copy(client=boto3.client('s3')):\n    save(client.get_object(Bucket='b', Key='k'))\n"
    )
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "queue.ts").write_text(
        'import { SQS } from "@aws-sdk/client-sqs";\nnew SQS({}).sendMessage({ QueueUrl: "q", MessageBody: "b" });\n'
    )
    (tmp_path / "web" / "broken.py").write_text("import boto3\ndef (:\n")
    return tmp_path


def test_several_programs(several: Path, forks: list[int]) -> None:
    expected = in_one(several)
    assert in_two(several) == expected
    assert len(forks) == 1
    actions = {grant.action for policy in expected.policies for grant in policy.grants}
    assert actions >= {"dynamodb:PutItem", "s3:GetObject", "sqs:SendMessage"}
    assert [item.file for item in expected.skipped] == ["web/broken.py"]


def test_a_path_in_a_project(several: Path, forks: list[int]) -> None:
    """Both find the same context, and evaluate it where it is needed."""
    (several / "setup.py").write_text("")
    (several / "orders" / "mail.py").write_text("import mail.store\nimport audit.app\nmail.store.save(1)\n")
    expected = in_one(several / "orders")
    assert in_two(several / "orders") == expected
    assert len(forks) == 1
    assert {reason.span.file for policy in expected.policies for grant in policy.grants for reason in grant.reasons} == {
        "store.py", "../users/store.py", "../mail/store.py", "copy.py",
    }  # fmt: skip


@pytest.mark.parametrize(
    "of", [pytest.param(12, id="quick"), pytest.param(1, id="long", marks=pytest.mark.long)]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_golden_cases_of_a_language_as_one_tree(
    language: str, of: int, forks: list[int], tmp_path: Path
) -> None:
    for case in sorted((GOLDEN / language).iterdir()):
        if case.is_dir() and drawn("one tree", case, of):
            shutil.copytree(case, tmp_path / case.name)
    assert in_two(tmp_path) == in_one(tmp_path)
    assert len(forks) == 1


@pytest.fixture
def roles(tmp_path: Path) -> Path:
    """Functions with roles of their own that run a file each, or the same one, and have a file in common."""
    functions = [(area, area) for area in AREAS] + [("second", AREAS[1]), ("third", AREAS[1])]
    (tmp_path / "shared.py").write_text(
        "import os\nimport boto3\n\ndef put(key):\n    if os.environ.get('MODE') != 'dry':\n"
        "        boto3.client('s3').put_object(Bucket=os.environ['BUCKET'], Key=key)\n"
    )
    for area in AREAS:
        (tmp_path / f"{area}.py").write_text(
            "import boto3\nimport shared\n\ndef handler(event, context):\n"
            f"    shared.put('{area}/' + event['id'])\n    boto3.client('sns').publish(TopicArn='t-{area}')\n"
        )
    resources = {
        name.title(): {
            "Type": "AWS::Serverless::Function",
            "Properties": {
                "Runtime": "python3.13", "CodeUri": ".", "Handler": f"{area}.handler",
                "Environment": {"Variables": {"BUCKET": f"bucket-{name}", "MODE": "dry" if name == "third" else "wet"}},
            },
        }
        for name, area in functions
    }  # fmt: skip
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}
    (tmp_path / "template.json").write_text(json.dumps(template))
    return tmp_path


def test_roles(roles: Path, forks: list[int]) -> None:
    """Whoever evaluates what a role runs, the answer is the same."""
    expected = analyse([roles], Options())
    assert analyse([roles], Options(parallel=True)) == expected
    assert len(forks) == 1
    buckets = {
        policy.attach_to.name: [
            f"bucket-{name}" for name in (*AREAS, "second", "third")
            for grant in policy.grants if grant.action == "s3:PutObject" and f"bucket-{name}/" in repr(grant)
        ]
        for policy in expected.policies
    }  # fmt: skip
    # Where nothing is put, nothing is granted for it.
    assert buckets == {area.title(): [f"bucket-{area}"] for area in AREAS} | {
        "Second": ["bucket-second"], "Third": [],
    }  # fmt: skip


def test_roles_after_the_other_process_died(
    roles: Path, forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = analyse([roles], Options())
    parent, write = os.getpid(), forked.write

    def dying(sink: object, message: object) -> None:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        write(sink, message)  # type: ignore[arg-type]

    monkeypatch.setattr(forked, "write", dying)
    assert analyse([roles], Options(parallel=True)) == expected
    assert len(forks) == 1


def test_roles_of_a_server(roles: Path, forks: list[int]) -> None:
    """What the other process has found is kept: a second call solves nothing."""
    kept = Kept()
    expected = analyse([roles], Options())
    assert analyse([roles], Options(parallel=True, kept=kept)) == expected
    solved = kept.solved
    assert analyse([roles], Options(parallel=True, kept=kept)) == expected
    assert kept.solved == solved


def test_optional_permissions(several: Path) -> None:
    assert in_two(several, include_optional=True) == in_one(several, include_optional=True)


@pytest.mark.parametrize("after", [0, 1])
def test_a_killed_process_loses_nothing(
    several: Path, forks: list[int], monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """It dies before its first message, or between its first and its last one."""
    expected = in_one(several)
    parent, write, sent = os.getpid(), forked.write, []

    def dying(sink: object, message: object) -> None:
        if os.getpid() != parent:
            if len(sent) == after:
                os.kill(os.getpid(), signal.SIGKILL)
            sent.append(message)
        write(sink, message)  # type: ignore[arg-type]

    monkeypatch.setattr(forked, "write", dying)
    assert in_two(several) == expected
    assert len(forks) == 1


def test_an_exception_in_the_other_process_is_not_ours(
    several: Path, forks: list[int], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    expected, parent, evaluate = in_one(several), os.getpid(), parts.evaluate

    def failing(*arguments: object) -> parts.Outcome:
        if os.getpid() != parent:
            raise MemoryError
        return evaluate(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(processes, "evaluate", failing)
    assert in_two(several) == expected
    assert len(forks) == 1
    assert capfd.readouterr() == ("", "")


def test_cancelling_leaves_no_process(several: Path, forks: list[int]) -> None:
    """``forks`` looks whether any is left."""
    parent = os.getpid()
    with pytest.raises(Cancelled):
        analyse(
            [several],
            Options(infrastructure=False, parallel=True),
            cancelled=lambda: bool(forks) and os.getpid() == parent,
        )
    assert len(forks) == 1


def test_an_interrupt_leaves_no_process(
    several: Path, forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = os.getpid()

    def interrupted(*_arguments: object) -> None:
        if os.getpid() == parent:
            raise KeyboardInterrupt

    monkeypatch.setattr(processes, "evaluate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        in_two(several)
    assert len(forks) == 1


def test_what_is_cut_short_is_the_same(several: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policywright.analyzers.engine.solver.MAX_WORK", 20)
    expected = in_one(several)
    assert any("too large" in item.detail for item in expected.unresolved)
    assert in_two(several) == expected


def test_one_process_on_request(several: Path, forks: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(processes.SINGLE, "1")
    in_two(several)
    assert not forks


def test_threads_and_small_programs_stay_in_one_process(
    several: Path, forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "MIN_BYTES", 10**9)
    in_two(several)
    assert not forks


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """What a server with threads keeps, while one request is under way, on two processors."""
    monkeypatch.setattr(processes, "_is_safe", IS_SAFE)
    monkeypatch.setattr(processes, "MIN_BYTES", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    kept = Kept()
    kept.begin_request()
    return kept


def test_a_request_of_a_server_that_is_alone_may_have_a_second_process(
    several: Path, forks: list[int], live: Kept
) -> None:
    options = Options(infrastructure=False, parallel=True, kept=live)
    first = analyse([several], options)
    assert len(forks) == 1
    assert first == in_one(several)
    # What the other one has found is kept as well: nothing is done twice, and nobody is needed for little.
    before = live.made, live.solved
    assert analyse([several], options) == first
    assert (live.made, live.solved) == before and len(forks) == 1
    store = several / "mail" / "store.py"
    store.write_text(store.read_text().replace("put_item", "delete_item"))
    edited = analyse([several], options)
    assert edited == in_one(several) != first
    assert (live.made, live.solved) == (before[0] + 1, before[1] + 1)


def test_a_process_that_a_thread_has_started_delivers(
    several: Path, forks: list[int], live: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests are in threads, and what is forked there has no other one."""
    told: list[object] = []
    found: list[Analysis] = []
    receive = forked.Helper.receive
    monkeypatch.setattr(forked.Helper, "receive", lambda helper: told.append(receive(helper)) or told[-1])
    options = Options(infrastructure=False, parallel=True, kept=live)
    thread = threading.Thread(target=lambda: found.append(analyse([several], options)))
    thread.start()
    thread.join()
    assert found == [in_one(several)]
    assert len(forks) == 1
    assert len(told) == 2 and None not in told


def test_of_two_requests_none_starts_a_process(several: Path, forks: list[int], live: Kept) -> None:
    live.begin_request()
    analyse([several], Options(infrastructure=False, parallel=True, kept=live))
    assert not forks
    live.end_request()
    analyse([several], Options(infrastructure=False, parallel=True, kept=Kept()))
    assert not forks  # nobody has said that it is alone


def test_while_a_module_is_imported_no_process_is_started(
    several: Path, forks: list[int], live: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second process would wait for ever for whoever imports it: while it runs, and while it is looked for."""
    half = ModuleType("half")
    half.__spec__ = ModuleSpec("half", None)
    vars(half.__spec__)["_initializing"] = True
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "half", half)
        analyse([several], Options(infrastructure=False, parallel=True, kept=live))
    assert not forks and not forked.is_importing()
    looked, go_on = threading.Event(), threading.Event()

    class Finder:
        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            if name == "not_there_yet":
                looked.set()
                go_on.wait()

    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
    searching = threading.Thread(target=_tried, args=["not_there_yet"])
    searching.start()
    looked.wait()
    try:
        assert forked.is_importing()
        analyse([several], Options(infrastructure=False, parallel=True, kept=live))
    finally:
        go_on.set()
        searching.join()
    assert not forks and not forked.is_importing()


def _tried(name: str) -> None:
    with pytest.raises(ImportError):
        importlib.import_module(name)


def test_who_waits_for_the_other_hears_that_nobody_waits(
    several: Path, forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: list[float] = []
    receive = forked.Helper.receive

    def received(helper: forked.Helper) -> object:
        waiting.append(time.monotonic())
        return receive(helper)

    monkeypatch.setattr(forked.Helper, "receive", received)
    monkeypatch.setattr(processes._Pair, "_help", lambda *_: _compute())
    with pytest.raises(Cancelled):
        analyse([several], Options(infrastructure=False, parallel=True), cancelled=lambda: bool(waiting))
    assert len(waiting) == len(forks) == 1


@pytest.mark.parametrize("raised", [None, OutOfTime])
def test_authorizing_ahead_ends_when_nobody_waits_or_time_is_over(
    several: Path, monkeypatch: pytest.MonkeyPatch, raised: type[OutOfTime] | None
) -> None:
    """Of a program with many requests it is a second and more: it stops between two of them."""
    asked: list[Request] = []
    authorize = Authorizer.authorize
    monkeypatch.setattr(
        Authorizer, "authorize", lambda self, request: asked.append(request) or authorize(self, request)
    )
    ahead = processes._Pair._authorize
    cut: list[int] = []

    def counted(self: processes._Pair, found: Any) -> None:
        before = len(asked)
        self.cancelled = cancelled
        try:
            ahead(self, found)
        finally:
            cut.append(len(asked) - before)
            self.cancelled = lambda: False

    def cancelled() -> bool:
        if raised is not None:
            raise raised
        return True

    monkeypatch.setattr(processes._Pair, "_authorize", counted)
    if raised is None:
        with pytest.raises(Cancelled):
            in_two(several)
    else:
        assert in_two(several).policies
    assert cut[0] == 0


def _compute() -> None:
    while True:
        pass


@pytest.mark.parametrize("sent", ["nothing", "half"])
def test_who_waits_for_a_thread_that_it_does_not_have_is_given_up(
    several: Path, forks: list[int], monkeypatch: pytest.MonkeyPatch, sent: str
) -> None:
    """Before its first message, or before it takes the other's (which has no room in the pipe)."""
    expected = in_one(several)
    held = threading.Lock()
    held.acquire()
    monkeypatch.setattr(forked, "STUCK_SECONDS", 0.3)
    monkeypatch.setattr(forked.Helper, "send", _with_much(forked.Helper.send))

    def stuck(pair: processes._Pair, _receive: object, send: Callable[[object], None]) -> None:
        if sent == "half":
            lower_all(pair.program, pair.theirs)
            send(processes._told(pair.program, pair.theirs))
        held.acquire()

    monkeypatch.setattr(processes._Pair, "_help", stuck)
    options = Options(infrastructure=False, parallel=True)
    assert analyse([several], options, cancelled=lambda: False) == expected
    assert len(forks) == 1


def _with_much(send: Callable[[forked.Helper, object], None]) -> Callable[[forked.Helper, object], None]:
    return lambda helper, message: send(helper, (message, bytes(10_000_000)))


def test_where_no_process_can_be_started_one_does_all(several: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected, before = in_one(several), os.listdir("/proc/self/fd")

    def refused() -> int:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    assert in_two(several) == expected
    assert os.listdir("/proc/self/fd") == before


def test_a_server_with_many_conversations(several: Path, forks: list[int]) -> None:
    """``select`` takes no descriptor above 1,023."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4_096, limits[1]), limits[1]))
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(1_100)]
    try:
        assert analyse(
            [several], Options(infrastructure=False, parallel=True), cancelled=lambda: False
        ) == in_one(several)
    finally:
        for descriptor in held:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert len(forks) == 1


def test_children_that_are_forgotten(several: Path, forks: list[int]) -> None:
    """Who starts a program may have it inherit that nobody waits for its children."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert in_two(several) == in_one(several)
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert len(forks) == 1


def test_a_client_hears_the_end_of_what_it_reads(
    several: Path, forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what the first process closes, the second one keeps no copy: pipes, sockets; files it does."""
    (ours, theirs), (near, far) = os.pipe(), socket.socketpair()
    kept = os.open(several / "orders" / "app.py", os.O_RDONLY)
    waits: list[bool] = []
    receive = forked.Helper.receive

    def received(helper: forked.Helper) -> object:
        told = receive(helper)
        if not waits:
            os.close(theirs)
            far.close()
            waits.extend([os.read(ours, 1) == b"", near.recv(1) == b""])
            assert Path(f"/proc/{forks[0]}/fd/{kept}").exists()
        return told

    monkeypatch.setattr(forked.Helper, "receive", received)
    assert in_two(several) == in_one(several)
    assert waits == [True, True]
    os.close(ours)
    near.close()
    os.close(kept)


def test_the_second_process_ends_with_the_first_one(several: Path, tmp_path: Path) -> None:
    """However that ends."""
    said = tmp_path / "second"
    program = f"""if True:
        import os, sys, time
        from policywright.analyzers import processes
        from policywright.analyzers.api import Options, analyse
        processes.MIN_BYTES = 0
        processes._is_safe = lambda kept: True
        lower = processes.lower_all
        first = os.getpid()
        def slow(program, names=None, cancelled=None):
            if os.getpid() != first:
                open({str(said)!r} + ".new", "w").write(str(os.getpid()))
                os.rename({str(said)!r} + ".new", {str(said)!r})
                while not cancelled():
                    pass
            else:
                time.sleep(300)
        processes.lower_all = slow
        analyse([{str(several)!r}], Options(infrastructure=False, parallel=True), cancelled=lambda: False)
    """
    running = subprocess.Popen([sys.executable, "-c", program])
    until(said.exists)
    running.kill()
    running.wait()
    until(
        lambda: (
            not Path(f"/proc/{said.read_text()}/stat").exists()
            or " Z " in Path(f"/proc/{said.read_text()}/stat").read_text()
        )
    )


def until(reached: Callable[[], bool]) -> None:
    for _ in range(600):
        if reached():
            return
        time.sleep(0.05)
    raise AssertionError


def test_progress_counts_to_the_end(several: Path) -> None:
    seen: list[tuple[int, int]] = []
    analyse(
        [several],
        Options(infrastructure=False, parallel=True),
        progress=lambda done, total, _file: seen.append((done, total)),
    )
    assert seen == sorted(seen)
    assert all(done <= total for done, total in seen)


def test_what_the_second_process_is_at_is_told_as_well(several: Path, forks: list[int]) -> None:
    """Of each part a file is named, whoever evaluates it: else a server would still be looking for files."""
    told: list[str] = []
    options = Options(infrastructure=False, parallel=True)
    analyse([several], options, progress=lambda _done, _total, file: told.append(file))
    assert forks
    for area in set(AREAS) - {"orders", "users"}:
        assert any(file.startswith(f"{area}/") for file in told), area
    assert "web/queue.ts" in told


def program_of(files: dict[str, str]) -> Program:
    from policywright.analyzers import languages
    from policywright.analyzers.source import SourceFile

    program = Program()
    for name, text in sorted(files.items()):
        language = languages.for_path(name)
        assert language is not None
        program.add(SourceFile(name, Path(name), text.encode()), language)
    return program


def parts_of(files: dict[str, str]) -> list[set[str]]:
    program = program_of(files)
    lower_all(program)
    imports = imports_of(program)
    return [set(part) for part in independent(program, reaching(program, imports), imports)]


def test_parts_are_what_imports_connect() -> None:
    files = {
        "a.py": "import boto3\nimport shared\n",
        "b.py": "import boto3\nimport shared\n",
        "c.py": "import boto3\n",
        "plain.py": "import json\n",
        "shared.py": "x = 1\n",
    }
    assert parts_of(files) == [{"a", "b", "shared"}, {"c"}]


def test_modules_imported_by_made_up_names_may_be_any() -> None:
    files = {
        "a.py": "import boto3, importlib\nimportlib.import_module(name())\n",
        "b.py": "import boto3\n",
        "c.ts": 'import "@aws-sdk/client-s3";\n',
    }
    assert parts_of(files) == [{"a", "b"}, {"c.ts"}]


@pytest.mark.parametrize(
    ("name", "text", "means"),
    [
        ("m.py", "import_module(f'shop.plugins.{x}')", {"shop.plugins.a"}),
        ("m.py", "__import__('shop.plugins.%s' % x)", {"shop.plugins.a"}),
        ("m.py", "importlib.import_module('shop.plugins.a')", {"shop.plugins.a"}),
        ("m.py", "import_string('shop.plugins.a.Job')", {"shop.plugins.a"}),
        ("m.py", "import_module('other')", {"other"}),
        ("m.py", "import_module(f'.{x}', package)", NAMED),
        ("m.py", "import_module(x + '.plugins.a')", NAMED),
        ("m.py", "list(map(import_module, names))", NAMED),
        ("m.py", "for one in entry_points(group='x'): one.load()", NAMED),
        ("m.py", "for _, x, _ in iter_modules(p): import_module(x)", ANYTHING),
        ("m.py", "import_module(plugins.__name__ + '.' + x)", ANYTHING),
        ("m.py", "from importlib import import_module", set()),
        ("m.py", "setup(entry_points={})\ndef _resolve_namespace_name(x): ...", set()),
        ("web/m.ts", "import(`./plugins/${x}`)", {"web/plugins/a.ts"}),
        ("web/m.ts", "import(/* webpackChunkName: 'p' */ './plugins/' + x + '.js')", {"web/plugins/a.ts"}),
        ("web/m.ts", "require(`${__dirname}/plugins/${x}`)", {"web/plugins/a.ts"}),
        ("web/m.ts", "require(__dirname + '/plugins/' + x)", {"web/plugins/a.ts"}),
        ("web/m.ts", "require('../web/pl' + x)", {"web/plugins/a.ts"}),
        ("web/m.ts", "import(`./plugins/${x}.json`)", set()),
        ("web/m.ts", "require(path.join(root, 'package.json'))", set()),
        ("web/m.ts", "import(`highlight.js/lib/languages/${x}`)", set()),
        (
            "web/m.ts",
            "crypto.subtle.import(x); class K { static async import(k: Key) {} } import('./n').then(f)",
            set(),
        ),
        ("web/m.ts", "require(x)", ANYTHING),
        ("web/m.ts", "require(path.join(__dirname, x))", ANYTHING),
        ("web/m.ts", "require(`${root}/plugins/${x}`)", ANYTHING),
    ],
)
def test_a_name_that_is_made_up_in_part_means_what_begins_so(
    name: str, text: str, means: set[str] | str
) -> None:
    others = ("other.py", "shop/plugins/a.py", "web/n.ts", "web/plugins/a.ts")
    program = program_of({**dict.fromkeys(others, ""), name: text})
    module = next(one for one, source in program.files.items() if source.name == name)
    assert program.imports_by_name(module) is (means is ANYTHING)
    assert program.imports_what_is_named(module) is (means is NAMED)
    assert set(program.plugins(module)) == (means if isinstance(means, set) else set())


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("STORE = 'shop.stores.table.Store'", {"shop.stores.table"}),
        ("STORE = 'shop.stores.table:Store'", {"shop.stores.table"}),
        ("STORES = ['stores.table']", {"shop.stores.table"}),
        ("APPS = ['shop.stores']", {"shop.stores.table", "shop.stores.file"}),
        (
            "HERE = 'shop.'",
            {"shop.stores.table", "shop.stores.file", "shop.stores.past.old", "shop.steps.0001_first"},
        ),
        ("STORE = 'table'", set()),
        ("print('what a table')", set()),
    ],
)
def test_a_name_from_elsewhere_means_what_a_text_names(text: str, means: set[str]) -> None:
    """And what nothing imports, unless it has a name that nobody writes."""
    stores = ("table", "file", "past/old")
    files = {f"shop/stores/{name}.py": "" for name in stores}
    files["shop/all.py"] = "from .stores import table, file\nfrom .stores.past import old\n"
    files["shop/steps/0001_first.py"] = files["shop/task.py"] = ""
    program = program_of({**files, "settings.py": text, "m.py": "import_module(settings.STORE)"})
    found = {name for name in imports_of(program)["m"] if name in program.files}
    assert found - {"shop.all", "shop.task", "settings", "m"} == means
    assert {"shop.all", "shop.task"} <= found


def test_plugins_of_a_directory_do_not_connect_what_is_elsewhere() -> None:
    files = {
        "web/app.ts": "import(`./plugins/${name}`)",
        "web/plugins/a.ts": 'import "@aws-sdk/client-s3";',
        "web/other.ts": 'import "@aws-sdk/client-sqs";',
        "web/page.ts": "export const x = 1;",
    }
    assert parts_of(files) == [{"web/app.ts", "web/plugins/a.ts"}, {"web/other.ts"}]


def test_what_a_framework_injects_connects() -> None:
    bean = (
        "package a; import software.amazon.awssdk.services.sns.SnsClient; class C { @Bean SnsClient s() { } }"
    )
    user = "package b; import org.springframework.stereotype.Service; import software.amazon.awssdk.services.sns.SnsClient;"
    other = "package c; import software.amazon.awssdk.services.sns.SnsClient; class O { }"
    found = parts_of({"C.java": bean, "S.java": user + " class S { SnsClient s; }", "O.java": other})
    assert found == [{"C.java", "S.java"}, {"O.java"}]
