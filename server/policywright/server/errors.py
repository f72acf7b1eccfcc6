"""How this program ends: the exit statuses, and the errors that lead to them.

Every error that a person can cause carries one line that says what is wrong, where, and what to do. The
command line prints it on stderr, the MCP server returns it as the text of a failed tool call.
"""

from __future__ import annotations

from enum import IntEnum

from policywright.knowledge.isolation import Expected


class Exit(IntEnum):
    """Exit statuses, as the README lists them."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    AWS = 3
    INTERNAL = 4
    """A defect of ours cost a part of the answer, or all of it."""
    INTERRUPTED = 130
    """128 + SIGINT: what shells expect of a program that Ctrl-C ended."""
    BROKEN_PIPE = 141
    """128 + SIGPIPE: the reader of our output went away."""


class UserError(Expected):
    """Something that the user can put right; the message is one line."""

    status: Exit = Exit.USAGE


class NetworkError(UserError):
    """A call over the network failed."""

    status = Exit.AWS
