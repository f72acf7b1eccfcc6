"""Checks of the condition block: keys exist and go with the actions, operators with the types."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from policywright.knowledge.policy import operators, variables
from policywright.knowledge.policy.findings import Code, Finding, Severity
from policywright.knowledge.policy.global_keys import OF_SESSIONS, SPELLINGS, global_type, stem
from policywright.knowledge.policy.lint_form import texts_with_variables
from policywright.knowledge.policy.lint_subject import ActionView, Subject, has_wildcard, some
from policywright.knowledge.policy.located import Path
from policywright.knowledge.policy.operators import Family, Quantifier, Use

_KEY = re.compile(r"[^\s:]+:[^\s]+$")
_VARIABLE_KEY = re.compile(r"[^\s:]+:[^\s:]+$")
# Operator families that can read a key of this type. Text operators read ARNs as text, and ARN
# operators read text that happens to be an ARN (an encryption context, a tag): both work.
_READS: Final[Mapping[str, frozenset[Family]]] = {
    "string": frozenset({Family.STRING, Family.ARN}),
    "arn": frozenset({Family.ARN, Family.STRING}),
    "bool": frozenset({Family.BOOL}),
    "numeric": frozenset({Family.NUMERIC}),
    "long": frozenset({Family.NUMERIC}),
    "date": frozenset({Family.DATE, Family.NUMERIC}),
    "ipaddress": frozenset({Family.IP}),
    "binary": frozenset({Family.BINARY}),
}
_INSTEAD: Final[Mapping[str, str]] = {
    "string": "StringEquals",
    "bool": "Bool",
    "numeric": "NumericEquals",
    "long": "NumericEquals",
    "date": "DateLessThan",
    "ipaddress": "IpAddress",
    "binary": "BinaryEquals",
    "arn": "ArnLike",
}


def conditions(subject: Subject) -> Iterator[Finding]:
    """Every operator and key of the statement's condition block."""
    for operator, keys in (subject.statement.condition or {}).items():
        use = operators.find(operator)
        path: Path = (*subject.path, "Condition", operator)
        if not keys:
            check = "suggestion-empty-object-condition"
            yield subject.finding(Code.EMPTY_LIST, f"{operator} compares nothing", path, check=check)
        if use is None:
            continue  # the grammar has reported it
        for key, values in keys.items():
            kind = key_type(subject, key)
            yield from _key(subject, (*path, key), key, kind, use)
            if kind is not None and use.operator.family is not Family.NULL:
                yield from _type(subject, (*path, key), key, kind, use)
            for at, value in subject.placed((*path, key), values):
                yield from _value(subject, at, value, use)


def variable_keys(subject: Subject) -> Iterator[Finding]:
    """Policy variables are condition keys. Others (``TABLE``, ``AWS::Region``) are filled in before."""
    for path, text in texts_with_variables(subject):
        for variable in variables.variables(text):
            key = variable.key
            if _VARIABLE_KEY.match(key) and not _of_a_provider(key) and key_type(subject, key) is None:
                message = f'"{variable.text}" is never filled in: there is no condition key "{key}"'
                yield subject.finding(Code.UNKNOWN_VARIABLE, message, path, suggestion=_near(subject, key))


def key_type(subject: Subject, key: str) -> str | None:
    """The type of a condition key in the catalog's words, or None when no one knows it."""
    found = global_type(key)
    if found is not None:
        return found
    wanted = key.lower()
    for known in subject.catalog.condition_keys(key.split(":", maxsplit=1)[0]):
        if _same_key(known.name, wanted):
            return known.type
    return next(
        (
            known.type
            for prefix in sorted({action.prefix for action in subject.known})
            for known in subject.catalog.condition_keys(prefix)
            if _same_key(known.name, wanted)
        ),
        None,
    )


def _same_key(template: str, wanted: str) -> bool:
    """``template`` may end in a variable part: ``s3:ExistingObjectTag/<key>``."""
    whole, start = _fixed(template)
    return whole == wanted or (bool(start) and len(wanted) > len(start) and wanted.startswith(start))


@lru_cache(maxsize=16384)
def _fixed(template: str) -> tuple[str, str]:
    """A key in lower case, and what is before its variable part."""
    folded = template.lower()
    marks = [at for at in (folded.find("<"), folded.find("${")) if at > 0]
    return folded, folded[: min(marks)] if marks else ""


