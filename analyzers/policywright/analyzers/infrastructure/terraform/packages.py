"""Where a function's code is: archives, objects in buckets, and zip files that something outside Terraform
builds."""

from __future__ import annotations

from pathlib import PurePosixPath

from policywright.analyzers.infrastructure.extensions import extensions_of, runs_beside
from policywright.analyzers.infrastructure.handlers import made_by_a_build
from policywright.analyzers.infrastructure.images.functions import function_code
from policywright.analyzers.infrastructure.inline import Marked
from policywright.analyzers.infrastructure.model import Code, Problem, ProblemCode, taken_for
from policywright.analyzers.infrastructure.packaged import package_of
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.file_functions import local_name
from policywright.analyzers.infrastructure.terraform.guessing import input_paths, is_given, opaque
from policywright.analyzers.infrastructure.terraform.images import Images
from policywright.analyzers.infrastructure.terraform.modules import parent_of
from policywright.analyzers.infrastructure.terraform.resources import nested
from policywright.analyzers.infrastructure.terraform.search import Found, Search
from policywright.analyzers.infrastructure.terraform.traced import (
    Env,
    Handle,
    Traced,
    hole,
    is_null,
    options,
    plain,
    string,
)
from policywright.analyzers.infrastructure.types import parts_of
from policywright.analyzers.model import Span
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Text, Value

_ARCHIVES = frozenset(("archive_file",))
_OBJECTS = frozenset(("aws_s3_object", "aws_s3_bucket_object"))
_LAYERS = frozenset(("aws_lambda_layer_version",))
_WRITTEN = frozenset(("local_file", "local_sensitive_file"))
"""Files that Terraform itself writes before it puts them into an archive."""
_PACKAGE = frozenset(
    ("all", "*", "filename", "source_code_hash", "last_modified", "s3_key", "s3_object_version")
)
"""What ``ignore_changes`` of a function has when code is deployed beside Terraform."""


