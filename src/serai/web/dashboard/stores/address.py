"""Where a store is found: its public address, and a domain of the merchant's own."""

from urllib.parse import urlsplit

from msgspec import Struct

from serai.core import billing, stores
from serai.web.dashboard.stores.section import SECTION, SETTINGS
from serai.web.dashboard.visit import Merchant
from serai.web.section import Form
from serai.web.visit import Answer, Done, Page


class DomainForm(Struct):
    custom_domain: str


@SECTION.page(f"{SETTINGS}/address")
async def page(visit: Merchant) -> Answer:
    plan = billing.plan_of(visit.who.subscription, visit.services.clock.now())
    return Page("address.html", {"origin": visit.origin, "host": urlsplit(visit.origin).hostname or "", "plan": plan})


@SECTION.form(f"{SETTINGS}/address", DomainForm, again=page)
async def save(visit: Merchant, form: DomainForm) -> Answer:
    await visit.write(lambda tx: stores.change_domain(tx, visit.store_id, domain=form.custom_domain))
    return Done(f"{visit.here}/settings/address", "domain_set")


@SECTION.form(f"{SETTINGS}/address/check", Form, again=page)
async def check(visit: Merchant, _: Form) -> Answer:
    services = visit.services
    await stores.verify_domain(services.database, services.extras["dns"], visit.store_id)
    return Done(f"{visit.here}/settings/address", "domain_proven")


@SECTION.form(f"{SETTINGS}/address/remove", Form, again=page)
async def remove(visit: Merchant, _: Form) -> Answer:
    await visit.write(lambda tx: stores.change_domain(tx, visit.store_id, domain=None))
    return Done(f"{visit.here}/settings/address", "domain_removed")
