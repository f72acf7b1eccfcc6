"""Errors in the sources, collected so that one run of the generator names them all."""

from __future__ import annotations


class BuildError(Exception):
    """The sources contradict each other or themselves; the message has one line a problem."""


class Problems:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, where: str, what: str) -> None:
        self.lines.append(f"{where}: {what}")

    def raise_if_any(self) -> None:
        if self.lines:
            raise BuildError("\n".join(self.lines))
