"""Which template a command deploys: the file that it names, through what packs and builds it before.

In: the words of a command and its row of ``tools.toml`` (``template``: the options that name one;
``default``: without them it is the usual file). Out: a file of the project; what ``sam build`` and
``package`` wrote stands for what they read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Any

from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.records import dataclass, field

_FROM_FILE = ("file://", "fileb://")
_BUILT = ".aws-sam/build"
"""Where ``sam build`` writes. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-build.html"""
_BUCKET = ("--s3-bucket",)
_USUAL = ("template.yaml", "template.yml", "template.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What a command deploys: ``file``, or ``missing`` (nobody has it); neither: not known."""

    file: str | None = None
    missing: str | None = None


@dataclass(slots=True, eq=False)
class Written:
    """What commands of a job have written: each file with the template that it was made from."""

    files: ProjectFiles
    made: dict[str, str | None] = field(default_factory=dict)
    """None: of a template that a variable names."""
    buckets: dict[str, str] = field(default_factory=dict)
    """Where packing has put what a file refers to."""

    def note(self, words: tuple[str, ...], directory: str, row: dict[str, Any]) -> None:
        """A command that makes one template of another (rows with ``writes``)."""
        given = _option(words, row["template"])
        source = None if given and _is_open(given) else self._source(given, directory)
        target = _option(words, row["writes"])
        if target is None and "builds" in row:
            target = posixpath.join(_option(words, row["builds"]) or _BUILT, "template.yaml")
        if target is not None and not _is_open(target):
            self.made[_at(directory, target)] = source
            bucket = _option(words, _BUCKET)
            if bucket:
                self.buckets[_at(directory, target)] = bucket

    def bucket_of(self, words: tuple[str, ...], directory: str, row: dict[str, Any]) -> str | None:
        """Where the code of the template is that a command deploys, if something before has put it there."""
        given = _option(words, row.get("template", ()))
        return self.buckets.get(_at(directory, _plain(given))) if given else None

    def deployed(self, words: tuple[str, ...], directory: str, row: dict[str, Any]) -> Template:
        """The template of a command that deploys."""
        given = _option(words, row.get("template", ()))
        return self.named(given, directory) if given is not None or row.get("default") else Template()

    def named(self, given: str | None, directory: str) -> Template:
        """A template as somebody names it; without a name, the usual one of SAM."""
        if given is not None and (_is_open(given) or given.startswith(("http", "s3:"))):
            return Template()
        path = self._source(given, directory)
        if path is None:
            return Template()
        if self.files.has(path):
            return Template(file=path)
        # Another job, or a program, may have written it.
        known = given is None or _at(directory, _plain(given)) in self.made
        return Template(missing=path) if known and given is not None else Template()

    def _source(self, given: str | None, directory: str) -> str | None:
        """The file behind a name, through everything that was written; None where that is not known."""
        built = _at(directory, f"{_BUILT}/template.yaml")
        path = built if given is None and built in self.made else None
        if path is None and given is None:
            return self._usual(directory)
        path = path or _at(directory, _plain(given or ""))
        if path not in self.made and not self.files.has(path):
            path = self._built_elsewhere(path) or path
        seen: set[str] = set()
        while path in self.made and path not in seen:
            seen.add(path)
            before = self.made[path]
            if before is None:
                return None
            path = before
        return path

    def _built_elsewhere(self, path: str) -> str | None:
        """What another job has built: of the usual template, where there is one."""
        before, found, name = path.rpartition(f"{_BUILT}/")
        return self._usual(posixpath.normpath(before)) if found and name == "template.yaml" else None

    def _usual(self, directory: str) -> str | None:
        return next((one for name in _USUAL if self.files.has(one := _at(directory, name))), None)


def _plain(name: str) -> str:
    for prefix in _FROM_FILE:
        name = name.removeprefix(prefix)
    return name


def _is_open(name: str) -> bool:
    return "$" in name or "*" in name


def _at(directory: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(directory, name))


def _option(words: tuple[str, ...], names: Iterable[str]) -> str | None:
    for index, word in enumerate(words):
        for name in names:
            if word == name and index + 1 < len(words):
                return words[index + 1]
            if word.startswith(f"{name}="):
                return word.partition("=")[2]
    return None
