"""Managed policies that somebody attaches by their name: another template, a script, a console's user.

A reference to a policy is seen where it is made; a name in an ARN (``policy/common``) or in a data source is
a text, in whatever file of the project. Who has a policy so may need anything of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policywright.analyzers.infrastructure.model import HeldPolicy, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Text, Value

_READ = (".tf", ".tofu", ".tfvars", ".hcl", ".json", ".yaml", ".yml", ".template", ".sh")
"""Files that attach policies: templates, and the scripts of deployments."""
_ANYTHING = r"[^/\"'\s,]*"
_LEAST = 3
"""Characters of a name that are written out; less may be any policy's."""
_SOURCE = r"""data\s+"aws_iam_policy"\s+"[^"]*"\s*\{[^}]*\bname\s*=\s*"%s\""""


def attached_by_name(stacks: Sequence[Stack], files: ProjectFiles) -> tuple[Stack, ...]:
    """The stacks, with policies that are named in texts of the project shared with whoever names them."""
    found: dict[Value, tuple[str, ...]] = {}

    def shared(policy: HeldPolicy) -> HeldPolicy:
        if policy.called is None or policy.kind != "customer-managed" or policy.opaque is not None:
            return policy
        if policy.called not in found:
            found[policy.called] = tuple(_naming(policy.called, files))
        ids = tuple(dict.fromkeys((*policy.shared_by, *found[policy.called])))
        return policy if len(ids) == len(policy.shared_by) else replace(policy, shared_by=ids)

    return tuple(
        replace(
            stack,
            roles=tuple(
                replace(role, policies=tuple(shared(one) for one in role.policies)) for role in stack.roles
            ),
        )
        for stack in stacks
    )


def _naming(called: Value, files: ProjectFiles) -> Iterator[str]:
    """Where a policy of a name is named, as a person would say."""
    name = _pattern(called)
    if name is None:
        return
    pattern = re.compile(rf":policy/(?:[^\s\"':]*/)?{name}(?![\w+=,.@/-])|{_SOURCE % name}")
    for file in files.names:
        if not file.endswith(_READ):
            continue
        text = files.text(file) or ""
        if "policy" in text and (match := pattern.search(text)) is not None:
            yield f"what {file}:{text.count(chr(10), 0, match.start()) + 1} names it for"


def _pattern(called: Value) -> str | None:
    """A regular expression for a name; what a deployment puts in may be written in any way."""
    parts = (
        called.parts
        if isinstance(called, Text)
        else (str(called.value),)
        if isinstance(called, Const)
        else ()
    )
    texts = [one for one in parts if isinstance(one, str)]
    if sum(map(len, texts)) < _LEAST:
        return None
    return "".join(re.escape(one) if isinstance(one, str) else _ANYTHING for one in parts)
