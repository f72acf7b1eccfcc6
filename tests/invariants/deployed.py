"""Golden projects with templates as parameters of these tests, and what is found of each, once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.golden import test_infrastructure as infrastructure
from tests.shares import drawn, long_unless


def deployed(test: str, not_yet: Mapping[str, str], *, covered: bool = False) -> list[object]:
    """One project in twelve in every run, all of them in the long form, unless another test of that does more of the
    same with each (``covered``). ``not_yet`` tells of those left out why."""
    return [
        pytest.param(
            infrastructure.project_of(case),
            id=case.name,
            marks=[
                *long_unless(drawn(test, case, 12)),
                *([pytest.mark.skip(reason=not_yet[case.name])] if case.name in not_yet else []),
            ],
        )
        for case in infrastructure.CASES
        if not covered or drawn(test, case, 12)
    ]
