"""hatchling's build hook: builds the knowledge store before anything is packed, and compiles where asked to.

The store is built for wheels (also those built from an sdist) and for editable installs; nothing is done
when it is there and its sources are unchanged. The sources are the packages that ``build-system.requires``
pins, and the facts and overlay in the tree.

With ``POLICYWRIGHT_COMPILE=1`` in the environment a wheel gets the analysis compiled to C (``native``), for
the Python and platform at hand: that takes a C compiler and some minutes. Without it a wheel is plain Python.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILE = "POLICYWRIGHT_COMPILE"
COMPILERS = ["mypy==2.4.1", "setuptools>=65", "tree-sitter>=0.24,<0.27"]
"""What compiling needs beyond a C compiler: mypyc is part of mypy, and reads the types of tree-sitter."""


class KnowledgeBuildHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"
    scratch: str | None = None

    def dependencies(self) -> list[str]:
        """What the build environment needs beyond ``build-system.requires``."""
        return COMPILERS if self._compiles() else []

    def _compiles(self) -> bool:
        return self.target_name == "wheel" and os.environ.get(COMPILE) == "1"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before the files are collected."""
        if self.target_name == "sdist":
            return
        self._build_store()
        if self._compiles() and version == "standard":
            self._compile(build_data)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called when everything is packed."""
        if self.scratch is not None:
            shutil.rmtree(self.scratch, ignore_errors=True)

    def _compile(self, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        try:
            from native.build import compile_modules
        finally:
            sys.path.remove(self.root)
        self.scratch = tempfile.mkdtemp(prefix="policywright-native-")
        self.app.display_info("policywright: compiling, which takes some minutes")
        made = compile_modules(Path(self.root), Path(self.scratch))
        build_data["force_include"].update((str(path), place) for path, place in made.items())
        build_data["pure_python"], build_data["infer_tag"] = False, True

    def _build_store(self) -> None:
        root = Path(self.root) / "knowledge"
        sys.path.insert(0, str(root))
        try:
            from policywright.knowledge.generator.build import build, built_from, fingerprint
            from policywright.knowledge.store import EMBEDDED
        finally:
            sys.path.remove(str(root))
        store = Path(EMBEDDED)
        if built_from(store) != fingerprint():
            self.app.display_info(f"policywright knowledge: {build(store)}")
