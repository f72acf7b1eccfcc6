"""Engine values: what an expression can evaluate to.

All are frozen and hashable; mutable things (instances, lists, dicts) are ``Obj`` references into the
``heap``. ``Union(())`` is *no value yet* (``BOTTOM``): nothing has been learnt, which is not the same as
``Unknown`` (something is there and can't be told).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from os.path import commonprefix

from policywright.analyzers import ir
from policywright.knowledge.changes import Change, change
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import HERE, Frozen, Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, TypeAlias

    from policywright.analyzers.program import Program

    _Rows: TypeAlias = "tuple[tuple[Value, ...], ...]"

MAX_OPTIONS = 24
"""Constants that a place keeps apart, beyond those of the vocabulary, before they are ``MANY``."""
MAX_TEXT = 51_200
"""Characters of a text that is put together: CloudFormation takes no longer template. Of such the ends
are known."""
MAX_END = 2_048
"""Characters of such an end: no ARN has more."""
MAX_ITEMS = 1_000
"""Items that are told apart of a sequence that is put together of others."""
MAX_HOLES = 7
"""Nameless holes in one string pattern; of more, all between the first and the last become one."""
MAX_PARTS = 32
"""Parts of a string pattern; longer ones end in one hole."""


@dataclass(frozen=True, slots=True)
class Known:
    """A literal. What Python takes for equal may be two: 0 and False, 1 and True, 1 and 1.0."""

    value: str | bytes | int | float | bool | None

    def __eq__(self, other: object) -> bool:
        return self is other or (
            type(other) is Known and type(self.value) is type(other.value) and self.value == other.value
        )

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Fallback(Known):
    """A literal that is taken where environment variables are not set.

    It is another value than the same literal that the program takes by itself: that one stays when they are.
    What is made of it by an operation that does not tell is such a literal.
    """

    by: frozenset[str]

    def __eq__(self, other: object) -> bool:
        return self is other or (
            type(other) is Fallback and self.value == other.value and self.by == other.by
        )

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Null(Known):
    """Null, in a language that has another value for what is not there."""

    def __eq__(self, other: object) -> bool:
        return type(other) is Null

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(frozen=True, slots=True)
class Text(Frozen):
    """A string with holes."""

    __hash__ = Frozen.__hash__

    parts: tuple[str | Hole, ...]


@dataclass(frozen=True, slots=True)
class FallbackText(Text):
    """A string with holes that a ``Fallback`` is part of."""

    __hash__ = Frozen.__hash__

    by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that can't be told: why, and what a person would call it."""

    reason: str
    name: str | None = None

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return type(other) is Unknown and self.reason == other.reason and self.name == other.name

    def __hash__(self) -> int:
        return hash((self.reason, self.name))


@dataclass(frozen=True, slots=True, eq=False)
class FuncV:
    """A function with the task that its free variables live in, and the class that defines it.

    There is one for each such combination (``function_value``).
    """

    function: ir.Function
    module: str
    closure: int | None = None
    owner: ClassV | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ClassV:
    """A class of the program, of which there is one value (``class_value``)."""

    cls: ir.Class
    module: str
    closure: int | None = None


def function_value(
    program: Program, function: ir.Function, module: str, closure: int | None, owner: ClassV | None
) -> FuncV:
    """The value of a function, as it is defined in one place."""
    made: dict[Hashable, FuncV] = program.notes.setdefault("functions", {})
    key = (function, module, closure, owner)
    found = made.get(key)
    if found is None:
        found = made[key] = FuncV(function, module, closure, owner)
    return found


def class_value(program: Program, cls: ir.Class, module: str, closure: int | None = None) -> ClassV:
    """The value of a class, as it is defined in one place."""
    made: dict[Hashable, ClassV] = program.notes.setdefault("classes", {})
    key = (cls, module, closure)
    found = made.get(key)
    if found is None:
        found = made[key] = ClassV(cls, module, closure)
    return found


@dataclass(frozen=True, slots=True)
class Bound(Frozen):
    """A function with its receiver."""

    __hash__ = Frozen.__hash__

    receiver: Value
    function: FuncV


