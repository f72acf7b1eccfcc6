"""Calls of the SDK's packages: from a path like ``@aws-sdk/client-s3.PutObjectCommand`` to what it makes."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Ext,
    Known,
    Obj,
    Partial,
    Unknown,
    Value,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.typescript.aws_sdk import (
    clients,
    credentials,
    helpers,
)
from policywright.analyzers.languages.typescript.aws_sdk.names import (
    CLIENT_PACKAGE,
    operation_of_method,
    service_of_class,
    service_of_package,
    split,
)
from policywright.analyzers.languages.typescript.aws_sdk.requests import (
    at_endpoint,
    field,
    identities_in,
    identity_in,
    members,
    region_of,
    request,
)
from policywright.analyzers.languages.typescript.handles import Command, Document
from policywright.analyzers.model import AMBIENT, UnresolvedCode
from policywright.analyzers.sdk import inference
from policywright.analyzers.sdk.handles import Client
from policywright.analyzers.sdk.requests import in_region
from policywright.analyzers.sdk.streaming import STREAMING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_DOCUMENT_CLIENTS = ("DynamoDBDocumentClient", "DynamoDBDocumentClient.from")
_DOCUMENTS = ("DynamoDBDocument", "DynamoDBDocument.from")


def call(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """What calling (or constructing) something of the SDK gives; None for other libraries."""
    package, member = split(path)
    if package.startswith("@aws-sdk/") or package.startswith("@smithy/"):
        return _version_3(run, package, member, args, pos)
    if package == "aws-sdk" or package.startswith("aws-sdk/"):
        return _version_2(run, package, member, args, pos)
    return None


def _version_3(run: Interpreter, package: str, member: str, args: Args, pos: ir.Pos) -> Value | None:
    service = service_of_package(run, package)
    name = package.removeprefix("@aws-sdk/client-").split("/", 1)[0]
    streaming = STREAMING.get((name, member.removesuffix("Command")))
    if streaming is not None:
        return Command(name, member.removesuffix("Command"), args.get(0) or NONE, streaming)
    if service is not None:
        return _client_package(run, package, service, member, args, pos)
    if package.startswith("@aws-sdk/client-") and "." not in member:
        return _unknown_client(run, package, name, member, args, pos)
    provider = credentials.provider(package, member)
    if provider is not None:
        return provider(run, args, pos)
    match package.removeprefix("@aws-sdk/").split("/", 1)[0], member:
        case "lib-dynamodb", _:
            return _lib_dynamodb(run, member, args, pos)
        case "lib-storage", "Upload":
            config = args.get(0)
            what = field(run, config, "params") or Unknown("input")
            whose = clients.identities_of_client(field(run, config, "client"))
            return join_all([helpers.upload(run, what, identity, pos, "Upload") for identity in whose])
        case "s3-request-presigner", "getSignedUrl":
            for identity in clients.identities_of_client(args.get(0)):
                clients.send(run, identity, args.drop(1), pos, "getSignedUrl")
            return Unknown("url")
        case "s3-presigned-post", "createPresignedPost":
            return helpers.presigned_post(run, args.get(1), clients.identity_of_client(args.get(0)), pos)
        case "polly-request-presigner", "getSynthesizeSpeechUrl":
            config = args.get(0)
            identity = clients.identity_of_client(field(run, config, "client"))
            given = members(run, field(run, config, "params"))
            run.emit(pos, "polly", "SynthesizeSpeech", given, identity=identity, via="getSynthesizeSpeechUrl")
            return Unknown("url")
        case "rds-signer", "Signer":
            return helpers.signer(run, "rds", args.get(0), pos)
        case "dsql-signer", "DsqlSigner":
            return helpers.signer(run, "dsql", args.get(0), pos)
    return None


def _unknown_client(
    run: Interpreter, package: str, name: str, member: str, args: Args, pos: ir.Pos
) -> Value | None:
    """A client of a service that the knowledge doesn't have: nothing can be said about its commands."""
    if member.endswith("Command"):
        detail = f"no AWS service is known for {package}"
        could = (f"{name}:{member.removesuffix('Command')}",)
        run.unresolved(pos, UnresolvedCode.UNKNOWN_SERVICE, detail, could, cause=package)
        return Ext("command")
    if member.endswith("Client"):
        return Client(identity_in(run, args.get(0), pos), name)
    return None


