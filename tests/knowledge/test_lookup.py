"""Lookup: what a person can ask, and that the answer says when, where and why."""

from __future__ import annotations

import pytest

from policywright.knowledge.lookup import (
    MAX_ANSWERS,
    ActionFacts,
    OperationFacts,
    ServiceFacts,
    _Lookup,
    describe,
    lookup,
    shown_by_calls,
    suggest,
)
from policywright.knowledge.operations import Operations
from policywright.knowledge.samples import with_member
from policywright.knowledge.store import Store, shared_store


def operation(store: Store, name: str) -> OperationFacts:
    return next(facts for facts in lookup(store, name) if isinstance(facts, OperationFacts))


def on(store: Store, name: str, action: str) -> set[str]:
    """What an operation's rules about an action say that it is granted on."""
    facts = operation(store, name)
    return {arn for rule in facts.rules if rule.action == action for arn in rule.resources}


@pytest.mark.parametrize(
    "name", ["s3:PutObject", "s3.put_object", "s3:put_object", "S3:putobject", " s3:PutObject "]
)
def test_the_spellings_of_an_operation(store: Store, name: str) -> None:
    assert operation(store, name).operation == "s3:PutObject"


def test_an_action_knows_the_operations_it_authorizes(store: Store) -> None:
    (action, *_) = lookup(store, "s3:GetObject")
    assert isinstance(action, ActionFacts)
    assert action.access_level == "Read" and action.description
    assert {"s3.head_object", "s3.get_object", "s3.copy_object"} <= set(action.operations)
    assert ("object", "arn:${Partition}:s3:::${BucketName}/${ObjectName}", False) in action.resources


def test_an_operation_without_an_action_of_its_name(store: Store) -> None:
    (facts,) = lookup(store, "HeadObject")
    assert isinstance(facts, OperationFacts) and facts.method == "s3.head_object"
    assert "s3:GetObject" in {rule.action for rule in facts.rules}


def test_rules_say_when_and_where_from(store: Store) -> None:
    facts = {rule.action: rule for rule in operation(store, "s3.put_object").rules if rule.kind != "optional"}
    assert facts["s3:PutObject"].when == "always"
    assert facts["s3:PutObjectTagging"].when == "when Tagging is passed"
    assert all(rule.source for rule in facts.values())


def test_a_passed_role_names_its_receiver(store: Store) -> None:
    rules = {rule.action: rule for rule in operation(store, "lambda:CreateFunction").rules}
    assert rules["iam:PassRole"].when == "when Role is passed"
    assert rules["iam:PassRole"].conditions == ("StringEquals iam:PassedToService = lambda.amazonaws.com",)


def test_a_client_is_found_by_its_iam_prefix(store: Store) -> None:
    assert operation(store, "states:StartExecution").method == "stepfunctions.start_execution"
    assert operation(store, "stepfunctions.start_execution").operation == "stepfunctions:StartExecution"


def test_a_service(store: Store) -> None:
    (service, *_) = lookup(store, "sqs")
    assert isinstance(service, ServiceFacts)
    assert (service.prefix, service.clients) == ("sqs", ("sqs",)) and service.actions > 10


def test_no_permission_is_an_answer(store: Store) -> None:
    facts = operation(store, "sts:GetCallerIdentity")
    assert (facts.layer, facts.rules) == ("no-permission", ()) and facts.note


def test_a_name_of_many_services_is_limited(store: Store) -> None:
    assert len(lookup(store, "TagResource")) == MAX_ANSWERS


@pytest.mark.parametrize("name", ["", ":", "s3:", "nosuch:Thing", "s3:NoSuchThing", "NoSuchThing", "%_"])
def test_nothing_known_is_empty(store: Store, name: str) -> None:
    assert lookup(store, name) == []


def test_suggestions(store: Store) -> None:
    assert "s3:GetObject" in suggest(store, "s3.get_objct")
    assert "dynamodb" in suggest(store, "dynamod")


def test_every_predicate_has_words(store: Store) -> None:
    row = {
        "passed": ["A", "B"],
        "absent": ["C"],
        "equals": {"D": ["x", "y"]},
        "not_equals": {"E": ["z"]},
        "arn": {"member": "F", "pattern": ["arn:*"]},
        "arn_not": {"member": "G", "pattern": ["arn:*"]},
        "partiql": {"member": "H", "verb": "Select"},
        "optional": "the moon is full",
    }
    words = describe(row)
    assert all(name in words for name in "ABCDEFGH") and words.endswith("the moon is full")
    assert describe({"never": True}).startswith("never")
    assert describe({"always": True}) == "always"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("S3.Get_object", "s3:GetObject"),
        ("boto3.s3.get_object", "s3:GetObject"),
        ("s3.get_object()", "s3:GetObject"),
        ("GetBucketAclCommand", "s3:GetBucketAcl"),
        ("sfn.start_execution", "stepfunctions:StartExecution"),
        ("EventBridge:PutEvents", "events:PutEvents"),
        ("CloudWatchLogs.put_log_events", "logs:PutLogEvents"),
    ],
)
def test_spellings_of_other_sdks(store: Store, name: str, meant: str) -> None:
    assert operation(store, name).operation == meant


def test_an_operation_says_which_member_names_the_resource(store: Store) -> None:
    table = "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}"
    assert on(store, "dynamodb.query", "dynamodb:Query") == {table, f"{table}/index/${{IndexName}}"}
    bus = "arn:${Partition}:events:${Region}:${Account}:event-bus/"
    events = on(store, "events.put_events", "events:PutEvents")
    assert events >= {f"{bus}default", f"{bus}${{Entries.EventBusName}}"}


