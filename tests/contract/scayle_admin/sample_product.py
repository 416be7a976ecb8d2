"""The contract's sample product, and what it speaks of."""

from typing import Any

import httpx

GROUPS = [
    {"name": "color", "type": "localizedString", "level": "product"},
    {"name": "size", "type": "simple", "level": "variant"},
    {"name": "season", "type": "simpleList", "level": "master"},
    {"name": "fabric", "type": "simple", "level": "product"},
]
TEE: dict[str, Any] = {
    "referenceKey": "TEE-01-green",
    "name": {"de_DE": "Shirt grün", "en_GB": "Green tee"},
    "state": "live",
    "master": {
        "referenceKey": "TEE-01",
        "categories": {"paths": [["Women", "Shirts"]]},
        "attributes": [{"name": "season", "type": "simpleList", "value": ["summer"]}],
    },
    "attributes": [{"name": "color", "type": "localizedString", "value": {"de_DE": "grün", "en_GB": "green"}}],
    "images": [{"source": {"url": "https://img.example/tee-green.jpg"}, "position": 0}],
    "variants": [
        {
            "referenceKey": "TEE-01-green-M",
            "ean": "4000000000017",
            "attributes": [{"name": "size", "type": "simple", "value": "M"}],
            "prices": [
                {
                    "price": 2380,
                    "oldPrice": 2975,
                    "tax": 19,
                    "countryCode": "DE",
                    "currencyCode": "EUR",
                    "validFrom": None,
                    "validTo": None,
                }
            ],
            "stocks": [
                {
                    "quantity": 14,
                    "warehouseReferenceKey": "WH-1",
                    "changedAt": "2026-01-20T10:15:00+00:00",
                    "merchantReferenceKey": "default",
                }
            ],
        }
    ],
}


async def prepare(admin: httpx.AsyncClient) -> None:
    """The groups, categories and warehouse of the sample."""
    for group in GROUPS:
        answer = await admin.post("/attribute-groups", json={"frontendName": {"de_DE": "x"}, **group})
        assert answer.status_code == 201, answer.text
    for path in (["Women"], ["Women", "Shirts"], ["Women", "Sale"]):
        assert (await admin.post("/master-categories", json={"path": path})).status_code == 201
    assert (await admin.post("/warehouses", json={"referenceKey": "WH-1"})).status_code == 201


async def tee(admin: httpx.AsyncClient, **other: object) -> dict[str, Any]:
    answer = await admin.post("/products", json={**TEE, **other})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def printed(product: int, *, variant: int, image: int) -> dict[str, Any]:
    """The answer as the contract prints it, without the variant's prices and stock."""
    return {
        "id": product,
        "referenceKey": "TEE-01-green",
        "name": {"de_DE": "Shirt grün", "en_GB": "Green tee"},
        "state": "live",
        "problems": [],
        "isComposite": False,
        "createdAt": "2026-04-08T10:00:00+00:00",
        "updatedAt": "2026-04-08T10:00:00+00:00",
        "lastContentUpdatedAt": "2026-04-08T10:00:00+00:00",
        "master": {
            "referenceKey": "TEE-01",
            "categories": {"isLocked": False, "paths": [["Women", "Shirts"]]},
            "attributes": [{"name": "season", "type": "simpleList", "value": ["summer"], "isLocked": False}],
        },
        "attributes": [
            {"name": "color", "type": "localizedString", "value": {"de_DE": "grün", "en_GB": "green"}, "isLocked": False}
        ],
        "images": [
            {
                "id": image,
                "name": "tee-green.jpg",
                "assetUrl": "tee-green.jpg",
                "mimeType": "image/jpeg",
                "position": 0,
                "attributes": [],
            }
        ],
        "variants": [
            {
                "id": variant,
                "referenceKey": "TEE-01-green-M",
                "ean": "4000000000017",
                "merchantReferenceKeys": ["default"],
                "isComposite": False,
                "attributes": [{"name": "size", "type": "simple", "value": "M", "isLocked": False}],
            }
        ],
        "productSortings": [],
        "customData": None,
        "merchantReferenceKeys": ["default"],
        "sellableTimeframes": [],
        "similarProducts": [],
    }
