"""What is known of a call of CloudFormation's handlers where no property speaks of it.

``deployments`` has decided all calls of a type by rows and names; ``known_otherwise`` looks once more at
those of which it could only say that they may be made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from policywright.knowledge.generator.words import words

MAKES = (
    "Create", "Register", "Run", "Put", "Allocate", "Import", "Request", "Add", "Associate", "Attach", "Set",
    "Publish", "Enable", "Start", "Update", "Modify", "Provision", "Subscribe", "Upload",
)  # fmt: skip
LISTED = "its handler lists it, and no property speaks of it"
ASKS = "its handler asks"
HELD = "something else holds on to it"
BACK = "a change or a failure takes something back"

Decision: TypeAlias = "tuple[str, tuple[str, ...], str, str, bool]"
"""Phases, properties, circumstance and source of a call, and whether that is sure."""


def known_otherwise(
    decided: list[tuple[str, Decision]], does_it: Callable[[str], bool], needed: dict[str, dict[str, int]]
) -> Iterator[tuple[str, Decision]]:
    """The same; some of what may be made is made for every resource: a guess still, yet a better one.

    It is if AWS's reference says (``needed``, by action) that what the type's own service is surely called
    for (``does_it``) depends on it; or if it takes back what every resource was given. Not so of roles:
    which, and what it may do, is more than a guess may grant.
    """
    surely = {
        (call, letter)
        for call, (phases, when, optional, *_) in decided
        if not when and not optional
        for letter in phases
    }
    depended = {(one, letter) for call, letter in surely if does_it(call) for one in needed.get(call, ())}
    given: dict[tuple[str, str], str] = {}
    for call, letter in sorted(surely):
        if call.partition(":")[2].startswith(MAKES):
            given[_about(call)] = f"{given.get(_about(call), '')}{letter}"
    for call, (phases, when, optional, source, sure) in decided:
        # What a row says has a source.
        if not source and optional in (LISTED, ASKS, HELD, BACK) and not call.startswith("iam:"):
            made = given.get(_about(call), "")
            taken = (optional == HELD and made) or (optional == BACK and set(made) == {"u"})
            # Where it depends in one phase, the handlers of the others list it for the same reason.
            if taken or (optional != BACK and any((call, one) in depended for one in phases)):
                yield call, (phases, (), "", source, False)
                continue
        yield call, (phases, when, optional, source, sure)


def _about(call: str) -> tuple[str, str]:
    """What a call is about: the ``PolicyVersion`` of ``iot:DeletePolicyVersion``."""
    prefix, _, name = call.partition(":")
    return prefix, "".join(words(name)[1:])
