"""What reads as a name that is to be filled in, and what is a name."""

import pytest

from policywright.knowledge.forms import findable
from policywright.knowledge.stand_ins import is_stand_in, plain, words_in
from policywright.knowledge.values import Const, Hole, Text


@pytest.mark.parametrize(
    ("name", "service", "type"),
    [
        ("TABLE_NAME", "dynamodb", "table"), ("tableName", "dynamodb", "table"), ("MY_TABLE", "dynamodb", "table"),
        ("your-table", "dynamodb", "table"), ("<table>", "dynamodb", "table"), ("REPLACE_ME", "secretsmanager", "secret"),
        ("replace-me-with-a-secret", "secretsmanager", "secret"), ("changeme", "ssm", "parameter"), ("xxx", "sns", ""),
        ("my-topic-here", "sns", ""), ("use-your-bucket", "s3", ""), ("QUEUE_URL", "sqs", ""), ("BUCKET", "s3", ""), ("amzn-s3-demo-bucket1", "s3", ""),
        ("MyBucket", "s3", ""), ("EVENT_BUS_NAME", "events", "event-bus"), ("function_name", "lambda", "function"),
    ],
)  # fmt: skip
def test_stands_for_a_name(name: str, service: str, type: str) -> None:
    assert is_stand_in(name, service, type)


@pytest.mark.parametrize(
    ("name", "service", "type"),
    [
        ("my-table", "dynamodb", "table"), ("Table", "dynamodb", "table"), ("todo", "dynamodb", "table"),
        ("USERS", "dynamodb", "table"), ("table-name", "ssm", "parameter"), ("TABLE_NAME", "ssm", "parameter"),
        ("my-bucket", "s3", ""), ("hereford", "sns", ""), ("here", "sns", ""), ("MyQueue", "sqs", ""), ("xx", "sns", ""),
        ("yourapp-prod", "s3", ""), ("know-your-customer", "s3", ""), ("{{resolve:ssm:/changeme}}", "s3", ""), ("log-group", "logs", "log-group"),
    ],
)  # fmt: skip
def test_is_a_name(name: str, service: str, type: str) -> None:
    assert not is_stand_in(name, service, type)


def test_an_arn_keeps_the_word_for_people() -> None:
    found = findable(Const("arn:aws:secretsmanager:eu-west-1:123456789012:secret:REPLACE_ME-??????"))
    assert [*words_in([found])] == ["REPLACE_ME"]
    assert plain(found) == Text((
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:", Hole(kind="unknown"), "-??????",
    ))  # fmt: skip
    key = Const("arn:aws:s3:::files/your/BUCKET_NAME")
    assert findable(key) == key
