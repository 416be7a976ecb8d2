"""What a store is called, says about itself, and speaks."""

from msgspec import Struct, field

from serai.core import stores
from serai.core.accounts import Language
from serai.core.stores import SettingsChange, SocialChange
from serai.web.dashboard.stores.listing import categories
from serai.web.dashboard.stores.section import SECTION, SETTINGS
from serai.web.dashboard.visit import Merchant
from serai.web.names import time_zones
from serai.web.visit import Answer, Done, Page


class SocialForm(Struct):
    facebook: str | None = None
    instagram: str | None = None
    twitter: str | None = None


class GeneralForm(Struct):
    store_name: str
    time_zone: str
    store_description: str = ""
    contact_email: str | None = None
    contact_phone: str | None = None
    social_media: SocialForm = field(default_factory=SocialForm)


class CategoryForm(Struct):
    category: str


class LanguageForm(Struct):
    language: Language


@SECTION.page(SETTINGS)
async def page(visit: Merchant) -> Answer:
    now = await stores.read_settings(visit.db, visit.store_id)
    zones = time_zones()
    if now.time_zone not in dict(zones):
        zones = [(now.time_zone, now.time_zone), *zones]
    return Page("general.html", {"now": now, "zones": zones, "categories": categories(visit, visit.store.category)})


@SECTION.form(SETTINGS, GeneralForm, again=page)
async def save(visit: Merchant, form: GeneralForm) -> Answer:
    social = form.social_media
    change = SettingsChange(
        store_name=form.store_name,
        description=form.store_description,
        contact_email=form.contact_email,
        contact_phone=form.contact_phone,
        time_zone=form.time_zone,
        social=SocialChange(facebook=social.facebook, instagram=social.instagram, twitter=social.twitter),
    )
    await visit.write(lambda tx: stores.change_settings(tx, visit.store_id, change=change))
    return Done(f"{visit.here}/settings", "saved")


@SECTION.form(f"{SETTINGS}/category", CategoryForm, again=page)
async def save_category(visit: Merchant, form: CategoryForm) -> Answer:
    await visit.write(lambda tx: stores.rename(tx, visit.store_id, category=form.category))
    return Done(f"{visit.here}/settings", "saved")


@SECTION.form(f"{SETTINGS}/language", LanguageForm, again=page)
async def save_language(visit: Merchant, form: LanguageForm) -> Answer:
    await visit.write(lambda tx: stores.change_language(tx, visit.store_id, language=form.language))
    return Done(f"{visit.here}/settings", "saved")
