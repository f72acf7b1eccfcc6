"""Methods of Java's strings, collections, maps, streams, optionals and futures.

A ``Box`` is a stream, optional, future, supplier or iterator, by what comes out
of it.
"""

from __future__ import annotations

import re

from policywright.analyzers import ir
from policywright.analyzers.engine import directives, order
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Ext,
    Known,
    Obj,
    Text,
    Tup,
    Unknown,
    Value,
    change_text,
    concat_all,
    constant,
    is_text,
    join,
    join_all,
    make_text,
    options,
    or_default,
    text_parts,
)
from policywright.analyzers.languages.java import places
from policywright.analyzers.languages.java.handles import Box, Collector, Entry, Environment
from policywright.knowledge import values as out
from policywright.knowledge.changes import TEMPLATE
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_HOLE = out.Hole(kind="unknown")
_PIECE = make_text((_HOLE,))
_ANY_KEY = Unknown("key")


def box(value: Value) -> Box:
    return Box(value)


def _invoke(run: Interpreter, function: Value | None, args: Args, pos: ir.Pos) -> Value:
    found: Value = run.semantics.invoke(run, function if function is not None else BOTTOM, args, pos)  # type: ignore[attr-defined]
    return found


def listed(run: Interpreter, value: Value, pos: ir.Pos, label: str) -> Obj:
    """A list of any number of a value."""
    obj = places.made(run, "list", pos, label)
    run.heap.put(obj, Unknown("index"), value)
    return obj


# --- boxes ---

_OUT = frozenset((
    "block", "blockFirst", "blockLast", "blockOptional", "findAny", "findFirst", "get", "getIfAvailable",
    "getIfUnique", "getNow", "getObject", "join", "max", "min", "next", "orElse", "orElseGet",
    "orElseThrow", "getAcquire", "getOpaque", "getPlain", "getValue", "peek", "poll", "reduce", "resultNow",
    "single", "take",
))  # fmt: skip
_SAME = frozenset((
    "boxed", "cache", "collectList", "collectMap", "distinct", "dropWhile", "filter",
    "iterator", "limit", "log", "orTimeout", "parallel", "publishOn", "retry", "sequential",
    "skip", "sorted", "stream", "subscribeOn", "takeWhile", "toCompletableFuture", "unordered",
))  # fmt: skip
# What they are given, or what that makes, is the value where there is none.
_INSTEAD = frozenset(("defaultIfEmpty", "onErrorReturn", "switchIfEmpty"))
_INSTEAD_MADE = frozenset(("exceptionally", "exceptionallyCompose", "onErrorResume", "or"))
_MAPPED = frozenset((
    "flux", "handle", "handleAsync", "map", "mapToInt", "mapToLong", "mapToObj", "supplyAsync",
    "thenApply", "thenApplyAsync",
))  # fmt: skip
_FLAT = frozenset(
    ("flatMap", "thenCompose", "thenComposeAsync", "concatMap", "flatMapMany", "mapMulti", "flatMapIterable")
)
_CALLED = frozenset((
    "allMatch", "anyMatch", "doOnError", "doOnNext", "doOnSuccess", "forEach",
    "forEachOrdered", "ifAvailable", "ifPresent", "ifPresentOrElse", "noneMatch", "subscribe",
    "thenAccept", "thenAcceptAsync", "thenRun", "whenComplete", "whenCompleteAsync",
))  # fmt: skip
_WITH_OTHER = frozenset((
    "thenAcceptBoth", "thenAcceptBothAsync", "thenCombine", "thenCombineAsync", "zipWith",
))  # fmt: skip
_EITHER = frozenset(("acceptEither", "acceptEitherAsync", "applyToEither", "applyToEitherAsync"))
_TERMINAL = frozenset(("findFirst", "findAny", "min", "max"))


