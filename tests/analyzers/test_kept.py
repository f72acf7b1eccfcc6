"""What a server keeps of files spares it the reading, and changes nothing: no file is older than its text."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.shares import drawn, long_unless, named, shared

from policywright.analyzers import languages
from policywright.analyzers.api import Options, analyse
from policywright.analyzers.assembly import Place, resource_texts
from policywright.analyzers.kept import Kept
from policywright.server.published import Settings
from policywright.server.report import build_report

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
LANGUAGES = ("python", "typescript", "go", "java")
CASES = sorted(path.parent for language in LANGUAGES for path in GOLDEN.glob(f"{language}/*/expect.json"))
PROGRAMS = {
    "python": {
        "app.py": "import boto3\nfrom names import BUCKET\n\n\ndef handler(event, context):\n    boto3.client('s3').get_object(Bucket=BUCKET, Key='k')\n",
        "names.py": "BUCKET = 'reports'\n",
    },
    "typescript": {
        "app.ts": 'import { S3 } from "@aws-sdk/client-s3";\nimport { BUCKET } from "@own/names";\nnew S3({}).getObject({ Bucket: BUCKET, Key: "k" });\n',
        "src/names.ts": 'export const BUCKET = "reports";\n',
        "tsconfig.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@own/*": ["src/*"]}}}',
    },
    "go": {
        "go.mod": "module example.com/app\n",
        "main.go": 'package main\n\nimport (\n\t"context"\n\n\t"example.com/app/names"\n\t"github.com/aws/aws-sdk-go-v2/service/s3"\n)\n\nfunc main() {\n\tbucket := names.Bucket\n\ts3.NewFromConfig(config()).GetObject(context.TODO(), &s3.GetObjectInput{Bucket: &bucket})\n}\n',
        "names/names.go": 'package names\n\nconst Bucket = "reports"\n',
    },
    "java": {
        "App.java": 'package app;\n\nimport software.amazon.awssdk.services.s3.S3Client;\n\nclass App {\n  void run() {\n    S3Client.create().getObject(r -> r.bucket(Names.BUCKET).key("k"));\n  }\n}\n',
        "Names.java": 'package app;\n\nclass Names {\n  static final String BUCKET = "reports";\n}\n',
    },
}  # fmt: skip
"""Programs whose bucket is named in another file than the request."""


def report(path: Path, kept: Kept | None = None) -> str:
    """The whole result, as it is published."""
    return json.dumps(
        build_report(analyse([path], Options(kept=kept)), Settings(place=Place(), explain=True))
    )


def buckets(path: Path, kept: Kept) -> list[str]:
    """The buckets that the policy is for."""
    grants = [grant for policy in analyse([path], Options(kept=kept)).policies for grant in policy.grants]
    texts = [text for grant in grants for text in resource_texts(grant.resources)]
    return [text.removeprefix("arn:aws:s3:::").partition("/")[0] for text in texts]


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    for name, text in PROGRAMS[request.param].items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def sources(program: Path) -> list[Path]:
    return sorted(path for path in program.rglob("*") if languages.supported(path.name))


def naming(program: Path) -> Path:
    return next(path for path in sources(program) if path.stem.lower() == "names")


# --- the same in the end ---


@pytest.fixture(scope="module")
def of_all() -> Kept:
    """One for all cases, as in a server that sees many projects."""
    return Kept()


@pytest.mark.parametrize(
    "case",
    shared("kept", CASES, 40),
)
def test_the_same_as_anew(case: Path, of_all: Kept, tmp_path: Path) -> None:
    """As it is, after an edit, and after that was taken back; and nobody writes to what is kept."""
    program = tmp_path / case.name
    shutil.copytree(case, program)
    fresh = report(program)
    assert report(program, of_all) == fresh
    before = {key: repr(reading.module) for key, reading in of_all._readings.items()}
    assert report(program, of_all) == fresh

    edited = max(sources(program), default=None)
    if edited is None:
        pytest.skip("scripts alone")
    text = edited.read_bytes()
    edited.write_bytes(b"\n\n" + text)
    assert report(program, of_all) == report(program)
    edited.write_bytes(text)
    assert report(program, of_all) == fresh
    for key, shape in before.items():
        if key in of_all._readings:
            assert repr(of_all._readings[key].module) == shape


def test_in_threads(program: Path, tmp_path: Path) -> None:
    fresh, kept = report(program), Kept()
    with ThreadPoolExecutor(4) as threads:
        assert {*threads.map(lambda _number: report(program, kept), range(12))} == {fresh}


# --- what is read ---


def test_nothing_is_read_twice(program: Path) -> None:
    kept = Kept()
    first = report(program, kept)
    assert kept.made == len(sources(program))
    assert report(program, kept) == first
    assert kept.made == len(sources(program))


@pytest.mark.plain
def test_no_front_end_is_asked_twice(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept()
    first = report(program, kept)

    def never(data: bytes, name: str) -> object:
        raise AssertionError(name)

    for name in LANGUAGES:
        monkeypatch.setattr(languages.load(name), "lower", never)
    assert report(program, kept) == first


def test_an_edit_is_read_alone(program: Path) -> None:
    kept = Kept()
    assert buckets(program, kept) == ["reports"]
    before = kept.made
    file = naming(program)
    file.write_text(file.read_text().replace("reports", "invoices"))
    assert buckets(program, kept) == ["invoices"]
    assert kept.made == before + 1


# --- what is solved ---


def test_nothing_is_solved_twice(program: Path) -> None:
    kept = Kept()
    first = report(program, kept)
    assert kept.solved == 1
    assert report(program, kept) == first
    assert kept.solved == 1


def test_what_an_edit_has_nothing_to_do_with_is_not_solved_again(program: Path) -> None:
    (program / "apart").mkdir()
    (program / "apart" / "other.py").write_text("import boto3\nboto3.client('sqs').list_queues()\n")
    kept = Kept()
    before = report(program, kept)
    assert kept.solved == 2
    file = naming(program)
    file.write_text(file.read_text().replace("reports", "invoices"))
    assert report(program, kept) == report(program) != before
    assert kept.solved == 3


COMMENTS = {".py": b"# ", ".pyw": b"# "}
WITH_TEMPLATES = sorted(path.parent for path in GOLDEN.glob("infrastructure/*/expect.json"))


def commented(file: Path, line: int, text: bytes = b"says nothing") -> None:
    """Puts a comment before a line."""
    lines = file.read_bytes().splitlines(keepends=True)
    lines.insert(line % (len(lines) + 1), COMMENTS.get(file.suffix, b"// ") + text + b"\n")
    file.write_bytes(b"".join(lines))


@pytest.mark.parametrize(
    ("case", "number"),
    [
        pytest.param(case, number, id=named(case), marks=long_unless(drawn("commented", case, 64)))
        for number, case in enumerate((*CASES, *WITH_TEMPLATES))
    ],
)
def test_what_is_elsewhere_now_is_said_to_be_there(case: Path, number: int, tmp_path: Path) -> None:
    """Comments before any line, of each file in turn: as anew, whether that was solved again or moved."""
    program, kept = tmp_path / case.name, Kept()
    shutil.copytree(case, program)
    report(program, kept)
    for turn, file in enumerate([file for file in sources(program) if file.suffix != ".json"][:4]):
        commented(file, number * 7 + turn)
        assert report(program, kept) == report(program)


def test_an_edit_of_a_comment_solves_nothing(program: Path) -> None:
    kept = Kept()
    before = report(program, kept)
    for turn, file in enumerate(sources(program)):
        commented(file, turn)
    after = report(program, kept)
    assert after == report(program) != before
    assert kept.solved == 1
    # Where it went is known from the second edit on as well, and from there back.
    commented(sources(program)[0], 3)
    assert report(program, kept) == report(program)
    assert kept.solved == 1


def test_an_edit_of_a_comment_solves_no_role(tmp_path: Path) -> None:
    program, kept = tmp_path / "program", Kept()
    shutil.copytree(GOLDEN / "infrastructure" / "sam_yaml", program)
    report(program, kept)
    solved = kept.solved
    for file in program.rglob("*.py"):
        commented(file, 0)
    assert report(program, kept) == report(program)
    assert kept.solved == solved


SAYING = {
    "what it deals with": b"import boto3",
    "variables that it sets": b"os.environ['BUCKET'] = 'x'",
    "programs that it starts": b"subprocess",
    "modules by any name": b"import_module",
    "a service": b"s3",
}


@pytest.mark.parametrize("words", SAYING)
def test_a_comment_that_says_something_counts(words: str, tmp_path: Path) -> None:
    """What is looked for in the text itself is found in comments, too, with the same result as anew."""
    (tmp_path / "app.py").write_text("import boto3\nimport helper\nhelper.save(boto3.client('sqs'))\n")
    (tmp_path / "helper.py").write_text(
        "def save(it):\n    it.upload_fileobj(1, 'b', 'k')\n    it.purge_queue()\n"
    )
    kept = Kept()
    report(tmp_path, kept)
    commented(tmp_path / "helper.py", 0, SAYING[words])
    assert report(tmp_path, kept) == report(tmp_path)
    assert kept.solved == 2


EDITS = {
    "another name": ("'k'", "'l'"),
    "another level": ("\n    it.purge_queue()", "\nprint(1)"),
    "another call": ("purge_queue", "get_paginator"),
    "space in a text": ("'b'", "'b '"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_any_other_edit_is_solved(edit: str, tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text(
        "import boto3\n\ndef save(it):\n    it.upload_fileobj(1, 'b', 'k')\n    it.purge_queue()\n\nsave(boto3.client('s3'))\n"
    )
    kept = Kept()
    report(tmp_path, kept)
    file = tmp_path / "helper.py"
    file.write_text(file.read_text().replace(*EDITS[edit]))
    assert report(tmp_path, kept) == report(tmp_path)
    assert kept.solved == 2


def test_an_edit_that_is_taken_back_is_not_solved(program: Path) -> None:
    """Nor is one that is made again: assistants try one thing, and another."""
    kept, file = Kept(), naming(program)
    reports: dict[bytes, str] = {}
    first = file.read_bytes()
    second = first.replace(b"reports", b"archive")
    for text in (first, second):
        file.write_bytes(text)
        reports[text] = report(program, kept)
    assert kept.solved == 2
    for text in (first, second, first):
        file.write_bytes(text)
        assert report(program, kept) == reports[text] == report(program)
    assert kept.solved == 2


def test_little_is_kept_of_what_there_was_before(program: Path) -> None:
    kept, file = Kept(), naming(program)
    first = file.read_bytes()
    for name in (b"reports", b"archive", b"inbox", b"reports"):
        file.write_bytes(first.replace(b"reports", name))
        report(program, kept)
    assert kept.solved == 4


def test_each_group_of_entry_points_is_solved_once(tmp_path: Path) -> None:
    case = GOLDEN / "infrastructure" / "sam_yaml"
    program = tmp_path / "program"
    shutil.copytree(case, program)
    kept = Kept()
    first = report(program, kept)
    solved = kept.solved
    assert report(program, kept) == first == report(program)
    assert kept.solved == solved > 0


@pytest.mark.plain
def test_little_is_kept_of_what_was_found(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policywright.analyzers.kept.MAX_FINDINGS", 1)
    (program / "apart").mkdir()
    (program / "apart" / "other.py").write_text("import boto3\nboto3.client('sqs').list_queues()\n")
    kept = Kept()
    assert report(program, kept) == report(program, kept) == report(program)
    assert kept.solved == 4


# --- what is not there any more, or elsewhere ---


def moved(program: Path) -> None:
    naming(program).rename(program / f"elsewhere{naming(program).suffix}")


def deleted(program: Path) -> None:
    naming(program).unlink()


def into_a_directory(program: Path) -> None:
    for path in [path for path in program.iterdir() if path.name != "apart"]:
        (program / "apart").mkdir(exist_ok=True)
        path.rename(program / "apart" / path.name)


def other_configuration(program: Path) -> None:
    for name, old, new in (
        ("go.mod", "example.com/app", "example.com/other"), ("tsconfig.json", "@own", "@other"),
    ):  # fmt: skip
        if (program / name).exists():
            (program / name).write_text((program / name).read_text().replace(old, new))


@pytest.mark.parametrize("change", [moved, deleted, into_a_directory, other_configuration])
def test_a_change_of_the_tree(program: Path, change: Callable[[Path], None]) -> None:
    kept = Kept()
    report(program, kept)
    change(program)
    assert report(program, kept) == report(program)


def test_two_programs_with_the_same_names(tmp_path: Path) -> None:
    kept = Kept()
    for bucket in ("reports", "invoices", "reports"):
        program = tmp_path / bucket
        program.mkdir(exist_ok=True)
        for name, text in PROGRAMS["python"].items():
            (program / name).write_text(text.replace("reports", bucket))
        assert buckets(program, kept) == [bucket]
    # The file that both have is read once.
    assert kept.made == 3


# --- how much ---


def test_what_is_not_used_goes_first(tmp_path: Path) -> None:
    kept = Kept(limit=200)
    for name in ("first", "second", "third"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "app.py").write_text(f"import boto3  # {name}".ljust(90, "."))
    for name in ("first", "second", "first", "third", "first"):
        report(tmp_path / name, kept)
    assert kept.made == 3
    assert kept.size == 180
    report(tmp_path / "second", kept)
    assert kept.made == 4


def test_of_what_is_too_large_a_part_is_kept(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"part{number}.py").write_text(f"import boto3  # {number}".ljust(90, "."))
    fresh, kept = report(tmp_path), Kept(limit=400)
    for run in range(3):
        assert report(tmp_path, kept) == fresh
        assert kept.made == 10 + run * 6
