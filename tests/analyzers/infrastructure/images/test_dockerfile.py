"""The code that a Dockerfile starts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policywright.analyzers.infrastructure.images.dockerfile import Image, image
from policywright.analyzers.infrastructure.project import ProjectFiles


@pytest.mark.parametrize(
    ("dockerfile", "expected"),
    [
        ('FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["python", "-u", "main.py"]\n', ("main.py",)),
        ("FROM python:3.12\nCOPY . /srv\nWORKDIR /srv\nCMD python main.py\n", ("main.py",)),
        (
            'FROM python:3.12\nWORKDIR /app\nCOPY main.py .\nENTRYPOINT ["python"]\nCMD ["main.py"]\n',
            ("main.py",),
        ),
        ('FROM python:3.12\nWORKDIR /app\nCOPY *.py ./\nCMD ["python", "/app/main.py"]\n', ("main.py",)),
        ('FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["python", "-m", "web.run"]\n', ("web/run.py",)),
        (
            'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "-w", "4", "web.run:app"]\n',
            ("web/run.py",),
        ),
        (
            "FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD exec uvicorn web.run:app --port 80\n",
            ("web/run.py",),
        ),
        (
            "FROM python:3.12\nENV FLASK_APP=main.py\nWORKDIR /app\nCOPY . .\nCMD flask run --host 0.0.0.0\n",
            ("main.py",),
        ),
        (
            "FROM python:3.12\nWORKDIR /app\nCOPY . .\n# CMD python no.py\nCMD ./start.sh\n",
            ("start.sh", "main.py"),
        ),
        ('FROM node:20\nWORKDIR /app\nCOPY . .\nCMD ["npm", "start"]\n', ("src/server.ts",)),
        (
            "FROM node:20 AS build\nWORKDIR /b\nCOPY . .\nRUN npm run build\n"
            'FROM node:20\nWORKDIR /app\nCOPY --from=build /b/dist ./dist\nCMD ["node", "dist/server.js"]\n',
            ("src/server.ts",),
        ),
        ('FROM scratch\nCOPY --from=other /bin/app /app\nCMD ["/app"]\n', ()),
    ],
)
def test_what_a_dockerfile_starts(tmp_path: Path, dockerfile: str, expected: tuple[str, ...]) -> None:
    files = {
        "Dockerfile": dockerfile,
        "main.py": "",
        "web/run.py": "",
        "start.sh": "#!/bin/sh\npython main.py\n",
        "package.json": json.dumps({"scripts": {"start": "node dist/server.js"}}),
        "src/server.ts": "",
    }
    for name, text in files.items():
        file = tmp_path / "svc" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    found = image(ProjectFiles.below(tmp_path), "svc/Dockerfile", "svc")
    assert found == Image(directory="svc", entries=tuple(f"svc/{name}" for name in expected))
