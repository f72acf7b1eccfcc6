"""What has to be there when a workload is made: what its role is granted, where AWS tries that then.

Lambda makes no function with a dead letter queue, or in a network, whose role may not send there or make a
network interface; nor a mapping whose function may not poll the source. No template says so, but a policy
that refers to what is made after the function is made too late for it: no deployment succeeds.

``Ordering`` and ``Order`` say what a template makes after what by its references; this adds to that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policywright.analyzers.infrastructure.model import Role, Site, Stack

After = Callable[[str], frozenset[str]]
"""What is made after a block or resource by its references, itself among it."""


def early(stack: Stack, role: Role) -> Iterator[str]:
    """The ids of the workloads that are made only if the role grants what they need."""
    for one in stack.workloads:
        if role.id in (one.role, *one.other_roles) and any(
            need.early and need.optional is None for need in one.needs
        ):
            yield one.id


def waited_for(
    stack: Stack, home: Callable[[Site], str], place: Callable[[str], str], after: After
) -> Iterator[tuple[str, str]]:
    """Pairs of what a role's policies are written in and a workload that is to be made after it.

    ``home`` is the block or resource that a site is in and ``place`` the one that an id is of; "" where that
    is no part of what is edited. What is made after the workload anyway is none that it could wait for.
    """
    for role in stack.roles:
        for workload in filter(None, map(place, early(stack, role))):
            later = after(workload)
            if place(role.id) in later:
                continue
            for policy in role.policies:
                whole = () if policy.site is None else (policy.site,)
                homes = set(filter(None, map(home, (*whole, *policy.written))))
                if not homes & later:
                    yield from ((one, workload) for one in homes)


__all__ = ["After", "early", "waited_for"]
