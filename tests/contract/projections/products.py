"""Products: name, price without tax, what can be sold, status."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tests.contract.projections.baskets import net_of, net_price
from tests.contract.projections.rows import EVERYTHING, View, number
from tests.contract.wires import Wires, read

DRAFT, ACTIVE, SOLD_OUT = "draft", "active", "out_of_stock"


async def products(wires: Wires) -> dict[str, View]:
    first = await _skalia_products(wires)
    return {
        "skalia": first,
        "salloq": await _salloq_products(wires),
        "devskin": await _devskin_products(wires),
        "salla": await _salla_products(wires),
        "admin": await _admin_products(wires),
        "storefront": await _storefront_products(wires, first),
    }


async def _skalia_products(wires: Wires) -> View:
    answer = read(await wires.skalia.get("/products", params={"storeId": f"store_{wires.store.id}", "size": 100}))
    found: View = {}
    for each in answer["items"]:
        stock, own = each["inventory"]["quantity"], wires.minor(each["price"])
        before = each["compareAtPrice"]
        sold = [(v["sku"], wires.minor(v["price"]), v["inventory"]) for v in each["variants"]]
        assert sum(v[2] for v in sold) <= stock
        found[number(each["id"])] = {
            "name": each["name"],
            "slug": each["seo"]["slug"],
            "net": own,
            "quantity": stock,
            "sku": each["sku"],
            "status": each["status"],
            "is draft": each["status"] == DRAFT,
            "on sale": before is not None and wires.minor(before) > own,
            "sold": tuple(sorted(sold or [(each["sku"], own, stock)], key=str)),
        }
    return found


async def _salloq_products(wires: Wires) -> View:
    answer = read(await wires.salloq.get("/products", params={"per_page": 100}))
    return {
        each["id"]: {
            "name": each["name"],
            "slug": each["slug"],
            "net": wires.minor(each["price"]),
            "quantity": each["stock_qty"],
            "is draft": each["status"] == "draft",
        }
        for each in answer["data"]
    }


async def _devskin_products(wires: Wires) -> View:
    answer = read(await wires.devskin.get("/products", params={"limit": 100}))
    words = {"active": ACTIVE, "inactive": DRAFT, "out_of_stock": SOLD_OUT}
    return {
        each["id"]: {
            "name": each["name"],
            "slug": each["slug"],
            "net": wires.minor(each["price"]),
            "quantity": each["stock"],
            "status": words[each["status"]],
        }
        for each in answer["data"]["items"]
    }


async def _salla_products(wires: Wires) -> View:
    answer = read(await wires.salla.get("/products", params={"per_page": 50}))
    words = {"active": ACTIVE, "hidden": DRAFT, "out": SOLD_OUT}
    found: View = {}
    for each in answer["data"]:
        own = wires.minor(each["price"] if each["sale_price"] is None else each["sale_price"])
        pre, tax = wires.minor(each["pre_tax_price"]["amount"]), wires.minor(each["tax"]["amount"])
        assert wires.minor(each["taxed_price"]["amount"]) == pre + tax
        assert pre == own
        sold = [(v["sku"], wires.minor(v["price"]["amount"]), v["stock_quantity"]) for v in each["skus"]]
        found[each["id"]] = {
            "name": each["name"],
            "slug": each["metadata"]["url"],
            "net": own,
            "taxed": pre + tax,
            "quantity": each["quantity"],
            "sku": each["sku"],
            "status": words[each["status"]],
            "is draft": each["status"] == "hidden",
            "on sale": each["sale_price"] is not None,
            "sold": tuple(sorted(sold or [(each["sku"], own, each["quantity"])], key=str)),
            "variants": tuple(sorted(v["id"] for v in each["skus"])) or None,
        }
    return found


async def _admin_products(wires: Wires) -> View:
    asked = {"with": "variants.prices,variants.stocks", **EVERYTHING}
    found: View = {}
    for each in read(await wires.admin.get("/products", params=asked))["entities"]:
        sold = {variant["id"]: _admin_variant(wires, variant) for variant in each["variants"]}
        assert each["state"] in ("live", "problem", "draft", "blocked")
        found[each["id"]] = {
            "name": each["name"][wires.home.locale],
            "is draft": each["state"] in ("draft", "blocked"),
            "reference key": each["referenceKey"],
            "by id": {id_: facts[:2] for id_, facts in sold.items()},
            "sold": tuple(sorted((facts[0] for facts in sold.values()), key=str)),
        }
    return found


def _admin_variant(wires: Wires, variant: Mapping[str, Any]) -> tuple[Any, ...]:
    plain = [p for p in variant["prices"] if p["groupKey"] is None and p["promotionKey"] is None and p["validTo"] is None]
    price = plain[-1]
    assert (price["countryCode"], price["currencyCode"]) == (wires.home.country, wires.store.currency)
    net = net_of(price["price"], Decimal(price["tax"]) / 100)
    quantity = sum(stock["quantity"] for stock in variant["stocks"])
    return (_sku(variant), net, quantity), price["price"]


async def _storefront_products(wires: Wires, known: Iterable[int]) -> View:
    """A product that is not shown is a draft."""
    asked = {"ids": ",".join(map(str, known)) or "0", "with": "attributes,variants"}
    entities = read(await wires.storefront.get("/v1/products", params=asked))["entities"]
    shown = {each["id"]: each for each in entities}
    found: View = {}
    for id_ in known:
        found[id_] = {"is draft": id_ not in shown}
        if id_ in shown:
            each = shown[id_]
            sold = {v["id"]: (_sku(v), net_price(v["price"]), v["stock"]["quantity"]) for v in each["variants"]}
            can_be_had = any(v["stock"]["isSellableWithoutStock"] or v["stock"]["quantity"] > 0 for v in each["variants"])
            assert each["isSoldOut"] != can_be_had
            found[id_] |= {
                "name": each["attributes"]["name"]["values"]["label"],
                "reference key": each["referenceKey"],
                "by id": {v["id"]: (sold[v["id"]], v["price"]["withTax"]) for v in each["variants"]},
                "sold": tuple(sorted(sold.values(), key=str)),
            }
    return found


def _sku(variant: Mapping[str, Any]) -> str | None:
    """A variant without one is known by its id in SCAYLE."""
    return None if variant["referenceKey"] == str(variant["id"]) else variant["referenceKey"]
