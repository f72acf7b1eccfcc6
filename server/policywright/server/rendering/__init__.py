"""The output formats of ``generate``: one module each, from an ``Analysis`` to text.

A format is a row of the table; its module is imported when the format is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.analysis import Analysis
    from policywright.server.published import Settings

    Renderer = Callable[[Analysis, Settings], str]

_MODULES = {
    "json": "json_report",
    "policy": "policy",
    "text": "text",
    "html": "page",
    "markdown": "markdown",
    "cloudformation": "cloudformation",
    "terraform": "terraform",
    "cdk-python": "cdk_python",
    "cdk-typescript": "cdk_typescript",
    "diff": "diff",
}

FORMATS = tuple(_MODULES)
WITHOUT_REASONS = ("policy", "cloudformation", "terraform", "cdk-python", "cdk-typescript", "html")
"""Formats that have no room for call chains and rules, or show them anyway."""


def renderer(name: str) -> Renderer:
    """The function that renders a format of ``FORMATS``."""
    module = import_module(f"{__name__}.{_MODULES[name]}")
    function: Renderer = module.render
    return function
