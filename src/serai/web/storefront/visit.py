"""Somebody in a storefront."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from serai.core import pricing
from serai.core.baskets import Place
from serai.core.content import Shown
from serai.core.customers import CustomerId
from serai.core.stores import ShopCountry, StoreId
from serai.web.visit import Visit


@dataclass(kw_only=True)
class Guest(Visit):
    """`key` names their basket, and nobody else can know it; `customer` once they have logged in.

    `address` is where the storefront wants to be known: on its own domain, once that is proven. `is_new`: this answer
    brings their cookie.
    """

    shop: Shown
    key: str
    customer: CustomerId | None = None
    address: str = ""
    is_new: bool = False

    @property
    def store(self) -> StoreId:
        return self.shop.store

    @property
    def country(self) -> ShopCountry:
        return self.shop.country

    @property
    def currency(self) -> str:
        return self.shop.country.currency

    @property
    def now(self) -> datetime:
        return self.services.clock.now()

    @cached_property
    def place(self) -> Place:
        """Their basket, at the prices of the campaign that is running."""
        return Place(country=self.shop.country, key=self.key, campaign=pricing.ACTIVE)
