"""The algebra of IAM wildcards: does a pattern match, does one pattern cover or meet another.

``*`` is any run of characters and ``?`` exactly one. Actions ignore case. In an ARN a wildcard
stays inside its segment, except in the last (resource) part, which spans colons and slashes, and
except for a ``*`` that ends a segment, which AWS lets expand beyond the colon:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html

A policy variable inside a pattern is an opaque token: it covers only itself and is covered only by
``*``. ``covers`` never says yes wrongly, which is what minimising needs; it may say no where only
``?`` next to ``*`` would have made it true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import lru_cache

from policywright.knowledge.policy import variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, TypeAlias


class Wild(Enum):
    """Tokens that stand for more than themselves; ``RUN`` and ``CHARACTER`` do not cross a colon."""

    ANY = "*"
    ONE = "?"
    RUN = "*:"
    CHARACTER = "?:"


# A token is one literal character, a wildcard or a whole policy variable (more than one character).
Token: TypeAlias = str | Wild
Tokens: TypeAlias = tuple[Token, ...]
Lookup: TypeAlias = Callable[[variables.Variable], str | None]

_ARN_SEGMENTS: Final = 6
_RUNS: Final = frozenset({Wild.ANY, Wild.RUN})
_INSIDE: Final = frozenset({Wild.RUN, Wild.CHARACTER})
"""What takes no colon."""


def is_arn(text: str) -> bool:
    return text.startswith("arn:")


def covers(wide: str, narrow: str) -> bool:
    """Everything that ``narrow`` matches, ``wide`` matches too (resources, or else actions)."""
    if wide in ("*", narrow):
        return True
    arn = is_arn(narrow) or is_arn(wide)
    head = _head(wide)
    if not (narrow.startswith(head) if arn else narrow.lower().startswith(head.lower())):
        return False
    if "${" not in wide and "${" not in narrow:
        (inside, tail), text = _behind(wide if arn else wide.lower()), narrow if arn else narrow.lower()
        if not text.endswith(tail) or inside not in text:
            return False
    return _covers(wide, narrow)


@lru_cache(maxsize=16384)
def _covers(wide: str, narrow: str) -> bool:
    if is_arn(narrow) or is_arn(wide):
        return absorbs(arn_tokens(wide), arn_tokens(narrow))
    return absorbs(tokens(wide.lower()), tokens(narrow.lower()))


class Index:
    """Patterns by a text that is in each and in few others: not all are looked at to find what covers one.

    What a pattern covers holds all of its text between wildcards, so the rarest piece is looked for. One
    without wildcards covers its equal alone. Case is ignored, so a few more may be found than there are.
    """

    def __init__(self, patterns: Iterable[tuple[int, str]]) -> None:
        self._equal: dict[str, set[int]] = {}
        self._holding: dict[str, set[int]] = {}
        open_ended: list[tuple[int, list[str]]] = []
        for number, pattern in patterns:
            literal = _literal(pattern)
            if _GAP in literal:
                open_ended.append((number, [piece for piece in literal.split(_GAP) if piece] or [""]))
            else:
                self._equal.setdefault(literal, set()).add(number)
        common = Counter(piece for _, pieces in open_ended for piece in pieces)
        for number, pieces in open_ended:
            rarest = min(pieces, key=lambda piece: (common[piece], -len(piece)))
            self._holding.setdefault(rarest, set()).add(number)
        self._lengths = sorted({len(piece) for piece in self._holding})

    def may_cover(self, text: str) -> set[int]:
        """The numbers of those that may cover a pattern."""
        literal = _literal(text)
        found = set(self._equal.get(literal, ()))
        for piece in self._pieces_in(literal):
            found |= self._holding.get(piece, set())
        return found

    def _pieces_in(self, literal: str) -> Iterable[str]:
        if len(self._lengths) * len(literal) > len(self._holding):
            return [piece for piece in self._holding if piece in literal]
        return {
            literal[at : at + length] for length in self._lengths for at in range(len(literal) - length + 1)
        }


def covered(
    count: int, may_cover: Callable[[int], Iterable[int]], covers: Callable[[int, int], bool]
) -> dict[int, int]:
    """Of ``count`` things those that another one covers, each with the first such.

    Of two that cover each other the first stays. Asked are those that ``may_cover`` names and that stay.
    """
    found: dict[int, int] = {}
    for number in range(count):
        for other in sorted(may_cover(number)):
            gone = other == number or other in found
            if not gone and covers(other, number) and (other < number or not covers(number, other)):
                found[number] = other
                break
    return found


def covered_patterns(some: Sequence[str]) -> dict[int, int]:
    """Of some patterns those that another one covers, as ``covered`` has it."""
    index = Index(enumerate(some))
    return covered(
        len(some),
        lambda number: index.may_cover(some[number]),
        lambda wide, narrow: covers(some[wide], some[narrow]),
    )


def widest(some: Sequence[str]) -> list[str]:
    """Those of some patterns that no other one covers, in their order."""
    gone = covered_patterns(some)
    return [pattern for number, pattern in enumerate(some) if number not in gone]


def intersects(left: str, right: str) -> bool:
    """Some text matches both; a policy variable may turn out to be anything."""
    if is_arn(left) or is_arn(right):
        return meets(arn_tokens(left), arn_tokens(right))
    return meets(tokens(left.lower()), tokens(right.lower()))


def matches(pattern: str, text: str) -> bool:
    """``text`` is a literal; the pattern is an ARN pattern when the text is an ARN, else an action's."""
    return (
        matches_resource(pattern, text) if is_arn(text) or is_arn(pattern) else matches_action(pattern, text)
    )


