"""What ``validate`` can find: a closed set of codes, each with its row, and the located finding.

``parse`` and ``lint`` construct findings; ``server`` renders them. A code without a row in
``RULES`` fails the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from policywright.knowledge.policy.located import Path
from policywright.knowledge.records import dataclass


class Severity(StrEnum):
    """``ERROR``: AWS refuses it or it cannot work; ``WARNING``: risky; ``INFO``: could be shorter."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Code(StrEnum):
    """Every kind of finding."""

    NOT_JSON = "not-json"
    DUPLICATE_KEY = "duplicate-key"
    UNKNOWN_ELEMENT = "unknown-element"
    MISSING_ELEMENT = "missing-element"
    CONFLICTING_ELEMENTS = "conflicting-elements"
    WRONG_TYPE = "wrong-type"
    INVALID_VALUE = "invalid-value"
    EMPTY_LIST = "empty-list"
    INVALID_SID = "invalid-sid"
    DUPLICATE_SID = "duplicate-sid"
    INVALID_PRINCIPAL = "invalid-principal"
    MISPLACED_ELEMENT = "misplaced-element"
    MISSING_VERSION = "missing-version"
    OLD_VERSION_VARIABLE = "old-version-variable"
    MALFORMED_VARIABLE = "malformed-variable"
    UNKNOWN_VARIABLE = "unknown-variable"
    INVALID_ACTION = "invalid-action"
    UNKNOWN_SERVICE = "unknown-service"
    UNKNOWN_ACTION = "unknown-action"
    ACTION_MATCHES_NOTHING = "action-matches-nothing"
    INVALID_ARN = "invalid-arn"
    UNKNOWN_RESOURCE_FORMAT = "unknown-resource-format"
    ACTION_WITHOUT_RESOURCE = "action-without-resource"
    ACTION_NEEDS_STAR = "action-needs-star"
    RESOURCE_WITHOUT_ACTION = "resource-without-action"
    UNKNOWN_OPERATOR = "unknown-operator"
    UNKNOWN_CONDITION_KEY = "unknown-condition-key"
    UNSUPPORTED_CONDITION_KEY = "unsupported-condition-key"
    CONDITION_TYPE_MISMATCH = "condition-type-mismatch"
    CONDITION_VALUE = "condition-value"
    CONDITION_QUANTIFIER = "condition-quantifier"
    ALLOW_ALL_ACTIONS = "allow-all-actions"
    ALLOW_NOT_ACTION = "allow-not-action"
    ALLOW_NOT_PRINCIPAL = "allow-not-principal"
    PERMISSIONS_MANAGEMENT_WILDCARD = "permissions-management-wildcard"
    PASS_ROLE_ON_ALL = "pass-role-on-all"
    PASS_ROLE_TO_ANY_SERVICE = "pass-role-to-any-service"
    PUBLIC_PRINCIPAL = "public-principal"
    QUOTA = "quota"
    REDUNDANT_STATEMENT = "redundant-statement"
    REDUNDANT_VALUE = "redundant-value"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInfo:
    """How severe a finding is unless the place says otherwise, and what it is about."""

    severity: Severity
    summary: str


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

