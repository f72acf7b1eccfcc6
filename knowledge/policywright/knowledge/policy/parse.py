"""Policy text to ``model.Policy``, with every fault located by line, column and JSON path.

``read`` never raises: it returns what could be read and the findings. ``parse`` is for callers that
want a document or an error. ``lint`` goes on from ``read`` to what the document means.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from policywright.knowledge.policy import operators
from policywright.knowledge.policy.findings import RULES, Code, Finding, Severity
from policywright.knowledge.policy.located import Located, LocatedError, Path, load
from policywright.knowledge.policy.model import PRINCIPAL_KINDS, VERSIONS, Policy, Statement
from policywright.knowledge.records import dataclass

_ELEMENTS: Final = (
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
    "Condition", "Version", "Id", "Statement", *PRINCIPAL_KINDS,
)  # fmt: skip

_CODES: Final = frozenset(code.value for code in Code)


class PolicyError(ValueError):
    """The text is not a policy; ``findings`` says why, most telling first."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(_line(finding) for finding in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text or document turned out to be. ``policy`` is None when it breaks the grammar;
    ``data`` is None when it is not even JSON."""

    policy: Policy | None = None
    data: Any = None
    located: Located | None = None
    findings: tuple[Finding, ...] = ()

    def statements(self) -> Iterator[tuple[Path, Statement]]:
        """The statements that follow the grammar, each with its path, even where others do not."""
        found = self.data.get("Statement") if isinstance(self.data, Mapping) else None
        single = isinstance(found, Mapping)
        items = (found,) if single else found if isinstance(found, list | tuple) else ()
        for index, item in enumerate(items):
            with suppress(ValidationError):
                yield ("Statement",) if single else ("Statement", index), Statement.model_validate(item)

    def finding(
        self,
        code: Code,
        message: str,
        path: Path = (),
        *,
        suggestion: str | None = None,
        severity: Severity | None = None,
        key: bool = False,
        check: str | None = None,
    ) -> Finding:
        """A finding at ``path``, given its line and column where the text is known."""
        line, column = self.located.position(path, key=key) if self.located is not None else (None, None)
        return Finding(
            code=code,
            severity=severity or RULES[code].severity,
            message=message,
            path=path,
            line=line,
            column=column,
            suggestion=suggestion,
            check=check,
        )


def parse(source: str | bytes | Mapping[str, Any]) -> Policy:
    """The policy, or ``PolicyError``; duplicate keys are an error too."""
    reading = read(source)
    if reading.policy is None or reading.findings:
        raise PolicyError(reading.findings)
    return reading.policy


def render(policy: Policy, *, indent: int | None = 2) -> str:
    """The policy as JSON text; ``parse(render(x)) == x``."""
    return json.dumps(policy.data(), indent=indent, ensure_ascii=False)


def read(source: str | bytes | Mapping[str, Any]) -> Reading:
    """Read text, bytes or plain data; never raises for what stands in it."""
    if isinstance(source, Mapping):
        return _validated(Reading(data=source))
    try:
        found = load(source)
    except LocatedError as error:
        finding = Finding(
            code=Code.NOT_JSON,
            severity=Severity.ERROR,
            message=error.message,
            path=error.path,
            line=error.line,
            column=error.column,
        )
        return Reading(findings=(finding,))
    reading = Reading(data=found.data, located=found)
    twice = tuple(_duplicate(found, path, offset) for path, offset in found.duplicates)
    return _validated(Reading(data=found.data, located=found, findings=twice), reading)


def _duplicate(found: Located, path: Path, offset: int) -> Finding:
    line, column = found.at(offset)
    return Finding(
        code=Code.DUPLICATE_KEY,
        severity=RULES[Code.DUPLICATE_KEY].severity,
        message=f'"{path[-1]}" stands twice in the same object; only the last one would count',
        path=path,
        line=line,
        column=column,
        suggestion="merge the two",
    )


def _validated(reading: Reading, place: Reading | None = None) -> Reading:
    place = place or reading
    try:
        policy = Policy.model_validate(reading.data)
    except ValidationError as error:
        found = tuple(_grammar(place, details) for details in error.errors(include_url=False))
        return Reading(data=reading.data, located=reading.located, findings=reading.findings + found)
    return Reading(policy=policy, data=reading.data, located=reading.located, findings=reading.findings)


def _grammar(reading: Reading, details: ErrorDetails) -> Finding:
    """One of pydantic's errors as a finding."""
    path = _real_path(reading.data, details["loc"])
    name = str(path[-1]) if path else "document"
    kind = details["type"]
    if kind == "extra_forbidden":
        near = get_close_matches(name.capitalize(), _ELEMENTS, n=1) or get_close_matches(name, _ELEMENTS, n=1)
        near = [e for e in _ELEMENTS if e.lower() == name.lower()] or near
        return reading.finding(
            Code.UNKNOWN_ELEMENT,
            f'there is no policy element "{name}"',
            path,
            suggestion=near[0] if near else None,
            key=True,
            check="error-invalid-principal-key"
            if path[-2:-1] in (("Principal",), ("NotPrincipal",))
            else None,
        )
    if kind == "missing":
        check = _MISSING_CHECKS.get(name)
        return reading.finding(Code.MISSING_ELEMENT, f"{name} is missing", path, check=check)
    if kind == "literal_error":
        choice = VERSIONS if name == "Version" else ("Allow", "Deny")
        near = get_close_matches(str(details["input"]).capitalize(), choice, n=1, cutoff=0.4)
        return reading.finding(
            Code.INVALID_VALUE,
            f"{name} must be {' or '.join(choice)}, not {_short(details['input'])}",
            path,
            suggestion=near[0] if near else None,
            check="error-invalid-version" if name == "Version" else None,
        )
    context = details.get("ctx", {})
    if kind in _CODES:
        code = Code(kind)
        return reading.finding(
            code,
            str(context["text"]),
            path,
            suggestion=context.get("suggestion"),
            key=code is Code.UNKNOWN_OPERATOR,
            check=_check(code, path),
        )
    return reading.finding(Code.WRONG_TYPE, f"expected text here, found {_short(details['input'])}", path)


