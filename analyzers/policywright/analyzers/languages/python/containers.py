"""Methods of Python's strings, dicts, lists and tuples on abstract values."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from contextlib import suppress

from policywright.analyzers import ir
from policywright.analyzers.engine import directives, order
from policywright.analyzers.engine.handles import Slice
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
    as_fallback,
    change_text,
    concat_all,
    constant,
    fallback_of,
    join,
    join_all,
    make_text,
    options,
    text_parts,
)
from policywright.analyzers.sdk import paths
from policywright.knowledge.changes import TEMPLATE
from policywright.knowledge.texts import whole
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from policywright.analyzers.engine.interpreter import Interpreter

_SAME_TEXT = frozenset((
    "encode", "decode", "format_map", "value", "as_posix", "resolve", "get_secret_value", "absolute",
    "__str__", "toString",
))  # fmt: skip
_CHANGES = {
    "lower": 0, "upper": 0, "title": 0, "capitalize": 0, "casefold": 0, "swapcase": 0, "removeprefix": 1,
    "removesuffix": 1, "replace": 2,
}  # fmt: skip
"""Methods that give another text, with how many texts they take (``knowledge.changes``)."""
_ENDS = ("strip", "lstrip", "rstrip")
_HOLE = Hole(kind="unknown")


def string_method(run: Interpreter, receiver: Known | Text, name: str, args: Args) -> Value:
    """A method of a string."""
    if name in _SAME_TEXT and not args.positional:
        return receiver
    if name in _CHANGES or name in _ENDS:
        return _changed(receiver, name, args)
    match name:
        case "format":
            return format_text(run, receiver, args)
        case "join":
            return _join(run, receiver, args)
        case "split" | "rsplit" | "splitlines" | "partition" | "rpartition":
            blank = name == "split" and args.positional in ((), (Known(" "),))
            return (order.words(run.heap, receiver) if blank else None) or _split(receiver, name, args)
        case "startswith" | "endswith" | "isdigit" | "find" | "index" | "count":
            return Unknown("computed")
        case "joinpath":
            return paths.joined([receiver, *args.positional], paths.pathlib)
    return make_text((_HOLE,))


def _changed(receiver: Value, name: str, args: Args) -> Value:
    given = [constant(value) for value in args.told()]
    texts = [text for text in given if text is not None]
    once = name == "replace" and (args.positional[2:] or (args.keyword("count"),)) == (Known(1),)
    allowed = range(2) if name in _ENDS else (_CHANGES[name],)
    if once and len(texts) == 2:
        return change_text(receiver, ("replace-first", *texts))
    if len(texts) < len(given) or len(given) not in allowed:
        return make_text((_HOLE,))
    return change_text(receiver, (name, *texts))


def _split(receiver: Value, name: str, args: Args) -> Value:
    given = [arg.value for arg in args.positional if isinstance(arg, Known)]
    if isinstance(receiver, Known) and isinstance(receiver.value, str) and len(given) == len(args.positional):
        try:
            return Tup(tuple(Known(part) for part in getattr(receiver.value, name)(*given)))
        except (TypeError, ValueError):
            return Tup((make_text((_HOLE,)),), open=True)
    return Tup((make_text((_HOLE,)),), open=True)


def _join(run: Interpreter, receiver: Value, args: Args) -> Value:
    items = run.sequence(args.positional[0]) if args.positional else None
    if items is None:
        return make_text((_HOLE,))
    parts: list[Value] = []
    for position, item in enumerate(items):
        parts.extend([receiver, item] if position else [item])
    return concat_all(parts)


def format_text(run: Interpreter, receiver: Value, args: Args) -> Value:
    """``receiver.format(*args, **kwargs)``; a template with holes keeps what is literal."""
    parts: list[Value] = []
    automatic = 0
    for piece in text_parts(receiver):
        if isinstance(piece, Hole):
            parts.append(change_text(make_text((piece,)), TEMPLATE))
            continue
        try:
            fields = list(string.Formatter().parse(piece))
        except ValueError:
            # A field that a hole is a part of: ``"{:" + spec + "}"``.
            return concat_all([*parts, Known(piece.partition("{")[0]), make_text((_HOLE,))])
        for literal, field, spec, conversion in fields:
            parts.append(Known(literal))
            if field is None:
                continue
            if not field:
                field, automatic = str(automatic), automatic + 1  # noqa: PLW2901
            value = _field(run, field, args)
            value = value if "." in field else run.semantics.in_text(run, value)
            if conversion == "r" or spec not in ("", "s", "d", None):
                whole = f"{{:{spec}}}" if conversion is None else f"{{!{conversion}:{spec}}}"
                value = _shown(value, whole, whole.format)
            parts.append(value)
    return join_all([as_fallback(one, fallback_of(receiver)) for one in options(concat_all(parts))])


_TOO_WIDE = re.compile(r"\d{7,}")
"""A width or precision that no text has."""


def _shown(value: Value, spec: str, show: Callable[[Any], str]) -> Value:
    """A value as a format shows it; where that is not known, nothing of it is."""
    if _TOO_WIDE.search(spec):
        return make_text((_HOLE,))
    found: list[Value] = []
    for option in options(value):
        text: Value = make_text((_HOLE,))
        if isinstance(option, Known):
            with suppress(ValueError, TypeError, KeyError, IndexError):
                text = Known(show(option.value))
        found.append(text)
    return join_all(found)


def _field(run: Interpreter, field: str, args: Args) -> Value:
    name = field.split(".", 1)[0].split("[", 1)[0]
    position = whole(name)
    value = args.keyword(name) if position is None else args.get(position)
    if value is None:
        return make_text((_HOLE,))
    rest = field[len(name) :]
    if rest.startswith("."):
        return run.attribute(value, rest[1:].split(".", 1)[0])
    if rest.startswith("["):
        return run.index(value, Known(rest[1:].rstrip("]")))
    return value


def percent(run: Interpreter, left: Value, right: Value) -> Value:
    """``left % right`` on strings."""
    items = right.items if isinstance(right, Tup) else (right,)
    parts: list[Value] = []
    position = 0
    for piece in directives.whole(text_parts(left)):
        if piece is None:
            position += 1
            parts.append(make_text((_HOLE,)))
            continue
        if isinstance(piece, Hole):
            parts.append(change_text(make_text((piece,)), TEMPLATE))
            continue
        rest = piece
        while "%" in rest:
            before, _, after = rest.partition("%")
            parts.append(Known(before))
            if after.startswith("%"):
                parts.append(Known("%"))
                rest = after[1:]
                continue
            if after.startswith("("):
                key, _, after = after[1:].partition(")")
                value = run.index(right, Known(key))
            else:
                value = items[position] if position < len(items) else make_text((_HOLE,))
                position += 1
            rest = after.lstrip("0123456789.-+ #*")[1:]
            spec = after[: len(after) - len(rest)]
            # ``%*d`` takes the width from the arguments, too.
            position += spec.count("*")
            value = run.semantics.in_text(run, value) if spec == "s" else value
            parts.append(value if spec in ("s", "d", "i") else _shown(value, spec, f"%{spec}".__mod__))
        parts.append(Known(rest))
    return concat_all(parts)


def substitute(run: Interpreter, template: Value, args: Args) -> Value:
    """``string.Template(template).substitute(...)``."""
    parts: list[Value] = []
    for piece in text_parts(template):
        if isinstance(piece, Hole):
            parts.append(change_text(make_text((piece,)), TEMPLATE))
            continue
        end = 0
        for match in string.Template.pattern.finditer(piece):
            parts.append(Known(piece[end : match.start()]))
            end = match.end()
            name = match["named"] or match["braced"]
            if name is None:
                parts.append(Known("$"))
                continue
            value = args.keyword(name)
            if value is None and args.positional:
                value = run.index(args.positional[0], Known(name))
                value = join(value, Unknown("argument")) if args.open else value
            parts.append(value if value is not None else make_text((_HOLE,)))
        parts.append(Known(piece[end:]))
    return concat_all(parts)


def sliced(run: Interpreter, receiver: Value, key: Slice) -> Value:
    """``receiver[start:stop:step]``; a part of a sequence that can't be cut is taken to be all of it."""
    bounds = [bound.value for bound in (key.start, key.stop, key.step) if isinstance(bound, Known)]
    numbers = [bound if isinstance(bound, int) else None for bound in bounds]
    exact = len(bounds) == 3 and numbers == bounds
    start, stop, step = numbers if exact else (None, None, None)
    cut = slice(start, stop, step)
    match receiver:
        case Known(value=str(text)):
            return as_fallback(Known(text[cut]), fallback_of(receiver)) if exact else make_text((_HOLE,))
        case Text() if exact and step is None:
            told = ["" if one is None else str(one) for one in (start, stop)]
            return change_text(receiver, ("slice", *told))
        case Known() | Text():
            return make_text((_HOLE,))
        case Tup() | Obj():
            items = run.sequence(receiver)
            if items is not None and exact:
                return Tup(items[cut])
            # Words of commands keep their order.
            forth = exact and step in (None, 1)
            kept = forth and isinstance(receiver, Obj) and order.matters(run.heap)
            same = forth and start in (None, 0)
            return receiver if kept or same else Tup((run.iterate(receiver),), open=True)
    return receiver


