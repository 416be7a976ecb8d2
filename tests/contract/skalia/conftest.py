"""Signed-in clients of this dialect."""

import httpx
import pytest

from serai.core.accounts import TOKEN_LIFE
from serai.dialects.skalia import ids
from serai.kit.tokens import session_tokens
from serai.wire.call import Services
from tests.factories import Account, Make


def bearer(services: Services, account: Account) -> str:
    """The Authorization header of the account's session."""
    expires_at = (services.clock.now() + TOKEN_LIFE).timestamp()
    tokens = session_tokens(services.vault, services.clock)
    return "Bearer " + tokens.sign(ids.write("user", account.user.id), session=account.session, expires_at=expires_at)


@pytest.fixture
async def merchant(make: Make, services: Services, skalia: httpx.AsyncClient) -> Account:
    """An account on the largest plan, as which `skalia` is signed in."""
    account = await make.account()
    skalia.headers["Authorization"] = bearer(services, account)
    return account
