"""Go's texts: ``fmt``, ``strings``, ``path``, ``os.Getenv``. A table from path to handler, for ``runtime``.

Constants are computed; of texts with holes, what is known is kept. Source of the meanings: the packages'
documentation.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine import directives, env_files, order, variables
from policywright.analyzers.engine.narrowing import EXISTS
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Bound,
    FuncV,
    Known,
    Text,
    Tup,
    Unknown,
    Value,
    change_text,
    concat_all,
    constant,
    is_text,
    join_all,
    make_text,
    options,
    text_parts,
)
from policywright.analyzers.sdk import paths
from policywright.knowledge import values as out
from policywright.knowledge.changes import TEMPLATE
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

_HOLE = out.Hole(kind="unknown")
_VERB = regex(r"%(?:\[(\d+)\])?[-+# 0-9.*]*(?:\[(\d+)\])?([a-zA-Z%])")


def _text(run: Interpreter, value: Value) -> Value:
    """A value as text; what an SDK value says about itself is kept."""
    return join_all([run.said(option) or option for option in options(value)])


def _shown(run: Interpreter, value: Value, verb: str, pos: ir.Pos) -> Value:
    """A value as ``fmt`` shows it: what has a method ``String`` or ``Error`` says it by that."""
    found: list[Value] = []
    for option in options(_text(run, value)):
        own = [
            run.call(method, NO_ARGS, pos)
            for name in ("String", "Error") if verb != "d" and isinstance(option, Known | Text)
            for method in options(run.attribute(option, name)) if isinstance(method, FuncV | Bound)
        ]  # fmt: skip
        number = isinstance(option, Known) and not isinstance(option.value, str)
        # A number shown as a text has a type that says what it is.
        found.extend(own if verb == "s" and number else (option, *own))
        if verb == "s" and number and not own:
            found.append(make_text((_HOLE,)))
    return join_all(found)


def _format(run: Interpreter, template: Value, given: tuple[Value, ...], pos: ir.Pos) -> Value:
    """Go's ``fmt`` verbs; a verb that pads or changes its operand becomes a hole."""
    parts: list[Value] = []
    pieces = text_parts(template) if is_text(template) else (_HOLE,)
    position = 0
    for piece in directives.whole(pieces):
        if piece is None:
            position += 1
            parts.append(make_text((_HOLE,)))
            continue
        if not isinstance(piece, str):
            parts.append(change_text(make_text((piece,)), TEMPLATE))
            continue
        last = 0
        for match in _VERB.finditer(piece):
            parts.append(Known(piece[last : match.start()]))
            last = match.end()
            if match.group(3) == "%":
                parts.append(Known("%"))
                continue
            index = match.group(1) or match.group(2)
            position = int(index) - 1 if index else position
            value = given[position] if position < len(given) else make_text((_HOLE,))
            position += 1
            if value is BOTTOM:
                # Like ``+``: not computed yet, and a pattern seen once stays.
                return BOTTOM
            plain = match.group(3) in "svd" and match.group(0)[1:-1].strip("[]+#0123456789") == "" and (
                index is not None or match.group(0) in ("%s", "%v", "%d", "%+v")
            )  # fmt: skip
            quoted = match.group(0) == "%q"
            shown = _shown(run, value, match.group(3), pos) if plain or quoted else make_text((_HOLE,))
            parts.append(concat_all([Known('"'), shown, Known('"')]) if quoted else shown)
        parts.append(Known(piece[last:]))
    return concat_all(parts)


def _given(run: Interpreter, args: Args, start: int) -> tuple[Value, ...]:
    return args.positional[start:]