@dataclass(frozen=True, slots=True)
class Wrapped(Frozen):
    """A class member with a calling rule: ``property``, ``classmethod``, ``staticmethod``, ``classproperty``
    (a getter of the class itself)."""

    __hash__ = Frozen.__hash__

    kind: str
    function: Value
    setter: Value | None = None
    """What an assignment to a property calls."""


@dataclass(frozen=True, slots=True)
class Method(Frozen):
    """A method of something that is not a project object: a string, a container, an SDK handle."""

    __hash__ = Frozen.__hash__

    receiver: Value
    name: str


@dataclass(frozen=True, slots=True)
class Partial(Frozen):
    """A callable with some arguments fixed."""

    __hash__ = Frozen.__hash__

    function: Value
    args: Args


@dataclass(frozen=True, slots=True)
class Super(Frozen):
    """``super()`` of an instance, as seen from a class."""

    __hash__ = Frozen.__hash__

    cls: ClassV
    receiver: Value


@dataclass(frozen=True, slots=True, eq=False)
class Obj:
    """A mutable object on the heap, of which there is one reference (``Engine.allocate``)."""

    id: int


@dataclass(frozen=True, slots=True)
class Tup(Frozen):
    """An immutable sequence of known length; ``open`` when more may follow."""

    __hash__ = Frozen.__hash__

    items: tuple[Value, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class ModuleV:
    """A module of the program."""

    name: str


@dataclass(frozen=True, slots=True)
class Ext:
    """Something of a library, by its dotted path; calls add ``()``: ``requests.Session().get``."""

    path: str

    def __eq__(self, other: object) -> bool:
        return self is other or (type(other) is Ext and self.path == other.path)

    def __hash__(self) -> int:
        return hash(self.path)


@dataclass(frozen=True, slots=True)
class Gen:
    """What a generator function returns; its items are the yields of the task."""

    task: int


class Handle(Frozen):
    """A value that a language's models know and the engine does not: a client, a response.

    Each kind is a record of its own, whose fields are positional. The engine hands it on, merges it part by
    part, and otherwise asks what is here.
    """

    __slots__ = ()

    def exists(self) -> bool:
        """It is certainly there: no null, and true."""
        return False

    def sends(self) -> bool:
        """Whoever has it can make requests with it."""
        return False

    def reaches(self) -> bool:
        """So can whoever gets it: it does, or such things are made with it."""
        return self.sends()

    def works(self) -> bool:
        """Its methods, or those of what they give back, make requests."""
        return self.reaches()

    def inside(self) -> tuple[Value, ...]:
        """What comes out of it, where it holds something for later."""
        return ()

    def code(self) -> Value | None:
        """The function that it stands for or is made around, where it is called like one."""
        return None

    def computed(self) -> tuple[Value, Value] | None:
        """The receiver and the name, of a member of the program's whose name is not all known."""
        return None

    def alike(self) -> Hashable:
        """What those have in common of which a place holds one, part by part the union; None for others."""
        return None


class Union:
    """Any of several values; empty for none yet."""

    __slots__ = ("_hash", "_members", "apart", "options")
    __match_args__ = ("options",)

    def __init__(
        self, options: tuple[Value, ...], members: dict[Value, None] | None = None, apart: bool = False
    ) -> None:
        self.options = options
        self.apart = apart
        """None of them covers another one, as ``covering.joined`` has seen to."""
        self._members = members
        self._hash = 0

    @property
    def members(self) -> dict[Value, None]:
        """The alternatives as a dict that nobody changes: a copy of it hashes none of them again."""
        found = self._members
        if found is None:
            found = self._members = dict.fromkeys(self.options)
        return found

    def __eq__(self, other: object) -> bool:
        return self is other or (type(other) is Union and self.options == other.options)

    def __hash__(self) -> int:
        found = self._hash
        if found == 0:
            found = self._hash = hash(frozenset(self.members))
        return found

    def __repr__(self) -> str:
        return f"Union(options={self.options!r})"


Value: TypeAlias = (
    Known
    | Text
    | Unknown
    | FuncV
    | ClassV
    | Bound
    | Wrapped
    | Method
    | Partial
    | Super
    | Obj
    | Tup
    | ModuleV
    | Ext
    | Gen
    | Handle
    | Union
)

BOTTOM: Final = Union(())
NONE: Final = Known(None)
NULL: Final = Null(None)


@dataclass(frozen=True, slots=True)
class Args(Frozen):
    """Arguments of a call.

    ``more`` stands for further positional arguments of unknown number, ``open`` for further keywords;
    keywords in ``maybe`` are passed on some paths only. ``others`` is what is known of further keywords: what
    ``**passed`` holds under names that are not told. ``rows`` says of ``more`` what it may be all together,
    where each alternative of what is spread is told: whoever drops it knows less, and says nothing false.
    ``written`` are the arguments of a call that the program has: it passes no more, where what a model calls
    may get more than is told of it.
    """

    __hash__ = Frozen.__hash__

    positional: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()
    more: Value | None = None
    open: bool = False
    maybe: frozenset[str] = frozenset()
    others: Value = BOTTOM
    rows: tuple[tuple[Value, ...], ...] = ()
    written: bool = False

    def get(self, index: int, name: str = "") -> Value | None:
        """The argument at a position or under a name; None when it isn't passed."""
        if name:
            for key, value in self.keywords:
                if key == name:
                    return value
        if 0 <= index < len(self.positional):
            return self.positional[index]
        return self.more if index >= 0 else None

    def always(self) -> frozenset[str]:
        """The keywords that are passed on each path."""
        return frozenset([name for name, _ in self.keywords]) - self.maybe

    def keyword(self, name: str) -> Value | None:
        return self.get(-1, name)

    def as_written(self) -> Args:
        """The same, of a call that the program has."""
        return Args(
            self.positional, self.keywords, self.more, self.open, self.maybe, self.others, self.rows, True
        )

    def drop(self, count: int) -> Args:
        """Without the first positional arguments."""
        further = max(count - len(self.positional), 0)
        rows = tuple([row[further:] for row in self.rows])
        return Args(
            self.positional[count:], self.keywords, self.more, self.open, self.maybe, self.others, rows
        )

    def then(self, args: Args) -> Args:
        """These arguments, which are kept, and those that are passed behind them."""
        kept = self.keywords
        if args.open:
            # ``partial(f, key=value)(**given)``
            kept = tuple((name, join(value, Unknown("argument"))) for name, value in kept)
        keywords = dict(kept)
        for name, value in args.keywords:
            keywords[name] = join(keywords.get(name, BOTTOM), value) if name in args.maybe else value
        # What one of both passes always is passed.
        maybe = (self.maybe - args.always()) | (args.maybe - self.always())
        for name in args.maybe if self.open else ():
            keywords[name] = join(keywords[name], Unknown("argument"))
        positional, more, rows = (*self.positional, *args.positional), args.more, args.rows
        if self.more is not None:
            positional = self.positional
            more, rows = behind(self.more, self.rows, args)
        return Args(
            positional, tuple(keywords.items()), more, args.open or self.open, maybe,
            join(self.others, args.others), rows,
        )  # fmt: skip

    def told(self) -> list[Value]:
        """What is passed one by one: without further arguments of unknown number."""
        return [*self.positional, *[value for _, value in self.keywords]]

    def values(self) -> list[Value]:
        """All that is passed."""
        found = self.told() if self.more is None else [*self.told(), self.more]
        return found if self.others is BOTTOM else [*found, self.others]

    def of(self, values: Sequence[Value]) -> Args:
        """The same arguments with other ``values``."""
        count = len(self.positional)
        keywords = tuple(zip((name for name, _ in self.keywords), values[count:], strict=False))
        told = count + len(keywords)
        more = None if self.more is None else values[told]
        others = BOTTOM if self.others is BOTTOM else values[-1]
        return Args(tuple(values[:count]), keywords, more, self.open, self.maybe, others)


NO_ARGS = Args()

MAX_ROWS: Final = 16
"""Alternatives of what is spread that are told apart: as many as lists that are put together are."""


def behind(more: Value, rows: _Rows, args: Args) -> tuple[Value, _Rows]:
    """Arguments of unknown number with others behind them: each row with each that may come; no rows where
    those of one are not told, or they are many."""
    others = ((),) if args.more is None else args.rows
    found = join_all([more, *args.positional, BOTTOM if args.more is None else args.more])
    if len(rows) * len(others) > MAX_ROWS:
        return found, ()
    return found, tuple(dict.fromkeys([(*row, *args.positional, *other) for row in rows for other in others]))


def options(value: Value) -> tuple[Value, ...]:
    """The alternatives of a value; a union is never nested."""
    return value.options if type(value) is Union else (value,)


def join(left: Value, right: Value) -> Value:
    """The union of two values, bounded."""
    if left is right or right is BOTTOM:
        return left
    if left is BOTTOM:
        return right
    found = _join_two(left, right)
    # An equal value from the cache is not the same object, which is how a cell knows that it did not grow.
    return left if found == left else found


@lru_cache(maxsize=4_000)
def _join_two(left: Value, right: Value) -> Value:
    # The same few large unions meet again and again, soon after each other. An answer takes 3 KB.
    return join_all((left, right))


def join_all(values: Iterable[Value]) -> Value:
    """The union of any number of values; the first itself when the others add nothing."""
    first: Value = BOTTOM
    seen: dict[Value, None] | None = None
    for value in values:
        if value is first or value is BOTTOM:
            continue
        if first is BOTTOM:
            if type(value) is not Union or value.options:
                first = value
            continue
        if seen is None:
            seen = dict(first.members) if type(first) is Union else {first: None}
        if type(value) is Union:
            seen.update(value.members)
        else:
            seen[value] = None
    if seen is None or len(seen) == len(options(first)):
        return first
    return Union(tuple(seen), seen)


@lru_cache(maxsize=1_000)
def passed_by(args: Args) -> tuple[Value, ...]:
    """All that a call passes, each once: where anything is meant, many arguments may be the same."""
    return options(join_all(args.values()))


@lru_cache(maxsize=1_000)
def told_by(args: Args) -> tuple[Value, ...]:
    """The same of what is passed one by one."""
    return options(join_all(args.told()))


def same(left: Value, right: Value) -> bool:
    """Whether two values have the same alternatives, in whatever order."""
    if left is right:
        return True
    if type(left) is Union and type(right) is Union:
        return left.members == right.members
    return left == right


MANY = Unknown("many-values")
GAVE_UP = Unknown("budget")


def is_text(value: Value) -> bool:
    return isinstance(value, Text) or (isinstance(value, Known) and isinstance(value.value, str))


NULL_TEXT = Hole(kind="null")
"""What a null is in a longer text: nobody means a name with "None", "null" or "undefined" in it.

Whether there is anything else in its place is asked when nothing changes any more (``parameters.finish``).
"""


OWN_PLACE = Text((HERE,))
"""The place of the code, or where it is started."""


def text_parts(value: Value) -> tuple[str | Hole, ...]:
    """A value as part of a string."""
    match value:
        case Known(value=str(text)):
            return (text,)
        case Known(value=None):
            return (NULL_TEXT,)
        case Known(value=bool()):
            # ``True`` in one language and ``true`` in another.
            return (Hole(kind="unknown"),)
        case Known(value=float() | bytes()):
            return (str(value.value),)
        case Known(value=int(number)):
            return (str(number),)
        case Text(parts=parts):
            return parts
        case Unknown(name=name, reason="parameter"):
            return (Hole(kind="parameter", name=name),)
        case _:
            return (Hole(kind="unknown"),)


def from_here(value: Value | None) -> Value | None:
    """The directory of the code itself, or one above it, of something that begins there; None for others."""
    told = options(value) if value is not None else ()
    return OWN_PLACE if told and all(text_parts(one)[:1] == (HERE,) for one in told) else None


def make_tup(items: tuple[Value, ...], open: bool = False) -> Tup:
    """A sequence; of very many items those behind the first are one, which may be any of them."""
    if len(items) <= MAX_ITEMS:
        return Tup(items, open)
    return Tup((*items[:MAX_ITEMS], join_all(dict.fromkeys(items[MAX_ITEMS:]))), open=True)


def make_text(parts: Iterable[str | Hole]) -> Value:
    """Concatenates parts; all literal gives ``Known``, adjacent literals and holes are merged."""
    merged: list[str | Hole] = []
    parts = tuple(parts)
    if sum(len(part) for part in parts if isinstance(part, str)) > MAX_TEXT:
        parts = _ends(parts)
    for part in parts:
        if isinstance(part, str):
            if not part:
                continue
            if merged and isinstance(merged[-1], str):
                merged[-1] += part
                continue
        elif merged and merged[-1] == part and part.name is None:
            continue
        merged.append(part)
    if not merged:
        return Known("")
    if len(merged) == 1 and isinstance(merged[0], str):
        return Known(merged[0])
    anonymous = [index for index, part in enumerate(merged) if isinstance(part, Hole) and part.name is None]
    if len(anonymous) > MAX_HOLES:
        # Text built in a loop: every round would make a longer pattern that says no more.
        merged[anonymous[0] : anonymous[-1] + 1] = [Hole(kind="unknown")]
    if len(merged) > MAX_PARTS:
        merged = [*merged[:MAX_PARTS], Hole(kind="unknown")]
    return Text(tuple(merged))


def fallback_of(*values: Value) -> frozenset[str]:
    """The variables that texts are defaults of, or are made of one."""
    found = [value.by for value in values if isinstance(value, Fallback | FallbackText)]
    return _NOBODY.union(*found) if found else _NOBODY


_NOBODY: frozenset[str] = frozenset()


def as_fallback(value: Value, by: frozenset[str]) -> Value:
    """A text that is there where some variables are not set."""
    if not by:
        return value
    by = by | fallback_of(value)
    if isinstance(value, Known):
        return Fallback(value.value, by)
    return FallbackText(value.parts, by) if isinstance(value, Text) else value


def _ends(parts: tuple[str | Hole, ...]) -> tuple[str | Hole, ...]:
    """What a text starts and ends with; a program of thirty lines can double one beyond any memory."""
    first, last = parts[0], parts[-1]
    start = first[:MAX_END] if isinstance(first, str) else ""
    end = last[-MAX_END:] if isinstance(last, str) else ""
    return (start, Hole(kind="unknown"), end)


def change_text(value: Value, how: Change) -> Value:
    """A text after a change (``knowledge.changes``); what is no text is one of which nothing is known."""
    if not is_text(value):
        return make_text((Hole(kind="unknown"),))
    return as_fallback(make_text(change(text_parts(value), how)), fallback_of(value))


def change_texts(value: Value, how: Change) -> Value:
    """The same of those alternatives that are texts."""
    return join_all([change_text(option, how) if is_text(option) else option for option in options(value)])


def concat(left: Value, right: Value) -> Value:
    """String concatenation over all alternatives, bounded."""
    results: dict[Value, None] = {}
    if len(options(left)) * len(options(right)) > MAX_OPTIONS:
        # The side with more alternatives is the one that can't be told.
        if len(options(left)) > len(options(right)):
            return concat(_shared(left), right)
        return concat(left, _shared(right))
    for a in options(left):
        for b in options(right):
            made = make_text((*text_parts(a), *text_parts(b)))
            results[as_fallback(made, fallback_of(a, b))] = None
    return join_all(results)


_SCHEMES = ("arn:", "http://", "https://")


def _shared(value: Value) -> Value:
    """What very many texts start and end with; what is between is not known."""
    parts = [text_parts(one) for one in options(value)]
    firsts = [one[0] if isinstance(one[0], str) else "" for one in parts]
    lasts = [one[-1] if isinstance(one[-1], str) else "" for one in parts]
    start = commonprefix(firsts)  # noqa: RUF071  characters are meant
    if any(scheme != start and scheme.startswith(start) for scheme in _SCHEMES):
        # A name and an ARN may begin with the same letter.
        start = ""
    # The ends of a text of one part are not what it starts with.
    lasts = [last[len(start) :] if len(one) == 1 else last for one, last in zip(parts, lasts, strict=True)]
    end = commonprefix([last[::-1] for last in lasts])[::-1]  # noqa: RUF071
    return make_text((start, Hole(kind="unknown"), end))


MANY_TEXT = make_text(text_parts(MANY))


class Texts:
    """How texts are put together while something is evaluated."""

    __slots__ = ("loose", "waiting")

    def __init__(self) -> None:
        self.loose = False
        """A part of which nothing has come so far may be anything: nothing more will come."""
        self.waiting = False
        """There was such a part, and no text was made."""


TEXTS: Final = Texts()


def concat_all(values: Iterable[Value]) -> Value:
    """Concatenation of any number of values; nothing at all is the empty string.

    It waits for a part of which nothing has come so far (``TEXTS``): what it makes stays where it is passed.
    """
    result: Value = Known("")
    for value in values:
        if value is BOTTOM:
            if not TEXTS.loose:
                TEXTS.waiting = True
                return BOTTOM
            value = MANY  # noqa: PLW2901
        result = concat(result, value)
    return result


def strings(value: Value) -> Iterator[str]:
    """The constant strings among the alternatives."""
    for option in options(value):
        if isinstance(option, Known) and isinstance(option.value, str):
            yield option.value


def constant(value: Value | None) -> str | None:
    """The string, when the value is exactly one constant string."""
    if isinstance(value, Known) and isinstance(value.value, str):
        return value.value
    return None


def with_fallback(value: Value, default: Value, blank: bool = False) -> Value:
    """Either of two; that a default stands for an unset environment variable (with ``blank`` for an empty
    one, too) stays known."""
    if isinstance(value, Text) and isinstance(default, Known) and isinstance(default.value, str):
        (part, *more) = value.parts
        if not more and isinstance(part, Hole) and part.kind == "env" and part.name is not None:
            value = Text((replace(part, fallback=default.value, blank=blank),))
            default = Fallback(default.value, frozenset((part.name,)))
    elif isinstance(value, Text) and isinstance(default, Text):
        (part, *more) = value.parts
        own = [one.name for one in default.parts if isinstance(one, Hole)]
        if not more and isinstance(part, Hole) and part.kind == "env" and part.name and part.name not in own:
            made = tuple(one.plain() if isinstance(one, Hole) else one for one in default.parts)
            value = Text((replace(part, made=made, blank=blank),))
            default = as_fallback(default, frozenset((str(part.name),)))
    elif type(value) is Union or type(default) is Union:
        return _with_further(value, default, blank)
    return join(value, default)


def _with_further(value: Value, default: Value, blank: bool) -> Value:
    """The same where one of the two has a default itself: ``a or b or "c"``, in whatever order it is read."""
    first = _first_variable(value)
    if first is not None:
        name = frozenset((str(first.name),))
        rest = join_all([_without(one, name) for one in options(value) if not _is_of(one, first)])
        alone = Text((replace(first, fallback=None, made=()),))
        return with_fallback(alone, with_fallback(rest, default, blank), first.blank)
    inner = _first_variable(default)
    if inner is None or not isinstance(value, Text) or len(value.parts) > 1:
        return join(value, default)
    part = value.parts[0]
    if not isinstance(part, Hole) or part.kind != "env" or part.name is None or part.name in _named(inner):
        return join(value, default)
    by = frozenset((part.name,))
    found = [as_fallback(one, by) for one in options(default)]
    return join_all([Text((replace(part, made=(inner,), blank=blank),)), *found])


def _first_variable(value: Value) -> Hole | None:
    """The variable that is asked first, where all else is taken when it is not set."""
    if type(value) is not Union:
        return None
    found = [
        one.parts[0] for one in value.options
        if type(one) is Text and len(one.parts) == 1 and isinstance(one.parts[0], Hole)
        and one.parts[0].kind == "env" and one.parts[0].name is not None
        and (one.parts[0].fallback is not None or one.parts[0].made)
    ]  # fmt: skip
    if len(found) != 1:
        return None
    others = [one for one in value.options if not _is_of(one, found[0])]
    return found[0] if all(found[0].name in fallback_of(one) for one in others) else None


def _is_of(option: Value, variable: Hole) -> bool:
    return type(option) is Text and option.parts == (variable,)


def _named(variable: Hole) -> set[str]:
    """The variables that one names, itself and by default."""
    names = {str(variable.name)}
    for one in variable.made:
        if isinstance(one, Hole):
            names |= _named(one)
    return names


def _without(option: Value, names: frozenset[str]) -> Value:
    """What stands for variables that are not set, as one does that is taken whether these are set or not."""
    left = fallback_of(option) - names
    if isinstance(option, Known):
        return Fallback(option.value, left) if left else Known(option.value)
    if isinstance(option, Text):
        return FallbackText(option.parts, left) if left else Text(option.parts)
    return option


def or_default(value: Value, there: Callable[[Value], bool], default: Value, blank: bool = False) -> Value:
    """What is there of a value, or a default; which is a variable's alone if nothing else leads to it."""
    left = join_all([option for option in options(value) if there(option)])
    if len(options(left)) < len(options(value)):
        return join(left, default)
    return with_fallback(left, default, blank)


def fallbacks_apart(found: Sequence[Value]) -> Sequence[Value]:
    """Alternatives in which a variable has a default only if that is not taken for another reason as well."""
    others: dict[tuple[str | Hole, ...], list[frozenset[str]]] = {}
    for one in found:
        if is_text(one):
            others.setdefault(text_parts(one), []).append(fallback_of(one))
    return [_apart(one, others) if isinstance(one, Text) else one for one in found]


def _apart(text: Text, others: Mapping[tuple[str | Hole, ...], Sequence[frozenset[str]]]) -> Text:
    """A text; without its defaults where something else gives what it is by them."""
    holes = [
        part for part in text.parts if isinstance(part, Hole) and (part.fallback is not None or part.made)
    ]
    if not holes:
        return text
    names = fallback_of(text).union(str(part.name) for part in holes)
    ways = [
        ((part,), _by_default(part)) if isinstance(part, Hole) and part in holes else ((part,),)
        for part in text.parts
    ]
    # Of very many it is asked what the text is where none of them is set.
    every = product(*ways) if len(holes) <= MAX_HOLES else [tuple(way[-1] for way in ways)]
    for found in every:
        way = tuple(piece for pieces in found for piece in pieces)
        by = others.get(text_parts(make_text(way)), ()) if way != text.parts else ()
        if any(not names.issuperset(one) or not one for one in by):
            return Text(tuple(
                replace(part, fallback=None, made=()) if isinstance(part, Hole) else part
                for part in text.parts
            ))  # fmt: skip
    return text


def _by_default(part: Hole) -> tuple[str | Hole, ...]:
    return (part.fallback,) if part.fallback is not None else part.made


def is_unknown(value: Value) -> bool:
    """Nothing usable is among the alternatives."""
    if type(value) is Union:
        return all(map(_is_nothing, value.options))
    return _is_nothing(value)


def is_open(value: Value) -> bool:
    """Nothing is known of what an alternative is: it is not told, or a library without a model gives it."""
    return type(value) is Unknown or (type(value) is Ext and value.path.endswith("()"))


def is_nothing(value: Value) -> bool:
    """One alternative is null, or what the language has for what is not there."""
    return isinstance(value, Known) and value.value is None


def may_be_nothing(value: Value) -> bool:
    """One of several is."""
    return any(map(is_nothing, value.options)) if type(value) is Union else is_nothing(value)


def may_not_be_there(value: Value) -> bool:
    """Or nobody says that it is there: it is unknown, or a variable of the environment without a default."""
    return any(is_nothing(one) or type(one) is Unknown or _is_untold(one) for one in options(value))


def _is_untold(value: Value) -> bool:
    if type(value) is not Text or len(value.parts) != 1:
        return False
    part = value.parts[0]
    return isinstance(part, Hole) and part.fallback is None and not part.made


def _is_nothing(value: Value) -> bool:
    return type(value) is Unknown or is_nothing(value)
