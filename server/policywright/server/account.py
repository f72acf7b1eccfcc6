"""AWS as ``fix`` uses it: who we are, what a role or user may do today, and the one write.

boto3 is imported here and nowhere else, when there is something to ask. It finds credentials and endpoints
its own way (profiles, SSO, ``aws login``, ``AWS_ENDPOINT_URL``). Every call carries a marker in its user
agent, so that an organisation can govern them by ``aws:UserAgent``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from policywright.knowledge.policy.quota import size
from policywright.knowledge.policy.verdicts import EvaluationRequest, NamedPolicy
from policywright.knowledge.records import dataclass, replace
from policywright.server import __version__
from policywright.server.errors import Exit, UserError
from policywright.server.principals import Target

USER_AGENT = f"exec-env/policywright-{__version__}"
_SECONDS = 15
_HOME_REGIONS = {
    "aws-cn": "cn-north-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-iso": "us-iso-east-1",
    "aws-iso-b": "us-isob-east-1",
    "aws-eusc": "eusc-de-east-1",
}
_EXPIRED = ("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired")
_CLOCKS = ("RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture")
_INVALID = ("InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "InvalidToken")
_CREDENTIALS = (
    "NoCredentials",
    "PartialCredentials",
    "CredentialRetrieval",
    "SSO",
    "TokenRetrieval",
    "Login",
    "Profile",
)
_DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")
_BUSY = (
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottled",
    "RequestThrottledException",
    "RequestLimitExceeded",
    "TooManyRequestsException",
    "PriorRequestNotComplete",
    "ConcurrentModification",
    "EntityTemporarilyUnmodifiable",
)
_CLOCK = ("Signature expired", "Signature not yet current")


class AwsError(UserError):
    """A call to AWS failed."""

    status = Exit.AWS

    def __init__(self, message: str, code: str = "", *, refused: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.refused = refused
        """Whether AWS answered that it did nothing. What got no answer may have been done."""

    @property
    def missing(self) -> bool:
        return self.code == "NoSuchEntity"

    @property
    def denied(self) -> bool:
        return self.code in _DENIED

    @property
    def busy(self) -> bool:
        """Whether the same request may well be accepted a little later."""
        return self.code in _BUSY


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What was read of a role or user. ``gaps`` are the policies that could not be read."""

    target: Target
    own: Mapping[str, Any] | None
    """Our inline policy."""
    identity: tuple[NamedPolicy, ...] = ()
    """All other identity policies, groups' included."""
    boundary: NamedPolicy | None = None
    other_characters: int = 0
    """Characters of the other inline policies, which count for the same quota."""
    gaps: tuple[str, ...] = ()
    scps: tuple[tuple[NamedPolicy, ...], ...] = ()
    """Service control policies by level, the root first; none where none apply or none could be read."""
    rcps: tuple[tuple[NamedPolicy, ...], ...] = ()
    unread: str | None = None
    """Why the organization's policies are not known, where they aren't."""


