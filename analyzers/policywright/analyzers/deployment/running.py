"""What the commands of a pipeline's job do: the tools that they run, and what these ask of AWS.

Commands come from ``scripts``; what programs ask is ``tools.toml``, and of the AWS CLI ``command_lines``;
``marketplace`` has GitHub's actions. ``Doing`` is a job while it is read.
"""

from __future__ import annotations

import json
import posixpath
import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files as package_files
from itertools import accumulate
from typing import Any

from policywright.analyzers.commands.programs import MAX_TOLD, is_harmless, runs_tasks
from policywright.analyzers.deployment import terragrunt
from policywright.analyzers.deployment.model import ANYWHERE, Asked, Made, Told, Tool, Where
from policywright.analyzers.deployment.naming import MANAGED_BUCKET, OPEN, arn_in
from policywright.analyzers.deployment.options import INPUTS, files_of_variables, settings
from policywright.analyzers.deployment.places import (
    NO_REGION,
    REGIONS,
    account_of,
    put_asked,
    said_region,
    within,
)
from policywright.analyzers.deployment.scripts import Command, commands_of, not_followed
from policywright.analyzers.deployment.which import Template, Written
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.analyzers.model import Span, Unresolved, UnresolvedCode
from policywright.knowledge import forms, texts
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Hole, Value

