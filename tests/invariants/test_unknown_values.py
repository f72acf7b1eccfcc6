"""A value that goes through something unknown takes no request away in silence, and narrows nothing.

In every golden program one value after the other (an argument, what is assigned, returned, put under a key) is
handed to a function that nothing is known of, which gives back who knows what. What the program requested before
is requested all the same, or said; and on no less resources, unless what names others is said.
"""

from __future__ import annotations

import fnmatch
import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.golden.test_golden import CASES, expectation
from tests.invariants.conftest import Wrapper, values_of
from tests.invariants.findings import pattern
from tests.shares import shared

from policywright.analyzers.api import Analysis, Options, analyse

IN_A_CONTAINER = (
    "clients in a container or behind a function, and objects that only use a client of the module"
)
BY_NAME = "a constant alone says which library, service, operation or file is meant"
NO_PATH = "an unknown part of a path is taken for a part of it: neither empty nor absolute"
NAMELESS = "nothing else says what an unknown library, or what it gives, is asked for"
NO_FUNCTION = "what is wrapped is no value: a method of Java, the names of a tuple"
NOT_YET: Mapping[str, str] = {
    "python/factory_and_transfer": "an ARN that is none is one when it is not known",
    "python/guess_by_services": BY_NAME,
    "python/kept_under_names": BY_NAME,
    "python/lib_awswrangler": BY_NAME,
    "python/lib_cloud_paths": BY_NAME,
    "python/lib_django_storages": BY_NAME,
    "python/lib_glue_job": IN_A_CONTAINER,
    "python/lib_queues_and_logs": BY_NAME,
    "python/made_by_name": BY_NAME,
    "python/named_by_one_call": NAMELESS,
    "python/resources_api": BY_NAME,
    "python/resources_in_depth": "data of a resource, beside something unknown, load nothing",
    "python/stored_methods": NO_FUNCTION,
    "python/wrappers": NAMELESS,
    "typescript/caches_of_clients": BY_NAME,
    "typescript/functional": IN_A_CONTAINER,
    "typescript/handed_in_containers": IN_A_CONTAINER,
    "typescript/library_alone_opens": NAMELESS,
    "go/client_from_elsewhere": NAMELESS,
    "go/data_are_no_receivers": NAMELESS,
    "go/joined_paths": NO_PATH,
    "java/data_are_no_receivers": NAMELESS,
    "java/enhanced_tables": IN_A_CONTAINER,
    "java/lombok_accessors": "a method that nobody but the program can call, of an object that it can't be seen to get",
}
"""Programs of which some value does lose something, and why."""


Requested = dict[tuple[str, int], dict[str, set[str]]]


def _requested(analysis: Analysis) -> Requested:
    found: Requested = {}
    for policy in analysis.policies:
        for grant in policy.grants:
            resources = set(map(pattern, grant.resources)) or {"*"}
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


def check(case: Path, wrapping: Callable[[str, Wrapper], None], times: int) -> None:
    language = case.parent.name
    options = Options(entries=tuple(expectation(case).get("entries", ())))
    before = _requested(analyse([case], options))
    files = sorted({file for file, _ in before})
    chance = random.Random(case.name)
    for _ in range(times if files else 0):
        file = chance.choice(files)
        values = values_of(case / file)
        if not values:
            continue
        wrapper = Wrapper(language, chance.randrange(values))
        wrapping(file, wrapper)
        after = analyse([case], options)
        assert wrapper.place is not None
        data = (case / file).read_bytes()
        line = data[: wrapper.place[0]].count(b"\n") + 1
        what = data[slice(*wrapper.place)][:60].decode()
        assert lost(before, after, (file, line)) == [], f"after {file}:{line} {what}"


@pytest.mark.plain
@pytest.mark.parametrize("case", shared("unknown", CASES, 12, NOT_YET, covered=True))
def test_a_value_through_something_unknown(case: Path, wrapping: Callable[[str, Wrapper], None]) -> None:
    check(case, wrapping, 1)


@pytest.mark.long
@pytest.mark.plain
@pytest.mark.parametrize("case", shared("unknown", CASES, 1, NOT_YET))
def test_many_values_through_something_unknown(case: Path, wrapping: Callable[[str, Wrapper], None]) -> None:
    check(case, wrapping, 12)
