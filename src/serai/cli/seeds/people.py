"""The two demo merchants: the one of SKALIA's documentation, and one who owns the other stores."""

from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

from serai.cli.seeds import billed
from serai.cli.seeds.ids import numbered
from serai.core import accounts, billing
from serai.core.accounts import UserId
from serai.kit.checks import email_key
from serai.kit.crypto import Passwords
from serai.kit.db import Tx


class Merchant(Struct, frozen=True, kw_only=True):
    """Someone to log in as. `id` None: whatever comes. `pays_by_card`: as the documentation prints it."""

    id: int | None
    email: str
    password: str
    name: str
    photo_url: str | None
    plan: str
    pays_by_card: bool = False


JOHN: Final = Merchant(
    id=1234567890,
    email="user@example.com",
    password="SecurePassword123!",  # noqa: S106 - printed in the documentation
    name="John Doe",
    photo_url="https://example.com/photo.jpg",
    plan="pro",
    pays_by_card=True,
)
DEMO: Final = Merchant(
    id=None,
    email="demo@example.com",
    password="DemoPassword123!",  # noqa: S106 - printed when the demo starts
    name="Amina Benali",
    photo_url=None,
    plan="enterprise",
)

SINCE: Final = datetime(2026, 1, 1, tzinfo=UTC)
_AHEAD: Final = timedelta(days=14)

BY_EMAIL = "select id from users where email_key = $1"
HAS_RUN_OUT = "select next_billing_at <= $2 from plan_subscriptions where user_id = $1"


async def account(tx: Tx, who: Merchant) -> UserId:
    """The merchant's account, opened when there is none, with its plan in force."""
    user = await tx.value(BY_EMAIL, email_key(who.email)) or await _open(tx, who)
    if await tx.value(HAS_RUN_OUT, user, tx.now):
        await _pay(tx, user, who.plan)
    return UserId(user)


async def _open(tx: Tx, who: Merchant) -> UserId:
    then = tx.at(SINCE)
    async with numbered(tx, **({"users": who.id} if who.id else {})):
        signed = await accounts.register(then, Passwords(), email=who.email, password=who.password, display_name=who.name)
    async with then.begin() as past:
        await accounts.change_profile(past, signed.user, change=accounts.ProfileChange(photo_url=who.photo_url))
    if who.pays_by_card:
        await billed.by_card(tx, signed.user.id)
    await _pay(tx, signed.user.id, who.plan)
    return signed.user.id


async def _pay(tx: Tx, user: UserId, plan: str) -> None:
    async with tx.at(SINCE).begin() as past:
        until = next_billing(tx.now)
        await billing.start_plan(past, user, plan=plan, cycle=billing.Cycle.MONTHLY, until=until)


def next_billing(now: datetime) -> datetime:
    """The first of a month, as the documentation has it, at least two weeks away."""
    ahead = now.astimezone(UTC) + _AHEAD
    return datetime(ahead.year + ahead.month // 12, ahead.month % 12 + 1, 1, tzinfo=UTC)
