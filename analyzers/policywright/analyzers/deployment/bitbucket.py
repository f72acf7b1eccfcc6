"""Bitbucket Pipelines: each step is a job with a shell of its own, its commands and its pipes.

A pipe is an action of the marketplace, with its variables as inputs. A step with ``oidc`` has a token, which
is handed to AWS by ``AWS_ROLE_ARN`` or a pipe's ``AWS_OIDC_ROLE_ARN``. A step that aliases repeat is one job.

https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.deployment.marketplace import Action, run_action
from policywright.analyzers.deployment.running import (
    Doing,
    Job,
    role_arn,
    role_set_by,
    run_commands,
    text_of,
    texts_of,
    trust_of,
)
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.knowledge.authorization import Authorizer

FILE = "bitbucket-pipelines.yml"
_PROVIDER = "api.bitbucket.org/2.0/workspaces/WORKSPACE/pipelines-config/identity/oidc"
"""https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/"""
_OIDC_ROLE = "AWS_OIDC_ROLE_ARN"


def step_jobs(root: Node, name: str, files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    """The steps of all pipelines, each once."""
    pipelines = root.get("pipelines")
    seen: set[tuple[int, int]] = set()
    taken: dict[str, int] = {}
    for node in pipelines.walk() if pipelines is not None else ():
        step = node.mapping.get("step")
        if step is None or (step.span.start_byte, step.span.end_byte) in seen:
            continue
        seen.add((step.span.start_byte, step.span.end_byte))
        label = text_of(step.get("name")) or text_of(step.get("deployment")) or "step"
        label = "-".join(label.lower().split())
        taken[label] = taken.get(label, 0) + 1
        number = f"-{taken[label]}" if taken[label] > 1 else ""
        made = _job(step, f"bitbucket-{label}{number}", name.rpartition("/")[0], files, authorizer)
        if made is not None:
            yield made


def _job(step: Node, label: str, base: str, files: ProjectFiles, authorizer: Authorizer) -> Job | None:
    doing = Doing(authorizer)
    said: str | None = None
    lines: list[Node] = []
    for key in ("script", "after-script"):
        script = step.get(key)
        for one in script.items if script is not None else ():
            pipe = text_of(one.get("pipe"))
            if pipe is None:
                lines.append(one)
                continue
            given = texts_of(one.get("variables"))
            said = said or given.get(_OIDC_ROLE)
            used = Action(name=pipe.partition(":")[0], given=given, span=one.span, files=files, base=base)
            run_action(used, doing, credentials=True)
    run_commands([one for one in lines if one.text], base, files, doing)
    said = said or doing.assumed or role_set_by(lines)
    has_token = text_of(step.get("oidc")) == "true"
    role = role_arn(said)
    trust = None
    if has_token:
        trust = trust_of(
            _PROVIDER, f"{_PROVIDER}:sub", ["{REPOSITORY_UUID}:*"], f"{_PROVIDER}:aud",
            "ari:cloud:bitbucket::workspace/WORKSPACE_UUID",
        )  # fmt: skip
    # Keys are set in the repository, where nobody sees them: what asks AWS for something has some.
    credentials = has_token or doing.asks
    made = doing.done(label, role, step.span, trust, credentials=credentials)
    return made if made is not None and made.does_something else None
