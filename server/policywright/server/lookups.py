"""``knowledge lookup`` and the tool ``lookup_iam``: what the store knows of a name, as data and as text."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from policywright.server.errors import UserError
from policywright.server.published import SCHEMA_VERSION, Json
from policywright.server.text import one_line

if TYPE_CHECKING:
    from policywright.knowledge.lookup import ActionFacts, OperationFacts, ServiceFacts
    from policywright.knowledge.store import Store

_WIDTH = 120
"""Of lines with many names, so that a part of them can be shown."""
_MAX_OPERATIONS = 20
"""Operations listed for one action in the text; the data has all."""


def look_up(name: str) -> Json:
    """Everything that answers to the name, and similar names if nothing does."""
    from policywright.knowledge.lookup import suggest
    from policywright.knowledge.store import shared_store

    store = shared_store()
    results = _known(store, name)
    if not results:
        from policywright.server.sentences import asked_within, search

        for together in asked_within(store, name):
            results = results or [one for question in together for one in _known(store, question)]
        results = results or list(search(store, name))
    suggestions = [] if results else list(suggest(store, name))
    if not results and not suggestions:
        from policywright.analyzers.infrastructure.managed import managed_near

        suggestions = managed_near(name)
    return {"schema_version": SCHEMA_VERSION, "name": name, "results": results, "suggestions": suggestions}


def _known(store: Store, name: str) -> list[Json]:
    """What a name, a pattern or a call is, however a program writes it."""
    from policywright.knowledge.lookup import lookup

    results = [_result(item) for item in lookup(store, name)]
    if not results or name.strip().endswith("Command"):
        from policywright.server.questions import answers, meant_by, spellings

        question = meant_by(name)
        others = list(spellings(store, question))
        # Where a call says whose it is, that is what is meant; a bare method may be many things.
        for other in (question, *(one for one in others if ":" in one)):
            results = results or [_result(item) for item in lookup(store, other)]
        is_known = bool(results) and not name.strip().endswith("Command")
        found = answers(store, question) if question and not is_known else []
        results += [one for one in found if one["kind"] != "see"]
        for one in found:
            if one["kind"] == "see":
                results += [_result(item) for item in lookup(store, one["name"])]
        for other in others:
            results = results or [_result(item) for item in lookup(store, other)]
    return results


def actions_meant(name: str) -> list[str]:
    """The actions of what answers to a name (an action, a call, a service), as names and patterns.

    Raises ``UserError`` for what is none of these.
    """
    from policywright.knowledge.catalog import Catalog
    from policywright.knowledge.store import shared_store

    if Catalog(shared_store()).expand(name):
        return [name]
    found = look_up(name)
    meant: list[str] = []
    for item in found["results"]:
        match item["kind"]:
            case "action":
                meant.append(item["action"])
            case "service":
                meant.append(f"{item['prefix']}:*")
            case "operation" | "helper":
                needed = [rule["action"] for rule in item["actions"] if rule.get("kind") != "never"]
                # Not the keys and the like that other services check for it.
                own = needed[0].partition(":")[0] if needed else ""
                meant += [one for one in needed if one.startswith(f"{own}:")]
    if not meant and not any(item["kind"] in ("operation", "helper") for item in found["results"]):
        more = (
            hint(found["suggestions"]) or "; ask for an action (s3:PutObject, s3:Put*), a call or a service"
        )
        raise UserError(f"{one_line(name)}: no action that is known{more}")
    return list(dict.fromkeys(meant)) or [name]


def _result(item: ActionFacts | OperationFacts | ServiceFacts) -> Json:
    from policywright.knowledge.lookup import ActionFacts, OperationFacts

    if isinstance(item, ActionFacts):
        return {
            "kind": "action",
            "action": item.action,
            "description": item.description,
            "access_level": item.access_level,
            "resources": [
                {"type": name, "arn": arn, "required": required} for name, arn, required in item.resources
            ],
            "condition_keys": list(item.condition_keys),
            "operations": list(item.operations),
        }
    if isinstance(item, OperationFacts):
        return {
            "kind": "operation",
            "operation": item.operation,
            "method": item.method,
            "layer": item.layer,
            "actions": [
                {
                    "action": rule.action,
                    "kind": rule.kind,
                    "when": rule.when,
                    "certainty": rule.sure,
                    "resources": list(rule.resources),
                    "conditions": list(rule.conditions),
                    "source": rule.source,
                    "why": rule.why,
                }
                for rule in item.rules
            ],
            "note": item.note,
        }
    return {
        "kind": "service",
        "prefix": item.prefix,
        "name": item.name,
        "actions": item.actions,
        "clients": list(item.clients),
    }


def lookup_text(result: Json) -> str:
    """The result for a person."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Json) -> Iterator[str]:
    if not result["results"]:
        yield f"{one_line(result['name'])}: not known{hint(result['suggestions']) or _ASKED}"
    for index, item in enumerate(result["results"]):
        if index:
            yield ""
        yield from _TEXTS[item["kind"]](item)


