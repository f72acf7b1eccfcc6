"""Programs that are known by their names."""

from __future__ import annotations

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
    "pyenv", "shred", "truncate", "webpack", "ykman", "zenity", "awslocal", "eval", "return", "trap",
))  # fmt: skip
"""Programs that ask AWS for nothing with the credentials they find: tools for files, texts, media, networks,
hosts, databases and packages."""

MAX_TOLD = 4
"""Programs of one place that are named."""


def is_harmless(name: str) -> bool:
    """Whether a program asks AWS for nothing, by its name."""
    return name in _LOCAL
