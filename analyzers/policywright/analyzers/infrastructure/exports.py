"""What a stack of the project exports, known to the others of the project that import it.

    cf:orders-${sls:stage}.TableName          an output of another service of the Serverless Framework
    Fn::ImportValue OrdersTable-${sls:stage}  an export of any stack

What stands for it there is what the exporting stack calls the resource, where it gives it a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policywright.analyzers.infrastructure.model import Stack, Workload
from policywright.analyzers.infrastructure.references import any_stage, references_of
from policywright.analyzers.infrastructure.types import parts_of, text_of
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Text, Value

_WITH_STAGES = "serverless"
_DIALECTS = ("cloudformation", _WITH_STAGES)
_STAGE = "sls:stage"
_URL = "https://"


def with_exports(stacks: Iterable[Stack]) -> Iterator[Stack]:
    """The stacks, each with what the others export; a name that several export is not known."""
    every = [*stacks]
    found: dict[str, dict[tuple[str, Value | None], None]] = {}
    for stack in every:
        for name, value in stack.outputs:
            found.setdefault(any_stage(name, stack.stages), {})[stack.name, _told(value, stack)] = None
    told: list[tuple[str, str, Value]] = []
    for name, several in found.items():
        (exporter, only), *others = several
        if only is not None and not others:
            told.append((name, exporter, only))
    for stack in every:
        imported = tuple((name, value) for name, exporter, value in told if exporter != stack.name)
        if imported and stack.dialect in _DIALECTS:
            urls = {name: value for name, value in imported if str(parts_of(value)[0]).startswith(_URL)}
            if stack.dialect != _WITH_STAGES:
                urls = {name: _at_any_stage(value) for name, value in urls.items()}
                imported = tuple((name, value) for name, value in imported if value == _at_any_stage(value))
            workloads = tuple(_with_urls(one, urls, stack.stages) for one in stack.workloads)
            yield replace(stack, imported=imported, workloads=workloads)
        else:
            yield stack


def _with_urls(workload: Workload, known: Mapping[str, Value], stages: Sequence[str]) -> Workload:
    """A workload whose variables are the URLs of queues as others call these, where they export them.

    No ARN can be made of a URL in a template.
    """

    def named(value: Value) -> Value:
        only = value.parts[0] if isinstance(value, Text) and len(value.parts) == 1 else None
        name = only.name if isinstance(only, Hole) else None
        return known.get(any_stage(name, stages), value) if name is not None else value

    fields = tuple((name, named(value)) for name, value in workload.environment.fields)
    return replace(workload, environment=replace(workload.environment, fields=fields)) if known else workload


def _at_any_stage(value: Value) -> Value:
    """A value for who has no word for the stage of a service: CloudFormation can't resolve it."""
    if not isinstance(value, Text):
        return value
    return text_of([Hole(kind="unknown") if _is_stage(one) else one for one in value.parts])


def _told(value: Value, stack: Stack) -> Value | None:
    """An exported value by the names that the stack sets; None where only a deployment tells it."""
    named = references_of(stack).by_name(value)
    parts = named.parts if isinstance(named, Text) else ()
    known = all(isinstance(one, str) or _is_told(one) for one in parts)
    return named if isinstance(named, Const | Text) and known else None


def _is_told(hole: Hole) -> bool:
    return hole.kind in ("partition", "region", "account") or _is_stage(hole)


def _is_stage(part: str | Hole) -> bool:
    return isinstance(part, Hole) and part.kind == "parameter" and part.name == _STAGE
