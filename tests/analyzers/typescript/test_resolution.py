"""How import specifiers become files."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.languages.typescript import LANGUAGE
from policywright.analyzers.languages.typescript.imports import generated, is_test, resolve
from policywright.analyzers.languages.typescript.specifiers import normalised
from policywright.analyzers.program import Program
from policywright.analyzers.source import SourceFile


def program(*files: str, **config: str) -> Program:
    made = Program()
    for name in files:
        made.add(SourceFile(name, Path(name), b""), LANGUAGE)
    made.auxiliary = {name.replace("__", "/") + ".json": text.encode() for name, text in config.items()}
    return made


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        ("./b", "src/b.ts"),
        ("./b.js", "src/b.ts"),
        ("./b.ts", "src/b.ts"),
        ("./c", "src/c/index.tsx"),
        ("./c/index.js", "src/c/index.tsx"),
        ("../root.mjs", "root.mts"),
        ("..", "index.js"),
        ("./missing", None),
        (".", None),
        ("./data.json", None),
    ],
)
def test_relative(specifier: str, expected: str | None) -> None:
    made = program("src/a.ts", "src/b.ts", "src/c/index.tsx", "root.mts", "index.js")
    assert resolve(made, "src/a.ts", *normalised(specifier)) == expected


def test_tsconfig_paths_and_base_url() -> None:
    made = program(
        "app/src/main.ts",
        "app/src/lib/db.ts",
        "app/src/util.ts",
        app__tsconfig='{"extends": "./tsconfig.base", "compilerOptions": {}}',
        app__tsconfig__base="{}",
    )
    made.auxiliary["app/tsconfig.base.json"] = (
        b'{ // comment\n "compilerOptions": {"baseUrl": "src", '
        b'"paths": {"@/*": ["./*"], "@db": ["lib/db"],},}}'
    )
    assert resolve(made, "app/src/main.ts", "@/util", 0) == "app/src/util.ts"
    assert resolve(made, "app/src/main.ts", "@db", 0) == "app/src/lib/db.ts"
    assert resolve(made, "app/src/main.ts", "lib/db", 0) == "app/src/lib/db.ts"
    assert resolve(made, "app/src/main.ts", "@aws-sdk/client-s3", 0) is None


def test_workspace_packages() -> None:
    made = program(
        "a/main.ts",
        "packages/q/src/index.ts",
        "packages/q/src/extra.ts",
        "packages/r/lib.js",
        packages__q__package='{"name": "@x/q", "exports": '
        '{".": {"import": "./dist/index.js"}, "./*": "./dist/*.js"}}',
        packages__r__package='{"name": "r", "main": "lib"}',
    )
    assert resolve(made, "a/main.ts", "@x/q", 0) == "packages/q/src/index.ts"
    assert resolve(made, "a/main.ts", "@x/q/extra", 0) == "packages/q/src/extra.ts"
    assert resolve(made, "a/main.ts", "r", 0) == "packages/r/lib.js"


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"compilerOptions": 3}', '{"extends": "./tsconfig"}', "[" * 9000]
)
def test_bad_configuration_is_ignored(text: str) -> None:
    made = program("a.ts", tsconfig=text, package=text)
    assert resolve(made, "a.ts", "x", 0) is None


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        ("node:fs", ("fs", 0)),
        ("npm:@aws-sdk/client-s3@3.1", ("@aws-sdk/client-s3", 0)),
        ("https://esm.sh/@aws-sdk/client-s3@3.1?bundle", ("@aws-sdk/client-s3", 0)),
        ("./x.js", ("./x.js", 1)),
        ("aws-sdk/clients/s3.js", ("aws-sdk/clients/s3", 0)),
    ],
)
def test_specifiers_have_one_spelling(specifier: str, expected: tuple[str, int]) -> None:
    assert normalised(specifier) == expected


@pytest.mark.parametrize(
    ("name", "data", "skipped"),
    [
        ("a.d.ts", b"", True),
        ("a.min.js", b"", True),
        ("a.js", b"x;" * 9000, True),
        ("a.js", b"x;\n" * 9000, False),
        ("a.js", b"x;\n//# sourceMappingURL=a.js.map\n", True),
        ("a.js", b"// AWS SDK for JavaScript v2.1.0\nx;\n", True),
        ("a.js", b"// uses the AWS SDK for JavaScript v2\nx;\n", False),
        ("a.js", b"(function(){f.code='MODULE_NOT_FOUND';throw f}n.call(e.exports,function(r){x})\n", True),
        ("a.js", b"if (e.code !== 'MODULE_NOT_FOUND') throw e;\nx.call(this, function () {});\n", False),
    ],
)
def test_generated(name: str, data: bytes, skipped: bool) -> None:
    assert (generated(name, data) is not None) is skipped


def test_tests_are_told_by_name_and_content() -> None:
    assert is_test("src/a.test.ts", b"describe('x', () => {})")
    assert not is_test("src/a.test.ts", b"export const handler = 1")
    assert not is_test("src/a.ts", b"describe('x', () => {})")
    assert is_test("src/a.unitTest.ts", b"describe('x', () => {})")
    assert is_test("src/OrdersTest.js", b"it('x', () => {})")
    assert not is_test("src/latest.ts", b"it('x', () => {})")
    assert is_test("cypress/support/aws.ts", b"Cypress.Commands.add('x', () => {})")
