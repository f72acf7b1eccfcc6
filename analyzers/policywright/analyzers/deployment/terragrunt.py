"""Terragrunt: the module that a ``terragrunt.hcl`` runs terraform in, and the state that it keeps."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.deployment.model import Asked
from policywright.analyzers.deployment.naming import OPEN, arn_in
from policywright.analyzers.deployment.origin import origin
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.model import Span
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Hole

_SOURCE = re.compile(r'(?:^|\{)\s*source\s*=\s*(".+)$', re.MULTILINE)
_QUOTED = re.compile(r'"(\.{0,2}/[\w./-]+|(?:git::|git@|github\.com/)[^"?$\s]+)(?=["?])')
"""A text in an expression that is a path, or an address; what is computed in it is none."""
_HERE = re.compile(r"\$\{\s*get_terragrunt_dir\(\)\s*\}")
_PARENT = re.compile(r'\$\{\s*dirname\(\s*find_in_parent_folders\((?:"([^"]*)")?\)\s*\)\s*\}')
"""What is said of a directory: the file's own, or that of a file above it.

https://terragrunt.gruntwork.io/docs/reference/hcl/functions/"""
_REMOTE = re.compile(
    r"(?:git::)?(?:[a-z]+://)?(?:[^@/\s]+@)?[\w.-]+[/:]([\w.-]+/[\w.-]+?)(?:\.git)?//([\w./-]+)"
)
"""A module of a repository: its owner and name, and the directory."""
_CALL = re.compile(r"\$\{[^}]*\}")
_ROOT = re.compile(r"\$\{\s*get_repo_root\(\)\s*\}")
_STATE = "remote_state"
_DOCS = "https://terragrunt.gruntwork.io/docs/features/state-backend/"
_KEEPS = ("s3:ListBucket", "s3:GetBucketVersioning")
_MAKES = (
    "s3:CreateBucket", "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock", "s3:GetEncryptionConfiguration", "s3:GetBucketPolicy",
    "s3:GetBucketPublicAccessBlock",
)  # fmt: skip


def modules_of(files: ProjectFiles, directory: str, *, every: bool) -> list[tuple[str, str]]:
    """The modules that a command is about, and the files that say so (``""`` where none says more)."""
    names = [
        name
        for name in files.names
        if posixpath.basename(name) == "terragrunt.hcl"
        and (
            posixpath.dirname(name) == directory
            or (every and (not directory or name.startswith(f"{directory}/")))
        )
    ]
    found = [(module, name) for name in names for module in _modules(files, name)]
    return found or [(directory, posixpath.join(directory, "terragrunt.hcl"))]


def _modules(files: ProjectFiles, name: str) -> list[str]:
    """The directories of the repository that a file's ``source`` may be; none for one of elsewhere.

    Of several, which a condition chooses among, those count that are here: others are versions of them.
    """
    written = _SOURCE.search(files.text(name) or "")
    if written is None:
        return []
    said = _HERE.sub(".", _ROOT.sub("/", written[1]))
    said = _PARENT.sub(lambda found: _above(files, name, found[1]), said)
    found = [_directory(files, name, one) for one in _QUOTED.findall(said)]
    return list(dict.fromkeys(one for one in found if one is not None))


def _directory(files: ProjectFiles, name: str, source: str) -> str | None:
    own = _REMOTE.match(source)
    if own is not None and own[1].lower() == origin(files, "").lower():
        return posixpath.normpath(own[2])
    source = source.partition("?")[0].replace("//", "/")
    if _CALL.search(source) or "::" in source or not source.startswith((".", "/")):
        return None
    found = posixpath.normpath(posixpath.join(posixpath.dirname(name), source)).lstrip("/")
    return None if found.startswith("..") else found


def _above(files: ProjectFiles, name: str, wanted: str | None) -> str:
    """The directory above a file that has another one, from the root of the repository; open without any."""
    at = posixpath.dirname(name)
    while at:
        at = posixpath.dirname(at)
        if files.has(posixpath.join(at, wanted or "terragrunt.hcl")):
            return f"/{at}"
    return "${}"


def state_of(files: ProjectFiles, directory: str, span: Span) -> Iterator[Asked]:
    """What keeping the state asks: the ``remote_state`` of the directory, or of one above it."""
    text = next(iter(_stated(files, directory)), None)
    if text is None:
        return
    bucket, table = _said(text, "bucket"), _said(text, "dynamodb_table")

    def asked(actions: tuple[str, ...], *rest: str | Hole, optional: str = "") -> Asked:
        return Asked(
            actions=actions, resources=(arn_in("s3", *(bucket or OPEN), *rest, region="", account=""),),
            why="terragrunt keeps the state there", span=span, source=_DOCS, operation="terragrunt",
            optional=optional,
        )  # fmt: skip

    yield asked(_KEEPS)
    yield asked(("s3:GetObject", "s3:PutObject", "s3:DeleteObject"), "/", *OPEN)
    yield asked(_MAKES, optional="the bucket of the state is not there yet")
    if table is not None:
        yield Asked(
            actions=("dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"),
            resources=(arn_in("dynamodb", "table/", *table),), why="the state is locked by an item",
            span=span, source=_DOCS, operation="terragrunt",
        )  # fmt: skip


def _stated(files: ProjectFiles, directory: str) -> Iterator[str]:
    while True:
        for name in ("terragrunt.hcl", "root.hcl", "common.hcl"):
            path = posixpath.join(directory, name)
            text = files.text(path) if files.has(path) else None
            if text is not None and _STATE in text:
                yield text
        if not directory:
            return
        directory = posixpath.dirname(directory)


def _said(text: str, name: str) -> Parts | None:
    """An argument that is a text, what is computed in it left open."""
    found = re.search(rf'^\s*{name}\s*=\s*(?:"([^"\n]*)"|\S)', text, re.MULTILINE)
    if found is None:
        return None
    if found[1] is None:
        return OPEN
    pieces: list[str | Hole] = []
    for index, piece in enumerate(_CALL.split(found[1])):
        # What is computed may have quotes of its own: the text ends in the middle of it.
        written, cut, _ = piece.partition("${")
        pieces += [*OPEN] if index else []
        pieces += [written] if written else []
        pieces += [*OPEN] if cut else []
    return tuple(pieces)
