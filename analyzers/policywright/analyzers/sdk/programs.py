"""Programs that the code starts, and code that it makes: what they ask AWS for is not to be seen here.

A program that is started has the credentials of the one that starts it. Of most it is known that they ask
AWS for nothing; each other one is said, by its name or as one of a computed name. ``LAUNCHING`` tells from a
file's text whether it may start any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.values import BOTTOM, Args, Known, Obj, Text, Tup, Value, options
from policywright.analyzers.model import UnresolvedCode
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_HOLE = "\0"
_SEPARATORS = regex(r"\|\|?|&&?|;|\n|\$\(|`|\(|\)|\{|\}")
_SET = regex(r"\w+=\S*")
_SHELLS = frozenset(("sh", "bash", "zsh", "dash", "ash", "ksh"))
_BEFORE = frozenset((
    "sudo", "env", "nohup", "time", "nice", "exec", "command", "xargs", "timeout", "stdbuf", "then", "do",
    "else", "if", "while", "!",
))  # fmt: skip
"""Words before the program in a command."""
_LOCAL = frozenset((
    "7z", "addgroup", "adduser", "apt", "apt-get", "awk", "base64", "basename", "bunzip2", "bzip2", "cat",
    "cd", "chmod", "chown", "cmp", "column", "convert", "cp", "curl", "cut", "date", "dd", "df", "diff",
    "dig", "dirname", "done", "dpkg", "du", "echo", "egrep", "esac", "exit", "export", "expr", "false",
    "fc-cache", "fgrep", "ffmpeg", "ffprobe", "fi", "file", "find", "for", "free", "gcc", "git", "gpg",
    "grep", "groupadd", "gunzip", "gzip", "head", "hg", "hostname", "id", "identify", "ifconfig", "in",
    "ip", "iptables", "join", "jq", "kill", "killall", "ldd", "less", "ln", "local", "ls", "lsblk",
    "lsof", "magick", "make", "md5sum", "mkdir", "mkfs", "mktemp", "mount", "mv", "mysql", "mysqldump",
    "nc", "netstat", "nproc", "npm", "nslookup", "od", "openssl", "pandoc", "paste", "patch", "pdftk",
    "pdftotext", "pdftoppm", "pg_dump", "pg_restore", "pgrep", "ping", "pip", "pip3", "pkill", "printf",
    "protoc", "ps", "psql", "pwd", "read", "readlink", "realpath", "rm", "rmdir", "route", "rsync", "scp",
    "sed", "seq", "set", "sha1sum", "sha256sum", "shasum", "shift", "sleep", "soffice", "libreoffice",
    "sort", "split", "sqlite3", "ssh", "ssh-keygen", "stat", "strings", "svn", "sync", "sysctl",
    "systemctl", "tail", "tar", "tee", "test", "tesseract", "touch", "tr", "true", "type", "ulimit",
    "umask", "umount", "uname", "uniq", "unset", "unzip", "uptime", "useradd", "usermod", "wc", "wget",
    "where", "which", "whoami", "wkhtmltopdf", "xxd", "xz", "yarn", "yes", "yum", "zcat", "zip", "zstd",
    "[", "[[", ":", ".", "clear", "cls", "gulp", "hyperfine", "kdialog", "mjml", "netsh", "osascript",
    "pyenv", "shred", "truncate", "webpack", "ykman", "zenity",
))  # fmt: skip
"""Programs that ask AWS for nothing with the credentials they find: tools for files, texts, media, networks,
hosts, databases and packages."""


@dataclass(frozen=True, slots=True)
class _Launcher:
    """How a function is told what to start: from which argument on, or by which name."""

    at: int = 0
    named: str | None = None
    program: bool = False
    """A text is the program's name alone, its arguments are others."""


