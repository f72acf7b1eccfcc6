"""Policies that a call of a known module attaches by their ARNs: ``policies``, or ``policy`` alone.

The module asks for the number of ``policies`` as well, since Terraform has to know it before it plans. What
it attaches is switched on by an argument of its own, which goes with the last of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from policywright.analyzers.infrastructure.editing.hcl_changes import HclChanges
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.registry import modelled

_SWITCHES = {"policy": "attach_policy", "policies": "attach_policies"}
_NUMBER = "number_of_policies"


def argument_of(way: Sequence[s.Node]) -> s.Attribute | None:
    """The argument of a module's call that attaches what is at the end of a way."""
    block = way[0]
    if not isinstance(block, s.Block) or block.type != "module" or modelled(block) is None:
        return None
    return next(
        (one for one in block.attributes if one.name in _SWITCHES and one.value in (way[-1], way[-2])), None
    )


def detach(changes: HclChanges, block: s.Block, argument: s.Attribute) -> None:
    """Says how many are left once some are dropped, or takes the argument away with the last one."""
    items = argument.value.items if isinstance(argument.value, s.Tuple) else ()
    left = [one for one in items if id(one) not in changes.dropped]
    number = block.attribute(_NUMBER)
    if not left:
        gone = (argument, block.attribute(_SWITCHES[argument.name]), number)
        changes.dropped.update(id(one) for one in gone if one is not None)
        changes.dropped.difference_update(map(id, (argument.value, *items)))
    elif number is not None:
        if not isinstance(number.value, s.Literal) or number.value.value != len(items):
            raise Refused(f"{_NUMBER} does not say how many there are")
        changes.replaced[id(number.value)] = str(len(left))


__all__ = ["argument_of", "detach"]
