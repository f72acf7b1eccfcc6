"""What the text of a function says of its results: only functions that are given back make a wrapper of it."""

from __future__ import annotations

from itertools import product

import pytest

from policywright.analyzers.engine.outlines import Outline
from policywright.analyzers.languages.typescript.lower import lower


@pytest.mark.parametrize(("body", "gives"), [
    ("return (event) => handler(event)", True),
    ("return { run: (event) => handler(event) }", True),
    ("return memoize(() => handler)", True),
    ("return items.map((item) => () => item)", True),
    ("return load().then((found) => (name) => found[name])", True),
    ("return items.map((item) => item.name)", False),
    ("return load().then((found) => found.body)", False),
    ("return respond({ items: items.filter((item) => item.open).map((item) => ({ ...item })) })", False),
    ("const names = items.map((item) => item.name); return names", False),
])  # fmt: skip
def test_callbacks_are_not_given_back(body: str, gives: bool) -> None:
    module = lower(f"function made(items, handler) {{ {body} }}".encode(), "app.ts")
    (function,) = [one for one in module.functions if one.name == "made"]
    assert Outline(function).wraps is gives


@pytest.mark.parametrize("handed", list(product("abc", repeat=3)), ids="".join)
def test_functions_that_hand_one_another_over_give_back_none(handed: tuple[str, str, str]) -> None:
    inside = " ".join(
        f"function {name}() {{ return step().then(first).catch({other}) }}"
        for name, other in zip("abc", handed, strict=True)
    )
    module = lower(f"function made(step, first) {{ {inside} return step().catch(a) }}".encode(), "app.ts")
    (function,) = [one for one in module.functions if one.name == "made"]
    assert not Outline(function).wraps
