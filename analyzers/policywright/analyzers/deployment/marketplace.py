"""What actions of GitHub's marketplace ask of AWS, by their inputs: rows of ``tools.toml`` with ``uses``.

Which resource is meant is a pattern with inputs in it (``ecs:service/{cluster|default}/{service}``), or a
word for what takes more than that.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from policywright.analyzers.deployment.model import Told, Where
from policywright.analyzers.deployment.naming import OPEN, arn_in
from policywright.analyzers.deployment.places import said_region
from policywright.analyzers.deployment.running import (
    ANY,
    ECR,
    EXPRESSION,
    Doing,
    Use,
    asked_for,
    holes,
    role_arn,
    secret_arns,
    table,
)
from policywright.analyzers.deployment.which import Template, Written
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.model import Condition, Span, Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Const, Hole, Value

_ABOUT_AWS = re.compile(
    r"(?i)(?:^|[/_-])(?:aws|ecr|ecs|eks|s3|lambda|cloudfront|cloudformation|cdk|sam|serverless|terraform|terragrunt"
    r"|bucket|role|arn)(?:[/_-]|\Z)"
)
"""Names of actions, and of their inputs, that may have to do with AWS."""
_SIGNS_IN = re.compile(r"(?i)aws[_-].*(?:role|key|secret)|role[_-](?:to[_-]assume|arn)|assume[_-]role")
"""Inputs that an action gets credentials by, whatever the job has."""
_PREPARES = re.compile(r"(?i)setup|install|lint|fmt|checkout|comment")
"""Names of actions that put a tool in place, or look at files."""
_INPUT = re.compile(r"\{([\w-]+)(?:\|([^{}]*))?\}")
_RENDERS = "aws-actions/amazon-ecs-render-task-definition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action as a step uses it: its inputs by name, and the directory that files are named from."""

    name: str
    given: dict[str, str]
    span: Span
    files: ProjectFiles
    base: str


_GLOBAL = ("s3", "cloudfront", "ecr-public")
"""Services whose ARNs have no region."""
_TOKEN = "ecr:GetAuthorizationToken"
_IMAGES = {
    "ecr-images": "tags",
    "ecr-outputs": "outputs",
    "ecr-cache-to": "cache-to",
    "ecr-cache-from": "cache-from",
}
"""The inputs of an action that name images."""
_PUSHES = re.compile(r"type=registry|push=true")
_PIECES = re.compile(r"[,\n]")


def _rows(name: str) -> list[dict[str, Any]]:
    return [one for one in table() if one.get("uses") == name]


def commands_in(name: str) -> tuple[str, ...]:
    """The inputs of an action that are commands, which it runs with what the job has."""
    return next((tuple(one["runs"]) for one in _rows(name) if "runs" in one), ())


def run_action(action: Action, doing: Doing, *, credentials: bool) -> None:
    """Notes what an action asks; of one that is not known nothing without credentials."""
    given = action.given
    rows = _rows(action.name)
    if not rows:
        about = any(_ABOUT_AWS.search(one) for one in (action.name, *given))
        credentials = credentials or any(_SIGNS_IN.search(one) for one, value in given.items() if value)
        if credentials and about and not _PREPARES.search(action.name):
            detail = f"the action {action.name} may ask something of AWS; what is not known here"
            doing.unresolved.append(
                Unresolved(code=UnresolvedCode.PROGRAM, span=action.span, detail=detail, name=action.name)
            )
        elif credentials and not action.name.startswith("actions/") and not _PREPARES.search(action.name):
            doing.actions.append(action.name)
        return
    if action.name == _RENDERS:
        doing.rendered = given.get("task-definition")
    for row in rows:
        # What an expression says may be it.
        if all(
            given.get(name, "").lower() == wanted or EXPRESSION.search(given.get(name, ""))
            for name, wanted in row.get("if", {}).items()
        ):
            _run_row(row, action, doing)


def outputs_of(name: str, given: dict[str, str]) -> dict[str, str]:
    """The outputs of an action that are known: images by the names that an input has."""
    return {
        output: "\n".join(
            f"{image}:*"
            for line in given.get(images, "").split("\n")
            if (image := line.partition(",")[0].removeprefix("name=").strip())
        )
        for one in _rows(name)
        for output, images in one.get("sets", {}).items()
    }


