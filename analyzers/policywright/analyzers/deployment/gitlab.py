"""GitLab CI: jobs with what they inherit and include.

A job has the keys of what it ``extends``, and of ``default``; ``include: local`` takes other files of the
project in, ``trigger: include`` starts them as a pipeline of their own. Lists of commands may have others in
them, by an anchor or by ``!reference``. What is included from elsewhere is said.

https://docs.gitlab.com/ci/yaml/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import islice, product

from policywright.analyzers.deployment.origin import origin
from policywright.analyzers.deployment.running import (
    Doing,
    Job,
    role_arn,
    role_set_by,
    run_commands,
    text_of,
    trust_of,
)
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.analyzers.model import Unresolved, UnresolvedCode
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.records import dataclass, field

_WORDS = frozenset((
    "stages", "variables", "include", "default", "workflow", "image", "services", "before_script",
    "after_script", "cache", "spec",
))  # fmt: skip
"""Keys of a pipeline that are no jobs."""
_VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)")
_MAX_DEPTH = 10
"""Levels of ``extends`` and ``!reference`` (GitLab: 11 and 10), and of files that include each other."""
_MAX_JOBS = 200
"""Jobs of a matrix. GitLab, "parallel:matrix"."""
_MAX_FILES = 150
"""Files of a pipeline. GitLab, "Maximum number of includes"."""


@dataclass(slots=True, eq=False)
class _Pipeline:
    """The files of a pipeline as one: the file that includes others counts more than these."""

    files: ProjectFiles
    authorizer: Authorizer
    base: str
    """The directory of the project, which the names of included files begin at."""
    entries: dict[str, Node] = field(default_factory=dict)
    missing: list[tuple[Node, str]] = field(default_factory=list)
    """What is included from elsewhere."""
    children: list[str] = field(default_factory=list)
    """Files that jobs start as pipelines of their own."""
    read: set[str] = field(default_factory=set)


def pipeline_jobs(root: Node, name: str, files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    """The jobs of a project's pipeline and of those that it starts."""
    base = name.rpartition("/")[0]
    done: set[str] = set()
    pending = [(name, root)]
    while pending:
        name, root = pending.pop(0)
        pipeline = _Pipeline(files=files, authorizer=authorizer, base=base)
        _take(pipeline, root, 0)
        yield from _jobs(pipeline)
        yield from _elsewhere(pipeline)
        done.add(name)
        for child in pipeline.children:
            below = parse(child, files.text(child) or "").root
            if child not in done and below is not None:
                pending.append((child, below))


def _take(pipeline: _Pipeline, root: Node, depth: int) -> None:
    """Everything that a file and those that it includes say."""
    for key, node in root.mapping.items():
        pipeline.entries.setdefault(key, node)
    include = root.get("include")
    if include is None or depth >= _MAX_DEPTH:
        return
    for one in include.items or [include]:
        for name in _included(pipeline, one):
            if name in pipeline.read or len(pipeline.read) >= _MAX_FILES:
                continue
            pipeline.read.add(name)
            below = parse(name, pipeline.files.text(name) or "").root
            if below is not None:
                _take(pipeline, below, depth + 1)


def _included(pipeline: _Pipeline, include: Node) -> list[str]:
    """The files of the project that an include names; all others are noted."""
    project = text_of(include.get("project"))
    if project is not None and project == origin(pipeline.files, pipeline.base):
        several = include.get("file")
        return [
            name
            for one in (several.items or [several] if several is not None else ())
            for name in _local(pipeline, include, text_of(one) or "")
        ]
    said = text_of(include) or text_of(include.get("local"))
    if said is not None and "://" not in said:
        return _local(pipeline, include, said)
    for kind in ("project", "remote", "template", "component"):
        named = text_of(include.get(kind))
        if named is not None:
            pipeline.missing.append((include, named))
            return []
    if said is not None:
        pipeline.missing.append((include, said))
    return []


