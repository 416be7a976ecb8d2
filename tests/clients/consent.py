"""The merchant's browser at the consent page of Salla's clients."""

from typing import Final
from urllib.parse import urlsplit

import httpx

from tests.chaos.server import Server
from tests.factories import PASSWORD, Account
from tests.web.browsing import Merchant

ACCOUNTS: Final = "https://accounts.salla.sa"


async def consent(server: Server, owner: Account, where: str, *, press: str = "allow") -> str:
    """Open the app's authorize URL, log in, allow or deny: where the app's callback then is, with its parameters.

    Clients name Salla's own host in it; the browser is told that this server is it.
    """
    url = urlsplit(where)
    assert where.startswith((ACCOUNTS, server.base)), where
    async with httpx.AsyncClient(base_url=server.base) as browser:
        merchant = Merchant(browser, owner.user.email or "", PASSWORD)
        page = await merchant.open(f"{url.path}?{url.query}")
        assert page.status_code == 200, page.text
        await merchant.log_in()
        answer = await merchant.press(press)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])
