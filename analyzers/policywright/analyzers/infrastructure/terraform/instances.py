"""Instances of modules and of the resources in them: what an address names, and how names are looked up in
it."""

from __future__ import annotations

from collections.abc import Mapping as Dict

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.modules import Module
from policywright.analyzers.infrastructure.terraform.traced import Traced
from policywright.knowledge.records import dataclass, field, replace


class Any_:
    """The key of an instance that stands for all of a block whose keys are not known."""

    def __repr__(self) -> str:
        return "ANY"


ANY = Any_()
Key = str | int | None | Any_


@dataclass(slots=True, eq=False)
class Instance:
    """A module as called from one place. ``address`` is empty for a root, else ``module.x`` and so on."""

    module: Module
    address: str = ""
    root: str = ""
    """The directory of the root module."""
    parent: Env | None = None
    inputs: dict[str, s.Expr] = field(default_factory=dict)
    """Arguments, evaluated in ``parent``."""
    values: dict[str, s.Expr] = field(default_factory=dict)
    """A root's values of variables, from ``.tfvars`` files."""
    many: bool = False
    memo: dict[tuple[str, str, bool], Traced] = field(default_factory=dict)
    children: dict[str, tuple[tuple[Key, Instance], ...]] = field(default_factory=dict)
    keys: dict[tuple[int, bool], tuple[Key, ...]] = field(default_factory=dict)
    each: dict[int, dict[str, Traced]] = field(default_factory=dict)
    busy: set[tuple[str, str, bool]] = field(default_factory=set)

    def prefix(self, name: str) -> str:
        return f"{self.address}.{name}" if self.address else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Env:
    """Where an expression is evaluated.

    ``names`` are variables of ``for``, iterators of dynamic blocks, ``each.key``, ``each.value`` and
    ``count.index``; with ``only_names`` there is nothing else (a template file). ``defaults``: variables
    without a value have their default.
    """

    instance: Instance
    names: Dict[str, Traced] = field(default_factory=dict)
    defaults: bool = False
    only_names: bool = False

    def bound(self, names: Dict[str, Traced]) -> Env:
        return replace(self, names={**self.names, **names})

    def with_defaults(self, defaults: bool = True) -> Env:
        return self if defaults == self.defaults else replace(self, defaults=defaults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """One instance of a resource (``mode`` managed), data source or module call."""

    instance: Instance
    block: s.Block
    key: Key = None
    mode: str = "managed"

    @property
    def type(self) -> str:
        return self.block.labels[0]

    @property
    def many(self) -> bool:
        return self.key is ANY or self.instance.many

    @property
    def address(self) -> str:
        kind = {"managed": "", "data": "data.", "module": "module."}[self.mode]
        return self.instance.prefix(kind + ".".join(self.block.labels)) + spelled(self.key)


def spelled(key: Key) -> str:
    """The index of an address: ``["eu"]``, ``[0]`` or nothing."""
    if isinstance(key, str):
        escaped = key.replace("\\", "\\\\").replace('"', '\\"')
        return f'["{escaped}"]'
    return f"[{key}]" if isinstance(key, int) else ""
