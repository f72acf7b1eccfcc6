"""Layers from elsewhere that call AWS by themselves, under the function's role, where no code here shows it.

AWS's own (AppConfig, Parameters and Secrets, Lambda Insights, CodeGuru's profiler, OpenTelemetry) and others:
all have it in their names. What they call depends on their configuration; of Lambda Insights it is known.
Source: https://docs.aws.amazon.com/lambda/latest/dg/extensions-api-partners.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

_LAYER = re.compile(r":layer:([^:]+)")
_RUNS_BESIDE = re.compile(r"extension|insights|otel|opentelemetry|profiler", re.IGNORECASE)
_INSIGHTS = re.compile(r"LambdaInsightsExtension")


def extensions_of(layers: Iterable[Value]) -> tuple[str, ...]:
    """The names of such layers, from their ARNs (or the parameters that give them).

    Lambda Insights isn't among them: what it needs is known (``has_insights``).
    """
    found = [name for name in _names(layers) if _RUNS_BESIDE.search(name) and not _INSIGHTS.match(name)]
    return tuple(dict.fromkeys(found))


def has_insights(layers: Iterable[Value]) -> bool:
    """Whether Lambda Insights' extension is among the layers."""
    return any(_INSIGHTS.match(name) for name in _names(layers))


def _names(layers: Iterable[Value]) -> Iterator[str]:
    for layer in layers:
        for option in alternatives(layer):
            text = _text(option)
            named = _LAYER.search(text)
            name = named[1] if named else text
            if name and not name.startswith("arn:"):
                yield name


def _text(value: Value) -> str:
    match value:
        case Const(value=str() as text):
            return text
        case Text(parts=parts):
            return "".join(_part(part) for part in parts)
    return ""


def _part(part: str | Hole) -> str:
    return part if isinstance(part, str) else f"${{{part.name or part.kind}}}"
