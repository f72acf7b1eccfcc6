"""What one small analysis must not import: start-up is most of what a user waits for."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import policywright.analyzers
import policywright.knowledge
import policywright.server
from policywright.analyzers import languages
from policywright.knowledge.regex import regex

SOURCES = {
    "a.py": "import boto3\nboto3.client('s3').get_object(Bucket='b', Key='k')\n",
    "a.ts": "import { S3 } from '@aws-sdk/client-s3';\nnew S3({}).getObject({ Bucket: 'b', Key: 'k' });\n",
    "a.js": "const AWS = require('aws-sdk');\nnew AWS.S3().getObject({ Bucket: 'b', Key: 'k' }).promise();\n",
    "a.go": 'package a\nimport "github.com/aws/aws-sdk-go-v2/service/s3"\n'
    "func f(c *s3.Client) { c.ListBuckets(nil, nil) }\n",
    "A.java": "import software.amazon.awssdk.services.s3.S3Client;\n"
    "class A { void f(S3Client c) { c.listBuckets(); } }\n",
}
SLOW = (
    "argparse", "ast", "asyncio", "boto3", "botocore", "dataclasses", "datetime", "difflib", "gettext",
    "importlib.resources", "inspect", "ipaddress", "locale", "logging", "mcp", "pathlib", "pkgutil", "pydantic",
    "random", "ruamel", "shutil", "sqlite3", "subprocess", "tempfile", "textwrap", "threading", "tomllib", "tree_sitter",
    "typing", "unicodedata", "urllib.parse", "yaml", "zipfile",
)  # fmt: skip
"""Each takes as long as ten modules of ours, and something of ours stands for it where that is needed:
``knowledge.records`` for ``dataclasses``, ``server.arguments`` for ``argparse``, ``analyzers.grammar`` for
``tree_sitter``, ``os.path`` for ``pathlib``, ``TYPE_CHECKING = False`` for ``typing``."""
ONLY_PYTHON = ("string",)
"""Its front end needs it, and is the only one."""
OURS = tuple(
    module.name
    for package in (policywright.analyzers, policywright.knowledge, policywright.server)
    for module in walk_packages(package.__path__, f"{package.__name__}.")
)
MOST = 0.3
"""The part of our modules that one file may need."""
PROGRAM = """
import sys
from policywright.server.cli import main
status = main(["generate", sys.argv[1], "--format", "json"])
print(*sys.modules, file=sys.stderr)
sys.exit(status)
"""


def loaded(path: Path) -> set[str]:
    """The modules that the analysis of a file imports."""
    result = subprocess.run([sys.executable, "-c", PROGRAM, path], capture_output=True, text=True, check=True)
    assert '"s3:' in result.stdout
    return set(result.stderr.split())


@pytest.mark.parametrize("name", SOURCES)
def test_a_small_file_needs_little(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(SOURCES[name])
    modules = loaded(tmp_path / name)
    slow = {*SLOW, *(() if name == "a.py" else ONLY_PYTHON)}
    assert modules & slow == set(), "see SLOW"
    ours = modules & set(OURS)
    assert len(ours) < MOST * len(OURS)
    folder = languages.EXTENSIONS[Path(name).suffix]
    others = tuple(f"policywright.analyzers.languages.{other}" for other in {*languages.folders()} - {folder})
    assert not [module for module in ours if module.startswith(others)]
    assert not [module for module in ours if module.startswith("policywright.analyzers.infrastructure")]


def test_patterns_are_regular_expressions() -> None:
    """They are compiled when they are used first, so that nobody else would notice."""
    found = [
        value
        for name in OURS
        if not name.endswith("__main__")
        for value in vars(import_module(name)).values()
        if type(value) is regex
    ]
    assert len(found) > 50
    for value in found:
        assert value.search("" if isinstance(value.pattern, str) else b"") is None or value.pattern
