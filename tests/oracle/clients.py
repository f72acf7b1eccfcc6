"""``make clients``: the programs of others that use this project, each run as its user runs it.

Assistants (Claude Code, Gemini CLI, Codex) with the configurations of the README, the commit hook with pre-commit, the
GitLab job with a runner, the GitHub action's installation, the wheels of a release, the image's build steps, and
whatever has a schema against it. Each begins in an empty home; nobody logs in anywhere.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from tests.image import copy_context

PROJECT = Path(__file__).parents[2]
EXAMPLE = PROJECT / "examples" / "shop-sam"
FINDING = "CreateOrder lacks sqs:SendMessage on Queue.Arn"
SECONDS = 600
SCHEMAS = {
    "vendor.github-actions": ["action.yml"],
    "vendor.github-workflows": [".github/workflows/release.yml", "examples/ci/github-actions.yml"],
    "vendor.gitlab-ci": ["packaging/gitlab/policywright.gitlab-ci.yml"],
}


class Here:
    """An empty home, a project with findings in a repository of its own, and the programs."""

    def __init__(self, directory: Path, tools: list[Path]) -> None:
        self.home = directory / "home"
        self.repository = directory / "shop"
        self.checkout = directory / "policywright"
        self.home.mkdir()
        shutil.copytree(EXAMPLE, self.repository)
        on_path = [*tools, "/usr/local/bin", "/usr/bin", "/bin"]
        kept = {
            name: os.environ[name]
            for name in ("LANG", "PIP_FIND_LINKS", "SSL_CERT_FILE")
            if name in os.environ
        }
        self.environment = {
            **kept,
            "HOME": str(self.home),
            "PATH": os.pathsep.join(map(str, on_path)),
            "TERM": "dumb",
        }
        # What is committed is what people get.
        self.run("git", "clone", "--quiet", str(PROJECT), str(self.checkout), at=directory)
        self.commit(self.repository)

    def commit(self, repository: Path) -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.com")
        for command in (
            ["init", "--quiet"],
            ["add", "--all"],
            [*who, "commit", "--quiet", "--message", "all"],
        ):
            self.run("git", *command, at=repository)

    def run(self, *command: str, at: Path | None = None, **more: str) -> str:
        """What a command writes, to whichever stream."""
        result = subprocess.run(
            command, cwd=at or self.repository, env={**self.environment, **more}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        return result.stdout

    def configurations(self, language: str) -> Iterator[str]:
        """The README's blocks of a language, with this checkout where it says to put it."""
        text = (PROJECT / "README.md").read_text(encoding="utf-8")
        for block in re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            yield block.replace("/path/to/policywright", str(self.checkout))


def claude_code(here: Here) -> Iterator[tuple[str, bool]]:
    for part in (".", "packaging/claude-code"):
        said = here.run("claude", "plugin", "validate", str(here.checkout / part))
        yield f"manifest of {part}", "Validation passed" in said
    here.run("claude", "plugin", "marketplace", "add", str(here.checkout))
    said = here.run("claude", "plugin", "install", "policywright@policywright")
    yield "plugin is installed", "Successfully installed" in said
    yield "plugin's server", "policywright mcp - ✔ Connected" in here.run("claude", "mcp", "list")
    command = ["policywright", "--", "uvx", "--from", str(here.checkout), "policywright", "mcp"]
    here.run("claude", "mcp", "add", *command)
    said = here.run("claude", "mcp", "list")
    yield "the README's command", bool(re.search(r"^policywright: uvx .*✔ Connected", said, re.MULTILINE))


def gemini(here: Here) -> Iterator[tuple[str, bool]]:
    (servers,) = [block for block in here.configurations("json") if "autoApprove" in block]
    settings = json.loads(servers)
    server = settings["mcpServers"]["policywright"]
    del server["autoApprove"]
    # It hands on no variables of its own but those that are named; uvx asks the package index at each start.
    server["env"] = {name: f"${name}" for name in ("SSL_CERT_FILE",) if name in here.environment}
    for name, content in (
        (here.repository / ".gemini/settings.json", settings),
        (here.home / ".gemini/trustedFolders.json", {str(here.repository): "TRUST_FOLDER"}),
    ):
        name.parent.mkdir(exist_ok=True)
        name.write_text(json.dumps(content), encoding="utf-8")
    # It waits for a server for five seconds, which is not enough on a machine that is busy.
    listings = (here.run("gemini", "mcp", "list") for _ in range(3))
    connected = any(re.search(r"policywright: uvx .* - Connected", said) for said in listings)
    shutil.rmtree(here.repository / ".gemini")
    yield "the README's settings", connected


