"""Entry to the SDK models: calls of SDK functions, values of SDK types."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Ext,
    Handle,
    Text,
    Tup,
    Unknown,
    Value,
    join_all,
    options,
)
from policywright.analyzers.languages.go.aws import (
    arns,
    clients,
    config,
    names,
    signing,
    tables,
    transfers,
)
from policywright.analyzers.languages.go.aws.clients import response
from policywright.analyzers.languages.go.aws.requests import literal
from policywright.analyzers.languages.go.handles import (
    Config,
    Locks,
    Manager,
    Options,
    Paginator,
    Request,
    Signer,
    Tables,
    TypedPaginator,
)
from policywright.analyzers.model import AMBIENT
from policywright.analyzers.sdk import inference
from policywright.analyzers.sdk.handles import Client, Credentials, Foreign, Presigner, Waiter
from policywright.knowledge.values import Hole, Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_FUNCTIONS = ("New", "With", "Get", "Load", "Build", "Generate", "Is", "Parse", "Add", "Register", "Set")
_PLAIN = {
    ("aws", "Config"): Config(AMBIENT, None),
    ("aws/session", "Session"): Config(AMBIENT, None),
    ("aws/client", "ConfigProvider"): Config(AMBIENT, None),
    ("aws", "CredentialsProvider"): Credentials(AMBIENT),
    ("aws", "CredentialsCache"): Credentials(AMBIENT),
    ("aws", "Credentials"): Credentials(AMBIENT),
    ("aws/credentials", "Credentials"): Credentials(AMBIENT),
    ("aws/signer", "Signer"): Signer(AMBIENT),
    ("aws/signer", "HTTPSigner"): Signer(AMBIENT),
    ("aws/signer", "HTTPPresigner"): Signer(AMBIENT),
}


def _package(symbol: names.Symbol) -> str:
    return f"{symbol.area}/{symbol.package}" if symbol.package else symbol.area


def call(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """A function, type conversion or composite literal of an SDK package; None without a model."""
    symbol = names.split(path)
    if symbol is None or not symbol.name:
        return None
    package, name = _package(symbol), symbol.name
    if (package, name) == ("aws/signer", "NewSigner"):
        return signing.signer(run, args, pos)
    if (package, name) == ("aws/arn", "Parse"):
        return arns.parse(run, args, pos)
    handler = config.TABLE.get((package, name)) or transfers.TABLE.get((package, name))
    if args.keywords:
        return _literal(run, path, symbol, args, pos)
    if handler is not None:
        return handler(run, args, pos)
    if symbol.area == "service" and "/" not in symbol.package and (args.positional or name == "New"):
        service = names.service(run, symbol.package)
        made = clients.construct(run, service, name, args, pos) if service is not None else None
        if made is not None:
            return made
        if service is None and name in ("New", "NewFromConfig"):
            return join_all([Foreign(one, symbol.package) for one in config.signers_of(run, args.get(0))])
    if "(" in name:
        return None
    is_type = symbol.package.endswith("/types") or not name.startswith(_FUNCTIONS)
    if not args.positional and is_type:
        return _literal(run, path, symbol, args, pos)
    if package == "aws" and len(args.positional) == 1 and is_type:
        # aws.String(x), aws.ToString(x), aws.StringValueSlice(x): the same value.
        return pointer(args.positional[0]) if name == "String" else args.positional[0]
    if symbol.area == "service" and len(args.positional) == 1 and "." not in name and is_type:
        # types.ObjectCannedACL("private")
        return args.positional[0]
    if package == "config" and name.startswith("With"):
        return config.load_option(run, args, pos)
    return None


def pointer(value: Value) -> Value:
    """``aws.String(x)``: what is not known of ``x`` is a text that is there, so the pointer is not nil."""
    return join_all(map(_text, options(value)))


def _text(value: Value) -> Value:
    if isinstance(value, Unknown):
        return Text((Hole(kind="parameter" if value.reason == "parameter" else "unknown", name=value.name),))
    return value


def _literal(run: Interpreter, path: str, symbol: names.Symbol, args: Args, pos: ir.Pos) -> Value:
    if (_package(symbol), symbol.name) in transfers.TYPES:
        # &s3manager.Uploader{S3: client}
        client = next((value for _, value in args.keywords), None)
        kind = transfers.TYPES[_package(symbol), symbol.name]
        return join_all([Manager(one, kind) for one in config.signers_of(run, client)])
    if (_package(symbol), symbol.name) in (("credentials/stscreds", "AssumeRoleProvider"),
                                           ("aws/credentials/stscreds", "AssumeRoleProvider")):  # fmt: skip
        given = dict(args.keywords)
        ordered = (given.get("Client", Unknown("client")), given.get("RoleARN", Unknown("role")))
        made = config.TABLE["credentials/stscreds", "NewAssumeRoleProvider"](run, Args(ordered), pos)
        if made is not None:
            return made
    return literal(run, path, args.keywords, pos)


def instance(run: Interpreter, path: str) -> Value | None:
    """A value of a declared SDK type."""
    symbol = names.split(path)
    if symbol is None:
        return None
    package = _package(symbol)
    plain = _PLAIN.get((package, symbol.name))
    if plain is not None:
        return plain
    kind = transfers.TYPES.get((package, symbol.name))
    if kind is not None:
        return Manager(AMBIENT, kind)
    if symbol.area == "feature" and symbol.package.startswith("s3/") and symbol.name.endswith("APIClient"):
        return Client(AMBIENT, "s3")
    if symbol.area != "service":
        return None
    service = names.service(run, symbol.package)
    if service is None:
        return Foreign(AMBIENT, symbol.package) if is_client(symbol.package, symbol.name) else None
    return _of_service(run, service, symbol, path)


def _of_service(run: Interpreter, service: str, symbol: names.Symbol, path: str) -> Value | None:
    package, name = symbol.package, symbol.name
    if is_client(package, name):
        inference.uses(run, service)
        return Client(AMBIENT, service)
    if name == "PresignClient":
        return Presigner(AMBIENT, service)
    if name == "Options":
        return Options(AMBIENT, None)
    if name.endswith("Paginator"):
        operation = names.operation(run, service, name.removesuffix("Paginator"))
        if operation is not None:
            return TypedPaginator(service, operation)
    if name.endswith("Waiter"):
        return Waiter(AMBIENT, service, name.removesuffix("Waiter"))
    if name.endswith("Input") and "/" not in package:
        obj = literal(run, path, (), "declared", path)
        run.heap.make_open(obj)
        return obj
    return None


def has_methods(run: Interpreter, path: str) -> bool:
    """Whether a path is that of a type whose methods the models know."""
    symbol = names.split(path) if names.is_sdk(path) else None
    if symbol is None or not symbol.name.isidentifier():
        return False
    package = _package(symbol)
    if (package, symbol.name) in transfers.TYPES:
        return True
    return (
        symbol.area == "service"
        and (
            is_client(symbol.package, symbol.name)
            or symbol.name.endswith(("PresignClient", "Paginator", "Waiter"))
        )
        and not symbol.name.startswith("New")
    )


def is_client(package: str, name: str) -> bool:
    """``s3.Client``, v1's ``s3.S3`` and ``s3iface.S3API``, v2's ``s3.ListObjectsV2APIClient``."""
    first, _, rest = package.partition("/")
    if rest == f"{first}iface":
        return name.endswith("API")
    return not rest and (name == "Client" or name.endswith("APIClient") or name.lower() == first)


def zero(run: Interpreter, path: str, pos: ir.Pos) -> Value | None:
    """``var in s3.PutObjectInput``, ``new(s3.PutObjectInput)``: empty, to be filled in."""
    symbol = names.split(path)
    if symbol is None:
        return None
    known = instance(run, path) if _package(symbol) not in ("aws", "aws/session", "credentials") else None
    if isinstance(known, Handle) and not isinstance(known, Options):
        return known
    return literal(run, path, (), pos)


def page(run: Interpreter, paginator: TypedPaginator, name: str, pos: ir.Pos) -> Value:
    """``NextPage`` of a paginator known by its declared type alone."""
    service, operation = paginator.service, paginator.operation
    if name != "NextPage":
        return Unknown("paginator")
    struct = Struct((), open=True)
    run.emit(pos, service, operation, struct, via="paginator")
    return Tup((response(run, service, operation, struct), clients.ERROR))


def method(run: Interpreter, handle: Handle, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of a value of an SDK model."""
    match handle:
        case Client():
            return clients.call(run, handle, name, args, pos)
        case Foreign():
            return clients.foreign(run, handle, name, pos)
        case Presigner():
            return clients.presign(run, handle, name, args, pos)
        case Paginator():
            return clients.next_page(handle, name)
        case TypedPaginator():
            return page(run, handle, name, pos)
        case Waiter():
            return clients.wait(run, handle, name, args, pos)
        case Signer():
            return signing.call(run, handle, name, args, pos)
        case Manager():
            return transfers.call(run, handle, name, args, pos)
        case Locks():
            return tables.locks(run, handle, name, args, pos)
        case Tables():
            return tables.tables(run, handle, name, args, pos)
        case Config() | Credentials() | Options():
            return config.method(run, handle, name, args, pos)
        case Request():
            return Tup((Unknown("url"), clients.ERROR)) if name.startswith("Presign") else clients.ERROR
    return None


def empty(run: Interpreter, kind: Value, pos: ir.Pos) -> Value:
    """An empty value of a library type."""
    if isinstance(kind, Ext):
        found = zero(run, kind.path, pos) if names.is_sdk(kind.path) else None
        return found if found is not None else kind
    return BOTTOM


def operate(
    run: Interpreter, service: str, operation: str, method_name: str, args: Args, pos: ir.Pos
) -> Value:
    """An operation that a method or function is by its types."""
    if method_name == "NextPage":
        return page(run, TypedPaginator(service, operation), method_name, pos)
    found = names.plain(run, service, method_name)
    variant = found[1] if found is not None and found[0] == operation else ""
    return clients.perform(run, service, operation, variant, AMBIENT, args, pos)