def _client_package(
    run: Interpreter, package: str, service: str, member: str, args: Args, pos: ir.Pos
) -> Value | None:
    if "." in member:
        return None
    if member.endswith("Command"):
        return clients.command(run, service, member.removesuffix("Command"), args, pos)
    if is_client_class(package, member):
        return clients.client(run, service, args.get(0), pos)
    config = args.get(0)
    if member.startswith("paginate"):
        identity = clients.identity_of_client(field(run, config, "client"))
        return clients.paginate(run, service, member, args, pos, identity, 1)
    for prefix in ("waitUntil", "waitFor"):
        if member.startswith(prefix):
            identity = clients.identity_of_client(field(run, config, "client"))
            return clients.wait(run, service, member.removeprefix(prefix), args, pos, identity, 1)
    if member in ("getDefaultRoleAssumer", "getDefaultRoleAssumerWithWebIdentity"):
        return Unknown("role-assumer")
    return None


def is_client_class(package: str, name: str) -> bool:
    """``S3Client`` and the aggregated ``S3``: packages and classes are both named after the service id."""
    own = package.removeprefix(CLIENT_PACKAGE).split("/", 1)[0].replace("-", "")
    return name.endswith("Client") or name.lower() == own


def _lib_dynamodb(run: Interpreter, member: str, args: Args, pos: ir.Pos) -> Value | None:
    if member in _DOCUMENT_CLIENTS or member in _DOCUMENTS:
        inference.uses(run, "dynamodb")
        whose = clients.identities_of_client(args.get(0))
        if member in _DOCUMENTS:
            return join_all([Document(identity) for identity in whose])
        return join_all([Client(identity, "dynamodb") for identity in whose])
    if member.endswith("Command"):
        name = member.removesuffix("Command")
        operation = clients.DOCUMENT_METHODS.get(name[:1].lower() + name[1:])
        if operation is None:
            inference.lacking(run, pos, "a document client", f"command {name}")
            return Ext("command")
        return Command("dynamodb", operation, args.get(0) or NONE)
    if member.startswith("paginate"):
        identity = clients.identity_of_client(field(run, args.get(0), "client"))
        return clients.paginate(run, "dynamodb", member, args, pos, identity, 1)
    return None


# --- version 2 ---

_NO_CLIENTS = frozenset(
    (
        "Endpoint", "EventListeners", "HttpClient", "HttpRequest", "HttpResponse", "JSON", "MetadataService",
        "Model", "NodeHttpClient", "ParamValidator", "Response", "SSOTokenProvider", "SequentialExecutor",
        "Service", "Signers", "Token", "TokenProviderChain", "XML",
    )
)  # fmt: skip
"""Classes of the package that stand for no service (aws-sdk 2.1692.0, lib/core.js)."""


def class_path(package: str, member: str) -> tuple[str, str]:
    """(class, rest) of ``aws-sdk.DynamoDB.DocumentClient``, ``aws-sdk/clients/dynamodb.DocumentClient``."""
    if package.startswith("aws-sdk/clients/"):
        file = package.removeprefix("aws-sdk/clients/")
        if file == "all":
            first, _, rest = member.partition(".")
            return first, rest
        # The class is the module; a named import of it has its name once more.
        first, _, rest = member.partition(".")
        if first and first.lower() == file:
            return file, rest
        return file, member
    first, _, rest = member.partition(".")
    return first, rest


def _version_2(run: Interpreter, package: str, member: str, args: Args, pos: ir.Pos) -> Value | None:
    name, rest = class_path(package, member)
    made = credentials.credentials_class(name) if not rest else None
    if made is not None:
        return made(run, args, pos)
    default = credentials.default_identities(run)
    match name, rest:
        case "config", "update":
            _configure(run, args.get(0), pos)
            return NONE
        case "Config", "":
            return _configuration(run, args, pos)
        case "config", _:
            return Unknown("config")
        case "Request", "":
            return _bare_request(run, args, pos)
        case _, "DocumentClient":
            inference.uses(run, "dynamodb")
            client = field(run, args.get(0), "service")
            whose = (
                clients.identities_of_client(client)
                if client is not None
                else identities_in(run, args.get(0), pos, default)
            )
            region = region_of(run, args.get(0)) or credentials.default_region(run)
            bound = clients.bound_parameters(run, args.get(0))
            placed = [at_endpoint(run, in_region(run, identity, region), args.get(0)) for identity in whose]
            return join_all([Document(identity, bound) for identity in placed])
        case _, "ManagedUpload":
            own = clients.identity_of_client(field(run, args.get(0), "service"))
            return helpers.upload(run, field(run, args.get(0), "params"), own, pos, "ManagedUpload")
        case (("RDS" | "rds"), "Signer"):
            return helpers.signer(run, "rds", args.get(0), pos)
        case (("Polly" | "polly"), "Presigner"):
            return helpers.signer(run, "polly", args.get(0), pos)
        case _, "":
            service = service_of_class(run, name)
            if service is not None:
                region = credentials.default_region(run)
                default = tuple(in_region(run, identity, region) for identity in default)
                return clients.client(run, service, args.get(0), pos, default)
            if package != "aws-sdk" or (name[:1].isupper() and name not in _NO_CLIENTS):
                detail = f"no AWS service is known for {name}"
                run.unresolved(pos, UnresolvedCode.UNKNOWN_SERVICE, detail, cause=package)
    return None


