"""Directories that a file adds to those in which Python looks for modules."""

from __future__ import annotations

import pytest

from policywright.analyzers import languages
from policywright.analyzers.languages.python.search_path import roots
from policywright.analyzers.program import Program
from policywright.analyzers.source import SourceFile

HERE = "apps/one/fn/app.py"


@pytest.mark.parametrize(
    ("added", "found"),
    [
        ("sys.path.append(os.path.dirname(__file__))", [("apps/one/fn", False)]),
        ("sys.path.append(path.dirname(path.abspath(__file__)))", [("apps/one/fn", False)]),
        ('sys.path.insert(0, osp.join(osp.dirname(__file__), "..", "lib"))', [("apps/one/lib", True)]),
        ('sys.path.insert(1, osp.join(osp.dirname(__file__), osp.pardir))', [("apps/one", False)]),
        ('sys.path.append(os.path.dirname(__file__) + "/lib")', [("apps/one/fn/lib", False)]),
        ('sys.path.append(f"{os.path.dirname(os.path.realpath(__file__))}/../lib")', [("apps/one/lib", False)]),
        ('sys.path.extend([str(Path(__file__).parent / "a"), str(Path(__file__).parents[1] / "b")])',
         [("apps/one/fn/a", False), ("apps/one/b", False)]),
        ('site.addsitedir(Path(__file__).resolve().parent.joinpath("a").as_posix())', [("apps/one/fn/a", False)]),
        ('sys.path += [os.path.join(os.path.dirname(__file__), "a")]', [("apps/one/fn/a", False)]),
        ("ROOT = Path(__file__).absolute().parent.parent\nsys.path.append(str(ROOT))", [("apps/one", False)]),
        ('if True:\n    sys.path.append(os.path.dirname(__file__))', [("apps/one/fn", False)]),
        ('sys.path.append("/var/task/lib")',
         [("apps/one/fn/lib", False), ("apps/one/lib", False), ("apps/lib", False), ("lib", False)]),
        ('sys.path.append(os.environ["LIB"])', []),
        ('sys.path.append("/opt/lib")', []),
        ('sys.path.append(os.path.join(os.path.dirname(__file__), "../../../../.."))', []),
        ("sys.path.append(__file__ * 2)", []),
    ],
)  # fmt: skip
def test_what_is_added(added: str, found: list[tuple[str, bool]]) -> None:
    imports = "import os, site, sys\nimport os.path as osp\nfrom os import path\nfrom pathlib import Path\n"
    program, language = Program(), languages.for_path(HERE)
    assert language is not None
    name = program.add(SourceFile(HERE, HERE, (imports + added + "\n").encode()), language)
    assert list(roots(program, name)) == found
