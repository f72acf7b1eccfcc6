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


GATE = Gate(
    sdk=(b"aws-sdk", b"AWS."),
    library=tables.reach,
    launching=(
        b"child_process",
        b"execa",
        b"cross-spawn",
        b"shelljs",
        b"eval(",
        b"import.meta.glob",
        b"include-all",
        b"require-all",
        b"require-dir",
        b"require.context",
        b"new Worker(",
        b"piscina",
        b"setupPrimary",
        b"setupMaster",
        b"bullmq",
        b'"bull"',
        b"'bull'",
        b"tinypool",
        b"workerpool",
        b"jest-worker",
        b"node-cron",
        b"poolifier",
        b"pm2",
        b"worker-farm",
        b"synckit",
        b"python-shell",
        b"tinyexec",
        b"nano-spawn",
        b"child-process",
        b"foreground-child",
        b"@actions/exec",
        b"node-cmd",
        b"bree",
        b"vm2",
        b"bindings",
        b"node-gyp-build",
        b"ffi-napi",
        b"koffi",
        b".dlopen",
        b"vm.run",
        b"vm.Script",
        b"vm.compileFunction",
        b"require(`",
        b"import(`",
        b"require(path.",
        b"import(path.",
        b'"zx',
        b"'zx",
        b"Bun.",
        b'"bun"',
        b"'bun'",
        b"Deno.",
    ),
    named=regex(rb"""[.'"]([a-z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*){3,})\b"""),
    # ``q.putItem({ TableName })``, ``q["putItem"]({ TableName })``, ``retry(q.putItem, { TableName })``
    passed=regex(rb"""[.'"]\s*([a-z]\w*)["']?[\])]?\s*[(,]\s*\{\s*["']?([A-Za-z]\w*)["']?\s*[:,}]"""),
    telling=lambda name: name[:1].isupper(),
    spelled=spelled,
)
