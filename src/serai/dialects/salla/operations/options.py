"""Options of products and their values."""

from serai.core import catalog
from serai.dialects.salla.auth import app
from serai.dialects.salla.shapes.answers import Answer, Message, answer, removed
from serai.dialects.salla.shapes.options import OptionOut, ValueOut, option_out, value_out
from serai.dialects.salla.shapes.options_in import change_of, draft_of, value_change_of, value_of
from serai.dialects.salla.shapes.product_in import OptionChangeIn, OptionIn, OptionValueChangeIn, OptionValueIn
from serai.dialects.salla.view import view
from serai.wire.call import Call
from serai.wire.operation import Operations

READ = "products.read"
WRITE = "products.read_write"

options = Operations("Options", under="/admin/v2")


@options.post("/products/{product:product}/options", scope=WRITE, status=201)
async def create_option(call: Call, product: int, body: OptionIn) -> Answer[OptionOut]:
    """Add an option; one whose values are chosen from makes SKUs."""
    who = app(call)
    [made] = await catalog.add_options(call.tx, who.store, catalog.ProductId(product), [draft_of(body, who.currency)])
    return await _shown(call, made)


@options.get("/products/options/{option:option}", scope=READ)
async def get_option(call: Call, option: int) -> Answer[OptionOut]:
    """One option with its values."""
    return await _shown(call, catalog.OptionId(option))


@options.put("/products/options/{option:option}", scope=WRITE, status=201)
async def update_option(call: Call, option: int, body: OptionChangeIn) -> Answer[OptionOut]:
    """Change what is sent."""
    who = app(call)
    await catalog.edit_option(call.tx, who.store, catalog.OptionId(option), change_of(body, who.currency))
    return await _shown(call, catalog.OptionId(option))


@options.delete("/products/options/{option:option}", scope=WRITE, status=202)
async def delete_option(call: Call, option: int) -> Answer[Message]:
    """Take an option away; SKUs that only it told apart become one."""
    await catalog.remove_option(call.tx, app(call).store, catalog.OptionId(option))
    return removed(call)


@options.post("/products/options/{option:option}", scope=WRITE, status=201)
async def create_option_value(call: Call, option: int, body: OptionValueIn) -> Answer[OptionOut]:
    """Add a value, and the SKUs that it makes."""
    who = app(call)
    await catalog.add_option_value(call.tx, who.store, catalog.OptionId(option), value_of(body, who.currency))
    return await _shown(call, catalog.OptionId(option))


@options.get("/products/options/values/{value:option_value}", scope=READ)
async def get_option_value(call: Call, value: int) -> Answer[ValueOut]:
    """One value."""
    return await _shown_value(call, catalog.OptionValueId(value))


@options.put("/products/options/values/{value:option_value}", scope=WRITE, status=201)
async def update_option_value(call: Call, value: int, body: OptionValueChangeIn) -> Answer[ValueOut]:
    """Change what is sent. The prices of SKUs stay."""
    who = app(call)
    await catalog.edit_option_value(call.tx, who.store, catalog.OptionValueId(value), value_change_of(body, who.currency))
    return await _shown_value(call, catalog.OptionValueId(value))


@options.delete("/products/options/values/{value:option_value}", scope=WRITE, status=202)
async def delete_option_value(call: Call, value: int) -> Answer[Message]:
    """Take a value away with the SKUs that it makes."""
    await catalog.remove_option_value(call.tx, app(call).store, catalog.OptionValueId(value))
    return removed(call)


async def _shown(call: Call, option: catalog.OptionId) -> Answer[OptionOut]:
    product = await catalog.full_of_option(call.db, app(call).store, option=option)
    own = next(each for each in product.options if each.id == option)
    return answer(call, option_out(product, own, view(call)))


async def _shown_value(call: Call, value: catalog.OptionValueId) -> Answer[ValueOut]:
    product = await catalog.full_of_option(call.db, app(call).store, value=value)
    option, own = next((o, v) for o in product.options for v in o.values if v.id == value)
    return answer(call, value_out(product, option, own, view(call)))
