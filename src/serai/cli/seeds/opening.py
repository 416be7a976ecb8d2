"""Stores that are open from the day they are made."""

from serai.core import content, stores
from serai.core.accounts import Language, UserId
from serai.core.stores import SettingsChange, Store
from serai.kit.db import Tx


async def opened(
    tx: Tx, owner: UserId, *, name: str, category: str, slug: str, settings: SettingsChange, language: Language = Language.EN
) -> Store:
    """A store of the owner's with these settings, published."""
    store = await stores.create(tx, owner, name=name, category=category, public_slug=slug, language=language)
    await stores.change_settings(tx, store.id, change=settings)
    await content.publish(tx, store.id)
    return store
