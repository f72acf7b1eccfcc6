"""What the engine does not do yet, so that the rest of the tests can stay gates. This list only shrinks.

A row is a test's id below ``tests/``, as a pattern, and why; with ``HANGS`` it is not even run.
A test in the list that passes fails the run: take its row out.
"""

from __future__ import annotations

from collections.abc import Mapping

HANGS = "does not end: "
ORDER = "the answer depends on the order of work"
CHAIN = "which of several chains is shown depends on the order of work or of the text"
NOT_MONOTONE = "takes something away when more goes in"
NOT_YET: Mapping[str, str] = {
    # An interpreter with no AWS in it: seconds a kind of expression.
    "invariants/test_programs.py::test_all_requests_are_found_and_no_others[python-evaluator]": HANGS
    + "values nest",
    "invariants/test_orders.py::test_shuffled_programs[python-evaluator]": HANGS + "values nest",
    "invariants/test_orders.py::test_hash_seeds[python-small]": HANGS + "values nest",
    "invariants/test_transformations.py::test_forms[python-evaluator-*": HANGS + "values nest",
    # Behind one wrapper nothing is found at all, neither is what is called by a method's own name.
    "invariants/test_programs.py::test_all_requests_are_found_and_no_others[python-decorated]": "all are lost",
    "invariants/test_programs.py::test_all_requests_are_found_and_no_others[python-retry]": "no m.__self__",
    "invariants/test_programs.py::test_all_requests_are_found_and_no_others[go-retry]": "no method expressions",
    "invariants/test_orders.py::test_shuffled_programs[python-decorated]": ORDER,
    "invariants/test_orders.py::test_shuffled_programs[python-registry]": CHAIN,
    "invariants/test_orders.py::test_shuffled_programs[python-middleware]": CHAIN,
    "invariants/test_orders.py::test_shuffled_programs[typescript-decorated]": CHAIN,
    "invariants/test_orders.py::test_shuffled_programs[typescript-undecorated]": ORDER,
    "invariants/test_orders.py::test_shuffled_programs[typescript-registry]": CHAIN,
    "invariants/test_orders.py::test_shuffled_golden_cases[java/maven_modules]": ORDER,
    "invariants/test_orders.py::test_shuffled_golden_cases[java/spring_injection]": ORDER,
    "invariants/test_orders.py::test_shuffled_golden_cases[java/spring_shop]": ORDER,
    "invariants/test_transformations.py::test_forms[python-middleware-reordered]": CHAIN,
    "invariants/test_transformations.py::test_forms[java-middleware-reordered]": CHAIN,
    "analyzers/engine/test_monotone.py::test_operations_are_monotone[concat*": NOT_MONOTONE,
    "analyzers/engine/test_monotone.py::test_operations_are_monotone[with_fallback, value]": NOT_MONOTONE,
}