class Account:
    """One account, as the credentials of this machine reach it."""

    def __init__(self, profile: str | None, region: str | None, partition: str = "aws") -> None:
        with calls("credentials"):
            session = boto3.Session(profile_name=profile, region_name=region)
            region = session.region_name or _HOME_REGIONS.get(partition, "us-east-1")
            config = Config(
                user_agent_extra=USER_AGENT,
                connect_timeout=_SECONDS,
                read_timeout=_SECONDS,
                retries={"mode": "standard", "total_max_attempts": 3},
            )
            self._iam = session.client("iam", region_name=region, config=config)
            self._sts = session.client("sts", region_name=region, config=config)
        self._session, self._region, self._config = session, region, config

    @cached_property
    def _writes(self) -> Any:
        """IAM, asked once: what got no answer may have been carried out, and is looked at first."""
        once = self._config.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))
        with calls("credentials"):
            return self._session.client("iam", region_name=self._region, config=once)

    @cached_property
    def _organizations(self) -> Any:
        with calls("credentials"):
            return self._session.client("organizations", region_name=self._region, config=self._config)

    def client(self, service: str, region: str | None) -> Any:
        """A client of a service that is asked something only now and then; see ``calls``."""
        return self._session.client(service, region_name=region or self._region, config=self._config)

    def logical_id(self, physical: str) -> str | None:
        """What the template of a stack calls what has a physical id, if a stack has it."""
        client = self.client("cloudformation", None)
        try:
            with calls("cloudformation:DescribeStackResources"):
                found = client.describe_stack_resources(PhysicalResourceId=physical)["StackResources"]
        except AwsError as error:
            if error.code == "ValidationError":
                return None
            raise
        same = [item for item in found if item.get("PhysicalResourceId") == physical]
        return str(same[0]["LogicalResourceId"]) if same else None

    def identity(self) -> tuple[str, str]:
        """The account that the credentials belong to, and whose they are."""
        with calls("sts:GetCallerIdentity"):
            answer = self._sts.get_caller_identity()
            return str(answer["Account"]), str(answer["Arn"])

    def decoded(self, message: str) -> str:
        """An encoded authorization message, in JSON."""
        with calls("sts:DecodeAuthorizationMessage"):
            return str(self._sts.decode_authorization_message(EncodedMessage=message)["DecodedMessage"])

    def read(self, target: Target) -> Live:
        """Everything that says what the principal may do, the organization's policies included."""
        return self._governed(self.policies(target))

    def policies(self, target: Target) -> Live:
        """What the account itself says of what the principal may do."""
        return self._role(target) if target.kind == "role" else self._user(target)

    def exists(self, target: Target) -> bool:
        """Whether the role or user itself is there."""
        try:
            if target.kind == "role":
                with calls("iam:GetRole"):
                    self._iam.get_role(RoleName=target.name)
            else:
                with calls("iam:GetUser"):
                    self._iam.get_user(UserName=target.name)
        except AwsError as error:
            if error.missing:
                return False
            raise
        return True

    def own_policy(self, target: Target) -> Mapping[str, Any] | None:
        """Our inline policy as it is now; ``None`` when there is none."""
        try:
            return self._inline(target, target.policy_name)
        except AwsError as error:
            if error.missing:
                return None
            raise

    def managed_policy(self, arn: str) -> Mapping[str, Any]:
        """The version in force of a managed policy."""
        with calls("iam:GetPolicy"):
            version = self._iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        with calls("iam:GetPolicyVersion"):
            answer = self._iam.get_policy_version(PolicyArn=arn, VersionId=version)
        document: Mapping[str, Any] = answer["PolicyVersion"]["Document"]
        return document

    def put(self, target: Target, text: str) -> None:
        """Write our inline policy."""
        name = target.policy_name
        if target.kind == "role":
            with calls("iam:PutRolePolicy"):
                self._writes.put_role_policy(RoleName=target.name, PolicyName=name, PolicyDocument=text)
        else:
            with calls("iam:PutUserPolicy"):
                self._writes.put_user_policy(UserName=target.name, PolicyName=name, PolicyDocument=text)

    def delete(self, target: Target) -> None:
        """Take our inline policy away."""
        name = target.policy_name
        if target.kind == "role":
            with calls("iam:DeleteRolePolicy"):
                self._writes.delete_role_policy(RoleName=target.name, PolicyName=name)
        else:
            with calls("iam:DeleteUserPolicy"):
                self._writes.delete_user_policy(UserName=target.name, PolicyName=name)

    def simulate(self, target: Target, request: EvaluationRequest) -> bool:
        """What IAM's own simulator decides."""
        context = [
            {"ContextKeyName": key, "ContextKeyType": "string", "ContextKeyValues": list(values)}
            for key, values in request.context.items()
        ]
        entity = target.policy_source_arn.split("/", 1)[1]
        home = f"arn:{target.partition}:iam::{target.account}"
        source = f"{home}:role/{entity}" if target.kind == "role" else f"{home}:user/{entity}"
        with calls("iam:SimulatePrincipalPolicy"):
            answer = self._iam.simulate_principal_policy(
                PolicySourceArn=source,
                ActionNames=[request.action],
                ResourceArns=[request.resource],
                ContextEntries=context,
            )
        return all(item["EvalDecision"] == "allowed" for item in answer["EvaluationResults"])

    def _role(self, target: Target) -> Live:
        with calls("iam:GetRole"):
            role = self._iam.get_role(RoleName=target.name)["Role"]
        with calls("iam:ListRolePolicies"):
            pages = self._iam.get_paginator("list_role_policies").paginate(RoleName=target.name)
            inline = [name for page in pages for name in page["PolicyNames"]]
        gaps: list[str] = []
        attached: list[str] = []
        with _noting(gaps, "the managed policies of the role"):
            pages = self._iam.get_paginator("list_attached_role_policies").paginate(RoleName=target.name)
            attached = [item["PolicyArn"] for page in pages for item in page["AttachedPolicies"]]
        return self._live(_found(target, role["Arn"]), inline, attached, role, [], gaps)

    def _user(self, target: Target) -> Live:
        with calls("iam:GetUser"):
            user = self._iam.get_user(UserName=target.name)["User"]
        with calls("iam:ListUserPolicies"):
            pages = self._iam.get_paginator("list_user_policies").paginate(UserName=target.name)
            inline = [name for page in pages for name in page["PolicyNames"]]
        gaps: list[str] = []
        attached: list[str] = []
        with _noting(gaps, "the managed policies of the user"):
            pages = self._iam.get_paginator("list_attached_user_policies").paginate(UserName=target.name)
            attached = [item["PolicyArn"] for page in pages for item in page["AttachedPolicies"]]
        groups: list[NamedPolicy] = []
        with _noting(gaps, "the policies of the user's groups"):
            pages = self._iam.get_paginator("list_groups_for_user").paginate(UserName=target.name)
            for name in [item["GroupName"] for page in pages for item in page["Groups"]]:
                groups.extend(self._group(name, gaps))
        return self._live(_found(target, user["Arn"]), inline, attached, user, groups, gaps)

    def _group(self, group: str, gaps: list[str]) -> Iterator[NamedPolicy]:
        for page in self._iam.get_paginator("list_group_policies").paginate(GroupName=group):
            for name in page["PolicyNames"]:
                answer = self._iam.get_group_policy(GroupName=group, PolicyName=name)
                yield NamedPolicy(name=f"{name} of group {group}", document=answer["PolicyDocument"])
        for page in self._iam.get_paginator("list_attached_group_policies").paginate(GroupName=group):
            for item in page["AttachedPolicies"]:
                yield from self._managed(item["PolicyArn"], gaps)

    def _live(
        self,
        target: Target,
        inline: Iterable[str],
        attached: Iterable[str],
        entity: Mapping[str, Any],
        groups: list[NamedPolicy],
        gaps: list[str],
    ) -> Live:
        own, others = None, []
        for name in inline:
            try:
                found = self._inline(target, name)
            except AwsError as error:
                # It went away since the list was made.
                if error.missing:
                    continue
                raise
            if name == target.policy_name:
                own = found
            else:
                others.append(NamedPolicy(name=name, document=found))
        managed = [policy for arn in attached for policy in self._managed(arn, gaps)]
        boundary_arn = entity.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
        boundary = next(self._managed(boundary_arn, gaps), None) if boundary_arn else None
        return Live(
            target=target,
            own=own,
            identity=(*others, *managed, *groups),
            boundary=boundary,
            other_characters=sum(size(policy.document) for policy in others),
            gaps=tuple(dict.fromkeys(gaps)),
        )

    def _governed(self, live: Live) -> Live:
        """With the SCPs and RCPs that reach the account, where they may be read."""
        account = live.target.account
        try:
            with calls("organizations:DescribeOrganization"):
                organization = self._organizations.describe_organization()["Organization"]
            if organization.get("MasterAccountId") == account:
                # Its own policies do not reach the management account.
                return live
            levels = self._levels(account)
            scps = tuple(self._organization_policies(level, "SERVICE_CONTROL_POLICY") for level in levels)
            live = replace(live, scps=tuple(level for level in scps if level))
            rcps = tuple(self._organization_policies(level, "RESOURCE_CONTROL_POLICY") for level in levels)
            return replace(live, rcps=tuple(level for level in rcps if level))
        except AwsError as error:
            # What an organization has is its administrator's to show; an account can do without.
            none = error.code == "AWSOrganizationsNotInUseException"
            return live if none else replace(live, unread=str(error))

    def _levels(self, account: str) -> list[str]:
        """The account and what it is in, the root first."""
        found = [account]
        # Units are nested five deep at most.
        while len(found) <= 7 and not found[0].startswith("r-"):
            with calls("organizations:ListParents"):
                parents = self._organizations.list_parents(ChildId=found[0])["Parents"]
            if not parents:
                break
            found.insert(0, parents[0]["Id"])
        return found

    def _organization_policies(self, level: str, kind: str) -> tuple[NamedPolicy, ...]:
        with calls("organizations:ListPoliciesForTarget"):
            pages = self._organizations.get_paginator("list_policies_for_target").paginate(
                TargetId=level, Filter=kind
            )
            ids = [item["Id"] for page in pages for item in page["Policies"]]
        return tuple(self._organization_policy(id, level) for id in ids)

    def _organization_policy(self, id: str, level: str) -> NamedPolicy:
        with calls("organizations:DescribePolicy"):
            policy = self._organizations.describe_policy(PolicyId=id)["Policy"]
        name = f"{policy['PolicySummary'].get('Name', id)} ({id}, attached to {level})"
        try:
            document = json.loads(policy["Content"])
        except ValueError as error:
            raise AwsError(f"organizations:DescribePolicy: {id} is no JSON") from error
        return NamedPolicy(name=name, document=document if isinstance(document, dict) else {})

    def _inline(self, target: Target, name: str) -> Mapping[str, Any]:
        document: Mapping[str, Any]
        if target.kind == "role":
            with calls("iam:GetRolePolicy"):
                answer = self._iam.get_role_policy(RoleName=target.name, PolicyName=name)
                document = dict(answer["PolicyDocument"])
        else:
            with calls("iam:GetUserPolicy"):
                answer = self._iam.get_user_policy(UserName=target.name, PolicyName=name)
                document = dict(answer["PolicyDocument"])
        return document

    def _managed(self, arn: str, gaps: list[str]) -> Iterator[NamedPolicy]:
        with _noting(gaps, arn):
            version = self._iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
            answer = self._iam.get_policy_version(PolicyArn=arn, VersionId=version)
            yield NamedPolicy(name=arn, document=answer["PolicyVersion"]["Document"])


