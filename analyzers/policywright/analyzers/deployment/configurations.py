"""What the tools' own files say about a stack: SAM's configuration, and the assembly that CDK writes."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from policywright.analyzers.deployment.model import ANYWHERE, Told, Tool, Where
from policywright.analyzers.deployment.naming import MANAGED_BUCKET, OPEN, common
from policywright.analyzers.infrastructure.cloudformation.samconfig import environments
from policywright.analyzers.infrastructure.project import ProjectFiles, objects_in, whole_file
from policywright.analyzers.model import Unresolved, UnresolvedCode
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.texts import REGION, Parts

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
_ROLE = re.compile(r'"(?:assumeRoleArn|arn)": "(arn:[^"]*:role/[^"]*)"')
_ASSETS = "cdk:asset-manifest"
_SESSIONS = '"assumeRoleAdditionalOptions": {"Tags"'
_LEGACY = '"aws:cdk:asset"'
_STAGING = "cdktoolkit-stagingbucket-*"
"""The bucket of the first kind of bootstrap, whose name CloudFormation makes."""


def samconfig(files: ProjectFiles, file: str, key: str, told: Told) -> Parts | None:
    """What SAM's configuration beside a template says for deploying: what its environments have in common."""
    said = _said(files, file, key, told, None)
    return common(said) if said else None


def _said(files: ProjectFiles, file: str, key: str, told: Told, unsaid: Parts | None) -> list[Parts]:
    """What each environment says; ``unsaid`` is what holds in one that doesn't say it."""
    said: dict[Parts, None] = {}
    for parameters in environments(files, file, told.environment):
        value = parameters.get(key)
        if isinstance(value, str) and value:
            # What stands for a name is none: `<your-name>-shop`.
            said[(value,) if _NAME.fullmatch(value) else OPEN] = None
        elif unsaid is not None:
            said[unsaid] = None
    return list(said)


def has_tags(files: ProjectFiles, file: str, told: Told) -> bool:
    """Whether a stack is given tags by what stands beside its template.

    By any environment of SAM's configuration, or by the manifest of CDK's assembly.
    """
    directory = posixpath.dirname(file)
    if any(parameters.get("tags") for parameters in environments(files, file, told.environment)):
        return True
    manifest = files.json(posixpath.join(directory, "manifest.json"))
    for _, one in objects_in(manifest.get("artifacts")):
        properties = one.get("properties")
        if isinstance(properties, dict) and properties.get("templateFile") == posixpath.basename(file):
            return bool(properties.get("tags"))
    return False


def artifact_buckets(files: ProjectFiles, file: str, tool: Tool, told: Told) -> tuple[Parts, ...]:
    """Where code is uploaded to: as a command or samconfig says; else SAM has a bucket of its own."""
    if told.bucket is not None:
        return (told.bucket,)
    usual = MANAGED_BUCKET if tool == "sam" else OPEN
    return tuple(_said(files, file, "s3_bucket", told, usual)) or (usual,)


def region_of(files: ProjectFiles, file: str, told: Told) -> Parts:
    """The region that SAM's configuration says; only the user's to know where its environments differ."""
    said = _said(files, file, "region", told, (REGION,))
    return said[0] if len(said) == 1 else (REGION,) if said else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A stack of CDK's assembly: its name, the environment that it is for, and who deploys it.

    ``roles`` are ARNs of the bootstrap's roles that are taken on for it. Where none deploys it (``direct``),
    whoever runs the CDK does; what is uploaded without a role goes to ``buckets`` and ``repositories``.
    """

    stack: str
    where: Where
    roles: tuple[str, ...] = ()
    direct: bool = False
    execution: str = ""
    sessions: bool = False
    """The sessions of roles are given tags."""
    buckets: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()
    lacking: tuple[Unresolved, ...] = ()
    """What its template does not say yet."""


def manifests_of(files: ProjectFiles, assemblies: list[str]) -> Iterator[tuple[str, Assembled]]:
    """The stacks that CDK's manifests name, by their templates."""
    from policywright.analyzers.infrastructure.cloudformation.cdk import is_inside

    for name in files.names:
        directory = posixpath.dirname(name)
        if posixpath.basename(name) != "manifest.json":
            continue
        root = next((one for one in assemblies if directory == one or is_inside(directory, one)), None)
        if root is None:
            continue
        lacking = tuple(_lacking(files, root))
        artifacts = dict(objects_in(files.json(name).get("artifacts")))
        for id, one in artifacts.items():
            properties = one.get("properties")
            if isinstance(properties, dict) and isinstance(properties.get("templateFile"), str):
                path = posixpath.join(directory, properties["templateFile"])
                yield path, replace(_assembled(files, directory, id, one, artifacts), lacking=lacking)


