"""moto as a witness: whether what is granted is what it enforces, and matches the ARNs that it makes.

moto enforces IAM by the operation's own name, whatever AWS calls the action, and but for S3, SQS, IAM and STS on
any resource. So it tells of actions alone there. Where its name for an action isn't one of AWS's, it is made to ask
for one that AWS's reference lists for the operation. It asks for 8,616 of the 11,700 operations of the clients that
it mocks; of the others it has no address, or (some 60) they go another way in it or need no permission.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import moto
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from moto import mock_aws
from moto.backend_index import backend_url_patterns
from moto.core.authorization import disable_iam_authentication, enable_iam_authentication
from moto.iam.access_control import IAMRequestBase

from policywright.knowledge.authorization import Authorizer, Need
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.generator.facts_source import FACTS
from policywright.knowledge.operations import Operation
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import dataclass
from policywright.knowledge.store import shared_store
from policywright.knowledge.texts import glob, parts

from .calls import arns, minimal
from .requests_ import ask

QUICK = ("dynamodb", "s3", "secretsmanager", "sns", "sqs", "stepfunctions", "sts")
"""The clients of a usual run."""
MAKING = ("Create", "Register", "Put", "Run", "Allocate")
USING = ("Describe", "Get", "Update", "Delete")
CONFIG = Config(
    region_name="us-east-1", parameter_validation=False, retries={"max_attempts": 0}, connect_timeout=1
)
_LISTED: list[dict[str, dict[str, list[Any]]]] = [
    json.loads((FACTS / name).read_text(encoding="utf-8"))["clients"]
    for name in ("authorization.json", "second-opinion.json")
]
"""client -> operation -> the actions that AWS's reference has for it, and where it says nothing the map of 2023."""
_HOSTS = [
    re.compile(getattr(url, "pattern", url)) for name, url in backend_url_patterns if name != "moto_api"
]
_VARIABLE = re.compile(r"\\\$\\\{[^}]*\\\}")
_SERVICES = {"iotdata": "iot", "monitoring": "cloudwatch", "tagging": "tag"}
"""What moto calls services, where IAM calls them otherwise."""


CLIENTS = [
    pytest.param(name, marks=() if name in QUICK else (pytest.mark.long,), id=name)
    for name in boto3.Session().get_available_services()
]


@pytest.fixture(scope="module")
def authorizer() -> Authorizer:
    return Authorizer(shared_store())


@dataclass(slots=True)
class Question:
    """The next request: its operation's own name for an action, what is granted, what AWS's reference lists."""

    own: str = ""
    granted: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()


@dataclass(slots=True)
class Caller:
    """A user of moto's: what was asked of IAM for its last request."""

    keys: dict[str, str]
    asked: list[str]
    question: Question

    def client(self, name: str) -> Any:
        return boto3.client(name, config=CONFIG, **self.keys)

    def may(self, statements: list[dict[str, Any]]) -> None:
        document = json.dumps({"Version": "2012-10-17", "Statement": statements})
        with disable_iam_authentication():
            boto3.client("iam", config=CONFIG).put_user_policy(
                UserName="caller", PolicyName="p", PolicyDocument=document
            )

    def is_denied(self, call: Callable[..., Any], request: dict[str, Any]) -> bool:
        """Whether IAM denies it; what else goes wrong goes wrong after that."""
        self.asked.clear()
        try:
            with enable_iam_authentication():
                call(**request)
        except ClientError as error:
            # CloudFront's and Route 53's errors are not where botocore looks for them.
            refused = "not authorized to perform" in str(error.response)
            return bool(self.asked) and (
                refused or error.response["Error"].get("Code") in ("AccessDenied", "403")
            )
        except Exception:  # moto's own errors, of all kinds
            return False
        return False


@pytest.fixture
def caller(authorizer: Authorizer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caller]:
    asked: list[str] = []
    question = Question()
    check = IAMRequestBase.check_action_permitted

    def recorded(self: IAMRequestBase, resource: str) -> None:
        self._action = _named(authorizer, self._action, self._method, question)
        asked.append(self._action)
        check(self, resource)

    monkeypatch.setattr(IAMRequestBase, "check_action_permitted", recorded)
    # moto gets the signatures of requests without a body wrong.
    monkeypatch.setattr(IAMRequestBase, "check_signature", lambda _: None)
    with _moto(monkeypatch):
        iam = boto3.client("iam", config=CONFIG)
        iam.create_user(UserName="caller")
        key = iam.create_access_key(UserName="caller")["AccessKey"]
        keys = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
        yield Caller(keys, asked, question)