EXPRESSION = re.compile(r"\$\{\{.*?\}\}|\$\{(?:[^{}]|\{[^{}]*\})*\}|\$\{?\w+")
_SETS_ROLE = re.compile(r"""\bAWS_ROLE_ARN=["']?([^\s"';&|]+)""")
ECR = re.compile(r"(?:(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+|[^/]*\$[^/]*)/([^:@\s]+)")
_ASKING = frozenset((
    "copilot", "amplify", "eb", "pulumi", "ansible-playbook", "packer", "cdk", "sam", "serverless",
    "sls", "chamber", "terragrunt", "zappa", "chalice", "ecs-cli", "ecspresso", "sops", "sceptre", "rain",
))  # fmt: skip
"""Programs that are there to ask something of AWS; what is known of them are rows of the table."""
_NAME = re.compile(r"^(?!:)[^=]*[A-Za-z][^=]*\Z")
"""What can be a program's name: numbers and assignments are left of what a shell would read otherwise, and
make's `:$(call ...)` is the shell's own `:`."""
_TELLS = tuple((word,) for word in ("--version", "-version", "-v", "-V", "version", "--help", "-h", "help"))
"""What a program is asked about itself."""
_QUIET = (("completion",), ("info",))
_INTERPRETERS = re.compile(r"python[\d.]*|(?:ba)?sh|node|deno|bun|ts-node|tsx|ruby|perl|php|java|go|dotnet")
_VALUED = ("--profile", "--region", "--output", "--endpoint-url")
"""Options before a subcommand that have a value."""
_KUBERNETES = (
    "--context", "--kube-context", "--kubeconfig", "--namespace", "-n", "--cluster", "--user", "--server",
    "-s",
)  # fmt: skip
_CDK = (
    "-a", "--app", "-c", "--context", "-p", "--plugin", "-r", "--role-arn", "-o", "--output", "--profile",
    "--toolkit-stack-name", "--proxy", "-b", "--build",
)  # fmt: skip
_CDK_AFTER = (
    "--require-approval", "--parameters", "--outputs-file", "-O", "-t", "--tags", "--method", "-m",
    "--progress", "--change-set-name", "--concurrency", "--notification-arns",
)  # fmt: skip
"""Options after the subcommand that may have a value."""
_VALUED_BY = dict.fromkeys(("kubectl", "helm", "helmfile"), _KUBERNETES) | {"cdk": _CDK}
_PARAMETERS = frozenset((
    "--parameter-overrides", "--parameters", "--config-file", "--guided", "-g",
))  # fmt: skip
ANY = Hole(kind="unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A tool that deploys: in which directory, in which phases, with which execution role."""

    tool: Tool
    directory: str
    phases: str
    role: str | None
    span: Span
    told: Told = Told()
    """What the command says of the stack, and where it is."""
    template: Template = Template()
    """What is deployed, where the command says it."""
    given: tuple[str, ...] = ()
    """What the commands of its job tell Terraform about this directory (``options``)."""
    moved: bool = False
    """Which directory it is, a variable says."""
    stacks: tuple[str, ...] = ()
    """The stacks that a command of the CDK names; none: all of them, or nobody knows which."""
    alone: bool = False
    """The command asks for itself: of the tool's deployments only what is made is its own."""

    @property
    def is_placed(self) -> bool:
        """Its directory is told, wholly or as a path with variables in it."""
        return not self.moved or "$" in self.directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A command that is read elsewhere (``eksctl``): it makes things of a configuration."""

    words: tuple[str, ...]
    directory: str
    span: Span
    where: Where = ANYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one role does in one job of a pipeline."""

    name: str
    role: Value | None
    span: Span
    uses: tuple[Use, ...] = ()
    asked: tuple[Asked, ...] = ()
    started: tuple[Started, ...] = ()
    made: tuple[Made, ...] = ()
    """What commands make without a template of the project's."""
    unresolved: tuple[Unresolved, ...] = ()
    trust: dict[str, Any] | None = None
    credentials: bool = False
    """It surely has some, of a role or others."""
    said: str = ""
    """The role as the pipeline says it: what two variables say may be two roles."""

    @property
    def does_something(self) -> bool:
        """Whether anything of it is known to ask something of AWS, or known not to be known."""
        return bool(self.uses or self.asked or self.started or self.unresolved)

    @property
    def tools(self) -> tuple[Tool, ...]:
        """The tools that it deploys with."""
        return tuple(use.tool for use in self.uses)

    def at(self, where: Where) -> Job:
        """The job there, where its commands do not say another place."""
        if where == ANYWHERE:
            return self
        return replace(
            self,
            asked=tuple(put_asked(one, where) for one in self.asked),
            started=tuple(replace(one, where=within(one.where, where)) for one in self.started),
            uses=tuple(
                replace(use, told=replace(use.told, where=within(use.told.where, where))) for use in self.uses
            ),
        )


@dataclass(slots=True, eq=False)
class Doing:
    """A job while its commands are read."""

    authorizer: Authorizer
    region: str | None = None
    """That of its credentials."""
    uses: list[Use] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    started: list[Started] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    programs: dict[str, Span] = field(default_factory=dict)
    """Programs of which nothing is known, and where each is started first."""
    actions: list[str] = field(default_factory=list)
    """Actions of which nothing is known, nor that they have to do with AWS."""
    rendered: str | None = None
    """The file of the task definition that an action fills in."""
    assumed: str | None = None
    """The role that its commands assume with a token of the pipeline's."""
    written: Written | None = None
    """The templates that its commands write."""
    exported: dict[str, str] = field(default_factory=dict)
    """Variables of the environment, as far as they are known."""

    @property
    def asks(self) -> bool:
        """Whether something is asked of AWS: whoever does that has credentials, wherever they are set."""
        return bool(self.uses or self.asked or self.started)

    def done(
        self, name: str, role: Value | None, span: Span, trust: dict[str, Any] | None, *, credentials: bool
    ) -> Job | None:
        """The job; what programs ask that are not known is said where it has ``credentials`` for them."""
        credentials = credentials or role is not None
        if not credentials and not self.started and all(map(_is_of_any_image, self.asked)):
            # An image that nobody knows is none of AWS's to who has nothing to sign in with, and never does.
            self.asked = []
        if not (self.asks or self.unresolved or credentials):
            return None
        unresolved = (*self.unresolved, *(self._programs() if credentials else ()))
        if credentials and self.actions and not (self.asks or self.unresolved):
            # It has them for something: for one of those.
            what = "the role that it takes on" if role is not None else "its credentials"
            detail = f"what the job does with {what} is not known: {', '.join(self.actions)}"
            said = Unresolved(code=UnresolvedCode.PROGRAM, span=span, detail=detail, name=name)
            unresolved = (said, *unresolved)
        made = Job(
            name=name, role=role, span=span, uses=tuple(dict.fromkeys(_told_once(self.uses))),
            asked=tuple(self.asked), started=tuple(self.started), unresolved=unresolved, trust=trust,
            credentials=credentials,
        )  # fmt: skip
        return made.at(Where(region=said_region(self.region), account=account_of(role)))

    def _programs(self) -> Iterator[Unresolved]:
        """One line for a job: what it starts is one thing to look at."""
        if not self.programs:
            return
        names = list(self.programs)
        more = [f"{len(names) - MAX_TOLD} more"] if len(names) > MAX_TOLD else []
        said = ", ".join((*names[:MAX_TOLD], *more))
        detail = (
            f"the job starts {said}, and what that asks AWS for is not known; "
            "`policywright generate` says it of code"
        )
        yield Unresolved(
            code=UnresolvedCode.PROGRAM, span=self.programs[names[0]], detail=detail, name=names[0]
        )


def _told_once(uses: list[Use]) -> Iterator[Use]:
    """What one command of a job says (`init`, `plan`) counts for the others in its directory (`apply`).

    But for terragrunt's inputs: several of its files run one module, each with its own.
    """
    told: dict[str, dict[str, None]] = {}
    for use in uses:
        said = (one for one in use.given if not one.startswith(INPUTS))
        told.setdefault(use.directory, {}).update(dict.fromkeys(said))
    for use in uses:
        inputs = (one for one in use.given if one.startswith(INPUTS))
        given = (*inputs, *told[use.directory])
        yield replace(use, given=given) if use.tool == "terraform" else use


def trust_of(provider: str, sub: str, subjects: list[str], aud: str, audience: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": f"arn:aws:iam::ACCOUNT:oidc-provider/{provider}"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": _subject_conditions(sub, subjects, aud, audience),
            }
        ],
    }


