"""What an analysis costs grows with the program and no faster. Counted in updates, which no busy machine changes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.invariants import support
from tests.invariants.adapter import Counters, analyse_shuffled

RATIO = 2.3
"""Growth of the cost when a program doubles; 2 is what its text does."""
SHAPES = ("decorated", "undecorated", "sessions", "generics", "evaluator")
QUICK, LONG = (10, 20, 40), (40, 80, 160, 320)
DEAR = 10
"""So many times the updates of other code a line of an interpreter may cost."""


def counted(language: str, shape: str, size: int) -> Counters:
    """What the analysis of a program counts."""
    files = support.linked(language, shape, size).files
    return analyse_shuffled(files, seconds=support.seconds(size)).counters


@pytest.mark.parametrize(
    "sizes", [pytest.param(QUICK, id="quick"), pytest.param(LONG, id="long", marks=pytest.mark.long)]
)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", support.LANGUAGES)
def test_updates_grow_linearly(language: str, shape: str, sizes: tuple[int, ...]) -> None:
    updates = [counted(language, shape, size).updates for size in sizes]
    ratios = [after / before for before, after in pairwise(updates)]
    assert max(ratios) <= RATIO, updates


@pytest.mark.parametrize("language", support.LANGUAGES)
def test_a_wrapper_costs_no_more_than_what_it_wraps(language: str) -> None:
    plain, wrapped = (counted(language, shape, QUICK[-1]).updates for shape in ("undecorated", "decorated"))
    assert wrapped <= 2 * plain


@pytest.mark.parametrize("language", support.LANGUAGES)
def test_an_interpreter_costs_little(language: str) -> None:
    """Code without AWS in it that calls itself from everywhere."""

    def per_line(shape: str, size: int) -> float:
        lines = sum(text.count("\n") for text in support.linked(language, shape, size).files.values())
        return counted(language, shape, size).updates / lines

    assert per_line("evaluator", QUICK[-1]) <= DEAR * per_line("application", support.small("application"))


def _generated_client(kinds: int) -> dict[str, str]:
    """What generators make of a schema: code that takes any data apart, whose fields are called like names."""
    names = [f"list_{number}" for number in range(kinds)]
    lines = [
        "import boto3", "", "",
        "class Caller:",
        "    def __init__(self, value, kind, path, naming):",
        *(f"        self.{name} = {name}" for name in ("value", "kind", "path", "naming")),
        "    def call(self):",
        "        for name in (self.value, self.kind, self.path, self.naming):",
        "            getattr(self, name)()",
        "", "",
        "class Part:",
        "    def __init__(self, value, kind, path, naming):",
        *(f"        self.{name} = {name}" for name in ("value", "kind", "path", "naming")),
        "", "",
        "def convert(value, kind, path, naming):",
        "    return Part(value, kind, path, naming)",
        "", "",
        f"NAMES = {names}",
        *(f"def {name}(key):\n    boto3.client('s3').get_object(Bucket='b', Key=key)\n" for name in names),
        "def use(a, b, c, d):",
        "    return convert(NAMES[a], NAMES[b], NAMES[c], NAMES[d])",
        "",
    ]  # fmt: skip
    return {"app.py": "\n".join(lines)}


def test_generated_clients_cost_what_their_text_does() -> None:
    updates = [analyse_shuffled(_generated_client(size), seconds=60).counters.updates for size in (3, 6, 12)]
    ratios = [after / before for before, after in pairwise(updates)]
    assert max(ratios) <= RATIO, updates