def _found(target: Target, arn: str) -> Target:
    return Target(
        kind=target.kind, name=target.name, account=target.account, partition=target.partition, arn=arn
    )


@contextmanager
def calls(what: str) -> Iterator[None]:
    """Whatever goes wrong with a call, in one line."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        raise AwsError(_refused(what, code, error), code, refused=400 <= status < 500) from error
    except (BotoCoreError, ResponseParserError) as error:
        raise AwsError(_failed(what, error), type(error).__name__) from error
    except (KeyError, TypeError, ValueError) as error:
        # A proxy that answers by itself, for one.
        raise AwsError(f"{what}: what answered is not AWS", type(error).__name__) from error


@contextmanager
def _noting(gaps: list[str], what: str) -> Iterator[None]:
    """What may not be read is a gap in what is known, not a failure."""
    try:
        with calls(what):
            yield
    except AwsError as error:
        if error.code not in _DENIED:
            raise
        gaps.append(what)


def _refused(what: str, code: str, error: ClientError) -> str:
    message = str(error.response.get("Error", {}).get("Message", "")) or str(error)
    if code in _CLOCKS or message.startswith(_CLOCK):
        return f"{what}: the clock of this machine is wrong, says AWS ({message}); set it and run again"
    if code in _EXPIRED:
        return f"{what}: the AWS credentials have expired; sign in again (aws sso login, aws login)"
    if code in _INVALID:
        return f"{what}: AWS does not accept the credentials ({code}); check the profile and its keys"
    return f"{what}: {code}: {message}" if code else f"{what}: {message}"


def _failed(what: str, error: Exception) -> str:
    if type(error).__name__.startswith(_CREDENTIALS) or type(error).__name__.startswith("UnauthorizedSSO"):
        return f"{what}: no usable AWS credentials ({error}); sign in or give --profile"
    return f"{what}: {error}"
