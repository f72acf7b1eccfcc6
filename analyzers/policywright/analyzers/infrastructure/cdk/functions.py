"""What a template says of the functions that a CDK application's source makes: code, environment, layers."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from policywright.analyzers.infrastructure.cdk.calls import camel
from policywright.analyzers.infrastructure.cdk.constructs import ROLE, Constructs, Made, role_id
from policywright.analyzers.infrastructure.cdk.records import Argument, Call, Placed, Source
from policywright.analyzers.infrastructure.cdk.source import elements, plain
from policywright.analyzers.infrastructure.cdk.values import Data, Values, is_known
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode

_RUNTIME = re.compile(r"Runtime\.([A-Z]+)_([0-9A-Z_]+)\Z")
_SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx")
_ASSETS = ("fromAsset", "asset", "fromImageAsset", "fromDockerBuild", "AssetCode")
_PLAIN_OPTIONS = frozenset((
    "directory", "platform", "exclude", "ignoreMode", "followSymlinks", "extraHash", "invalidation",
    "networkMode", "assetName", "displayName", "cacheFrom", "cacheTo", "cacheDisabled", "outputs",
    "buildSecrets", "buildSsh",
))  # fmt: skip
"""Options of an image's asset that change neither which Dockerfile is read nor what is started. Source: the
CDK API reference (``AssetImageCodeProps``)."""
_INLINE = ("fromInline", "inline", "InlineCode")
_READING = ("readFileSync", "open")
_OF_WHAT_IS_READ = ("read_text", "read", "toString")
"""What gives the text of what it is called on."""
_DEEPEST = 5
"""How far variables that are put together of others are followed."""
_OVERRIDES = {
    "addOverride": "Properties.", "addDeletionOverride": "Properties.", "addPropertyOverride": "",
    "addPropertyDeletionOverride": "",
}  # fmt: skip
"""What changes a template behind a construct's back, and how paths of properties begin there. Source: the CDK
API reference (``CfnResource``)."""
_VARIABLE = ("Environment", "Variables", "NAME")
_ANEW: Data = {"Ref": "source.environment"}
"""What a variable is that something else may have set again."""
_NONE = frozenset(("null", "undefined", "none", "false"))
"""Expressions that put nothing into an object."""
_CHILD = re.compile(r"\(*([\w.]+)\.node\.(?:defaultChild|default_child)\b")
"""A construct's own resource, whatever type is said of it."""


