-- Endpoints of apps: each app has one for each event of a store, and its own URL for what concerns itself.
alter table webhook_endpoints
  add column app_id bigint,                     -- null: the merchant's own
  add column is_app_url boolean not null default false,  -- url and strategy are the app's, as they are when it is told
  add column name text,
  add column version integer not null default 2,
  add column rule text,                         -- told of nothing else; null: of everything
  add column headers bytea,                     -- sealed: they may hold secrets; null: none
  add column strategy text not null default 'signature',
  alter column secret drop not null;            -- null: the app's own

alter table webhook_endpoints
  add constraint webhook_endpoints_version_check check (version in (1, 2)),
  add constraint webhook_endpoints_strategy_check check (strategy in ('signature', 'token', 'none')),
  add constraint webhook_endpoints_secret_check check (secret is not null or app_id is not null),
  add constraint webhook_endpoints_app_check check (app_id is not null or not is_app_url);
create unique index webhook_endpoints_app_event_key on webhook_endpoints (store_id, app_id, (events[1]))
 where app_id is not null and not is_app_url;
create unique index webhook_endpoints_app_url_key on webhook_endpoints (store_id, app_id) where is_app_url;

-- What happened may have several words in a format, and an endpoint may have asked for more than one of them.
alter table webhook_deliveries
  drop constraint webhook_deliveries_event_key,
  add constraint webhook_deliveries_event_key unique (store_id, event_id, endpoint_id, event);