_GLOBALS = ("aws-sdk", "aws-sdk/global")
"""The modules whose ``config`` holds for all clients."""


def _configure(run: Interpreter, config: Value | None, pos: ir.Pos) -> None:
    """``AWS.config.update({credentials})`` and ``AWS.config.credentials = ...`` hold for all clients."""
    region = region_of(run, config)
    if region is not None:
        credentials.set_region(run, region, pos)
    given = field(run, config, "credentials")
    keys = config if field(run, config, "accessKeyId") is not None else None
    found = keys if given is None else given
    if found is not None:
        name = "accessKeyId" if given is None else "credentials"
        sure = all(isinstance(one, Obj) and _has(run, one, name) for one in options(config or NONE))
        credentials.set_default(run, found if sure else join(found, NONE), pos)


def _configuration(run: Interpreter, args: Args, pos: ir.Pos) -> Obj:
    """``new AWS.Config(options)`` says something of who gets it alone, and where it is ``AWS.config``."""
    made = run.heap.new("dict", "configuration", pos, run.frame.module, run.frame.task.id)
    run.heap.merge(made, args.get(0) or NONE, certain=True)
    run.heap.store(made, "update", Partial(Ext("Object.assign"), Args((made,))), certain=True)
    return made


def _has(run: Interpreter, config: Obj, name: str) -> bool:
    return name in run.heap.keys(config) and name not in run.heap.shape(config).maybe


def configure(run: Interpreter, path: str, name: str, value: Value) -> None:
    """An assignment to something of version 2."""
    package, member = split(path)
    if name == "config" and not member and package in _GLOBALS:
        _configure(run, value, run.here)
    elif path.endswith(".config") and name in ("credentials", "accessKeyId"):
        credentials.set_default(run, value, run.here)
    elif path.endswith(".config") and name == "region":
        credentials.set_region(run, value, run.here)


def _bare_request(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``new AWS.Request(client, "getObject", params)``."""
    name = args.get(1)
    for option in options(args.get(0) or NONE):
        if isinstance(option, Client) and isinstance(name, Known):
            service, identity = option.service or "", option.identity
            operation = operation_of_method(run, service, str(name.value))
            if operation is not None:
                return request(run, service, operation.name, members(run, args.get(2)), pos, identity)
    run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, "a request whose operation is computed")
    return None


def computed_member(run: Interpreter, path: str) -> None:
    """``AWS[name]`` and ``commands[name]`` of a package, with a name that can't be told."""
    package, member = split(path)
    if member:
        return
    if package in ("aws-sdk", "aws-sdk/clients/all"):
        run.unresolved(run.here, UnresolvedCode.UNKNOWN_SERVICE, "a client whose service is computed")
    elif package.startswith(CLIENT_PACKAGE):
        detail = f"a command of {package} whose name is computed"
        run.unresolved(run.here, UnresolvedCode.DYNAMIC_CODE, detail)


# --- types ---


def instance(run: Interpreter, path: str) -> Value | None:
    """A value of an SDK type in an annotation, or of an SDK class that a program's class derives from."""
    package, member = split(path)
    service = service_of_package(run, package)
    if service is not None:
        if "." not in member and is_client_class(package, member):
            inference.uses(run, service)
            return Client(AMBIENT, service)
        return None
    if package == "@aws-sdk/lib-dynamodb":
        if member == "DynamoDBDocumentClient":
            return Client(AMBIENT, "dynamodb")
        return Document(AMBIENT) if member == "DynamoDBDocument" else None
    if package == "aws-sdk" or package.startswith("aws-sdk/clients/"):
        name, rest = class_path(package, member)
        if rest == "DocumentClient":
            return Document(AMBIENT)
        found = service_of_class(run, name) if not rest else None
        if found is not None:
            inference.uses(run, found)
            return Client(AMBIENT, found)
    return None
