"""Structs with more fields than anybody writes by hand."""

from __future__ import annotations

from pathlib import Path

from policywright.analyzers.api import Options, analyse

FIELDS = 1_000


def test_fields_are_apart_however_many_there_are(tmp_path: Path) -> None:
    """Mocks that are generated of an SDK's interface have a field for each of its functions."""
    made = [
        f"\tGet{number} func(*s3.GetObjectInput) (*s3.GetObjectOutput, error)" for number in range(FIELDS)
    ]
    (tmp_path / "main.go").write_text("\n".join([
        "package main", "",
        "import (", '\t"github.com/aws/aws-sdk-go/aws"', '\t"github.com/aws/aws-sdk-go/aws/session"',
        '\t"github.com/aws/aws-sdk-go/service/s3"', ")", "",
        "type client struct {", *made, "\tPut func(*s3.PutObjectInput) (*s3.PutObjectOutput, error)", "}", "",
        "func main() {", "\tapi := s3.New(session.New())", "\tc := &client{}",
        *(f"\tc.Get{number} = api.GetObject" for number in range(FIELDS)),
        "\tc.Put = api.PutObject",
        '\tc.Put(&s3.PutObjectInput{Bucket: aws.String("b"), Key: aws.String("k")})',
        "}", "",
    ]))  # fmt: skip
    analysis = analyse([tmp_path], Options())
    actions = {grant.action for policy in analysis.policies for grant in policy.grants}
    assert actions == {"s3:PutObject"}
