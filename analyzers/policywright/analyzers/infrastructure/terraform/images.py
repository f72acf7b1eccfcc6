"""The container images that a configuration builds: which directory and Dockerfile an image's name is of.

Terraform has no word of its own for building one: there are the ``docker`` provider's resources, commands of
provisioners (``docker build``, in scripts of the project too), and pipelines that nothing here tells of. What
those build is not known; a directory that is called like the image is only named to who reads the report.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator
from collections.abc import Mapping as Dict

from policywright.analyzers.infrastructure.code_names import letters
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.images.dockerfile import is_end
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
    """What an image is made of, as files of the project."""

    context: str
    dockerfile: str
    stage: str = ""
    """In the midst of the Dockerfile, where its build stops."""


class Images:
    """Those of one root module; ``handles`` are all its blocks."""

    def __init__(self, evaluator: Evaluator, handles: list[Handle]) -> None:
        self.evaluator, self.files = evaluator, evaluator.modules.files
        self._builds: dict[str, dict[tuple[Build, str | None], None]] = {}
        """By the image's name without its tag, with the tag; that is None where it is not told."""
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

    def of(self, value: Traced, exact: Traced) -> Build | None:
        """What the image of a value is made of, if that is certain; ``exact`` is it without defaults."""
        same = _key(value) == _key(exact)
        if not same and any(_is_one_hole(one) for one in options(exact)):
            return None  # who deploys it names the image
        found = [self._of_one(one, is_told=same) for one in options(value) if not is_null(one)]
        build = found[0] if len(set(found)) == 1 else None
        return None if build is None or build.stage else build

    def _of_one(self, value: Traced, *, is_told: bool) -> Build | None:
        name = _key(value)
        for address in _referenced(value):
            # Behind the name of an image, a text is another image's.
            alone = len(_parts(value)) == 1
            build = self._by_address.get(address.rpartition(".")[0]) or self._by_address.get(address)
            if build is not None and alone:
                return build
        found = self._matching(name, is_told=is_told)
        if len(found) != 1 or _is_vague(name):
            return None
        own, wanted = self._repository(name), _tag(name) if is_told else None
        for other, builds in self._builds.items():
            # It may be the same repository.
            if _is_vague(other) or self._repository(other) == own:
                found.update(
                    (build, None) for build, tag in builds if wanted is None or tag in (None, wanted)
                )
        return next(iter(found)) if len(found) == 1 else None

    def _repository(self, name: str) -> str:
        """The repository of an image, by its own name where a block gives it one, in any registry."""
        path = _untagged(name).partition("/")[2]
        return _HOLE.sub(lambda one: self._repositories.get(one[1], "") or one[0], path)

    def _matching(self, name: str, *, is_told: bool = True) -> dict[Build, None]:
        """All that an image of this name may be made of."""
        tag = _tag(name) if is_told else None
        near = self._builds.get(_untagged(name), {})
        return {build: None for build, other in near if tag is None or other is None or tag == other}

    def unread(self, value: Traced, called: tuple[str, ...], what: str = "a container image") -> str:
        """Why the code of an image is not known, and where it may be; ``called`` is what runs it."""
        said = f"its code is in {what}"
        made = {
            one: None
            for option in options(value)
            for one in self._matching(_key(option), is_told=False)
        }  # fmt: skip
        if made:
            places = " or ".join(sorted({one.context or "." for one in made}))
            return f"{said}; what is built here of {places} may have another name or tag"
        like = self._called_like(value, called)
        if like is None:
            return said
        return (
            f"{said}, which nothing here builds: that it is made of {like}, which is called like it, "
            "docker_image or docker build in a provisioner would tell"
        )

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
            written = "Dockerfile" if is_null(file) else string(file)
            if place is None or written is None:
                continue
            own = local_name(env, file) if written.startswith("./") or not is_null(file) else None
            inside = posixpath.normpath(posixpath.join(place, written))
            target = self.evaluator.attribute(block, "target", at)
            stage = "" if is_null(target) else string(target) or "*"
            build = self._made(place, inside if self.files.has(inside) else own or inside, stage)
            if self.files.has(build.dockerfile):
                self._by_address[handle.address] = build
                name = self.evaluator.attribute(handle.block, "name", env)
                exact = self.evaluator.attribute(handle.block, "name", env.with_defaults(False))
                self._add(_key(name), build, is_told=_key(name) == _key(exact))

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
                exact = self.evaluator.attribute(block, "command", at.with_defaults(False))
                others = self.evaluator.attribute(block, "environment", at.with_defaults(False))
                is_told = _key(command) == _key(exact) and given == others
                self._commands(_key(command), place, variables, depth=0, is_told=is_told)

    def _commands(
        self, text: str, place: str, variables: Dict[str, str], *, depth: int, is_told: bool
    ) -> None:
        """Reads a shell's commands as far as they say what is built, where.

        Tags are not told where defaults, which others may stand for, are in the commands.
        """
        known = dict(variables)
        for line in _BREAKS.split(text.replace("\\\n", " ")):
            words = _words(_SHELL.sub(lambda one: known.get(one[1], one[0]), line))
            assigned = re.fullmatch(r"(?:export\s+)?(\w+)=(.*)", " ".join(words)) if words else None
            if assigned is not None:
                known[assigned[1]] = assigned[2]
            elif words[:1] == ["cd"] and len(words) > 1:
                place = _below(place, words[1]) or place
            elif words[:1] == ["docker"] and ("build" in words[1:3]):
                self._built(words[words.index("build") + 1 :], place, is_told=is_told)
            elif words[:2] == ["docker", "tag"] and len(words) > 3:
                for build in self._matching(words[2], is_told=is_told):
                    self._add(words[3], build, is_told=is_told)
            else:
                self._script(words, place, known, depth, is_told=is_told)

    def _script(
        self, words: list[str], place: str, variables: Dict[str, str], depth: int, *, is_told: bool
    ) -> None:
        """A script of the project, with what it is given."""
        at = next((at for at, word in enumerate(words) if word.endswith((".sh", ".bash"))), None)
        name = _below(place, words[at]) if at is not None else None
        if at is None or name is None or depth or not self.files.has(name):
            return
        given = {str(number): word for number, word in enumerate(words[at + 1 :], start=1)}
        known = {**variables, **given}
        self._commands(self.files.text(name) or "", place, known, depth=depth + 1, is_told=is_told)

    def _built(self, words: list[str], place: str, *, is_told: bool) -> None:
        """The arguments of a ``docker build``."""
        tags, file, context, stage = list[str](), "", "", ""
        left = iter(words)
        for word in left:
            option, equals, value = word.partition("=")
            if option in _WITH_VALUE and word.startswith("-"):
                value = value if equals else next(left, "")
                tags.extend([value] if option in ("-t", "--tag") else [])
                file = value if option in ("-f", "--file") else file
                stage = value if option == "--target" else stage
            elif not word.startswith("-") and not context:
                context = word
        where = _below(place, context) if context else None
        if where is None:
            return
        dockerfile = _below(place, file) if file else posixpath.join(where, "Dockerfile")
        if dockerfile is not None and self.files.has(dockerfile):
            for tag in tags:
                self._add(tag, self._made(where, dockerfile, stage), is_told=is_told)

    def _made(self, context: str, dockerfile: str, stage: str) -> Build:
        whole = not stage or is_end(self.files.text(dockerfile) or "", stage)
        return Build(context, dockerfile, "" if whole else stage)

    def _add(self, name: str, build: Build, *, is_told: bool) -> None:
        tag = _tag(name) if is_told else None
        self._builds.setdefault(_untagged(name), {})[(build, tag)] = None

    # What nothing builds here

    def _called_like(self, value: Traced, called: tuple[str, ...]) -> str | None:
        """The Dockerfile in the directory that is called like the image's repository, or what runs it."""
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
                return like[0]
        return None


