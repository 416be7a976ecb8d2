"""How errors sound in a storefront: a sentence in the store's language, and what is wrong with each field."""

from typing import Final

from serai.core import accounts, baskets, loyalty, orders, promotions, subscriptions
from serai.core.accounts import Language
from serai.kit import errors as kit
from serai.web.problems import BASE, Row, worded
from serai.web.visit import Problem
from serai.web.words import Words

_WORDED: Final[dict[type[kit.DomainError], Row]] = {
    **BASE,
    accounts.WrongCredentials: (403, "wrong_credentials"),
    baskets.ItemUnavailable: (409, "item_unavailable"),
    baskets.TooManyItems: (409, "too_many_items"),
    baskets.NothingToOrder: (409, "nothing_to_order"),
    baskets.OtherCurrency: (409, "other_currency"),
    baskets.BasketChanged: (409, "basket_changed"),
    orders.OutOfStock: (409, "out_of_stock"),
    subscriptions.SubscriptionCancelled: (409, "subscription_cancelled"),
}


def problem(words: Words, language: Language, error: kit.DomainError) -> Problem:
    if isinstance(error, promotions.PromoRefused):
        said = getattr(words.problem.promo, error.reason)
        return Problem(409, said, {"promotion_code": [said]})
    if isinstance(error, loyalty.PointsRefused):
        said = getattr(words.problem.points, error.reason).format(limit=error.limit)
        return Problem(409, said, {"points": [said]})
    return worded(_WORDED, words, language, error)
