"""Pipelines: which role runs which commands, what these ask of AWS, and who should be able to assume the
role.

GitHub Actions (a role for each ``configure-aws-credentials``), GitLab CI, CodeBuild's buildspec. Commands
come from ``scripts``; what the programs ask is ``tools.toml``, and of the AWS CLI ``command_lines``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files as package_files
from typing import Any

from policywright.analyzers.deployment.command_lines import asked_by
from policywright.analyzers.deployment.model import Asked, Tool
from policywright.analyzers.deployment.naming import arn_in
from policywright.analyzers.deployment.scripts import Command, commands_of
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.analyzers.model import Span, Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Hole, Value

_GITHUB = re.compile(r"(?:^|.*/)\.github/workflows/[^/]+\.ya?ml\Z")
_EXPRESSION = re.compile(r"\$\{\{.*?\}\}|\$\{?\w+\}?")
_ECR = re.compile(r"(?:(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+|[^/]*\$[^/]*)/([^:@\s]+)")
_CREDENTIALS = "aws-actions/configure-aws-credentials"
_OIDC = "token.actions.githubusercontent.com"
_ANY = Hole(kind="unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A tool that deploys: in which directory, in which phases, with which execution role."""

    tool: Tool
    directory: str
    phases: str
    role: str | None
    span: Span
    stack: str | None = None
    """The name of the stack, where the command says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one role does in one job of a pipeline."""

    name: str
    role: Value | None
    span: Span
    uses: tuple[Use, ...] = ()
    asked: tuple[Asked, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    trust: dict[str, Any] | None = None

    @property
    def tools(self) -> tuple[Tool, ...]:
        """The tools that it deploys with."""
        return tuple(use.tool for use in self.uses)


@dataclass(slots=True, eq=False)
class _Doing:
    """A job while its commands are read."""

    authorizer: Authorizer
    uses: list[Use] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)

    def done(self, name: str, role: Value | None, span: Span, trust: dict[str, Any] | None) -> Job | None:
        if not self.uses and not self.asked and not self.unresolved and role is None:
            return None
        return Job(
            name=name, role=role, span=span, uses=tuple(dict.fromkeys(self.uses)), asked=tuple(self.asked),
            unresolved=tuple(self.unresolved), trust=trust,
        )  # fmt: skip


