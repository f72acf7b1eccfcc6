"""Regions and endpoints that configurations, sessions and clients are made for, where the code names one.

A ``Config`` carries both. What a function (``func(o *s3.Options)``) or other code sets is in a cell of that
name and its site; there, an unknown value stands for "maybe another one".
"""

from __future__ import annotations

from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Obj,
    Tup,
    Unknown,
    Value,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.go.handles import Config, LoadOption, Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

REGION, ENDPOINT = "region", "endpoint"
"""What is asked for."""
NAMES = {"Region": REGION, "BaseEndpoint": ENDPOINT, "Endpoint": ENDPOINT}
"""Fields of both SDKs' configurations and options that say it."""

_MAX_DEPTH = 4
_UNSURE = Unknown("setting")


def unsure(name: str) -> Value | None:
    """What a field may be where nobody knows whether it is set; None for one that says neither."""
    return _UNSURE if name in NAMES else None


def write(run: Interpreter, site: object, name: str, value: Value) -> None:
    """Notes what a field of something made at a site is set to."""
    run.engine.write(_cell(NAMES[name], site), value)


def _cell(what: str, site: object) -> tuple[str, object]:
    return (f"go-{what}", site)


def of(run: Interpreter, value: Value | None, what: str = REGION, depth: int = 0) -> Value | None:
    """The region or endpoint that any alternative of a configuration or option names; None when none does."""
    given = options(value) if value is not None and depth < _MAX_DEPTH else ()
    found = [_one(run, option, what, depth) for option in given]
    told = [one for one in found if one is not None]
    if not told:
        return None
    # One of several configurations may have that of the environment.
    return join_all(told if len(told) == len(found) else [*told, _UNSURE])


def _one(run: Interpreter, value: Value, what: str, depth: int) -> Value | None:
    match value:
        case Config(site=site):
            own = value.endpoint if what == ENDPOINT else value.region
            later = run.engine.read(_cell(what, site))
            if later is not BOTTOM:
                return join(own if own is not None else _UNSURE, later)
            return own
        case Options(site=site):
            later = run.engine.read(_cell(what, site))
            return later if later is not BOTTOM else None
        case LoadOption():
            return value.endpoint if what == ENDPOINT else value.region
        case Tup(items=items):
            return of(run, items[0], what, depth + 1) if items else None
        case Obj() if run.heap.shape(value).kind == "dict":
            return _in_struct(run, value, what, depth)
        case Obj() if run.heap.shape(value).kind == "list":
            inside = of(run, run.heap.everything(value), what, depth + 1)
            return join(inside, _UNSURE) if inside is not None else None
    return None


def _in_struct(run: Interpreter, value: Obj, what: str, depth: int) -> Value | None:
    for name in [name for name, says in NAMES.items() if says == what]:
        found = run.heap.load(value, name)
        if found not in (BOTTOM, NONE):
            return join(found, _UNSURE) if name in run.heap.shape(value).maybe else found
    inner = run.heap.load(value, "Config")
    return of(run, inner, what, depth + 1) if inner is not BOTTOM else None


def given(run: Interpreter, args: Args, site: object, what: str = REGION) -> Value | None:
    """What is among a constructor's arguments; ``site`` is where functions among them wrote theirs."""
    found = [of(run, value, what) for value in args.positional]
    later = run.engine.read(_cell(what, site))
    told = [one for one in (*found, later if later is not BOTTOM else None) if one is not None]
    if args.more is not None:
        more = of(run, args.more, what)
        # Whether a collected option is there depends on conditions.
        told = [*told, join(more, told[-1] if told else _UNSURE)] if more is not None else told
    return told[-1] if told else None
