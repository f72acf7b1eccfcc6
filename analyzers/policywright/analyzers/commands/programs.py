"""Programs that are known by their names."""

from __future__ import annotations

_LOCAL = frozenset((
    "7z", "addgroup", "adduser", "apt", "apt-get", "awk", "base64", "basename", "bunzip2", "bzip2", "cat",
    "cd", "chmod", "chown", "cmp", "column", "convert", "cp", "curl", "cut", "date", "dd", "df", "diff",
    "dig", "dirname", "done", "dpkg", "du", "echo", "egrep", "esac", "exit", "export", "expr", "false",
    "fc-cache", "fgrep", "ffmpeg", "ffprobe", "fi", "file", "find", "for", "free", "gcc", "git", "gpg",
    "grep", "groupadd", "gunzip", "gzip", "head", "hg", "hostname", "id", "identify", "ifconfig", "in",
    "ip", "iptables", "join", "jq", "kill", "killall", "ldd", "less", "ln", "local", "ls", "lsblk",
    "lsof", "magick", "md5sum", "mkdir", "mkfs", "mktemp", "mount", "mv", "mysql", "mysqldump",
    "nc", "netstat", "nproc", "nslookup", "od", "openssl", "pandoc", "paste", "patch", "pdftk",
    "pdftotext", "pdftoppm", "pg_dump", "pg_restore", "pgrep", "ping", "pip", "pip3", "pkill", "printf",
    "protoc", "ps", "psql", "pwd", "read", "readlink", "realpath", "rm", "rmdir", "route", "rsync", "scp",
    "sed", "seq", "set", "sha1sum", "sha256sum", "shasum", "shift", "sleep", "soffice", "libreoffice",
    "sort", "split", "sqlite3", "ssh", "ssh-keygen", "stat", "strings", "svn", "sync", "sysctl",
    "systemctl", "tail", "tar", "tee", "test", "tesseract", "touch", "tr", "true", "type", "ulimit",
    "umask", "umount", "uname", "uniq", "unset", "unzip", "uptime", "useradd", "usermod", "wc", "wget",
    "where", "which", "whoami", "wkhtmltopdf", "xxd", "xz", "yes", "yum", "zcat", "zip", "zstd",
    "[", "[[", ":", ".", "clear", "cls", "hyperfine", "kdialog", "mjml", "netsh", "osascript",
    "pyenv", "shred", "truncate", "webpack", "ykman", "zenity", "awslocal", "eval", "return", "trap",
    "alias", "bg", "bind", "break", "builtin", "caller", "cksum", "comm", "compgen", "continue", "declare",
    "dirs", "disown", "enable", "fg", "fmt", "fold", "getopts", "hash", "help", "history", "jobs", "keytool",
    "let", "mapfile", "mkfifo", "nl", "popd", "pushd", "readarray", "readonly", "sha512sum", "shopt", "tac",
    "times", "tput", "typeset", "unalias", "uuidgen", "wait",
))  # fmt: skip
"""Programs that ask AWS for nothing with the credentials they find: tools for files, texts, media, networks,
hosts, databases and packages."""

_TASKS = frozenset(("gulp", "make", "npm", "yarn"))
"""Programs that run tasks which the files of a project name."""
_NO_TASKS = frozenset((
    "-v", "--version", "access", "add", "audit", "bin", "cache", "ci", "config", "i", "info", "init",
    "install", "link", "list", "login", "ls", "outdated", "pack", "ping", "prefix", "publish", "remove",
    "root", "uninstall", "update", "version", "view", "whoami", "why",
))  # fmt: skip
"""What npm and Yarn are asked for that is none."""

MAX_TOLD = 4
"""Programs of one place that are named."""


def is_harmless(name: str, asked: str | None = None) -> bool:
    """Whether a program asks AWS for nothing, by its name, or what it is ``asked`` for if it runs tasks."""
    if name in _TASKS:
        return name in ("npm", "yarn") and asked in _NO_TASKS
    return name in _LOCAL


def runs_tasks(name: str) -> bool:
    """Whether a program runs tasks that the files of a project name."""
    return name in _TASKS
