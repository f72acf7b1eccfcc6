"""Service clients of both SDKs: operations, their positional overloads, paginators, waiters, presigned
requests."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Ext,
    Obj,
    Unknown,
    Value,
    is_open,
    join_all,
    options,
)
from policywright.analyzers.gate import distinctive
from policywright.analyzers.languages.java.aws import credentials, names, positional, requests
from policywright.analyzers.languages.java.handles import Tokens, Waiters
from policywright.analyzers.model import AMBIENT, Identity, UnresolvedCode
from policywright.analyzers.sdk import inference, streaming
from policywright.analyzers.sdk.handles import Client, Foreign, Presigner, Response, Waiter
from policywright.analyzers.sdk.requests import in_region
from policywright.analyzers.sdk.requests import response as plain_response
from policywright.analyzers.sdk.waiters import polled
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.knowledge.operations import Operation

_OTHERS = frozenset(("delegate", "generatePresignedUrl", "utilities", "waiter", "waiters", "withRegion"))
"""Methods that are no operations, and that lead to requests all the same."""
_TWO_WORDS = regex(r"^[a-z]+[A-Z]")
_MOVING = frozenset(("configureRegion", "setEndpoint", "setRegion"))
"""Methods of v1's clients that send what they are asked from then on to another region."""
_LOCAL = _MOVING | frozenset((
    "addRequestHandler", "batchManager", "builder", "close", "create", "equals",
    "getAmazonS3Client", "getCachedResponseMetadata", "getCanonicalName", "getClass",
    "getClientConfiguration", "getEndpointPrefix", "getExecutorService", "getMonitoringListeners",
    "getName", "getRegion", "getRegionName", "getResourceUrl", "getServiceAbbreviation",
    "getServiceName", "getSignerByURI", "getSignerOverride", "getSignerRegionOverride", "getSimpleName",
    "getTimeOffset", "getUrl", "getUrlForObject", "hashCode", "isInstance", "makeImmutable",
    "removeRequestHandler", "serviceClientConfiguration", "serviceName",
    "setS3ClientOptions", "setSignerRegionOverride", "setTimeOffset", "shutdown", "toString",
    "utilities", "withEndpoint", "withRegion", "withTimeOffset",
))  # fmt: skip
"""Members of a client that make no request: of both SDKs' base classes (v1: ``AmazonWebServiceClient``)."""
_VARIANTS = ("Paginator", "AsBytes", "Async", "WithResponseHandler")
"""What the SDKs append to an operation for its variants."""

