"""One function for each kind of input: a case from a random number generator, and what must hold for it.

The exit status tells of a defect (4), and nothing that moves a cursor may get out. What is wrong raises ``Found``.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

from tests.fuzz.hostile import project
from tests.fuzz.mutation import ODD, mutated
from tests.patches import assert_applies

from policywright.analyzers.api import Options, analyse
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.policy.lint import lint
from policywright.knowledge.store import shared_store
from policywright.server.cli import main

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
DENIALS = ROOT / "tests" / "knowledge" / "denials" / "pasted.toml"
FORMATS = (
    "json",
    "policy",
    "markdown",
    "cloudformation",
    "terraform",
    "cdk-python",
    "cdk-typescript",
    "diff",
)
KINDS = ("identity", "resource", "trust", "boundary", "session", "scp", "rcp", "vpce")
_LIVE = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
"""What drives a terminal, or changes what is read without being seen."""
Case = Callable[[Random], Sequence[str]]


class Found(Exception):
    """Something that may not happen."""


def sources(random: Random) -> str:
    """A program of a golden case, one of its files damaged."""
    language = random.choice(("python", "typescript", "go", "java"))
    return _project(random.choice(_cases(language)), random, "--no-infra")


def templates(random: Random) -> str:
    """A golden project with infrastructure, one of its templates (or any other file) damaged."""
    return _project(random.choice(_cases("infrastructure")), random)


def policies(random: Random) -> str:
    """Policies of all kinds, damaged as texts and as data."""
    text, other = random.choice(_policies()), random.choice(_policies())
    if random.random() < 0.5:
        text = mutated(text, other, random)
    else:
        with contextlib.suppress(ValueError):
            text = json.dumps(_shaken(json.loads(text), random))
    kind = random.choice(KINDS)
    lint(text, Catalog(shared_store()), kind)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "policy.json")
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        _run(["validate", str(path), "--type", kind, "--format", random.choice(("text", "json"))], (0, 1, 2))
        request = json.dumps({"principal": "arn:aws:iam::123456789012:role/a", "action": "s3:GetObject",
                              "resource": "arn:aws:s3:::b/k", "context": {"aws:CurrentTime": random.choice(ODD)}})  # fmt: skip
        _run(["validate", str(path), "--type", kind, "--simulate", request, "--format", "text"], (0, 1, 2))
    return text


def denials(random: Random) -> str:
    """Pasted error texts, damaged and put together."""
    texts = _pasted()
    text = mutated(random.choice(texts), random.choice(texts), random) or "x"
    if text.strip():
        _run(["fix", f"{text}\n", "--format", random.choice(("json", "markdown", "diff"))], (0, 1, 2))
    return text


def hostile(random: Random) -> str:
    """A project that is hostile by construction, in all languages and with all that deploys; run where it stands."""
    with tempfile.TemporaryDirectory() as directory, contextlib.chdir(directory):
        lines = project(Path(directory), random)
        for line in lines:
            _run(line, (0, 1, 2))
    return directory


TARGETS: dict[str, Callable[[Random], str]] = {
    "sources": sources, "templates": templates, "policies": policies, "denials": denials,
    "hostile": hostile,
}  # fmt: skip


# --- what is run ---


def _run(arguments: list[str], allowed: Sequence[int]) -> None:
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(arguments)
    except SystemExit as error:
        status = int(error.code or 0)
    shown = out.getvalue()
    if status not in allowed:
        raise Found(f"status {status}: {err.getvalue()[-600:]}")
    if live := _LIVE.search(err.getvalue() + shown):
        start = max(0, live.start() - 40)
        raise Found(f"{live.group()!r} is shown: {(err.getvalue() + shown)[start : live.end() + 40]!r}")
    if "json" in arguments:
        json.loads(shown or "{}")


def _project(case: Path, random: Random, *options: str) -> str:
    """The command line on a copy of a case in which one file is damaged."""
    project = case / "project" if (case / "project").is_dir() else case
    names = sorted(
        path.relative_to(project)
        for path in project.rglob("*")
        if path.is_file() and path.name not in ("expect.json", "patch.diff") and path.stat().st_size < 200_000
    )
    if options:
        names = [
            name for name in names if name.suffix in (".py", ".ts", ".js", ".tsx", ".go", ".java", ".mjs")
        ] or names
    else:
        preferred = [one for one in names if one.suffix in (".yaml", ".yml", ".json", ".tf", ".template")]
        names = preferred if preferred and random.random() < 0.8 else names
    name = random.choice(names)
    try:
        text, other = (project / name).read_text(), (project / random.choice(names)).read_text()
    except UnicodeDecodeError:
        return ""
    damaged = mutated(text, other, random)
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory, "project")
        shutil.copytree(project, copy, symlinks=True)
        (copy / name).write_text(damaged, encoding="utf-8", errors="surrogatepass", newline="")
        # Of what can't be read at all, there is nothing to say but that (2).
        _run(["generate", str(copy), *options, "--format", random.choice(FORMATS)], (0, 2))
        if not options:
            _run(
                ["check", str(copy), "--unused", "--format", random.choice(("text", "json", "sarif"))],
                (0, 1, 2),
            )
            if random.random() < 0.2:
                _patched(copy)
    return f"{case.name}/{name}:\n{damaged}"


def _patched(project: Path) -> None:
    """Both tools make of the files what the patch was made from."""
    infrastructure = analyse([project], Options()).infrastructure
    patches = infrastructure.patches if infrastructure is not None else ()
    changed = [patch for patch in patches if patch.before != patch.after]
    if changed:
        before = {patch.file: patch.before for patch in changed if patch.before}
        after = {patch.file: patch.after for patch in changed if patch.after}
        assert_applies("".join(patch.diff() for patch in changed), before, after)


def _shaken(value: object, random: Random) -> object:
    """Data with some of its values exchanged."""
    if random.random() < 0.06:
        return random.choice((None, True, 5, 1e30, "", "*", [], {}, [[]], {"a": {}}, *ODD))
    if isinstance(value, dict):
        return {
            (random.choice(ODD) if random.random() < 0.04 else key): _shaken(inner, random)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_shaken(inner, random) for inner in value]
    if isinstance(value, str) and random.random() < 0.2:
        return mutated(value, value, random)[:300]
    return value


# --- what is damaged ---


@cache
def _cases(language: str) -> list[Path]:
    return sorted(
        path for path in (GOLDEN / language).iterdir() if path.is_dir() and not path.name.startswith("__")
    )


@cache
def _pasted() -> list[str]:
    import tomllib

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for inner in value.values() for text in texts(inner)]
        if isinstance(value, list):
            return [text for inner in value for text in texts(inner)]
        return [value] if isinstance(value, str) and len(value) > 60 else []

    return texts(tomllib.loads(DENIALS.read_text()))


@cache
def _policies() -> list[str]:
    account = "123456789012"
    statements = [
        {"Sid": "A", "Effect": "Allow", "Action": ["s3:GetObject", "s3:Put*"], "Resource": "arn:aws:s3:::b/${aws:username}/*",
         "Condition": {"StringLike": {"aws:PrincipalTag/team": "a*"}, "Bool": {"aws:SecureTransport": "true"}}},
        {"Effect": "Deny", "NotAction": "iam:*", "NotResource": [f"arn:aws:sqs:eu-west-1:{account}:q"], "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
         "Condition": {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "::1"]}, "DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"},
                       "NumericLessThan": {"aws:MultiFactorAuthAge": 5}, "Null": {"aws:TagKeys": False}}},
        {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": f"arn:aws:iam::{account}:oidc-provider/x.example", "Service": ["lambda.amazonaws.com"]},
         "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}, "ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}},
    ]  # fmt: skip
    return [json.dumps({"Version": version, "Statement": some}, indent=indent)
            for version in ("2012-10-17", "2008-10-17") for indent in (None, 2)
            for some in (*statements, statements)]  # fmt: skip