def _local(pipeline: _Pipeline, include: Node, said: str) -> list[str]:
    """The files here that a path or pattern names."""
    pattern = posixpath.normpath(posixpath.join(pipeline.base, said.lstrip("/")))
    found = [name for name in pipeline.files.names if fnmatchcase(name, pattern.replace("**", "*"))]
    if not found:
        pipeline.missing.append((include, said))
    return found


def _elsewhere(pipeline: _Pipeline) -> Iterator[Job]:
    for node, said in pipeline.missing:
        detail = (
            f"the pipeline includes {said}, which is not among these files; what its jobs ask is not known"
        )
        unresolved = Unresolved(code=UnresolvedCode.TEMPLATE, span=node.span, detail=detail, name=said)
        yield Job(name="gitlab", role=None, span=node.span, unresolved=(unresolved,))


# --- jobs ---


def _jobs(pipeline: _Pipeline) -> Iterator[Job]:
    for id, node in pipeline.entries.items():
        if id in _WORDS or id.startswith(".") or not node.mapping:
            continue
        default = pipeline.entries.get("default")
        chain = [*_chain(pipeline, node, 0), *([default] if default is not None else ())]
        for trigger in _given(chain, "trigger"):
            include = trigger.get("include")
            for one in (include.items or [include]) if include is not None else ():
                pipeline.children += _included(pipeline, one)
        # What starts another pipeline runs nothing itself.
        if not any(_given(chain, "script")):
            continue
        by_role: dict[tuple[str, ...], list[dict[str, str]]] = {}
        for variables in _told(pipeline, chain):
            roles = tuple(one for key, one in variables.items() if "ROLE" in key.upper())
            by_role.setdefault(roles, []).append(variables)
        for told in by_role.values():
            made = _job(pipeline, id, node, chain, told)
            if made is not None:
                yield made


def _job(
    pipeline: _Pipeline, id: str, node: Node, chain: list[Node], told: list[dict[str, str]]
) -> Job | None:
    """A job with one role; ``told`` are its variables, in each job of a matrix that has the role."""
    doing = Doing(pipeline.authorizer)
    lines = [
        line
        for key in ("before_script", "script", "after_script")
        if (script := _script(pipeline, chain, key)) is not None
        for line in _lines(pipeline, script, 0)
    ]
    for variables in told:
        run_commands(lines, pipeline.base, pipeline.files, doing, exported=variables)
    variables = told[0]
    audience = next(
        (
            aud
            for tokens in _given(chain, "id_tokens")
            for one in tokens.mapping.values()
            if (aud := text_of(one.get("aud")) or text_of(one.get("aud", 0)))
        ),
        None,
    )
    set_ = next((one for key, one in variables.items() if "ROLE_ARN" in key.upper()), None)
    said = doing.assumed or set_ or role_set_by(lines)
    role = role_arn(_filled(said, variables)) if said is not None else None
    trust = None
    if audience is not None:
        host = re.sub(r"^https?://", "", _filled(audience, variables)).split("/")[0]
        issuer = host if "." in host and "amazonaws" not in host and "$" not in host else "gitlab.com"
        path = origin(pipeline.files, pipeline.base) or "GROUP/PROJECT"
        trust = trust_of(
            issuer, f"{issuer}:sub", [f"project_path:{path}:{_reference(chain)}"], f"{issuer}:aud",
            _filled(audience, variables),
        )  # fmt: skip
    # Keys are set in the project, where nobody sees them: a job that asks AWS for something has some.
    credentials = audience is not None or doing.asks
    made = doing.done(f"gitlab-{id}", role, node.key_span, trust, credentials=credentials)
    return made if made is not None and made.does_something else None


def _chain(pipeline: _Pipeline, node: Node, depth: int) -> Iterator[Node]:
    """A job and what it extends, what counts more before what counts less."""
    yield node
    extends = node.get("extends")
    for one in reversed(extends.items or [extends]) if extends is not None and depth < _MAX_DEPTH else ():
        parent = pipeline.entries.get(one.text or "")
        if parent is not None:
            yield from _chain(pipeline, parent, depth + 1)


