"""Settings of a project: ``policywright.toml``, or ``[tool.policywright]`` of ``pyproject.toml``.

The nearest of these files, from the working directory upward, fills in what the command line leaves out. The
files come with the code that is analysed: nothing in them reaches a network, credentials or files elsewhere.
"""

from __future__ import annotations

import os

from policywright.analyzers.surroundings import REPOSITORY, upward
from policywright.server.bounded import MAX_BYTES, read_bounded
from policywright.server.errors import UserError
from policywright.server.request import wrong_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

OWN, SHARED = "policywright.toml", "pyproject.toml"
_MARK = b"tool.policywright"
_LISTS = ("entry", "infra", "exclude", "fail-on")
_TEXTS = ("region", "account", "partition", "baseline")
_FLAGS = ("include-optional", "explain", "no-infra", "unused", "keep-templates", "no-keep-templates")
_PATHS = ("infra", "baseline")
"""Relative to the file that names them."""


def configure(arguments: argparse.Namespace) -> None:
    """Fills in the options that the command line leaves at their defaults. Raises ``UserError``."""
    file = _nearest()
    if file is None:
        return
    for name, value in _settings(file).items():
        target = name.replace("-", "_")
        if hasattr(arguments, target) and getattr(arguments, target) in (None, [], False):
            setattr(arguments, target, value)


def _nearest() -> str | None:
    for directory in upward(os.path.realpath(os.curdir)):
        own = os.path.join(directory, OWN)
        if os.path.isfile(own):
            return own
        shared = os.path.join(directory, SHARED)
        if _MARK in (read_bounded(shared) or b""):
            return shared
        if os.path.exists(os.path.join(directory, REPOSITORY)):
            break
    return None


def _settings(file: str) -> dict[str, Any]:
    import tomllib

    where = os.path.relpath(file)
    text = read_bounded(file)
    if text is None:
        raise UserError(f"{where}: cannot be read, or has more than {MAX_BYTES:,} bytes")
    try:
        data: Any = tomllib.loads(text.decode())
    except (ValueError, RecursionError) as error:  # of TOML, of UTF-8, of numbers without end, of depth
        raise UserError(f"{where}: {error}") from error
    if os.path.basename(file) == SHARED:
        tools = data.get("tool")
        data = tools.get("policywright", {}) if isinstance(tools, dict) else {}
    if not isinstance(data, dict):
        raise UserError(f"{where}: tool.policywright is no table")
    return {name: _checked(where, file, name, value) for name, value in data.items()}


def _checked(where: str, file: str, name: str, value: Any) -> Any:
    if name in _FLAGS:
        if isinstance(value, bool):
            return value
        raise UserError(f"{where}: {name} is true or false")
    if name in _TEXTS:
        if not isinstance(value, str):
            raise UserError(f'{where}: {name} is a text: {name} = "..."')
        return _located(file, value) if name in _PATHS else _valid(where, name, value)
    if name in _LISTS:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise UserError(f'{where}: {name} is a list of texts: {name} = ["..."]')
        if name in _PATHS:
            return [_located(file, one) for one in value]
        return [_valid(where, name, one) for one in value]
    known = ", ".join((*_LISTS, *_TEXTS, *_FLAGS))
    raise UserError(f"{where}: no setting {name!r}; there are {known}")


def _located(file: str, value: str) -> str:
    directory = os.path.dirname(file)
    if "\0" in value:
        raise UserError(f"{os.path.relpath(file)}: {value!r} is no path")
    path = os.path.realpath(os.path.join(directory, value))
    if not path.startswith(os.path.join(directory, "")) and path != directory:
        raise UserError(f"{os.path.relpath(file)}: {value} lies outside of its directory")
    return os.path.relpath(path)


def _valid(where: str, name: str, value: str) -> str:
    wrong = wrong_value(name, value)
    if wrong is not None:
        raise UserError(f"{where}: {name}: {wrong}")
    return value
