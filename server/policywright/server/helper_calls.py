"""What helpers of SDKs and commands of the AWS CLI need: our own analysis of a program that calls them.

A helper (``s3.upload_file``, ``manager.NewUploader``, ``DynamoDBMapper.save``) is no operation; which
requests it makes is in the models of the analyzers, and nowhere else.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from policywright.knowledge.operations import Operations
from policywright.server.published import Json

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RECEIVER = re.compile(r"""(?:boto3\.|session\.)?(?:client|resource)\(["']([\w-]+)["']\)\.""")
_ARGUMENT = re.compile(r"[\w./:=@%+,-]+")
_PYTHON = "import boto3\nimport subprocess\n\n\ndef call(ids, arguments, more):\n    {}\n"
_JAVA = """\
import {}.{};

class Call {{
  void call({} helper, Object argument) {{
    helper.{}(argument);
  }}
}}
"""
_JAVA_HELPERS = {
    "TransferManager": "com.amazonaws.services.s3.transfer",
    "DynamoDBMapper": "com.amazonaws.services.dynamodbv2.datamodeling",
    "S3TransferManager": "software.amazon.awssdk.transfer.s3",
    "DynamoDbTable": "software.amazon.awssdk.enhanced.dynamodb",
    "DynamoDbAsyncTable": "software.amazon.awssdk.enhanced.dynamodb",
}
"""Classes of the SDKs for Java, with their packages."""
_GO = """\
package call

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func Call(ctx context.Context, target io.WriterAt, input *s3.{input}) {{
	settings, _ := config.LoadDefaultConfig(ctx)
	manager.New{kind}(s3.NewFromConfig(settings)).{method}(ctx, {arguments})
}}
"""
_GO_HELPERS = {
    "uploader": _GO.format(kind="Uploader", method="Upload", input="PutObjectInput", arguments="input"),
    "downloader": _GO.format(
        kind="Downloader", method="Download", input="GetObjectInput", arguments="target, input"
    ),
}
"""``feature/s3/manager`` of the SDK for Go; version 1 has the same under other names."""
_UPLOAD = """\
import {{ S3Client }} from "@aws-sdk/client-s3";
import {{ {} }} from "@aws-sdk/lib-storage";
export const call = (params) => new {}({{ client: new S3Client({{}}), params }}).done();
"""
_COMMAND = """\
import {{ DynamoDBClient }} from "@aws-sdk/client-dynamodb";
import {{ {} }} from "@aws-sdk/lib-dynamodb";
export const call = (input) => new DynamoDBClient({{}}).send(new {}(input));
"""
_DOCUMENT = """\
import AWS from "aws-sdk";
export const call = (input) => new AWS.DynamoDB.DocumentClient().{}(input).promise();
"""
_DOCUMENT_CLIENTS = frozenset(
    ("documentclient", "dynamodbdocumentclient", "docclient", "ddbdocclient", "dynamodb", "dynamo", "ddb")
)
"""What programs call DynamoDB's client for plain objects."""
_PLACES = {
    "cp": ("file s3://bucket/key", "s3://bucket/key file", "s3://bucket/key s3://other/key"),
    "mv": ("file s3://bucket/key", "s3://bucket/key file", "s3://bucket/key s3://other/key"),
    "sync": ("folder s3://bucket", "s3://bucket folder", "s3://bucket s3://other"),
    "ls": ("", "s3://bucket"),
    "rm": ("s3://bucket/key",),
    "mb": ("s3://bucket",),
    "rb": ("s3://bucket",),
    "presign": ("s3://bucket/key",),
}
"""What commands of ``aws s3`` are given, in the ways that ask for different things."""


def helper_needs(question: str, operations: Operations) -> list[Json]:
    """The permissions of a helper or a command, each with its case; none where it is not a known one."""
    for suffix, program in _programs(question.strip().removesuffix("()"), operations):
        if found := _needed(suffix, program):
            return found
    return []


def _programs(question: str, operations: Operations) -> Iterator[tuple[str, str]]:
    """Programs that may be meant: the end of a file's name, and its text."""
    named = _RECEIVER.sub(r"\1.", question).removeprefix("new ")
    names = named.split(".")
    if all(_WORD.fullmatch(name) for name in names):
        yield from _transfer(names, operations)
        if len(names) > 1 and names[-2].lower() in _DOCUMENT_CLIENTS:
            yield ".js", _DOCUMENT.format(names[-1])
        if len(names) in (2, 3):
            yield from _python(names, operations)
            if names[-2] in _JAVA_HELPERS:
                yield ".java", _JAVA.format(_JAVA_HELPERS[names[-2]], names[-2], names[-2], names[-1])
        kind = re.sub(r"^New", "", names[-1]).lower()
        for name in (kind, names[-2].lower() if len(names) > 1 else ""):
            if name in _GO_HELPERS:
                yield ".go", _GO_HELPERS[name]
        if names[-1].endswith("Command"):
            yield ".ts", _COMMAND.format(names[-1], names[-1])
    if (last := re.fullmatch(r"(?:@aws-sdk/lib-storage[ .])?(Upload)(?:\.done)?", named)) is not None:
        yield ".ts", _UPLOAD.format(last[1], last[1])
    yield from _command_line(question.split())


def _transfer(names: list[str], operations: Operations) -> Iterator[tuple[str, str]]:
    """boto3's managed transfers, which S3 alone has: ``upload_file``, ``client.download_fileobj``."""
    from policywright.analyzers.languages.python.boto3.clients import TRANSFERS

    method = names[-1]
    whose = names[-2].lower() if len(names) > 1 else ""
    if method in TRANSFERS and "_" in method and whose not in operations.services():
        yield ".py", _PYTHON.format(f"boto3.client('s3').{method}(*arguments, **more)")


def _python(names: list[str], operations: Operations) -> Iterator[tuple[str, str]]:
    receiver, method = names[-2], names[-1]
    if receiver.lower() in operations.services():
        yield ".py", _PYTHON.format(f"boto3.client({receiver.lower()!r}).{method}(*arguments, **more)")
    for service in operations.services():
        model = operations.resource_model(service)
        if model is None or (len(names) == 3 and names[0].lower() != service):
            continue
        for name in model.get("resources", {}):
            if name.lower() == receiver.lower():
                call = f"boto3.resource({service!r}).{name}(*ids).{method}(*arguments, **more)"
                yield ".py", _PYTHON.format(call)


def _command_line(words: list[str]) -> Iterator[tuple[str, str]]:
    """``aws s3 cp``, ``s3api put-object --tagging a=b``."""
    words = words[1:] if words[:1] == ["aws"] else words
    if len(words) < 2 or not all(_ARGUMENT.fullmatch(word) for word in words):
        return
    given = [""]
    if words[0] == "s3" and not any(word.startswith("s3://") for word in words):
        given = list(_PLACES.get(words[1], given))
    calls = [f"subprocess.run({['aws', *words, *more.split()]!r})" for more in given]
    yield ".py", _PYTHON.format("\n    ".join(calls))


def _needed(suffix: str, program: str) -> list[Json]:
    from policywright.server.generation import generate
    from policywright.server.request import Request

    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, f"Call{suffix}")
        file.write_text(program, encoding="utf-8")
        analysis = generate(Request(paths=(file,), base=directory, root=directory, infrastructure=False))
    needed = {
        grant.action: {"action": grant.action, "when": grant.reasons[0].detail}
        for policy in analysis.policies
        for grant in policy.grants
        if grant.reasons and all(reason.certainty == "resolved" for reason in grant.reasons)
    }
    for item in analysis.may_need:
        needed.setdefault(item.action, {"action": item.action, "when": f"if {item.when}"})
    return list(needed.values())
