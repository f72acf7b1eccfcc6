"""What the outcome of a test says about the local variables in it: ``if isinstance(x, str)``, ``x is None``.

``outcome`` gives the variables with the alternatives that are left, or None when none is: that branch can't
be taken. An alternative that can't be told stays, so a branch is never narrowed by what is not known.
Variables that other functions assign, globals and fields are left open (see ``Interpreter.truth``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import common, escapes
from policywright.analyzers.engine.making import name_of
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Null,
    Obj,
    Partial,
    Text,
    Tup,
    Unknown,
    Value,
    Wrapped,
    fallback_of,
    is_nothing,
    is_open,
    join_all,
    options,
)
from policywright.knowledge.changes import changed
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Narrowed: TypeAlias = dict[str, Value]
Test: TypeAlias = Callable[[Value], bool | None]

_THERE = frozenset((Tup, Obj, FuncV, ClassV, Bound, Partial))
"""The types of values that are no null."""
_ACTING = (FuncV, Bound, Partial, Wrapped, ClassV)
"""What is called, and no data."""
_EQUAL = frozenset(("==", "!=", "===", "!=="))
_IDENTICAL = frozenset(("is", "is not"))
_MEMBER = frozenset(("in", "not in"))
STRICT = frozenset(("===", "!=="))
"""What tells null from what is not there."""
_NEGATIVE = frozenset(("!=", "!==", "is not", "not in"))
NOT_SET = "\0"
"""What stands for the text of an environment variable that is surely not set."""
SET = "\1"
"""What stands for that of one that is set to something, of which no more is known."""
GIVEN = "\2"
"""What stands for that of one that is set, to something or to the empty text."""
EXISTS = (("exists",),)
"""What is done to a variable by who asks only whether it is set (``changes``)."""
NO = frozenset(("", "0", "f", "false", "n", "no", "none", "null", "off"))
"""Texts that settings may take for no."""
BEGINNING, END, PART = "beginning", "end", "part"
"""Where a test of a text looks for another one (``Semantics.text_tests``)."""
_LISTS = (ir.TupleLit, ir.ListLit)
_KEEPING = escapes.HARMLESS | {"staticmethod", "classmethod"}
"""Decorators after which a function gives what it gives without them, by their last name in lower case."""
MAX_TESTED = 24
"""Alternatives whose parts are put to a test one by one."""
MAX_LISTED = 8
"""Constants that a variable of unknown value is taken to be one of: ``if kind in ("a", "b")``."""


def outcome(run: Interpreter, test: ir.Expr, taken: bool) -> Narrowed | None:
    """Variables and what they hold once ``test`` has come out as ``taken``."""
    return _outcome(run, test, taken, {})


def _outcome(run: Interpreter, test: ir.Expr, taken: bool, known: Narrowed) -> Narrowed | None:
    match test:
        case ir.Not(value=value):
            return _outcome(run, value, not taken, known)
        case ir.BoolOp(op="and" | "or" as op, operands=operands):
            return _combined(run, operands, op, taken, known)
        case ir.Name() | ir.Bind():
            return _filtered(run, test, truthy, taken, known)
        case ir.BinOp(op=op, left=left, right=right):
            return _compared(run, op, left, right, taken, known)
        case ir.Call(fn=ir.Attr(name=name, obj=one), args=(other,)) if name in run.semantics.equality:
            asked, meant = (other, one) if isinstance(one, ir.Const) else (one, other)
            constant = _constant(run, meant)
            return _among(run, asked, (constant,), taken, known) if constant is not None else {}
        case ir.Call(fn=ir.Attr(name=name, obj=one), args=()) if name in run.semantics.emptiness:
            return _among(run, one, ("",), taken, known)
        case ir.Call(fn=ir.Attr(name=name, obj=one), args=()) if name in run.semantics.blankness:
            return _filtered(run, one, partial(_is_blank, run), taken, known)
        case ir.Call() | ir.TypeTest():
            asked_of = _of_text(run, test) if isinstance(test, ir.Call) else None
            if asked_of is not None:
                return _filtered(run, asked_of[0], asked_of[1], taken, known)
            return None if _is_always(run, test, taken) else _typed(run, test, taken, known)
        case ir.Attr() | ir.Index():
            return None if _is_always(run, test, taken) else {}
    return {}


def is_test(run: Interpreter, node: ir.Expr) -> bool:
    """Whether an expression is a truth value that other ones may decide."""
    match node:
        case ir.Not():
            return True
        case ir.BoolOp(op="and" | "or", operands=operands):
            return is_test(run, operands[-1])
        case ir.BinOp(op=op):
            return op in _EQUAL or op in _IDENTICAL or op in _MEMBER
        case ir.Call(fn=ir.Attr(name=name), args=args):
            known = run.semantics.equality if args else run.semantics.emptiness
            return name in known or _of_text(run, node) is not None
    return False


def _combined(
    run: Interpreter, operands: tuple[ir.Expr, ...], op: str, taken: bool, known: Narrowed
) -> Narrowed | None:
    if (op == "and") == taken:
        # All of them came out the same way.
        found: Narrowed = {}
        for operand in operands:
            more = _outcome(run, operand, taken, {**known, **found})
            if more is None:
                return None
            found.update(more)
        return found
    alternatives = [_outcome(run, operand, taken, known) for operand in operands]
    left = [alternative for alternative in alternatives if alternative is not None]
    if not left:
        return None
    names = [name for name in left[0] if all(name in other for other in left)]
    return {name: join_all([other[name] for other in left]) for name in names}


def _compared(
    run: Interpreter, op: str, left: ir.Expr, right: ir.Expr, taken: bool, known: Narrowed
) -> Narrowed | None:
    positive = taken != (op in _NEGATIVE)
    if op in _MEMBER:
        if isinstance(right, ir.Attr) and right.name in run.semantics.environ:
            there = {_is_in_environment(run, one) for one in options(run.evaluate(left))}
            return None if there == {not positive} else {}
        if isinstance(left, ir.Const) and isinstance(left.value, str) and not isinstance(right, _LISTS):
            return _filtered(run, right, _part_of(run, left.value, PART), positive, known)
        listed = _constants(run, right)
        return _among(run, left, listed, positive, known) if listed else {}
    if op not in _EQUAL and op not in _IDENTICAL:
        return {}
    if says_null(left):
        left, right = right, left
    if says_null(right):
        asked = (_is_null_itself if isinstance(right, ir.Null) else _is_absent) if op in STRICT else is_null
        return _filtered(run, left, asked, positive, known)
    if isinstance(right, ir.Const) and isinstance(right.value, bool):
        told = isinstance(left, ir.Name | ir.Bind) and (op in _IDENTICAL or op in STRICT)
        return _filtered(run, left, partial(_is_flag, right.value), positive, known) if told else {}
    if op in _IDENTICAL:
        return {}
    constant = _constant(run, right)
    loose = run.semantics.converts_to_compare and op not in STRICT
    return _among(run, left, (constant,), positive, known, loose=loose) if constant is not None else {}


def _is_in_environment(run: Interpreter, option: Value) -> bool | None:
    """Whether a variable is set: ``"TABLE" in os.environ``."""
    return _exists(run, option.value if isinstance(option, Known) else None)


def _exists(run: Interpreter, name: object) -> bool | None:
    if isinstance(name, str):
        run.engine.asked.add(name)
    found = run.engine.environment.get(name) if isinstance(name, str) and run.engine.environment else None
    if found == NOT_SET:
        return False if name in run.engine.local else None
    return None if found is None else True


def _is_blank(run: Interpreter, option: Value) -> bool | None:
    told: object = option.value if isinstance(option, Known) else _setting(run, option)
    if told == SET:
        return False
    return not told.strip() if isinstance(told, str) and told != GIVEN else None


def says_null(node: ir.Expr) -> bool:
    """Whether an expression is the literal null."""
    return isinstance(node, ir.Const) and node.value is None


def _constant(run: Interpreter, node: ir.Expr) -> str | None:
    if not isinstance(node, ir.Const | ir.Name | ir.Attr):
        return None
    value = run.evaluate(node)
    return value.value if isinstance(value, Known) and isinstance(value.value, str) else None


def _constants(run: Interpreter, node: ir.Expr) -> tuple[str, ...]:
    """The strings of a sequence, if it holds nothing else."""
    if not isinstance(node, ir.TupleLit | ir.ListLit | ir.Name | ir.Attr):
        return ()
    items = run.sequence(run.evaluate(node)) or ()
    found = [item.value for item in items if isinstance(item, Known) and isinstance(item.value, str)]
    return tuple(found) if len(found) == len(items) else ()


def _among(
    run: Interpreter,
    node: ir.Expr,
    constants: tuple[str, ...],
    positive: bool,
    known: Narrowed,
    *,
    loose: bool = False,
) -> Narrowed | None:
    def same(option: Value) -> bool | None:
        if isinstance(option, Known):
            if option.value is None and run.semantics.texts_are_there:
                return None
            if isinstance(option.value, str):
                return option.value in constants
            return None if loose and option.value is not None else False
        setting = _setting(run, option)
        if setting == SET:
            return False if constants == ("",) else None
        if setting == GIVEN:
            return None
        return None if setting is None else setting in constants

    found = _filtered(run, node, same, positive, known)
    whole = isinstance(node, ir.Name | ir.Bind)
    if found and positive and whole and len(constants) <= MAX_LISTED:
        # Something unknown that equals a constant is that constant from here on.
        meant = join_all([Known(constant) for constant in constants])
        return {name: _instead(value, meant) for name, value in found.items()}
    return found


def _of_text(run: Interpreter, test: ir.Call) -> tuple[ir.Expr, Test] | None:
    """What is asked about by a test of how a text begins or ends, or of what is in it; and the test.

    It is a method of the text (``p.startswith("tmp")``) or a library's function that gets both.
    """
    if not isinstance(test.fn, ir.Attr) or test.kwargs:
        return None
    path, passed = test.fn.name, (test.fn.obj, *test.args)
    if isinstance(test.fn.obj, ir.ImportExpr):
        path, passed = f"{test.fn.obj.module}.{path}", test.args
    if len(passed) != 2:
        return None
    one, other = passed
    place = run.semantics.text_tests.get(path)
    constant = _constant(run, other) if place is not None else None
    return None if place is None or constant is None else (one, _part_of(run, constant, place))


def _part_of(run: Interpreter, constant: str, place: str) -> Test:
    """Whether a constant is a text's beginning, its end or anywhere in it, as far as the text is told."""

    def holds(text: str) -> bool:
        if place == PART:
            return constant in text
        return text.startswith(constant) if place == BEGINNING else text.endswith(constant)

    def test(option: Value) -> bool | None:
        told: object = option.value if isinstance(option, Known) else _setting(run, option)
        if isinstance(told, str) and told not in (SET, GIVEN):
            return holds(told)
        parts = option.parts if isinstance(option, Text) else ()
        if place == PART:
            return True if any(isinstance(part, str) and constant in part for part in parts) else None
        end = parts[0 if place == BEGINNING else -1] if parts else None
        if not isinstance(end, str):
            return None
        # It may go on in what is not known.
        begun = constant.startswith(end) if place == BEGINNING else constant.endswith(end)
        return None if begun and len(end) < len(constant) else holds(end)

    return test


