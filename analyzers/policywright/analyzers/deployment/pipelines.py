"""Pipelines: which role runs which commands, what these ask of AWS, and who should be able to assume the
role.

GitHub Actions (``github``), GitLab CI, CodeBuild's buildspec. What their commands ask is ``running``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from policywright.analyzers.deployment.github import WORKFLOW, workflow_jobs
from policywright.analyzers.deployment.running import Doing, Job, role_arn, run_commands, text_of, trust_of
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.knowledge.authorization import Authorizer


def jobs_of(files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    """The jobs of a project's pipelines that have to do with AWS."""
    for name in files.names:
        base = name.rpartition("/")[2]
        if WORKFLOW.match(name):
            yield from _read(files, name, workflow_jobs, authorizer)
        elif base in (".gitlab-ci.yml", ".gitlab-ci.yaml"):
            yield from _read(files, name, _gitlab, authorizer)
        elif fnmatchcase(base, "buildspec*.y*ml"):
            yield from _read(files, name, _buildspec, authorizer)


def _read(files: ProjectFiles, name: str, reader: Any, authorizer: Authorizer) -> Iterator[Job]:
    root = parse(name, files.text(name) or "").root
    if root is not None:
        yield from reader(root, name, files, authorizer)


# --- GitLab CI, CodeBuild ---

_GITLAB_WORDS = frozenset((
    "stages", "variables", "include", "default", "workflow", "image", "services", "before_script",
    "after_script", "cache", "pages",
))  # fmt: skip


def _gitlab(root: Node, name: str, files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    base = name.rpartition("/")[0]
    shared = [root.get("before_script"), root.get("default", "before_script")]
    for id, job in root.mapping.items():
        if id in _GITLAB_WORDS or not job.mapping:
            continue
        doing = Doing(authorizer)
        for script in (*shared, job.get("before_script"), job.get("script"), job.get("after_script")):
            for line in (script.items or [script]) if script is not None else ():
                run_commands(line, base, files, doing)
        tokens = job.get("id_tokens")
        audience = next(
            (
                aud
                for one in (tokens.mapping.values() if tokens is not None else ())
                if (aud := text_of(one.get("aud")))
            ),
            None,
        )
        role = next(
            (
                role_arn(value.text)
                for variables in (job.get("variables"), root.get("variables"))
                for key, value in (variables.mapping.items() if variables is not None else ())
                if "ROLE_ARN" in key.upper()
            ),
            None,
        )
        trust = None
        if audience is not None:
            subject = "project_path:GROUP/PROJECT:ref_type:branch:ref:main"
            trust = trust_of("gitlab.com", "gitlab.com:sub", [subject], "gitlab.com:aud", audience)
        made = doing.done(f"gitlab-{id}", role, job.key_span, trust)
        if made is not None and (made.uses or made.asked):
            yield made


def _buildspec(root: Node, name: str, files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    label = name.rpartition("/")[2].partition(".")[0]
    made = buildspec_job(root, name.rpartition("/")[0], label, files, authorizer)
    if made is not None:
        yield made


def buildspec_job(
    root: Node, base: str, label: str, files: ProjectFiles, authorizer: Authorizer
) -> Job | None:
    """A build of CodeBuild: commands of all phases, under the project's service role."""
    doing = Doing(authorizer)
    phases = root.get("phases")
    for phase in phases.mapping.values() if phases is not None else ():
        for part in ("commands", "finally"):
            commands = phase.get(part)
            for line in (commands.items or [commands]) if commands is not None else ():
                run_commands(line, base, files, doing)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "codebuild.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    return doing.done(label, None, root.span, {"Version": "2012-10-17", "Statement": [statement]})
