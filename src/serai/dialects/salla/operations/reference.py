"""Reference data: countries, currencies, payment methods."""

from msgspec import Struct

from serai.dialects.salla.auth import app
from serai.dialects.salla.paging import PageQuery, listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, answer
from serai.dialects.salla.shapes.countries import CountryOut, code_of, country_out, every
from serai.dialects.salla.shapes.order_in import METHODS
from serai.dialects.salla.shapes.transactions import method_name
from serai.kit.errors import NotFound
from serai.kit.money import currencies, name_of
from serai.kit.pages import Page
from serai.wire.call import Call
from serai.wire.operation import Operations

reference = Operations("Reference", under="/admin/v2")


class CurrencyOut(Struct, frozen=True):
    code: str
    name: str
    symbol: str
    status: str
    is_default: bool


class MethodOut(Struct, frozen=True):
    id: int
    slug: str
    name: str


@reference.get("/countries", scope="metadata.read")
async def list_countries(call: Call, query: PageQuery) -> Listed[CountryOut]:
    """Every country, by name."""
    slice_, found = slice_of(call, query), every()
    some = found[(slice_.number - 1) * slice_.size :][: slice_.size]
    return listed(call, slice_, Page(some, len(found)), lambda country: country)


@reference.get("/countries/{country:country}", scope="metadata.read")
async def get_country(call: Call, country: int) -> Answer[CountryOut]:
    """One of them; its id is the number that ISO 3166-1 gives it."""
    code = code_of(country)
    found = None if code is None else country_out(code)
    if found is None:
        raise NotFound("country")
    return answer(call, found)


@reference.get("/currencies", scope="settings.read")
async def list_currencies(call: Call) -> Answer[tuple[CurrencyOut, ...]]:
    """What the store sells in."""
    code = app(call).currency
    return answer(call, (_currency(code, code),))


@reference.get("/currencies/available", scope="settings.read")
async def list_available_currencies(call: Call) -> Answer[tuple[CurrencyOut, ...]]:
    """What a store can sell in; it does in one of them."""
    own = app(call).currency
    return answer(call, tuple(_currency(code, own) for code in currencies()))


def _currency(code: str, own: str) -> CurrencyOut:
    return CurrencyOut(code, name_of(code) or code, code, "enabled" if code == own else "disabled", code == own)


@reference.get("/payment/methods", scope="payments.read")
async def list_payment_methods(call: Call) -> Answer[tuple[MethodOut, ...]]:
    """What an order can say that it was paid with."""
    return answer(call, tuple(MethodOut(i, slug, method_name(slug)) for i, slug in enumerate(METHODS, 1)))
