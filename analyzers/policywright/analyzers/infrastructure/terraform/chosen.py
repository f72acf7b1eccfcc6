"""What conditions and maps choose for the variables of a root module's functions, and what chooses it.

``local.buckets[var.stage]`` is one of two names: what is granted anew says it so, and no stage is granted
what is another one's. Not where another variable names one of them, or something else chooses among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policywright.analyzers.infrastructure.choosing import are_names, sure
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.traced import Env, Handle, plain
from policywright.knowledge.values import Const, alternatives

_FUNCTION = "aws_lambda_function"
_IN_ONE_PLACE = re.compile(r"\b(?:each|count|self|path)\.")
_MAX_LENGTH = 80
"""What is longer than that is written in no ARN."""


def choices_of(evaluator: Evaluator, handles: Iterable[Handle]) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Texts among which the root module chooses, and the expression that is one of them."""
    found: dict[tuple[tuple[str, ...], str], None] = {}
    plainly: set[str] = set()
    for expression, env in _variables(evaluator, handles):
        options = _options(evaluator, expression, env)
        texts = tuple(sorted({one for one in options if isinstance(one, str) and one}))
        if len(texts) == len(options) == 1:
            plainly.update(texts)
        elif len(texts) == len(options) and are_names(texts):
            found[texts, evaluator.modules.slice(expression)] = None
    return tuple(
        (texts, written)
        for texts, written in sure([*found], plainly, lambda one: one[0])
        if len(written) <= _MAX_LENGTH and not _IN_ONE_PLACE.search(written)
    )


def _options(evaluator: Evaluator, expression: s.Expr, env: Env) -> list[object]:
    value = plain(evaluator.evaluate(expression, env))
    return [one.value if isinstance(one, Const) else None for one in alternatives(value)]


def _variables(evaluator: Evaluator, handles: Iterable[Handle]) -> Iterator[tuple[s.Expr, Env]]:
    for handle in handles:
        if handle.mode != "managed" or handle.type != _FUNCTION or handle.instance.parent is not None:
            continue
        for block in handle.block.nested("environment"):
            variables = block.value("variables")
            if isinstance(variables, s.Object):
                for _, expression in variables.items:
                    yield expression, evaluator.env_of(handle)


__all__ = ["choices_of"]
