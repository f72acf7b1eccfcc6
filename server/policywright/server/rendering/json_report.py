"""``--format json``: the whole report."""

from __future__ import annotations

from policywright.analyzers.analysis import Analysis
from policywright.server.published import Settings, dump
from policywright.server.report import build_report


def render(analysis: Analysis, settings: Settings) -> str:
    return dump(build_report(analysis, settings))
