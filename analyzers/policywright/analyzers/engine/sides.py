"""What may be passed over: sides of branches, rounds of loops, what is tried, functions handed to others.

What is set there in an object is not set on all paths. Where the object has been made there, too, that is no
condition between the two: so it is a question of where both stand, which the text says. ``precedence`` asks.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.completing import blocks, mentioned
from policywright.analyzers.engine.names import children, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.instances import Instance
    from policywright.analyzers.engine.names import Names
    from policywright.analyzers.engine.solver import Site
    from policywright.analyzers.program import Program

NOWHERE: ir.Pos = (-1, -1)


class Sides:
    """Which sites of an analysis may be passed over."""

    def __init__(self, program: Program, names: Names) -> None:
        self._program = program
        self._names = names
        self._parts: dict[tuple[str, ir.Function | None], list[Part]] = {}
        self._repeated: dict[tuple[str, ir.Function | None], list[ir.Pos]] = {}
        """The loops and comprehensions of functions."""
        self._exits: dict[ir.Function, list[Exit]] = {}
        self._around: dict[ir.Node, list[Part]] = {}
        self.choices: set[tuple[Site | None, object]] = set()
        """Where one of several functions is called."""
        self.left: set[tuple[Instance, ir.Return]] = set()
        """What leaves functions, as far as their branches come to it."""
        self.later: dict[Instance, set[Site]] = {}
        """What is queued, handed to a library or waited for elsewhere, with the sites that do so: it runs
        when what stands behind those does, or after that."""
        self.paused: dict[Instance, set[Site]] = {}
        """Generators with the sites that ask for their first item at once: what stands in them before that is
        done there, and the rest at some time or never."""
        self.together: set[Site] = set()
        """Sites that wait for several things, which run side by side until all are done."""
        self._pauses: dict[ir.Function, int] = {}
        self.side: tuple[Site | None, ir.Pos] = (None, NOWHERE)
        """The part of an expression that is evaluated on some paths only (``x and f()``), and whose it is."""

    def pauses_at(self, instance: Instance) -> int:
        """Where a generator gives out its first item: where the first of its ``yield`` stands in the text."""
        code = instance.function
        if code is None:
            return -1
        found = self._pauses.get(code.function)
        if found is None:
            yields = [
                one.pos[0] for statement in code.function.body for one in walk(statement)
                if isinstance(one, ir.Yield)
            ]  # fmt: skip
            found = self._pauses[code.function] = min(yields, default=-1)
        return found

    def is_given_away(self, code: Instance, maker: Instance, made: ir.Pos | None) -> bool:
        """Whether its maker gives a function to others, but where what it makes at ``made`` is, too."""
        if code.module != maker.module or made is None:
            return False
        given = [one.pos for one in self._parts_of(maker) if _within(code.pos, one.pos)]
        return not all(_within(made, one) for one in given)

    def now(self, site: Site) -> ir.Pos:
        """The part of a site's expression that is evaluated now and that some paths do without."""
        return self.side[1] if self.side[0] is site else NOWHERE

    def on_a_side(self, site: Site, side: ir.Pos, made: ir.Pos | None) -> bool:
        """Whether what a site does may be left out, other than by what stands around ``made``, too."""
        if side != NOWHERE and not _within(made, side):
            return True
        return any(
            site.node not in part.everywhere and not _within(made, part.pos)
            for part in self._parts_around(site)
            if not part.rounds or site.walk is None or site.walk.loops
        )

    def is_one_of_many(self, instance: Instance, made: ir.Pos | None, place: ir.Pos | None) -> bool:
        """Whether many things are made at ``made``, of which a place that stands elsewhere has one."""
        if made is None:
            return False
        code = instance.function
        where = instance.module, None if code is None else code.function
        found = self._repeated.get(where)
        if found is None:
            body = self._body_of(instance)
            found = self._repeated[where] = [
                one.pos for statement in body for one in walk(statement)
                if isinstance(one, ir.For | ir.While | ir.Comprehension)
            ]  # fmt: skip
        return any([_within(made, one) and not _within(place, one) for one in found])

    def may_call_others(self, site: Site, codes: Container[object]) -> bool:
        """Whether a site calls one of some functions, or one that is none of them."""
        called = [one for one in site.linked or () if len(one) == 2]
        chosen = {pos for pos, code in called if code in codes and (site, pos) in self.choices}
        return any([pos in chosen and code not in codes for pos, code in called])

    def is_behind_exit(self, site: Site, made: ir.Pos | None) -> bool:
        """Whether a site's function may be left before it, and who called it keeps what is made at ``made``.

        What the function has made itself and does not give back there is gone then.
        """
        pos: ir.Pos | None = getattr(site.node, "pos", None)
        if pos is None:
            return False
        return any(
            _within(pos, exit.pos)
            and (site.instance, exit.node) in self.left
            and exit.absent not in mentioned(site.node)
            and site.node not in exit.everywhere
            and not _within(made, exit.pos)
            and (made is None or exit.keeps(site.node))
            for exit in self._exits_of(site.instance)
        )

    def _exits_of(self, instance: Instance) -> list[Exit]:
        code = instance.function
        if code is None:
            return []
        found = self._exits.get(code.function)
        if found is None:
            found = self._exits[code.function] = list(exits(code.function.body))
        return found

    def _parts_around(self, site: Site) -> list[Part]:
        """The stretches of its function that a site stands in and that may be passed over."""
        pos: ir.Pos | None = getattr(site.node, "pos", None)
        if pos is None:
            # Not a statement: what a module, a parameter or a context manager is.
            return []
        found = self._around.get(site.node)
        if found is None:
            there = self._parts_of(site.instance)
            found = self._around[site.node] = [one for one in there if _within(pos, one.pos)]
        return found

    def _parts_of(self, instance: Instance) -> list[Part]:
        code = instance.function
        where = (instance.module, None if code is None else code.function)
        found = self._parts.get(where)
        if found is None:
            found = self._parts[where] = parts(self._body_of(instance), self._names.falls_through)
        return found

    def _body_of(self, instance: Instance) -> tuple[ir.Stmt, ...]:
        code = instance.function
        return self._program.lowered(instance.module).body if code is None else code.function.body