def _subject_conditions(
    sub: str, subjects: list[str], aud: str, audience: str
) -> dict[str, dict[str, str | list[str]]]:
    operator = "StringLike" if any("*" in one for one in subjects) else "StringEquals"
    conditions: dict[str, dict[str, str | list[str]]] = {"StringEquals": {aud: audience}}
    conditions.setdefault(operator, {})[sub] = subjects[0] if len(subjects) == 1 else subjects
    return conditions


def both_trusted(one: dict[str, Any] | None, other: dict[str, Any] | None) -> dict[str, Any] | None:
    """One trust policy for both: all subjects of one provider in one statement."""
    if one is None or other is None or one == other:
        return one or other
    statements: dict[tuple[str, str], dict[str, Any]] = {}
    for statement in (*one["Statement"], *other["Statement"]):
        conditions = statement.get("Condition", {})
        sub = next((key for keys in conditions.values() for key in keys if key.endswith(":sub")), "")
        aud = next((key for key in conditions.get("StringEquals", {}) if key.endswith(":aud")), "")
        key = (json.dumps(statement["Principal"]), conditions.get("StringEquals", {}).get(aud, ""))
        known = statements.get(key)
        if known is None or not sub:
            statements[key] = statement
            continue
        subjects = dict.fromkeys(
            subject
            for each in (known, statement)
            for keys in each["Condition"].values()
            for subject in _listed(keys.get(sub))
        )
        statements[key] = {**known, "Condition": _subject_conditions(sub, list(subjects), aud, key[1])}
    return {"Version": "2012-10-17", "Statement": list(statements.values())}


def _listed(said: str | list[str] | None) -> list[str]:
    return [said] if isinstance(said, str) else said or []


# --- commands ---


@cache
def table() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(package_files(__package__).joinpath("tools.toml").read_text("utf-8"))["row"])


