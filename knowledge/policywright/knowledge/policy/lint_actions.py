"""Checks of actions against the catalog, and of resources against what the actions work on.

The ARN formats of the catalog become wildcard patterns. A resource belongs to the types whose
pattern it meets; where one of those covers it entirely, wider ones are dropped: ``bucket/*`` is an
object, although a bucket's format, read as a pattern, would match it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from policywright.knowledge.partitions import PARTITIONS
from policywright.knowledge.policy import patterns
from policywright.knowledge.policy.findings import Code, Finding
from policywright.knowledge.policy.lint_subject import (
    ACTION,
    ActionView,
    NamedAction,
    ResourceTypeView,
    Subject,
    has_wildcard,
    some,
)
from policywright.knowledge.policy.located import Path
from policywright.knowledge.records import dataclass

_PLACEHOLDER = re.compile(r"\$\{[^}]+\}")
_SEGMENTS: Final = 6
MAX_ARN: Final = 2048
"""Characters; ResourceArns of
https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html"""


# CloudWatch Logs checks actions on a log group against "...:log-stream:*" too, and AWS's own managed
# policies scope logs:DescribeLogStreams that way, although the reference lists the group only.
_PARENTS: Final = {
    ("logs", "log-stream"): ("logs", "log-group"),
    # Actions of one name in both generations are listed with the classic load balancers only.
    **{
        ("elasticloadbalancing", f"loadbalancer/{kind}/"): ("elasticloadbalancing", "loadbalancer")
        for kind in ("app", "gwy", "net")
    },
    # A request that names an alias or a version is checked against its ARN; the reference lists functions.
    # https://docs.aws.amazon.com/lambda/latest/dg/versioning-aliases-permissions.html
    **{("lambda", f"function {kind}"): ("lambda", "function") for kind in ("alias", "version")},
}


_CHECKED: Final = {
    ("logs", "DescribeLogGroups"): frozenset({("logs", "log-group")}),
    ("personalize", "GetRecommendations"): frozenset({("personalize", "recommender")}),
}
"""Resource types that an action is checked against although the service's reference does not list them.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/permissions-reference-cwl.html
https://docs.aws.amazon.com/personalize/latest/dg/API_RS_GetRecommendations.html"""


def actions_exist(subject: Subject) -> Iterator[Finding]:
    """Each pattern of Action and NotAction is well formed and names something."""
    for element in ("Action", "NotAction"):
        for path, pattern in subject.values(element):
            if pattern not in ("*", "*:*"):
                yield from _action_exists(subject, path, pattern)


def _action_exists(subject: Subject, path: Path, pattern: str) -> Iterator[Finding]:
    prefix = pattern.split(":", maxsplit=1)[0]
    if not ACTION.match(pattern) or has_wildcard(prefix):
        near = subject.catalog.suggest(pattern) if ":" in pattern else ()
        message = f'"{pattern}" is no action; write service:Name, the service without a wildcard'
        yield subject.finding(Code.INVALID_ACTION, message, path, suggestion=next(iter(near), None))
    elif subject.catalog.action(pattern) is None and subject.catalog.newer(pattern):
        pass
    elif subject.catalog.service(prefix) is None:
        message = f'there is no service with the prefix "{prefix}"'
        yield subject.finding(
            Code.UNKNOWN_SERVICE, message, path, suggestion=_near_service(subject, prefix, pattern)
        )
    elif has_wildcard(pattern):
        if not subject.catalog.expand(pattern):
            yield subject.finding(Code.ACTION_MATCHES_NOTHING, f'no action matches "{pattern}"', path)
    elif subject.catalog.action(pattern) is None:
        suggestion = next(iter(subject.catalog.suggest(pattern)), None)
        yield subject.finding(
            Code.UNKNOWN_ACTION, f'there is no action "{pattern}"', path, suggestion=suggestion
        )


def _near_service(subject: Subject, prefix: str, pattern: str) -> str | None:
    """The same action of a service with a similar prefix, or at least such a prefix."""
    near = subject.catalog.suggest(prefix)
    candidates = [f"{name}:{pattern.split(':', 1)[1]}" for name in near]
    return next((name for name in candidates if subject.catalog.expand(name)), next(iter(near), None))


def resources_well_formed(subject: Subject) -> Iterator[Finding]:
    """Each resource is ``*`` or an ARN."""
    for element in ("Resource", "NotResource"):
        for path, text in subject.values(element):
            fault = arn_fault(text)
            if fault:
                yield subject.finding(
                    Code.INVALID_ARN,
                    f'"{text[:MAX_ARN]}" {fault}',
                    path,
                    suggestion=_as_arn(subject, text),
                    check=next((check for part, check in _ARN_CHECKS if part in fault), None),
                )


