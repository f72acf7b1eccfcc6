"""Sessions, credentials and the factories of clients and resources.

Handles made here: ``session`` (identity, site), ``credentials`` (identity), ``client`` (service or None,
identity), ``resource`` (see ``resources``). Sources: boto3's and botocore's ``session`` modules, aioboto3,
aiobotocore.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Ext,
    Handle,
    Unknown,
    Value,
    constant,
    join_all,
    options,
)
from policywright.analyzers.model import AMBIENT, Identity, UnresolvedCode
from policywright.analyzers.sdk.requests import identity_of, in_region
from policywright.knowledge.values import Struct

if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

_CREDENTIAL_ARGUMENTS = (
    "aws_access_key_id",
    "aws_session_token",
    "aws_secret_access_key",
    "botocore_session",
)


def _identity(run: Interpreter, args: Args, positions: dict[str, int] | None = None) -> Identity:
    for name in _CREDENTIAL_ARGUMENTS:
        value = args.get((positions or {}).get(name, -1), name)
        if value is None or value == NONE:
            continue
        for option in options(value):
            if isinstance(option, Handle) and option.kind == "session":
                return session_identity(run, option)
            found = identity_of(run, option)
            if found != AMBIENT:
                return found
    return AMBIENT


def session_identity(run: Interpreter, session: Handle) -> Identity:
    """The session's own credentials, or those that were put into it afterwards."""
    identity, site = session.data
    replaced = run.engine.read(("session-credentials", site))
    for option in options(replaced):
        found = identity_of(run, option)
        if found != AMBIENT:
            return found
    return identity if isinstance(identity, Identity) else AMBIENT


def _session(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    positions = {"aws_access_key_id": 0, "aws_secret_access_key": 1, "aws_session_token": 2}
    identity = in_region(run, _identity(run, args, positions), args.get(3, "region_name"))
    return Handle("session", (identity, (run.frame.module, pos)))


def _default_session(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    """``boto3.setup_default_session``: later module-level clients use these credentials."""
    run.engine.write(("default-session",), _session(run, args, pos))
    return NONE


def _default_identity(run: Interpreter) -> Identity:
    for option in options(run.engine.read(("default-session",))):
        if isinstance(option, Handle):
            return session_identity(run, option)
    return AMBIENT


def make(run: Interpreter, kind: str, args: Args, pos: ir.Pos, identity: Identity) -> Value:
    """``client("s3")`` or ``resource("s3")`` with the session's identity unless keys are passed."""
    service = args.get(0, "service_name") or Unknown("argument")
    own = _identity(run, args)
    used = own if own != AMBIENT else identity
    used = in_region(run, used, args.get(1, "region_name"))
    found: list[Value] = []
    for option in options(service):
        name = constant(option)
        if name is None:
            if option != NONE:
                found.append(handle(kind, None, used))
        elif name in run.operations.services():
            run.program.services.setdefault(name)
            found.append(handle(kind, name, used))
        else:
            run.unresolved(
                pos, UnresolvedCode.UNKNOWN_SERVICE, f"no AWS service is called {name!r} in the SDK"
            )
    return join_all(found)


def handle(kind: str, service: str | None, identity: Identity = AMBIENT) -> Handle:
    """A client, or the service resource of a service."""
    if kind == "client":
        return Handle("client", (service, identity))
    return Handle("resource", (service, None, (), identity, False))


def _module_level(kind: str) -> Handler:
    return lambda run, args, pos: make(run, kind, args, pos, _default_identity(run))


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
            return Handle("credentials", (identity,))
    return Handle("credentials", (AMBIENT,))


def _assume_role_fetcher(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """botocore's ``AssumeRoleCredentialFetcher(client_creator, source_credentials, role_arn, ...)``."""
    role = args.get(2, "role_arn")
    if role is None:
        return None
    value = convert(run, role)
    run.emit(pos, "sts", "AssumeRole", Struct((("RoleArn", value),)), via="botocore.credentials")
    return Handle("credentials", (Identity(role=value),))


def _raw_credentials(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    for value in (*args.positional, *(value for _, value in args.keywords)):
        identity = identity_of(run, value)
        if identity != AMBIENT:
            return Handle("credentials", (identity,))
    return Handle("credentials", (AMBIENT,))


_SESSIONS = (
    "boto3.Session", "boto3.session.Session", "botocore.session.Session", "botocore.session.get_session",
    "aioboto3.Session", "aioboto3.session.Session", "aiobotocore.session.get_session",
    "aiobotocore.session.AioSession", "aiobotocore.get_session", "boto3._get_default_session",
)  # fmt: skip

TABLE: dict[str, Handler] = {
    **dict.fromkeys(_SESSIONS, _session),
    "boto3.setup_default_session": _default_session,
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


def session_method(run: Interpreter, session: Handle, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a boto3 or botocore session."""
    identity = session_identity(run, session)
    match name:
        case "client" | "create_client":
            return make(run, "client", args, pos, identity)
        case "resource":
            return make(run, "resource", args, pos, identity)
        case "get_credentials":
            return Handle("credentials", (identity,))
        case "set_credentials":
            run.engine.write(
                ("session-credentials", session.data[1]), _raw_credentials(run, args, pos) or BOTTOM
            )
            return NONE
    return Unknown("session") if name in _UNCHANGED else Ext(f"boto3.Session().{name}()")


def session_attribute(run: Interpreter, session: Handle, name: str) -> Value | None:
    """``session._session`` is botocore's session with the same credentials."""
    return session if name in ("_session", "session") else None
