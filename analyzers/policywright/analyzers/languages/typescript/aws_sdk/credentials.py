"""Credential providers: which role a client built from them acts as.

Sources: ``@aws-sdk/credential-providers`` (README of the package) and version 2's ``AWS.*Credentials``.
A web identity or Cognito call is not signed, so only its role is remembered.
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Value,
    is_nothing,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.typescript.aws_sdk.requests import (
    a_region,
    field,
    identities_of_credentials,
    identity_in,
    identity_of_credentials,
    members,
)
from policywright.analyzers.model import AMBIENT, Identity
from policywright.analyzers.sdk.handles import Credentials
from policywright.analyzers.sdk.requests import any_of, signers
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.program import Program

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


def default_cell(run: Interpreter) -> tuple[str, str]:
    """What version 2's ``AWS.config.credentials`` was set to, in any module that this one has to do with.

    The setting is the process's: a script beside the application, which neither imports, says nothing of it.
    """
    program = run.program.whole
    known: dict[str, str] | None = program.notes.get("connected modules")
    if known is None:
        known = program.notes["connected modules"] = _components(program)
    module = run.frame.module
    return ("aws-sdk-v2-credentials", known.get(module, module))


def region_cell(run: Interpreter) -> tuple[str, str]:
    """What version 2's ``AWS.config.region`` was set to, in the same modules."""
    return ("aws-sdk-v2-region", default_cell(run)[1])


def default_region(run: Interpreter) -> Value | None:
    """Version 2's global region; None when it is not set."""
    return a_region(run.engine.read(region_cell(run)))


def _components(program: Program) -> dict[str, str]:
    """Modules to one that stands for all that are connected with it by imports, in either direction."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while parents.setdefault(name, name) != name:
            parents[name] = name = parents[parents[name]]
        return name

    for name in program.files:
        for imported, level in program.outline(name).imports:
            target = program.resolve(name, imported, level)
            if target is not None:
                parents[root(name)] = root(target)
    return {name: root(name) for name in program.files}


def credentials(identity: Identity = AMBIENT) -> Credentials:
    return Credentials(identity)


def _ambient(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return credentials()


def _passed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Several providers of which one answers."""
    given = [identities_of_credentials(run, value, pos) for value in args.positional]
    return join_all([credentials(one or AMBIENT) for found in given for one in found] or [credentials()])


