"""The values of models that the engine itself makes or tells apart; all others are the languages' own."""

from __future__ import annotations

from collections.abc import Hashable

from policywright.analyzers.engine.values import BOTTOM, Args, Handle, Known, Obj, Text, Unknown, Value
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Frozen

ANY_STEP = "*"
"""In a path: any way to get there."""


class View(Handle):
    """A view of one value, and of no more than one: several are never merged."""

    __slots__ = ()


class Data(Handle):
    """What a service has given: there may be nothing in it."""

    __slots__ = ()

    def is_part(self) -> bool:
        """It is not the whole of it."""
        return False

    def tells(self) -> bool:
        """It is told apart from other data, however much there is."""
        return True


@dataclass(frozen=True, slots=True)
class Steps(Frozen):
    """The way to a part of something; one that ends in ``ANY_STEP`` stands for all that begin like it."""

    __hash__ = Frozen.__hash__

    names: tuple[str, ...] = ()

    def last(self) -> str | None:
        """The last step; None for the whole."""
        return self.names[-1] if self.names else None


@dataclass(frozen=True, slots=True)
class Slice(Handle):
    """The bounds of a part of a sequence, in the place of an index."""

    __hash__ = Frozen.__hash__

    start: Value | None = None
    stop: Value | None = None
    step: Value | None = None


@dataclass(frozen=True, slots=True)
class Member(View):
    """A member of something of the program's by a name of which not all is known."""

    __hash__ = Frozen.__hash__

    receiver: Value
    name: Value

    def alike(self) -> Hashable:
        return self.receiver

    def computed(self) -> tuple[Value, Value]:
        return self.receiver, self.name


def computed_name(value: Value) -> Value:
    """What a value says of the name of a member: what is no text may be any."""
    return value if isinstance(value, Known | Text) else Unknown("name")


@dataclass(frozen=True, slots=True)
class Carried(Handle):
    """What a library gives back that has got objects which make requests (``carrying``)."""

    __hash__ = Frozen.__hash__

    values: Value

    def works(self) -> bool:
        return True

    def alike(self) -> Hashable:
        return "carried"


@dataclass(frozen=True, slots=True)
class Given(Handle):
    """A type with what a framework passes for it: ``Annotated[T, Depends(f)]``."""

    __hash__ = Frozen.__hash__

    value: Value
    kind: Value


class Passed(Handle):
    """What the cell of a parameter holds beside values: how they are passed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Default(Passed):
    """Nothing is passed: the default."""

    __hash__ = Frozen.__hash__


DEFAULT = Default()


@dataclass(frozen=True, slots=True)
class Outside(Passed):
    """Whatever something outside the program passes."""

    __hash__ = Frozen.__hash__


OUTSIDE = Outside()
ROOT_ARGS = Args(more=OUTSIDE, open=True)
"""Arguments of a function that something outside the program calls."""


@dataclass(frozen=True, slots=True)
class Maybe(Passed):
    """A value that some callers do not pass."""

    __hash__ = Frozen.__hash__

    value: Value


@dataclass(frozen=True, slots=True)
class Under(Passed):
    """What a mapping that stands for very many has under the name of whatever takes it: ``f(**mapping)``."""

    __hash__ = Frozen.__hash__

    mapping: Obj


@dataclass(frozen=True, slots=True)
class Keywords(Passed):
    """The keywords that no parameter takes, as ``Args`` has them."""

    __hash__ = Frozen.__hash__

    pairs: tuple[tuple[str, Value], ...]
    open: bool
    maybe: frozenset[str]
    others: Value = BOTTOM
