"""Our patches of Serverless Framework files against the framework's own JSON schema, that of its third version.

Each golden with a patch of a ``serverless.yml`` is resolved and validated by the framework (``serverless print``),
before the patch and after it: nothing may be wrong afterwards that was not before, and the roles' statements
have to be lists of statements. And services whose templates the framework packages: what deploying each asks is
what its template asks. Run by ``make oracle``; no account is asked.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from fnmatch import fnmatchcase
from pathlib import Path

from policywright.analyzers.assembly import resource_texts
from policywright.analyzers.deployment.deploying import Options, deploy

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden/infrastructure"
_NAMES = ("serverless.yml", "serverless.yaml")
_OLD = (
    (re.compile(r"^frameworkVersion:.*\n", re.MULTILINE), ""),
    (re.compile(r"(runtime: *)nodejs[\w.]+"), r"\1nodejs20.x"),
    (re.compile(r"(runtime: *)python[\w.]+"), r"\1python3.11"),
)
"""What the third version does not know any more, or not yet: versions alone."""
_OLDER = "serverless-pseudo-parameters"
"""A plugin for versions before the schema, which does not know its ``#{Table.Arn}``."""
_UNRESOLVED = re.compile(r'Cannot resolve variable at "[^"]*": (.*?),?$', re.MULTILINE)
"""Why a variable has no value here (no such parameter, no account): wherever the patch names it again."""
_WRONG = re.compile(r"^\s*(?:- )?(?:at '|Configuration error).*", re.MULTILINE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node-modules", type=Path, required=True, help="with serverless@3 and plugins")
    modules = parser.parse_args().node_modules.resolve()
    cases = [
        case for case in sorted(GOLDEN.iterdir())
        if (case / "patch.diff").exists() and (texts := [
            (case / "project" / name).read_text() for name in _NAMES if (case / "project" / name).exists()
        ]) and not any(_OLDER in text for text in texts)
    ]  # fmt: skip
    wrong = [line for case in cases for line in _case(case, modules)]
    for line in wrong:
        print(line)
    packaged = sorted((ROOT / "tests/oracle/services").glob("*.yml"))
    for service in packaged:
        less = _lacking(service, modules)
        wrong += less
        print("\n".join(less), end="\n" if less else "")
    print(
        f"serverless: {len(cases)} patches validated, {len(packaged)} services packaged, {len(wrong)} complaints"
    )
    return 1 if wrong or not cases else 0


def _case(case: Path, modules: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as directory:
        project = Path(directory) / "project"
        shutil.copytree(case / "project", project)
        (project / "node_modules").symlink_to(modules)
        before = _complaints(project, modules)
        shutil.copytree(case / "project", project, dirs_exist_ok=True)
        patch = (case / "patch.diff").read_bytes()
        subprocess.run(("patch", "-p1", "--silent"), cwd=project, input=patch, check=True)
        return [f"{case.name}: {line}" for line in _complaints(project, modules) if line not in before]


def _lacking(service: Path, modules: Path) -> list[str]:
    """Actions, and their resources, that the packaged template asks for and the service does not."""
    with tempfile.TemporaryDirectory() as directory:
        project = Path(directory) / "project"
        project.mkdir()
        shutil.copy(service, project / "serverless.yml")
        (project / "app.js").write_text("module.exports.handler = async () => 1\n")
        own = _asked(project)
        command = (modules / ".bin/serverless", "package")
        done = subprocess.run(
            command, cwd=project, env=_environment(project), capture_output=True, text=True, check=False
        )
        made = project / ".serverless/cloudformation-template-update-stack.json"
        if not made.exists():
            return [f"{service.name}: not packaged: {(done.stdout + done.stderr)[-300:]}"]
        (Path(directory) / "template").mkdir()
        shutil.copy(made, Path(directory) / "template" / "template.json")
        found = _asked(Path(directory) / "template")
    return [
        f"{service.name}: lacks {action} on {resource}"
        for action, resources in sorted(found.items())
        for resource in sorted(resources)
        # A version that is referred to, of a function that is not: no ARN is like that.
        if not resource.endswith(":function:*:*:*")
        and not any(fnmatchcase(resource.replace("*", "x"), pattern) for pattern in own.get(action, ()))
    ]


def _asked(folder: Path) -> dict[str, set[str]]:
    """What makes the resources asks; the tools' own calls are another matter."""
    options = Options(stack_name="shop-prod", region="eu-west-1", account="123456789012")
    found = deploy([folder], options)
    names = {
        name for one in found.identities if one.purpose == "execution role" or one.tool == "serverless"
        for name in one.policies
    }  # fmt: skip
    asked: dict[str, set[str]] = {}
    for policy in found.analysis.policies:
        for grant in policy.grants if policy.name in names else ():
            asked.setdefault(grant.action, set()).update(resource_texts(grant.resources, options.place))
    return asked


def _environment(project: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"], "HOME": str(project.parent), "SLS_TELEMETRY_DISABLED": "1",
        "SLS_NOTIFICATIONS_MODE": "off", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_EC2_METADATA_DISABLED": "true",
    }  # fmt: skip


def _complaints(project: Path, modules: Path) -> list[str]:
    """What the framework says is wrong."""
    file = next(project / name for name in _NAMES if (project / name).exists())
    text = file.read_text()
    for old, new in _OLD:
        text = old.sub(new, text)
    file.write_text(f"configValidationMode: error\n{text}")
    done = subprocess.run(
        (modules / ".bin/serverless", "print", "--stage", "dev", "--region", "eu-west-1"),
        cwd=project, env=_environment(project), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == 0:
        return []
    said = done.stdout + done.stderr
    return (
        _WRONG.findall(said)
        or _UNRESOLVED.findall(said)
        or [said.partition("Error:")[2].strip() or said[-500:]]
    )


if __name__ == "__main__":
    sys.exit(main())