def _instead(value: Value, meant: Value) -> Value:
    return join_all([meant if isinstance(option, Unknown | Ext) else option for option in options(value)])


def plain(run: Interpreter, value: Value, declared: ir.Plain) -> Value:
    """Of several alternatives those that a variable of a plain type can hold; what is known not to be data is
    something unknown, where it is all there is."""
    kept = [one for one in options(value) if not _is_no_data(run, one, declared)]
    if len(kept) == len(options(value)):
        return value
    return join_all(kept) if kept else Unknown("annotation")


def _is_no_data(run: Interpreter, value: Value, declared: ir.Plain) -> bool:
    if isinstance(value, Obj | Tup):
        return not declared.rows or (isinstance(value, Obj) and run.heap.shape(value).cls is not None)
    if isinstance(value, Text) or (isinstance(value, Known) and isinstance(value.value, str)):
        return declared.rows or not declared.texts
    return isinstance(value, _ACTING) or (isinstance(value, Handle) and value.sends())


def _typed(run: Interpreter, test: ir.Call | ir.TypeTest, taken: bool, known: Narrowed) -> Narrowed | None:
    asked = run.semantics.type_test(run, test)
    if asked is None:
        return {}
    node, annotation, types = asked

    def fits(option: Value) -> bool | None:
        verdicts = [run.semantics.has_type(run, option, kind) for kind in types]
        if True in verdicts:
            return True
        return None if None in verdicts or not verdicts else False

    found = _filtered(run, node, fits, taken, known)
    if found and taken and isinstance(node, ir.Name | ir.Bind):
        return {name: _declared(run, value, annotation) for name, value in found.items()}
    return found


