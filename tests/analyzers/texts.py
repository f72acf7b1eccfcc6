"""What a language does to texts, against the language itself.

Expressions over environment variables, constants and something unknown are put together at random. What the
analysis says of each has to fit what it gives when it is run: be it, be a pattern for it, or be unknown.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.invariants.adapter import analyse_shuffled

from policywright.analyzers.infrastructure.environment import Environment
from policywright.knowledge.values import Const, Struct, Text, Value, alternatives

VALUES = {"A": "orders-Dev", "B": "data/in/", "C": "a,b;c", "D": " ab_cd ", "E": "7"}
"""The environment, in the template and in the run."""
EVENT = "Event/x"
"""What is unknown to the analysis."""
WORDS = ("-", "/", "_", "ab", "Dev", "x", "--", "", "or", "data", " ", ",", ".")
Values = Sequence[str | None]
Run = Callable[[Sequence[str]], Values]
"""What expressions give; None for one that fails or gives no text."""


def matches(value: Value, actual: str) -> bool:
    for option in alternatives(value):
        match option:
            case Const(value=known):
                if known == actual:
                    return True
            case Text(parts=parts):
                pattern = "".join(
                    re.sub(r"([*?\[])", r"[\1]", part) if isinstance(part, str) else "*" for part in parts
                )
                if fnmatchcase(actual, pattern):
                    return True
            case _:
                return True
    return False


def expressions(atoms: Sequence[str], methods: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Up to three methods, each around what is there, which something may be put behind."""

    @st.composite
    def made(draw: st.DrawFn) -> str:
        text = draw(st.sampled_from(atoms))
        for _ in range(draw(st.integers(1, 3))):
            text = draw(methods).replace("{}", text)
            if draw(st.integers(0, 4)) == 0:
                text = f"{text} + {draw(st.sampled_from(atoms))}"
            text = f"({text})"
        return text

    return made()


def with_words(*patterns: str) -> st.SearchStrategy[str]:
    """Patterns in which each ``@W`` is some word, quoted."""

    def filled(found: tuple[str, list[str]]) -> str:
        text, words = found
        for word in words:
            text = text.replace("@W", f'"{word}"', 1)
        return text

    two = st.lists(st.sampled_from(WORDS), min_size=2, max_size=2)
    return st.tuples(st.sampled_from(patterns), two).map(filled)


def check(
    name: str, head: str, line: Callable[[str], str], tail: str, every: Sequence[str], run: Run
) -> None:
    """One request for each expression, on a line of its own behind ``head``."""
    first = head.count("\n") + 1
    program = head + "".join(f"{line(text)}\n" for text in every) + tail
    environment = Environment(Struct(tuple((key, Const(value)) for key, value in VALUES.items())))
    actual = run(every)
    seen = set()
    for call in analyse_shuffled({name: program}).code.calls:
        at = call.span.line - first
        seen.add(at)
        key, expected = environment.call(call).parameters.get("Key"), actual[at]
        assert key is None or expected is None or matches(key, expected), (every[at], key, expected)
    assert seen == set(range(len(every)))


@pytest.fixture(autouse=True, scope="module")
def deep() -> None:
    """The first analysis raises the limit of recursion, which Hypothesis wants to know before it starts."""
    analyse_shuffled({"app.py": ""})


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


PHASES = (Phase.generate,)
"""What fails says which expression did, so nothing is to be made smaller."""


def quick(made: st.SearchStrategy[str]) -> list[str]:
    """The same few hundred each time, to be run by one process: compilers take longer to start than to work."""
    found: list[str] = []

    @settings(deadline=None, max_examples=4, phases=PHASES, database=None, derandomize=True)
    @given(st.lists(made, min_size=60, max_size=60))
    def gather(some: list[str]) -> None:
        found.extend(some)

    gather()
    return list(dict.fromkeys(found))


def long(made: st.SearchStrategy[str]) -> Callable[[Any], Any]:
    lists = given(st.lists(made, min_size=60, max_size=60))
    return lambda test: pytest.mark.long(
        settings(deadline=None, max_examples=200, phases=PHASES, database=None)(lists(test))
    )