_S3_V1 = {
    "getobjectmetadata": "HeadObject", "doesobjectexist": "HeadObject", "doesbucketexist": "HeadBucket",
    "doesbucketexistv2": "GetBucketAcl", "getobjectasstring": "GetObject",
    "listnextbatchofobjects": "ListObjects",
    "listversions": "ListObjectVersions", "listnextbatchofversions": "ListObjectVersions",
    "deleteversion": "DeleteObject", "setobjectacl": "PutObjectAcl", "setbucketacl": "PutBucketAcl",
    "setobjecttagging": "PutObjectTagging", "setobjectretention": "PutObjectRetention",
    "setobjectlegalhold": "PutObjectLegalHold", "setobjectlockconfiguration": "PutObjectLockConfiguration",
    "initiatemultipartupload": "CreateMultipartUpload", "copypart": "UploadPartCopy",
    "restoreobjectv2": "RestoreObject", "setbucketpolicy": "PutBucketPolicy",
    "setbucketversioningconfiguration": "PutBucketVersioning",
    "getbucketversioningconfiguration": "GetBucketVersioning",
    "setbucketlifecycleconfiguration": "PutBucketLifecycleConfiguration",
    "deletebucketlifecycleconfiguration": "DeleteBucketLifecycle",
    "setbucketnotificationconfiguration": "PutBucketNotificationConfiguration",
    "setbuckettaggingconfiguration": "PutBucketTagging", "getbuckettaggingconfiguration": "GetBucketTagging",
    "deletebuckettaggingconfiguration": "DeleteBucketTagging",
    "setbucketcrossoriginconfiguration": "PutBucketCors",
    "getbucketcrossoriginconfiguration": "GetBucketCors",
    "deletebucketcrossoriginconfiguration": "DeleteBucketCors",
    "setbucketwebsiteconfiguration": "PutBucketWebsite", "getbucketwebsiteconfiguration": "GetBucketWebsite",
    "deletebucketwebsiteconfiguration": "DeleteBucketWebsite",
    "setbucketloggingconfiguration": "PutBucketLogging", "getbucketloggingconfiguration": "GetBucketLogging",
    "setbucketreplicationconfiguration": "PutBucketReplication",
    "getbucketreplicationconfiguration": "GetBucketReplication",
    "deletebucketreplicationconfiguration": "DeleteBucketReplication",
    "setbucketaccelerateconfiguration": "PutBucketAccelerateConfiguration",
    "setbucketencryption": "PutBucketEncryption", "setpublicaccessblock": "PutPublicAccessBlock",
    "gets3accountowner": "ListBuckets", "upload": "PutObject", "download": "GetObject",
    "getobjectmetadatarequest": "HeadObject", "changeobjectstorageclass": "CopyObject",
    "setobjectredirectlocation": "CopyObject",
    "setrequestpaymentconfiguration": "PutBucketRequestPayment",
    "enablerequesterpays": "PutBucketRequestPayment", "disablerequesterpays": "PutBucketRequestPayment",
    "isrequesterpaysenabled": "GetBucketRequestPayment",
    "setbucketownershipcontrols": "PutBucketOwnershipControls",
    "setbucketintelligenttieringconfiguration": "PutBucketIntelligentTieringConfiguration",
    "setbucketinventoryconfiguration": "PutBucketInventoryConfiguration",
    "setbucketmetricsconfiguration": "PutBucketMetricsConfiguration",
    "setbucketanalyticsconfiguration": "PutBucketAnalyticsConfiguration",
}  # fmt: skip
"""Methods of v1's S3 client (written by hand, com.amazonaws.services.s3.AmazonS3) to operations."""


def response(service: str, operation: str, struct: Struct) -> Response:
    """What a call returns; of its request, what may name something later."""
    return plain_response(service, operation, struct, echo=True)


def client(run: Interpreter, service: str, who: Identity) -> Client:
    inference.uses(run, service)
    return Client(who, service)


def plain(run: Interpreter, service: str, method: str) -> tuple[str, str] | None:
    """(operation, variant) of a client's method."""
    found = names.operation(run, service, method)
    if found is None and service == "s3":
        found = _S3_V1.get(method.lower())
    if found is not None:
        return found, ""
    for suffix in _VARIANTS:
        if method.endswith(suffix):
            inner = plain(run, service, method.removesuffix(suffix))
            return (inner[0], suffix) if inner is not None else None
    return None


def has(run: Interpreter, service: str, name: str) -> bool:
    """Whether a client has a method: all that ``call`` knows what to do with."""
    return (
        name in _OTHERS
        or name in _LOCAL
        or plain(run, service, name) is not None
        or (service == "dynamodb" and plain(run, "dynamodbstreams", name) is not None)
        or streaming.find(run.operations.service_id(service), name[:1].upper() + name[1:]) is not None
    )


# --- operations ---