def _declared(run: Interpreter, value: Value, annotation: ir.Expr) -> Value:
    """What a variable that nothing is known of can be, once its type has been tested."""
    if not all(map(is_open, options(value))):
        return value
    items = annotation.items if isinstance(annotation, ir.TupleLit) else (annotation,)
    found = [run.annotated(item) for item in items]
    declared = [item for item in found if item is not None]
    return join_all(declared) if found and len(declared) == len(found) else value


def _filtered(run: Interpreter, node: ir.Expr, test: Test, taken: bool, known: Narrowed) -> Narrowed | None:
    part: Test | None = None
    whole = node
    if isinstance(node, ir.Index | ir.Attr) and isinstance(node.obj, ir.Name):
        part = _of_part(run, node, test)
        node = node.obj
    name = _variable(run, node)
    if name is None or (name not in known and run.local(name) is None):
        return None if _is_set_apart(run, whole, test, taken) else {}
    value = known.get(name)
    if value is None:
        value = run.local(name) or BOTTOM
    if value is BOTTOM or (part is not None and len(options(value)) > MAX_TESTED):
        return {}
    left = [
        option for option in options(value)
        if common.is_meant(run, option)
        or (part(option) if part else _decided(run, test, option)) in (taken, None)
    ]  # fmt: skip
    if left and all(map(fallback_of, left)):
        # Which variables are set is asked only where it decides: functions that ask alike share an answer.
        left = [option for option in left if not _is_overridden(run, option)]
    if left:
        return {name: value if len(left) == len(options(value)) else join_all(left)}
    if part is not None and not all(isinstance(option, Tup) for option in options(value)):
        # Fields are left open: ``config.dry_run`` is a switch for people.
        return None if _is_set_apart(run, whole, test, taken) else {}
    return None


