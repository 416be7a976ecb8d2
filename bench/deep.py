"""What a deep page costs against the first one, on a listing of 50,000 over 50 stores."""

from statistics import median
from typing import Final

from msgspec import Struct

from bench.client import Request, load

PAGE: Final = 1000
ROUNDS: Final = 20
COUNT: Final = 50
CONNECTIONS: Final = 4


class Deep(Struct, frozen=True):
    """Milliseconds a request of the first page, of the deep one after a jump, and of it after the page before; `ratio` is of
    the jump, `remembered` of the walk.
    """

    ratio: float
    remembered: float
    first_ms: float
    jump_ms: float
    walked_ms: float


async def deep(port: int, token: str) -> Deep:
    """Measured in turns; a page is only remembered once the page before it was asked for with the same size."""
    seconds: list[list[float]] = [[], [], []]
    before = _page(token, PAGE - 1, size=21)
    await load(port, [before], 1, connections=1)
    pages = (_page(token, 1, size=20), _page(token, PAGE, size=20), _page(token, PAGE, size=21))
    for round_ in range(ROUNDS + 1):
        for times, page in zip(seconds, pages, strict=True):
            result = await load(port, [page], COUNT, connections=CONNECTIONS)
            if round_:
                times.append(1 / result.rate)
    first, jump, walked = (median(times) * 1000 for times in seconds)
    return Deep(jump / first, walked / first, first, jump, walked)


def _page(token: str, number: int, *, size: int) -> bytes:
    headers = {"authorization": f"Bearer {token}"}
    return Request("GET", f"/skalia/api/v1/products?page={number}&size={size}", headers).encoded()
