"""Guesses from names: a method call on a receiver that stayed unknown.

Names alone are the weakest evidence there is, so a guess needs all of: a method that is an API operation
and not a word that every library uses; arguments that fit the operation's input; and, where several
services have the operation, something else in the program that singles one out. What fits but can't be
told apart is reported, never granted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from policywright.analyzers import gate, ir
from policywright.analyzers.engine.values import Args, Known, Obj, Text, Value, options, strings
from policywright.analyzers.model import UnresolvedCode
from policywright.analyzers.sdk.handles import Client, Response
from policywright.knowledge.operations import Operation
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_GENERIC_WORDS = """
    get update delete load reload copy query scan publish subscribe invoke encrypt decrypt sign
    verify search create start stop describe list put send receive upload download terminate reboot
    attach detach filter all pages limit close wait submit run execute connect converse predict
    retrieve rerank
"""
GENERIC = frozenset(_GENERIC_WORDS.split())
"""Methods that mean nothing by themselves; never inferred."""

_WORDS = regex(r"[a-z0-9]+")
_WORD = regex(r"\w+")
_CAMEL = regex(r"([a-z0-9])([A-Z])")
_ENDING = regex(r"(?:client|resource|conn|connection|cli)$")
_VARIANT = regex(r"(?:Paginator|Pages|Request)?(?:WithContext)?$")
"""What SDKs put behind an operation's name for other ways of calling it."""
_MIN_INSIDE = 4
"""Length of a service's name that is looked for inside of words."""
_CLIENT_WORDS = frozenset(("client", "clients", "boto", "boto3", "aws", "botocore"))


_USED = ("services",)


def uses(run: Interpreter, service: str) -> None:
    """A client is made for a service."""
    run.engine.write(_USED, Known(service))


def used(run: Interpreter) -> tuple[str, ...]:
    """The services that clients are made for, anywhere in the program; who asks is asked again when there
    are more."""
    return tuple(sorted(strings(run.engine.read(_USED))))


def is_operation(run: Interpreter, name: str) -> bool:
    """A method of Go, Java or JavaScript is named after an operation of some service."""
    api, having = name[:1].upper() + name[1:], run.operations.services_with_operation
    return bool(having(api) or having(_VARIANT.sub("", api)))


def data_lack(run: Interpreter, receiver: Value, name: str, *others: str) -> bool:
    """Answers and containers have no method that is named like an operation, nor any of the ``others``."""
    if isinstance(receiver, Response):
        return name in others or is_operation(run, name)
    if not isinstance(receiver, Obj) or run.heap.shape(receiver).kind == "instance":
        return False
    return (name in others or is_operation(run, name)) and not run.heap.has_key(receiver, name)


def may_request(run: Interpreter, method: str) -> bool:
    """Whether a method's name, spelt as the API does, is an operation's and can hardly be anything else."""
    api = method[:1].upper() + method[1:]
    return gate.words(method) > 1 and bool(run.operations.services_with_operation(api))


def candidates(run: Interpreter, method: str, args: Args, hint: str) -> tuple[Operation, ...]:
    """Operations of that method name whose input the arguments fit."""
    if method in GENERIC or "_" not in method:
        return ()
    found: list[Operation] = []
    for service in run.operations.services_with_method(method):
        operation = run.operations.by_method(service, method)
        if operation is not None and fits(operation, args):
            found.append(operation)
    if args.keywords:
        return tuple(found)
    # Nothing is passed that could fit or not: something else must speak for AWS.
    plain = not _CLIENT_WORDS.isdisjoint(words(hint))
    if plain:
        return tuple(found)
    return tuple(op for op in found if hinted(op.service, hint) or op.service in used(run))


def generic(run: Interpreter, method: str, args: Args) -> tuple[Operation, ...]:
    """Operations that a word of every library may mean, told by what is passed: to report, never to infer."""
    passed = {name for name, _ in args.keywords}
    if not passed or args.positional or ("_" in method and method not in GENERIC):
        return ()
    found: list[Operation] = []
    for service in run.operations.services_with_method(method):
        operation = run.operations.by_method(service, method)
        # A resource's method leaves out what the resource is identified by.
        if operation is not None and passed <= {member.name for member in operation.members}:
            found.append(operation)
    return tuple(found)


def fits(operation: Operation, args: Args) -> bool:
    """All keywords are members, and all required members are (or may be) passed."""
    if args.positional and not args.open:
        return False
    names = {member.name for member in operation.members}
    passed = {name for name, _ in args.keywords}
    if not passed <= names:
        return False
    required = {member.name for member in operation.members if member.required}
    return args.open or required <= passed


def telling(method: str, passed: Iterable[str]) -> bool:
    """A call with these members of an operation's input is worth a report where nothing else says AWS.

    Members of most requests are capitalised, and hardly anything else is; of others it takes two.
    """
    names = tuple(passed)
    return any(name[:1].isupper() for name in names) or (len(names) > 1 and gate.words(method) > 1)


