"""Runs a generated Python program and writes down which requests it makes, and on which lines.

An oracle for the expectations, not for the analysis: usage ``execution.py DIRECTORY ENTRY...``, an entry being
``module:function``. boto3 is a stand-in; what is printed is JSON, ``[service, method, file, line]`` each.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
import types
from importlib import import_module
from unittest.mock import MagicMock

SEEN: set[tuple[str, str, str, int]] = set()


def record(service: str, method: str) -> MagicMock:
    frame = sys._getframe(2)
    SEEN.add((service, method, os.path.relpath(frame.f_code.co_filename), frame.f_lineno))
    return MagicMock()


class Paginator:
    def __init__(self, service: str, method: str) -> None:
        self.service, self.method = service, method

    def paginate(self, **_arguments: object) -> list[MagicMock]:
        return [record(self.service, self.method)]


class Client:
    def __init__(self, service: str) -> None:
        self.service = service

    def get_paginator(self, method: str) -> Paginator:
        return Paginator(self.service, method)

    def __getattr__(self, name: str) -> types.MethodType:
        def method(self: Client, **_arguments: object) -> MagicMock:
            return record(self.service, name)

        method.__name__ = name
        return types.MethodType(method, self)


class Session:
    def client(self, service: str, **_arguments: object) -> Client:
        return Client(service)


def main(directory: str, entries: list[str]) -> None:
    os.chdir(directory)
    sys.path.insert(0, os.getcwd())
    boto3 = types.ModuleType("boto3")
    boto3.client = Session().client  # type: ignore[attr-defined]
    boto3.Session = Session  # type: ignore[attr-defined]
    sys.modules["boto3"] = boto3
    sys.stdout, out = sys.stderr, sys.stdout
    for entry in entries:
        module, _, name = entry.partition(":")
        function = getattr(import_module(module), name)
        wanted = [
            one
            for one in inspect.signature(function).parameters.values()
            if one.kind == one.POSITIONAL_OR_KEYWORD
        ]
        function(*(MagicMock() for _ in wanted))
    out.write(json.dumps(sorted(SEEN)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