class Functions:
    """The functions of one application.

    ``name`` is its ``cdk.json``, ``open`` are those whose variables are not all known.
    """

    def __init__(self, name: str, constructs: Constructs, values: Values) -> None:
        self.name, self.constructs, self.values = name, constructs, values
        self.files = constructs.application.files
        self.open: set[str] = set()
        self.computed: dict[str, tuple[str, ...]] = {}
        """By function, the variables that are set to what only a run tells."""
        self.unsure: dict[str, frozenset[str]] = {}
        """By function, those that a call may set again of which it is not known what it sets, or on what."""

    def properties(self, made: Made, given: dict[str, Argument]) -> dict[str, Data]:
        """What a template says of a function."""
        found = self._raw(made) if made.is_raw else self._made(made, given)
        changed = list(self._overridden(made))
        twice = {path for path, count in Counter(".".join(path) for path, _ in changed).items() if count > 1}
        # What is not told may be any of those that are.
        for path, value in sorted(changed, key=lambda one: one[1] is None):
            if path[:1] == ["Environment"]:
                variables = _without(found.get("Environment"), path)
                told = value is not None and is_known(value) and ".".join(path) not in twice
                if told and value is not None and len(path) == len(_VARIABLE):
                    variables[path[2]] = value
                else:
                    self.open.add(made.id)
                found["Environment"] = {"Variables": variables}
            else:
                found.pop(path[0], None)
        return found

    def _overridden(self, made: Made) -> Iterator[tuple[list[str], Data | None]]:
        """The paths of properties that the source changes in the template, and what is put there, where that
        is told."""
        for source, call in self.constructs.frames.calls:
            before = _OVERRIDES.get(camel(call.method))
            if before is None:
                continue
            on = self._resource(source, call)
            if on is not None and on is not made:
                continue
            first = call.first("path", "property_path")
            placed = Placed(node=first.node, source=source, where=call.where) if first is not None else None
            path = self.values.frames.text(placed) if placed is not None else None
            if path is None:
                # Any of them.
                yield from ((["Environment"], None), (["Code"], None), (["Role"], None))
            elif path.startswith(before):
                surely = on is made and not (call.where.branched or call.where.looped)
                put = call.second("value") if surely else None
                value = self.values.data(put.node, source, call.where) if put is not None else None
                yield path.removeprefix(before).split("."), value

    def _resource(self, source: Source, call: Call) -> Made | None:
        """The construct whose resource a method is called on; None where that can't be told."""
        placed = self.constructs.frames.dotted(call.receiver, source, call.where)
        end = self.constructs.frames.followed(placed) if placed is not None else None
        for text, at in (
            (call.receiver, call.where),
            *([(plain(end.node), end.where)] if end is not None else []),
        ):
            child = _CHILD.match(text)
            on = self.constructs.at(child[1] if child is not None else text, source, at)
            if on is not None:
                return on
        return None

    def _made(self, made: Made, given: dict[str, Argument]) -> dict[str, Data]:
        found: dict[str, Data] = {"Role": {"Fn::GetAtt": [role_id(made), "Arn"]}}
        if "role" in given:
            role = self.given_role(made)
            found["Role"] = (
                {"Fn::GetAtt": [role.id, "Arn"]} if role is not None
                else self.values.of(made, given["role"])
            )  # fmt: skip
        found |= self._program(made, given)
        found["Environment"] = {"Variables": self._environment(made, given.get("environment"))}
        if "vpc" in given:
            found["VpcConfig"] = {"SubnetIds": [self.values.of(made, given["vpc"])]}
        if "logGroup" in given:
            group = self.constructs.of(self.values.placed(made, given["logGroup"]))
            known = group is not None and bool(group.id)
            named: Data = (
                {"Ref": group.id} if group is not None and known else self.values.of(made, given["logGroup"])
            )
            found["LoggingConfig"] = {"LogGroup": named}
        if is_traced(given):
            found["TracingConfig"] = {"Mode": "Active"}
        listed = (
            self.values.frames.followed(self.values.placed(made, given["layers"]))
            if "layers" in given
            else None
        )
        layers = elements(listed.node) if listed is not None else None
        made_layers = [
            self.constructs.of(Placed(node=one, source=listed.source, where=listed.where))
            for one in layers or () if listed is not None
        ]  # fmt: skip
        found["Layers"] = [{"Ref": one.id} for one in made_layers if one is not None and one.id]
        return found

    def _raw(self, made: Made) -> dict[str, Data]:
        """The properties as they are given, without variables that are not known."""
        found = self.values.raw(made)
        environment = found.get("Environment", {})
        variables = environment.get("Variables", {}) if isinstance(environment, dict) else {}
        known = (
            {key: one for key, one in variables.items() if is_known(one)}
            if isinstance(variables, dict)
            else {}
        )
        if environment and (known != variables or not known):
            self.open.add(made.id)
        return {**found, "Environment": {"Variables": known}} if environment else found

    def given_role(self, made: Made) -> Made | None:
        """The role of the application that a function is given; None where there is none, or another."""
        given = self.values.given(made)[0]
        if "role" not in given:
            return None
        placed = self.values.placed(made, given["role"])
        role = self.constructs.of(placed)
        if role is None and made.is_raw:
            # It takes the ARN.
            on = placed.node.child_by_field_name(placed.source.shape.object)
            role = self.constructs.of(replace(placed, node=on)) if on is not None else None
        return role if role is not None and role.type == ROLE else None

    def _program(self, made: Made, given: dict[str, Argument]) -> dict[str, Data]:
        """Its code, handler and runtime, by the construct's class."""
        kind = made.construct.kind
        runtime = self._runtime(made, given.get("runtime"))
        handler = self.values.text_of(made, given.get("handler"))
        entry = self.values.path(self.values.placed(made, given["entry"])) if "entry" in given else None
        if kind == "NodejsFunction":
            if "entry" not in given:
                entry = self._beside(made)
            stem, _ = posixpath.splitext(entry or "")
            return self._placed(posixpath.dirname(stem), entry) | {
                "Handler": f"{posixpath.basename(stem)}.{handler or 'handler'}",
                "Runtime": runtime or "nodejs20.x",
            }
        if kind == "PythonFunction":
            index = self.values.text_of(made, given["index"]) if "index" in given else "index.py"
            module = (index or "").removesuffix(".py")
            return self._placed(entry, entry) | {
                "Handler": f"{module}.{handler or 'handler'}", "Runtime": runtime or "python3.12"
            }  # fmt: skip
        if kind == "GoFunction":
            return self._placed(entry, entry) | {"Handler": "bootstrap", "Runtime": "provided.al2023"}
        inline = self._inline(made, given.get("code"))
        code: Data | None = None
        if isinstance(inline, Placed) and (file := self._read(inline)) is not None:
            # What a function is given as text has its handler where that was read.
            code = self._local(posixpath.dirname(file))
            stem, _ = posixpath.splitext(posixpath.basename(file))
            handler = f"{stem}.{(handler or '').rpartition('.')[2] or 'handler'}"
        elif isinstance(inline, str):
            code = {"ZipFile": inline}
        elif inline is None:
            code = self.code(made, given.get("code"))
        found: dict[str, Data] = {} if code is None else {"Code": code}
        if kind == "DockerImageFunction":
            found = {"PackageType": "Image", "Code": {"ImageUri": "image"}}
        return found | {
            key: value for key, value in (("Handler", handler), ("Runtime", runtime)) if value is not None
        }  # fmt: skip

    def _placed(self, directory: str | None, entry: str | None) -> dict[str, Data]:
        return {"Code": self._local(directory)} if entry is not None and directory is not None else {}

    def _local(self, path: str) -> str:
        """A path of the project as the template's own place says it."""
        return posixpath.relpath(f"/{path}", f"/{posixpath.dirname(self.name)}")

    def code(self, made: Made, given: Argument | None) -> str | None:
        """The directory of ``Code.fromAsset(...)``, or of an entry."""
        if given is None:
            return None
        placed = self.values.frames.followed(self.values.placed(made, given))
        if (made_by := _made_by(placed)) is not None:
            name, first = made_by
            if name not in _ASSETS or first is None:
                return None
            placed = first
        found = self.values.path(placed)
        return self._local(found) if found is not None else None

    def context(self, made: Made, given: Argument | None) -> str | None:
        """The directory of an image that its Dockerfile tells of alone; None where options change that."""
        if given is None:
            return None
        placed = self.values.frames.followed(self.values.placed(made, given))
        return self.code(made, given) if _PLAIN_OPTIONS.issuperset(_option_names(placed.node)) else None

    def _beside(self, made: Made) -> str | None:
        """The entry of a ``NodejsFunction`` that names none: ``orders-stack.Reader.ts`` beside the source."""
        stem, _ = posixpath.splitext(made.source.name)
        names = (f"{stem}.{made.construct.id}{suffix}" for suffix in _SUFFIXES)
        return next((name for name in names if self.files.has(name)), None)

    def _environment(self, made: Made, given: Argument | None) -> dict[str, Data]:
        """Its variables: of the construct, and those that are set later."""
        found: dict[str, Data] = {}
        where = made.construct.call.where
        if not self.values.given(made)[1]:
            self.open.add(made.id)
        if given is not None:
            self._variables(self.values.placed(made, given), made, found, 0)
        unsure: set[str] = set()
        for source, call in self.constructs.frames.calls:
            if camel(call.method) != "addEnvironment":
                continue
            on = self.constructs.at(call.receiver, source, call.where)
            if on is not None and on is not made:
                continue
            first, second = call.first("key"), call.second("value")
            placed = Placed(node=first.node, source=source, where=call.where) if first is not None else None
            key = self.values.frames.text(placed) if placed is not None else None
            if on is None:
                self.open.add(made.id)
                unsure |= {key} if key is not None else found.keys()
            elif key is None or second is None:
                self.open.add(made.id)
                unsure |= found.keys() if key is None else set()
                found.pop(key or "", None)
            elif call.where.branched:
                unsure.add(key)
                found[key] = _ANEW if key in found else self.values.data(second.node, source, call.where)
            else:
                found[key] = self.values.data(second.node, source, call.where)
        self.unsure[made.id] = self.unsure.get(made.id, frozenset()) | unsure
        computed = tuple(key for key, value in found.items() if not is_known(value))
        # What a run of the application gives may be a resource of its own.
        self.computed[made.id] = computed
        if where.looped:
            self.open.add(made.id)
        return {key: value for key, value in found.items() if key not in computed}

    def _variables(self, placed: Placed, made: Made, found: dict[str, Data], depth: int) -> None:
        whole = self.values.object_of(placed)
        more: list[tuple[str, Placed | None]] = []
        if whole is None and (filled := self.values.frames.filled(self.values.frames.followed(placed))):
            whole, more = self.values.object_of(filled[0]), filled[1]
        updated = self.values.frames.updated(self.values.frames.followed(placed)) if whole is None else None
        if updated is not None and depth <= _DEEPEST:
            self._variables(updated[0], made, found, depth + 1)
            for one, surely in updated[1]:
                self._updated(one, made, found, depth + 1, surely=surely)
            return
        if whole is None or depth > _DEEPEST:
            self.open.add(made.id)
            # What is put in from there may set again what is there already.
            names = self._may_set(placed, 0)
            found.update((key, _ANEW) for key in found if names is None or key in names)
            return
        name = (placed.node.text or b"").decode("utf-8", "replace")
        if any(given.text == name for one in placed.source.calls for given in one.positional):
            # Whoever is given them may set them again.
            keys = [key for key, _ in self.values.entries(whole.node) if key]
            self.unsure[made.id] = self.unsure.get(made.id, frozenset()).union(keys)
        for written, value in self.values.entries(whole.node):
            key = written or self._named(value, whole)
            if key:
                found[key] = self.values.data(value, whole.source, whole.where)
            elif value.parent is not None and value.parent.type == "pair":
                # A key that only a run tells.
                self.open.add(made.id)
            else:
                inner = value.named_children[0] if value.named_children else value
                further = Placed(node=inner, source=whole.source, where=whole.where)
                self._variables(further, made, found, depth + 1)
        for key, put in more:
            if put is None:
                self.open.add(made.id)
                found.pop(key, None)
            else:
                found[key] = self.values.data(put.node, put.source, put.where)

    def _named(self, value: SyntaxNode, whole: Placed) -> str | None:
        """The key of an entry that a name stands for: ``{STAGE: stage}``, ``{ [STAGE]: stage }``."""
        pair = value.parent
        key = pair.child_by_field_name("key") if pair is not None and pair.type == "pair" else None
        if key is not None and key.type == "computed_property_name":
            key = next(iter(key.named_children), None)
        elif key is not None and not whole.source.python:
            return None
        return self.values.frames.text(replace(whole, node=key)) if key is not None else None

    def _updated(
        self, placed: Placed, made: Made, found: dict[str, Data], depth: int, *, surely: bool
    ) -> None:
        """Variables that others are put into, perhaps."""
        if self._may_set(placed, 0) == frozenset():
            return
        if surely:
            self._variables(placed, made, found, depth)
            return
        more: dict[str, Data] = {}
        self._variables(placed, made, more, depth)
        self.unsure[made.id] = self.unsure.get(made.id, frozenset()).union(more)
        found.update({key: _ANEW if key in found else value for key, value in more.items()})

    def _may_set(self, placed: Placed, depth: int) -> frozenset[str] | None:
        """The names that an expression's objects have, whichever it is; None where they can't be told."""
        node = self.values.frames.followed(placed).node
        node = next(iter(node.named_children), node) if node.type == "parenthesized_expression" else node
        if node.type in _NONE:
            return frozenset()
        end = replace(self.values.frames.followed(placed), node=node)
        whole = self.values.object_of(end)
        several = [whole.node] if whole is not None else _alternatives(node)
        if not several or depth > _DEEPEST:
            return None
        found: list[frozenset[str] | None] = []
        if whole is None:
            found = [self._may_set(replace(end, node=one), depth + 1) for one in several]
        else:
            for key, value in self.values.entries(whole.node):
                inner = value.named_children[0] if value.named_children else value
                further = replace(whole, node=inner)
                found.append(frozenset((key,)) if key else self._may_set(further, depth + 1))
        return frozenset().union(*(one for one in found if one is not None)) if None not in found else None

    def _runtime(self, made: Made, given: Argument | None) -> str | None:
        """``Runtime.PYTHON_3_12`` as Lambda calls it."""
        node = (
            self.values.frames.followed(self.values.placed(made, given)).node if given is not None else None
        )
        found = _RUNTIME.search((node.text or b"").decode("utf-8", "replace")) if node is not None else None
        if found is None:
            return None
        name, version = found[1].lower(), found[2].lower()
        if name == "nodejs":
            return f"nodejs{version.replace('_x', '.x')}"
        if name == "provided":
            return f"provided.{version}"
        return f"{name}{version.replace('_', '.')}"

    def _inline(self, made: Made, given: Argument | None) -> str | Placed | None:
        """The text of ``Code.fromInline("...")``, or what gives it."""
        placed = self.values.frames.followed(self.values.placed(made, given)) if given is not None else None
        made_by = _made_by(placed) if placed is not None else None
        if made_by is None or made_by[0] not in _INLINE or made_by[1] is None:
            return None
        text = self.values.frames.text(made_by[1])
        return text if text is not None else made_by[1]

    def _read(self, placed: Placed) -> str | None:
        """The file of the project whose text an expression is: ``readFileSync(...)``, ``read_text()``."""
        placed = self.values.frames.followed(placed)
        while placed.node.type in ("call", "call_expression"):
            function, arguments = map(placed.node.child_by_field_name, ("function", "arguments"))
            if function is None or arguments is None:
                return None
            name = (function.text or b"").decode("utf-8", "replace").rpartition(".")[2]
            on = function.child_by_field_name(placed.source.shape.object)
            named = arguments.named_children
            if name in _READING and named:
                on = named[0]
            elif name not in _OF_WHAT_IS_READ or on is None:
                return None
            inner = self.values.frames.followed(replace(placed, node=on))
            if name in (*_READING, "read_text"):
                file = self.values.path(inner)
                return file if file is not None and self.files.has(file) else None
            placed = inner
        return None


