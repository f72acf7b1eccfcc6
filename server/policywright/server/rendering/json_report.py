"""``--format json``: the whole report."""

from __future__ import annotations

from policywright.analyzers.model import Analysis
from policywright.server.report import Settings, build_report, dump


def render(analysis: Analysis, settings: Settings) -> str:
    return dump(build_report(analysis, settings))