def names_begin_once(subject: Subject) -> Iterator[Finding]:
    """A parameter called ``/app/key`` is ``parameter/app/key``: with two slashes the pattern matches none.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
    """
    for element in ("Resource", "NotResource"):
        for path, text in subject.values(element):
            if _TWO_SLASHES.match(text):
                message = f'"{text}" matches nothing: an ARN has the slash before a name once'
                found = text.replace(":parameter//", ":parameter/", 1)
                yield subject.finding(Code.UNKNOWN_RESOURCE_FORMAT, message, path, suggestion=found)


_TWO_SLASHES: Final = re.compile("arn:[^:]*:ssm:[^:]*:[^:]*:parameter//")
_ARN_CHECKS: Final = (
    ("is no ARN", "error-invalid-arn-prefix"),
    ("has no partition", "error-invalid-partition"),
    ("wildcard in its service", "suggestion-wildcard-in-service-name"),
    ("capital letters", "error-invalid-arn-service-case"),
)


def arn_fault(text: str) -> str | None:
    """What is wrong with a Resource value, or None."""
    if text == "*":
        return None
    if not patterns.is_arn(text):
        return 'is no ARN; a resource is "*" or starts with "arn:"'
    parts = re.sub(r"\$\{[^}]*\}", "$", text).split(":", _SEGMENTS - 1)
    if len(parts) < _SEGMENTS and not text.endswith("*"):
        return "is too short for an ARN (arn:partition:service:region:account:resource)"
    if parts[1] not in PARTITIONS and not has_wildcard(parts[1]) and "$" not in parts[1]:
        return f'has no partition "{parts[1]}"; it is aws, aws-cn, aws-us-gov, ...'
    if len(parts) > 2 and has_wildcard(parts[2]):
        return "has a wildcard in its service segment, which AWS refuses"
    if len(parts) > 2 and parts[2] != parts[2].lower():
        return "has capital letters in its service segment"
    if len(text) > MAX_ARN:
        return f"is longer than an ARN can be ({MAX_ARN:,} characters)"
    if len(parts) == _SEGMENTS and not parts[5]:
        return "names no resource after the last colon"
    return None


def _as_arn(subject: Subject, text: str) -> str | None:
    services = {action.prefix for action in subject.known}
    plain = re.fullmatch(r"[a-z0-9][a-z0-9.-]+(/.*)?", text)
    return f"arn:aws:s3:::{text}" if services == {"s3"} and plain else None


def resources_fit(subject: Subject) -> Iterator[Finding]:
    """Actions and resources of the statement go together, both ways round."""
    resources = [(path, text) for path, text in subject.values("Resource") if not arn_fault(text)]
    if subject.all_actions or not subject.known or not resources:
        return
    if any(text == "*" for _, text in resources):
        return
    typed = [(path, text, types_of(subject, text)) for path, text in resources]
    for action in subject.actions:
        for found in _action_fits(subject, action, [types for _, _, types in typed]):
            if not any(_is_written(subject, action.names, text) for _, text in resources):
                yield found
    named = [name for action in subject.actions for name in action.names]
    for path, text, types in typed:
        for found in _resource_fits(subject, path, text, types):
            if not _is_written(subject, named, text):
                yield found


def _is_written(subject: Subject, actions: Iterable[str], text: str) -> bool:
    """Whether our rules give one of the actions such a resource: the reference does not list them all."""
    from policywright.knowledge.forms import is_of_aws  # where nothing else explains it

    wanted = patterns.arn_tokens(text)
    written = (arn for name in actions for arn in subject.catalog.written(name))
    return any(patterns.meets(_form(arn).strict, wanted) for arn in written) or is_of_aws(text)


def _action_fits(
    subject: Subject, action: NamedAction, types: list[frozenset[tuple[str, str]]]
) -> Iterator[Finding]:
    known = [found for name in action.names if (found := subject.catalog.action(name)) is not None]
    wanted = frozenset().union(*(_types(found) for found in known))
    if not known or any(wanted & found for found in types):
        return
    if not wanted:
        message = f'{action.pattern} works on Resource "*" only; with these resources it has no effect'
        yield subject.finding(
            Code.ACTION_NEEDS_STAR,
            message,
            action.path,
            suggestion='a statement of its own with "Resource": "*"',
            severity=subject.softened,
        )
        return
    formats = _formats(subject, known)
    message = (
        f"{action.pattern} works on {some(sorted({name for _, name in wanted}))}; no resource here is one"
    )
    yield subject.finding(
        Code.ACTION_WITHOUT_RESOURCE,
        message,
        action.path,
        suggestion=formats[0] if formats else None,
        severity=subject.softened,
        check="error-unsupported-action-in-policy" if subject.kind == "resource" else None,
    )


