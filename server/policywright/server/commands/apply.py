"""``policywright apply PATH...``: write the patch of the templates, after showing it."""

from __future__ import annotations

from policywright.server.commands.generate import (
    add_color_option,
    add_scope_options,
    add_template_option,
    analysed,
    request_of,
)
from policywright.server.console import ask, complain, say, wants_color, write_result
from policywright.server.errors import Exit, UserError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

_DESCRIPTION = """\
Show the patch that gives each role of the templates below PATH... what its code needs, and write it once it
is approved. What was there before is kept: --undo puts it back."""


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "apply",
        help="write the patch of the templates, after showing it",
        description=_DESCRIPTION,
        layout="description",
    )
    parser.add_argument("paths", metavar="PATH", nargs="+")
    add_template_option(parser)
    add_scope_options(parser)
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="PATTERN", help="leave out what matches"
    )
    parser.add_argument("--role", metavar="NAME", help="only this function or role")
    parser.add_argument(
        "--include-optional", action="store_true", help="also grant what depends on configuration"
    )
    parser.add_argument("--yes", action="store_true", help="don't ask")
    parser.add_argument(
        "--force",
        action="store_true",
        help="also change files with changes that are not committed; with --undo, files changed since",
    )
    parser.add_argument(
        "--undo", action="store_true", help="put back what the last apply below PATH... replaced"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors on standard error")
    add_color_option(parser)
    parser.set_defaults(run=run, no_infra=False, against=None, profile=None)


def run(arguments: argparse.Namespace) -> int:
    import shlex
    from pathlib import Path

    from policywright.server.applying import dirty, undo, write, writes_of
    from policywright.server.commands.idle import say_idle
    from policywright.server.configuration import configure
    from policywright.server.fix.journal import state_dir
    from policywright.server.generation import render_settings
    from policywright.server.places import base_of, from_here
    from policywright.server.rendering import renderer

    say_idle("apply", arguments)
    if arguments.undo:
        given = [Path(path).resolve() for path in arguments.paths]
        for path in undo(given, state_dir(), force=arguments.force):
            say(f"{from_here(path)} is as it was before", quiet=arguments.quiet)
        return int(Exit.DONE)
    configure(arguments)
    request = request_of(arguments)
    analysis = analysed(request, quiet=arguments.quiet, to_read=True)
    if analysis.infrastructure is None:
        raise UserError("apply: no template was found; name its file or directory with --infra")
    color = wants_color(arguments.color)
    shown = renderer("diff")(analysis, render_settings(request, explain=False, color=color))
    write_result(shown, coloured=color)
    writes = writes_of(analysis.infrastructure, Path(base_of((*request.paths, *request.infra), request.base)))
    if not writes:
        say("there is nothing to change", quiet=arguments.quiet)
        return int(Exit.DONE)
    uncommitted = [] if arguments.force else dirty(one.path for one in writes)
    if uncommitted:
        raise UserError(
            f"{from_here(uncommitted[0])} has changes that are not committed; commit them, or give --force"
        )
    if not arguments.yes:
        files = ", ".join(from_here(one.path) for one in writes)
        answer = ask(f"Write this patch to {files}? [y/N] ")
        if answer is None:
            complain("nobody could be asked: run it on a terminal, or approve with --yes")
            return int(Exit.FINDINGS)
        if answer.strip().lower() not in ("y", "yes"):
            say("nothing was written", quiet=arguments.quiet)
            return int(Exit.FINDINGS)
    write(writes, state_dir())
    undoing = shlex.join(["policywright", "apply", "--undo", *arguments.paths])
    for one in writes:
        say(f"{from_here(one.path)} is written; `{undoing}` puts it back", quiet=arguments.quiet)
    return int(Exit.DONE)
