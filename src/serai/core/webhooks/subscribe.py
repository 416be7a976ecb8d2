"""An app asks to be told of an event, changes what it asked for, and takes it back."""

from typing import Final

from msgspec import UNSET, structs

from serai.core.apps import AppId
from serai.core.stores import StoreId
from serai.core.webhooks import of_app, queue, rules, signature
from serai.core.webhooks.model import EndpointId, Format, NewSubscription, Subscription, SubscriptionChange
from serai.kit.checks import Faults
from serai.kit.crypto import Vault
from serai.kit.db import Tx
from serai.kit.errors import NotFound

# One for each event: asking again replaces what was asked and keeps the id. It also resumes what was paused, and brings
# back what was removed, which then hears of nothing that happened meanwhile.
SUBSCRIBE: Final = """
insert into webhook_endpoints as e
  (store_id, app_id, name, url, format, events, version, rule, headers, strategy, secret, created_at, updated_at)
values ($1, $2, $3, $4, $5, array[$6::text], $7, $8, $9, $10, $11, $12, $12)
on conflict (store_id, app_id, (events[1])) where app_id is not null and not is_app_url do update
   set name = excluded.name, url = excluded.url, version = excluded.version, rule = excluded.rule, headers = excluded.headers,
       strategy = excluded.strategy, secret = excluded.secret, previous_secret = null, previous_until = null,
       failing_since = null, paused_at = null, notice = null, removed_at = null, updated_at = excluded.updated_at,
       created_at = case when e.removed_at is null then e.created_at else excluded.created_at end
returning id
"""

UPDATE: Final = """
update webhook_endpoints
   set name = $4, url = $5, version = $6, rule = $7, headers = $8, strategy = $9, updated_at = $10,
       secret = case when $11::boolean then $12::bytea else secret end
 where store_id = $1 and app_id = $2 and id = $3 and not is_app_url
"""

# Nothing of it stays but its id: it is paused for good, and its secrets go.
REMOVE: Final = """
with gone as (
  update webhook_endpoints
     set removed_at = $5, paused_at = $5, secret = null, previous_secret = null, previous_until = null, headers = null
   where store_id = $1 and app_id = $2 and not is_app_url and removed_at is null and (id = $3 or url = $4)
  returning id
), unsent as (
  delete from webhook_deliveries d
   using gone
   where d.store_id = $1 and d.endpoint_id = gone.id
)
select id from gone
"""


async def subscribe(tx: Tx, vault: Vault, store: StoreId, app: AppId, new: NewSubscription) -> Subscription:
    """The app's endpoint for the event, which hears what happens from now on.

    Where the URL leads is `check_url`'s to say, before the transaction. Raises Invalid.
    """
    kept = _checked(new)
    secret = None if kept.secret is None else signature.seal(vault, kept.secret)
    headers = signature.seal_headers(vault, kept.headers)
    values = (kept.name, kept.url, Format.SALLA, kept.event, kept.version, kept.rule, headers, kept.strategy, secret)
    made = EndpointId(await tx.value(SUBSCRIBE, store, app, *values, tx.now))
    await queue.queue(tx, store, made, due_at=tx.now)
    return await of_app.get(tx, vault, store, app, made)


async def edit_subscription(
    tx: Tx, vault: Vault, store: StoreId, app: AppId, endpoint: EndpointId, change: SubscriptionChange
) -> Subscription:
    """Change what the change says and return it as it now is. Raises NotFound, Invalid."""
    before = await of_app.lock(tx, vault, store, app, endpoint)
    said = {name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET}
    names = ("url", "event", "name", "version", "rule", "headers", "strategy")
    wanted = NewSubscription(**{**{name: getattr(before, name) for name in names}, **said})
    kept = _checked(wanted)
    secret = None if kept.secret is None else signature.seal(vault, kept.secret)
    headers = signature.seal_headers(vault, kept.headers)
    values = (kept.name, kept.url, kept.version, kept.rule, headers, kept.strategy, tx.now, "secret" in said, secret)
    await tx.run(UPDATE, store, app, endpoint, *values)
    return await of_app.get(tx, vault, store, app, endpoint)


async def unsubscribe(tx: Tx, store: StoreId, app: AppId, *, endpoint: EndpointId | None = None, url: str | None = None) -> int:
    """Remove an endpoint, or all with this URL, with what waits for them; the number of them. Raises NotFound for none."""
    rows = await tx.all(REMOVE, store, app, endpoint, url, tx.now)
    if not rows:
        raise NotFound("webhook")
    for row in rows:
        await queue.drop(tx, store, EndpointId(row["id"]))
    return len(rows)


def _checked(new: NewSubscription) -> NewSubscription:
    faults = Faults()
    faults.of(lambda: rules.checked_url(new.url))
    faults.of(lambda: rules.checked_event(new.event))
    faults.of(lambda: rules.checked_name(new.name))
    version = faults.of(lambda: rules.checked_version(new.version)) or 2
    rule = faults.of(lambda: rules.checked_rule(new.rule, version=version))
    headers = faults.of(lambda: rules.checked_headers(new.headers)) or ()
    secret = new.secret or None
    if secret is not None:
        faults.of(lambda: rules.checked_secret(secret, least=1))
    faults.settle()
    return structs.replace(new, version=version, rule=rule, headers=headers, secret=secret)
