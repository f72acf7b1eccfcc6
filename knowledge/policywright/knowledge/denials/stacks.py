"""What CloudFormation was doing when it was refused: an event of a stack, in whatever form a tool prints it.

A line of events (``CREATE_FAILED ... AWS::SQS::Queue ...``), the fields of Amplify's summary, or the object
that ``describe-stack-events`` answers with. Type and status tell the call, unless it was another service's.
"""

from __future__ import annotations

import re

from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.nearby import Surroundings
from policywright.knowledge.denials.normalise import BORDER

_TYPE = r"AWS::(?P<svc>\w{2,40})::(?P<thing>\w{2,60})"
_EVENT = re.compile(
    rf"\b(?P<verb>CREATE|UPDATE|DELETE)_FAILED\b[^\n]{{0,160}}?\b{_TYPE}"
    rf"|\({_TYPE.replace('svc', 'svc2').replace('thing', 'thing2')}\)\s{{1,9}}Event Type:\s{{1,9}}"
    r"(?P<verb2>create|update|delete)"
    rf"|\bResourceType\"?:\s{{0,9}}\"?{_TYPE.replace('svc', 'svc3').replace('thing', 'thing3')}"
    r"[^{}]{0,300}?\bResourceStatus\"?:\s{0,9}\"?(?P<verb3>CREATE|UPDATE|DELETE)_FAILED"
)
_ANOTHER = re.compile(r"\b(?:CREATE|UPDATE|DELETE|ROLLBACK)_(?:FAILED|COMPLETE|IN_PROGRESS)\b|\bEvent Type:")
_REACH = 900
"""How far in front of an answer its event may begin."""
_PARAGRAPH = re.compile(rf"\n[ \t]*\n|{BORDER}")
_MAKES = ("Create", "Register", "Run", "Put", "Request", "Add")
"""How operations that make something begin."""
_PHASES = {"CREATE": "c", "UPDATE": "u", "DELETE": "d"}


def call_of_event(
    around: Surroundings, start: int, facts: Facts
) -> tuple[str, str | None, tuple[str, ...]] | None:
    """Service, operation and actions of the event that the answer at ``start`` is the reason of."""
    event = around.last(_EVENT, max(0, start - _REACH), start)
    if event is None:
        return None
    between = around.text[event.end() : start]
    if _ANOTHER.search(between) is not None or _PARAGRAPH.search(between) is not None:
        return None
    label = event["svc"] or event["svc2"] or event["svc3"]
    thing = event["thing"] or event["thing2"] or event["thing3"]
    verb = (event["verb"] or event["verb2"] or event["verb3"]).upper()
    service = facts.service_named(label)
    if service is None:
        return None
    known = facts.operations_on(service, thing.lower())
    verbs = _MAKES if verb == "CREATE" else (verb.capitalize(),)
    operation = next((known[name] for name in verbs if name in known), None)
    if operation is not None:
        return service, operation, facts.actions_of(service, operation)
    actions = facts.cloudformation_calls(f"AWS::{label}::{thing}", _PHASES[verb])
    return (service, None, actions) if actions else None