_MISSING_CHECKS: Final = {"Effect": "error-missing-effect", "Statement": "error-missing-statement"}


def _check(code: Code, path: Path) -> str | None:
    """The check of Access Analyzer's that speaks of this element."""
    names = [part for part in path if isinstance(part, str)]
    last = names[-1] if names else ""
    if code is Code.MISSING_ELEMENT:
        return "error-missing-action"
    if code is Code.UNKNOWN_OPERATOR and "null" in last.lower():
        return "error-null-with-if-exists" if "ifexists" in last.lower() else "suggestion-null-with-qualifier"
    if code is not Code.EMPTY_LIST:
        return None
    if "Principal" in names or "NotPrincipal" in names:
        return f"suggestion-empty-{'object' if last.endswith('Principal') else 'array'}-principal"
    if "Condition" in names and len(names) > names.index("Condition") + 1:
        use = operators.find(names[names.index("Condition") + 1])
        if use is not None and use.if_exists:
            return "suggestion-empty-array-condition-ifexists"
        quantifier = use.quantifier.lower() if use is not None else ""
        return f"suggestion-empty-array-condition{'-' if quantifier else ''}{quantifier}"
    if last == "Statement":
        return "error-missing-statement"
    return "suggestion-empty-array-resource" if last.endswith("Resource") else None


def _real_path(data: Any, loc: tuple[int | str, ...]) -> Path:
    """Pydantic's location without what the document does not have (indexes of wrapped scalars, marks)."""
    out: list[str | int] = []
    here = data
    for index, part in enumerate(loc):
        if isinstance(part, int):
            if isinstance(here, list | tuple) and part < len(here):
                out.append(part)
                here = here[part]
        elif part == "[key]":
            break
        elif isinstance(here, Mapping) and part in here:
            out.append(part)
            here = here[part]
        elif index == len(loc) - 1:  # a missing element: the path names it, the position is its parent's
            out.append(part)
    return tuple(out)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


def _line(finding: Finding) -> str:
    at = f"line {finding.line}, column {finding.column}: " if finding.line is not None else ""
    hint = f' (did you mean "{finding.suggestion}"?)' if finding.suggestion else ""
    return f"{at}{finding.where}: {finding.message}{hint}"
