"""The addresses of placed orders' own pages: nobody can make one up, and none says more than its order."""

import base64
import binascii
from typing import Final

from serai.core.orders import OrderId
from serai.kit.errors import NotFound
from serai.web.storefront.visit import Guest

_PURPOSE: Final = "order pages"
_LONGEST: Final = 200


def path(visit: Guest, order: OrderId) -> str:
    sealed = visit.services.vault.seal(f"{visit.store}:{order}".encode(), purpose=_PURPOSE)
    return f"/orders/{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"


def order_of(visit: Guest, token: str) -> OrderId:
    """Raises NotFound for what is no token of this store's."""
    try:
        sealed = base64.b64decode(token[:_LONGEST] + "=" * (-len(token[:_LONGEST]) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotFound("order") from None
    store, _, order = (visit.services.vault.open(sealed, purpose=_PURPOSE) or b"").partition(b":")
    if store != str(visit.store).encode():
        raise NotFound("order")
    return OrderId(int(order))
