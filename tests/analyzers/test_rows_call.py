"""Each row of the tables of built-in and library functions gets a function of the program: it is called, or handed on.

A row that forgets what it gets would lose a need in silence. Those that take data alone are named here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.languages.go import runtime as go
from policywright.analyzers.languages.java import runtime as java
from policywright.analyzers.languages.python import runtime as python
from policywright.analyzers.languages.typescript import collections
from policywright.analyzers.languages.typescript import runtime as typescript

DATA = {
    "python": {
        "builtins." + name
        for name in (
            "reversed", "zip", "enumerate", "sorted", "dict", "dict.fromkeys", "list", "tuple", "set", "frozenset",
        )
    },
    "typescript": {
        "Reflect.deleteProperty", "Reflect.getOwnPropertyDescriptor", "Reflect.ownKeys", "util.inherits", "Map", "Set",
        *("Object." + name for name in ("getOwnPropertyNames", "getOwnPropertyDescriptor", "keys", "values", "entries",
                                        "fromEntries")),
        *("Promise." + name for name in ("all", "allSettled", "race", "any", "withResolvers", "reject")),
        "Array", "Array.isArray", "Array.of", "String", "String.raw", "Number", "Boolean", "Symbol", "RegExp", "import.meta.env.get",
        "process.cwd", "util.format", "util.inspect", "path.join", "path.resolve", "path.posix.join", "path.basename",
        *("lodash." + name for name in ("chunk", "flatten", "flattenDeep", "zipObject", "object", "fromPairs", "toPairs", "pairs",
                                        "entries", "values", "keys", "at", "property")),
        # The default of a member that is not there is called if it is a function: none is made of a list of requests.
        "lodash.result",
    },
    "go": set[str](), "java": set[str](),
}  # fmt: skip
"""Rows whose arguments are data, items of which nothing calls."""
PLACES = 3
"""Argument positions that are tried."""


def _rows(table: Iterable[str]) -> list[str]:
    return [one for one in table if not re.search(r"[$%]|\.__|\.\.\.", one)]


def _given(name: str, event: str) -> list[str]:
    return [", ".join([*[event.format(number) for number in range(place)], name]) for place in range(PLACES)]


def _python(rows: list[str]) -> str:
    lines, imported = ['s3 = boto3.client("s3")'], {"boto3"}
    for number, path in enumerate(rows):
        module = re.sub(r"(\.[A-Z].*|\.\w+)$", "", re.match(r"[\w.]*", path).group(0))  # type: ignore[union-attr]
        imported |= {module} - {"builtins"}
        lines += [f"def row{number}(event):", f"    def code{number}(*given):",
                  f'        s3.put_object(Bucket="row{number}-", Key="k")']  # fmt: skip
        for given in _given(f"code{number}", 'event["{}"]'):
            lines += [f"    made = {path.removeprefix('builtins.')}({given})", "    made()"]
    lines += ["def handler(event, context):", *(f"    row{number}(event)" for number in range(len(rows)))]
    return "\n".join([*(f"import {one}" for one in sorted(imported)), *lines, ""])


def _typescript(rows: list[str]) -> str:
    lines, imported = ["const s3 = new S3Client({});"], {"lodash": "lodash"}
    for number, path in enumerate(rows):
        package = re.match(r"[\w-]+", path).group(0)  # type: ignore[union-attr]
        if "-" in package or package in ("async_hooks", "inherits", "mem", "memoize", "memoizee", "path", "react", "tslib",
                                         "util"):  # fmt: skip
            imported[package] = re.sub(r"\W", "_", package)
        called = imported.get(package, package) + path.removeprefix(package)
        lines += [f"function row{number}(event) {{", f"  const code{number} = (...given) => s3.send(",
                  f'    new PutObjectCommand({{ Bucket: "row{number}-", Key: "k" }}));']  # fmt: skip
        for given in _given(f"code{number}", 'event["{}"]'):
            lines += [
                f"  (new {called}({given}))();"
                if path[0].isupper() and "." not in path
                else f"  {called}({given})();"
            ]
        lines += ["}"]
    lines += [
        "export const handler = (event) => {",
        *(f"  row{number}(event);" for number in range(len(rows))),
        "};",
    ]
    head = ['import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";']
    return "\n".join(
        [*head, *(f'import * as {own} from "{one}";' for one, own in imported.items()), *lines, ""]
    )


def _go(rows: list[str]) -> str:
    lines, imported = list[str](), dict[str, str]()
    for number, path in enumerate(rows):
        package, _, name = path.rpartition(".")
        called = name if package == "go" else f"{imported.setdefault(package, f'p{len(imported)}')}.{name}"
        lines += [f"func row{number}(ctx context.Context, event map[string]any, c *s3.Client) {{",
                  f'\tcode{number} := func() {{ c.PutObject(ctx, &s3.PutObjectInput{{Bucket: aws.String("row{number}-"),'
                  ' Key: aws.String("k")}) }']  # fmt: skip
        for place, given in enumerate(_given(f"code{number}", 'event["{}"]')):
            lines += [f"\tmade{place} := {called}({given})", f"\tmade{place}()"]
        lines += ["}"]
    lines += ["func main() {", "\tlambda.Start(func(ctx context.Context, event map[string]any) error {",
              "\t\tcfg, _ := config.LoadDefaultConfig(ctx)", "\t\tclient := s3.NewFromConfig(cfg)",
              *(f"\t\trow{number}(ctx, event, client)" for number in range(len(rows))), "\t\treturn nil", "\t})", "}"]  # fmt: skip
    own = "context github.com/aws/aws-lambda-go/lambda github.com/aws/aws-sdk-go-v2/aws github.com/aws/aws-sdk-go-v2/config"
    head = ["package main", "import (", *(f'\t"{one}"' for one in own.split()),
            '\t"github.com/aws/aws-sdk-go-v2/service/s3"', *(f'\t{name} "{one}"' for one, name in imported.items()), ")"]  # fmt: skip
    return "\n".join([*head, *lines, ""])


def _java(rows: list[str]) -> str:
    lines = ["public class App {", "    static final S3Client s3 = S3Client.create();"]
    for number, path in enumerate(rows):
        name = path.rpartition(".")[2]
        called = f"new {path}<>" if name[0].isupper() and "()" not in path else path
        lines += [f"    static void row{number}(Map<String, Object> event) {{",
                  f'        Runnable code{number} = () -> s3.putObject(b -> b.bucket("row{number}-").key("k"),'
                  " RequestBody.empty());"]  # fmt: skip
        for place, given in enumerate(_given(f"code{number}", 'event.get("{}")')):
            lines += [f"        var made{place} = {called}({given});", f"        made{place}.get();",
                      f"        made{place}.run();", f"        for (var one : made{place}) one.run();"]  # fmt: skip
        lines += ["    }"]
    lines += ["    public void handler(Map<String, Object> event) {",
              *(f"        row{number}(event);" for number in range(len(rows))), "    }", "}"]  # fmt: skip
    head = ("package app;", "import java.util.Map;", "import software.amazon.awssdk.core.sync.RequestBody;",
            "import software.amazon.awssdk.services.s3.S3Client;")  # fmt: skip
    return "\n".join([*head, *lines, ""])


LANGUAGES = {
    "python": ("app.py", "handler", _python, _rows(python.TABLE)),
    "typescript": ("app.ts", "handler", _typescript,
                   [*_rows(typescript.TABLE), *(f"lodash.{one}" for one in collections.TABLE)]),
    "go": ("main.go", "main", _go, _rows(go.TABLE)), "java": ("App.java", "App.handler", _java, _rows(java.TABLE)),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_rows_get_is_called(language: str, tmp_path: Path) -> None:
    file, entry, write, rows = LANGUAGES[language]
    text = write(rows)
    (tmp_path / file).write_text(text)
    if language == "go":
        (tmp_path / "go.mod").write_text("module example.com/app\n\ngo 1.22\n")
    found = analyse([tmp_path], Options(entries=(f"{file}:{entry}",)))
    resources = str([grant.resources for policy in found.policies for grant in policy.grants])
    called = set(map(int, re.findall(r"row(\d+)-", resources)))
    lost = {path for number, path in enumerate(rows) if number not in called}
    assert lost <= DATA[language], sorted(lost - DATA[language])