def run_commands(
    lines: Sequence[Node], directory: str, files: ProjectFiles, doing: Doing, *,
    resolved: Callable[[str], str] = str, exported: dict[str, str] | None = None,
) -> None:  # fmt: skip
    """Reads what one shell is told, line after line; ``exported`` are variables.

    ``resolved`` replaces what is known of a pipeline's expressions.
    """
    told = [resolved(node.text or "") for node in lines]
    starts = list(accumulate((text.count("\n") + 1 for text in told), initial=0))

    def place(line: int) -> Span:
        at = min(bisect_right(starts, line), len(lines)) - 1
        return _line(lines[at], line - starts[at])

    run_script("\n".join(told), directory, files, doing, place, exported=exported)


def run_script(
    script: str, directory: str, files: ProjectFiles, doing: Doing, place: Callable[[int], Span], *,
    exported: dict[str, str] | None = None,
) -> None:  # fmt: skip
    """Reads a script; ``place`` says where one of its lines stands."""
    known = {name: one for name, one in (exported or {}).items() if not EXPRESSION.search(one)}
    doing.exported = known
    around = next((one for name in REGIONS if (one := (exported or {}).get(name))), None)
    for command in commands_of(script, directory, files, known):
        before = len(doing.asked)
        where = Where(region=said_region(_option(command.words, "--region") or around))
        _run(command, place(command.line), files, doing, where)
        doing.asked[before:] = [put_asked(one, where) for one in doing.asked[before:]]


def _line(node: Node, line: int) -> Span:
    """Where a line of a scalar stands; a block's text begins below its mark."""
    first = 1 if "\n" in (node.text or "") and node.span.end_line > node.span.line else 0
    at = node.span.line + min(line + first, node.span.end_line - node.span.line)
    return replace(node.span, line=at, end_line=at)


def _run(command: Command, span: Span, files: ProjectFiles, doing: Doing, where: Where) -> None:
    if command.words[1:] in _TELLS:
        return
    if command.words[0].rpartition("/")[2] == "eksctl":
        if command.words[1:2] not in _QUIET:
            doing.started.append(
                Started(words=command.words, directory=command.directory, span=span, where=where)
            )
        return
    row = next(
        (one for one in table() if "words" in one and "writes" not in one and _fits(command.words, one)), None
    )
    doing.written = doing.written or Written(files=files)
    for one in table():
        if "writes" in one and _fits(command.words, one):
            doing.written.note(command.words, command.directory, one)
    if row is None:
        _other(command, span, files, doing)
    elif "deploys" in row:
        if row.get("asks_itself"):
            _other(command, span, files, doing)
        _deploys(row, command, span, files, doing, where)
    elif not row.get("quiet"):
        said = " ".join(command.words[:3])
        resources = tuple(_on(row["on"], command))
        if "unless" in row and (any(row["unless"] in one.actions for one in doing.asked) or doing.started):
            return
        if row["on"] != "*" and not resources:
            return
        doing.asked.append(asked_for(tuple(row["actions"]), resources, f"runs {said}", span, row["source"]))
        if "keys" in row:
            doing.asked.append(_of_keys(row, f"runs {said}", span))
        if "also" in row:
            doing.asked.append(asked_for(tuple(row["also"]), (), f"runs {said}", span, row["source"]))


def _published(command: Command, span: Span, files: ProjectFiles) -> list[Asked] | None:
    """The roles that publishing assets assumes, if their manifest is among the files."""
    from policywright.analyzers.deployment.configurations import published as roles_of

    words = command.words
    path = _option(words, "--path") or _option(words, "-p")
    if path is None or "publish" not in words:
        return None
    named = tuple(one for one in words[words.index("publish") + 1 :] if ":" in one and "/" not in one)
    roles = roles_of(files, posixpath.normpath(posixpath.join(command.directory, path)), named)
    if roles is None:
        return None
    arns = tuple(texts.join(_in_own_partition(one)) for one in roles)
    source = "https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html"
    return [asked_for(("sts:AssumeRole",), arns, "publishes assets", span, source)] if arns else []


