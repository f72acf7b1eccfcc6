"""Edits of a program that leave something out on some paths: a value, what is in a container, the rest of a block.

``nothing`` has a value there on some paths, and null (in Go the zero value) on others; ``empty`` the same with an empty
container or text. ``raised`` puts a call that may raise before a statement, or a statement into what catches that. In all
of them each path of the program that was there is there still.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.invariants.conftest import is_own
from tests.invariants.forms import Edit, nodes_of

from policywright.analyzers import ir, languages

_PY = "\n\ndef perhaps_(raw):\n    return __import__('elsewhere').told(raw)\n"
_JS = "\n\nfunction perhaps_(raw) { return Date.now() > raw; }\n"
_GO = "\n\nfunc perhaps_[T any](it T) (out T) {\n\tif recover() != nil {\n\t\treturn it\n\t}\n\treturn\n}\n"
_GO += 'func raises_() {\n\tif recover() != nil {\n\t\tpanic("x")\n\t}\n}\n'
_LIST, _SET, _MAP = ("java.util." + one for one in ("List<T>", "Set<T>", "Map<K, V>"))
_TOLD = "new Object().hashCode() == 1"
_JAVA = (
    f"\nclass Perhaps_ {{ static <T> T of(T it) {{ return {_TOLD} ? it : null; }}\n"
    f"static <T> {_LIST} empty({_LIST} it) {{ return {_TOLD} ? it : java.util.List.of(); }}\n"
    f"static <T> {_SET} empty({_SET} it) {{ return {_TOLD} ? it : java.util.Set.of(); }}\n"
    f"static <K, V> {_MAP} empty({_MAP} it) {{ return {_TOLD} ? it : java.util.Map.of(); }}\n"
    f'static String empty(String it) {{ return {_TOLD} ? it : ""; }}\n'
    f"static void raises() {{ if ({_TOLD}) throw new IllegalStateException(); }} }}\n"
)
HELPERS: Mapping[str, str] = {"python": _PY, "typescript": _JS, "go": _GO, "java": _JAVA}
"""What is put behind a file."""
NOTHING: Mapping[str, str] = {
    "python": "({} if perhaps_(0) else None)", "typescript": "(perhaps_(0) ? {} : undefined)",
    "go": "perhaps_({})", "java": "Perhaps_.of({})",
}  # fmt: skip
EMPTY: Mapping[str, Mapping[str, str]] = {
    "python": {
        "[": "({} if perhaps_(0) else [])", "{": "({} if perhaps_(0) else {{}})", '"': '({} if perhaps_(0) else "")',
    },
    "typescript": {
        "[": "(perhaps_(0) ? {} : [])", "{": "(perhaps_(0) ? {} : {{}})", '"': '(perhaps_(0) ? {} : "")',
    },
    "go": {"[": "perhaps_({})", "{": "perhaps_({})", '"': "perhaps_({})"},
    "java": {"[": "Perhaps_.empty({})", '"': "Perhaps_.empty({})"},
}  # fmt: skip
BEFORE: Mapping[str, tuple[str, ...]] = {
    "python": (
        "perhaps_(0)\n{0}",
        "try:\n{0}    perhaps_(0)\n{0}    return\n{0}except Exception: pass\n{0}",
        "try:\n{0}    perhaps_(0)\n{0}except Exception:\n{0}    return\n{0}",
    ),
    "typescript": (
        "perhaps_(0); ",
        "try { JSON.parse(perhaps_(0)); return; } catch (e_) { } ",
        "try { JSON.parse(perhaps_(0)); } catch (e_) { return; } ",
    ),
    "go": (
        "raises_(); ",
        "if func() (ok_ bool) { defer func() { recover() }(); raises_(); return true }() { return }; ",
    ),
    "java": (
        "Perhaps_.raises(); ",
        "try { Perhaps_.raises(); return; } catch (RuntimeException e_) { } ",
        "try { Perhaps_.raises(); } catch (RuntimeException e_) { return; } ",
    ),
}
"""What is put before a statement."""
AROUND: Mapping[str, tuple[str, ...]] = {
    "python": (
        "try: {1}\n{0}except perhaps_(1): pass",
        "try: {1}\n{0}finally: perhaps_(1)",
        "with __import__('contextlib').suppress(Exception): {1}",
    ),
    "typescript": (
        "try {{ {1} }} catch (e_) {{ }}", "try {{ {1} }} finally {{ perhaps_(1); }}",
    ),
    "go": ("func() {{ defer func() {{ recover() }}(); {1} }}()",),
    "java": (
        "try {{ {1} }} catch (RuntimeException e_) {{ }}", "try {{ {1} }} finally {{ Perhaps_.raises(); }}",
    ),
}  # fmt: skip
"""What is put around one that is a call."""
_LOADS = frozenset(("require", "import_module", "__import__", "import", "mock", "fileURLToPath"))
"""Functions whose argument is a name of a module: which one it is may be no matter of a run."""
_TEXT = re.compile(r"""[rbu]?"[^"\\\n]*"|'[^'\\\n]*'""")
_VALUE = re.compile(r"""[rb]?"[^"\\\n]*"|'[^'\\\n]*'|\d+|[Tt]rue|[A-Za-z_][\w.]*(\([^()\n]*\))?""")
_CONTAINER = re.compile(r"\[[^\[\]\n]+\]|\{[^{}\n]+\}|\[\]\w+\{[^{}\n]+\}|map\[string\]\w+\{[^{}\n]+\}")
_MADE = re.compile(r"(List|Set|Map|Arrays)\.(of|asList)\([^()\n]+\)")
_NO_VALUE = frozenset(("null", "nil", "None", "undefined", "true", "false", "iota"))


