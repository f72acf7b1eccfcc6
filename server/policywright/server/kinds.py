"""The kinds of policies that ``validate`` tells apart.

The same as ``policywright.knowledge.policy.lint_subject.PolicyKind``, spelt out so that the command line need
not load it; the type checker sees to it that they stay the same.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

Kind: TypeAlias = Literal["identity", "resource", "trust", "boundary", "session", "scp", "rcp", "vpce"]

KINDS: tuple[Kind, ...] = get_args(Kind)
