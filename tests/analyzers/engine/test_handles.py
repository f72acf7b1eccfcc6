"""The values of models: what every kind has to be so that the engine can keep, compare and merge it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywright.analyzers import languages
from policywright.analyzers.engine import covering
from policywright.analyzers.engine.covering import covers
from policywright.analyzers.engine.handles import ANY_STEP, Member, Slice, Steps, View
from policywright.analyzers.engine.merging import likeness, merge
from policywright.analyzers.engine.values import (
    BOTTOM,
    Handle,
    Known,
    Obj,
    Union,
    Unknown,
    Value,
    options,
)
from policywright.analyzers.languages.go.handles import Config
from policywright.analyzers.languages.java.handles import Box, Table
from policywright.analyzers.model import AMBIENT
from policywright.analyzers.sdk.handles import Client, Response
from policywright.knowledge import values as out
from policywright.knowledge.records import names
from policywright.knowledge.values import parts


def kinds(base: type[Handle] = Handle) -> Iterator[type[Handle]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def records() -> list[type[Handle]]:
    """The kinds of all languages; a record with slots is a class made anew, the first one counts no more."""
    for language in pkgutil.iter_modules(languages.__path__):
        if language.ispkg:
            importlib.import_module(f"{languages.__name__}.{language.name}.handles")
    found = {
        kind for kind in kinds() if getattr(importlib.import_module(kind.__module__), kind.__name__) is kind
    }
    return sorted(
        (kind for kind in found if hasattr(kind, "__record_names__")),
        key=lambda kind: (kind.__name__, kind.__module__),
    )


@pytest.mark.parametrize(
    "kind", records(), ids=lambda kind: f"{kind.__module__.split('.')[-2]}.{kind.__name__}"
)
def test_a_kind_is_taken_apart_and_put_together_by_place(kind: type[Handle]) -> None:
    if not hasattr(kind, "__record_own__"):
        pytest.skip("compiled records take nothing but what their fields are")
    fields = names(kind)
    values = [Known(f"v{index}") for index in range(len(fields))]
    one, same = kind(*values), kind(*values)
    assert [getattr(one, name) for name in fields] == values
    assert parts(one) == tuple(values)
    assert one == same
    assert hash(one) == hash(same) == one._hash, "the hash is kept"
    for index in range(len(fields)):
        other = kind(*[*values[:index], NOTHING, *values[index + 1 :]])
        assert other != one
        assert likeness(other) == likeness(one)
        if not issubclass(kind, View):
            both = merge([one, other])
            assert type(both) is kind
            assert covers(both, one)
            assert covers(both, other)


NOTHING = Unknown("nothing")


# --- what merging and covering make of parts ---

_names = st.sampled_from(("Items", "Name", "[]", ANY_STEP))


def _until_any(steps: list[str]) -> tuple[str, ...]:
    """A path as models make it: behind any step there is nothing more to tell."""
    end = steps.index(ANY_STEP) + 1 if ANY_STEP in steps else len(steps)
    return tuple(steps[:end])


_paths = st.lists(_names, max_size=3).map(lambda steps: Steps(_until_any(steps)))
_values: st.SearchStrategy[Value] = st.sampled_from((Known("a"), Known("b"), Unknown("item")))
_structs = st.lists(st.tuples(st.sampled_from(("Bucket", "Key")), st.sampled_from((out.Const("x"), out.Const("y")))),
                    max_size=2, unique_by=lambda field: field[0]).map(lambda fields: out.Struct(tuple(sorted(fields, key=lambda field: field[0]))))  # fmt: skip
HANDLES: st.SearchStrategy[Handle] = st.one_of(
    st.tuples(_structs, _paths).map(lambda found: Response("s3", "ListObjects", *found)),
    _values.map(Box),
    st.tuples(_values, st.none() | _values).map(lambda found: Table(AMBIENT, *found)),
    st.tuples(_values, st.none() | _values, st.none() | _values).map(lambda found: Slice(*found)),
    (st.none() | _values).map(lambda region: Config(AMBIENT, None, region)),
    st.tuples(st.sampled_from(("s3", None)), st.none() | _values).map(lambda found: Client(AMBIENT, *found)),
)


@settings(deadline=None, max_examples=400, database=None)
@given(HANDLES, HANDLES)
def test_what_is_merged_covers_all_that_it_is_made_of(one: Handle, other: Handle) -> None:
    if likeness(one) == likeness(other):
        both = merge([one, other])
        assert covers(both, one)
        assert covers(both, other)


@settings(deadline=None, max_examples=400, database=None)
@given(HANDLES, HANDLES)
def test_what_covers_another_is_of_its_kind_and_shape(one: Handle, other: Handle) -> None:
    if covers(one, other):
        assert type(one) is type(other)
        assert [part is None for part in parts(one)] == [part is None for part in parts(other)]
        assert one == other or not covers(other, one)


def test_a_response_covers_what_is_behind_any_step() -> None:
    """``page["Items"][...]``: once the way can't be told, the longer ones that begin like it are nothing new."""
    any_item = Response("s3", "ListObjects", out.Struct(()), Steps(("Items", ANY_STEP)))
    name = Response("s3", "ListObjects", out.Struct(()), Steps(("Items", "[]", "Name")))
    other = Response("s3", "ListObjects", out.Struct(()), Steps(("Owner",)))
    assert covers(any_item, name)
    assert not covers(any_item, other)
    assert not covers(name, any_item)
    assert merge([name, any_item]) == any_item


def test_none_is_a_matter_of_shape() -> None:
    """A region that is not computed yet is a region; having none is something else."""
    without, unset = Config(AMBIENT, None), Config(AMBIENT, None, Union(()))
    assert not covers(without, unset)
    assert covers(Config(AMBIENT, None, Known("eu-west-1")), unset)


@pytest.mark.plain
def test_what_stands_for_other_things_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reflection has a member of each object of a program in one place."""

    def compared(*_records: Value) -> bool:
        raise AssertionError("compared")

    monkeypatch.setattr(covering, "covers", compared)
    name = Union((Known("create"), Known("update")))
    place: Value = BOTTOM
    for number in range(50):
        place = covering.joined(place, Member(Obj(number), name))
    assert len(options(place)) == 50
