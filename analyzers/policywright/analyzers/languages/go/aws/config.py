"""Configuration, sessions and credentials: whose requests the clients made from them are.

Sources: the SDKs' ``config``, ``credentials/stscreds`` and ``aws/session`` packages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Bound,
    FuncV,
    Handle,
    Known,
    Obj,
    Partial,
    Tup,
    Unknown,
    Value,
    join_all,
    options,
)
from policywright.analyzers.languages.go.aws import regions
from policywright.analyzers.languages.go.handles import Config, LoadOption, Options
from policywright.analyzers.model import AMBIENT, Identity
from policywright.analyzers.sdk import endpoints
from policywright.analyzers.sdk.handles import Client, Credentials, Parameter, Response
from policywright.analyzers.sdk.requests import any_of, carried, identity_of, signers
from policywright.knowledge.records import replace
from policywright.knowledge.values import Hole, Struct, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

CALLABLES = FuncV | Bound | Partial
_HOLDERS = ("Credentials", "CredentialsProvider", "Config", "Provider", "Source", "Value")
_KEY = "AccessKeyID"
_MAX_DEPTH = 4


# --- whose credentials ---


def identity(run: Interpreter, value: Value | None) -> Identity:
    """Whose credentials a configuration, provider or option carries; ambient when it carries none."""
    return carried(identities(run, value))


def identities(run: Interpreter, value: Value | None, depth: int = 0) -> tuple[Identity, ...]:
    """All that it may carry, one provider or another as a setting says; none when it carries none."""
    given = options(value) if value is not None and depth < _MAX_DEPTH else ()
    found = dict.fromkeys(one for option in given for one in _identities_one(run, option, depth))
    if found and NONE in given and not any(isinstance(option, Client) for option in given):
        # A client that is nil comes with an error, and signs nothing.
        found[AMBIENT] = None
    return tuple(found)


def signers_of(run: Interpreter, value: Value | None) -> tuple[Identity, ...]:
    """All who may sign what is made from a value."""
    return identities(run, value) or (AMBIENT,)


def _identities_one(run: Interpreter, value: Value, depth: int) -> tuple[Identity, ...]:
    match value:
        case Config(identity=own, site=site) | Options(identity=own, site=site):
            return identities(run, run.engine.read(("go-credentials", site)), depth + 1) or (own,)
        case LoadOption(identity=own):
            return (own,) if own != AMBIENT else ()
        case Credentials(identity=own) | Client(identity=own):
            return (own,)
        case Tup(items=items):
            return next((found for item in items if (found := identities(run, item, depth + 1))), ())
        case Obj() if run.heap.shape(value).kind == "dict":
            return _held(run, value, depth)
        case Obj() if run.heap.shape(value).kind == "list":
            return identities(run, run.heap.everything(value), depth + 1)
        case Obj():
            return _provider(run, value)
        case Response():
            return (identity_of(run, value),)
    return ()


def _held(run: Interpreter, obj: Obj, depth: int) -> tuple[Identity, ...]:
    """Of a struct: what is in one of its fields, or the access keys that it has."""
    for name in _HOLDERS:
        found = identities(run, run.heap.load(obj, name), depth + 1)
        if found:
            return found
    assumed = identity_of(run, obj)
    if assumed != AMBIENT:
        return (assumed,)
    keys = run.heap.load(obj, _KEY) if run.heap.has_key(obj, _KEY) else None
    return tuple(one or AMBIENT for one in signers(run, keys)) if keys is not None else ()


def _provider(run: Interpreter, provider: Obj) -> tuple[Identity, ...]:
    """A credentials provider of the program: whose credentials its ``Retrieve`` returns."""
    cls = run.heap.shape(provider).cls
    if cls is None or run.find(cls, "Retrieve") is None:
        return ()
    result = run.call_special(provider, "Retrieve", Args((Unknown("context"),)))
    return identities(run, run.element(result, 0), _MAX_DEPTH - 1) or (AMBIENT,)


def sent(run: Interpreter, value: Value | None) -> tuple[Identity, ...]:
    """All who may sign what a helper made from a value sends, each with where it is surely sent."""
    endpoint = regions.of(run, value, regions.ENDPOINT)
    return tuple(endpoints.at(run, one, endpoint) for one in signers_of(run, value))


def from_options(
    run: Interpreter, functions: Iterable[Value], more: Value | None, pos: ir.Pos
) -> tuple[Identity, ...]:
    """All that functional options (``func(o *s3.Options)``) or configurations may set as credentials.

    Ambient stands for nothing set. ``more`` are options that a list collects: which of them are in it depends
    on conditions.
    """
    found: tuple[Identity, ...] = (AMBIENT,)
    for value in functions:
        found = _after(found, (one for option in options(value) for one in _set_by(run, option, pos)))
    collected = options(more) if more is not None else ()
    return tuple(dict.fromkeys((*found, *(one for option in collected for one in _set_by(run, option, pos)))))


def _after(before: tuple[Identity, ...], given: Iterable[Identity]) -> tuple[Identity, ...]:
    """What holds behind an option that may set what is given: what it was where nothing is set."""
    found = dict.fromkeys(given)
    told = [one for one in found if one != AMBIENT]
    if not told:
        return before
    return tuple(dict.fromkeys((*told, *(before if AMBIENT in found else ()))))


def _set_by(run: Interpreter, option: Value, pos: ir.Pos) -> tuple[Identity, ...]:
    if isinstance(option, CALLABLES):
        filled = Options(AMBIENT, (run.frame.module, pos, run.frame.task.id))
        run.call(option, Args((filled,)), pos)
        return signers_of(run, filled)
    if isinstance(option, Obj) and run.heap.shape(option).kind == "list":
        return from_options(run, (), run.heap.everything(option), pos)
    if isinstance(option, Tup):
        return from_options(run, option.items, None, pos)
    return signers_of(run, option)


# --- configurations ---


def _config(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``config.LoadDefaultConfig(ctx, options...)``, ``session.NewSession(configs...)`` and their kin."""
    found = from_options(run, args.positional, args.more, pos)
    site = (run.frame.module, pos, run.frame.task.id)
    region, endpoint = regions.given(run, args, site), regions.given(run, args, site, regions.ENDPOINT)
    return join_all([Config(one, site[:2], region, endpoint) for one in found])


