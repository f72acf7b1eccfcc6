"""What command lines of the AWS CLI ask for."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.shares import examples

from policywright.analyzers.commands import aws, objects, shell, table
from policywright.analyzers.commands.launches import of_command
from policywright.analyzers.commands.model import Call
from policywright.analyzers.commands.words import structured
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import open_store
from policywright.knowledge.values import Const, Hole, Items, OneOf, Struct, Text, Unknown, Value

ANY = Text((Hole(kind="unknown"),))


@cache
def operations() -> Operations:
    return Operations(open_store())


def asked(text: str) -> tuple[list[str], list[str]]:
    """The certain requests of a shell's text with what they name, and those of a special case."""
    found: tuple[list[str], list[str]] = ([], [])
    for command in shell.commands(Const(text)):
        for line in of_command(command.words):
            for call in (
                aws.read(operations(), line.words, more=line.more).calls if line.name == "aws" else ()
            ):
                found[call.optional is not None].append(said(call))
    return found


def said(call: Call) -> str:
    names = [plain(value) for _, value in call.parameters.fields]
    return " ".join((f"{call.service}:{call.operation}", *names))


def plain(value: Value) -> str:
    match value:
        case Const(value=known):
            return str(known)
        case Text(parts=parts):
            return "".join(part if isinstance(part, str) else f"<{part.name or ''}>" for part in parts)
        case Items(values=values):
            return f"[{' '.join(map(plain, values))}]"
        case OneOf(options=options):
            return "|".join(map(plain, options))
        case Struct(fields=fields):
            return "{" + " ".join(f"{name}={plain(one)}" for name, one in fields) + "}"
    return "?"


