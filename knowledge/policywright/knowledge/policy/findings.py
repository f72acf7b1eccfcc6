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
    CONFUSED_DEPUTY = "confused-deputy"
    KEY_OF_NO_SERVICE = "key-of-no-service"
    FEDERATED_ACTION = "federated-action"
    OPEN_PROVIDER = "open-identity-provider"
    UNSUPPORTED_ACTION = "unsupported-action"
    LINKED_ROLE_FOR_ANY_SERVICE = "linked-role-for-any-service"
    PRIVATE_ADDRESS = "private-address"
    EMPTY_CONDITION = "empty-condition"
    INTERNAL = "internal-error"
    QUOTA = "quota"
    UNTRUSTWORTHY_KEY = "untrustworthy-key"
    KEY_NEEDS_ANOTHER = "key-needs-another"
    KEY_NEEDS_ACTION = "key-needs-action"
    WIDE_VALUE = "wide-value"
    PREFIX_NOT_HELD = "prefix-not-held"
    ROLES_ANYWHERE = "roles-anywhere"
    REDUNDANT_CONDITION = "redundant-condition"
    REDUNDANT_STATEMENT = "redundant-statement"
    REDUNDANT_VALUE = "redundant-value"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInfo:
    """How severe a finding is unless the place says otherwise, and what it is about."""

    severity: Severity
    summary: str
    page: str
    """Where AWS documents it."""


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
_CHECKS = f"{_GUIDE}access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-"


def _page(place: str) -> str:
    """A page of IAM's user guide, or a check of Access Analyzer's reference."""
    return f"{_GUIDE}{place[1:]}" if place.startswith("*") else f"{_CHECKS}{place}"