def _run_row(row: dict[str, Any], action: Action, doing: Doing) -> None:
    given = action.given
    if "deploys" in row:
        stack = given.get(row.get("stack", ""))
        place = given.get(row.get("directory", ""), ".").removeprefix("./").rstrip("/")
        doing.uses.append(Use(
            tool=row["deploys"], directory="" if EXPRESSION.search(place) or place == "." else place,
            phases=row["phases"], role=given.get(row.get("role", "")), span=action.span,
            told=Told(
                where=Where(region=said_region("$SERVICE" if row["deploys"] == "serverless" else None)),
                stack=holes(stack) if stack else None, tagged=bool(given.get("tags")),
                bucket=OPEN if row["deploys"] == "cloudformation" else None,
                parametrised=bool(given.get("parameter-overrides")),
            ),
            template=_template(row, action, doing),
        ))  # fmt: skip
    for part in row.get("asks", ()):
        _asks(part, row["source"], action, doing)


def _template(row: dict[str, Any], action: Action, doing: Doing) -> Template:
    """The template that an input names."""
    named = action.given.get(row.get("template", ""))
    written = doing.written or Written(files=action.files)
    return written.named(named, action.base) if named else Template()


def _asks(part: dict[str, Any], source: str, action: Action, doing: Doing) -> None:
    """One thing that an action asks: ``actions`` on ``on``, where inputs are given (``when``) or not."""
    given = action.given
    on = {name for name, value in given.items() if value and value.lower() != "false"}
    if not on.issuperset(part.get("when", ())) or on.intersection(part.get("unless", ())):
        return
    if any(name in given and name not in on for name in part.get("unless_off", ())):
        return
    resources = tuple(one for name in part.get("on", ()) for one in _on(name, action, doing))
    if part.get("on") and not resources:
        return
    asked = asked_for(tuple(part["actions"]), resources, f"uses {action.name}", action.span, source)
    if "pass" in part:
        receiver: Condition = ("StringEquals", "iam:PassedToService", (Const(part["pass"]),))
        asked = replace(asked, conditions=(receiver,))
    doing.asked.append(asked)


def _on(what: str, action: Action, doing: Doing) -> Iterator[Value]:
    """What an action is about, as its inputs say."""
    given = action.given
    if ":" in what:
        yield from _filled(what, given)
    elif what == "ecr-outputs" and not _PUSHES.search(given.get("outputs", "")):
        return
    elif what in _IMAGES:
        for image in _PIECES.split(given.get(_IMAGES[what], "")):
            name = image.strip().removeprefix("ref=").removeprefix("name=")
            found = ECR.search(name)
            if found is not None:
                region, account = found[2] or texts.REGION, found[1] or texts.ACCOUNT
                yield arn_in("ecr", "repository/", *holes(found[3]), region=region, account=account)
            elif EXPRESSION.fullmatch(name) and any(_TOKEN in one.actions for one in doing.asked):
                yield arn_in("ecr", "repository/", ANY)
    elif what == "role-input":
        yield from (one for one in (role_arn(given.get("role")),) if one is not None)
    elif what == "task-roles":
        yield from _roles_of(_task(action, doing))
    elif what == "registry":
        registry = given.get("registry", "").lower()
        yield from (Const("*"),) if "ecr" in registry else ()
    elif what == "secrets":
        for line in given.get("secret-ids", "").split("\n"):
            name = line.rpartition(",")[2].strip()
            if name:
                yield from secret_arns(name)


def _filled(pattern: str, given: dict[str, str]) -> Iterator[Value]:
    """An ARN by its service and last part; none where an input that has no default isn't given."""
    service, _, resource = pattern.partition(":")
    pieces: list[str | Hole] = []
    at = 0
    for found in _INPUT.finditer(resource):
        value = given.get(found[1]) or found[2]
        if value is None:
            return
        pieces += [resource[at : found.start()], *(holes(value) if value != "*" else (ANY,))]
        at = found.end()
    pieces.append(resource[at:])
    region = "" if service in _GLOBAL else texts.REGION
    yield arn_in(service, *pieces, region=region, account="" if service == "s3" else texts.ACCOUNT)


def _task(action: Action, doing: Doing) -> dict[str, Any]:
    """The task definition that is registered; empty where the project doesn't have it."""
    named = action.given.get("task-definition", "")
    name = doing.rendered if EXPRESSION.search(named) and doing.rendered else named
    file = posixpath.normpath(posixpath.join(action.base, name))
    try:
        found = json.loads((action.files.text(file) if action.files.has(file) else None) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _roles_of(task: dict[str, Any]) -> Iterator[Value]:
    """The roles that a task definition passes; any where it is not known."""
    if not task:
        yield arn_in("iam", "role/", ANY, region="")
    for key in ("executionRoleArn", "taskRoleArn"):
        role = role_arn(task[key]) if isinstance(task.get(key), str) else None
        if role is not None:
            yield role
