"""What the engine does not do yet, so that the rest of the tests can stay gates. This list only shrinks.

A row is a test's id below ``tests/``, as a pattern, and why; with ``UNSTEADY`` it may pass in one run and fail
in the next. Any other test in the list that passes fails the run:
take its row out.
"""

from __future__ import annotations

from collections.abc import Mapping

UNSTEADY = "not in every run: "
UNCOUNTED = frozenset({"evaluator"})
"""Shapes of programs of which only what is found is compared. Where a crowd gathers (``engine.crowds``), what
is called before there are enough depends on the order of work; none of it leads to a request."""
EARLY: Mapping[str, float] = {"application": 0.001}
"""The share of nodes by which programs of a shape may differ: a function that is called before what it is given
has come is looked at once more than when it comes first."""
NOT_MONOTONE = "takes something away when more goes in"
NOT_YET: Mapping[str, str] = {
    # A little more than the limit: 3024 updates for 1497, 3942 for 1776.
    "invariants/test_growth.py::test_a_wrapper_costs_no_more_than_what_it_wraps[python]": UNSTEADY
    + "2.02 times",
    "invariants/test_growth.py::test_a_wrapper_costs_no_more_than_what_it_wraps[typescript]": UNSTEADY
    + "2.2 times",
    "analyzers/engine/test_monotone.py::test_operations_are_monotone[concat*": UNSTEADY + NOT_MONOTONE,
    "analyzers/engine/test_monotone.py::test_operations_are_monotone[with_fallback*": UNSTEADY + NOT_MONOTONE,
}
