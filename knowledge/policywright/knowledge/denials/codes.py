"""Error codes that are AWS's way of saying *denied*; ``negatives.toml`` has what is none under any code."""

from __future__ import annotations

import re

DENIED_CODE = (
    r"(?:[A-Za-z0-9]{2,30}\.)?(?:AccessDenied(?:Exception|Fault|Error)?|UnauthorizedOperation|AuthorizationError(?:Exception)?"
    r"|VpceAccessDenied|UnauthorizedTaggingOperation|UnauthorizedException|UnauthorizedAccess|KMSAccessDeniedException"
    r"|NotAuthorized(?:Exception)?|Forbidden(?:Exception)?|AllAccessDisabled|AccessDeniedForDependency(?:Exception)?"
    r"|InsufficientP(?:rivileges|ermissions)(?:Exception)?|AuthorizationException|403(?: Forbidden)?)"
)
_DENIED = re.compile(DENIED_CODE)


def is_denied(code: str) -> bool:
    """Whether an error code says that a request was not authorized."""
    return _DENIED.fullmatch(code) is not None
