"""``count`` and ``for_each``: which instances a block has, and the module that a call makes.

A count or collection that only variables decide is taken from their defaults when those are not empty
(evidence for the names that will be there); otherwise the block has one instance with the key ``ANY``,
which stands for all.
"""

from __future__ import annotations

from policywright.analyzers.infrastructure.terraform import registry
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.traced import (
    ANY,
    Choice,
    Env,
    Handle,
    Instance,
    Key,
    Listing,
    Mapping,
    Scalar,
    Traced,
    Whole,
    const,
    hole,
    options,
    plain,
    scalar,
    string,
)
from policywright.knowledge.texts import whole
from policywright.knowledge.values import Hole, Text

MAX_INSTANCES = 300
_OF_ANY = "*"
"""Stands for the key of the instance that stands for all."""
MAX_MODULE_DEPTH = 12
MAX_MODULES = 5_000
"""Instances of modules below one root."""

_ARGUMENTS = frozenset(("source", "version", "providers", "depends_on", "count", "for_each"))
"""Arguments of a module call that are not inputs of the module."""


def instance_keys(evaluator: Evaluator, instance: Instance, block: s.Block) -> tuple[Key, ...]:
    """The keys of a block's instances: none, numbers or strings, or ``ANY``."""
    memo = (id(block), False)
    if memo in instance.keys:
        return instance.keys[memo]
    instance.keys[memo] = (ANY,)  # what a cycle sees
    instance.keys[memo] = _keys(evaluator, instance, block)
    return instance.keys[memo]


def _keys(evaluator: Evaluator, instance: Instance, block: s.Block) -> tuple[Key, ...]:
    count, each = block.value("count"), block.value("for_each")
    if count is not None:
        return _counted(evaluator, instance, count)
    if each is None:
        return (None,)
    for defaults in (False, True):
        value = evaluator.evaluate(each, Env(instance=instance, defaults=defaults))
        found = _elements(value)
        if found is not None and (found or not defaults):
            instance.each[id(block)] = found
            return tuple(found)
        if (made := _made_for_each(value)) is not None:
            # That one stands for all, here too.
            instance.each[id(block)] = {_OF_ANY: Whole(handles=(made,))}
    return (ANY,)


def _counted(evaluator: Evaluator, instance: Instance, count: s.Expr) -> tuple[Key, ...]:
    several = options(evaluator.evaluate(count, Env(instance=instance)))
    numbers = [_number(one) for one in several]
    known = [one for one in numbers if one is not None]
    if known and len(known) == len(numbers):
        most = max(known)
        return tuple(range(most)) if most <= MAX_INSTANCES else (ANY,)
    assumed = _number(evaluator.evaluate(count, Env(instance=instance, defaults=True)))
    if assumed:
        return tuple(range(assumed)) if assumed <= MAX_INSTANCES else (ANY,)
    return (ANY,)


def conditions(evaluator: Evaluator, instance: Instance, block: s.Block) -> tuple[str, ...]:
    """What decides whether there is any instance of a block: expressions that may leave none."""
    decides = _decides(evaluator, instance, block)
    found = [] if decides is None else [f"{instance.module.directory}: {evaluator.modules.slice(decides)}"]
    while instance.parent is not None:
        outer = instance.parent.instance
        label, indexed, _ = instance.address.removeprefix(outer.prefix("module.")).partition("[")
        call = outer.module.calls.get(label)
        if indexed and (call is None or _decides(evaluator, outer, call) is not None):
            found.insert(0, instance.address)
        instance = outer
    return tuple(found)


def _decides(evaluator: Evaluator, instance: Instance, block: s.Block) -> s.Expr | None:
    """The ``count`` or ``for_each`` of a block that may leave none of it."""
    count, each = block.value("count"), block.value("for_each")
    if count is not None:
        numbers = [_number(one) for one in options(evaluator.evaluate(count, Env(instance=instance)))]
        return count if not numbers or any(not one for one in numbers) else None
    value = None if each is None else evaluator.evaluate(each, Env(instance=instance))
    if value is None or _elements(value):
        return None
    same = _made_for_each(value)
    if same is not None and same.instance is instance and same.block is not block:
        return _decides(evaluator, instance, same.block)
    return each


