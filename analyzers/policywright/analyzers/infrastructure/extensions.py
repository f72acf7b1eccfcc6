"""Layers from elsewhere that call AWS by themselves, under the function's role, where no code here shows it.

``layers.toml`` says which do and which don't; one of another account that it doesn't know may. What they call
depends on their configuration; of Lambda Insights it is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

_LAYER = regex(r":layer:([^:]+)")
_OF_AN_ACCOUNT = regex(r"^arn:[^:]*:lambda:[^:]*:\d{12}:layer:[\w-]+(?::|$)")
_RUNS_BESIDE = regex(r"extension|insights|otel|opentelemetry|profiler", 2)
_INSIGHTS = regex(r"LambdaInsightsExtension")


def extensions_of(layers: Iterable[Value]) -> tuple[str, ...]:
    """The names of such layers, from their ARNs (or the parameters that give them).

    Lambda Insights isn't among them: what it needs is known (``has_insights``).
    """
    return tuple(dict.fromkeys(name for name, text in _names(layers) if _calls(name, text)))


def has_insights(layers: Iterable[Value]) -> bool:
    """Whether Lambda Insights' extension is among the layers."""
    return any(_INSIGHTS.match(name) for name, _ in _names(layers))


def of_macros(names: Iterable[str]) -> tuple[str, ...]:
    """Macros of a template that may put layers on its functions: all but AWS's own."""
    return tuple(f"of the macro {name}" for name in dict.fromkeys(names) if not name.startswith("AWS::"))


def of_plugins(names: Iterable[str]) -> tuple[str, ...]:
    """Plugins of the Serverless Framework that put such layers on all functions."""
    known = _content()["plugins"]
    return tuple(f"of the plugin {name}" for name in dict.fromkeys(names) if name in known)


def _calls(name: str, text: str) -> bool:
    known = _content()
    if name.lower().startswith(tuple(row["name"].lower() for row in known["calls"])):
        return True
    if any(_begins(name, one) for one in known["quiet"]):
        return False
    return _RUNS_BESIDE.search(name) is not None or _OF_AN_ACCOUNT.match(text) is not None


def _begins(name: str, known: str) -> bool:
    """A layer's name begins with a known one; of a plain word (``git``) it has to be the whole word."""
    rest = name[len(known) :]
    begins = name.lower().startswith(known.lower())
    return begins and not (known.islower() and known.isalpha() and rest[:1].isalpha())


@cache
def _content() -> dict[str, Any]:
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files(__package__).joinpath("layers.toml").read_text("utf-8"))


def _names(layers: Iterable[Value]) -> Iterator[tuple[str, str]]:
    """The name of each layer, with all that is written of it."""
    for layer in layers:
        for option in alternatives(layer):
            text = _text(option)
            named = _LAYER.search(text)
            name = named[1] if named else text
            if name and not name.startswith("arn:"):
                yield name, text


def _text(value: Value) -> str:
    match value:
        case Const(value=str() as text):
            return text
        case Text(parts=parts):
            return "".join(_part(part) for part in parts)
    return ""


def _part(part: str | Hole) -> str:
    return part if isinstance(part, str) else f"${{{part.name or part.kind}}}"
