"""Entry to the SDK models: calls of SDK classes and their static methods, values of SDK types."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from re import Pattern

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Handle,
    Obj,
    Text,
    Unknown,
    Value,
    join_all,
    options,
)
from policywright.analyzers.languages.java.aws import (
    clients,
    credentials,
    dynamodb,
    names,
    positional,
    regions,
    requests,
    tokens,
    transfers,
)
from policywright.analyzers.languages.java.handles import (
    Enhanced,
    Jms,
    Locks,
    Mapper,
    Table,
    Tokens,
    Waiters,
)
from policywright.analyzers.languages.java.types import DULL
from policywright.analyzers.model import AMBIENT, Identity
from policywright.analyzers.sdk.handles import (
    Client,
    Credentials,
    Foreign,
    Presigner,
    Signing,
    Transfer,
    Waiter,
)
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Hole, Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter


def _transfer_1(who: Identity) -> Transfer:
    return Transfer(who, transfers.VERSION_1)


def _transfer_2(who: Identity) -> Transfer:
    return Transfer(who, transfers.VERSION_2)


def _mapper(who: Identity) -> Mapper:
    return Mapper(who)


def _table_mapper(who: Identity) -> Mapper:
    return Mapper(who, (), Unknown("model"))


def _table(who: Identity) -> Table:
    return Table(who, Unknown("table"))


_HELPERS: dict[str, Callable[[Identity], Signing]] = {
    "S3TransferManager": _transfer_2, "TransferManager": _transfer_1,
    "DynamoDbEnhancedClient": Enhanced, "DynamoDbEnhancedAsyncClient": Enhanced, "DynamoDB": Enhanced,
    "DynamoDBMapper": _mapper, "AbstractDynamoDBMapper": _mapper, "IDynamoDBMapper": _mapper,
    "DynamoDBTableMapper": _table_mapper,
    "DynamoDbTable": _table, "DynamoDbAsyncTable": _table, "DynamoDbIndex": _table,
    "DynamoDbAsyncIndex": _table,
    "Table": _table, "Index": _table,
}  # fmt: skip
"""Classes above the clients to what they make."""
_AREAS = ("enhanced.", "transfer.s3", "services.dynamodbv2.", "services.s3.transfer")


def _helper(symbol: names.Symbol) -> Callable[[Identity], Signing] | None:
    name = symbol.name.removesuffix("Builder")
    return _HELPERS.get(name) if symbol.package.startswith(_AREAS) else None


def call(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """A constructor or static method of an SDK class; None without a model."""
    symbol = names.split(path)
    if symbol is None:
        return None
    if symbol.name.startswith(names.LOCK_CLIENT):
        return tokens.lock_class(run, symbol, path, args, pos)
    configuration = dynamodb.configuration(run, path, args, pos)
    if configuration is not None:
        return configuration
    nested = symbol.member
    if nested[:1].isupper() and nested.isidentifier() and not nested.isupper():
        # new DeleteObjectsRequest.KeyVersion(key, version)
        obj = requests.literal(run, path, pos)
        _positional(run, obj, path, names.Symbol(symbol.version, symbol.package, nested), args)
        return obj
    if not symbol.member:
        return _construct(run, path, symbol, args, pos)
    if symbol.member == "standard" or symbol.member.startswith("builder"):
        obj = requests.literal(run, path.rpartition(".")[0], pos)
        if symbol.name == "STSAssumeRoleSessionCredentialsProvider" and args.positional:
            # v1's ``new STSAssumeRoleSessionCredentialsProvider.Builder(role, session)``
            run.heap.store(obj, "roleArn", args.positional[0], certain=True)
        return obj if symbol.member in ("standard", "builder") else None
    return _static(run, path, symbol, args, pos)


def _static(run: Interpreter, path: str, symbol: names.Symbol, args: Args, pos: ir.Pos) -> Value | None:
    member = symbol.member
    if symbol.name in regions.CLASSES and symbol.package.startswith("regions"):
        return regions.call(member, args)
    # v1's ``AmazonS3ClientBuilder.defaultClient``, ``TransferManagerBuilder.defaultTransferManager``
    if (member.startswith("default") and symbol.name.endswith("Builder")) or member in (
        "create",
        "defaultClient",
        "of",
        "fromEnv",
        "crtCreate",
        "crtBuilder",
        "getInstance",
        "defaultProvider",
    ):
        if member == "crtBuilder":
            return requests.literal(run, path.rpartition(".")[0], pos)
        if credentials.is_provider(symbol.name):
            return credentials.provider(run, symbol.name, args)
        made = _clients(run, symbol, credentials.signing(run, args))
        if made is not None:
            return made
    if member.startswith("from") and symbol.name == "AttributeValue" and args.positional:
        obj = requests.literal(run, path.rpartition(".")[0], pos)
        run.heap.store(obj, member.removeprefix("from").lower(), args.positional[0], certain=True)
        return obj
    if symbol.name == "Arn" or symbol.package.startswith("arns"):
        return args.get(0)
    return None


def _client(run: Interpreter, symbol: names.Symbol, who: Identity) -> Value | None:
    """The client or helper that a class (or its builder) makes."""
    helper = _helper(symbol)
    if helper is not None:
        return helper(who)
    if symbol.name in tokens.MAKERS:
        return Tokens(who)
    plain = names.Symbol(symbol.version, symbol.package, symbol.name.removesuffix("Builder"))
    name = names.service(run, symbol)
    if name is None:
        if names.is_client(plain):
            return Foreign(who, symbol.package.rpartition(".")[2])
        return None
    if symbol.name.endswith("Presigner"):
        return Presigner(who, name)
    if symbol.name.endswith("Waiter"):
        return Waiters(who, name)
    if names.is_client(plain):
        return clients.client(run, name, who)
    return None


def _clients(run: Interpreter, symbol: names.Symbol, whose: Iterable[Identity]) -> Value | None:
    """One of those for each who may sign."""
    made = [one for who in whose if (one := _client(run, symbol, who)) is not None]
    return join_all(made) if made else None


def _construct(run: Interpreter, path: str, symbol: names.Symbol, args: Args, pos: ir.Pos) -> Value | None:
    if credentials.is_provider(symbol.name):
        return credentials.construct(run, symbol.name, args, pos)
    if symbol.name in ("WaiterParameters",):
        obj = requests.literal(run, path, pos)
        run.heap.store(obj, "request", args.get(0) or NONE, certain=True)
        return obj
    made = _clients(run, symbol, credentials.signing(run, args))
    if made is not None:
        return join_all([_configured(one, args) for one in options(made)])
    obj = requests.literal(run, path, pos)
    _positional(run, obj, path, symbol, args)
    return obj


def _configured(made: Value, args: Args) -> Value:
    return Mapper(made.identity, args.positional[1:]) if isinstance(made, Mapper) else made


def _positional(run: Interpreter, obj: Obj, path: str, symbol: names.Symbol, args: Args) -> None:
    """What a v1 constructor's positional arguments set."""
    found = names.request_operation(run, path)
    if found is None and symbol.name.endswith("Request") and names.service(run, symbol) == "s3":
        known = clients.plain(run, "s3", symbol.name.removesuffix("Request")[:1].lower() + symbol.name[1:-7])
        found = ("s3", known[0]) if known is not None else None
    special = _CONSTRUCTED.get(symbol.name.rpartition(".")[2])
    order: positional.Order = tuple((name,) for name in special or ())
    besides: tuple[str, ...] = ()
    if special is None and found is not None:
        order, besides = positional.order_of(run, *found, len(args.positional))
    for name in besides:
        run.heap.store(obj, name, Unknown("argument"), certain=True)
    for members, value in zip(order, args.positional, strict=False):
        for name in members if value != NONE else ():
            run.heap.store(obj, name, value, certain=True)


