"""CodePipeline and CodeBuild: the roles that pipelines and builds of the templates run with.

In: the resources of the project's deployments. A pipeline asks for what its actions do (the table is
``stages.toml``) and for its artifacts; an action with a role of its own does it with that. A build asks for
its log and what its commands ask, where its buildspec is in the template or a file of the project.
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files as package_files
from typing import Any

from policywright.analyzers.deployment.model import ANYWHERE, Asked, Deployment, Made, Where
from policywright.analyzers.deployment.naming import OPEN, arn_in
from policywright.analyzers.deployment.pipelines import build_logs, buildspec_job
from policywright.analyzers.deployment.places import account_of, put_asked, within
from policywright.analyzers.deployment.running import Job
from policywright.analyzers.deployment.selecting import below
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.yaml_nodes import parse
from policywright.analyzers.model import Condition, Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Struct, Text, Value, alternatives

_SOURCE = "https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html"
_PIPELINES = ("AWS::CodePipeline::Pipeline", "aws_codepipeline")
_PROJECTS = ("AWS::CodeBuild::Project", "aws_codebuild_project")
_FIELD = re.compile(r"\{(\w+)\}")
_PLACES = ("partition", "region", "account")
_ANY_OBJECT = ("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject")
_VERSIONS = ("s3:GetBucketVersioning",)
_BUILDS = "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html"
_KEY = (
    "kms:DescribeKey", "kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)  # fmt: skip


@cache
def _table() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(package_files(__package__).joinpath("stages.toml").read_text("utf-8"))["row"])


def built_jobs(found: Iterable[Deployment], files: ProjectFiles, authorizer: Authorizer) -> Iterator[Job]:
    """The jobs of the pipelines and builds among what is deployed."""
    for deployment in found:
        pipelines = [one for one in deployment.made if one.type in _PIPELINES]
        for made in deployment.made:
            jobs: Iterable[Job] = ()
            if made.type in _PIPELINES:
                jobs = _pipeline(made)
            elif made.type in _PROJECTS:
                jobs = _build(made, files, authorizer, list(_handed_on(made, pipelines)))
            for job in jobs:
                yield job.at(within(Where(account=account_of(job.role)), made.where))


def _pipeline(made: Made) -> Iterator[Job]:
    """A pipeline's role, and the roles of actions that have one."""
    asked: dict[Value | None, list[Asked]] = {}
    unresolved: list[Unresolved] = []
    own = _first(made, "RoleArn", "role_arn")
    asked[own] = list(_artifacts(made))
    for action in _structures(made, "Stages.Actions", "stage.action"):
        role = _of(action, "RoleArn", "role_arn")
        providers = _providers(action)
        rows = [(provider, row) for provider in providers for row in _rows(action, provider)]
        if role is not None and role != own:
            asked[own].append(_asked(made, ("sts:AssumeRole",), (role,), "an action has a role of its own"))
        asked.setdefault(role or own, []).extend(
            put_asked(_row_asked(made, action, provider, row), _place(action)) for provider, row in rows
        )
        known = {provider for provider, _ in rows}
        for provider in providers or ["that is not known"]:
            if provider not in known and provider != "Manual":
                detail = f"{made.id}: what an action of the provider {provider} asks is not known"
                unresolved.append(
                    Unresolved(code=UnresolvedCode.PROGRAM, span=made.span, detail=detail, name=provider)
                )
    for role, what in asked.items():
        name = _label(made) if role == own else f"{_label(made)}-action"
        yield Job(
            name=name, role=role, span=made.span, asked=tuple(what), trust=None,
            unresolved=tuple(unresolved) if role == own else (),
        )  # fmt: skip


def _label(made: Made) -> str:
    """What the identity is called: of the characters that IAM allows in a policy's name."""
    return re.sub(r"[^\w+=,.@-]+", "-", made.id.replace("aws_", "", 1)).strip("-")


def _providers(action: Struct) -> list[str]:
    """What an action is of: one of several, where that depends on something; none where it is not known."""
    type = action.get("ActionTypeId")
    given = type.get("Provider") if isinstance(type, Struct) else action.get("provider")
    said = list(alternatives(given)) if given is not None else []
    if not all(isinstance(one, Const) for one in said):
        return []
    return [str(one.value) for one in said if isinstance(one, Const)]


