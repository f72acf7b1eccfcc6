"""Files and paths that are broken, hostile or not what they seem.

Each is said in one line under the right code, and the rest of the result stands: every directory here also
holds a sound file, whose ``s3:PutObject`` has to come out.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from policywright.analyzers.api import Analysis, Cancelled, InputError, Options, analyse
from policywright.analyzers.discovery import MAX_DEPTH
from policywright.analyzers.source import MAX_FILE_BYTES

SOUND = "import boto3\nboto3.client('s3').put_object(Bucket='b', Key='k')\n"
CODE = "import boto3\nboto3.client('sqs').send_message(QueueUrl='q', MessageBody='m')\n"
BOTH = ["s3:PutObject", "sqs:SendMessage"]
SOUND_ONLY = ["s3:PutObject"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A directory with the sound file, in a directory that holds nothing else."""
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "sound.py").write_text(SOUND)
    return directory


def actions(analysis: Analysis) -> list[str]:
    return sorted({grant.action for policy in analysis.policies for grant in policy.grants})


def skipped(analysis: Analysis) -> list[tuple[str, str]]:
    return [(item.file, item.code.value) for item in analysis.skipped]


def detail(analysis: Analysis) -> str:
    (item,) = analysis.skipped
    assert item.detail and "\n" not in item.detail
    return item.detail


def test_a_language_that_is_not_read(tree: Path) -> None:
    """Whether such a file names AWS or not, it is said that nobody has looked at it."""
    (tree / "Store.kt").write_text("import aws.sdk.kotlin.services.s3.S3Client\n")
    (tree / "Plain.kt").write_text("fun main() {}\n")
    analysis = analyse([tree], Options())
    assert skipped(analysis) == [
        ("Plain.kt", "unsupported-language"), ("Store.kt", "unsupported-language"),
    ]  # fmt: skip
    assert actions(analysis) == SOUND_ONLY


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("study.ipynb", '{"cells": [{"cell_type": "code", "source": ["import boto3\\n"]}]}'),
        ("load.R", "library(paws)\n"),
        ("load.r", "s3 <- paws::s3()\n"),
        ("store.erl", "erlcloud_s3:put_object(Bucket, Key, Value).\n"),
        ("copy.jl", "using AWS\n"),
    ],
)
def test_of_notebooks_and_their_kin_it_is_said(tree: Path, name: str, content: str) -> None:
    (tree / name).write_text(content)
    assert skipped(analyse([tree], Options())) == [(name, "unsupported-language")]


def test_of_scripts_in_pages_it_is_said(tree: Path) -> None:
    """A page that only loads a script, or shows one, has none in it that makes a client."""
    client = 'import { S3Client } from "https://esm.sh/@aws-sdk/client-s3"; new S3Client({});'
    (tree / "module.html").write_text(f'<html><script type="module">\n{client}\n</script></html>')
    (tree / "plain.htm").write_text("<SCRIPT>const s3 = new AWS.S3();</SCRIPT>")
    (tree / "loads.html").write_text(
        '<script src="app.js"></script><pre>new AWS.S3() @aws-sdk/client-s3</pre>'
    )
    assert skipped(analyse([tree], Options())) == [
        ("module.html", "unsupported-language"), ("plain.htm", "unsupported-language"),
    ]  # fmt: skip


# --- contents ------------------------------------------------------------------------------------