def box_method(run: Interpreter, handle: Box, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of a stream, optional, future or reference over the value that comes out of it."""
    if handle.of is not BOTTOM and name in _BY_ITERATORS:
        _by_iterator(run, handle, name, args)
    if name in _SETTING or name in _TOLD:
        # What is put into one that is known by its type alone is of that type.
        return Unknown("boolean")
    return over(run, handle.value, name, args, pos)


def or_else(value: Value, other: Value) -> Value:
    """What is in an optional, or what is taken where there is nothing."""
    return or_default(value, lambda option: option != NONE, other)


def over(run: Interpreter, value: Value, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """What a stream-like method does with each value; None for other methods."""
    first = args.get(0)
    if name in _TERMINAL:
        return box(value)
    if name in _OUT and not (name == "peek" and args.positional):
        if name == "reduce" and args.positional:
            # What the function has made of those before is its first argument.
            start = args.positional[0] if len(args.positional) > 1 else value
            made = _invoke(run, args.positional[-1], Args((join(start, Unknown("reduced")), value)), pos)
            return join(start, made)
        other = _invoke(run, first, Args(), pos) if name == "orElseGet" else first
        return (
            value if other is None or name not in ("orElse", "orElseGet", "getNow") else or_else(value, other)
        )
    if name in _INSTEAD or name in _INSTEAD_MADE:
        others = [
            _invoke(run, one, Args((value,)), pos) if name in _INSTEAD_MADE else one
            for one in args.positional
        ]
        return box(join(value, join_all([inside(run, other) for other in others])))
    if name in _SAME:
        for function in args.positional:
            _invoke(run, function, Args((value,)), pos)
        # Of a variable that is set nothing may be left.
        return box(join(value, NONE) if name == "filter" and isinstance(value, Text) else value)
    if name == "peek":
        _invoke(run, first, Args((value,)), pos)
        return box(value)
    if name in _MAPPED:
        return box(_invoke(run, first, _given(name, value), pos))
    if name in _FLAT:
        return box(inside(run, _invoke(run, first, Args((value,)), pos)))
    if name in _CALLED:
        for function in args.positional:
            _invoke(run, function, _given(name, value), pos)
        return box(value)
    if name in ("toList", "toArray"):
        return listed(run, value, pos, "list")
    if name == "collect":
        return _collect(run, value, first, pos)
    if name in _WITH_OTHER and len(args.positional) > 1:
        return box(_invoke(run, args.positional[1], Args((value, inside(run, args.positional[0]))), pos))
    if name in _EITHER and len(args.positional) > 1:
        either = join(value, inside(run, args.positional[0]))
        return box(_invoke(run, args.positional[1], Args((either,)), pos))
    return None


_OR_NULL = frozenset((
    "poll", "peek", "pollFirst", "pollLast", "peekFirst", "peekLast", "ceiling", "floor", "higher", "lower",
))  # fmt: skip
"""Methods of ``Queue``, ``Deque`` and ``NavigableSet`` that give null where there is none."""
_FAILED = join(NONE, Unknown("exception"))


def _given(name: str, value: Value) -> Args:
    """What a callback gets: the value, and the error where it takes both."""
    if name in ("thenRun", "supplyAsync"):
        return Args()
    return (
        Args((join(value, NONE), _FAILED)) if name.startswith(("handle", "whenComplete")) else Args((value,))
    )


def inside(run: Interpreter, value: Value) -> Value:
    """What comes out of a box, stream or collection; the value itself where it is none."""
    found: list[Value] = []
    for option in options(value):
        if isinstance(option, Box):
            found.append(option.value)
        elif isinstance(option, Obj) and run.heap.shape(option).kind == "list":
            found.append(run.heap.everything(option))
        elif isinstance(option, Tup):
            found.append(join_all(option.items))
        else:
            found.append(option)
    return join_all(found)


def _collect(run: Interpreter, value: Value, collector: Value | None, pos: ir.Pos) -> Value:
    for option in options(collector) if collector is not None else ():
        if isinstance(option, Collector):
            return _collected(run, value, option, pos)
    return listed(run, value, pos, "list")


def _collected(run: Interpreter, value: Value, collector: Collector, pos: ir.Pos) -> Value:
    """What a collector makes of values. Source: ``Collectors`` in the specification of Java SE."""
    name, args = collector.name, collector.args
    last = args[-1] if args else None
    match name:
        case "joining":
            return _PIECE
        case "counting":
            return Unknown("number")
        case "toMap" | "toUnmodifiableMap" | "toConcurrentMap" if len(args) > 1:
            obj = places.made(run, "dict", pos, "map")
            key = _invoke(run, args[0], Args((value,)), pos)
            run.heap.put(obj, key, _invoke(run, args[1], Args((value,)), pos))
            for merge in args[2:3]:
                run.heap.put(obj, key, _invoke(run, merge, Args((value, value)), pos))
            return obj
        case "groupingBy" | "partitioningBy" | "groupingByConcurrent" if args:
            obj = places.made(run, "dict", pos, "map")
            _invoke(run, args[0], Args((value,)), pos)
            group = _collect(run, value, last, pos) if len(args) > 1 else listed(run, value, pos, "group")
            run.heap.put(obj, Unknown("key"), group)
            return obj
        case "mapping" | "filtering" | "flatMapping" if args:
            made = _invoke(run, args[0], Args((value,)), pos)
            given = value if name == "filtering" else made if name == "mapping" else inside(run, made)
            return _collect(run, given, last, pos)
        case "collectingAndThen" if len(args) > 1:
            return _invoke(run, args[1], Args((_collect(run, value, args[0], pos),)), pos)
        case "teeing" if len(args) > 2:
            both = tuple(_collect(run, value, one, pos) for one in args[:2])
            return _invoke(run, args[2], Args(both), pos)
        case "reducing" | "maxBy" | "minBy" if args:
            made = _invoke(run, last, Args((value, value)), pos)
            return box(join(value, made)) if len(args) == 1 else join_all((args[0], value, made))
    return listed(run, value, pos, "list")


# --- collections ---


def collection_method(run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of a list, set, array or map."""
    if isinstance(receiver, Obj) and run.heap.shape(receiver).kind == "dict":
        return map_method(run, receiver, name, args, pos)
    return _list_method(run, receiver, name, args, pos)


_ADDING = frozenset(
    (
        "add",
        "addAll",
        "push",
        "offer",
        "addFirst",
        "addLast",
        "put",
        "set",
        "addElement",
        "append",
        "addIfAbsent",
        "offerFirst",
        "offerLast",
        "putFirst",
        "putLast",
        "transfer",
        "tryTransfer",
        "setElementAt",
    )
)
_SETTING = frozenset((
    "compareAndExchange", "compareAndSet", "complete", "getAndSet", "lazySet", "obtrudeValue", "setPlain",
    "setRelease", "weakCompareAndSet", "weakCompareAndSetPlain", "weakCompareAndSetVolatile",
))  # fmt: skip
"""Methods of references and futures that put something into them."""
_TOLD = frozenset((
    "cancel", "completeExceptionally", "hasNext", "isCancelled", "isCompletedExceptionally", "isDone",
    "isEmpty", "isPresent", "remove", "set",
))  # fmt: skip
"""Methods of references, futures and optionals that give nothing of what is in them."""
_COMPUTING = frozenset(
    ("accumulateAndGet", "completeAsync", "getAndAccumulate", "getAndUpdate", "updateAndGet")
)


_REMOVING = frozenset((
    "clear", "poll", "pollFirst", "pollLast", "pop", "remove", "removeAll", "removeFirst", "removeIf",
    "removeLast", "retainAll",
))  # fmt: skip
_MOVING = frozenset((*_REMOVING, "reversed", "sort")) - {"pollLast", "removeLast"}
"""Methods after which, or in what they give, what is in a list is not where it was."""

# --- views: what is done to them is done to what they show ---

_VIEW = "java-view"
"""With the identity of a list that shows a map: the cell of that map."""
_BY_ITERATORS = frozenset(("add", "remove", "set"))


def _view(run: Interpreter, of: Obj, shown: Value, pos: ir.Pos, label: str) -> Obj:
    """``keySet``, ``values`` and ``entrySet``: a list of what is in a map."""
    made = listed(run, shown, pos, label)
    run.engine.write((_VIEW, made.id), of)
    return made


def _removed(run: Interpreter, view: Value, key: Value = _ANY_KEY) -> None:
    """What is taken out of a view is no longer in its map."""
    if isinstance(view, Obj):
        run.heap.remove(run.engine.read((_VIEW, view.id)), key, NONE)


def _by_iterator(run: Interpreter, iterator: Box, name: str, args: Args) -> None:
    """``iterator.remove()``, ``iterator.set(value)``"""
    for option in options(iterator.of):
        if isinstance(option, Obj) and name == "remove":
            run.heap.moved(option)
            _removed(run, option)
        elif isinstance(option, Obj) and args.positional:
            run.heap.put(option, Unknown("index"), args.positional[0])


def _list_method(run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos) -> Value | None:
    if name in _MOVING or (name == "subList" and args.get(0) != Known(0)):
        run.heap.moved(receiver)
    if name in _REMOVING:
        # Of what is shown otherwise than by its key, it is not known which one that is.
        key = args.get(0) if name == "remove" else None
        _removed(run, receiver, key if key is not None and is_text(key) else _ANY_KEY)
    item = run.iterate(receiver)
    if name in _ADDING and isinstance(receiver, Obj):
        for value in args.positional[-1:]:
            if name == "addAll":
                run.heap.extend(receiver, value, inside(run, value))
            else:
                run.heap.append(receiver, value)
        return Unknown("boolean")
    if name in _SETTING and isinstance(receiver, Obj):
        for value in args.positional[-1:]:
            run.heap.put(receiver, Unknown("index"), value)
        return item
    if name in _COMPUTING and isinstance(receiver, Obj):
        operands = () if name == "completeAsync" else (item, *args.positional[:-1])
        # ``completeAsync(supplier, executor)``
        function = args.positional[0 if name == "completeAsync" else -1] if args.positional else None
        made = _invoke(run, function, Args(operands), pos)
        run.heap.put(receiver, Unknown("index"), made)
        return receiver if name == "completeAsync" else join(item, made)
    if name in ("get", "elementAt"):
        return run.index(receiver, args.get(0) or Unknown("index"))
    if name in ("getFirst", "getLast", "pop", "take", "remove", "element", "next", "first", "last",
                "removeFirst", "removeLast", "takeFirst", "takeLast", "firstElement",
                "lastElement"):  # fmt: skip
        return item
    if name in _OR_NULL:
        return join(item, NONE)
    if name in ("headSet", "tailSet", "subSet", "descendingSet", "elements", "descendingIterator"):
        return receiver if name.endswith("Set") else box(item)
    if name == "drainTo":
        for option in options(args.get(0) or BOTTOM):
            if isinstance(option, Obj):
                run.heap.append(option, item)
        return Unknown("number")
    if name == "exchange" and isinstance(receiver, Obj) and args.positional:
        run.heap.append(receiver, args.positional[0])
        return join(item, args.positional[0])
    if name == "submit" and isinstance(receiver, Obj) and args.positional:
        run.heap.append(receiver, box(_invoke(run, args.positional[0], Args(), pos)))
        return item
    if name == "replaceAll" and isinstance(receiver, Obj):
        run.heap.put(receiver, Unknown("index"), _invoke(run, args.get(0), Args((item,)), pos))
        return NONE
    if name in ("iterator", "listIterator"):
        return Box(item, receiver)
    if name in ("stream", "parallelStream", "spliterator"):
        return box(item)
    if name == "forEach":
        _invoke(run, args.get(0), Args((item,)), pos)
        return NONE
    if name == "toArray":
        for given in options(args.get(0) or BOTTOM):
            # ``list.toArray(array)`` fills the array where that is large enough.
            if isinstance(given, Obj):
                run.heap.put(given, Unknown("index"), item)
    if name in ("subList", "clone", "asList", "toList", "toArray", "reversed"):
        return receiver
    if name in ("size", "indexOf", "length"):
        return Unknown("number")
    if name in ("isEmpty", "contains", "containsAll", "removeIf", "hasNext"):
        for value in args.positional if name == "removeIf" else ():
            _invoke(run, value, Args((item,)), pos)
        return Unknown("boolean")
    return over(run, item, name, args, pos)


_UNLESS_THERE = frozenset(("putIfAbsent", "replace", "computeIfAbsent", "computeIfPresent", "merge"))
"""What sets a key only if there is none, or one: what was there before may stay."""


def map_method(run: Interpreter, obj: Obj, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of a map."""
    key, second = args.get(0) or Unknown("key"), args.get(1)
    if name in _UNLESS_THERE and run.heap.has_any_keys(obj):
        run.heap.put(obj, key, Unknown("item"))
    if name in ("put", "putIfAbsent", "replace"):
        run.heap.put(obj, key, second if second is not None else BOTTOM)
        return run.index_container(obj, key)
    if name in ("get", "getIfPresent", "getUnchecked") and second is None:
        return run.index_container(obj, key)
    if name == "remove":
        found = run.index_container(obj, key)
        run.heap.remove(obj, key, NONE)
        return found if second is None else Unknown("boolean")
    if name in ("clear", "invalidate", "invalidateAll"):
        run.heap.remove(obj, key, NONE)
        return NONE
    if name in ("asMap", "getAll", "getAllPresent", "synchronous"):
        return obj
    if name == "getOrDefault":
        there = [one for one in options(run.index_container(obj, key)) if one != NONE]
        return join_all([*there, second if second is not None else BOTTOM])
    # ``get`` of a cache, with what makes the value
    if name == "merge" and second is not None:
        run.heap.put(obj, key, second)
        run.heap.put(obj, key, _invoke(run, args.get(2), Args((run.index_container(obj, key), second)), pos))
        return run.index_container(obj, key)
    if name in ("get", "computeIfAbsent", "compute", "computeIfPresent"):
        made = _invoke(
            run,
            args.positional[-1] if args.positional else None,
            Args((key, run.index_container(obj, key))),
            pos,
        )
        run.heap.put(obj, key, made)
        return join(run.index_container(obj, key), made)
    if name == "replaceAll":
        whole = Args((run.iterate(obj), run.heap.everything(obj)))
        run.heap.put(obj, Unknown("key"), _invoke(run, args.get(0), whole, pos))
        return NONE
    if name in _ENTRIES:
        if name.startswith("poll"):
            run.heap.remove(obj, _ANY_KEY, NONE)
        return Entry(run.iterate(obj), run.heap.everything(obj), obj)
    if name in ("descendingMap", "headMap", "subMap", "tailMap", "clone"):
        return obj
    if name == "putAll":
        before = run.heap.keys(obj)
        run.heap.merge(obj, key)
        run.heap.replace(obj, key, lambda: before)
        if any(isinstance(option, Ext | Environment) for option in options(key)):
            # What a library gives, or the environment, has any keys.
            run.heap.put(obj, Unknown("key"), Unknown("item"))
        return NONE
    if name == "values":
        return _view(run, obj, run.heap.everything(obj), pos, "values")
    if name in ("keySet", "navigableKeySet", "descendingKeySet"):
        return _view(run, obj, run.iterate(obj), pos, "keys")
    if name == "entrySet":
        return _view(run, obj, Entry(run.iterate(obj), run.heap.everything(obj), obj), pos, "entries")
    if name == "forEach":
        _invoke(run, args.get(0), Args((run.iterate(obj), run.heap.everything(obj))), pos)
        return NONE
    if name in ("containsKey", "containsValue", "isEmpty"):
        return Unknown("boolean")
    return Unknown("number") if name == "size" else None


_ENTRIES = frozenset((
    "ceilingEntry", "firstEntry", "floorEntry", "higherEntry", "lastEntry", "lowerEntry", "pollFirstEntry",
    "pollLastEntry",
))  # fmt: skip
"""Methods of sorted maps that give an entry."""


def entry_method(run: Interpreter, entry: Entry, name: str, args: Args) -> Value:
    """``Map.Entry``."""
    if name == "setValue" and args.positional:
        for option in options(entry.of):
            if isinstance(option, Obj):
                run.heap.put(option, entry.key, args.positional[0])
        return entry.value
    return entry.key if name == "getKey" else entry.value if name == "getValue" else Unknown("entry")


# --- strings ---


_TRIMS = {"strip": "strip", "trim": "strip", "stripLeading": "lstrip", "stripTrailing": "rstrip"}


def _changed(receiver: Value, name: str, args: Args, count: int) -> Value:
    given = [constant(value) for value in args.positional]
    texts = [text for text in given if text is not None]
    return change_text(receiver, (name, *texts)) if len(texts) == len(given) == count else _PIECE


def string_method(run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of a string, ``StringBuilder`` or anything else that is a text here."""
    match name:
        case (
            "toString"
            | "strip"
            | "trim"
            | "intern"
            | "stripTrailing"
            | "stripLeading"
            | "build"
            | "get"
            | "block"
            | "id"
            | "getName"
        ):
            trims = _TRIMS.get(name) if is_text(receiver) else None
            return receiver if trims is None else change_text(receiver, (trims,))
        case "concat" | "append":
            return concat_all([receiver, as_text(run, args.get(0) or Unknown("text"))])
        case "formatted":
            return formatted(run, receiver, args.positional)
        case "toLowerCase":
            return change_text(receiver, ("lower",))
        case "toUpperCase":
            return change_text(receiver, ("upper",))
        case "replace":
            return _changed(receiver, "replace", args, 2)
        case (
            "substring"
            | "repeat"
            | "replaceAll"
            | "replaceFirst"
            | "indent"
            | "stripIndent"
            | "insert"
            | "reverse"
            | "appendCodePoint"
            | "delete"
            | "deleteCharAt"
            | "setCharAt"
        ):
            return _PIECE
        case "setLength":
            return Known("") if args.get(0) == Known(0) else _PIECE
        case "split" | "lines":
            separator = constant(args.get(0))
            if (
                isinstance(receiver, Known)
                and separator
                and re.fullmatch(r"[^\\\[\](){}.*+?^$|]+|\\.", separator)
            ):
                parts = str(receiver.value).split(separator.removeprefix("\\"))
                return Tup(tuple(Known(part) for part in parts))
            blank = name == "split" and separator in (" ", "\\s+", "\\s")
            return (order.words(run.heap, receiver) if blank else None) or Tup((_PIECE,), open=True)
        case "length" | "indexOf" | "lastIndexOf" | "hashCode" | "compareTo" | "charAt" | "codePointAt":
            return Unknown("number")
        case (
            "equals"
            | "equalsIgnoreCase"
            | "startsWith"
            | "endsWith"
            | "contains"
            | "isEmpty"
            | "isBlank"
            | "matches"
        ):
            return Unknown("boolean")
        case "getBytes" | "toCharArray" | "chars":
            return Unknown("bytes")
    return None


def as_text(run: Interpreter, value: Value) -> Value:
    """A value as text; what an SDK value or an enum constant says about itself is kept."""
    found: list[Value] = []
    for option in options(value):
        said = run.said(option)
        if isinstance(said, Text) or (isinstance(said, Known) and isinstance(said.value, str)):
            found.append(said)
        elif isinstance(option, Obj) and run.heap.shape(option).kind == "instance":
            shown = run.call_special(option, "toString")
            found.append(shown if shown is not BOTTOM else option)
        else:
            found.append(option)
    return join_all(found)


_VERB = regex(r"%(?:(\d+)\$)?([-#+ 0,(]*\d*(?:\.\d+)?)([a-zA-Z%])([YmdHMS]?)")


def formatted(run: Interpreter, template: Value, given: tuple[Value, ...]) -> Value:
    """``String.format``; a verb that pads or changes its operand becomes a hole."""
    return join_all([_formatted(run, option, given) for option in options(template)])


def _formatted(run: Interpreter, template: Value, given: tuple[Value, ...]) -> Value:
    pieces = text_parts(template) if is_text(template) else (_HOLE,)
    parts: list[Value] = []
    position = 0
    for piece in directives.whole(pieces):
        if piece is None:
            position += 1
            parts.append(_PIECE)
            continue
        if not isinstance(piece, str):
            parts.append(change_text(make_text((piece,)), TEMPLATE))
            continue
        last = 0
        for match in _VERB.finditer(piece):
            index, flags, verb, _ = match.groups()
            # Only %t takes a second letter; for others it is text that follows.
            end = match.end() if verb in "tT" else match.end(3)
            parts.append(Known(piece[last : match.start()]))
            last = end
            if verb in "%n":
                parts.append(Known("%" if verb == "%" else "\n"))
                continue
            where = int(index) - 1 if index else position
            position += 0 if index else 1
            value = given[where] if where < len(given) else _PIECE
            if value is BOTTOM:
                # Like ``+``: not computed yet, and a pattern seen once stays.
                return BOTTOM
            parts.append(as_text(run, value) if verb in "sd" and not flags else _PIECE)
        parts.append(Known(piece[last:]))
    return concat_all(parts)
