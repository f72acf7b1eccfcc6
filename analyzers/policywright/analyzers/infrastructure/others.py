"""Projects that are deployed by something that is not read: which it is, by the names of files.

Of those nothing is known, and it has to be said: "no template was found" sounds like there were none.
"""

from __future__ import annotations

import re

from policywright.analyzers.infrastructure.model import Dialect, Problem, ProblemCode, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles, whole_file
from policywright.knowledge.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tool:
    """A tool, how the names of its files end, and what can be done."""

    name: str
    files: tuple[str, ...]
    advice: str = "name a policy with --against to compare the code with"
    dialect: Dialect = "cloudformation"
    made: str = ""
    """The directory beside such a file that has what the tool makes of it, which is read."""
    deploys: str = ""
    """What stands in those of its files that deploy something; of these the first is named."""


_RENDERED = tuple(
    f"{kind}.{ending}"
    for kind in (".yml", ".yaml", ".json", ".template", ".tf")
    for ending in ("j2", "jinja", "jinja2", "erb", "mustache")
)
"""Templates that are made of a template by Jinja and its likes."""

_TOOLS = (
    _Tool(name="Pulumi", files=("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")),
    _Tool(
        name="CDK for Terraform", files=("cdktf.json",), dialect="terraform", made="cdktf.out/",
        advice="run `cdktf synth` and analyse again",
    ),
    _Tool(name="SST", files=("sst.config.ts", "sst.config.js", "sst.config.mjs", "sst.json")),
    _Tool(name="Amplify's backend", files=("amplify/backend.ts", "amplify/backend.js")),
    _Tool(
        name="Zappa",
        files=tuple(f"zappa_settings.{ending}" for ending in ("json", "yaml", "yml", "toml", "py")),
    ),
    _Tool(name="Architect", files=("app.arc", "arc.json", "arc.yaml", "arc.toml")),
    _Tool(
        name="What is rendered before it is a template", files=_RENDERED,
        deploys=r"AWS::(?:Lambda|Serverless|ECS|StepFunctions|IAM)::|\baws_(?:lambda|ecs|iam|sfn)_",
        advice="render it and name the result with --infra",
    ),
)  # fmt: skip
SUFFIXES = tuple(file for tool in _TOOLS for file in tool.files)


def read(files: ProjectFiles) -> tuple[Stack, ...]:
    """A stack without anything but the problem, for the first such file of each directory."""
    found: dict[tuple[str, str], Stack] = {}
    for name in files.names:
        for tool in _TOOLS:
            if _is_of(tool, name) and not _is_made(tool, name, files) and _deploys(tool, name, files):
                place = "" if tool.deploys else _directory(name)
                found.setdefault((tool.name, place), _stack(tool, name))
    return tuple(found.values())


def _directory(name: str) -> str:
    return name[: name.rfind("/") + 1]


def _is_of(tool: _Tool, name: str) -> bool:
    """An ending without a dot is a whole name."""
    return any(
        name.endswith(file) if file.startswith(".") else name == file or name.endswith(f"/{file}")
        for file in tool.files
    )


def _is_made(tool: _Tool, name: str, files: ProjectFiles) -> bool:
    place = f"{_directory(name)}{tool.made}"
    return bool(tool.made) and any(other.startswith(place) for other in files.names)


def _deploys(tool: _Tool, name: str, files: ProjectFiles) -> bool:
    if not tool.deploys:
        return True
    rendered = name.rpartition(".")[0]
    return not files.has(rendered) and re.search(tool.deploys, files.text(name) or "") is not None


def _stack(tool: _Tool, name: str) -> Stack:
    detail = f"{tool.name} is not read, so it is not known which roles run what; {tool.advice}"
    problem = Problem(code=ProblemCode.UNSUPPORTED, span=whole_file(name), detail=detail)
    return Stack(name=name, dialect=tool.dialect, files=(name,), problems=(problem,))
