import pytest

from tests.support.cleanup import empty


@pytest.fixture
def clean():
    empty()
