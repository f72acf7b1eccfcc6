"""Where a program sets environment variables only if they are not set: ``if "X" not in os.environ: ...``.

That is read in the text. What is set there is a default: where the template sets the variable it is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.engine.names import targets, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

Key = tuple[str, bool]
"""The name of a variable, or behind ``VARIABLE`` that of what holds it; whether the empty text is as none."""
Keys = frozenset[Key]
VARIABLE = "\0"
_NOTHING: Keys = frozenset()
_BY_THEMSELVES = frozenset(("environ", "getenv"))
"""Python's under no other names."""
_MEMBERS = frozenset((
    ("os", "environ"), ("os", "getenv"), ("process", "env"), ("os", "Getenv"), ("os", "LookupEnv"),
    ("syscall", "Getenv"), ("Bun", "env"),
))  # fmt: skip
_LIKE_IN = {"in": False, "not in": True}
_LIKE_IS = {"==": True, "===": True, "is": True, "!=": False, "!==": False, "is not": False}


def by_default(run: Interpreter, name: str | None) -> tuple[bool, bool]:
    """Whether what is evaluated now runs only where a variable (None: any) is not set, or empty."""
    module = run.frame.module
    if not module:
        return False, False
    found: Mapping[ir.Pos, Keys] = run.program.once(f"guarded {module}", lambda: _guarded(run, module))
    keys = found.get(run.here, _NOTHING)
    if (name, True) in keys or (VARIABLE, True) in keys:
        return True, True
    return (name, False) in keys or (VARIABLE, False) in keys, False


def _guarded(run: Interpreter, module: str) -> dict[ir.Pos, Keys]:
    lowered = run.program.lowered(module)
    found: dict[ir.Pos, Keys] = {}
    guards = _Guards(found)
    bodies = (lowered.body, *(one.body for one in lowered.functions))
    assigned = {
        name for body in bodies for statement in body for node in walk(statement)
        if isinstance(node, ir.Assign) for target in node.targets for name in targets(target)
    }  # fmt: skip
    for body in bodies if assigned.isdisjoint(_BY_THEMSELVES) else ():
        guards.look(body)
    return found


