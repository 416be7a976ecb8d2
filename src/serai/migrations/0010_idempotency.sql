-- Control plane: answers kept for repeated requests. `owner` is an account or a key; the answer is sealed.
create table idempotency_keys (
  owner text not null,
  route text not null,
  key text not null,
  request_digest bytea not null,
  status integer not null,
  answer bytea not null,
  created_at timestamptz not null,
  primary key (owner, route, key)
);
create index idempotency_keys_created_at_idx on idempotency_keys (created_at);