def _keys(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``AWS.Credentials(id, secret, token)``, or an object of these."""
    found = dict.fromkeys(one for value in args.positional for one in signers(run, value, unsure=True))
    assumed = any_of(one for one in found if one is not None)
    first = (assumed,) if assumed.role is not None else signers(run, args.get(0), unsure=True)
    return join_all([credentials(one or AMBIENT) for one in first])


def _assume(run: Interpreter, parameters: Value | None, master: Identity, pos: ir.Pos, via: str) -> Value:
    """A role assumed with the caller's (or the given) credentials."""
    struct = members(run, parameters)
    role = struct.get("RoleArn")
    if role is None and not struct.open:
        # Without a role these providers ask for a session token of the caller's own.
        run.emit(pos, "sts", "GetSessionToken", struct, identity=master, via=via)
        return credentials(master)
    run.emit(pos, "sts", "AssumeRole", struct, identity=master, via=via)
    return credentials(Identity(role=role or out.Unknown("role")))


def _temporary(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    config = args.get(0)
    master = identity_of_credentials(run, field(run, config, "masterCredentials"), pos)
    return _assume(run, field(run, config, "params"), master, pos, "fromTemporaryCredentials")


def _temporary_v2(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``AWS.TemporaryCredentials(params, masterCredentials)``."""
    return _assume(
        run, args.get(0), identity_of_credentials(run, args.get(1), pos), pos, "TemporaryCredentials"
    )


def _chainable(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    config = args.get(0)
    master = identity_of_credentials(run, field(run, config, "masterCredentials"), pos)
    return _assume(run, field(run, config, "params"), master, pos, "ChainableTemporaryCredentials")


def _role(*names: str) -> Handler:
    """Credentials of a role that an option names; the role is unknown when it doesn't."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        for name in names:
            role = field(run, args.get(0), *name.split("."))
            if role is not None and not is_nothing(role):
                return credentials(Identity(role=convert(run, role)))
        return credentials(Identity(role=out.Unknown("role")))

    return handler


def _from_ini(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return credentials(identity_in(run, args.get(0), pos))


_PROVIDERS: dict[str, Handler] = {
    "fromTemporaryCredentials": _temporary,
    "fromWebToken": _role("roleArn"),
    "fromTokenFile": _role("roleArn"),
    "fromCognitoIdentityPool": _role("customRoleArn"),
    "fromCognitoIdentity": _role("customRoleArn"),
    "createCredentialChain": _passed,
    "fromIni": _from_ini,
    **dict.fromkeys(
        (
            "fromEnv",
            "fromNodeProviderChain",
            "fromSSO",
            "fromProcess",
            "fromHttp",
            "fromContainerMetadata",
            "fromInstanceMetadata",
            "defaultProvider",
            "fromLoginCredentials",
        ),
        _ambient,
    ),
}

_PACKAGES = (
    "@aws-sdk/credential-providers",
    "@aws-sdk/credential-provider-node",
    "@aws-sdk/credential-provider-env",
    "@aws-sdk/credential-provider-ini",
    "@aws-sdk/credential-provider-sso",
    "@aws-sdk/credential-provider-process",
    "@aws-sdk/credential-provider-web-identity",
    "@aws-sdk/credential-provider-cognito-identity",
    "@aws-sdk/credential-provider-imds",
    "@smithy/credential-provider-imds",
    "@aws-sdk/credential-provider-http",
)

_CLASSES: dict[str, Handler] = {
    "TemporaryCredentials": _temporary_v2,
    "ChainableTemporaryCredentials": _chainable,
    "WebIdentityCredentials": _role("RoleArn"),
    "SAMLCredentials": _role("RoleArn"),
    "CognitoIdentityCredentials": _role("RoleArn", "CustomRoleArn"),
    "TokenFileWebIdentityCredentials": _ambient,
    "Credentials": _keys,
    **dict.fromkeys(
        (
            "SharedIniFileCredentials",
            "EnvironmentCredentials",
            "FileSystemCredentials",
            "ECSCredentials",
            "EC2MetadataCredentials",
            "RemoteCredentials",
            "ProcessCredentials",
            "SsoCredentials",
            "CredentialProviderChain",
        ),
        _ambient,
    ),
}
"""Version 2's credentials classes (AWS SDK for JavaScript 2 API reference)."""


def provider(package: str, name: str) -> Handler | None:
    """A function of version 3's credential packages."""
    return _PROVIDERS.get(name) if package in _PACKAGES else None


def credentials_class(name: str) -> Handler | None:
    """A credentials class of version 2."""
    return _CLASSES.get(name)


def set_default(run: Interpreter, value: Value, pos: ir.Pos) -> None:
    """Sets version 2's global credentials; what is no statement of the module itself may not happen."""
    run.engine.write(default_cell(run), value if _always(run, pos) else join(value, NONE))


def set_region(run: Interpreter, value: Value, pos: ir.Pos) -> None:
    """Sets version 2's global region, with the same doubt."""
    run.engine.write(region_cell(run), value if _always(run, pos) else join(value, NONE))


def _always(run: Interpreter, pos: ir.Pos) -> bool:
    """Whether a place is in a statement of the module itself, and no branch."""
    body = run.program.lowered(run.frame.module).body
    return any(isinstance(one, ir.ExprStmt | ir.Assign) and one.pos[0] <= pos[0] < one.pos[1] for one in body)


def default_identities(run: Interpreter) -> tuple[Identity, ...]:
    """Version 2's global credentials, all that they may be."""
    value = run.engine.read(default_cell(run))
    found: dict[Identity, None] = {}
    for option in options(value):
        found.update(dict.fromkeys(one or AMBIENT for one in signers(run, option)))
    return tuple(found) or (AMBIENT,)
