"""Terraform: modules of ``.tf`` files, plan JSON and state, read into ``Stack`` records, one for each root
module.

Nothing is run and nothing is fetched. ``syntax.py`` is the syntax tree, ``parse.py`` makes it,
``evaluate.py`` computes expressions into traced values (each with the node it comes from), ``stack.py`` is
the way from a root module to a ``Stack``. Ids are addresses (``module.api.aws_sqs_queue.jobs["eu"]``).

**Paths of a ``Site``** lead from the top of a file to a node; ``locate`` finds it:

- A block at the top: its type and labels (``"resource", "aws_iam_role_policy", "orders"``); a block without
  labels: its type and its index among those (``"locals", 0``).
- A nested block: its type and its index among the blocks of that type in the same body (``"statement",
  2``). A dynamic block: ``"dynamic"``, its label, its index among the dynamic blocks with that label; its
  content is the nested block ``"content", 0``.
- An attribute: its name. A path that ends there is the attribute's *value*; ``locate(text, path,
  whole=True)`` gives the whole ``name = value`` instead (for an object's element too).
- In an expression: the key of an object's element; the index of a tuple's element; ``"f()", n`` is argument
  n of a call of ``f``; ``"?", 0|1|2`` are the three parts of a conditional; ``"for", 0|1|2|3`` are
  collection, key, value and condition of a ``for``; ``"${}", n`` is part n of a template (literal text
  counts as a part); ``"[]"`` is the index expression of a reference, ``"."`` its target; ``"op", 0|1`` are
  operands. Parentheses are not in a path.
- ``"<json>"``: the text at this point (a heredoc, or a whole ``.json`` or template file when it comes
  first) is JSON; what follows are its keys and indexes. JSON in a quoted string has no sites.

``("resource", "aws_iam_role_policy", "orders", "policy", "jsonencode()", 0, "Statement", 1)`` is the second
statement of a policy written with ``jsonencode``.

A site may be of a ``.tf.json`` file (everything follows ``"<json>"``), of a JSON file, or of a template
file, in which no name of the module is known. What comes of a directive of a template, a plan, a state or
the model of a registry's module has none. ``Stack.spellings`` says how the files of each module write what
is in another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.model import Path, Stack
    from policywright.analyzers.infrastructure.project import ProjectFiles

_SUFFIXES = (".tf", ".tf.json", ".tofu", ".tofu.json", ".tfstate", "plan.json")


def read(files: ProjectFiles) -> tuple[Stack, ...]:
    """The stacks of all root modules, in the order of their directories."""
    return tuple(stack for stack in read_all(files) if not stack.callers)


def read_all(files: ProjectFiles) -> tuple[Stack, ...]:
    """The same, and the modules that they call, each read by itself (``Stack.callers``)."""
    if not any(name.endswith(_SUFFIXES) for name in files.names):
        return ()
    from policywright.analyzers.infrastructure.terraform.stack import read_stacks

    return read_stacks(files)


def locate(text: str, path: Path, *, whole: bool = False) -> tuple[int, int, str] | None:
    """Byte range (of the UTF-8 text) and kind of the node at a path; None when there is none.

    Kinds: ``block``, ``attribute`` and ``element`` (both only with ``whole``), ``object``, ``tuple``,
    ``call``, ``template`` (quoted, with interpolations), ``heredoc``, ``literal``, ``reference``,
    ``expression`` (anything else), ``json-object``, ``json-array``, ``json-value``.
    """
    from policywright.analyzers.infrastructure.terraform.location import locate as find

    return find(text, path, whole=whole)


__all__ = ["locate", "read", "read_all"]
