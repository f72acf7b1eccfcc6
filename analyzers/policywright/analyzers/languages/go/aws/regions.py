"""Regions that configurations, sessions and clients are made for, where the code names one.

A ``Config`` carries its region. What a function (``func(o *s3.Options)``) or other
code sets is in the cell ``("go-region", site)``; there, an unknown value stands for "maybe another one".
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

_MAX_DEPTH = 4
_UNSURE = Unknown("region")


def of(run: Interpreter, value: Value | None, depth: int = 0) -> Value | None:
    """The region that any alternative of a configuration or option names; None when none does."""
    given = options(value) if value is not None and depth < _MAX_DEPTH else ()
    found = [_one(run, option, depth) for option in given]
    told = [one for one in found if one is not None]
    if not told:
        return None
    # One of several configurations may have the region of the environment.
    return join_all(told if len(told) == len(found) else [*told, _UNSURE])


def _one(run: Interpreter, value: Value, depth: int) -> Value | None:
    match value:
        case Config(site=site, region=own):
            later = run.engine.read(("go-region", site))
            if later is not BOTTOM:
                return join(own if own is not None else _UNSURE, later)
            return own
        case Options(site=site):
            later = run.engine.read(("go-region", site))
            return later if later is not BOTTOM else None
        case LoadOption(region=given):
            return given
        case Tup(items=items):
            return of(run, items[0], depth + 1) if items else None
        case Obj() if run.heap.shape(value).kind == "dict":
            region = run.heap.load(value, "Region")
            if region not in (BOTTOM, NONE):
                return join(region, _UNSURE) if "Region" in run.heap.shape(value).maybe else region
            inner = run.heap.load(value, "Config")
            return of(run, inner, depth + 1) if inner is not BOTTOM else None
        case Obj() if run.heap.shape(value).kind == "list":
            inside = of(run, run.heap.everything(value), depth + 1)
            return join(inside, _UNSURE) if inside is not None else None
    return None


def given(run: Interpreter, args: Args, site: object) -> Value | None:
    """The region among a constructor's arguments; ``site`` is where functions among them wrote theirs."""
    found = [of(run, value) for value in args.positional]
    later = run.engine.read(("go-region", site))
    told = [one for one in (*found, later if later is not BOTTOM else None) if one is not None]
    if args.more is not None:
        more = of(run, args.more)
        # Whether a collected option is there depends on conditions.
        told = [*told, join(more, told[-1] if told else _UNSURE)] if more is not None else told
    return told[-1] if told else None
