"""``--infra`` with an IAM policy in JSON: that file, edited as a diff. Templates are ``templates.py``'s."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from policywright.analyzers.infrastructure.project import mark_of
from policywright.analyzers.infrastructure.unified import unified
from policywright.knowledge.policy.minimise import covers_rule, minimise
from policywright.knowledge.policy.quota import QUOTAS, size
from policywright.knowledge.policy.statements import Rule, raw_statements, rules, statement
from policywright.server.errors import UserError
from policywright.server.fix.changes import explained
from policywright.server.fix.model import Change
from policywright.server.fix.real import require
from policywright.server.principals import Target
from policywright.server.validation import read_source

_ONLY = (
    "--infra takes an IAM policy in JSON, or templates (CloudFormation, SAM, Terraform, Serverless Framework)"
)


def file_change(
    paths: Sequence[Path], added: Sequence[Rule], target: Target | None, root: Path | None
) -> Change:
    """The change of the policy file: new statements behind its own, which stay as they are."""
    if len(paths) != 1:
        raise UserError(f"--infra: one file is needed, {len(paths)} were given")
    (path,) = paths
    require(added)
    if not path.is_file():
        raise UserError(f"--infra {path}: not a regular file; {_ONLY}")
    shown = str(path.relative_to(root)) if root and path.is_relative_to(root) else str(path)
    mark, text = mark_of(path), read_source(path, name=shown).text
    before = _policy(text, shown)
    known = minimise(rules(before))
    new = minimise(rule for rule in added if not any(covers_rule(other, rule) for other in known))
    after = {**before, "Statement": [*raw_statements(before), *map(statement, new)]} if new else dict(before)
    after_text = _written(after, text) if new else text
    return Change(
        target=target,
        policy_name=path.stem,
        before=before,
        after=after,
        before_text=text,
        after_text=after_text,
        diff=unified(mark + text, mark + after_text, named_in_patch(path, root)),
        changes=explained(before, after),
        characters=size(after),
        quota=QUOTAS["managed"],
        read=True,
        file=shown,
    )


def named_in_patch(path: Path, root: Path | None) -> str:
    """The file's name below the root or the working directory, or else by itself: no patch leads upwards."""
    whole, base = path.resolve(), (root or Path.cwd()).resolve()
    return str(whole.relative_to(base)) if whole.is_relative_to(base) else whole.name


def _policy(text: str, shown: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise UserError(f"--infra {shown}: not JSON; {_ONLY}") from error
    if not isinstance(found, dict) or "Statement" not in found or not rules(found):
        raise UserError(f"--infra {shown}: not an IAM policy; {_ONLY}")
    return found


def _written(policy: Mapping[str, Any], like: str) -> str:
    """The policy with the indentation of the text that it comes from."""
    line = next((line for line in like.splitlines()[1:] if line.strip()), "  x")
    indent = line[: len(line) - len(line.lstrip())] or "  "
    written = json.dumps(policy, indent=indent, ensure_ascii=False) + ("\n" if like.endswith("\n") else "")
    return written.replace("\n", "\r\n") if "\r\n" in like else written
