"""Expressions to traced values: references, operators, templates, ``for``; functions are in ``functions.py``.

Nothing raises for a bad template: what Terraform would refuse, and what only a deployment knows, is a hole or
``Unknown``. Work is bounded by ``MAX_STEPS`` for each root module.
"""

from __future__ import annotations

import operator
import posixpath
from collections.abc import Callable, Iterator
from typing import cast

from policywright.analyzers.infrastructure.terraform import functions, resources
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.declared import converted, has_shape, may_be_null
from policywright.analyzers.infrastructure.terraform.expansion import child_instances, env_of, instance_keys
from policywright.analyzers.infrastructure.terraform.jsontext import json_of
from policywright.analyzers.infrastructure.terraform.modules import Modules
from policywright.analyzers.infrastructure.terraform.traced import (
    ANY,
    MISSING,
    Any_,
    Choice,
    Env,
    Handle,
    Instance,
    Key,
    Listing,
    Mapping,
    Scalar,
    TooLargeError,
    Traced,
    Whole,
    choice,
    concatenated,
    const,
    hole,
    is_missing,
    is_null,
    options,
    scalar,
    size_of,
    spellings,
    string,
    truth,
    unknown,
)
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Text

MAX_STEPS = 2_000_000
MAX_STEPS_OF_ONE = 200_000
"""Of one named value or argument, without those of others that it names."""
MAX_DEPTH = 100
"""Of expressions in each other, references followed: Python's own stack is the limit."""
MAX_CHOICES = 16
MAX_SIZE = 100_000
"""Of one value (``size_of``)."""

