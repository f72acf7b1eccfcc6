"""CDK applications in Python and TypeScript: the source says from now on what its roles need.

A synthesised template says by ``aws:cdk:path`` which construct each resource is of; ``cdk_application`` finds
it in the source, ``cdk_calls`` the calls that give its role something, ``cdk_plan`` what to say instead. Here
that is written at the places of the syntax tree; every other byte stays. What can't be told for sure (loops,
helpers that serve several, constructs of libraries) is refused with its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policywright.analyzers.infrastructure.cdk.application import Application
from policywright.analyzers.infrastructure.changes import Edit, FilePatch
from policywright.analyzers.infrastructure.editing.cdk_known import Place, Places
from policywright.analyzers.infrastructure.editing.cdk_order import Order
from policywright.analyzers.infrastructure.editing.cdk_plan import adds, plan_of
from policywright.analyzers.infrastructure.editing.cdk_steps import Plan, Reduced, Renamed, Step
from policywright.analyzers.infrastructure.editing.cdk_writing import Writer
from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.records import replace


def apply_cdk(
    files: ProjectFiles, stack: Stack, name: str, edits: Sequence[Edit], beside: Sequence[Edit] = ()
) -> tuple[FilePatch, ...]:
    """Patches of the sources for edits of one synthesised template; ``beside`` are those of the others.

    Edits that can't be made are refused in a patch of the template that changes nothing.
    """
    application = Application(files, name, stack)
    writer = Writer(application, stack)
    refused: list[str] = []
    by_role: dict[str, list[Edit]] = {}
    for edit in edits:
        steps = edit.site.path
        owner = edit.role or (str(steps[1]) if len(steps) > 1 and steps[0] == "Resources" else "")
        by_role.setdefault(owner, []).append(edit)
    places, order = Places(stack), Order(application, stack)

    def planned(role: str, own: Sequence[Edit]) -> Plan:
        return plan_of(application, stack, role, own, beside, places, order)

    plans = {role: planned(role, own) for role, own in by_role.items()}
    while unlike := _unlike(plans, places) or _unwritten(plans, writer):
        places.apart |= unlike
        plans = {role: planned(role, own) for role, own in by_role.items()}
    for role, plan in plans.items():
        lines = plan.refused
        if (why := writer.write(plan.steps)) and _apart(writer, plan.steps, lines):
            why = ""
        if why:
            # What is added all the same may not hang on what is taken away.
            added = planned(role, _anew(by_role[role]))
            lines = [f"{why}; nothing is taken away", *lines, *added.refused]
            if more := writer.write(added.steps):
                lines.append(f"nothing is changed: {more}")
        refused.extend(f"{name}: {role}: {line}" for line in dict.fromkeys(lines))
    patches = writer.patches(refused)
    if refused:
        text = files.text(name) or ""
        patches.append(FilePatch(file=name, before=text, after=text, refused=tuple(refused)))
    return tuple(patches)


def _anew(edits: Sequence[Edit]) -> list[Edit]:
    """What nothing grants today: not what would take the place of something that stays."""
    found = (
        replace(edit, statements=tuple(new for new in edit.statements if new.anew))
        for edit in edits
        if adds(edit)
    )
    return [edit for edit in found if edit.statements]


def _shared(plan: Plan) -> dict[Place, tuple[object, ...]]:
    """What a plan does at places that serve several roles, in a form that compares."""
    found: dict[Place, tuple[object, ...]] = {}
    for step in plan.steps:
        if isinstance(step, (Renamed, Reduced)) and step.granting.runs > 1:
            named = (step.method, *step.more) if isinstance(step, Renamed) else ()
            said = tuple(one.name for one in named) if isinstance(step, Renamed) else step.said
            at = step.granting.source.name, step.granting.start
            found[at] = (*found.get(at, ()), type(step).__name__, said)
    return found


def _unlike(plans: Mapping[str, Plan], places: Places) -> set[Place]:
    """Places that serve several roles, which do not all ask for the same."""
    asked = {role: _shared(plan) for role, plan in plans.items()}
    every = {at for one in asked.values() for at in one}
    return {at for at in every if len({asked.get(role, {}).get(at) for role in places.roles(at)}) != 1}


def _unwritten(plans: Mapping[str, Plan], writer: Writer) -> set[Place]:
    """Places that serve several roles, where what is done for one of these can't be written."""
    return {
        at for plan in plans.values() if (own := _shared(plan)) and writer.fails(plan.steps) for at in own
    }


def _apart(writer: Writer, steps: Sequence[Step], lines: list[str]) -> bool:
    """Takes away what can be taken away, where something else can't; False where that is not what is wrong.

    What only goes may stay: nothing else hangs on it.
    """
    going = [one for one in steps if isinstance(one, Reduced) and not one.actions]
    if not going or writer.write([one for one in steps if one not in going]):
        return False
    for one in going:
        if why := writer.write([one]):
            lines.append(f"{why}: {one.granting.said} stays ({one.granting.place})")
    return True
