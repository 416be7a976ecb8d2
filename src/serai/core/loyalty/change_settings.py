"""Changing how points are earned and what they are worth."""

from msgspec.structs import replace

from serai.core.loyalty import read, rules
from serai.core.loyalty.model import Settings, SettingsChange
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.values import sent

UPDATE = """
update loyalty_settings
   set points_per_unit = $2, point_value = $3, min_redeem_points = $4, is_enabled = $5
 where store_id = $1
"""


async def change_settings(tx: Tx, store: StoreId, change: SettingsChange) -> Settings:
    """Merge the change and return the settings as they now are. Points that there are keep their number. Raises Invalid."""
    before = await read.lock(tx, store)
    after = replace(
        before,
        points_per_unit=sent(change.points_per_unit, before.points_per_unit),
        point_value=sent(change.point_value, before.point_value),
        min_redeem_points=sent(change.min_redeem_points, before.min_redeem_points),
        is_enabled=sent(change.is_enabled, before.is_enabled),
    )
    rules.checked(after)
    await tx.run(UPDATE, store, after.points_per_unit, after.point_value, after.min_redeem_points, after.is_enabled)
    return after
