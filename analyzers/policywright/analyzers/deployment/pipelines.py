"""Pipelines: which role runs which commands, what these ask of AWS, and who should be able to assume the
role.

GitHub Actions (``github``), GitLab CI (``gitlab``), Bitbucket (``bitbucket``), CircleCI (``circleci``),
CodeBuild's buildspec. What their commands ask is
``running``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from policywright.analyzers.deployment.bitbucket import FILE as BITBUCKET
from policywright.analyzers.deployment.bitbucket import step_jobs
from policywright.analyzers.deployment.circleci import FILE as CIRCLECI
from policywright.analyzers.deployment.circleci import config_jobs
from policywright.analyzers.deployment.github import WORKFLOW, workflow_jobs
from policywright.analyzers.deployment.gitlab import pipeline_jobs
from policywright.analyzers.deployment.model import Asked
from policywright.analyzers.deployment.naming import OPEN, arn_in
from policywright.analyzers.deployment.running import Doing, Job, asked_for, run_commands, secret_arns
from policywright.analyzers.deployment.sections import parameter_arn
from policywright.analyzers.infrastructure.project import ProjectFiles, whole_file
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.analyzers.model import Span, Unresolved, UnresolvedCode
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.isolation import attempt
from policywright.knowledge.records import replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Hole


def jobs_of(files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    """The jobs of a project's pipelines that have to do with AWS."""
    for name in files.names:
        base = name.rpartition("/")[2]
        if WORKFLOW.match(name):
            yield from _read(files, name, workflow_jobs, authorizer)
        elif base in (".gitlab-ci.yml", ".gitlab-ci.yaml"):
            yield from _read(files, name, pipeline_jobs, authorizer)
        elif base == BITBUCKET:
            yield from _read(files, name, step_jobs, authorizer)
        elif name == CIRCLECI or name.endswith(f"/{CIRCLECI}"):
            yield from _read(files, name, config_jobs, authorizer)
        elif fnmatchcase(base, "buildspec*.y*ml"):
            yield from _read(files, name, _buildspec, authorizer)


def _read(files: ProjectFiles, name: str, reader: Any, authorizer: Authorizer) -> list[Job]:
    def jobs() -> list[Job]:
        root = parse(name, files.text(name) or "").root
        return list(reader(root, name, files, authorizer)) if root is not None else []

    return attempt(jobs, partial(_lost, name))


def _lost(name: str, why: str) -> list[Job]:
    """What stands for a pipeline on which this program fails."""
    span = whole_file(name)
    said = Unresolved(
        code=UnresolvedCode.INTERNAL, span=span, detail=f"what its jobs need is not known: {why}", name=name
    )
    label = name.rpartition("/")[2].strip(".").partition(".")[0]
    return [Job(name=label, role=None, span=span, unresolved=(said,))]


# --- CodeBuild ---

_SPEC = "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html"
_BUILDS = "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html"
_REPORTS = "https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html"


def _buildspec(root: Node, name: str, files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    label = name.rpartition("/")[2].partition(".")[0]
    made = buildspec_job(root, name.rpartition("/")[0], label, files, authorizer)
    if made is not None:
        # Which project it is of, nobody says here.
        yield replace(made, asked=(build_logs(OPEN, made.span), *made.asked))


def build_logs(project: Parts, span: Span) -> Asked:
    """What a build's role needs for its log, whatever its commands are."""
    group = arn_in("logs", "log-group:/aws/codebuild/", *project)
    streams = arn_in("logs", "log-group:/aws/codebuild/", *project, ":*")
    actions = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
    return asked_for(actions, (group, streams), "writes its log", span, _BUILDS)


def buildspec_job(
    root: Node, base: str, label: str, files: ProjectFiles, authorizer: Authorizer
) -> Job | None:
    """A build of CodeBuild: commands of all phases, under the project's service role."""
    doing = Doing(authorizer)
    phases = root.get("phases")
    # All commands of a build run in one shell.
    lines = [
        line
        for phase in (phases.mapping.values() if phases is not None else ())
        for part in ("commands", "finally")
        if (commands := phase.get(part)) is not None
        for line in (commands.items or [commands])
    ]
    variables = root.get("env", "variables")
    exported = {
        name: one.text
        for name, one in (variables.mapping if variables is not None else {}).items()
        if one.text is not None
    }
    run_commands(lines, base, files, doing, exported=exported)
    doing.asked.extend(_parameters(root.get("env")))
    doing.asked.extend(_reports(root.get("reports")))
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "codebuild.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    trust = {"Version": "2012-10-17", "Statement": [statement]}
    return doing.done(label, None, root.span, trust, credentials=True)


def _parameters(env: Node | None) -> Iterator[Asked]:
    """What a build's environment is taken from: parameters and secrets."""
    for kind, actions, arns in (
        ("parameter-store", ("ssm:GetParameters",), lambda text: (parameter_arn(text),)),
        ("secrets-manager", ("secretsmanager:GetSecretValue",), secret_arns),
    ):
        named = env.get(kind) if env is not None else None
        for one in named.mapping.values() if named is not None else ():
            if one.text:
                yield asked_for(
                    actions, arns(one.text), f"takes {kind} into its environment", one.span, _SPEC
                )


def _reports(reports: Node | None) -> Iterator[Asked]:
    """The reports that a build makes: of a group by its ARN, or of one that is called after the project."""
    for name, node in reports.mapping.items() if reports is not None else ():
        whole = Const(name) if name.startswith("arn:") else None
        group = whole or arn_in("codebuild", "report-group/", Hole(kind="unknown"), f"-{name}")
        actions = (
            "codebuild:CreateReportGroup", "codebuild:CreateReport", "codebuild:UpdateReport",
            "codebuild:BatchPutTestCases", "codebuild:BatchPutCodeCoverages",
        )  # fmt: skip
        yield asked_for(actions, (group,), f"reports {name}", node.key_span, _REPORTS)
