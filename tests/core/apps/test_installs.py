"""Apps in stores: what they are told, and what happens when they change or go."""

import msgspec
import pytest

from serai.core import apps, stores
from serai.core.apps import Fault
from serai.kit.errors import NotFound
from tests.core.apps.test_grants import grant_of, refreshed
from tests.factories import Make

EVENTS = "select kind, object_id, object_version, payload from events where store_id = $1 and kind like 'app.%' order by id"


async def events(make: Make, store: int) -> list[dict[str, object]]:
    rows = await make.database.all(EVENTS, store)
    return [{"kind": row["kind"], "version": row["object_version"], **msgspec.json.decode(row["payload"])} for row in rows]


async def test_installing_tells_the_app(make: Make) -> None:
    store = await make.store()
    app = await make.app(description="Does things")

    await make.installed(store, app)

    (told,) = await events(make, store.id)
    assert told["kind"] == "app.installed"
    assert {
        "id": app.app.id,
        "client_id": app.app.client_id,
        "name": app.app.name,
        "description": "Does things",
    }.items() <= told.items()
    assert (told["type"], told["scopes"]) == ("app", list(app.app.scopes))


async def test_easy_mode_hands_over_tokens_that_already_work(make: Make) -> None:
    store = await make.store()
    app = await make.app(mode=apps.Mode.EASY, redirect_uris=())

    made = await make.installed(store, app)

    first, second = await events(make, store.id)
    assert [first["kind"], second["kind"]] == ["app.installed", "app.authorized"]
    assert apps.open_event(make.services.vault, str(second["sealed"])) == made.tokens
    assert await grant_of(make, made.tokens.access) is not None


async def test_installing_again_gives_another_pair_and_tells_nothing_new(make: Make) -> None:
    store = await make.store()
    app = await make.app()

    first, second = await make.installed(store, app), await make.installed(store, app)

    assert first.install == second.install
    assert first.tokens.access != second.tokens.access
    assert len(await events(make, store.id)) == 1


async def test_uninstalling_ends_every_token_and_code(make: Make) -> None:
    store = await make.store()
    app = await make.app()
    tokens = (await make.installed(store, app)).tokens
    async with make.database.begin() as tx:
        page = (await apps.open_page(tx, store.id, app.app.client_id, user=store.owner)).token
        await apps.uninstall(tx, store.id, app.app.client_id)

    assert await grant_of(make, tokens.access) is None
    assert isinstance(await refreshed(make, app.app, tokens.refresh), Fault)
    assert await apps.introspect(make.database, app.app.id, page, at=make.database.clock.now()) is None
    assert (await events(make, store.id))[-1]["kind"] == "app.uninstalled"


async def test_what_is_not_installed_cannot_be_uninstalled(make: Make) -> None:
    store, other = await make.store(), await make.store()
    app = await make.app()
    await make.installed(other, app)

    for client_id in (app.app.client_id, "nobody"):
        with pytest.raises(NotFound):
            async with make.database.begin() as tx:
                await apps.uninstall(tx, store.id, client_id)


# ── the app changes ──


async def edited(make: Make, app: apps.Registered, **change: object) -> apps.App:
    async with make.database.begin() as tx:
        wanted = apps.AppChange(**change)  # type: ignore[arg-type]
        return await apps.edit(tx, make.services.vault, app.app.owner, app.app.id, wanted)


async def test_scopes_taken_away_are_gone_at_once(make: Make) -> None:
    app = await make.app(scopes=("orders.read_write", "products.read"))
    token = (await make.installed(await make.store(), app)).tokens.access

    await edited(make, app, scopes=("orders.read",))

    grant = await grant_of(make, token)
    assert grant is not None
    assert grant.scopes == {"orders.read"}


async def test_scopes_added_wait_for_the_merchant(make: Make) -> None:
    store = await make.store()
    app = await make.app(mode=apps.Mode.EASY, scopes=("orders.read",))
    await make.installed(store, app)

    after = await edited(make, app, scopes=("orders.read", "customers.read"))

    *_, updated, authorized = await events(make, store.id)
    handed = apps.open_event(make.services.vault, str(authorized["sealed"]))
    assert (updated["kind"], updated["version"], authorized["kind"]) == ("app.updated", 2, "app.authorized")
    assert handed is not None
    assert handed.scopes == ("orders.read",)
    agreed = await make.installed(store, msgspec.structs.replace(app, app=after))
    assert agreed.tokens.scopes == ("customers.read", "orders.read")
    assert [event["kind"] for event in await events(make, store.id)][-2:] == ["app.updated", "app.authorized"]


async def test_in_its_authors_own_store_they_do_not_wait(make: Make) -> None:
    author = await make.account()
    store = await make.store(author)
    app = await make.app(author, mode=apps.Mode.EASY, scopes=("orders.read",))
    await make.installed(store, app)

    await edited(make, app, scopes=("orders.read", "customers.read"))

    handed = apps.open_event(make.services.vault, str((await events(make, store.id))[-1]["sealed"]))
    assert handed is not None
    assert handed.scopes == ("customers.read", "orders.read")


async def test_a_change_that_merchants_do_not_see_is_not_told(make: Make) -> None:
    store = await make.store()
    app = await make.app()
    await make.installed(store, app)

    after = await edited(make, app, webhook_url="https://app.example/hooks")
    same = await edited(make, app, webhook_url="https://app.example/hooks")

    assert after.version == same.version == 2
    assert [event["kind"] for event in await events(make, store.id)] == ["app.installed"]


async def test_removing_an_app_uninstalls_it_everywhere(make: Make) -> None:
    one, two = await make.store(), await make.store()
    app = await make.app(webhook_url="https://app.example/hooks")
    tokens = [(await make.installed(store, app)).tokens.access for store in (one, two)]

    async with make.database.begin() as tx:
        await apps.remove(tx, app.app.owner, app.app.id)

    assert [await grant_of(make, token) for token in tokens] == [None, None]
    assert [(await events(make, store.id))[-1]["kind"] for store in (one, two)] == ["app.uninstalled"] * 2
    with pytest.raises(NotFound):
        await apps.app_by_client(make.database, app.app.client_id)
    kept = await make.database.one("select webhook_url, webhook_secret from apps where id = $1", app.app.id)
    assert kept is not None
    assert kept["webhook_url"] == "https://app.example/hooks"
    assert apps.webhook_secret(make.services.vault, kept["webhook_secret"]) == app.webhook_secret


async def test_another_users_app_is_unknown(make: Make) -> None:
    app, other = await make.app(), await make.account()

    async with make.database.begin() as tx:
        with pytest.raises(NotFound):
            await apps.remove(tx, other.user.id, app.app.id)
        with pytest.raises(NotFound):
            await apps.edit(tx, make.services.vault, other.user.id, app.app.id, apps.AppChange(name="X"))


async def test_a_store_that_is_deleted_takes_its_installs_along(make: Make) -> None:
    store = await make.store()
    app = await make.app()
    token = (await make.installed(store, app)).tokens.access

    async with make.database.begin() as tx:
        await stores.remove(tx, store.id)

    assert await grant_of(make, token) is None
    assert await make.database.value("select count(*) from oauth_chains") == 0
