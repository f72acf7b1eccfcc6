"""Configuration, sessions and credentials: whose requests the clients made from them are.

Sources: the SDKs' ``config``, ``credentials/stscreds`` and ``aws/session`` packages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    BOTTOM,
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
from policywright.analyzers.sdk.handles import Client, Credentials, Parameter, Response
from policywright.analyzers.sdk.requests import any_of, carried, identity_of, signers
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


def identity(run: Interpreter, value: Value | None, depth: int = 0) -> Identity:
    """Whose credentials a configuration, provider or option carries; ambient when it carries none."""
    given = options(value) if value is not None and depth < _MAX_DEPTH else ()
    return carried(_identity_one(run, option, depth) for option in given)


def _identity_one(run: Interpreter, value: Value, depth: int) -> Identity:
    match value:
        case Config(identity=own, site=site) | Options(identity=own, site=site):
            later = identity(run, run.engine.read(("go-credentials", site)), depth + 1)
            return later if later != AMBIENT else own
        case Credentials(identity=own) | LoadOption(identity=own) | Client(identity=own):
            return own
        case Tup(items=items):
            return next(
                (i for i in (identity(run, item, depth + 1) for item in items) if i != AMBIENT), AMBIENT
            )
        case Obj() if run.heap.shape(value).kind == "dict":
            for name in _HOLDERS:
                found = identity(run, run.heap.load(value, name), depth + 1)
                if found != AMBIENT:
                    return found
            assumed = identity_of(run, value)
            if assumed != AMBIENT or _KEY not in run.heap.keys(value):
                return assumed
            return next((one for one in signers(run, run.heap.load(value, _KEY)) if one), AMBIENT)
        case Obj() if run.heap.shape(value).kind == "list":
            return identity(run, run.heap.everything(value), depth + 1)
        case Obj():
            return _provider(run, value)
        case Response():
            return identity_of(run, value)
    return AMBIENT


def identities(run: Interpreter, value: Value, depth: int = 0) -> tuple[Identity, ...]:
    """All that a configuration may carry: one provider or another, as a flag says."""
    found: dict[Identity, None] = {}
    for option in options(value) if depth < _MAX_DEPTH else ():
        if isinstance(option, Obj) and run.heap.shape(option).kind == "dict":
            held = [run.heap.load(option, name) for name in _HOLDERS]
            for one in held:
                if one not in (BOTTOM, NONE):
                    found.update(dict.fromkeys(identities(run, one, depth + 1)))
            if any(one not in (BOTTOM, NONE) for one in held):
                continue
        who = _identity_one(run, option, depth)
        provider = isinstance(option, Obj) and run.heap.shape(option).kind == "instance"
        if who != AMBIENT or provider or isinstance(option, Handle):
            found[who] = None
    return tuple(found) or (AMBIENT,)


def _provider(run: Interpreter, provider: Obj) -> Identity:
    """A credentials provider of the program: whose credentials its ``Retrieve`` returns."""
    cls = run.heap.shape(provider).cls
    if cls is None or run.find(cls, "Retrieve") is None:
        return AMBIENT
    result = run.call_special(provider, "Retrieve", Args((Unknown("context"),)))
    return identity(run, run.element(result, 0), _MAX_DEPTH - 1)


def from_options(
    run: Interpreter, functions: Iterable[Value], pos: ir.Pos, kind: str = "options"
) -> Identity:
    """What functional options (``func(o *s3.Options)``) or configurations set as credentials."""
    found = AMBIENT
    for value in functions:
        for option in options(value):
            if isinstance(option, CALLABLES):
                site = (run.frame.module, pos, run.frame.task.id)
                filled = Options(AMBIENT, site)
                run.call(option, Args((filled,)), pos)
                found = _later(found, identity(run, filled))
            elif isinstance(option, Obj) and run.heap.shape(option).kind == "list":
                found = _later(found, from_options(run, [run.heap.everything(option)], pos, kind))
            elif isinstance(option, Tup):
                found = _later(found, from_options(run, option.items, pos, kind))
            else:
                found = _later(found, identity(run, option))
    return found


def all_from_options(
    run: Interpreter, functions: Iterable[Value], more: Value | None, pos: ir.Pos
) -> tuple[Identity, ...]:
    """All that options may set, ambient where they may set nothing.

    ``more`` are options that a list collects: which of them are in it depends on conditions.
    """
    found: tuple[Identity, ...] = (AMBIENT,)
    for value in functions:
        each = [from_options(run, [option], pos) for option in options(value)]
        told = [one for one in each if one != AMBIENT]
        if told:
            found = tuple(dict.fromkeys((*told, *(found if len(told) < len(each) else ()))))
    for option in options(more) if more is not None else ():
        one = from_options(run, [option], pos)
        found = tuple(dict.fromkeys((*found, one)))
    return found


def _later(old: Identity, new: Identity) -> Identity:
    return new if new != AMBIENT else old


# --- configurations ---


def _config(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``config.LoadDefaultConfig(ctx, options...)``, ``session.NewSession(configs...)`` and their kin."""
    found = all_from_options(run, args.positional, args.more, pos)
    region = regions.given(run, args, (run.frame.module, pos, run.frame.task.id))
    return join_all([Config(one, (run.frame.module, pos), region) for one in found])


