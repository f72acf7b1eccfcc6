"""What a payload template of Amazon States Language passes: constants, and unknowns of the execution.

JSONPath (``"Key.$": "$.x"``) and JSONata (``"{% $x %}"``) are told apart by their form, as a state may
choose its own language. ``States.Format`` and JSONata's ``&`` keep their constant parts: ``"{% 'in/' & $key
%}"`` is ``in/`` and a hole.

Sources: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html,
https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html,
https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
"""

from __future__ import annotations

import re

from policywright.analyzers.infrastructure.states.patterns import UNKNOWN, plain, restored
from policywright.knowledge.values import Hole, Items, OneOf, Struct, Unknown, Value

EXECUTION = Unknown("execution")
"""A value that the input or an earlier state of an execution gives."""

_JSONATA = re.compile(r"\s*\{%(.*)%\}\s*", re.DOTALL)
_TERM = re.compile(
    r"""\s*(?: '((?:[^'\\]|\\.)*)' | "((?:[^"\\]|\\.)*)"
        | ((?: \$\w* (?:\([^()'"]*\))? | \w+ ) (?: \. \$?\w+ (?:\([^()'"]*\))? | \[[^\[\]'"]*\] )* )
        )\s*""",
    re.VERBOSE,
)
_PATH = re.compile(r"\$\$?[.\[]")
_FORMAT = re.compile(r"\s*States\.Format\(\s*'((?:[^'\\]|\\.)*)'\s*(?:,(.*))?\)\s*", re.DOTALL)
_PLACE = re.compile(r"\\(.)|\{\}", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def evaluate(value: Value) -> Value:
    """The value that is passed; members of a mapping lose their ``.$``."""
    match value:
        case Struct(fields=fields, open=is_open, maybe=maybe):
            passed = [_member(name, inner) for name, inner in fields]
            return Struct(tuple(passed), is_open, frozenset(name.removesuffix(".$") for name in maybe))
        case Items(values=values, open=is_open):
            return Items(tuple(evaluate(item) for item in values), is_open)
        case OneOf(options=options):
            return OneOf(tuple(evaluate(option) for option in options))
    text = plain(value)
    if text is not None and _PATH.match(text[0]):
        # Nothing is called so: the ``.$`` after its member's name was forgotten.
        return EXECUTION
    found = _JSONATA.fullmatch(text[0]) if text is not None else None
    return _jsonata(found[1], text[1]) if text is not None and found is not None else value


def _member(name: str, value: Value) -> tuple[str, Value]:
    if not name.endswith(".$"):
        return name, evaluate(value)
    text = plain(value)
    found = _FORMAT.fullmatch(text[0]) if text is not None else None
    result = _formatted(found, text[1]) if text is not None and found is not None else EXECUTION
    return name.removesuffix(".$"), result


def _formatted(found: re.Match[str], holes: list[Hole]) -> Value:
    """``States.Format('a/{}/b', $.x)``: each ``{}`` is a hole."""
    holes = [*holes, UNKNOWN]
    mark = chr(0xF0000 + len(holes) - 1)
    return restored(_PLACE.sub(lambda match: match[1] or mark, found[1]), holes)


def _jsonata(expression: str, holes: list[Hole]) -> Value:
    """A chain of ``&`` with at least one string literal; anything else is the execution's."""
    holes = [*holes, UNKNOWN]
    mark = chr(0xF0000 + len(holes) - 1)
    pieces: list[str] = []
    constant = False
    position = 0
    while True:
        term = _TERM.match(expression, position)
        if term is None:
            return EXECUTION
        literal = term[1] if term[1] is not None else term[2]
        constant |= literal is not None
        pieces.append(mark if literal is None else _ESCAPE.sub(r"\1", literal))
        position = term.end()
        if position == len(expression):
            break
        if expression[position] != "&":
            return EXECUTION
        position += 1
    return restored("".join(pieces), holes) if constant else EXECUTION


def parameters(state: Struct) -> Struct:
    """What a task passes: ``Arguments`` or ``Parameters``; without them the whole input."""
    found = state.get("Arguments")
    if found is None:
        found = state.get("Parameters")
    passed = evaluate(found) if found is not None else None
    return passed if isinstance(passed, Struct) else Struct((), open=True)