def _hole_of(option: Value) -> Hole | None:
    """That of a string that is an environment variable, and nothing else."""
    hole = option.parts[0] if isinstance(option, Text) and len(option.parts) == 1 else None
    return hole if isinstance(hole, Hole) and hole.kind == "env" else None


def _decided(run: Interpreter, test: Test, option: Value) -> bool | None:
    """The outcome of a test for an alternative, where the variables that are set may decide it."""
    _note(run, option)
    found = test(_as_set(run, option))
    for_null = test is is_null or test is _is_absent or test is _is_null_itself
    if found is not None or not (for_null or test is truthy):
        return found
    hole = _hole_of(option)
    if hole is not None and hole.changes == EXISTS:
        return _exists(run, hole.name) if test is truthy else None
    given = _setting(run, option) if hole is not None and not hole.changes else None
    if given is None:
        return None
    if for_null:
        return False
    if given == GIVEN:
        return None
    # What goes through settings may be no text any more.
    return True if given.lower() not in NO else None


def _note(run: Interpreter, option: Value) -> None:
    """Of which environment variable a test asks."""
    hole = _hole_of(option)
    if hole is not None and hole.name is not None:
        run.engine.asked.add(hole.name)


def _setting(run: Interpreter, option: Value) -> str | None:
    """What a string that is an environment variable, and nothing else, is known to be set to, after what is
    done to it; ``SET`` or ``GIVEN`` where no more is known than that."""
    hole = _hole_of(option)
    if hole is None:
        return None
    setting = _set_to(run, hole.name or "")
    if setting in {SET, GIVEN}:
        return None if hole.changes else setting
    pieces = changed((setting,), hole.changes) if setting is not None else ()
    (text,) = pieces if len(pieces) == 1 else (None,)
    return text if isinstance(text, str) else None