CONTENTS: dict[str, tuple[bytes, list[str], str | None]] = {
    # name: (bytes of the file, what is granted in all, the code it is skipped with)
    "syntax error after the call": ((CODE + "def f(:\n    x = = 3\n").encode(), BOTH, "syntax-error"),
    "syntax error before the call": (b"x = = 3\nclass :\n" + CODE.encode(), BOTH, "syntax-error"),
    "unclosed brackets": (CODE.encode() + b"f([{(\n", BOTH, "syntax-error"),
    "python 2": (CODE.encode() + b"print 'a', 1\nexec 'b'\n", BOTH, None),
    "Latin-1 with coding line": (f"# coding: latin-1\n{CODE}x = 'é'\n".encode("latin-1"), BOTH, None),
    "Latin-1 without coding line": (f"{CODE}x = 'é'\n".encode("latin-1"), BOTH, "encoding"),
    "coding line for a codec that is none": (f"# coding: nonesuch\n{CODE}".encode(), BOTH, "encoding"),
    "coding line for a codec of bytes": (f"# coding: hex\n{CODE}".encode(), BOTH, "encoding"),
    "coding line for a codec that always fails": (
        f"# coding: undefined\n{CODE}".encode(),
        BOTH,
        "encoding",
    ),
    "coding line for a quadratic codec": (b"# coding: punycode\n" + CODE.encode(), BOTH, "encoding"),
    "UTF-8 with BOM": (CODE.encode("utf-8-sig"), BOTH, None),
    "UTF-16 with BOM": (CODE.encode("utf-16"), BOTH, None),
    "UTF-16-BE with BOM": ("\ufeff".encode("utf-16-be") + CODE.encode("utf-16-be"), BOTH, None),
    "UTF-16-LE without BOM": (CODE.encode("utf-16-le"), BOTH, "encoding"),
    "UTF-16-BE without BOM": (CODE.encode("utf-16-be"), BOTH, "encoding"),
    "UTF-16 cut in half a character": (CODE.encode("utf-16")[:-1], SOUND_ONLY, "encoding"),
    "UTF-32": (CODE.encode("utf-32"), BOTH, None),
    "a lone surrogate": (CODE.encode() + b"x = '\xed\xa0\x80'\n", BOTH, "encoding"),
    "only a BOM": (b"\xef\xbb\xbf", SOUND_ONLY, None),
    "only a UTF-16 BOM": (b"\xff\xfe", SOUND_ONLY, None),
    "nothing": (b"", SOUND_ONLY, None),
    "NUL bytes": (CODE.encode() + b"\0\0\0", SOUND_ONLY, "encoding"),
    "only NUL bytes": (b"\0" * 1000, SOUND_ONLY, "encoding"),
    "NUL bytes far down": (CODE.encode() + b"#" * 9000 + b"\n\0\0\n", BOTH, "syntax-error"),
    "line ends of old Macs": (CODE.replace("\n", "\r").encode(), BOTH, None),
    "random bytes": (bytes((7 * n * n + n) % 251 + 4 for n in range(5000)), SOUND_ONLY, "encoding"),
    "one line of 300,000 items": (CODE.encode() + b"x = [" + b"1," * 100_000 + b"]\n", BOTH, None),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_contents(tree: Path, name: str) -> None:
    data, granted, code = CONTENTS[name]
    (tree / "bad.py").write_bytes(data)
    analysis = analyse([tree], Options())
    assert actions(analysis) == granted
    assert set(skipped(analysis)) >= (set() if code is None else {("bad.py", code)})
    assert len(skipped(analysis)) == (name == "random bytes") + (code is not None)
    assert all(item.detail and "\n" not in item.detail for item in analysis.skipped)


def test_a_syntax_error_says_its_line(tree: Path) -> None:
    (tree / "bad.py").write_text(CODE + "\n\ndef f(:\n    pass\n")
    assert detail(analyse([tree], Options())) == "line 5: syntax error"


def test_positions_in_transcoded_files_are_those_an_editor_shows(tree: Path) -> None:
    text = "import boto3\nx = 'éü😀'; boto3.client('sqs').send_message(QueueUrl='q', MessageBody='m')\n"
    (tree / "bad.py").write_bytes(text.encode("utf-16"))
    analysis = analyse([tree], Options())
    spans = [
        (reason.span.line, reason.span.column)
        for policy in analysis.policies
        for grant in policy.grants
        for reason in grant.reasons
        if grant.action == "sqs:SendMessage"
    ]
    assert spans == [(2, 12)]


# --- size and depth ------------------------------------------------------------------------------

CALL = "boto3.client('sqs').send_message(QueueUrl='q', MessageBody='m')"
DEEP: dict[str, tuple[str, str | None]] = {
    # name: (source, the code it is skipped with)
    "10,000 parentheses": ("x = " + "(" * 10_000 + "1" + ")" * 10_000, "too-deep"),
    "10,000 square brackets": ("x = " + "[" * 10_000 + "1" + "]" * 10_000, "too-deep"),
    "10,000 braces": ("x = " + "{1: " * 10_000 + "1" + "}" * 10_000, "too-deep"),
    "10,000 brackets left open": ("x = " + "(" * 10_000, "syntax-error"),
    "10,000 calls in calls": ("x = " + "f(" * 10_000 + ")" * 10_000, "too-deep"),
    "10,000 negations": ("x = " + "not " * 10_000 + "1", "too-deep"),
    "3,000 additions": ("x = " + " + ".join(["f()"] * 3_000), "too-deep"),
    "3,000 attributes": ("x = a" + ".b" * 3_000, "too-deep"),
    "3,000 attribute calls": ("x = a" + ".b()" * 3_000, "too-deep"),
    "3,000 conditional expressions": ("x = " + "1 if a else " * 3_000 + "2", "too-deep"),
    "1,000 lambdas": ("x = " + "lambda: " * 1_000 + "1", "too-deep"),
    "2,000 nested types": ("x: " + "list[" * 2_000 + "int" + "]" * 2_000, "too-deep"),
    "400 nested blocks": (
        "\n".join(" " * n + "if x:" for n in range(400)) + "\n" + " " * 400 + "y",
        "too-deep",
    ),
    "3,000 elifs": ("if x: pass\n" + "".join(f"elif x == {n}: y = {n}\n" for n in range(3_000)), None),
    "10,000 elifs": ("if x: pass\n" + "".join(f"elif x == {n}: y = {n}\n" for n in range(10_000)), None),
    "3,000 cases": ("match x:\n" + "".join(f"  case {n}: y = {n}\n" for n in range(3_000)), None),
    "3,000 targets": ("x = " * 3_000 + "1", None),
    "20,000 adjacent strings": ("x = (" + "'a'\n" * 20_000 + ")", None),
    "3,000 decorators": ("@d\n" * 3_000 + "def f(): pass", None),
}


@pytest.mark.parametrize("name", DEEP)
def test_depth(tree: Path, name: str) -> None:
    source, code = DEEP[name]
    (tree / "deep.py").write_text(f"{CODE}{source}\n{CALL}\n")
    analysis = analyse([tree], Options())
    assert actions(analysis) == BOTH
    assert skipped(analysis) == ([] if code is None else [("deep.py", code)])


def test_depth_is_reported_where_it_is_too_deep(tree: Path) -> None:
    (tree / "deep.py").write_text(CODE + "\n" + "(" * 10_000 + ")" * 10_000 + "\n")
    assert detail(analyse([tree], Options())) == "line 4: nested too deeply"


def test_long_chains_of_branches_lose_no_call(tree: Path) -> None:
    arms = "".join(
        f"    elif x == {n}:\n        s3.put_object(Bucket='b{n % 3}', Key='k')\n" for n in range(700)
    )
    (tree / "deep.py").write_text(
        f"import boto3\ns3 = boto3.client('s3')\ndef f(x):\n    if not x:\n        s3.list_buckets()\n{arms}"
        "    else:\n        s3.delete_bucket(Bucket='b')\n"
    )
    analysis = analyse([tree], Options())
    assert actions(analysis) == ["s3:DeleteBucket", "s3:ListAllMyBuckets", "s3:PutObject"]
    sites = {
        reason.span.line
        for policy in analysis.policies
        for grant in policy.grants
        for reason in grant.reasons
        if grant.action == "s3:PutObject" and reason.span.file == "deep.py"
    }
    assert len(sites) == 700


def test_a_file_of_50_megabytes(tree: Path) -> None:
    with (tree / "bundle.py").open("wb") as stream:
        stream.write(CODE.encode())
        stream.truncate(50_000_000)
    analysis = analyse([tree], Options())
    assert (actions(analysis), skipped(analysis)) == (SOUND_ONLY, [("bundle.py", "too-large")])
    assert detail(analysis) == f"50,000,000 bytes; the limit is {MAX_FILE_BYTES:,}"


def test_deep_directories(tree: Path) -> None:
    below = tree.joinpath(*["d"] * (MAX_DEPTH + 2))
    below.mkdir(parents=True)
    (below / "unseen.py").write_text(CODE)
    analysis = analyse([tree], Options())
    assert (actions(analysis), skipped(analysis)) == (
        SOUND_ONLY,
        [("/".join("d" * (MAX_DEPTH + 1)), "too-deep")],
    )


# --- what is not a file, or not there -----------------------------------------------------------

needs_symlinks = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")


@needs_symlinks
def test_a_directory_that_links_to_one_above_it(tree: Path) -> None:
    (tree / "sub").mkdir()
    (tree / "sub" / "loop").symlink_to(tree, target_is_directory=True)
    analysis = analyse([tree], Options())
    assert (actions(analysis), skipped(analysis)) == (SOUND_ONLY, [("sub/loop", "not-a-regular-file")])
    assert analysis.files_analysed == 1


@needs_symlinks
def test_links_that_go_round_in_a_circle(tree: Path) -> None:
    (tree / "a.py").symlink_to(tree / "b.py")
    (tree / "b.py").symlink_to(tree / "a.py")
    (tree / "gone.py").symlink_to(tree / "nowhere.py")
    analysis = analyse([tree], Options())
    assert actions(analysis) == SOUND_ONLY
    assert skipped(analysis) == [("a.py", "unreadable"), ("b.py", "unreadable"), ("gone.py", "unreadable")]


@needs_symlinks
def test_links_out_of_the_directory(tree: Path) -> None:
    outside = tree.parent / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text(CODE)
    (tree / "file.py").symlink_to(outside / "secret.py")
    (tree / "folder").symlink_to(outside, target_is_directory=True)
    (tree / "up").symlink_to(tree.parent, target_is_directory=True)
    analysis = analyse([tree], Options())
    assert actions(analysis) == SOUND_ONLY
    assert skipped(analysis) == [(name, "outside-root") for name in ("file.py", "folder", "up")]


@needs_symlinks
def test_links_within_the_directory_count_once(tree: Path) -> None:
    (tree / "real").mkdir()
    (tree / "real" / "code.py").write_text(CODE)
    (tree / "alias").symlink_to(tree / "real", target_is_directory=True)
    (tree / "alias.py").symlink_to(tree / "real" / "code.py")
    analysis = analyse([tree], Options())
    assert (actions(analysis), skipped(analysis), analysis.files_analysed) == (BOTH, [], 2)


@needs_symlinks
def test_a_named_path_may_not_leave_the_root_by_a_link(tree: Path) -> None:
    outside = tree.parent / "secret.py"
    outside.write_text(CODE)
    (tree / "link.py").symlink_to(outside)
    with pytest.raises(InputError, match="outside the root"):
        analyse([tree / "link.py"], Options(root=tree))
    with pytest.raises(InputError, match="outside the root"):
        analyse([tree / ".." / "secret.py"], Options(root=tree))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("named", [False, True])
def test_a_fifo_is_not_waited_for(tree: Path, named: bool) -> None:
    os.mkfifo(tree / "pipe.py")
    analysis = analyse([tree / "pipe.py", tree / "sound.py"] if named else [tree], Options())
    assert (actions(analysis), skipped(analysis)) == (SOUND_ONLY, [("pipe.py", "not-a-regular-file")])


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")
def test_a_socket(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)  # the name of a Unix socket may only be about 100 bytes long
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("listen.py")
        analysis = analyse([tree], Options())
    assert (actions(analysis), skipped(analysis)) == (SOUND_ONLY, [("listen.py", "not-a-regular-file")])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_unreadable(tree: Path) -> None:
    (tree / "closed").mkdir()
    (tree / "closed.py").write_text(CODE)
    (tree / "closed").chmod(0)
    (tree / "closed.py").chmod(0)
    try:
        analysis = analyse([tree], Options())
    finally:
        (tree / "closed").chmod(0o700)
    assert actions(analysis) == SOUND_ONLY
    assert skipped(analysis) == [("closed", "unreadable"), ("closed.py", "unreadable")]


def test_a_file_that_vanishes_or_is_closed_to_us(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "closed.py").write_text(CODE)
    opened = os.open

    def refuse(path: os.PathLike[str], *arguments: int) -> int:
        if os.fspath(path).endswith("closed.py"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments)

    monkeypatch.setattr("policywright.analyzers.source.os.open", refuse)
    analysis = analyse([tree], Options())
    assert (actions(analysis), skipped(analysis)) == (SOUND_ONLY, [("closed.py", "unreadable")])
    assert detail(analysis) == "Permission denied"


def test_an_empty_directory(tmp_path: Path) -> None:
    analysis = analyse([tmp_path], Options())
    assert analysis == Analysis()


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or directory"):
        analyse([tmp_path, tmp_path / "nowhere"], Options())
    (tmp_path / "file.py").write_text("")
    with pytest.raises(InputError, match=r"file\.py/below"):
        analyse([tmp_path / "file.py" / "below"], Options())


def test_an_empty_path_is_not_the_working_directory() -> None:
    with pytest.raises(InputError, match="no path"):
        analyse([""], Options())


def test_a_directory_named_like_a_module(tree: Path) -> None:
    (tree / "boto3.py").mkdir()
    package = tree / "jobs.py"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "run.py").write_text(CODE)
    (tree / "jobs").mkdir()
    (tree / "jobs" / "__init__.py").write_text("def go(client):\n    client.purge_queue(QueueUrl='q')\n")
    (tree / "main.py").write_text("import boto3\nfrom jobs import go\ngo(boto3.client('sqs'))\n")
    analysis = analyse([tree], Options())
    assert (actions(analysis), skipped(analysis)) == ([*SOUND_ONLY, "sqs:PurgeQueue", "sqs:SendMessage"], [])