class Part:
    """A stretch of a function that may be passed over: a side of a branch, a loop's rounds, what is tried.

    ``everywhere`` has those of its statements that do what is done where it is passed over, too.
    """

    __slots__ = ("everywhere", "pos", "rounds")

    def __init__(self, pos: ir.Pos, everywhere: frozenset[ir.Node], rounds: bool = False) -> None:
        self.pos = pos
        self.everywhere = everywhere
        self.rounds = rounds
        """It is the body of a loop, which runs for certain where its rounds are told apart."""


def parts(body: tuple[ir.Stmt, ...], falls_through: Callable[[tuple[ir.Stmt, ...]], bool]) -> list[Part]:
    """All stretches of a body that may be passed over."""
    found: list[Part] = []
    pending = [body]
    while pending:
        block = pending.pop()
        for index, statement in enumerate(block):
            sides = _sides(statement)
            if isinstance(statement, ir.If) and not (statement.orelse or falls_through(statement.body)):
                # Where one side leaves, what stands behind is the other one.
                sides[1] = block[index + 1 :]
                found.extend(list(_parts(sides, falls_through, rounds=False))[:1])
            else:
                found.extend(_parts(sides, falls_through, isinstance(statement, ir.For)))
            if isinstance(statement, ir.If):
                found.extend(_missed(statement, block[index + 1 :], falls_through))
            pending.extend(blocks(statement))
    # Who gets a function calls it, or does not.
    calls = (one for statement in body for one in walk(statement) if isinstance(one, ir.Call))
    given = (one for call in calls for one in call.args if isinstance(one, ir.FunctionExpr))
    return [*found, *(Part(one.pos, frozenset()) for one in given)]


class Exit:
    """The other sides of a branch with one that leaves the function, and what stands behind, to its end.

    ``everywhere`` has what sets there what the side that leaves has set, too.
    """

    __slots__ = ("_given", "absent", "everywhere", "node", "pos")

    def __init__(self, node: ir.Return, pos: ir.Pos, everywhere: frozenset[ir.Node], absent: str) -> None:
        self.node = node
        self.pos = pos
        self.everywhere = everywhere
        self.absent = absent
        """The variable that has nothing, or something empty, where the function is left: nothing is lost."""
        self._given = frozenset(_given(node.value))

    def keeps(self, node: ir.Node) -> bool:
        """Whether somebody may have what a node sets something in where the function is left."""
        match node:
            case ir.Assign(targets=targets):
                owners = [one.obj for one in targets if isinstance(one, ir.Attr | ir.Index)]
                return any(not isinstance(one, ir.Name) or one.name in self._given for one in owners)
        return not self._given.isdisjoint(mentioned(node))


def exits(body: tuple[ir.Stmt, ...]) -> Iterator[Exit]:
    """All that is not done where a side of a branch leaves a function by itself, not by an exception."""
    end = max([one.pos[1] for one in body], default=0)
    pending: list[tuple[tuple[ir.Stmt, ...], int, str]] = [(body, -1, "")]
    while pending:
        block, branch, absent = pending.pop()
        for statement in block:
            if isinstance(statement, ir.Return) and 0 <= branch < end:
                done = {place: None for one in _inside(block) for place in _places(one)}
                same = [
                    node for node in (_inside(body) if done else ())
                    if node.pos[0] >= branch and (own := _places(node)) and all(one in done for one in own)
                ]  # fmt: skip
                yield Exit(statement, (branch, end), frozenset(same), absent)
            around = branch
            match statement:
                case ir.If(test=test):
                    around = test.pos[1]
                case ir.Try(handlers=handlers) if handlers:
                    around = statement.pos[0]
                case ir.For() | ir.While():
                    around = statement.pos[1]
            for one in blocks(statement):
                empty = (
                    _absent(statement.test) if isinstance(statement, ir.If) and one is statement.body else ""
                )
                pending.append((one, around, empty))


