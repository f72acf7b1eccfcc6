"""What a module is called, and what is asked of a package after its modules were loaded by such a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.test_entries import write

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.model import UnresolvedCode

RUN = "import boto3\ndef run():\n    boto3.client('s3').put_object(Bucket='b', Key='k')\n"


def resources(root: Path, files: dict[str, str], entry: str = "h.py:handler") -> set[str]:
    write(root, files)
    analysis = analyse([root], Options(entries=(entry,)))
    return {
        "".join(part if isinstance(part, str) else "*" for part in one.parts).partition(":s3:::")[2]
        for policy in analysis.policies for grant in policy.grants for one in grant.resources
    }  # fmt: skip


@pytest.mark.parametrize(
    ("places", "imported", "name"),
    [
        (("app/__init__.py", "app/a.py"), "app.a", "app.a"),
        (("a.py",), "a", "a"),
        (("app/a.py",), "app.a", None),
        (("src/app/__init__.py", "src/app/a.py"), "src.app.a", None),
        (("app/__init__.py", "app/jobs/__init__.py", "app/jobs/a.py"), "jobs.a", None),
    ],
)
def test_the_name_of_a_module_is_certain_by_packages(
    places: tuple[str, ...], imported: str, name: str | None, tmp_path: Path
) -> None:
    files = dict.fromkeys(places, "X = 1\n")
    files["h.py"] = (
        f"import boto3\nimport {imported} as a\ndef handler(e, c):\n"
        "    boto3.client('s3').put_object(Bucket='b', Key=a.__name__ + '/x')\n"
    )
    assert resources(tmp_path, files) == {f"b/{name or '*'}/x"}


LOADS = "import importlib, pkgutil, sys, inspect, operator\nimport pl\ndef handler(e, c):\n"


@pytest.mark.parametrize(
    "use",
    [
        "    importlib.import_module(pl.__name__ + '.' + e['n'])\n    getattr(pl, e['n']).run()\n",
        "    importlib.import_module(f'{pl.__name__}.{e[\"n\"]}')\n    for v in vars(pl).values(): v.run()\n",
        "    __import__(pl.__name__ + '.' + e['n'])\n    [getattr(pl, n).run() for n in dir(pl)]\n",
        "    for m in pkgutil.iter_modules(pl.__path__, 'pl.'):\n        importlib.import_module(m.name)\n"
        "    for m in sys.modules.values(): m.run()\n",
        "    importlib.import_module(pl.__name__ + '.' + e['n'])\n"
        "    for _, m in inspect.getmembers(pl, inspect.ismodule): m.run()\n",
        "    importlib.import_module(pl.__name__ + '.' + e['n'])\n"
        "    operator.attrgetter(e['n'] + '.run')(pl)()\n",
    ],
)
def test_modules_that_a_package_is_asked_for_later_are_not_told(use: str, tmp_path: Path) -> None:
    write(tmp_path, {"pl/__init__.py": "", "pl/a.py": RUN, "h.py": LOADS + use})
    analysis = analyse([tmp_path], Options(entries=("h.py:handler",)))
    assert UnresolvedCode.DYNAMIC_CODE in {one.code for one in analysis.unresolved}


def test_a_module_that_is_used_where_it_is_loaded_is_told(tmp_path: Path) -> None:
    use = "    importlib.import_module(pl.__name__ + '.' + e['n']).run()\n"
    assert resources(tmp_path, {"pl/__init__.py": "", "pl/a.py": RUN, "h.py": LOADS + use}) == {"b/k"}


STORE = "import boto3\ns3 = boto3.client('s3')\ndef save(k):\n    s3.put_object(Bucket='b', Key='k')\n"
USES = "from store import save\ndef handler(e, c):\n    save(e['k'])\n"


@pytest.mark.parametrize(
    "store",
    [
        f'"""Usage:\n\n    from store import save\nfrom store import save\n"""\n{STORE}',
        f'{STORE}TEMPLATE = """\nimport store\nstore.save(1)\n"""\n',
        f"{STORE}if __name__ == '__main__':\n    from store import save as main\n    main(1)\n",
        f"{STORE}import store\nkeep = store.save\n",
    ],
)
def test_a_file_that_says_its_own_name_is_no_library(store: str, tmp_path: Path) -> None:
    assert resources(tmp_path, {"store.py": store, "h.py": USES}) == {"b/k"}


PUT = "boto3.client('s3').put_object(Bucket='b', Key='k')\n"
HANDLER = "def handler(e, c):\n    "


@pytest.mark.parametrize(
    "files",
    [
        {  # Another file fills it.
            "app/h.py": "import boto3, fill\nimport state\ndef handler(e, c):\n"
            "    boto3.client('s3').put_object(Bucket=state.bucket, Key='k')\n",
            "app/fill.py": "import state\nstate.bucket = 'b'\n",
            "lib/state.py": '"""What is shared."""\n',
        },
        {"app/h.py": f"import effect\n{HANDLER}print(effect.__name__)\n", "lib/effect.py": f"import boto3\n{PUT}"},
        {"app/h.py": f"import effect  # see effect.md\n{HANDLER}pass\n", "lib/effect.py": f"import boto3\n{PUT}"},
        {"app/h.py": f"import effect\n{HANDLER}return 'effect.ok'\n", "lib/effect.py": f"import boto3\n{PUT}"},
        {
            "app/h.py": f"import facade\n{HANDLER}facade.save()\n",
            "lib/facade.py": "from impl import \\\n    *\n",
            "lib/impl.py": f"import boto3\ndef save():\n    {PUT}",
        },
        {
            "app/h.py": f"import table\n{HANDLER}table.save()\n",
            "lib/table.py": f"import boto3\ndef _do():\n    {PUT}for n in ('sa' 've',):\n    locals()[n] = _do\n",
        },
    ],
)  # fmt: skip
def test_a_module_need_not_mention_what_is_taken_of_it(files: dict[str, str], tmp_path: Path) -> None:
    files = {"app/__init__.py": "", **files}
    assert "b/k" in resources(tmp_path, files, "app/h.py:handler")
