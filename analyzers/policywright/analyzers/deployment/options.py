"""What commands tell Terraform: files of variables, variables, and settings of the backend.

In: the words of a command. Out: options in one spelling (``settings``), and what they set (``variables``,
``backend``).
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping

from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.modules import Modules
from policywright.analyzers.infrastructure.terraform.tfvars import attribute_of, attributes_in

_OPTIONS = ("var-file", "var", "backend-config")
INPUTS = "inputs="
"""The option that says which file of terragrunt's has a module's inputs."""
_VARIABLES = re.compile(r"var-file|var_files")
_ARGUMENTS = "TF_CLI_ARGS"
_VARIABLE = "TF_VAR_"
"""https://developer.hashicorp.com/terraform/cli/config/environment-variables"""
_ALWAYS = ("terraform.tfvars", ".auto.tfvars")
"""Files of variables that are read without being named; they go before those of the environment."""


def settings(words: tuple[str, ...], exported: Mapping[str, str]) -> tuple[str, ...]:
    """The options that set something, as far as it is known: ``var-file=stage.tfvars``.

    ``exported`` are variables of the environment: values (``TF_VAR_``), options of all commands, of one.
    """
    told = tuple(
        f"env={name[len(_VARIABLE) :]}={one}" for name, one in exported.items() if _is_value(name, one)
    )
    more = (exported.get(_ARGUMENTS, ""), *(exported.get(f"{_ARGUMENTS}_{word}", "") for word in words[1:]))
    return told + _settings((*words[:1], *(word for one in more for word in _words(one)), *words[1:]))


def _is_value(name: str, value: str) -> bool:
    return name.startswith(_VARIABLE) and bool(value) and "$" not in value


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return []


def files_of_variables(words: tuple[str, ...]) -> tuple[str, ...]:
    """The files that ``-var-file`` names, as they are written."""
    return tuple(value for option, value in _set(words) if option == "var-file" and value)


def _settings(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{option}={value}" for option, value in _set(words) if value and "$" not in value)


def _set(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for index, word in enumerate(words):
        option, equals, value = word.lstrip("-").partition("=")
        if not word.startswith("-") or option not in _OPTIONS:
            continue
        if not equals:
            value = words[index + 1] if index + 1 < len(words) else ""
        yield option, value


def variables(modules: Modules, directory: str, given: Iterable[str]) -> dict[str, s.Expr]:
    """The values of variables; the last option wins."""
    found: dict[str, s.Expr] = {}
    for option, value in _options(given):
        if option == "var-file":
            named = attributes_in(modules, posixpath.normpath(posixpath.join(directory, value)))
        elif f"{option}=" == INPUTS:
            always = _always(modules, directory)
            named = tuple(one for one in _inputs_of(modules, value) if one.name not in always)
        elif option in ("var", "env"):
            name, _, text = value.partition("=")
            stands = option == "env" and name in _always(modules, directory)
            named = attribute_of(name, text) if name.isidentifier() and not stands else ()
        else:
            named = ()
        found.update({one.name: one.value for one in named})
    return found


def _always(modules: Modules, directory: str) -> set[str]:
    """The variables that files of the directory set anyway."""
    files = (
        name
        for name in modules.files.names
        if posixpath.dirname(name) == directory and posixpath.basename(name).endswith(_ALWAYS)
    )
    return {one.name for name in files for one in attributes_in(modules, name)}


def backend(modules: Modules, directory: str, given: Iterable[str]) -> tuple[s.Attribute, ...]:
    """The backend's settings, the last ones first."""
    found: list[s.Attribute] = []
    for option, value in _options(given):
        if option != "backend-config":
            continue
        file = posixpath.normpath(posixpath.join(directory, value))
        name, equals, text = value.partition("=")
        if modules.files.has(file):
            found += attributes_in(modules, file)
        elif equals and name.isidentifier():
            found += attribute_of(name, text)
    return tuple(reversed(found))


def _options(given: Iterable[str]) -> Iterable[tuple[str, str]]:
    for one in given:
        option, _, value = one.partition("=")
        yield option, value


def _inputs_of(modules: Modules, name: str) -> tuple[s.Attribute, ...]:
    """The ``inputs`` of a ``terragrunt.hcl`` that are written out; what locals or other states say is open.

    A file of variables that terragrunt passes on goes before them.
    """
    if any(_VARIABLES.search(modules.files.text(one) or "") for one in _around(modules.files, name)):
        return ()
    written = next((one.value for one in attributes_in(modules, name) if one.name == "inputs"), None)
    if not isinstance(written, s.Object):
        return ()
    return tuple(
        s.Attribute(name=key, value=value, file=value.file, start=value.start, end=value.end, path=value.path)
        for key, value in written.items
        if isinstance(key, str) and _is_written_out(value)
    )


def _around(files: ProjectFiles, name: str) -> Iterator[str]:
    """The files that one may include: those beside and above it."""
    for one in files.names:
        directory = posixpath.dirname(one)
        if one.endswith(".hcl") and (not directory or name.startswith(f"{directory}/")):
            yield one


def _is_written_out(value: s.Expr) -> bool:
    match value:
        case s.Literal():
            return True
        case s.Template(parts=parts):
            return all(isinstance(one, s.Chunk) for one in parts)
        case s.Tuple(items=items):
            return all(_is_written_out(one) for one in items)
        case s.Object(items=pairs):
            return all(isinstance(key, str) and _is_written_out(one) for key, one in pairs)
    return False
