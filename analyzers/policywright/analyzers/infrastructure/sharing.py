"""Policies that several roles of one stack have: what is taken from one is taken from all.

A statement of such a policy goes when no role needs it, and loses the actions that none needs; its resources
stay, since each role may need others. A whole policy that one place attaches several times goes when it goes
everywhere. ``comparison`` says what each role needs of it; here they are put together, and each role is told
what the others need.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from policywright.analyzers.infrastructure.model import HeldPolicy, Role, Site
from policywright.analyzers.infrastructure.needs import Others, RoleNeeds
from policywright.analyzers.infrastructure.role_diff import RoleDiff
from policywright.knowledge.records import replace

Compare = Callable[[RoleNeeds], RoleDiff]
_MOST_ROUNDS = 8
"""What stays for one policy may let another one stay; each round fixes one more, or is the last."""


def together(needs: Sequence[RoleNeeds], compare: Compare) -> list[RoleNeeds]:
    """The needs, each with what the others of its stack need of the policies that they share."""
    found = list(needs)
    for numbers in _by_stack(needs):
        several = [found[number] for number in numbers]
        if _share(several):
            told = _attached(_told(several, compare), compare)
            for number, one in zip(numbers, told, strict=True):
                found[number] = one
    return found


def _by_stack(needs: Sequence[RoleNeeds]) -> Iterator[list[int]]:
    groups: dict[int, list[int]] = {}
    for number, one in enumerate(needs):
        if one.role is not None and not one.stack.callers:
            groups.setdefault(id(one.stack), []).append(number)
    yield from groups.values()


def _share(several: Sequence[RoleNeeds]) -> bool:
    """Whether a role has a policy that another one of the stack has, too, or one place gives several."""
    everywhere = Counter(policy.site for role in several[0].stack.roles for policy in role.policies)
    return any(
        policy.shared_by or (policy.site is not None and everywhere[policy.site] > 1)
        for one in several
        for policy in _policies(one)
    )


# --- statements ---


def _told(several: Sequence[RoleNeeds], compare: Compare) -> list[RoleNeeds]:
    """Each with the actions that the others need of statements which they have, too."""
    diffs = [compare(one) for one in several]
    uses = [dict(diff.uses) for diff in diffs]
    found: list[RoleNeeds] = []
    for number, one in enumerate(several):
        others: list[Others] = []
        for policy in _policies(one):
            for statement in policy.statements:
                site, ids = statement.site, policy.sharers(statement)
                users = [
                    index
                    for index, other in enumerate(several)
                    if other.role is not None and other.role.id in ids
                ]
                if site is None or not ids or len(users) < len(ids):
                    # What another role needs of it is not known.
                    continue
                mine, of_users = uses[number].get(site), {index: uses[index].get(site) for index in users}
                if mine is None or any(
                    use is None or use.written != mine.written for use in of_users.values()
                ):
                    continue
                needing = [
                    (several[index].id, use.needed)
                    for index, use in of_users.items()
                    if use is not None and use.needed and index != number
                ]
                actions = tuple(sorted({action for _, needed in needing for action in needed}))
                who = tuple(name for name, _ in needing)
                others.append(Others(site=site, actions=actions, who=who, writes=users[0] == number))
        found.append(replace(one, others=tuple(others)) if others or one.others else one)
    return found


def _policies(needs: RoleNeeds) -> tuple[HeldPolicy, ...]:
    return needs.role.policies if needs.role is not None else ()


# --- what one place attaches several times ---


def _attached(several: list[RoleNeeds], compare: Compare) -> list[RoleNeeds]:
    """Policies that would go for some of those whom one place gives them stay for all."""
    places = _places(several)
    for _ in range(_MOST_ROUNDS if places else 0):
        gone: dict[Site, int] = {}
        for one in several:
            for edit in compare(one).edits:
                if edit.kind in ("delete", "replace") and edit.site in places:
                    gone[edit.site] = gone.get(edit.site, 0) + 1
        wrong = {site for site, count in gone.items() if count < places[site]}
        if not wrong:
            break
        several = [replace(one, role=_fixed(one.role, wrong)) for one in several]
    return several


def _places(several: Sequence[RoleNeeds]) -> dict[Site, int]:
    """How many policies of roles each place stands for, where it is more than one.

    A role that nobody needs anything of counts as well: it is not compared, and loses nothing.
    """
    stack = several[0].stack
    found: dict[Site, int] = {}
    for role in stack.roles:
        for policy in role.policies:
            if policy.site is not None and all(one.site is None for one in policy.statements):
                found[policy.site] = found.get(policy.site, 0) + 1
    return {site: count for site, count in found.items() if count > 1}


def _fixed(role: Role | None, places: set[Site]) -> Role | None:
    if role is None:
        return None
    why = "{} stays: what attaches it attaches something that stays, too"
    return replace(
        role,
        policies=tuple(
            replace(one, fixed=why.format(one.name)) if one.site in places and one.fixed is None else one
            for one in role.policies
        ),
    )
