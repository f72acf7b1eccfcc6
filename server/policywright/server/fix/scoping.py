"""Which resources a denied action is to be allowed on: the one denied, by choice its pattern, never more.

Where the text names none, the code's or a named ``--resource``; failing these, the widest pattern that the
action has in the principal's account, which is shown and not used unless the user chooses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import Action, Catalog
from policywright.knowledge.denials.facts import on_everything
from policywright.knowledge.denials.model import Denial
from policywright.knowledge.policy.patterns import covers
from policywright.server.errors import UserError
from policywright.server.fix.model import Ask, Scope
from policywright.server.fix.sites import CodeNeed
from policywright.server.principals import Target

_VARIABLE = re.compile(r"\$\{[^}]+\}")
_S3_OBJECT = re.compile(r"(arn:[\w-]+:s3:::[^/]+/)(.+)", re.DOTALL)
_MADE_ANEW = {
    ("logs", "log-stream"): "each run of a program may write to another stream",
    ("ecs", "task"): "each start makes another task",
    ("states", "execution"): "each start makes another execution",
    ("states", "express"): "each start makes another execution",
    ("batch", "job"): "each submission makes another job",
    ("ssm", "session"): "each start makes another session",
}
"""Resources that what is denied makes anew each time: one of them is no name that a policy can have. By the
types of AWS's service authorization reference."""
_NAME, _CODE, _PATTERN = (
    "name it (--resource ARN)", "give the code (--code PATH)", "choose the pattern (--resource-pattern)",
)  # fmt: skip


def scope(
    denial: Denial,
    action: str,
    needs: tuple[CodeNeed, ...],
    ask: Ask,
    target: Target | None,
    authorizer: Authorizer,
) -> Scope:
    """The resources for one denied action."""
    catalog = authorizer.catalog
    known = catalog.action(action)
    if known is not None and not known.resource_types:
        return Scope(resources=("*",))
    if ask.resource is not None:
        return Scope(resources=(_chosen(ask.resource, denial),))
    if denial.resource is not None:
        return _denied(denial.resource, known, needs, ask, catalog)
    if not needs and on_everything(action, authorizer):
        return Scope(resources=("*",))
    if denial.operation is None and known is None:
        return Scope(resources=("*",), exact=False, note=f"{action}: not a known action; {_choices(ask)}")
    widest = tuple(_widest(known, target, catalog)) or ("*",)
    in_code = _outermost(resource for need in needs for resource in need.resources)
    if in_code and not any(_any_name(resource, widest) for resource in in_code):
        return Scope(
            resources=in_code, note=f"{action}: the text names no resource; this is what the code passes"
        )
    if denial.within is not None:
        all_of_it = "the text names the bucket and no key, so this is on all of its objects"
        note = f"{action}: {all_of_it}; {_choices(ask)}"
        return Scope(resources=(denial.within,), exact=ask.resource_pattern, note=note)
    nor = _nor_the_code(needs, in_code) if ask.code else ""
    note = f"{action}: the text does not say on which resource{nor}; {_choices(ask)}"
    return Scope(resources=in_code or widest, exact=ask.resource_pattern, note=note)


def _choices(ask: Ask) -> str:
    return f"{_NAME} or {_PATTERN}" if ask.code else f"{_NAME}, {_CODE}, or {_PATTERN}"


def _nor_the_code(needs: tuple[CodeNeed, ...], in_code: tuple[str, ...]) -> str:
    if not needs:
        return ", and no call that needs it was found in the code"
    shown = next((one for one in in_code if one != "*"), "")
    return f", and the code leaves it open ({shown})" if shown else ", and the code leaves it open"


def _chosen(resource: str, denial: Denial) -> str:
    if resource != "*" and not resource.startswith("arn:"):
        raise UserError(f"--resource {resource}: not an ARN")
    if denial.resource is not None and not covers(resource, denial.resource):
        raise UserError(f"--resource {resource} does not cover what was denied, {denial.resource}")
    inside = denial.within
    if inside is not None and not (covers(inside, resource) or covers(resource, inside)):
        raise UserError(f"--resource {resource} is not in what was denied, {inside}")
    return resource


def _denied(
    resource: str, known: Action | None, needs: tuple[CodeNeed, ...], ask: Ask, catalog: Catalog
) -> Scope:
    anew = _made_anew(resource, known, catalog)
    if anew is not None and "*" not in resource:
        opened, why = anew
        passed = [one for need in needs for one in need.resources if covers(one, resource)]
        inside = [one for one in passed if covers(opened, one) and wild(one)]
        note = f"{why}, so this is on all of them; --resource allows the one denied alone"
        return Scope(resources=(inside[0] if inside else opened,), note=note)
    literal = _literally(resource)
    given = _outermost(item for need in needs for item in need.resources if covers(item, resource))
    if not ask.resource_pattern:
        wider = [item for item in given if item != literal]
        hint = f"the code passes {wider[0]}; --resource-pattern allows its pattern" if wider else None
        return Scope(resources=(literal,), note=hint)
    own = _pattern(resource, known, catalog)
    narrow = [item for item in given if covers(own, item)]
    return Scope(resources=(narrow[0] if narrow else own,))


