"""What makes an order cheaper: first its promo code, then points for what is left."""

from msgspec import Struct

from serai.core import loyalty, promotions
from serai.core.orders.model import Discount, DiscountKind, Draft
from serai.core.promotions import PromoId
from serai.core.stores import StoreId
from serai.kit.db import Db, Tx


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
        shares = _shares(draft)
        minor = sum(shares) if shares else used.minor
        discounts.append(Discount(DiscountKind.PROMO, used.code, minor))
        subtotal -= minor
    if draft.redeem_points:
        paid = await loyalty.redeem(
            tx, store, customer=draft.customer, points=draft.redeem_points, left=subtotal, currency=currency
        )
        discounts.append(_by_points(paid))
    return Reduction(tuple(discounts), promo)


async def foresee(db: Db, store: StoreId, draft: Draft, *, subtotal: int, currency: str) -> Reduction:
    """What `reduce` would make of a draft whose lines all say their share. Nothing is taken. Raises PointsRefused."""
    discounts: list[Discount] = []
    if draft.promo_code is not None:
        discounts.append(Discount(DiscountKind.PROMO, draft.promo_code, sum(_shares(draft))))
        subtotal -= discounts[0].amount_minor
    if draft.redeem_points:
        paid = await loyalty.foresee(
            db, store, customer=draft.customer, points=draft.redeem_points, left=subtotal, currency=currency
        )
        discounts.append(_by_points(paid))
    return Reduction(tuple(discounts))


def _shares(draft: Draft) -> list[int]:
    return [line.share.discount_minor for line in draft.lines if line.share is not None]


def _by_points(paid: loyalty.Redeemed) -> Discount:
    return Discount(DiscountKind.POINTS, f"{paid.points} points", paid.minor, paid.points)
