"""What calls need that are no operations: a program with the call is written, and analysed as any other.

A helper of an SDK (``s3.upload_file``, ``bucket.objects.filter``, ``manager.NewUploader``), a function of a
library (``awswrangler.s3.read_csv``) or a command line is no operation; which requests it makes is in the
models of the analyzers, and nowhere else.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policywright.knowledge.operations import Operations
from policywright.server.published import Json

if TYPE_CHECKING:
    from policywright.analyzers.model import MayNeed, Policy


class Link(NamedTuple):
    """One name of a chain of calls, and what stands between its parentheses: None without any."""

    name: str
    given: str | None


_LINK = re.compile(r"(?P<dot>\.)?(?P<name>[A-Za-z_$][\w$]*)")
_CLIENT = re.compile(r"_?(?:async_?)?(?:client|resource)$", re.IGNORECASE)
_CLOUDFORMATION = re.compile(r"AWS::\w+::\w+")
_TERRAFORM = re.compile(r"aws_[a-z0-9_]+")
_OF_IT = re.compile(r"^(?:aws_\w+\.it|It): ")
_CALLER = "caller"
"""Who runs CloudFormation, whatever is deployed."""
_PROMISE = re.compile(r"\.promise(?:\(\))?$")
_ARGUMENT = re.compile(r"[\w./:=@%+,-]+")
_PYTHON = """\
import boto3
import subprocess
{}

def call(ids, arguments, more, session=boto3.Session()):
    {}
"""
_ANY = "*arguments, **more"
_JAVA = """\
import {}.{};

class Call {{
  void call({} helper, Object argument) {{
    helper.{}(argument);
  }}
}}
"""
_ENHANCED = "software.amazon.awssdk.enhanced.dynamodb"
_JAVA_HELPERS = {
    "TransferManager": "com.amazonaws.services.s3.transfer",
    "DynamoDBMapper": "com.amazonaws.services.dynamodbv2.datamodeling",
    "S3TransferManager": "software.amazon.awssdk.transfer.s3",
    "DynamoDbTable": _ENHANCED,
    "DynamoDbAsyncTable": _ENHANCED,
    "DynamoDbIndex": _ENHANCED,
    "DynamoDbAsyncIndex": _ENHANCED,
    "DynamoDbEnhancedClient": _ENHANCED,
    "DynamoDbEnhancedAsyncClient": _ENHANCED,
}
"""Classes of the SDKs for Java, with their packages."""
_GO = """\
package call

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/s3/{package}"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func Call(ctx context.Context, target io.WriterAt, input any) {{
	settings, _ := config.LoadDefaultConfig(ctx)
	{package}.{maker}(s3.NewFromConfig(settings)).{method}(ctx, {arguments})
}}
"""
_GO_MAKERS = {
    "uploader": ("manager", "NewUploader"),
    "downloader": ("manager", "NewDownloader"),
    "transfer": ("transfermanager", "New"),
}
"""Kinds of S3's helpers in the SDK for Go; version 1 has the first two under other names."""
_GO_KINDS = {"transfermanager": "transfer", "uploader": "uploader", "downloader": "downloader"}
"""What programs write of them."""
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
_V2 = """\
import AWS from "aws-sdk";
export const call = (input) => {}(input).promise();
"""
_V2_CLIENTS = {"s3": "new AWS.S3()", "managedupload": "new AWS.S3.ManagedUpload"} | dict.fromkeys(
    (
        "documentclient", "dynamodbdocumentclient", "dynamodbdocument", "docclient", "ddbdocclient",
        "dynamodb", "dynamo", "ddb",
    ),
    "new AWS.DynamoDB.DocumentClient()",
)  # fmt: skip
"""What programs call S3's client, and DynamoDB's for plain objects (of the same methods in both SDKs)."""
_SIGNED = (
    ".py",
    _PYTHON.format("", "".join(
        f"session.client('s3').generate_presigned_url({name!r}, Params=more)\n    "
        for name in ("get_object", "put_object")
    )),
)  # fmt: skip
_POSTED = ".py", _PYTHON.format("", "session.client('s3').generate_presigned_post(*arguments)")
_SIGNING = {
    "generate_presigned_url": _SIGNED, "getsignedurl": _SIGNED, "getsignedurlpromise": _SIGNED,
    "presigner": _SIGNED, "s3presigner": _SIGNED, "presignclient": _SIGNED, "newpresignclient": _SIGNED,
    "generatepresignedurl": _SIGNED, "presignedurl": _SIGNED,
    "generate_presigned_post": _POSTED, "createpresignedpost": _POSTED,
}  # fmt: skip
"""Who signs needs what the signed request does: shown for the two requests that are signed most."""
_USED = {"batch_writer": "with {} as it:\n        it.put_item(Item=more)"}
"""Helpers that are nothing before they are used."""
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
    for suffix, program in _programs(question.strip(), operations):
        if found := _needed(suffix, program):
            return found
    return []


