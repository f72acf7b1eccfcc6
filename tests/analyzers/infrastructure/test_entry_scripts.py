"""What the script that a container starts with asks the AWS CLI for is the task's."""

from __future__ import annotations

import json
from pathlib import Path

from tests.golden.test_infrastructure import run

from policywright.analyzers.assembly import resource_texts

TASK = {
    "family": "app",
    "taskRoleArn": "arn:aws:iam::123456789012:role/app-task",
    "containerDefinitions": [{
        "name": "app", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:latest",
        "environment": [{"name": "BUCKET", "value": "settings"}, {"name": "STAGE", "value": "live"}],
    }],
}  # fmt: skip
DOCKERFILE = """\
FROM python:3.12-slim
WORKDIR /srv
COPY app/ ./
COPY start.sh /start.sh
ENTRYPOINT ["/start.sh"]
CMD ["python", "main.py"]
"""
MAIN = """\
import boto3

boto3.client("sqs").send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", MessageBody="up")
"""
SCRIPT = """\
#!/bin/sh
set -eu
log() {
  echo "$(date): $1"
}
log "fetching"
aws s3 cp "s3://${BUCKET}/${STAGE}/settings.json" /srv/settings.json
TOKEN="$(aws ssm get-parameter --name "/app/$STAGE/token" --query Parameter.Value --output text)"
export TOKEN
if [ -n "${WAIT:-}" ]; then
  sleep "$WAIT"
fi
"""


def project(tmp_path: Path, script: str) -> Path:
    texts = {
        "task-definition.json": json.dumps(TASK),
        "Dockerfile": DOCKERFILE,
        "app/main.py": MAIN,
        "start.sh": script,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_the_script_and_what_it_starts(tmp_path: Path) -> None:
    _, infrastructure = run(project(tmp_path, SCRIPT + 'exec "$@"\n'))
    (role,) = infrastructure.roles
    assert role.needs.complete
    found = {
        grant.action: (resource_texts(grant.resources), grant.reasons[0].span) for grant in role.needs.grants
    }
    assert {action: resources for action, (resources, _) in found.items()} == {
        "s3:GetObject": ["arn:aws:s3:::settings/live/settings.json"],
        "sqs:SendMessage": ["arn:aws:sqs:eu-west-1:123456789012:jobs"],
        "ssm:GetParameter": ["arn:aws:ssm:*:*:parameter/app/live/token"],
    }
    assert {action: (span.file, span.line) for action, (_, span) in found.items()} == {
        "s3:GetObject": ("start.sh", 7), "sqs:SendMessage": ("app/main.py", 3), "ssm:GetParameter": ("start.sh", 8),
    }  # fmt: skip


def test_other_programs_are_said(tmp_path: Path) -> None:
    _, infrastructure = run(project(tmp_path, SCRIPT + 'exec chamber exec app -- "$@"\n'))
    (role,) = infrastructure.roles
    assert not role.needs.complete
    assert [(item.span.file, item.span.line, item.detail) for item in role.needs.unresolved] == [
        ("start.sh", 13, "chamber is started, and what it asks AWS for is not known"),
    ]  # fmt: skip
