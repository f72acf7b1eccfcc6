"""Guesses from names for JavaScript: ``x.putObject({Bucket, Key})`` on a receiver that stayed unknown.

The rules are those of ``sdk.inference``: the program plainly deals with AWS, the method is an operation and
no word that every library uses, the argument fits its input, and one service is singled out.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import Args, Obj, Unknown, Value, is_unknown, options, strings
from policywright.analyzers.gate import distinctive
from policywright.analyzers.languages.typescript.aws_sdk.clients import DOCUMENT_METHODS
from policywright.analyzers.languages.typescript.aws_sdk.helpers import presigned_post
from policywright.analyzers.languages.typescript.aws_sdk.requests import (
    is_function,
    members,
    request,
)
from policywright.analyzers.languages.typescript.twins import untwinned
from policywright.analyzers.model import AMBIENT
from policywright.analyzers.sdk import inference as names
from policywright.knowledge.operations import Operation
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_OTHER_NAMES = {"upload": (("s3", "PutObject"),)} | {
    name: (("dynamodb", operation),) for name, operation in DOCUMENT_METHODS.items()
}
"""Methods of version 2's clients that are called otherwise than their operation."""
_POST, _WAIT = "createPresignedPost", "waitFor"
_NAMING = frozenset(("getSignedUrl", "getSignedUrlPromise", _WAIT))
"""Methods of all of version 2's clients that are passed the name of an operation, or of a state."""
HELPERS = frozenset((_POST, *_NAMING))
"""Methods of version 2's clients that are no operations and tell a client by their names."""
_OF_HELPERS = frozenset(("Expires", "$waiter"))
"""Members that are the helpers' own."""
_MOST = 2
"""Arguments that a request has: its input and a callback."""
_TWO_WORDS = regex(r"^[a-z]+[A-Z]")


def infer(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> Value | None:
    """Records the request that a call on an unknown receiver makes; None when it is not one."""
    helper = _helper(run, name, args, pos, hint)
    if helper is not None:
        return helper
    if not is_request(run, args):
        return _by_name_alone(run, name, args, pos, hint)
    if not _TWO_WORDS.match(name):
        return telling(run, name, args, pos, hint)
    given = args.get(0)
    operation_name = name[:1].upper() + name[1:]
    services = run.operations.services_with_operation(operation_name)
    if not services:
        return telling(run, name, args, pos, hint)
    struct = members(run, given)
    found = [run.operations.get(service, operation_name) for service in services]
    fitting = tuple(operation for operation in found if operation is not None and fits(operation, struct))
    deals = run.program.deals_with_aws(run.frame.module) or distinctive(name)
    if not deals or given is None:
        fitting = tuple(operation for operation in fitting if names.hinted(operation.service, hint))
    if not fitting:
        return telling(run, name, args, pos, hint)
    operation = names.choose(run, fitting, hint)
    if operation is None:
        names.ambiguous(run, f"{name}()", fitting, pos, hint)
        return Unknown("call")
    return request(run, operation.service, operation.name, struct, pos, inferred=True)


def _helper(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> Value | None:
    """Helpers of version 2's clients that their names tell, or what they are passed: operations, states."""
    if name == _POST and is_request(run, args):
        with run.inferring():
            return presigned_post(run, args.get(0), AMBIENT, pos)
    if name not in _NAMING or not 1 <= len(args.positional) <= _MOST + 1:
        return None
    found: list[Operation] = []
    given = Struct(tuple(one for one in members(run, args.get(1)).fields if one[0] not in _OF_HELPERS))
    said = tuple(strings(args.positional[0]))
    if not said and options(args.positional[0]) and names.telling(name, (key for key, _ in given.fields)):
        names.computed(run, f"{name}()", pos, hint)
        return Unknown("call")
    for text in said:
        api = text[:1].upper() + text[1:]
        services = run.operations.services() if name == _WAIT else run.operations.services_with_operation(api)
        for service in services:
            operation = run.operations.waiters(service).get(api, "") if name == _WAIT else api
            meant = run.operations.get(service, operation) if operation else None
            if meant is not None and fits(meant, given):
                found.append(meant)
    chosen = names.choose(run, tuple(found), hint) if found else None
    if chosen is not None:
        return request(run, chosen.service, chosen.name, given, pos, via=name, inferred=True)
    if found:
        names.ambiguous(run, f"{name}()", tuple(found), pos, hint)
        return Unknown("call")
    return None


def telling(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> Value | None:
    """Reports ``x.publish({TopicArn, Message})``: a word that means nothing by itself, or a file that does
    not say AWS, with members that do; None for anything else."""
    given = args.get(0)
    if given is None or not is_request(run, args):
        return None
    api = name[:1].upper() + name[1:]
    meant = [(service, api) for service in run.operations.services_with_operation(api)]
    meant.extend(_OTHER_NAMES.get(untwinned(name), ()))
    struct = members(run, given) if meant else None
    if struct is None or not names.telling(name, (key for key, _ in struct.fields)):
        return None
    found = [run.operations.get(*one) for one in meant]
    fitting = tuple(operation for operation in found if operation is not None and fits(operation, struct))
    if not fitting:
        return None
    names.ambiguous(run, f"{name}()", fitting, pos, hint)
    return Unknown("call")


def _by_name_alone(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> Value | None:
    """Reports a method whose name tells an operation by itself, and that is given something unknown."""
    api = name[:1].upper() + name[1:]
    services = run.operations.services_with_operation(api) if distinctive(name) else ()
    given = args.positional if args.more is None else (*args.positional, args.more)
    if not services or len(given) > _MOST or not all(is_unknown(value) for value in given):
        return None
    found = [run.operations.get(service, api) for service in services]
    names.ambiguous(run, f"{name}()", tuple(one for one in found if one is not None), pos, hint)
    return Unknown("call")


def is_request(run: Interpreter, args: Args) -> bool:
    """The arguments are those of a request: an input object, a callback, both or nothing."""
    if args.more is not None or len(args.positional) > _MOST:
        return False
    given = args.get(0)
    if given is not None and not _input(run, given):
        return False
    # A handler passes its own callback on, of which nothing is known.
    return len(args.positional) <= 1 or is_function(args.positional[1]) or is_unknown(args.positional[1])


def _input(run: Interpreter, value: Value) -> bool:
    """An input object, whose members are known."""
    return any(isinstance(option, Obj) and run.heap.shape(option).kind == "dict" for option in options(value))


def fits(operation: Operation, struct: Struct) -> bool:
    """All members passed are the operation's, and all it requires are passed."""
    known = {member.name for member in operation.members}
    passed = {name for name, _ in struct.fields}
    required = {member.name for member in operation.members if member.required}
    return passed <= known and (struct.open or required <= passed)
