"""What has to change in a template so that a role's policies say what they should: the editors' input."""

from __future__ import annotations

from typing import Literal, TypeAlias

from policywright.analyzers.infrastructure.model import Site
from policywright.analyzers.infrastructure.unified import unified
from policywright.analyzers.model import Condition
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Value

EditKind: TypeAlias = Literal["append", "replace", "delete", "create"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStatement:
    """An Allow statement to write; resources are canonical patterns (``references.References``), or what is
    written today where that says a Region or an account.

    ``only_if`` are conditions of the template under which alone it may stand there: it names what is made
    under them. ``anew``: nothing grants it today. ``plain``: it is for each of the branches that a condition
    chooses in what is there today, so that it need not choose any longer. ``swapped``: what a condition
    chooses today is what the other branch needs. ``called`` are resources that it says by their names.
    """

    sid: str
    actions: tuple[str, ...]
    resources: tuple[Value, ...]
    conditions: tuple[Condition, ...] = ()
    only_if: tuple[str, ...] = ()
    anew: bool = False
    plain: bool = False
    swapped: bool = False
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change.

    ``append``: the statements go to the end of the list at ``site`` (a ``HeldPolicy.statements_site``).
    ``replace``: they take the place of the statement (or whole policy entry) at ``site``.
    ``delete``: the node at ``site`` goes, and with it whatever it leaves empty (a policy
    without statements, a list without policies).
    ``create``: a new inline policy called ``name`` for the role whose ``owner`` is ``site``.
    ``instead`` is what is done of it all the same where it can't be made.
    """

    kind: EditKind
    site: Site
    statements: tuple[NewStatement, ...] = ()
    name: str = ""
    role: str = ""
    instead: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePatch:
    """A file's text before and after; ``refused`` says why an edit could not be made, a line each.

    ``said`` are the changes in words, where what was there is said in another way (CDK's grants).
    """

    file: str
    before: str
    after: str
    refused: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def diff(self) -> str:
        """The unified diff, with ``a/`` and ``b/`` names; empty when nothing changes."""
        return unified(self.before, self.after, self.file)
