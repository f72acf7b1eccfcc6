"""Rules by shape, for every service alike: tags are set by a tagging action, roles are passed.

They decide about actions that AWS lists for an operation without saying when, and add them where AWS's
reference doesn't cover the client at all.
"""

from __future__ import annotations

import re

from policywright.knowledge import rules
from policywright.knowledge.catalog import Action, Catalog
from policywright.knowledge.operations import Operation, Operations
from policywright.knowledge.regex import regex
from policywright.knowledge.rules import Tri
from policywright.knowledge.store import Document, Store
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

PASS_ROLE = "iam:PassRole"
AS_CALLER = "the service does it with the caller's permissions"
"""In what case something is asked for that CloudFormation's handlers alone name for an operation."""

_TAG_ACTIONS = ("TagResource", "TagResources", "AddTagsToResource", "AddTags", "CreateTags", "Tag")
_IS_TAG_ACTION = regex(r"^(Tag([A-Z]\w*)?|AddTags(To\w+)?|Create(OrUpdate)?Tags|PutResourceTags)$")
# Roles that the service assumes in another account or that merely are described: not passed; and roles of
# other systems than IAM (Snowflake's, SAML's, a column's).
_NOT_PASSED = regex(
    r"cross_?account|snowflake_?role|databaseaccesscontrolrole|webidentity|assumable|consumeraccount"
    r"|approvalrole|geographicrole|masterbackendrole|keyrole$|assertionattributes|iamactiondefinition",
    re.IGNORECASE,
)
# Operations that take something away set no tags.
_REMOVES = ("Remove", "Untag", "Delete", "Detach", "Cancel", "Disassociate", "Deregister", "Stop")
_READS = ("Read", "List")


def is_tag_action(name: str) -> bool:
    """``rds:AddTagsToResource``."""
    return "Tag" in name and bool(_IS_TAG_ACTION.match(name.partition(":")[2]))


def tag_action(operation: Operation, catalog: Catalog) -> str | None:
    """The action that sets tags in an operation's service, when it is another than the operation's own."""
    noun = re.sub(r"^[A-Z][a-z]+", "", operation.name)
    for name in (f"Tag{noun}", f"AddTagsTo{noun}", *_TAG_ACTIONS):
        action = catalog.action(f"{operation.prefix}:{name}")
        if action:
            return None if action.name == operation.name else action.full_name
    return None


def tag_paths(operation: Operation, *, listed: bool) -> tuple[str, ...]:
    """The members that set tags; by a looser measure where AWS lists a tagging action."""
    if operation.name.startswith(_REMOVES):
        return ()
    return operation.tag_paths or (operation.loose_tag_paths if listed else ())


def tags_passed(paths: tuple[str, ...], parameters: Struct) -> tuple[str, Tri]:
    """The tag member that is, or may be, passed."""
    verdicts = [(path, rules.passed([path], parameters)) for path in paths]
    return max(verdicts, key=lambda item: item[1])


def role_members(operation: Operation, *, listed: bool) -> tuple[str, ...]:
    """The members that take a role; by a looser measure where AWS lists iam:PassRole."""
    paths = operation.role_paths or (operation.loose_role_paths if listed else ())
    return tuple(path for path in paths if not _NOT_PASSED.search(path))


def role_paths(
    operation: Operation, parameters: Struct, *, listed: bool = True
) -> tuple[tuple[str, Tri], ...]:
    """The role members that are, or may be, passed."""
    found = ((path, rules.passed([path], parameters)) for path in role_members(operation, listed=listed))
    return tuple((path, verdict) for path, verdict in found if verdict is not Tri.NO)


def writes(action: Action | None) -> bool:
    """Whether an action changes anything; an unknown one counts as a change."""
    return action is None or action.access_level not in _READS


def passed_operator(principals: Sequence[str]) -> str:
    """How a role's receivers are compared: some have the Region in their name (``dms.*.amazonaws.com``)."""
    return "StringLike" if any("*" in name for name in principals) else "StringEquals"


class Principals:
    """Who receives a role that is passed to a service."""

    def __init__(self, store: Store, operations: Operations) -> None:
        self._table: Document = store.document("overlay", "_principals") or {}
        self._more: Document = store.document("overlay", "_also_principals") or {}
        self._store = store
        self._operations = operations

    def of(self, operation: Operation, listed: Sequence[str]) -> tuple[str, ...]:
        """Those that AWS lists for the operation, else the client's others; with what trust policies say."""
        said = listed or self._usual(operation)
        return tuple(dict.fromkeys((*said, *self._more.get(operation.service, ()))))

    def _usual(self, operation: Operation) -> tuple[str, ...]:
        """The overlay's principal, the one AWS names for the client's other operations, or the usual form."""
        if operation.service in self._table:
            return tuple(self._table[operation.service])
        seen: dict[tuple[str, ...], int] = {}
        for document in self._store.documents("facts", operation.service):
            for actions in document["operations"].values():
                for name, principals in actions:
                    if name == PASS_ROLE and principals:
                        seen[tuple(principals)] = seen.get(tuple(principals), 0) + 1
        if seen:
            return max(seen, key=lambda principals: (seen[principals], principals))
        return (f"{operation.prefix}.amazonaws.com",)
