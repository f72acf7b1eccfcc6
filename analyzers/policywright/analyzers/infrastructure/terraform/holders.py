"""Who else has the policies of a root module's roles: of what users and groups need nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers.infrastructure.model import Site
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.roles import Roles
from policywright.analyzers.infrastructure.terraform.traced import (
    Choice,
    Env,
    Handle,
    Instance,
    Mapping,
    Scalar,
    Traced,
    Whole,
    is_null,
    plain,
)
from policywright.analyzers.model import Span
from policywright.knowledge.regex import regex

_HOLDERS = {
    "aws_iam_user_policy_attachment": ("policy_arn",), "aws_iam_group_policy_attachment": ("policy_arn",),
    "aws_iam_user_policy_attachments_exclusive": ("policy_arns",),
    "aws_iam_group_policy_attachments_exclusive": ("policy_arns",),
    "aws_iam_user": ("permissions_boundary",), "aws_iam_role": ("permissions_boundary",),
    "aws_ssoadmin_managed_policy_attachment": ("managed_policy_arn",),
    "aws_ssoadmin_customer_managed_policy_attachment": ("customer_managed_policy_reference",),
    "aws_ssoadmin_permissions_boundary_attachment": ("permissions_boundary",),
    "aws_ssm_parameter": ("value", "insecure_value"),
}  # fmt: skip
"""What else a policy can be given to or told, by the arguments. Source: the AWS provider's documentation."""
_WRITTEN = ("aws_iam_user_policy", "aws_iam_group_policy", "aws_ssoadmin_permission_set_inline_policy",
            "aws_iam_policy")  # fmt: skip
"""Policies of others than roles, and those that are not attached to one here, with their document."""
_DOCUMENTS = {"aws_ssoadmin_permission_set_inline_policy": "inline_policy"}
_GIVING = frozenset((
    "aws_iam_role", "aws_iam_role_policy", "aws_iam_policy", "aws_iam_policy_attachment",
    "aws_iam_role_policy_attachment", "aws_iam_role_policy_attachments_exclusive",
))  # fmt: skip
"""What gives policies to roles, and is read itself; whatever else names one hands it to somebody."""
_INDIRECT = regex(r"(?<![\w.])(?:local|each|module|var)\.\w|(?<![\w.])data\.aws_iam_policy\.")
_DEEPEST = 6
"""How deep a value is looked into for policies."""


def add_others(roles: Roles, handles: list[Handle], top: Instance | None) -> None:
    """Tells the roles who else has what is written in their policies."""
    reader, evaluator = _Others(roles), roles.evaluator
    for handle in handles:
        reader.look(handle)
    for name, block in top.module.outputs.items() if top is not None else ():
        assert top is not None
        reader.given(evaluator.evaluate(block.value("value"), Env(instance=top)), f"output.{name}")


class _Others:
    def __init__(self, roles: Roles) -> None:
        self.roles, self.evaluator = roles, roles.evaluator
        self._unread: set[str] = set()
        """The calls of modules that are not read: they make policies of documents, too."""

    def look(self, handle: Handle) -> None:
        """A resource, or the call of a module that is not read."""
        block, env, managed = handle.block, self.evaluator.env_of(handle), handle.mode == "managed"
        names = _HOLDERS.get(handle.type, ()) if managed else ()
        if handle.mode == "module":
            self._unread.add(handle.address)
            names = tuple(one.name for one in block.attributes)
        if managed and handle.type == "aws_iam_policy_attachment" and self._has_others(handle, env):
            names = ("policy_arn",)
        for policy in self.roles.written_in(block, handle.instance) if handle.type not in _GIVING else ():
            self._policy(policy, handle.address)
        if managed and not names and handle.type not in _GIVING:
            for value in self._indirect(block):
                self.given(self.evaluator.evaluate(value, env), handle.address)
        for name in names:
            self.given(self.evaluator.attribute(block, name, env), handle.address)
        for inner in block.blocks if managed else ():
            for one in inner.attributes if inner.type in names else ():
                self.given(self.evaluator.evaluate(one.value, env), handle.address)
        if managed and handle.type in _WRITTEN and handle.address not in self.roles.attached:
            document = self.evaluator.attribute(block, _DOCUMENTS.get(handle.type, "policy"), env)
            self._same(document, handle.address, self.evaluator.modules.head(block))

    def _has_others(self, handle: Handle, env: Env) -> bool:
        return any(
            not is_null(self.evaluator.attribute(handle.block, one, env)) for one in ("users", "groups")
        )

    def given(self, value: Traced, who: str, depth: int = 0) -> None:
        """Somebody is given a value, with the policies that are in it."""
        inner: Iterable[Traced] = ()
        if isinstance(value, Mapping):
            inner = value.fields.values()
        elif isinstance(value, Choice):
            inner = value.options
        else:
            items, _ = self.evaluator.elements(value)
            inner = items or ()
        for one in inner if depth < _DEEPEST else ():
            self.given(one, who, depth + 1)
        if who in self._unread and isinstance(value, Scalar) and value.document is not None and value.node:
            self._same(value, who, self.evaluator.modules.span(value.node))
        handles = value.handles if isinstance(value, Whole) else ()
        named = self.roles.customer_policy(plain(value)) if isinstance(value, Scalar) else None
        for handle in (*handles, *((named,) if named is not None else ())):
            if handle.type == "aws_iam_policy":
                self._policy(handle, who)

    def _policy(self, handle: Handle, who: str) -> None:
        document = self.evaluator.attribute(handle.block, "policy", self.evaluator.env_of(handle))
        self._same(document, who, self.evaluator.modules.head(handle.block))

    def _indirect(self, block: s.Block) -> Iterator[s.Expr]:
        """The arguments that may hold a policy which is named elsewhere: they refer to something."""
        if not self.roles.customer:
            return
        for one in block.attributes:
            if _INDIRECT.search(self.evaluator.modules.slice(one.value)) is not None:
                yield one.value
        for inner in block.blocks:
            if inner.type not in ("dynamic", "lifecycle"):
                yield from self._indirect(inner)

    def _same(self, document: Traced, who: str, place: Span) -> None:
        """Somebody else has what a document says."""
        text = self.roles.policies.document(document, place)
        sites: list[Site | None] = [text.statements_site, *(one.site for one in text.statements)]
        for site in sites:
            if site is not None:
                self.roles.others.setdefault(site, {})[who] = None
