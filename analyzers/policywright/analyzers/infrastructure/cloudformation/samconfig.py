"""``samconfig.toml`` and ``samconfig.yaml``: what the environments of SAM's configuration give to deploying.

An environment's ``global`` parameters hold for every command, ``deploy`` ones come on top of them. Which
template they are for is the usual one beside the file, or what they say.

Source: AWS SAM developer guide, "AWS SAM CLI configuration file".
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from policywright.analyzers.infrastructure.project import ProjectFiles, relative_to_file
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse

_NAMES = ("samconfig.toml", "samconfig.yaml", "samconfig.yml")
_USUAL = ("template.yaml", "template.yml", "template.json")
_KEYED = re.compile(r"ParameterKey=([^,]*),ParameterValue=(.*)\Z", re.DOTALL)
_TEMPLATE = ("template_file", "template")


def environments(files: ProjectFiles, template: str, only: str | None = None) -> list[dict[str, object]]:
    """What each environment beside a template gives to deploying it; those that give nothing are left out.

    ``only``: the one that a command chooses.
    """
    directory = posixpath.dirname(template)
    found: list[dict[str, object]] = []
    for name in (posixpath.join(directory, one) for one in _NAMES):
        text = files.text(name) if files.has(name) else None
        for called, environment in _read(name, text).items() if text is not None else ():
            if only not in (None, called):
                continue
            given = _of_deploying(environment)
            named = next((given[key] for key in _TEMPLATE if isinstance(given.get(key), str)), None)
            if given and _is_for(files, name, named, template):
                found.append(given)
    return found


def overrides(files: ProjectFiles, template: str, only: str | None = None) -> dict[str, tuple[str, ...]]:
    """The values that environments give a template's parameters, where each that deploys it gives one."""
    given = [_parameters(one.get("parameter_overrides")) for one in environments(files, template, only)]
    names = set.intersection(*(set(one) for one in given)) if given else set()
    return {name: tuple(dict.fromkeys(one[name] for one in given)) for name in sorted(names)}


def _read(name: str, text: str) -> Mapping[str, object]:
    if name.endswith(".toml"):
        import tomllib

        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            return {}
    root = parse(name, text).root
    plain = _plain(root) if root is not None else {}
    return plain if isinstance(plain, dict) else {}


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(inner) for key, inner in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(inner) for inner in node.value]
    return node.value


def _of_deploying(environment: object) -> dict[str, object]:
    merged: dict[str, object] = {}
    for command in ("global", "deploy"):
        section = environment.get(command) if isinstance(environment, dict) else None
        parameters = section.get("parameters") if isinstance(section, dict) else None
        merged |= parameters if isinstance(parameters, dict) else {}
    return merged


def _is_for(files: ProjectFiles, name: str, named: object, template: str) -> bool:
    """Whether it is for a template: what is built of one (``.aws-sam/build/template.yaml``) is that one.

    Where none has the usual name, whoever deploys says which it is.
    """
    if not isinstance(named, str):
        directory, base = posixpath.split(template)
        return base in _USUAL or not any(files.has(posixpath.join(directory, one)) for one in _USUAL)
    path = named.replace(".aws-sam/build/", "")
    return relative_to_file(name, path) == template


def _parameters(given: object) -> dict[str, str]:
    """``"Stage=prod Name='a b'"``, a list of such, or a mapping."""
    if isinstance(given, dict):
        return {str(key): str(value) for key, value in given.items() if not isinstance(value, dict | list)}
    found: dict[str, str] = {}
    for word in _words(given):
        keyed = _KEYED.match(word)
        key, sign, value = (keyed[1], "=", keyed[2]) if keyed is not None else word.partition("=")
        if sign and key:
            found[key] = value
    return found


def _words(given: object) -> Sequence[str]:
    if isinstance(given, list):
        return [word for one in given for word in _words(one)]
    try:
        return shlex.split(given) if isinstance(given, str) else ()
    except ValueError:
        return ()


__all__ = ["environments", "overrides"]