RULES: Final[Mapping[Code, RuleInfo]] = {
    code: RuleInfo(severity=severity, summary=summary, page=_page(place))
    for code, severity, summary, place in (
        (Code.NOT_JSON, _E, "the text is not JSON", "error-json-syntax-error"),
        (
            Code.DUPLICATE_KEY,
            _E,
            "a key stands twice in one object; only the last one counts",
            "error-duplicate-keys-with-different-case",
        ),
        (
            Code.UNKNOWN_ELEMENT,
            _E,
            "an element that the policy grammar does not have",
            "error-invalid-policy-element",
        ),
        (
            Code.MISSING_ELEMENT,
            _E,
            "an element that the policy grammar requires is not there",
            "error-missing-statement",
        ),
        (
            Code.CONFLICTING_ELEMENTS,
            _E,
            "an element and its Not form together",
            "error-unsupported-element-combination",
        ),
        (
            Code.WRONG_TYPE,
            _E,
            "text, list or object expected, something else found",
            "error-data-type-mismatch",
        ),
        (Code.INVALID_VALUE, _E, "a value outside the ones allowed", "error-invalid-effect"),
        (
            Code.EMPTY_LIST,
            _E,
            "an empty list or object, which matches nothing",
            "suggestion-empty-array-action",
        ),
        (Code.INVALID_SID, _E, "a Sid with characters that IAM refuses", "error-unsupported-sid"),
        (Code.DUPLICATE_SID, _E, "the same Sid in two statements", "error-unique-sids-required"),
        (Code.INVALID_PRINCIPAL, _E, "a principal that is not one", "error-invalid-principal-format"),
        (
            Code.MISPLACED_ELEMENT,
            _E,
            "an element that this kind of policy cannot have",
            "error-unsupported-principal",
        ),
        (Code.MISSING_VERSION, _W, "without Version the 2008 rules apply", "general-warning-missing-version"),
        (
            Code.OLD_VERSION_VARIABLE,
            _E,
            "policy variables need Version 2012-10-17",
            "error-variable-unsupported-in-version",
        ),
        (
            Code.MALFORMED_VARIABLE,
            _E,
            "a ${...} that is no policy variable",
            "error-missing-brace-in-variable",
        ),
        (
            Code.UNKNOWN_VARIABLE,
            _W,
            "a policy variable that no request fills in",
            "*reference_policies_variables.html",
        ),
        (Code.INVALID_ACTION, _E, "an action that is not service:Name", "error-invalid-action"),
        (Code.UNKNOWN_SERVICE, _E, "no such service prefix", "error-invalid-service-in-action"),
        (Code.UNKNOWN_ACTION, _E, "no such action", "error-invalid-action"),
        (Code.ACTION_MATCHES_NOTHING, _E, "a wildcard that no action matches", "error-invalid-action"),
        (Code.INVALID_ARN, _E, "a resource that is no ARN", "error-missing-arn-field"),
        (
            Code.UNKNOWN_RESOURCE_FORMAT,
            _W,
            "an ARN of a form the service does not have",
            "error-invalid-arn-resource",
        ),
        (
            Code.ACTION_WITHOUT_RESOURCE,
            _E,
            "an action that none of the statement's resources fits",
            "*reference_policies_actions-resources-contextkeys.html",
        ),
        (
            Code.ACTION_NEEDS_STAR,
            _E,
            'an action that works on "*" only',
            "*reference_policies_elements_resource.html",
        ),
        (
            Code.RESOURCE_WITHOUT_ACTION,
            _W,
            "a resource that none of the statement's actions works on",
            "*reference_policies_elements_resource.html",
        ),
        (Code.UNKNOWN_OPERATOR, _E, "no such condition operator", "error-invalid-condition-operator"),
        (Code.UNKNOWN_CONDITION_KEY, _E, "no such condition key", "error-invalid-service-condition-key"),
        (
            Code.UNSUPPORTED_CONDITION_KEY,
            _W,
            "a condition key that the actions do not have",
            "error-unsupported-action-for-condition-key",
        ),
        (
            Code.CONDITION_TYPE_MISMATCH,
            _W,
            "an operator of another type than the key",
            "general-warning-type-mismatch",
        ),
        (
            Code.CONDITION_VALUE,
            _E,
            "a value that the operator cannot read",
            "error-invalid-condition-data-type",
        ),
        (
            Code.CONDITION_QUANTIFIER,
            _W,
            "ForAllValues/ForAnyValue and the key do not go together",
            "security-warning-forallvalues-with-single-valued-key",
        ),
        (Code.ALLOW_ALL_ACTIONS, _W, "allows every action", "*best-practices.html"),
        (
            Code.ALLOW_NOT_ACTION,
            _W,
            "allows everything but what is listed",
            "*reference_policies_elements_notaction.html",
        ),
        (
            Code.ALLOW_NOT_PRINCIPAL,
            _W,
            "allows everyone but who is listed",
            "security-warning-allow-with-not-principal",
        ),
        (
            Code.PERMISSIONS_MANAGEMENT_WILDCARD,
            _W,
            "a wildcard that includes changing permissions",
            "*best-practices.html",
        ),
        (
            Code.PASS_ROLE_ON_ALL,
            _W,
            "iam:PassRole on every role",
            "security-warning-pass-role-with-star-in-resource",
        ),
        (Code.PASS_ROLE_TO_ANY_SERVICE, _W, "iam:PassRole to every service", "*id_roles_use_passrole.html"),
        (Code.PUBLIC_PRINCIPAL, _W, "open to everyone", "*access-analyzer-checks-validating-policies.html"),
        (
            Code.CONFUSED_DEPUTY,
            _W,
            "a service may be made to act here by anybody",
            "security-warning-restrict-access-to-service-principal",
        ),
        (
            Code.KEY_OF_NO_SERVICE,
            _E,
            "a condition on what a service principal does not have",
            "error-unsupported-condition-key-for-service-principal",
        ),
        (
            Code.FEDERATED_ACTION,
            _E,
            "an identity provider without its own way to assume a role",
            "error-mismatched-action-for-principal",
        ),
        (
            Code.OPEN_PROVIDER,
            _W,
            "open to everyone who has a token of an identity provider",
            "security-warning-missing-condition-key-for-oidc-principal",
        ),
        (
            Code.UNSUPPORTED_ACTION,
            _E,
            "an action that this kind of policy cannot have",
            "error-unsupported-action-in-policy",
        ),
        (
            Code.LINKED_ROLE_FOR_ANY_SERVICE,
            _W,
            "service-linked roles for every service",
            "general-warning-create-slr-with-star-in-resource",
        ),
        (
            Code.PRIVATE_ADDRESS,
            _E,
            "a private address where only public ones are compared",
            "error-private-ip-address",
        ),
        (
            Code.EMPTY_CONDITION,
            _I,
            "a condition block without conditions",
            "suggestion-empty-object-condition",
        ),
        (Code.INTERNAL, _W, "a defect of policywright: this was not checked", "*best-practices.html"),
        (Code.QUOTA, _E, "longer than AWS stores", "*reference_iam-quotas.html"),
        (
            Code.UNTRUSTWORTHY_KEY,
            _W,
            "a condition on what callers say of themselves",
            "security-warning-untrustworthy-condition-key",
        ),
        (
            Code.KEY_NEEDS_ANOTHER,
            _W,
            "a condition key that holds nobody without another one",
            "security-warning-missing-paired-condition-keys",
        ),
        (
            Code.KEY_NEEDS_ACTION,
            _W,
            "a condition on what only another action may set",
            "error-missing-action-for-condition-key",
        ),
        (Code.WIDE_VALUE, _W, "a value that may match anybody's", "error-wildcard-usage-too-permissive"),
        (
            Code.PREFIX_NOT_HELD,
            _W,
            "a prefix that a shorter one gets around",
            "security-warning-s3-prefix-in-negative-context",
        ),
        (
            Code.ROLES_ANYWHERE,
            _E,
            "IAM Roles Anywhere without all that it does with a role",
            "error-missing-action-for-roles-anywhere-trust-policy",
        ),
        (
            Code.REDUNDANT_CONDITION,
            _I,
            "a condition that could be said more plainly",
            "suggestion-redundant-key-due-to-wildcard-in-condition",
        ),
        (
            Code.REDUNDANT_STATEMENT,
            _I,
            "a statement that another one covers",
            "suggestion-redundant-statement",
        ),
        (
            Code.REDUNDANT_VALUE,
            _I,
            "a value that another one in the list covers",
            "suggestion-redundant-action",
        ),
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
    check: str | None = None
    """The check of Access Analyzer's reference that says the same, where it is not the code's own."""

    @property
    def page(self) -> str:
        """Where AWS documents it."""
        return RULES[self.code].page if self.check is None else _page(self.check)

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