def is_command_line(question: str) -> bool:
    """Whether it begins as one of the AWS CLI's: ``aws ...``, ``s3 sync``."""
    first, _, rest = question.partition(" ")
    return first == "aws" or (first == "s3" and rest.split(" ")[0] in _PLACES)


def chain(text: str) -> tuple[Link, ...]:
    """The names of ``boto3.resource("s3").Bucket("x").objects.all()``; none where it is something else."""
    links: list[Link] = []
    at = 0
    while at < len(text):
        found = _LINK.match(text, at)
        if found is None or bool(found["dot"]) is not bool(links):
            return ()
        at = found.end()
        end = _closed(text, at)
        links.append(Link(found["name"], text[at + 1 : end - 1].strip() if end > at else None))
        at = end
    return tuple(links)


def bare(question: str) -> str | None:
    """A chain of calls without what is passed: ``sqs.sendMessage(request)`` is ``sqs.sendMessage``."""
    links = chain(_PROMISE.sub("", question.strip().removeprefix("await ").removeprefix("new ")))
    names = ".".join(link.name for link in links)
    return names if names and names != question else None


def _closed(text: str, start: int) -> int:
    """Where parentheses end that begin there; the same place where none do, or they never end."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at + (text[at] == ")")
    return start


def _programs(question: str, operations: Operations) -> Iterator[tuple[str, str]]:
    """Programs that may be meant: the end of a file's name, and its text."""
    if is_command_line(question):
        yield from _command_line(question.split())
        return
    links = chain(_PROMISE.sub("", question.removeprefix("new ")))
    if links:
        yield from _signed(links)
        yield from _python(links, operations)
        yield from _javascript(links)
        yield from _java(links)
        yield from _go(links)
    yield from _command_line(question.split())


def _signed(links: tuple[Link, ...]) -> Iterator[tuple[str, str]]:
    last = links[-1].name.lower()
    if last in _SIGNING and not links[-1].given:
        yield _SIGNING[last]


# --- Python ---


def _python(links: tuple[Link, ...], operations: Operations) -> Iterator[tuple[str, str]]:
    """A chain on a client, on an object of a resource, or of a library."""
    head, *rest = links[1:] if links[0].name == "self" and len(links) > 1 else links
    if not _CLIENT.sub("", head.name) and len(rest) == 1 and "_" in rest[0].name:
        head, *rest = rest  # a client of whatever name
    written = _written(rest)
    for receiver in _receivers(head, bool(rest), operations):
        yield ".py", _PYTHON.format("", _statement(receiver + written, links[-1].name))
    if rest and head.name.isidentifier() and head.given is None:
        library = "awswrangler as wr" if head.name == "wr" else head.name
        yield ".py", _PYTHON.format(f"import {library}", head.name + written)


def _receivers(head: Link, is_more: bool, operations: Operations) -> Iterator[str]:
    """What the first name of a chain may be, as an expression."""
    from policywright.analyzers.languages.python.boto3.clients import TRANSFERS

    if head.name in ("boto3", "session"):
        yield head.name
        return
    if not is_more:
        if head.name in TRANSFERS and "_" in head.name:
            yield f"session.client('s3').{head.name}({_ANY})"
        elif head.name in _USED:
            yield f"session.resource('dynamodb').Table(*ids).{head.name}()"
        return
    name = _CLIENT.sub("", head.name).lower()
    if name in operations.services():
        yield f"session.client({name!r})"
        yield f"session.resource({name!r})"
    for service in operations.services():
        model = operations.resource_model(service)
        for kind in (model or {}).get("resources", {}):
            if kind.lower() == name:
                yield f"session.resource({service!r}).{kind}({head.given or '*ids'})"
                yield f"session.resource({service!r}).{kind}"


def _written(links: list[Link]) -> str:
    """The rest of a chain as a program writes it: classes are made with ids, and the last name is called."""
    text = ""
    for link in links:
        is_last = link is links[-1]
        given = None if link.given == "..." else link.given
        if is_last:
            given = given or _ANY
        elif given is None and (link.name[:1].isupper() or link.given is not None):
            given = "*ids" if link.name[:1].isupper() else ""
        text += f".{link.name}" + ("" if given is None else f"({given})")
    return text


