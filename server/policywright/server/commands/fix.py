"""``policywright fix``: from an access-denied error to the smallest change that turns it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policywright.server.commands.generate import add_color_option, add_region_option
from policywright.server.console import ask, complain, stdout_is_terminal, wants_color, write_result
from policywright.server.errors import Exit, UserError

if TYPE_CHECKING:
    from policywright.server.fix.model import Ask, Result

_DESCRIPTION = """\
Find the access-denied errors in a text, say who was denied what and by which kind of policy, and show the
smallest change of an identity policy that allows it. TEXT is the error itself, or - for standard input (the
default when that is no terminal).

AWS is called only with --live, --profile, --apply or --undo, and changed only after approval of the exact
diff. What was there before is kept, and --undo restores it."""

_RUNS = 10
"""How often ``--yes`` starts again because somebody else was quicker: more than there are at once."""
FORMATS = ("json", "text", "markdown", "diff")
_FORMAT_HELP = """\
json: everything, for programs (default when stdout is no terminal);
text: the diff and the reasons, to read (default on a terminal);
markdown: the same, for documents;
diff: the bare diff"""


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "fix",
        help="turn an access-denied error into a policy change",
        description=_DESCRIPTION,
        layout="text",
    )
    parser.add_argument("text", metavar="TEXT", nargs="?", help="the error text, or - for standard input")
    _add_scope(parser)
    _add_account(parser)
    parser.add_argument("--format", choices=FORMATS, metavar="FORMAT", help=_FORMAT_HELP)
    add_color_option(parser)
    parser.set_defaults(run=run)


def _add_scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--code",
        metavar="PATH",
        action="append",
        default=[],
        type=Path,
        help="the code that was denied: names the call sites and limits the resource to what\n"
        "they pass (may be repeated)",
    )
    parser.add_argument(
        "--infra",
        metavar="FILE|DIR",
        action="append",
        default=[],
        type=Path,
        help="the template with the role, or the IAM policy (JSON), to show the diff of, instead of the\n"
        "live role's",
    )
    parser.add_argument(
        "--all-actions",
        action="store_true",
        help="allow everything that the denied call sites need (with --code)",
    )
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument(
        "--resource-pattern",
        action="store_true",
        help="allow the pattern of the denied resource (table/*), not just the one denied",
    )
    scope.add_argument(
        "--resource", metavar="ARN", help="allow this resource or pattern; it has to cover the one denied"
    )
    parser.add_argument(
        "--principal", metavar="ARN", help="the role or user that was denied, where the text does not say"
    )
    parser.add_argument(
        "--force", action="store_true", help="allow wildcards even on actions that change permissions"
    )

    parser.add_argument(
        "--mine",
        action="store_true",
        help="the text is an error of yours, though it reads like documentation or source code",
    )


def _add_account(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--live",
        action="store_true",
        help="read the principal's policies from AWS: the real diff, and what denies",
    )
    parser.add_argument("--profile", metavar="P", help="AWS profile to use (implies --live)")
    add_region_option(parser)
    parser.add_argument("--apply", action="store_true", help="offer to make the change in the account")
    parser.add_argument("--yes", action="store_true", help="approve the diff without asking (for scripts)")
    parser.add_argument(
        "--undo", action="store_true", help="restore what the last fix (of --principal) replaced"
    )


def run(arguments: argparse.Namespace) -> int:
    from policywright.server.commands.idle import say_idle
    from policywright.server.fix import report, workflow

    say_idle("fix", arguments)
    if arguments.yes and not (arguments.apply or arguments.undo):
        raise UserError("fix: --yes approves an --apply or --undo; neither was given")
    if arguments.all_actions and not arguments.code and not arguments.undo:
        raise UserError("fix: --all-actions needs the code: give --code PATH")
    from_stdin = not arguments.undo and arguments.text in (None, "-")
    result = workflow.prepare(_ask(arguments, _text(arguments)))
    failure: UserError | None = None
    if result.needs_approval:
        result, failure = _settled(result, yes=arguments.yes, from_stdin=from_stdin)
    if result.problem:
        complain(f"fix: {result.problem}")
    chosen = arguments.format or ("text" if stdout_is_terminal() else "json")
    color = chosen == "text" and wants_color(arguments.color)
    write_result(_rendered(report.build(result), chosen, color=color), coloured=color)
    if failure is not None:
        complain(f"fix: {failure}")
        return int(failure.status)
    if result.applied in ("declined", "unapproved"):
        return int(Exit.FINDINGS)
    return int(result.status)


def _text(arguments: argparse.Namespace) -> str:
    from policywright.server.fix.workflow import MAX_TEXT

    if arguments.undo:
        return str(arguments.text or "")
    if arguments.text is None and sys.stdin.isatty():
        raise UserError("fix: give the error text, or - and the text on standard input")
    if arguments.text in (None, "-"):
        # Four bytes are the most that one character takes.
        return sys.stdin.buffer.read(4 * MAX_TEXT + 1).decode("utf-8", "replace")
    text = str(arguments.text)
    if "\n" not in text and len(text) < 1024 and " " not in text and Path(text).is_file():
        raise UserError(f"fix: TEXT is the error itself; to read a file: policywright fix - < {text}")
    return text


def _ask(arguments: argparse.Namespace, text: str) -> Ask:
    from policywright.server.fix.model import Ask

    return Ask(
        text=text,
        code=tuple(arguments.code),
        infra=tuple(arguments.infra),
        apply=arguments.apply,
        live=arguments.live,
        undo=arguments.undo,
        force=arguments.force,
        all_actions=arguments.all_actions,
        resource_pattern=arguments.resource_pattern,
        resource=arguments.resource,
        principal=arguments.principal,
        profile=arguments.profile,
        region=arguments.region,
        mine=arguments.mine,
    )


def _settled(result: Result, *, yes: bool, from_stdin: bool) -> tuple[Result, UserError | None]:
    """The result after the question and the change, and why the change was not made where it failed."""
    from policywright.server.fix.model import ChangedMeanwhile
    from policywright.server.fix.workflow import prepare

    failure: UserError | None = None
    for _ in range(_RUNS):
        try:
            return _approved(result, yes=yes, from_stdin=from_stdin), None
        except ChangedMeanwhile as error:
            failure = error
        except UserError as error:
            return result, error
        if not yes or result.ask.undo:
            break
        # No person has looked at the diff, so the one that holds now is as good.
        result = prepare(result.ask)
        if not result.needs_approval:
            return result, None
    return result, failure


def _approved(result: Result, *, yes: bool, from_stdin: bool) -> Result:
    """The result after the change, if a person (or ``--yes``) approved exactly this diff."""
    from dataclasses import replace

    from policywright.server.fix import workflow

    change = result.change
    assert change is not None
    if yes and result.doubted:
        note = (
            "the text may be documentation, which --yes does not decide: give --mine if it is your own error"
        )
        return replace(result, applied="unapproved", notes=(*result.notes, note))
    if yes:
        return workflow.execute(result, change.hash)
    answer = _answer(result, from_stdin=from_stdin)
    if answer is None:
        note = "nobody could be asked: run it on a terminal, or approve with --yes"
        return replace(result, applied="unapproved", notes=(*result.notes, note))
    if answer.strip().lower() not in ("y", "yes"):
        return replace(result, applied="declined")
    return workflow.execute(result, change.hash)


def _answer(result: Result, *, from_stdin: bool) -> str | None:
    """What the person at the terminal says to the change; ``None`` when there is none."""
    from policywright.server.fix.approval import question as asked

    assert result.change is not None
    question = f"{asked(result)}\nMake this change ({result.change.hash})? [y/N] "
    # Standard input may have brought the error text; the person is still at the terminal.
    return ask(question, from_stdin=from_stdin)


def _rendered(data: dict[str, Any], chosen: str, *, color: bool) -> str:
    from policywright.server.fix.render import diff_text, markdown, terminal
    from policywright.server.published import dump

    if chosen == "json":
        return dump(data)
    if chosen == "text":
        return terminal(data, color=color)
    return markdown(data) if chosen == "markdown" else diff_text(data)