def _absent(test: ir.Expr) -> str:
    """The variable of which a test says that there is nothing in it."""
    match test:
        case ir.Not(value=ir.Name(name=name)):
            return name
        case ir.BinOp(op="is" | "==", left=ir.Name(name=name), right=ir.Const(value=None)):
            return name
    return ""


def _given(value: ir.Expr | None) -> Iterator[str]:
    """The variables of which the objects are given back, not only used."""
    pending: list[ir.Node] = [] if value is None else [value]
    while pending:
        node = pending.pop()
        if isinstance(node, ir.Name):
            yield node.name
        elif not isinstance(node, ir.Call | ir.Function | ir.FunctionExpr):
            pending.extend(children(node))


def _sides(statement: ir.Stmt) -> list[tuple[ir.Stmt, ...]]:
    """The blocks of which one runs, as far as it is not the only one."""
    match statement:
        case ir.If(body=body, orelse=orelse):
            return [body, orelse]
        case ir.For(body=body) | ir.While(body=body):
            return [body, ()]
        case ir.Try(body=body, handlers=handlers) if handlers:
            return [body, *(one.body for one in handlers)]
    return []


def _parts(
    sides: list[tuple[ir.Stmt, ...]], falls_through: Callable[[tuple[ir.Stmt, ...]], bool], rounds: bool
) -> Iterator[Part]:
    done = [{place: None for one in _inside(side) for place in _places(one)} for side in sides]
    for number, side in enumerate(sides):
        if not side:
            continue
        others = [
            (places, None if falls_through(other) else {name for one in other for name in mentioned(one)})
            for index, (other, places) in enumerate(zip(sides, done, strict=True)) if index != number
        ]  # fmt: skip
        everywhere = [
            node for node in _inside(side)
            if (own := _places(node))
            and all(place in there or (seen is not None and place[0] not in seen)
                    for place in own for there, seen in others)
        ]  # fmt: skip
        yield Part(_range(side), frozenset(everywhere), rounds)


def _missed(
    branch: ir.If, behind: tuple[ir.Stmt, ...], falls_through: Callable[[tuple[ir.Stmt, ...]], bool]
) -> Iterator[Part]:
    """What is set behind ``if "key" in it: return use(it)``: those who use it there do without."""
    if branch.orelse or falls_through(branch.body):
        return
    tested = {name for one in walk(branch.test) for name in _said(one)}
    used = {name for one in branch.body for name in mentioned(one)} & tested
    for node in _inside(behind) if used else ():
        if any(owner in used and key in tested for owner, key, *_ in _places(node)):
            yield Part(node.pos, frozenset())


def _said(node: ir.Node) -> Iterator[object]:
    match node:
        case ir.Name(name=said) | ir.Attr(name=said) | ir.Const(value=said):
            yield said


def _range(block: tuple[ir.Stmt, ...]) -> ir.Pos:
    return min([one.pos[0] for one in block]), max([one.pos[1] for one in block])


def _inside(block: tuple[ir.Stmt, ...]) -> list[ir.Node]:
    """What is evaluated as a whole in a block and all those in it: assignments, calls."""
    return [
        one.value if isinstance(one, ir.ExprStmt) else one
        for statement in block for one in walk(statement) if isinstance(one, ir.Assign | ir.ExprStmt)
    ]  # fmt: skip


def _places(node: ir.Node) -> list[tuple[object, ...]]:
    """The variables in whose objects something is set, each with the constant key and by what."""
    match node:
        case ir.Assign(targets=targets):
            return [place for target in targets if (place := _place(target)) is not None]
        case ir.Call(fn=ir.Attr(obj=ir.Name(name=owner), name=method), args=args, kwargs=kwargs):
            first = args[0].value if args and isinstance(args[0], ir.Const) else None
            return [(owner, first, method, tuple(name for name, _ in kwargs))]
    return []


def _place(target: ir.Target) -> tuple[object, ...] | None:
    match target:
        case ir.Attr(obj=ir.Name(name=owner), name=name):
            return owner, name
        case ir.Index(obj=ir.Name(name=owner), key=ir.Const(value=key)):
            return owner, key
        case ir.Index(obj=ir.Name(name=owner), key=ir.Name(name=key)):
            return owner, key, "by its name"
    return None


def _within(one: ir.Pos | None, other: ir.Pos) -> bool:
    return one is not None and other[0] <= one[0] <= one[1] <= other[1]