_ANY = _Launcher()
_PROGRAM = _Launcher(program=True)
_WAYS: tuple[tuple[_Launcher, str, tuple[str, ...]], ...] = (
    (_Launcher(named="args"), "subprocess.", ("run", "call", "check_call", "check_output", "Popen")),
    (_ANY, "", (
        "subprocess.getoutput", "subprocess.getstatusoutput", "os.system", "os.popen", "pty.spawn",
        "asyncio.create_subprocess_shell", "child_process.exec", "child_process.execSync", "execa.command",
        "execa.execaCommand", "execa.execaCommandSync", "shelljs.exec",
    )),
    (_PROGRAM, "os.", (
        "execl", "execle", "execlp", "execlpe", "execv", "execve", "execvp", "execvpe", "posix_spawn",
        "posix_spawnp", "startfile",
    )),
    (_Launcher(at=1, program=True), "os.spawn", ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")),
    (_PROGRAM, "child_process.", ("execFile", "execFileSync", "spawn", "spawnSync", "fork")),
    (_PROGRAM, "", (
        "asyncio.create_subprocess_exec", "execa", "execa.execa", "execa.execaSync", "execa.sync",
        "cross-spawn", "cross-spawn.sync", "os/exec.Command", "syscall.Exec", "syscall.ForkExec",
        "os.StartProcess", "golang.org/x/sys/unix.Exec",
    )),
    (_Launcher(at=1, program=True), "os/exec.", ("CommandContext",)),
)  # fmt: skip
_LAUNCHERS = {f"{start}{name}": launcher for launcher, start, names in _WAYS for name in names}
_JAVA = {"ProcessBuilder": _PROGRAM, "ProcessBuilder().command": _PROGRAM, "Runtime.getRuntime().exec": _ANY}
"""By the ends of their paths: the classes need no import."""
_JAVA_ENDS = tuple(_JAVA)
_CODE = frozenset(
    ("builtins.eval", "builtins.exec", "eval", "Function", "vm.runInNewContext", "vm.runInThisContext")
)
LAUNCHING: dict[str, tuple[bytes, ...]] = {
    "python": (
        b"subprocess", b"os.system", b"os.popen", b"os.exec", b"os.spawn", b"os.posix_spawn", b"eval(",
        b"exec(",
    ),
    "typescript": (b"child_process", b"execa", b"cross-spawn", b"shelljs", b"eval("),
    "go": (b'"os/exec"', b"syscall.Exec", b"syscall.ForkExec", b"os.StartProcess"),
    "java": (b"ProcessBuilder", b"getRuntime"),
}  # fmt: skip
"""What is in every file of a language that starts something."""


def may_start(language: str, data: bytes) -> bool:
    """Whether a file may start a program, by its text."""
    return any(word in data for word in LAUNCHING.get(language, ()))


def started(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> None:
    """Says what a call of a library starts, if that may ask AWS for something."""
    if path in _CODE:
        code = args.get(0)
        if code is None or any(not isinstance(option, Known) for option in options(code)):
            said = path.rpartition(".")[2]
            run.unresolved(
                pos, UnresolvedCode.DYNAMIC_CODE, "{} runs code that is made at run time", name=said
            )
        return
    launcher = _LAUNCHERS.get(path)
    if launcher is None and path.endswith(_JAVA_ENDS):
        launcher = next(
            (found for end, found in _JAVA.items() if path == end or path.endswith(f".{end}")), None
        )
    if launcher is None:
        return
    given = list(args.positional[launcher.at :])
    if not given and launcher.named is not None:
        value = args.get(0, launcher.named)
        given = [value] if value is not None else []
    if not given and path.endswith("ProcessBuilder"):
        # It is told later.
        return
    names = {name for name in _programs(run, given, launcher.program) if not name.startswith("-")} - _LOCAL
    if len(names) == 1:
        name = names.pop()
        detail = "{} is started, and what it asks AWS for is not known" if name else _COMPUTED
        run.unresolved(pos, UnresolvedCode.PROGRAM, detail, name=name, cause=f"program {name}")
    elif names:
        # One place is one thing to look at, whatever it may start.
        told = sorted(name for name in names if name)
        more = [f"{len(told) - MAX_TOLD} more"] if len(told) > MAX_TOLD else []
        others = ["one whose name is computed"] if "" in names else []
        said = ", ".join((*told[:MAX_TOLD], *more, *others))
        run.unresolved(pos, UnresolvedCode.PROGRAM, f"programs are started ({said}), {_NOT_KNOWN}")


_NOT_KNOWN = "and what they ask AWS for is not known"
_COMPUTED = "a program is started whose name is computed, and what it asks AWS for is not known"
MAX_TOLD = 4
"""Programs of one place that are named."""


def _programs(run: Interpreter, given: list[Value], alone: bool) -> Iterator[str]:
    """The names of what a command starts; empty for one that is not known."""
    if not given:
        yield ""
        return
    for option in options(given[0]):
        if isinstance(option, Known | Text):
            text = _text(option)
            if not alone:
                yield from _of_shell(text)
                continue
            name = _name(text)
            rest = given[1:]
            if len(rest) == 1 and any(isinstance(one, Obj | Tup) for one in options(rest[0])):
                rest = [run.element(rest[0], index) for index in range(2)]
            yield from _with_shell(run, name, rest)
        elif isinstance(option, Obj | Tup):
            items = [run.element(option, index) for index in range(3)]
            # What is appended to a list may be anywhere in it, as far as the heap knows.
            first = run.heap.own(option, 0) if isinstance(option, Obj) else BOTTOM
            items[0] = items[0] if first is BOTTOM else first
            texts = [first for first in options(items[0]) if isinstance(first, Known | Text)]
            for first in texts:
                yield from _with_shell(run, _name(_text(first)), items[1:])
            if not texts:
                yield ""
        else:
            yield ""


def _with_shell(run: Interpreter, name: str, rest: list[Value]) -> Iterator[str]:
    """A program, or what a shell starts that is told so by ``-c``, or ``sudo``."""
    if name in _BEFORE and rest:
        yield from _programs(run, rest, True)
        return
    if name in _SHELLS and len(rest) > 1 and any(_is_text(one, "c") for one in options(rest[0])):
        yield from _programs(run, rest[1:], False)
    else:
        yield name


def _is_text(value: Value, end: str) -> bool:
    return isinstance(value, Known) and isinstance(value.value, str) and value.value.endswith(end)


def _text(value: Value) -> str:
    """A text with ``_HOLE`` for what is not known of it."""
    if isinstance(value, Known):
        return value.value if isinstance(value.value, str) else _HOLE
    parts = value.parts if isinstance(value, Text) else ()
    return "".join(part if isinstance(part, str) else _HOLE for part in parts) or _HOLE


def _name(word: str) -> str:
    """The name of a program; empty where it is not known."""
    name = word.strip("\"'").replace("\\", "/").rpartition("/")[2].removesuffix(".exe")
    return "" if _HOLE in name or not name else name


def _of_shell(text: str) -> Iterator[str]:
    found = [_first(part.split()) for part in _SEPARATORS.split(text)]
    names = [name for name in found if name is not None]
    yield from names or ("",)


def _first(words: Iterable[str]) -> str | None:
    """The program of a simple command; None for none."""
    for word in words:
        if word in _BEFORE or _SET.fullmatch(word) or word.startswith(("-", ">", "<", "#")) or word.isdigit():
            continue
        return _name(word)
    return None
