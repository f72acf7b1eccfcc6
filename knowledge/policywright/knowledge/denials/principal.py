"""Who was denied: from an ARN, from the words in front of the sentence, from a CloudTrail identity.

Any part of an ARN may be masked. What is left is read all the same:
``arn:aws:sts::<ID>:assumed-role/web/x`` is a session of the role ``web`` in an account that is not told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from policywright.knowledge.denials.masks import IN_BRACKETS, own_name, says_nothing, squeezed
from policywright.knowledge.denials.model import NOBODY, Principal, PrincipalKind

ARN = re.compile(
    r"arn:(aws[a-z-]{0,20}):(iam|sts):([^:/]{0,60}):(<{1,3}[^<>\n:]{1,60}>{1,3}|\$\{AWS::\w{1,40}\}|[^:/]{0,80}):"
    rf"((?:[\w+=,.@/*:#$\u2026\u2022\u2588-]|{IN_BRACKETS}|(?<=[:/])\"[^\"\n:/]{{1,60}}\"){{1,700}})"
)
_ACCOUNT = re.compile(r"\d{12}")
_UNIQUE_ID = re.compile(r"(?:AROA|AIDA|ASIA|AKIA|AGPA|ANPA)[A-Z0-9]{8,}(?::\S+)?")
_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?")
_PLAIN = re.compile(r"[\w+=,.@-]{1,64}")
_RELATIVE = re.compile(
    r"(?:.{0,80}[:/.\u2026*])?(assumed-role|federated-user|role|user)/([\w+=,.@/<>{}\[\]* -]{1,200})"
)
_HEADED = re.compile(
    r"arn:aws[a-z-]{0,20}:(?:iam|sts):[^:]{0,60}:[^:]{0,80}:(assumed-role|federated-user|role|user)/(\S{1,700})"
)
"""One whose name is written with what no name has, or is a mask that does not end."""
_RUN_TOGETHER = re.compile(
    r"(assumed-role|federated-user|(?<=:)(?:role|user))/([\w+=,.@/<>{}\[\]*-]{1,200})\Z"
)
"""What is left where a mask took the colons with it."""
_KINDS: Mapping[str, PrincipalKind] = {
    "assumed-role": "assumed-role",
    "role": "role",
    "user": "user",
    "federated-user": "federated",
    "saml-provider": "federated",
    "oidc-provider": "federated",
    "root": "root",
}
SERVICE_PRINCIPALS: Mapping[str, str] = {
    "apigateway": "apigateway.amazonaws.com",
    "apprunner": "build.apprunner.amazonaws.com",
    "backup": "backup.amazonaws.com",
    "codebuild": "codebuild.amazonaws.com",
    "codedeploy": "codedeploy.amazonaws.com",
    "codepipeline": "codepipeline.amazonaws.com",
    "cognito-idp": "cognito-idp.amazonaws.com",
    "datasync": "datasync.amazonaws.com",
    "dax": "dax.amazonaws.com",
    "dms": "dms.amazonaws.com",
    "ecs": "ecs-tasks.amazonaws.com",
    "events": "events.amazonaws.com",
    "firehose": "firehose.amazonaws.com",
    "gamelift": "gamelift.amazonaws.com",
    "glue": "glue.amazonaws.com",
    "greengrass": "greengrass.amazonaws.com",
    "greengrassv2": "greengrass.amazonaws.com",
    "iot": "iot.amazonaws.com",
    "kinesisanalytics": "kinesisanalytics.amazonaws.com",
    "kinesisanalyticsv2": "kinesisanalytics.amazonaws.com",
    "lambda": "lambda.amazonaws.com",
    "pipes": "pipes.amazonaws.com",
    "redshift": "redshift.amazonaws.com",
    "sagemaker": "sagemaker.amazonaws.com",
    "scheduler": "scheduler.amazonaws.com",
    "servicecatalog": "servicecatalog.amazonaws.com",
    "ssm": "ssm.amazonaws.com",
    "stepfunctions": "states.amazonaws.com",
    "transfer": "transfer.amazonaws.com",
}
"""Whom a trust policy names for a service (botocore's name) that assumes a role, by the services' guides."""
_NAMED = frozenset({"assumed-role", "role", "user"})


def from_arn(arn: str) -> Principal | None:
    """The principal of an IAM or STS ARN; ``None`` when it is no such ARN."""
    match = ARN.fullmatch(arn)
    if match is None:
        return None
    word, _, rest = match[5].partition("/")
    kind = _KINDS.get(word, "unknown")
    return Principal(arn=arn, kind=kind, name=_name(kind, rest))


def _name(kind: PrincipalKind, rest: str) -> str | None:
    parts = rest.split("/")
    name = parts[0] if kind == "assumed-role" else parts[-1]
    return own_name(name) if kind in _NAMED else None


def account_of(principal: Principal) -> tuple[str, str] | None:
    """Partition and account of a principal whose account is told."""
    match = ARN.fullmatch(principal.arn or "")
    if match is None or not _ACCOUNT.fullmatch(match[4]):
        return None
    return match[1], match[4]


def home_of(principal: Principal) -> tuple[str, str] | None:
    """Partition and account as the principal's ARN has them, be the account masked."""
    match = ARN.fullmatch(principal.arn or "")
    return (match[1], match[4]) if match is not None and match[4] else None


def from_words(words: str) -> Principal | None:
    """The principal that a message names, whatever its form; ``None`` when it is none of AWS's."""
    if says_nothing(words.strip("'\"`,;() \n")):
        return NOBODY
    compact = squeezed(words).strip("'\"`,;()")
    if compact.startswith("arn:"):
        return _of_arn(compact.replace("`", "").rstrip("'\"*,;()") if "`" in compact else compact, words)
    bare = compact.strip("*[]")
    if bare.lower() in ("anonymous", "anonymoususer"):
        return Principal(kind="anonymous")
    if _SERVICE.fullmatch(bare):
        return Principal(kind="service", name=bare)
    if not bare or _ACCOUNT.fullmatch(bare) or _UNIQUE_ID.fullmatch(bare):
        return NOBODY
    if (relative := _RELATIVE.fullmatch(compact)) is not None:
        kind = _KINDS[relative[1]]
        return Principal(kind=kind, name=_name(kind, relative[2]))
    return None


def _of_arn(compact: str, words: str) -> Principal | None:
    """An ARN of which not even the kind of principal is left names nobody."""
    found = from_arn(compact) or from_arn(compact.rstrip("*"))
    if found is not None:
        return found if found.kind != "unknown" or not says_nothing(compact.split(":", 5)[5]) else NOBODY
    if not re.match(r"arn:aws[a-z-]*:(?:iam|sts)?", compact):
        return None
    if (headed := _HEADED.fullmatch(compact)) is not None and len(words.split()) == 1:
        return Principal(arn=compact, kind=_KINDS[headed[1]], name=_name(_KINDS[headed[1]], headed[2]))
    if compact.count(":") >= 5:
        return None
    if (rest := _RUN_TOGETHER.search(compact)) is None:
        return NOBODY
    kind = _KINDS[rest[1]]
    return Principal(kind=kind, name=_name(kind, rest[2]))


def from_plain_name(words: str) -> Principal:
    """A single word in the place of an ARN: somebody's name, of which it is not told what it is."""
    word = words.strip().strip("'\"`*,;()")
    return Principal(name=own_name(word)) if _PLAIN.fullmatch(word) else NOBODY


def from_identity(identity: Mapping[str, Any]) -> Principal:
    """The principal of a CloudTrail ``userIdentity``."""
    arn, kind = identity.get("arn"), identity.get("type")
    if isinstance(arn, str) and (known := from_arn(arn)) is not None:
        return known
    if kind == "Root":
        return Principal(kind="root")
    if "anonymous" in (str(identity.get("principalId")).lower(), str(identity.get("accountId")).lower()):
        return Principal(kind="anonymous")
    if kind == "AWSService" or (kind is None and identity.get("invokedBy")):
        return Principal(kind="service", name=_text(identity.get("invokedBy")))
    if kind in ("WebIdentityUser", "SAMLUser", "FederatedUser"):
        return Principal(kind="federated")
    if kind == "IAMUser":
        return Principal(kind="user", name=_text(identity.get("userName")))
    if kind in ("AssumedRole", "Role"):
        issuer = identity.get("sessionContext")
        issuer = issuer.get("sessionIssuer") if isinstance(issuer, Mapping) else None
        name = issuer.get("userName") if isinstance(issuer, Mapping) else None
        return Principal(kind="assumed-role", name=_text(name))
    return NOBODY


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
