"""The loyalty program. What a customer has is with the customers."""

from serai.core import loyalty
from serai.dialects.salloq.auth import ALL, key
from serai.dialects.salloq.shapes.answers import Answer, answer
from serai.dialects.salloq.shapes.loyalty import SettingsIn, SettingsOut, settings_out
from serai.wire.call import Call
from serai.wire.operation import Operations

points = Operations("Loyalty")


@points.get("/loyalty/settings", scope="loyalty:read")
async def get_loyalty_settings(call: Call) -> Answer[SettingsOut]:
    """Retrieve loyalty program configuration."""
    return answer(settings_out(await loyalty.read_settings(call.db, key(call).store)))


@points.patch("/loyalty/settings", scope=ALL)
async def update_loyalty_settings(call: Call, body: SettingsIn) -> Answer[SettingsOut]:
    """Update loyalty program configuration."""
    return answer(settings_out(await loyalty.change_settings(call.tx, key(call).store, body.to_core())))
