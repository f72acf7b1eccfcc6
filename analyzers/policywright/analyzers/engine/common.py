"""What is done with the pool that stands for all that bears something (``Pools.common``).

Very many functions, objects and clients may be meant. All places that ask the same of them share one site,
which calls them with whatever any of these places passes, and one cell of what they give back. So what comes
into the pool later reaches that site, and not all places that may mean it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from policywright.analyzers.engine.bounds import GIVEN_UP, NAMES
from policywright.analyzers.engine.forms import Form, asked, number, places
from policywright.analyzers.engine.pools import KINDS
from policywright.analyzers.engine.solver import BASES, Site
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    ClassV,
    Known,
    Partial,
    Tup,
    Value,
    join,
    join_all,
    options,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_ALL, _SOME, _NOTHING = Known("all"), Known("some"), Known("nothing")
GIVEN, FORM, BACK = "common given", "common form", "common back"
"""With what is asked of the pool: the cells of each argument by position, of which there are, and of what it
gives back."""


def is_meant(run: Interpreter, value: Value) -> bool:
    """Whether a value may be anything that is in the pool."""
    return run.heap.pools.has_common(options(value))


def call(run: Interpreter, args: Args) -> Value:
    """``anything(...)``"""
    return _ask(run, "", args, lambda run: run.heap.pools.members("code"))


def call_method(run: Interpreter, name: str, args: Args) -> Value:
    """``anything.name(...)``, of the objects and classes that have such a member."""
    return _ask(run, name, args, lambda run: _members(run, name))


def member(run: Interpreter, name: str) -> Value:
    """``anything.name``, of those."""
    return _ask(run, name, None, lambda run: _members(run, name))


def clients(run: Interpreter, name: str) -> Value:
    """The clients and the like in the pool that may be asked for something of a name."""

    def found() -> Value:
        every = options(every_client(run))
        return join_all([one for one in every if not run.semantics.lacks(run, one, name)])

    return run.engine.derived(("common clients", name), run.frame.task, found)


def every_client(run: Interpreter) -> Value:
    """All of them, for who asks for something of a name that is not told."""
    return run.heap.pools.members("clients")


def inside(run: Interpreter) -> Value:
    """What is in the pool, but for constants."""
    return join_all([run.heap.pools.members(kind) for kind in KINDS])


def narrowed(
    run: Interpreter, place: Hashable, value: Value, narrow: Callable[[Value], Value]
) -> Value:  # fmt: skip
    """What ``narrow`` leaves of a value that may be anything in the pool, and of what is in it.

    That of the pool is found once for a ``place``, whatever the context. Where all of both is left, the pool
    stands for it, whatever else comes into it.
    """

    def found() -> Value:
        every = inside(run)
        left = narrow(every)
        if left is not every:
            return Tup((left, _SOME))
        # What nothing may be of is left as it is, unless there is something beside it that may.
        beside = narrow(join(every, NONE))
        return Tup((BOTTOM, _NOTHING if beside == NONE else _ALL))

    told = run.engine.derived(("common narrowed", place), run.frame.task, found)
    left, how = told.items if isinstance(told, Tup) else (BOTTOM, _NOTHING)
    if how != _SOME:
        alone = narrow(value)
        if alone is value or how == _NOTHING:
            return alone
        left = inside(run)
    every = join(value, left)
    kept = narrow(every)
    return value if kept is every and how != _SOME else kept


def named(run: Interpreter, value: Value, fits: Callable[[str], bool]) -> Value:
    """A name that may be one of very many (``bounds.NAMES``), with those of them that fit."""
    if NAMES not in options(value):
        return value
    every = options(run.engine.read(GIVEN_UP))
    return join_all([value, *[one for one in every if isinstance(one, Known) and fits(str(one.value))]])


def _members(run: Interpreter, name: str) -> Value:
    """What the objects and classes in the pool have under a name.

    There are thousands, and most names are those of few: who may have it is asked of the name.
    """
    owners, found = run.engine.having(name), list[Value]()
    run.engine.read(BASES)
    for cls, instances in run.heap.pools.by_class().items():
        if isinstance(cls, ClassV):
            labelled = any([label == name for label, _ in cls.cls.annotations])
            has = any([base in owners for base in run.mro(cls)]) and run.find(cls, name) is not None
            found += [one for one in instances if has or one in owners or (labelled and one is not cls)]
        else:
            found += instances
    return join_all([run.attribute(one, name) for one in found])


def _ask(
    run: Interpreter, name: str, args: Args | None, meant: Callable[[Interpreter], Value]
) -> Value:  # fmt: skip
    """What the site answers that stands for all who ask the same, with as many arguments."""
    engine, pools = run.engine, run.heap.pools
    within = run.frame.task in pools.asking
    what = asked(name, args, within)
    form = pools.forms.get(what)
    if form is None:
        form = pools.forms[what] = Form(run.heap.new("dict", "form", what, None))
    if args is not None and args not in form.seen:
        form.seen.add(args)
        for place, value in places(args):
            engine.write((GIVEN, what, place), value)
        for keyword, value in args.keywords:
            run.heap.store(form.mapping, keyword, pools.fewer(value), certain=True)
        if form.take_in(args):
            run.heap.may_lack(form.mapping, form.maybe - run.heap.shape(form.mapping).gone)
            engine.touch(engine.cell((FORM, what)))
    if what not in pools.callers:
        asking = pools.callers[what] = engine.instances.make(None, min(run.program.scope), None, ())
        pools.asking[asking] = None
        passed = None if args is None else number(args)
        rule = partial(_serve, run, what, form, passed, meant, within=within)
        engine.add(Site(asking, lambda _site: rule(), None, {}, None))
    engine.link(pools.callers[what])
    back = engine.read((BACK, what))
    return back if args is None else join(pools.common, back)


def _hands_on(run: Interpreter, value: Value) -> bool:
    """Whether a value calls anything in the pool with more than it is called with itself."""
    return type(value) is Partial and is_meant(run, value.function)


def _serve(
    run: Interpreter, what: Hashable, form: Form, passed: tuple[int, bool] | None,
    meant: Callable[[Interpreter], Value], *, within: bool,
) -> None:  # fmt: skip
    engine, fewer = run.engine, run.heap.pools.fewer
    back = meant(run)
    if within:
        # What is in the pool asks. Of that, what passes more to anything in the pool would pass ever more.
        back = join_all([one for one in options(back) if not _hands_on(run, one)])
    if passed is not None and back is not BOTTOM:
        engine.read((FORM, what))
        back = run.call(
            back, form.args(*passed, lambda place: fewer(engine.read((GIVEN, what, place)))), (0, 0)
        )
    engine.write((BACK, what), fewer(back))


__all__ = [
    "call",
    "call_method",
    "clients",
    "every_client",
    "inside",
    "is_meant",
    "member",
    "named",
    "narrowed",
]
