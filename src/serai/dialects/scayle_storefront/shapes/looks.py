"""From where a product is looked at: what decides its prices and its language."""

from datetime import datetime

from msgspec import Struct, field

from serai.core import pricing
from serai.core.catalog import FullVariant, ProductId
from serai.core.inventory import VariantId
from serai.core.pricing import Price
from serai.core.search import Shown
from serai.core.stores import ShopCountry
from serai.dialects.scayle_storefront.auth import shop
from serai.wire.call import Call


class Look(Struct, frozen=True, kw_only=True):
    """`locale` as `ll_CC`. The keys ask for the prices of a campaign (`px`: the running one) and of a price promotion.

    `known` are the products that were priced before: several parts of an answer ask for the same prices.
    """

    country: ShopCountry
    locale: str
    at: datetime
    campaign_key: str | None = None
    promotion_key: str | None = None
    known: dict[ProductId, list[tuple[FullVariant, Price]]] = field(default_factory=dict)

    def price(self, shown: Shown, variant: VariantId) -> Price | None:
        """None: it is not sold in this country."""
        facts = shown.facts.get(variant)
        if facts is None:
            return None
        return pricing.price_of(
            facts, self.country, at=self.at, campaign_key=self.campaign_key, promotion_key=self.promotion_key
        )

    def sold(self, shown: Shown) -> list[tuple[FullVariant, Price]]:
        """The variants that have a price, in their order."""
        known = self.known.get(shown.product.id)
        if known is None:
            found = ((variant, self.price(shown, variant.id)) for variant in shown.product.sold)
            known = self.known[shown.product.id] = [(variant, price) for variant, price in found if price is not None]
        return known

    def text(self, texts: dict[str, str], own: str) -> str:
        """In this language, else in the country's, else as it was written."""
        return texts.get(self.locale) or texts.get(self.country.locale) or own


def look(call: Call) -> Look:
    """As this call looks."""
    who = shop(call)
    return Look(
        country=who.country,
        locale=who.locale,
        at=call.services.clock.now(),
        campaign_key=call.query.get("campaignKey") or None,
        promotion_key=call.query.get("pricePromotionKey") or None,
    )