_CONSTRUCTED = {
    "EndpointConfiguration": ("serviceEndpoint", "signingRegion"),
    "GeneratePresignedUrlRequest": ("bucketName", "key", "method"),
    "CreateBucketRequest": ("Bucket",),
    "TableWriteItems": ("tableName",), "TableKeysAndAttributes": ("tableName",),
    "SSEAwsKeyManagementParams": ("awsKmsKeyId",),
    "ObjectIdentifier": ("Key",), "KeyVersion": ("Key", "VersionId"),
    "WriteRequest": ("request",),
}  # fmt: skip


def build(run: Interpreter, obj: Obj, pos: ir.Pos) -> Value:
    """``builder.build()``: a client, provider or helper, or the request itself."""
    path = requests.types_of(run).get(obj.id, "")
    symbol = names.split(path)
    if symbol is None:
        return obj
    if credentials.is_provider(symbol.name):
        return credentials.build(run, symbol.name, obj, pos)
    if symbol.name == "STSAssumeRoleSessionCredentialsProvider":
        return credentials.build(run, symbol.name, obj, pos)
    whose = credentials.identities(run, obj) or (AMBIENT,)
    return _clients(run, symbol, [regions.placed(run, who, obj) for who in whose]) or obj


def instance(run: Interpreter, path: str) -> Value | None:
    """A value of a declared SDK type."""
    symbol = names.split(path)
    if symbol is None:
        return None
    if symbol.member == "builder" or symbol.name.endswith("Builder"):
        obj = requests.literal(run, path.removesuffix(".Builder").removesuffix(".builder"), "declared", path)
        run.heap.make_open(obj)
        return obj
    made = _client(run, symbol, AMBIENT)
    if made is not None:
        return made
    if credentials.is_provider(symbol.name):
        return Credentials(AMBIENT)
    if symbol.name in ("Region", "Regions"):
        return Text((Hole(kind="region"),))
    found = names.request_operation(run, path)
    if found is not None:
        obj = requests.literal(run, path, "declared", path)
        run.heap.make_open(obj)
        return obj
    return _answer(run, symbol)


# --- which package a class is in, where a file imports several whole ---

