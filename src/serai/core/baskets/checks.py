"""What a line may say."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from msgspec import UnsetType

from serai.core.baskets.model import MOST_QUANTITY, Group, ItemChange, NewItem, Wish
from serai.kit.checks import Faults
from serai.kit.errors import Invalid

LONGEST_GROUP: Final = 8
LONGEST_KEY: Final = 255
LARGEST_DATA: Final = 16_384
"""Bytes of custom or display data."""
MOST_PROMOTIONS: Final = 20


def check_item(new: NewItem) -> None:
    """Raises Invalid naming every field that is wrong."""
    check_change(
        ItemChange(
            quantity=new.quantity,
            group=new.group,
            custom_data=new.custom_data,
            display_data=new.display_data,
            promotions=new.promotions,
            price_key=new.price_key,
        )
    )


def check_change(said: ItemChange) -> None:
    """The same for a change."""
    faults = Faults()
    if not isinstance(said.quantity, UnsetType) and not 1 <= said.quantity <= MOST_QUANTITY:
        faults.add("quantity", f"Must be a whole number from 1 to {MOST_QUANTITY}.")
    if isinstance(said.group, Group):
        check_group(said.group, faults)
    for field in ("custom_data", "display_data"):
        data = getattr(said, field)
        if isinstance(data, Mapping):
            check_data(data, field, faults)
    if not isinstance(said.promotions, UnsetType):
        check_wishes(said.promotions, "promotions", faults)
    if isinstance(said.price_key, str) and not 1 <= len(said.price_key) <= LONGEST_KEY:
        faults.add("price_key", f"Must have 1 to {LONGEST_KEY} characters.")
    faults.settle()


def check_group(group: Group, faults: Faults) -> None:
    if not 1 <= len(group.id) <= LONGEST_GROUP:
        faults.add("item_group.id", f"Must have 1 to {LONGEST_GROUP} characters.")


def check_data(data: Mapping[str, object], field: str, faults: Faults) -> None:
    """JSON of a bounded size."""
    if len(msgspec.json.encode(data)) > LARGEST_DATA:
        faults.add(field, f"May have at most {LARGEST_DATA} bytes.")


def check_wishes(wishes: Sequence[Wish], field: str, faults: Faults) -> None:
    if len(wishes) > MOST_PROMOTIONS:
        faults.add(field, f"May be at most {MOST_PROMOTIONS}.")
    if len({wish.id for wish in wishes}) < len(wishes):
        faults.add(field, "Has a promotion twice.")
    if any(not 1 <= len(wish.id) <= LONGEST_KEY or len(wish.code or "") > LONGEST_KEY for wish in wishes):
        faults.add(field, f"Each must have an id of 1 to {LONGEST_KEY} characters.")


def check_key(key: str) -> None:
    """Raises Invalid for a key that no basket or wishlist can have."""
    if not 1 <= len(key) <= LONGEST_KEY:
        raise Invalid.one("key", f"Must have 1 to {LONGEST_KEY} characters.")
