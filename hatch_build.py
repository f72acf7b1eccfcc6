"""hatchling's build hook: compiles the knowledge store before anything is packed.

It runs for wheels (also those built from an sdist) and for editable installs, and does nothing when the
store is there and its sources are unchanged. The sources are the packages that ``build-system.requires``
pins, and the facts and overlay in the tree.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class KnowledgeBuildHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before the files are collected."""
        if self.target_name == "sdist":
            return
        root = Path(self.root) / "knowledge"
        sys.path.insert(0, str(root))
        try:
            from policywright.knowledge.generator.build import build, fingerprint
            from policywright.knowledge.store import EMBEDDED
        finally:
            sys.path.remove(str(root))
        store = Path(EMBEDDED)
        if _fingerprint(store) != fingerprint():
            self.app.display_info(f"policywright knowledge: {build(store)}")


def _fingerprint(path: Path) -> str | None:
    """What an existing store was built from; None when there is none that can be read."""
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchall()
    except sqlite3.Error:
        return None
    return str(rows[0][0]) if rows else None