@contextmanager
def _moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    with mock_aws():
        yield


def _is_mocked(client: Any) -> bool:
    return any(host.match(client.meta.endpoint_url) for host in _HOSTS)


def _operations(authorizer: Authorizer, client: str) -> Iterator[Operation]:
    for name in authorizer.operations.names(client):
        operation = authorizer.operations.get(client, name)
        assert operation is not None
        yield operation


# --- What moto enforces.

_OTHERS = {
    "moto takes what is asked of a part of a bucket or object for the bucket or object itself": [
        "s3:CreateBucketMetadataConfiguration", "s3:CreateBucketMetadataTableConfiguration", "s3:CreateSession",
        "s3:DeleteBucketAnalyticsConfiguration", "s3:DeleteBucketEncryption",
        "s3:DeleteBucketIntelligentTieringConfiguration", "s3:DeleteBucketInventoryConfiguration",
        "s3:DeleteBucketMetadataConfiguration", "s3:DeleteBucketMetadataTableConfiguration",
        "s3:DeleteBucketMetricsConfiguration", "s3:DeleteBucketOwnershipControls", "s3:DeleteBucketReplication",
        "s3:DeleteObjectAnnotation", "s3:DeleteObjectTagging", "s3:DeletePublicAccessBlock", "s3:GetBucketAbac",
        "s3:GetBucketAnalyticsConfiguration", "s3:GetBucketEncryption",
        "s3:GetBucketIntelligentTieringConfiguration", "s3:GetBucketInventoryConfiguration",
        "s3:GetBucketMetadataConfiguration", "s3:GetBucketMetadataTableConfiguration",
        "s3:GetBucketMetricsConfiguration", "s3:GetBucketOwnershipControls", "s3:GetBucketReplication",
        "s3:GetBucketRequestPayment", "s3:GetObjectAnnotation", "s3:GetObjectLegalHold",
        "s3:GetObjectLockConfiguration", "s3:GetObjectRetention", "s3:GetPublicAccessBlock",
        "s3:ListBucketAnalyticsConfigurations", "s3:ListBucketIntelligentTieringConfigurations",
        "s3:ListBucketInventoryConfigurations", "s3:ListBucketMetricsConfigurations", "s3:ListObjectAnnotations",
        "s3:PutBucketAbac", "s3:PutBucketAnalyticsConfiguration", "s3:PutBucketEncryption",
        "s3:PutBucketIntelligentTieringConfiguration", "s3:PutBucketInventoryConfiguration",
        "s3:PutBucketMetricsConfiguration", "s3:PutBucketOwnershipControls", "s3:PutBucketReplication",
        "s3:PutBucketRequestPayment", "s3:PutObjectAnnotation", "s3:PutObjectLegalHold",
        "s3:PutObjectLockConfiguration", "s3:PutObjectRetention", "s3:PutPublicAccessBlock", "s3:RenameObject",
        "s3:UpdateBucketMetadataAnnotationTableConfiguration", "s3:UpdateBucketMetadataInventoryTableConfiguration",
        "s3:UpdateBucketMetadataJournalTableConfiguration", "s3:UpdateObjectEncryption",
        "s3outposts:DeleteEndpoint", "s3outposts:ListEndpoints", "s3outposts:ListOutpostsWithS3",
        "s3outposts:ListSharedEndpoints",
    ],
    "moto denies it since the pipeline's role is not there": ["codepipeline:CreatePipeline"],
    "moto denies it object by object, which is no error": ["s3:DeleteObjects"],
    "moto takes directory buckets for general ones": ["s3:ListDirectoryBuckets"],
    "AWS has no action of its name, and lists none for it": [
        "batch:CancelJobs", "batch:TerminateJobs",
        "glue:BatchGetDataQualityResultV2", "glue:GetDataQualityResultV2", "glue:GetUnfilteredPartitionsMetadata",
        "glue:ListDataQualityResultsV2",
    ],
    "AWS asks for no permission": ["sts:GetCallerIdentity", "sts:GetSessionToken"],
}  # fmt: skip
ELSEWHERE = {operation: why for why, operations in _OTHERS.items() for operation in operations}
"""Operation -> why moto asks for another action of AWS's than the operation needs."""