def _literally(resource: str) -> str:
    """An S3 key with the characters that IAM would take for wildcards or variables escaped."""
    key = _S3_OBJECT.fullmatch(resource)
    if key is None:
        return resource
    return key[1] + re.sub(r"[*?$]", lambda found: f"${{{found[0]}}}", key[2])


def _made_anew(resource: str, known: Action | None, catalog: Catalog) -> tuple[str, str] | None:
    """A resource of which there is another one each time, as the pattern of all of them; and why."""
    for kind in known.resource_types if known else ():
        why = _MADE_ANEW.get((known.prefix, kind.name)) if known else None
        found = catalog.resource_type(known.prefix, kind.name) if known and why is not None else None
        for arn in found.arns if found is not None else ():
            matched = re.fullmatch(_expression(arn), resource, re.DOTALL)
            if why is not None and matched is not None and matched.lastindex:
                start, end = matched.span(matched.lastindex)
                return f"{resource[:start]}*{resource[end:]}", why
    return None


def _pattern(resource: str, known: Action | None, catalog: Catalog) -> str:
    """The resource with the last part of its name open: ``table/orders`` gives ``table/*``."""
    formats = sorted(_formats(known, catalog), key=len, reverse=True)
    for arn in formats:
        found = re.fullmatch(_expression(arn), resource, re.DOTALL)
        if found is not None and found.lastindex:
            value = found[found.lastindex]
            folder = value.rpartition("/")[0] if ":s3:::" not in resource else ""
            start, end = found.span(found.lastindex)
            return _literally(resource[:start] + (f"{folder}/" if folder else "")) + "*" + resource[end:]
    return resource


def _expression(arn: str) -> str:
    texts = _VARIABLE.split(arn)
    groups = ["(.*)"] * (len(texts) - 1)
    # Only the last part of a name may hold separators (an S3 key, a parameter's path); what a colon ends may
    # hold slashes (the name of a log group).
    groups[:-1] = ["([^:]*)" if text.startswith(":") else "([^:/]*)" for text in texts[1:-1]]
    return "".join(re.escape(text) + group for text, group in zip(texts, [*groups, ""], strict=True))


def of_a_kind(resource: str, action: str, catalog: Catalog) -> bool | None:
    """Whether AWS lists resources of this form for the action; ``None`` where it is not known."""
    known = catalog.action(action)
    formats = tuple(_formats(known, catalog))
    if resource == "*" or not formats:
        return None
    name = resource.split(":", 5)[-1]
    return any(
        re.fullmatch(_expression(arn), resource, re.DOTALL | re.IGNORECASE)
        # A pattern may leave open what the form has in words.
        or (wild(resource) and covers(name, _VARIABLE.sub("x", arn.split(":", 5)[-1])))
        for arn in formats
    )


def _formats(known: Action | None, catalog: Catalog) -> Iterator[str]:
    for kind in known.resource_types if known else ():
        found = catalog.resource_type(known.prefix, kind.name) if known else None
        if found is not None:
            yield from found.arns


def _widest(known: Action | None, target: Target | None, catalog: Catalog) -> Iterator[str]:
    """The patterns of the resource types that the action always checks, in the principal's account."""
    needed = {kind.name for kind in known.resource_types if kind.required} if known else set()
    for kind in known.resource_types if known else ():
        found = catalog.resource_type(known.prefix, kind.name) if known else None
        # An access point of S3 would be named in the text or in the code.
        if found is not None and (not needed or kind.name in needed) and "accesspoint" not in kind.name:
            for arn in found.arns:
                filled = arn.replace("${Partition}", target.partition if target else "aws")
                filled = filled.replace("${Account}", target.account if target else "*")
                yield re.sub(r"\*+", "*", _VARIABLE.sub("*", filled))


def _outermost(resources: Iterable[str]) -> tuple[str, ...]:
    found = sorted(set(resources))
    return tuple(r for r in found if not any(other != r and covers(other, r) for other in found))


def _any_name(resource: str, widest: tuple[str, ...]) -> bool:
    """Whether the code leaves the whole name open."""
    name = resource.split(":", 5)[-1]
    opened = {other.split(":", 5)[-1] for other in widest}
    return resource == "*" or name == "*" or (name in opened and "*" in name) or name.startswith("*/")


def wild(resource: str) -> bool:
    """Whether a resource has a wildcard that is not an escaped character."""
    return "*" in resource.replace("${*}", "") or "?" in resource.replace("${?}", "")
