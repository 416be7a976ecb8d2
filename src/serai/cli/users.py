"""Accounts from the command line."""

import msgspec

from serai.cli import Failed
from serai.cli.database import opened
from serai.core import accounts, billing
from serai.kit.crypto import Passwords
from serai.kit.db import Database


async def create(email: str, password: str, *, admin: bool, plan: str) -> int:
    """Make an account and print its id."""
    async with opened() as database:
        user = await make(database, email, password, admin=admin, plan=plan)
    print(msgspec.json.encode({"id": f"usr_{user}"}).decode())
    return 0


async def make(database: Database, email: str, password: str, *, admin: bool, plan: str) -> accounts.UserId:
    """The new account's id. Raises Failed when the address is taken or the plan unknown."""
    if plan not in billing.PLANS:
        raise Failed(f"there is no plan '{plan}'; there are {', '.join(billing.PLANS)}")
    role = accounts.Role.ADMIN if admin else accounts.Role.USER
    try:
        signed = await accounts.register(
            database, Passwords(), email=email, password=password, display_name=email.split("@", maxsplit=1)[0], role=role
        )
    except accounts.AddressTaken:
        raise Failed(f"there is an account for {email} already") from None
    if plan != billing.TRIAL.name:
        async with database.begin() as tx:
            await billing.start_plan(tx, signed.user.id, plan=plan, cycle=billing.Cycle.MONTHLY, until=None)
    return signed.user.id


async def ensure_admin(database: Database, email: str, password: str) -> None:
    """The platform admin of the settings, made when there is no such account."""
    try:
        await make(database, email, password, admin=True, plan="enterprise")
    except Failed:
        return
