"""Products in and out as files, by a merchant."""

import pytest

from serai.core import catalog, stores, transfer
from serai.kit.pages import Slice
from tests.core.transfer.files import dump, file, many
from tests.factories import Make
from tests.web.visitor import Visitor

PENDING = 'http-equiv="refresh"'


def at(shop: stores.Store, more: object = "") -> str:
    return f"/dashboard/stores/{shop.id}/transfer{more}"


async def total(make: Make, shop: stores.Store) -> int:
    return (await catalog.page(make.database, [shop.id], catalog.Filter(), Slice(1, 1))).total


async def test_a_file_is_taken_and_its_report_goes_along(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    content = file(*many(2), "bad,<b>Bad</b>,,,,,<b>x</b>,9,,", "less,Less,,,,,-1,9,,")
    await merchant.open(at(shop))
    answer = await merchant.press(files={"file": ("mine.csv", content)})

    assert "The file was received." in merchant.words
    assert "Waiting" in merchant.words
    assert PENDING in answer.text

    await transfer.run_pending(make.database)
    answer = await merchant.open(merchant.where.partition("?")[0])
    assert "Finished" in merchant.words
    assert PENDING not in answer.text
    assert all(text in merchant.words for text in ("3 Added", "0 Changed", "1 Left out", "Is not a whole number."))
    assert "<b>x</b>" not in answer.text
    assert await total(make, shop) == 3

    errors = await merchant.browser.get(next(link for link in merchant.page.links if link.endswith("/errors.csv")))
    assert errors.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in errors.headers["content-disposition"]
    lines = errors.text.splitlines()
    assert (lines[0], lines[1]) == ("line,column,message,value", "4,Variant Inventory Qty,Is not a whole number.,<b>x</b>")


async def test_a_check_changes_nothing(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    await merchant.open(at(shop))
    await merchant.press(files={"file": ("mine.csv", file(*many(2)))}, dry_run="true")
    await transfer.run_pending(make.database)
    await merchant.open(merchant.where)

    assert "This was only a check" in merchant.words
    assert "2 Added" in merchant.words
    assert await total(make, shop) == 0


@pytest.mark.parametrize("content", [b"", b"   ", b"name,price\r\nLamp,1\r\n", b"\x89PNG\r\n\x1a\n" + bytes(64)])
async def test_what_is_no_product_file_is_refused(merchant: Visitor, shop: stores.Store, content: bytes) -> None:
    await merchant.open(at(shop))
    answer = await merchant.press(files={"file": ("mine.csv", content)})

    assert answer.status_code == 422
    assert 'id="file-fault"' in answer.text


async def test_a_file_that_is_too_large_is_refused(merchant: Visitor, shop: stores.Store) -> None:
    await merchant.open(at(shop))
    answer = await merchant.press(files={"file": ("mine.csv", file(*many(1)) + b" " * (65 * 2**20))})

    assert answer.status_code == 413


async def test_an_export_is_what_the_command_writes(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    for name in ("Lamp", "قنديل, <b>"):
        await make.product(shop, name=name, images=(catalog.Image("https://x.example/1.png"),))
    await make.product(await make.store(), name="Of another shop")
    await merchant.open(at(shop))

    answer = await merchant.browser.get(next(link for link in merchant.page.links if link.endswith("/products.csv")))

    assert answer.content == await dump(make.database, shop.id)
    assert answer.content.count(b"\r\n") == 3
    assert answer.headers["content-disposition"] == 'attachment; filename="products.csv"'


async def test_another_stores_import_is_unknown(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    theirs = await make.store()
    async with make.database.begin() as tx:
        asked = await transfer.request_import(tx, theirs.id, file(*many(1)), dry_run=False)

    for number in (asked.id, 0, 2**60, 10**30):
        for more in ("", "/errors.csv"):
            assert (await merchant.browser.get(at(shop, f"/{number}{more}"))).status_code == 404
    for path in (at(theirs), at(theirs, "/products.csv"), at(theirs, f"/{asked.id}")):
        assert (await merchant.browser.get(path)).status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_every_page_in_every_language(merchant: Visitor, shop: stores.Store, make: Make, language: str) -> None:
    async with make.database.begin() as tx:
        asked = await transfer.request_import(tx, shop.id, file("bad,Bad,,,,,x,9,,"), dry_run=True)
    for ready in (False, True):
        if ready:
            await transfer.run_pending(make.database)
        for path in (at(shop), at(shop, f"/{asked.id}")):
            answer = await merchant.open(f"{path}?language={language}")
            assert answer.status_code == 200
            assert f'lang="{language}"' in answer.text
            assert merchant.page.faults == []
