"""The command line as a user meets it: streams, exit statuses, errors, start-up."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from bench.synthetic import write_program
from tests.server import command

from policywright.knowledge.isolation import heard
from policywright.server import __version__, generation, progress
from policywright.server.commands import generate as generate_command
from policywright.server.parser import build_parser
from policywright.server.progress import ProgressBar
from policywright.server.request import Request

PROJECT = Path(__file__).parent.parent.parent
HEAVY = ("mcp", "boto3", "botocore", "httpx", "pydantic", "rich", "libcst", "ruamel", "jsonschema")
"""What `--version` and `generate` must not load."""


def run(
    *arguments: str | Path,
    cwd: Path = PROJECT,
    module: str = "tests.server.fake_analysis",
    stdin: str = "",
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the command with the controllable analysis; stdout is a pipe."""
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": _python_path(), **(environment or {})},
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def here(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The same with the real analysis, and in this process, for what has nothing to do with the process."""
    return command.run(*map(str, arguments), cwd=PROJECT, stdin=stdin)


def _python_path() -> str:
    return os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")])


def error_line(result: subprocess.CompletedProcess[str]) -> str:
    (line,) = result.stderr.splitlines()
    assert line.startswith("policywright: error: ")
    return line.removeprefix("policywright: error: ")


def test_version() -> None:
    result = run("--version")
    assert (result.returncode, result.stdout) == (0, f"policywright {__version__}\n")


def _parsers() -> list[tuple[str, ...]]:
    return [
        (), ("generate",), ("validate",), ("mcp",), ("knowledge",),
        ("knowledge", "status"), ("knowledge", "refresh"), ("knowledge", "lookup"),
    ]  # fmt: skip


@pytest.mark.parametrize("command", _parsers(), ids=" ".join)
def test_help(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_info:
        build_parser().parse_args([*command, "--help"])
    assert exit_info.value.code == 0
    assert " ".join(("usage: policywright", *command)) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("frobnicate",), "invalid choice: 'frobnicate'"),
        (("generate",), "generate: the following arguments are required: PATH"),
        (("generate", "full", "--format", "xml"), "argument --format: invalid choice: 'xml'"),
        (("generate", "full", "--region", "Mars"), "argument --region: 'Mars' is no AWS region"),
        (("generate", "full", "--account", "12"), "argument --account: '12' is no account id (12 digits)"),
        (("generate", "full", "--partition", "gcp"), "argument --partition: 'gcp' is no AWS partition"),
        (("generate", "full", "--forma", "json"), "unrecognized arguments: --forma json"),
        (("generate", "nowhere"), "nowhere: no such file or directory"),
        (("validate", "nowhere.json"), "nowhere.json: no such file"),
        (("validate", "tests"), "tests: cannot be read: Is a directory"),
        (("validate", "-", "-"), "standard input (-) can be read only once"),
        (("mcp", "--port", "1"), "mcp: --host and --port need --transport http"),
        (("mcp", "--transport", "http", "--port", "99999"), "'99999' is no port number"),
        (("mcp", "--root", "nowhere"), "mcp: --root nowhere: no such directory"),
        (("knowledge",), "the following arguments are required: ACTION"),
    ],
)
def test_bad_usage_is_one_line_and_status_2(arguments: Sequence[str], message: str) -> None:
    result = here(*arguments)
    assert result.returncode == 2
    assert message in error_line(result)
    assert result.stdout in ("", "a stray print must not reach the client\n")


def results(result: subprocess.CompletedProcess[str]) -> str:
    return result.stdout.removeprefix("a stray print must not reach the client\n")


def test_generate_prints_json_to_a_pipe_and_warns_on_stderr() -> None:
    result = run("generate", "full")
    assert result.returncode == 0
    assert json.loads(results(result))["schema_version"] == "1"
    assert result.stderr == "policywright: warning: broken.py: syntax-error (line 3)\n"


@pytest.mark.parametrize("name", ["json", "policy", "markdown", "cloudformation", "terraform"])
def test_generate_output_is_utf8_and_reproducible(name: str) -> None:
    first = run("generate", "full", "--format", name, environment={"LC_ALL": "C", "PYTHONHASHSEED": "1"})
    second = run(
        "generate", "full", "--format", name, environment={"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}
    )
    assert first.returncode == 0
    assert first.stdout == second.stdout


def test_generate_with_nothing_to_read() -> None:
    empty = run("generate", "empty")
    assert empty.returncode == 2
    assert json.loads(results(empty))["policies"] == []
    assert "Nothing was analysed" in empty.stderr
    skipped = run("generate", "skipped")
    assert skipped.returncode == 2
    assert json.loads(results(skipped))["files"]["skipped"] == [{"file": "broken.py", "code": "syntax-error"}]
    assert "none of the given files could be analysed" in skipped.stderr


def test_interrupt_is_quiet() -> None:
    result = run("generate", "interrupt")
    assert result.returncode == 130
    assert result.stderr == "policywright: error: interrupted\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "tests.server.fake_analysis", "generate", "full"]
    read, write = os.pipe()
    os.close(read)
    environment = {**os.environ, "PYTHONPATH": _python_path(), "PYTHONUNBUFFERED": ""}
    result = subprocess.run(
        command,
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
        env=environment,
        check=False,
        timeout=60,
    )
    os.close(write)
    assert result.returncode == 141
    assert "Traceback" not in result.stderr
    assert "Exception ignored" not in result.stderr


def streams(redirections: str, *arguments: str) -> tuple[int, str]:
    """The real command with its standard streams as a shell makes them: its status, and what it complains of."""
    result = subprocess.run(
        ["sh", "-c", f'exec "$0" "$@" {redirections}', sys.executable, "-m", "policywright", *arguments],
        cwd=PROJECT, env={**os.environ, "PYTHONUNBUFFERED": ""}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return result.returncode, result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
@pytest.mark.parametrize(
    "arguments", [("--help",), ("generate", "examples/file-to-queue"), ("check", "examples/shop-sam")]
)
def test_output_for_which_there_is_no_room_is_one_line(arguments: tuple[str, ...]) -> None:
    status, complaint = streams(">/dev/full", *arguments)
    assert status == 2
    assert complaint.endswith(
        "policywright: error: standard output can't be written (No space left on device)\n"
    )
    assert "Exception ignored" not in complaint and "inside policywright" not in complaint


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_changes_no_status(closed: str) -> None:
    assert streams(closed, "check", "examples/shop-sam") == (1, "")


POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "%s", "Resource": "%s"}]}'


def test_validate(tmp_path: Path) -> None:
    good, bad, binary = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "binary.json"
    good.write_text(POLICY % ("s3:GetObject", "arn:aws:s3:::b/*"))
    bad.write_text(POLICY % ("s3:GetObjekt", "arn:aws:s3:::b/*"))
    binary.write_bytes(b"\xff\xfe\x00")
    clean = here("validate", good, "--format", "text")
    assert (clean.returncode, clean.stdout) == (0, "1 policy checked: no findings.\n")
    found = here("validate", good, bad, "--format", "text")
    assert found.returncode == 1
    assert f"{bad}:1:" in found.stdout
    assert "suggestion: s3:GetObject" in found.stdout
    piped = here("validate", "-", stdin=bad.read_text())
    assert piped.returncode == 1
    assert json.loads(piped.stdout)["counts"]["error"] == 1
    assert "not UTF-8 text" in error_line(here("validate", binary))


def test_lookup() -> None:
    found = here("knowledge", "lookup", "s3:GetObject", "--format", "text")
    assert found.returncode == 0
    assert "s3:GetObject" in found.stdout
    words = here("knowledge", "lookup", "sqs", "send_message_batch")
    assert words.returncode == 0
    assert words.stdout == here("knowledge", "lookup", "sqs send_message_batch").stdout
    unknown = here("knowledge", "lookup", "s3:GetObjekt")
    assert unknown.returncode == 2
    assert "s3:GetObject" in error_line(unknown)


def test_refresh_failure_is_status_3_and_says_that_nothing_changed() -> None:
    proxies = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"), "http://127.0.0.1:9")
    result = run("knowledge", "refresh", environment={**proxies, "NO_PROXY": "", "no_proxy": ""})
    assert result.returncode == 3
    assert "nothing was changed" in error_line(result)


def test_coverage() -> None:
    text = here("knowledge", "status", "--coverage", "--format", "text")
    assert text.returncode == 0
    assert "API operations have an answer" in text.stdout


def test_status() -> None:
    text = here("knowledge", "status", "--format", "text")
    assert text.returncode == 0
    assert "botocore" in text.stdout
    data = json.loads(here("knowledge", "status").stdout)
    assert data["operations"].startswith("botocore ")


def loaded_modules(*arguments: str) -> set[str]:
    code = (
        "import sys\n"
        "from policywright.server.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print('\\n'.join(sorted(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": _python_path()},
        check=True,
        timeout=60,
    )
    return {line.split(".")[0] for line in result.stderr.splitlines()} | set(result.stderr.splitlines())


def test_start_up_loads_little() -> None:
    modules = loaded_modules("--version")
    assert not modules & {*HEAVY, "asyncio", "sqlite3", "policywright.analyzers", "tree_sitter"}


def test_generate_loads_no_heavy_library(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import boto3\nboto3.client('s3').put_object(Bucket='b', Key='k', Body=b'')\n"
    )
    modules = loaded_modules("generate", str(tmp_path))
    assert not modules & {*HEAVY, "asyncio", "socket", "ssl", "urllib.request"}


def test_generate_opens_no_socket(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import boto3\nboto3.client('s3').get_object(Bucket='b', Key='k')\n")
    code = (
        "import os, sys\n"
        "def refuse(event, _arguments):\n"
        "    if event.startswith(('socket.', 'subprocess.', 'os.exec', 'os.system', 'os.posix_spawn')):\n"
        "        os.write(2, event.encode()); os._exit(9)\n"
        "sys.addaudithook(refuse)\n"
        "from policywright.server.cli import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "generate", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": _python_path()},
        check=False,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["grants"][0]["action"] == "s3:GetObject"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_after_a_second() -> None:
    now = [0.0]
    stream = Terminal()
    bar = ProgressBar(stream, clock=lambda: now[0])
    bar(1, 4, "a.py")
    assert stream.getvalue() == ""
    now[0] = progress.QUIET_SECONDS + 0.1
    bar(2, 4, "b\x1b.py")
    assert "2/4 b\\x1b.py" in stream.getvalue()
    bar(3, 4, "too-soon.py")
    assert "too-soon" not in stream.getvalue()
    bar.close()
    assert stream.getvalue().endswith("\r")


def test_progress_goes_on_while_no_file_is_begun() -> None:
    now = [0.0]
    stream = Terminal()
    bar = ProgressBar(stream, clock=lambda: now[0])
    bar(4, 4, "a.py")
    assert bar.waiting() is False and stream.getvalue() == ""
    for second in (2, 3):
        now[0] = second
        assert bar.waiting() is False
        assert f"4/4 following values through the program, {second} s" in stream.getvalue()


def test_a_long_analysis_shows_that_it_goes_on(tmp_path: Path) -> None:
    """A program whose files are all begun in a moment, and which takes seconds."""
    write_program(tmp_path, 50_000)
    status, shown = on_a_terminal(
        "generate", str(tmp_path), "-o", str(tmp_path / "out.json"), program="policywright.server.cli",
        environment={"POLICYWRIGHT_ONE_PROCESS": "1"},
    )  # fmt: skip
    assert status == 0
    assert b"following values through the program, " in shown


@pytest.mark.plain
def test_work_that_only_asks_whether_anybody_waits_shows_that_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is worked out before a program is followed is handed no progress to tell."""
    shown: list[str] = []

    class Bar(ProgressBar):
        def waiting(self) -> bool:
            shown.append("asked")
            return False

    monkeypatch.setattr(progress, "ProgressBar", Bar)
    monkeypatch.setattr(generation, "generate", lambda *_, **__: heard())
    monkeypatch.setattr(generate_command, "complaints", lambda *_, **__: ())
    generate_command.analysed(Request(paths=(tmp_path,)), quiet=False, to_read=True)
    assert shown == ["asked"]
    heard()
    assert shown == ["asked"]


def test_progress_is_silent_elsewhere() -> None:
    stream = io.StringIO()
    bar = ProgressBar(stream, clock=iter([0.0, 9.0, 18.0]).__next__)
    bar(1, 1, "a.py")
    bar.close()
    assert stream.getvalue() == ""


ENDING = """
import atexit, sys
from policywright.server.cli import main
if "--handler" in sys.argv:
    sys.argv.remove("--handler")
    atexit.register(lambda: print("handled", file=sys.stderr))
sys.exit(main())
"""


@pytest.mark.parametrize("handler", [True, False])
def test_the_end_loses_no_output_and_no_exit_handler(handler: bool, tmp_path: Path) -> None:
    lines = ["boto3.client('s3').get_object(Bucket='b', Key='k')\n"] * 400
    (tmp_path / "app.py").write_text("import boto3\n" + "".join(lines))
    result = subprocess.run(
        [sys.executable, "-c", ENDING, "generate", str(tmp_path / "app.py"), *["--handler"][: int(handler)]],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": _python_path()},
        check=True,
        timeout=60,
    )
    assert len(json.loads(result.stdout)["grants"][0]["reasons"]) == 400
    assert result.stderr == ("handled\n" if handler else "")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (
            ["generate", ".", "--fromat", "json"],
            "unrecognized arguments: --fromat json; did you mean --format?",
        ),
        (["chekc", "."], "; did you mean check?"),
        (["generate", ".", "--format", "markdwon"], "; did you mean markdown?"),
        (["knowledge", "statsu"], "; did you mean status?"),
        (["generate", ".", "--zzz"], "unrecognized arguments: --zzz (see"),
    ],
)
def test_what_was_meant_is_said(argv: list[str], said: str) -> None:
    result = here(*argv)
    assert result.returncode == 2
    assert said in result.stderr and result.stderr.count("\n") == 1


