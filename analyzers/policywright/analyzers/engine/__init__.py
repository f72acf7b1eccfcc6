"""The abstract interpreter: whole-program, on demand, context-sensitive, for every language.

``values`` and ``heap`` hold what is known, ``walking`` and ``interpreter`` go over the IR, ``objects`` knows
attributes, calls and classes, ``solver`` evaluates what is due, ``roots`` chooses where to start,
``parameters`` turns engine values into what the authorization layer reads. What a language adds (its
builtins, its SDK) comes through ``language.Semantics``.
"""

from __future__ import annotations


def shuffle(seed: int | None) -> None:
    """Has engines that are made from now on take their work in an order that the seed decides; None restores
    the usual one. The findings are the same; tests see to it."""
    from policywright.analyzers.engine import solver

    solver.shuffle(seed)