def _alternatives(node: SyntaxNode) -> list[SyntaxNode]:
    """What ``a ? b : c``, ``b if a else c``, ``a && b`` and ``a or b`` may be."""
    inner = [one for one in node.named_children if one.type != "comment"]
    if node.type == "ternary_expression":
        return inner[1:]
    if node.type == "conditional_expression":
        return [*inner[:1], *inner[2:]]
    if node.type not in ("binary_expression", "boolean_operator") or len(inner) != 2:
        return []
    sign = node.child_by_field_name("operator")
    # What is tested puts nothing in where it is not taken.
    return inner[1:] if sign is not None and sign.type in ("&&", "and") else inner


def _made_by(placed: Placed) -> tuple[str, Placed | None] | None:
    """What makes a function's code (``fromAsset``, ``AssetCode``), and its first argument."""
    if placed.node.type not in ("call", "call_expression", "new_expression"):
        return None
    field = "constructor" if placed.node.type == "new_expression" else "function"
    function, arguments = map(placed.node.child_by_field_name, (field, "arguments"))
    name = (
        (function.text or b"").decode("utf-8", "replace").rpartition(".")[2] if function is not None else ""
    )
    first = (
        next((one for one in arguments.named_children if one.type != "comment"), None) if arguments else None
    )
    if first is not None and first.type == "keyword_argument":
        first = first.child_by_field_name("value")
    return camel(placed.source.called("", name)), replace(placed, node=first) if first is not None else None


def _option_names(node: SyntaxNode) -> Iterator[str]:
    """The names of what a call is given behind its first argument; empty for what is not written out."""
    arguments = node.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    given = [one for one in given if one.type not in ("comment", "nil", "null", "none", "undefined")]
    for one in given if given and given[0].type == "keyword_argument" else given[1:]:
        pairs = (
            [two for two in one.named_children if two.type != "comment"] if one.type == "object" else [one]
        )
        for pair in pairs:
            field = {"pair": "key", "keyword_argument": "name"}.get(pair.type)
            key = pair.child_by_field_name(field) if field is not None else None
            yield camel((key.text or b"").decode("utf-8", "replace").strip("'\"")) if key is not None else ""


def _without(environment: Data | None, path: list[str]) -> dict[str, Data]:
    """The variables of an environment without those that a path means."""
    variables = environment.get("Variables") if isinstance(environment, dict) else None
    if not isinstance(variables, dict) or len(path) < len(_VARIABLE):
        return {}
    return {name: value for name, value in variables.items() if name != path[2]}


def is_traced(given: dict[str, Argument]) -> bool:
    """X-Ray traces the function."""
    return "tracing" in given and given["tracing"].text.upper().endswith("ACTIVE")
