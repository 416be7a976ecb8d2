"""What the pairs of SCAYLE's document leave open in its Storefront API. Source: docs/dialects/scayle-storefront.md."""

from datetime import datetime
from typing import Final

from serai.cli.seeds import keys
from serai.core import stores
from tests.contract.examples.compare import TEXT, TIME
from tests.contract.examples.pairs import Additive, Changing, Examples, Ground, Known


async def open_another(ground: Ground) -> None:
    """A store without products. The demo's are found from now on, as the worker sees to it."""
    await ground.make.searched()
    store = await ground.make.store(currency="EUR")
    ground.values["new_shop"] = str((await stores.home(ground.database, store.id)).id)


SCAYLE_STOREFRONT: Final = Examples(
    name="scayle_storefront",
    mount="/scayle",
    at=datetime.fromisoformat("2026-01-21T08:00:00Z"),
    values={"access_token": keys.SCAYLE},
    captured={"24-basket-added": {"item": "items.0.key"}},
    changing=(
        Changing("*", "*indexedAt", TIME),
        Changing("*", "*message", TEXT),
        Changing("*", "details[].description", TEXT),
        Changing("2*-basket*", "packages[].deliveryDate.m*"),
        Changing("2*-basket*|29-*", "items[].key", r"[0-9a-f]{8}"),
        Changing("32-*", "entities[].end*At"),
        Changing("32-*", "entities[].end_at"),
    ),
    known=(
        Additive("*", "*images[].url", "a newer member", "contract 4"),
        Additive("*", "*.reference", "the price of so many units, null without one", "contract 2.1"),
        Additive("2*", "*cost.recommendedRetailPrice", "null", "contract 2.1"),
        Additive("2*-basket*", "items[].price.*.tax", "of a line, too", "contract 2.1"),
        Additive("14-*", "*", "the whole document", "contract 5.19"),
        Additive("33-*", "shopCustomData.*", "what is printed as properties and packages comes from here", "docs/dialects"),
        Known("14-*", "headers.Content-Type", "the document is YAML by its name", "docs/dialects/scayle-storefront.md, Search"),
        Known(
            "15-*",
            "entities[].attributes.brand.id",
            "the brand is no group of the merchant's",
            "docs/dialects/scayle-storefront.md",
        ),
        Known(
            "15-*", "*.color.values[].value", "the value is the text that the merchant wrote", "docs/dialects/scayle-admin.md"
        ),
        Known("17-*", "[].values[].value", "the value is the text that the merchant wrote", "docs/dialects/scayle-admin.md"),
        Known("*", "*variants[]", "in the order of the type", "contract 4, Variant"),
        Known("20-*", "entities[]", "in the order of the type", "contract 4, Variant"),
        Known("2*-basket*|21-*|27-*", "", "in the order of the type", "contract 4, Basket"),
        Known("21-*|27-*", "cost", "in the order of the type", "contract 2.1"),
        Known("2*-basket*", "items[]", "in the order of the type", "contract 4, BasketItem"),
        Known("2*-basket*", "items[].price", "in the order of the type", "contract 4, BasketItem"),
        Known("2*-basket*", "items[].variant", "in the order of the type", "contract 4, Variant"),
        Known("2*-basket*", "items[].variant.price.*", "the sample forgets the sale that it shows beside", "contract 10"),
        Known("22-*", "code", "text in `documented`", "SC-022"),
        Known(
            "18-*", "supportedFilter", "only categories of a shop's own tree have filters", "docs/dialects/scayle-storefront.md"
        ),
        Known(
            "30-*", "suggestions[].categorySuggestion.filters", "the term names no value", "docs/dialects/scayle-storefront.md"
        ),
        Known("30-*", "suggestions[].productSuggestion.product.images", "the sample leaves the picture out", "contract 10"),
        Known("31-*", "items[].categoryTarget.category", "`with=category` embeds it", "contract 5.13"),
    ),
    before={"01-new-instance": open_another},
)