class _Guards:
    """Tests on variables that are not set, and the places behind them."""

    def __init__(self, found: dict[ir.Pos, Keys]) -> None:
        self._found = found
        self._read: dict[str, Keys] = {}
        """Local variables that are true, or hold anything, only if variables of the environment are set."""

    def look(self, body: Iterable[ir.Stmt]) -> None:
        self._read = {}
        for statement in body:
            for node in walk(statement):
                if isinstance(node, ir.Assign) and node.value is not None:
                    self._assigned(node)
                elif isinstance(node, ir.AugAssign | ir.For) and isinstance(node.target, ir.Name):
                    self._read[node.target.name] = _NOTHING
        for statement in body:
            for node in walk(statement):
                if isinstance(node, ir.If):
                    for taken, side in ((True, node.body), (False, node.orelse)):
                        self._mark(side, self._unset(node.test, taken))
                elif isinstance(node, ir.Assign | ir.AugAssign | ir.Bind):
                    self._mark_own(node)
                if isinstance(node, ir.BoolOp) and node.op != "??" and len(node.operands) > 1:
                    # ``process.env.X || (process.env.X = "y")``
                    first, *rest = node.operands
                    self._mark(rest, self._unset(first, node.op == "and"))

    def _assigned(self, node: ir.Assign) -> None:
        assert node.value is not None
        for target in node.targets:
            names = list(targets(target))
            last = names[-1:]
            for name in names:
                keys = (
                    self._names(node.value, blank=isinstance(target, ir.Name)) if [name] == last else _NOTHING
                )
                # Of one that is assigned again, nothing is known.
                self._read[name] = keys if name not in self._read else _NOTHING

    def _mark_own(self, node: ir.Assign | ir.AugAssign | ir.Bind) -> None:
        """``process.env.X ||= "y"``, ``os.environ["X"] = os.environ.get("X") or "y"``"""
        if isinstance(node, ir.AugAssign):
            if node.op in ("or", "??") and not isinstance(node.target, ir.Pattern):
                self._mark((node.target,), self._names(node.target, blank=node.op == "or"))
            return
        value = node.value
        if isinstance(value, ir.BoolOp) and value.op != "and":
            keys = self._names(value.operands[0], blank=value.op == "or")
        elif isinstance(value, ir.Call) and len(value.args) == 2:
            keys = self._names(ir.Call(value.pos, value.fn, value.args[:1]), blank=False)
        else:
            return
        for target in node.targets if isinstance(node, ir.Assign) else (node.target,):
            if not isinstance(target, ir.Pattern):
                self._mark((target,), keys & self._names(target, blank=any(blank for _, blank in keys)))

    def _mark(self, side: Iterable[ir.Node], keys: Keys) -> None:
        if not keys:
            return
        nodes = [node for statement in side for node in walk(statement)]
        assigned = {
            name for node in nodes if isinstance(node, ir.Assign)
            for target in node.targets for name in targets(target)
        }  # fmt: skip
        told = frozenset(key for key in keys if not key[0].startswith(VARIABLE))
        if told:
            for node in nodes:
                self._add(node, told)
        for name, blank in keys - told:
            variable = name[len(VARIABLE) :]
            if variable in assigned:
                continue
            for node in nodes:
                key = node.key if isinstance(node, ir.Index) else None
                if isinstance(node, ir.Call) and node.args:
                    key = node.args[0]
                if isinstance(key, ir.Name) and key.name == variable:
                    for one in walk(node):
                        self._add(one, frozenset(((VARIABLE, blank),)))

    def _add(self, node: ir.Node, keys: Keys) -> None:
        self._found[node.pos] = self._found.get(node.pos, _NOTHING) | keys

    def _unset(self, test: ir.Expr, taken: bool) -> Keys:
        """The variables that are not set where a test has come out so."""
        match test:
            case ir.Not(value=value):
                return self._unset(value, not taken)
            case ir.BoolOp(op="and" | "or" as op, operands=operands):
                found = [self._unset(one, taken) for one in operands]
                if (op == "and") == taken:
                    return _NOTHING.union(*found)
                return frozenset.intersection(*found)
            case ir.BinOp(op=op, left=left, right=right) if op in _LIKE_IN:
                return _key(left, False) if _LIKE_IN[op] is taken and _is_environment(right) else _NOTHING
            case ir.BinOp(op=op, left=left, right=ir.Const(value=None)) if op in _LIKE_IS:
                return self._read_by(left, blank=False) if _LIKE_IS[op] is taken else _NOTHING
            case ir.BinOp(op=op, left=left, right=ir.Const(value="")) if op in _LIKE_IS:
                return self._read_by(left, blank=True) if _LIKE_IS[op] is taken else _NOTHING
            case ir.Name() | ir.Call() | ir.Attr() | ir.Index() if not taken:
                return self._read_by(test, blank=True)
        return _NOTHING

    def _read_by(self, node: ir.Expr, *, blank: bool) -> Keys:
        if isinstance(node, ir.Name):
            return frozenset((name, blank and may) for name, may in self._read.get(node.name, _NOTHING))
        return self._names(node, blank=blank)

    def _names(self, node: ir.Expr, *, blank: bool) -> Keys:
        """The variable that is read: ``process.env.X``, ``os.environ.get("X")``, ``os.Getenv("X")``."""
        if isinstance(node, ir.Attr):
            return frozenset(((node.name, blank),)) if _is_environment(node.obj) else _NOTHING
        if isinstance(node, ir.Index):
            return _key(node.key, blank) if _is_environment(node.obj) else _NOTHING
        if not isinstance(node, ir.Call) or len(node.args) != 1 or node.kwargs:
            return _NOTHING
        fn = node.fn
        if isinstance(fn, ir.Attr) and fn.name == "get":
            return _key(node.args[0], blank) if _is_environment(fn.obj) else _NOTHING
        return _key(node.args[0], blank) if _is_environment(fn) else _NOTHING


def _is_environment(node: ir.Expr) -> bool:
    """``os.environ``, ``process.env``; or what reads it (``os.getenv``, ``os.LookupEnv``)."""
    if isinstance(node, ir.Name):
        return node.name in _BY_THEMSELVES
    if not isinstance(node, ir.Attr):
        return False
    obj = node.obj
    owner = obj.name if isinstance(obj, ir.Name) else obj.module if isinstance(obj, ir.ImportExpr) else ""
    return (owner, node.name) in _MEMBERS


def _key(node: ir.Expr, blank: bool) -> Keys:
    if isinstance(node, ir.Const) and isinstance(node.value, str):
        return frozenset(((node.value, blank),))
    return frozenset(((VARIABLE + node.name, blank),)) if isinstance(node, ir.Name) else _NOTHING
