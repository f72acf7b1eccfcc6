"""The analyzers' one entry point: paths in, an ``Analysis`` out. Nothing here prints or opens a socket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from policywright.analyzers.assembly import Place, assemble
from policywright.analyzers.discovery import InputError, discover
from policywright.analyzers.engine.engine import Cancelled
from policywright.analyzers.findings import analyse_code
from policywright.analyzers.grants import grants_for
from policywright.analyzers.model import Analysis
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.store import open_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What an analysis is asked for; see the command line's help for each."""

    entries: tuple[str, ...] = ()
    region: str | None = None
    account: str | None = None
    partition: str | None = None
    include_optional: bool = False
    root: Path | None = None


def analyse(
    paths: Sequence[Path],
    options: Options,
    *,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Analysis:
    """The policies that the code under the paths needs.

    Raises ``InputError`` for a path or entry that doesn't exist or may not be read, ``Cancelled`` when
    ``cancelled`` returns true. Broken files are reported in the result instead.
    """
    found = discover(paths, options.root)
    authorizer = Authorizer(open_store())
    code = analyse_code(
        found, authorizer.operations, entries=options.entries, progress=progress, cancelled=cancelled
    )
    grants = grants_for(code.calls, authorizer, include_optional=options.include_optional)
    place = Place(region=options.region, account=options.account, partition=options.partition)
    policies, notes = assemble(grants.needed, place)
    unresolved = sorted(
        (*code.unresolved, *grants.unresolved), key=lambda item: (item.span, item.code.value, item.detail)
    )
    return Analysis(
        policies=policies,
        may_need=tuple(grants.optional),
        not_granted=tuple(dict.fromkeys(grants.not_granted)),
        unresolved=tuple(unresolved),
        files_analysed=code.files_analysed,
        skipped=tuple(sorted(code.skipped, key=lambda item: (item.file, item.code.value, item.detail))),
        notes=notes,
    )


__all__ = ["Analysis", "Cancelled", "InputError", "Options", "analyse"]
