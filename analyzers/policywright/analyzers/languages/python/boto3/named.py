"""Resources of boto3 that nobody made, on what is called after their service or type.

In come calls on receivers that stayed unknown (``dynamodb.Table("orders")``, ``bucket.objects.all()``); out
come ``inferred`` handles, whose requests are guesses. What other names tell is in ``guesses``.
"""

from __future__ import annotations

from collections.abc import Iterable

from policywright.analyzers import ir
from policywright.analyzers.engine.values import Args, Tup, Value, join_all, options
from policywright.analyzers.languages.python.boto3 import clients, resources
from policywright.analyzers.languages.python.handles import (
    BatchWriter,
    Collection,
    Inferred,
    Meta,
    Paginator,
    Resource,
)
from policywright.analyzers.model import AMBIENT
from policywright.analyzers.sdk import inference
from policywright.analyzers.sdk.handles import Client, Waiter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.knowledge.operations import Operation

_REQUESTING = Client | Resource | Paginator | Waiter | Collection | BatchWriter | Meta


def inferred(value: Value) -> Value:
    """The value, with everything that it requests marked as a guess."""
    return join_all([_marked(option) for option in options(value)])


def _marked(value: Value) -> Value:
    if isinstance(value, Tup):
        return Tup(tuple(inferred(item) for item in value.items), open=value.open)
    return Inferred(value) if isinstance(value, _REQUESTING) else value


def called(run: Interpreter, handle: Resource, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of a resource that is a guess, as what comes of it."""
    with run.inferring():
        result = resources.call(run, handle, name, args, pos)
    return inferred(result) if result is not None else None


def batch_writer(run: Interpreter, args: Args) -> Value | None:
    """``table.batch_writer(overwrite_by_pkeys=["id"])``: nobody else's is passed that, or nothing."""
    if len(args.positional) > 1 or any(key != "overwrite_by_pkeys" for key, _ in args.keywords):
        return None
    return inferred(clients.batch_writer(resources.unknown_resource(run, "dynamodb", "Table", AMBIENT)))


def resource(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> Value | None:
    """``dynamodb.Table("orders")``, ``bucket.Object("key")``: a resource of what the code calls after the
    service or the type that has such, with what identifies it."""
    if args.keywords or args.open:
        return None
    for owner, given in _having(run, name, hint):
        if given == len(args.positional):
            return called(run, owner, name, args, pos)
    return None


def _having(run: Interpreter, name: str, hint: str) -> Iterable[tuple[Resource, int]]:
    """What may be called so and makes resources of the type, and how many arguments it takes for that."""
    said = inference.words(hint)
    for service, kind in resources.types(run) if name[:1].isupper() else ():
        meant = resources.snake(kind) in said if kind else inference.hinted(service, hint)
        entry = resources.definition(run, service, kind).get("has", {}).get(name) if meant else None
        if entry is not None:
            given = sum(item["source"] == "input" for item in entry["resource"]["identifiers"])
            yield resources.unknown_resource(run, service, kind, AMBIENT), given


def of_chain(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """``shared.dynamodb.Table("orders").scan()`` of a library: only what is asked of a resource tells that it
    is one, since others make what they describe in the same words."""
    *_, owner, made, name = ("", *path.replace("[]", "").replace("()", "").split("."))
    kinds = {(holder.service, made) for holder, _ in _having(run, made, owner)}
    for service, kind, _ in resources.having(run, name):
        if (service, kind) in kinds:
            holder = resources.unknown_resource(run, service, kind, AMBIENT)
            return called(run, holder, name, args, pos)
    return collected(run, name, args, pos, made, owner)


def collected(
    run: Interpreter, name: str, args: Args, pos: ir.Pos, collection: str, owner: str
) -> Value | None:
    """``bucket.objects.filter(Prefix="2024/")``, ``ec2.instances.all()``: whose collection it is the code
    calls after the type or the service."""
    if name not in resources.OF_COLLECTIONS or args.positional:
        return None
    for service, kind, members in resources.collecting(run, collection):
        meant = resources.snake(kind) in inference.words(owner) if kind else inference.hinted(service, owner)
        if meant and {key for key, _ in args.keywords} <= members:
            handle = resources.unknown_resource(run, service, kind, AMBIENT)
            found = resources.attribute(run, handle, collection)
            if isinstance(found, Collection):
                with run.inferring():
                    return inferred(resources.collection_method(run, found, name, args, pos))
    return None


def plain(run: Interpreter, name: str, args: Args, hint: str) -> tuple[Operation, ...]:
    """``table.scan()``, called after a type of a service that the program uses: to report, never to infer."""
    if name not in inference.GENERIC or args.positional or args.keywords:
        return ()
    used, said = inference.used(run), inference.words(hint)
    return tuple(
        operation for service, kind, operation in resources.having(run, name)
        if resources.snake(kind) in said and service in used
    )  # fmt: skip
