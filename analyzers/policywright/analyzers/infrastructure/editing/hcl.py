"""Edits of a Terraform file: HCL by ``hcl_plan``, JSON in heredocs by the editor of JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.choosing import named_in_code
from policywright.analyzers.infrastructure.editing.attempts import Refusals, RefusedEdit, largest
from policywright.analyzers.infrastructure.editing.data import Data, TextOf
from policywright.analyzers.infrastructure.editing.hcl_changes import HclChanges
from policywright.analyzers.infrastructure.editing.hcl_layout import laid_out
from policywright.analyzers.infrastructure.editing.hcl_plan import HclPlan, has_resources
from policywright.analyzers.infrastructure.editing.hcl_text import Names
from policywright.analyzers.infrastructure.editing.hcl_there import There
from policywright.analyzers.infrastructure.editing.hcl_tree import Source, shape
from policywright.analyzers.infrastructure.editing.learnt import Learnt
from policywright.analyzers.infrastructure.editing.yaml_changes import spliced
from policywright.analyzers.infrastructure.editing.yaml_file import edit_yaml
from policywright.analyzers.infrastructure.model import HeldStatement, Path, Site, Stack
from policywright.analyzers.infrastructure.project import HCL, TERRAFORM
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.analyzers.infrastructure.terraform import locate
from policywright.analyzers.infrastructure.terraform.parse import parse
from policywright.knowledge.records import replace
from policywright.knowledge.values import Value

if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.project import ProjectFiles

JSON_STEP = "<json>"
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Around the number of an interpolation, while the text around it is edited as JSON."""
_EMPTY = re.compile(r'"Statement"\s*:\s*\[\s*\]')
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


def edit_hcl(
    text: str,
    edits: Sequence[Edit],
    stack: Stack,
    files: ProjectFiles,
    held: Mapping[Path, HeldStatement],
    said: list[str],
) -> tuple[str, Refusals]:
    """The text with the edits made, and why some were not; ``said`` gets what people can't see in it."""
    name = edits[0].site.file
    directory = str(PurePosixPath(name).parent)
    names = Names(stack, directory, partial(named_in_code, files))
    after, refused = _edited(text, edits, stack, files, held, names)
    if name.endswith(HCL):
        after = laid_out(text, after)
    said.extend(f"{name}: {line}" for line in names.by_name(text, after))
    return after, refused


def _edited(
    text: str,
    edits: Sequence[Edit],
    stack: Stack,
    files: ProjectFiles,
    held: Mapping[Path, HeldStatement],
    names: Names,
) -> tuple[str, Refusals]:
    name = edits[0].site.file
    directory = str(PurePosixPath(name).parent)
    refused: Refusals = {}
    if all(edit.site.path[:1] == (JSON_STEP,) for edit in edits):
        return _edit_file(text, edits, stack, held)
    others = [
        other
        for one in files.names
        if one != name and one.endswith(HCL) and str(PurePosixPath(one).parent) == directory
        if (other := files.text(one)) is not None
    ]
    before = There(parse("", text), others, stack, directory)
    names.phrases = list(before.phrases(text).items())
    refused.update(_not_there(before, edits, names, held))
    edits = [_written_out(text, edit) for edit in edits]
    text = _edit_json(text, edits, names, held, refused, before)
    rest = [
        index for index, edit in enumerate(edits) if JSON_STEP not in edit.site.path and index not in refused
    ]

    def owner_of(role: str) -> Path | None:
        found = stack.role(role)
        owner = found.owner if found is not None else None
        return owner.path if owner is not None and owner.file == name else None

    def made_by(owner: Path) -> list[str]:
        place = Site(file=name, dialect="terraform", path=owner)
        return [one.id for one in stack.roles if one.owner == place]

    try:
        source = Source(text)
        there = There(source.document, others, stack, directory)
    except Refused as error:
        return text, {**refused, **dict.fromkeys(rest, str(error))}

    def attempt(indexes: Sequence[int]) -> str:
        changes = HclChanges(source)
        plan = HclPlan(changes, names, there, owner_of, made_by, partial(_callers, files, directory))
        for index in indexes:
            try:
                plan.add(edits[index], held.get(edits[index].site.path))
            except Refused as error:
                raise RefusedEdit(index, str(error)) from error
        plan.finish()
        after = spliced(text, changes.splices())
        if after != text:
            document = Source(after).document
            if (shape(document.blocks), shape(document.attributes)) != changes.shape():
                raise Refused("the result would say something else than was asked for")
        return after

    after, reasons = largest(text, rest, attempt)
    return after, {**refused, **reasons}


def _callers(files: ProjectFiles, directory: str) -> Iterator[str]:
    """The texts of Terraform's files in other directories."""
    for one in files.names:
        if one.endswith(TERRAFORM) and str(PurePosixPath(one).parent) != directory:
            yield files.text(one) or ""


def _not_there(
    there: There, edits: Sequence[Edit], names: Names, held: Mapping[Path, HeldStatement]
) -> Refusals:
    """Edits that name what may not be there while the block that they are in is, with the reason."""
    found: Refusals = {}
    for index, edit in enumerate(edits):
        names.at(*there.place(edit))
        values = [
            *(value for one in edit.statements for value in _newly_named(edit, one, names, held)),
            *(value for one in edit.statements for _, _, values in one.conditions for value in values),
        ]
        missing = there.missing(edit.site.path, names.expressions(values)) if values else None
        if missing is not None:
            found[index] = f"{missing} is not always there, and what would name it is"
    return found


def _newly_named(
    edit: Edit, new: NewStatement, names: Names, held: Mapping[Path, HeldStatement]
) -> Sequence[Value]:
    """What a statement names that is not what it has, however that is chosen."""
    alone = edit.kind == "replace" and len(edit.statements) == 1
    same = alone and has_resources(held.get(edit.site.path), new, names)
    return () if same else new.resources


