"""The library tables: every row means something AWS knows, and the row language does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policywright.analyzers.api import Analysis, Options, analyse
from policywright.analyzers.languages.python.libraries import Libraries, bindings, rows
from policywright.analyzers.languages.python.libraries.rows import Library, RequestRow, Row
from policywright.analyzers.sdk import signing
from policywright.knowledge import values as out
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

STORE = shared_store()
OPERATIONS = Operations(STORE)
CATALOG = Catalog(STORE)
COMMON = rows.load(rows.COMMON, None)
TABLES = sorted(rows.files() - {rows.COMMON})
PLACES = {"*", "Region", "Account", "Partition", "method", "url", "headers"}
TEMPLATE = re.compile(r"\$\{([^}]+)\}")


def load(package: str) -> Library:
    return COMMON if package == rows.COMMON else rows.load(package, COMMON)


def every_row(library: Library) -> list[tuple[str, Row]]:
    found = [(path, row) for path, group in library.rows.items() for row in group]
    return found + [(f"*.{name}", row) for name, group in library.anything.items() for row in group]


def templates(request: RequestRow) -> list[str]:
    texts = [text for _, text in (*request.members, *request.sign)]
    return [*texts, *request.resources, request.unresolved]


# --- the tables ---


@pytest.mark.parametrize("package", [rows.COMMON, *TABLES])
def test_requests_are_known(package: str) -> None:
    for path, row in every_row(load(package)):
        assert row.source, path
        for request in row.requests:
            if request.call:
                service, _, name = request.call.partition(":")
                operation = OPERATIONS.get(service, name)
                assert operation is not None, f"{path}: {request.call}"
                members = {member.name for member in operation.members}
                passed = {re.split(r"[.\[]", member)[0] for member, _ in request.members}
                assert passed <= members, f"{path}: {request.call}"
            for action in (*request.actions, *request.could_be):
                assert CATALOG.expand(action), f"{path}: {action}"


@pytest.mark.parametrize("package", [rows.COMMON, *TABLES])
def test_templates_use_what_is_bound(package: str) -> None:
    found = every_row(load(package))
    # A receiver brings what the rows that made it bound.
    inherited = {name for _, row in found for name, _ in row.bind} | {
        name for _, row in found for name, _ in row.set
    }
    for path, row in found:
        groups = {group for _, pattern in row.match for group in pattern.groupindex}
        known = inherited | groups | PLACES
        for request in row.requests:
            used = {name for text in templates(request) for name in TEMPLATE.findall(text)}
            assert used <= known, f"{path}: {sorted(used - known)}"
            assert {name for name, _ in (*request.when, *request.match)} <= known, path
        assert {name for name, _ in (*row.when, *row.match)} <= known | {"call"}, path
        assert {name for _, text in row.set for name in TEMPLATE.findall(text)} <= known, path


@pytest.mark.parametrize("package", TABLES)
def test_types_and_aliases_lead_to_rows(package: str) -> None:
    library = load(package)
    own = Libraries()
    for path, row in every_row(library):
        if row.returns and not row.returns.startswith("<"):
            target = own.table(row.returns.split(".", 1)[0])
            assert target is not None, f"{path} returns {row.returns}"
            assert {row.returns, row.returns.removesuffix("()")} & target.prefixes, (
                f"{path} returns {row.returns}"
            )
    for name, target_path in library.aliases.items():
        assert name != target_path
        final = own.canonical(target_path)
        target = own.table(final.split(".", 1)[0])
        assert target is not None, f"{name} -> {final}"
        assert final in target.prefixes or final in own_packages(target), f"{name} -> {final}"


def own_packages(library: Library) -> set[str]:
    """Aliases may lead to a module under which other aliases are."""
    parts = [name.split(".") for name in library.aliases]
    return {".".join(name[:end]) for name in parts for end in range(1, len(name) + 1)}


def test_signing_names_have_actions() -> None:
    services = [*signing.table().values()]
    for row in [*services, *(path for service in services for path in service.get("paths", ()))]:
        assert row["source"]
        for action in row["actions"]:
            assert CATALOG.expand(action.replace("${method}", "*")), action
        for pattern, template in row.get("urls", {}).items():
            known = set(re.compile(pattern).groupindex) | PLACES
            assert set(TEMPLATE.findall(template)) <= known


def test_tables_are_read_when_needed() -> None:
    libraries = Libraries()
    assert libraries.instance("requests.Session") is None
    assert libraries._loaded.keys() <= {rows.COMMON}
    assert libraries.instance("s3fs.core.S3FileSystem") is not None
    assert set(libraries._loaded) == {rows.COMMON, "s3fs"}


def test_a_table_mentions_its_rows() -> None:
    for package in rows.files():
        table = rows.load(package, None if package == rows.COMMON else COMMON)
        for path in (*table.rows, *(f"*.{name}" for name in table.anything)):
            assert rows.mentions(package, path), f"{package}: {path}"
    assert not rows.mentions("_unmodelled", "flask")


# --- the row language ---


def test_unknown_keys_are_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pkg.toml").write_text(
        '[library]\nname = "x"\n[[row]]\npath = "pkg.f"\nsource = "s"\nrequest = []\n'
    )
    (tmp_path / "bare.toml").write_text('[library]\nname = "x"\n[[row]]\npath = "bare.f"\n')
    monkeypatch.setattr(rows, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"pkg\.toml: unknown keys request"):
        rows.load("pkg", None)
    with pytest.raises(ValueError, match=r"bare\.toml: the row of bare\.f has no source"):
        rows.load("bare", None)


def test_sources() -> None:
    first, second, third = rows.sources("0 path url .host | $bucket | =text with spaces")
    assert (first.kind, first.position, first.names, first.steps) == (
        "argument",
        0,
        ("path", "url"),
        ("host",),
    )
    assert (second.kind, second.names) == ("field", ("bucket",))
    assert (third.kind, third.names) == ("constant", ("text with spaces",))


ENV = out.Hole(kind="env", name="BUCKET")
S3 = re.compile(COMMON.patterns["s3_url"])


@pytest.mark.parametrize(
    ("value", "bucket", "key"),
    [
        (out.Const("s3://b/k/x"), out.Const("b"), out.Const("k/x")),
        (out.Const("s3a://b"), out.Const("b"), out.Const("")),
        (out.Text(("s3://", ENV, "/in/", ENV)), out.Text((ENV,)), out.Text(("in/", ENV))),
        # What follows a hole directly may belong to it.
        (out.Text(("s3://", ENV)), out.Text((ENV,)), out.Text((out.Hole(kind="unknown"),))),
    ],
)
def test_match_keeps_holes(value: out.Value, bucket: out.Value, key: out.Value) -> None:
    assert bindings.matched(S3, value, loose=False) == {"bucket": bucket, "key": key}


@pytest.mark.parametrize("value", [out.Const("/tmp/x"), out.Const(3), out.Unknown(), out.Text((ENV,))])
def test_match_needs_evidence(value: out.Value) -> None:
    assert bindings.matched(S3, value, loose=False) is None


def test_fill() -> None:
    known: bindings.Bindings = {"a": out.OneOf((out.Const("x"), out.Const("y"))), "b": out.Text((ENV,))}
    assert bindings.fill("${a}", known) == known["a"]
    assert bindings.fill("p/${a}", known) == out.OneOf((out.Const("p/x"), out.Const("p/y")))
    assert bindings.fill("${b}/${*}", known) == out.Text((ENV, "/", out.Hole(kind="unknown")))
    assert bindings.fill("${missing}/x", known) is None
    assert bindings.fill("${missing}/x", known, lenient=True) == out.Text((out.Hole(kind="unknown"), "/x"))


# --- behaviour that no golden case shows ---


def analysed(tmp_path: Path, code: str) -> Analysis:
    (tmp_path / "app.py").write_text(code)
    return analyse([tmp_path], Options())


def test_imports_alone_grant_nothing(tmp_path: Path) -> None:
    names = [name for name in TABLES if not name.startswith("_")]
    result = analysed(tmp_path, "import boto3\n" + "".join(f"import {name}\n" for name in names))
    assert (result.policies, result.may_need, result.unresolved) == ((), (), ())


def test_an_unmodelled_package_is_said_once_per_file(tmp_path: Path) -> None:
    result = analysed(
        tmp_path, "import sagemaker\n\n\ndef f():\n    sagemaker.Session()\n    sagemaker.Session()\n"
    )
    assert [(item.code.value, item.span.line) for item in result.unresolved] == [("unmodelled-library", 5)]
    assert "sagemaker:CreateTrainingJob" in result.unresolved[0].could_be


def test_an_optional_raw_action_is_not_granted(tmp_path: Path) -> None:
    code = 'import awswrangler as wr\nwr.athena.read_sql_query("SELECT 1", database="d")\n'
    result = analysed(tmp_path, code)
    granted = {grant.action for policy in result.policies for grant in policy.grants}
    assert "s3:CreateBucket" not in granted
    assert "s3:CreateBucket" in {item.action for item in result.may_need}


def test_the_reason_names_the_library(tmp_path: Path) -> None:
    code = 'import s3fs\ns3fs.S3FileSystem().rm_file("bucket/key")\n'
    (grant,) = analysed(tmp_path, code).policies[0].grants
    assert grant.action == "s3:DeleteObject"
    assert "through s3fs" in grant.reasons[0].detail


@pytest.mark.parametrize("method", ["json.load(open('s3://b/k'))", "print('s3://b/k')", "x.get('s3://b/k')"])
def test_a_url_alone_is_no_evidence(tmp_path: Path, method: str) -> None:
    assert analysed(tmp_path, f"import json\n\n\ndef f(x):\n    {method}\n").policies == ()


@pytest.mark.parametrize(
    "code",
    [
        'app.conf.broker_url = "sqs://"',
        'app.conf.update(broker_url="sqs://")',
        'app.conf.update({"broker_url": "https://sqs.eu-west-1.amazonaws.com", "broker_transport": "sqs"})',
        'CELERY_BROKER_URL = "sqs://"',
        'class Config:\n    CELERY = {"broker_url": "sqs://"}',
        'class Config:\n    BROKER_URL = "sqs://"',
    ],
)
def test_celery_is_told_its_broker_in_many_ways(tmp_path: Path, code: str) -> None:
    start = 'from celery import Celery\n\napp = Celery("work")\n'
    result = analysed(tmp_path, f"{start}{code}\n")
    granted = {grant.action for policy in result.policies for grant in policy.grants}
    assert {"sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueUrl"} <= granted
    assert analysed(tmp_path, f"{start}{code}\n".replace("sqs", "redis")).policies == ()


@pytest.mark.parametrize(
    ("manifest", "text", "said"),
    [
        ("requirements.txt", "celery==5.5\n", False),
        ("requirements.txt", "celery[sqs]==5.5\n", True),
        ("requirements.txt", "celery==5.5\nboto3\n", True),
        ("requirements.txt", "flask\n", True),
        ("pyproject.toml", '[project]\ndependencies = ["celery"]\n', False),
        ("setup.py", 'from setuptools import setup\nsetup(install_requires=["celery"])\n', False),
        ("notes.txt", "celery\n", True),
    ],
)
def test_what_can_not_be_installed_is_not_said(tmp_path: Path, manifest: str, text: str, said: bool) -> None:
    (tmp_path / manifest).write_text(text)
    (tmp_path / "settings.py").write_text('import os\nCELERY_BROKER_URL = os.environ["BROKER"]\n')
    found = analyse([tmp_path], Options())
    assert [one.detail for one in found.unresolved] == (
        ["the broker that CELERY_BROKER_URL names is not known: it may be SQS"] if said else []
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('os.environ["X"]', True),
        ('"storages.backends." + os.environ["X"]', True),
        ('os.environ["X"] + ".S3Storage"', True),
        ('json.load(open("x.json"))["storage"]', True),
        ('"django.core.files." + os.environ["X"]', False),
        ('"django.core.files.storage.FileSystemStorage"', False),
        ("None", False),
    ],
)
def test_names_that_are_not_told_are_said(tmp_path: Path, value: str, said: bool) -> None:
    for setting in ("DEFAULT_FILE_STORAGE = {}", 'STORAGES = {{"default": {{"BACKEND": {}}}}}'):
        (tmp_path / "settings.py").write_text(f"import json, os\n{setting.format(value)}\n")
        found = analyse([tmp_path], Options())
        assert bool(found.unresolved) is said, setting
        assert not found.policies
