"""What reading a command line gives."""

from __future__ import annotations

from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Struct, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request of a command.

    ``actions`` is set where AWS authorizes something that is no operation: these actions, on ``resources``.
    ``optional`` says in which case alone it is made, ``role`` is the role that makes it instead of whoever
    starts the command, ``region`` the one that the command names.
    """

    service: str
    operation: str
    parameters: Struct = Struct(())
    via: str = "aws"
    optional: str | None = None
    region: Value | None = None
    role: Value | None = None
    actions: tuple[str, ...] = ()
    resources: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The requests of a command, and what of it is not told, if anything: what stands after "is started"."""

    calls: tuple[Call, ...] = ()
    doubt: str | None = None

    @property
    def said(self) -> str | None:
        """The doubt as a sentence."""
        return None if self.doubt is None else f"the AWS CLI is started {self.doubt}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A command line of the AWS CLI, cut: what follows the command by position, and the options by name.

    An option without a value has none; ``loose`` says that there may be more options.
    """

    positional: tuple[Value, ...] = ()
    options: dict[str, tuple[Value, ...]]
    loose: bool = False

    def option(self, name: str) -> Value | None:
        """The (first) value of an option."""
        given = self.options.get(name)
        return given[0] if given else None
