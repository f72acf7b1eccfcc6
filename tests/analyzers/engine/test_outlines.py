"""What the text of a function says of its results: only functions that are given back make a wrapper of it."""

from __future__ import annotations

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
