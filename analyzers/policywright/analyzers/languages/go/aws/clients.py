"""Service clients of both SDKs: operations and their variants, paginators, waiters, presigned requests."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Ext,
    Obj,
    Tup,
    Unknown,
    Value,
    is_unknown,
    join_all,
    options,
)
from policywright.analyzers.gate import distinctive
from policywright.analyzers.languages.go.aws import config, names, regions
from policywright.analyzers.languages.go.aws.requests import request, types_in
from policywright.analyzers.languages.go.handles import Paginator, Request
from policywright.analyzers.model import AMBIENT, Identity, UnresolvedCode
from policywright.analyzers.sdk import endpoints, inference, requests, streaming
from policywright.analyzers.sdk.handles import Client, Foreign, Presigner, Response, Waiter
from policywright.analyzers.sdk.requests import in_region
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

ERROR = Unknown("error")
_TWO_WORDS = regex(r"^[A-Z]+[a-z0-9]+[A-Z]")
_MAX_ARGUMENTS = 2
"""A context and an input; options are functions, which a call by name alone does not have."""
_LOCAL = frozenset(("Options", "SigningName", "Copy", "NewRequest", "AddDebugHandlers", "Credentials"))
"""Members of a client that make no request."""
_PRESIGNED = {"PostObject": "PutObject"}
"""Presigned requests that are no operation of their own (S3's form upload is checked as PutObject)."""


def response(run: Interpreter, service: str, operation: str, struct: Struct) -> Response:
    """What a call returns; of its request, what may name something later."""
    return requests.response(service, operation, struct, echo=True)


# --- making clients ---


def construct(run: Interpreter, service: str, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A function of a service package; None for its types."""
    if name in ("NewFromConfig", "New"):
        return _client(run, service, args, pos)
    if name == "NewPresignClient":
        return join_all([Presigner(one, service) for one in config.signers_of(run, args.get(0))])
    if name.startswith("New") and name.endswith("Paginator"):
        operation = names.operation(run, service, name.removeprefix("New").removesuffix("Paginator"))
        return _paginator(run, service, operation, args, pos) if operation is not None else None
    if name.startswith("New") and name.endswith("Waiter"):
        waiter = name.removeprefix("New").removesuffix("Waiter")
        return join_all([Waiter(one, service, waiter) for one in config.signers_of(run, args.get(0))])
    return None


def _client(run: Interpreter, service: str, args: Args, pos: ir.Pos) -> Value:
    inference.uses(run, service)
    own = config.from_options(run, args.positional[1:], args.more, pos)
    site = (run.frame.module, pos, run.frame.task.id)
    region, endpoint = (
        regions.given(run, args.drop(1), site, what) for what in (regions.REGION, regions.ENDPOINT)
    )
    found: list[Value] = []
    for option in options(args.get(0) or Unknown("config")):
        if option == NONE and len(options(args.positional[0])) > 1:
            continue
        for one in own:
            whose = (one,) if one != AMBIENT else config.signers_of(run, option)
            place = region if region is not None else regions.of(run, option)
            at = endpoint if endpoint is not None else regions.of(run, option, regions.ENDPOINT)
            signing = [endpoints.at(run, in_region(run, identity, place), at) for identity in whose]
            found.extend(Client(identity, service) for identity in signing)
    return join_all(found)


# --- operations ---


def call(run: Interpreter, client: Client, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """``client.Name(...)``."""
    service, identity = client.service, client.identity
    if service is None or name in _LOCAL:
        return Unknown("client-member")
    found = names.plain(run, service, name)
    if found is None and name.startswith("WaitUntil"):
        return _wait_until(run, service, identity, name, args, pos)
    if found is None and _streamed(run, run.operations.service_id(service), name, identity, pos):
        return Tup((Unknown("stream"), ERROR))
    if found is None:
        inference.lacking(run, pos, service, f"operation {name}")
        return Unknown("operation")
    operation, variant = found
    return perform(run, service, operation, variant, identity, args, pos)


def has(run: Interpreter, service: str, name: str) -> bool:
    """Whether a client of the service has a method of that name."""
    return (
        name in _LOCAL
        or name.startswith("WaitUntil")
        or names.plain(run, service, name) is not None
        or streaming.find(run.operations.service_id(service), name) is not None
    )


def _streamed(run: Interpreter, service_id: str, name: str, identity: Identity, pos: ir.Pos) -> bool:
    """Whether a method is an operation over an event stream, which botocore leaves out."""
    found = streaming.find(service_id, name)
    if found is not None:
        run.emit(pos, found[0], name, identity=identity, actions=(found[1],))
    return found is not None


def foreign(run: Interpreter, handle: Foreign, name: str, pos: ir.Pos) -> Value:
    """A method of a client of a service that botocore does not have."""
    package, identity = handle.package, handle.identity
    if name not in _LOCAL and not _streamed(run, package, name, identity, pos):
        detail = f"{package} is no service of this version of the AWS models; {{}} can't be told"
        run.unresolved(pos, UnresolvedCode.UNKNOWN_SERVICE, detail, name=name, cause=package)
    return Unknown("operation")


def perform(
    run: Interpreter, service: str, operation: str, variant: str, identity: Identity, args: Args, pos: ir.Pos
) -> Value:
    """One operation in one of its variants."""
    given = _input(args, variant)
    struct = request(run, service, operation, given)
    own = config.from_options(run, args.positional[2:], None, pos) if not variant else (AMBIENT,)
    if not variant and len(args.positional) > 2:
        identity = in_region(
            run, identity, regions.given(run, args.drop(2), (run.frame.module, pos, run.frame.task.id))
        )
    via = {"Request": "a request", "Pages": "pages", "PagesWithContext": "pages"}.get(variant)
    for one in own:
        run.emit(pos, service, operation, struct, identity=one if one != AMBIENT else identity, via=via)
    answer = response(run, service, operation, struct)
    if variant == "Request":
        return Tup((Request(service, operation), answer))
    if variant.startswith("Pages"):
        for value in args.positional[1:]:
            for option in options(value):
                if isinstance(option, config.CALLABLES):
                    run.call(option, Args((answer, Unknown("boolean"))), pos)
        return ERROR
    return Tup((answer, ERROR))


def _input(args: Args, variant: str) -> Value | None:
    """The input among the arguments: after the context, if there is one."""
    if variant in ("Pages", "Request") or len(args.positional) == 1:
        return args.get(0)
    return args.get(1)


def _wait_until(
    run: Interpreter, service: str, identity: Identity, name: str, args: Args, pos: ir.Pos
) -> Value | None:
    waiter = name.removeprefix("WaitUntil").removesuffix("WithContext")
    operation = names.waited(run, service, waiter)
    if operation is None:
        inference.lacking(run, pos, service, f"waiter {waiter}")
        return ERROR
    variant = "WithContext" if name.endswith("WithContext") else ""
    struct = request(run, service, operation, _input(args, variant))
    run.emit(pos, service, operation, struct, identity=identity, via=f"waiter {waiter}")
    return ERROR


# --- paginators, waiters, presigned requests ---


def _paginator(run: Interpreter, service: str, operation: str, args: Args, pos: ir.Pos) -> Value:
    """``s3.NewListObjectsV2Paginator(client, input)``; a client of the program's own is called itself."""
    given = args.get(1)
    struct = request(run, service, operation, given)
    answers: list[Value] = []
    given_clients = [option for option in options(args.get(0) or BOTTOM) if option != NONE]
    # One that nothing here makes is a client all the same.
    for option in given_clients or (Unknown("client"),):
        if isinstance(option, Obj) and run.heap.shape(option).kind == "instance":
            method = run.attribute(option, operation)
            result = run.call(method, Args((Unknown("context"), given if given is not None else NONE)), pos)
            answers.append(run.element(result, 0))
        else:
            run.emit(pos, service, operation, struct, identity=config.identity(run, option), via="paginator")
            answers.append(response(run, service, operation, struct))
    return Paginator(join_all(answers))


def next_page(paginator: Paginator, name: str) -> Value:
    """A method of a paginator."""
    return Tup((paginator.page, ERROR)) if name == "NextPage" else Unknown("paginator")


def wait(run: Interpreter, waiter: Waiter, name: str, args: Args, pos: ir.Pos) -> Value:
    """``waiter.Wait(ctx, input, maximum)``."""
    service, which, identity = waiter.service or "", waiter.name or "", waiter.identity
    operation = names.waited(run, service, which)
    if operation is None:
        inference.lacking(run, pos, service, f"waiter {which}")
        return ERROR
    if name not in ("Wait", "WaitForOutput"):
        return Unknown("waiter")
    struct = request(run, service, operation, args.get(1))
    run.emit(pos, service, operation, struct, identity=identity, via=f"waiter {which}")
    return ERROR if name == "Wait" else Tup((response(run, service, operation, struct), ERROR))


def presign(run: Interpreter, presigner: Presigner, name: str, args: Args, pos: ir.Pos) -> Value:
    """The permissions of a presigned request are checked against whoever signed it."""
    service, identity = presigner.service, presigner.identity
    plain = name.removeprefix("Presign")
    operation = names.operation(run, service, _PRESIGNED.get(plain, plain))
    if operation is None or plain == name:
        return Unknown("presigner")
    struct = request(run, service, operation, args.get(1))
    run.emit(pos, service, operation, struct, identity=identity, via="a presigned request")
    return Tup((Unknown("url"), ERROR))


# --- evidence from arguments alone ---


def inputs(run: Interpreter, args: Args) -> list[tuple[str, str]]:
    """The operations whose inputs are where a request has its input."""
    paths = [path for value in args.positional[:2] for path in types_in(run, value)]
    found = [names.shape_operation(run, path, "Input") for path in paths]
    return [shape for shape in found if shape is not None]


def by_input(run: Interpreter, method: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method named after the operation whose input it is given, on a receiver that stayed unknown."""
    answers: list[Value] = []
    for service, operation in dict.fromkeys(inputs(run, args)):
        found = names.plain(run, service, method.removeprefix("Presign"))
        if found is not None and found[0] == operation:
            answers.append(perform(run, service, operation, found[1], AMBIENT, args, pos))
    return join_all(answers) if answers else None


def by_name(run: Interpreter, method: str, args: Args, pos: ir.Pos, hint: str) -> None:
    """A method named after an operation of a service that the program uses, on a receiver that nothing is
    known of, with the arguments of one: reported."""
    plain = method.removesuffix("WithContext")
    if not _TWO_WORDS.match(plain):
        return
    if not (run.program.deals_with_aws(run.frame.module) or distinctive(plain)):
        return
    given = [value for value in args.positional[:2] if not _is_input(value)]
    if given or not 1 <= len(args.positional) <= _MAX_ARGUMENTS or inference.is_own(run, method):
        return
    services = (
        inference.used(run) if not distinctive(plain) else run.operations.services_with_operation(plain)
    )
    found = [run.operations.get(service, plain) for service in services]
    could = tuple(operation for operation in found if operation is not None)
    if could:
        inference.ambiguous(run, f"{method}()", could, pos, hint)


def _is_input(value: Value) -> bool:
    """A context, ``nil`` or what isn't known, but no text, number or value of the program's."""
    return is_unknown(value) or all(isinstance(option, Ext | Unknown) for option in options(value))