@pytest.mark.parametrize("content", [b"\xff\xfe[[[\n!\n\\\n[z-a]\n**\0\n/\n***a\n!!\n", b"[\n" * 1000, None])
def test_a_broken_gitignore(tree: Path, content: bytes | None) -> None:
    if content is None:
        (tree / ".gitignore").mkdir()
    else:
        (tree / ".gitignore").write_bytes(content)
    analysis = analyse([tree], Options())
    assert (actions(analysis), skipped(analysis)) == (SOUND_ONLY, [])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets names be any bytes")
def test_names_that_are_no_text(tree: Path) -> None:
    (tree / os.fsdecode(b"caf\xe9.py")).write_text(CODE)
    (tree / "two\nlines.py").write_text("x = = 1\n")
    analysis = analyse([tree], Options())
    assert actions(analysis) == BOTH


def test_a_file_type_without_an_analyzer(tree: Path) -> None:
    (tree / "notes.txt").write_text("boto3")
    assert skipped(analyse([tree], Options())) == []
    analysis = analyse([tree / "notes.txt", tree], Options())
    assert (actions(analysis), skipped(analysis)) == (SOUND_ONLY, [("notes.txt", "unsupported-language")])


# --- the process --------------------------------------------------------------------------------


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "policywright.server.cli",
            "generate",
            *map(str, arguments),
            "--format",
            "policy",
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