@pytest.mark.parametrize(
    ("name", "action", "kind", "sure"),
    [
        ("sqs.purge_queue", "sqs:PurgeQueue", "always", "same name"),
        ("s3.put_object", "s3:PutObjectTagging", "when", "own row"),
        ("cloudtrail:CreateEventDataStore", "iam:CreateServiceLinkedRole", "optional", "general rule"),
        ("cloudtrail:CreateEventDataStore", "kms:Decrypt", "when", "general rule"),
        ("s3:DeleteBucketReplication", "iam:PassRole", "never", "general rule"),
        ("polly:CreateVoice", "polly:CreateVoice", "always", "inferred"),
    ],
)
def test_a_rule_says_what_kind_it_is_and_how_sure(
    store: Store, name: str, action: str, kind: str, sure: str
) -> None:
    rule = next(rule for rule in operation(store, name).rules if rule.action == action)
    assert (rule.kind, rule.sure) == (kind, sure)


def test_a_member_that_has_parts_is_looked_up(store: Store) -> None:
    """``CopySource`` is passed as text, or as its parts: rows speak of both."""
    for name in ("s3:CopyObject", "s3:UploadPartCopy"):
        source = "arn:${Partition}:s3:::${CopySource.Bucket}/${CopySource.Key}"
        own = on(store, name, "s3:GetObject")
        assert source in own and "arn:${Partition}:s3:::*/*" not in own
        assert on(store, name, "s3:PutObject") >= {"arn:${Partition}:s3:::${Bucket}/${Key}"}


@pytest.mark.parametrize(
    ("name", "action", "arn"),
    [
        # A rule about one form of an identifier is about what is of that form.
        ("s3:GetObject", "s3-object-lambda:GetObject", "arn:${Partition}:s3-object-lambda:${Region}:${Account}:${Bucket}"),
        ("s3:GetObject", "s3express:CreateSession", "arn:${Partition}:s3express:${Region}:${Account}:bucket/${Bucket}--x-s3"),
        ("cloudformation:CreateStack", "s3:GetObject", "arn:${Partition}:s3:::${TemplateURL}/*"),
        ("ssm:GetParameter", "secretsmanager:GetSecretValue", "arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${Name}-??????"),
        ("ram:CreateResourceShare", "billing:PutResourcePolicy", "arn:${Partition}:billing::${Account}:billingview/${resourceArns}"),
        # One about a member names what is said beside it.
        ("lambda:CreateFunction", "s3:GetObjectVersion", "arn:${Partition}:s3:::${Code.S3Bucket}/${Code.S3Key}"),
        ("lambda:UpdateFunctionCode", "s3:GetObject", "arn:${Partition}:s3:::${S3Bucket}/${S3Key}"),
        ("s3:CreateBucket", "s3:PutBucketVersioning", "arn:${Partition}:s3:::${Bucket}"),
        ("appconfig:CreateExtension", "iam:PassRole", "${Actions.RoleArn}"),
        ("dynamodb:ExecuteStatement", "dynamodb:PartiQLSelect", "arn:${Partition}:dynamodb:${Region}:${Account}:table/*"),
        ("ec2:DescribeInstances", "ec2:DescribeInstances", "*"),
    ],
)  # fmt: skip
def test_a_rule_says_what_it_is_about(store: Store, name: str, action: str, arn: str) -> None:
    assert arn in on(store, name, action) and "arn:${Partition}:s3:::*/*" not in on(store, name, action)


@pytest.mark.parametrize("client", ["appconfig", "bedrock-runtime", "lambda", "logs", "ram", "s3", "ssm"])
def test_every_rule_says_what_it_is_about(store: Store, client: str) -> None:
    known = _Lookup(store)
    operations = Operations(store)
    for name in operations.names(client):
        found = operations.get(client, name)
        assert found is not None
        for rule in known._operation(found).rules:
            assert bool(rule.resources) is (rule.kind != "never"), (name, rule)


@pytest.mark.parametrize(
    "client", ["s3", "dynamodb", "ec2", "glue", "iam", "lambda", "s3control", "sagemaker"]
)
def test_every_member_of_an_operation_can_be_passed_alone(client: str) -> None:
    """Also where a text (``CopySource``) is told by what stands in it."""
    operations = Operations(shared_store())
    for name in operations.names(client):
        operation = operations.get(client, name)
        assert operation is not None
        for path in (*operation.paths, *operation.role_paths, *operation.tag_paths):
            assert with_member(operation, path).fields


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        ("s3:GetObject", True),
        ("redshift:JoinGroup", True),  # of an operation of another name
        ("logs:Unmask", True),  # of one with a member that asks for it
        ("es:ESHttpGet", False),  # of no operation
        ("bedrock:CallWithBearerToken", False),  # listed, and asked for with an API key alone
        ("dynamodb:ReplicateSettings", False),  # listed, and asked for by the service alone
        ("neptune-db:ReadDataViaQuery", False),  # of operations, and of drivers
        ("cassandra:Select", False),
        ("iot:Publish", False),
        ("nothing:Known", True),
    ],
)
def test_what_calls_show(store: Store, action: str, shown: bool) -> None:
    assert shown_by_calls(store)(action) is shown