@pytest.mark.parametrize(("text", "expected"), [
    ("aws sqs purge-queue --queue-url=https://q", ["sqs:PurgeQueue https://q"]),
    ("aws --region r --output json sts assume-role --role-arn a --role-session-name s", ["sts:AssumeRole a s"]),
    ("aws iam create-role --role-name r --assume-role-policy-document file://x.json", ["iam:CreateRole r ?"]),
    ("aws ec2 describe-instances --filters Name=a,Values=b,c Name=d,Values=e", [
        "ec2:DescribeInstances [{Name=a Values=[b c]} {Name=d Values=e}]"]),
    ("aws dynamodb get-item --table-name t --key '{\"id\": {\"S\": \"x\"}}'", ["dynamodb:GetItem t {id={S=x}}"]),
    ("aws ssm get-parameter --name /a --no-with-decryption", ["ssm:GetParameter /a False"]),
    ("aws s3api put-object --bucket b --key k --body f --acl private", ["s3:PutObject b k f private"]),
    ("aws deploy get-application --application-name a", ["codedeploy:GetApplication a"]),
    ("aws ecs wait services-stable --cluster c --services a b", ["ecs:DescribeServices c [a b]"]),
    ("aws lambda list-functions --max-items 5 --query 'Functions[].Name'", ["lambda:ListFunctions"]),
    ("aws codepipeline get-pipeline --name p --pipeline-version 3", ["codepipeline:GetPipeline p 3"]),
    ("aws ses send-email --from a@b --to c@d --subject s --text t", [
        "ses:SendEmail a@b {ToAddresses=[c@d]} {Subject={Data=s} Body={Text={Data=t}}}"]),
    ("aws lambda publish-layer-version --layer-name l --zip-file fileb://l.zip", [
        "lambda:PublishLayerVersion l {ZipFile=?}"]),
    ("aws lambda create-function --function-name f --zip-file fileb://l.zip --role r", [
        "lambda:CreateFunction f {ZipFile=?} r"]),
    ("aws rekognition compare-faces --source-image-bytes fileb://a --target-image-bytes fileb://b", [
        "rekognition:CompareFaces {Bytes=?} {Bytes=?}"]),
    ("aws eks get-token --cluster-name c", []),
    ("aws configure list", []),
    ("aws s3 help", []),
    ("aws s3api create-bucket --bucket b --generate-cli-skeleton", []),
    ("aws rds generate-db-auth-token --hostname h --username u --port 1", [":"]),
    ("aws ecs deploy --service s --cluster c --task-definition t --codedeploy-appspec a --codedeploy-application x "
     "--codedeploy-deployment-group g", [
        "ecs:DescribeServices c [s]", "ecs:RegisterTaskDefinition", "codedeploy:GetApplication x",
        "codedeploy:GetDeploymentGroup x g", "codedeploy:CreateDeployment x g", "codedeploy:GetDeployment"]),
    ("B=x; for i in 1 2; do aws s3api head-object --bucket $B --key a/$i; done", ["s3:HeadObject x a/1|a/2"]),
    ("aws s3api head-bucket --bucket \"${B:-main}\"", ["s3:HeadBucket <B>"]),
    ("X=$(aws sns list-topics) && f() { aws sns publish --topic-arn \"$1\"; }", ["sns:ListTopics", "sns:Publish <>"]),
])  # fmt: skip
def test_commands(text: str, expected: list[str]) -> None:
    assert asked(text)[0] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("cp f s3://b", ["s3:PutObject b f"]),
    ("cp f s3://b/", ["s3:PutObject b f"]),
    ("cp d/f s3://b/p/", ["s3:PutObject b p/f"]),
    ("cp f s3://b/p", ["s3:PutObject b p"]),
    ("cp - s3://b/p --sse aws:kms --sse-kms-key-id k", ["s3:PutObject b p aws:kms k"]),
    ("cp f s3://b/$P", ["s3:PutObject b <P>", "s3:PutObject b <P>f"]),
    ("cp s3://b/k -", ["s3:HeadObject b k", "s3:GetObject b k"]),
    ("cp s3://b/k s3://c/d/", ["s3:HeadObject b k", "s3:CopyObject c d/k b/k"]),
    ("cp --recursive s3://b/p .", ["s3:ListObjectsV2 b p/", "s3:GetObject b p/<>"]),
    ("cp d s3://b --recursive", ["s3:PutObject b <>"]),
    ("mv s3://b/k f", ["s3:HeadObject b k", "s3:GetObject b k", "s3:DeleteObject b k"]),
    ("mv f s3://b/k", ["s3:PutObject b k"]),
    ("rm s3://b/k", ["s3:DeleteObject b k"]),
    ("rm s3://b --recursive --dryrun", ["s3:ListObjectsV2 b"]),
    ("sync d s3://b/p --delete", ["s3:ListObjectsV2 b p/", "s3:PutObject b p/<>", "s3:DeleteObject b p/<>"]),
    ("sync s3://b/p s3://c", ["s3:ListObjectsV2 b p/", "s3:ListObjectsV2 c", "s3:CopyObject c <> b/p/<>"]),
    ("ls", ["s3:ListBuckets"]),
    ("ls s3://", ["s3:ListBuckets"]),
    ("ls b/p", ["s3:ListObjectsV2 b p"]),
    ("mb s3://b", ["s3:CreateBucket b"]),
    ("rb s3://b --force", ["s3:ListObjectsV2 b", "s3:DeleteObject b <>", "s3:DeleteBucket b"]),
    ("presign s3://b/k --expires-in 60", ["s3:GetObject b k"]),
    ("website s3://b --index-document i", ["s3:PutBucketWebsite b"]),
    ("cp s3://arn:aws:s3:us-west-2:123456789012:accesspoint/p/k .", [
        "s3:HeadObject arn:aws:s3:us-west-2:123456789012:accesspoint/p k",
        "s3:GetObject arn:aws:s3:us-west-2:123456789012:accesspoint/p k"]),
    ("cp $F /tmp/x", ["s3:HeadObject ? <>", "s3:GetObject ? <>"]),
    ("cp f g", []),
])  # fmt: skip
def test_objects(text: str, expected: list[str]) -> None:
    assert asked(f"aws s3 {text}")[0] == expected


SAID = [
    "aws sqs purge-queue --queue-url=https://q",
    "aws --region r --output json sts assume-role --role-arn a --role-session-name s",
    "aws ec2 describe-instances --filters Name=a,Values=b,c Name=d,Values=e",
    "aws s3api put-object --bucket b --key k --body f --acl private",
    "aws s3 cp f s3://b/p/ --recursive",
    "aws s3 rm s3://b/k",
]