def _is_called(dockerfile: str, word: str) -> bool:
    """The directory that a Dockerfile is in, or the suffix of its own name, is called so."""
    directory, name = posixpath.split(dockerfile)
    suffix = name.lower().replace("dockerfile", "").strip(".-_")
    return word in (_word(posixpath.basename(directory)), _word(suffix))


def _is_dockerfile(name: str) -> bool:
    base = posixpath.basename(name).lower()
    return base == "dockerfile" or base.startswith("dockerfile.") or base.endswith(".dockerfile")


def _word(name: str) -> str:
    """A name to compare by: letters and digits alone."""
    return letters(_HOLE.sub("", name))


def _parts(value: Traced) -> tuple[str | Hole, ...]:
    found = plain(value)
    return found.parts if isinstance(found, Text) else ()


def _is_one_hole(value: Traced) -> bool:
    parts = _parts(value)
    return len(parts) == 1 and isinstance(parts[0], Hole)


def _referenced(value: Traced) -> Iterator[str]:
    for part in _parts(value):
        if isinstance(part, Hole) and part.kind == "reference" and part.name:
            yield part.name


def _key(value: Traced) -> str:
    """A text in which what is not known is a word of its own, without blanks."""
    return _HOLE.sub(lambda one: one[0].replace(" ", ""), form(plain(value)))


def _untagged(name: str) -> str:
    """The name of an image without its tag or digest."""
    head, slash, last = name.partition("@")[0].rpartition("/")
    return f"{head}{slash}{last.partition(':')[0]}"


def _tag(name: str) -> str | None:
    """The tag of an image; None where it is not told: it is computed, or a digest stands for it."""
    last = name.rpartition("/")[2]
    tag = last.partition(":")[2] or "latest"
    untold = "@" in name or any(sign in tag for sign in "*$`")
    return None if untold or _HOLE.search(tag) or _is_whole(last) else tag


def _is_vague(name: str) -> bool:
    """A part of the repository's name is computed."""
    return any(sign in _untagged(name) for sign in "*$`")


def _is_whole(name: str) -> bool:
    """A word of the template which may hold a tag itself: ``var.image``; a repository's URL holds none."""
    found = _HOLE.fullmatch(name)
    return found is not None and "aws_ecr_repository." not in found[1]


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
