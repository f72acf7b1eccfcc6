"""A text that a program doubles again and again is cut: a few lines must not fill the memory.

Twenty-five times are enough to tell: the texts would have 64 million characters.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse

TIMES = 25
GO = (
    'package main\nimport (\n"context"\n"fmt"\n"strings"\n"github.com/aws/aws-sdk-go-v2/service/s3"\n)\n'
    "func main() {{\n_, _ = fmt.Sprint(), strings.ToLower\nc := s3.New(s3.Options{{}})\n{}"
    "c.GetObject(context.TODO(), &s3.GetObjectInput{{Bucket: &t}})\n}}\n"
)
JAVA = (
    "import software.amazon.awssdk.services.s3.*;\nclass A {{ void f() {{ S3Client c = S3Client.create();\n{}"
    "final String u = t; c.getObject(b -> b.bucket(u)); }} }}\n"
)
PYTHON = "import boto3\n{}boto3.client('s3').get_object(Bucket=t, Key='k')\n"
SCRIPT = "import {{S3}} from '@aws-sdk/client-s3';\n{}new S3({{}}).getObject({{Bucket: t, Key: 'k'}});\n"
PROGRAMS = {
    "plus.py": (PYTHON, "t = 'ab'\n", "t = t + t\n"),
    "format.py": (PYTHON, "t = 'ab'\n", "t = f'{t}{t}'\n"),
    "join.py": (PYTHON, "t = 'ab'\n", "t = t.join([t, t])\n"),
    "replace.py": (PYTHON, "t = '" + "a" * 3_000 + "'\nt = t.replace('a', t)\n", "t = t.replace('a', t)\n"),
    "width.py": (PYTHON, "t = '%90000000d' % 1 + '{:>90000000}'.format('x')\n", ""),
    "tuple.py": (PYTHON, "s = ('ab',)\nt = s[0]\n", "s = s + s\n"),
    "concat.ts": (SCRIPT, "let s = ['ab']; let t = s[0];\n", "s = s.concat(s);\n"),
    "spread.ts": (SCRIPT, "let s = ['ab']; let t = s[0];\n", "s = [...s, ...s];\n"),
    "plus.ts": (SCRIPT, "let t = 'ab';\n", "t = t + t;\n"),
    "template.ts": (SCRIPT, "let t = 'ab';\n", "t = `${t}${t}`;\n"),
    "width.ts": (SCRIPT, "let t = 'ab'.repeat(9e7) + 'x'.padStart(9e7);\n", ""),
    "plus.go": (GO, 't := "ab"\n', "t = t + t\n"),
    "format.go": (GO, 't := "ab"\n', 't = fmt.Sprintf("%s%s", t, t)\n'),
    "width.go": (GO, 't := strings.Repeat("ab", 90000000) + fmt.Sprintf("%90000000d", 1)\n', ""),
    "A.java": (JAVA, 'String t = "ab";\n', "t = t + t;\n"),
    "B.java": (
        JAVA.replace("= t;", "= s.toString();"),
        'StringBuilder s = new StringBuilder("ab");\n',
        "s.append(s);\n",
    ),
    "C.java": (JAVA, 'String t = "ab";\n', 't = String.format("%s%s", t, t);\n'),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_text_that_grows_is_cut(name: str, tmp_path: Path) -> None:
    frame, start, again = PROGRAMS[name]
    path = tmp_path / name
    path.write_text(frame.format(start + again * TIMES))
    analysis = analyse([path], Options(infrastructure=False))
    grants = [grant for policy in analysis.policies for grant in policy.grants]
    found = [grant for grant in grants if grant.action == "s3:GetObject"]
    assert found
    assert all(len(str(grant)) < 40_000 for grant in found)
