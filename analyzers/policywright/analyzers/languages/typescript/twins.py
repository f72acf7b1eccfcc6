"""Names of methods that wrappers give to clients, beside those that a client has.

Bluebird's ``promisifyAll`` calls the twin of ``listTopics`` that answers with a promise ``listTopicsAsync``,
wrappers that programs write call it ``listTopicsPromise``.
"""

from __future__ import annotations


def untwinned(name: str) -> str:
    """The method that one of such a name is a twin of; the name itself for others."""
    return name.removesuffix("Async").removesuffix("Promise")
