"""Sessions, credentials and the factories of clients and resources.

Sources: boto3's and botocore's ``session`` modules, aioboto3,
aiobotocore.
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine import common
from policywright.analyzers.engine.outlines import called
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Ext,
    Unknown,
    Value,
    constant,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.python.handles import Configuration, Resource
from policywright.analyzers.model import AMBIENT, Identity, UnresolvedCode
from policywright.analyzers.sdk import endpoints, inference
from policywright.analyzers.sdk.handles import Client, Credentials, Hooks, Session
from policywright.analyzers.sdk.requests import identity_of, in_region, signers
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

_CREDENTIAL_ARGUMENTS = (
    "aws_access_key_id",
    "aws_session_token",
    "aws_secret_access_key",
    "botocore_session",
)


def _identities(
    run: Interpreter, args: Args, default: tuple[Identity, ...], positions: dict[str, int] | None = None
) -> tuple[Identity, ...]:
    """Whose credentials the arguments give; the default's where nothing is given, or None."""
    given: list[tuple[Identity | None, ...]] = []
    for name in _CREDENTIAL_ARGUMENTS:
        position = (positions or {}).get(name, -1)
        value = args.get(position, name) if position < len(args.positional) else args.keyword(name)
        if value is None or value == NONE:
            continue
        found = tuple(
            one
            for option in options(value)
            for one in (
                (session_identity(run, option),)
                if isinstance(option, Session)
                else signers(run, option, unsure=True)
            )
        )
        whole = (*found, None) if name in args.maybe else found
        if any(one is not None and one.role is not None for one in found):
            given = [whole]
            break
        given.append(whole)
    first = given[0] if given else (None,)
    return tuple(dict.fromkeys(one for found in first for one in (default if found is None else (found,))))


def session_identity(run: Interpreter, session: Session) -> Identity:
    """The session's own credentials, or those that were put into it afterwards."""
    replaced = run.engine.read(("session-credentials", session.site))
    found = identity_of(run, replaced)
    return found if found != AMBIENT else session.identity


def _region(args: Args, at: int) -> Value | None:
    """The region that is passed, or that of the configuration that is; any, where that may be left out."""
    region, own = args.get(at, "region_name"), Unknown("region")
    if region is not None and region != NONE:
        return join(region, own) if "region_name" in args.maybe else region
    found = options(args.keyword("config") or NONE)
    if any(isinstance(one, Configuration) for one in found):
        # ``Config(region_name=...)``
        left = (own,) if args.open else ()
        return join_all([*(one.region if isinstance(one, Configuration) else own for one in found), *left])
    return own if args.open else None


