"""What requests name in IAM without the path that its ARN has.

``GetRole`` of ``app`` is checked on ``role/app``, or on ``role/some/path/app``: no two names of an account
differ by their path alone, so a request doesn't say it. Whoever makes the role does: a call of the program,
or a resource of its templates, which deployments refer to. What nothing makes may be under any path.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from policywright.analyzers.model import SdkCall
from policywright.knowledge import texts
from policywright.knowledge.authorization import Authorization, Authorizer
from policywright.knowledge.records import replace
from policywright.knowledge.texts import ACCOUNT, PARTITION, Parts
from policywright.knowledge.values import Hole, Items, Request, Struct, Unknown, Value, alternatives

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

_Name: TypeAlias = tuple[str, Parts]
"""A type as ARNs say it (``role``), and a name."""

_HEAD: Parts = ("arn:", PARTITION, ":iam::", ACCOUNT)
_KINDS = frozenset(("role", "user", "group", "policy", "instance-profile", "server-certificate"))
_WHY = "the name may be under any path"


class Paths:
    """The paths of what a project makes: ``calls`` are those of its code, ``is_made`` knows its templates."""

    def __init__(
        self,
        calls: Iterable[SdkCall],
        authorizer: Authorizer,
        is_made: Callable[[Value], bool] | None = None,
    ) -> None:
        self._is_made = is_made
        self._made: dict[_Name, dict[Value, None]] = {}
        for call in calls:
            for named, arns in _made_by(call, authorizer):
                self._made.setdefault(named, {}).update(dict.fromkeys(arns))

    def under(self, answer: Authorization, parameters: Struct) -> Authorization:
        """The answer with each name under the path that it is known to have, else under any, too."""
        actions = [need.action for need in answer.needs] + [item.action for item in answer.may_need]
        if not any(action.startswith("iam:") for action in actions):
            return answer
        said = frozenset(_leaves(parameters))
        needs = []
        for need in answer.needs:
            more = self._more(need.resources, said)
            resources = (*need.resources, *more)
            needs.append(replace(need, resources=resources, why=_explained(need.why, more)) if more else need)
        may_need = []
        for item in answer.may_need:
            more = self._more(item.resources, said)
            resources = (*item.resources, *more)
            may_need.append(
                replace(item, resources=resources, why=_explained(item.why, more)) if more else item
            )
        return replace(answer, needs=tuple(needs), may_need=tuple(may_need))

    def _more(self, resources: tuple[Value, ...], said: frozenset[Value]) -> tuple[Value, ...]:
        found: dict[Value, None] = {}
        for resource in resources:
            named = _named(resource)
            # What the request says as a whole has its path.
            if named is None or resource in said or (self._is_made is not None and self._is_made(resource)):
                continue
            kind, name = named
            if isinstance(name[0], Hole) and self._is_made is None:
                # Written as a wildcard, which matches paths as well; templates have words for it.
                continue
            found.update(self._made.get(named) or {texts.join((*_HEAD, f":{kind}/*/", *name)): None})
        return tuple(arn for arn in found if arn not in resources)


def _explained(why: str, more: tuple[Value, ...]) -> str:
    return f"{why}; {_WHY}" if any("/*/" in texts.glob(texts.parts(arn)) for arn in more) else why


def _named(arn: Value) -> _Name | None:
    """The type and the name of an ARN without a path; None of others, and of a name that begins with what
    nothing is known of."""
    pieces = texts.parts(arn)
    if pieces[: len(_HEAD)] != _HEAD:
        return None
    first, *rest = texts.split(pieces[len(_HEAD) :], "/")
    kind = texts.glob(first).removeprefix(":")
    if kind not in _KINDS or len(rest) != 1 or not rest[0]:
        return None
    start = rest[0][0]
    known = start.kind in ("parameter", "reference") if isinstance(start, Hole) else start[0] != "*"
    return (kind, rest[0]) if known else None


def _made_by(call: SdkCall, authorizer: Authorizer) -> Iterator[tuple[_Name, tuple[Value, ...]]]:
    """What a call makes, by its name; under a path that is not known, it is under any."""
    operation = authorizer.operations.get(call.service, call.operation) if call.service == "iam" else None
    members = operation.members if operation is not None else ()
    if not any(member.name == "Path" for member in members):
        return
    member = next(one.name for one in members if one.required and one.name.endswith("Name"))
    others = tuple(field for field in call.parameters.fields if field[0] != member)
    for name in alternatives(call.parameters.get(member) or Unknown()):
        parameters = replace(call.parameters, fields=(*others, (member, name)))
        request = Request(service="iam", operation=call.operation, parameters=parameters)
        for need in authorizer.authorize(request).needs:
            if need.action == f"iam:{call.operation}" and need.resources:
                resource = texts.parts(need.resources[0])[len(_HEAD) :]
                kind = texts.glob(resource).removeprefix(":").partition("/")[0]
                yield (kind, texts.parts(name)), need.resources


def _leaves(value: Value) -> Iterator[Value]:
    """Everything that is said somewhere in a request."""
    match value:
        case Struct(fields=fields):
            for _, inner in fields:
                yield from _leaves(inner)
        case Items(values=inside):
            for inner in inside:
                yield from _leaves(inner)
        case _:
            yield from alternatives(value)
