"""What wide listings ask the database: few statements, and no walk over the whole table for a first page."""

import asyncio
import json
from pathlib import Path
from typing import Any, Final

import pytest
from bench import storefront
from bench.client import Request
from bench.record import BEGIN, COMMIT, Step, record

from serai.core.search import sets
from serai.kit.db import Database
from tests.chaos.figures import figure

PRODUCTS: Final = figure(20_000, 1_500)
SIZE: Final = 24
PATIENCE: Final = 120
"""Seconds."""
STATEMENTS: Final = 4
LIST: Final = f"/scayle/v1/products?perPage={SIZE}&"
FACETS: Final = "/scayle/v1/filters?with=values&"
SORTS: Final = ("", "&sort=price&sortDir=asc", "&sort=new", "&sort=reduction")

BRAND: Final = "select min(id) from brands"
# Whether an index alone tells: what else is going on in the database may keep a vacuum from noting so.
ALL_VISIBLE: Final = "select relallvisible >= relpages from pg_class where oid = 'search_documents'::regclass"
MIDDLE: Final = "select percentile_disc(0.5) within group (order by max_minor) from search_documents"


@pytest.fixture
async def shop(committed: Database, monkeypatch: pytest.MonkeyPatch) -> storefront.Front:
    """A small shop, in which a tenth of the products counts as much as in a large one."""
    monkeypatch.setattr(sets, "LARGE", PRODUCTS // 10)
    monkeypatch.setattr(sets, "FEW", PRODUCTS // 30)
    front = await storefront.fill(committed, products=PRODUCTS)
    await storefront.rebuild(committed)
    async with asyncio.timeout(PATIENCE):
        while not await committed.value(ALL_VISIBLE):
            await committed.script("vacuum search_documents")
    return front


async def test_a_wide_listing_looks_at_little_more_than_its_page_and_its_facets_at_less(
    committed: Database, shop: storefront.Front, tmp_path: Path
) -> None:
    colors, categories = (",".join(map(str, ids)) for ids in (shop.colors[:6], shop.categories[:10]))
    brand, middle = await committed.value(BRAND), await committed.value(MIDDLE)
    wide = (
        "",
        f"filters[category]={categories}",
        f"filters[color]={colors}",
        f"filters[color]={colors}&filters:not[brand]={brand}",
        f"filters[color]={colors}&filters[brand]={brand}&orFiltersOperator=color,brand",
        "includeSoldOut=true",
        "filters[term]=handmade",
    )
    dear = (f"filters[minPrice]={middle}", f"filters[minPrice]={middle}&filters[color]={colors}")

    for path in (f"{LIST}{filter_}{sort}" for filter_ in wide for sort in SORTS):
        nodes = await _documents(committed, await _asked(committed, path, shop, tmp_path))
        assert sum(_rows(node) for node in nodes) <= 10 * SIZE, path
    for path in (f"{LIST}{filter_}{sort}" for filter_ in dear for sort in SORTS[:2]):
        nodes = await _documents(committed, await _asked(committed, path, shop, tmp_path))
        assert sum(node.get("Heap Fetches", _rows(node)) for node in nodes) <= 10 * SIZE, path
        assert sum(_rows(node) for node in nodes) <= 2 * PRODUCTS, path
    for path in (f"{FACETS}{filter_}" for filter_ in wide):
        nodes = await _documents(committed, await _asked(committed, path, shop, tmp_path))
        assert {node["Node Type"] for node in nodes} <= {"Index Only Scan", "Index Scan"}, path
        assert sum(_rows(node) for node in nodes) <= PRODUCTS // 5, path


async def _asked(database: Database, path: str, front: storefront.Front, folder: Path) -> list[Step]:
    """The statements of a request whose key was met before."""
    request = Request("GET", path, {"x-shop-id": str(front.country)})
    environment = {"SERAI_DATA_DIR": str(folder), "SERAI_SECRET_KEY": "a secret for tests", "SERAI_RATE_LIMITS": "off"}
    _, again = await record(database, [request, request], environment)
    steps = [step for step in again.steps if step[0] not in (BEGIN, COMMIT)]
    assert len(steps) <= STATEMENTS, path
    return steps


async def _documents(database: Database, steps: list[Step]) -> list[dict[str, Any]]:
    """The scans of `search_documents` that the statement which finds or counts ran."""
    (sql, values), *_ = [step for step in steps if " as total" in step[0]]
    found = json.loads(await database.value(f"explain (analyze, buffers, timing off, format json) {sql}", *values))
    nodes, left = [], [found[0]["Plan"]]
    while left:
        node = left.pop()
        left += node.get("Plans", [])
        nodes.append(node)
    return [node for node in nodes if node.get("Relation Name") == "search_documents" and node["Actual Loops"]]


def _rows(node: dict[str, Any]) -> int:
    """That were taken from the table or an index, whether they were wanted or not."""
    dropped = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return round((node["Actual Rows"] + dropped) * node["Actual Loops"])