def _is_overridden(run: Interpreter, option: Value) -> bool:
    """A default of variables that are set: it is not taken."""
    by = fallback_of(option)
    return bool(by) and all(_set_to(run, name) not in (None, GIVEN) for name in by)


def _set_to(run: Interpreter, name: str) -> str | None:
    """What a variable is known to be set to, be it ``SET`` or ``GIVEN``."""
    found = run.engine.environment.get(name)
    return found if found != NOT_SET else None


def _as_set(run: Interpreter, option: Value) -> Value:
    """A string that is an environment variable, and nothing else, is nothing where that is surely not set."""
    hole = option.parts[0] if isinstance(option, Text) and len(option.parts) == 1 else None
    if not isinstance(hole, Hole) or hole.kind != "env" or hole.changes or hole.name not in run.engine.local:
        return option
    return NONE if run.engine.environment.get(hole.name or "") == NOT_SET else option


def _is_always(run: Interpreter, node: ir.Expr, taken: bool) -> bool:
    """A variable that is set, read by the test itself, is true (``if process.env.IS_OFFLINE``), and false if
    it is surely not set.

    What goes through settings or a conversion may be no text any more (``"0"`` and ``"false"`` are true).
    """

    def there(option: Value) -> bool | None:
        setting = _setting(run, option)
        return False if option is NONE else True if setting and setting != GIVEN else None

    return _reads_variable(node, run.semantics.environ) and _is_set_apart(run, node, there, taken)


def _reads_variable(node: ir.Expr, names: frozenset[str]) -> bool:
    """``process.env.X``, ``os.environ["X"]``, ``os.environ.get("X")`` or ``os.getenv("X")``."""
    if isinstance(node, ir.Call):
        node = node.fn
        if isinstance(node, ir.Attr) and node.name == "get":
            node = node.obj
    elif isinstance(node, ir.Attr | ir.Index):
        node = node.obj
    return isinstance(node, ir.Attr) and node.name in names


def _is_set_apart(run: Interpreter, node: ir.Expr, test: Test, taken: bool) -> bool:
    """An environment variable that is set to something else: ``if os.environ["MODE"] == "stop"``.

    Of ``os.environ.get("MODE", "stop")`` the default does not count where the variable is set.
    """
    if not isinstance(node, ir.Name | ir.Attr | ir.Index | ir.Call):
        return False
    if isinstance(node, ir.Call) and _gives_more(run, node):
        return False
    if not run.engine.environment:
        if not isinstance(node, ir.Call) or _reads_variable(node, run.semantics.environ):
            for option in options(run.evaluate(node)):
                _note(run, option)
        return False
    found = options(run.evaluate(node))
    holes = [option for option in found if _hole_of(option) is not None]
    known = {one: _as_set(run, one) for one in holes}
    if not holes or not all(
        _decided(run, test, one) is (not taken) and (known[one] is NONE or _setting(run, one) is not None)
        for one in holes
    ):
        return False
    if NONE in known.values():
        # Where it is not set, what else it may be is what counts.
        return len(found) == len(holes)
    defaults = {
        part.fallback for option in holes if isinstance(option, Text) and isinstance(node, ir.Call)
        for part in option.parts if isinstance(part, Hole)
    }  # fmt: skip
    left = [
        one for one in found
        if not (isinstance(one, Known) and one.value in defaults) and not _is_overridden(run, one)
    ]  # fmt: skip
    return len(left) == len(holes)


