"""The countries of a shop. Wherever a country's code stands, its id is taken too."""

from collections.abc import Sequence

from serai.core import inventory, stores
from serai.dialects.scayle_admin import auth, custom_data, relations
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.relations import Relations
from serai.dialects.scayle_admin.shapes.assortments import (
    Assortment,
    AssortmentChange,
    PriceRoundingIn,
    PriceRoundingOut,
    assortment_out,
    price_rounding_out,
)
from serai.dialects.scayle_admin.shapes.shops import CountryChangeIn, CountryIn, CountryOut, Related, country_out
from serai.wire.call import Call

countries = Noun("ShopCountries", limits="global")

ONE = "/shops/{shop_key:shop}/countries/{country_code:country}"


@countries.post("/shops/{shop_key:shop}/countries", status=201)
async def create_shop_country(call: Call, shop_key: str, body: CountryIn) -> CountryOut:
    """Add a country to a shop."""
    made = await stores.create_country(call.tx, auth.store(call), shop_key, body.to_core())
    return country_out(made, relations.asked(call))


@countries.get("/shops/{shop_key:shop}/countries")
async def get_shop_countries(call: Call, shop_key: str, query: ListQuery) -> Collection[CountryOut]:
    """A shop's countries, oldest first. `with`: assortment, warehouses, priceRoundings."""
    store, wanted = auth.store(call), relations.asked(call)
    others = await related(call, wanted)
    return await collect(
        call,
        query,
        read=lambda after, most: stores.list_countries(call.db, store, shop_key, after=after, most=most),
        id_of=lambda country: country.id,
        shape=lambda country: country_out(country, wanted, others),
    )


@countries.get(ONE)
async def get_shop_country(call: Call, shop_key: str, country_code: str) -> CountryOut:
    """One country of a shop, by its code, or by its id where several have the same code."""
    wanted = relations.asked(call)
    found = await stores.find_country(call.db, auth.store(call), shop_key, country_code)
    return country_out(found, wanted, await related(call, wanted))


@countries.put(ONE)
async def update_shop_country(call: Call, shop_key: str, country_code: str, body: CountryChangeIn) -> CountryOut:
    """Change a country; what is left out stays as it is."""
    found = await stores.change_country(call.tx, auth.store(call), shop_key, country_code, body.to_core())
    wanted = relations.asked(call)
    return country_out(found, wanted, await related(call, wanted))


@countries.put(f"{ONE}/assortment")
async def update_shop_country_assortment(call: Call, shop_key: str, country_code: str, body: Assortment) -> Assortment:
    """Say what the country sells, in place of what was said before."""
    return assortment_out(await stores.set_assortment(call.tx, auth.store(call), shop_key, country_code, body.to_core()))


@countries.patch(f"{ONE}/assortment")
async def update_shop_country_assortment_partially(
    call: Call, shop_key: str, country_code: str, body: AssortmentChange
) -> Assortment:
    """Add to the lists and remove from them."""
    return assortment_out(await stores.edit_assortment(call.tx, auth.store(call), shop_key, country_code, body.to_core()))


@countries.get(f"{ONE}/price-roundings")
async def get_shop_country_price_roundings(
    call: Call, shop_key: str, country_code: str, query: ListQuery
) -> Collection[PriceRoundingOut]:
    """How campaign prices are rounded, oldest rule first."""
    found = await stores.find_country(call.db, auth.store(call), shop_key, country_code)

    async def after(last: int, most: int) -> Sequence[stores.PriceRounding]:
        return [each for each in found.price_roundings if each.id > last][:most]

    return await collect(call, query, read=after, id_of=lambda rule: rule.id, shape=price_rounding_out)


@countries.post(f"{ONE}/price-roundings", status=201)
async def create_shop_country_price_rounding(
    call: Call, shop_key: str, country_code: str, body: PriceRoundingIn
) -> PriceRoundingOut:
    """Round what campaigns make of prices in a currency; one rule for each."""
    made = await stores.create_rounding(
        call.tx,
        auth.store(call),
        shop_key,
        country_code,
        currency=body.currency_code.upper(),
        precision=body.step,
        direction=body.rounding_type,
    )
    return price_rounding_out(made)


@countries.delete(f"{ONE}/price-roundings/{{price_rounding_id:price_rounding}}")
async def delete_shop_country_price_rounding(call: Call, shop_key: str, country_code: str, price_rounding_id: int) -> None:
    """No longer round prices in its currency."""
    await stores.remove_rounding(call.tx, auth.store(call), shop_key, country_code, price_rounding_id)


async def related(call: Call, wanted: Relations) -> Related:
    """What was asked for beside the countries themselves."""
    store = auth.store(call)
    return Related(
        sources=await inventory.sources(call.db, store) if "warehouses" in wanted else (),
        assortments=await stores.assortments(call.db, store) if "assortment" in wanted else {},
    )


async def _read(call: Call, shop_key: str, country_code: str) -> custom_data.Data:
    return (await stores.find_country(call.db, auth.store(call), shop_key, country_code)).custom_data or {}


async def _alter(call: Call, change: custom_data.Change, shop_key: str, country_code: str) -> custom_data.Data:
    return await stores.alter_country_data(call.tx, auth.store(call), shop_key, country_code, change)


custom_data.add(countries, ONE, of="shop_country", read=_read, alter=_alter)
