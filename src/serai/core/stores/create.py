"""Opening a store, with everything that it never is without."""

from typing import Final

from serai.core import billing
from serai.core.accounts import Language, StoreId, UserId
from serai.core.stores import rules, slugs
from serai.core.stores.errors import SlugTaken
from serai.core.stores.model import Status, Store
from serai.kit import checks
from serai.kit.db import Clash, Tx

COUNTRY: Final = "MA"
"""Where a new store's first shop sells."""

INSERT = """
insert into stores (owner_id, name, category, public_slug, language, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $6)
returning id, time_zone, currency
"""

FURNISH = """
with settings as (
  insert into store_settings (store_id, updated_at)
  values ($1, $4)
), totals as (
  insert into store_totals (store_id)
  values ($1)
), warehouse as (
  insert into warehouses (store_id, name, is_default)
  values ($1, 'Main', true)
), points as (
  insert into loyalty_settings (store_id)
  values ($1)
), frequencies as (
  insert into subscription_frequencies (store_id, id, name, unit, count, discount_percent)
  values ($1, 1, 'Every 15 days', 'day', 15, 10), ($1, 2, 'Every 30 days', 'month', 1, 10),
         ($1, 3, 'Every 60 days', 'day', 60, 10), ($1, 4, 'Every 90 days', 'day', 90, 10)
), shop as (
  insert into shops (store_id, key, name, is_given)
  values ($1, 'sh', $2, true)
  returning id
), country as (
  insert into shop_countries (store_id, shop_id, country, language, is_given)
  select $1, id, $5, $3, true
    from shop
  returning id
)
insert into shop_directory (shop_country_id, store_id)
select id, $1
  from country
"""


async def create(tx: Tx, user: UserId, *, name: str, category: str, public_slug: str, language: Language) -> Store:
    """A draft store with default settings, a warehouse, and one shop selling in one country.

    Raises: Invalid (name, category, public_slug), SlugTaken (reserved ones too), billing.LimitReached.
    Source: docs/dialects/skalia.md, "Stores".
    """
    faults = checks.Faults()
    kept_name = faults.of(lambda: rules.checked_name(name)) or ""
    kept_category = faults.of(lambda: rules.checked_category(category)) or ""
    faults.of(lambda: slugs.checked(public_slug))
    faults.settle()
    if public_slug in slugs.RESERVED:
        raise SlugTaken("public_slug", public_slug)
    await billing.use_store(tx, user, 1)
    try:
        row = await tx.one(INSERT, user, kept_name, kept_category, public_slug, language, tx.now)
    except Clash as clash:
        raise (SlugTaken("public_slug", public_slug) if clash.constraint == "stores_public_slug_key" else clash) from None
    assert row is not None  # noqa: S101 - an insert that returns
    await tx.run(FURNISH, row["id"], kept_name, language, tx.now, COUNTRY)
    return Store(
        id=StoreId(row["id"]),
        owner=user,
        name=kept_name,
        category=kept_category,
        public_slug=public_slug,
        custom_domain=None,
        custom_domain_token=None,
        custom_domain_verified_at=None,
        language=language,
        status=Status.DRAFT,
        is_published=False,
        published_at=None,
        time_zone=row["time_zone"],
        currency=row["currency"],
        created_at=tx.now,
        updated_at=tx.now,
    )
