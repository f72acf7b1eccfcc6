"""Files left out by rule are told once for all; a file that can't be read is told by itself."""

from policywright.server.leftout import LeftOut, left_out


def _files(code: str, *names: str, detail: str = "") -> list[LeftOut]:
    return [LeftOut(name, code, detail) for name in names]


def test_many_tests_are_one_entry() -> None:
    told = left_out(_files("test-code", "a_test.go", "b_test.go", "c_test.go"))
    assert told == [LeftOut("a_test.go", "test-code", others=2)]
    assert told[0].more == " and 2 others"


def test_two_are_named() -> None:
    two = _files("test-code", "a_test.go", "b_test.go")
    assert left_out(two) == two
    assert two[0].more == ""


def test_broken_files_are_each_told() -> None:
    broken = _files("syntax-error", "a.py", "b.py", "c.py", "d.py", detail="line 3")
    assert left_out(broken) == broken


def test_kinds_stay_apart_and_in_order() -> None:
    bundles = _files("generated-code", "a.min.js", "b.min.js", "c.min.js", detail="a minified bundle")
    types = _files("generated-code", "d.d.ts", "e.d.ts", "f.d.ts", detail="type declarations")
    broken = _files("encoding", "g.ts")
    told = left_out([bundles[0], types[0], *broken, *bundles[1:], *types[1:]])
    assert [(item.file, item.others) for item in told] == [("a.min.js", 2), ("d.d.ts", 2), ("g.ts", 0)]
