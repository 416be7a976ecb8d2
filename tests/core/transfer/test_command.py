"""`serai import products` and `serai export products`."""

from io import BytesIO, StringIO
from pathlib import Path

import pytest

from serai.cli import Failed
from serai.cli.products import export_products, import_products
from serai.kit.db import Database
from tests.core.transfer.files import NAMES, SAMPLES, dump, file, many
from tests.factories import Make


async def run(database: Database, path: Path, slug: str, *, dry_run: bool = False) -> tuple[int, list[str]]:
    out = StringIO()
    code = await import_products(database, str(path), store_slug=slug, dry_run=dry_run, out=out)
    return code, out.getvalue().splitlines()


@pytest.mark.parametrize("name", NAMES)
async def test_a_file_goes_in_and_comes_out(name: str, make: Make, database: Database) -> None:
    store = await make.store()
    out = BytesIO()

    code, said = await run(database, SAMPLES / f"{name}.csv", store.public_slug)
    await export_products(database, store_slug=store.public_slug, out=out)

    assert (code, len(said)) == (0, 1)
    assert said[0].startswith("20 created, 0 updated, 0 unchanged, 0 failed (")
    assert out.getvalue() == await dump(database, store.id)


async def test_what_failed_is_shown_and_kept_in_a_file(make: Make, database: Database, tmp_path: Path) -> None:
    store, path = await make.store(), tmp_path / "products.csv"
    path.write_bytes(file("less,Less,,,,,-2,9,,", *many(600), *(f"bad-{n},Bad,,,,,x,9,," for n in range(12))))

    code, said = await run(database, path, store.public_slug)

    errors = tmp_path / "products.csv.errors.csv"
    assert (code, said[0]) == (1, "601 created, 0 updated, 0 unchanged, 12 failed (613 lines, 1 warnings)")
    assert said[1] == "  line 603: Variant Inventory Qty: Is not a whole number."
    assert said[-1] == f"12 errors; all of them are in {errors}"
    assert len(said) == 12
    lines = errors.read_text().splitlines()
    assert lines[:3] == [
        "line,column,message,value",
        "2,Variant Inventory Qty,Warning: Is negative; 0 was taken.,-2",
        "603,Variant Inventory Qty,Is not a whole number.,x",
    ]
    assert len(lines) == 14


async def test_warnings_alone_are_no_failure(make: Make, database: Database, tmp_path: Path) -> None:
    store, path = await make.store(), tmp_path / "products.csv"
    path.write_bytes(file("less,Less,,,,,-2,9,,"))

    code, said = await run(database, path, store.public_slug)

    assert (code, said) == (0, ["1 created, 0 updated, 0 unchanged, 0 failed (1 lines, 1 warnings)"])
    assert not Path(f"{path}.errors.csv").exists()  # noqa: ASYNC240 - a test may block


async def test_a_dry_run_says_what_would_be(make: Make, database: Database, tmp_path: Path) -> None:
    store, path = await make.store(), tmp_path / "products.csv"
    path.write_bytes(file(*many(3)))

    code, said = await run(database, path, store.public_slug, dry_run=True)

    assert (code, said) == (0, ["Would be: 3 created, 0 updated, 0 unchanged, 0 failed (3 lines, 0 warnings)"])
    assert await database.value("select count(*) from products where store_id = $1", store.id) == 0


async def test_the_plan_limit_is_said(make: Make, database: Database, tmp_path: Path) -> None:
    store, path = await make.store(await make.account(plan="trial")), tmp_path / "products.csv"
    path.write_bytes(file(*many(30)))

    code, said = await run(database, path, store.public_slug)

    assert (code, said[0]) == (1, "25 created, 0 updated, 0 unchanged, 0 failed (30 lines, 0 warnings)")
    assert "Stopped: The plan 'trial' allows at most 25 products." in said


async def test_what_cannot_be_is_one_sentence(make: Make, database: Database, tmp_path: Path) -> None:
    store, other = await make.store(), tmp_path / "other.csv"
    other.write_text("Name,Price\n")

    for path, slug, sentence in (
        (tmp_path / "none.csv", store.public_slug, f"{tmp_path / 'none.csv'}: No such file or directory"),
        (other, store.public_slug, f"{other}: Has no column 'Handle': this is not a Shopify product CSV."),
        (other, "nowhere", "there is no store 'nowhere'"),
    ):
        with pytest.raises(Failed) as failed:
            await run(database, path, slug)
        assert str(failed.value) == sentence