def _configuration(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    region = _region(args, 0)
    return Configuration(region) if region is not None else None


def _session(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    positions = {"aws_access_key_id": 0, "aws_secret_access_key": 1, "aws_session_token": 2}
    region = _region(args, 3)
    site = (run.frame.module, pos)
    found = _identities(run, args, (AMBIENT,), positions)
    return join_all([Session(in_region(run, identity, region), site) for identity in found])


def _default_session(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    """``boto3.setup_default_session``: later module-level clients use these credentials."""
    run.engine.write(("default-session",), _session(run, args, pos))
    return NONE


def _default_identities(run: Interpreter, pos: ir.Pos) -> tuple[Identity, ...]:
    """Whose credentials a client of the module ``boto3`` has: the caller's own, too, unless the code sets
    others before it in any case."""
    sessions = options(run.engine.read(("default-session",)))
    found = dict.fromkeys(session_identity(run, one) for one in sessions if isinstance(one, Session))
    if not found or not _is_set_before(run, pos):
        found = {AMBIENT: None, **found}
    return tuple(found)


def _is_set_before(run: Interpreter, pos: ir.Pos) -> bool:
    """The default session is set by the module's body, or by that of the running function above a place."""
    function = run.frame.function
    module = run.program.lowered(run.frame.module).body
    bodies = [(module, pos)] if function is None else [(module, None), (function.function.body, pos)]
    return any(
        isinstance(one, ir.ExprStmt) and isinstance(one.value, ir.Call) and called(one.value) == _SETS
        and (before is None or one.pos < before)
        for body, before in bodies for one in body
    )  # fmt: skip


def make(
    run: Interpreter, kind: str, args: Args, pos: ir.Pos, default: tuple[Identity, ...] = (AMBIENT,)
) -> Value:
    """``client("s3")`` or ``resource("s3")`` with the session's identity unless keys are passed."""
    service = args.get(0, "service_name") or Unknown("argument")
    region = _region(args, 1)
    endpoint = args.get(5, "endpoint_url") if "endpoint_url" not in args.maybe else None
    whose = [
        endpoints.at(run, in_region(run, identity, region), endpoint)
        for identity in _identities(run, args, default)
    ]
    found: list[Value] = []
    services = run.operations.services()
    for option in options(common.named(run, service, services.__contains__)):
        name = constant(option)
        if name is None:
            if option != NONE:
                at = (run.frame.module, pos)
                found.extend(handle(kind, None, identity, at) for identity in whose)
        elif name in services:
            inference.uses(run, name)
            found.extend(handle(kind, name, identity) for identity in whose)
        else:
            detail = "no AWS service is called {} in the SDK"
            run.unresolved(pos, UnresolvedCode.UNKNOWN_SERVICE, detail, name=repr(name))
    return join_all(found)


def handle(
    kind: str, service: str | None, identity: Identity = AMBIENT, at: tuple[str, ir.Pos] | None = None
) -> Client | Resource:
    """A client, or the service resource of a service; ``at`` is where it is made if that is computed."""
    if kind == "client":
        return Client(identity, service, at=at)
    return Resource(identity, service, at=at)


def _module_level(kind: str) -> Handler:
    return lambda run, args, pos: make(run, kind, args, pos, _default_identities(run, pos))


def _refreshable(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Credentials that a callback renews: whose they are, its result says."""
    callback = args.keyword("refresh_using") or args.get(0)
    metadata = args.keyword("metadata")
    found = [metadata] if metadata is not None else []
    if callback is not None:
        found.append(run.call(callback, NO_ARGS, pos))
    for value in found:
        identity = identity_of(run, value)
        if identity != AMBIENT:
            return Credentials(identity)
    return _credentials(run, found[0] if found else None)


def _credentials(run: Interpreter, value: Value | None) -> Value:
    """Credentials made from keys; the caller's own where nothing is given."""
    return join_all([Credentials(one or AMBIENT) for one in signers(run, value, unsure=True)])


def _assume_role_fetcher(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """botocore's ``AssumeRoleCredentialFetcher(client_creator, source_credentials, role_arn, ...)``."""
    role = args.get(2, "role_arn")
    if role is None:
        return None
    value = convert(run, role)
    run.emit(pos, "sts", "AssumeRole", Struct((("RoleArn", value),)), via="botocore.credentials")
    return Credentials(Identity(role=value))


def _assume_role_lib(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """aws-assume-role-lib's ``assume_role(session, RoleArn, ...)``: a session of the role."""
    role = args.get(1, "RoleArn")
    if role is None:
        return None
    value = convert(run, role)
    parents = [one for one in options(args.get(0, "session") or NONE) if isinstance(one, Session)]
    for parent in dict.fromkeys(session_identity(run, one) for one in parents):
        run.emit(
            pos,
            "sts",
            "AssumeRole",
            Struct((("RoleArn", value),)),
            via="aws_assume_role_lib",
            identity=parent,
        )
    region = args.keyword("region_name")
    return Session(in_region(run, Identity(role=value), region), (run.frame.module, pos))


def _raw_credentials(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    for value in args.told():
        identity = identity_of(run, value)
        if identity != AMBIENT:
            return Credentials(identity)
    return _credentials(run, args.get(0, "access_key"))


_SETS = "setup_default_session"
_SESSIONS = (
    "boto3.Session", "boto3.session.Session", "botocore.session.Session", "botocore.session.get_session",
    "aioboto3.Session", "aioboto3.session.Session", "aiobotocore.session.get_session",
    "aiobotocore.session.AioSession", "aiobotocore.get_session", "boto3._get_default_session",
)  # fmt: skip

TABLE: dict[str, Handler] = {
    **dict.fromkeys(_SESSIONS, _session),
    "boto3.setup_default_session": _default_session,
    **dict.fromkeys(("botocore.config.Config", "botocore.client.Config"), _configuration),
    "aws_assume_role_lib.assume_role": _assume_role_lib,
    "boto3.client": _module_level("client"),
    "boto3.resource": _module_level("resource"),
    "aioboto3.client": _module_level("client"),
    "aioboto3.resource": _module_level("resource"),
    "botocore.credentials.DeferredRefreshableCredentials": _refreshable,
    "botocore.credentials.RefreshableCredentials.create_from_metadata": _refreshable,
    "botocore.credentials.RefreshableCredentials": _raw_credentials,
    "botocore.credentials.Credentials": _raw_credentials,
    "botocore.credentials.ReadOnlyCredentials": _raw_credentials,
    "botocore.credentials.AssumeRoleCredentialFetcher": _assume_role_fetcher,
    "aiobotocore.credentials.AioRefreshableCredentials.create_from_metadata": _refreshable,
    "aiobotocore.credentials.AioDeferredRefreshableCredentials": _refreshable,
}

_UNCHANGED = frozenset((
    "get_available_regions", "get_available_services", "get_partition_for_region", "events", "region_name",
    "profile_name", "available_profiles", "get_config_variable", "set_config_variable", "full_config",
    "get_available_resources", "set_stream_logger", "set_debug_logger", "get_available_partitions",
))  # fmt: skip


def session_method(run: Interpreter, session: Session, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a boto3 or botocore session."""
    identity = session_identity(run, session)
    match name:
        case "client" | "create_client":
            return make(run, "client", args, pos, (identity,))
        case "resource":
            return make(run, "resource", args, pos, (identity,))
        case "get_credentials":
            return Credentials(identity)
        case "set_credentials":
            run.engine.write(
                ("session-credentials", session.site), _raw_credentials(run, args, pos) or BOTTOM
            )
            return NONE
    return Unknown("session") if name in _UNCHANGED else Ext(f"boto3.Session().{name}()")


def session_attribute(run: Interpreter, session: Session, name: str) -> Value | None:
    """``session._session`` is botocore's session with the same credentials."""
    if name == "events":
        return Hooks("")
    return session if name in ("_session", "session") else None