@pytest.mark.parametrize("client", CLIENTS)
def test_what_is_granted_is_what_moto_enforces(authorizer: Authorizer, caller: Caller, client: str) -> None:
    """Denied with everything else, allowed with that alone."""
    if client not in authorizer.operations.services() or not _is_mocked(made := caller.client(client)):
        return
    found = set()
    for operation in _operations(authorizer, client):
        request = minimal(client, operation.name)
        needs = ask(authorizer, f"{client}:{operation.name}", request).needs
        if not hasattr(made, operation.method):
            # botocore has no methods for streams in both directions.
            continue
        call = getattr(made, operation.method)
        granted = frozenset(need.action for need in needs)
        caller.question.own = f"{operation.prefix}:{operation.name}"
        caller.question.granted = granted
        caller.question.listed = _listed(client, operation.name)
        caller.may([{"Effect": "Allow", "NotAction": sorted(granted) or ["no:One"], "Resource": "*"}])
        without = caller.is_denied(call, request)
        # Of operations newer than the catalog the action is inferred: granted, and asked for, by the same name.
        known = [one for one in caller.asked if one in granted or _is_action(authorizer, one)]
        caller.may(
            [_statement(need) for need in needs] or [{"Effect": "Deny", "Action": "*", "Resource": "*"}]
        )
        enforced = bool(caller.asked)
        if enforced and not (known and without and not caller.is_denied(call, request)):
            found.add(f"{client}:{operation.name}")
    expected = {operation for operation in ELSEWHERE if operation.startswith(f"{client}:")}
    assert found == expected, "mend what is new, or give a reason; take out what is no longer found"


def _listed(client: str, operation: str) -> frozenset[str]:
    found = next((one for facts in _LISTED if (one := facts.get(client, {}).get(operation))), [])
    return frozenset(one for one in found if isinstance(one, str))


def _named(authorizer: Authorizer, name: str, method: str, question: Question) -> str:
    """AWS's name of an action. moto compares letter by letter, and has some in lower case, parts of paths, or none."""
    service, _, action = name.partition(":")
    if service == "apigateway":
        return f"apigateway:{method}"
    name = f"{_SERVICES.get(service, service)}:{action}"
    if not _is_action(authorizer, name) and action.lower() != question.own.partition(":")[2].lower():
        name = question.own
    if known := authorizer.catalog.action(name):
        return known.full_name
    same = [one for one in question.granted if one.lower() == name.lower()]
    return next(iter([*same, *sorted(question.granted & question.listed), *sorted(question.listed)]), name)


def _is_action(authorizer: Authorizer, name: str) -> bool:
    return authorizer.catalog.action(name) is not None


def _statement(need: Need) -> dict[str, Any]:
    """S3 is the only service whose resources moto knows well enough."""
    on = [glob(parts(resource)) for resource in need.resources if need.action.startswith("s3:")]
    return {"Effect": "Allow", "Action": need.action, "Resource": on or "*"}


# --- The ARNs that moto makes.

_MADE = {
    "moto's ARN lacks the id that AWS appends to the name": [
        "backup:CreateReportPlan", "backup:DeleteReportPlan", "backup:DescribeReportPlan", "backup:UpdateReportPlan",
    ],
    "it is asked of the parent": ["organizations:CreateOrganizationalUnit"],
    "moto puts a word before the listener's id": ["vpc-lattice:CreateRule"],
    "moto takes no heed of the scope": [
        "wafv2:CreateRegexPatternSet", "wafv2:DeleteRegexPatternSet", "wafv2:GetRegexPatternSet",
        "wafv2:UpdateRegexPatternSet",
    ],
}  # fmt: skip
MADE = {operation: why for why, operations in _MADE.items() for operation in operations}
"""Operation -> why moto's ARN of what it makes, or is about, is not AWS's."""


