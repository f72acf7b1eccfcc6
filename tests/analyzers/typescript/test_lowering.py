"""The front end: scopes, hoisting, destructuring, classes and what errors leave readable."""

from __future__ import annotations

import pytest
from tests.analyzers.typescript.lowered import module, nodes

from policywright.analyzers import ir
from policywright.analyzers.languages.typescript import LANGUAGE
from policywright.analyzers.languages.typescript.expressions import unescape


def test_extensions_are_registered() -> None:
    from policywright.analyzers import languages

    assert {
        ending for ending, folder in languages.EXTENSIONS.items() if folder == "typescript"
    } == LANGUAGE.extensions


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"a\nb", "a\nb"),
        (r"\u0041\x42\u{43}", "ABC"),
        (r"\u{110000}", "\ufffd"),
        (r"\ud800", "\ufffd"),
        ("a\\\nb", "ab"),
    ],
)
def test_escapes(source: str, expected: str) -> None:
    assert unescape(source) == expected


def test_inner_declarations_get_names_of_their_own() -> None:
    lowered = module("const a = 1; { const a = 2; f(a); } g(a);")
    used = [node.args[0] for node in nodes(lowered) if isinstance(node, ir.Call)]
    names = sorted(arg.name for arg in used if isinstance(arg, ir.Name))
    assert names[0] == "a"
    assert names[1].startswith("a~")


def test_closures_assign_outer_variables() -> None:
    lowered = module("let client; function init() { client = make(); let own; own = 1; }")
    assert lowered.functions[0].nonlocals == {"client"}
    assert lowered.reassigned == {"client"}


def test_arrow_functions_have_no_this_of_their_own() -> None:
    lowered = module("class A { m() { return () => this.x; } }")
    method, arrow = lowered.functions
    assert method.receiver == "this"
    assert "this" in method.captured
    assert arrow.receiver == ""


def test_fields_and_parameter_properties_are_stored_by_the_constructor() -> None:
    lowered = module("class A { x = 1; constructor(private readonly s3: S3Client, plain: string) {} }")
    constructor = next(function for function in lowered.functions if function.name == "constructor")
    stored = [
        target.name
        for node in nodes(constructor.body)
        if isinstance(node, ir.Assign)
        for target in node.targets
        if isinstance(target, ir.Attr)
    ]
    assert sorted(stored) == ["s3", "x"]


def test_functions_are_hoisted() -> None:
    lowered = module("f(); function f() {}")
    assert isinstance(lowered.body[0], ir.FunctionDef)


def test_destructuring_keeps_names_and_defaults() -> None:
    lowered = module("const { a, b: { c = 1 }, ...rest } = o;")
    assign = next(node for node in lowered.body if isinstance(node, ir.Assign))
    pattern = assign.targets[0]
    assert isinstance(pattern, ir.Pattern)
    assert [name for name, _, _ in pattern.fields] == ["a", "b"]
    inner = pattern.fields[1][1]
    assert isinstance(inner, ir.Pattern)
    assert isinstance(inner.fields[0][2], ir.Const)
    assert isinstance(pattern.rest, ir.Name)


def test_errors_are_reported_and_the_rest_is_read() -> None:
    lowered = module("export function ok() { return send(1); }\nfunction broken( {\n")
    assert lowered.problems
    assert any(isinstance(node, ir.Call) for node in nodes(lowered))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "#!/usr/bin/env node\n",
        "<div/>",
        "class {",
        "`${",
        "import",
        "export",
        "export *",
        "export {",
        "const {",
        "for (",
        "switch (x) {",
        "a?.",
        "@",
        "enum",
        "namespace",
        "x = {get",
        "function*",
        "=>",
        "async",
        "label:",
        "new",
        "import(",
        "require(",
        "...",
        "/*",
        "'\\u{",
        "({...",
        "[,,",
        "type X =",
        "interface",
    ],
)
@pytest.mark.parametrize("name", ["a.ts", "a.tsx", "a.js"])
def test_fragments_do_not_break(text: str, name: str) -> None:
    module(text, name)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000 + ")" * 5_000,
        "[" * 5_000,
        "{" * 5_000 + "}" * 5_000,
        "a" + ".b" * 5_000,
        "f(" * 5_000,
        "x = " + " + ".join(["'a'"] * 5_000),
        "if (a) {" * 2_000,
        "a => " * 3_000,
    ],
)
def test_deep_nesting_is_bounded(text: str) -> None:
    import sys

    before = sys.getrecursionlimit()
    sys.setrecursionlimit(30_000)
    try:
        module(text, "a.js")
    finally:
        sys.setrecursionlimit(before)