def call(run: Interpreter, handle: Client, name: str, args: Args, pos: ir.Pos) -> Value:
    """``client.name(...)``."""
    service, who = handle.service, handle.identity
    if service is None:
        return Unknown("operation")
    if name == "utilities" and service in ("rds", "dsql"):
        return Tokens(who)
    if name == "delegate":
        # v2's ``DelegatingS3Client``
        return handle
    if name == "withRegion":
        # v1's clients that are made without a builder
        return Client(in_region(run, who, args.get(0) or Unknown("region")), service)
    if name in _MOVING:
        if (
            name != "setRegion"
            or in_region(run, AMBIENT, args.get(0) or Unknown("region")).region is not None
        ):
            run.move(service)
        return NONE
    if name in _LOCAL:
        return Unknown("client-member")
    if name in ("waiter", "waiters"):
        return Waiters(who, service)
    if name == "generatePresignedUrl":
        return _presigned_v1(run, service, who, args, pos)
    found = plain(run, service, name)
    if found is None and service == "dynamodb":
        # v2 has one package and two clients for tables and their streams; a declared type may be either.
        streams = plain(run, "dynamodbstreams", name)
        service, found = ("dynamodbstreams", streams) if streams is not None else (service, None)
    if found is None and _streamed(run, run.operations.service_id(service), name, who, pos):
        return Unknown("operation")
    if found is None:
        inference.lacking(run, pos, service, f"operation {name}")
        return Unknown("operation")
    meant = _meant(run, service, name, found, args)
    return join_all([perform(run, service, *one, who, args, pos) for one in meant])


def _meant(
    run: Interpreter, service: str, name: str, found: tuple[str, str], args: Args
) -> list[tuple[str, str]]:
    """An operation may be called as v1 calls a variant of another: ``invokeAsync`` of an InvokeRequest."""
    first = args.get(0)
    other = (
        plain(run, service, name.removesuffix("Async")) if not found[1] and name.endswith("Async") else None
    )
    if other is None or first is None or requests.is_callable(first):
        return [found]
    either = [found, (other[0], "Async")]
    told = {names.request_operation(run, path) for path in requests.types_in(run, first)}
    return [one for one in either if (service, one[0]) in told] or either


def perform(
    run: Interpreter, service: str, operation: str, variant: str, who: Identity, args: Args, pos: ir.Pos
) -> Value:
    """One operation in one of its variants."""
    struct, own = given(run, service, operation, args, pos)
    via = "paginator" if variant == "Paginator" else None
    run.emit(pos, service, operation, struct, identity=own if own != AMBIENT else who, via=via)
    answer = response(service, operation, struct)
    for value in args.positional[1:]:
        if requests.is_callable(value):
            requests.call(run, value, Args((answer,)), pos)
    return answer


def given(run: Interpreter, service: str, operation: str, args: Args, pos: ir.Pos) -> tuple[Struct, Identity]:
    """The request's members, and the identity that the request itself sets."""
    first = args.get(0)
    if first is None:
        return Struct(()), AMBIENT
    if operation.startswith("List") and isinstance(first, Response):
        # ``listNextBatchOfObjects(listing)``: the same request once more.
        return first.parameters, AMBIENT
    if is_request(run, first) or requests.is_callable(first):
        if requests.is_callable(first):
            first = join_all([requests.configured(run, option, service, pos) for option in options(first)
                              if requests.is_callable(option)])  # fmt: skip
        return requests.request(run, service, operation, first, pos), credentials.identity(run, first)
    if all(map(is_open, options(first))) and len(args.positional) == 1:
        found = run.operations.get(service, operation)
        many = found is not None and len([one for one in found.members if one.required]) != 1
        if many or _named_request(first):
            # A request object from somewhere else.
            return Struct((), open=True), AMBIENT
    return positional.struct(run, service, operation, args.positional), AMBIENT


def _named_request(value: Value) -> bool:
    return any(
        isinstance(option, Unknown) and "req" in (option.name or "").lower() for option in options(value)
    )


def is_request(run: Interpreter, value: Value | None) -> bool:
    """An object of an SDK's request type is among the alternatives."""
    return requests.type_of(run, value) is not None


