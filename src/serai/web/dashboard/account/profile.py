"""Who the merchant is, and their password."""

from msgspec import Struct

from serai.core import accounts
from serai.core.accounts import Language, ProfileChange
from serai.kit.errors import Invalid
from serai.web.dashboard.account.section import SECTION
from serai.web.dashboard.visit import Merchant
from serai.web.desk import LANGUAGE
from serai.web.visit import Answer, Done, Page


class PreferencesForm(Struct):
    language: Language
    currency: str = ""


class ProfileForm(Struct):
    preferences: PreferencesForm
    display_name: str = ""


class PasswordForm(Struct):
    current_password: str
    new_password: str
    again: str = ""


@SECTION.page("/account")
async def show_profile(visit: Merchant) -> Answer:
    return Page("profile.html", {"user": visit.who.user})


@SECTION.form("/account", ProfileForm, again=show_profile)
async def change_profile(visit: Merchant, form: ProfileForm) -> Answer:
    """The language chosen here counts from now on, whatever the browser was told before."""
    wanted = form.preferences
    change = ProfileChange(display_name=form.display_name, language=wanted.language, currency=wanted.currency)
    await visit.write(lambda tx: accounts.change_profile(tx, visit.who.user, change=change))
    visit.cookies[LANGUAGE] = None
    return Done("/account", "profile_saved")


@SECTION.page("/account/password")
async def password_page(_: Merchant) -> Answer:
    return Page("password.html")


@SECTION.form("/account/password", PasswordForm, again=password_page)
async def change_password(visit: Merchant, form: PasswordForm) -> Answer:
    services, who = visit.services, visit.who
    if form.again != form.new_password:
        raise Invalid.one("again", SECTION.words[visit.look.language].password.differs)
    await accounts.change_password(
        services.database,
        services.passwords,
        services.limiter,
        who.user.id,
        session=who.session,
        current=form.current_password,
        new=form.new_password,
    )
    return Done("/account/password", "password_changed")