def _gives_more(run: Interpreter, call: ir.Call) -> bool:
    """A call may give something else than the function does: a promise of that, which nobody waits for, or
    what a decorator makes of it that is not known."""
    for option in options(run.evaluate(call.fn)):
        code = option.function if isinstance(option, Bound) else option
        if not isinstance(code, FuncV):
            continue
        function = code.function
        if function.is_async and not call.awaited:
            return True
        if any(name_of(one).lower() not in _KEEPING for one in function.decorators):
            return True
    return False


def _of_part(run: Interpreter, node: ir.Index | ir.Attr, test: Test) -> Test | None:
    """The test of ``row[0]``, ``job["kind"]`` or ``event.kind``, put to what has that part."""
    if isinstance(node, ir.Index):
        key = Known(node.key.value) if isinstance(node.key, ir.Const) else None

        def load(option: Value) -> Value:
            if node.optional and is_nothing(option):
                return NONE
            return run.index(option, key) if key is not None and isinstance(option, Tup | Obj) else BOTTOM
    else:
        name = node.name

        def load(option: Value) -> Value:
            if node.optional and is_nothing(option):
                return NONE
            instance = isinstance(option, Obj) and run.heap.shape(option).kind == "instance"
            return run.heap.load(option, name) if instance else BOTTOM  # type: ignore[arg-type]

    def fits(option: Value) -> bool | None:
        found = options(load(option))
        verdicts = {test(value) for value in found if not fallback_of(value)}
        if len(verdicts) < 2 and None not in verdicts:
            verdicts |= {
                test(value) for value in found if fallback_of(value) and not _is_overridden(run, value)
            }
        return verdicts.pop() if len(verdicts) == 1 else None

    return fits


def _variable(run: Interpreter, node: ir.Expr) -> str | None:
    """The local variable that a test is about, if nobody else assigns it."""
    name = node.target if isinstance(node, ir.Bind) else node
    frame = run.frame
    if not isinstance(name, ir.Name) or frame.class_scope is not None or name.name in frame.captured:
        return None
    if frame.function is None and name.name in run.program.lowered(frame.module).reassigned:
        return None
    return name.name


def is_null(option: Value) -> bool | None:
    """Whether one alternative is null; None when that can't be told."""
    if isinstance(option, Known):
        return option.value is None
    if type(option) in _THERE:
        return False
    match option:
        case Text(parts=parts):
            # ``os.environ.get("TABLE")`` may be unset; whatever has a constant part is a string.
            return False if any(isinstance(part, str) for part in parts) else None
        case Handle():
            return False if option.exists() else None
    return None


def _is_flag(flag: bool, option: Value) -> bool | None:
    """Whether one alternative is a truth value, and no number or text that is as good as one."""
    if not isinstance(option, Known) or fallback_of(option):
        return None
    return option.value is flag


def _is_absent(option: Value) -> bool | None:
    """The same for what is not there, where null is another value."""
    return type(option) is not Null if is_nothing(option) else is_null(option)


def _is_null_itself(option: Value) -> bool | None:
    """The same for null, where what is not there is another value."""
    return type(option) is Null if is_nothing(option) else is_null(option)


def may_be_true(option: Value) -> bool:
    """Whether one alternative may be true where it is tested."""
    return not isinstance(option, Known) or bool(option.value)


def truthy(option: Value) -> bool | None:
    """Whether one alternative is true where it is tested; None when that can't be told."""
    match option:
        case Known(value=value):
            return bool(value)
        case FuncV() | ClassV() | Bound() | Partial():
            return True
        case Text(parts=parts):
            return True if any(isinstance(part, str) and part for part in parts) else None
        case Handle():
            return True if option.exists() else None
    return None
