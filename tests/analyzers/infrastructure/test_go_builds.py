"""Which Go program is a function's, where scripts build several."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.infrastructure.handlers import entry_points
from policywright.analyzers.infrastructure.model import Code, Workload
from policywright.analyzers.infrastructure.project import ProjectFiles, whole_file
from policywright.knowledge.values import Const

GO = 'package main\n\nimport _ "github.com/aws/aws-lambda-go/lambda"\n\nfunc main() {\n}\n'
WORKER = "go build -o build/api/bootstrap ./cmd/worker"
HOLE = "build:\n\tgo build -o $(OUT)/api/bootstrap ./cmd/api\n"


def program(root: Path, scripts: dict[str, str], id: str = "Fn", directory: str = "build/api") -> str:
    files = {"go.mod": "module x\n", "cmd/api/main.go": GO, "cmd/worker/main.go": GO, **scripts}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    code = Code(directory=directory, handler="bootstrap", runtime="provided.al2023")
    workload = Workload(id=id, kind="lambda", name=Const("fn"), span=whole_file("t.yaml"), code=code)
    entries, _ = entry_points(workload, ProjectFiles.below(root))
    return entries[0] if entries else ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Makefile", f"# was: {WORKER}\n"),
        ("Makefile", f"# was \\\n{WORKER}\n"),
        ("Makefile", f'help:\n\t@echo "{WORKER}"\n'),
        ("Makefile", f"help:\n\t@echo {WORKER}\n"),
        ("Makefile", f"$(info {WORKER})\n"),
        ("build.sh", f'echo "usage: {WORKER}"\n'),
        ("build.sh", f'echo "usage:\n  {WORKER}\n"\n'),
        ("build.sh", f"cat <<EOF\n{WORKER}\nEOF\n"),
        ("build.sh", f"true # {WORKER}\n"),
        ("build.sh", f"# as before \\\n# {WORKER}\n"),
        ("Taskfile.yml", f"tasks:\n  a:\n    desc: {WORKER}\n"),
        ("Taskfile.yml", f"tasks:\n  a:\n    cmds:\n      - echo '{WORKER}'\n      # - {WORKER}\n"),
        ("package.json", f'{{"description": "{WORKER}", "scripts": {{"x": "echo \'{WORKER}\'"}}}}\n'),
        ("Dockerfile", f"FROM golang\n# RUN {WORKER}\n"),
    ],
)
def test_what_is_only_said_builds_nothing(tmp_path: Path, name: str, text: str) -> None:
    assert "worker" not in program(tmp_path, {name: text})
    scripts = {name: text, "real.mk": HOLE}
    assert program(tmp_path, scripts) == "cmd/api/main.go:main"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Makefile", f"all:\n\t@GOOS=linux {WORKER} # the worker\n"),
        ("Makefile", f"all:\n\tdocker run golang sh -c 'cd . && {WORKER}'\n"),
        ("build.sh", f"echo it\\'s\nif ! {WORKER}; then\n  echo \"it doesn't\"\nfi\n"),
        ("build.sh", 'go build -ldflags="-s -w" \\\n  -o "build/api/bootstrap" "./cmd/worker"\n'),
        ("build.sh", f"bash <<EOF\n{WORKER}\nEOF\n"),
        ("Taskfile.yml", f'tasks:\n  a:\n    cmds:\n      - "{WORKER}"\n'),
        ("Taskfile.yml", f'tasks:\n  a:\n    cmds: ["{WORKER}"]\n'),
        ("package.json", f'{{"scripts": {{"build": "GOOS=linux {WORKER}"}}}}\n'),
        ("Dockerfile", f"FROM golang\nRUN {WORKER}\n"),
    ],
)
def test_what_is_run_builds(tmp_path: Path, name: str, text: str) -> None:
    assert program(tmp_path, {name: text}, directory="build/api") == "cmd/worker/main.go:main"


def test_of_builds_that_disagree_none_is_certain(tmp_path: Path) -> None:
    scripts = {"Makefile": f"{HOLE}\nother:\n\t{WORKER}\n"}
    assert program(tmp_path, scripts) == ""
    assert program(tmp_path, scripts, id="Worker") == ""
