"""A few cases of each target with every test; ``make fuzz`` runs thousands."""

from __future__ import annotations

import pytest
from tests.fuzz.__main__ import run
from tests.fuzz.targets import TARGETS

CASES = {"sources": 15, "templates": 15, "policies": 60, "denials": 20, "hostile": 5}


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_stops_it(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYWRIGHT_TRACEBACK", "1")
    monkeypatch.setenv("POLICYWRIGHT_ONE_PROCESS", "1")
    wrong = {
        number: found for number in range(CASES[target]) if (found := run(target, 0, number)) is not None
    }
    assert not wrong
