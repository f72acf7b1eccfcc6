"""What is passed to very many things at once, by all who call them with as many arguments.

A program calls what it cannot tell apart in hundreds of ways: with these keywords, or those, or one more. A
site for each of the ways would call everything each time. So calls are told apart by how many arguments they
pass by position, and keywords are joined: one that not all of them pass is passed perhaps.
"""

from __future__ import annotations

from collections.abc import Hashable

from policywright.analyzers.engine.handles import Under
from policywright.analyzers.engine.values import BOTTOM, Args, Obj, Value, join_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MAX_PLACES = 6
"""Arguments by position that are told apart: few functions take more; what passes one more each time ends."""
MAX_BEFORE_MORE = 1
"""Those before others of unknown number: of ``f(self, *args)`` the receiver is told apart."""

Place = int | str
"""A position, or one of the two below."""
MORE, OTHERS = "*", "**"


class Form:
    """How all that share a site call."""

    def __init__(self, mapping: Obj) -> None:
        self.mapping = mapping
        """What is passed by keywords: who takes one asks for it, since there may be hundreds."""
        self.seen: set[Args] = set()
        """The calls that are taken in: they are many, and mostly the same."""
        self.keywords: dict[str, None] = {}
        self.maybe: frozenset[str] = frozenset()
        self.open = self.others = self.asked = False

    def take_in(self, args: Args) -> bool:
        """Notes one more call; whether that says anything new."""
        before = (len(self.keywords), len(self.maybe), self.open, self.others)
        names = [name for name, _ in args.keywords]
        always = args.always()
        known = frozenset(self.keywords)
        missing = known - always if not self.asked else (known - always) | (frozenset(names) - known)
        self.asked = True
        self.keywords.update(dict.fromkeys(names))
        self.maybe |= missing | args.maybe
        self.open = self.open or args.open
        self.others = self.others or args.others is not BOTTOM
        return before != (len(self.keywords), len(self.maybe), self.open, self.others)

    def args(self, count: int, more: bool, given: Callable[[Place], Value]) -> Args:
        """One call that stands for all, with what is ``given`` in each place."""
        return Args(
            tuple([given(place) for place in range(count)]),
            (),
            given(MORE) if more else None,
            self.open,
            others=join_all([
                Under(self.mapping) if self.keywords else BOTTOM, given(OTHERS) if self.others else BOTTOM,
            ]),
        )  # fmt: skip


def number(args: Args) -> tuple[int, bool]:
    """How many arguments are told by position, and whether there are more."""
    count = len(args.positional)
    if args.more is not None:
        return min(count, MAX_BEFORE_MORE), True
    return min(count, MAX_PLACES), count > MAX_PLACES


def places(args: Args) -> list[tuple[Place, Value]]:
    """What is passed where, keywords apart."""
    count, more = number(args)
    found: list[tuple[Place, Value]] = [*enumerate(args.positional[:count])]
    if more:
        rest = BOTTOM if args.more is None else args.more
        found.append((MORE, join_all([*args.positional[count:], rest])))
    if args.others is not BOTTOM:
        found.append((OTHERS, args.others))
    return found


def asked(name: Hashable, args: Args | None, within: bool) -> Hashable:
    """What tells apart who asks for something of a name."""
    return (name, None if args is None else number(args), within)


__all__ = ["MAX_PLACES", "Form", "asked", "number", "places"]
