"""Findings of ``check`` for continuous integration: GitHub's annotations and JUnit's XML.

GitHub: https://docs.github.com/actions/reference/workflow-commands-for-github-actions. JUnit has no standard;
this is the part that Jenkins, GitLab and others read (https://llg.cubic.org/docs/junit/), and that the schema
of Jenkins' xUnit plugin allows (junit-10.xsd in https://github.com/jenkinsci/xunit-plugin).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from policywright.server.checking import MISSING, UNUSED, Checked, Finding, because, summary_line
from policywright.server.text import few, one_line

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def github(checked: Checked) -> str:
    """Workflow commands: a line for each finding, shown at its place in the changes.

    What is missing is shown where the code needs it, too: a change of the code alone shows no template.
    GitHub shows the first ten of each level, so these come before what is not known.
    """
    lines = [
        _command("warning" if one.code == UNUSED else "error", checked.home, one) for one in checked.findings
    ]
    lines += _at_code(checked)
    lines += [
        f"::notice file={_property(checked.home + file)},line={line},title=not known::{_data(detail)}"
        for file, line, detail in checked.open
    ]
    return "\n".join([*lines, summary_line(checked)]) + "\n"


def _command(level: str, home: str, one: Finding) -> str:
    place = f"file={_property(home + one.span.file)},line={one.span.line},col={one.span.column}"
    return f"::{level} {place},title={_property(one.code)}::{_data(one.message + because(one, home))}"


def _at_code(checked: Checked) -> Iterator[str]:
    """For each line of code that needs something missing, one notice of all that it needs."""
    needed: dict[tuple[str, int], list[Finding]] = {}
    for one in checked.findings:
        for place in one.places if one.code == MISSING else ():
            needed.setdefault((place.file, place.line), []).append(one)
    for (file, line), findings in needed.items():
        actions = few(list(dict.fromkeys(action for one in findings for action in one.actions)))
        said = "; ".join(
            dict.fromkeys(
                f"{one.message} ({checked.home}{one.span.file}:{one.span.line})" for one in findings
            )
        )
        where = f"file={_property(checked.home + file)},line={line}"
        yield f"::notice {where},title={_property(f'needs {actions}')}::{_data(said)}"


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def junit(checked: Checked) -> str:
    """A test suite for each file, in which each finding is a failed test, what is not known a skipped one."""
    suites: dict[str, list[str]] = {}
    for one in checked.findings:
        message = f"<failure type={_quoted(one.code)} message={_quoted(one.message)}>"
        places = "\n".join(f"{place.file}:{place.line}" for place in (one.span, *one.places))
        suites.setdefault(one.template, []).append(_case(one, f"{message}{_xml(places)}</failure>"))
    for ignored in checked.ignored:
        left = f"<skipped message={_quoted(ignored.reason)}/>"
        suites.setdefault(ignored.finding.template, []).append(_case(ignored.finding, left))
    if checked.nothing:
        unchecked = f"<error message={_quoted(summary_line(checked))}/>"
        suites["policywright"] = [f'  <testcase classname="policywright" name="check">{unchecked}</testcase>']
    passed = checked.roles - checked.unchecked if not suites else 0
    if passed:
        suites["policywright"] = ['  <testcase classname="policywright" name="check"/>']
    for file, line, detail in checked.open:
        suites.setdefault(file, []).append(_unknown(file, line, detail))
    body = "\n".join(_suite(name, cases) for name, cases in suites.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="policywright">\n{body}\n</testsuites>\n'
    )


def _suite(name: str, cases: list[str]) -> str:
    counts = {kind: sum(f"<{kind} " in case for case in cases) for kind in ("failure", "skipped", "error")}
    said = f'failures="{counts["failure"]}" errors="{counts["error"]}" skipped="{counts["skipped"]}"'
    return "\n".join([
        f' <testsuite name={_quoted(name)} tests="{len(cases)}" {said}>', *cases, " </testsuite>"
    ])  # fmt: skip


def _case(one: Finding, inside: str) -> str:
    what = one.message if one.code != MISSING else f"{', '.join(one.actions)} on {', '.join(one.resources)}"
    name = f"{one.code}: {what}"
    # Jenkins' xUnit plugin refuses a whole file for a ``file`` or ``line`` here.
    return f"  <testcase classname={_quoted(one.role)} name={_quoted(name)}>{inside}</testcase>"


def _unknown(file: str, line: int, detail: str) -> str:
    name = _quoted(f"not known: {detail}")
    skipped = f"<skipped message={_quoted(f'{file}:{line}: {detail}')}/>"
    return f"  <testcase classname={_quoted(file)} name={name}>{skipped}</testcase>"


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", one_line(text)))
