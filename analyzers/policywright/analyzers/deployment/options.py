"""What commands tell Terraform: files of variables, variables, and settings of the backend.

In: the words of a command. Out: options in one spelling (``settings``), and what they set (``variables``,
``backend``).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.modules import Modules
from policywright.analyzers.infrastructure.terraform.tfvars import attribute_of, attributes_in

_OPTIONS = ("var-file", "var", "backend-config")


def settings(words: tuple[str, ...]) -> tuple[str, ...]:
    """The options that set something, as far as it is known: ``var-file=stage.tfvars``."""
    found: list[str] = []
    for index, word in enumerate(words):
        option, equals, value = word.lstrip("-").partition("=")
        if not word.startswith("-") or option not in _OPTIONS:
            continue
        if not equals:
            value = words[index + 1] if index + 1 < len(words) else ""
        if value and "$" not in value:
            found.append(f"{option}={value}")
    return tuple(found)


def variables(modules: Modules, directory: str, given: Iterable[str]) -> dict[str, s.Expr]:
    """The values of variables; the last option wins."""
    found: dict[str, s.Expr] = {}
    for option, value in _options(given):
        if option == "var-file":
            named = attributes_in(modules, posixpath.normpath(posixpath.join(directory, value)))
        elif option == "var":
            name, _, text = value.partition("=")
            named = attribute_of(name, text) if name.isidentifier() else ()
        else:
            named = ()
        found.update({one.name: one.value for one in named})
    return found


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
