"""What evaluates expressions, as those see it who ask it or take part in it: functions, ``count``, resources.

It is ``evaluate``, which knows the ones that take part; they know no more of it than this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeAlias

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.modules import Modules
from policywright.analyzers.infrastructure.terraform.traced import Env, Handle, Instance, Scalar, Traced


class Evaluator(Protocol):
    """Evaluates the expressions of one root module and of what it calls."""

    modules: Modules
    modules_made: int
    limits: dict[str, s.Expr]

    def evaluate(self, expr: s.Expr | None, env: Env) -> Traced:
        """The value of an expression; null when there is none."""

    def over(self, what: str, expr: s.Expr) -> Traced:
        """The value of what goes past a limit, which is remembered for whoever tells of it."""

    def attribute(self, block: s.Block, name: str, env: Env) -> Traced:
        """An argument of a block; null when it is not set."""

    def expression_hole(self, expr: s.Expr, env: Env) -> Traced:
        """What can only be named by the expression itself, where that makes sense outside its place."""

    def index(self, value: Traced, key: Traced, expr: s.Expr | None, env: Env) -> Traced:
        """``value[key]``; with an unknown key any of the elements."""

    def variable(self, name: str, env: Env, expr: s.Expr | None = None) -> Traced:
        """The value of ``var.name``."""

    def handles(self, instance: Instance, block: s.Block, mode: str) -> Iterator[Handle]:
        """Every instance of a block."""

    def output(self, handle: Handle, name: str, defaults: bool) -> Traced:
        """An attribute of a resource or an output of a module; one that needs itself is unknown."""

    def elements(self, value: Traced) -> tuple[tuple[Traced, ...] | None, bool]:
        """The items of a list or set, and whether there may be more; None when it is no list."""

    def pairs(self, value: Traced) -> tuple[list[tuple[Traced, Traced]], bool]:
        """Keys and elements of a collection, and whether there may be more."""

    def with_json(self, value: Scalar, node: s.Expr, env: Env) -> Traced:
        """A computed string with the document that it is, of which nothing can be edited."""

    def env_of(self, handle: Handle, defaults: bool = False) -> Env:
        """Where the arguments of a block are evaluated."""

    def children(self, handle: Handle) -> Instance | None:
        """The instance that a module call makes; None when its source is not in the project."""


Args: TypeAlias = list[Traced]
Function: TypeAlias = Callable[[Evaluator, Args, s.Call, Env], Traced]
"""One of Terraform's functions here: of the evaluator, the arguments, the call and where it stands."""
