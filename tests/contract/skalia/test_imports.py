"""Imports and exports over the wire."""

import httpx

from serai.core import transfer
from serai.kit.db import Database
from tests.core.transfer.files import NAMES, SAMPLES, dump, file, many
from tests.factories import Account, Make

CSV = {"content-type": "text/csv"}


async def test_an_upload_is_accepted_and_then_reported(
    skalia: httpx.AsyncClient, merchant: Account, make: Make, database: Database
) -> None:
    store = await make.store(merchant)
    content = file(*many(2), "bad,Bad,,,,,x,9,,", "less,Less,,,,,-1,9,,")

    asked = await skalia.post(f"/stores/store_{store.id}/imports?fileName=mine.csv", content=content, headers=CSV)
    await transfer.run_pending(database)
    report = await skalia.get(f"/stores/store_{store.id}/imports/{asked.json()['item']['id']}")

    assert asked.status_code == 202
    assert asked.json()["item"] | {"id": "", "createdAt": ""} == {
        "id": "",
        "storeId": f"store_{store.id}",
        "status": "queued",
        "dryRun": False,
        "fileName": "mine.csv",
        "lines": 0,
        "totalLines": None,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "failed": 0,
        "errorCount": 0,
        "warningCount": 0,
        "failure": None,
        "errors": [],
        "warnings": [],
        "createdAt": "",
        "startedAt": None,
        "finishedAt": None,
    }
    item = report.json()["item"]
    assert (item["status"], item["created"], item["failed"], item["errorCount"], item["warningCount"]) == ("done", 3, 1, 1, 1)
    assert item["errors"] == [{"line": 4, "column": "Variant Inventory Qty", "message": "Is not a whole number.", "value": "x"}]
    assert [warning["line"] for warning in item["warnings"]] == [5]
    assert item["finishedAt"] == "2026-04-08T10:00:00Z"


async def test_a_report_shows_the_first_hundred_and_the_file_all(
    skalia: httpx.AsyncClient, merchant: Account, make: Make, database: Database
) -> None:
    store = await make.store(merchant)
    content = file(*(f"bad-{n},Bad,,,,,x,9,," for n in range(130)))
    asked = await skalia.post(f"/stores/store_{store.id}/imports", content=content, headers=CSV)
    path = f"/stores/store_{store.id}/imports/{asked.json()['item']['id']}"
    await transfer.run_pending(database)

    report, errors = await skalia.get(path), await skalia.get(f"{path}/errors.csv")

    assert (report.json()["item"]["errorCount"], len(report.json()["item"]["errors"])) == (130, 100)
    assert errors.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(errors.text.splitlines()) == 131
    assert errors.text.splitlines()[-1] == "131,Variant Inventory Qty,Is not a whole number.,x"


async def test_a_dry_run_writes_nothing(skalia: httpx.AsyncClient, merchant: Account, make: Make, database: Database) -> None:
    store = await make.store(merchant)

    asked = await skalia.post(f"/stores/store_{store.id}/imports?dryRun=true", content=file(*many(2)), headers=CSV)
    await transfer.run_pending(database)

    report = await skalia.get(f"/stores/store_{store.id}/imports/{asked.json()['item']['id']}")
    assert (report.json()["item"]["dryRun"], report.json()["item"]["created"]) == (True, 2)
    assert (await skalia.get(f"/products?storeId=store_{store.id}")).json()["total"] == 0


async def test_an_export_is_the_whole_catalogue(
    skalia: httpx.AsyncClient, merchant: Account, make: Make, database: Database
) -> None:
    store = await make.store(merchant)
    for name in NAMES:
        content = (SAMPLES / f"{name}.csv").read_bytes()
        await skalia.post(f"/stores/store_{store.id}/imports", content=content, headers=CSV)
    await transfer.run_pending(database)

    answer = await skalia.get(f"/stores/store_{store.id}/products.csv")
    head = await skalia.head(f"/stores/store_{store.id}/products.csv")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.headers["content-disposition"] == 'attachment; filename="products.csv"'
    assert answer.content == await dump(database, store.id)
    assert (head.status_code, head.content) == (200, b"")


async def test_what_is_no_product_file_is_422(skalia: httpx.AsyncClient, merchant: Account, make: Make) -> None:
    store = await make.store(merchant)

    answer = await skalia.post(f"/stores/store_{store.id}/imports", content=b"Name,Price\n", headers=CSV)

    assert answer.status_code == 422
    assert answer.json()["errors"] == {"file": ["Has no column 'Handle': this is not a Shopify product CSV."]}


async def test_another_media_type_is_415(skalia: httpx.AsyncClient, merchant: Account, make: Make) -> None:
    store = await make.store(merchant)

    answer = await skalia.post(f"/stores/store_{store.id}/imports", json={"file": "x"})

    assert answer.status_code == 415


async def test_a_repeated_upload_with_a_key_is_one_import(
    skalia: httpx.AsyncClient, merchant: Account, make: Make, database: Database
) -> None:
    store = await make.store(merchant)
    headers = {**CSV, "idempotency-key": "once"}

    first = await skalia.post(f"/stores/store_{store.id}/imports", content=file(*many(2)), headers=headers)
    second = await skalia.post(f"/stores/store_{store.id}/imports", content=file(*many(2)), headers=headers)

    assert first.json() == second.json()
    assert second.headers["idempotency-replayed"] == "true"
    assert await database.value("select count(*) from imports where store_id = $1", store.id) == 1


async def test_an_import_under_another_of_ones_stores_is_404(skalia: httpx.AsyncClient, merchant: Account, make: Make) -> None:
    store, other = await make.store(merchant), await make.store(merchant)
    asked = await skalia.post(f"/stores/store_{store.id}/imports", content=file(*many(1)), headers=CSV)

    answer = await skalia.get(f"/stores/store_{other.id}/imports/{asked.json()['item']['id']}")

    assert answer.status_code == 404
