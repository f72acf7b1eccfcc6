"""What a function of Terraform is here: a Python function of the evaluator, the arguments and the call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.instances import Env
from policywright.analyzers.infrastructure.terraform.traced import Traced

if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.terraform.evaluate import Evaluator

Args: TypeAlias = list[Traced]
Function: TypeAlias = "Callable[[Evaluator, Args, s.Call, Env], Traced]"
