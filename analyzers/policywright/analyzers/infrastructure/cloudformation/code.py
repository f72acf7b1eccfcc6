"""Where the code of a function is, as its template says: directory, handler, layers, inline text."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.infrastructure.cloudformation import cdk
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.policies import reference_to, shown
from policywright.analyzers.infrastructure.cloudformation.strings import NO_VALUE
from policywright.analyzers.infrastructure.cloudformation.template import Declared
from policywright.analyzers.infrastructure.extensions import extensions_of, of_macros, runs_beside
from policywright.analyzers.infrastructure.inline import Marked
from policywright.analyzers.infrastructure.model import Code
from policywright.analyzers.infrastructure.project import ProjectFiles, relative_to_file
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

_STAGES = ("DockerBuildTarget", "aws:asset:docker-build-target")
"""At which stage of a Dockerfile ``sam build`` and the CDK stop:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-build.html
"""
_SCRIPTS = (".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx")


def _macros(scope: Scope, declared: Declared) -> Iterator[str]:
    """The transforms of a template, and of a function's variables (one may be a wrapper), by their names."""
    node = scope.template.root.get("Transform")
    found = list(node.items or [node]) if node is not None else []
    inside = (one.get("Fn::Transform") for one in declared.nodes("Environment", "Variables"))
    for one in (*found, *filter(None, inside)):
        name = one.get("Name") if one.mapping else one
        if name is not None and name.text:
            yield name.text


def code_of(scope: Scope, files: ProjectFiles, declared: Declared) -> Code:
    """The code of a ``AWS::Lambda::Function`` or ``AWS::Serverless::Function``."""
    handler = scope.string(declared.get("Handler"))
    runtime = scope.string(declared.get("Runtime"))
    layers = [_default(scope, value) for node in declared.nodes("Layers") for value in scope.strings(node)]
    own = [one.id for one in scope.template.of_kind("AWS::Lambda::LayerVersion")]
    code = Code(
        handler=handler, runtime=runtime, layers=_layers(scope, files, declared),
        extensions=(
            *extensions_of(layers, own), *_built_elsewhere(scope, files, declared),
            *of_macros(_macros(scope, declared)),
        ),
    )  # fmt: skip
    inline = declared.get("InlineCode") or declared.node.get("Properties", "Code", "ZipFile")
    if inline is not None and handler is not None and not handler.startswith("index."):
        # CloudFormation calls the file of inline code "index": this one stands in until code is deployed.
        return replace(code, opaque=f"the code in the template is not that of the handler {handler}")
    if inline is not None:
        marked = Marked()
        text = "".join(marked.text(option) for option in list(alternatives(scope.evaluate(inline)))[:1])
        return replace(code, inline=text, inline_span=inline.span, inline_values=tuple(marked.values))
    asset = cdk.asset_of(files, scope.template.file, declared.node, "Code")
    if scope.string(declared.get("PackageType")) == "Image" or _has_image(declared):
        return _image(scope, files, declared, code, asset)
    if asset is not None:
        return cdk.source_of(files, asset, code, cdk.construct_of(declared.node, declared.id))
    places = [declared.get("CodeUri"), declared.get("Code")]
    place = next((node for node in places if node is not None), None)
    if place is None and declared.type == "AWS::Serverless::Function":
        # The SAM command line takes the template's own directory.
        return _entry_points(scope, declared, replace(code, directory=_local(scope, ".")))
    if place is None:
        return replace(code, opaque="the template does not say where its code is")
    path = _path(scope, place)
    if path is None:
        return replace(code, opaque=f"its code is {_elsewhere(scope, place)}")
    directory = _local(scope, path)
    if directory is None:
        return replace(code, opaque=f"its code ({path}) is outside the project")
    return _entry_points(scope, declared, replace(code, directory=directory))


def _local(scope: Scope, path: str) -> str | None:
    return relative_to_file(scope.template.file, path)


def _path(scope: Scope, node: Node | None) -> str | None:
    """A path of the project; None for what is stored elsewhere."""
    for branch in scope.branches(node):
        value = scope.evaluate(branch)
        if isinstance(value, Const) and isinstance(value.value, str) and "://" not in value.value:
            return value.value
    return None


def _elsewhere(scope: Scope, place: Node) -> str:
    value = scope.evaluate(place)
    if isinstance(value, Const):
        return str(value.value)
    return "an object in S3" if not isinstance(value, Text) else shown(value)


def _has_image(declared: Declared) -> bool:
    return declared.get("ImageUri") is not None or declared.get("Code", "ImageUri") is not None


