"""The syntax of Terraform files, with the byte range and the path of every node (grammar: the package's
docstring).

``parse.py`` makes these from HCL, ``templates.py`` from template files, ``tfjson.py`` from ``.tf.json``.
Offsets are bytes of the text as ``ProjectFiles.text`` gives it, encoded in UTF-8; end exclusive.
"""

from __future__ import annotations

from typing import TypeAlias

from policywright.analyzers.infrastructure.model import Path
from policywright.knowledge.records import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A place in a file."""

    file: str
    start: int
    end: int
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Node):
    """A string without interpolation, a number, a boolean or null."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Literal text of a template; ``offsets`` has the byte offset of each character in the file."""

    text: str
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class If:
    """``%{ if condition }yes%{ else }no%{ endif }``"""

    condition: Expr
    yes: tuple[Part, ...]
    no: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """``%{ for k, v in collection }parts%{ endfor }``"""

    names: tuple[str, ...]
    collection: Expr
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Node):
    """A string with interpolations, or a heredoc."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed(Node):
    """A value that is there already (an interpolation of a directive); it is an evaluator's."""

    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Node):
    """The first name of a reference: ``var``, ``local``, ``aws_sqs_queue``, a variable of ``for``."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GetAttr(Node):
    """``target.name``"""

    target: Expr
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(Node):
    """``target[key]``"""

    target: Expr
    key: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Splat(Node):
    """``target[*].rest``; ``rest`` are attribute names and index expressions applied to each element."""

    target: Expr
    rest: tuple[str | Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Object(Node):
    """``{ key = value }``; a key is an expression unless it is a bare name or a plain string."""

    items: tuple[tuple[str | Expr, Expr], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuple(Node):
    """``[a, b]``"""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """``name(args)``; ``expand`` when the last argument has an ellipsis."""

    name: str
    args: tuple[Expr, ...]
    expand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional(Node):
    """``condition ? yes : no``"""

    condition: Expr
    yes: Expr
    no: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Node):
    """A binary operation, or a unary one without ``left``."""

    op: str
    left: Expr | None
    right: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class For(Node):
    """``[for k, v in collection : value if condition]``; with ``key`` it makes an object."""

    names: tuple[str, ...]
    collection: Expr
    key: Expr | None
    value: Expr
    condition: Expr | None
    grouped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable(Node):
    """What the parser could not make sense of."""


Expr: TypeAlias = (
    Literal
    | Template
    | Name
    | GetAttr
    | Index
    | Splat
    | Object
    | Tuple
    | Call
    | Conditional
    | Operation
    | For
    | Computed
    | Unreadable
)
Part: TypeAlias = "Chunk | If | Loop | Expr"
"""Of a template: text, a directive, or an interpolation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute(Node):
    """``name = value``"""

    name: str
    value: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Node):
    """A block. ``body`` is the byte range between the braces."""

    type: str
    labels: tuple[str, ...]
    attributes: tuple[Attribute, ...] = ()
    blocks: tuple[Block, ...] = ()
    body: tuple[int, int] = (0, 0)

    def attribute(self, name: str) -> Attribute | None:
        return next((one for one in self.attributes if one.name == name), None)

    def value(self, name: str) -> Expr | None:
        found = self.attribute(name)
        return None if found is None else found.value

    def nested(self, type: str) -> tuple[Block, ...]:
        """The nested blocks of a type; ``dynamic`` ones not included."""
        return tuple(one for one in self.blocks if one.type == type)

    @property
    def label(self) -> str:
        return self.labels[-1] if self.labels else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed file; ``errors`` are byte ranges that the parser could not read."""

    file: str
    blocks: tuple[Block, ...]
    attributes: tuple[Attribute, ...] = ()
    errors: tuple[tuple[int, int], ...] = field(default=())
