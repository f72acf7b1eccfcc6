"""Which modules of a repository an application is made of, by Gradle's builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.infrastructure.java_modules import modules_of
from policywright.analyzers.infrastructure.project import ProjectFiles


@pytest.mark.parametrize(
    ("root", "found"),
    [
        ("", {"one"}),
        ('subprojects { apply plugin: "java" }', {"one"}),
        ('allprojects {\n  repositories { mavenCentral() }\n}', {"one"}),
        ("subprojects { dependencies { implementation project(':two') } }", {"one", "two"}),
        ("subprojects { each -> rootProject.dependencies { implementation each } }", {"one", "two", "three"}),
        ("dependencies { subprojects.each { implementation it } }", {"one", "two", "three"}),
        ("configure(allprojects) { dependencies { implementation projects.two } }", {"one", "two", "three"}),
    ],
)  # fmt: skip
def test_blocks_for_each_project_name_what_they_say(root: str, found: set[str], tmp_path: Path) -> None:
    (tmp_path / "build.gradle").write_text(root)
    for name in ("one", "two", "three"):
        (tmp_path / name / "src").mkdir(parents=True)
        (tmp_path / name / "build.gradle").write_text("")
        (tmp_path / name / "src" / "A.java").write_text("class A {}")
    assert set(modules_of(ProjectFiles.below(tmp_path), "one") or ()) - {""} == found