_ASKED = (
    "; ask for an action (s3:GetObject), a call (s3.upload_file), a command (aws s3 sync), a service and "
    "a word (s3 write), a condition key, an ARN or a policy of AWS"
)


def hint(suggestions: list[str]) -> str:
    """What was probably meant, at the end of what says that a name is not known."""
    return f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""


def _action(item: Json) -> Iterator[str]:
    yield f"{item['action']}: action ({item['access_level']})"
    if item["description"]:
        yield f"  {item['description']}"
    if not item["resources"]:
        yield '  resources: none of its own; grant it on "*"'
    for resource in item["resources"]:
        required = ", required" if resource["required"] else ""
        yield f"  resource: {resource['arn']} ({resource['type']}{required})"
    if item["condition_keys"]:
        yield f"  condition keys: {', '.join(item['condition_keys'])}"
    operations = item["operations"]
    if operations:
        more = f" and {len(operations) - _MAX_OPERATIONS} more" if len(operations) > _MAX_OPERATIONS else ""
        yield f"  checked by operations of its service: {', '.join(operations[:_MAX_OPERATIONS])}{more}"


def _doubt(rule: Json) -> str:
    """How a rule is not one about just this operation."""
    if rule["certainty"] == "inferred":
        return " [inferred from the name]"
    general = ["by a general rule"] if rule["certainty"] == "general rule" else []
    kinds = {"usual": ["usually needed"], "optional": ["may be needed"]}
    said = ", ".join([*general, *kinds.get(rule["kind"], [])])
    return said and f" [{said}]"


def _operation(item: Json) -> Iterator[str]:
    yield f"{item['operation']}: operation (boto3: {item['method']})"
    if item["note"]:
        yield f"  {one_line(item['note'])}"
    for rule in item["actions"]:
        yield f"  {rule['action']}: {one_line(rule['when'])}{_doubt(rule)}"
        if rule["resources"]:
            yield f"    on: {', '.join(one_line(arn) for arn in rule['resources'])}"
        for condition in rule["conditions"]:
            yield f"    condition: {one_line(condition)}"
        if rule["why"]:
            yield f"    {one_line(rule['why'])}"
        yield f"    source: {one_line(rule['source'])}"


def _service(item: Json) -> Iterator[str]:
    yield f"{item['prefix']}: service ({item['name']}), {item['actions']} actions"
    if item["clients"]:
        yield f"  clients: {', '.join(item['clients'])}"


def _actions(item: Json) -> Iterator[str]:
    """Names by what they do, so that many fit."""
    yield f"{item['count']} {item['title']}"
    for level, names in item["actions"].items():
        yield from textwrap.wrap(
            f"{level}: {', '.join(names)}", _WIDTH, initial_indent="  ", subsequent_indent="    ",
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    hidden = item["count"] - sum(map(len, item["actions"].values()))
    if hidden:
        yield f"  and {hidden} more"


def _condition_key(item: Json) -> Iterator[str]:
    yield f"{item['key']}: condition key ({item['type']})"
    if item["description"]:
        yield f"  {one_line(item['description'])}"
    if item["actions"]:
        shown = ", ".join(item["actions"][:_MAX_OPERATIONS])
        more = item["count"] - _MAX_OPERATIONS
        yield f"  on {item['count']} actions: {shown}{f' and {more} more' if more > 0 else ''}"


def _names(item: Json) -> Iterator[str]:
    yield item["title"]
    for name, what in item["names"].items():
        yield f"  {name}: {one_line(what)}"


def _policy(item: Json) -> Iterator[str]:
    yield f"{item['name']}: AWS managed policy ({item['arn']})"
    yield from json.dumps(item["document"], indent=1, ensure_ascii=False).split("\n")


def _policy_template(item: Json) -> Iterator[str]:
    parameters = f" ({', '.join(item['parameters'])})" if item["parameters"] else ""
    yield f"{item['name']}: policy template of AWS SAM{parameters}"
    yield from json.dumps(item["document"], indent=1, ensure_ascii=False).split("\n")


def _helper(item: Json) -> Iterator[str]:
    yield f"{one_line(item['name'])}: makes requests that need"
    for one in item["actions"]:
        yield f"  {one['action']}: {one_line(one['when'])}"


_TEXTS: dict[str, Callable[[Any], Iterator[str]]] = {
    "action": _action,
    "operation": _operation,
    "service": _service,
    "actions": _actions,
    "condition-key": _condition_key,
    "policy": _policy,
    "policy-template": _policy_template,
    "helper": _helper,
    "names": _names,
}
