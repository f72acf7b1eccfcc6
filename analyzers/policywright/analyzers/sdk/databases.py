"""Databases that a program logs in to with a signed token: which resource the token is for.

Source: Aurora DSQL's endpoints (``<cluster id>.dsql.<region>.on.aws``, its user guide), and the Service
Authorization Reference for the ARN.
"""

from __future__ import annotations

import re

from policywright.knowledge import texts
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex

_HOST = regex(r"(?:https?://)?([a-z0-9]+)\.dsql(?:-\w+)?\.([a-z0-9-]+)\.on\.aws\b.*")


def dsql_clusters(host: out.Value | None) -> tuple[out.Value, ...]:
    """The cluster behind an endpoint; any cluster where the code doesn't tell."""
    found = [_cluster(option) for option in (out.alternatives(host) if host is not None else (None,))]
    return tuple(dict.fromkeys(found))


def _cluster(host: out.Value | None) -> out.Value:
    parts = host.parts if isinstance(host, out.Text) else (host.value,) if isinstance(host, out.Const) else ()
    region: str | out.Hole = out.Hole(kind="region")
    name: str | out.Hole = out.Hole(kind="unknown")
    match: re.Match[str] | None = None
    if len(parts) == 1 and isinstance(parts[0], str):
        match = _HOST.fullmatch(parts[0])
    if match is not None:
        name, region = match.groups()
    elif parts and isinstance(parts[0], out.Hole) and len(parts) > 1 and str(parts[1]).startswith(".dsql"):
        name = parts[0]
    return texts.join(
        (
            "arn:",
            out.Hole(kind="partition"),
            ":dsql:",
            region,
            ":",
            out.Hole(kind="account"),
            ":cluster/",
            name,
        )
    )
