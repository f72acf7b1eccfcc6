"""``validate`` on texts that hold several policies, as ``generate --format policy`` prints them."""

from __future__ import annotations

import pytest

from policywright.server.validation import Source, validate

GOOD = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'
)
BAD = GOOD.replace("GetObject", "GetObjct")


def test_an_array_is_several_policies_with_their_own_lines() -> None:
    result = validate([Source(name="p.json", text=f"[\n{GOOD},\n{BAD}\n]\n")])
    assert [policy["name"] for policy in result["policies"]] == ["p.json[0]", "p.json[1]"]
    first, second = (policy["findings"] for policy in result["policies"])
    assert not first
    (finding,) = second
    assert (finding["code"], finding["line"]) == ("unknown-action", 3)
    assert BAD[finding["column"] - 1 :].startswith('"s3:GetObjct"')


@pytest.mark.parametrize(
    "text", ["[]", "[1]", f"[{GOOD}, 1]", f"[{GOOD},", f"[{GOOD} {GOOD}]", f"[{GOOD}] x"]
)
def test_any_other_array_is_one_wrong_policy(text: str) -> None:
    (policy,) = validate([Source(name="p.json", text=text)])["policies"]
    assert policy["name"] == "p.json" and policy["findings"]