# JSON in heredocs ------------------------------------------------------------------------------------------


def _edit_json(
    text: str,
    edits: list[Edit],
    names: Names,
    held: Mapping[Path, HeldStatement],
    refused: Refusals,
    there: There,
) -> str:
    """Makes the edits of JSON; where no statement is left, the block around it is to be deleted instead."""
    groups: dict[Path, list[int]] = {}
    for index, edit in enumerate(edits):
        path = edit.site.path
        if JSON_STEP in path and index not in refused:
            groups.setdefault(path[: path.index(JSON_STEP) + 1], []).append(index)
    for prefix, indexes in groups.items():
        place = locate(text, prefix)
        if place is None:
            refused.update(dict.fromkeys(indexes, "there is nothing at that place any more"))
            continue
        names.at(*there.place(edits[indexes[0]]))
        data = text.encode("utf-8", "surrogatepass")
        body = data[place[0] : place[1]].decode("utf-8", "surrogatepass")
        masked, holes = _masked(body)
        inner = [_inside(edits[index], len(prefix)) for index in indexes]
        known = {path[len(prefix) :]: one for path, one in held.items() if path[: len(prefix)] == prefix}
        after, reasons = edit_yaml(masked, inner, _text_of(names, holes), known)
        refused.update({indexes[at]: reason for at, reason in reasons.items()})
        if _EMPTY.search(after) and not _EMPTY.search(masked):
            for index in indexes:
                block = Site(file=edits[index].site.file, dialect="terraform", path=prefix[:-2])
                edits[index] = Edit(kind="delete", site=block)
            continue
        new = _TOKEN.sub(lambda found, holes=holes: holes[int(found[1])], after)  # type: ignore[misc]
        text = (data[: place[0]] + new.encode("utf-8", "surrogatepass") + data[place[1] :]).decode(
            "utf-8", "surrogatepass"
        )
    return text


def _edit_file(
    text: str, edits: Sequence[Edit], stack: Stack, held: Mapping[Path, HeldStatement]
) -> tuple[str, Refusals]:
    """A file of JSON, which knows no references; in a template file interpolations stay as they are.

    What a template's variables mean is learnt from the statements that use them.
    """
    masked, holes = _masked(text)
    known = {path[1:]: one for path, one in held.items() if path[:1] == (JSON_STEP,)}
    learnt = Learnt(stack, masked, known)
    refused: Refusals = {}
    able: list[int] = []
    for index, edit in enumerate(edits):
        before = held.get(edit.site.path)
        unsaid = learnt.unsaid(edit.statements, before) if edit.kind == "replace" else None
        if unsaid is None:
            able.append(index)
        else:
            refused[index] = f"{unsaid} has no name in this file"
    inner = [_inside(edits[index], 1) for index in able]
    after, reasons = edit_yaml(masked, inner, learnt.text, known)
    if _EMPTY.search(after) and not _EMPTY.search(masked):
        # AWS takes no policy without statements, and what has this one reads the file.
        return text, {**refused, **dict.fromkeys(able, "no statement would be left in the file")}
    refused.update({able[at]: reason for at, reason in reasons.items()})
    return _TOKEN.sub(lambda found: holes[int(found[1])], after) if holes else after, refused


def _written_out(text: str, edit: Edit) -> Edit:
    """Replacing a policy whose document is a heredoc means its JSON."""
    path = (*edit.site.path, "policy", JSON_STEP)
    if edit.kind != "replace" or JSON_STEP in edit.site.path or locate(text, path) is None:
        return edit
    site = Site(file=edit.site.file, dialect=edit.site.dialect, path=path)
    return replace(edit, site=site)


def _inside(edit: Edit, depth: int) -> Edit:
    """The edit of the JSON alone."""
    site = Site(file=edit.site.file, dialect=edit.site.dialect, path=edit.site.path[depth:])
    return replace(edit, site=site)


def _masked(body: str) -> tuple[str, list[str]]:
    """The text with its interpolations (and escaped ones) as numbers, and what they were."""
    holes: list[str] = []
    parts: list[str] = []
    at = 0
    for start, end in _interpolations(body):
        parts.append(f"{body[at:start]}{_OPEN}{len(holes)}{_CLOSE}")
        holes.append(body[start:end])
        at = end
    return "".join([*parts, body[at:]]), holes


def _interpolations(body: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(body) - 1:
        if body[at : at + 2] not in ("${", "%{"):
            at += 1
            continue
        start = at - 1 if at and body[at - 1] == body[at] else at
        depth, end = 0, at + 1
        quoted = False
        while end < len(body):
            character = body[end]
            if character == '"' and start == at:
                quoted = not quoted
            elif not quoted and character in "{}":
                depth += 1 if character == "{" else -1
                if depth == 0:
                    break
            end += 1
        yield start, min(end + 1, len(body))
        at = end + 1


def _text_of(names: Names, holes: list[str]) -> TextOf:
    """Patterns as text of a template, whose interpolations are numbers again."""

    numbers: dict[str, int] = {}

    def token(hole: str) -> str:
        """The same number for the same interpolation: what is written twice must be equal."""
        if hole not in numbers:
            numbers[hole] = len(holes)
            holes.append(hole)
        return f"{_OPEN}{numbers[hole]}{_CLOSE}"

    def text(value: Value) -> Data:
        source = names.expression(value)
        content = source[1:-1] if source[:1] == '"' else f"${{{source}}}"
        masked, found = _masked(content.replace('\\"', '"').replace("\\\\", "\\"))
        return _TOKEN.sub(lambda one: token(found[int(one[1])]), masked)

    return text


__all__ = ["edit_hcl"]
