"""The prompts that a person picks in their client: three errands, worded for the assistant.

A prompt only says what to do with the tools; nothing is analysed here.
"""

# No `from __future__ import annotations` here: the SDK reads these annotations when a prompt is registered.

from typing import Annotated

from mcp.server.mcpserver.prompts.base import Prompt
from pydantic import Field

_Path = Annotated[str, Field(description="File or directory. Default: the whole workspace.")]
_Error = Annotated[str, Field(description="The error message, with the log around it if there is some.")]
_Policy = Annotated[str, Field(description="The policy as JSON, or the path of a file that has it.")]


def least_privilege(path: _Path = ".") -> str:
    """Give each role of this project the permissions that its code needs, and no others."""
    return f"""\
Make the IAM permissions of this project least-privilege.
1. Call generate_policy with paths [{path!r}].
2. Tell me per role what is missing (+), too wide (~) and not needed (-), each with the line of code that
   shows it. Where I ask why, call it again with `action`.
3. Say what stays open (`unresolved`, `may_need`, `skipped`) and what would settle it; look into the code
   yourself where a line is named.
4. For a role that changes, call it with `role` to get its patch; show me the patch, and apply it when I
   agree. Without templates, write the policy with `format` where it belongs.
Add no permission that the tool does not give, and remove none that it keeps."""


def fix_error(error: _Error, path: _Path = ".") -> str:
    """Find out why AWS denied a request, and the smallest change that allows it."""
    return f"""\
AWS denied a request. Call explain_access_denied with this error_text, and with code [{path!r}]:

{error}

Then tell me who was denied what, which kind of policy decided, and who can change it. Show me the smallest
change. Only if I want it made, call fix_access_denied with apply: it asks me to approve the exact diff. Where
no identity policy helps, say what to ask whom, and do not add permissions that would not help."""


def review_policy(policy: _Policy, path: _Path = ".") -> str:
    """Check a policy that somebody wrote, and hold it against what the code needs."""
    return f"""\
Review this IAM policy: {policy}
1. Call validate_policy on it, with `path` for a file and `policy` for JSON, and tell me each finding with
   its place.
2. If it is a file, call generate_policy with paths [{path!r}] and `against` that file: what is missing, what
   is too wide, what no code needs, each with the line that shows it.
3. Propose the corrected policy as a diff, and say what you are not sure of (`unresolved`, `may_need`)."""


_PROMPTS = (
    (least_privilege, "Least privilege for this project"),
    (fix_error, "Fix this access-denied error"),
    (review_policy, "Review this policy"),
)


def build_prompts() -> list[Prompt]:
    """The prompts, in the order in which clients list them."""
    return [
        Prompt.from_function(function, title=title, description=function.__doc__)
        for function, title in _PROMPTS
    ]
