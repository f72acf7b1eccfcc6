"""Members with computed names, of objects that have such members of each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.engine.heap import Heap
from policywright.analyzers.engine.values import Obj, Value

CASE = Path(__file__).resolve().parents[2] / "golden" / "python" / "computed_members_of_each_other"


@pytest.mark.plain
def test_each_object_is_looked_into_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where they went round in a circle, each call went round until the stack was used up."""
    everything, looked = Heap.everything, [0]

    def counting(heap: Heap, obj: Obj) -> Value:
        looked[0] += 1
        return everything(heap, obj)

    monkeypatch.setattr(Heap, "everything", counting)
    found = analyse([CASE], Options(entries=("app.py:handler",)))
    assert [grant.action for policy in found.policies for grant in policy.grants] == ["s3:ListAllMyBuckets"]
    assert looked[0] < 200
