"""The customers: the list, each of them, adding, changing and removing them."""

from typing import Any

from msgspec import Struct

from serai.core import customers, loyalty, orders, subscriptions
from serai.core.customers import CustomerChange, CustomerFilter, GroupId, NewCustomer
from serai.core.loyalty import PointsRefused
from serai.kit.errors import Invalid
from serai.kit.pages import Slice
from serai.web.dashboard.customers.section import LIST, ONE, SECTION, Id, customer_of, here, words_of
from serai.web.dashboard.listing import listed, number, slice_of
from serai.web.dashboard.visit import Merchant
from serai.web.names import country
from serai.web.visit import Answer, Done, Page


@SECTION.page(LIST)
async def customers_page(visit: Merchant) -> Answer:
    slice_, group = slice_of(visit), number(visit.asked("group"))
    wanted = CustomerFilter(keyword=visit.asked("q")[:100] or None, group=None if group is None else GroupId(group))
    page = await customers.page(visit.db, [visit.store_id], search=None, slice_=slice_, filter_=wanted)
    groups = await customers.groups(visit.db, visit.store_id)
    return Page("list.html", {"page": listed(visit, page, slice_), "groups": groups, "group": group})


class Person(Struct, kw_only=True):
    """`tags` with commas between them; `groups` are those that are ticked."""

    name: str = ""
    email: str = ""
    phone: str | None = None
    tags: str = ""
    groups: dict[Id, bool] = {}
    is_blocked: bool = False
    block_reason: str | None = None

    def kept_tags(self) -> tuple[str, ...]:
        """Each once, in their order."""
        return tuple(dict.fromkeys(tag for part in self.tags.replace("،", ",").split(",") if (tag := part.strip())))

    def kept_groups(self) -> tuple[GroupId, ...]:
        return tuple(GroupId(each) for each in self.groups)

    def kept(self, visit: Merchant) -> dict[str, Any]:
        """What a new customer and a changed one have in common, by the core's names. Raises Invalid (name)."""
        if not (bare := " ".join(self.name.split())):
            raise Invalid.one("name", words_of(visit).person.no_name)
        return {
            "email": self.email,
            "name": bare,
            "phone": self.phone,
            "tags": self.kept_tags(),
            "group_ids": self.kept_groups(),
            "is_blocked": self.is_blocked,
            "block_reason": self.block_reason if self.is_blocked else None,
        }


@SECTION.page(f"{LIST}/new")
async def new_page(visit: Merchant) -> Answer:
    return Page("person.html", {"customer": None, "groups": await customers.groups(visit.db, visit.store_id)})


@SECTION.form(f"{LIST}/new", Person, again=new_page)
async def add(visit: Merchant, form: Person) -> Answer:
    new = NewCustomer(**form.kept(visit))
    made = await visit.write(lambda tx: customers.create(tx, visit.store_id, new))
    return Done(f"{visit.here}/customers/{made.id}", "added")


@SECTION.page(ONE)
async def customer_page(visit: Merchant) -> Answer:
    found = customer_of(visit)
    customer = await customers.get(visit.db, [visit.store_id], found)
    addresses = await customers.addresses(visit.db, visit.store_id, found)
    language = visit.look.language
    return Page(
        "customer.html",
        {
            "customer": customer,
            "here": here(visit),
            "groups": [group for group in await customers.groups(visit.db, visit.store_id) if group.id in customer.group_ids],
            "orders": await orders.of_customer(visit.db, visit.store_id, found, Slice(1, 10)),
            "addresses": [(each, country(each.country, language)) for each in addresses],
            "held": await loyalty.account(visit.db, visit.store_id, found),
        },
    )


@SECTION.page(f"{ONE}/orders")
async def orders_page(visit: Merchant) -> Answer:
    """All that the customer ordered."""
    slice_, found = slice_of(visit), customer_of(visit)
    customer = await customers.get(visit.db, [visit.store_id], found)
    page = await orders.of_customer(visit.db, visit.store_id, found, slice_)
    values = {"customer": customer, "here": here(visit), "page": listed(visit, page, slice_)}
    return Page("orders.html", values)


@SECTION.page(f"{ONE}/edit")
async def edit_page(visit: Merchant) -> Answer:
    customer = await customers.get(visit.db, [visit.store_id], customer_of(visit))
    return Page("person.html", {"customer": customer, "groups": await customers.groups(visit.db, visit.store_id)})


@SECTION.form(f"{ONE}/edit", Person, again=edit_page)
async def edit(visit: Merchant, form: Person) -> Answer:
    change, found = CustomerChange(**form.kept(visit)), customer_of(visit)
    await visit.write(lambda tx: customers.edit(tx, visit.store_id, found, change))
    return Done(here(visit), "changed")


class Adjustment(Struct):
    points: int


@SECTION.page(f"{ONE}/points")
async def points_page(visit: Merchant) -> Answer:
    found = customer_of(visit)
    values: dict[str, Any] = {"customer": await customers.get(visit.db, [visit.store_id], found), "here": here(visit)}
    values |= {"held": await loyalty.account(visit.db, visit.store_id, found)}
    return Page("points.html", values)


@SECTION.form(f"{ONE}/points", Adjustment, again=points_page)
async def adjust(visit: Merchant, form: Adjustment) -> Answer:
    found = (await customers.get(visit.db, [visit.store_id], customer_of(visit))).id
    try:
        await visit.write(lambda tx: loyalty.adjust(tx, visit.store_id, customer=found, points=form.points))
    except PointsRefused as error:
        raise Invalid.one("points", words_of(visit).points.too_few.format(limit=error.limit)) from error
    return Done(here(visit), "adjusted")


class Sure(Struct):
    is_sure: bool = False


@SECTION.page(f"{ONE}/remove")
async def remove_page(visit: Merchant) -> Answer:
    found = customer_of(visit)
    customer = await customers.get(visit.db, [visit.store_id], found)
    ordered = await orders.of_customer(visit.db, visit.store_id, found, Slice(1, 1))
    wanted = subscriptions.Filter(customer=found, status=subscriptions.Status.ACTIVE)
    running = await subscriptions.page(visit.db, visit.store_id, wanted, Slice(1, 1))
    held = await loyalty.account(visit.db, visit.store_id, found)
    values = {"customer": customer, "here": here(visit), "ordered": ordered.total, "running": running.total, "held": held}
    return Page("remove.html", values)


@SECTION.form(f"{ONE}/remove", Sure, again=remove_page)
async def remove(visit: Merchant, form: Sure) -> Answer:
    if not form.is_sure:
        raise Invalid.one("is_sure", words_of(visit).remove.tick)
    found = customer_of(visit)
    await visit.write(lambda tx: customers.remove(tx, visit.store_id, found))
    return Done(f"{visit.here}/customers", "removed")