Lay = Callable[[Path], object]
EXITS: dict[str, tuple[Lay, int, str]] = {
    # name: (what is put into the directory, exit status, a line of stderr)
    "one broken file": (
        lambda tree: (tree / "bad.py").write_text("def f(:\n"), 0,
        "bad.py: syntax-error (line 1: syntax error)",
    ),
    "deep": (
        lambda tree: (tree / "bad.py").write_text("(" * 10_000 + ")" * 10_000), 0,
        "bad.py: too-deep (line 1: nested too deeply)",
    ),
    "large": (
        lambda tree: os.truncate((tree / "sound.py").rename(tree / "big.py"), 50_000_000), 2,
        "none of the given files could be analysed",
    ),
    "nothing at all": (
        lambda tree: (tree / "sound.py").unlink(), 2, "Nothing was analysed: no source file of a language",
    ),
    "no such path": (
        lambda tree: tree.rename(tree.with_name("elsewhere")), 2, "no such file or directory",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXITS)
def test_exit_status(tree: Path, name: str) -> None:
    lay, status, line = EXITS[name]
    lay(tree)
    result = run(tree)
    assert (result.returncode, "Traceback" in result.stderr) == (status, False)
    assert [found for found in result.stderr.splitlines() if line in found], result.stderr
    assert ("s3:PutObject" in result.stdout) == (tree / "sound.py").exists()
    if status:
        assert result.stdout in ("", "[]\n")
        assert result.stderr.splitlines()[-1].startswith("policywright: error: ")


# --- several analyses in one process ------------------------------------------------------------


def test_one_analysis_does_not_lower_the_recursion_limit_under_another(tree: Path) -> None:
    (tree / "deep.py").write_text(f"{CODE}x = {'(' * 600}{CALL}{')' * 600}\n")
    before = sys.getrecursionlimit()
    results: list[list[str]] = []

    def work() -> None:
        results.append(actions(analyse([tree], Options())))

    work()
    raised = sys.getrecursionlimit()
    assert raised >= before
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [BOTH] * 3
    assert sys.getrecursionlimit() == raised


def test_cancelling_while_files_are_read(tree: Path) -> None:
    for number in range(20):
        (tree / f"m{number}.py").write_text(CODE)
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        analyse([tree], Options(), cancelled=cancelled)
    assert len(asked) == 4