def _made_for_each(value: Traced) -> Handle | None:
    """What a block is made for each of, where that is made for each of something itself."""
    if isinstance(value, Whole) and value.keyed and [one.key for one in value.handles] == [ANY]:
        return value.handles[0]
    return None


def is_open(evaluator: Evaluator, instance: Instance, block: s.Block) -> bool:
    """Whether a block is made for each of what a variable says, or as often."""
    count, each = block.value("count"), block.value("for_each")
    if count is not None:
        return None in [_number(one) for one in options(evaluator.evaluate(count, Env(instance=instance)))]
    return each is not None and _elements(evaluator.evaluate(each, Env(instance=instance))) is None


def _number(value: Traced) -> int | None:
    found = scalar(value)
    if isinstance(found, str):
        return whole(found)
    return int(found) if isinstance(found, int | float) and found >= 0 else None


def _elements(value: Traced) -> dict[str, Traced] | None:
    """Key to value of what ``for_each`` goes over; None when that is not all known."""
    if isinstance(value, Choice):
        # `var.create ? {...} : {}`: what there is when there is any.
        several = [_elements(one) for one in value.options]
        known = [one for one in several if one]
        if None in several or len(known) > 1:
            return None
        return known[0] if known else {}
    if isinstance(value, Mapping) and not value.open and len(value.fields) <= MAX_INSTANCES:
        return dict(value.fields)
    if isinstance(value, Whole) and value.keyed and all(isinstance(one.key, str) for one in value.handles):
        return {str(one.key): Whole(handles=(one,)) for one in value.handles}
    if isinstance(value, Listing) and not value.open and len(value.items) <= MAX_INSTANCES:
        names = [_name(item) for item in value.items]
        if None not in names:
            return {str(name): item for name, item in zip(names, value.items, strict=True)}
    return None


def _name(value: Traced) -> str | None:
    """The key that a string makes; one with named holes is written with ``${...}``."""
    found = plain(value)
    if not isinstance(found, Text):
        return string(value)
    if any(isinstance(part, Hole) and part.kind == "unknown" for part in found.parts):
        return None
    return "".join(
        part if isinstance(part, str) else f"${{{part.name or part.kind}}}" for part in found.parts
    )


def env_of(handle: Handle, defaults: bool) -> Env:
    """Where the arguments of an instance of a block are evaluated."""
    instance, block, key = handle.instance, handle.block, handle.key
    names: dict[str, Traced] = {}
    if isinstance(key, str):
        value = instance.each.get(id(block), {}).get(key, const(key))
        # A set's element is its own key, also when it has holes.
        own = value if isinstance(value, Scalar) and "${" in key and _name(value) == key else const(key)
        names = {"each.key": own, "each.value": value}
    elif isinstance(key, int):
        names = {"count.index": const(key)}
    elif key is ANY:
        names = {name: hole("reference", name) for name in ("each.key", "each.value", "count.index")}
        made = instance.each.get(id(block), {}).get(_OF_ANY)
        names |= {} if made is None else {"each.value": made}
    return Env(instance=instance, names=names, defaults=defaults)


def child_instances(evaluator: Evaluator, handle: Handle) -> Instance | None:
    """The instance of a module of the project that a call makes, always the same one."""
    instance, block = handle.instance, handle.block
    for key, child in instance.children.get(block.label, ()):
        if key == handle.key:
            return child
    directory = evaluator.modules.local_source(instance.module, block)
    module = evaluator.modules.modules[directory] if directory is not None else registry.modelled(block)
    full = evaluator.modules_made >= MAX_MODULES or _depth(instance) >= MAX_MODULE_DEPTH
    if module is None or full:
        return None
    evaluator.modules_made += 1
    child = Instance(
        module=module,
        address=handle.address,
        root=instance.root,
        parent=env_of(handle, False),
        inputs={one.name: one.value for one in block.attributes if one.name not in _ARGUMENTS},
        many=handle.many,
    )
    instance.children[block.label] = (*instance.children.get(block.label, ()), (handle.key, child))
    return child


def _depth(instance: Instance) -> int:
    depth = 0
    current: Instance | None = instance
    while current is not None:
        current = current.parent.instance if current.parent is not None else None
        depth += 1
    return depth
