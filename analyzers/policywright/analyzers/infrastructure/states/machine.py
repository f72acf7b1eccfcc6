"""The walk over a state machine's states, and the tasks whose resource is no API of a service.

``calls(workload, operations)`` is the entry point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.model import Workload
from policywright.analyzers.infrastructure.states.document import embedded
from policywright.analyzers.infrastructure.states.expressions import evaluate, parameters
from policywright.analyzers.infrastructure.states.findings import Collector, MachineFindings, Place
from policywright.analyzers.infrastructure.states.maps import distributed, read_items, write_results
from policywright.analyzers.infrastructure.states.patterns import HOLE, known, plain, restored
from policywright.analyzers.infrastructure.states.tasks import Tasks
from policywright.analyzers.model import AMBIENT, Identity, UnresolvedCode
from policywright.knowledge.operations import Operations
from policywright.knowledge.values import Const, Hole, Items, Struct, Unknown, Value, alternatives

MAX_NESTING = 40
"""Levels of Map and Parallel states; AWS takes far fewer."""

_PARTITION = rf"(?:[^:]*|{HOLE})"
_SERVICE = re.compile(
    rf"arn:{_PARTITION}:states:[^:]*:[^:]*:((?:aws-sdk:)?[\w-]+:\w+)(?:\.(sync(?::2)?|waitForTaskToken))?"
)
_ACTIVITY = re.compile(rf"arn:{_PARTITION}:states:[^:]*:[^:]*:activity:.*", re.DOTALL)
_FUNCTION = re.compile(rf"arn:{_PARTITION}:lambda:[^:]*:[^:]*:function:.+", re.DOTALL)
_OPEN = re.compile(f"{HOLE}.*", re.DOTALL)
_CALLED = re.compile(r"lambda|function|fn\b|handler|activity", re.IGNORECASE)
_LEAVES = frozenset(("Pass", "Choice", "Wait", "Succeed", "Fail"))


def calls(workload: Workload, operations: Operations) -> MachineFindings:
    """What a state machine's role needs for its states. Whatever can't be told is in ``unresolved``."""
    definition = workload.definition
    into = Collector.of(workload.id, workload.span, definition)
    walk = _Walk(workload, operations, into)
    top = Place(chain=(), path=())
    if definition is None:
        into.unknown(top, UnresolvedCode.DYNAMIC_CODE, f"{workload.id}: its definition could not be found")
    else:
        walk.document(definition.data, top)
    return into.findings()


class _Walk:
    def __init__(self, workload: Workload, operations: Operations, into: Collector) -> None:
        self._workload = workload
        self._into = into
        self._tasks = Tasks(workload, operations, into)

    def document(self, value: Value, place: Place) -> None:
        for data in alternatives(value):
            whole = embedded(data) if isinstance(data, Const) or plain(data) is not None else data
            if isinstance(whole, Struct):
                self._states(whole, place, 0)
            else:
                detail = f"{self._workload.id}: its definition is not known"
                self._into.unknown(place, UnresolvedCode.DYNAMIC_CODE, detail)

    def _states(self, data: Struct, place: Place, depth: int) -> None:
        """The ``States`` of a machine, an iterator or a branch."""
        if depth > MAX_NESTING:
            detail = f"{place.name}: states nested deeper than {MAX_NESTING} levels"
            self._into.unknown(place, UnresolvedCode.BUDGET, detail)
            return
        found = data.get("States")
        options = list(alternatives(found)) if found is not None else [Unknown()]
        for states in options:
            if not isinstance(states, Struct):
                self._into.unknown(
                    place, UnresolvedCode.DYNAMIC_CODE, f"{place.name}: its states are not known"
                )
                continue
            if states.open:
                detail = f"{place.name}: it may have more states than are known"
                self._into.unknown(place, UnresolvedCode.DYNAMIC_CODE, detail)
            for name, value in states.fields:
                below = place.state(name, "States")
                for state in alternatives(value):
                    self._state(state, below, depth)

    def _state(self, state: Value, place: Place, depth: int) -> None:
        if not isinstance(state, Struct):
            self._into.unknown(place, UnresolvedCode.DYNAMIC_CODE, f"{place.name}: the state is not known")
            return
        kind = known(state.get("Type"))
        if kind == "Task":
            self._task(state, place)
        elif kind == "Parallel":
            for path, branch in _branches(state):
                self._nested(branch, place.at(*path), depth)
        elif kind == "Map":
            self._map(state, place, depth)
        elif kind not in _LEAVES:
            detail = f"{place.name}: no state has the type {kind}" if kind else f"{place.name}: no known type"
            self._into.unknown(place, UnresolvedCode.DYNAMIC_CODE, detail)

    def _nested(self, data: Value, place: Place, depth: int) -> None:
        for option in alternatives(data):
            if isinstance(option, Struct):
                self._states(option, place, depth + 1)
            else:
                self._into.unknown(
                    place, UnresolvedCode.DYNAMIC_CODE, f"{place.name}: its states are not known"
                )

    def _map(self, state: Struct, place: Place, depth: int) -> None:
        key = "ItemProcessor" if state.get("ItemProcessor") is not None else "Iterator"
        inner = state.get(key)
        if inner is None:
            self._into.unknown(
                place, UnresolvedCode.DYNAMIC_CODE, f"{place.name}: the map has no ItemProcessor"
            )
            return
        self._nested(inner, place.at(key), depth)
        if _mode(inner) == "DISTRIBUTED":
            distributed(self._workload, self._into, place)
        reader, writer = state.get("ItemReader"), state.get("ResultWriter")
        if isinstance(reader, Struct):
            self._service_task(reader, place.at("ItemReader"), AMBIENT)
            read_items(reader, self._into, place.at("ItemReader"))
        if isinstance(writer, Struct) and writer.get("Resource") is not None:
            write_results(writer, self._into, place.at("ResultWriter"))

    def _task(self, state: Struct, place: Place) -> None:
        identity = self._identity(state, place)
        resource = state.get("Resource")
        if resource is None:
            self._into.unknown(place, UnresolvedCode.DYNAMIC_CODE, f"{place.name}: the task has no Resource")
            return
        for option in alternatives(resource):
            self._resource(option, state, place.at("Resource"), identity)

    def _resource(self, resource: Value, state: Struct, place: Place, identity: Identity) -> None:
        """One Task, by what its ``Resource`` is."""
        found = plain(resource)
        if found is None:
            detail = f"{place.name}: the Resource of the task is not known"
            self._into.unknown(
                place, UnresolvedCode.UNKNOWN_SERVICE, detail, could_be=("lambda:InvokeFunction",)
            )
            return
        text, holes = found
        if _ACTIVITY.fullmatch(text):
            return  # workers fetch the task: they need states:GetActivityTask, the machine needs nothing
        service = _SERVICE.fullmatch(text)
        if service is not None:
            self._tasks.add(service[1], service[2] or "", parameters(state), place, identity)
        elif _FUNCTION.fullmatch(text):
            name = Struct((("FunctionName", restored(text, holes)),))
            self._into.call(place, "lambda", "Invoke", name, identity=identity)
        elif _OPEN.fullmatch(text):
            # Most often it is a function's ARN; of what no template and no name says so, that is a guess.
            self._into.call(
                place, "lambda", "Invoke", Struct(()), identity=identity, inferred=True,
                actions=("lambda:InvokeFunction",), resources=(resource,),
            )  # fmt: skip
            if not _is_function(holes[0]):
                detail = f"{place.name}: what the Resource of the task is can't be told from the files here"
                self._into.unknown(
                    place, UnresolvedCode.UNKNOWN_SERVICE, detail, could_be=("lambda:InvokeFunction",)
                )
        else:
            detail = f"{place.name}: no task has the resource {text}" if not holes else ""
            detail = detail or f"{place.name}: the Resource of the task is not known"
            self._into.unknown(place, UnresolvedCode.UNKNOWN_SERVICE, detail)

    def _service_task(self, state: Struct, place: Place, identity: Identity) -> None:
        """The reader of a map: a service integration as a Task has it."""
        resource = state.get("Resource")
        found = plain(resource) if resource is not None else None
        service = _SERVICE.fullmatch(found[0]) if found is not None else None
        if service is None:
            detail = f"{place.name}: the Resource of its {place.path[-1]} is not known"
            self._into.unknown(place, UnresolvedCode.UNKNOWN_SERVICE, detail)
            return
        self._tasks.add(service[1], service[2] or "", parameters(state), place, identity)

    def _identity(self, state: Struct, place: Place) -> Identity:
        """The role of ``Credentials``, which the machine's own role assumes."""
        found = state.get("Credentials")
        if found is None:
            return AMBIENT
        credentials = evaluate(found)
        role = credentials.get("RoleArn") if isinstance(credentials, Struct) else None
        role = role if role is not None else Unknown("role")
        self._into.call(place.at("Credentials"), "sts", "AssumeRole", Struct((("RoleArn", role),)))
        return Identity(role=role)


def _is_function(hole: Hole) -> bool:
    """Whether a resource that is passed in whole is a function's: one of the templates, or one called so."""
    made = hole.kind == "reference" and not (hole.name or "").startswith("Fn::")
    return made or _CALLED.search(hole.name or "") is not None


def _branches(state: Struct) -> Iterator[tuple[tuple[str | int, ...], Value]]:
    found = state.get("Branches")
    if isinstance(found, Items) and not found.open:
        for index, branch in enumerate(found.values):
            yield ("Branches", index), branch
    else:
        yield ("Branches",), Unknown()
        if isinstance(found, Items):
            for index, branch in enumerate(found.values):
                yield ("Branches", index), branch


def _mode(processor: Value) -> str | None:
    config = processor.get("ProcessorConfig") if isinstance(processor, Struct) else None
    return known(config.get("Mode")) if isinstance(config, Struct) else None
