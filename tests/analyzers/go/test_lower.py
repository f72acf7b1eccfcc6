"""The Go front end: recovery, limits, scopes."""

from __future__ import annotations

from pathlib import Path

from policywright.analyzers import ir
from policywright.analyzers.api import Options, analyse
from policywright.analyzers.languages.go.lower import lower
from policywright.analyzers.model import SkipCode


def function(text: str) -> ir.Function:
    return lower(f"package p\n{text}".encode(), "p.go").functions[0]


def assigned(body: tuple[ir.Stmt, ...]) -> list[str]:
    found: list[str] = []
    for statement in body:
        if isinstance(statement, ir.Assign):
            found.extend(target.name for target in statement.targets if isinstance(target, ir.Name))
        if isinstance(statement, ir.If):
            found.extend(assigned(statement.body))
    return found


def test_a_syntax_error_is_reported_and_the_rest_is_read() -> None:
    module = lower(b"package p\nfunc a( {\nfunc b() { c() }\n", "p.go")
    assert module.problems
    assert "c" in module.calls


def test_a_package_that_its_path_does_not_name() -> None:
    module = lower(b'package p\nimport "example.com/go"\nimport "/"\nfunc a() {}\n', "p.go")
    assert [path for path, _ in module.imports] == ["example.com/go", "/"]
    assert [one.name for one in module.functions] == ["a"]


def test_deep_nesting_is_cut_and_reported(tmp_path: Path) -> None:
    text = "package p\nfunc f() { x := " + "(" * 3000 + "1" + ")" * 3000 + " }\n"
    (tmp_path / "p.go").write_text(text, "utf-8")
    assert [item.code for item in analyse([tmp_path], Options()).skipped] == [SkipCode.TOO_DEEP]


def test_a_shadowing_declaration_is_another_variable() -> None:
    made = function('func f() { x := "a"; if x := "b"; x != "" { x = "c" }; x = "d" }')
    assert assigned(made.body) == ["x", "x#2", "x#2", "x"]


def test_redeclaration_in_the_same_block_is_an_assignment() -> None:
    made = function("func f() { a, err := g(); b, err := h(); use(a, b, err) }")
    assert made.locals == {"a", "b", "err"}


def test_closures_name_what_they_capture_and_assign() -> None:
    made = function("func f() { n := 1; func() { n = 2; total = n }() }")
    assert made.captured == {"n"}
    inner = lower(
        b"package p\nvar total int\nfunc f() { n := 1; func() { n = 2; total = n }() }", "p.go"
    ).functions[1]
    assert inner.nonlocals == {"n"}
    assert inner.globals == {"total"}


def test_an_import_is_a_package_even_under_a_local_name_like_it() -> None:
    module = lower(b'package p\nimport "x/s3"\nfunc f(s3 *s3.Client) { s3.Do() }', "p.go")
    annotation = module.functions[0].params[0].annotation
    assert isinstance(annotation, ir.Attr)
    assert isinstance(annotation.obj, ir.ImportExpr)


def test_embedded_types_and_methods() -> None:
    module = lower(b"package p\ntype T struct { *Base; q.Other; n int }\nfunc (t *T) Run() {}\n", "p.go")
    assert module.classes[0].embedded == ("Base", "Other")
    assert module.functions[0].qualname == "T.Run"