def _sprintf(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    template = args.get(0) or Unknown("format")
    return join_all([_format(run, option, _given(run, args, 1), pos) for option in options(template)])


def _sprint(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    parts: list[Value] = []
    for value in args.positional:
        if parts and _is_number(value) and _is_number(parts[-1]):
            parts.append(Known(" "))
        parts.append(value)
    return concat_all([one if one == Known(" ") else _shown(run, one, "v", pos) for one in parts])


def _is_number(value: Value) -> bool:
    return isinstance(value, Known) and not isinstance(value.value, str)


def _getenv(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found: list[Value] = []
    for option in options(args.get(0) or Unknown("name")):
        found.append(variables.got(run, constant(option), Known("")))
    return join_all(found)


def _setenv(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    variables.put(run, args.get(0), args.get(1))
    return NONE


def _unsetenv(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    variables.put(run, args.get(0), NONE)
    return NONE


def _cleared(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    variables.put(run, None, NONE)
    return NONE


def _by_files(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """What files say, over what is set (https://github.com/joho/godotenv)."""
    env_files.load(run, [Unknown("names")] if args.open else args.positional or [env_files.DEFAULT], pos)
    return None


def _lookup_env(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found = options(_getenv(run, args, pos) or BOTTOM)
    parts = [
        part for one in found if isinstance(one, Text) for part in one.parts if isinstance(part, out.Hole)
    ]
    exists = [Text((out.Hole(kind="env", name=part.name, changes=EXISTS),)) for part in parts]
    return Tup((join_all(found), join_all(exists)))


def _join(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    items = run.sequence(args.get(0) or BOTTOM)
    if items is None:
        return make_text((_HOLE,))
    parts: list[Value] = []
    for index, item in enumerate(items):
        parts.extend([args.get(1) or Known(""), _text(run, item)] if index else [_text(run, item)])
    return concat_all(parts)


def _path_join(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    parts = [_text(run, value) for value in args.positional]
    if args.more is not None:
        parts.append(make_text((_HOLE,)))
    return join_all([_clean(option) for option in options(paths.joined(parts, paths.go))])


def _clean(value: Value) -> Value:
    """``path.Clean`` as far as doubled slashes go."""
    if isinstance(value, Known) and isinstance(value.value, str):
        return Known(re.sub("/{2,}", "/", value.value))
    if isinstance(value, Text):
        return make_text(
            re.sub("/{2,}", "/", part) if isinstance(part, str) else part for part in value.parts
        )
    return value


def _change(name: str, count: int = 0) -> Handler:
    """A function that gives another text (``knowledge.changes``), with how many constants it takes."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        given = [constant(value) for value in args.positional[1 : count + 1]]
        texts = [text for text in given if text is not None]
        told = len(texts) == count and args.more is None
        return join_all([
            change_text(option, (name, *texts)) if told else make_text((_HOLE,))
            for option in options(_text(run, args.get(0) or BOTTOM))
        ])  # fmt: skip

    return handler


def _replace(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``strings.Replace(text, old, new, n)``: all of them where n is negative."""
    times = args.get(3)
    number = times.value if isinstance(times, Known) and isinstance(times.value, int) else 0
    if number < 0:
        return _change("replace", 2)(run, args, pos)
    return _change("replace-first", 2)(run, args, pos) if number == 1 else make_text((_HOLE,))


def _found(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``exec.LookPath(name)``: the program, wherever it is."""
    return Tup((args.get(0) or BOTTOM, Unknown("error")))


def _split(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    text, separator = constant(args.get(0)), constant(args.get(1))
    if text is not None and separator:
        return Tup(tuple(Known(part) for part in text.split(separator)))
    words = order.words(run.heap, args.get(0) or BOTTOM) if separator == " " else None
    return words or Tup((make_text((_HOLE,)),), open=True)


def _fields(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    text = constant(args.get(0))
    if text is None:
        return order.words(run.heap, args.get(0) or BOTTOM) or Tup((make_text((_HOLE,)),), open=True)
    return Tup(tuple(Known(part) for part in text.split()))


def _split_n(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    text, separator, count = constant(args.get(0)), constant(args.get(1)), args.get(2)
    if text is None or not separator or not isinstance(count, Known) or not isinstance(count.value, int):
        return Tup((make_text((_HOLE,)),), open=True)
    return Tup(
        tuple(Known(part) for part in text.split(separator, count.value - 1 if count.value > 0 else -1))
    )


def _cut(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``before, after, found := strings.Cut(text, separator)``"""
    text, separator = constant(args.get(0)), constant(args.get(1))
    if text is None or not separator:
        return Tup((make_text((_HOLE,)), make_text((_HOLE,)), Unknown("boolean")))
    before, _, after = text.partition(separator)
    return Tup((Known(before), Known(after), Unknown("boolean")))


TABLE: dict[str, Handler] = {
    "fmt.Sprintf": _sprintf, "fmt.Sprint": _sprint,
    "os.Getenv": _getenv, "syscall.Getenv": _lookup_env, "os.LookupEnv": _lookup_env,
    **dict.fromkeys(("os.Setenv", "syscall.Setenv"), _setenv),
    **dict.fromkeys(("os.Unsetenv", "syscall.Unsetenv"), _unsetenv),
    "os.Clearenv": _cleared, "syscall.Clearenv": _cleared,
    "github.com/joho/godotenv.Overload": _by_files,
    "strings.Join": _join, "path.Join": _path_join, "path/filepath.Join": _path_join,
    "strings.ToLower": _change("lower"), "strings.ToUpper": _change("upper"),
    "strings.TrimSpace": _change("strip"), "strings.TrimPrefix": _change("removeprefix", 1),
    "strings.TrimSuffix": _change("removesuffix", 1), "strings.Trim": _change("strip", 1),
    "strings.TrimLeft": _change("lstrip", 1), "strings.TrimRight": _change("rstrip", 1),
    "strings.ReplaceAll": _change("replace", 2), "strings.Replace": _replace,
    "strings.Split": _split, "strings.SplitN": _split_n, "strings.Cut": _cut,
    "os/exec.LookPath": _found, "strings.Fields": _fields, "strconv.Itoa": _sprint,
}  # fmt: skip
