"""SDK values that only their making gives away: ``ctx.session.client("logs")``, ``c.get_paginator("x")``.

The receiver stayed unknown, but the constant that is passed names a service, an operation or a waiter. What
is made is an ``inferred`` handle around the SDK's value: whatever it requests is a guess from names.
"""

from __future__ import annotations

from collections.abc import Iterable

from policywright.analyzers import gate, ir
from policywright.analyzers.engine.language import any_operation
from policywright.analyzers.engine.values import (
    NO_ARGS,
    NONE,
    Args,
    Handle,
    Method,
    Partial,
    Unknown,
    Value,
    join_all,
    options,
    passed_by,
    strings,
    told_by,
)
from policywright.analyzers.languages.python.boto3 import clients, named, resources, sessions
from policywright.analyzers.languages.python.handles import BatchWriter, Collection, Inferred, Paginator
from policywright.analyzers.model import AMBIENT
from policywright.analyzers.sdk import inference
from policywright.analyzers.sdk.handles import Client, Waiter
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.knowledge.operations import Operation

_FACTORY_WORDS = frozenset(("client", "resource", "boto3", "boto"))
_CLIENT_WORDS = frozenset(("client", "boto", "boto3", "aws"))
_TELLING = 3
"""Words of a method's name that tells an operation where nothing is passed, in a file that deals with AWS."""
_LOOKALIKES = frozenset((
    "ibm_boto3", "qcloud_cos", "builtins", "unittest", "pytest", "moto", "mock", "mocker", "azure", "google",
    "consul", "docker", "hvac", "keystoneauth1", "kubernetes", "oci", "openstack", "redis", "swiftclient",
))  # fmt: skip
"""Packages whose calls read like AWS's and go elsewhere."""
_ONLY_LOOKING = frozenset((
    "builtins", "inspect", "functools", "typing", "logging", "unittest", "pytest", "moto", "weakref", "copy",
    "json", "botocore", "boto3",
))  # fmt: skip
"""Packages that do not call the functions they are given, or whose calls are modelled."""
_ASKING = ("botocore.paginate.", "botocore.waiter.")
"""What of these does call them."""
_POST = "generate_presigned_post"
_BATCH = "batch_writer"
_UPLOADS = frozenset(("upload_fileobj", "download_fileobj"))
"""Transfer methods that no other library has."""
_MOVES = frozenset(name for name in clients.TRANSFERS if "_" in name)
_RESOURCES = {
    "Bucket": (frozenset(("bucket", "buckets")), 2),
    "Object": (frozenset(("object", "obj", "key")), 1),
}
"""Resources of S3 that have the transfer methods: what variables of them are called, and how many of their
three positions these methods have there."""
OWN = frozenset((_POST, *_UPLOADS))
"""Helpers of boto3's clients whose names tell by themselves."""
_TELLING_HELPERS = OWN | {"generate_presigned_url", "get_paginator", "get_waiter"}
S3 = regex(rb"(?i)(?<![a-z0-9])s3(?![a-z0-9])")


