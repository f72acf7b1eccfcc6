"""What Lambda's context says of the function that runs: its name, its ARN and its log group.

They are written with the variables that Lambda sets to the same
(https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), so that whoever knows the function
fills them in.
"""

from __future__ import annotations

from policywright.analyzers.engine.values import Text, Unknown, Value, join
from policywright.knowledge.values import Hole

_CONTEXTS = frozenset((
    "context", "_context", "ctx", "_ctx", "lambdacontext", "lambda_context", "aws_context", "awscontext",
))  # fmt: skip
"""What people call the second parameter of a handler."""
_NAME = Hole(kind="env", name="AWS_LAMBDA_FUNCTION_NAME")
_GROUP = Hole(kind="env", name="AWS_LAMBDA_LOG_GROUP_NAME")
_PLACE = (Hole(kind="region"), ":", Hole(kind="account"))
_OWN = ("arn:", Hole(kind="partition"), ":lambda:", *_PLACE, ":function:", _NAME)
_ARN = join(Text(_OWN), Text((*_OWN, ":", Hole(kind="unknown"))))
"""Who calls a version or an alias gets its ARN."""
_MEMBERS: dict[str, Value] = {
    "function_name": Text((_NAME,)),
    "functionName": Text((_NAME,)),
    "invoked_function_arn": _ARN,
    "invokedFunctionArn": _ARN,
    "log_group_name": Text((_GROUP,)),
    "logGroupName": Text((_GROUP,)),
}
"""Of Python's and Node's context (https://docs.aws.amazon.com/lambda/latest/dg/python-context.html and
nodejs-context.html)."""


def of_context(receiver: Unknown, name: str) -> Value | None:
    """A member of a parameter that is called as the context is."""
    if receiver.reason != "parameter" or name not in _MEMBERS:
        return None
    return _MEMBERS[name] if (receiver.name or "").lower() in _CONTEXTS else None