def _lacking(files: ProjectFiles, assembly: str) -> Iterator[Unresolved]:
    """What had to be looked up in the account when an application was synthesised, and was not.

    https://docs.aws.amazon.com/cdk/v2/guide/context.html
    """
    name = posixpath.join(assembly, "manifest.json")
    missing = files.json(name).get("missing")
    listed = missing if isinstance(missing, list) else ()
    named = [
        one["provider"] for one in listed if isinstance(one, dict) and isinstance(one.get("provider"), str)
    ]
    if named:
        said = ", ".join(dict.fromkeys(named))
        detail = (
            f"context was not looked up yet ({said}): templates have stand-ins for it; `cdk synth` with "
            "credentials (`cdk.context.json` keeps it) tells more"
        )
        yield Unresolved(code=UnresolvedCode.TEMPLATE, span=whole_file(name), detail=detail)


def _assembled(
    files: ProjectFiles, directory: str, id: str, artifact: dict[str, Any], artifacts: dict[str, Any]
) -> Assembled:
    properties = artifact["properties"]
    needed = [artifacts.get(one) for one in artifact.get("dependencies", ()) if isinstance(one, str)]
    listed = [
        files.json(posixpath.join(directory, one["properties"]["file"]))
        for one in needed
        if one is not None and one.get("type") == _ASSETS
        and isinstance(one.get("properties"), dict) and isinstance(one["properties"].get("file"), str)
    ]  # fmt: skip
    written = json.dumps([properties, listed])
    own = [
        place
        for one in listed for key in ("files", "dockerImages") for _, asset in objects_in(one.get(key))
        for _, place in objects_in(asset.get("destinations")) if not place.get("assumeRoleArn")
    ]  # fmt: skip
    buckets = [*_texts(own, "bucketName")]
    if not listed and _LEGACY in json.dumps(artifact.get("metadata")):
        buckets.append(_STAGING)
    stack, execution = properties.get("stackName"), properties.get("cloudFormationExecutionRoleArn")
    return Assembled(
        stack=stack if isinstance(stack, str) else id, where=_environment(artifact),
        roles=tuple(dict.fromkeys(_ROLE.findall(written))), direct=not properties.get("assumeRoleArn"),
        execution=execution if isinstance(execution, str) else "", sessions=_SESSIONS in written,
        buckets=tuple(dict.fromkeys(buckets)),
        repositories=tuple(dict.fromkeys(_texts(own, "repositoryName"))),
    )  # fmt: skip


def _texts(places: list[dict[str, Any]], key: str) -> Iterator[str]:
    yield from (one[key] for one in places if isinstance(one.get(key), str))


def _environment(artifact: dict[str, Any]) -> Where:
    """``aws://ACCOUNT/REGION``, either of which may be unknown."""
    found = re.fullmatch(r"aws://(\d{12}|unknown-account)/([\w-]+)", str(artifact.get("environment", "")))
    if found is None:
        return ANYWHERE
    account, region = ("" if one.startswith("unknown-") else one for one in found.groups())
    return Where(region=(region,) if region else (), account=(account,) if account else ())


def published(files: ProjectFiles, name: str, assets: tuple[str, ...]) -> tuple[str, ...] | None:
    """The roles that publishing the assets of a manifest assumes (``id:destination``; none named: all); None
    where nobody has the manifest."""
    if not files.has(name):
        return None
    listed = files.json(name)
    return tuple(
        dict.fromkeys(
            role
            for key in ("files", "dockerImages")
            for id, asset in objects_in(listed.get(key))
            for place, one in objects_in(asset.get("destinations"))
            if not assets or {id, f"{id}:{place}"} & set(assets)
            if isinstance(role := one.get("assumeRoleArn"), str)
        )
    )
