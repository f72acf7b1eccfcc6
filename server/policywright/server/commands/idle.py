"""Options that change nothing beside the others given, each said in one line.

A row is an option, why it has no effect, and when. Only what is on the command line counts: the settings of
a project are for all of its commands. What would be dangerous to guess is an error of its command.
"""

from __future__ import annotations

from policywright.server.console import stdout_is_terminal, warn
from policywright.server.rendering import FORMATS, WITHOUT_REASONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    When = Callable[[argparse.Namespace], bool]

_TEMPLATES = ("infra", "keep-templates", "no-keep-templates", "synth")
"""What is about the templates of a project."""
_PLAIN = tuple(one for one in FORMATS if one not in ("text", "markdown", "diff"))
"""Formats that programs read, and pages."""


def _format(arguments: argparse.Namespace) -> str:
    return str(arguments.format or ("text" if stdout_is_terminal() else "json"))


def _undo(arguments: argparse.Namespace) -> bool:
    return bool(arguments.undo)


def _against(arguments: argparse.Namespace) -> bool:
    return arguments.against is not None


_COMPARED: tuple[tuple[tuple[str, ...], str, When], ...] = (
    (("profile",), "it is for --against ARN", lambda one: not _against(one)),
    (
        ("profile",), "--against names a file, which no account is asked for",
        lambda one: _against(one) and not one.against.startswith("arn:"),
    ),
    (_TEMPLATES, "--no-infra leaves all templates out", lambda one: one.no_infra),
    (_TEMPLATES, "with --against, only that policy is compared with", _against),
    (("keep-templates",), "--no-keep-templates keeps none", lambda one: one.no_keep_templates),
)  # fmt: skip
_COLOURED: tuple[tuple[str, ...], str, When] = (
    ("color",), "nothing of this format is coloured",
    lambda one: one.color == "always" and (_format(one) in _PLAIN or bool(one.output)),
)  # fmt: skip
_EXPLAINED: tuple[tuple[str, ...], str, When] = (
    ("explain", "verbose"), "this format shows no call chains", lambda one: one.format in WITHOUT_REASONS
)  # fmt: skip
IDLE: dict[str, tuple[tuple[tuple[str, ...], str, When], ...]] = {
    "generate": (
        *_COMPARED,
        (_TEMPLATES, "with --entry, no template is looked at", lambda one: bool(one.entry)),
        _COLOURED,
        _EXPLAINED,
    ),
    "check": (*_COMPARED,),
    "apply": (
        (
            (
                "infra", "region", "account", "partition", "exclude", "role", "include-optional", "yes",
                "color",
            ),
            "with --undo, what the last apply below PATH replaced is put back", _undo,
        ),
    ),
    "deploy": (
        (("stack-name",), "Terraform makes no stack", lambda one: one.tool == "terraform"),
        _COLOURED,
        _EXPLAINED,
    ),
    "fix": (
        (
            ("all-actions", "resource-pattern", "resource", "mine", "force", "live"),
            "with --undo, what the last fix replaced is restored", _undo,
        ),
    ),
}  # fmt: skip
"""By command: options, why they change nothing, and when."""


def idle(command: str, arguments: argparse.Namespace) -> Iterator[str]:
    """A line for each option given that changes nothing, with the first reason that holds."""
    said = set()
    for options, why, when in IDLE[command]:
        for option in options:
            given = getattr(arguments, option.replace("-", "_"), None)
            if given not in (None, [], False) and option not in said and when(arguments):
                said.add(option)
                yield f"--{option} has no effect: {why}"


def say_idle(command: str, arguments: argparse.Namespace) -> None:
    """Says what of the command line has no effect, before the settings of the project are added to it."""
    if getattr(arguments, "quiet", False):
        return
    for line in idle(command, arguments):
        warn(line)
    if getattr(arguments, "exclude", ()) and not getattr(arguments, "undo", False):
        for line in unmatched(arguments.exclude, (*arguments.paths, *getattr(arguments, "infra", ()))):
            warn(line)


def unmatched(patterns: Sequence[str], paths: Sequence[object]) -> Iterator[str]:
    """A line for each pattern of ``--exclude`` that nothing in the project of the paths matches."""
    import os

    from policywright.analyzers.discovery import InputError, excluding
    from policywright.analyzers.ignoring import ignored
    from policywright.analyzers.installations import COPIES, SKIPPED_DIRECTORIES
    from policywright.analyzers.surroundings import project_root

    left = {}
    for pattern in patterns:
        try:
            # What takes something back in (``!``) is about another pattern; what is none is an error later.
            spec = excluding([pattern], "") if not pattern.startswith(("!", "#")) else ()
        except InputError:
            return
        if spec:
            left[pattern] = spec
    given = [os.path.realpath(str(path)) for path in paths]
    if not all(map(os.path.exists, given)):
        # That is an error further on.
        return
    within = os.path.commonpath([one if os.path.isdir(one) else os.path.dirname(one) for one in given])
    for start in (within, project_root(within, None, os.path.realpath(os.curdir))):
        for directory, names, files in os.walk(start):
            if not left:
                return
            places = [os.path.join(directory, name) for name in files]
            places += [os.path.join(directory, name, "") for name in names]
            left_out = SKIPPED_DIRECTORIES | COPIES
            names[:] = [one for one in names if one not in left_out and not one.startswith(".")]
            for pattern, spec in list(left.items()):
                if any(ignored(place, spec) for place in places):
                    del left[pattern]
    yield from (f"--exclude {pattern!r}: nothing in the project matches it" for pattern in left)
