"""Edits of policies in the very files that own them: exact to the character, checked before they are handed
back.

``apply`` takes a stack and ``changes.Edit`` records and gives the files' new texts; nothing is written. Every
byte outside the edited nodes stays. The new text is parsed again and compared with what it has to say; an
edit that can't be made is refused with one line, and the others are made all the same. YAML and JSON
(CloudFormation, SAM, Serverless Framework, policy files): ``yaml_file`` and its neighbours ``yaml_*``;
Terraform: ``hcl``; what the CDK made is edited in the application's source: ``cdk`` and its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from policywright.analyzers.infrastructure.changes import Edit, FilePatch
from policywright.analyzers.infrastructure.project import TERRAFORM_JSON
from policywright.analyzers.infrastructure.serverless import SCRIPTS
from policywright.knowledge.records import replace

if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.editing.data import TextOf
    from policywright.analyzers.infrastructure.model import HeldStatement, Path, Stack
    from policywright.analyzers.infrastructure.project import ProjectFiles

_GENERATED = "Terraform's JSON is written by programs; change what writes it"
_PROGRAM = "the configuration is a program: change it there by hand"


def apply(
    files: ProjectFiles, stack: Stack, edits: Sequence[Edit], beside: Sequence[Edit] = ()
) -> tuple[FilePatch, ...]:
    """A patch for each file that an edit names, in order of the files' names.

    For a template that ``cdk synth`` wrote they are patches of the application's source, which may make other
    stacks as well: ``beside`` are the edits of those.
    """
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.site.file, []).append(edit)
    patches: list[FilePatch] = []
    for name in sorted(by_file):
        if stack.synthesised and name.endswith(".json"):
            from policywright.analyzers.infrastructure.editing.cdk import apply_cdk

            patches.extend(apply_cdk(files, stack, name, by_file[name], beside))
            continue
        patches.append(_patch(files, stack, name, by_file[name]))
    return tuple(patches)


def _patch(files: ProjectFiles, stack: Stack, name: str, edits: list[Edit]) -> FilePatch:
    text = files.text(name)
    if text is None:
        lines = tuple(_line(edit, "the file can't be read") for edit in edits)
        return FilePatch(file=name, before="", after="", refused=lines)
    if name in files.through:
        why = f"it is a link to {files.through[name]}, which other directories may share"
        return FilePatch(file=name, before=text, after=text, refused=tuple(_line(one, why) for one in edits))
    if files.is_borrowed(name):
        why = f"others may call {name.rpartition('/')[0]}: to have it edited, name what is above all of them"
        return FilePatch(file=name, before=text, after=text, refused=tuple(_line(one, why) for one in edits))
    mark = files.mark(name)
    said: list[str] = []
    after, refused = _editor(files, stack, name, edits, said)(text, edits)
    if any(edits[index].instead for index in refused):
        said.clear()
        edits = _with_others([*edits], refused)
        after, refused = _editor(files, stack, name, edits, said)(text, edits)
    lines = tuple(_line(edits[index], reason) for index, reason in sorted(refused.items()))
    return FilePatch(file=name, before=mark + text, after=mark + after, refused=lines, said=tuple(said))


def _with_others(edits: list[Edit], refused: Collection[int]) -> list[Edit]:
    """The edits with what is done in the place of those that can't be made."""
    found = [replace(one, instead=()) if at in refused else one for at, one in enumerate(edits)]
    for index in refused:
        for one in edits[index].instead:
            there = (
                (at, each) for at, each in enumerate(found) if (each.kind, each.site) == (one.kind, one.site)
            )
            at, other = next(there, (-1, None))
            if other is None:
                found.append(one)
            else:
                found[at] = replace(other, statements=(*other.statements, *one.statements))
    return [one for at, one in enumerate(found) if at not in refused or not edits[at].instead]


def _editor(
    files: ProjectFiles, stack: Stack, name: str, edits: Sequence[Edit], said: list[str]
) -> Callable[[str, Sequence[Edit]], tuple[str, dict[int, str]]]:
    held = _held(stack, name, edits)
    dialect = edits[0].site.dialect
    if dialect == "serverless" and name.endswith(SCRIPTS):
        return lambda text, edits: (text, dict.fromkeys(range(len(edits)), _PROGRAM))
    if name.endswith(TERRAFORM_JSON):
        return lambda text, edits: (text, dict.fromkeys(range(len(edits)), _GENERATED))
    if dialect == "terraform":
        from policywright.analyzers.infrastructure.editing.hcl import edit_hcl

        return lambda text, edits: edit_hcl(text, edits, stack, files, held, said)
    from policywright.analyzers.infrastructure.editing.data import cloudformation_text, plain_text
    from policywright.analyzers.infrastructure.editing.yaml_file import edit_yaml
    from policywright.analyzers.infrastructure.references import references_of

    templated = dialect in ("cloudformation", "serverless", "copilot")
    text_of = cloudformation_text(references_of(stack)) if templated else plain_text(stack)
    from policywright.analyzers.infrastructure.editing.ordered import Ordered

    if dialect == "copilot":
        ordered = Ordered(stack, name, files.text(name) or "")
        return lambda text, edits: edit_yaml(
            text, edits, text_of, held, texts=lambda edit: ordered.text_of(edit) or text_of
        )
    if dialect == "cloudformation":
        from policywright.analyzers.infrastructure.choosing import named_in_code
        from policywright.analyzers.infrastructure.editing.chosen import Chosen

        written = files.text(name) or ""
        ordered, chosen = (
            Ordered(stack, name, written),
            Chosen(stack, name, written, partial(named_in_code, files)),
        )

        def text_for(edit: Edit) -> TextOf:
            return chosen.text_of(ordered.text_of(edit) or text_of, edit.role)

        return lambda text, edits: edit_yaml(text, edits, text_of, held, texts=text_for)
    if dialect == "serverless":
        from policywright.analyzers.infrastructure.choosing import named_in_code
        from policywright.analyzers.infrastructure.editing.framework import (
            as_written,
            framework_text,
            is_for_first_version,
        )

        late = Ordered(stack, name, "").text_of(edits[0]) or text_of
        service = files.text(stack.name) or ""
        first = is_for_first_version(files, stack.name)
        named = partial(named_in_code, files)
        texts = framework_text(late, service, first=first)
        texts = as_written(texts, stack, name, files.text(name) or "", named, first=first)
        return lambda text, edits: edit_yaml(text, edits, texts, held, serverless=True, first_version=first)
    return lambda text, edits: edit_yaml(text, edits, text_of, held)


def _held(stack: Stack, name: str, edits: Sequence[Edit]) -> dict[Path, HeldStatement]:
    """The statements that readers found in a file, by their paths.

    One that several roles have says something else of each (``orders[count.index].arn``): what the role has
    that an edit is of.
    """
    # A role that a framework makes for one function is called by that.
    made_for = {one.id: one.role for one in stack.workloads}
    writing = {edit.site.path: (edit.role, made_for.get(edit.role)) for edit in edits}
    found: dict[Path, HeldStatement] = {}
    done: set[Path] = set()
    for role in stack.roles:
        for policy in role.policies:
            for statement in policy.statements:
                path = statement.site.path if statement.site is not None else ()
                if statement.site is None or statement.site.file != name or path in done:
                    continue
                found[path] = statement
                if role.id in writing.get(path, ()):
                    done.add(path)
    return found


def _line(edit: Edit, reason: str) -> str:
    """One line that says what was refused and why."""
    path = ""
    for step in edit.site.path:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return f"{edit.site.file}: {edit.kind} at {path or 'the top'}: {reason}"


__all__ = ["apply"]
