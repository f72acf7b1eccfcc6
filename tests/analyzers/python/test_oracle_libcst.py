"""The Python front end against two independent parsers, and against damaged text.

``libcst`` and ``ast`` have to see the same calls, texts and imports, at the same places, as our IR, in every
golden file and example (one in three in every run, all of them in the long form). ``views.py`` says what is compared; ``python tests/analyzers/python/views.py FILE...``
does it for any other file.
"""

from __future__ import annotations

import ast
import random
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.analyzers.python.views import differences, nodes
from tests.shares import drawn, long_unless

from policywright.analyzers.languages.python.lower import lower

ROOT = Path(__file__).parent.parent.parent.parent
FILES = sorted(
    path
    for folder in ("tests/golden", "examples")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)
SOURCES = [path.read_bytes() for path in FILES]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.relative_to(ROOT).as_posix(), marks=long_unless(drawn("libcst", path, 3)))
        for path in FILES
    ],
)
def test_other_parsers_agree(path: Path) -> None:
    data = path.read_bytes()
    try:
        ast.parse(data)
    except SyntaxError:
        assert lower(data, "module").problems, "not even ast reads it, and we say nothing"
        return
    assert differences(data) == []


CORNERS = {
    "starred calls in containers": "x = [*a.b(), *c(), 1, *d.e[0].f(g())]\ny = *a(), *b.c()\nz = {*a()[0]}\n",
    "starred calls as arguments": "f(*a(), *b.c(), 1, **d.e())\n",
    "backslashes": "x = a() \\\n  if b() \\\n  else 'c'\nwith a() as b, \\\n    c() as d:\n    assert \\\n  f()\n",
    "type as a function": "type(self).cache = f('x')\ntype(a, b).c['d'].e = g()\ntype(self).n: int = h()\n",
    "words that are keywords at times": "match = f()\nmatch.g(1)\nmatch(x).y = g()\ncase = type = h()\n",
    "deletion": "del a[f()], b.c, (d, e[g()])\n",
    "strings": r"""x = 'a' "b" r'\n' '''c
d''' 'e\n'
y = b'f' b"\x00" if u'g' else '\N{BULLET}' '\
h'
""",
    "f-strings": "f'{a()!r:>{b()}} {{c}} {d[\"e\"]}' 'g' f'{h(f\"{i()}\")}'\n"
    "x = f'{{a}}' 'b' rf'\\d{{2}}', f\"\", f'a' f'{b()}', f'{\"c\"}d'\n",
    "decorators": "@a.b(c())\n@d\nclass E(f(), metaclass=g()):\n    @h(i())\n    def j(self, k=l()) -> m(): 1\n",
    "lambdas and defaults": "f = lambda x=a(), *y, **z: b(x, *y, **z)(c())\n",
    "comprehensions": "[a() for b in c() if d() if e() for f, *g in h()]\n{a(): b() for c in d()}, (a() for b in c())\n",
    "statements": textwrap.dedent("""
        async def f():
            async with a() as b, c(): await d()
            async for e in g(): yield h()
            else: i()
            try: j()
            except (k(), l): m()
            else: q()
            finally: r()
            while s(): t()
            raise u() from v()
            return (yield w()), (yield from x())
    """),
    "cases": textwrap.dedent("""
        match f(), g():
            case "a" | "b" if h(): i()
            case Point(x=0) | Color.RED: j()
            case [1, *rest] as whole: k(rest)
            case {"c": d, **e}: l()
            case _: m()
    """),
    "imports": "import a.b.c as d, e\nfrom . import f\nfrom ..g import (h as i,\n  j,)\nfrom k import *\n",
    "conditional imports": "try:\n    import a\nexcept ImportError:\n    from b import c as a\n",
    "operators": "a() < b() is not c() not in d() and not e() or f() if g() else -h() ** i() @ j()\n",
    "walrus": "if (a := b()) and [c := d(), e(f := g())]: pass\n",
    "subscripts": "a()[b():c():d()], e()[f(), g():h()], i()[...]\n",
    "annotations": "x: 'list[int]' = a()\ndef f(y: 'dict[str, int]' = b(), *z: g) -> 'c': ...\n",
    "global": "def f():\n    global x\n    x = a()\n    def g():\n        nonlocal y\n",
    "tabs, form feeds and odd indents": "if a:\n\tb()\n\f\nif c:\n   d()\n",
    "wide characters": "é = 'ü😀'; f('😀' + g('日本'), *h())\n",
    "no newline at the end": "f(g())",
    "windows line ends": "a()\r\nif b():\r\n    '''c\r\nd'''\r\n",
}


@pytest.mark.parametrize("name", CORNERS)
def test_corners(name: str) -> None:
    text = CORNERS[name]
    ast.parse(text)
    assert differences(text.encode()) == []


# --- damage --------------------------------------------------------------------------------------


def check(data: bytes) -> None:
    """Lowering ends, and every place lies in the file."""
    module = lower(data, "module")
    for node in nodes(module):
        start, end = node.pos
        assert 0 <= start <= end <= len(data), node
    for (start, end), problem in module.problems:
        assert 0 <= start <= end <= len(data) and problem


FRAGMENTS = [
    "(", ")", "[", "]", "{", "}", ":", ",", "=", ".", "*", "**", "@", "->", "\\\n", "\n", "\n    ", "'", '"""',
    "f'{", "}'", "if ", "elif ", "else:", "for x in ", "while ", "try:", "except ", "finally:", "with ", " as ",
    "def f(", "class C(", "lambda ", "match x:", "case ", "type X = ", "type(", "async ", "await ", "yield ",
    "return ", "import ", "from ", "del ", "global ", "print ", "assert ", "raise ", "not ", " in ", " is ", " or ",
    "x", "boto3.client('s3')", "é", "😀", "\0", "\f", "# coding: latin-1\n", "...", ":=", "!r", "1e", "0x", "_",
]  # fmt: skip

source_like = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source_like)
@example("f(**)")
@example("match x:\n case [*")
@example("x: '(' = 1")
@example("type = (")
@example("f'{'")
def test_any_text_is_lowered(text: str) -> None:
    check(text.encode())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_lowered(data: bytes) -> None:
    check(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SOURCES), st.integers(0, 2**32), st.integers(1, 8))
def test_damaged_files_are_lowered(data: bytes, seed: int, count: int) -> None:
    """Real code with pieces cut out, doubled, moved and replaced."""
    chooser = random.Random(seed)
    for _ in range(count):
        start = chooser.randrange(len(data) + 1)
        end = min(len(data), start + chooser.randrange(1, 40))
        piece = chooser.choice(
            [b"", data[start:end] * 2, chooser.choice(FRAGMENTS).encode(), bytes([chooser.randrange(256)])]
        )
        data = data[:start] + piece + data[end:]
    check(data)
