"""A text is what the program makes of it, or not known; never something else.

``computed/LANGUAGE.json`` has expressions (and, for Python, statements that set ``key``), each with the text that the
language itself makes of them, written down by running them. All of a language are one program, in which each names the
key of an object in a bucket of its own; what is granted there has to cover the text.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from tests.invariants.findings import pattern

from policywright.analyzers.api import Options, analyse

HERE = Path(__file__).parent / "computed"
REMOVED = "what is removed from a dict, a map or an object is taken to be there still"
CHARACTERS = "a character is not told apart from a text, nor what a number is as one"
ALIASED = "a pointer into a struct, a slice or bytes is written through under another name"
NOT_YET: Mapping[str, Mapping[str, str]] = {
    "javascript": {
        '(() => { const a = ["p", "q"]; delete a[0]; return String(a[0]); })()': REMOVED,
        '(() => { const o = { a: "p" }; delete o.a; return String(o.a); })()': REMOVED,
    },
    "go": {
        "string(rune(97))": CHARACTERS,
        'func() string { a := []string{"p", "q"}; b := a[:1]; b = append(b, "z"); return a[1] }()': ALIASED,
        "func() string { b := []byte(x); b[0] = 'X'; return string(b) }()": ALIASED,
    },
    "java": {
        '((Supplier<String>) () -> { var m = new HashMap<>(D); m.remove("a"); return String.valueOf(m.get("a")); })'
        ".get()": REMOVED,
        '(char) 97 + "c"': CHARACTERS,
        "(int) 'a' + \"c\"": CHARACTERS,
        "'a' + 1 + \"c\"": CHARACTERS,
    },
}  # fmt: skip
"""Expressions of which something else is granted, and why."""


def python(head: Sequence[str], programs: Sequence[str]) -> tuple[str, str]:
    text = "\n".join(head) + "\nimport boto3\n\ns3 = boto3.client('s3')\n"
    for at, code in enumerate(programs):
        lines = (
            code.split("\n")
            if "key" in code and ("=" in code) and not _is_expression(code)
            else [f"key = {code}"]
        )
        body = "\n".join(f"    {line}" for line in lines)
        text += f"\n\ndef f{at}():\n{body}\n    s3.get_object(Bucket='b{at}', Key=key)\n\n\nf{at}()\n"
    return "app.py", text


def _is_expression(code: str) -> bool:
    try:
        compile(code, "program", "eval")
    except SyntaxError:
        return False
    return True


def javascript(head: Sequence[str], programs: Sequence[str]) -> tuple[str, str]:
    text = "\n".join(head) + '\nconst { S3 } = require("@aws-sdk/client-s3");\nconst s3 = new S3({});\n'
    for at, code in enumerate(programs):
        text += f'(() => {{ s3.getObject({{ Bucket: "b{at}", Key: {code} }}); }})();\n'
    return "app.js", text


def go(head: Sequence[str], programs: Sequence[str]) -> tuple[str, str]:
    imports = ("context", *(f"github.com/aws/aws-sdk-go-v2/{one}" for one in ("aws", "config", "service/s3")))
    text = "\n".join(head).replace("%s", "\n".join(f'\t"{one}"' for one in imports), 1)
    text += "\nfunc client() *s3.Client {\n\tcfg, _ := config.LoadDefaultConfig(context.TODO())\n"
    text += "\treturn s3.NewFromConfig(cfg)\n}\n\nfunc main() {\n\tc := client()\n"
    for at, code in enumerate(programs):
        key = f"func() {{ key := {code}; "
        text += f'\t{key}c.GetObject(context.TODO(), &s3.GetObjectInput{{Bucket: aws.String("b{at}"), Key: &key}}) }}()\n'
    return "main.go", f"{text}}}\n"


def java(head: Sequence[str], programs: Sequence[str]) -> tuple[str, str]:
    imports, own = "\n".join(head).split("@@\n")
    text = f"{imports}import software.amazon.awssdk.services.s3.S3Client;\npublic class App {{\n{own}\n"
    text += "static final S3Client S3 = S3Client.create();\npublic static void main(String[] args) {\n"
    for at, code in enumerate(programs):
        text += f'{{ String key{at} = {code}; S3.getObject(r -> r.bucket("b{at}").key(key{at})); }}\n'
    return "App.java", f"{text}}}\n}}\n"


PROGRAMS = {"python": python, "javascript": javascript, "go": go, "java": java}


@pytest.mark.parametrize("language", PROGRAMS)
def test_what_is_granted_covers_what_is_computed(language: str, tmp_path: Path) -> None:
    told = json.loads((HERE / f"{language}.json").read_text("utf-8"))
    rows: list[tuple[str, str]] = [(code, made) for code, made in told["programs"]]
    name, text = PROGRAMS[language](told["head"], [code for code, _ in rows])
    (tmp_path / name).write_text(text, "utf-8")
    granted: dict[str, set[str]] = {}
    for policy in analyse([tmp_path], Options()).policies:
        for grant in policy.grants:
            for resource in map(pattern, grant.resources) if grant.action == "s3:GetObject" else ():
                bucket, _, key = resource.split(":::")[-1].partition("/")
                granted.setdefault(bucket, set()).add(key.replace("[", "[[]"))
    known = NOT_YET.get(language, {})
    wrong = {
        code: (made, sorted(granted.get(f"b{at}", ())))
        for at, (code, made) in enumerate(rows)
        if made and not any(fnmatch.fnmatchcase(made, key) for key in granted.get(f"b{at}", ()))
    }
    assert {code: found for code, found in wrong.items() if code not in known} == {}
    assert known.keys() <= wrong.keys(), "mended"
