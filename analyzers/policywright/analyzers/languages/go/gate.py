"""What shows that a Go file has to do with AWS; see ``gate``."""

from __future__ import annotations

from policywright.analyzers.gate import Gate
from policywright.analyzers.languages.go.aws import caching, names
from policywright.analyzers.sdk import tracing
from policywright.knowledge.regex import regex


def spelled(name: str) -> tuple[str, ...]:
    """A method may be a variant of an operation's."""
    return (name, *(name.removesuffix(suffix) for suffix in names.SUFFIXES if name.endswith(suffix)))


GATE = Gate(
    sdk=(*names.MODULES, caching.ROOT.encode(), *(root.encode() for root in tracing.ROOTS)),
    launching=(
        b'"os/exec"',
        b"syscall.Exec",
        b"syscall.ForkExec",
        b"os.StartProcess",
        b"plugin.Open",
        b"mage/sh",
        b"bitfield/script",
        b"go-cmd/cmd",
        b"go-sh",
        b"mcp-go/client",
        b"terraform-exec",
        b"sdk/v3/go/auto",
        b"goexpect",
        b'import "C"',
    ),
    named=regex(rb"\.([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*){3,})\b"),
    passed=regex(rb"\b([A-Z]\w*)Input\{\s*([A-Z]\w*)\s*:"),
    # Builders and fields have their own case.
    cased=False,
    spelled=spelled,
)
