"""CircleCI: the jobs of a configuration, with the commands that it defines and those of orbs.

A job runs once for each entry of a workflow that names it, with that entry's parameters, or those of its
matrix. What an orb does is a row of ``tools.toml`` under its full name
(``circleci/aws-ecr/build_and_push_image``), whatever the configuration calls it.

https://circleci.com/docs/configuration-reference/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import islice, product
from typing import TypeAlias

from policywright.analyzers.deployment.marketplace import Action, run_action
from policywright.analyzers.deployment.running import (
    Doing,
    Job,
    merged,
    role_arn,
    run_commands,
    text_of,
    texts_of,
    trust_of,
)
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.records import dataclass

FILE = ".circleci/config.yml"
_PARAMETER = re.compile(r"<<\s*(?:parameters|matrix)\.([\w-]+)\s*>>")
_PROVIDER = "oidc.circleci.com/org/ORGANIZATION_ID"
"""https://circleci.com/docs/openid-connect-tokens/"""
_SIGNS_IN = "circleci/aws-cli/setup"
_MAX_JOBS = 128
"""Jobs of a matrix. CircleCI, "Configuration reference"."""
_MAX_DEPTH = 10
"""Commands within commands."""
_Parameters: TypeAlias = dict[str, str]


@dataclass(slots=True, eq=False)
class _Run:
    """A job while its steps are read."""

    root: Node
    files: ProjectFiles
    doing: Doing
    base: str
    """The project's directory."""
    place: str
    """Where commands run."""
    environment: dict[str, str]
    role: str | None = None


def config_jobs(root: Node, name: str, files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    """The jobs that workflows start, and those that none names."""
    base = posixpath.dirname(posixpath.dirname(name))
    jobs = root.get("jobs")
    own = jobs.mapping if jobs is not None else {}
    started = list(_started(root))
    named = {id for id, _, _ in started}
    started += [(id, [{}], node) for id, node in own.items() if id not in named]
    for id, cells, node in started:
        job = own.get(id)
        made: list[Job] = []
        for given in cells:
            run = _Run(
                root=root, files=files, doing=Doing(authorizer), base=base, place=base, environment={}
            )  # fmt: skip
            one = _job(id, job, given, node, run)
            if one is not None and one.does_something:
                made.append(one)
        # What a matrix makes of one job does not need several roles.
        yield from merged(made)


def _job(id: str, job: Node | None, given: _Parameters, node: Node, run: _Run) -> Job | None:
    """A job of the configuration, or an orb's, as an entry of a workflow starts it."""
    if job is not None:
        told = {**_defaults(job), **given}
        run.place = _below(run.base, _filled(text_of(job.get("working_directory")) or "", told))
        run.environment = _texts(job.get("environment"), told)
        _steps(job, run, told, 0)
    else:
        _orb(id, given, node, run)
    trust = None
    if run.role is not None:
        subject = "org/ORGANIZATION_ID/project/PROJECT_ID/user/*"
        trust = trust_of(_PROVIDER, f"{_PROVIDER}:sub", [subject], f"{_PROVIDER}:aud", "ORGANIZATION_ID")
    said = run.role or run.doing.assumed
    credentials = said is not None or run.doing.asks
    label = f"circleci-{id.replace('/', '-')}"
    return run.doing.done(label, role_arn(said), (job or node).span, trust, credentials=credentials)


def _started(root: Node) -> Iterator[tuple[str, list[_Parameters], Node]]:
    """What the workflows start, and with which parameters (of a matrix, several); the same thing once."""
    seen: list[tuple[str, list[_Parameters]]] = []
    workflows = root.get("workflows")
    for workflow in workflows.mapping.values() if workflows is not None else ():
        listed = workflow.get("jobs")
        for one in listed.items if listed is not None else ():
            id, node = one.single or (one.text or "", one)
            entry = (id, [{**_texts(node, cell), **cell} for cell in _cells(node)])
            # Those that are waited for are an entry's, and change nothing that it asks.
            if id and text_of(node.get("type")) != "approval" and entry not in seen:
                seen.append(entry)
                yield id, entry[1], node


def _cells(entry: Node) -> list[_Parameters]:
    """What a matrix gives, once for each job that it makes; nothing once, where there is none."""
    axes = entry.get("matrix", "parameters")
    listed = [
        # A list that a parameter is, is not known here.
        [(name, one.text or "${PARAMETER}") for one in axis.items] or [(name, "${PARAMETER}")]
        for name, axis in (axes.mapping if axes is not None else {}).items()
    ]
    excluded = entry.get("matrix", "exclude")
    without = [texts_of(one) for one in (excluded.items if excluded is not None else ())]
    cells = [dict(cell) for cell in islice(product(*listed), _MAX_JOBS)]
    return [cell for cell in cells if not any(one.items() <= cell.items() for one in without)]


def _steps(within: Node, run: _Run, told: _Parameters, depth: int) -> None:
    steps = within.get("steps")
    for one in steps.items if steps is not None and depth <= _MAX_DEPTH else ():
        _step(one, run, told, depth)


def _step(step: Node, run: _Run, told: _Parameters, depth: int) -> None:
    name, node = step.single or (step.text or "", step)
    if name == "run":
        command = node if node.text else node.get("command")
        if command is not None and command.text:
            where = _filled(text_of(node.get("working_directory")) or "", told)
            run_commands(
                [command], _below(run.place, where), run.files, run.doing,
                resolved=lambda text: _filled(text, told),
                exported={**run.environment, **_texts(node.get("environment"), told)},
            )  # fmt: skip
    elif name in ("when", "unless"):
        _steps(node, run, told, depth + 1)
    elif (command := run.root.get("commands", name)) is not None:
        _steps(command, run, {**_defaults(command), **_texts(node, told)}, depth + 1)
    elif "/" in name:
        _orb(name, _texts(node, told), step, run)


def _orb(name: str, given: _Parameters, node: Node, run: _Run) -> None:
    """A command or job of an orb."""
    alias, _, command = name.partition("/")
    orb = (text_of(run.root.get("orbs", alias)) or alias).partition("@")[0]
    full = f"{orb}/{command.replace('-', '_')}"
    inputs = {key.replace("-", "_"): value for key, value in given.items()}
    run.role = run.role or inputs.get("role_arn")
    run.doing.region = run.doing.region or inputs.get("region")
    if full != _SIGNS_IN:
        used = Action(name=full, given=inputs, span=node.span, files=run.files, base=run.base)
        run_action(used, run.doing, credentials=run.role is not None)


def _defaults(one: Node) -> _Parameters:
    parameters = one.get("parameters")
    found = {
        name: text_of(node.get("default"))
        for name, node in (parameters.mapping if parameters is not None else {}).items()
    }
    return {name: text for name, text in found.items() if text is not None}


def _texts(node: Node | None, told: _Parameters) -> _Parameters:
    """The scalars of a mapping, with what is known of parameters in them."""
    return {name: _filled(text, told) for name, text in texts_of(node).items()}


def _filled(text: str, told: _Parameters) -> str:
    # What is not known is like a variable that nobody has set.
    return _PARAMETER.sub(lambda found: told.get(found[1], "${PARAMETER}"), text)


def _below(base: str, said: str) -> str:
    """A directory as steps name it; ``~/project`` is where the project is checked out."""
    inside = re.sub(r"^~(?:/project)?/?", "", said)
    found = posixpath.normpath(posixpath.join(base, inside)) if inside else base
    return "" if found == "." else found