def _key(subject: Subject, path: Path, key: str, kind: str | None, use: Use) -> Iterator[Finding]:
    prefix = key.split(":", maxsplit=1)[0]
    if not _KEY.match(key):
        message = f'"{key}" is no condition key; write prefix:name'
        yield subject.finding(
            Code.UNKNOWN_CONDITION_KEY,
            message,
            path,
            suggestion=_near(subject, key),
            key=True,
            check="error-invalid-condition-key-format",
        )
    elif key.lower().rstrip("/") in _WITH_TAG:
        message = f"{key} is of one tag; say which"
        yield subject.finding(
            Code.UNKNOWN_CONDITION_KEY,
            message,
            path,
            suggestion=f"{key.rstrip('/')}/team",
            key=True,
            check="error-missing-tag-key-in-condition",
        )
    elif kind is None:
        if _of_a_provider(key):
            return
        known = prefix.lower() == "aws" or subject.catalog.service(prefix) is not None
        message = (
            f'there is no condition key "{key}"'
            if known
            else f'no service has condition keys with the prefix "{prefix}"'
        )
        renamed = _RENAMED.get(key.lower())
        check = (
            "error-unsupported-global-condition-key"
            if renamed
            else "error-invalid-global-condition-key"
            if prefix.lower() == "aws"
            else None
            if known
            else "error-invalid-service"
        )
        yield subject.finding(
            Code.UNKNOWN_CONDITION_KEY,
            message,
            path,
            suggestion=renamed or _near(subject, key),
            key=True,
            check=check,
        )
    elif global_type(key) is None or stem(key) in _PER_ACTION:
        yield from _supported(subject, path, key, use)


def _of_a_provider(key: str) -> bool:
    """Keys of an identity provider carry its host name; anyone can bring one."""
    prefix = key.split(":", maxsplit=1)[0]
    return "." in prefix or prefix.lower() in _PROVIDERS


_PROVIDERS: Final = frozenset({"saml"})
_WITH_TAG: Final = frozenset({"aws:principaltag", "aws:requesttag", "aws:resourcetag"})
_RENAMED: Final = {"aws:arn": "aws:PrincipalArn"}
# Global by name, but only sent by actions that carry tags.
_PER_ACTION: Final = frozenset({"aws:requesttag", "aws:tagkeys", "aws:resourcetag"})


def _supported(subject: Subject, path: Path, key: str, use: Use) -> Iterator[Finding]:
    if subject.all_actions or not subject.known or use.if_exists or use.operator.family is Family.NULL:
        return
    if stem(key) in OF_SESSIONS or not _is_placed(subject, key):
        return
    without = [a for a in subject.known if not _has_key(subject, a, key)]
    if len(without) == len(subject.known):
        message = f"no action of this statement has the condition key {key}"
        sure = subject.allows and not use.operator.negated and stem(key) not in _PER_ACTION
        severity = Severity.ERROR if sure else None
        yield subject.finding(
            Code.UNSUPPORTED_CONDITION_KEY,
            message,
            path,
            severity=severity,
            key=True,
            check=_tag_check(subject, key),
        )
        return
    explicit = {a.pattern.lower() for a in subject.actions if a.explicit}
    named = [f"{a.prefix}:{a.name}" for a in without if f"{a.prefix}:{a.name}".lower() in explicit]
    if named:
        effect = (
            "never match"
            if not use.operator.negated and use.quantifier is not Quantifier.ALL
            else "always pass"
        )
        message = f"{some(named)} do not have the condition key {key}, so they {effect} it"
        yield subject.finding(
            Code.UNSUPPORTED_CONDITION_KEY,
            message,
            path,
            suggestion="a statement of their own",
            key=True,
            check=_tag_check(subject, key),
        )


def _tag_check(subject: Subject, key: str) -> str | None:
    if stem(key) not in _PER_ACTION:
        return None
    effect = "suggestion-allow" if subject.allows else "security-warning-deny"
    return f"{effect}-with-unsupported-tag-condition-key-for-service"


def _is_placed(subject: Subject, key: str) -> bool:
    """Whether the key's service says which actions have it; of some keys it says only that they exist."""
    prefix = key.partition(":")[0].lower()
    if stem(key) in _PER_ACTION or not any(action.prefix == prefix for action in subject.known):
        return True
    names = subject.catalog.expand(f"{prefix}:*")
    actions = (action for name in names if (action := subject.catalog.action(name)) is not None)
    return any(_has_key(subject, action, key) for action in actions)


def _has_key(subject: Subject, action: ActionView, key: str) -> bool:
    wanted = key.lower()
    return any(_same_key(name, wanted) for name in subject.keys_of(action))


def _near(subject: Subject, key: str) -> str | None:
    names = {**SPELLINGS}
    prefixes = {key.split(":", maxsplit=1)[0], *(action.prefix for action in subject.known)}
    for prefix in sorted(prefixes):
        names.update({known.name.lower(): known.name for known in subject.catalog.condition_keys(prefix)})
    near = get_close_matches(key.lower(), list(names), n=1, cutoff=0.7)
    return names[near[0]] if near else None


