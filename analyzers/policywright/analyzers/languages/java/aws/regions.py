"""Regions that clients are made for, where the code names one: ``Region.EU_WEST_1``, ``Region.of("...")``.

Sources: ``software.amazon.awssdk.regions.Region`` (v2), ``com.amazonaws.regions.Regions`` and ``Region``
(v1).
"""

from __future__ import annotations

from policywright.analyzers.engine.values import Args, Known, Obj, Text, Unknown, Value, join
from policywright.analyzers.languages.java.aws import requests
from policywright.analyzers.model import Identity
from policywright.analyzers.sdk import endpoints
from policywright.analyzers.sdk.requests import in_region
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_CONSTANT = regex(r"[A-Z]{2}_[A-Z_]+_\d")
_CLASS = regex(r"(?:software\.amazon\.awssdk|com\.amazonaws)\.regions\.Regions?")
_SPECIAL = {"GovCloud": "us-gov-west-1", "DEFAULT_REGION": "us-west-2"}
_MADE = frozenset(("of", "fromName", "getRegion"))
_ENDPOINTS = ("endpointoverride", "endpointconfiguration", "endpoint")
CLASSES = frozenset(("Region", "Regions"))


def constant(path: str, name: str) -> Value | None:
    """``Region.EU_WEST_1`` as the region's name; None for other members and classes."""
    if not name[:1].isupper() or _CLASS.fullmatch(path) is None:
        return None
    if name in _SPECIAL:
        return Known(_SPECIAL[name])
    return Known(name.lower().replace("_", "-")) if _CONSTANT.fullmatch(name) is not None else None


def call(member: str, args: Args) -> Value | None:
    """``Region.of("...")``, ``Regions.fromName("...")``; None for other methods."""
    if member == "getCurrentRegion":
        return Text((Hole(kind="region"),))
    return args.get(0) if member in _MADE else None


def placed(run: Interpreter, who: Identity, obj: Obj) -> Identity:
    """The identity of a client that a builder makes, in the region that the builder was given."""
    region = requests.member(run, obj, "region")
    who = in_region(run, who, region) if region is not None else who
    shape = run.heap.shape(obj)
    sure = not any(str(key).lower() in _ENDPOINTS for key in shape.maybe)
    given = requests.member(run, obj, *_ENDPOINTS)
    # v1 has an object of it, with the region that requests are signed for.
    inner = requests.member(run, given, "serviceEndpoint")
    reached = endpoints.at(run, who, inner if inner is not None else given)
    signed = requests.member(run, given, "signingRegion")
    if signed is not None and not reached.elsewhere:
        return in_region(run, who, signed if sure else join(signed, Unknown("region")))
    return reached if sure else who
