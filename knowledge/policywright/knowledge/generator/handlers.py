"""What CloudFormation's handlers name beside the operation that makes, changes or deletes a resource.

A handler's permissions are those of everything that it does: other operations of the service, which it calls
itself, and what the service does in others with its caller's permissions. The former are no dependent actions
and are left out; the latter AWS's reference often does not list. Terraform's provider tells in part which:
it makes the same resource with the same operation, and does not call what the service does. Neither says
under which circumstance: such a pair is never granted, but may be needed (``dependents.py``).
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from policywright.knowledge.generator.deployments import main_service
from policywright.knowledge.generator.facts_source import FACTS

_VERBS = {
    "c": (
        "create", "register", "import", "allocate", "request", "run", "put", "add", "generate", "publish",
        "associate", "attach", "enable", "start",
    ),
    "u": ("update", "modify", "put", "change"),
    "d": ("delete", "deregister", "terminate", "release", "remove", "disassociate", "detach", "disable"),
}  # fmt: skip
"""By phase, how an operation begins that does it; the first that a handler has is meant."""


@cache
def named_by_handlers() -> dict[str, dict[str, str]]:
    """Action -> another action that a handler has beside it -> the type; of its own service only what is no
    call by itself is told apart by who asks."""
    types: dict[str, Any] = json.loads((FACTS / "cloudformation.json").read_text("utf-8"))["types"]
    found: dict[str, dict[str, str]] = {}
    for type, facts in types.items():
        phases = {
            f"{prefix}:{name}": letters
            for prefix, names in facts.get("actions", {}).items()
            for name, letters in names.items()
        }
        main = main_service(type, phases)
        for phase, verbs in _VERBS.items():
            beside = [one for one, letters in phases.items() if phase in letters]
            for action in _doing(type, main, verbs, beside):
                for one in beside:
                    if one != action:
                        found.setdefault(action, {}).setdefault(one, type)
    return found


@cache
def made_by_terraform() -> dict[str, set[str]]:
    """Operation of a client -> what Terraform's provider calls for the types that it calls it for."""
    types: dict[str, Any] = json.loads((FACTS / "terraform.json").read_text("utf-8"))["types"]
    found: dict[str, set[str]] = {}
    for facts in types.values():
        calls = {
            f"{client}:{name}" for client, names in facts.get("operations", {}).items() for name in names
        }
        for call in calls:
            found.setdefault(call, set()).update(calls)
    return found


def _doing(type: str, main: str, verbs: tuple[str, ...], actions: list[str]) -> list[str]:
    """The actions of the type's own service that are called like it, with the first of the verbs; else the
    one that is called most like it (``RegisterTaskWithMaintenanceWindow`` of ``MaintenanceWindowTask``)."""
    noun = type.rpartition("::")[2].lower()
    for verb in verbs:
        names = {f"{main}:{verb}{noun}", f"{main}:{verb}{noun}s"}
        met = [action for action in actions if action.lower() in names]
        if met:
            return met
    about = _words(type.rpartition("::")[2])
    alike = [
        (_unlike(about, action.partition(":")[2], verbs), action)
        for action in actions
        if action.startswith(f"{main}:")
    ]
    least = min((score for score, _ in alike if score is not None), default=None)
    nearest = [action for score, action in alike if score == least is not None]
    return nearest if len(nearest) == 1 else []


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+")


def _words(name: str) -> list[str]:
    return [word.lower().removesuffix("s") for word in _WORD.findall(name)]


def _unlike(about: list[str], name: str, verbs: tuple[str, ...]) -> int | None:
    """By how many words an operation's name is another than the type's; none where it does something else.

    More words before the type's say which one is meant (``CreateAgentRuntime`` of a ``Runtime``); those after
    them say what of it is changed (``PutLogGroupDeletionProtection``), but for what it is made with.
    """
    verb, *rest = _words(name) or [""]
    words, wanted = [word for word in rest if word not in _BETWEEN], {*about}
    of_it = verbs is _VERBS["c"] or words[-1:] == about[-1:]
    if not words or not verb.startswith(verbs) or not ({*words} <= wanted or (wanted <= {*words} and of_it)):
        return None
    return len({*words} ^ wanted)


_BETWEEN = {"with", "for", "to", "from"}
