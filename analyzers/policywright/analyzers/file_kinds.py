"""What a file is, by its name or its first line: read, of a language that is not, a shell script, a page.

And whether one that is not read has to do with AWS.
"""

from __future__ import annotations

import os
import stat

from policywright.analyzers import languages
from policywright.analyzers.shells import ENDINGS
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

MAX_START = 1_000_000
"""How much of a file is looked at for what it names."""
_UNREAD = {
    ".kt": "Kotlin", ".scala": "Scala", ".groovy": "Groovy", ".cs": "C#", ".fs": "F#",
    ".rb": "Ruby", ".php": "PHP", ".rs": "Rust", ".swift": "Swift", ".ex": "Elixir", ".exs": "Elixir",
    ".cpp": "C++", ".cc": "C++", ".cxx": "C++", ".vb": "Visual Basic", ".clj": "Clojure", ".dart": "Dart",
    ".pl": "Perl", ".pm": "Perl", ".ps1": "PowerShell", ".psm1": "PowerShell", ".vue": "Vue",
    ".svelte": "Svelte", ".ipynb": "Jupyter notebook", ".r": "R", ".R": "R", ".erl": "Erlang", ".lua": "Lua",
    ".jl": "Julia", ".hs": "Haskell", ".astro": "Astro",
}  # fmt: skip
"""Languages that AWS has an SDK for, or that call that of another one, and that are not analysed."""
_UNREAD_PROGRAMS = {
    "ruby": "Ruby", "jruby": "Ruby", "php": "PHP", "perl": "Perl", "Rscript": "R", "lua": "Lua",
    "pwsh": "PowerShell", "elixir": "Elixir", "escript": "Erlang", "groovy": "Groovy", "swift": "Swift",
    "scala": "Scala", "scala-cli": "Scala", "kotlin": "Kotlin", "dart": "Dart", "julia": "Julia",
    "runhaskell": "Haskell", "runghc": "Haskell", "stack": "Haskell", "dotnet": "C#", "dotnet-script": "C#",
    "csi": "C#", "clojure": "Clojure", "bb": "Clojure", "rust-script": "Rust", "cargo": "Rust",
}  # fmt: skip
"""What runs such a file that has no ending, by its first line."""
_SDK = regex(
    rb"software\.amazon\.awssdk|com\.amazonaws\.|aws\.sdk\.kotlin|using Amazon\.|open Amazon\."
    rb"|aws-sdk|\bAws[:\\]|\baws_sdk_|import Soto|import AWS|\bExAws\b|\bAWS\.Client|aws/core/|cognitect\.aws"
    rb"|Imports Amazon\.|package:aws_|\bPaws\b|AWS\.Tools\.|AWSPowerShell"
    rb"|\bboto3\b|\bpaws::|library\(paws|\berlcloud|\baws_client:|resty\.aws|using AWS\b|\bAmazonka\b"
)
_PAGES = (".html", ".htm")
_IN_PAGE = regex(rb"(?i)<script\b[^>]*>(?:(?!</script)[\s\S]){0,20000}?(?:@aws-sdk/client-|\bnew AWS\.[A-Z])")
"""A script in a page that makes a client; what a page loads from a file is found by itself."""
_SHELL_PROGRAMS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "ash"))
_CALLS_AWS = regex(rb"""(?m)(?:^|[\s;|&(`"'])aws\s+(?:--\S+\s+)*[a-z][\w-]*\s""")
"""A command line of the AWS CLI."""
SOURCE_MAPS = (".js.map", ".mjs.map", ".cjs.map")


def kind_of(entry: os.DirEntry[str]) -> str:
    """What a file that is found is by its name or, without an ending, its first line: ``read`` (a program or
    configuration), ``unread`` (of a language that is not analysed), ``map`` (of a source), ``script`` (of a
    shell), or nothing."""
    name, ending = entry.name, os.path.splitext(entry.name)[1]
    # Nothing waits for a pipe that nobody writes to.
    lookable = not ending and entry.is_file(follow_symlinks=False)
    runs = languages.interpreter(start_of(entry.path)) if lookable else ""
    if (_UNREAD.get(ending) if ending else _UNREAD_PROGRAMS.get(runs)) is not None:
        return "unread"
    if name.endswith(SOURCE_MAPS):
        return "map"
    if ending in _PAGES:
        return "unread"
    if (languages.supported(name) or languages.auxiliary(name)) if "." in name else languages.runs(runs):
        return "read"
    shell = name.endswith(ENDINGS) if ending else runs in _SHELL_PROGRAMS
    return "script" if shell and entry.is_file(follow_symlinks=False) else ""


def is_script(path: str) -> bool:
    """Whether a file is a shell script, by its name or its first line."""
    if os.path.splitext(path)[1]:
        return path.endswith(ENDINGS)
    return languages.interpreter(start_of(path)) in _SHELL_PROGRAMS


def is_code(name: str) -> bool:
    """A file of a programming language by its ending, analysed or not."""
    return languages.supported(name) or os.path.splitext(name)[1] in _UNREAD


def unread_language(path: str) -> str | None:
    """The language of a file that is of one that is not analysed, by its name or its first line."""
    ending = os.path.splitext(path)[1]
    if ending:
        return _UNREAD.get(ending)
    return _UNREAD_PROGRAMS.get(languages.interpreter(start_of(path)))


def why_unread(path: str) -> str:
    """Why a file is not analysed, for people."""
    if is_script(path):
        return "a shell script; name it to analyse it"
    return f"{unread_language(path)} is not analysed"


def start_of(path: str) -> bytes:
    """How a file starts; nothing of one that can't be read."""
    try:
        with open(path, "rb") as file:
            return file.read(languages.FIRST_LINE)
    except OSError:
        return b""


def calls_aws(path: str) -> bool:
    """Whether a shell script runs the AWS CLI."""
    return _has(path, _CALLS_AWS)


def mentions_sdk(path: str) -> bool:
    """Whether a file of a language that is not read has to do with AWS."""
    return _has(path, _SDK)


def is_page(path: str) -> bool:
    """Whether a file is a page of a web site."""
    return path.endswith(_PAGES)


def makes_clients(path: str) -> bool:
    """Whether a script in a page makes a client."""
    return _has(path, _IN_PAGE)


def _has(path: str, pattern: re.Pattern[bytes]) -> bool:
    """Whether a file has something in it."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return False
        with open(path, "rb") as file:
            return pattern.search(file.read(MAX_START)) is not None
    except OSError:
        return False