def test_help_and_version_in_all_their_ways() -> None:
    alone = run()
    assert (alone.returncode, alone.stdout, alone.stderr) == (2, "", run("--help").stdout)
    assert run("help").stdout == run("--help").stdout
    assert run("help", "check").stdout == run("check", "--help").stdout
    assert run("-V").stdout == run("--version").stdout
    module = subprocess.run(
        [sys.executable, "-m", "policywright", "--version"],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": _python_path()},
    )  # fmt: skip
    assert module.stdout == run("--version").stdout


@pytest.mark.parametrize(("choice", "no_color", "coloured"), [
    ("always", "", True), ("always", "1", True), ("never", "", False), ("auto", "", False),
])  # fmt: skip
def test_colours_are_a_choice(choice: str, no_color: str, coloured: bool) -> None:
    result = run(
        "generate", "full", "--format", "text", "--color", choice, environment={"NO_COLOR": no_color}
    )
    assert ("\033[" in result.stdout) is coloured
    assert results(result).replace("\033[1m", "").startswith("2 policies with 6 actions, for 3 files of ")


def on_a_terminal(
    *arguments: str, environment: Mapping[str, str], program: str = "tests.server.fake_analysis"
) -> tuple[int, bytes]:
    """Exit status, and all that is shown, whichever stream it is written to."""
    master, slave = pty.openpty()
    result = subprocess.run(
        [sys.executable, "-m", program, *arguments], stdout=slave, stderr=slave,
        env={**os.environ, "PYTHONPATH": _python_path(), "TERM": "xterm", **environment}, check=False, timeout=60,
    )  # fmt: skip
    os.close(slave)
    shown = b""
    try:
        while chunk := os.read(master, 65536):
            shown += chunk
    except OSError:
        pass
    os.close(master)
    return result.returncode, shown


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_on_a_terminal_text_is_the_answer(no_color: str, coloured: bool) -> None:
    status, shown = on_a_terminal("generate", "full", "-q", environment={"NO_COLOR": no_color})
    assert status == 0
    assert (b"\033[" in shown) is coloured
    assert b"2 policies with 6 actions" in shown.splitlines()[1]


