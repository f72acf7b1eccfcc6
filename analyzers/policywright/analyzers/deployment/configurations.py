"""What the tools' own files say about a stack: SAM's configuration, and the assembly that CDK writes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.deployment.model import ANYWHERE, Told, Tool, Where
from policywright.analyzers.deployment.naming import MANAGED_BUCKET, OPEN, common
from policywright.analyzers.infrastructure.cloudformation.samconfig import environments
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.records import dataclass
from policywright.knowledge.texts import REGION, Parts

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


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
    artifacts = files.json(posixpath.join(directory, "manifest.json")).get("artifacts")
    for one in artifacts.values() if isinstance(artifacts, dict) else ():
        properties = one.get("properties", {}) if isinstance(one, dict) else {}
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
    """A stack of CDK's assembly: its name, and the environment that it is for."""

    stack: str
    where: Where


def manifests_of(files: ProjectFiles, assemblies: list[str]) -> Iterator[tuple[str, Assembled]]:
    """The stacks that CDK's manifests name, by their templates."""
    for name in files.names:
        directory = posixpath.dirname(name)
        if posixpath.basename(name) != "manifest.json":
            continue
        if not any(directory == one or directory.startswith(f"{one}/") for one in assemblies):
            continue
        artifacts = files.json(name).get("artifacts")
        for id, one in artifacts.items() if isinstance(artifacts, dict) else ():
            properties = one.get("properties", {}) if isinstance(one, dict) else {}
            if isinstance(properties, dict) and isinstance(properties.get("templateFile"), str):
                stack = properties.get("stackName")
                yield (
                    posixpath.join(directory, properties["templateFile"]),
                    Assembled(stack=stack if isinstance(stack, str) else id, where=_environment(one)),
                )


def _environment(artifact: dict[str, object]) -> Where:
    """``aws://ACCOUNT/REGION``, either of which may be unknown."""
    found = re.fullmatch(r"aws://(\d{12}|unknown-account)/([\w-]+)", str(artifact.get("environment", "")))
    if found is None:
        return ANYWHERE
    account, region = ("" if one.startswith("unknown-") else one for one in found.groups())
    return Where(region=(region,) if region else (), account=(account,) if account else ())


def bootstrap_roles(files: ProjectFiles, file: str) -> tuple[str, ...]:
    """ARNs of the roles of CDK's bootstrap that the assembly's files name."""
    directory = posixpath.dirname(file)
    found: dict[str, None] = {}
    for name in files.names:
        if posixpath.dirname(name) != directory or not name.endswith((".assets.json", "manifest.json")):
            continue
        for arn in re.findall(
            r'"(?:assumeRoleArn|arn)"\s*:\s*"(arn:[^"]*:role/[^"]*)"', files.text(name) or ""
        ):
            found[arn] = None
    return tuple(found)