def jobs_of(files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    """The jobs of a project's pipelines that have to do with AWS."""
    for name in files.names:
        base = name.rpartition("/")[2]
        if _GITHUB.match(name):
            yield from _read(files, name, _github, authorizer)
        elif base in (".gitlab-ci.yml", ".gitlab-ci.yaml"):
            yield from _read(files, name, _gitlab, authorizer)
        elif fnmatchcase(base, "buildspec*.y*ml"):
            yield from _read(files, name, _buildspec, authorizer)


def _read(files: ProjectFiles, name: str, reader: Any, authorizer: Authorizer) -> Iterator[Job]:
    root = parse(name, files.text(name) or "").root
    if root is not None:
        yield from reader(root, name, files, authorizer)


# --- GitHub Actions ---


def _github(root: Node, name: str, files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    jobs = root.get("jobs")
    label = name.rpartition("/")[2].partition(".")[0]
    base = name.rpartition(".github/")[0].rstrip("/")
    for id, job in jobs.mapping.items() if jobs is not None else ():
        steps = job.get("steps")
        role: Value | None = None
        span = job.key_span
        doing = _Doing(authorizer)
        trust = _github_trust(root, job)
        default = _text(job.get("defaults", "run", "working-directory")) or _text(
            root.get("defaults", "run", "working-directory")
        )
        for step in steps.items if steps is not None else ():
            uses = _text(step.get("uses")) or ""
            if uses.startswith(_CREDENTIALS):
                made = doing.done(f"{label}-{id}", role, span, trust if role is not None else None)
                if made is not None:
                    yield made
                given = step.get("with", "role-to-assume")
                role, span, doing = role_arn(_text(given)), (given or step).span, _Doing(authorizer)
            elif uses.startswith("aws-actions/amazon-ecr-login"):
                doing.asked.append(
                    _asked(("ecr:GetAuthorizationToken",), (), "logs in to ECR", step.span, uses)
                )
            script = step.get("run")
            if script is not None and script.text:
                where = _text(step.get("working-directory")) or default or ""
                directory = "/".join(one for one in (base, where.removeprefix("./")) if one)
                _commands(script, directory, files, doing)
        made = doing.done(f"{label}-{id}", role, span, trust if role is not None else None)
        if made is not None:
            yield made


def _github_trust(root: Node, job: Node) -> dict[str, Any]:
    """GitHub's OIDC provider, for this repository and environment or branch."""
    environment = job.get("environment")
    named = environment.get("name") if environment is not None and environment.mapping else environment
    repository = "repo:OWNER/REPOSITORY"
    on = root.get("on") or root.get("true")
    if named is not None and named.text:
        subjects = [f"{repository}:environment:{_EXPRESSION.sub('*', named.text)}"]
    else:
        branches = on.get("push", "branches") if on is not None else None
        named_branches = [one.text for one in branches.items if one.text] if branches is not None else []
        subjects = [f"{repository}:ref:refs/heads/{one}" for one in named_branches]
        if on is not None and (
            "pull_request" in on.mapping or any(one.text == "pull_request" for one in on.items)
        ):
            subjects.append(f"{repository}:pull_request")
        subjects = subjects or [f"{repository}:ref:refs/heads/main"]
    return _trust(_OIDC, f"{_OIDC}:sub", subjects, f"{_OIDC}:aud", "sts.amazonaws.com")


def _trust(provider: str, sub: str, subjects: list[str], aud: str, audience: str) -> dict[str, Any]:
    operator = "StringLike" if any("*" in one for one in subjects) else "StringEquals"
    conditions: dict[str, dict[str, Any]] = {"StringEquals": {aud: audience}}
    conditions.setdefault(operator, {})[sub] = subjects[0] if len(subjects) == 1 else subjects
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": f"arn:aws:iam::ACCOUNT:oidc-provider/{provider}"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": conditions,
            }
        ],
    }


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
        doing = _Doing(authorizer)
        for script in (*shared, job.get("before_script"), job.get("script"), job.get("after_script")):
            for line in (script.items or [script]) if script is not None else ():
                _commands(line, base, files, doing)
        tokens = job.get("id_tokens")
        audience = next(
            (
                aud
                for one in (tokens.mapping.values() if tokens is not None else ())
                if (aud := _text(one.get("aud")))
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
            trust = _trust("gitlab.com", "gitlab.com:sub", [subject], "gitlab.com:aud", audience)
        made = doing.done(f"gitlab-{id}", role, job.key_span, trust)
        if made is not None and (made.uses or made.asked):
            yield made


def _buildspec(root: Node, name: str, files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    """A build of CodeBuild: commands of all phases, under the project's service role."""
    base = name.rpartition("/")[0]
    doing = _Doing(authorizer)
    phases = root.get("phases")
    for phase in phases.mapping.values() if phases is not None else ():
        commands = phase.get("commands")
        for line in (commands.items or [commands]) if commands is not None else ():
            _commands(line, base, files, doing)
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "codebuild.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    made = doing.done(name.rpartition("/")[2].partition(".")[0], None, root.span, trust)
    if made is not None:
        yield made


# --- commands ---


@cache
def _table() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(package_files(__package__).joinpath("tools.toml").read_text("utf-8"))["row"])


def _commands(node: Node, directory: str, files: ProjectFiles, doing: _Doing) -> None:
    for command in commands_of(node.text or "", directory, files):
        row = next((one for one in _table() if _begins(command.words, one["words"])), None)
        first = 1 if "\n" in (node.text or "") and node.span.end_line > node.span.line else 0
        line = node.span.line + min(command.line + first, node.span.end_line - node.span.line)
        span = replace(node.span, line=line, end_line=line)
        if row is None:
            if command.words[0].rpartition("/")[2] == "aws":
                asked, unresolved = asked_by(command.values, span, doing.authorizer)
                doing.asked.extend(asked)
                doing.unresolved.extend(unresolved)
            elif command.words[0] in (
                "eksctl",
                "copilot",
                "amplify",
                "eb",
                "pulumi",
                "ansible-playbook",
                "packer",
            ):
                doing.unresolved.append(_unread(command, span))
        elif "deploys" in row:
            role = _option(command.words, row.get("role", ""))
            stack = _option(command.words, "--stack-name")
            doing.uses.append(
                Use(
                    tool=row["deploys"],
                    directory=command.directory,
                    phases=row["phases"],
                    role=role,
                    span=span,
                    stack=stack if stack and not _EXPRESSION.search(stack) else None,
                )
            )
        elif not row.get("quiet"):
            said = " ".join(command.words[:3])
            resources = tuple(_on(row["on"], command))
            doing.asked.append(_asked(tuple(row["actions"]), resources, f"runs {said}", span, row["source"]))
            if "also" in row:
                doing.asked.append(_asked(tuple(row["also"]), (), f"runs {said}", span, row["source"]))


def _begins(words: tuple[str, ...], wanted: list[str]) -> bool:
    """Whether a command begins like a row, options before the subcommand left out."""
    rest = list(words)
    for index, one in enumerate(wanted):
        while index and rest and rest[0].startswith("-"):
            takes = rest[0] in ("--profile", "--region", "--output", "--endpoint-url") and len(rest) > 1
            rest = rest[2:] if takes else rest[1:]
        if not rest or rest[0].rpartition("/")[2] not in one.split("|"):
            return False
        rest = rest[1:]
    return True


def _option(words: tuple[str, ...], name: str) -> str | None:
    for index, word in enumerate(words):
        if name and word == name and index + 1 < len(words):
            return words[index + 1]
        if name and word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None


def _on(what: str, command: Command) -> Iterator[Value]:
    if what == "ecr-repository":
        for word in command.words[2:]:
            found = _ECR.search(word)
            if found is not None:
                region, account = found[2] or texts.REGION, found[1] or texts.ACCOUNT
                yield arn_in("ecr", "repository/", *_holes(found[3]), region=region, account=account)
                return
        yield arn_in("ecr", "repository/", _ANY)
    elif what == "eks-cluster":
        yield arn_in("eks", "cluster/", *_holes(_option(command.words, "--name") or "$"))


def _holes(text: str) -> Parts:
    """A word of a script; what a variable says is open."""
    pieces: list[str | Hole] = []
    for index, piece in enumerate(_EXPRESSION.split(text)):
        pieces += [_ANY] if index else []
        pieces += [piece] if piece and piece != "$" else [_ANY] if piece == "$" else []
    return tuple(pieces)


def role_arn(text: str | None) -> Value | None:
    """The ARN of a role as a pipeline names it."""
    if not text:
        return None
    if text.startswith("arn:"):
        return texts.join(_holes(text))
    if _EXPRESSION.search(text):
        return arn_in("iam", "role/", _ANY, region="")
    return arn_in("iam", f"role/{text.removeprefix('role/')}", region="")


def _asked(
    actions: tuple[str, ...], resources: tuple[Value, ...], why: str, span: Span, source: str
) -> Asked:
    return Asked(
        actions=actions,
        resources=resources,
        why=f"the job {why}",
        span=span,
        source=source,
        operation="pipeline",
    )


def _unread(command: Command, span: Span) -> Unresolved:
    program, *rest = command.words
    while rest and rest[0].startswith("-") and len(rest) > 2:
        rest = rest[2:]
    said = " ".join((program, *rest[:2]))
    detail = f"`{said}` asks something of AWS that is not known here"
    return Unresolved(code=UnresolvedCode.PROGRAM, span=span, detail=detail, name=said)


def _text(node: Node | None) -> str | None:
    return None if node is None else node.text
