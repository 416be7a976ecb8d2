"""Signing in with an identity that a provider vouches for."""

from typing import Final

from serai.core.accounts import open as opening
from serai.core.accounts import read
from serai.core.accounts.errors import AddressTaken, WrongCredentials
from serai.core.accounts.model import Identity, SignedIn, User
from serai.core.accounts.rules import LONGEST_NAME
from serai.kit import checks
from serai.kit.db import Clash, Database, Row, Tx
from serai.kit.errors import Invalid, TooMany, Unavailable
from serai.kit.limits import Limiter, Window

SIGN_INS: Final = (Window(120, 60),)
_TRIES = 3

LINK = """
update users
   set external_id = $2, updated_at = $3
 where id = $1
   and (external_id is null or external_id = $2)
   and email_verified
"""


async def sign_in_elsewhere(database: Database, limiter: Limiter, *, identity: Identity) -> SignedIn:
    """A session of the user who is linked to the identity; the first time makes that user.

    A known address is joined only when both sides have verified it, so that nobody can register somebody else's address
    and wait. An unverified address is not kept. Parallel first sign-ins make one user.
    Raises: AddressTaken; WrongCredentials for an inactive user; TooMany.
    Source: docs/dialects/skalia.md, "Authentication"; contract of the identity provider, D4.
    """
    standing = await limiter.hit(f"sign-in:{identity.external_id}", SIGN_INS)
    if not standing.allowed:
        raise TooMany(standing.retry_after)
    for _ in range(_TRIES):
        try:
            return await database.write(lambda tx: _sign_in(tx, identity))
        except Clash:
            continue  # another request made this user meanwhile: look again
    raise Unavailable


async def _sign_in(tx: Tx, identity: Identity) -> SignedIn:
    row = await read.by_external_id(tx, identity.external_id)
    user = _active(row) if row else await _join_or_open(tx, identity)
    return await opening.session(tx, user)


async def _join_or_open(tx: Tx, identity: Identity) -> User:
    address = _address(identity)
    known = await read.by_email(tx, checks.email_key(address)) if address else None
    if known is None:
        return await opening.account(
            tx,
            email=address if identity.email_verified else None,
            display_name=_name(identity),
            photo_url=_picture(identity),
            external_id=identity.external_id,
        )
    if known["external_id"] == identity.external_id:  # made by a request at the same moment
        return _active(known)
    if not identity.email_verified or not await tx.run(LINK, known["id"], identity.external_id, tx.now):
        raise AddressTaken("email", address or "")
    return _active(known)


def _active(row: Row) -> User:
    if not row["is_active"]:
        raise WrongCredentials
    return read.user_of(row)


def _address(identity: Identity) -> str | None:
    try:
        return checks.email(identity.email, field="email") if identity.email else None
    except Invalid:
        return None


def _name(identity: Identity) -> str:
    local = (identity.email or "").split("@", 1)[0]
    return ((identity.name or "").strip() or local or "User")[:LONGEST_NAME]


def _picture(identity: Identity) -> str | None:
    try:
        picture = checks.url(identity.picture or "", field="photo_url")
    except Invalid:
        return None
    return picture if picture.startswith("https://") else None