@pytest.mark.parametrize("text", SAID)
@pytest.mark.parametrize("way", [
    'run="{}"; $run', "run=({}); \"${{run[@]}}\"", 'run() {{ "$@"; }}; run {}', "run() {{ aws $*; }}; run {1}",
    'run() {{ local n=$1; shift 1; timeout "$n" "$@"; }}; run 5 {}', "inner() {{ \"$@\"; }}; run() {{ inner \"$@\"; }}; run {}",
    "sh -c '{}'", "su - app -c '{}'", 'eval "{}"', "trap '{}' EXIT", "exec sudo -E {}", "tool exec profile -- {}",
    "X=$({})", "find . -type f -exec {} \\;", "aws() {{ command aws \"$@\"; }}; {}", "run=aws; \"$run\" {1}",
    "run=(aws); run+=({1}); \"${{run[@]}}\"",
])  # fmt: skip
def test_a_command_is_the_same_however_it_is_started(text: str, way: str) -> None:
    found = asked(way.format(text, text.removeprefix("aws ")))
    assert set(asked(text)[0]) <= set(found[0])
    if "+=" not in way and "() {" not in way:
        assert asked(text) == found


@pytest.mark.parametrize(("text", "certain", "special"), [
    ("get() { aws ssm get-parameter --name \"/app/$1\"; }; get a; get b", [
        "ssm:GetParameter /app/a", "ssm:GetParameter /app/b"], []),
    ("copy() { from=$1; aws s3 cp \"$from\" \"${2:-s3://b/k}\"; }; copy s3://c/d /tmp/x; copy f", [
        "s3:HeadObject c d", "s3:GetObject c d", "s3:PutObject b k"], ["s3:CreateMultipartUpload b k", "s3:AbortMultipartUpload b k"]),
    ("aws s3 sync d s3://b ${ALL:+--delete}", [
        "s3:ListObjectsV2 b", "s3:PutObject b <>", "s3:ListObjectsV2 b", "s3:PutObject b <>", "s3:DeleteObject b <>"],
        ["s3:CreateMultipartUpload b <>", "s3:AbortMultipartUpload b <>"] * 2),
    ("ls | xargs -I{} aws s3 rm s3://b/x/{}", ["s3:DeleteObject b x/<>"], []),
    ("ls | xargs -n 1 -I % aws s3 rm s3://b/%/y", ["s3:DeleteObject b <>/y"], []),
    ("M='--acl private'; aws s3 cp f s3://b/k $M", ["s3:PutObject b k private"], [
        "s3:CreateMultipartUpload b k private", "s3:AbortMultipartUpload b k"]),
    ("M=(); M+=(--acl private); aws s3api put-object --bucket b --key k \"${M[@]}\"", [
        "s3:PutObject b k", "s3:PutObject b k private"], []),
    ("echo aws s3 rm s3://b/k; printf '%s ' aws s3 rm s3://b/k", [], []),
    ("aws s3 rm s3://b/k $MORE", ["s3:DeleteObject b k"], ["s3:ListObjectsV2 b k/", "s3:DeleteObject b k/<>"]),
])  # fmt: skip
def test_words_are_expanded(text: str, certain: list[str], special: list[str]) -> None:
    assert asked(text) == (certain, special)


def test_options_that_limit_may_be_missing() -> None:
    text = "aws --endpoint-url http://localhost:1 s3 rm s3://b/k --recursive --dryrun --region r"
    (command,) = shell.commands(Const(text))
    perhaps = [word in (Const("--endpoint-url"), Const("http://localhost:1"), Const("--dryrun"), Const("--recursive"))
               for word in command.words]  # fmt: skip
    assert not aws.read(operations(), command.words).calls
    found = {said(call) for call in aws.read(operations(), command.words, perhaps=perhaps).calls}
    assert found == {"s3:ListObjectsV2 b k/", "s3:DeleteObject b k/<>", "s3:DeleteObject b k"}


def test_a_path_that_may_be_an_address() -> None:
    certain, special = asked("aws s3 cp $F s3://b/k")
    assert certain == ["s3:PutObject b k"]
    assert special == [
        "s3:HeadObject ? <>",
        "s3:GetObject ? <>",
        "s3:CreateMultipartUpload b k",
        "s3:AbortMultipartUpload b k",
    ]
    certain, special = asked("aws s3 mv $F $G")
    assert certain == []
    assert {one.partition(" ")[0] for one in special} == {
        "s3:HeadObject", "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:CreateMultipartUpload",
        "s3:AbortMultipartUpload",
    }  # fmt: skip


