"""The store's tax."""

from serai.core import stores
from serai.core.stores import SettingsChange
from serai.dialects.salla.auth import app
from serai.dialects.salla.shapes.answers import Answer, Message, answer, removed
from serai.dialects.salla.shapes.taxes import ID, TaxIn, TaxOut, tax_out
from serai.kit.errors import Invalid, NotFound
from serai.wire.call import Call
from serai.wire.operation import Operations

taxes = Operations("Taxes", under="/admin/v2")

READ, WRITE = "taxes.read", "taxes.read_write"


@taxes.get("/taxes", scope=READ)
async def list_taxes(call: Call) -> Answer[tuple[TaxOut, ...]]:
    """The store's tax, if it charges one."""
    rate = (await stores.read_settings(call.db, app(call).store)).tax_rate
    return answer(call, (tax_out(rate),) if rate else ())


@taxes.post("/taxes", scope=WRITE, status=201)
async def create_tax(call: Call, body: TaxIn) -> Answer[TaxOut]:
    """Charge a tax, in a store that has none."""
    rate = body.to_core()
    if not rate:
        raise Invalid.one("tax", "Must be more than 0.")
    return answer(call, tax_out((await stores.add_tax(call.tx, app(call).store, rate)).tax_rate))


@taxes.get("/taxes/{tax:tax}", scope=READ)
async def get_tax(call: Call, tax: int) -> Answer[TaxOut]:
    """The store's tax."""
    rate = (await stores.read_settings(call.db, app(call).store)).tax_rate
    if tax != ID or not rate:
        raise NotFound("tax")
    return answer(call, tax_out(rate))


@taxes.put("/taxes/{tax:tax}", scope=WRITE)
async def update_tax(call: Call, tax: int, body: TaxIn) -> Answer[TaxOut]:
    """Change the store's rate; orders placed before keep theirs. A rate of 0 is none."""
    _check(tax)
    change = SettingsChange(tax_rate=body.to_core())
    return answer(call, tax_out((await stores.change_settings(call.tx, app(call).store, change=change)).tax_rate))


@taxes.delete("/taxes/{tax:tax}", scope=WRITE, status=202)
async def delete_tax(call: Call, tax: int) -> Answer[Message]:
    """Charge none any more; orders placed before keep theirs."""
    _check(tax)
    await stores.remove_tax(call.tx, app(call).store)
    return removed(call)


def _check(tax: int) -> None:
    if tax != ID:
        raise NotFound("tax")
