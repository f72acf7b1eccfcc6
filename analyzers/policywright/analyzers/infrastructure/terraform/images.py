"""The container images that a configuration builds: which directory and Dockerfile an image's name is of.

Terraform has no word of its own for building one: there are the ``docker`` provider's resources, commands of
provisioners (``docker build``, in scripts of the project too), and pipelines that nothing here tells of. For
those an image is taken to be of the directory that is called like it, or of the only Dockerfile.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator
from collections.abc import Mapping as Dict

from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.project import relative_to_file
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.file_functions import local_name
from policywright.analyzers.infrastructure.terraform.modules import join
from policywright.analyzers.infrastructure.terraform.resources import nested
from policywright.analyzers.infrastructure.terraform.traced import (
    Env,
    Handle,
    Mapping,
    Traced,
    is_null,
    options,
    plain,
    string,
)
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Const, Hole, Text

_IMAGES = frozenset(("docker_image", "docker_registry_image"))
_HOLE = re.compile("\ue000([^\ue001]*)\ue001")
_SHELL = re.compile(r"\$\{?(\w+)\}?")
_BREAKS = re.compile(r"&&|\|\||;|\n")
_REGISTRY = ".dkr.ecr."
_PUBLIC = re.compile(r"^(?:public\.ecr\.aws|docker\.io|ghcr\.io|quay\.io|gcr\.io|mcr\.microsoft\.com)/")
_WITH_VALUE = frozenset((
    "-t", "--tag", "-f", "--file", "--build-arg", "--target", "--platform", "--label", "--network",
    "--cache-from", "--cache-to", "-o", "--output", "--progress", "--secret", "--ssh", "--builder",
    "--iidfile", "--add-host", "-m", "--memory", "--shm-size", "--ulimit", "--build-context",
    "--metadata-file", "--provenance",
))  # fmt: skip
"""Options of ``docker build`` that take a value behind a blank."""
_NAMELESS = frozenset(("this", "main", "default", "repo", "repository", "ecr", "image", "app", "service"))


@dataclass(frozen=True, slots=True)
class Build:
    """What an image is made of, as files of the project; ``guessed`` says what tells so, if nothing does."""

    context: str
    dockerfile: str
    guessed: str = ""


class Images:
    """Those of one root module; ``handles`` are all its blocks."""

    def __init__(self, evaluator: Evaluator, handles: list[Handle]) -> None:
        self.evaluator, self.files = evaluator, evaluator.modules.files
        self._builds: dict[str, dict[Build, None]] = {}
        """By the image's name without its tag."""
        self._by_address: dict[str, Build] = {}
        self._repositories: dict[str, str] = {}
        """The names that repositories are given, by their addresses."""
        for handle in handles:
            env = evaluator.env_of(handle, defaults=True)
            if handle.type in _IMAGES:
                self._resource(handle, env)
            elif handle.type == "aws_ecr_repository":
                self._repositories[handle.address] = (
                    string(evaluator.attribute(handle.block, "name", env)) or ""
                )
            self._provisioned(handle, env)

    def of(self, value: Traced, called: tuple[str, ...]) -> Build | None:
        """What the image of a value is made of; ``called`` is what runs it."""
        for one in options(value):
            for name in _referenced(one):
                if (
                    build := self._by_address.get(name.rpartition(".")[0]) or self._by_address.get(name)
                ) is not None:
                    return build
            found = self._builds.get(_untagged(_key(one)), {})
            if len(found) == 1:
                return next(iter(found))
        return self._guessed(value, called)

    def name_of(self, value: Traced) -> str:
        """What tells images apart."""
        return _untagged(_key(value))

    def is_own(self, value: Traced) -> bool:
        """An image may be made of what is in the project: it is in a registry of an account, or not told."""
        for one in options(value):
            text = _key(one)
            named = _REGISTRY in text or not isinstance(plain(one), Const)
            if named and not is_null(one) and not _PUBLIC.match(text):
                return True
        return False

    # What builds them

    def _resource(self, handle: Handle, env: Env) -> None:
        for block, at in nested(self.evaluator, handle.block, "build", env):
            context = self.evaluator.attribute(block, "context", at)
            if is_null(context):
                context = self.evaluator.attribute(block, "path", at)
            place = local_name(env, context)
            file = self.evaluator.attribute(block, "dockerfile", at)
            name = "Dockerfile" if is_null(file) else string(file)
            if place is None or name is None:
                continue
            own = local_name(env, file) if name.startswith("./") or not is_null(file) else None
            inside = posixpath.normpath(posixpath.join(place, name))
            build = Build(place, inside if self.files.has(inside) else own or inside)
            if self.files.has(build.dockerfile):
                self._by_address[handle.address] = build
                self._add(_key(self.evaluator.attribute(handle.block, "name", env)), build)

    def _provisioned(self, handle: Handle, env: Env) -> None:
        """Commands that run when a block's resource is made."""
        for block, at in nested(self.evaluator, handle.block, "provisioner", env):
            if block.labels != ("local-exec",):
                continue
            command = self.evaluator.attribute(block, "command", at)
            given = self.evaluator.attribute(block, "environment", at)
            variables = {
                name: _key(one)
                for option in options(given)
                if isinstance(option, Mapping)
                for name, one in option.fields.items()
            }
            working = self.evaluator.attribute(block, "working_dir", at)
            place = env.instance.root if is_null(working) else local_name(env, working)
            if place is not None:
                self._commands(_key(command), place, variables, depth=0)

    def _commands(self, text: str, place: str, variables: Dict[str, str], *, depth: int) -> None:
        """Reads a shell's commands as far as they say what is built, where."""
        known = dict(variables)
        for line in _BREAKS.split(text.replace("\\\n", " ")):
            words = _words(_SHELL.sub(lambda one: known.get(one[1], one[0]), line))
            assigned = re.fullmatch(r"(?:export\s+)?(\w+)=(.*)", " ".join(words)) if words else None
            if assigned is not None:
                known[assigned[1]] = assigned[2]
            elif words[:1] == ["cd"] and len(words) > 1:
                place = _below(place, words[1]) or place
            elif words[:1] == ["docker"] and ("build" in words[1:3]):
                self._built(words[words.index("build") + 1 :], place)
            elif words[:2] == ["docker", "tag"] and len(words) > 3:
                for build in self._builds.get(_untagged(words[2]), {}):
                    self._add(words[3], build)
            else:
                self._script(words, place, known, depth)

    def _script(self, words: list[str], place: str, variables: Dict[str, str], depth: int) -> None:
        """A script of the project, with what it is given."""
        at = next((at for at, word in enumerate(words) if word.endswith((".sh", ".bash"))), None)
        name = _below(place, words[at]) if at is not None else None
        if at is None or name is None or depth or not self.files.has(name):
            return
        given = {str(number): word for number, word in enumerate(words[at + 1 :], start=1)}
        self._commands(self.files.text(name) or "", place, {**variables, **given}, depth=depth + 1)

    def _built(self, words: list[str], place: str) -> None:
        """The arguments of a ``docker build``."""
        tags, file, context = list[str](), "", ""
        left = iter(words)
        for word in left:
            option, equals, value = word.partition("=")
            if option in _WITH_VALUE and word.startswith("-"):
                value = value if equals else next(left, "")
                tags.extend([value] if option in ("-t", "--tag") else [])
                file = value if option in ("-f", "--file") else file
            elif not word.startswith("-") and not context:
                context = word
        where = _below(place, context) if context else None
        if where is None:
            return
        dockerfile = _below(place, file) if file else posixpath.join(where, "Dockerfile")
        if dockerfile is not None and self.files.has(dockerfile):
            for tag in tags:
                self._add(tag, Build(where, dockerfile))

    def _add(self, name: str, build: Build) -> None:
        self._builds.setdefault(_untagged(name), {})[build] = None

    # What nothing builds here

    def _guessed(self, value: Traced, called: tuple[str, ...]) -> Build | None:
        """The directory that is called like the image's repository, or like what runs it."""
        every = [one for one in self.files.names if _is_dockerfile(one)]
        if not every or not self.is_own(value):
            return None
        names: list[str] = []
        for one in options(value):
            for reference in _referenced(one):
                given = self._repositories.get(reference, "")
                names.extend((given.rpartition("/")[2], reference.rpartition(".")[2]))
            names.append(_untagged(_key(one)).rpartition("/")[2])
        for name in (*names, *called):
            word = _word(name)
            like = [one for one in every if word and _is_called(one, word)]
            if len(like) == 1 and word not in _NAMELESS:
                return Build(_context(like[0]), like[0], "which is called like it")
        if len(every) == 1 and not self._builds:
            return Build(_context(every[0]), every[0], "where the only Dockerfile is")
        return None