_BY_VERB = {"GET": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject", "HEAD": "HeadObject"}


def _presigned_v1(run: Interpreter, service: str, who: Identity, args: Args, pos: ir.Pos) -> Value:
    """``generatePresignedUrl(bucket, key, expiration[, method])``; without a method it is a GET."""
    first = args.get(0)
    verbs = [args.get(3)]
    if is_request(run, first):
        verbs = [requests.member(run, first, "method")]
        shapes = [run.heap.shape(one) for one in options(first or NONE) if isinstance(one, Obj)]
        if any(str(key).lower() == "method" for shape in shapes for key in shape.maybe):
            verbs.append(None)
    found: set[str] = set()
    for verb in (option for value in verbs for option in options(value or NONE)):
        if verb == NONE:
            found.add("GetObject")
        elif isinstance(verb, Ext) and (operation := _BY_VERB.get(verb.path.rpartition(".")[2])) is not None:
            found.add(operation)
        else:
            detail = "a presigned request to {} whose method is computed"
            run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail, name=service)
    for operation in sorted(found):
        if is_request(run, first) and first is not None:
            struct = requests.request(run, service, operation, first, pos)
        else:
            struct = positional.struct(run, service, operation, args.positional[:2])
        kept = tuple((name, value) for name, value in struct.fields if name in ("Bucket", "Key", "VersionId"))
        run.emit(pos, service, operation, Struct(kept), identity=who, via="a presigned request")
    return Unknown("url")


def _streamed(run: Interpreter, service_id: str, name: str, who: Identity, pos: ir.Pos) -> bool:
    """Whether a method is an operation over an event stream, which botocore leaves out."""
    operation = name[:1].upper() + name[1:]
    found = streaming.find(service_id, operation)
    if found is not None:
        run.emit(pos, found[0], operation, identity=who, actions=(found[1],))
    return found is not None


