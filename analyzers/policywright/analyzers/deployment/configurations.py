"""What the tools' own files say about a stack: ``samconfig.toml``, and the assembly that CDK writes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.deployment.naming import common
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Hole

_TAGS = re.compile(r"^\s*[\"']?tags[\"']?\s*=\s*[^\s#]", re.MULTILINE)
MANAGED_BUCKET: Parts = ("aws-sam-cli-managed-default-samclisourcebucket-", Hole(kind="unknown"))
"""The bucket that ``sam deploy --resolve-s3`` makes."""


def samconfig(files: ProjectFiles, file: str, key: str, unsaid: Parts | None = None) -> Parts | None:
    """What ``samconfig.toml`` beside a template says for deploying: what its environments have in common.

    ``unsaid``: what holds in an environment that doesn't say it; None where none does.
    """
    name = posixpath.join(posixpath.dirname(file), "samconfig.toml")
    text = files.text(name) if files.has(name) else None
    if text is None:
        return None
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    said: dict[Parts, None] = {}
    for environment in found.values():
        parameters = _parameters(environment)
        value = parameters.get(key)
        if isinstance(value, str) and value:
            said[(value,)] = None
        elif parameters and unsaid is not None:
            said[unsaid] = None
    return common(list(said)) if said else None


def _parameters(environment: object) -> dict[str, object]:
    """What an environment of ``samconfig.toml`` gives to deploying."""
    merged: dict[str, object] = {}
    for command in ("global", "deploy"):
        section = environment.get(command) if isinstance(environment, dict) else None
        parameters = section.get("parameters") if isinstance(section, dict) else None
        merged |= parameters if isinstance(parameters, dict) else {}
    return merged


def has_tags(files: ProjectFiles, file: str) -> bool:
    """Whether a stack is given tags by what stands beside its template.

    By ``samconfig.toml`` in any of its environments, or by the manifest of CDK's assembly.
    """
    directory = posixpath.dirname(file)
    samconfig = posixpath.join(directory, "samconfig.toml")
    if files.has(samconfig) and _TAGS.search(files.text(samconfig) or ""):
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
