"""Bodies for attribute groups, products, variants, images, master categories and brands."""

from typing import Any

S = "scayle-admin"
COLOUR = {"en_MA": "green", "fr_MA": "vert"}
GROUP = {"name": "fabric", "frontendName": {"en_MA": "Fabric"}, "type": "simple", "level": "product"}
LINK = {"source": {"url": "https://img.example/other.jpg"}}


def _attribute(s: Any) -> dict[str, Any]:
    return {"name": s.keys["attribute_group"], "type": "simple", "value": "blue"}


def _country(s: Any) -> dict[str, Any]:
    return {"shopKey": s.keys["shop"], "countryCode": str(s.ids["country"])}


BODIES: dict[tuple[str, str], Any] = {
    (S, "createAttributeGroup"): lambda _: GROUP,
    (S, "updateAttributeGroup"): lambda _: {"cluster": "look"},
    (S, "updateAttributeGroupFrontendName"): lambda _: {"en_MA": "Tone"},
    (S, "createAttributeGroupAttribute"): lambda _: {"value": "yellow"},
    (S, "updateAttributeGroupAttribute"): lambda _: {"value": "lime"},
    (S, "createAttributeTranslations"): lambda _: COLOUR,
    (S, "updateAttributeTranslations"): lambda _: COLOUR,
    (S, "createProduct"): lambda s: {
        "referenceKey": "NEW-1",
        "name": {"en_MA": "A product"},
        "attributes": [_attribute(s)],
        "variants": [
            {"referenceKey": "NEW-1-M", "stocks": [{"quantity": 1, "warehouseReferenceKey": str(s.ids["warehouse"])}]}
        ],
    },
    (S, "updateProduct"): lambda _: {"name": {"en_MA": "Other name"}},
    (S, "updateProductMasterCategories"): lambda _: {"paths": [["Walked"]]},
    (S, "updateProductMasterMasterCategories"): lambda _: {"paths": [["Walked"]]},
    (S, "updateProductState"): lambda _: {"state": "blocked"},
    (S, "updateSimilarProducts"): lambda s: [{**_country(s), "productIds": [s.product.id]}],
    (S, "unlockAssetSortings"): lambda _: {"unlockGlobal": True},
    (S, "updateSellableTimeframes"): lambda s: [{"productId": s.product.id, **_country(s)}],
    (S, "updateProductsFirstLiveAt"): lambda s: {
        "shopKey": s.keys["shop"],
        "countryCodes": [str(s.ids["country"])],
        "products": [{"productId": s.product.id, "firstLiveAt": "2026-05-01T00:00:00+00:00"}],
    },
    (S, "createProductVariant"): lambda _: {"referenceKey": "NEW-V"},
    (S, "updateProductVariant"): lambda _: {"referenceKey": "NEW-V", "ean": "4000000000017"},
    (S, "createProductImage"): lambda _: LINK,
    (S, "updateProductImage"): lambda _: {"position": 0},
    (S, "createAsset"): lambda _: LINK,
    (S, "createMasterCategory"): lambda _: {"path": ["New"]},
    (S, "updateMasterCategory"): lambda _: {"path": ["Renamed"]},
    (S, "createBrand"): lambda _: {"name": "New brand"},
    (S, "updateBrand"): lambda _: {"name": "Renamed brand"},
}
for _thing in ("Product", "ProductVariant", "ProductImage", "ProductMaster"):
    BODIES[(S, f"updateOrCreate{_thing}Attribute")] = _attribute
for _thing in ("Product", "ProductVariant", "Brand"):
    BODIES[(S, f"updateOrCreate{_thing}CustomData")] = lambda _: {"colour": "green"}
    BODIES[(S, f"updateOrCreate{_thing}CustomDataForKey")] = lambda _: {"colour": "green"}