@pytest.mark.parametrize("text", [
    "aws", "aws $S list-topics", "aws sns", "aws sns nonsense", "aws nonsense list", "aws s3 nonsense", "aws s3 cp",
    "aws s3 rm", "aws emr create-default-roles", "aws ${X} ${Y}",
])  # fmt: skip
def test_what_is_not_told_is_said(text: str) -> None:
    (command,) = shell.commands(Const(text))
    found = aws.read(operations(), command.words, more=True)
    assert found.doubt is not None
    assert not found.calls


def test_words_of_unknown_number_leave_the_input_open() -> None:
    words = (Const("aws"), Const("sqs"), Const("send-message"), Const("--queue-url"), Const("q"))
    assert not aws.read(operations(), words).calls[0].parameters.open
    assert aws.read(operations(), words, more=True).calls[0].parameters.open
    assert aws.read(operations(), (*words, Unknown("list"))).calls[0].parameters.open


def test_alternatives_are_read_each_by_itself() -> None:
    words = (Const("aws"), Const("s3api"), OneOf((Const("get-object"), Const("put-object"))))
    assert [call.operation for call in aws.read(operations(), words).calls] == ["GetObject", "PutObject"]


def test_every_row_asks_for_operations_with_members_of_theirs() -> None:
    for name, row in table._rows().items():
        for call in row.calls:
            if "call" not in call:
                continue
            service, _, operation = call["call"].partition(":")
            known = operations().get(service, operation)
            assert known is not None, name
            for path in call.get("with", {}):
                assert known.member(path.partition(".")[0].partition("[")[0]) is not None, (name, path)


def test_every_renamed_option_stands_for_a_member() -> None:
    tables: dict[str, Any] = table._tables()
    for option, path in tables["options"].items():
        service, command, _ = option.split(".")
        client = operations().by_command(service)
        assert client is not None, option
        names = [command.replace("-", "_")] if command != "*" else operations().methods(client)
        found = [operations().by_method(client, name) for name in names]
        members = {member.name.lower() for one in found if one is not None for member in one.members}
        assert not path or path.partition(".")[0].partition("[")[0].lower() in members, option


WORDS = st.one_of(
    st.sampled_from([
        "aws", "s3", "cp", "sync", "rm", "--recursive", "s3://b/k", "dynamodb", "get-item", "--key", "--table-name",
        "wait", "--region", "x", "--", "", "-", "--filters", "Name=a,Values=[b", '{"a": 1', "ec2", "logs", "tail",
    ]),
    st.text(max_size=8),
).map(Const) | st.sampled_from([ANY, Unknown("x"), OneOf((Const("--a"), Const("b")))])  # fmt: skip


@settings(deadline=None, max_examples=examples(100, 300), database=None)
@given(st.lists(WORDS, max_size=8), st.booleans())
def test_any_words_are_read(words: list[Value], more: bool) -> None:
    found = aws.read(operations(), (Const("aws"), *words), more=more)
    for call in found.calls:
        assert call.actions or operations().get(call.service, call.operation) is not None


@settings(deadline=None, max_examples=examples(100, 300), database=None)
@given(st.text(max_size=60))
@example("$²")
@example("f() { shift ²; aws s3 ls $1; }; f a")
@example("$" + "9" * 5000)
def test_any_text_is_read_as_a_shell_would(text: str) -> None:
    for command in shell.commands(Const(text)):
        assert command.words


@settings(deadline=None, max_examples=examples(100, 300), database=None)
@given(
    st.lists(st.text(alphabet="ab=,[]{}\"' ", max_size=12).map(Const), min_size=1, max_size=3), st.booleans()
)
def test_any_notation_is_read(words: list[Value], many: bool) -> None:
    assert structured(words, many=many) is not None


def test_commands_of_objects_are_all_known() -> None:
    assert set(objects.COMMANDS) == {"cp", "ls", "mb", "mv", "presign", "rb", "rm", "sync", "website"}
