"""What every test relies on: no network, no AWS account of the developer's, no refreshed knowledge."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests import shares
from tests.invariants.known import NOT_YET, UNSTEADY
from tests.moto_server import read_once, served

from policywright.analyzers import ir
from policywright.knowledge.isolation import fail_loudly
from policywright.server.tidying import THRESHOLDS


@pytest.fixture(scope="session", autouse=True)
def _clean_environment(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An environment in which results depend on the checkout alone; subprocesses inherit it."""
    patch = pytest.MonkeyPatch()
    home = tmp_path_factory.mktemp("home")
    patch.setenv("HOME", str(home))
    patch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        patch.delenv(name)
    patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    patch.setenv("AWS_CONFIG_FILE", str(home / "aws-config"))
    patch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "aws-credentials"))
    # Each of many processes would compile all that it imports, which takes half of its time.
    patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    # A defect must not hide as something that could not be told.
    fail_loudly(True)


@pytest.fixture(scope="session")
def moto_endpoint() -> Iterator[str]:
    """A server that stands in for AWS; see ``tests.moto_server``."""
    with read_once():
        yield from served()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run what is marked long, too (make invariants)")


_SHARED = {"once", "of_case", "after_patch"}
"""What finds something of a golden project once in a process (``tests.golden.test_infrastructure``)."""


def _case_of(item: pytest.Item) -> str:
    """The folder of the golden project that a test is about, or of the project in it."""
    parameters = (
        item.callspec.params.values()
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
        else ()
    )
    return next((str(one).removesuffix("/project") for one in parameters if isinstance(one, Path)), "")


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        # To look for garbage among what is only being made takes a quarter of collecting.
        gc.disable()
    shares.set_long(config.getoption("--long"))
    # How long something takes is no failure: other processes may keep the machine busy.
    settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("unhurried")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The same tests check a compiled installation, but for those that need plain Python.

    What is marked long is no part of a usual run; what the engine is known not to do yet has to fail.
    """
    if not config.getoption("--long"):
        long = {item for item in items if item.get_closest_marker("long")}
        config.hook.pytest_deselected(items=[item for item in items if item in long])
        items[:] = [item for item in items if item not in long]
    # Those that ask what was found of a golden project come one after the other: it is found once, and not kept.
    asking = [item for item in items if not _SHARED.isdisjoint(vars(getattr(item, "module", None) or pytest))]
    if asking:
        place = items.index(asking[0])
        together = set(asking)
        asking.sort(key=_case_of)
        items[:] = [*items[:place], *asking, *(item for item in items[place:] if item not in together)]
    for item in items:
        name = item.nodeid.removeprefix("tests/")
        for pattern, reason in NOT_YET.items():
            if fnmatchcase(name, pattern.replace("[", "[[]")):
                item.add_marker(pytest.mark.xfail(reason=reason, strict=not reason.startswith(UNSTEADY)))
    if not str(ir.__file__).endswith(".py"):
        for item in items:
            if item.get_closest_marker("plain"):
                item.add_marker(pytest.mark.skip(reason="the program is compiled"))


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: garbage is not looked for among them, nor as often as usual.

    That took a sixth of the processor's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the checkout."""
    return Path(__file__).parent.parent
