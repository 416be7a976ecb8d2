"""What each kind of event tells: the object as it then was, in the shapes of the API where the event has all of it."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

import msgspec
from msgspec import Struct

from serai.core import apps, catalog, customers, inventory, orders, reviews
from serai.core.webhooks import Occurrence
from serai.dialects.salla.dates import date_out, stamp
from serai.dialects.salla.shapes.branches import branch_out
from serai.dialects.salla.shapes.customers import customer_out
from serai.dialects.salla.shapes.orders import order_out
from serai.dialects.salla.shapes.products import product_out
from serai.dialects.salla.shapes.reviews import told_out
from serai.dialects.salla.shapes.statuses import Customized
from serai.dialects.salla.shapes.taxes import tax_out
from serai.dialects.salla.view import View

Exact: Final = Decimal
"""Numbers that must come through as they are."""
_MOVED: Final = "order.status.updated"


def order(of: Occurrence, view: View) -> object:
    """The whole order. A status change has the fields of a history row beside it; its `id` is the order's."""
    read = msgspec.json.decode(of.payload, type=orders.Order)
    whole = order_out(read, view)
    if of.name != _MOVED:
        return whole
    moved = msgspec.structs.asdict(whole)
    moved |= {
        "status": whole.status.name if view.live else whole.status,
        "customized": Customized(whole.status.customized.id, whole.status.customized.name),
        "note": read.notes or "",
        "created_at": date_out(of.at, view),
        "order": whole,
    }
    return moved


def product(of: Occurrence, view: View) -> object:
    """As its details show it."""
    shown = product_out(msgspec.json.decode(of.payload, type=catalog.Full), view)
    return msgspec.structs.replace(shown, status="deleted") if of.kind == "product.deleted" else shown


def customer(of: Occurrence, view: View) -> object:
    return customer_out(msgspec.json.decode(of.payload, type=customers.Customer), view)


class _Named(Struct):
    id: int
    name: str
    parent_id: int | None = None
    description: str | None = ""
    logo_url: str | None = None
    banner_url: str | None = None
    status: str = "active"


def category(of: Occurrence, view: View) -> object:
    read = msgspec.json.decode(of.payload, type=_Named)
    return {
        "id": read.id,
        "name": read.name,
        "parent_id": read.parent_id or 0,
        "status": read.status,
        "urls": {"customer": f"{view.store_url}/c{read.id}", "admin": f"{view.store_url}/admin/categories/{read.id}"},
        "update_at": stamp(of.at, view),
        "sub_categories": [],
        "items": [],
    }


def brand(of: Occurrence, _: View) -> object:
    read = msgspec.json.decode(of.payload, type=_Named)
    return {
        "id": read.id,
        "name": read.name,
        "description": read.description or "",
        "logo": read.logo_url,
        "banner": read.banner_url,
    }


def branch(of: Occurrence, view: View) -> object:
    return branch_out(msgspec.json.decode(of.payload, type=inventory.Warehouse), view)


def review(of: Occurrence, view: View) -> object:
    return told_out(msgspec.json.decode(of.payload, type=reviews.Review), view)


class _Charged(Struct):
    tax_rate: Decimal


def tax(of: Occurrence, _: View) -> object:
    return tax_out(msgspec.json.decode(of.payload, type=_Charged).tax_rate)


class _App(Struct, kw_only=True):
    id: int
    name: str
    description: str
    scopes: tuple[str, ...]
    installed_at: datetime
    updated_at: datetime | None = None
    uninstalled_at: datetime | None = None


def app(of: Occurrence, view: View) -> object:
    """Of the four, all but the one with tokens."""
    read = msgspec.json.decode(of.payload, type=_App)
    said: dict[str, object] = {
        "id": read.id,
        "app_name": read.name,
        "description": read.description,
        "app_description": read.description,
        "app_type": "app",
        "app_scopes": read.scopes,
        "installation_date": stamp(read.installed_at, view),
        "store_type": "live",
    }
    if read.updated_at is not None:
        said |= {"categories": [], "update_date": stamp(read.updated_at, view)}
    if read.uninstalled_at is not None:
        said |= {"categories": [], "uninstallation_date": stamp(read.uninstalled_at, view), "refunded": False}
    return said


def handover(of: Occurrence, _: View) -> object:
    """The tokens, which work already. `token_type` in small letters: an official sample checks it so (C16)."""
    read = msgspec.json.decode(of.payload, type=apps.Tokens)
    said: dict[str, object] = {
        "access_token": read.access,
        "expires": int(read.expires_at.astimezone(UTC).timestamp()),
        "refresh_token": read.refresh,
        "scope": " ".join(read.scopes),
        "token_type": "bearer",
    }
    return said
