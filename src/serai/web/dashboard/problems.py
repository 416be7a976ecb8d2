"""How errors sound on the dashboard, in the merchant's language."""

from typing import Final

from serai.core import accounts, billing, catalog, orders, stores, subscriptions, webhooks
from serai.core.accounts import Language
from serai.kit import errors as kit
from serai.web.problems import BASE, Row, worded
from serai.web.visit import Problem
from serai.web.words import Words
from serai.wire import errors as wire

_WORDED: Final[dict[type[kit.DomainError], Row]] = {
    **BASE,
    wire.Changed: (409, "changed"),
    accounts.WrongCredentials: (403, "wrong_credentials"),
    accounts.AddressTaken: (409, "address_taken"),
    billing.LimitReached: (403, "limit_reached"),
    billing.RequestWaiting: (409, "request_waiting"),
    billing.AlreadyReviewed: (409, "already_reviewed"),
    billing.SettledByGateway: (409, "settled_by_gateway"),
    billing.PaymentMismatch: (409, "payment_mismatch"),
    stores.SlugTaken: (409, "slug_taken"),
    stores.DomainTaken: (409, "domain_taken"),
    stores.DomainNotInPlan: (403, "domain_not_in_plan"),
    stores.DomainNotProven: (409, "domain_not_proven"),
    stores.HasOrders: (409, "has_orders"),
    stores.CurrencyFixed: (409, "currency_fixed"),
    catalog.VariantReserved: (409, "variant_reserved"),
    orders.IllegalMove: (409, "illegal_move"),
    orders.OutOfStock: (409, "out_of_stock"),
    orders.PieceGone: (409, "piece_gone"),
    orders.Settled: (409, "settled"),
    subscriptions.SubscriptionCancelled: (409, "subscription_cancelled"),
    webhooks.EndpointPaused: (409, "endpoint_paused"),
    webhooks.TooManyEndpoints: (409, "too_many_endpoints"),
}


def problem(words: Words, language: Language, error: kit.DomainError) -> Problem:
    return worded(_WORDED, words, language, error)
