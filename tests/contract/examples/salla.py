"""What the pairs of Salla's document leave open. Source: docs/dialects/salla.md."""

from typing import Final
from urllib.parse import parse_qs, urlsplit

from serai.cli.seeds import keys, people
from serai.cli.seeds.salla import APP, HOME
from serai.core import apps, catalog, orders, stores
from serai.core.orders import Draft, Wanted
from serai.core.stores import StoreId
from tests.contract.examples.compare import TEXT, TIME
from tests.contract.examples.pairs import Additive, Changing, Examples, Ground, Known
from tests.web.browsing import Merchant

STORE: Final = StoreId(123)
SECRET: Final = "your-webhook-secret"
LOCAL: Final = r"http://\S+"


async def _agreed(ground: Ground, scope: str) -> str:
    """The code that the app gets when the merchant agrees, the state as it was sent."""
    asked = f"response_type=code&client_id={keys.SALLA_CLIENT}&redirect_uri={APP.redirect_uris[0]}&scope={scope}&state=s"
    merchant = Merchant(ground.http, people.DEMO.email, people.DEMO.password)
    page = await merchant.open(f"/salla/oauth2/auth?{asked}")
    if "password" in page.text:
        await merchant.log_in()
    sent = urlsplit((await merchant.press("allow", store=str(STORE))).headers["location"])
    assert sent._replace(query="").geturl() == APP.redirect_uris[0]
    given = parse_qs(sent.query)
    assert given["state"] == ["s"]
    return given["code"][0]


async def consent(ground: Ground) -> None:
    ground.values["code"] = await _agreed(ground, "offline_access products.read orders.read")


async def consent_online(ground: Ground) -> None:
    ground.values["online_code"] = await _agreed(ground, "products.read orders.read")


async def register_easy(ground: Ground) -> None:
    """Somebody's app in easy mode, which is handed its tokens."""
    app = await ground.make.app(mode=apps.Mode.EASY, redirect_uris=())
    ground.values |= {"easy_client_id": app.app.client_id, "easy_client_secret": app.client_secret, "easy_code": "sac_1"}


async def install_full(ground: Ground) -> None:
    """An app with every scope."""
    store = await stores.get(ground.database, STORE)
    ground.values["full_token"] = await ground.make.salla_token(store)


async def install_bare(ground: Ground) -> None:
    """An app that may do none of what is asked."""
    store = await stores.get(ground.database, STORE)
    ground.values["bare_token"] = await ground.make.salla_token(store, scopes=("offline_access",))


async def customer(ground: Ground) -> None:
    await install_full(ground)
    found = await ground.database.value("select id from customers where store_id = $1", STORE)
    ground.values["customer_id"] = str(found)


async def stock_up(ground: Ground) -> None:
    """40 products in all."""
    async with ground.database.begin() as tx:
        for i in range(39):
            await catalog.create(tx, STORE, catalog.NewProduct(name=f"Product {i}", price_minor=100))


async def use_up(ground: Ground) -> None:
    """All requests of the minute."""
    path, headers = "/salla/admin/v2/store/info", {"authorization": f"Bearer {keys.SALLA_ACCESS}"}
    while (await ground.http.get(path, headers=headers)).status_code == 200:
        pass


async def place(ground: Ground) -> None:
    """The sample's order once more."""
    one = await ground.database.value("select id from customers where store_id = $1", STORE)
    async with ground.database.begin() as tx:
        await orders.place(tx, STORE, Draft(customer=one, lines=(Wanted(123456, 1),), ship_to=HOME), actor="test")


async def install_easy(ground: Ground) -> None:
    """An app in easy mode, told at its own URL and with its own secret."""
    store = await stores.get(ground.database, STORE)
    app = await ground.make.app(mode=apps.Mode.EASY, redirect_uris=(), webhook_url="https://public.example/easy")
    ground.values["webhook_secret"] = app.webhook_secret
    await ground.make.installed(store, app)


