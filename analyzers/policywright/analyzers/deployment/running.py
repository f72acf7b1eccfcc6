"""What the commands of a pipeline's job do: the tools that they run, and what these ask of AWS.

Commands come from ``scripts``; what the programs and the actions of GitHub's marketplace ask is
``tools.toml``, and of the AWS CLI ``command_lines``. ``Doing`` is a job while it is read.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files as package_files
from typing import Any

from policywright.analyzers.deployment import terragrunt
from policywright.analyzers.deployment.command_lines import asked_by
from policywright.analyzers.deployment.model import Asked, Tool
from policywright.analyzers.deployment.naming import arn_in
from policywright.analyzers.deployment.scripts import Command, commands_of
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.analyzers.model import Condition, Span, Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Hole, Value

EXPRESSION = re.compile(r"\$\{\{.*?\}\}|\$\{?\w+\}?")
_ECR = re.compile(r"(?:(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+|[^/]*\$[^/]*)/([^:@\s]+)")
_ABOUT_AWS = re.compile(
    r"(?i)(?:^|[/-])(?:aws|ecr|ecs|eks|s3|lambda|cloudfront|cloudformation|cdk|sam|serverless|terraform|terragrunt)"
    r"(?:[/-]|\Z)"
)
"""Names of actions that may have to do with AWS."""
_PREPARES = re.compile(r"(?i)setup|install|lint|fmt|checkout|comment")
"""Names of actions that put a tool in place, or look at files."""
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
class Doing:
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


def trust_of(provider: str, sub: str, subjects: list[str], aud: str, audience: str) -> dict[str, Any]:
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


# --- commands ---


@cache
def table() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(package_files(__package__).joinpath("tools.toml").read_text("utf-8"))["row"])


def run_commands(
    node: Node, directory: str, files: ProjectFiles, doing: Doing, *, text: str | None = None,
    exported: dict[str, str] | None = None,
) -> None:  # fmt: skip
    """Reads a script: ``text`` where something of the node's is replaced; ``exported`` are variables."""
    script = node.text or "" if text is None else text
    known = {name: one for name, one in (exported or {}).items() if not EXPRESSION.search(one)}
    before = "".join(
        f"{name}={shlex.quote(one)}; "
        for name, one in known.items()
        if f"${name}" in script or f"${{{name}}}" in script
    )
    for command in commands_of(f"{before}{script}", directory, files):
        row = next((one for one in table() if "words" in one and _begins(command.words, one["words"])), None)
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
            _deploys(row, command, span, files, doing)
        elif not row.get("quiet"):
            said = " ".join(command.words[:3])
            resources = tuple(_on(row["on"], command))
            doing.asked.append(
                asked_for(tuple(row["actions"]), resources, f"runs {said}", span, row["source"])
            )
            if "also" in row:
                doing.asked.append(asked_for(tuple(row["also"]), (), f"runs {said}", span, row["source"]))


def _deploys(row: dict[str, Any], command: Command, span: Span, files: ProjectFiles, doing: Doing) -> None:
    """A command of a tool that deploys."""
    role = _option(command.words, row.get("role", ""))
    stack = _option(command.words, "--stack-name")
    directories = [command.directory]
    if row["words"][0] == "terragrunt":
        every = "--all" in command.words or any(word.endswith("-all") for word in command.words)
        directories = terragrunt.modules_of(files, command.directory, every=every)
        doing.asked.extend(terragrunt.state_of(files, command.directory, span))
    for directory in directories:
        doing.uses.append(Use(
            tool=row["deploys"], directory=directory, phases=row["phases"], role=role, span=span,
            stack=stack if stack and not EXPRESSION.search(stack) else None,
        ))  # fmt: skip


def run_action(uses: str, given: dict[str, str], span: Span, doing: Doing, *, credentials: bool) -> None:
    """What an action of the marketplace asks of AWS, by its inputs; nothing unknown without credentials."""
    action = uses.partition("@")[0]
    row = next((one for one in table() if one.get("uses") == action), None)
    if row is None:
        if credentials and _ABOUT_AWS.search(action) and not _PREPARES.search(action):
            detail = f"the action {action} may ask something of AWS; what is not known here"
            doing.unresolved.append(
                Unresolved(code=UnresolvedCode.PROGRAM, span=span, detail=detail, name=action)
            )
        return
    if any(given.get(name, "").lower() != wanted for name, wanted in row.get("if", {}).items()):
        return
    if "deploys" in row:
        stack = given.get(row.get("stack", ""))
        doing.uses.append(Use(
            tool=row["deploys"], directory="", phases=row["phases"], role=given.get(row.get("role", "")),
            span=span, stack=stack if stack and not EXPRESSION.search(stack) else None,
        ))  # fmt: skip
    for part in row.get("asks", ()):
        _asks(part, row["source"], f"uses {action}", given, span, doing)


def _asks(
    part: dict[str, Any], source: str, said: str, given: dict[str, str], span: Span, doing: Doing
) -> None:
    """One thing that an action asks: ``actions`` on ``on``, where the inputs in ``when`` are given."""
    if any(not given.get(name) for name in part.get("when", ())):
        return
    resources = tuple(one for name in part.get("on", ()) for one in _on_inputs(name, given))
    if part.get("on") and not resources:
        return
    asked = asked_for(tuple(part["actions"]), resources, said, span, source)
    if "pass" in part:
        receiver: Condition = ("StringEquals", "iam:PassedToService", (Const(part["pass"]),))
        asked = replace(asked, conditions=(receiver,))
    doing.asked.append(asked)


def _on_inputs(what: str, given: dict[str, str]) -> Iterator[Value]:
    """What an action of the marketplace is about, as its inputs say."""
    if what == "ecr-images":
        for image in given.get("tags", "").replace(",", "\n").split("\n"):
            found = _ECR.search(image.strip())
            if found is not None:
                region, account = found[2] or texts.REGION, found[1] or texts.ACCOUNT
                yield arn_in("ecr", "repository/", *_holes(found[3]), region=region, account=account)
    elif what == "ecs-service":
        cluster, service = given.get("cluster") or "default", given.get("service")
        if service:
            yield arn_in("ecs", "service/", *_holes(cluster), "/", *_holes(service))
    elif what == "role":
        yield arn_in("iam", "role/", _ANY, region="")
    elif what == "codebuild-project":
        yield arn_in("codebuild", "project/", *_holes(given.get("project-name") or "$"))
    elif what == "build-logs":
        yield arn_in("logs", "log-group:/aws/codebuild/", *_holes(given.get("project-name") or "$"), ":*")
    elif what == "secrets":
        for line in given.get("secret-ids", "").split("\n"):
            name = line.rpartition(",")[2].strip()
            if name.startswith("arn:"):
                yield texts.join(_holes(name))
            elif name:
                yield arn_in("secretsmanager", "secret:", *_holes(name), "-", _ANY)


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
    for index, piece in enumerate(EXPRESSION.split(text)):
        pieces += [_ANY] if index else []
        pieces += [piece] if piece and piece != "$" else [_ANY] if piece == "$" else []
    return tuple(pieces)


def role_arn(text: str | None) -> Value | None:
    """The ARN of a role as a pipeline names it."""
    if not text:
        return None
    if text.startswith("arn:"):
        return texts.join(_holes(text))
    if EXPRESSION.search(text):
        return arn_in("iam", "role/", _ANY, region="")
    return arn_in("iam", f"role/{text.removeprefix('role/')}", region="")


def asked_for(
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


def text_of(node: Node | None) -> str | None:
    return None if node is None else node.text
