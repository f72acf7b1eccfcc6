"""Guesses from names for JavaScript: ``x.putObject({Bucket, Key})`` on a receiver that stayed unknown.

The rules are those of ``sdk.inference``: the program plainly deals with AWS, the method is an operation and
no word that every library uses, the argument fits its input, and one service is singled out.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import Args, Obj, Unknown, Value, options
from policywright.analyzers.languages.typescript.aws_sdk.requests import (
    is_function,
    members,
    request,
)
from policywright.analyzers.model import UnresolvedCode
from policywright.analyzers.sdk import inference as names
from policywright.knowledge.operations import Operation
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_TWO_WORDS = regex(r"^[a-z]+[A-Z]")


def infer(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> Value | None:
    """Records the request that a call on an unknown receiver makes; None when it is not one."""
    if not _TWO_WORDS.match(name) or args.more is not None or len(args.positional) > 2:
        return None
    given = args.get(0)
    if given is not None and not _input(run, given):
        return None
    if len(args.positional) > 1 and not is_function(args.positional[1]):
        return None
    struct = members(run, given)
    operation_name = name[:1].upper() + name[1:]
    services = run.operations.services_with_operation(operation_name)
    found = [run.operations.get(service, operation_name) for service in services]
    fitting = tuple(operation for operation in found if operation is not None and fits(operation, struct))
    deals = run.program.mentions_sdk(run.frame.module)
    if not deals or given is None:
        fitting = tuple(operation for operation in fitting if names.hinted(operation.service, hint))
    if not fitting:
        return None
    operation = names.choose(run, fitting, hint)
    if operation is None:
        could = tuple(f"{item.service}:{item.name}" for item in fitting[:8])
        run.unresolved(
            pos, UnresolvedCode.AMBIGUOUS, f"{name}() on {hint or 'a value'} of unknown type", could
        )
        return Unknown("call")
    return request(run, operation.service, operation.name, struct, pos, inferred=True)


def _input(run: Interpreter, value: Value) -> bool:
    """An input object, whose members are known."""
    return any(isinstance(option, Obj) and run.heap.shape(option).kind == "dict" for option in options(value))


def fits(operation: Operation, struct: Struct) -> bool:
    """All members passed are the operation's, and all it requires are passed."""
    known = {member.name for member in operation.members}
    passed = {name for name, _ in struct.fields}
    required = {member.name for member in operation.members if member.required}
    return passed <= known and (struct.open or required <= passed)