def _values(nodes: tuple[ir.Node, ...]) -> Iterator[ir.Expr]:
    """What is passed, assigned, given back and put under keys."""
    for node in nodes:
        match node:
            case ir.Call(fn=fn) if not is_own(fn):
                if not (isinstance(fn, ir.Name | ir.Attr) and fn.name in _LOADS):
                    yield from [one for one in node.args if not isinstance(one, ir.Spread)]
                    yield from [one for key, one in node.kwargs if key]
            case ir.Assign(value=value) | ir.Return(value=value) if value is not None:
                yield value
            case ir.DictLit():
                yield from [one for key, one in node.items if key]


def _nothing(data: bytes, nodes: tuple[ir.Node, ...], language: str) -> Iterator[Edit]:
    for node in _values(nodes):
        text = data[slice(*node.pos)].decode()
        if not isinstance(node, ir.Const | ir.Name | ir.Attr | ir.Call) or text in _NO_VALUE:
            continue
        if language in ("go", "java") and (text[:1].isupper() or isinstance(node, ir.Attr)):
            # A type, a package.
            continue
        if _VALUE.fullmatch(text):
            yield Edit("nothing", *node.pos, NOTHING[language].format(text), HELPERS[language])


def _empty(data: bytes, nodes: tuple[ir.Node, ...], language: str) -> Iterator[Edit]:
    for node in _values(nodes):
        text = data[slice(*node.pos)].decode()
        kind = None
        if _TEXT.fullmatch(text) and len(text) > 2:
            kind = '"'
        elif _CONTAINER.fullmatch(text):
            kind = text[0] if text[0] in "[{" else "["
        elif language == "java" and _MADE.fullmatch(text):
            kind = "["
        form = EMPTY[language].get(kind or "")
        if form is not None:
            yield Edit("empty", *node.pos, form.format(text), HELPERS[language])


def _raised(data: bytes, nodes: tuple[ir.Node, ...], language: str) -> Iterator[Edit]:
    for node in nodes:
        if not isinstance(node, ir.Function):
            continue
        for statement in node.body:
            start, end = statement.pos
            before = data[:start].rstrip()
            indent = data[data.rfind(b"\n", 0, start) + 1 : start].decode()
            if not isinstance(statement, ir.ExprStmt | ir.Assign) or indent.strip():
                continue
            if language != "python" and before[-1:] not in (b"{", b";", b"}"):
                continue
            for form in BEFORE[language]:
                yield Edit("before", start, start, form.replace("{0}", indent), HELPERS[language])
            text = data[start:end].decode()
            rest = data[end : end + 1]
            if (
                isinstance(statement, ir.ExprStmt)
                and isinstance(statement.value, ir.Call)
                and "\n" not in text
            ):
                if language in ("typescript", "java"):
                    if rest != b";" and not text.endswith(";"):
                        continue
                    end += rest == b";"
                    text = data[start:end].decode()
                for form in AROUND[language]:
                    yield Edit("around", start, end, form.format(indent, text), HELPERS[language])


Rule = Callable[[bytes, tuple[ir.Node, ...], str], Iterator[Edit]]
RULES: Mapping[str, Rule] = {"nothing": _nothing, "empty": _empty, "raised": _raised}


def edits(rule: str, path: Path) -> tuple[Edit, ...]:
    """All such edits of a file."""
    language = languages.for_path(path.name)
    if language is None:
        return ()
    data = path.read_bytes()
    found = RULES[rule](data, nodes_of(data, path.name, language), language.name)
    return tuple(dict.fromkeys(found))
