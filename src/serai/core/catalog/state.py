"""What a product's state is where its data must be complete. Pure."""

from enum import StrEnum

from serai.core.catalog.full import Full
from serai.core.catalog.model import Status


class State(StrEnum):
    """`PROBLEM`: on sale by its status, and something that it must have is missing."""

    LIVE = "live"
    DRAFT = "draft"
    BLOCKED = "blocked"
    PROBLEM = "problem"


def state_of(product: Full) -> State:
    """Blocked and drafts are that whatever they lack."""
    if product.is_blocked:
        return State.BLOCKED
    if product.status is Status.DRAFT:
        return State.DRAFT
    return State.PROBLEM if problems_of(product) else State.LIVE


def problems_of(product: Full) -> tuple[str, ...]:
    """What is missing: an image, a price, an attribute that one of its categories demands."""
    missing = [] if product.images else ["The product has no image."]
    if not any(variant.price_minor for variant in product.sold):
        missing.append("No variant has a price.")
    have = {attribute.name for attribute in (*product.attributes, *product.master.attributes)}
    have |= {attribute.name for variant in product.sold for attribute in variant.attributes}
    demanded = [
        str(rule.get("name"))
        for category in product.categories
        for step in category.path
        for rule in step.attributes
        if rule.get("isMandatory") and rule.get("defaultValue") is None
    ]
    return (*missing, *(f"The attribute {name} is missing." for name in dict.fromkeys(demanded) if name not in have))
