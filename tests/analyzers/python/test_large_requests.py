"""A request of very many parts is described in a bounded number of them, and what is plain in it stays known."""

from __future__ import annotations

from pathlib import Path

from policywright.analyzers.discovery import discover
from policywright.analyzers.engine.parameters import MAX_ALL_NODES, Described
from policywright.analyzers.findings import analyse_code
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const

KEYWORDS = 60
"""What so many callers have put into the keywords that one function passes on."""
PART = {f"key{number}": {"name": f"a{number}", "values": [1, 2, 3]} for number in range(30)}


def test_keywords_of_very_many_callers(tmp_path: Path) -> None:
    kept = {f"P{number}": {"of": number, **PART} for number in range(KEYWORDS)}
    (tmp_path / "app.py").write_text(
        f'import boto3\n\nKEYWORDS = {{"Bucket": "orders", **{kept!r}}}\n\n'
        'boto3.client("s3").put_object(Key="k", **KEYWORDS)\n'
    )
    (call,) = analyse_code(discover([tmp_path]), Authorizer(shared_store())).calls
    assert (call.service, call.operation) == ("s3", "PutObject")
    assert len(call.parameters.fields) > KEYWORDS
    assert call.parameters.get("Bucket") == Const("orders")
    assert Described().size(call.parameters) <= MAX_ALL_NODES
