"""What a checkout's form says, and whether an order can be made of it."""

import re
from typing import Final

from msgspec import Struct

from serai.core.baskets import Checkout, Seen
from serai.core.customers import Customer, CustomerId
from serai.core.inventory import VariantId
from serai.core.loyalty import MOST_POINTS
from serai.core.orders import Address
from serai.kit.checks import Faults
from serai.web.storefront.checkout import countries
from serai.web.storefront.visit import Guest

CASH: Final = "cash_on_delivery"
TRANSFER: Final = "bank_transfer"
METHODS: Final = (CASH, TRANSFER)
LONGEST: Final = 255
LONGEST_PHONE: Final = 40
LONGEST_NAME: Final = 200
LONGEST_NOTES: Final = 1000
UPDATE: Final = "update"
NOBODY: Final = CustomerId(0)
_SEEN: Final = re.compile(r"\d{1,16}:\d{1,16}:\d{1,16}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9]{32}")
_TEXTS: Final = {
    "name": (True, LONGEST_NAME),
    "phone": (True, LONGEST_PHONE),
    "address": (True, LONGEST),
    "city": (True, LONGEST),
    "state": (False, LONGEST),
    "postal_code": (False, LONGEST),
}
"""Whether it is needed, and how long it may be."""


class Details(Struct):
    """`press` says which button it was. `order` is the form's own, `seen` and `total` are what its page showed."""

    press: str = ""
    order: str = ""
    seen: str = ""
    total: int = -1
    email: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    payment_method: str = ""
    points: int = 0
    notes: str = ""


def check(visit: Guest, form: Details, buyer: Customer | None) -> None:
    """Raises Invalid naming every field that is wrong. A guest's e-mail address is looked at when they become a customer."""
    faults = Faults()
    if buyer is None and not form.email.strip():
        faults.add("email", "This field is required.")
    for field, (is_needed, most) in _TEXTS.items():
        text = getattr(form, field).strip()
        if is_needed and not text:
            faults.add(field, "This field is required.")
        elif len(text) > most or not text.isprintable():
            faults.add(field, f"Must have at most {most} characters.")
    if form.country not in dict(countries.offered(visit.shop)):
        faults.add("country", "Is not a country that is delivered to.")
    if form.payment_method not in METHODS:
        faults.add("payment_method", "This field is required.")
    if not 0 <= form.points <= MOST_POINTS:
        faults.add("points", f"Must be a whole number from 0 to {MOST_POINTS}.")
    if len(form.notes) > LONGEST_NOTES:
        faults.add("notes", f"Must have at most {LONGEST_NOTES} characters.")
    if not _TOKEN.fullmatch(form.order):
        faults.add("order", "This field is required.")
    faults.settle()


def checkout(form: Details, customer: CustomerId, *, is_known: bool) -> Checkout:
    """As the core takes it; what was shown is part of it. Who has not proven who they are pays with nobody's points."""
    return Checkout(
        customer=customer,
        ship_to=Address(
            name=form.name.strip(),
            address=form.address.strip(),
            city=form.city.strip(),
            state=form.state.strip() or None,
            postal_code=form.postal_code.strip() or None,
            country=form.country,
            phone=form.phone.strip(),
        ),
        notes=form.notes.strip() or None,
        payment_method=form.payment_method,
        redeem_points=form.points if is_known else 0,
        seen=seen_of(form.seen),
        total_minor=form.total,
    )


def seen_of(text: str) -> tuple[Seen, ...]:
    """`variant:quantity:total` of each line, between spaces; nothing of what is no such text."""
    parts = text[:20_000].split()
    if not all(_SEEN.fullmatch(part) for part in parts):
        return ()
    figures = [[int(figure) for figure in part.split(":")] for part in parts]
    return tuple(Seen(VariantId(variant), quantity, total) for variant, quantity, total in figures)


def text_of(seen: tuple[Seen, ...]) -> str:
    return " ".join(f"{each.variant}:{each.quantity}:{each.total_minor}" for each in seen)


def typed(form: Details) -> dict[str, str]:
    """By the names of the fields, to be shown once more."""
    values = {name: getattr(form, name) for name in form.__struct_fields__}
    return {name: str(value) if value else "" for name, value in values.items()}
