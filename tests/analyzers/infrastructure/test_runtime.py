"""What the runtime needs of a role, by configuration."""

from __future__ import annotations

import pytest

from policywright.analyzers.infrastructure.project import whole_file
from policywright.analyzers.infrastructure.runtime import (
    Destination,
    FileSystem,
    FunctionConfiguration,
    Source,
    _rules,
    function_needs,
    need,
    service_of,
    unknown_ends,
)
from policywright.analyzers.infrastructure.types import text_of
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.store import EMBEDDED, open_store
from policywright.knowledge.values import Const, Hole, Text, Value

SPAN = whole_file("t.yaml")
NAME = Text((Hole(kind="reference", name="Fn"),))


def arn(service: str, rest: str) -> Value:
    return text_of([
        "arn:", Hole(kind="partition"), f":{service}:", Hole(kind="region"), ":", Hole(kind="account"), f":{rest}",
    ])  # fmt: skip


def actions(**configuration: object) -> set[str]:
    found = function_needs(FunctionConfiguration(name=NAME, span=SPAN, **configuration))  # type: ignore[arg-type]
    return {one.action for one in found if not one.action.startswith("logs:") and one.optional is None}


def test_an_unknown_key_may_be_needed() -> None:
    """Whether the queue that is polled has a customer managed key, its ARN doesn't say."""
    queue = Const("arn:aws:sqs:eu-west-1:111122223333:in")

    def optional(**more: object) -> dict[str, str | None]:
        configuration = FunctionConfiguration(name=NAME, span=SPAN, sources=(source(queue, **more),))
        return {one.action: one.optional for one in function_needs(configuration) if one.optional}

    assert optional() == {"kms:Decrypt": "the queue is encrypted with a customer managed key"}
    assert optional(key=Const("arn:aws:kms:eu-west-1:111122223333:key/k")) == {}


def source(found: Value | None, **more: object) -> Source:
    return Source(arn=found, label="X", span=SPAN, **more)  # type: ignore[arg-type]


def test_every_function_writes_its_log_and_nothing_else() -> None:
    found = function_needs(FunctionConfiguration(name=NAME, span=SPAN))
    assert {one.action for one in found} == {
        "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents",
    }  # fmt: skip
    expected = text_of([
        "arn:", Hole(kind="partition"), ":logs:", Hole(kind="region"), ":", Hole(kind="account"),
        ":log-group:/aws/lambda/", Hole(kind="reference", name="Fn"), ":*",
    ])  # fmt: skip
    assert {one.resources for one in found} == {(expected,)}


def test_a_log_group_of_its_own_takes_the_place_of_the_usual_one() -> None:
    found = function_needs(FunctionConfiguration(name=NAME, span=SPAN, log_groups=(Const("/mine"),)))
    (resources,) = {one.resources for one in found}
    assert isinstance(resources[0], Text)
    assert resources[0].parts[-1] == ":log-group:/mine:*"


def test_a_stream_is_polled_and_a_consumer_subscribes() -> None:
    stream = arn("kinesis", "stream/s")
    assert "kinesis:SubscribeToShard" not in actions(sources=(source(stream),))
    consumer = arn("kinesis", "stream/s/consumer/c:1")
    found = function_needs(FunctionConfiguration(name=NAME, span=SPAN, sources=(source(consumer),)))
    by_action = {one.action: one.resources for one in found}
    assert by_action["kinesis:SubscribeToShard"] == (consumer,)
    assert by_action["kinesis:GetRecords"] == (stream,)


def test_a_table_stream_lists_streams_everywhere() -> None:
    found = function_needs(
        FunctionConfiguration(name=NAME, span=SPAN, sources=(source(arn("dynamodb", "table/t/stream/*")),))
    )
    assert next(one for one in found if one.action == "dynamodb:ListStreams").resources == ()


def test_a_file_system_is_reached_through_its_access_point() -> None:
    point = arn("elasticfilesystem", "access-point/a")
    found = function_needs(
        FunctionConfiguration(
            name=NAME, span=SPAN, file_systems=(FileSystem(arn=point, label="A", span=SPAN),)
        )
    )
    mount = next(one for one in found if one.action == "elasticfilesystem:ClientMount")
    assert mount.conditions == (("StringEquals", "elasticfilesystem:AccessPointArn", (point,)),)


def test_a_parameter_needs_to_be_told_what_it_is() -> None:
    hole = Text((Hole(kind="parameter", name="Source"),))
    configuration = FunctionConfiguration(
        name=NAME, span=SPAN, sources=(source(hole),),
        destinations=(Destination(arn=hole, label="To", span=SPAN, purpose="failures"),),
    )  # fmt: skip
    assert [text for text, _ in unknown_ends(configuration)] == [
        "what it polls (X) can't be told", "where it sends failures (To) can't be told",
    ]  # fmt: skip
    assert actions(sources=(source(hole, kind="sqs"),)) == {
        "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (arn("sqs", "q"), "sqs"),
        (Const("arn:aws:sns:us-east-1:123456789012:t"), "sns"),
        (Text((Hole(kind="parameter", name="Arn"),)), None),
        (Text(("arn:aws:", Hole(kind="parameter", name="Service"), ":x")), None),
        (Const("https://sqs.eu-west-1.amazonaws.com/1/q"), None),
        (None, None),
    ],
)
def test_the_service_of_an_arn(value: Value | None, expected: str | None) -> None:
    assert service_of(value) == expected


def test_the_rules_name_actions_that_exist_and_say_their_source() -> None:
    store = open_store(EMBEDDED)
    catalog = Catalog(store)
    for name, rows in _rules().items():
        for row in rows:
            assert row["source"].startswith("https://docs.aws.amazon.com/"), name
            for action in row["actions"]:
                assert catalog.action(action) is not None, f"{name}: {action}"
    store.close()


def test_an_unknown_kind_of_need_is_an_error() -> None:
    with pytest.raises(KeyError):
        need("nothing", SPAN)


def test_a_bucket_is_mounted_by_another_service() -> None:
    """Where the kind can't be told it is what is mounted most, and the other kind's needs may be."""
    point = Text((Hole(kind="parameter", name="Point"),))

    def needed(kind: str | None) -> dict[str, bool]:
        system = FileSystem(arn=point, label="A", span=SPAN, kind=kind)
        found = function_needs(FunctionConfiguration(name=NAME, span=SPAN, file_systems=(system,)))
        return {one.action: one.optional is None for one in found if not one.action.startswith("logs:")}

    bucket = {
        "s3files:ClientMount": True, "s3files:ClientWrite": True,
        "s3:GetObject": False, "s3:GetObjectVersion": False,
    }  # fmt: skip
    assert needed("s3files") == bucket
    assert needed(None) == {
        "elasticfilesystem:ClientMount": True, "elasticfilesystem:ClientWrite": True,
    } | dict.fromkeys(bucket, False)  # fmt: skip