def _in_own_partition(arn: str) -> Parts:
    """An ARN as CDK's manifests have it."""
    before, own, after = arn.partition("${AWS::Partition}")
    return (before, texts.PARTITION, *holes(after)) if own else holes(arn)


def _other(command: Command, span: Span, files: ProjectFiles, doing: Doing) -> None:
    """A command without a row: the AWS CLI's, one that asks nothing of AWS, or one that is not known."""
    name = command.words[0].rpartition("/")[2]
    if name == "aws":
        if command.words[1:3] == ("sts", "assume-role-with-web-identity"):
            doing.assumed = _option(command.words, "--role-arn")
        if command.words[1:3] in (("eks", "update-kubeconfig"), ("eks", "get-token")):
            doing.asked += _taken_on(command, span)
        from policywright.analyzers.deployment.command_lines import asked_by

        asked, unresolved = asked_by(command.values, span, doing.authorizer)
        doing.asked.extend(asked)
        doing.unresolved.extend(unresolved)
        return
    published = _published(command, span, files) if name == "cdk-assets" else None
    if published is not None:
        doing.asked.extend(published)
        return
    if name in _ASKING:
        # Alone it says what it can do; or somebody asks whether it is there (`command -v rain`).
        if len(command.words) > 1:
            doing.unresolved.append(_unread(command, span))
        return
    told = not_followed(command.words)
    if told is not None:
        doing.programs.setdefault(told, span)
    elif not command.known and not (is_harmless(name) or runs_tasks(name)) and _NAME.search(name):
        doing.programs.setdefault(_told(command), span)


def _taken_on(command: Command, span: Span) -> Iterator[Asked]:
    """The role that tokens for a cluster are made with."""
    role = role_arn(_option(command.words, "--role-arn"))
    if role is not None:
        source = "https://docs.aws.amazon.com/cli/latest/reference/eks/update-kubeconfig.html"
        yield asked_for(("sts:AssumeRole",), (role,), "takes on a role for the cluster", span, source)


def _told(command: Command) -> str:
    """A program as people call it: an interpreter with what it runs."""
    name, *rest = command.words
    if not _INTERPRETERS.fullmatch(name.rpartition("/")[2]):
        return name
    while rest and rest[0].startswith("-") and rest[0] != "-m":
        rest = rest[1:]
    return " ".join((name, *rest[: 2 if rest[:1] == ["-m"] else 1]))


def _deploys(
    row: dict[str, Any], command: Command, span: Span, files: ProjectFiles, doing: Doing, where: Where
) -> None:
    """A command of a tool that deploys."""
    role = _option(command.words, row.get("role", ""))
    directories = [(command.directory, "")]
    written = doing.written or Written(files=files)
    if row["words"][0] == "terragrunt":
        every = "--all" in command.words or any(word.endswith("-all") for word in command.words)
        directories = terragrunt.modules_of(files, command.directory, every=every)
        doing.asked.extend(terragrunt.state_of(files, command.directory, span))
    given = settings(command.words, doing.exported) if row["deploys"] == "terraform" else ()
    for directory, inputs in directories:
        if row["deploys"] == "terraform":
            doing.unresolved.extend(_untold(command.words, directory, files, span))
        doing.uses.append(Use(
            tool=row["deploys"], directory=directory, phases=row["phases"], role=role, span=span,
            told=_told_by(row, command, directory, written, where),
            given=(*((f"{INPUTS}{inputs}",) if inputs else ()), *given),
            template=written.deployed(command.words, directory, row), alone=row.get("asks_itself", False),
            moved=command.moved, stacks=_stacks(command.words) if row["deploys"] == "cdk" else (),
        ))  # fmt: skip


def _stacks(words: tuple[str, ...]) -> tuple[str, ...]:
    """The stacks that a command of the CDK names; none where a pattern or a variable may be any."""
    named: list[str] = []
    before = ""
    for word in words[1:]:
        if not word.startswith("-") and before not in (*_CDK, *_CDK_AFTER):
            named.append(word)
        before = word
    return () if any(re.search(r"[$*?{/]", one) for one in named) else tuple(named[1:])