def _given(chain: list[Node], key: str) -> Iterator[Node]:
    """What a job and its ancestors say under a key."""
    return (found for one in chain if (found := one.get(key)) is not None)


def _script(pipeline: _Pipeline, chain: list[Node], key: str) -> Node | None:
    """The commands under a key: the job's own instead of the pipeline's."""
    found = next(_given(chain, key), None)
    return pipeline.entries.get(key) if found is None and key != "script" else found


def _lines(pipeline: _Pipeline, node: Node, depth: int) -> Iterator[Node]:
    """The single commands of a list, with those of lists within it."""
    if node.raw.tag == "!reference":
        found = _referred(pipeline, node)
        if found is not None and depth < _MAX_DEPTH:
            yield from _lines(pipeline, found, depth + 1)
        return
    if node.items and depth < _MAX_DEPTH:
        for one in node.items:
            yield from _lines(pipeline, one, depth + 1)
    elif node.text:
        yield node


def _referred(pipeline: _Pipeline, node: Node) -> Node | None:
    """What ``!reference [job, key, ...]`` stands for."""
    listed = node.single[1] if node.single is not None else node
    steps = [one.text or "" for one in listed.items]
    job = pipeline.entries.get(steps[0]) if steps else None
    if job is None or len(steps) < 2:
        return job
    found = next(_given(list(_chain(pipeline, job, 0)), steps[1]), None)
    return found.get(*steps[2:]) if found is not None and len(steps) > 2 else found


def _told(pipeline: _Pipeline, chain: list[Node]) -> Iterator[dict[str, str]]:
    """The variables of a job; of a matrix, those of each job that it makes."""
    matrix = next((one for given in _given(chain, "parallel") if (one := given.get("matrix"))), None)
    cells = (
        dict(zip(row.mapping, each, strict=True))
        for row in (matrix.items if matrix is not None else ())
        for each in product(*(_texts(one) for one in row.mapping.values()))
    )
    made = [_variables(pipeline, chain, cell) for cell in islice(cells, _MAX_JOBS)]
    yield from made or [_variables(pipeline, chain, {})]


def _texts(node: Node) -> list[str]:
    return [one.text or "" for one in node.items or [node]]


def _variables(pipeline: _Pipeline, chain: list[Node], cell: dict[str, str]) -> dict[str, str]:
    """The variables of a job: the pipeline's, under its own, under those of a matrix."""
    found: dict[str, str] = {}
    shared = pipeline.entries.get("variables")
    for variables in (*([shared] if shared is not None else ()), *reversed(list(_given(chain, "variables")))):
        told = _referred(pipeline, variables) if variables.raw.tag == "!reference" else variables
        for key, node in (told.mapping if told is not None else {}).items():
            value = text_of(node) if not node.mapping else text_of(node.get("value"))
            if value is not None:
                found[key] = value
    found |= cell
    return {key: _filled(value, found) for key, value in found.items()}


def _filled(text: str, variables: dict[str, str]) -> str:
    """A text with the variables that are known in it."""
    return _VARIABLE.sub(lambda found: variables.get(found[1] or found[2], found[0]), text)


def _reference(chain: list[Node]) -> str:
    """What the token says of the branch or tag for which a job runs."""
    said = " ".join(
        one.text or ""
        for key in ("rules", "only")
        for given in _given(chain, key)
        for one in given.walk()
        if one.is_scalar
    )
    if "CI_COMMIT_TAG" in said or re.search(r"\btags\b", said):
        return "ref_type:tag:ref:*"
    branch = re.search(r"CI_COMMIT_(?:BRANCH|REF_NAME)\s*==\s*[\"']([^\"']+)[\"']", said)
    return f"ref_type:branch:ref:{branch[1] if branch else 'main'}"
