"""What a deployment gives in a parameter never becomes a resource that can match nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywright.analyzers.infrastructure.given import as_given, has_arn, in_members, says_arn
from policywright.knowledge.values import Const, Hole, Items, OneOf, Struct, Text, Unknown, Value

PLACES = (Hole(kind="partition"), Hole(kind="region"), Hole(kind="account"))


def arn(service: str, kind: str, name: str) -> Text:
    partition, region, account = PLACES
    own = Hole(kind="parameter", name=name)
    return Text(("arn:", partition, f":{service}:", region, ":", account, f":{kind}", own))


def whole(name: str) -> Value:
    return Text((Hole(kind="parameter", name=name),))


@pytest.mark.parametrize("name", ["TopicArn", "var.topic_arn", "QUEUE_ARN", "var.queue.arn"])
def test_an_arn_is_the_resource_itself(name: str) -> None:
    assert as_given(arn("lambda", "function:", name), ()) == whole(name)


@pytest.mark.parametrize("name", ["TopicName", "Alerts", "var.machine_name"])
def test_what_does_not_say_so_is_a_name(name: str) -> None:
    for service, kind in (("sns", ""), ("states", "stateMachine:")):
        assert as_given(arn(service, kind, name), ()) == arn(service, kind, name)


def test_executions_are_not_what_the_machine_s_arn_is() -> None:
    assert as_given(arn("states", "execution:", "MachineArn"), ()) != whole("MachineArn")


def test_a_url_is_no_name() -> None:
    found = as_given(arn("sqs", "", "QueueUrl"), ())
    assert isinstance(found, Text)
    assert found.parts[-1] == Hole(kind="unknown", name="QueueUrl")


def test_a_secret_s_name_has_a_suffix_in_its_arn() -> None:
    found = as_given(arn("secretsmanager", "secret:", "Password"), ())
    assert isinstance(found, Text)
    assert found.parts[-1] == "-??????"


@given(
    st.sampled_from(["sns", "sqs", "lambda", "dynamodb", "secretsmanager"]), st.sampled_from(["", "table/"])
)
def test_the_name_of_a_resource_of_the_stack_is_a_name(service: str, kind: str) -> None:
    pattern = arn(service, kind, "OrdersArn")
    assert as_given(pattern, {"OrdersArn"}) == pattern


@given(st.text(alphabet="abn:/*", max_size=12))
def test_what_names_no_parameter_stays(text: str) -> None:
    assert as_given(Const(text), ()) == Const(text)


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("ARN of the queue", True),
        ("The KMS key's ARN", True),
        ("(Optional) Full ARN of a secret", True),
        ("Name or ARN of the table", False),
        ("ARN or name of the table", False),
        ("Name of the role whose ARN is known", False),
        ("ARNs of the topics", False),
        ("", False),
    ],
)
def test_what_a_description_says(description: str, said: bool) -> None:
    assert says_arn(description) is said


def test_a_parameter_described_as_an_arn_is_the_resource_itself() -> None:
    assert as_given(arn("sns", "", "Topic"), (), {"Topic"}) == whole("Topic")
    assert as_given(arn("sns", "", "Topic"), (), {"Other"}) != whole("Topic")


def reference(name: str) -> Value:
    return Text((Hole(kind="reference", name=name),))


@pytest.mark.parametrize("member", ["TopicArn", "destinationArn", "StreamARN", "resourceArn"])
def test_a_member_that_takes_an_arn_is_given_one(member: str) -> None:
    parameters = Struct(((member, whole("Alerts")), ("Message", whole("Alerts"))))
    assert in_members(parameters) == Struct(((member, reference("Alerts")), ("Message", whole("Alerts"))))


def test_it_is_so_in_lists_and_among_alternatives() -> None:
    inner = Struct((("Arn", OneOf((whole("Alerts"), Const("x")))),), open=True, maybe=frozenset({"Arn"}))
    parameters = Struct(
        (("Targets", Items((inner, Unknown()), open=True)), ("SecurityArns", Items((whole("One"),))))
    )
    again = Struct((("Arn", OneOf((reference("Alerts"), Const("x")))),), open=True, maybe=frozenset({"Arn"}))
    assert in_members(parameters) == Struct(
        (("Targets", Items((again, Unknown()), open=True)), ("SecurityArns", Items((reference("One"),))))
    )


@pytest.mark.parametrize(
    ("member", "name"),
    [("SecretArn", "Login"), ("taskRoleArn", "Role"), ("TopicArn", "TopicName"), ("TopicArn", "Url")],
)
def test_what_may_be_a_name_stays_one(member: str, name: str) -> None:
    parameters = Struct(((member, whole(name)),))
    assert in_members(parameters) == parameters


def test_a_parameter_that_is_no_arn_by_default_is_never_a_whole_resource() -> None:
    given = Text((Hole(kind="parameter", name="Topic"),))
    assert in_members(Struct((("TopicArn", given),))).fields[0][1] == Text(
        (Hole(kind="reference", name="Topic"),)
    )
    found = in_members(Struct((("TopicArn", given),)), frozenset({"Topic"})).fields[0][1]
    assert found == Text((Hole(kind="unknown", name="Topic"),))


def test_a_member_that_takes_the_id_of_a_model_keeps_the_parameter() -> None:
    given = Text((Hole(kind="parameter", name="Model"),))
    assert in_members(Struct((("modelArn", given),))).fields[0][1] == given


def test_a_parameter_that_is_known_to_be_a_name_is_one_whatever_it_is_called() -> None:
    assert as_given(arn("sns", "", "TopicArn"), (), names={"TopicArn"}) == arn("sns", "", "TopicArn")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("KmsKeyArn", True), ("var.kms_key_arn", True), ("KEY_ARN", True), ("KMSKeyARNs", True),
        ("var.arns.key", True), ("WarningKey", False), ("var.learn_key", False), ("EARNED_KEY", False),
    ],
)  # fmt: skip
def test_a_word_that_has_the_letters_in_it_says_nothing(name: str, said: bool) -> None:
    assert has_arn(name) is said
