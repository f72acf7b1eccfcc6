"""Terraform files that are laid out as ``terraform fmt`` does are so after a patch as well.

``make oracle`` compares with Terraform itself.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from policywright.analyzers.infrastructure.editing.hcl_changes import HclChanges
from policywright.analyzers.infrastructure.editing.hcl_layout import formatted, laid_out
from policywright.analyzers.infrastructure.editing.hcl_tree import Source
from policywright.analyzers.infrastructure.editing.yaml_changes import spliced

GOLDEN = Path(__file__).parents[3] / "golden/infrastructure"
FORMATTED = """resource "aws_iam_role_policy" "a" {
  name = "a" # of the role
  role = aws_iam_role.a.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "${aws_s3_bucket.a.arn}/*"
      }, {
      Effect = "Allow"
      Action = [
        "sqs:SendMessage",
      ]
      Resource = var.all ? "*" : aws_sqs_queue.a.arn
    }]
  })
}

resource "aws_iam_policy" "long_name" {
  name        = "b"   # short
  description = "a#b" # long
  policy      = <<-EOF
    {"Version":   "2012-10-17"
  EOF
  path        = "/"
}
"""


def test_what_is_formatted_stays() -> None:
    assert formatted(FORMATTED) == FORMATTED


def test_what_is_not_becomes_it() -> None:
    messy = "\n".join(
        line.lstrip().replace("   =", " =").replace("  =", " =") for line in FORMATTED.split("\n")
    )
    messy = (
        messy.replace('{"Version"', '    {"Version"').replace("\nEOF", "\n  EOF").replace('"b"   #', '"b" #')
    )
    assert formatted(messy) == FORMATTED


def test_a_block_by_hand_stays_by_hand() -> None:
    """Others of the same file are formatted all the same."""
    hand = 'variable "a" {\n    type = string\n    default   = "x"\n}\n'
    before = f"{hand}\n{FORMATTED}"
    edited = before.replace('"sqs:SendMessage",', '      "sqs:SendMessage",').replace('"x"', '"y"')
    assert laid_out(before, edited) == before.replace('"x"', '"y"')


@pytest.mark.parametrize(
    "case",
    sorted(path.parent.name for path in GOLDEN.glob("*/patch.diff") if ".tf\n" in path.read_text("utf-8")),
)
def test_patches_keep_the_layout(case: str, tmp_path: Path) -> None:
    patch = (GOLDEN / case / "patch.diff").read_text("utf-8")
    names = [
        line.removeprefix("+++ b/")
        for line in patch.splitlines()
        if line.startswith("+++ b/") and line.endswith(".tf")
    ]
    before = {name: (GOLDEN / case / "project" / name) for name in names}
    before_texts = {name: path.read_text("utf-8") if path.exists() else "" for name, path in before.items()}
    for name, text in before_texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        if text:
            (tmp_path / name).write_text(text, "utf-8")
    alone = "".join(part for part in _parts(patch) if part.split("\n")[1].endswith(".tf"))
    subprocess.run(("patch", "-p1", "--silent"), cwd=tmp_path, input=alone.encode(), check=True)
    for name, text in before_texts.items():
        after = (tmp_path / name).read_text("utf-8")
        assert laid_out(text, after) == after
        if formatted(text) == text:
            assert formatted(after) == after


def _parts(patch: str) -> list[str]:
    """A patch by its files."""
    return [
        f"--- {part}" for part in ("\n" + patch).split("\n--- ")[1:] for part in [part.rstrip("\n") + "\n"]
    ]


def test_arguments_that_go_leave_one_blank_line() -> None:
    """Between blank lines; beside a neighbour none goes, and at the brace it stays as it was."""
    text = 'module "a" {\n  first = 1\n\n  second = 2\n  third  = 3\n\n  fourth = 4\n  fifth  = 5\n\n  sixth = 6\n}\n'
    source = Source(text)
    (block,) = source.document.blocks
    gone = {one.name: id(one) for one in block.attributes}
    for names, left in (
        (("second", "third"), text.replace("  second = 2\n  third  = 3\n\n", "")),
        (("fourth",), text.replace("  fourth = 4\n", "")),
        (("sixth",), text.replace("  sixth = 6\n", "")),
    ):
        changes = HclChanges(source, dropped={gone[name] for name in names})
        assert spliced(text, changes.splices()) == left


def test_what_an_edit_did_not_change_stays_though_others_begin_alike() -> None:
    by_hand = "locals {\n  a = 1\n    bb   = 2\n}\n"
    comment = "\n# settings\n#thing {\n  \n  # inside\n#}\n\n"
    before = f"{FORMATTED}{comment}{by_hand}{comment.replace('inside', 'other')}locals {{\n  c = 3\n}}\n"
    after = before.replace('"s3:GetObject"', '"s3:GetObjectVersion"')
    assert laid_out(before, after) == after
