"""The token endpoint (RFC 6749 §3.2): who asks, for what, and what they get."""

from typing import Final

from msgspec import Struct

from serai.core.apps import scopes
from serai.core.apps.app import App, Tokens
from serai.core.apps.clients import authenticate_client, check_codes, note_bad_code
from serai.core.apps.exchange import exchange_code
from serai.core.apps.faults import BAD_CODE, Fault, GrantError
from serai.core.apps.refresh import refresh
from serai.kit.crypto import Vault
from serai.kit.db import Database
from serai.kit.limits import Limiter

_WRONG_CLIENT: Final = Fault(GrantError.INVALID_CLIENT, "The client is unknown or its secret is wrong.")
_OTHER_GRANT: Final = Fault(GrantError.UNSUPPORTED_GRANT_TYPE, "The grant_type must be authorization_code or refresh_token.")


class Asked(Struct, frozen=True, kw_only=True):
    """A request for tokens; None is what was not sent, or sent without a value (§3.2)."""

    grant_type: str | None
    client_id: str | None
    client_secret: str | None
    code: str | None = None
    redirect_uri: str | None = None
    code_verifier: str | None = None
    refresh_token: str | None = None
    scope: str | None = None


async def give_tokens(database: Database, vault: Vault, limiter: Limiter, asked: Asked, *, ip: str) -> Tokens | Fault:
    """A pair of tokens, or why there is none. Raises TooMany after too many wrong secrets or codes."""
    if asked.grant_type is None:
        return _missing("grant_type")
    if asked.client_id is None or asked.client_secret is None:
        return _WRONG_CLIENT
    app = await authenticate_client(database, limiter, client_id=asked.client_id, secret=asked.client_secret, ip=ip)
    if app is None:
        return _WRONG_CLIENT
    if asked.grant_type == "authorization_code":
        return await _for_code(database, limiter, app, asked)
    if asked.grant_type == "refresh_token":
        return await _for_refresh_token(database, vault, app, asked)
    return _OTHER_GRANT


async def _for_code(database: Database, limiter: Limiter, app: App, asked: Asked) -> Tokens | Fault:
    code = asked.code
    if code is None:
        return _missing("code")
    await check_codes(limiter, app)
    result = await database.write(
        lambda tx: exchange_code(tx, app, code=code, redirect_uri=asked.redirect_uri, verifier=asked.code_verifier)
    )
    if result == BAD_CODE:
        await note_bad_code(limiter, app)
    return result


async def _for_refresh_token(database: Database, vault: Vault, app: App, asked: Asked) -> Tokens | Fault:
    token = asked.refresh_token
    if token is None:
        return _missing("refresh_token")
    wanted = None if asked.scope is None else scopes.parse(asked.scope)
    return await database.write(lambda tx: refresh(tx, vault, app, token=token, asked=wanted))


def _missing(name: str) -> Fault:
    return Fault(GrantError.INVALID_REQUEST, f"The parameter {name} is missing.")