def _type(subject: Subject, path: Path, key: str, kind: str, use: Use) -> Iterator[Finding]:
    several = kind.lower().startswith("arrayof")
    plain = kind.lower().removeprefix("arrayof")
    reads = _READS.get(plain)
    if reads is not None and use.operator.family not in reads:
        message = f"{key} is of type {kind}; {use.operator.name} compares {use.operator.family} values"
        yield subject.finding(
            Code.CONDITION_TYPE_MISMATCH, message, path, suggestion=_INSTEAD.get(plain), key=True
        )
    elif plain == "arn" and use.operator.family is Family.STRING and use.operator.wildcards:
        instead = "ArnNotLike" if use.operator.negated else "ArnLike"
        yield subject.finding(
            Code.CONDITION_TYPE_MISMATCH,
            f"a wildcard of {use.operator.name} goes beyond its part of the ARN that {key} is",
            path,
            suggestion=operators.spelled(use).replace(use.operator.name, instead),
            key=True,
            check="security-warning-string-like-operator-with-arn-condition-keys",
        )
    written = operators.spelled(use)
    if several and use.quantifier is Quantifier.ONE:
        message = f"{key} has several values; say whether any or all of them must match"
        yield subject.finding(
            Code.CONDITION_QUANTIFIER,
            message,
            path,
            suggestion=f"ForAnyValue:{written}",
            key=True,
            check="error-missing-qualifier",
        )
    elif not several and use.quantifier is not Quantifier.ONE:
        passes = ", and passes when the key is absent" if use.quantifier is Quantifier.ALL else ""
        message = f"{key} has a single value; {use.quantifier} is for keys with several{passes}"
        yield subject.finding(
            Code.CONDITION_QUANTIFIER, message, path, suggestion=written.split(":")[-1], key=True
        )


def _value(subject: Subject, path: Path, value: str, use: Use) -> Iterator[Finding]:
    family = use.operator.family
    if variables.variables(value) and family not in (Family.STRING, Family.ARN):
        message = f"policy variables work in String and Arn operators only, not in {use.operator.name}"
        check_name = "error-invalid-variable-for-operator"
        yield subject.finding(Code.CONDITION_VALUE, message, path, check=check_name)
        return
    check = _VALUE_CHECKS.get(family)
    if check is not None and not check(value):
        message = f'"{value}" is no {_WANTED[family]}, which {use.operator.name} compares'
        yield subject.finding(Code.CONDITION_VALUE, message, path, check=_VALUE_PAGES.get(family))
    if (
        family is Family.STRING
        and not use.operator.wildcards
        and has_wildcard(re.sub(r"\$\{[*?]\}", "", value))
    ):
        like = "StringNotLike" if use.operator.negated else "StringLike"
        message = f'{use.operator.name} takes the wildcard in "{value}" literally'
        yield subject.finding(
            Code.CONDITION_VALUE,
            message,
            path,
            suggestion=like,
            severity=Severity.WARNING,
            check="general-warning-wildcard-without-like-operator",
        )


def _is_number(value: str) -> bool:
    return re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", value) is not None


def _is_date(value: str) -> bool:
    iso = r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?"
    return re.fullmatch(iso, value) is not None or (value.isascii() and value.isdigit())


def _is_address(value: str) -> bool:
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return True


def _is_base64(value: str) -> bool:
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _is_arn_pattern(value: str) -> bool:
    return (
        value == "*"
        or bool(variables.variables(value))
        or (value.startswith("arn:") and value.count(":") >= 5)
        or (has_wildcard(value))
    )


def _is_boolean(value: str) -> bool:
    return value.lower() in ("true", "false")


_VALUE_CHECKS: Final[Mapping[Family, Callable[[str], bool]]] = {
    Family.NUMERIC: _is_number,
    Family.DATE: _is_date,
    Family.IP: _is_address,
    Family.BINARY: _is_base64,
    Family.ARN: _is_arn_pattern,
    Family.BOOL: _is_boolean,
    Family.NULL: _is_boolean,
}
_WANTED: Final[Mapping[Family, str]] = {
    Family.NUMERIC: "number",
    Family.DATE: "ISO 8601 date",
    Family.IP: "IP address or range",
    Family.BINARY: "Base64 text",
    Family.ARN: "ARN",
    Family.BOOL: "boolean (true or false)",
    Family.NULL: "boolean (true or false)",
}

_VALUE_PAGES: Final[Mapping[Family, str]] = {
    Family.NUMERIC: "general-warning-type-mismatch-number",
    Family.DATE: "general-warning-type-mismatch-date",
    Family.IP: "error-type-mismatch-ip-range",
    Family.BINARY: "general-warning-type-mismatch-string",
    Family.BOOL: "general-warning-type-mismatch-boolean",
    Family.NULL: "general-warning-type-mismatch-boolean",
}

CHECKS: Final = (conditions, variable_keys)
