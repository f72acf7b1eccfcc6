"""A template's nodes that stand where a source says what they do."""

from __future__ import annotations

import yaml

from policywright.analyzers.infrastructure.cdk.records import Source
from policywright.analyzers.infrastructure.cdk.values import Data
from policywright.analyzers.infrastructure.model import Path
from policywright.analyzers.infrastructure.yaml_nodes import Node, Tree
from policywright.analyzers.model import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node as Syntax


class Nodes:
    """Makes nodes; the sources of one application are their files."""

    def __init__(self) -> None:
        self._trees: dict[str, Tree] = {}

    def node(self, data: Data, path: Path, source: Source, place: Syntax | None) -> Node:
        """Data as a template's node that stands at a place of the source."""
        tree = self._tree(source)
        start, end = self._offsets(source, place)
        begins, ends = (yaml.Mark(source.name, one, 0, 0, None, 0) for one in (start, end))
        raw = yaml.ScalarNode("", "", begins, ends)
        value: dict[str, Node] | list[Node] | str
        if isinstance(data, dict):
            value = {key: self.node(one, (*path, key), source, place) for key, one in data.items()}
        elif isinstance(data, list):
            value = [self.node(one, (*path, index), source, place) for index, one in enumerate(data)]
        else:
            value = data
        return Node(tree, path, value, raw, raw)

    def _tree(self, source: Source) -> Tree:
        if source.name not in self._trees:
            self._trees[source.name] = Tree(source.name, source.text)
        return self._trees[source.name]

    def _offsets(self, source: Source, place: Syntax | None) -> tuple[int, int]:
        """Where a place begins and ends, in characters."""
        if place is None:
            return 0, 0
        if source.text.isascii():
            return place.start_byte, place.end_byte
        whole = source.data
        start = len(whole[: place.start_byte].decode("utf-8", "replace"))
        return start, start + len(whole[place.start_byte : place.end_byte].decode("utf-8", "replace"))

    def span(self, source: Source, place: Syntax) -> Span:
        return self._tree(source).span_between(*self._offsets(source, place))
