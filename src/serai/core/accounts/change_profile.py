"""A person changes name, picture or preferences."""

from msgspec.structs import replace

from serai.core.accounts import rules
from serai.core.accounts.model import Preferences, ProfileChange, User
from serai.kit import checks
from serai.kit.db import Tx
from serai.kit.values import sent

CHANGE = """
update users
   set display_name = $2, photo_url = $3, language = $4, currency = $5, compact_mode = $6, updated_at = $7
 where id = $1
"""


async def change_profile(tx: Tx, user: User, *, change: ProfileChange) -> User:
    """The user as now known. Raises Invalid (display_name, photo_url, currency)."""
    after = _changed(user, change)
    p = after.preferences
    await tx.run(CHANGE, user.id, after.display_name, after.photo_url, p.language, p.currency, p.compact_mode, tx.now)
    return after


def _changed(user: User, change: ProfileChange) -> User:
    faults = checks.Faults()
    name = faults.of(lambda: rules.checked_name(sent(change.display_name, user.display_name)))
    photo = sent(change.photo_url, user.photo_url)
    if photo is not None:
        faults.of(lambda: checks.url(photo, field="photo_url"))
    old = user.preferences
    currency = sent(change.currency, old.currency)
    faults.of(lambda: checks.currency(currency, field="preferences.currency"))
    faults.settle()
    preferences = Preferences(sent(change.language, old.language), currency, sent(change.compact_mode, old.compact_mode))
    return replace(user, display_name=name, photo_url=photo, preferences=preferences)