def _resource_fits(
    subject: Subject, path: Path, text: str, types: frozenset[tuple[str, str]]
) -> Iterator[Finding]:
    if not types:
        same = [fmt for fmt in _formats(subject, subject.known) if _same_vendor(fmt, text)]
        if same:
            why, check = _form_fault(text, same)
            message = f'"{text}" {why}'
            yield subject.finding(
                Code.UNKNOWN_RESOURCE_FORMAT, message, path, suggestion=same[0], check=check
            )
            return
    elif any(types & _types(action) for action in subject.known):
        return
    kind = f" ({some(sorted(name for _, name in types))})" if types else ""
    check = "error-unsupported-resource-arn-in-policy" if subject.kind == "resource" else None
    message = f'no action of this statement works on "{text}"{kind}'
    yield subject.finding(Code.RESOURCE_WITHOUT_ACTION, message, path, check=check)


def _form_fault(text: str, formats: list[str]) -> tuple[str, str | None]:
    """What of an ARN is in the way of the forms that there are, and the check that says so."""
    parts = text.split(":", _SEGMENTS - 1)
    for at, name in ((3, "Region"), (4, "account")):
        if len(parts) < _SEGMENTS:
            break
        other = [*parts[:at], "" if parts[at] else "x", *parts[at + 1 :]]
        if any(patterns.meets(_form(one).strict, patterns.arn_tokens(":".join(other))) for one in formats):
            if parts[at]:
                return (
                    f"has a {name.lower()}, which this resource has not",
                    f"error-arn-{name.lower()}-not-allowed",
                )
            return f"has no {name.lower()}", f"error-missing-arn-{name.lower()}"
    return "has none of the forms that a resource of this service has", None


def risky_actions(subject: Subject) -> Iterator[Finding]:
    """Allow with wildcards that reach permissions management, with ``*`` or with NotAction."""
    if not subject.allows or subject.kind in ("boundary", "scp", "rcp", "session", "vpce"):
        return  # these only limit what others grant
    if subject.statement.not_action is not None:
        message = "allows every action except those listed, new services included; list what is needed"
        yield subject.finding(Code.ALLOW_NOT_ACTION, message, (*subject.path, "NotAction"))
    for action in subject.actions:
        if action.pattern in ("*", "*:*"):
            yield subject.finding(Code.ALLOW_ALL_ACTIONS, "allows every action of every service", action.path)
        elif not action.explicit:
            managing = [name for name in action.names if _manages_permissions(subject.catalog.action(name))]
            if managing:
                message = (
                    f"{action.pattern} includes permissions management ({some(managing)}); name the actions"
                )
                yield subject.finding(Code.PERMISSIONS_MANAGEMENT_WILDCARD, message, action.path)
    if any(text == "*" for _, text in subject.values("Resource")) and not subject.statement.condition:
        yield from _managing_on_all(subject)


def _managing_on_all(subject: Subject) -> Iterator[Finding]:
    for action in subject.actions:
        found = subject.catalog.action(action.pattern) if action.explicit else None
        if found is None or not found.resource_types or not _manages_permissions(found):
            continue
        if action.pattern.lower() != "iam:passrole":  # has its own finding
            message = f"{action.pattern} manages permissions, and is allowed on every resource"
            yield subject.finding(Code.PERMISSIONS_MANAGEMENT_WILDCARD, message, action.path)


def pass_role(subject: Subject) -> Iterator[Finding]:
    """iam:PassRole, named, by wildcard or left in by NotAction: on which roles, to which service."""
    if not subject.allows or subject.kind not in ("identity", "session"):
        return
    keys = {key.lower() for _, key, _, _ in subject.asked()}
    held = keys & {"iam:passedtoservice", "iam:associatedresourcearn"}
    for name, how in allowed_ways(subject, "iam:PassRole"):
        check = f"security-warning-pass-role-with-{how_and_where(how, 'star-in-resource')}"
        for path, text in subject.values("Resource"):
            if _any_role(text):
                message = f'passes every role ("{text}"); name the roles'
                yield subject.finding(Code.PASS_ROLE_ON_ALL, message, path, check=check)
        if subject.statement.not_resource is not None:
            message = "passes every role but those listed; name the roles"
            check = f"security-warning-pass-role-with-{how_and_where(how, 'not-resource')}"
            yield subject.finding(Code.PASS_ROLE_ON_ALL, message, (*subject.path, "NotResource"), check=check)
        if not held and how != "not-action":
            path = next(action.path for action in subject.actions if action.pattern == name)
            message = f"{name} without iam:PassedToService passes a role to any service"
            yield subject.finding(
                Code.PASS_ROLE_TO_ANY_SERVICE,
                message,
                path,
                suggestion='{"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}',
            )


