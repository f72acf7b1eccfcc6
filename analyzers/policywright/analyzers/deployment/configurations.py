"""What the tools' own files say about a stack: SAM's configuration, and the assembly that CDK writes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.deployment.naming import common
from policywright.analyzers.infrastructure.cloudformation.samconfig import environments
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Hole

MANAGED_BUCKET: Parts = ("aws-sam-cli-managed-default-samclisourcebucket-", Hole(kind="unknown"))
"""The bucket that ``sam deploy --resolve-s3`` makes."""


def samconfig(files: ProjectFiles, file: str, key: str, unsaid: Parts | None = None) -> Parts | None:
    """What SAM's configuration beside a template says for deploying: what its environments have in common.

    ``unsaid``: what holds in an environment that doesn't say it; None where none does.
    """
    said: dict[Parts, None] = {}
    for parameters in environments(files, file):
        value = parameters.get(key)
        if isinstance(value, str) and value:
            said[(value,)] = None
        elif unsaid is not None:
            said[unsaid] = None
    return common(list(said)) if said else None


def has_tags(files: ProjectFiles, file: str) -> bool:
    """Whether a stack is given tags by what stands beside its template.

    By any environment of SAM's configuration, or by the manifest of CDK's assembly.
    """
    directory = posixpath.dirname(file)
    if any(parameters.get("tags") for parameters in environments(files, file)):
        return True
    artifacts = files.json(posixpath.join(directory, "manifest.json")).get("artifacts")
    for one in artifacts.values() if isinstance(artifacts, dict) else ():
        properties = one.get("properties", {}) if isinstance(one, dict) else {}
        if isinstance(properties, dict) and properties.get("templateFile") == posixpath.basename(file):
            return bool(properties.get("tags"))
    return False


def artifact_bucket(files: ProjectFiles, file: str) -> Parts:
    return samconfig(files, file, "s3_bucket", MANAGED_BUCKET) or MANAGED_BUCKET


def manifests_of(files: ProjectFiles, assemblies: list[str]) -> Iterator[tuple[str, str]]:
    """Template to stack name, of what CDK's manifests name."""
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
                    stack if isinstance(stack, str) else id,
                )


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
