"""What one small analysis must not import: start-up is most of what a user waits for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = {
    "a.py": "import boto3\nboto3.client('s3').get_object(Bucket='b', Key='k')\n",
    "a.ts": "import { S3 } from '@aws-sdk/client-s3';\nnew S3({}).getObject({ Bucket: 'b', Key: 'k' });\n",
    "a.go": 'package a\nimport "github.com/aws/aws-sdk-go-v2/service/s3"\n'
    "func f(c *s3.Client) { c.ListBuckets(nil, nil) }\n",
    "A.java": "import software.amazon.awssdk.services.s3.S3Client;\n"
    "class A { void f(S3Client c) { c.listBuckets(); } }\n",
}
SLOW = ("ast", "boto3", "botocore", "dataclasses", "difflib", "inspect", "mcp", "pydantic", "ruamel", "yaml")
"""``policywright.knowledge.records`` stands for ``dataclasses``, which imports ``inspect`` and ``ast``."""
PROGRAM = """
import sys
from policywright.server.cli import main
status = main(["generate", sys.argv[1], "--format", "json"])
print(*[name for name in sys.argv[2:] if name in sys.modules], file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.parametrize("name", SOURCES)
def test_a_small_file_needs_no_slow_module(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(SOURCES[name])
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, tmp_path / name, *SLOW], capture_output=True, text=True, check=True
    )
    assert '"s3:' in result.stdout
    assert result.stderr.split() == []
