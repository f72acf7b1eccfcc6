"""What the files of a project declare, each form that tools write."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.infrastructure.foreign.manifests import Manifests
from policywright.analyzers.infrastructure.project import ProjectFiles


def manifests(root: Path, files: dict[str, str]) -> Manifests:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Manifests(ProjectFiles.below(root))


@pytest.mark.parametrize(
    ("file", "text", "public", "private"),
    [
        (
            "requirements.txt",
            "# a comment\nPlain_Name==1.0  # why\nextra[s3]>=2 ; python_version < '4'\n-r other.txt\n--hash=x\n",
            {"plain-name", "extra"},
            set(),
        ),
        (
            "requirements-dev.txt",
            "git+https://github.com/acme/helpers.git@main#egg=acme-helpers\nstore @ git+ssh://git@x/store\n-e ./libs/core\n",
            set(),
            {"acme-helpers", "store", "core"},
        ),
        ("pyproject.toml", '[project]\ndependencies = ["one>=1", "two[x]"]\n', {"one", "two"}, set()),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\npublic = "^1"\nown = {git = "https://x"}\n[tool.poetry.group.dev.dependencies]\nlate = "*"\n',
            {"public", "late"},
            {"own"},
        ),
        ("Pipfile", '[packages]\nflask = "*"\ncore = {path = "../core"}\n', {"flask"}, {"core"}),
        ("setup.py", 'setup(name="x", install_requires=["alpha>=1", "beta"])\n', {"alpha", "beta"}, set()),
    ],
)
def test_python(tmp_path: Path, file: str, text: str, public: set[str], private: set[str]) -> None:
    found = manifests(tmp_path, {file: text}).near("pypi", "")
    assert (found.public, found.private) == (public, private)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("poetry.lock", '[[package]]\nname = "top"\n[package.dependencies]\nmiddle = "*"\nextra = {version = "*", optional = true}\n\n[[package]]\nname = "middle"\n[package.dependencies]\nboto3 = "*"\n'),
        ("uv.lock", '[[package]]\nname = "top"\nsource = { registry = "https://pypi.org/simple" }\ndependencies = [{ name = "middle" }]\n\n[[package]]\nname = "middle"\ndependencies = [{ name = "boto3" }]\n'),
        ("requirements.txt", "boto3==1.0\n    # via middle\nmiddle==1.0\n    # via\n    #   top\ntop==2.0\n"),
    ],
)  # fmt: skip
def test_what_python_packages_depend_on(tmp_path: Path, file: str, text: str) -> None:
    found = manifests(tmp_path, {file: text}).near("pypi", "")
    assert list(found.below("top")) == ["middle", "boto3"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (
            "package-lock.json",
            '{"packages": {"": {}, "node_modules/top": {"dependencies": {"middle": "1"}}, '
            '"node_modules/top/node_modules/middle": {"peerDependencies": {"aws-sdk": "2"}}}}',
        ),
        ("package-lock.json", '{"dependencies": {"top": {"requires": {"middle": "1"}}, "middle": {"requires": {"aws-sdk": "2"}}}}'),
        ("yarn.lock", '# yarn lockfile v1\n\ntop@^1.0.0, top@^1.1.0:\n  version "1.1.0"\n  dependencies:\n    middle "^1"\n\n"middle@^1":\n  version "1.0.0"\n  dependencies:\n    aws-sdk "^2"\n'),
    ],
)  # fmt: skip
def test_what_npm_packages_depend_on(tmp_path: Path, file: str, text: str) -> None:
    found = manifests(tmp_path, {file: text}).near("npm", "")
    assert list(found.below("top")) == ["middle", "aws-sdk"]


def test_npm_packages_from_elsewhere(tmp_path: Path) -> None:
    text = '{"dependencies": {"a": "^1", "b": "file:../b", "c": "acme/c#main"}, "devDependencies": {"d": "git+ssh://x/d"}}'
    found = manifests(tmp_path, {"package.json": text}).near("npm", "")
    assert (found.public, found.private) == ({"a"}, {"b", "c", "d"})


def test_go(tmp_path: Path) -> None:
    text = "module example.com/x\n\nrequire github.com/a/b v1.0.0\n\nrequire (\n\tgithub.com/c/d/v2 v2.1.0 // indirect\n)\n"
    found = manifests(tmp_path, {"go.mod": text}).near("go", "")
    assert found.public == {"github.com/a/b", "github.com/c/d/v2"}


def test_those_of_the_directories_above_count(tmp_path: Path) -> None:
    read = manifests(
        tmp_path,
        {"requirements.txt": "top", "src/fn/requirements.txt": "own", "other/requirements.txt": "far"},
    )
    assert read.near("pypi", "src/fn").public == {"top", "own"}
    assert read.anywhere("pypi").public == {"top", "own", "far"}


@pytest.mark.parametrize(
    "file", ["package.json", "package-lock.json", "poetry.lock", "pyproject.toml", "go.mod", "yarn.lock"]
)
def test_a_broken_one_declares_nothing(tmp_path: Path, file: str) -> None:
    ecosystem = "npm" if file.startswith(("package", "yarn")) else "go" if file == "go.mod" else "pypi"
    found = manifests(tmp_path, {file: "[[{{ 1 :: "}).near(ecosystem, "")  # type: ignore[arg-type]
    assert not found.needs
