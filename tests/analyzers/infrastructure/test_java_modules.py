"""Which modules of a repository an application is made of, by the builds of Gradle and Maven."""

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


POM = "<project><artifactId>one</artifactId>{more}</project>"
BOM = (
    "<dependencyManagement><dependencies><dependency><artifactId>${platform}</artifactId><type>pom</type>"
    "<scope>import</scope></dependency></dependencies></dependencyManagement>"
)


@pytest.mark.parametrize(
    ("above", "more", "found"),
    [
        # A list of versions and a plugin are no code; whatever they are called.
        ("", BOM, {"one"}),
        ("", "<build><plugins><plugin><artifactId>${any}</artifactId></plugin></plugins></build>", {"one"}),
        ("", "<!-- <dependency><artifactId>${any}</artifactId></dependency> -->", {"one"}),
        ("", "<dependency><artifactId>two</artifactId></dependency>", {"one", "two"}),
        ("", "<dependency><artifactId>${any}</artifactId></dependency>", {"one", "two", "three"}),
        (
            "",
            "<properties><it>two</it></properties><dependency><artifactId>${it}</artifactId></dependency>",
            {"one", "two"},
        ),
        (
            "<project><properties><it>two</it></properties></project>",
            "<dependency><artifactId>${it}</artifactId></dependency>",
            {"one", "two"},
        ),
    ],
)
def test_what_a_pom_needs(above: str, more: str, found: set[str], tmp_path: Path) -> None:
    if above:
        (tmp_path / "pom.xml").write_text(above)
    for name in ("one", "two", "three"):
        (tmp_path / name / "src").mkdir(parents=True)
        own = f"<project><artifactId>{name}</artifactId></project>"
        (tmp_path / name / "pom.xml").write_text(POM.format(more=more) if name == "one" else own)
        (tmp_path / name / "src" / "A.java").write_text("class A {}")
    assert set(modules_of(ProjectFiles.below(tmp_path), "one") or ()) - {""} == found
