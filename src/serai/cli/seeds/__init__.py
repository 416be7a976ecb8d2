"""`serai seed`: the stores of the platforms' own documentation, and one of realistic size. Loaded once, safe to repeat.

Everything is made by the core's use cases, at the times that the samples print.
"""

import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from serai import settings
from serai.cli.database import opened
from serai.cli.seeds import devskin, ids, keys, people, realistic, salla, salloq, scayle, skalia
from serai.core.accounts import UserId
from serai.kit.crypto import Vault
from serai.kit.db import Database, Tx

Load = Callable[[Tx, UserId], Awaitable[None]]

# One load at a time; the number is the product's own.
LOCK: Final = "select pg_advisory_xact_lock(5372420)"
IS_THERE: Final = "select exists (select 1 from stores where public_slug = $1)"


async def seed(*, products: int, orders: int) -> int:
    """The command: load what is missing and say what that was."""
    async with opened() as database:
        loaded = await once(database, Vault(settings.load().secret_key), products=products, orders=orders)
    for slug in loaded:
        sys.stdout.write(f"loaded {slug}\n")
    if not loaded:
        sys.stdout.write("nothing to do: the demo stores are there\n")
    return 0


async def once(
    database: Database, vault: Vault, *, products: int = realistic.PRODUCTS, orders: int = realistic.ORDERS
) -> list[str]:
    """Load the demo stores that are missing and return their slugs. Each is loaded whole or not at all.

    The vault seals the secret of the demo's app.
    """
    loads: tuple[tuple[str, people.Merchant, Load], ...] = (
        (skalia.SLUG, people.JOHN, skalia.load),
        (salloq.SLUG, people.DEMO, salloq.load),
        (devskin.SLUG, people.DEMO, devskin.load),
        (salla.SLUG, people.DEMO, partial(salla.load, vault=vault)),
        (scayle.SLUG, people.DEMO, scayle.load),
        (realistic.SLUG, people.DEMO, partial(realistic.load, products=products, orders=orders)),
    )
    return [slug for slug, owner, load in loads if await _once(database, slug, owner, load)]


async def _once(database: Database, slug: str, owner: people.Merchant, load: Load) -> bool:
    async with database.begin() as tx:
        await tx.run(LOCK)
        await ids.reserve(tx)
        user = await people.account(tx, owner)
        if await tx.value(IS_THERE, slug):
            return False
        await load(tx, user)
        return True


def credentials(base: str) -> str:
    """What `serai up --demo` tells: who may log in, and lines that can be pasted."""
    curl = "curl -k" if base.startswith("https") else "curl"
    body = f'{{"email": "{people.JOHN.email}", "password": "{people.JOHN.password}"}}'
    return f"""
  SKALIA's documentation store   {people.JOHN.email} / {people.JOHN.password}
  a store of realistic size      {people.DEMO.email} / {people.DEMO.password}
  their storefronts              {base}/s/{skalia.SLUG}  {base}/s/{realistic.SLUG}
  Salloq keys                    {keys.SALLOQ}  (its documentation's store)
                                 {keys.SALLOQ_LARGE}  (realistic size)
  DevSkin key                    {keys.DEVSKIN}
  Salla app                      {keys.SALLA_CLIENT}, secret {keys.SALLA_SECRET}
        its access token         {keys.SALLA_ACCESS}
  SCAYLE key                     {keys.SCAYLE}  (shopId {scayle.SHOP_ID})

  {curl} -X POST {base}/api/v1/auth/login -H 'Content-Type: application/json' -d '{body}'
  {curl} '{base}/api/products?category=perfume&in_stock=true' -H 'X-API-Key: {keys.SALLOQ}'
  {curl} '{base}/api/orders?per_page=3' -H 'X-API-Key: {keys.SALLOQ_LARGE}'
  {curl} '{base}/devskin/api/v1/revenue?period=30d' -H 'X-API-Key: {keys.DEVSKIN}'
  {curl} '{base}/admin/v2/orders' -H 'Authorization: Bearer {keys.SALLA_ACCESS}'
  {curl} '{base}/v1/products?shopId={scayle.SHOP_ID}&with=variants,priceRange'
  {curl} '{base}/api/admin/v1/shops' -H 'X-Access-Token: {keys.SCAYLE}'
"""