EXAMPLES = Path(__file__).parents[2] / "examples"
DENIED = (
    "AccessDenied: User: arn:aws:sts::123456789012:assumed-role/shop-CreateOrderRole-1A2B3C4D5E6F7/x is not authorized "
    "to perform: sqs:SendMessage on resource: arn:aws:sqs:eu-west-1:123456789012:a_b because no identity-based policy allows it"
)


@pytest.mark.parametrize("color", ["auto", "never"])
def test_on_a_terminal_a_fix_is_no_markdown(color: str) -> None:
    arguments = ("fix", DENIED, "--infra", str(EXAMPLES / "shop-sam"), "--color", color)
    status, shown = on_a_terminal(*arguments, environment={}, program="policywright.server.cli")
    assert status == 0
    assert shown.startswith(b"\033[1mProposed change\033[0m" if color == "auto" else b"Proposed change of ")
    assert (b"\033[32m+" in shown) is (color == "auto") and b"+              Action: sqs:SendMessage" in shown
    assert b"```" not in shown and b"**" not in shown


def test_on_a_terminal_it_is_said_once_that_nothing_was_read() -> None:
    status, shown = on_a_terminal("generate", "empty", environment={})
    assert status == 2
    assert shown.count(b"Nothing was analysed") == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str, tmp_path: Path) -> None:
    script = here("completion", shell).stdout
    assert "--fail-on" in script or "-l fail-on" in script
    if shell != "bash":
        return
    (tmp_path / "complete").write_text(script)
    asked = 'COMP_WORDS=(policywright check --fo); COMP_CWORD=2; _policywright; echo "${COMPREPLY[@]}"'
    found = subprocess.run(
        ["bash", "-c", f". {tmp_path}/complete; {asked}"], capture_output=True, text=True, check=True
    )
    assert found.stdout == "--format\n"
    asked = 'COMP_WORDS=(policywright help ch); COMP_CWORD=2; _policywright; echo "${COMPREPLY[@]}"'
    helped = subprocess.run(
        ["bash", "-c", f". {tmp_path}/complete; {asked}"], capture_output=True, text=True, check=True
    )
    assert helped.stdout == "check\n"
