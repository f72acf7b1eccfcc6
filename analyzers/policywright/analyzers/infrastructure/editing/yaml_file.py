"""Edits of one YAML or JSON file: planned together, written at once, parsed again and compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from policywright.analyzers.infrastructure.changes import Edit
from policywright.analyzers.infrastructure.editing.attempts import Refusals, RefusedEdit, largest
from policywright.analyzers.infrastructure.editing.data import TextOf
from policywright.analyzers.infrastructure.editing.yaml_changes import Changes, spliced
from policywright.analyzers.infrastructure.editing.yaml_plan import Plan, needs_list, target
from policywright.analyzers.infrastructure.editing.yaml_style import Styles, newline_of
from policywright.analyzers.infrastructure.editing.yaml_tree import Document, parse
from policywright.analyzers.infrastructure.editing.yaml_wrap import wrapped
from policywright.analyzers.infrastructure.model import HeldStatement, Path
from policywright.analyzers.infrastructure.refusal import Refused


def edit_yaml(
    text: str,
    edits: Sequence[Edit],
    text_of: TextOf,
    held: Mapping[Path, HeldStatement],
    *,
    serverless: bool = False,
    first_version: bool = False,
    texts: Callable[[Edit], TextOf | None] | None = None,
) -> tuple[str, Refusals]:
    """The text with the edits made, and why some were not.

    ``texts`` gives what writes the patterns of an edit where that is not ``text_of``.
    """
    if text[-1:] not in ("\n", "\r"):
        # Lines are all alike with a line break at the end; one that wasn't there goes again.
        newline = newline_of(text)
        after, refused = edit_yaml(
            text + newline,
            edits,
            text_of,
            held,
            serverless=serverless,
            first_version=first_version,
            texts=texts,
        )
        return after.removesuffix(newline), refused
    refused = {}
    try:
        document = parse(text)
    except Refused as error:
        return text, dict.fromkeys(range(len(edits)), str(error))
    paths: dict[int, Path] = {}
    for index, edit in enumerate(edits):
        try:
            paths[index] = target(document, edit)
            if (single := needs_list(document, edit, paths[index])) is not None:
                document = wrapped(document, [single])
        except Refused as error:
            paths.pop(index, None)
            refused[index] = str(error)

    writers = [(texts and texts(edit)) or text_of for edit in edits]

    def attempt(indexes: Sequence[int]) -> str:
        return _attempt(document, indexes, edits, paths, held, writers, serverless, first_version)

    after, reasons = largest(document.text, list(paths), attempt)
    refused.update(reasons)
    if set(refused) == set(range(len(edits))):
        return text, refused
    if _is_json(text) and not _is_json(after):
        return text, dict.fromkeys(range(len(edits)), "the result would not be JSON")
    return after, refused


def _attempt(
    document: Document,
    indexes: Sequence[int],
    edits: Sequence[Edit],
    paths: Mapping[int, Path],
    held: Mapping[Path, HeldStatement],
    writers: Sequence[TextOf],
    serverless: bool,
    first_version: bool,
) -> str:
    changes = Changes(document, Styles(document))
    plan = Plan(changes, serverless, first_version)
    for index in indexes:
        plan.text = writers[index]
        try:
            plan.add(edits[index], paths[index], held.get(edits[index].site.path))
        except Refused as error:
            raise RefusedEdit(index, str(error)) from error
    plan.finish()
    text = spliced(document.text, changes.splices())
    if text != document.text and parse(text).shape() != changes.shape():
        raise Refused("the result would say something else than was asked for")
    return text


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


__all__ = ["edit_yaml"]