def _rows(action: Struct, provider: str) -> Iterator[dict[str, Any]]:
    type = action.get("ActionTypeId")
    category = type.get("Category") if isinstance(type, Struct) else action.get("category")
    configuration = _configuration(action)
    for row in _table():
        if provider not in row["provider"].split("|"):
            continue
        if "category" in row and category != Const(row["category"]):
            continue
        if "modes" in row and not _in_mode(configuration, row["modes"]):
            continue
        if all(configuration.get(name) is not None for name in row.get("if", ())):
            yield row


def _in_mode(configuration: Struct, modes: list[str]) -> bool:
    """Whether an action does what is done in one of the modes."""
    mode = configuration.get("ActionMode")
    return mode is None or any(not isinstance(one, Const) or one.value in modes for one in alternatives(mode))


def _place(action: Struct) -> Where:
    """Where an action is run, if that isn't where the pipeline is."""
    said = action.get("Region") or action.get("region") or Const(None)
    if said == Const(None):
        return ANYWHERE
    return Where(region=(str(said.value),) if isinstance(said, Const) else OPEN)


def _configuration(action: Struct) -> Struct:
    for name in ("Configuration", "configuration"):
        for option in alternatives(action.get(name) or Const(None)):
            if isinstance(option, Struct):
                return option
    return Struct(())


def _row_asked(made: Made, action: Struct, provider: str, row: dict[str, Any]) -> Asked:
    resources = tuple(_filled(row["on"], _configuration(action))) if "on" in row else ()
    if not resources and "on" in row:
        resources = tuple(one for each in row["else"] for one in _filled(each, Struct(())))
    asked = _asked(made, _of_service(row["actions"], resources), resources, f"an action of {provider} is run")
    if "pass" not in row:
        return asked
    receiver: Condition = ("StringEquals", "iam:PassedToService", (Const(row["pass"]),))
    return replace(asked, conditions=(receiver,))


def _of_service(actions: list[str], resources: tuple[Value, ...]) -> tuple[str, ...]:
    """The actions of the service that the ARNs are of; all where that is not told."""
    services: set[str] = set()
    for one in resources:
        fields = texts.split(texts.parts(one), ":")
        said = fields[2] if len(fields) > 2 else ()
        if len(said) != 1 or not isinstance(said[0], str):
            return tuple(actions)
        services.add(said[0])
    return tuple(one for one in actions if one.partition(":")[0] in services) or tuple(actions)


def _filled(pattern: str, configuration: Struct) -> Iterator[Value]:
    """A pattern with what a configuration says; nothing where it is an ARN that nobody knows.

    A whole ARN in the place of the only name counts as it is; of several each has its name at the end.
    """
    pieces: list[str | Hole] = []
    alone = len([one for one in _FIELD.findall(pattern) if one not in _PLACES]) == 1
    for index, piece in enumerate(_FIELD.split(pattern)):
        if index % 2 == 0:
            pieces.append(piece)
        elif piece in _PLACES:
            pieces.append(Hole(kind=piece))  # type: ignore[arg-type]
        else:
            value = configuration.get(piece)
            known = [one for one in alternatives(value) if isinstance(one, Const | Text)] if value else []
            parts = texts.parts(known[0]) if len(known) == 1 else OPEN
            if texts.starts_with(parts, "arn:") and alone:
                yield texts.join(parts)
                return
            if texts.starts_with(parts, "arn:"):
                parts = texts.split(texts.split(parts, ":")[-1], "/")[-1]
            pieces += parts
    if not (pattern.startswith("{") and pattern.endswith("}")):
        yield texts.join(pieces)


def _artifacts(made: Made) -> Iterator[Asked]:
    """Where the pipeline keeps what its actions hand on."""
    stores = ("ArtifactStore", "ArtifactStores.ArtifactStore", "artifact_store")
    buckets: list[Value] = [
        value
        for path in stores
        for name in ("Location", "location")
        for value in below(made.given or made.properties, f"{path}.{name}")
    ]
    for bucket in buckets or [Text(OPEN)]:
        for option in alternatives(bucket):
            parts = texts.parts(option)
            bucket_name = texts.split(parts, ":")[-1] if texts.starts_with(parts, "arn:") else parts
            objects = arn_in("s3", *bucket_name, "/*", region="", account="")
            yield _asked(made, _ANY_OBJECT, (objects,), "artifacts are kept there")
            where = arn_in("s3", *bucket_name, region="", account="")
            yield _asked(made, _VERSIONS, (where,), "artifacts are kept there")
    for path in stores:
        for name in ("EncryptionKey.Id", "encryption_key.id"):
            for key in below(made.given or made.properties, f"{path}.{name}"):
                if texts.starts_with(texts.parts(key), "arn:"):
                    yield _asked(made, _KEY, (key,), "artifacts are encrypted with it")