def _untold(words: tuple[str, ...], directory: str, files: ProjectFiles, span: Span) -> Iterator[Unresolved]:
    """Files of variables that a command names, and that nobody sees."""
    for named in files_of_variables(words):
        path = posixpath.normpath(posixpath.join(directory, named))
        if "$" in named or not files.has(path):
            detail = f"`-var-file={named}` is not known: what variables it sets is left open, also in names"
            yield Unresolved(code=UnresolvedCode.TEMPLATE, span=span, detail=detail, name=named)


def _told_by(row: dict[str, Any], command: Command, directory: str, written: Written, where: Where) -> Told:
    """What a command says of its stack."""
    words = command.words
    if row["deploys"] == "serverless":
        stage = _option(words, "--stage") or _option(words, "-s") or "$"
        region = _option(words, "--region") or _option(words, "-r")
        # Variables of the environment say nothing to it.
        elsewhere = Where(region=said_region(region or NO_REGION))
        return Told(stage=None if "$" in stage else stage, where=elsewhere)
    options = {word.partition("=")[0] for word in words}
    stack = _option(words, "--stack-name")
    uploads = _option(words, "--s3-bucket") or written.bucket_of(words, directory, row)
    bucket = holes(uploads) if uploads else MANAGED_BUCKET if "--resolve-s3" in options else None
    if bucket is None and row["deploys"] == "cloudformation":
        bucket = OPEN
    chosen = _option(words, "--config-env")
    of_file = row["deploys"] == "sam" and "--config-file" not in options
    return Told(
        stack=holes(stack) if stack else None,
        bucket=bucket,
        # https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
        environment=(chosen or "default") if of_file and "$" not in (chosen or "") else None,
        tagged="--tags" in options,
        parametrised=bool(options & _PARAMETERS) or "$" in (chosen or ""),
        where=where,
    )


def secret_arns(named: str) -> tuple[Value, ...]:
    """The ARNs of a secret that is named, or said by its ARN, perhaps without the end that AWS appends.

    A key of its document may follow.
    """
    if named.startswith("arn:"):
        return forms.secret_arns(holes(":".join(named.split(":")[:7])), given=True)
    whole = arn_in("secretsmanager", "secret:", *holes(named.partition(":")[0]))
    return forms.secret_arns(texts.parts(whole), given=False)


def _fits(words: tuple[str, ...], row: dict[str, Any]) -> bool:
    return _begins(words, row["words"]) and ("with" not in row or row["with"] in words)


def _begins(words: tuple[str, ...], wanted: list[str]) -> bool:
    """Whether a command begins like a row, options before the subcommand left out."""
    rest = list(words)
    for index, one in enumerate(wanted):
        while index and rest and rest[0].startswith("-"):
            valued = _VALUED_BY.get(words[0].rpartition("/")[2], _VALUED)
            takes = rest[0] in valued and len(rest) > 1
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
            found = ECR.search(word)
            if found is not None:
                region, account = found[2] or texts.REGION, found[1] or texts.ACCOUNT
                yield arn_in("ecr", "repository/", *holes(found[3]), region=region, account=account)
                return
        yield arn_in("ecr", "repository/", ANY)
    elif what == "eks-cluster":
        said = (_option(command.words, name) or "" for name in ("--context", "--kube-context"))
        # `update-kubeconfig` calls contexts by the ARNs of their clusters.
        context = next((one for one in said if one.startswith("arn:")), None)
        named = (_option(command.words, name) for name in ("--name", "--cluster"))
        yield (
            texts.join(holes(context)) if context is not None
            else arn_in("eks", "cluster/", *holes(next((one for one in named if one), "$")))
        )  # fmt: skip
    elif what == "ssm-services":
        for service in _services(command):
            yield arn_in("ssm", "parameter/", *holes(service))
            yield arn_in("ssm", "parameter/", *holes(service), "/*")
    elif what == "uploads":
        bucket = _option(command.words, "--s3-bucket")
        if bucket:
            yield arn_in("s3", *holes(bucket), "/*", region="", account="")
    elif what == "kms-uri":
        # https://docs.sigstore.dev/cosign/key_management/overview/#aws
        uri = (_option(command.words, "--key") or "").partition("awskms://")[2].partition("/")[2]
        if uri.startswith("arn:"):
            yield texts.join(holes(uri))
        elif uri or "$" in (_option(command.words, "--key") or ""):
            yield arn_in("kms", "key/", ANY)


