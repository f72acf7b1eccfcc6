"""Functions of a service as workloads: code, environment, and what their configuration needs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from policywright.analyzers.infrastructure.cloudformation.functions import FUNCTION
from policywright.analyzers.infrastructure.cloudformation.reader import set_on
from policywright.analyzers.infrastructure.cloudformation.template import Declared
from policywright.analyzers.infrastructure.extensions import extensions_of, of_plugins
from policywright.analyzers.infrastructure.model import NOTHING, Code, RuntimeNeed, Workload
from policywright.analyzers.infrastructure.overlaid import UNREAD, overlaid, unsettled
from policywright.analyzers.infrastructure.serverless.events import layers_of, needs
from policywright.analyzers.infrastructure.serverless.images import image_code
from policywright.analyzers.infrastructure.serverless.roles import Roles
from policywright.analyzers.infrastructure.serverless.service import (
    DEFAULT_RUNTIME,
    Service,
    bare,
    function_id,
    logical,
)
from policywright.analyzers.infrastructure.serverless.syntax import Literal, Source, variable
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Struct, Text, Unknown, Value, alternatives, one_of

_WSGI = ("wsgi_handler.handler", "wsgi.handler")
_PYTHON_MODULES = "serverless-python-requirements"


def workloads(
    service: Service, roles: Roles, outside: Mapping[str, tuple[RuntimeNeed, ...]]
) -> Iterator[Workload]:
    """A workload for each function, in the order of the configuration."""
    for name, node in service.functions.items():
        physical: Value = service.variables.restored(_name(service, name, node))
        yield Workload(
            id=name,
            kind="lambda",
            name=physical,
            span=node.key_span,
            role=roles.of(name, node),
            code=_code(service, node),
            environment=environment(service, name, node),
            needs=tuple(dict.fromkeys((*needs(service, name, node, physical), *outside[function_id(name)]))),
        )


def _name(service: Service, name: str, node: Node) -> Value:
    """What a function is called in AWS, perhaps with marks."""
    own = node.get("name")
    if own is not None:
        return service.scope.evaluate(own)
    # One that is not read has a name of its own.
    return Const(f"{service.prefix}-{name if node.mapping else service.variables.mark(Unknown('function'))}")


def set_outside(service: Service) -> dict[str, tuple[RuntimeNeed, ...]]:
    """What ``resources`` asks of the functions' roles: mappings and destinations there, merged properties.

    The framework grants nothing of it.
    """
    functions = [
        (Declared(id, FUNCTION, service.set_on.get(id) or bare(node)), _name(service, name, node))
        for name, node in service.functions.items()
        for id in (function_id(name),)
    ]
    found = set_on(service.scope, service.files, functions)
    return {id: service.variables.restored(asked) for id, asked in found.items()}


def environment(service: Service, name: str, node: Node) -> Struct:
    """The variables of the provider and of the function, and those that ``resources`` merges into it; open
    where one of them can't be read. Where the stage chooses among several, any of them."""
    merged = service.merged(name, "Environment", "Variables")
    found = overlaid((
        _sections(service, service.provider), _sections(service, node),
        [_variables(service, merged)] if merged is not None else (),
    ))  # fmt: skip
    return replace(found, open=found.open or _dotenv(service))


def _sections(service: Service, holder: Node) -> list[Struct]:
    """The variables that a function or the provider has, on one stage after the other."""
    found: dict[Struct, None] = {}
    for place in service.variables.alike(holder):
        section = place.get("environment") if isinstance(place, Node) else None
        if section is not None:
            found |= dict.fromkeys(_variables(service, one) for one in service.variables.alike(section))
        else:
            found[NOTHING if isinstance(place, Node) or place == Const(None) else UNREAD] = None
    return [*found]


