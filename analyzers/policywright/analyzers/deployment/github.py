"""GitHub Actions: jobs with what they run under which role.

A job has a role for each ``configure-aws-credentials``. What a job calls is part of it: workflows and
composite actions of the repository, with their inputs; of a matrix, each combination that makes a difference.
Expressions (``${{ inputs.role }}``) are replaced where inputs, ``env`` or the matrix say something.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from policywright.analyzers.deployment.marketplace import Action, commands_in, outputs_of, run_action
from policywright.analyzers.deployment.origin import origin
from policywright.analyzers.deployment.places import REGIONS
from policywright.analyzers.deployment.running import (
    EXPRESSION,
    Doing,
    Job,
    asked_for,
    merged,
    role_arn,
    run_commands,
    text_of,
    texts_of,
    trust_of,
)
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.analyzers.model import Span, Unresolved, UnresolvedCode
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Value

WORKFLOW = re.compile(r"(?:^|.*/)\.github/workflows/[^/]+\.ya?ml\Z")
_REFERENCE = re.compile(r"\$\{\{\s*([A-Za-z_][\w-]*(?:\.[\w-]+)+)\s*\}\}")
_CREDENTIALS = "aws-actions/configure-aws-credentials"
_OIDC = "token.actions.githubusercontent.com"
_DEFAULT = "heads/main"
"""The branch that is deployed, as long as nothing says another one."""
_ON_DEFAULT = ("schedule", "workflow_run", "repository_dispatch")
"""Events whose runs are of the default branch.

