"""Texts that are cut and joined are what they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywright.knowledge import texts
from policywright.knowledge.texts import ACCOUNT, PARTITION, REGION
from policywright.knowledge.values import Const, Hole

PIECES = st.sampled_from(
    ("arn:", ":", ":kms:", ":key/", "eu-west-1", "/", "x", PARTITION, REGION, ACCOUNT, Hole(kind="unknown"))
)


@given(st.lists(PIECES, max_size=12), st.sampled_from((":", "/", ":key/")))
def test_joining_is_the_inverse_of_cutting(pieces: list[str | Hole], separator: str) -> None:
    """Of the beginning of an ARN nothing is made up, either."""
    joined = texts.join(pieces)
    plain = () if joined == Const("") else (str(joined.value),) if isinstance(joined, Const) else joined.parts
    assert texts.rejoin(texts.split(plain, separator), separator) == plain


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("Orders.StreamArn", True),
        ("Nested.Outputs.TopicArn", True),
        ("Fn::ImportValue shop-TopicArn", True),
        ("var.topic_arn", True),
        ("aws_sns_topic.alerts.arn", True),
        ("data.aws_kms_alias.main.target_key_arn", True),
        ("module.shop_api.topic_arn", True),
        ('module.shop["a.b"].topic_arn', True),
        ("SecretArn", False),
        ("Orders.TopicName", False),
        ("aws_sns_topic.alerts_arn", False),
        ("data.aws_sns_topic.alerts_arn", False),
        ("module.shop_api.aws_sns_topic.alerts_arn", False),
        ('module.shop["a.b"].aws_sns_topic.alerts_arn', False),
        ("aws_sns_topic.alerts_arn.name", False),
    ],
)
def test_the_name_of_a_resource_says_nothing_of_what_it_is(expression: str, said: bool) -> None:
    assert texts.says_arn(expression) is said