_PRESIGNED = regex(r"^(?:Presigned(\w+)Request|(\w+)PresignRequest)$")
_HOMES: tuple[tuple[str, Pattern[str]], ...] = (
    ("transfer.s3.model", regex(
        r"^(?:Completed|Resumable|Failed)?(?:File|Directory)?(?:Upload|Download|Copy)(?:File|Directory)?(?:Request)?$")),
    ("enhanced.dynamodb.model", regex(
        r"^(?:\w+EnhancedRequest|(?:Write|Read)Batch|QueryConditional|\w+GlobalSecondaryIndex|Page|\w+Iterable"
        r"|ConditionCheck|Batch\w+ResultPage)$")),
    ("services.dynamodbv2.datamodeling", regex(
        r"^(?:(?:DynamoDB|AbstractDynamoDBMapper)\w+|Transaction(?:Load|Write)Request)$")),
    ("services.dynamodbv2.document", regex(
        r"^(?:DynamoDB|Table|Index|Item|ItemCollection|PrimaryKey|Page|\w+Outcome|TableWriteItems"
        r"|TableKeysAndAttributes|\w+(?:Condition|Filter|Attribute))$")),
    ("services.dynamodbv2.document.spec", regex(r"^\w+Spec$")),
    ("services.s3.transfer", regex(
        r"^(?:TransferManager\w*|(?:Multiple|Persistable)?(?:File)?(?:Upload|Download|Copy))$")),
)  # fmt: skip
"""Packages above the clients to what their classes are called (the packages' own documentation)."""
_HELPED = regex(r"^(\w+?)(?:Async)?(?:Waiter|Presigner)(?:Builder)?$")
_JDK = frozenset(("Base64", "Currency", "Scanner", "Timer", "TimerTask", "StringTokenizer", "Formatter"))


def has(run: Interpreter, path: str) -> bool:
    """Whether a package of an SDK is known to have a class."""
    symbol = names.split(path)
    if symbol is None or symbol.member:
        return False
    package, name = symbol.package, symbol.name
    if credentials.is_provider(name):
        return package.startswith("auth") or package == "services.sts.auth"
    home = next((pattern for known, pattern in _HOMES if known == package), None)
    if home is not None:
        return home.match(name) is not None
    if package.startswith("services.") and names.other_client(run, symbol):
        return False
    signed = _PRESIGNED.match(name)
    if signed is not None:
        service = names.service(run, symbol) if package.endswith(".presigner.model") else None
        return service is not None and names.operation(run, service, signed[1] or signed[2]) is not None
    if "model" in package.split("."):
        return names.request_operation(run, path) is not None or _answer(run, symbol) is not None
    if symbol.version == 1 and package.startswith("services."):
        return names.in_its_package(symbol)
    stem = _HELPED.match(name)
    if stem is not None and package.startswith("services."):
        # Unlike a client's, a waiter's service is told by its package, whatever it is called.
        own = names.service_of_name(run, package.split(".")[1])
        return names.service_of_name(run, stem[1]) == own and own is not None
    return instance(run, path.removesuffix("Builder")) is not None


def assignable(run: Interpreter, made: str, declared: str) -> bool:
    """Whether a request or client builder can be in a variable of a type; only other services' can't."""
    builder, wanted = names.split(made), names.split(declared)
    if builder is None or wanted is None or not wanted.name.endswith("ClientBuilder"):
        return True
    kind = names.Symbol(wanted.version, wanted.package, wanted.name.removesuffix("Builder"))
    own = names.service(run, kind) if names.is_client(kind) else None
    return own is None or not names.is_client(builder) or names.service(run, builder) == own


def may_have(path: str) -> bool:
    """Whether a class may be a part of requests: those have no list of names."""
    symbol = names.split(path)
    return symbol is not None and symbol.package.endswith(".model") and symbol.name not in DULL | _JDK


def _answer(run: Interpreter, symbol: names.Symbol) -> Value | None:
    for suffix in ("Response", "Result"):
        service = names.service(run, symbol) if symbol.name.endswith(suffix) else None
        operation = (
            names.operation(run, service, symbol.name.removesuffix(suffix)) if service is not None else None
        )
        if service is not None and operation is not None:
            return clients.response(service, operation, Struct((), open=True))
    return None


def method(run: Interpreter, handle: Handle, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of a value of an SDK model."""
    match handle:
        case Client():
            return clients.call(run, handle, name, args, pos)
        case Foreign():
            return clients.retired(run, handle, name, args, pos)
        case Waiters():
            return clients.waiters(run, handle, name, args, pos)
        case Waiter():
            return clients.wait(run, handle, name, args, pos)
        case Presigner():
            return clients.presign(run, handle, name, args, pos)
        case Transfer():
            return transfers.call(run, handle, name, args, pos)
        case Enhanced():
            return dynamodb.enhanced(run, handle, name, args, pos)
        case Table():
            return dynamodb.table_method(run, handle, name, args, pos)
        case Mapper():
            return dynamodb.mapper(run, handle, name, args, pos)
        case Tokens():
            return tokens.token(run, handle, name, args, pos)
        case Locks():
            return tokens.lock(run, handle, name, args, pos)
        case Jms():
            return tokens.jms(run, handle, name, args, pos)
        case Credentials():
            return handle
    return None