def _credentials(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Providers around keys or another provider: whose those are."""
    for value in args.positional:
        for option in options(value):
            if isinstance(option, CALLABLES):
                result = run.call(option, Args((Unknown("context"),)), pos)
                found = identity(run, run.element(result, 0))
            else:
                found = _later(identity(run, option), identity_of(run, option))
            if found != AMBIENT:
                return Credentials(found)
    return Credentials(AMBIENT)


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
        run.emit(pos, "sts", operation, struct, identity=identity(run, caller), via="stscreds")
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
    found = all_from_options(run, args.positional, args.more, pos)
    return join_all([LoadOption(one) for one in found])


def _region_option(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``config.WithRegion(region)``"""
    return LoadOption(AMBIENT, args.get(0) or Unknown("region"))


def _first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    return run.element(value, 0) if isinstance(value, Tup) else value


TABLE: dict[tuple[str, str], Handler] = {
    ("config", "LoadDefaultConfig"): _config,
    ("config", "WithCredentialsProvider"): load_option,
    ("config", "WithRegion"): _region_option,
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
        return Credentials(identity(run, handle))
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
        found = from_options(run, args.positional, pos)
        region = (
            regions.of(run, handle)
            if name == "Copy" or not args.positional
            else regions.given(run, args, None)
        )
        site = handle.site if name == "Copy" else pos
        region = region if region is not None else handle.region
        return Config(_later(identity(run, handle), found), site, region)
    if isinstance(handle, Config) and name == "WithRegion":
        return changed(run, handle, "Region", args.get(0) or Unknown("region"))
    if isinstance(handle, Config) and (name.startswith("With") or name in ("ClientConfig", "Config")):
        return handle
    if isinstance(handle, Credentials):
        return Tup((handle, Unknown("error"))) if name in ("Retrieve", "Get", "GetWithContext") else handle
    return Unknown("config")


def changed(run: Interpreter, handle: Config, name: str, value: Value) -> Config:
    """The configuration after ``cfg.Credentials = value``."""
    if name == "Region":
        return Config(handle.identity, handle.site, value)
    if name != "Credentials":
        return handle
    return Config(identity(run, value), handle.site, handle.region)


def set_attribute(run: Interpreter, handle: Handle, name: str, value: Value) -> None:
    """A field of a configuration that other code shares."""
    if isinstance(handle, Config | Options) and name in _HOLDERS:
        run.engine.write(("go-credentials", handle.site), value)
    elif isinstance(handle, Config | Options) and name == "Region":
        run.engine.write(("go-region", handle.site), value)