def _statement(expression: str, last: str) -> str:
    return _USED[last].format(expression) if last in _USED else expression


# --- other languages ---


def _javascript(links: tuple[Link, ...]) -> Iterator[tuple[str, str]]:
    names = [link.name for link in links]
    last = names[-1]
    whose = [name.lower() for name in names if name.lower() in _V2_CLIENTS]
    if whose and whose[-1] == last.lower():
        yield ".js", _V2.format(_V2_CLIENTS[whose[-1]])
    elif whose:
        yield ".js", _V2.format(f"{_V2_CLIENTS[whose[-1]]}.{last}")
    if last.endswith("Command"):
        yield ".ts", _COMMAND.format(last, last)
    if names in (["Upload"], ["Upload", "done"]):
        yield ".ts", _UPLOAD.format("Upload", "Upload")


def _java(links: tuple[Link, ...]) -> Iterator[tuple[str, str]]:
    if len(links) > 1:
        kind, method = links[-2].name, links[-1].name
        kind = next((known for known in _JAVA_HELPERS if known.lower() == kind.lower()), "")
        if kind:
            yield ".java", _JAVA.format(_JAVA_HELPERS[kind], kind, kind, method)


def _go(links: tuple[Link, ...]) -> Iterator[tuple[str, str]]:
    from policywright.analyzers.languages.go.aws.transfers import METHODS

    names = [re.sub(r"^New", "", link.name) for link in links]
    kinds = [_GO_KINDS[name.lower()] for name in names if name.lower() in _GO_KINDS]
    for kind in kinds:
        package, maker = _GO_MAKERS[kind]
        known = [method for owner, method in METHODS if owner == kind]
        method = names[-1] if names[-1] in known else known[0]
        if names[-1] in known or names[-1].lower() in _GO_KINDS:
            arguments = "target, input" if kind == "downloader" else "input"
            yield (
                ".go",
                _GO.format(package=package, maker=maker, method=method, arguments=arguments),
            )


def _command_line(words: list[str]) -> Iterator[tuple[str, str]]:
    """``aws s3 cp``, ``s3api put-object --tagging a=b``."""
    words = words[1:] if words[:1] == ["aws"] else words
    if len(words) < 2 or not all(_ARGUMENT.fullmatch(word) for word in words):
        return
    given = [""]
    if words[0] == "s3" and not any(word.startswith("s3://") for word in words):
        given = list(_PLACES.get(words[1], given))
    calls = [f"subprocess.run({['aws', *words, *more.split()]!r})" for more in given]
    yield ".py", _PYTHON.format("", "\n    ".join(calls))


def _needed(suffix: str, program: str) -> list[Json]:
    from policywright.server.generation import generate
    from policywright.server.request import Request

    with _written_down(f"Call{suffix}", program) as file:
        request = Request(paths=(file,), base=str(file.parent), root=str(file.parent), infrastructure=False)
        analysis = generate(request)
    return _each(analysis.policies, analysis.may_need)


def type_needs(question: str) -> list[Json]:
    """What deploying a resource of a type (``AWS::S3::Bucket``, ``aws_s3_bucket``) needs at least."""
    from policywright.server.deployment import asked, deployed
    from policywright.server.errors import UserError

    if _CLOUDFORMATION.fullmatch(question):
        name, text = "template.json", json.dumps({"Resources": {"It": {"Type": question}}})
    elif _TERRAFORM.fullmatch(question):
        name, text = "main.tf", f'resource "{question}" "it" {{}}\n'
    else:
        return []
    with _written_down(name, text) as file:
        try:
            found = deployed((file,), asked(base=str(file.parent), root=str(file.parent)))
        except UserError:
            return []
    policies = [
        policy
        for policy in found.analysis.policies
        if any(policy.name in one.policies for one in found.identities if one.purpose != _CALLER)
    ]
    return _each(policies, ())


@contextmanager
def _written_down(name: str, text: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, name)
        file.write_text(text, encoding="utf-8")
        yield file


def _each(policies: Iterable[Policy], may_need: Iterable[MayNeed]) -> list[Json]:
    """The actions of policies, each once, with the case of the first reason."""
    needed = {
        grant.action: {"action": grant.action, "when": _OF_IT.sub("", grant.reasons[0].detail)}
        for policy in policies
        for grant in policy.grants
        if grant.reasons and all(reason.certainty == "resolved" for reason in grant.reasons)
    }
    for item in may_need if needed else ():
        needed.setdefault(
            item.action,
            {"action": item.action, "when": f"if {item.when.replace('may be passed', 'is passed')}"},
        )
    return list(needed.values())