def _handed_on(made: Made, pipelines: list[Made]) -> Iterator[Asked]:
    """What a build that a pipeline runs asks of the pipeline's artifacts."""
    types = [
        one for path in ("Source.Type", "source.type") for one in below(made.given or made.properties, path)
    ]
    if not any(option == Const("CODEPIPELINE") for one in types for option in alternatives(one)):
        return
    unknown = "" if pipelines else "its pipeline is elsewhere, and keeps artifacts in a bucket"
    for pipeline in pipelines or [made]:
        for asked in _artifacts(pipeline):
            if asked.actions != _VERSIONS:
                why = f"{made.id}: the pipeline hands artifacts on"
                yield replace(asked, why=why, span=made.span, source=_BUILDS, optional=unknown)


def _build(made: Made, files: ProjectFiles, authorizer: Authorizer, artifacts: list[Asked]) -> Iterator[Job]:
    """A build's role: its logs, and the commands of a buildspec that is written in the template."""
    role = _first(made, "ServiceRole", "service_role")
    job = None
    unresolved: list[Unresolved] = []
    writes = False
    paths = ("Source.BuildSpec", "source.buildspec")
    given = [one for path in paths for one in below(made.properties, path) if one != Const(None)]
    for written in given or [Const("buildspec.yml")]:
        file, text = _spec(written, made, files)
        root = parse(file, text).root if text is not None else None
        writes = writes or root is None or root.get("artifacts") is not None
        if root is not None:
            job = buildspec_job(root, posixpath.dirname(file), _label(made), files, authorizer)
        else:
            detail = f"{made.id}: its buildspec is not among these files; what its commands ask is not known"
            unresolved.append(Unresolved(code=UnresolvedCode.TEMPLATE, span=made.span, detail=detail))
    name = _first(made, "Name", "name")
    logs = build_logs(texts.parts(name) if name is not None else OPEN, made.span)
    logs = replace(logs, why=f"{made.id}: a build writes its log", operation=made.type)
    # Without a section of artifacts there is nothing that a build uploads.
    read = [one if writes else replace(one, actions=_only_read(one.actions)) for one in artifacts]
    own = job or Job(name=_label(made), role=None, span=made.span)
    yield replace(
        own,
        role=role,
        trust=None,
        asked=(logs, *read, *own.asked),
        unresolved=(*own.unresolved, *unresolved),
    )


def _only_read(actions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in actions if one != "s3:PutObject")


def _spec(written: Value, made: Made, files: ProjectFiles) -> tuple[str, str | None]:
    """The file and the text of a buildspec: written in the template, or a file of the project."""
    # What an unfinished text has of the stack's is a variable of the build's.
    pieces = texts.parts(written) if isinstance(written, Const | Text) else ()
    said = "".join(one if isinstance(one, str) else "${UNKNOWN}" for one in pieces)
    if not said:
        return "", None
    if "\n" in said or said.lstrip().startswith("{"):
        # Its lines are the template's from where it begins.
        return made.span.file, f"{chr(10) * (made.span.line - 1)}{said}"
    here = posixpath.dirname(made.span.file)
    for name in (posixpath.normpath(said), posixpath.normpath(posixpath.join(here, said))):
        if files.has(name):
            return name, files.text(name)
    return "", None


def _asked(
    made: Made, actions: tuple[str, ...], resources: tuple[Value, ...], why: str, source: str = _SOURCE
) -> Asked:
    return Asked(
        actions=actions, resources=resources, why=f"{made.id}: {why}", span=made.span, source=source,
        operation=made.type,
    )  # fmt: skip


def _first(made: Made, *names: str) -> Value | None:
    return _of(made.given or made.properties, *names)


def _of(struct: Struct, *names: str) -> Value | None:
    for name in names:
        value = struct.get(name)
        if isinstance(value, Const | Text) and value != Const(None):
            return value
    return None


def _structures(made: Made, *paths: str) -> Iterator[Struct]:
    for path in paths:
        for value in below(made.given or made.properties, path):
            for option in alternatives(value):
                if isinstance(option, Struct):
                    yield option
                for inner in getattr(option, "values", ()):
                    if isinstance(inner, Struct):
                        yield inner
