"""Who works in a store, and what its app costs it (§6.8, §6.11)."""

from msgspec import Struct

from serai.core.apps import Placed, TokenOwner
from serai.dialects.salla.dates import stamp
from serai.dialects.salla.shapes.phones import parts
from serai.dialects.salla.view import View


class UserOut(Struct, frozen=True, kw_only=True):
    """`role` is `user` for the store's owner."""

    id: int
    name: str
    mobile: int | str | None
    mobile_code: str
    email: str
    role: str
    status: str


class SubscriptionOut(Struct, frozen=True, kw_only=True):
    """Amounts are texts. `plan_type` is `free`: nothing ends, and nothing is to pay."""

    id: int
    app_name: str
    item_type: str
    item_slug: str | None
    plan_type: str
    plan_name: str | None
    plan_period: int | None
    start_date: str
    end_date: str | None
    price: str
    tax: str
    tax_value: str
    total: str
    subscription_balance: int
    coupon: str | None
    features: tuple[str, ...]
    quantity: int


def user_out(owner: TokenOwner) -> UserOut:
    mobile, code = parts(owner.phone)
    return UserOut(
        id=owner.id,
        name=owner.name,
        mobile=mobile,
        mobile_code=code,
        email=owner.email or "",
        role="user" if owner.id == owner.merchant.owner else "team",
        status="active",
    )


def subscription_out(placed: Placed, view: View) -> SubscriptionOut:
    """An app costs nothing here, from its installation on."""
    return SubscriptionOut(
        id=placed.app,
        app_name=placed.name,
        item_type="plan",
        item_slug=None,
        plan_type="free",
        plan_name=None,
        plan_period=None,
        start_date=stamp(placed.installed_at, view),
        end_date=None,
        price="0.00",
        tax="0.00",
        tax_value="0.00",
        total="0.00",
        subscription_balance=0,
        coupon=None,
        features=(),
        quantity=1,
    )
