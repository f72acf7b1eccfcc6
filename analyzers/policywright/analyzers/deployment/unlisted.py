"""What handlers of CloudFormation list and nobody can grant: names that are not in AWS's service reference.

Some are operations that other actions allow, which are among the handlers' actions as well; the rest is said,
in one line of an identity's notes.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.deployment.model import Deployment
from policywright.analyzers.deployment.selecting import brought_about
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.deployments import Handlers
from policywright.knowledge.rules import Tri
from policywright.knowledge.values import Request, Struct

_SHOWN = 8


def said_of(deployment: Deployment, authorizer: Authorizer) -> Iterator[str]:
    """At most one line."""
    found: dict[str, None] = {}
    for made in deployment.made:
        if made.handlers is None:
            continue
        for name, when in made.handlers.unlisted:
            _, about = brought_about(when, made, made.handlers)
            if about is not Tri.NO and not _is_allowed(name, made.handlers, authorizer):
                found[f"{name} ({made.type})"] = None
    names = [*found]
    if names:
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield (
            f"{deployment.name}: handlers list what is not known to the catalog, or too wide a pattern; "
            f"it is not granted: {', '.join(names[:_SHOWN])}{more}"
        )


def _is_allowed(name: str, handlers: Handlers, authorizer: Authorizer) -> bool:
    """It is an operation whose actions the handlers list, too."""
    prefix, _, operation = name.partition(":")
    listed = {call.lower() for step in handlers.steps for call in step.calls}
    for known in authorizer.operations.authorized_by(prefix, operation):
        request = Request(service=known.service, operation=operation, parameters=Struct(()))
        needs = authorizer.authorize(request).needs
        if needs and all(need.action.lower() in listed for need in needs):
            return True
    return False
