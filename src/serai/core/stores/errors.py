"""What can go wrong with stores."""

from dataclasses import dataclass

from serai.kit.errors import Forbidden, Refused, Taken


class SlugTaken(Taken):
    """Another store has the slug, or it is reserved."""


class DomainTaken(Taken):
    """Another store has the domain."""


@dataclass(eq=False)
class DomainNotInPlan(Forbidden):
    """The plan has no custom domains."""

    plan: str


@dataclass(eq=False)
class DomainNotProven(Refused):
    """The domain's DNS has no TXT record of this name and value (yet)."""

    domain: str
    name: str
    value: str


class HasOrders(Refused):
    """A store with orders is not deleted: they are its books."""


class HasTax(Refused):
    """A store has one tax at most, and this one has it."""


@dataclass(eq=False)
class CurrencyFixed(Refused):
    """The store has products, and their prices cannot be written in a currency with another number of decimals."""

    current: str
    to: str


class ShopCountryAmbiguous(Refused):
    """Several countries of the shop have this code, so that only their ids tell them apart."""
