"""What a walked store has of prices, campaigns and reservations."""

from datetime import timedelta
from decimal import Decimal

from serai.core import catalog, inventory, pricing, stores
from tests.factories import Make

DAY = timedelta(days=1)


async def furnish(make: Make, product: catalog.Product, home: stores.ShopCountry) -> tuple[dict[str, int], dict[str, str]]:
    """(ids, keys): the default warehouse, a reservation, a campaign, a rounding rule, a price of the first named variant."""
    store, variant = product.store_id, product.named[0].id
    async with make.database.begin() as tx:
        warehouse = (await inventory.warehouses(tx, store))[0]
        (held,) = await inventory.reserve(tx, store, [inventory.Piece(variant, 1)], owner="basket:b1", until=tx.now + 30 * DAY)
        new = pricing.NewPrice(
            country=home.country, currency=home.currency, price_minor=110, tax_percent=Decimal(10), group_key="vip"
        )
        price = await pricing.put(tx, store, variant, new)
        plan = pricing.NewCampaign(
            name="Autumn", shop_countries=(home.id,), starts_at=tx.now + DAY, ends_at=tx.now + 2 * DAY, percent=Decimal(10)
        )
        campaign = await pricing.create_campaign(tx, store, home.shop_id, plan)
        rule = await stores.create_rounding(
            tx, store, home.shop_key, home.country, currency="USD", precision="0.99", direction="up"
        )
    return {"warehouse": warehouse.id, "reservation": held.id, "campaign": campaign.id, "price_rounding": rule.id}, {
        "price": price.key
    }