def _is_called(dockerfile: str, word: str) -> bool:
    """The directory that a Dockerfile is in, or the suffix of its own name, is called so."""
    directory, name = posixpath.split(dockerfile)
    suffix = name.lower().replace("dockerfile", "").strip(".-_")
    return word in (_word(posixpath.basename(directory)), _word(suffix))


def _context(dockerfile: str) -> str:
    return posixpath.dirname(dockerfile)


def _is_dockerfile(name: str) -> bool:
    base = posixpath.basename(name).lower()
    return base == "dockerfile" or base.startswith("dockerfile.") or base.endswith(".dockerfile")


def _word(name: str) -> str:
    """A name to compare by: letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", _HOLE.sub("", name).lower())


def _referenced(value: Traced) -> Iterator[str]:
    found = plain(value)
    for part in found.parts if isinstance(found, Text) else ():
        if isinstance(part, Hole) and part.kind == "reference" and part.name:
            yield part.name


def _key(value: Traced) -> str:
    """A text in which what is not known is a word of its own, without blanks."""
    return _HOLE.sub(lambda one: one[0].replace(" ", ""), form(plain(value)))


def _untagged(name: str) -> str:
    """The name of an image without its tag or digest."""
    head, slash, last = name.partition("@")[0].rpartition("/")
    return f"{head}{slash}{last.partition(':')[0]}"


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _below(place: str, path: str) -> str | None:
    """A path that a command names, as one of the project; None where it is not told, or leads out."""
    if path.startswith(("/", "~", "http")) or "$" in path or "*" in path or _HOLE.search(path):
        return None
    return relative_to_file(join(place, "x"), path)


__all__ = ["Build", "Images"]
