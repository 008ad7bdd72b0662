create table notifications (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts on delete cascade,
  kind text not null,
  actor_id uuid references accounts on delete set null,
  data jsonb not null default '{}',
  path text not null,
  created_at timestamptz not null default now(),
  read_at timestamptz
);
create index notifications_account on notifications (account_id, created_at desc);

-- The badge counts what is unread on every page, however long the inbox has grown.
create index notifications_unread on notifications (account_id) where read_at is null;
