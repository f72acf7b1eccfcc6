"""Checks of what is written: ids, accounts, regions and addresses that can't be, and conditions of no use."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from policywright.knowledge.policy import operators
from policywright.knowledge.policy.findings import Code, Finding, Severity
from policywright.knowledge.policy.global_keys import global_type, stem
from policywright.knowledge.policy.lint_actions import allowed_ways, arn_fault, how_and_where
from policywright.knowledge.policy.lint_subject import Subject, has_wildcard
from policywright.knowledge.policy.located import Path
from policywright.knowledge.policy.operators import Family, Quantifier, Use
from policywright.knowledge.records import dataclass

_CONDITION_KEYS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d{1,2}")
_REGIONLESS = frozenset(("", "aws", "global"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How the values of a condition key look."""

    form: re.Pattern[str]
    what: str
    check: str | None = None
    source: str = _CONDITION_KEYS


_ACCOUNT = Form(form=re.compile(r"\d{12}"), what="an account id (12 digits)")
_ORGANIZATION = Form(form=re.compile(r"o-[a-z0-9]{10,32}"), what="the id of an organization (o-...)")
_PATHS = Form(
    form=re.compile(r"o-[a-z0-9]{10,32}/(r-[0-9a-z]{4,32}/(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}/)*)?"),
    what="a path in an organization (o-.../r-.../ou-.../)",
)
_SERVICE = Form(
    form=re.compile(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?"),
    what="a service principal",
    check="error-invalid-service-principal-format",
)
_VIA = Form(
    form=re.compile(r"[a-z0-9-]+\.[a-z0-9-]+\.amazonaws\.com(\.cn)?"),
    what="a service in a region (s3.eu-central-1.amazonaws.com)",
    check="error-invalid-service-principal-format",
    source="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service",
)
_PLACE = Form(form=_REGION, what="a region (like eu-central-1)", check="error-invalid-region")
FORMS: Final[dict[str, Form]] = {
    "aws:sourceaccount": _ACCOUNT,
    "aws:principalaccount": _ACCOUNT,
    "aws:resourceaccount": _ACCOUNT,
    "aws:vpceaccount": _ACCOUNT,
    "kms:calleraccount": _ACCOUNT,
    "s3:resourceaccount": _ACCOUNT,
    "aws:principalorgid": _ORGANIZATION,
    "aws:resourceorgid": _ORGANIZATION,
    "aws:sourceorgid": _ORGANIZATION,
    "aws:vpceorgid": _ORGANIZATION,
    "aws:principalorgpaths": _PATHS,
    "aws:resourceorgpaths": _PATHS,
    "aws:sourceorgpaths": _PATHS,
    "aws:vpceorgpaths": _PATHS,
    "aws:requestedregion": _PLACE,
    "aws:sourcevpc": Form(
        form=re.compile(r"vpc-([0-9a-z]{8}|[0-9a-z]{17})"),
        what="the id of a VPC (vpc-...)",
        check="error-invalid-vpc-format",
    ),
    "aws:sourcevpce": Form(
        form=re.compile(r"vpce-([0-9a-z]{8}|[0-9a-z]{17})"),
        what="the id of a VPC endpoint (vpce-...)",
        check="error-invalid-vpce-format",
    ),
    "iam:passedtoservice": _SERVICE,
    "iam:awsservicename": _SERVICE,
    "kms:viaservice": _VIA,
}
"""Of keys whose values have a form, by the key in lower case."""


def identifiers(subject: Subject) -> Iterator[Finding]:
    """Values of condition keys that name an account, an organization, a network, a region or a service."""
    for path, key, value, use in _values(subject):
        form = FORMS.get(key.lower())
        if form is None or use.operator.family is not Family.STRING or _may_be(form.form, value, use):
            continue
        message = f'"{value}" can\'t be {form.what}, which {key} is'
        yield subject.finding(Code.CONDITION_VALUE, message, path, check=form.check)


def _may_be(form: re.Pattern[str], value: str, use: Use) -> bool:
    if "${" in value or (use.operator.wildcards and has_wildcard(value)):
        return True
    return form.fullmatch(value) is not None


def places(subject: Subject) -> Iterator[Finding]:
    """Accounts and regions of resources."""
    for element in ("Resource", "NotResource"):
        for path, text in subject.values(element):
            parts = text.split(":", 5)
            if text == "*" or arn_fault(text) or len(parts) < 6 or "${" in ":".join(parts[:5]):
                continue
            region, account = parts[3], parts[4]
            if region not in _REGIONLESS and not has_wildcard(region) and not _REGION.fullmatch(region):
                message = f'"{region}" can\'t be a region'
                yield subject.finding(Code.INVALID_ARN, message, path, check="error-invalid-arn-region")
            # Some of AWS's own resources stand under a word (arn:aws:iam::aws:policy/...).
            if re.fullmatch(r"[\d -]*\d[\d -]*", account) and not re.fullmatch(r"\d{12}", account):
                message = f'"{account}" can\'t be an account: that has 12 digits'
                yield subject.finding(Code.INVALID_ARN, message, path, check="error-invalid-arn-account")


def addresses(subject: Subject) -> Iterator[Finding]:
    """``aws:SourceIp`` is an address of the internet; that of a private network is in ``aws:VpcSourceIp``."""
    by_key: dict[Path, list[tuple[Path, str, bool]]] = {}
    negated: set[Path] = set()
    for path, key, value, use in _values(subject):
        if key.lower() == "aws:sourceip" and use.operator.family is Family.IP:
            holder = path if path[-1] == key else path[:-1]
            by_key.setdefault(holder, []).append((path, value, _is_private(value)))
            if use.operator.negated:
                negated.add(holder)
    for holder, found in by_key.items():
        private = [(path, value) for path, value, is_private in found if is_private]
        some = len(private) < len(found)
        check = f"{'suggestion' if some else 'error'}-private-{'not-' if holder in negated else ''}ip-address"
        for path, value in private:
            message = f'"{value}" is a private address, which aws:SourceIp never is'
            yield subject.finding(
                Code.PRIVATE_ADDRESS,
                message,
                path,
                suggestion="aws:VpcSourceIp",
                severity=Severity.WARNING if some else None,
                check=f"{check}-subset" if some else check,
            )


@cache
def _private() -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    ranges = (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "fc00::/7",
        "fe80::/10",
    )
    return tuple(map(ipaddress.ip_network, ranges))


def _is_private(value: str) -> bool:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return any(
        network.version == one.version and network.subnet_of(one)  # type: ignore[arg-type]
        for one in _private()
    )


def empty_conditions(subject: Subject) -> Iterator[Finding]:
    """A condition block that asks for nothing."""
    if subject.statement.condition is not None and not subject.statement.condition:
        path = (*subject.path, "Condition")
        yield subject.finding(
            Code.EMPTY_CONDITION, "the condition block is empty", path, suggestion="remove it", key=True
        )


def twice(subject: Subject) -> Iterator[Finding]:
    """Condition keys do not mind case: two spellings are one key, and one of them is lost."""
    for operator, keys in (subject.statement.condition or {}).items():
        seen: dict[str, str] = {}
        for key in keys:
            first = seen.setdefault(key.lower(), key)
            if first != key:
                message = f'"{key}" is "{first}" in another case; one key can stand once under {operator}'
                path = (*subject.path, "Condition", operator, key)
                yield subject.finding(Code.DUPLICATE_KEY, message, path, suggestion=first, key=True)


def single_booleans(subject: Subject) -> Iterator[Finding]:
    """Bool and Null compare with one value: with both, everything passes."""
    for operator, keys in (subject.statement.condition or {}).items():
        use = operators.find(operator)
        if use is None or use.operator.family not in (Family.BOOL, Family.NULL):
            continue
        for key, values in keys.items():
            if len(values) > 1:
                both = len({value.lower() for value in values}) > 1
                says = "true and false, so it always passes" if both else "one value twice"
                yield subject.finding(
                    Code.CONDITION_VALUE,
                    f"{operator} compares {key} with {says}",
                    (*subject.path, "Condition", operator, key),
                    check="error-invalid-condition-multiple-boolean",
                )


def all_values(subject: Subject) -> Iterator[Finding]:
    """``ForAllValues`` is true where the key is missing, so an Allow with it alone lets everybody in."""
    if not subject.allows:
        return
    block = subject.statement.condition or {}
    present = {
        key.lower() for key, values in block.get("Null", {}).items() if "false" in map(str.lower, values)
    }
    required = {
        key.lower()
        for operator, keys in block.items()
        if (use := operators.find(operator)) is not None
        and use.quantifier is not Quantifier.ALL
        and not use.if_exists
        and use.operator.family is not Family.NULL
        and not use.operator.negated
        for key in keys
    }
    for operator, keys in block.items():
        use = operators.find(operator)
        if use is None or use.quantifier is not Quantifier.ALL:
            continue
        for key in keys:
            several = (global_type(key) or "").lower().startswith("arrayof")
            if not several or key.lower() in present or key.lower() in required:
                continue  # of a key with one value the quantifier itself is the mistake, which is told
            message = f"passes whenever {key} is missing"
            yield subject.finding(
                Code.CONDITION_QUANTIFIER,
                message,
                (*subject.path, "Condition", operator, key),
                suggestion=f'"Null": {{"{key}": "false"}}',
                key=True,
            )


def linked_roles(subject: Subject) -> Iterator[Finding]:
    """``iam:CreateServiceLinkedRole`` for every service."""
    if not subject.allows or subject.kind not in ("identity", "session"):
        return
    if "iam:awsservicename" in {stem(key) for _, key, _, _ in subject.asked()}:
        return
    for path, how in allowed_ways(subject, "iam:CreateServiceLinkedRole"):
        star = [at for at, text in subject.values("Resource") if text in ("*", "arn:aws:iam::*:role/*")]
        if subject.statement.not_resource is not None:
            place, where = (*subject.path, "NotResource"), "not-resource"
        elif star:
            place, where = star[0], "star-in-resource"
        else:
            return
        yield subject.finding(
            Code.LINKED_ROLE_FOR_ANY_SERVICE,
            f"{path} makes roles for any service; name the roles, or the services",
            place,
            suggestion='{"StringEquals": {"iam:AWSServiceName": "ecs.amazonaws.com"}}',
            check=f"general-warning-create-slr-with-{how_and_where(how, where)}",
        )


def _values(subject: Subject) -> Iterator[tuple[Path, str, str, Use]]:
    """Every value of the condition block: its path, key and operator."""
    for holder, key, values, use in subject.asked():
        for path, value in subject.placed(holder, values):
            yield path, key, value, use


CHECKS: Final = (
    identifiers, places, addresses, empty_conditions, twice, single_booleans, all_values, linked_roles,
)  # fmt: skip
