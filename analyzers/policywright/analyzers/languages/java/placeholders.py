"""What containers put for a text with ``${property:default}`` and ``#{expression}``.

Placeholders nest, in defaults and in names. Sources:
https://docs.spring.io/spring-framework/reference/core/beans/annotation-config/value-annotations.html,
https://docs.spring.io/spring-framework/reference/core/expressions.html,
https://smallrye.io/smallrye-config/Main/config/expressions/,
https://docs.micronaut.io/latest/guide/#valueAnnotation.
"""

from __future__ import annotations

from policywright.analyzers.engine.values import (
    NONE,
    Known,
    Text,
    Unknown,
    Value,
    concat_all,
    constant,
    join,
    join_all,
    make_text,
    options,
    with_fallback,
)
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex

_OPENING = regex(r"[$#]\{")
_TOKEN = regex(r"[{}]")
_TOKEN_OR_QUOTED = regex(r"[{}]|'[^']*'|\"[^\"]*\"")
_VARIABLE = regex(r"(?:systemEnvironment|environment)(?:\[\s*['\"](\w+)['\"]\s*\]|\.(\w+))$")
"""How Spring's expressions name a variable: ``#{systemEnvironment['TABLE']}``."""
_VARIABLES_NAME = regex(r"[A-Z][A-Z0-9_]*\Z")


def filled(value: Value) -> Value:
    """A text with its placeholders as holes, or as what they are by default."""
    return join_all(_option(option) for option in options(value))


def _option(value: Value) -> Value:
    if isinstance(value, Text) and any(isinstance(part, str) and "{" in part for part in value.parts):
        # What the placeholder is about is in another part.
        return Unknown("property")
    written = constant(value)
    return value if written is None else _text(written)


def _text(written: str) -> Value:
    parts: list[Value] = []
    last = 0
    while (opening := _OPENING.search(written, last)) is not None:
        parts.append(_literal(written[last : opening.start()]))
        expression = written[opening.start()] == "#"
        end = _closing(written, opening.end(), expression)
        if end is None:
            parts.append(_hole("unknown", None))
            last = len(written)
            break
        inner = written[opening.end() : end]
        parts.append(_expression(inner) if expression else _property(inner))
        last = end + 1
    parts.append(_literal(written[last:]))
    some = [part for part in parts if part != Known("")]
    return some[0] if len(some) == 1 else concat_all(map(_in_a_text, some))


def _literal(text: str) -> Value:
    """A brace that closes nothing is of something that is not understood."""
    return _hole("unknown", None) if "}" in text else Known(text)


def _in_a_text(value: Value) -> Value:
    """Spring's expressions add nothing to a text where they are null."""
    return join_all(Known("") if option == NONE else option for option in options(value))


def _closing(text: str, start: int, expression: bool) -> int | None:
    """Where the brace is that closes the one before ``start``; texts of expressions may have any."""
    depth = 1
    for token in (_TOKEN_OR_QUOTED if expression else _TOKEN).finditer(text, start):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if not depth:
            return token.start()
    return None


def _expression(written: str) -> Value:
    written = written.strip()
    if written == "null":
        return NONE
    said = _VARIABLE.match(written)
    return _hole("env", said[1] or said[2]) if said is not None else _hole("unknown", written)


def _property(written: str) -> Value:
    name, default = _parted(written)
    if "{" in name or "}" in name:
        # Which one it is depends on others, or is not understood; it may be any.
        return _hole("unknown", name)
    variable = _VARIABLES_NAME.match(name) is not None
    value = _hole("env" if variable else "parameter", name)
    if default is None:
        return value
    given = _text(default)
    if constant(given) is None:
        return join(value, given)
    # A property that nothing here sets may be anything, what is written included.
    return with_fallback(value, given) if variable else value


def _parted(written: str) -> tuple[str, str | None]:
    """The name and the default, which Micronaut has in backticks where it has colons."""
    depth = 0
    for at, one in enumerate(written):
        depth += (one == "{") - (one == "}")
        if one == ":" and not depth:
            default = written[at + 1 :]
            quoted = len(default) > 1 and default[0] == default[-1] == "`"
            return written[:at].strip(), default[1:-1] if quoted else default
    return written.strip(), None


def _hole(kind: out.HoleKind, name: str | None) -> Value:
    return make_text((out.Hole(kind=kind, name=name),))
