"""A value that goes through something unknown takes no request away in silence, and narrows nothing.

In every golden program one value after the other (an argument, what is assigned, returned, put under a key) is
handed to a function that nothing is known of, which gives back who knows what. What the program requested before
is requested all the same, or said; and on no less resources, unless what names others is said.
"""

from __future__ import annotations

import fnmatch
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from tests.golden.test_golden import CASES, expectation

from policywright.analyzers import ir
from policywright.analyzers.api import Analysis, Options, analyse
from policywright.analyzers.program import Program
from policywright.knowledge import values

UNSEEN: Mapping[str, str] = {
    "python": "unseen_texts",
    "typescript": "unseen-texts",
    "go": "github.com/unseen/texts",
    "java": "org.unseen.Texts",
}
WRAPPED = (ir.Const, ir.Name, ir.Template, ir.Attr, ir.Index, ir.Call, ir.BinOp)
SAID_BY_TYPES = ("annotation", "annotations", "bases", "decorators", "returns")
IN_A_CONTAINER = (
    "clients in a container or behind a function, and objects that only use a client of the module"
)
BY_NAME = "a constant alone says which library, service, operation or file is meant"
NO_PATH = "an unknown part of a path is taken for a part of it: neither empty nor absolute"
NAMELESS = "nothing else says what an unknown library, or what it gives, is asked for"
NO_FUNCTION = "what is wrapped is no value: a method of Java, the names of a tuple"
NOT_YET: Mapping[str, str] = {
    "python/attributes_of_libraries": IN_A_CONTAINER,
    "python/class_protocols": IN_A_CONTAINER,
    "python/computed_members": IN_A_CONTAINER,
    "python/enums_and_settings": BY_NAME,
    "python/factory_and_transfer": "an ARN that is none is one when it is not known",
    "python/guess_by_services": BY_NAME,
    "python/joined_paths": NO_PATH,
    "python/kept_under_names": BY_NAME,
    "python/lib_awswrangler": BY_NAME,
    "python/lib_cloud_paths": BY_NAME,
    "python/lib_django_storages": BY_NAME,
    "python/lib_glue_job": IN_A_CONTAINER,
    "python/lib_queues_and_logs": BY_NAME,
    "python/made_by_name": BY_NAME,
    "python/named_by_one_call": NAMELESS,
    "python/plugins_imported_by_name": IN_A_CONTAINER,
    "python/registries_and_comprehensions": IN_A_CONTAINER,
    "python/resources_api": BY_NAME,
    "python/resources_in_depth": "data of a resource, beside something unknown, load nothing",
    "python/stored_methods": NO_FUNCTION,
    "python/wrappers": NAMELESS,
    "typescript/caches_of_clients": BY_NAME,
    "typescript/computed_members": IN_A_CONTAINER,
    "typescript/functional": IN_A_CONTAINER,
    "typescript/handed_in_containers": IN_A_CONTAINER,
    "typescript/library_alone_opens": NAMELESS,
    "go/client_from_elsewhere": NAMELESS,
    "go/data_are_no_receivers": NAMELESS,
    "go/either_request": NAMELESS,
    "go/joined_paths": NO_PATH,
    "java/data_are_no_receivers": NAMELESS,
    "java/enhanced_tables": IN_A_CONTAINER,
    "java/overload_types": NO_FUNCTION,
}
"""Programs of which some value does lose something, and why."""


class Wrapper:
    """Hands one value of a module to something unknown: the one of a number, or none to count them."""

    def __init__(self, language: str, number: int) -> None:
        self.package = UNSEEN[language]
        self.number = number
        self.values = 0
        self.place: ir.Pos | None = None
        self._seen: set[int] = set()

    def visit(self, item: object) -> None:
        if isinstance(item, tuple):
            for one in item:
                self.visit(one)
            return
        if not isinstance(item, ir.Node | ir.Function | ir.Class) or id(item) in self._seen:
            return
        self._seen.add(id(item))
        for name in _fields(item):
            if name not in SAID_BY_TYPES:
                self.visit(getattr(item, name, None))
        match item:
            case ir.Call() if not _is_own(item.fn):
                item.args = tuple(map(self._wrapped, item.args))
                item.kwargs = tuple((key, self._wrapped(one) if key else one) for key, one in item.kwargs)
            case ir.Assign() | ir.Return() if item.value is not None:
                item.value = self._wrapped(item.value)
            case ir.DictLit():
                item.items = tuple((key, self._wrapped(one) if key else one) for key, one in item.items)

    def _wrapped(self, value: ir.Expr) -> ir.Expr:
        if not isinstance(value, WRAPPED) or (
            isinstance(value, ir.Const) and not isinstance(value.value, str)
        ):
            return value
        self.values += 1
        if self.values - 1 != self.number:
            return value
        self.place = value.pos
        unseen = ir.Attr(value.pos, ir.ImportExpr(value.pos, self.package), "change")
        return ir.Call(value.pos, unseen, (value,))


