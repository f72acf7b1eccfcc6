"""The check of the stack is put where mypyc's functions begin, and nowhere else."""

from __future__ import annotations

import pytest

from native.guard import HEADER, guarded

C = """\
PyObject *CPyDef_m___A___f(PyObject *cpy_r_self, CPyTagged cpy_r_n) {
    PyObject *cpy_r_r0;
CPyL1: ;
    return cpy_r_r0;
}

PyObject *CPyPy_m___A___f(PyObject *self, PyObject *const *args, size_t nargs, PyObject *kwnames) {
    return CPyDef_m___A___f(self, 1);
}
char CPyDef_m___g(void) {
    char cpy_r_r0;
CPyTagged CPyDef_m___h(PyObject *cpy_r_x) {
tuple_T2OO CPyDef_m___pair(PyObject *cpy_r_x) {
PyObject *CPyDef_m___declared(PyObject *cpy_r_x);
"""


def test_where_the_checks_are() -> None:
    lines = guarded(C).splitlines()
    checks = [(lines[number - 1], line) for number, line in enumerate(lines) if "POLICYWRIGHT_CHECK" in line]
    assert checks == [
        (
            "PyObject *CPyDef_m___A___f(PyObject *cpy_r_self, CPyTagged cpy_r_n) {",
            "    POLICYWRIGHT_CHECK(NULL)",
        ),
        ("char CPyDef_m___g(void) {", "    POLICYWRIGHT_CHECK(2)"),
        ("CPyTagged CPyDef_m___h(PyObject *cpy_r_x) {", "    POLICYWRIGHT_CHECK(CPY_INT_TAG)"),
    ]
    assert [line for line in lines if "POLICYWRIGHT_CHECK" not in line] == C.splitlines()


def test_the_header_is_there() -> None:
    assert "POLICYWRIGHT_CHECK" in HEADER.read_text("utf-8")


@pytest.mark.parametrize("kind", ["NULL", "2", "CPY_INT_TAG"])
def test_each_kind_of_failure_is_used(kind: str) -> None:
    assert f"({kind})" in guarded(C)
