"""Stores with S3's interface that are not AWS's: the table is ``stores_of_others.toml``.

The analyzers ask for a client's host, the reader of denials for hosts and names in a text.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    text = files(__package__).joinpath("stores_of_others.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["store"])


def _told(field: str, *, clouds: bool) -> list[str]:
    return [word for row in _rows() if clouds or not row.get("cloud") for word in row.get(field, ())]


@cache
def hosts(*, clouds: bool = True) -> str:
    """A regular expression of the domains that such stores answer on; ``clouds``: providers of more, too."""
    domains = sorted(_told("hosts", clouds=clouds))
    return "|".join(re.escape(host).replace(r"\*", r"[\w-]*") for host in domains)


@cache
def names(*, clouds: bool = True) -> str:
    """A regular expression of what such stores are called, for any case."""
    return "|".join(_told("names", clouds=clouds))


def is_other_store(host: str) -> bool:
    """Whether a host is one of such a store."""
    return _of_domain().search(host) is not None


@cache
def _of_domain() -> re.Pattern[str]:
    return re.compile(rf"(?:\A|\.)(?:{hosts()})\Z")
