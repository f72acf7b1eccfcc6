"""The functions of libraries that start programs, and how each is told which.

A library that starts a file of the program in a worker or process is one of them. What is started is read by
``started``.
"""

from __future__ import annotations

from policywright.analyzers.engine.values import Args, Known
from policywright.knowledge.records import dataclass


@dataclass(frozen=True, slots=True)
class Launcher:
    """How a function is told what to start: from which argument on, or by which name."""

    at: int = 0
    named: str | None = None
    program: bool = False
    """A text is the program's name alone, its arguments are others."""
    twice: bool = False
    """The arguments begin with the program's name again."""
    tagged: bool = False
    """The first argument is a template's texts, the others stand between them."""
    listed: str | None = None
    """The arguments are this field of the last one."""
    texts: bool = False
    """It starts something only where it is told a text: functions run in the program itself."""


_ANY = Launcher()
_PROGRAM = Launcher(program=True)
_TWICE = Launcher(program=True, twice=True)
_WAYS: tuple[tuple[Launcher, str, tuple[str, ...]], ...] = (
    (Launcher(named="args"), "subprocess.", ("run", "call", "check_call", "check_output", "Popen")),
    (_ANY, "", (
        "subprocess.getoutput", "subprocess.getstatusoutput", "os.system", "os.popen", "pty.spawn",
        "asyncio.create_subprocess_shell", "child_process.exec", "child_process.execSync", "execa.command",
        "execa.execaCommand", "execa.execaCommandSync", "shelljs.exec",
    )),
    (_TWICE, "os.", (
        "execl", "execle", "execlp", "execlpe", "execv", "execve", "execvp", "execvpe", "posix_spawn",
        "posix_spawnp", "startfile",
    )),
    (Launcher(at=1, program=True, twice=True), "os.spawn", ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")),
    (_PROGRAM, "child_process.", ("execFile", "execFileSync", "spawn", "spawnSync", "fork")),
    # Node's worker threads, and pools of them (README of piscina).
    (_PROGRAM, "", ("worker_threads.Worker",)),
    (Launcher(named="filename", program=True), "", ("piscina", "piscina.Piscina")),
    (_PROGRAM, "", (
        "asyncio.create_subprocess_exec", "execa", "execa.execa", "execa.execaSync", "execa.sync",
        "cross-spawn", "cross-spawn.sync", "os/exec.Command",
    )),
    (_TWICE, "", ("syscall.Exec", "syscall.ForkExec", "os.StartProcess", "golang.org/x/sys/unix.Exec")),
    (Launcher(at=1, program=True), "os/exec.", ("CommandContext",)),
    (Launcher(named="Args"), "os/exec.", ("Cmd",)),
    # Documentation of zx, execa, Bun ("Shell", "Spawn") and Deno ("Deno.Command").
    (Launcher(tagged=True), "", ("zx.$", "zx/core.$", "execa.$", "bun.$", "Bun.$")),
    (Launcher(named="cmd"), "Bun.", ("spawn", "spawnSync")),
    (Launcher(program=True, listed="args"), "Deno.", ("Command", "run")),
    # Documentation of pexpect, invoke, fabric ("Connection.local"), delegator.py, sarge, plumbum, trio, anyio
    (_ANY, "", (
        "pexpect.spawn", "pexpect.spawnu", "pexpect.run", "pexpect.runu", "pexpect.popen_spawn.PopenSpawn",
        "invoke.run", "invoke.sudo", "invoke.Context().run", "invoke.Context().sudo",
        "fabric.Connection().local", "delegator.run", "delegator.chain", "sarge.run", "sarge.capture_stdout",
        "sarge.get_stdout", "plumbum.local[]", "trio.run_process", "trio.lowlevel.open_process",
        "anyio.run_process", "anyio.open_process", "child-process-promise.exec",
        "promisify-child-process.exec", "node-cmd.run", "node-cmd.runSync", "github.com/bitfield/script.Exec",
    )),
    # Node's cluster; BullMQ ("Sandboxed processors"), Bull, tinypool, workerpool, jest-worker, threads, pm2,
    # node-cron ("Background tasks"), worker-farm, poolifier, synckit, python-shell.
    (Launcher(named="exec", program=True), "cluster.", ("setupPrimary", "setupMaster")),
    (Launcher(named="filename", program=True), "", ("tinypool", "tinypool.Tinypool")),
    (Launcher(at=1, program=True, texts=True), "", (
        "bullmq.Worker", "node-cron.schedule", "poolifier.FixedThreadPool", "poolifier.DynamicThreadPool",
        "poolifier.FixedClusterPool", "poolifier.DynamicClusterPool",
    )),
    (Launcher(at=-1, program=True, texts=True), "bull().", ("process",)),
    (Launcher(program=True, texts=True), "", (
        "workerpool.pool", "jest-worker.Worker", "threads.Worker", "pm2.start", "worker-farm",
        "synckit.createSyncFn", "python-shell.PythonShell", "python-shell.PythonShell.run",
    )),
    (_PROGRAM, "", (
        "tinyexec.x", "tinyexec.exec", "nano-spawn", "child-process-promise.spawn",
        "child-process-promise.fork", "child-process-promise.execFile", "promisify-child-process.spawn",
        "promisify-child-process.fork", "foreground-child.foregroundChild", "@actions/exec.exec",
        "@actions/exec.getExecOutput", "github.com/go-cmd/cmd.NewCmd", "github.com/codeskyblue/go-sh.Command",
    )),
    # magefile/mage.
    (_PROGRAM, "github.com/magefile/mage/sh.", (
        "Run", "RunV", "RunWith", "RunWithV", "Output", "OutputWith",
    )),
)  # fmt: skip
LOADED = frozenset(
    f"{start}{name}" for launcher, start, names in _WAYS for name in names
    if launcher.program and (launcher.texts or launcher.named is not None)
)  # fmt: skip
"""What starts a file of code to call functions of it that it exports."""
_BY_MEMBER = ("sh.", "plumbum.cmd.")
"""Python libraries whose members are programs by their names."""
_LAUNCHERS = {f"{start}{name}": launcher for launcher, start, names in _WAYS for name in names}
_JAVA = {
    "ProcessBuilder": _PROGRAM, "ProcessBuilder().command": _PROGRAM, "Runtime.getRuntime().exec": _ANY,
    # Apache Commons Exec, zt-exec.
    "exec.CommandLine.parse": _ANY, "exec.CommandLine": _PROGRAM, "ProcessExecutor().command": _PROGRAM,
    "ProcessExecutor().commandSplit": _ANY,
}  # fmt: skip
"""By the ends of their paths: the classes need no import."""
_JAVA_ENDS = tuple(_JAVA)
_NO_PROGRAMS = frozenset(
    ("bake", "cd", "ErrorReturnCode", "contrib", "pushd", "CommandNotFound", "TimeoutException")
)
"""Members of these libraries that start nothing."""


def launcher_of(path: str, args: Args) -> tuple[Launcher | None, Args]:
    """How what of a library has a path is told what to start, and the arguments for it; None for others."""
    if path.startswith(_BY_MEMBER):
        return _by_member(path, args)
    found = _LAUNCHERS.get(path)
    if found is None and path.endswith(_JAVA_ENDS):
        found = next((one for end, one in _JAVA.items() if path == end or path.endswith(f".{end}")), None)
    return found, args


def _by_member(path: str, args: Args) -> tuple[Launcher | None, Args]:
    """``sh.git("log")``, ``sh.Command("/bin/x")``: the program and what it is told."""
    library = next(one for one in _BY_MEMBER if path.startswith(one))
    name = path.removeprefix(library)
    if not name.isidentifier() or name in _NO_PROGRAMS:
        return None, args
    return _PROGRAM, args if name == "Command" else Args((Known(name), *args.positional))