def choose(run: Interpreter, found: tuple[Operation, ...], hint: str) -> Operation | None:
    """The one operation meant: by the receiver's name, that of the class, then by the services used."""
    if len(found) == 1:
        return found[0]
    function = run.frame.function
    owner = function.owner.cls.name if function is not None and function.owner is not None else ""
    left = list(found)
    for name in (hint, owner):
        said = words(name)
        named = [operation for operation in left if _named(operation.service, said, name)]
        if len(named) == 1:
            return named[0]
        left = named or left
    known = used(run)
    meant = [operation for operation in left if operation.service in known]
    return meant[0] if len(meant) == 1 else None


def ambiguous(run: Interpreter, what: str, found: tuple[Operation, ...], pos: ir.Pos, hint: str) -> None:
    """Reports a call that several services could be meant by."""
    could = tuple(f"{item.service}:{item.name}" for item in found)
    detail = f"{{}} on {hint or 'a value'} of unknown type"
    run.unresolved(pos, UnresolvedCode.AMBIGUOUS, detail, could, name=what, cause=receiver(run, what, pos))


def computed(run: Interpreter, what: str, pos: ir.Pos, hint: str) -> None:
    """Reports a call on something unknown that is passed the name of an operation, which is computed."""
    detail = f"{{}} on {hint or 'a value'} of unknown type, of an operation whose name is computed"
    run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail, name=what, cause=receiver(run, what, pos))


def lacking(run: Interpreter, pos: ir.Pos, owner: str, what: str, could_be: tuple[str, ...] = ()) -> None:
    """Reports that a client has no such operation, waiter or method, wherever it is called as one thing."""
    detail = f"{owner} has no {what}"
    run.unresolved(pos, UnresolvedCode.UNKNOWN_OPERATION, detail, could_be, cause=owner)


def receiver(run: Interpreter, what: str, pos: ir.Pos) -> str:
    """The receiver of a call as a cause: what is wrong with one call on it is wrong with all."""
    return scoped(run, run.text(pos).partition("." + what.partition("(")[0])[0])


def called(run: Interpreter, pos: ir.Pos) -> str:
    """The function that a call is of as a cause."""
    return scoped(run, run.text(pos).partition("(")[0])


def named_at_run_time(run: Interpreter, receivers: Value | None, pos: ir.Pos) -> None:
    """Reports operations that reflection calls on clients (``method.invoke(client, ...)``)."""
    for option in options(receivers) if receivers is not None else ():
        if isinstance(option, Client) and option.service is not None:
            detail = "an operation of {} whose name is computed"
            run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail, name=option.service)


def scoped(run: Interpreter, said: str) -> str:
    """What the code says, and where that means the same: in a function, all methods of a class, a file."""
    frame = run.frame
    found = _WORD.match(said)
    first = found[0] if found is not None else None
    scope, function = "", frame.function
    while function is not None:
        code = function.function
        own = code.receiver or (code.params[0].name if function.owner and code.params else None)
        if first is not None and (first == own or first in code.locals):
            scope = (
                code.qualname.rpartition(".")[0]
                if first == own
                else str(run.program.number(frame.module, code))
            )
            break
        outer = function.closure
        function = run.engine.instances.by_id[outer].function if outer is not None else None
    return f"{frame.module}:{scope}:{said}"


def spelled(value: Value, names: Iterable[str]) -> tuple[str, ...] | None:
    """The names that a computed one can be: ``"get_" + kind``; None when nothing of it is known."""
    if not isinstance(value, Text) or not any(isinstance(part, str) for part in value.parts):
        return None
    pattern = "".join(re.escape(part) if isinstance(part, str) else ".*" for part in value.parts)
    return tuple(name for name in names if re.fullmatch(pattern, name))


def is_own(run: Interpreter, method: str) -> bool:
    """A class of the program has a method of that name: a receiver nobody knows may be one of it."""
    return method in run.program.once("methods", lambda: frozenset(
        one.name for one in run.program.functions() if "." in one.qualname
    ))  # fmt: skip


def _named(service: str, said: set[str], hint: str) -> bool:
    parts = service.split("-")
    whole = "".join(parts)
    # Short names ("es", "ce", "mq") are inside of many words.
    inside = len(whole) >= _MIN_INSIDE and whole in hint.lower().replace("_", "")
    return service in said or whole in said or inside or set(parts) <= said


def words(hint: str) -> set[str]:
    """The words of a name, also without what names of clients end in: ``s3client`` says ``s3``."""
    found = set(_WORDS.findall(_CAMEL.sub(r"\1_\2", hint).lower().replace("_", " ")))
    return found | {_ENDING.sub("", word) for word in found} - {""}


def hinted(service: str, hint: str) -> bool:
    """The receiver is named after the service (``s3_client``, ``self._dynamodb``)."""
    return _named(service, words(hint), hint)