def codex(here: Here) -> Iterator[tuple[str, bool]]:
    (table,) = [block for block in here.configurations("toml") if "mcp_servers" in block]
    (here.home / ".codex").mkdir(exist_ok=True)
    (here.home / ".codex/config.toml").write_text(table, encoding="utf-8")
    said = here.run("codex", "mcp", "get", "policywright")
    yield "the README's table", "enabled: true" in said and "command: uvx" in said
    yield "the tool is called by it", "+ sqs:SendMessage on Queue.Arn" in _called_by_codex(here)


def _called_by_codex(here: Here) -> str:
    """What our tool says to it: the server that its editors talk to starts ours, and calls it without a model."""
    with subprocess.Popen(
        ["codex", "app-server"], cwd=here.repository, env=here.environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        assert server.stdin is not None and server.stdout is not None

        def asked(id: int, method: str, **params: Any) -> Any:
            server.stdin.write(json.dumps({"id": id, "method": method, "params": params}) + "\n")
            server.stdin.flush()
            answers = (json.loads(line) for line in server.stdout)
            return next((one.get("result") for one in answers if one.get("id") == id), None)

        # Of a server that gives no answer the streams end.
        ended = threading.Timer(SECONDS, server.kill)
        ended.start()
        try:
            asked(1, "initialize", clientInfo={"name": "check", "title": "check", "version": "1"})
            started = asked(2, "thread/start", cwd=str(here.repository))
            said = started and asked(
                3, "mcpServer/tool/call", threadId=started["thread"]["id"], server="policywright",
                tool="generate_policy", arguments={"paths": "."},
            )  # fmt: skip
        finally:
            ended.cancel()
            server.kill()
        return str(said)


def pre_commit(here: Here) -> Iterator[tuple[str, bool]]:
    said = here.run("pre-commit", "try-repo", str(here.checkout), "policywright", "--all-files")
    yield "the hook fails with the finding", "Failed" in said and FINDING in said


def gitlab(here: Here) -> Iterator[tuple[str, bool]]:
    repository = here.repository.parent / "gitlab"
    shutil.copytree(EXAMPLE, repository)
    shutil.copy(PROJECT / "packaging/gitlab/policywright.gitlab-ci.yml", repository / "policywright.yml")
    environment = repository.parent / "job"
    here.run(sys.executable, "-m", "venv", str(environment))
    pipeline = {
        "include": [{"local": "policywright.yml"}],
        "variables": {"POLICYWRIGHT": str(here.checkout), "POLICYWRIGHT_FAIL_ON": "missing unused"},
    }
    (repository / ".gitlab-ci.yml").write_text(yaml.safe_dump(pipeline), encoding="utf-8")
    here.commit(repository)
    here.run("git", "remote", "add", "origin", "https://gitlab.example.com/shop/shop.git", at=repository)
    path = f"{environment}/bin{os.pathsep}{here.environment['PATH']}"
    said = here.run("gitlab-ci-local", "--force-shell-executor", "--no-color", at=repository, PATH=path)
    yield "the job fails with the finding", "FAIL  policywright" in said and FINDING in said
    report = repository / "policywright.xml"
    yield (
        "its report is an artifact",
        report.is_file() and "sqs:SendMessage" in report.read_text(encoding="utf-8"),
    )


def github(here: Here) -> Iterator[tuple[str, bool]]:
    (step,) = [
        one for one in yaml.safe_load((PROJECT / "action.yml").read_text())["runs"]["steps"]
        if one.get("name") == "Install"
    ]  # fmt: skip
    runner = here.home / "runner"
    runner.mkdir()
    added = runner / "path"
    here.run("bash", "-eo", "pipefail", "-c", step["run"], RUNNER_TEMP=str(runner), GITHUB_PATH=str(added),
             GITHUB_ACTION_PATH=str(here.checkout))  # fmt: skip
    command = Path(added.read_text().strip()) / "policywright" if added.is_file() else runner
    yield "the action's installation", command.is_file() and FINDING in here.run(str(command), "check", ".")


def image(here: Here) -> Iterator[tuple[str, bool]]:
    """The build steps of the image, plain: ``make wheel`` is how the compiled form is tried."""
    context = here.home / "context"
    copy_context(context)
    text = (PROJECT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    (install,) = [line for line in text.splitlines() if line.startswith("RUN python -m venv")]
    place = here.home / "image"
    step = (
        install.removeprefix("RUN ")
        .replace("/opt/policywright", str(place))
        .replace("python -m", f"{sys.executable} -m")
    )
    here.run("sh", "-ec", step, at=context)
    found = here.run(str(place / "bin" / "policywright"), "check", ".")
    yield "what is let through can be installed", FINDING in found


def wheels(here: Here) -> Iterator[tuple[str, bool]]:
    """What of the release's matrix is built where: its own program reads the project's settings."""
    pythons = [f"cp3{minor}" for minor in (11, 12, 13, 14)]
    for platform, archs, kinds in (
        ("linux", "x86_64,i686", ("manylinux_x86_64", "musllinux_x86_64")),
        ("linux", "aarch64", ("manylinux_aarch64", "musllinux_aarch64")),
        ("macos", "arm64", ("macosx_arm64",)),
        ("macos", "x86_64", ("macosx_x86_64",)),
        ("windows", "AMD64", ()),
    ):
        options = ("--platform", platform, "--archs", archs, "--print-build-identifiers")
        said = here.run("cibuildwheel", *options, str(here.checkout))
        wanted = {f"{python}-{kind}" for python in pythons for kind in kinds}
        yield f"{platform} {archs}", set(said.split()) == wanted


def schemas(here: Here) -> Iterator[tuple[str, bool]]:
    for schema, names in SCHEMAS.items():
        for name in names:
            said = here.run("check-jsonschema", "--builtin-schema", schema, str(PROJECT / name))
            yield name, said.startswith("ok")


CLIENTS: dict[str, tuple[Callable[[Here], Iterator[tuple[str, bool]]], tuple[str, ...]]] = {
    "Claude Code": (claude_code, ("claude", "uvx")),
    "Gemini CLI": (gemini, ("gemini", "uvx")),
    "Codex": (codex, ("codex",)),
    "pre-commit": (pre_commit, ("pre-commit",)),
    "GitLab": (gitlab, ("gitlab-ci-local", "rsync")),
    "GitHub": (github, ("bash",)),
    "image": (image, ("sh",)),
    "wheels": (wheels, ("cibuildwheel",)),
    "schema": (schemas, ("check-jsonschema",)),
}
"""Who uses it, and the programs that this takes."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--tools", type=Path, action="append", required=True, help="where programs are, this one among them"
    )
    parser.add_argument("only", nargs="*", help="of the clients")
    arguments = parser.parse_args()
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        here = Here(Path(name), [tools.absolute() for tools in arguments.tools])
        if shutil.which("uvx", path=here.environment["PATH"]) is not None:
            # As the README says: no client waits for as long as the first start takes.
            here.run("uvx", "--from", str(here.checkout), "policywright", "--version")
        for client, (use, needs) in CLIENTS.items():
            if arguments.only and client not in arguments.only:
                continue
            absent = [need for need in needs if shutil.which(need, path=here.environment["PATH"]) is None]
            if absent:
                print(f"not run {client}: needs {', '.join(absent)}")
                continue
            began = time.monotonic()
            for what, is_right in use(here):
                print(f"{'passed' if is_right else 'FAILED'}  {client}: {what}", flush=True)
                wrong += [] if is_right else [f"{client}: {what}"]
            print(f"        {client}: {time.monotonic() - began:.0f} s", flush=True)
    print(f"{len(wrong)} not as it should be{': ' + '; '.join(wrong) if wrong else ''}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