def _fields(item: object) -> Iterator[str]:
    for kind in type(item).__mro__:
        yield from getattr(kind, "__slots__", ())


def _is_own(function: ir.Expr) -> bool:
    """Helpers of the front ends are no calls of the program."""
    return isinstance(function, ir.Name | ir.Attr) and function.name.startswith(("$", "%"))


def _text(value: values.Value) -> str:
    match value:
        case values.Text(parts=parts):
            return "".join(part if isinstance(part, str) else "*" for part in parts)
        case values.Const(value=known):
            return str(known)
    return "*"


Requested = dict[tuple[str, int], dict[str, set[str]]]


def _requested(analysis: Analysis) -> Requested:
    found: Requested = {}
    for policy in analysis.policies:
        for grant in policy.grants:
            resources = set(map(_text, grant.resources)) or {"*"}
            for reason in grant.reasons:
                place = found.setdefault((reason.span.file, reason.span.line), {})
                place.setdefault(grant.action, set()).update(resources)
    return found


def _said(analysis: Analysis) -> set[tuple[str, int]]:
    spans = [span for one in analysis.unresolved for span in (one.span, *one.places)]
    spans += [reason.span for one in analysis.may_need for reason in one.reasons]
    return {(span.file, span.line) for span in spans}


def _covers(resources: set[str], one: str) -> bool:
    return any(fnmatch.fnmatchcase(one.replace("[", "("), other.replace("[", "(")) for other in resources)


def lost(before: Requested, after: Analysis, changed: tuple[str, int]) -> list[str]:
    """Requests that are gone, and resources that are, where nothing is said."""
    now, said = _requested(after), _said(after)
    if changed in said:
        return []
    found: list[str] = []
    for where, actions in before.items():
        for action, resources in actions.items():
            everywhere = set[str]().union(*(one.get(action, ()) for one in now.values()))
            if everywhere and all(_covers(everywhere, one) for one in resources):
                continue
            same = any(name.split(":")[0] == action.split(":")[0] for name in now.get(where, ()))
            if action not in now.get(where, ()) and (where in said or same):
                continue
            places = [place for place, own in before.items() if action in own]
            if action in now.get(where, ()) and not all(action in now.get(place, ()) for place in places):
                # What requested the rest is said, or told of itself.
                continue
            found.append(f"{where[0]}:{where[1]} {action}")
    return found


@pytest.fixture
def wrapping(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Wrapper], None]:
    """Has a wrapper change the IR of a file."""
    lower = Program._lower
    chosen: dict[str, Wrapper] = {}

    def lowered(self: Program, name: str) -> ir.Module:
        module, source = lower(self, name), self.files.get(name)
        if source is not None and source.name in chosen:
            chosen[source.name].visit(module)
        return module

    monkeypatch.setattr(Program, "_lower", lowered)

    def choose(file: str, wrapper: Wrapper) -> None:
        chosen.clear()
        chosen[file] = wrapper

    return choose


def check(case: Path, wrapping: Callable[[str, Wrapper], None], times: int) -> None:
    language = case.parent.name
    options = Options(entries=tuple(expectation(case).get("entries", ())))
    before = _requested(analyse([case], options))
    files = sorted({file for file, _ in before})
    chance = random.Random(case.name)
    for _ in range(times if files else 0):
        file = chance.choice(files)
        counting = Wrapper(language, -1)
        wrapping(file, counting)
        analyse([case], options)
        if not counting.values:
            continue
        wrapper = Wrapper(language, chance.randrange(counting.values))
        wrapping(file, wrapper)
        after = analyse([case], options)
        assert wrapper.place is not None
        data = (case / file).read_bytes()
        line = data[: wrapper.place[0]].count(b"\n") + 1
        what = data[slice(*wrapper.place)][:60].decode()
        assert lost(before, after, (file, line)) == [], f"after {file}:{line} {what}"


def goldens() -> list[object]:
    """One case in three in every run, all of them in the long form."""
    return [
        pytest.param(
            case,
            id=name,
            marks=[
                *([pytest.mark.long] if index % 3 else []),
                *([pytest.mark.skip(reason=NOT_YET[name])] if name in NOT_YET else []),
            ],
        )
        for index, case in enumerate(CASES)
        for name in [f"{case.parent.name}/{case.name}"]
    ]


@pytest.mark.plain
@pytest.mark.parametrize("case", goldens())
def test_a_value_through_something_unknown(case: Path, wrapping: Callable[[str, Wrapper], None]) -> None:
    check(case, wrapping, 1)


@pytest.mark.long
@pytest.mark.plain
@pytest.mark.parametrize("case", goldens())
def test_many_values_through_something_unknown(case: Path, wrapping: Callable[[str, Wrapper], None]) -> None:
    check(case, wrapping, 12)
