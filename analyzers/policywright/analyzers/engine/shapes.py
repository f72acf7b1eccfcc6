"""What is known of an instance, a list or a dict beside the values in it."""

from __future__ import annotations

from policywright.analyzers.engine.solver import Cell, Site
from policywright.analyzers.engine.values import ClassV, Ext, Obj, Text, Value
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from policywright.analyzers.engine.instances import Instance
    from policywright.analyzers.engine.order import Added

    Source: TypeAlias = tuple[Site | None, int, int]
    """The statement that copies an object into another one, which of those that it copies, and its number."""

Key: TypeAlias = str | int | float | bool | bytes | None


class _AnyKey:
    """The type of ``ANY``."""

    def __repr__(self) -> str:
        return "ANY"


ANY = _AnyKey()
"""The field that stands for all keys that are not constant."""

_ENVIRONMENT = regex(
    r"(?:.*[./])?(?:os\.environ|process\.env|import\.meta\.env)|Bun\.env|env\.env|os\.environ\.copy\(\)"
)
_ITS_ITEMS = ("[]", ".items()[]", ".items()[][]")


def is_environment(value: Value) -> bool:
    """The environment variables of the process, or a copy of them."""
    return isinstance(value, Ext) and _ENVIRONMENT.fullmatch(value.path) is not None


def is_variable_of_any_name(value: Value) -> bool:
    """What is in them, as it is, under whatever name."""
    return isinstance(value, Ext) and any(
        value.path.endswith(end) and _ENVIRONMENT.fullmatch(value.path.removesuffix(end)) is not None
        for end in _ITS_ITEMS
    )


OBJECTS = "key objects"
"""With an object's number: the cell of keys that are objects."""


@dataclass(slots=True, eq=False)
class Shape:
    """What an object is: an instance of a class, a dict or a list; ``open`` when keys may be missing here."""

    kind: Literal["instance", "dict", "list"]
    cls: ClassV | None = None
    open: bool = False
    beyond: bool = False
    """It is open by something else than the environment variables of the process, which it has as well."""
    variables: bool = False
    """The environment variables of the process were put into it, each under its name."""
    maybe: frozenset[object] = frozenset()
    """Keys that may be missing."""
    sure: dict[object, frozenset[Source | None]] = field(default_factory=dict)
    """For each key what it certainly came from; None for where it is written."""
    gone: frozenset[object] = frozenset()
    """Keys that are removed somewhere: they may be missing, whoever sets them."""
    keys: dict[object, None] = field(default_factory=dict)
    computed: dict[Text, None] = field(default_factory=dict)
    """Strings with holes that were used as keys; what they hold is in the cell for all keys."""
    rows: dict[Value, None] = field(default_factory=dict)
    """Keys of which a part is known (``("s3", region)``, ``f"s3-{region}"``); the cell for all keys has all
    that they hold, too."""
    cells: dict[object, Cell] = field(default_factory=dict)
    """The places of its fields, as far as somebody has asked for them by their keys."""
    behind: dict[Obj, None] = field(default_factory=dict)
    """Those that stand for very many and were put in as a whole: it may have under a key what they have."""
    together: dict[object, dict[object, None]] = field(default_factory=dict)
    """For places that store under very many keys, all the same, these keys."""
    added: dict[str, Added] = field(default_factory=dict)
    """Of a list the ranks of what is appended to it (``order``)."""
    vague: bool = False
    """Other keys that are not constant were used, too."""
    summed: bool = False
    """Somebody asks for all fields at once, and there is a cell for that."""
    pool: bool = False
    """It stands for others."""
    common: bool = False
    """It stands for whatever is in any of very many, and for those themselves: who reads it gets it."""
    above: Obj | None = None
    """What stands for it where a place holds very many."""
    plain: Obj | None = None
    """What stands for it there as long as it bears nothing that a request may depend on."""
    below: list[Obj] = field(default_factory=list)
    """Those that it stands for."""
    put: dict[object, None] = field(default_factory=dict)
    """The keys under which something is put into it as one that stands for others."""
    early: dict[object, set[Site]] = field(default_factory=dict)
    """For keys that are set behind some use of it those who look there before (``precedence``)."""
    site: tuple[object, ...] = ()
    """Where it is made, whatever the context."""
    maker: object = None
    """The context that it is made in."""
    instance: Instance | None = None
    """The instance that makes it, where that is known."""
