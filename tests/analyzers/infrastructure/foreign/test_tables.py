"""What is quiet as a whole is not in its parts that are there for AWS."""

from __future__ import annotations

import pytest

from policywright.analyzers.infrastructure.foreign.tables import Ecosystem, tables


@pytest.mark.parametrize(
    ("ecosystem", "name", "quiet"),
    [
        ("pypi", "slack_bolt", True),
        ("pypi", "slack_bolt.adapter.aws_lambda", False),
        ("pypi", "slack_sdk.oauth.installation_store.amazon_s3", False),
        ("pypi", "sentry_sdk.integrations.aws_lambda", True),
        ("pypi", "google.cloud.iam", True),
        ("npm", "hono", True),
        ("npm", "hono/aws-lambda", True),
        ("npm", "drizzle-orm/aws-data-api/pg", False),
        ("npm", "react-aws-s3", False),
        ("npm", "@types/aws-lambda", True),
        ("go", "github.com/hashicorp/golang-lru", True),
        ("go", "github.com/hashicorp/aws-sdk-go-base/v2", False),
        ("go", "github.com/google/tink/go/integration/awskms", False),
        ("go", "go.opentelemetry.io/contrib/instrumentation/github.com/aws/aws-sdk-go-v2/otelaws", True),
        ("go", "google.golang.org/genproto/googleapis/iam/v1", True),
        ("maven", "io.micronaut.http.annotation", True),
        ("maven", "io.micronaut.aws.distributedconfiguration", False),
        ("maven", "org.apache.iceberg.aws.glue", False),
        ("maven", "org.springframework.integration.aws.outbound", False),
        ("maven", "org.springframework.cloud.function.adapter.aws", True),
        ("maven", "com.google.crypto.tink.integration.awskms", False),
        ("maven", "software.amazon.awssdk.services.s3", True),
    ],
)
def test_a_part_for_aws_is_not_quiet(ecosystem: Ecosystem, name: str, quiet: bool) -> None:
    assert tables()[ecosystem].is_quiet(name, name) is quiet


@pytest.mark.parametrize(
    ("ecosystem", "name"),
    [
        ("pypi", "obstore.store"), ("pypi", "aurora_dsql_psycopg2"), ("pypi", "pydantic_ai"), ("pypi", "libcloud.storage.types"),
        ("npm", "unstorage/drivers/s3"), ("npm", "@lancedb/lancedb"), ("npm", "kysely-data-api"),
        ("go", "github.com/getsops/sops/v3/decrypt"), ("go", "github.com/go-acme/lego/v4/providers/dns"),
        ("go", "github.com/google/go-containerregistry/pkg/authn/k8schain"), ("go", "github.com/marcboeker/go-duckdb"),
        ("maven", "org.jclouds.ContextBuilder"), ("maven", "com.launchdarkly.sdk.server.integrations.DynamoDb"),
    ],
)  # fmt: skip
def test_what_talks_to_aws_by_itself(ecosystem: Ecosystem, name: str) -> None:
    assert tables()[ecosystem].reaching.found(name) is not None


def test_other_clouds_copies_of_the_sdk_are_theirs() -> None:
    assert tables()["go"].is_quiet("github.com/IBM/ibm-cos-sdk-go/aws", "github.com/IBM/ibm-cos-sdk-go/aws")
