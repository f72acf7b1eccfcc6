"""Layers from elsewhere that call AWS by themselves, under the function's role, where no code here shows it.

``layers.toml`` says which do and which don't; one that it doesn't know, or that can't be told, may. What they
call depends on their configuration; of Lambda Insights it is known.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cache
from typing import Any

from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

_LAYER = regex(r":layer:([^:]+)")
_OF_THE_OWN_ACCOUNT = regex(r"^arn:[^:]*:lambda:[^:]*:\$\{account\}:layer:[\w-]+(?::|$)")
_RUNS_BESIDE = regex(r"extension|insights|otel|opentelemetry|profiler", 2)
_INSIGHTS = regex(r"LambdaInsightsExtension")
_UNTOLD = "that can't be told"


def extensions_of(layers: Iterable[Value], own: Container[str] = ()) -> tuple[str, ...]:
    """The names of such layers, from their ARNs (or what gives these).

    ``own`` are the names of the stack's own layers, as references have them: these hold the project's code.
    Lambda Insights isn't among them: what it needs is known (``has_insights``).
    """
    foreign = (one for layer in layers for one in alternatives(layer) if not _is_own(one, own))
    told = ((_name(one), _text(one)) for one in foreign)
    return tuple(dict.fromkeys(name for name, text in told if name is not None and _calls(name, text)))


def runs_beside(name: str) -> bool:
    """Whether a layer is one of an extension, by what it is called."""
    return _RUNS_BESIDE.search(name) is not None


def has_insights(layers: Iterable[Value]) -> bool:
    """Whether Lambda Insights' extension is among the layers."""
    return any(_INSIGHTS.match(_name(one) or "") for layer in layers for one in alternatives(layer))


def is_quiet_wrapper(path: str) -> bool:
    """Whether a wrapper before the runtime is that of a layer that calls nothing by itself."""
    return path in _content()["wrappers"]


def is_quiet_preload(name: str) -> bool:
    """Whether what a runtime is told to load before the code calls nothing by itself."""
    return name.endswith(tuple(_content()["preloads"]))


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
    # What one of the own account holds is judged where it is imported.
    return _RUNS_BESIDE.search(name) is not None or _OF_THE_OWN_ACCOUNT.match(text) is None


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


def _is_own(layer: Value, own: Container[str]) -> bool:
    parts = layer.parts if isinstance(layer, Text) else ()
    return any(isinstance(part, Hole) and part.kind == "reference" and part.name in own for part in parts)


def _name(layer: Value) -> str | None:
    """The name in a layer's ARN; what else tells of it, where there is none; None for no layer at all."""
    text = _text(layer)
    named = _LAYER.search(text)
    if named is not None:
        return named[1]
    is_none = layer in (Const(""), Const(None)) or (isinstance(layer, Const) and text.startswith("arn:"))
    return None if is_none else text or _UNTOLD


def _text(value: Value) -> str:
    match value:
        case Const(value=str() as text):
            return text
        case Text(parts=parts):
            return "".join(_part(part) for part in parts)
    return ""


def _part(part: str | Hole) -> str:
    return part if isinstance(part, str) else f"${{{part.name or part.kind}}}"
