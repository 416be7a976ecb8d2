-- Control plane: each account's plan, and how much of it is used.
create table plan_subscriptions (
  user_id bigint primary key references users (id) on delete cascade,
  plan text not null,
  status text not null default 'active',
  payment_status text not null default 'none',
  billing_cycle text not null default 'monthly',
  started_at timestamptz not null,
  next_billing_at timestamptz,                  -- a trial's end, or the end of what is paid
  last_payment_at timestamptz,
  notes text,
  constraint plan_subscriptions_cycle_check check (billing_cycle in ('monthly', 'yearly'))
);

create table plan_usage (
  user_id bigint primary key references users (id) on delete cascade,
  stores integer not null default 0,
  products integer not null default 0,
  constraint plan_usage_stores_check check (stores >= 0),
  constraint plan_usage_products_check check (products >= 0)
);
