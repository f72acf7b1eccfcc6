"""``policywright completion SHELL``: what bash, zsh and fish complete, made from the commands' options."""

from __future__ import annotations

import argparse
from typing import Any

from policywright.server.commands import COMMANDS
from policywright.server.commands import add_command as add
from policywright.server.console import PROGRAM, write_result
from policywright.server.errors import Exit

_DESCRIPTION = """\
Print the completion script of a shell: bash (eval "$(policywright completion bash)" in ~/.bashrc), zsh (the
same in ~/.zshrc, after compinit) or fish (policywright completion fish | source, in config.fish)."""


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "completion",
        help="print a shell's completion script",
        description=_DESCRIPTION,
        layout="description",
    )
    parser.add_argument("shell", choices=tuple(_SHELLS), metavar="SHELL")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    write_result(_SHELLS[arguments.shell](_options()))
    return int(Exit.DONE)


class _Parser(argparse.ArgumentParser):
    """Takes what the commands say of their layout."""

    def __init__(self, *, layout: str = "", **keywords: Any) -> None:
        super().__init__(**keywords)


def _options() -> dict[str, dict[str, tuple[str, ...] | None]]:
    """The options of each command; with the values that an option allows, () for any, None for a flag."""
    commands = argparse.ArgumentParser().add_subparsers(parser_class=_Parser)
    for name in COMMANDS:
        add(name, commands)
    found: dict[str, dict[str, tuple[str, ...] | None]] = {}
    for name, command in commands.choices.items():
        found[name] = {}
        for action in command._actions:
            values = None if action.nargs == 0 else tuple(map(str, action.choices or ()))
            found[name].update((flag, values) for flag in action.option_strings)
    return found


def _bash(options: dict[str, dict[str, tuple[str, ...] | None]]) -> str:
    cases = "\n".join(f'    {name}) words="{" ".join(flags)}" ;;' for name, flags in options.items())
    values = "\n".join(
        f'    {name}:{flag}) COMPREPLY=($(compgen -W "{" ".join(allowed)}" -- "$word")); return ;;'
        for name, flags in options.items()
        for flag, allowed in flags.items()
        if allowed
    )
    return f"""\
_{PROGRAM}() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" command="${{COMP_WORDS[1]}}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{" ".join(options)} help --help --version" -- "$word")); return
  fi
  if [ "$command" = help ]; then
    COMPREPLY=($(compgen -W "{" ".join(options)}" -- "$word")); return
  fi
  case "$command:${{COMP_WORDS[COMP_CWORD-1]}}" in
{values}
  esac
  case "$command" in
{cases}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}}
complete -o filenames -F _{PROGRAM} {PROGRAM}
"""


def _zsh(options: dict[str, dict[str, tuple[str, ...] | None]]) -> str:
    return f"autoload -U +X bashcompinit && bashcompinit\n{_bash(options)}"


def _fish(options: dict[str, dict[str, tuple[str, ...] | None]]) -> str:
    lines = [
        f"complete -c {PROGRAM} -n __fish_use_subcommand -f -a '{' '.join(options)} help'",
        f"complete -c {PROGRAM} -n '__fish_seen_subcommand_from help' -f -a '{' '.join(options)}'",
    ]
    for name, flags in options.items():
        for flag, allowed in flags.items():
            form = f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}"
            takes = "" if allowed is None else f" -x -a '{' '.join(allowed)}'" if allowed else " -r"
            lines.append(f"complete -c {PROGRAM} -n '__fish_seen_subcommand_from {name}' {form}{takes}")
    return "\n".join(lines) + "\n"


_SHELLS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
