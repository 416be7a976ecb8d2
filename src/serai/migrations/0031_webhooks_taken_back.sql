-- Store plane: an app that takes a webhook back and asks for the same event again gets the same one.
alter table webhook_endpoints add column removed_at timestamptz;
