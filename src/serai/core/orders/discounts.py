"""What makes an order cheaper: first its promo code, then points for what is left."""

from msgspec import Struct

from serai.core import loyalty, promotions
from serai.core.orders.model import Discount, DiscountKind, Draft
from serai.core.promotions import PromoId
from serai.core.stores import StoreId
from serai.kit.db import Tx


class Reduction(Struct, frozen=True):
    """The parts of a discount, and which code had one of its uses taken."""

    discounts: tuple[Discount, ...] = ()
    promo: PromoId | None = None

    @property
    def minor(self) -> int:
        return sum(discount.amount_minor for discount in self.discounts)


async def reduce(tx: Tx, store: StoreId, draft: Draft, *, subtotal: int, currency: str) -> Reduction:
    """Take the use and the points that the draft asks for. Nothing is asked of the database for a draft without.

    Raises PromoRefused, PointsRefused; the transaction must then be rolled back.
    """
    discounts: list[Discount] = []
    promo = None
    if draft.promo_code is not None:
        used = await promotions.redeem(tx, store, draft.promo_code, customer=draft.customer, subtotal=subtotal)
        promo = used.promo
        shares = [line.share.discount_minor for line in draft.lines if line.share is not None]
        minor = sum(shares) if shares else used.minor
        discounts.append(Discount(DiscountKind.PROMO, used.code, minor))
        subtotal -= minor
    if draft.redeem_points:
        paid = await loyalty.redeem(
            tx, store, customer=draft.customer, points=draft.redeem_points, left=subtotal, currency=currency
        )
        discounts.append(Discount(DiscountKind.POINTS, f"{paid.points} points", paid.minor, paid.points))
    return Reduction(tuple(discounts), promo)
