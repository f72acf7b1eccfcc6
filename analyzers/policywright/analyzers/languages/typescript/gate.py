"""What shows that a JavaScript or TypeScript file has to do with AWS; see ``gate``."""

from __future__ import annotations

from policywright.analyzers.gate import Gate
from policywright.analyzers.languages.typescript.libraries import tables
from policywright.analyzers.languages.typescript.twins import untwinned
from policywright.knowledge.regex import regex


def spelled(name: str) -> tuple[str, ...]:
    """Methods are called like operations, with a small first letter."""
    api = name[:1].upper() + name[1:]
    return (api, untwinned(api))


_STARTERS = (
    "@actions/exec", "bindings", "bree", "bullmq", "cross-spawn", "execa", "ffi-napi", "foreground-child",
    "include-all", "jest-worker", "koffi", "nano-spawn", "node-cmd", "node-cron", "node-gyp-build", "piscina",
    "pm2", "poolifier", "python-shell", "require-all", "require-dir", "shelljs", "synckit", "tinyexec",
    "tinypool", "vm2", "worker-farm", "workerpool", "zx",
)  # fmt: skip
"""Packages that start programs or load code; as words by themselves some are anything's."""

GATE = Gate(
    sdk=(b"aws-sdk", b"AWS."),
    library=tables.reach,
    launching=(
        b"child_process",
        b"eval(",
        b"require.context",
        b"new Worker(",
        b"setupPrimary",
        b"setupMaster",
        b'"bull"',
        b"'bull'",
        b"child-process",
        b"StdioClientTransport",
        b"StdioMCPTransport",
        b"MCPServerStdio",
        b"MultiServerMCPClient",
        b"@mastra/mcp",
        b"@anthropic-ai/claude-",
        b"@openai/codex-sdk",
        b"pulumi/automation",
        b".dlopen",
        b"vm.run",
        b"vm.Script",
        b"vm.compileFunction",
        b"require(`",
        b"import(`",
        b"require(path.",
        b"import(path.",
        b"Bun.",
        b'"bun"',
        b"'bun'",
        b"Deno.",
        *(quote + name.encode() for name in _STARTERS for quote in (b'"', b"'")),
    ),
    named=regex(rb"""[.'"]([a-z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*){3,})\b"""),
    # ``q.putItem({ TableName })``, ``q["putItem"]({ TableName })``, ``retry(q.putItem, { TableName })``
    passed=regex(rb"""[.'"]\s*([a-z]\w*)["']?[\])]?\s*[(,]\s*\{\s*["']?([A-Za-z]\w*)["']?\s*[:,}]"""),
    telling=lambda name: name[:1].isupper(),
    spelled=spelled,
)
