"""A Terraform resource's arguments as the members of a request, for the authorization layer.

The provider's arguments are the API's members in another spelling (``function_name``: ``FunctionName``); a
``name`` is the member called after what the operation is about.
"""

from __future__ import annotations

from policywright.knowledge import naming
from policywright.knowledge.operations import Operation
from policywright.knowledge.values import Items, Struct, Value, alternatives, one_of

_TAGS = ("tags", "tags_all")


def parameters_of(
    operation: Operation, type: str, properties: Struct, arns: Struct | None = None, *, tagged: bool,
    blocks: bool = True,
) -> Struct:  # fmt: skip
    """What a request has of a resource; everything else that it could have is not passed.

    ``arns`` are the properties where references to whole resources are ARNs. ``blocks``: a list of one may be
    a nested block, which is no list.
    """
    given = {naming.norm(name): value for name, value in properties.fields if name not in _TAGS}
    for name, arn in arns.fields if arns is not None else ():
        if name.endswith(("arn", "arns")):
            given[naming.norm(name)] = arn
    spelled = _spellings(operation)
    noun = naming.norm(type.partition("_")[2])
    fields: dict[str, Value] = {}
    for member in operation.members:
        plain = naming.norm(member.name)
        value = given.get(plain)
        if value is None and plain.endswith("name") and (plain == "name" or noun.endswith(plain[:-4])):
            value = given.get("name")
        if value is None and plain.endswith("id") and noun.endswith(plain[:-2]):
            value = given.get("id")
        if value is not None:
            fields[member.name] = _respelled(value, spelled, blocks)
    if tagged or any(properties.get(name) is not None for name in _TAGS):
        tags = next(
            (value for name in _TAGS if (value := properties.get(name)) is not None), Struct((), open=True)
        )
        for path in operation.tag_paths or operation.loose_tag_paths:
            if "." not in path:
                fields[path.removesuffix("[]")] = tags
    return Struct(tuple(fields.items()))


def _spellings(operation: Operation) -> dict[str, str]:
    """Nested members' names as the API spells them, by their plain form."""
    paths = (*operation.paths, *operation.role_paths, *operation.loose_role_paths, *operation.tag_paths)
    return {naming.norm(step): step.removesuffix("[]") for path in paths for step in path.split(".")[1:]}


def _respelled(value: Value, spelled: dict[str, str], blocks: bool) -> Value:
    """A nested block as a structure with the API's names; a block that stands once is no list."""
    options = list(alternatives(value))
    if len(options) > 1:
        return one_of([_respelled(option, spelled, blocks) for option in options])
    if blocks and isinstance(value, Items) and len(value.values) == 1 and isinstance(value.values[0], Struct):
        return _respelled(value.values[0], spelled, blocks)
    if isinstance(value, Items):
        return Items(tuple(_respelled(one, spelled, blocks) for one in value.values), value.open)
    if isinstance(value, Struct):
        fields = {
            spelled.get(naming.norm(name), name): _respelled(one, spelled, blocks)
            for name, one in value.fields
        }
        return Struct(tuple(fields.items()), value.open)
    return value