_LARGEST = 2**512
_ARITHMETIC: dict[str, Callable[[float, float], float | bool]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "%": operator.mod,
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


class Evaluation:
    """Evaluates the expressions of one root module and of what it calls."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.steps = 0
        self.until = 0
        """How many steps there may be when the value that is being computed is done."""
        self.depth = 0
        self.modules_made = 0
        self.busy: set[tuple[str, str, bool]] = set()
        """Attributes of resources that are being computed, by address."""
        self.loops = 0
        """Loops that are being carried out."""
        self.limits: dict[str, s.Expr] = {}
        """Limits that were hit, each with the first expression that did."""
        self.undeclared: dict[str, None] = {}
        """Variables of the root module that expressions use and nothing declares."""

    def evaluate(self, expr: s.Expr | None, env: Env) -> Traced:
        """The value of an expression; null when there is none."""
        if expr is None:
            return const(None)
        if not self.depth:
            return self._bounded(expr, env)
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooLargeError(f"more than {MAX_STEPS:,} expressions")
        if self.steps > self.until:
            raise TooLargeError(f"a value that takes more than {MAX_STEPS_OF_ONE:,} expressions")
        if self.depth > MAX_DEPTH:
            return self.over(f"expressions more than {MAX_DEPTH} deep in each other", expr)
        self.depth += 1
        try:
            found = self._evaluate(expr, env)
        finally:
            self.depth -= 1
        size = size_of(found)
        if size > MAX_SIZE:
            raise TooLargeError(f"a value of more than {MAX_SIZE:,} parts")
        self.steps += size // 100
        return replace(found, node=expr) if isinstance(found, Scalar) and found.node is None else found

    def _bounded(self, expr: s.Expr, env: Env) -> Traced:
        """The value of what has a name or is an argument: a limit costs all of it, and nothing else."""
        left, loops = self.until - self.steps, self.loops
        self.until = self.steps + MAX_STEPS_OF_ONE
        first = not self.depth
        self.depth += first
        try:
            return self.evaluate(expr, env)
        except TooLargeError as error:
            return self.over(str(error), expr)
        finally:
            # What it took is not on the account of whoever names it.
            self.until = self.steps + left
            self.loops = loops
            self.depth -= first

    def over(self, what: str, expr: s.Expr) -> Traced:
        """The value of what goes past a limit, which is remembered for whoever tells of it."""
        self.limits.setdefault(what, expr)
        return unknown("budget", expr)

    def _evaluate(self, expr: s.Expr, env: Env) -> Traced:
        match expr:
            case s.Literal(value=value):
                found = const(value, expr)
                return self._with_document(found, expr, env) if isinstance(value, str) else found
            case s.Template():
                return self._template(expr, env)
            case s.Name() | s.GetAttr() | s.Index() | s.Splat():
                return self._reference(expr, env)
            case s.Object():
                return self._object(expr, env)
            case s.Tuple(items=items):
                return Listing(items=tuple(self.evaluate(item, env) for item in items), node=expr)
            case s.Call():
                return functions.call(self, expr, env)
            case s.Conditional():
                return self._conditional(expr, env)
            case s.Operation():
                return self._operation(expr, env)
            case s.For():
                return self._for(expr, env)
            case s.Computed(value=value):
                return cast(Traced, value)
        return unknown(node=expr)

    def attribute(self, block: s.Block, name: str, env: Env) -> Traced:
        """An argument of a block; null when it is not set."""
        found = block.value(name)
        return const(None) if found is None else self._bounded(found, env)

    def expression_hole(self, expr: s.Expr, env: Env) -> Traced:
        """What can only be named by the expression itself, where that makes sense outside its place."""
        local = any(not name.startswith(("each.", "count.")) for name in env.names)
        if env.instance.parent is not None or local or env.only_names:
            return hole("unknown", node=expr)
        return hole("reference", self.modules.slice(expr), expr)

    # References

    def _reference(self, expr: s.Name | s.GetAttr | s.Index | s.Splat, env: Env) -> Traced:
        match expr:
            case s.Name(name=name):
                if name in env.names:
                    return env.names[name]
                return unknown(MISSING, expr)
            case s.GetAttr(target=s.Name(name=root), name=name) if (
                root not in env.names and not env.only_names
            ):
                return self._rooted(root, name, expr, env)
            case s.GetAttr(target=s.GetAttr(target=s.Name(name="data"), name=type), name=name):
                return self._whole("data", env.instance.module.data.get((type, name)), env, expr)
            case s.GetAttr(target=s.GetAttr(target=s.Name(name="ephemeral"), name=type), name=name):
                return self._whole("ephemeral", env.instance.module.ephemeral.get((type, name)), env, expr)
            case s.GetAttr(target=target, name=name):
                return self.member(self.evaluate(target, env), name, expr, env)
            case s.Index(target=target, key=key):
                return self.index(self.evaluate(target, env), self.evaluate(key, env), expr, env)
            case s.Splat(target=target, rest=rest):
                return self._splat(self.evaluate(target, env), rest, expr, env)

    def _rooted(self, root: str, name: str, expr: s.Expr, env: Env) -> Traced:
        """``root.name`` where root is no variable of a ``for``."""
        match root:
            case "var":
                return self.variable(name, env, expr)
            case "local":
                return self._memo("local", name, env, env.instance.module.locals.get(name), expr)
            case "module":
                return self._whole("module", env.instance.module.calls.get(name), env, expr)
            case "each" | "count" | "self":
                return env.names.get(f"{root}.{name}") or hole("reference", f"{root}.{name}", expr)
            case "path":
                return self._path(name, env, expr)
            case "terraform":
                return hole("parameter", f"terraform.{name}", expr)
            case "data" | "ephemeral":
                return unknown(MISSING, expr)
        return self._whole("managed", env.instance.module.resources.get((root, name)), env, expr)

    def _path(self, name: str, env: Env, expr: s.Expr) -> Traced:
        """Paths are relative to the root module's directory, as in Terraform."""
        if name != "module":
            return const(".", expr)
        instance = env.instance
        return const(posixpath.relpath(instance.module.directory or ".", instance.root or "."), expr)

    def variable(self, name: str, env: Env, expr: s.Expr | None = None) -> Traced:
        instance = env.instance
        block = instance.module.variables.get(name)
        default = block.value("default") if block is not None else None
        declared = block.value("type") if block is not None else None
        if isinstance(default, s.Literal) and default.value is None and instance.parent is None:
            default = None
        if instance.parent is not None:
            if name in instance.inputs:
                parent = instance.parent.with_defaults(env.defaults)
                given = self._memo("var", name, env, instance.inputs[name], expr, declared, parent)
                if block is None or may_be_null(block):
                    return given
                # What is given as nothing is the default then.
                several = options(given)
                if not any(map(is_null, several)):
                    return given
                usual = self._memo("default", name, env, default, expr, declared)
                return choice([usual if is_null(one) else one for one in several])
            return self._memo("var", name, env, default, expr, declared)
        if name in instance.values:
            return self._memo("var", name, env, instance.values[name], expr, declared)
        default = instance.usual.get(name, default)
        if env.defaults and default is not None:
            return self._memo("var", name, env, default, expr, declared)
        if block is None:
            self.undeclared[f"var.{name}"] = None
        return hole("parameter", f"var.{name}", expr)

    def _memo(
        self,
        kind: str,
        name: str,
        env: Env,
        found: s.Expr | None,
        expr: s.Expr | None,
        declared: s.Expr | None = None,
        inside: Env | None = None,
    ) -> Traced:
        """A named value of a module, computed once, as one of the declared type; a cycle is unknown."""
        if found is None:
            return unknown(MISSING, expr)
        instance, key = env.instance, (kind, name, env.defaults)
        if key in instance.memo:
            return instance.memo[key]
        if key in instance.busy:
            return unknown("cycle", expr)
        instance.busy.add(key)
        try:
            own = Env(instance=instance, defaults=env.defaults)
            value = self._bounded(found, inside or own)
            if declared is not None and has_shape(declared):
                value = converted(value, declared, lambda one: self._bounded(one, own))
        finally:
            instance.busy.discard(key)
        instance.memo[key] = value
        return value

    def _whole(self, mode: str, block: s.Block | None, env: Env, expr: s.Expr) -> Traced:
        if block is None:
            return unknown(MISSING, expr)
        keyed = block.attribute("count") is not None or block.attribute("for_each") is not None
        return Whole(handles=tuple(self.handles(env.instance, block, mode)), keyed=keyed)

    def handles(self, instance: Instance, block: s.Block, mode: str) -> Iterator[Handle]:
        """Every instance of a block."""
        for key in instance_keys(self, instance, block):
            yield Handle(instance=instance, block=block, key=key, mode=mode)

    def member(self, value: Traced, name: str, expr: s.Expr | None, env: Env) -> Traced:
        """``value.name``"""
        if is_missing(value):
            return value
        match value:
            case Mapping(fields=fields, open=more):
                return (
                    fields[name] if name in fields else unknown(node=expr) if more else unknown(MISSING, expr)
                )
            case Choice(options=several):
                found = [self.member(one, name, expr, env) for one in several]
                return choice([one for one in found if not is_missing(one)] or found)
            case Whole(handles=handles, keyed=True) if chosen := _by_name(handles, name):
                return Whole(handles=chosen)
            case Whole(handles=handles):
                return (
                    choice(self.output(one, name, env.defaults) for one in handles)
                    if handles
                    else unknown(MISSING, expr)
                )
            case Scalar(value=Text(parts=(Hole(kind=kind, name=str(label)),))) if kind in (
                "parameter",
                "reference",
            ):
                return hole(kind, f"{label}.{name}", expr)
            case Scalar(value=Const()) | Listing():
                return unknown(MISSING, expr)
        return unknown(node=expr)

    def output(self, handle: Handle, name: str, defaults: bool) -> Traced:
        """An attribute of a resource or an output of a module; one that needs itself is unknown."""
        key = (handle.address, name, defaults)
        if key in self.busy:
            return unknown("cycle")
        self.busy.add(key)
        try:
            return resources.output(self, handle, name, defaults)
        finally:
            self.busy.discard(key)

    def index(self, value: Traced, key: Traced, expr: s.Expr | None, env: Env) -> Traced:
        """``value[key]``; with an unknown key any of the elements."""
        if is_missing(value) or is_missing(key):
            return unknown(MISSING, expr)
        if isinstance(key, Choice):
            found = [self.index(value, one, expr, env) for one in key.options]
            return choice([one for one in found if not is_missing(one)] or found)
        known = scalar(key)
        match value:
            case Mapping(fields=fields) if known is not None:
                return self.member(value, str(string(key)), expr, env)
            case Mapping(fields=fields, open=more):
                return self._any(list(fields.values()), more, expr)
            case Listing(items=items, open=more):
                if isinstance(known, int):
                    inside = -1 < known < len(items)
                    return items[known] if inside else unknown(node=expr) if more else unknown(MISSING, expr)
                return self._any(list(items), more, expr)
            case Choice(options=several):
                found = [self.index(one, key, expr, env) for one in several]
                return choice([one for one in found if not is_missing(one)] or found)
            case Whole(handles=handles):
                matching = [
                    one for one in handles if one.key is ANY or known is None or _same_key(one.key, known)
                ]
                return Whole(handles=tuple(matching)) if matching else unknown(MISSING, expr)
            case Scalar(value=Text(parts=(Hole(kind=kind, name=str(label)),))) if kind in (
                "parameter",
                "reference",
            ):
                inner = f'"{known}"' if isinstance(known, str) else str(known)
                if known is None:
                    return hole("unknown", node=expr)
                return hole(kind, f"{label}[{inner}]", expr)
            case Scalar(value=Const()):
                return unknown(MISSING, expr)
        return unknown(node=expr)

    def _any(self, items: list[Traced], more: bool, expr: s.Expr | None) -> Traced:
        if more or not items or len(items) > MAX_CHOICES:
            return unknown(node=expr)
        return choice(items)

    def _splat(self, value: Traced, rest: tuple[str | s.Expr, ...], expr: s.Expr, env: Env) -> Traced:
        items, more = self.elements(value)
        if items is None:
            single = not isinstance(value, Scalar) or isinstance(value.value, Const)
            items, more = ((value,), False) if single else ((hole("unknown", node=expr),), True)
        found: list[Traced] = []
        for item in items:
            value = item
            for step in rest:
                if isinstance(step, str):
                    value = self.member(value, step, expr, env)
                else:
                    value = self.index(value, self.evaluate(step, env), expr, env)
            found.append(value)
        return Listing(items=tuple(found), open=more)

    def elements(self, value: Traced) -> tuple[tuple[Traced, ...] | None, bool]:
        """The items of a list or set, and whether there may be more; None when it is no list."""
        match value:
            case Listing(items=items, open=more):
                return items, more
            case Whole(handles=handles, keyed=True):
                each = tuple(Whole(handles=(one,)) for one in handles)
                return each, any(one.key is ANY for one in handles)
        return None, False

    def pairs(self, value: Traced) -> tuple[list[tuple[Traced, Traced]], bool]:
        """Keys and elements of a collection, and whether there may be more."""
        match value:
            case Mapping(fields=fields, open=more):
                return [(const(key), one) for key, one in fields.items()], more
            case Listing(items=items, open=more):
                return [(const(index), one) for index, one in enumerate(items)], more
            case Whole(handles=handles, keyed=True):
                found: list[tuple[Traced, Traced]] = []
                for one in handles:
                    key = hole("unknown") if isinstance(one.key, Any_) else const(one.key)
                    found.append((key, Whole(handles=(one,))))
                return found, any(one.key is ANY for one in handles)
            case Choice(options=several):
                both = [self.pairs(one) for one in several]
                return [pair for pairs, _ in both for pair in pairs], any(more for _, more in both)
            case Scalar(value=Const(value=None)):
                return [], False
        return [], True

    # Other expressions

    def _template(self, expr: s.Template, env: Env) -> Traced:
        flat: list[s.Chunk | s.Expr] = []
        certain = self._flatten(expr.parts, env, flat)
        pieces = [part.text if isinstance(part, s.Chunk) else self.evaluate(part, env) for part in flat]
        if len(pieces) == 1 and not isinstance(pieces[0], str) and not isinstance(pieces[0], Choice):
            return pieces[0]
        found = concatenated(pieces, expr) if certain else hole("unknown", node=expr)
        directives = any(isinstance(part, s.If | s.Loop) for part in expr.parts)
        source = replace(expr, parts=tuple(flat)) if directives else expr
        return self._with_document(found, source, env, editable=not directives, certain=certain)

    def _flatten(self, parts: tuple[s.Part, ...], env: Env, into: list[s.Chunk | s.Expr]) -> bool:
        """Carries out the directives of a template; False when a condition or collection is not known.

        Then the text has what is there when the condition holds.
        """
        certain = True
        inner = bool(env.names)
        for part in parts:
            match part:
                case s.If(condition=condition, yes=yes, no=no):
                    known = truth(self.evaluate(condition, env))
                    certain = self._flatten(no if known is False else yes, env, into) and certain
                    certain = certain and known is not None
                case s.Loop(names=names, collection=collection, parts=body):
                    pairs, more = self.pairs(self.evaluate(collection, env))
                    certain = certain and not more
                    for key, value in pairs:
                        bound = (key, value) if len(names) > 1 else (value,)
                        at = env.bound(dict(zip(names, bound, strict=False)))
                        certain = self._flatten(body, at, into) and certain
                case s.Chunk():
                    into.append(part)
                case _ if inner:
                    value = self.evaluate(part, env)
                    into.append(
                        s.Computed(
                            file=part.file, start=part.start, end=part.end, path=part.path, value=value
                        )
                    )
                case _:
                    into.append(part)
        return certain

    def _with_document(
        self,
        found: Traced,
        expr: s.Template | s.Literal,
        env: Env,
        *,
        editable: bool = True,
        certain: bool = True,
    ) -> Traced:
        """A string that is JSON also says what the JSON says."""
        first = expr.parts[0] if isinstance(expr, s.Template) and expr.parts else None
        text = expr.value if isinstance(expr, s.Literal) else first.text if isinstance(first, s.Chunk) else ""
        if not isinstance(text, str) or text.lstrip()[:1] not in ("{", "["):
            return found
        data = json_of(expr, editable=editable)
        value = next((one.value for one in options(found) if isinstance(one, Scalar)), None)
        if data is None or value is None:
            return found
        document = self.evaluate(data, env)
        if not certain and isinstance(document, Mapping):
            document = replace(document, open=True)
        return Scalar(value=value, node=expr, document=document)

    def with_json(self, value: Scalar, node: s.Expr, env: Env) -> Traced:
        """A computed string with the document that it is, of which nothing can be edited."""
        parts: list[s.Chunk | s.Expr] = []
        for part in spellings(value)[0]:
            if isinstance(part, str):
                parts.append(s.Chunk(text=part, offsets=(node.start,) * len(part)))
            else:
                inner = hole(part.kind, part.name)
                parts.append(
                    s.Computed(file=node.file, start=node.start, end=node.end, path=node.path, value=inner)
                )
        text = s.Template(file=node.file, start=node.start, end=node.end, path=node.path, parts=tuple(parts))
        return self._with_document(value, text, env, editable=False)

    def _object(self, expr: s.Object, env: Env) -> Traced:
        fields: dict[str, Traced] = {}
        more = False
        for key, value in expr.items:
            name = key if isinstance(key, str) else string(self.evaluate(key, env))
            if name is None:
                more = True
                continue
            # In a loop all of them are on one account.
            fields[name] = self.evaluate(value, env) if self.loops else self._bounded(value, env)
        names = frozenset(fields)
        return Mapping(fields=fields, open=more, node=expr, told=names, always=names)

    def _conditional(self, expr: s.Conditional, env: Env) -> Traced:
        known = truth(self.evaluate(expr.condition, env))
        if known is not None:
            return self.evaluate(expr.yes if known else expr.no, env)
        return choice((self.evaluate(expr.yes, env), self.evaluate(expr.no, env)))

    def _operation(self, expr: s.Operation, env: Env) -> Traced:
        right = self.evaluate(expr.right, env)
        if expr.left is None:
            known = truth(right)
            if expr.op == "!":
                return unknown(node=expr) if known is None else const(not known, expr)
            number = scalar(right)
            return const(-number, expr) if isinstance(number, int | float) else unknown(node=expr)
        left = self.evaluate(expr.left, env)
        if expr.op in ("&&", "||"):
            return _logic(expr.op, truth(left), truth(right), expr)
        one, other = _comparable(left), _comparable(right)
        if one is None or other is None:
            measured = _measured(expr, other)
            if measured is not None and _has_text(self.evaluate(measured, env)):
                return const(True, expr)
            # Nothing that is there is null, and no text with something in it empty, whatever else is known.
            apart = expr.op in ("==", "!=") and (
                (one == (None,) and _is_there(right))
                or (other == (None,) and _is_there(left))
                or (one == ("",) and _has_text(right))
                or (other == ("",) and _has_text(left))
            )
            return const(expr.op == "!=", expr) if apart else unknown(node=expr)
        if expr.op in ("==", "!="):
            return const((one == other) == (expr.op == "=="), expr)
        return _arithmetic(expr.op, one[0], other[0], expr)

    def _for(self, expr: s.For, env: Env) -> Traced:
        collection = self.evaluate(expr.collection, env)
        pairs, more = self.pairs(collection)
        told = not more and not isinstance(collection, Choice)
        always: set[str] = set()
        if more and not pairs:
            pairs = [(hole("unknown"), hole("unknown"))]
        items: list[Traced] = []
        fields: dict[str, Traced] = {}
        groups: dict[str, list[Traced]] = {}
        self.loops += 1
        for key, value in pairs:
            names = (key, value) if len(expr.names) > 1 else (value,)
            inner = env.bound(dict(zip(expr.names, names, strict=False)))
            wanted: bool | None = True
            if expr.condition is not None:
                wanted = truth(self.evaluate(expr.condition, inner))
                if wanted is False:
                    continue
                more = more or wanted is None
            result = self.evaluate(expr.value, inner)
            if expr.key is None:
                items.append(result)
                continue
            name = string(self.evaluate(expr.key, inner))
            if name is None:
                more = True
            elif expr.grouped:
                groups.setdefault(name, []).append(result)
            else:
                fields[name] = result
                always |= {name} if wanted else set()
        self.loops -= 1
        fields.update((name, Listing(items=tuple(group))) for name, group in groups.items())
        if expr.key is None:
            return Listing(items=tuple(items), open=more)
        known, sure = (frozenset(fields), frozenset(always)) if told else (frozenset[str](), frozenset[str]())
        return Mapping(fields=fields, open=more, told=known, always=sure)

    def env_of(self, handle: Handle, defaults: bool = False) -> Env:
        """Where the arguments of a block are evaluated."""
        return env_of(handle, defaults)

    def children(self, handle: Handle) -> Instance | None:
        """The instance that a module call makes; None when its source is not in the project."""
        return child_instances(self, handle)


def _by_name(handles: tuple[Handle, ...], name: str) -> tuple[Handle, ...]:
    """The instances that ``block.name`` may mean where ``for_each`` makes a map of them."""
    return tuple(
        one for one in handles
        if one.block.attribute("for_each") is not None and (one.key is ANY or one.key == name)
    )  # fmt: skip


def _same_key(key: Key, known: object) -> bool:
    return key == known or (isinstance(key, str) and key == str(known))


def _comparable(value: Traced) -> tuple[str | int | float | bool | None] | None:
    """A constant in a box; None when it is none. An empty list or map differs from every scalar: not
    compared."""
    if isinstance(value, Scalar) and isinstance(value.value, Const):
        return (value.value.value,)
    return None


def _is_there(value: Traced) -> bool:
    """It is certainly not null: a list, a map, or a text of which some letters are known (an ARN)."""
    match value:
        case Mapping() | Listing():
            return True
        case Choice(options=options):
            return all(_is_there(option) for option in options)
        case Scalar(value=Const(value=known)):
            return known is not None
    return _has_text(value)


def _has_text(value: Traced) -> bool:
    """It is certainly a text with something in it: some letters of it are known, or it is a document."""
    match value:
        case Choice(options=options):
            return all(_has_text(option) for option in options)
        case Scalar(document=document) if document is not None:
            return True
        case Scalar(value=Const(value=str(text))):
            return bool(text)
        case Scalar(value=Text(parts=parts)):
            return any(isinstance(part, str) and part for part in parts)
    return False


_SOME = frozenset(((">", 0), ("!=", 0), (">=", 1)))


def _measured(expr: s.Operation, other: tuple[object] | None) -> s.Expr | None:
    """What is asked whether there is anything in it: ``length(var.policy) > 0``."""
    match expr.left:
        case s.Call(name="length", args=(only,)) if other is not None and (expr.op, other[0]) in _SOME:
            return only
    return None


def _logic(op: str, left: bool | None, right: bool | None, expr: s.Expr) -> Traced:
    decisive = op == "||"
    if decisive in (left, right):
        return const(decisive, expr)
    return unknown(node=expr) if left is None or right is None else const(not decisive, expr)


def _arithmetic(op: str, left: object, right: object, expr: s.Expr) -> Traced:
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        return unknown(node=expr)
    if op in ("/", "%") and right == 0:
        return unknown(MISSING, expr)
    try:
        if op == "/":
            found = left / right
            return const(int(found) if found == int(found) else found, expr)
        found = _ARITHMETIC[op](left, right)
        # Terraform's numbers have 512 bits.
        return const(found if abs(found) < _LARGEST else float(found), expr)
    except OverflowError:
        return unknown(node=expr)
