"""Orders of a shop country. Those that came by another way than this API are the home country's."""

from collections.abc import Mapping, Sequence

from serai.core import customers, orders, stores
from serai.core.customers import CustomerFilter, CustomerId
from serai.core.orders import OrderId, PieceId, State, Whole
from serai.dialects.scayle_admin import auth, custom_data, relations
from serai.dialects.scayle_admin.cursors import Collection, collect
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.operations.customers import country, group_names
from serai.dialects.scayle_admin.operations.shop_countries import ONE as COUNTRY
from serai.dialects.scayle_admin.shapes.customers import CustomerOut, ReferenceKeyIn, customer_out
from serai.dialects.scayle_admin.shapes.order_bodies import CustomerRef, OrderIn
from serai.dialects.scayle_admin.shapes.orders import ItemOut, OrderOut, item_out, order_out
from serai.dialects.scayle_admin.shapes.ranges import RangeQuery
from serai.dialects.scayle_admin.shapes.statuses import StatusOut, status_out
from serai.kit.errors import NotFound
from serai.kit.identifiers import Identifier
from serai.kit.pages import Slice
from serai.wire.call import Call

sales = Noun("Orders", limits="orders")

ALL = f"{COUNTRY}/orders"
ONE = f"{ALL}/{{order_identifier:order}}"
BY_ID = f"{ALL}/{{order_id:order_id}}"


@sales.get(ONE)
async def get_order(call: Call, shop_key: str, country_code: str, order_identifier: Identifier) -> OrderOut:
    """One order. `with`: legacyCustomData, items.legacyCustomData, customer.legacyCustomData."""
    where = await country(call, shop_key, country_code)
    return await shown(call, await _named(call, where, order_identifier), where)


@sales.get(ALL)
async def get_orders(call: Call, shop_key: str, country_code: str, query: RangeQuery) -> Collection[OrderOut]:
    """Orders, oldest first."""
    where, wanted = await country(call, shop_key, country_code), relations.asked(call)
    filter_ = orders.WalkFilter(
        shop_country=where.id,
        is_home=where.is_home,
        ids=query.numbers(),
        keys=query.named(),
        least_id=query.min_id,
        most_id=query.max_id,
        placed_from=query.min_created_at,
        placed_to=query.max_created_at,
        updated_from=query.min_updated_at,
        updated_to=query.max_updated_at,
    )

    async def read(after: int, most: int) -> Sequence[tuple[Whole, CustomerOut | None]]:
        found = await orders.walk(call.db, auth.store(call), filter_, after=after, most=most)
        people = await _people(call, found)
        return [(each, people.get(each.order.customer.id)) for each in found]

    return await collect(
        call,
        query,
        read=read,
        id_of=lambda pair: pair[0].id,
        shape=lambda pair: order_out(pair[0], where, pair[1], wanted),
    )


@sales.post(ALL, status=201)
async def create_order(call: Call, shop_key: str, country_code: str, body: OrderIn) -> OrderOut:
    """Take in an order that another system sold; its customer is made when nobody has the key or e-mail address."""
    where = await country(call, shop_key, country_code)
    intake = body.to_core(await _buyer(call, body.customer), where.id)
    made = await orders.take_in(call.tx, auth.store(call), intake, actor=auth.key(call).actor)
    return await shown(call, made, where)


@sales.delete(ONE)
async def delete_order(call: Call, shop_key: str, country_code: str, order_identifier: Identifier) -> None:
    """Cancel an order that was not shipped: what is sold stays in the books."""
    where = await country(call, shop_key, country_code)
    found = await _named(call, where, order_identifier)
    await orders.move(call.tx, auth.store(call), found.id, to=State.CANCELLED, actor=auth.key(call).actor)


@sales.get(f"{ONE}/status")
async def get_order_status(call: Call, shop_key: str, country_code: str, order_identifier: Identifier) -> StatusOut:
    """Where an order stands."""
    where = await country(call, shop_key, country_code)
    return status_out(await _named(call, where, order_identifier))


@sales.put(f"{BY_ID}/reference-key")
async def update_order_reference_key(
    call: Call, shop_key: str, country_code: str, order_id: int, body: ReferenceKeyIn
) -> OrderOut:
    """Set the key by which other systems know the order."""
    where = await country(call, shop_key, country_code)
    found = await _numbered(call, where, order_id)
    return await shown(call, await orders.name_order(call.tx, auth.store(call), found.id, body.reference_key), where)


@sales.put(f"{ONE}/legacy-custom-data", status=204)
async def update_order_legacy_custom_data(
    call: Call, shop_key: str, country_code: str, order_identifier: Identifier, body: custom_data.Sent
) -> None:
    """Replace what clients keep with the order."""
    where = await country(call, shop_key, country_code)
    found = await _named(call, where, order_identifier)
    await orders.keep_order_data(call.tx, auth.store(call), found.id, custom_data.sent(body))


@sales.put(f"{BY_ID}/items/{{order_item_id:item}}/legacy-custom-data")
async def update_order_item_legacy_custom_data(
    call: Call, shop_key: str, country_code: str, order_id: int, order_item_id: int, body: custom_data.Sent
) -> ItemOut:
    """Replace what clients keep with one item."""
    where = await country(call, shop_key, country_code)
    found = await _numbered(call, where, order_id)
    piece, data = PieceId(order_item_id), custom_data.sent(body)
    after = await orders.keep_piece_data(call.tx, auth.store(call), found.id, piece, data)
    return next(item_out(after, each) for each in orders.pieces_of(after) if each.id == piece)


# ── shared ──


async def shown(call: Call, whole: Whole, where: stores.ShopCountry) -> OrderOut:
    """An order with its customer."""
    people = await _people(call, [whole])
    return order_out(whole, where, people.get(whole.order.customer.id), relations.asked(call))


async def _named(call: Call, where: stores.ShopCountry, which: Identifier) -> Whole:
    return await orders.find_whole(call.db, auth.store(call), which, country=where.id, is_home=where.is_home)


async def _numbered(call: Call, where: stores.ShopCountry, which: int) -> Whole:
    return await _named(call, where, Identifier(OrderId(which), None, str(which)))


async def _people(call: Call, found: Sequence[Whole]) -> Mapping[CustomerId, CustomerOut]:
    """The orders' customers, as far as they are still known."""
    ids = tuple({each.order.customer.id for each in found})
    page = await customers.page(
        call.db, [auth.store(call)], search=None, slice_=Slice(1, len(ids) or 1), filter_=CustomerFilter(ids=ids)
    )
    names = await group_names(call)
    data = "legacyCustomData" in relations.asked(call).of("customer")
    return {each.id: customer_out(each, names, data=data) for each in page.items}


async def _buyer(call: Call, ref: CustomerRef) -> CustomerId:
    """By id, else by reference key, else by e-mail address; else made. Raises NotFound, Invalid."""
    store = auth.store(call)
    if ref.id is not None:
        return (await customers.get(call.db, [store], CustomerId(ref.id))).id
    if ref.reference_key is not None:
        try:
            return (await customers.by_key(call.db, store, ref.reference_key)).id
        except NotFound:
            if ref.email is None:
                raise
    found = await customers.by_email(call.db, store, ref.email) if ref.email else None
    if found is not None:
        return found.id
    new = customers.NewCustomer(
        email=ref.email or "",
        first_name=ref.first_name or "",
        last_name=ref.last_name or "",
        reference_key=ref.reference_key,
    )
    return (await customers.create(call.tx, store, new)).id
