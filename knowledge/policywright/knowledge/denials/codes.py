"""Error codes and messages: which are AWS's way of saying *denied*, which only look like it."""

from __future__ import annotations

import re

DENIED_CODE = (
    r"(?:[A-Za-z0-9]{2,30}\.)?(?:AccessDenied(?:Exception|Fault|Error)?|UnauthorizedOperation|AuthorizationError(?:Exception)?"
    r"|VpceAccessDenied|UnauthorizedTaggingOperation|UnauthorizedException|UnauthorizedAccess|KMSAccessDeniedException"
    r"|NotAuthorized(?:Exception)?|Forbidden(?:Exception)?|AllAccessDisabled|AccessDeniedForDependency(?:Exception)?"
    r"|InsufficientP(?:rivileges|ermissions)(?:Exception)?|AuthorizationException|403(?: Forbidden)?)"
)
_DENIED = re.compile(DENIED_CODE)

NOT_POLICY = (
    r"Request has expired|MultiFactorAuthentication failed|Unable to determine service/operation name"
    r"|Lake Formation permission|account must be verified|Incorrect username or password|invalid MFA"
    r"|security token included in the request"
    r"|\btoken (?:is |was |has been )?(?:not found|invalid|not valid|revoked)\b"
    r"|signature we calculated|Signature expired"
    r"|does not have an? (?:active )?subscription"
    r"|must be a linked|not signed up|not subscribed|is not authorized to access this type"
    r"|account is not authorized to invoke|All access to this|\bQ\b[^\n]{0,60}subscription"
    r"|not authorized to make this call|isn't a supported|not (?:available|supported) in (?:this|the) region"
    r"|\ANo access\b|permissions to the requested S3|Insufficient Lake Formation|Cross-account pass role"
    r"|requester is not authorized to access requested|different authorization token type"
    r"|cannot be deleted\b|termination protection|Resource is not in the state|SMS sandbox"
    r"|is not enabled for (?:your|this|the)\b|\b(?:user|account) (?:is )?not enabled for\b"
    r"|Bucket owner condition|Please complete AWS [\w ]{3,30} setup"
    r"|Cannot call \w+ with session credentials"
    r"|Anonymous users cannot|headers present in the request which were not signed|accept\s+(?:the\s+)?terms"
)
_NOT_POLICY = re.compile(NOT_POLICY, re.IGNORECASE)


def is_denied(code: str) -> bool:
    """Whether an error code says that a request was not authorized."""
    return _DENIED.fullmatch(code) is not None


def is_not_policy(message: str) -> bool:
    """Whether a message under such a code says that no policy decided."""
    return _NOT_POLICY.search(message) is not None