def matches_action(pattern: str, action: str) -> bool:
    return pattern == "*" or absorbs(tokens(pattern.lower(), False), tuple(action.lower()))


def matches_resource(pattern: str, arn: str, lookup: Lookup | None = None) -> bool:
    """``lookup`` fills policy variables in; a variable it does not know matches nothing."""
    if pattern == "*":
        return True
    wanted = arn_tokens(pattern) if lookup is None else filled(arn_tokens(pattern), lookup)
    return wanted is not None and absorbs(wanted, tuple(arn))


def filled(pattern: Tokens, lookup: Lookup) -> Tokens | None:
    """The pattern with its variables replaced by literal text; None when one has no value."""
    out: list[Token] = []
    for token in pattern:
        if isinstance(token, Wild) or len(token) == 1:
            out.append(token)
            continue
        value = lookup(variables.variables(token)[0])
        if value is None:
            return None
        out.extend(value)
    return tuple(out)


@lru_cache(maxsize=16384)
def _head(pattern: str) -> str:
    """The literal text before the first wildcard, variable or escape: a cheap first look."""
    ends = [at for at in (pattern.find("*"), pattern.find("?"), pattern.find("${")) if at >= 0]
    return pattern[: min(ends)] if ends else pattern


_GAP: Final = "\0"


@lru_cache(maxsize=16384)
def _literal(pattern: str) -> str:
    """The pattern without case, with a mark for each wildcard; a variable is text, for it covers itself."""
    return "".join(_GAP if isinstance(token, Wild) else token for token in tokens(pattern)).casefold()


@lru_cache(maxsize=16384)
def _behind(pattern: str) -> tuple[str, str]:
    """The longest literal text between wildcards, which all that the pattern matches has, and that behind the
    last one, which all of it ends in."""
    *before, tail = pattern.replace("?", "*").split("*")
    return max(before[1:], key=len, default=""), tail


@lru_cache(maxsize=16384)
def tokens(text: str, with_variables: bool = True) -> Tokens:
    """The pattern as tokens; runs of wildcards are put in a normal order (``*?`` is ``?*``)."""
    out: list[Token] = []
    for part in variables.parts(text) if with_variables else (text,):
        if isinstance(part, variables.Variable):
            out.append(part.text)
        elif isinstance(part, variables.Escape):
            out.append(part.character)
        else:
            out.extend(Wild.ANY if c == "*" else Wild.ONE if c == "?" else c for c in part)
    return _normal(out)


def _normal(raw: list[Token]) -> Tokens:
    out: list[Token] = []
    for token in raw:
        if token is Wild.ANY and out and out[-1] is Wild.ANY:
            continue
        if token is Wild.ONE and out and out[-1] is Wild.ANY:
            out.insert(len(out) - 1, token)
            continue
        out.append(token)
    return tuple(out)