def made(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> Value | None:
    """What a method of an unknown receiver gives, where its arguments tell; None when they don't."""
    if not _FACTORY_WORDS.isdisjoint(inference.words(name)):
        return _factory(run, name, args)
    found = _named(run, name, args, pos, hint)
    if found is None and name == _BATCH:
        found = named.batch_writer(run, args)
    if found is None:
        found = named.resource(run, name, args, pos, hint)
    if found is None and name in resources.OF_COLLECTIONS:
        owner = run.text(pos).partition(f".{hint}.{name}")[0].rpartition(".")[2]
        found = named.collected(run, name, args, pos, hint, owner)
    return found if found is not None else _moved(run, name, args, pos, hint)


def _moved(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> Value | None:
    """Helpers of S3's client and resources on an unknown receiver."""
    if name == _POST:
        return _call(run, "s3", name, args, pos)
    kind = _owner(run, name, args, hint)
    if kind is not None:
        # ``self.bucket.upload_file(path, key)``
        with run.inferring():
            owner = resources.unknown_resource(run, "s3", kind, AMBIENT)
            return clients.resource_transfer(run, owner, name, args, pos)
    if name in clients.TRANSFERS and (inference.hinted("s3", hint) or _transfers(run, name)):
        return _call(run, "s3", name, args, pos)
    if name in _UPLOADS or (
        name in clients.TRANSFERS and not _CLIENT_WORDS.isdisjoint(inference.words(hint))
    ):
        meant = (
            run.operations.get("s3", one[0]) for one in clients.TRANSFERS[name].requests if one[2] is None
        )
        inference.ambiguous(run, f"{name}()", tuple(one for one in meant if one is not None), pos, hint)
        return Unknown("call")
    return None


def _named(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> Value | None:
    """Methods that are given the name of an operation or waiter."""
    match name:
        case "get_paginator":
            return _of_operation(run, args.get(0, "operation_name"), hint, name, args, pos, paginated=True)
        case "generate_presigned_url":
            return _of_operation(run, args.get(0, "ClientMethod"), hint, name, args, pos)
        case "get_waiter":
            return _waiter(run, args, pos, hint)
    return None


def of_library(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """A call of a library that is not at hand (a private package, a Lambda layer) and reads like the SDK."""
    root, _, rest = path.partition(".")
    if root in _LOOKALIKES or not rest:
        return None
    *_, receiver, name = path.replace("()", "").replace("[]", "").split(".")
    if not run.program.deals_with_aws(run.frame.module):
        # Nothing else here says AWS, but a call spelt like its API is not passed over.
        if inference.telling(name, (key for key, _ in args.keywords)) or gate.distinctive(name):
            found = inference.candidates(run, name, args, receiver)
            if found:
                inference.ambiguous(run, f"{name}()", found, pos, receiver)
        return None
    if not _FACTORY_WORDS.isdisjoint(inference.words(name)):
        return _factory(run, name, args)
    made = _named(run, name, args, pos, receiver)
    if made is None:
        made = named.batch_writer(run, args) if name == _BATCH else _moved(run, name, args, pos, receiver)
    if made is None:
        made = named.of_chain(run, path, args, pos)
    if made is not None:
        return made
    capitals = any(key[:1].isupper() for key, _ in args.keywords)
    if not capitals and (args.positional or args.keywords or gate.words(name) < _TELLING):
        # Members of most requests are capitalised, and hardly anything else is.
        return None
    found = inference.candidates(run, name, args, receiver)
    operation = inference.choose(run, found, receiver) if found else None
    if not found and (meant := inference.generic(run, name, args)):
        inference.ambiguous(run, f"{name}()", meant, pos, receiver)
    if operation is not None:
        return _call(run, operation.service, name, args, pos)
    return of_resource(run, name, args, pos, receiver) if capitals else None


def of_resource(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> Value | None:
    """A resource's method (``table.put_item(Item=...)``, ``queue.send_messages(Entries=...)``) on a receiver
    that stayed unknown."""
    if name in inference.GENERIC or "_" not in name or args.positional:
        return None
    passed = {key for key, _ in args.keywords}
    # What is called otherwise than its operation tells by what it is passed only.
    found = [
        (service, kind, operation) for service, kind, operation in resources.having(run, name)
        if passed <= {member.name for member in operation.members}
        and (passed or run.operations.by_method(service, name) is not None)
    ]  # fmt: skip
    for service, kind, _ in found:
        if sum(service == one[0] for one in found) == 1:
            handle = resources.unknown_resource(run, service, kind, AMBIENT)
            return named.called(run, handle, name, args, pos)
    if found and inference.telling(name, passed):
        meant = dict.fromkeys(operation for _, _, operation in found)
        inference.ambiguous(run, f"{name}()", tuple(meant), pos, hint)
        return Unknown("call")
    return None


def is_of_resources(run: Interpreter, name: str) -> bool:
    """Whether resources have a method of that name, moving files included, or clients a helper."""
    helper = name == _BATCH or name in clients.TRANSFERS or name in _TELLING_HELPERS
    return helper or bool(resources.having(run, name))


def _factory(run: Interpreter, name: str, args: Args) -> Value | None:
    """``pool.get_boto3_client("ecs", region)``, ``connect_boto3("iam", kind="resource")``: what has such a
    name that is passed a service makes its client, or a resource if told so."""
    given = args.get(0, "service_name") or args.keyword("service")
    services = [text for text in strings(given or NONE) if text in run.operations.services()]
    told = {text for value in args.told() for text in strings(value)}
    kind = "resource" if "resource" in inference.words(name) | told else "client"
    return named.inferred(join_all(sessions.handle(kind, text) for text in services)) if services else None


def only_looks(path: str) -> bool:
    """Whether a library calls nothing that it is given."""
    return path.partition(".")[0] in _ONLY_LOOKING and not path.startswith(_ASKING)


def escaped(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """A client's method handed to a library, which will call it: ``retry_call(s3.get_object, ...)``."""
    if only_looks(path):
        return None
    results = called(run, args, pos)
    for option in told_by(args):
        if isinstance(option, Partial):
            # Methods of clients take keywords only, and those have been given.
            sdk = isinstance(option.function, Method) or of_unknown(run, option.function)
            unknown = NO_ARGS if sdk else Args(more=Unknown("argument"), open=True)
            results.append(run.call(option, unknown, pos))
    if not results:
        return None
    run.semantics.only_result = args
    return join_all(results)


def called(run: Interpreter, args: Args, pos: ir.Pos) -> list[Value]:
    """What methods of clients and the like give that are among the arguments: who gets them calls them."""
    # What follows the function is most often meant for it.
    follows = bool(args.positional) and bool(args.keywords or args.positional[1:])
    rest = args.drop(1) if follows else args
    results = [
        run.call(option, rest, pos)
        for option in (options(args.positional[0]) if follows else ())
        if _is_request(run, option) or of_unknown(run, option)
    ]
    results += [
        run.call(option, Args(open=True), pos) for option in passed_by(rest) if _is_request(run, option)
    ]
    return results


def _is_request(run: Interpreter, value: Value) -> bool:
    """What makes a request when it is called."""
    return (isinstance(value, Method) and _requests(run, value)) or any_operation(value)


def of_unknown(run: Interpreter, value: Value) -> bool:
    """A method of something unknown that is called like an operation: ``submit(q.put_item, TableName=t)``."""
    match value:
        case Unknown(reason="attribute", name=str(name)) | Method(receiver=Unknown(), name=name):
            # The latter of a field that nothing here sets (``unset.method``).
            return run.semantics.may_request(run, name)
    return False


def _requests(run: Interpreter, method: Method) -> bool:
    owner = method.receiver
    if isinstance(owner, Inferred):
        owner = owner.inner
    if isinstance(owner, Paginator | Waiter | Collection | BatchWriter):
        return not (method.name.startswith("_") or run.semantics.lacks(run, owner, method.name))
    if not isinstance(owner, Client):
        sends = isinstance(owner, Handle) and owner.sends()
        return sends and not run.semantics.lacks(run, owner, method.name)
    service = owner.service
    if service is None:
        return bool(run.operations.services_with_method(method.name))
    return (
        run.operations.by_method(service, method.name) is not None
        or (service, method.name) in clients.HELPERS
    )


def _transfers(run: Interpreter, name: str) -> bool:
    if name not in _UPLOADS:
        return False
    source = run.program.files.get(run.frame.module)
    return "s3" in inference.used(run) or (source is not None and S3.search(source.data) is not None)


def _owner(run: Interpreter, name: str, args: Args, hint: str) -> str | None:
    """The type of S3's resources that a transfer is asked of: the receiver is called so, and what is passed
    fits, since a resource knows its bucket."""
    said = inference.words(hint)
    for kind, (words, given) in _RESOURCES.items():
        if name in _MOVES and not words.isdisjoint(said) and len(args.positional) <= given:
            return kind
    return None


def _of_operation(
    run: Interpreter,
    method: Value | None,
    hint: str,
    name: str,
    args: Args,
    pos: ir.Pos,
    *,
    paginated: bool = False,
) -> Value | None:
    found: list[Value] = []
    said = tuple(strings(method)) if method is not None else ()
    if not said and method is not None and options(method):
        inference.computed(run, f"{name}()", pos, hint)
    for text in said:
        offers: list[Operation] = []
        for service in run.operations.services_with_method(text):
            operation = run.operations.by_method(service, text)
            if operation is not None and (
                not paginated or operation.name in run.operations.paginators(service)
            ):
                offers.append(operation)
        chosen = inference.choose(run, tuple(offers), hint) if offers else None
        if chosen is not None:
            found.append(_call(run, chosen.service, name, args, pos))
        elif offers:
            inference.ambiguous(run, f"{name}({text!r})", tuple(offers), pos, hint)
    return join_all(found) if found else None


def _waiter(run: Interpreter, args: Args, pos: ir.Pos, hint: str) -> Value | None:
    given = args.get(0, "waiter_name")
    said = tuple(strings(given)) if given is not None else ()
    if not said and given is not None and options(given):
        inference.computed(run, "get_waiter()", pos, hint)
    for text in said:
        having = [service for service in _services(run, hint) if text in run.operations.waiters(service)]
        if len(having) == 1:
            return _call(run, having[0], "get_waiter", args, pos)
        polled = [
            run.operations.get(service, operation) for service in run.operations.services()
            if (operation := run.operations.waiters(service).get(text)) is not None
        ]  # fmt: skip
        offers = tuple(operation for operation in polled if operation is not None)
        if offers:
            inference.ambiguous(run, f"get_waiter({text!r})", offers, pos, hint)
            return Unknown("call")
    return None


def _services(run: Interpreter, hint: str) -> Iterable[str]:
    """The services that a waiter may belong to: named by the receiver, or else used by the program."""
    named = [service for service in run.operations.services() if inference.hinted(service, hint)]
    return named or inference.used(run)


def _call(run: Interpreter, service: str, name: str, args: Args, pos: ir.Pos) -> Value:
    with run.inferring():
        return named.inferred(clients.call(run, Client(AMBIENT, service), name, args, pos))