@pytest.mark.parametrize("client", CLIENTS)
def test_an_arn_that_moto_makes_is_granted(
    authorizer: Authorizer, monkeypatch: pytest.MonkeyPatch, client: str
) -> None:
    """Made by name: making it, and each request that names it likewise, is granted on the ARN in the answer."""
    if client not in authorizer.operations.services():
        return
    found = set()
    with _moto(monkeypatch):
        if not _is_mocked(made := boto3.client(client, config=CONFIG)):
            return
        for operation in _operations(authorizer, client):
            if not operation.name.startswith(MAKING):
                continue
            request = minimal(client, operation.name)
            try:
                answer = getattr(made, operation.method)(**request)
            except (ClientError, BotoCoreError):
                continue
            except Exception:  # moto's own errors, of all kinds
                continue
            answer.pop("ResponseMetadata", None)
            told = sorted(set(arns(answer)))
            for used, names in _uses(authorizer, operation, {**_flat(answer), **request}):
                if _differs(authorizer, used, names, told):
                    found.add(f"{client}:{used.name}")
    expected = {operation for operation in MADE if operation.startswith(f"{client}:")}
    assert found == expected, "mend what is new, or give a reason; take out what is no longer found"


def _uses(
    authorizer: Authorizer, making: Operation, said: dict[str, Any]
) -> Iterator[tuple[Operation, dict[str, Any]]]:
    """The operation, and those about the same thing whose required members were said or answered."""
    yield making, said
    noun = re.sub(f"^({'|'.join(MAKING)})", "", making.name)
    for verb in USING:
        operation = authorizer.operations.get(making.service, verb + noun)
        if operation is None:
            continue
        required = [member.name for member in operation.members if member.required]
        if required and all(name in said for name in required):
            yield operation, {name: said[name] for name in required}


def _flat(answer: Any) -> dict[str, Any]:
    """The plain values of an answer by their members' names, those further out first."""
    found: dict[str, Any] = {}
    if isinstance(answer, dict):
        for inner in answer.values():
            found = {**_flat(inner), **found}
        found |= {name: inner for name, inner in answer.items() if isinstance(inner, str | int)}
    return found


def _differs(authorizer: Authorizer, operation: Operation, request: dict[str, Any], told: list[str]) -> bool:
    plan = authorizer.planner.plan(operation)
    for need in ask(authorizer, f"{operation.service}:{operation.name}", request).needs:
        action = authorizer.catalog.action(need.action)
        if action is None or need.action not in plan.base or not need.resources:
            continue
        kinds = [authorizer.catalog.resource_type(action.prefix, one.name) for one in action.resource_types]
        for kind in (kind for kind in kinds if kind):
            mine = [arn for arn in told if _is_of(kind, arn)]
            granted = [glob(parts(resource)) for resource in need.resources]
            if mine and not any(covers(pattern, arn) for pattern in granted for arn in mine):
                return True
    return False


def _is_of(kind: ResourceType, arn: str) -> bool:
    return any(re.fullmatch(_VARIABLE.sub("[^:/]*", re.escape(one)), arn) for one in kind.arns)


# --- Where the things are whose ARNs moto writes.

_WRITTEN = re.compile(
    r"arn:(?:aws|\{[^}]*\}):([a-z0-9-]+):([^:\"\s]*|\{[^}]*\}):([^:\"\s]*|\{[^}]*\}):([^\"\n]{1,80})[\"\n]"
)


def test_arns_have_a_region_where_moto_gives_them_one(authorizer: Authorizer) -> None:
    """A Region and an account, or none, as one of the formats of the catalog's types that begin alike."""
    formats: dict[tuple[str, str], set[tuple[bool, bool]]] = {}
    for service in authorizer.catalog.services():
        for kind in authorizer.catalog.resource_types(service.prefix):
            for arn in kind.arns:
                _, _, owner, region, account, resource = [*arn.split(":", 5), *[""] * 6][:6]
                places = formats.setdefault((owner, _beginning(resource)), set())
                places.add((bool(region), bool(account)))
    written = {
        (service, _beginning(resource), bool(region), bool(account))
        for path in Path(moto.__file__).parent.rglob("*.py")
        if path.name != "aws_managed_policies.py"
        for service, region, account, resource in _WRITTEN.findall(path.read_text("utf-8"))
    }
    compared = [one for one in written if formats.get(one[:2]) and "{" not in one[1]]
    assert len(compared) > 200
    assert [one for one in compared if (one[2], one[3]) not in formats[one[0], one[1]]] == []


def _beginning(resource: str) -> str:
    return re.split("[:/]", resource.lstrip("/"))[0]