def allowed_ways(subject: Subject, wanted: str) -> Iterator[tuple[str, str]]:
    """What of the statement includes an action, and how: by its name, by a wildcard, or by not excepting it.

    ``*`` alone is left out: that everything is allowed has a finding of its own.
    """
    for action in subject.actions:
        if action.pattern not in ("*", "*:*") and patterns.matches_action(action.pattern, wanted):
            yield action.pattern, "" if action.explicit else "star-in-action"
    excepted = subject.statement.not_action
    if excepted is not None and not any(patterns.matches_action(one, wanted) for one in excepted):
        yield "NotAction", "not-action"


def how_and_where(how: str, where: str) -> str:
    """The end of a check's name in Access Analyzer's reference."""
    if how == "not-action" and where == "star-in-resource":
        return "star-in-resource-and-not-action"
    if how == "star-in-action" and where == "star-in-resource":
        return "star-in-action-and-resource"
    return f"{how}-and-{where}" if how else where


def _any_role(text: str) -> bool:
    return text == "*" or patterns.covers(text, "arn:aws:iam::*:role/*") or text.endswith(":role/*")


def _manages_permissions(action: ActionView | None) -> bool:
    return action is not None and "permissions management" in action.access_level.lower()


def _types(action: ActionView) -> frozenset[tuple[str, str]]:
    return _CHECKED.get((action.prefix, action.name), frozenset()) | frozenset(
        (action.prefix, kind.name.rstrip("*")) for kind in action.resource_types
    )


def types_of(subject: Subject, text: str) -> frozenset[tuple[str, str]]:
    """The resource types, of the services whose actions the statement names, that ``text`` may be."""
    found: set[tuple[str, str]] = set()
    for prefix in sorted({action.prefix for action in subject.known}):
        forms = [
            (kind.name, _form(arn))
            for kind in subject.catalog.resource_types(prefix)
            for arn in kind.arn.split(", ")
        ]
        found |= {(prefix, name) for name in _best(text, forms)}
    return frozenset(found | {_PARENTS[kind] for kind in found if kind in _PARENTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """An ARN format as patterns: ``strict`` needs text for each placeholder, ``loose`` does not."""

    strict: patterns.Tokens
    loose: patterns.Tokens


@lru_cache(maxsize=8192)
def _form(arn: str) -> _Form:
    strict: list[patterns.Token] = []
    for index, segment in enumerate(arn.split(":", _SEGMENTS - 1)):
        run = patterns.Wild.RUN if index < _SEGMENTS - 1 else patterns.Wild.ANY
        one = patterns.Wild.CHARACTER if index < _SEGMENTS - 1 else patterns.Wild.ONE
        strict.extend((":",) if index else ())
        for part in re.split(r"(\$\{[^}]+\}|\*)", segment):
            if part == "*":
                strict.append(run)
            elif part.startswith("${"):
                strict.extend((one, run))
            else:
                strict.extend(part)
    return _Form(strict=tuple(strict), loose=patterns.arn_tokens(_PLACEHOLDER.sub("*", arn)))


def _best(text: str, forms: list[tuple[str, _Form]]) -> Iterator[str]:
    wanted = patterns.arn_tokens(text)
    met = [(name, form) for name, form in forms if patterns.meets(form.strict, wanted)]
    covering = [form.loose for _, form in met if patterns.absorbs(form.loose, wanted)]
    for name, form in met:
        if not any(_narrower(other, form.loose) for other in covering):
            yield name


def _narrower(left: patterns.Tokens, right: patterns.Tokens) -> bool:
    return patterns.absorbs(right, left) and not patterns.absorbs(left, right)


def _formats(subject: Subject, actions: list[ActionView] | tuple[ActionView, ...]) -> list[str]:
    """ARN formats that the actions work on, the plainest first."""
    wanted = frozenset().union(*(_types(action) for action in actions))
    out: dict[str, None] = {}
    for prefix in dict.fromkeys(action.prefix for action in actions):
        for kind in subject.catalog.resource_types(prefix):
            if _named(kind) in wanted:
                out.update(dict.fromkeys(kind.arn.split(", ")))
    return sorted(out, key=len)


def _named(kind: ResourceTypeView) -> tuple[str, str]:
    return kind.prefix, kind.name


def _same_vendor(left: str, right: str) -> bool:
    return left.split(":")[2:3] == right.split(":")[2:3]


CHECKS: Final = (
    actions_exist,
    resources_well_formed,
    names_begin_once,
    resources_fit,
    risky_actions,
    pass_role,
)