RULES: Final[Mapping[Code, RuleInfo]] = {
    code: RuleInfo(severity=severity, summary=summary)
    for code, severity, summary in (
        (Code.NOT_JSON, _E, "the text is not JSON"),
        (Code.DUPLICATE_KEY, _E, "a key stands twice in one object; only the last one counts"),
        (Code.UNKNOWN_ELEMENT, _E, "an element that the policy grammar does not have"),
        (Code.MISSING_ELEMENT, _E, "an element that the policy grammar requires is not there"),
        (Code.CONFLICTING_ELEMENTS, _E, "an element and its Not form together"),
        (Code.WRONG_TYPE, _E, "text, list or object expected, something else found"),
        (Code.INVALID_VALUE, _E, "a value outside the ones allowed"),
        (Code.EMPTY_LIST, _E, "an empty list or object, which matches nothing"),
        (Code.INVALID_SID, _E, "a Sid with characters that IAM refuses"),
        (Code.DUPLICATE_SID, _E, "the same Sid in two statements"),
        (Code.INVALID_PRINCIPAL, _E, "a principal that is not one"),
        (Code.MISPLACED_ELEMENT, _E, "an element that this kind of policy cannot have"),
        (Code.MISSING_VERSION, _W, "without Version the 2008 rules apply"),
        (Code.OLD_VERSION_VARIABLE, _E, "policy variables need Version 2012-10-17"),
        (Code.MALFORMED_VARIABLE, _E, "a ${...} that is no policy variable"),
        (Code.UNKNOWN_VARIABLE, _W, "a policy variable that no request fills in"),
        (Code.INVALID_ACTION, _E, "an action that is not service:Name"),
        (Code.UNKNOWN_SERVICE, _E, "no such service prefix"),
        (Code.UNKNOWN_ACTION, _E, "no such action"),
        (Code.ACTION_MATCHES_NOTHING, _E, "a wildcard that no action matches"),
        (Code.INVALID_ARN, _E, "a resource that is no ARN"),
        (Code.UNKNOWN_RESOURCE_FORMAT, _W, "an ARN of a form the service does not have"),
        (Code.ACTION_WITHOUT_RESOURCE, _E, "an action that none of the statement's resources fits"),
        (Code.ACTION_NEEDS_STAR, _E, 'an action that works on "*" only'),
        (Code.RESOURCE_WITHOUT_ACTION, _W, "a resource that none of the statement's actions works on"),
        (Code.UNKNOWN_OPERATOR, _E, "no such condition operator"),
        (Code.UNKNOWN_CONDITION_KEY, _E, "no such condition key"),
        (Code.UNSUPPORTED_CONDITION_KEY, _W, "a condition key that the actions do not have"),
        (Code.CONDITION_TYPE_MISMATCH, _W, "an operator of another type than the key"),
        (Code.CONDITION_VALUE, _E, "a value that the operator cannot read"),
        (Code.CONDITION_QUANTIFIER, _W, "ForAllValues/ForAnyValue and the key do not go together"),
        (Code.ALLOW_ALL_ACTIONS, _W, "allows every action"),
        (Code.ALLOW_NOT_ACTION, _W, "allows everything but what is listed"),
        (Code.ALLOW_NOT_PRINCIPAL, _W, "allows everyone but who is listed"),
        (Code.PERMISSIONS_MANAGEMENT_WILDCARD, _W, "a wildcard that includes changing permissions"),
        (Code.PASS_ROLE_ON_ALL, _W, "iam:PassRole on every role"),
        (Code.PASS_ROLE_TO_ANY_SERVICE, _W, "iam:PassRole to every service"),
        (Code.PUBLIC_PRINCIPAL, _W, "open to everyone"),
        (Code.QUOTA, _E, "longer than AWS stores"),
        (Code.REDUNDANT_STATEMENT, _I, "a statement that another one covers"),
        (Code.REDUNDANT_VALUE, _I, "a value that another one in the list covers"),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to fix; ``path`` is where in the document, line and column where in its text.

    Line and column are None only for a document that came as data, or as a text that cannot be read.
    """

    code: Code
    severity: Severity
    message: str
    path: Path = ()
    line: int | None = None
    column: int | None = None
    suggestion: str | None = None

    @property
    def where(self) -> str:
        """The JSON path as people write it: ``Statement[0].Action[2]``."""
        return path_text(self.path)


def path_text(path: Path) -> str:
    out = ""
    for part in path:
        if isinstance(part, int):
            out += f"[{part}]"
        elif part.replace("_", "").isalnum():
            out += f".{part}" if out else part
        else:
            out += f'["{part}"]'
    return out or "document"
