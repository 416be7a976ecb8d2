"""Changing what a store is called, speaks, and where it is found."""

import secrets

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from serai.core import billing
from serai.core.accounts import Language, StoreId
from serai.core.stores import read, rules
from serai.core.stores.errors import DomainNotInPlan, DomainTaken
from serai.core.stores.model import Status, Store
from serai.core.stores.save import save
from serai.kit import checks
from serai.kit.db import Clash, Tx
from serai.kit.values import sent


async def rename(tx: Tx, store: StoreId, *, name: str | UnsetType = UNSET, category: str | UnsetType = UNSET) -> Store:
    """Another name or category. Raises NotFound, Invalid (name, category)."""
    before = await read.lock(tx, store)
    faults = checks.Faults()
    kept_name = faults.of(lambda: rules.checked_name(sent(name, before.name)))
    kept_category = faults.of(lambda: rules.checked_category(sent(category, before.category)))
    faults.settle()
    return await save(tx, replace(before, name=kept_name, category=kept_category))


async def change_language(tx: Tx, store: StoreId, *, language: Language) -> Store:
    """Raises NotFound."""
    return await save(tx, replace(await read.lock(tx, store), language=language))


async def change_status(tx: Tx, store: StoreId, *, status: Status) -> Store:
    """LIVE publishes (the first time is remembered), DRAFT unpublishes, MAINTENANCE leaves that as it is. Raises NotFound.

    A store that goes live for the first time needs content to show: call `content.change_status`.
    """
    before = await read.lock(tx, store)
    if status is Status.LIVE:
        return await save(tx, replace(before, status=status, is_published=True, published_at=before.published_at or tx.now))
    return await save(tx, replace(before, status=status, is_published=before.is_published and status is not Status.DRAFT))


async def publish(tx: Tx, store: StoreId) -> Store:
    """Live from any status, published now. The snapshot is `content`'s. Raises NotFound."""
    before = await read.lock(tx, store)
    return await save(tx, replace(before, status=Status.LIVE, is_published=True, published_at=tx.now))


async def change_domain(tx: Tx, store: StoreId, *, domain: str | None) -> Store:
    """A domain of the merchant's own, or none. Clearing is allowed on every plan.

    Another domain has to be proven anew: see `verify_domain`. The same one stays as it is.

    Raises: NotFound, Invalid (custom_domain), DomainNotInPlan, DomainTaken.
    """
    name = None if domain is None else checks.hostname(domain, field="custom_domain")
    before = await read.lock(tx, store)
    if name is not None:
        await _check_plan(tx, store)
    try:
        return await save(tx, _with_domain(before, name))
    except Clash as clash:
        raise (DomainTaken("custom_domain", name or "") if clash.constraint == "stores_custom_domain_key" else clash) from None


def _with_domain(store: Store, name: str | None) -> Store:
    if name == store.custom_domain:
        return store
    token = None if name is None else secrets.token_hex(16)
    return replace(store, custom_domain=name, custom_domain_token=token, custom_domain_verified_at=None)


async def _check_plan(tx: Tx, store: StoreId) -> None:
    plan = await billing.plan_for(tx, store)
    if not plan.custom_domain:
        raise DomainNotInPlan(f"The plan '{plan.name}' has no custom domain.", plan.name)