def retired(run: Interpreter, handle: Foreign, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a client of a service that botocore does not have (any more)."""
    if _streamed(run, handle.package, name, handle.identity, pos):
        return Unknown("operation")
    if name not in _LOCAL and name not in ("waiter", "waiters"):
        detail = f"{handle.package} is no service of this version of the AWS models; {{}} can't be told"
        run.unresolved(pos, UnresolvedCode.UNKNOWN_SERVICE, detail, name=name, cause=handle.package)
    return Unknown("operation")


# --- waiters, presigned requests ---


def waiters(run: Interpreter, handle: Waiters, name: str, args: Args, pos: ir.Pos) -> Value:
    """v2's ``waiter.waitUntilBucketExists(request)``, v1's ``waiters().bucketExists().run(parameters)``."""
    who, service = handle.identity, handle.service
    found = names.waited(run, service, name.removeprefix("waitUntil"))
    if found is None and name.startswith("waitUntil"):
        waiter = name.removeprefix("waitUntil")
        operation = polled(run.operations, service, waiter)
        found = (waiter, operation) if operation is not None else None
    if found is None:
        if name in ("builder", "build", "client", "overrideConfiguration", "scheduledExecutorService"):
            return handle
        if name.startswith("waitUntil"):
            inference.lacking(run, pos, service, f"waiter {name}")
        return Unknown("waiter")
    if not name.startswith("waitUntil"):
        return Waiter(who, service, found[0])
    return _wait(run, service, *found, who, args.get(0), pos)


def wait(run: Interpreter, handle: Waiter, name: str, args: Args, pos: ir.Pos) -> Value:
    """v1's ``waiter.run(new WaiterParameters<>(request))``."""
    service = handle.service or ""
    found = names.waited(run, service, handle.name or "")
    if found is None or name not in ("run", "runAsync"):
        return handle
    first = args.get(0)
    inner = requests.member(run, first, "request")
    return _wait(run, service, *found, handle.identity, inner if inner is not None else first, pos)


def _wait(
    run: Interpreter,
    service: str,
    waiter: str,
    operation: str,
    who: Identity,
    given_value: Value | None,
    pos: ir.Pos,
) -> Value:
    struct = requests.request(run, service, operation, given_value, pos)
    run.emit(pos, service, operation, struct, identity=who, via=f"waiter {waiter}")
    return response(service, operation, struct)


def presign(run: Interpreter, handle: Presigner, name: str, args: Args, pos: ir.Pos) -> Value:
    """The permissions of a presigned request are checked against whoever signed it."""
    who, service = handle.identity, handle.service
    operation = names.operation(run, service, name.removeprefix("presign"))
    if operation is None or not name.startswith("presign"):
        return handle
    first = args.get(0)
    if requests.is_callable(first) and first is not None:
        first = requests.configured(run, first, "s3", pos)
    inner = requests.member(run, first, f"{operation}Request")
    struct = (
        requests.request(run, service, operation, inner, pos) if inner is not None else Struct((), open=True)
    )
    run.emit(pos, service, operation, struct, identity=who, via="a presigned request")
    return Unknown("url")


# --- evidence from arguments alone ---


def by_request(run: Interpreter, method: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method named after the operation whose request it is given, on a receiver that stayed unknown."""
    answers: list[Value] = []
    for path in requests.types_in(run, args.get(0)):
        service, operation = names.request_operation(run, path) or ("", "")
        known = plain(run, service, method) if service else None
        if known is not None and known[0] == operation:
            answers.append(perform(run, service, operation, known[1], AMBIENT, args, pos))
    return join_all(answers) if answers else None


def by_name(
    run: Interpreter, method: str, args: Args, pos: ir.Pos, hint: str, *, consumers: bool = False
) -> None:
    """A method named after an operation of a service that the program uses, on a receiver that nothing is
    known of, with a request from elsewhere (unless ``consumers``) or a consumer that fills in what the
    operation takes: reported. Where the receiver is called like the service, it is guessed. What is given
    nothing (an event's ``getS3().getObject()``) sends no request that something is required in."""
    if not _TWO_WORDS.match(method) or inference.is_own(run, method):
        return
    first = options(args.positional[0]) if args.positional else ()
    lambdas = [option for option in first if requests.is_callable(option)]
    deals = run.program.deals_with_aws(run.frame.module) or distinctive(method)
    telling = bool(lambdas) or not first
    if not (deals or lambdas):
        return
    plain = consumers and not distinctive(method)
    if not telling and (plain or len(args.positional) > 1 or not all(map(is_open, first))):
        return
    api = method[:1].upper() + method[1:].removesuffix("Paginator")
    # What tells an operation by itself, by its name or what is filled in, may be of any service.
    alone = distinctive(method) or (lambdas and not inference.used(run)) or not first
    services = run.operations.services_with_operation(api) if alone else inference.used(run)
    found = [run.operations.get(service, api) for service in services]
    could = tuple(
        operation for operation in found if operation is not None
        and (first or not any(member.required for member in operation.members))
        and all(_takes(run, operation, function, pos) for function in lambdas)
    )  # fmt: skip
    meant = [operation for operation in could if inference.hinted(operation.service, hint)]
    if telling and len(meant) == 1:
        with run.inferring():
            perform(run, meant[0].service, meant[0].name, "", AMBIENT, args, pos)
    elif could and (first or distinctive(method)):
        inference.ambiguous(run, f"{method}()", could, pos, hint)


def _takes(run: Interpreter, operation: Operation, function: Value, pos: ir.Pos) -> bool:
    """A consumer sets members that the operation has, and all that it requires."""
    filled = requests.configured(run, function, operation.service, pos)
    passed = {str(key).lower() for key in run.heap.keys(filled)}
    known = {member.name.lower() for member in operation.members}
    required = {member.name.lower() for member in operation.members if member.required}
    return required <= passed <= known


def given_away(run: Interpreter, args: Args, pos: ir.Pos) -> None:
    """A request is passed to a function that nothing is known of: it may well be sent there."""
    found = [names.request_operation(run, path) for path in requests.types_in(run, args.get(0))]
    could = tuple(f"{one[0]}:{one[1]}" for one in found if one is not None)
    if could:
        detail = "a request is passed to a function that isn't known, which may send it"
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail, could, cause=inference.called(run, pos))


__all__ = [
    "Obj",
    "by_name",
    "by_request",
    "call",
    "client",
    "given",
    "given_away",
    "perform",
    "presign",
    "response",
    "wait",
    "waiters",
]