def _image(scope: Scope, files: ProjectFiles, declared: Declared, code: Code, asset: str | None) -> Code:
    """The code of an image, as far as the Metadata of ``sam build`` or CDK (or its command) leads to it."""
    context = scope.string(declared.node.get("Metadata", "DockerContext"))
    local = None if context is None else _local(scope, context)
    if asset is not None:
        local = cdk.directory_like(files, asset)
    command = scope.strings(declared.get("ImageConfig", "Command"))
    handler = next((one.value for one in command if isinstance(one, Const)), None)
    code = replace(code, handler=str(handler) if handler is not None else code.handler)
    if local is None:
        return replace(code, opaque="its code is in a container image")
    metadata = (declared.node.get("Metadata", key) for key in ("Dockerfile", "aws:asset:dockerfile-path"))
    dockerfile = next((found for node in metadata if (found := scope.string(node)) is not None), "Dockerfile")
    name = f"{local}/{dockerfile}" if local else dockerfile
    stages = (declared.node.get("Metadata", key) for key in _STAGES)
    stage = next((node for node in stages if node is not None), None)
    from policywright.analyzers.infrastructure.images.dockerfile import is_end
    from policywright.analyzers.infrastructure.images.functions import function_code

    if stage is not None and not is_end(files.text(name) or "", scope.string(stage) or ""):
        return replace(
            code, opaque=f"its code is in a container image, made by a stage in the midst of {name}"
        )
    return function_code(files, code, name, local)


def _entry_points(scope: Scope, declared: Declared, code: Code) -> Code:
    """The source that ``sam build`` bundles with esbuild: the entry point that the handler means."""
    metadata = declared.node.get("Metadata")
    if metadata is None or scope.string(metadata.get("BuildMethod")) != "esbuild":
        return code
    points = [
        str(one.value)
        for one in scope.strings(metadata.get("BuildProperties", "EntryPoints"))
        if isinstance(one, Const)
    ]
    module, _, function = (code.handler or "").rpartition(".")
    base = module.rpartition("/")[2]
    wanted = [point for point in points if _stem(point).rpartition("/")[2] == base]
    chosen = next(
        iter([point for point in wanted if _stem(point).endswith(module)] or wanted or points), None
    )
    if chosen is None or code.directory is None:
        return code
    plain = chosen.removeprefix("./")
    file = f"{code.directory}/{plain}" if code.directory else plain
    return replace(code, entries=(f"{file}:{function}" if function else file,))


def _stem(path: str) -> str:
    return next((path.removesuffix(end) for end in _SCRIPTS if path.endswith(end)), path)


def _default(scope: Scope, layer: Value) -> Value:
    """What a parameter is unless somebody gives another: which layer it is for, if that is a layer's ARN."""
    parts = layer.parts if isinstance(layer, Text) else ()
    part = parts[0] if len(parts) == 1 else None
    declared = scope.parameters.get(part.name or "") if isinstance(part, Hole) else None
    default = declared.get("Default") if declared is not None else None
    known = default is not None and default.text is not None and ":layer:" in default.text
    return Const(default.text) if known and default is not None else layer


def _layers(scope: Scope, files: ProjectFiles, declared: Declared) -> tuple[str, ...]:
    """The directories of the function's layers that the template builds itself."""
    return tuple(
        dict.fromkeys(place for _, place in _own_layers(scope, files, declared) if place is not None)
    )


def _built_elsewhere(scope: Scope, files: ProjectFiles, declared: Declared) -> Iterator[str]:
    """The template's layers that are extensions by their names, and whose files are not in the project."""
    for layer, place in _own_layers(scope, files, declared):
        name = scope.string(layer.get("LayerName")) or ""
        gone = place is None or not files.inside(place)
        if gone and runs_beside(f"{layer.id} {name} {place or ''}"):
            yield layer.id


def _own_layers(
    scope: Scope, files: ProjectFiles, declared: Declared
) -> Iterator[tuple[Declared, str | None]]:
    """The function's layers that are in the template, with their directories."""
    layers = {one.id: one for one in scope.template.of_kind("AWS::Lambda::LayerVersion")}
    for node in declared.nodes("Layers"):
        for value in scope.strings(node):
            id = None if value == NO_VALUE else reference_to(value, layers)
            if id is None:
                continue
            asset = cdk.asset_of(files, scope.template.file, layers[id].node, "Content")
            if asset is not None:
                yield layers[id], cdk.directory_like(files, asset)
                continue
            path = _path(scope, layers[id].get("ContentUri") or layers[id].get("Content"))
            yield layers[id], None if path is None else _local(scope, path)