def _variables(service: Service, section: Node | Value) -> Struct:
    value = service.value(section) if isinstance(section, Node) else section
    if value == Const(None):
        return NOTHING
    if not isinstance(value, Struct):
        return UNREAD
    found: dict[str, Value] = {}
    sure: set[str] = set()
    # Serverless leaves out variables without a value.
    for key, inner in value.fields:
        options = [_as_text(one) for one in alternatives(inner) if one != Const(None)]
        if not options:
            continue
        found[key] = one_of(options)
        if len(options) == len([*alternatives(inner)]) and not any(
            _may_be_null(one, service) for one in options
        ):
            sure.add(key)
    return unsettled(Struct(tuple(found.items()), value.open, frozenset(found.keys() - sure)))


def _may_be_null(value: Value, service: Service) -> bool:
    """Whether a value may be none at deployment, by what it falls back to: ``${env:TABLE, null}``."""
    parts = value.parts if isinstance(value, Text) else ()
    only = parts[0] if len(parts) == 1 else None
    if not isinstance(only, Hole) or only.kind != "parameter":
        return False
    last = variable(only.name or "").sources[-1]
    while isinstance(last, Source) and last.written.startswith("${"):
        last = variable(last.written[2:-1]).sources[-1]
    if isinstance(last, Literal):
        return last.value is None
    node = service.root.get(*(last.address or "").split(".")) if last.type == "self" else None
    return node is not None and node.value is None


def _as_text(value: Value) -> Value:
    """Variables are strings, whatever the configuration writes."""
    if not isinstance(value, Const) or isinstance(value.value, str):
        return value
    return Const(str(value.value).lower() if isinstance(value.value, bool) else str(value.value))


def _dotenv(service: Service) -> bool:
    """The plugin serverless-dotenv-plugin sets variables from files that are rarely committed."""
    return "serverless-dotenv-plugin" in service.plugins


def _code(service: Service, node: Node) -> Code:
    image = node.get("image")
    if image is not None and image.value is not None:
        return image_code(service, node, image)
    runtime = service.text(node.get("runtime")) or service.text(service.provider.get("runtime"))
    handler = service.text(node.get("handler"))
    if handler is None:
        return Code(opaque="its handler is not known", runtime=runtime or DEFAULT_RUNTIME)
    directory = service.directory
    module = service.text(node.get("module"))
    if module and _PYTHON_MODULES in service.plugins:
        directory = f"{directory}/{module}".strip("/")
    return Code(
        directory=directory,
        handler=handler.removeprefix("./"),
        runtime=runtime or DEFAULT_RUNTIME,
        layers=tuple(_layers(service, node)),
        extensions=(
            *extensions_of(layers_of(service, node), _own_layers(service)),
            *of_plugins(service.plugins),
        ),
        entries=_wsgi(service, directory) if handler in _WSGI else (),
        archive=_artifact(service, node),
    )


def _artifact(service: Service, node: Node) -> str | None:
    """The package that is built already, of the function or of the service."""
    told = node.get("package", "artifact") or service.root.get("package", "artifact")
    path = service.text(told)
    return posixpath.normpath(posixpath.join(service.directory, path)) if path else None


def _wsgi(service: Service, directory: str) -> tuple[str, ...]:
    """The application that the handler of the plugin serverless-wsgi runs (``custom.wsgi.app: api.app``)."""
    app = service.text(service.root.get("custom", "wsgi", "app"))
    path = app.rpartition(".")[0].replace(".", "/") if app else ""
    file = f"{directory}/{path}.py".lstrip("/")
    return (file,) if path and service.files.has(file) else ()


def _own_layers(service: Service) -> set[str]:
    made = service.template.of_kind("AWS::Lambda::LayerVersion")
    names = {f"{logical(name)}LambdaLayer" for name in service.layers}
    if _PYTHON_MODULES in service.plugins and service.root.get("custom", "pythonRequirements", "layer"):
        # What the project requires is judged where it is imported.
        names.add("PythonRequirementsLambdaLayer")
    return {one.id for one in made} | names


def _layers(service: Service, node: Node) -> Iterator[str]:
    """Directories of the layers that the service itself has."""
    listed = [str(item) for item in layers_of(service, node)]
    for name, layer in service.layers.items():
        path = service.text(layer.get("path"))
        if path and any(f"{logical(name)}LambdaLayer" in item for item in listed):
            yield f"{service.directory}/{path}".strip("/").replace("/./", "/")