def _credentials(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Providers around keys or other providers: whose those are."""
    found: dict[Identity, None] = {}
    for value in args.positional:
        for option in options(value):
            if isinstance(option, CALLABLES):
                result = run.call(option, Args((Unknown("context"),)), pos)
                found.update(dict.fromkeys(identities(run, run.element(result, 0))))
            else:
                found.update(dict.fromkeys(identities(run, option) or (identity_of(run, option),)))
    return join_all([Credentials(one) for one in found or (AMBIENT,)])


def _static(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Access keys one by one: an assumed role's, or those that the code gives."""
    assumed = any_of(identity_of(run, value) for value in args.positional)
    found = (assumed,) if assumed.role is not None else signers(run, args.get(0))
    return join_all([Credentials(one or AMBIENT) for one in found])


def _assume(operation: str) -> Handler:
    """``stscreds.NewAssumeRoleProvider(client, role)`` and v1's ``NewCredentials(session, role)``."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        caller, role = args.get(0), args.get(1)
        if role is None:
            return None
        # An empty role is what a setting holds that the code has checked before it comes here.
        named = [option for option in options(role) if option not in (Known(""), NONE)]
        arn = convert(run, join_all(named or options(role)))
        struct = Struct((("RoleArn", arn),))
        for who in signers_of(run, caller):
            run.emit(pos, "sts", operation, struct, identity=who, via="stscreds")
        for option in args.positional[2:]:
            _run_options(run, option, pos)
        return Credentials(Identity(role=arn))

    return handler


def _run_options(run: Interpreter, function: Value, pos: ir.Pos) -> None:
    for option in options(function):
        if isinstance(option, CALLABLES):
            run.call(option, Args((Unknown("options"),)), pos)


def _plain_credentials(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Credentials(AMBIENT)


def load_option(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    """``config.With...``: what it says of credentials."""
    found = from_options(run, args.positional, args.more, pos)
    return join_all([LoadOption(one) for one in found])


def _region_option(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``config.WithRegion(region)``"""
    return LoadOption(AMBIENT, region=args.get(0) or Unknown("region"))


def _endpoint_option(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``config.WithBaseEndpoint(url)``"""
    return LoadOption(AMBIENT, endpoint=args.get(0) or Unknown("endpoint"))


def _first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    return run.element(value, 0) if isinstance(value, Tup) else value


TABLE: dict[tuple[str, str], Handler] = {
    ("config", "LoadDefaultConfig"): _config,
    ("config", "WithCredentialsProvider"): load_option,
    ("config", "WithRegion"): _region_option,
    ("config", "WithBaseEndpoint"): _endpoint_option,
    ("aws/session", "New"): _config,
    ("aws/session", "NewSession"): _config,
    ("aws/session", "NewSessionWithOptions"): _config,
    ("aws/session", "Must"): _first,
    ("aws", "NewConfig"): _config,
    ("aws/defaults", "Config"): _config,
    ("aws", "NewCredentialsCache"): _credentials,
    ("aws", "CredentialsProviderFunc"): _credentials,
    ("credentials", "NewStaticCredentialsProvider"): _static,
    ("aws/credentials", "NewStaticCredentials"): _static,
    ("aws/credentials", "NewStaticCredentialsFromCreds"): _credentials,
    ("aws/credentials", "NewCredentials"): _credentials,
    ("aws/credentials", "NewEnvCredentials"): _plain_credentials,
    ("aws/credentials", "NewSharedCredentials"): _plain_credentials,
    ("aws/credentials", "NewChainCredentials"): _credentials,
    ("credentials/stscreds", "NewAssumeRoleProvider"): _assume("AssumeRole"),
    ("credentials/stscreds", "NewWebIdentityRoleProvider"): _assume("AssumeRoleWithWebIdentity"),
    ("aws/credentials/stscreds", "NewCredentials"): _assume("AssumeRole"),
    ("aws/credentials/stscreds", "NewCredentialsWithClient"): _assume("AssumeRole"),
    ("aws/credentials/stscreds", "NewWebIdentityCredentials"): _assume("AssumeRoleWithWebIdentity"),
}
"""(Package below the SDK's root, function) to its meaning."""


# --- values of these kinds ---


def attribute(run: Interpreter, handle: Handle, name: str) -> Value | None:
    """A field of a configuration or session; None for methods."""
    if name == "Credentials":
        return join_all([Credentials(one) for one in signers_of(run, handle)])
    if name == "Region" and isinstance(handle, Config) and handle.region is not None:
        return handle.region
    if name == "Region":
        return Parameter(Text((Hole(kind="region"),)))
    if name == "Config":
        return handle
    return None


def method(run: Interpreter, handle: Handle, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a configuration, session, provider or cache."""
    if isinstance(handle, Config) and name in ("WithCredentials", "Copy", "MergeIn"):
        found = _after(signers_of(run, handle), from_options(run, args.positional, None, pos))
        region, endpoint = (
            regions.of(run, handle, what)
            if name == "Copy" or not args.positional
            else regions.given(run, args, None, what)
            for what in (regions.REGION, regions.ENDPOINT)
        )
        site = handle.site if name == "Copy" else pos
        region = region if region is not None else handle.region
        endpoint = endpoint if endpoint is not None else handle.endpoint
        return join_all([Config(one, site, region, endpoint) for one in found])
    if isinstance(handle, Config) and name.removeprefix("With") in regions.NAMES:
        return changed(run, handle, name.removeprefix("With"), args.get(0) or Unknown("setting"))
    if isinstance(handle, Config) and (name.startswith("With") or name in ("ClientConfig", "Config")):
        return handle
    if isinstance(handle, Credentials):
        return Tup((handle, Unknown("error"))) if name in ("Retrieve", "Get", "GetWithContext") else handle
    return Unknown("config")


def changed(run: Interpreter, handle: Config, name: str, value: Value) -> Value:
    """The configuration after ``cfg.Credentials = value``."""
    match regions.NAMES.get(name):
        case regions.REGION:
            return replace(handle, region=value)
        case regions.ENDPOINT:
            return replace(handle, endpoint=value)
    if name != "Credentials":
        return handle
    return join_all([replace(handle, identity=one) for one in signers_of(run, value)])


def set_attribute(run: Interpreter, handle: Handle, name: str, value: Value) -> None:
    """A field of a configuration that other code shares."""
    if isinstance(handle, Config | Options) and name in _HOLDERS:
        run.engine.write(("go-credentials", handle.site), value)
    elif isinstance(handle, Config | Options) and name in regions.NAMES:
        regions.write(run, handle.site, name, value)
