"""Which texts name a shell script of the project: such a file is looked at, with all that it is connected with."""

from __future__ import annotations

import pytest

from policywright.analyzers.shells import Shells

FOUND = {place: (place, place) for place in ("bin/run", "scripts/copy.sh", "tools/a+b.bash")}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('subprocess.run(["bash", "copy.sh"])', True),
        ("exec('./scripts/copy.sh')", True),
        ("spawn('bin/run')", True),
        ("spawn('../run', [])", True),
        ("spawn('tools/a+b.bash')", True),
        ("subprocess.run(['docker', 'run', 'image'])", False),
        ("spawn('/runner')", False),
        ("open('recopy.sh')", False),
        ("open('copy.sh.bak')", False),
    ],
)
def test_a_script_is_named_by_its_whole_name(text: str, named: bool) -> None:
    assert Shells(FOUND, None).named_in(text.encode()) is named


def test_nothing_is_named_where_there_are_none() -> None:
    assert not Shells({}, None).named_in(b"./run copy.sh")