def _is_of_any_image(asked: Asked) -> bool:
    """Whether a program asks it that is told an image: the AWS CLI and actions that sign in are AWS's."""
    anything = texts.glob(texts.parts(arn_in("ecr", "repository/", ANY)))
    told = asked.operation == "pipeline" and asked.why.startswith("the job runs ")
    of_images = told and all(one.startswith("ecr:") for one in asked.actions)
    return of_images and all(texts.glob(texts.parts(one)) == anything for one in asked.resources)


def _services(command: Command) -> list[str]:
    """The services that chamber is told: all words of some commands, of others the first."""
    rest = command.words[2 : command.words.index("--") if "--" in command.words else None]
    told = [one.strip("/") for one in rest if not one.startswith("-")]
    return told[: None if command.words[1] in ("exec", "export", "env") else 1] or ["$"]


def holes(text: str) -> Parts:
    """A word of a script; what a variable says is open."""
    pieces: list[str | Hole] = []
    for index, piece in enumerate(EXPRESSION.split(text)):
        pieces += [ANY] if index else []
        pieces += [piece] if piece and piece != "$" else [ANY] if piece == "$" else []
    return tuple(pieces)


def role_set_by(lines: Sequence[Node]) -> str | None:
    """The role that commands put into the variable by which SDKs sign in with a token."""
    found = (_SETS_ROLE.search(one.text or "") for one in lines)
    return next((one[1] for one in found if one is not None), None)


def role_arn(text: str | None) -> Value | None:
    """The ARN of a role as a pipeline names it."""
    if not text:
        return None
    if text.startswith("arn:"):
        return texts.join(holes(text))
    if EXPRESSION.search(text):
        return arn_in("iam", "role/", ANY, region="")
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


def _of_keys(row: dict[str, Any], why: str, span: Span) -> Asked:
    """What a program asks of a key by way of a service, if it is not AWS's own."""
    key = arn_in("kms", "key/", Hole(kind="unknown"))
    via: Value = Const(f"{row['through']}.*.amazonaws.com")
    return replace(
        asked_for(tuple(row["keys"]), (key,), why, span, row["source"]),
        conditions=(("StringLike", "kms:ViaService", (via,)),),
        optional="the key is customer managed",
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


def merged(jobs: Iterable[Job]) -> Iterator[Job]:
    """Jobs of one name and role as one: what a matrix makes of one job does not need several roles."""
    found: dict[tuple[str, Value | None, str], Job] = {}
    for job in jobs:
        key = (job.name, job.role, job.said)
        known = found.get(key)
        found[key] = job if known is None else replace(
            known,
            uses=tuple(dict.fromkeys((*known.uses, *job.uses))),
            asked=tuple(dict.fromkeys((*known.asked, *job.asked))),
            started=tuple(dict.fromkeys((*known.started, *job.started))),
            unresolved=tuple(dict.fromkeys((*known.unresolved, *job.unresolved))),
            trust=both_trusted(known.trust, job.trust),
        )  # fmt: skip
    yield from found.values()


def texts_of(node: Node | None) -> dict[str, str]:
    """The scalars of a mapping by their names; nothing where there is no node."""
    found = node.mapping if node is not None else {}
    return {name: one.text for name, one in found.items() if one.text is not None}
