"""All readers together: what one stack includes is no stack of its own."""

from __future__ import annotations

from pathlib import Path

from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.readers import read_stacks

ASL = '{"States": {"Done": {"Type": "Succeed"}}}'


def test_included_files_are_part_of_who_includes_them(tmp_path: Path) -> None:
    texts = {
        "a/serverless.yml": (
            "service: a\nprovider: {name: aws}\n"
            "custom: {size: '${file(../b/serverless.yml):custom.size}'}\n"
            "stepFunctions: {stateMachines: {flow: {definition: '${file(flow.asl.json)}'}}}\n"
            "resources: ['${file(table.yml)}']\n"
        ),
        "a/flow.asl.json": ASL,
        "a/table.yml": "Resources: {Table: {Type: AWS::DynamoDB::Table}}\n",
        "b/serverless.yml": (
            "service: b\ncustom: {size: 1}\nprovider: {name: aws}\nfunctions: {f: {handler: x.y}}\n"
        ),
        "alone.asl.json": ASL,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    found = [(stack.name, stack.dialect) for stack in read_stacks(ProjectFiles.below(tmp_path))]
    assert found == [
        ("a/serverless.yml", "serverless"),
        ("alone.asl.json", "states"),
        ("b/serverless.yml", "serverless"),
    ]


def test_what_another_file_takes_in_is_no_service(tmp_path: Path) -> None:
    whole = "service: a\nprovider:\n  name: aws\n  runtime: python3.12\n"
    texts = {
        "serverless.yml": f"{whole}functions: ${{file(serverless.functions.yml):functions}}\n",
        "serverless.functions.yml": f"{whole}functions:\n  f:\n    handler: h.handler\n",
        "serverless.other.yml": whole,
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    stacks = read_stacks(ProjectFiles.below(tmp_path))
    assert [one.name for one in stacks] == ["serverless.other.yml", "serverless.yml"]