@lru_cache(maxsize=16384)
def arn_tokens(text: str) -> Tokens:
    """Tokens of an ARN pattern: wildcards inside the first five segments stay within them."""
    raw = tokens(text)
    if not is_arn(text):
        return raw
    out: list[Token] = []
    colons = 0
    for index, token in enumerate(raw):
        colons += token == ":"
        inside = colons < _ARN_SEGMENTS - 1
        if inside and token is Wild.ONE:
            out.append(Wild.CHARACTER)
        elif inside and token is Wild.ANY and index + 1 < len(raw) and raw[index + 1] != ":":
            out.append(Wild.RUN)
        else:
            out.append(token)
    return tuple(out)


def absorbs(wide: Tokens, narrow: Tokens) -> bool:
    """Glob match of ``narrow``'s tokens, taken as text, with backtracking to every open run."""
    # Most patterns differ from most texts before their first wildcard.
    literal = 0
    for token, other in zip(wide, narrow, strict=False):
        if isinstance(token, Wild):
            break
        if token != other:
            return False
        literal += 1
    # The positions in ``wide`` that are reachable, as bits: linear in ``narrow``, no blow-up on a*a*a*.
    places: dict[Token, int] = {}
    for position, token in enumerate(wide):
        places[token] = places.get(token, 0) | 1 << position
    runs = places.get(Wild.ANY, 0) | places.get(Wild.RUN, 0)
    taking: dict[Token, int] = {}
    reachable = _beyond(1 << literal, runs)
    for token in narrow[literal:]:
        takes = taking.get(token)
        if takes is None:
            takes = taking[token] = _taking(token, places)
        reached = reachable & takes
        if not reached:
            return False
        staying = reached & runs
        reachable = _beyond(staying | (reached ^ staying) << 1, runs)
    return bool(reachable >> len(wide) & 1)


def _taking(token: Token, places: Mapping[Token, int]) -> int:
    """The places of those tokens of a pattern that stand for this one token of a narrower one."""
    found = places.get(Wild.ANY, 0)
    if isinstance(token, str):
        found |= places.get(token, 0)
        if len(token) > 1:
            # A variable, whose value may hold a colon.
            return found
    if token is Wild.ONE or token is Wild.CHARACTER or isinstance(token, str):
        found |= places.get(Wild.ONE, 0)
    if token is Wild.CHARACTER or (isinstance(token, str) and token != ":"):
        found |= places.get(Wild.CHARACTER, 0)
    if token is Wild.CHARACTER or token is Wild.RUN or (isinstance(token, str) and token != ":"):
        found |= places.get(Wild.RUN, 0)
    return found


def _beyond(places: int, runs: int) -> int:
    """Places, and those behind runs that take nothing."""
    while more := (places & runs) << 1 & ~places:
        places |= more
    return places


def meets(left: Tokens, right: Tokens) -> bool:
    """A text exists that both match: the positions in ``right`` that each of ``left`` leads to, as bits."""
    runs, literals, inside = _placed(right)
    everywhere = (1 << len(right)) - 1
    reachable = _beyond(1, runs)
    for token in left:
        single = isinstance(token, str) and len(token) == 1
        # Where some one character is taken by both.
        if single:
            taken = literals.get(token, 0) | everywhere & ~(literals[""] | (inside if token == ":" else 0))
        else:
            taken = everywhere & ~literals.get(":", 0) if token in _INSIDE else everywhere
        if not _open(token):
            reached = reachable & taken
            if not reached:
                return False
            reachable = _beyond(reached & runs | (reached & ~runs) << 1, runs)
            continue
        # It may take nothing, or one after the other.
        while more := (reachable & taken & ~runs) << 1 & ~reachable:
            reachable = _beyond(reachable | more, runs)
    return bool(reachable >> len(right) & 1)


@lru_cache(maxsize=16384)
def _placed(pattern: Tokens) -> tuple[int, Mapping[Token, int], int]:
    """Where a pattern has what takes any number of characters, each literal one (all of them under no text),
    and what takes no colon; as bits."""
    runs = inside = 0
    literals: dict[Token, int] = {"": 0}
    for place, token in enumerate(pattern):
        if _open(token):
            runs |= 1 << place
        if token in _INSIDE:
            inside |= 1 << place
        elif isinstance(token, str) and len(token) == 1:
            literals[token] = literals.get(token, 0) | 1 << place
            literals[""] |= 1 << place
    return runs, literals, inside


def _open(token: Token) -> bool:
    """It may take any number of characters, none as well."""
    return token in _RUNS or (isinstance(token, str) and len(token) > 1)
