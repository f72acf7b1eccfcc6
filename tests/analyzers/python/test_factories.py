"""Files that only tests use, wherever they are: told by what they are written with and by who names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse

_MAKES = (
    'import boto3\nimport {library}\n\n\ndef make():\n    boto3.client("iam").create_user(UserName="fake")\n'
)
_CASES = {
    "a library for tests": ("model_bakery", "", False),
    "a module of the project's own": ("factory", "", True),
    "a library for anything": ("faker", "", True),
    "a name in a text": ("model_bakery", 'NAME = "shop.fakes.users"\n', True),
    "an import": ("model_bakery", "from shop.fakes import users\n", True),
    "a name that is made up": ("model_bakery", "import importlib\nimportlib.import_module(input())\n", True),
}


@pytest.mark.parametrize(("library", "named", "kept"), _CASES.values(), ids=_CASES)
def test_what_tests_alone_import(library: str, named: str, kept: bool, tmp_path: Path) -> None:
    files = {
        "shop/main.py": f"import boto3\n{named}boto3.client('s3').list_buckets()\n",
        "shop/factory.py": "def make_one():\n    return 1\n",
        "shop/fakes/users.py": _MAKES.format(library=library),
        "tests/test_main.py": "from shop.fakes.users import make\n\n\ndef test_make():\n    make()\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    found = analyse([tmp_path], Options())
    actions = {grant.action for policy in found.policies for grant in policy.grants}
    assert ("iam:CreateUser" in actions) is kept
    assert "s3:ListAllMyBuckets" in actions
