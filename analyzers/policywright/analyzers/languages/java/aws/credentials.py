"""Credential providers: whose requests the clients made from them are.

Sources: ``software.amazon.awssdk.auth.credentials``, ``services.sts.auth`` (v2); ``com.amazonaws.auth`` (v1).
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Handle,
    Obj,
    Value,
    join_all,
    options,
)
from policywright.analyzers.languages.java.aws import requests
from policywright.analyzers.languages.java.handles import Box
from policywright.analyzers.model import AMBIENT, Identity
from policywright.analyzers.sdk.handles import Client, Credentials, Response, Signing
from policywright.analyzers.sdk.requests import carried, identity_of, signers
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_MAX_DEPTH = 4
HOLDERS = ("credentialsProvider", "credentials", "awsCredentials", "overrideConfiguration",
"requestCredentialsProvider",
           "requestCredentials", "clientConfiguration", "s3Client", "client", "stsClient", "dynamoDbClient",
           "asyncClient", "amazonS3", "amazonSQS")  # fmt: skip
"""Settings of clients and helpers that decide whose credentials they use."""

_ASSUMING = {
    "StsAssumeRoleCredentialsProvider": "AssumeRole",
    "StsAssumeRoleWithWebIdentityCredentialsProvider": "AssumeRoleWithWebIdentity",
    "StsAssumeRoleWithSamlCredentialsProvider": "AssumeRoleWithSAML",
    "StsWebIdentityTokenFileCredentialsProvider": "AssumeRoleWithWebIdentity",
    "STSAssumeRoleSessionCredentialsProvider": "AssumeRole",
    "STSAssumeRoleWithWebIdentitySessionCredentialsProvider": "AssumeRoleWithWebIdentity",
}


def identity(run: Interpreter, value: Value | None) -> Identity:
    """Whose credentials a provider, client or configured object carries; ambient when it carries none."""
    return carried(identities(run, value))


def identities(run: Interpreter, value: Value | None, depth: int = 0) -> tuple[Identity, ...]:
    """All that it may carry, one provider or another as a setting says; none when it carries none."""
    given = options(value) if value is not None and depth < _MAX_DEPTH else ()
    found = dict.fromkeys(one for option in given for one in _identities_one(run, option, depth))
    if found and NONE in given and not any(isinstance(option, Client) for option in given):
        # A client that may be null signs nothing where it is.
        found[AMBIENT] = None
    return tuple(found)


def _identities_one(run: Interpreter, value: Value, depth: int) -> tuple[Identity, ...]:
    match value:
        case Response():
            return (identity_of(run, value),)
        case Box(value=inner):
            return identities(run, inner, depth + 1)
        case Signing(identity=own):
            return (own,)
        case Obj() if run.heap.shape(value).kind == "dict":
            held = requests.member(run, value, *HOLDERS)
            return identities(run, join_all(_called(run, held)), depth + 1) if held is not None else ()
        case Obj():
            for name in ("resolveCredentials", "getCredentials"):
                found = identities(run, run.call_special(value, name), depth + 1)
                if found:
                    return found
    return ()


def _called(run: Interpreter, given: Value) -> tuple[Value, ...]:
    """Providers; of a lambda what it returns (a provider has but one method)."""
    found: list[Value] = []
    for option in options(given):
        called = requests.call(run, option, Args(), run.here) if requests.is_callable(option) else option
        found.extend(options(called))
    return tuple(found)


def is_provider(name: str) -> bool:
    """A class of the SDKs that holds or provides credentials."""
    return name.endswith(("CredentialsProvider", "Credentials", "CredentialsProviderChain"))


_KEYS = frozenset(
    ("AwsBasicCredentials", "AwsSessionCredentials", "BasicAWSCredentials", "BasicSessionCredentials")
)
"""Classes that hold access keys, of which the first argument is the id."""


def signing(run: Interpreter, args: Args) -> tuple[Identity, ...]:
    """All whose credentials the first argument that has any may carry."""
    return next((found for value in args.positional if (found := identities(run, value))), (AMBIENT,))


def provider(run: Interpreter, name: str, args: Args) -> Value:
    """What a class of the SDKs that holds or provides credentials makes of keys or other providers."""
    if name in _KEYS:
        return _of_keys(run, args.get(0))
    # A chain of providers may come to any of them.
    given = identities(run, join_all(args.positional))
    return join_all([Credentials(one) for one in given or (AMBIENT,)])


def _of_keys(run: Interpreter, key: Value | None) -> Value:
    return join_all([Credentials(one or AMBIENT) for one in signers(run, key)])


def build(run: Interpreter, name: str, obj: Obj, pos: ir.Pos) -> Value:
    """``XCredentialsProvider.builder()...build()``."""
    operation = _ASSUMING.get(name)
    if operation is None and name in _KEYS:
        return _of_keys(run, requests.member(run, obj, "accessKeyId"))
    if operation is None:
        return join_all([Credentials(one) for one in identities(run, obj) or (AMBIENT,)])
    given = requests.member(run, obj, "refreshRequest", "assumeRoleRequest")
    found: list[Value] = []
    struct = _assumed(run, operation, given, obj, pos)
    role = struct.get("RoleArn")
    for caller in identities(run, requests.member(run, obj, "stsClient")) or (AMBIENT,):
        run.emit(pos, "sts", operation, struct, identity=caller, via=name)
    if role is not None:
        found.append(Credentials(Identity(role=role)))
    return join_all(found) if found else Credentials(AMBIENT)


def _assumed(run: Interpreter, operation: str, given: Value | None, obj: Obj, pos: ir.Pos) -> Struct:
    if given is not None:
        return requests.request(run, "sts", operation, given, pos)
    role = requests.member(run, obj, "roleArn")
    return Struct((("RoleArn", convert(run, role)),)) if role is not None else Struct(())


def construct(run: Interpreter, name: str, args: Args, pos: ir.Pos) -> Value:
    """v1's ``new XProvider(...)``: the role is the first text argument, or the second after a client."""
    operation = _ASSUMING.get(name)
    if operation is None:
        return provider(run, name, args)
    texts = [
        value for value in args.positional if not identities(run, value) and not isinstance(value, Handle)
    ]
    if not texts:
        return join_all([Credentials(one) for one in signing(run, args)])
    role = convert(run, texts[0])
    for caller in signing(run, args):
        run.emit(pos, "sts", operation, Struct((("RoleArn", role),)), identity=caller, via=name)
    return Credentials(Identity(role=role))
