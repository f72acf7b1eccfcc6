"""The engine knows no language: what one calls its own members and types, it brings (``engine.language``)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from policywright.analyzers import engine

FOLDER = Path(engine.__file__).parent
_SPECIAL = re.compile(r"__\w+__")
_OWN = frozenset(("__slots__", "__all__"))
TYPES = frozenset((
    "Optional", "Union", "Annotated", "ClassVar", "Promise", "Awaitable", "builtins", "typing", "exports", "require",
))  # fmt: skip


def test_no_string_names_what_a_language_has() -> None:
    found = [
        f"{path.name}:{node.lineno}: {node.value}"
        for path in sorted(FOLDER.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and (_SPECIAL.fullmatch(node.value) or node.value.partition(".")[0] in TYPES) and node.value not in _OWN
    ]  # fmt: skip
    assert not found
