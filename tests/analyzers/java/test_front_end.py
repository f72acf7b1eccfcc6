"""The Java front end: names and scopes, literals, what is a test, which class is which service."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers import ir
from policywright.analyzers.api import Analysis, Options, analyse
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.solver import Engine
from policywright.analyzers.languages.java import LANGUAGE
from policywright.analyzers.languages.java.aws import names
from policywright.analyzers.languages.java.lower import lower
from policywright.analyzers.program import Program
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

OPERATIONS = Operations(shared_store())
IMPORTS = """
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.*;
"""


def constants(module: ir.Module) -> list[object]:
    """The values of all static fields of a file, in order."""
    found: list[object] = []
    for cls in module.classes:
        for statement in cls.body:
            if isinstance(statement, ir.Assign) and isinstance(statement.value, ir.Const):
                found.append(statement.value.value)
    return found


def analysis(tmp_path: Path, **files: str) -> Analysis:
    for name, text in files.items():
        path = tmp_path / (name.replace("__", "/") + ".java")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return analyse([tmp_path], Options())


def actions(found: Analysis) -> set[str]:
    return {grant.action for policy in found.policies for grant in policy.grants}


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ('"a\\tb"', "a\tb"),
        ('"\\u0041\\\\"', "A\\"),
        ('"\\101\\0"', "A\0"),
        ('"""\n    one\n      two"""', "one\n  two"),
        ('"""\n    one\\\n    two"""', "onetwo"),
        ("1_000L", 1000),
        ("null", None),
        ("'x'", "x"),
    ],
)
def test_literals(literal: str, value: object) -> None:
    source = f"class A {{ static final Object X = {literal}; }}"
    found = constants(lower(source.encode(), "A.java"))
    assert found == ([value] if value is not None else [])


def test_names_are_unique_in_their_function() -> None:
    source = "class A { void f() { { int x = 1; } { int x = 2; } Runnable r = () -> { int x = 3; }; } }"
    module = lower(source.encode(), "A.java")
    bound = sorted(name for function in module.functions for name in function.locals if name.startswith("x"))
    assert len(bound) == len(set(bound)) == 3


def test_a_broken_file_is_reported_and_read() -> None:
    module = lower(b'class A { void f() { g(; } } class B { static final String X = "y"; }', "A.java")
    assert module.problems
    assert "y" in constants(module)


def test_deep_nesting_is_reported(tmp_path: Path) -> None:
    text = "class A { S3Client c; Object x = " + "(" * 3000 + "1" + ")" * 3000 + "; }"
    assert "too-deep" in {item.code.value for item in analysis(tmp_path, A=IMPORTS + text).skipped}


def test_long_sums_do_not_nest() -> None:
    text = "class A { static String x = " + " + ".join(['"a"'] * 3000) + "; }"
    assert not lower(text.encode(), "A.java").problems


@pytest.mark.parametrize(
    ("path", "test"),
    [
        ("src/test/java/com/a/Foo.java", True),
        ("src/integrationTest/java/Foo.java", True),
        ("src/testFixtures/java/Foo.java", True),
        ("src/integration-test/java/Foo.java", True),
        ("src/it/java/Foo.java", True),
        ("src/items/Foo.java", False),
        ("src/testimonials/Foo.java", False),
        ("src/main/java/FooTest.java", False),
        ("src/com/a/FooTest.java", True),
        ("app/FooIT.java", True),
        ("src/main/java/com/a/Foo.java", False),
        ("src/main/java/com/a/Latest.java", False),
        ("src/main/java/com/test/Foo.java", False),
    ],
)
def test_test_sources(path: str, test: bool) -> None:
    assert LANGUAGE.is_test(path, b"") is test


def test_what_tests_in_the_applications_own_sources() -> None:
    assert LANGUAGE.is_test("src/main/java/BaseTest.java", b"import org.junit.jupiter.api.Test;\n")
    assert not LANGUAGE.is_test("src/main/java/Base.java", b"import org.junit.jupiter.api.Test;\n")


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("software.amazon.awssdk.services.s3.S3AsyncClient", "s3"),
        ("software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient", "logs"),
        ("software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient", "dms"),
        ("software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient", "dynamodbstreams"),
        ("software.amazon.awssdk.services.sfn.SfnClient", "stepfunctions"),
        ("com.amazonaws.services.s3.AmazonS3ClientBuilder", "s3"),
        ("com.amazonaws.services.dynamodbv2.AmazonDynamoDB", "dynamodb"),
        ("com.amazonaws.services.securitytoken.AWSSecurityTokenService", "sts"),
        ("com.amazonaws.services.cognitoidp.AWSCognitoIdentityProvider", "cognito-idp"),
        ("com.amazonaws.services.elasticfilesystem.AmazonElasticFileSystem", "efs"),
        ("com.amazonaws.services.simpleemail.AmazonSimpleEmailService", "ses"),
    ],
)
def test_services_of_classes(path: str, service: str) -> None:
    run = Interpreter(Engine(Program()), OPERATIONS)
    symbol = names.split(path)
    assert symbol is not None
    assert names.service(run, symbol) == service


def test_the_lambda_runtime_is_no_service() -> None:
    assert names.split("com.amazonaws.services.lambda.runtime.RequestHandler") is None


def squeezed(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def test_every_service_is_found_by_its_own_class_name() -> None:
    run = Interpreter(Engine(Program()), OPERATIONS)
    for service in OPERATIONS.services():
        stem = squeezed(OPERATIONS.service_id(service))
        symbol = names.Symbol(2, f"services.{stem}", f"{stem.capitalize()}Client")
        found = names.service(run, symbol)
        # Two clients of botocore share an id.
        assert found is not None and squeezed(OPERATIONS.service_id(found)) == stem


def test_same_package_and_other_source_root(tmp_path: Path) -> None:
    found = analysis(
        tmp_path,
        core__src__main__java__p__Base=f"""package p;
        {IMPORTS}
        class Base {{ S3Client s3 = S3Client.create(); }}""",
        app__src__main__java__p__App="""package p;
        class App extends Base { void f() { s3.headBucket(h -> h.bucket("b")); } }""",
    )
    assert actions(found) == {"s3:ListBucket"}


def test_overloads_by_arity(tmp_path: Path) -> None:
    found = analysis(
        tmp_path,
        A=IMPORTS
        + """
        class A {
            S3Client s3;
            void main(String[] args) { f("x"); }
            private void f(String a) { f(a, "k"); }
            private void f(String a, String b) { s3.getObject(g -> g.bucket(a).key(b)); }
        }""",
    )
    grants = [grant for policy in found.policies for grant in policy.grants]
    assert [grant.action for grant in grants] == ["s3:GetObject"]
    assert all(reason.certainty == "resolved" for grant in grants for reason in grant.reasons)


def test_a_client_of_an_unknown_service_is_reported(tmp_path: Path) -> None:
    found = analysis(
        tmp_path,
        A="""import software.amazon.awssdk.services.nothing.NothingClient;
        class A { void f(NothingClient c) { c.describeNothing(); } }""",
    )
    assert [item.code.value for item in found.unresolved] == ["unknown-service"]


def test_an_operation_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    found = analysis(tmp_path, A=IMPORTS + "class A { void f(S3Client c) { c.explode(); } }")
    assert [item.code.value for item in found.unresolved] == ["unknown-operation"]


def test_a_request_is_evidence_where_the_receiver_is_unknown(tmp_path: Path) -> None:
    found = analysis(
        tmp_path,
        A=IMPORTS
        + """class A { void f(Thing thing) {
            thing.client().putObject(PutObjectRequest.builder().bucket("b").key("k").build(), null); } }""",
    )
    assert actions(found) == {"s3:PutObject"}