https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows"""
_PATTERN = re.compile(r"(?:\[[^\]]*\]|[^*])[?+]|\[[^\]]*\]|\*+")
"""What a filter has that is no plain text; policies have one wildcard for all of it.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet"""
_MAX_DEPTH = 6
"""Levels of workflows and actions that call each other; GitHub allows ten, without cycles."""
_MAX_COMBINATIONS = 256
"""Jobs that a matrix makes in a run at most. GitHub, "Usage limits"."""

_Context = dict[str, str]
"""What references say: ``inputs.role`` -> text."""
_SETS = re.compile(
    r"""^\s*echo\s+(["']?)([A-Za-z_]\w*)=([^"'\n]*?)\1\s*>>\s*"?\$\{?GITHUB_ENV\}?"?\s*$""", re.MULTILINE
)
_ELSEWHERE = re.compile(r"([\w.-]+/[\w.-]+)((?:/[\w./-]+)?)@.+\Z")
"""A workflow or an action by its repository, its path there and a branch, tag or commit.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_iduses"""
_PLACES = {"github.workspace": ".", "env.GITHUB_WORKSPACE": "."}
"""Where a job's steps start. https://docs.github.com/actions/reference/workflows-and-actions/variables"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """What workflows are read with."""

    files: ProjectFiles
    authorizer: Authorizer
    base: str
    """The directory that has ``.github``."""
    read: dict[str, Node | None] = field(default_factory=dict)
    """Workflows and actions, each parsed once however many jobs call it."""

    @property
    def name(self) -> str:
        """``OWNER/NAME``, or nothing where that isn't known."""
        return origin(self.files, self.base)

    def own(self, used: str) -> str:
        """What is used, by its path if it is this repository's."""
        found = _ELSEWHERE.match(used)
        if found is not None and self.name and found[1].lower() == self.name.lower():
            return f"./{found[2]}"
        return used

    def namesake(self, called: str) -> str | None:
        """The workflow here that may be the one that is called, where nothing says whose repository this is.

        A checkout of a fork, and files without Git's own, have it under the same path; who calls one of
        another repository seldom has one there that is made to be called, too.
        """
        found = _ELSEWHERE.match(called)
        if found is None or self.name.rpartition("/")[2] not in ("", found[1].rpartition("/")[2]):
            return None
        root = _read(self, f"./{found[2]}")
        on = _on(root) if root is not None else None
        events = (*on.mapping, *(one.text for one in on.items), on.text) if on is not None else ()
        return f"./{found[2]}" if "workflow_call" in events else None


@dataclass(slots=True, eq=False)
class _Run:
    """A job while its steps are read: what its credentials do, and the jobs that are done."""

    label: str
    doing: Doing
    span: Span
    role: Value | None = None
    said: str = ""
    trust: dict[str, Any] | None = None
    credentials: bool = False
    """Something gave it credentials: a role, or keys."""

    def done(self) -> Iterator[Job]:
        made = self.doing.done(self.label, self.role, self.span, self.trust, credentials=self.credentials)
        if made is not None:
            yield replace(made, said=self.said)


def workflow_jobs(root: Node, name: str, files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    """The jobs of a workflow; one that is only called by others is part of these."""
    repository = Repository(
        files=files, authorizer=authorizer, base=name.rpartition(".github/")[0].rstrip("/")
    )
    if _only_called(root) and _is_called(files, name):
        return
    label = name.rpartition("/")[2].partition(".")[0]
    yield from merged(_jobs(root, root, label, repository, _defaults(root), 0))


def _on(root: Node) -> Node | None:
    return root.get("on") or root.get("true")


def _only_called(root: Node) -> bool:
    on = _on(root)
    if on is None:
        return False
    events = [*on.mapping, *(one.text for one in on.items), *([on.text] if on.is_scalar else ())]
    return events == ["workflow_call"]


def _is_called(files: ProjectFiles, name: str) -> bool:
    base = name.rpartition("/")[2]
    return any(f"/{base}" in (files.text(other) or "") for other in files.names if WORKFLOW.match(other))


def _defaults(root: Node) -> _Context:
    """The defaults of a workflow's inputs."""
    on = _on(root)
    found: _Context = {}
    for event in ("workflow_call", "workflow_dispatch"):
        inputs = on.get(event, "inputs") if on is not None else None
        for key, one in inputs.mapping.items() if inputs is not None else ():
            default = text_of(one.get("default"))
            if default is not None:
                found.setdefault(f"inputs.{key}", default)
    return found


def _jobs(
    root: Node, top: Node, label: str, repository: Repository, context: _Context, depth: int
) -> Iterator[Job]:
    """The jobs of a workflow; ``top`` is the one that is triggered."""
    jobs = root.get("jobs")
    for id, job in jobs.mapping.items() if jobs is not None else ():
        for combination in _combinations(job):
            known = {**_PLACES, **context, **_environment(root.get("env"), context)}
            known |= combination
            known |= _environment(job.get("env"), known)
            called = text_of(job.get("uses"))
            if called is not None:
                yield from _called(job, called, f"{label}-{id}", top, repository, known, depth)
            else:
                yield from _steps_of(root, job, f"{label}-{id}", top, repository, known)


def _called(
    job: Node, called: str, label: str, top: Node, repository: Repository, context: _Context, depth: int
) -> Iterator[Job]:
    """A job that is another workflow."""
    own = repository.own(called)
    like = repository.namesake(called) if not own.startswith("./") else None
    path = like or own
    root = _read(repository, path) if path.startswith("./") and depth < _MAX_DEPTH else None
    if root is not None:
        inputs = {
            **_defaults(root), **_inputs(job.get("with"), context), **_inputs(job.get("secrets"), context)
        }  # fmt: skip
        jobs = list(_jobs(root, top, label, repository, inputs, depth + 1))
        if like is not None:
            detail = f"the job calls {called}; the workflow of that path among these files is taken for it"
            said = Unresolved(code=UnresolvedCode.TEMPLATE, span=job.key_span, detail=detail, name=called)
            jobs = [replace(one, unresolved=(*one.unresolved, said)) for one in jobs]
        yield from jobs
        if jobs or like is None:
            return
    if not depth and not _may_hold_credentials(top, job):
        return
    detail = f"the job calls {called}, which is not among these files; what it asks is not known"
    said = Unresolved(code=UnresolvedCode.TEMPLATE, span=job.key_span, detail=detail, name=called)
    yield Job(name=label, role=None, span=job.key_span, unresolved=(said,))


def _may_hold_credentials(top: Node, job: Node) -> bool:
    """Whether a workflow of another repository can have credentials: a token to ask for some, or secrets.

    https://docs.github.com/actions/how-tos/secure-your-work/security-harden-deployments/oidc-with-reusable-workflows
    """
    if job.get("secrets") is not None:
        return True
    own = job.get("permissions")
    permissions = own if own is not None else top.get("permissions")
    if permissions is None:
        return False
    return permissions.text == "write-all" or text_of(permissions.get("id-token")) == "write"


def _steps_of(
    root: Node, job: Node, label: str, top: Node, repository: Repository, context: _Context
) -> Iterator[Job]:
    run = _Run(label=label, doing=Doing(repository.authorizer), span=job.key_span)
    default = text_of(job.get("defaults", "run", "working-directory")) or text_of(
        root.get("defaults", "run", "working-directory")
    )
    subjects = _subjects(top, job, context, repository.name or "OWNER/REPOSITORY")
    steps = job.get("steps")
    for step in steps.items if steps is not None else ():
        yield from _step(step, run, default or "", subjects, repository, context, 0)
        context = context | _left(text_of(step.get("run")) or "", context) | _outputs(step, context)
    yield from run.done()


def _left(script: str, context: _Context) -> _Context:
    """The variables that a step sets for those after it.

    https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-environment-variable
    """
    found: _Context = {}
    for _, name, text in _SETS.findall(_resolved(script, context)):
        found[f"env.{name}"] = "${{ computed }}" if "$" in text or "`" in text else text
    return found


def _outputs(step: Node, context: _Context) -> _Context:
    """What a step with an id tells the steps after it, as far as its action is known."""
    id, uses = text_of(step.get("id")), text_of(step.get("uses"))
    if not id or not uses:
        return {}
    told = outputs_of(uses.partition("@")[0], _inputs(step.get("with"), context, ""))
    return {f"steps.{id}.outputs.{name}": text for name, text in told.items()}


def _step(
    step: Node, run: _Run, default: str, subjects: list[str], repository: Repository, context: _Context,
    depth: int,
) -> Iterator[Job]:  # fmt: skip
    """One step; yields what the role before did when credentials change."""
    context = {**context, **_environment(step.get("env"), context)}
    uses = repository.own(text_of(step.get("uses")) or "")
    given = _inputs(step.get("with"), context, "")
    if uses.startswith(_CREDENTIALS):
        role = role_arn(given.get("role-to-assume"))
        if given.get("role-chaining") == "true" and role is not None:
            run.doing.asked.append(asked_for(
                ("sts:AssumeRole", "sts:TagSession"), (role,), "takes on another role", step.span,
                "https://github.com/aws-actions/configure-aws-credentials#assuming-a-role",
            ))  # fmt: skip
        yield from run.done()
        direct = "aws-access-key-id" not in given and given.get("role-chaining") != "true"
        run.said = given.get("role-to-assume", "")
        run.role, run.span = role, (step.get("with", "role-to-assume") or step).span
        run.credentials = True
        run.doing = Doing(repository.authorizer, region=given.get("aws-region"))
        run.trust = _trust(subjects, given.get("audience")) if role is not None and direct else None
    elif uses.startswith("./"):
        action = _read(repository, uses) if depth < _MAX_DEPTH else None
        inner = action.get("runs", "steps") if action is not None else None
        inputs = {**_action_defaults(action), **{f"inputs.{name}": one for name, one in given.items()}}
        told: _Context = {}
        for one in inner.items if inner is not None else ():
            kept = {name: text for name, text in context.items() if name.startswith("env.")}
            place = posixpath.normpath(uses.partition("@")[0])
            below = {
                **inputs, **kept, **told, "github.action_path": place, "env.GITHUB_ACTION_PATH": place,
            }  # fmt: skip
            yield from _step(one, run, "", subjects, repository, below, depth + 1)
            told |= _outputs(one, below)
    elif uses:
        used = Action(
            name=uses.partition("@")[0], given=given, span=step.span, files=repository.files,
            base=repository.base,
        )  # fmt: skip
        run_action(used, run.doing, credentials=run.credentials)
    scripts = [step.get("run"), *(step.get("with", one) for one in commands_in(uses.partition("@")[0]))]
    for script in (one for one in scripts if one is not None and one.text):
        where = _resolved(text_of(step.get("working-directory")) or default, context)
        directory = "/".join(one for one in (repository.base, where.removeprefix("./").rstrip("/")) if one)
        exported = {name[4:]: text for name, text in context.items() if name.startswith("env.")}
        if run.doing.region:
            # The action sets them for all steps that follow.
            exported |= dict.fromkeys(REGIONS, run.doing.region)
            exported |= {name[4:]: text for name, text in _environment(step.get("env"), context).items()}
        run.credentials = run.credentials or "AWS_ACCESS_KEY_ID" in exported
        run_commands(
            [script], directory, repository.files, run.doing, resolved=lambda text: _resolved(text, context),
            exported=exported,
        )  # fmt: skip


def _read(repository: Repository, path: str) -> Node | None:
    """A workflow or an action of the repository, as ``./path`` names it."""
    name = posixpath.normpath(posixpath.join(repository.base, path.partition("@")[0]))
    for candidate in (name, f"{name}/action.yml", f"{name}/action.yaml"):
        if candidate.endswith((".yml", ".yaml")) and repository.files.has(candidate):
            if candidate not in repository.read:
                repository.read[candidate] = parse(candidate, repository.files.text(candidate) or "").root
            return repository.read[candidate]
    return None


def _action_defaults(action: Node | None) -> _Context:
    inputs = action.get("inputs") if action is not None else None
    defaults = {
        name: text_of(one.get("default"))
        for name, one in (inputs.mapping if inputs is not None else {}).items()
    }
    return {f"inputs.{name}": text for name, text in defaults.items() if text is not None}


# --- what expressions say ---


def _resolved(text: str, context: _Context) -> str:
    """A text with what is known of its expressions in it."""
    return _REFERENCE.sub(lambda found: context.get(found[1], found[0]), text)


def _inputs(node: Node | None, context: _Context, prefix: str = "inputs.") -> _Context:
    return {f"{prefix}{name}": _resolved(text, context) for name, text in texts_of(node).items()}


def _environment(node: Node | None, context: _Context) -> _Context:
    return _inputs(node, context, "env.")


def _combinations(job: Node) -> list[_Context]:
    """What a matrix says, once for each job that it makes."""
    matrix = job.get("strategy", "matrix")
    if matrix is None or not matrix.mapping:
        return [{}]
    axes = [
        [{f"matrix.{name}": text for name, text in _cell(name, one)} for one in axis.items]
        for name, axis in matrix.mapping.items()
        if name not in ("include", "exclude") and axis.items
    ]
    made: list[_Context] = []
    for cells in product(*axes):
        if len(made) >= _MAX_COMBINATIONS:
            break
        made.append({key: text for cell in cells for key, text in cell.items()})
    include = matrix.get("include")
    for one in include.items if include is not None else ():
        row = {f"matrix.{name}": node.text for name, node in one.mapping.items() if node.text is not None}
        fits = [
            known for known in made if axes and all(known.get(key, text) == text for key, text in row.items())
        ]
        for known in fits:
            known.update(row)
        if not fits:
            made = [*(known for known in made if known), row]
    return made or [{}]


def _cell(name: str, node: Node) -> Iterator[tuple[str, str]]:
    """A value of an axis: a text, or an object with members."""
    if node.text is not None:
        yield name, node.text
    for key, inner in node.mapping.items():
        if inner.text is not None:
            yield f"{name}.{key}", inner.text


# --- trust ---


def _subjects(root: Node, job: Node, context: _Context, name: str) -> list[str]:
    """What GitHub says of a job in its token: the environment, else the branch or the pull request."""
    environment = job.get("environment")
    named = environment.get("name") if environment is not None and environment.mapping else environment
    repository = f"repo:{name}"
    on = _on(root)
    if named is not None and named.text:
        return [f"{repository}:environment:{EXPRESSION.sub('*', _resolved(named.text, context))}"]
    events = {} if on is None else on.mapping or {one.text or "": one for one in (on.items or [on])}
    refs = _pushed(events["push"]) if "push" in events else []
    if "release" in events:
        refs.append("tags/*")
    by_default = any(event in events for event in _ON_DEFAULT)
    if by_default or ("workflow_dispatch" in events and not any(one.startswith("heads/") for one in refs)):
        refs.append(_DEFAULT)
    subjects = [f"{repository}:ref:refs/{one}" for one in dict.fromkeys(refs)]
    if "pull_request" in events:
        subjects.append(f"{repository}:pull_request")
    return subjects or [f"{repository}:ref:refs/{_DEFAULT}"]


def _pushed(push: Node) -> list[str]:
    """The branches and tags that a push has to be to: the ones listed, or any but those that are ignored."""
    found: list[str] = []
    for listed, ignored, kind in (("branches", "branches-ignore", "heads"), ("tags", "tags-ignore", "tags")):
        named = push.get(listed)
        for one in (named.items or [named]) if named is not None else ():
            # What is taken out of the others is no place of its own.
            if one.text and not one.text.startswith("!"):
                found.append(f"{kind}/{_PATTERN.sub('*', one.text)}")
        if named is None and push.get(ignored) is not None:
            found.append(f"{kind}/*")
    # Without a filter any branch will do; a role is for the one that is deployed.
    return found or [_DEFAULT]


def _trust(subjects: list[str], audience: str | None) -> dict[str, Any]:
    """GitHub's OIDC provider, for this repository and environment or branch."""
    return trust_of(_OIDC, f"{_OIDC}:sub", subjects, f"{_OIDC}:aud", audience or "sts.amazonaws.com")
