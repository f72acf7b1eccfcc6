import pytest

from shared.tests.fakes import sample


def test_sample():
    assert sample()
