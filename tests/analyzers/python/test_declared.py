"""Entry points in the manifests of a project."""

from __future__ import annotations

import pytest

from policywright.analyzers.languages.python import LANGUAGE
from policywright.analyzers.languages.python.declared import entry_points
from policywright.analyzers.program import Program
from policywright.analyzers.source import SourceFile

PROJECT = b"""
[project.scripts]
shop = "shop.main:cli"
[project.entry-points."shop.stores"]
s3 = "shop.s3:Store.make [fast]"
all = "shop.everything"
[tool.poetry.plugins."shop.senders"]
queue = "shop.queue:send"
[tool.poetry.scripts]
old = {reference = "shop.old:run", type = "console"}
"""
CONFIGURATION = b"""
[options.entry_points]
console_scripts =
    shop = shop.main:cli
shop.stores =
    s3 = shop.s3:Store
    # nothing = shop.nothing:Nothing
"""
SCRIPT = b"""
from setuptools import setup
setup(name="shop", entry_points={
    "console_scripts": ["shop=shop.main:cli"],
    'shop.stores': ("s3 = shop.s3:Store [fast]",),
})
"""
TWO = [("console_scripts", "shop", "shop.main", "cli"), ("shop.stores", "s3", "shop.s3", "Store")]


def declared(program: Program) -> list[tuple[str, ...]]:
    return [(one.group, one.name, one.module, one.attribute) for one in entry_points(program)]


@pytest.mark.parametrize(
    ("place", "data", "expected"),
    [
        ("pyproject.toml", PROJECT, [
            ("console_scripts", "old", "shop.old", "run"),
            ("console_scripts", "shop", "shop.main", "cli"),
            ("shop.senders", "queue", "shop.queue", "send"),
            ("shop.stores", "all", "shop.everything", ""),
            ("shop.stores", "s3", "shop.s3", "Store.make"),
        ]),
        ("app/setup.cfg", CONFIGURATION, TWO),
        ("pyproject.toml", b"[project\n", []),
        ("pyproject.toml", b'project = 1\n[tool]\npoetry = "x"\n', []),
        ("setup.cfg", b"no section = 1\n", []),
        ("package.json", b'{"entry_points": {"x": ["a = b"]}}', []),
    ],
)  # fmt: skip
def test_what_manifests_declare(place: str, data: bytes, expected: list[tuple[str, ...]]) -> None:
    program = Program()
    program.auxiliary[place] = data
    assert declared(program) == expected


def test_what_a_script_declares() -> None:
    program = Program()
    program.add(SourceFile("setup.py", "/p/setup.py", SCRIPT), LANGUAGE)
    assert declared(program) == TWO
