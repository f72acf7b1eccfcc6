"""Call depth times nesting: more than Python has frames for, and still a result."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from policywright.analyzers import ir
from policywright.analyzers.api import Cancelled, Options, analyse
from policywright.analyzers.discovery import discover
from policywright.analyzers.engine import solver
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.values import Value
from policywright.analyzers.model import UnresolvedCode

FUNCTIONS = 45
LEVELS = 290


def nested(name: str, inside: str) -> str:
    """A function with its one statement below very many conditions."""
    lines = [f"def {name}(x):"]
    lines += [f"{' ' * (depth + 1)}if x.a{depth}:" for depth in range(LEVELS)]
    return "\n".join([*lines, f"{' ' * (LEVELS + 1)}{inside}", ""])


def write_chain(file: Path) -> None:
    """Each function calls the next; the last one and the module make a request each."""
    parts = ["import boto3", 'boto3.client("sqs").send_message(QueueUrl="https://x/1/q", MessageBody="")']
    for number in range(FUNCTIONS):
        last = number == FUNCTIONS - 1
        inside = 'boto3.client("s3").get_object(Bucket="deep", Key="k")' if last else f"f{number + 1}(x)"
        parts.append(nested(f"f{number}", inside))
    file.write_text("\n".join(parts), "utf-8")


def actions(directory: Path) -> tuple[set[str], list[tuple[UnresolvedCode, int]]]:
    analysis = analyse([directory], Options())
    granted = {grant.action for policy in analysis.policies for grant in policy.grants}
    return granted, [(item.code, item.span.line) for item in analysis.unresolved]


def test_what_is_called_through_deep_nesting_is_found(tmp_path: Path) -> None:
    write_chain(tmp_path / "app.py")
    assert actions(tmp_path) == ({"sqs:SendMessage", "s3:GetObject"}, [])


@pytest.mark.plain
def test_what_can_not_be_followed_is_said_and_costs_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function that no stack is deep enough for, beside one that is fine."""
    text = """import boto3

boto3.client("sqs").send_message(QueueUrl="https://x/1/q", MessageBody="")

def bottomless():
    boto3.client("s3").get_object(Bucket="deep", Key="k")
"""
    (tmp_path / "app.py").write_text(text, "utf-8")
    plain = Interpreter.evaluate

    def evaluate(self: Interpreter, node: ir.Expr) -> Value:
        if self.frame.task.label == "bottomless":
            raise RecursionError
        return plain(self, node)

    monkeypatch.setattr(Interpreter, "evaluate", evaluate)
    granted, unresolved = actions(tmp_path)
    assert granted == {"sqs:SendMessage"}
    assert unresolved == [(UnresolvedCode.BUDGET, 5)]


def test_reading_files_can_be_cancelled(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"m{number}.py").write_text("import boto3\n", "utf-8")
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        discover([tmp_path], cancelled=cancelled)
    assert len(discover([tmp_path]).files) == 5
    assert solver.Cancelled is Cancelled


CHAINS = {
    "app.py": ("import boto3\nif a:\n    pass\n", "elif b:\n    pass\n", "else:\n    boto3.client('s3').list_buckets()\n"),
    "app.ts": ('import { S3 } from "@aws-sdk/client-s3";\nif (a) {}', " else if (b) {}", " else { new S3({}).listBuckets({}); }"),
    "app.go": (
        'package main\n\nimport "github.com/aws/aws-sdk-go-v2/service/s3"\n\nfunc main() {\n if a {}',
        " else if b {}",
        " else { s3.New(s3.Options{}).ListBuckets(nil, nil) }\n}\n",
    ),
    "App.java": (
        "import software.amazon.awssdk.services.s3.S3Client;\nclass App { void run() { if (a) {}",
        " else if (b) {}",
        " else { S3Client.create().listBuckets(); } } }",
    ),
}  # fmt: skip


def generated(directory: Path) -> dict[str, Any]:
    """The command line's report; a file of which nothing can be read is bad input, and said."""
    done = subprocess.run(
        [sys.executable, "-m", "policywright.server.cli", "generate", str(directory), "--format", "json"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    if done.returncode == 2:
        return {"files": {"skipped": [done.stderr]}}
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.parametrize("name", CHAINS)
@pytest.mark.parametrize("length", [50, 20_000])
def test_no_nesting_ends_the_process(tmp_path: Path, name: str, length: int) -> None:
    """In a process of its own: a compiled program that overflows its stack takes everything with it."""
    first, middle, last = CHAINS[name]
    (tmp_path / name).write_text(first + middle * length + last, "utf-8")
    report = generated(tmp_path)
    granted = {grant["action"] for grant in report.get("grants", ())}
    said = [*report.get("unresolved", ()), *report.get("files", {}).get("skipped", ())]
    assert granted == {"s3:ListAllMyBuckets"} or (length > 50 and said)


def test_what_is_embedded_in_itself_has_nothing_to_lend(tmp_path: Path) -> None:
    """A struct that embeds itself, by the path under which the file imports its own package (karpenter)."""
    (tmp_path / "pkg" / "operator").mkdir(parents=True)
    (tmp_path / "pkg" / "operator" / "operator.go").write_text(
        """package operator

import (
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"example.com/other/pkg/operator"
)

type Operator struct{ *operator.Operator }

func New(o *operator.Operator) { f(o.Clock) }

func List(client *s3.Client) { client.ListBuckets(nil, nil) }
""",
        "utf-8",
    )
    report = generated(tmp_path)
    assert {grant["action"] for grant in report["grants"]} == {"s3:ListAllMyBuckets"}
    assert report["unresolved"] == []