class Packages:
    """Finds the code of the functions of one root module; ``handles`` are all its blocks."""

    def __init__(self, evaluator: Evaluator, handles: list[Handle], problems: list[Problem]) -> None:
        self.evaluator, self.handles, self.problems = evaluator, handles, problems
        self._by_address: dict[str, Handle] = {}
        self._outputs: dict[str, list[Handle]] = {}
        """Archives by the file that they write: its name from the project's root, and as it is given."""
        self._paths: list[tuple[Handle, Traced]] = []
        self._objects = [handle for handle in handles if handle.type in _OBJECTS]
        self._written = [handle for handle in handles if handle.type in _WRITTEN]
        self.images = Images(evaluator, handles)
        self.unsure: dict[str, tuple[str, Problem]] = {}
        """Functions whose code only the handler's name tells of: their packages, and what is said of it."""
        for handle in self.handles:
            self._by_address[handle.address] = handle
            if handle.type in _ARCHIVES:
                env = self.evaluator.env_of(handle, defaults=True)
                path = self.evaluator.attribute(handle.block, "output_path", env)
                self._paths.append((handle, path))
                for name in dict.fromkeys((local_name(env, path), string(path))):
                    if name is not None:
                        self._outputs.setdefault(name, []).append(handle)

    def of_function(self, handle: Handle) -> Code:
        """The code of an ``aws_lambda_function``."""
        block, env, place = (
            handle.block,
            self.evaluator.env_of(handle, defaults=True),
            self.evaluator.modules.head(handle.block),
        )
        handler = self._known(block.label, "handler", self.evaluator.attribute(block, "handler", env), place)
        runtime = self._known(block.label, "runtime", self.evaluator.attribute(block, "runtime", env), place)
        code = Code(handler=handler, runtime=runtime)
        image = self.evaluator.attribute(block, "image_uri", env)
        if not is_null(image) or string(self.evaluator.attribute(block, "package_type", env)) == "Image":
            return self._of_image(handle, image, code, env)
        filename = self.evaluator.attribute(block, "filename", env)
        if not is_null(filename):
            found = self.of_file(filename, code, env, handle.address, place)
        elif block.attribute("s3_bucket") is not None:
            found = self._of_object(handle, code, env, place)
        else:
            detail = f"{handle.address} has no code package"
            self._problem(ProblemCode.CODE_NOT_FOUND, place, detail)
            found = code
        found = replace(found, replaced=_is_replaced(block))
        if found.inline is not None and found.replaced:
            found = opaque(code, "the template says that its code is deployed by something else")
        return self._with_layers(handle, found, env)

    def _of_image(self, handle: Handle, image: Traced, code: Code, env: Env) -> Code:
        name = string(self.evaluator.attribute(handle.block, "function_name", env)) or ""
        exact = self.evaluator.attribute(handle.block, "image_uri", env.with_defaults(False))
        build = self.images.of(image, exact)
        if build is None:
            return opaque(code, self.images.unread(image, (name, handle.block.labels[-1])))
        for block, at in nested(self.evaluator, handle.block, "image_config", env):
            given, more = self.evaluator.elements(self.evaluator.attribute(block, "command", at))
            words = [string(one) for one in given or ()]
            if more or (given is None and block.attribute("command") is not None) or None in words:
                return opaque(code, "its code is in a container image, whose command is not known")
            code = replace(code, handler=words[0] if words else code.handler)
        return function_code(self.evaluator.modules.files, code, build.dockerfile, build.context)

    def _known(self, label: str, what: str, value: Traced, place: Span) -> str | None:
        if is_null(value):
            return None
        found = string(value)
        if found is None:
            known = [text for one in options(value) if (text := string(one)) is not None]
            detail = f"the {what} of {label} is decided at deployment"
            self._problem(ProblemCode.UNKNOWN_VALUE, place, detail)
            return known[0] if len(known) == 1 else None
        return found

    # Packages

    def of_file(self, value: Traced, code: Code, env: Env, address: str, place: Span) -> Code:
        """The code of a zip file or directory that an argument names."""
        archive = self._archive_of(value, env)
        if archive is not None:
            return self._of_archive(archive, code, address, place)
        name = next((found for one in options(value) if (found := local_name(env, one)) is not None), None)
        if name is None:
            outside = next((text for one in options(value) if (text := string(one)) is not None), None)
            if outside is not None:
                return opaque(code, f"its package ({outside}) is outside the project")
            return self._searched("", code, env, address, place, value)
        return self._of_path(name, code, env, address, place)

    def _of_path(self, name: str, code: Code, env: Env, address: str, place: Span) -> Code:
        """A path of the project: a directory, a source file, or the product of a build."""
        files = self.evaluator.modules.files
        if files.inside(name) and not files.has(name):
            return _with(code, name)
        suffix = PurePosixPath(name).suffix
        if files.has(name) and suffix not in (".zip", ".jar", ""):
            return _with(code, parent_of(name))
        return self._searched(name, code, env, address, place)

    def _of_archive(self, archive: Handle, code: Code, address: str, place: Span) -> Code:
        env = self.evaluator.env_of(archive, defaults=True)
        files = self.evaluator.modules.files
        directory = self.evaluator.attribute(archive.block, "source_dir", env)
        if not is_null(directory):
            name = next(
                (found for one in options(directory) if (found := local_name(env, one)) is not None), None
            )
            written = self._of_written(name, code, env) if name is not None else None
            if written is not None:
                return written
            if name is not None and files.inside(name):
                return _with(code, name)
            return self._searched(name or "", code, env, address, place, directory)
        source = self.evaluator.attribute(archive.block, "source_file", env)
        if not is_null(source):
            name = next(
                (found for one in options(source) if (found := local_name(env, one)) is not None), None
            )
            if name is not None and files.has(name):
                return _with(code, parent_of(name))
            written = self._of_written(name, code, env) if name is not None else None
            return written or self._searched(name or "", code, env, address, place, source)
        return self._of_sources(archive, code, env, address, place)

    def _of_written(self, place: str, code: Code, env: Env) -> Code | None:
        """Code that Terraform writes into a directory, or as the file, that an archive is made of."""
        found: list[tuple[Handle, Env]] = []
        for one in self._written:
            at = self.evaluator.env_of(one, defaults=True)
            name = local_name(at, self.evaluator.attribute(one.block, "filename", at))
            inside = name is not None and (name == place or not place or name.startswith(f"{place}/"))
            if name is not None and inside and self._holds_handler(name, code):
                found.append((one, at))
        own = [one for one in found if one[1].instance is env.instance] or found
        if len(own) != 1:
            return opaque(code, "its code is one of several files that are written") if own else None
        written, at = own[0]
        source = local_name(at, self.evaluator.attribute(written.block, "source", at))
        if source is not None and self.evaluator.modules.files.has(source):
            return self._of_file(source, code)
        value = self.evaluator.attribute(written.block, "content", at.with_defaults(False))
        made = self._of_text(value, written.block.value("content"), at, code)
        return made or opaque(code, f"its code is what {written.address} writes, which is not known")

    def _of_sources(self, archive: Handle, code: Code, env: Env, address: str, place: Span) -> Code:
        """An archive of ``source { content filename }`` blocks: files of the project, or text in the
        template."""
        blocks = nested(self.evaluator, archive.block, "source", env)
        content = self.evaluator.attribute(archive.block, "source_content", env.with_defaults(False))
        contents = [
            (self.evaluator.attribute(one, "content", at.with_defaults(False)), one.value("content"))
            for one, at in blocks
            if self._holds_handler(string(self.evaluator.attribute(one, "filename", at)) or "", code)
        ]
        if not is_null(content):
            contents.append((content, archive.block.value("source_content")))
        for value, node in contents:
            found = self._of_text(value, node, env, code)
            if found is not None:
                return found
        return self._searched("", code, env, address, place)

    def _of_text(self, value: Traced, node: s.Expr | None, env: Env, code: Code) -> Code | None:
        """Code that is a text of the template, or of a file that it reads."""
        called = node.name if isinstance(node, s.Call) else ""
        if isinstance(node, s.Call) and called in ("file", "templatefile") and node.args:
            name = local_name(env, self.evaluator.evaluate(node.args[0], env))
            if called == "templatefile" and not self._is_plain(name):
                # With ``${bucket}`` in it, the file is not what runs.
                name = None
            if name is not None and (
                self._holds_handler(name, code) or self.evaluator.modules.files.has(name)
            ):
                return self._of_file(name, code)
        known = plain(value)
        written = isinstance(known, Const | Text) and any(isinstance(one, str) for one in parts_of(known))
        if written and node is not None and called != "file":
            marked, span = Marked(), self.evaluator.modules.span(node)
            return Code(
                handler=code.handler, runtime=code.runtime, inline=marked.text(known), inline_span=span,
                inline_values=tuple(marked.values),
            )  # fmt: skip
        if called not in ("", "file"):
            return opaque(code, f"its code is made by {called}(), and its text is not known")
        return None

    def _of_file(self, name: str, code: Code) -> Code:
        """A file of the project that is the code, by whatever name it has in the archive."""
        if self._holds_handler(name, code):
            return _with(code, parent_of(name))
        function = (code.handler or "").rpartition(".")[2]
        return _with(code, parent_of(name), (f"{name}:{function}",) if function else ())

    def _is_plain(self, name: str | None) -> bool:
        """A template file has nothing to be put in."""
        text = self.evaluator.modules.files.text(name) if name is not None else None
        return text is not None and "${" not in text and "%{" not in text

    def _holds_handler(self, name: str, code: Code) -> bool:
        stem = (code.handler or "").rpartition(".")[0].rpartition("/")[2]
        return not stem or not name or PurePosixPath(name).stem == stem

    def _of_object(self, handle: Handle, code: Code, env: Env, place: Span) -> Code:
        """Code in a bucket: local when the object is one of this configuration."""
        key = self.evaluator.attribute(handle.block, "s3_key", env)
        bucket = plain(self.evaluator.attribute(handle.block, "s3_bucket", env))
        for candidate in self._objects:
            same = self._referenced(key, _OBJECTS) is candidate
            at = self.evaluator.env_of(candidate, defaults=True)
            if not same:
                same = _told_alike(key, self.evaluator.attribute(candidate.block, "key", at))
            if same:
                source = self.evaluator.attribute(candidate.block, "source", at)
                if not is_null(source):
                    return self.of_file(source, code, at, handle.address, place)
        name = bucket.value if isinstance(bucket, Const) and bucket.value is not None else "a bucket"
        return opaque(code, f"an object in {name}, which nothing here writes")

    def _referenced(self, value: Traced, types: frozenset[str]) -> Handle | None:
        """The block that a value is an attribute of."""
        found = plain(value)
        for part in found.parts if isinstance(found, Text) else ():
            if isinstance(part, Hole) and part.kind == "reference" and part.name:
                handle = self._by_address.get(part.name.rpartition(".")[0]) or self._by_address.get(part.name)
                if handle is not None and handle.type in types:
                    return handle
        return None

    def _path(self, handle: Handle, name: str) -> str | None:
        env = self.evaluator.env_of(handle, defaults=True)
        return local_name(env, self.evaluator.attribute(handle.block, name, env))

    def _archive_of(self, value: Traced, env: Env) -> Handle | None:
        """The archive that writes the file that a value names: the module's own, or the only one."""
        for one in options(value):
            archive = self._referenced(one, _ARCHIVES)
            if archive is not None:
                return archive
        names = [local_name(env, one) for one in options(value)] + [string(one) for one in options(value)]
        alike = [
            one for one, path in self._paths if any(_told_alike(option, path) for option in options(value))
        ]
        for found in (*(self._outputs.get(name, []) for name in names if name is not None), alike):
            own = [one for one in found if one.instance is env.instance] or found
            if len(own) == 1:
                return own[0]
        return None

    # What a build outside Terraform makes

    def _searched(
        self, package: str, code: Code, env: Env, address: str, place: Span, told: Traced | None = None
    ) -> Code:
        """The source of a package that is not among the files: where it probably is, and that it was a guess.

        What is not found stays the package's place; ``handlers.entry_points`` says then what it looked for.
        """
        files = self.evaluator.modules.files
        search = Search(files, env.instance.root, package, code, address, place)
        found, how = search.near(input_paths(self.evaluator, env)), "which the module is given"
        if not found and package and not made_by_a_build(files, package):
            return _with(code, package)
        if not found:
            found, how = search.beside(), "where its handler is"
        if not found and not package and told is not None and is_given(self.evaluator, told, env.instance):
            return opaque(code, "who calls the module says where its code is")
        if not found:
            found, how = search.anywhere(), "where its handler is"
        if len(found) == 1:
            read = self._read(search, found[0], code, package)
            if read is not None:
                return read
            lack = ("read" if files.has(package) else "here") if package else "known"
            unsure, given = not search.is_told(found[0]), how != "where its handler is"
            guessed = unsure and not given and not search.is_connected(found[0])
            problem = taken_for(address, package, lack, found[0].directory, how, place, guessed=guessed)
            self._say(problem)
            if unsure:
                self.unsure[address] = (package, problem)
            made = _with(code, found[0].directory, found[0].entries)
            return replace(made, alone=unsure or not package, guessed=problem if guessed else None)
        if package and files.has(package):
            why = f"only the built {PurePosixPath(package).name} is here, not its source"
            return replace(opaque(code, why), archive=package)
        if not package:
            places = " or ".join(sorted(one.directory or "." for one in found))
            return opaque(code, "its package is not known" + (f": {places}" if places else ""))
        return _with(code, package)

    def _read(self, search: Search, found: Found, code: Code, package: str) -> Code | None:
        """Code whose package is here, and says itself whether this is its source; what it says is said where
        it is read."""
        made = replace(_with(code, found.directory, found.entries), archive=package or None)
        standing = package_of(search.workload(made), search.entries_of(made), self.evaluator.modules.files)
        if standing is None:
            return None
        if standing.problem is not None and standing.opened is None and not search.is_told(found):
            self.unsure[search.address] = (package, standing.problem)
        return replace(made, alone=not standing.agrees)

    # Layers

    def _with_layers(self, handle: Handle, code: Code, env: Env) -> Code:
        directories: list[str] = []
        foreign: list[Value] = []
        for item in self._layers(handle, env):
            layer = self._referenced(item, _LAYERS)
            if layer is None or layer.mode == "data":
                foreign.append(self._layer_name(item, layer))
                continue
            at = self.evaluator.env_of(layer, defaults=True)
            value = self.evaluator.attribute(layer.block, "filename", at)
            archive, name = self._archive_of(value, at), local_name(at, value)
            directory = self._path(archive, "source_dir") if archive is not None else name
            if directory is not None and not self.evaluator.modules.files.inside(directory):
                named = self._layer_name(item, layer)
                if any(runs_beside(str(part)) for part in parts_of(named) if isinstance(part, str)):
                    foreign.append(named)
                continue
            if directory is not None:
                directories.append(directory)
        return replace(code, layers=tuple(dict.fromkeys(directories)), extensions=extensions_of(foreign))

    def _layers(self, handle: Handle, env: Env) -> list[Traced]:
        """The layers of a function, on any branch; a hole for what can't be told of them.

        A variable's default tells which layer the variable is for, but not that others are none.
        """
        found: list[Traced] = []
        given = self.evaluator.attribute(handle.block, "layers", self.evaluator.env_of(handle))
        usual, _ = self.evaluator.elements(self.evaluator.attribute(handle.block, "layers", env))
        for one in options(given):
            items, more = self.evaluator.elements(one)
            if items is not None and usual is not None and not more and len(items) == len(usual):
                found.extend(inner for item in usual for inner in options(item))
                continue
            found.extend(inner for item in items or () for inner in options(item))
            if more or (items is None and not is_null(one)):
                found.append(hole("unknown"))
        return [one for one in found if not is_null(one)]

    def _layer_name(self, item: Traced, looked_up: Handle | None) -> Value:
        """What tells of a layer from elsewhere: its ARN, or the name that it is looked up by."""
        name = None
        if looked_up is not None:
            env = self.evaluator.env_of(looked_up, defaults=True)
            name = string(self.evaluator.attribute(looked_up.block, "layer_name", env))
        if name is None:
            return plain(item)
        return Const(f"arn:aws:lambda:*:*:layer:{name.rpartition(':layer:')[2]}")

    def _problem(self, code: ProblemCode, place: Span, detail: str) -> None:
        self._say(Problem(code=code, span=place, detail=detail))

    def _say(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def _told_alike(one: Traced, other: Traced) -> bool:
    """Whether two values are one text, whatever the blocks come to that it refers to."""
    if string(one) is not None:
        return string(one) == string(other)
    known = plain(one)
    return (
        isinstance(known, Text)
        and known == plain(other)
        and all(isinstance(part, str) or part.name is not None for part in known.parts)
    )


def _with(code: Code, directory: str | None, entries: tuple[str, ...] = ()) -> Code:
    return Code(directory=directory, handler=code.handler, runtime=code.runtime, entries=entries)


def _is_replaced(block: s.Block) -> bool:
    """Whether a function's code is deployed beside Terraform, which does not set it right.

    It ignores that the package changes, or compares a hash that is the same whatever is in it.
    """
    digest = block.value("source_code_hash")
    if digest is not None and _is_fixed(digest):
        return True
    for lifecycle in block.nested("lifecycle"):
        ignored = lifecycle.value("ignore_changes")
        items = ignored.items if isinstance(ignored, s.Tuple) else (ignored,)
        if any(_written(one) in _PACKAGE for one in items):
            return True
    return False


def _is_fixed(expr: s.Expr) -> bool:
    """A text that is written out, or a function of such, and of no file."""
    match expr:
        case s.Literal(value=str(text)):
            return bool(text)
        case s.Template(parts=parts):
            return bool(parts) and all(isinstance(one, s.Chunk) for one in parts)
        case s.Call(name=name, args=args):
            return not name.startswith("file") and bool(args) and all(map(_is_fixed, args))
    return False


def _written(item: s.Node | None) -> object:
    """A name in a list, which is a text in JSON and was one before Terraform 0.12."""
    match item:
        case s.Name(name=name):
            return name
        case s.Literal(value=value):
            return value
    return None
