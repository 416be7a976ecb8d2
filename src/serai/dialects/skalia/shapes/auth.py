"""Accounts on this wire."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, field

from serai.core import billing
from serai.core.accounts import Language, ProfileChange, SignedIn, Subscription, User
from serai.core.billing import CURRENCY, PLANS, TRIAL, Cycle
from serai.dialects.skalia import ids
from serai.dialects.skalia.shapes.times import Time, time_or_none, time_out
from serai.kit.tokens import Tokens

Password = Annotated[str, Meta(min_length=8, max_length=128)]
DisplayName = Annotated[str, Meta(min_length=1, max_length=100)]


class RegisterIn(Struct, rename="camel", forbid_unknown_fields=True):
    email: Annotated[str, Meta(max_length=254)]
    password: Password
    display_name: DisplayName


class LoginIn(Struct, rename="camel", forbid_unknown_fields=True):
    email: Annotated[str, Meta(max_length=1000)]
    password: Annotated[str, Meta(max_length=1000)]


class FirebaseIn(Struct, forbid_unknown_fields=True):
    token: str


class PasswordIn(Struct, rename="camel", forbid_unknown_fields=True):
    current_password: Annotated[str, Meta(max_length=1000)]
    new_password: Password


class PreferencesIn(Struct, rename="camel", forbid_unknown_fields=True):
    language: Language | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    compact_mode: bool | UnsetType = UNSET


class ProfileIn(Struct, rename="camel", forbid_unknown_fields=True):
    display_name: DisplayName | UnsetType = UNSET
    photo_url: str | UnsetType | None = field(default=UNSET, name="photoURL")
    preferences: PreferencesIn = field(default_factory=PreferencesIn)

    def to_core(self) -> ProfileChange:
        return ProfileChange(
            display_name=self.display_name,
            photo_url=self.photo_url,
            language=self.preferences.language,
            currency=self.preferences.currency,
            compact_mode=self.preferences.compact_mode,
        )


class UserOut(Struct, rename="camel"):
    id: str
    email: str | None
    display_name: str


class SignedInOut(Struct):
    access_token: str
    token_type: str
    user: UserOut


class SubscriptionOut(Struct, rename="camel"):
    """`amount` in whole `currency` for one cycle; the limits are those in force, an expired plan's are the trial's."""

    plan: str
    status: str
    billing_cycle: str
    started_at: Time
    next_billing_date: Time | None
    amount: int
    currency: str
    store_limit: int
    product_limit: int


class PreferencesOut(Struct, rename="camel"):
    language: Language
    currency: str
    compact_mode: bool


class MeOut(Struct, rename="camel"):
    id: str
    email: str | None
    display_name: str
    photo_url: str | None = field(name="photoURL")
    role: str
    created_at: Time
    subscription: SubscriptionOut
    preferences: PreferencesOut


class MessageOut(Struct):
    message: str


def signed_in_out(signed: SignedIn, tokens: Tokens) -> SignedInOut:
    user = signed.user
    id_ = ids.write("user", user.id)
    token = tokens.sign(id_, session=signed.session, expires_at=signed.expires_at.timestamp())
    return SignedInOut(token, "bearer", UserOut(id_, user.email, user.display_name))


def me_out(user: User, subscription: Subscription, at: datetime) -> MeOut:
    p = user.preferences
    return MeOut(
        id=ids.write("user", user.id),
        email=user.email,
        display_name=user.display_name,
        photo_url=user.photo_url,
        role=user.role,
        created_at=time_out(user.created_at),
        subscription=subscription_out(subscription, at),
        preferences=PreferencesOut(p.language, p.currency, p.compact_mode),
    )


def subscription_out(subscription: Subscription, at: datetime) -> SubscriptionOut:
    in_force = billing.plan_of(subscription, at)
    subscribed = PLANS.get(subscription.plan, TRIAL)
    return SubscriptionOut(
        plan=subscription.plan,
        status=billing.status_of(subscription, at),
        billing_cycle=subscription.billing_cycle,
        started_at=time_out(subscription.started_at),
        next_billing_date=time_or_none(subscription.next_billing_at),
        amount=billing.amount(subscribed, Cycle(subscription.billing_cycle)),
        currency=CURRENCY,
        store_limit=in_force.store_limit,
        product_limit=in_force.product_limit,
    )