SALLA: Final = Examples(
    name="salla",
    mount="/salla",
    values={
        "client_id": keys.SALLA_CLIENT,
        "client_secret": keys.SALLA_SECRET,
        "access_token": keys.SALLA_ACCESS,
        "refresh_token": keys.SALLA_REFRESH,
        "webhook_secret": SECRET,
    },
    captured={
        "03-exchange-code": {"new_refresh_token": "refresh_token"},
        "17-subscribe-product-created": {"webhook_id": "data.id", "webhook_created_at": "data.created_at"},
    },
    changing=(
        Changing("03-*|04-*|08-*|27-*", "*access_token", r"sat_\w{48}"),
        Changing("03-*|04-*|27-*", "*refresh_token", r"srt_\w{48}"),
        Changing("05-*|06-*|07-*", "error_description", TEXT),
        Changing("09-*|37-*", "headers.X-RateLimit-Reset"),
        Changing("37-*", "headers.Retry-After"),
        Changing("37-*", "error.message", TEXT),
        Changing("09-*|10-*", "data*.url", rf"{LOCAL}/s/store-name/p123456"),
        Changing("09-*|11-*", "pagination.*"),
        Changing("36-*", "pagination.links.*", rf"{LOCAL}/admin/v2/products\?page=[13]&per_page=15"),
        Changing("16-*|34-*", "*domain", rf"{LOCAL}/s/store-name"),
        Changing("17-*|18-*|19-*|2[0-4]-*", "data.id", r"\d+"),
        Changing("17-*|18-*|19-*|2[0-4]-*", "data.created_at", TIME),
        Changing("26-*|35-*", "data.id"),
        Changing("26-*", "headers.X-Salla-*-Id"),
        Changing("26-*", "created_at", r"Wed Apr 08 2026 13:00:00 GMT\+0300"),
        Changing("27-*", "created_at"),
        Changing("27-*", "data.expires"),
        Changing("34-*", "*id"),
        Changing("34-*", "*context.exp"),
        Changing("35-*", "data.urls.*", rf"{LOCAL}/s/store-name/\S+"),
    ),
    known=(
        Additive("*", "status", "the HTTP status is in every body", "SA-G07"),
        Additive("03-*|04-*|08-*", "expires", "beside expires_in", "SA-G01"),
        Additive("03-*|04-*|08-*", "scope", "a published client requires it", "contract 3.2"),
        Additive("09-*", "data[].*", "what the public documentation adds to a product", "SA-G05"),
        Additive("10-*", "data.*", "what the public documentation adds to a product", "SA-G05"),
        Additive("11-*", "data[].*", "what the public documentation adds to an order", "contract 5.3"),
        Additive("12-*|13-*", "data.*", "cut off with dots, or added by the public documentation", "contract 7.2"),
        Additive("14-*", "data[].*", "what the public documentation adds to an item", "contract 5.5"),
        Additive("15-*", "data.items[].*", "a note beside the comment; the status is cut off with dots", "SA-G03"),
        Additive("15-*", "pagination", "of the history", "contract 5.6"),
        Additive("09-*|11-*", "pagination.links.previous", "beside prev", "SA-G04"),
        Additive("16-*", "data.*", "a published client fails without them", "contract 5.7"),
        Additive("17-*|18-*|19-*|2[0-5]-*", "data.*", "what the public documentation adds to a webhook", "contract 8.2"),
        Additive("26-*", "data.*", "the whole order", "contract 8.6"),
        Additive("35-*", "data.*", "details of a customer", "contract 7.3"),
        Known("01-*|02-*", "", "a page, whose text the document does not print", "docs/dialects/salla.md, Authorization"),
        Known("09-*|11-*", "pagination.links.next", "one page is all there is", "the demo store"),
        Known("11-*|12-*|13-*", "data*.reference_id", "ORD-2024-000001 for ORD-2024-001", "X-07"),
        Known("11-*", "data[].status.id", "ids are the platform's", "contract C22"),
        Known("11-*", "data[].payment_status", "a pending order is not paid yet", "X-10"),
        Known("16-*", "data.id", "digits: 123 for store-id-123", "contract C10"),
        Known("16-*", "data.plan", "special for premium, which is none of the platform's plans", "contract 3.3"),
        Known("27-*", "data.scope", "all that the app has", "docs/dialects/salla.md, Scopes"),
        Known(
            "27-*",
            "data.store.domain",
            "the worker knows no address of its own",
            "docs/dialects/salla.md, Profiles and envelope",
        ),
        Known("28-*", "error.fields.email[]", "one wording for every field: This field is required.", "SA-051"),
        Known("34-*", "", "what is beside data stands before it", "contract C18"),
        Known("34-*", "*merchant.store_location", "not known here", "contract 3.3"),
        Known("35-*", "data.gender", "not known of this customer", "the demo store"),
        Known("35-*", "data.c[io]*", "this customer has no city yet", "the demo store"),
        Known("35-*", "data.lang", "not known of this customer", "the demo store"),
        Known("36-*", "data", "products: the contract prints the pagination alone", "contract 4.3"),
    ),
    before={
        "03-exchange-code": consent,
        "07-unauthorized-client": register_easy,
        "08-exchange-code-without-offline-access": consent_online,
        "28-bad-request": install_full,
        "30-forbidden-without-products-read": install_bare,
        "35-get-customer": customer,
        "36-list-products-second-page": stock_up,
        "37-too-many-requests": use_up,
    },
    deliveries={"26-webhook-order-created": place, "27-webhook-app-store-authorize": install_easy},
)
