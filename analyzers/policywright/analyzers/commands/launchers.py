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
    member: str | None = None
    """The program is what has this name, its arguments are ``args``, in what it gets or what is in that."""
    fixed: str | None = None
    """It starts this program, whatever it is told; none is named: empty."""


_ANY = Launcher()
PROGRAM = Launcher(program=True)
"""It is told a program, and its arguments behind that."""
_TWICE = Launcher(program=True, twice=True)
_SERVER = Launcher(member="command")
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
    (PROGRAM, "child_process.", ("execFile", "execFileSync", "spawn", "spawnSync", "fork")),
    # Node's worker threads, and pools of them (README of piscina).
    (PROGRAM, "", ("worker_threads.Worker",)),
    (Launcher(named="filename", program=True), "", ("piscina", "piscina.Piscina")),
    (PROGRAM, "", (
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
    (PROGRAM, "", (
        "tinyexec.x", "tinyexec.exec", "nano-spawn", "child-process-promise.spawn",
        "child-process-promise.fork", "child-process-promise.execFile", "promisify-child-process.spawn",
        "promisify-child-process.fork", "foreground-child.foregroundChild", "@actions/exec.exec",
        "@actions/exec.getExecOutput", "github.com/go-cmd/cmd.NewCmd", "github.com/codeskyblue/go-sh.Command",
    )),
    # Servers of the Model Context Protocol that a client starts ("stdio"): documentation of its SDKs for
    # Python and TypeScript, of FastMCP, the adapters of LangChain, OpenAI Agents, AutoGen, Semantic Kernel,
    # Agent Framework, CrewAI, PydanticAI, LlamaIndex, the AI SDK, Mastra, mcp-go.
    (_SERVER, "", (
        "mcp.StdioServerParameters", "mcp.client.stdio.StdioServerParameters",
        "langchain_mcp_adapters.client.MultiServerMCPClient",
        "langchain_mcp_adapters.sessions.create_session", "langchain_mcp_adapters.sessions.StdioConnection",
        "agents.mcp.MCPServerStdio", "agents.mcp.server.MCPServerStdio", "agents.mcp.MCPServerStdioParams",
        "autogen_ext.tools.mcp.StdioServerParams", "semantic_kernel.connectors.mcp.MCPStdioPlugin",
        "agent_framework.MCPStdioTool", "crewai.mcp.MCPServerStdio",
        "fastmcp.client.transports.StdioTransport",
        "@modelcontextprotocol/sdk/client/stdio.StdioClientTransport",
        "@modelcontextprotocol/sdk/client/stdio.js.StdioClientTransport",
        "@modelcontextprotocol/client.StdioClientTransport", "@langchain/mcp-adapters.MultiServerMCPClient",
        "@openai/agents.MCPServerStdio", "@openai/agents-core.MCPServerStdio", "@mastra/mcp.MCPClient",
        "ai/mcp-stdio.Experimental_StdioMCPTransport", "@ai-sdk/mcp/mcp-stdio.Experimental_StdioMCPTransport",
    )),
    (Launcher(member="command", program=True), "", (
        "pydantic_ai.mcp.MCPServerStdio", "llama_index.tools.mcp.BasicMCPClient", "fastmcp.Client",
    )),
    (Launcher(fixed=""), "fastmcp.client.transports.", (
        "PythonStdioTransport", "NodeStdioTransport", "NpxStdioTransport", "UvxStdioTransport",
        "UvStdioTransport",
    )),
    (Launcher(program=True), "github.com/mark3labs/mcp-go/client", (
        ".NewStdioMCPClient", "/transport.NewStdio",
    )),
    # Agents that run commands: SDKs of Claude and of Codex.
    (Launcher(fixed="claude"), "", (
        "claude_agent_sdk.query", "claude_agent_sdk.ClaudeSDKClient", "claude_code_sdk.query",
        "claude_code_sdk.ClaudeSDKClient", "@anthropic-ai/claude-agent-sdk.query",
        "@anthropic-ai/claude-code.query",
    )),
    (Launcher(fixed="codex"), "", ("@openai/codex-sdk.Codex",)),
    # Programs that have libraries: python-terraform, terraform-exec, Pulumi's Automation API, Ansible Runner.
    (Launcher(fixed="terraform"), "", (
        "python_terraform.Terraform", "github.com/hashicorp/terraform-exec/tfexec.NewTerraform",
    )),
    (Launcher(fixed="pulumi"), "", (
        *(f"pulumi.automation.{one}_stack" for one in ("create", "select", "create_or_select")),
        *(
            f"@pulumi/pulumi/automation.LocalWorkspace.{one}Stack"
            for one in ("create", "select", "createOrSelect")
        ),
        *(
            f"github.com/pulumi/pulumi/sdk/v3/go/auto.{one}Stack{of}"
            for one in ("New", "Select", "Upsert") for of in ("InlineSource", "LocalSource", "RemoteSource")
        ),
    )),
    (Launcher(fixed="ansible-playbook"), "ansible_runner.", ("run", "run_async")),
    (Launcher(fixed="ansible-playbook"), "ansible_runner.interface.", ("run", "run_async")),
    # Airflow ("BashOperator"), Prefect ("prefect-shell"), LangChain ("ShellTool"), Strands ("shell").
    (Launcher(named="bash_command"), "airflow.", (
        "operators.bash.BashOperator", "providers.standard.operators.bash.BashOperator",
    )),
    (Launcher(named="command"), "prefect_shell.", ("shell_run_command", "commands.shell_run_command")),
    (Launcher(fixed=""), "", (
        "langchain_community.tools.ShellTool", "langchain_community.tools.shell.ShellTool",
        "langchain_community.tools.shell.tool.ShellTool", "prefect_shell.ShellOperation",
    )),
    (_ANY, "github.com/google/goexpect.", ("Spawn", "SpawnWithArgs")),
    # magefile/mage.
    (PROGRAM, "github.com/magefile/mage/sh.", (
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
    "ProcessBuilder": PROGRAM, "ProcessBuilder().command": PROGRAM, "Runtime.getRuntime().exec": _ANY,
    # Apache Commons Exec, zt-exec.
    "exec.CommandLine.parse": _ANY, "exec.CommandLine": PROGRAM, "ProcessExecutor().command": PROGRAM,
    "ProcessExecutor().commandSplit": _ANY,
    # NuProcess, Pty4J, the Model Context Protocol's SDK for Java, LangChain4j.
    "NuProcessBuilder": PROGRAM, "PtyProcessBuilder().setCommand": PROGRAM, "PtyProcessBuilder": PROGRAM,
    "ServerParameters.builder": PROGRAM, "StdioMcpTransport.builder().command": PROGRAM,
    "StdioMcpTransport.Builder().command": PROGRAM,
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
    return PROGRAM, args if name == "Command" else Args((Known(name), *args.positional))