# --- dicts and lists ---


def container_method(run: Interpreter, obj: Obj, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a dict or list."""
    handler = _METHODS.get(name)
    return handler(run, obj, args, pos) if handler else Unknown("container-method")


OF_TYPES: tuple[str, ...] = tuple(
    f"{kind}." for kind in (
        "builtins.dict", "builtins.list", "builtins.set", "builtins.frozenset", "collections.OrderedDict",
        "collections.deque", "collections.defaultdict", "collections.UserDict",
    )
)  # fmt: skip
"""What the paths of methods begin with that are called on a type: ``dict.update(self, other)``."""


def method_of_type(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """``list.append(items, x)``: the type's own method, whatever a class that derives from it makes of it."""
    owner = args.get(0)
    base, _, name = path.rpartition(".")
    if owner is None or not name.isidentifier():
        return None
    found: list[Value] = []
    for option in options(owner):
        if not isinstance(option, Obj):
            found.append(run.call(run.attribute(option, name), args.drop(1), pos))
        elif run.heap.shape(option).kind == "instance":
            found.append(run.call(run.inherited(Ext(base), name, option), args.drop(1), pos))
        else:
            found.append(container_method(run, option, name, args.drop(1), pos))
    return join_all(found)


def _get(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    if run.heap.shape(obj).kind == "list":
        # A queue: whatever has been put there.
        return run.heap.everything(obj)
    key = args.get(0) or Unknown("key")
    found = run.index_container(obj, key)
    fallback = args.get(1, "default") or NONE
    known = isinstance(key, Known) and found is not BOTTOM and key.value not in run.heap.shape(obj).maybe
    return found if known and fallback == NONE else join(found, fallback)


def _setdefault(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    key, value = args.get(0) or Unknown("key"), args.get(1) or NONE
    run.heap.put(obj, key, join(value, Unknown("item")) if run.heap.has_any_keys(obj) else value)
    return run.index_container(obj, key)


def _update(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    named = [name for name, _ in args.keywords if name not in args.maybe]
    for side, source in enumerate(args.positional):
        run.heap.merge(obj, source, side)
        run.heap.replace(obj, source, lambda: [key for key in run.heap.keys(obj) if key not in named])
    if args.open:
        run.heap.replace(obj, Unknown("argument"), lambda: list(run.heap.keys(obj)))
        run.heap.make_open(obj)
    for name, value in args.keywords:
        run.heap.put(obj, Known(name), value)
    return NONE


def _updated(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    _update(run, obj, args, pos)
    return obj


def _set_item(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    # The type's own: a class that derives from it calls this in what it makes of it.
    run.heap.put(obj, args.get(0) or Unknown("key"), args.get(1) or BOTTOM)
    return NONE


def _values(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    if run.heap.is_open(obj):
        return Tup((join(run.heap.everything(obj), Unknown("item")),), open=True)
    return Tup(tuple(run.heap.load(obj, key) for key in run.heap.keys(obj)))


def _items(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    pairs = [Tup((Known(key), run.heap.load(obj, key))) for key in run.heap.keys(obj)]  # type: ignore[arg-type]
    if run.heap.is_open(obj):
        keys = join(Unknown("key"), run.heap.key_objects(obj))
        pairs.append(Tup((keys, join(run.heap.load(obj, ("any key",)), Unknown("item")))))
        return Tup(tuple(pairs), open=True)
    return Tup(tuple(pairs))


def _keys(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    keys: tuple[Value, ...] = tuple(Known(key) for key in run.heap.keys(obj))  # type: ignore[arg-type]
    if not run.heap.is_open(obj):
        return Tup(keys)
    return Tup((*keys, join(Unknown("key"), run.heap.key_objects(obj))), open=True)


def _turned(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    run.heap.moved(obj)
    key = args.keyword("key")
    if key is not None:
        run.call(key, Args((run.heap.everything(obj),)), pos)
    return NONE


def _insert(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    run.heap.moved(obj)
    return _append(run, obj, args, pos)


def _gone(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    """``del items[0]``, ``items.remove(item)``, ``del d[key]``"""
    run.heap.remove(obj, args.get(0) or Unknown("key"))
    return NONE


def _pop_item(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    if run.heap.shape(obj).kind == "list":
        return run.heap.everything(obj)
    run.heap.remove(obj, Unknown("key"))
    return Tup((run.iterate(obj), run.heap.everything(obj)))


def _most_common(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    return Tup((Tup((run.iterate(obj), Unknown("number"))),), open=True)


def _append(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    for value in args.positional[-1:]:
        run.heap.append(obj, value)
    return NONE


def _extend(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    for value in args.positional:
        run.heap.extend(obj, value, run.iterate(value))
    return NONE


def _extend_before(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    run.heap.moved(obj)
    return _extend(run, obj, args, pos)


def _pop(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    if run.heap.shape(obj).kind == "list":
        run.heap.moved(obj)
        return run.heap.everything(obj)
    key = args.get(0) or Unknown("key")
    run.heap.remove(obj, key)
    return join(run.index_container(obj, key), args.get(1) or BOTTOM)


def _copy(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    return run.copied(obj, pos)


def _made(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    """``super().__init__(items, key=value)`` in a class that derives from one of these."""
    for side, value in enumerate(args.positional):
        run.heap.merge(obj, value, side)
        items = join_all([one for one in options(value) if not _is_dict(run, one)])
        if items is not BOTTOM:
            run.heap.put(obj, Unknown("key"), run.iterate(items))
    if args.open:
        run.heap.replace(obj, Unknown("argument"), lambda: list(run.heap.keys(obj)))
    run.heap.fill(obj, args.keywords, args.maybe, opened=args.open, others=args.others)
    return NONE


def _is_dict(run: Interpreter, value: Value) -> bool:
    return isinstance(value, Obj) and run.heap.shape(value).kind == "dict"


def _itself(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    return obj


def _new_child(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    """``chain.new_child({"key": value})``"""
    fresh = _copy(run, obj, args, pos)
    assert isinstance(fresh, Obj)
    _update(run, fresh, args, pos)
    return fresh


def _everything(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    return run.heap.everything(obj)


_METHODS: dict[str, Callable[[Interpreter, Obj, Args, ir.Pos], Value]] = {
    "get": _get,
    "setdefault": _setdefault,
    "update": _update,
    "values": _values,
    "items": _items,
    "keys": _keys,
    "append": _append,
    "add": _append,
    "appendleft": _insert,
    "insert": _insert,
    "extendleft": _extend_before,
    "remove": _gone,
    "__delitem__": _gone,
    "clear": _gone,
    "reverse": _turned,
    "rotate": _turned,
    "sort": _turned,
    "difference": _itself,
    "intersection": _itself,
    "symmetric_difference": _copy,
    "new_child": _new_child,
    "move_to_end": _turned,
    "most_common": _most_common,
    "put": _append,
    "put_nowait": _append,
    "extend": _extend,
    "pop": _pop,
    "popleft": _pop,
    "get_nowait": _everything,
    "popitem": _pop_item,
    "copy": _copy,
    "union": _copy,
    "__getitem__": _get,
    "__setitem__": _set_item,
    "__ior__": _updated,
    "__init__": _made,
}
