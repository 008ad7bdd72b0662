-- Live documents: a log of updates over a snapshot. "seq" counts committed updates of one document from 1.
-- State = the newest snapshot + log rows with a higher seq. "epoch" changes when a document's history is replaced,
-- so that clients drop what they kept offline.
create table documents (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  schema_version integer not null,
  epoch integer not null default 1,
  seq bigint not null default 0,
  created_at timestamptz not null default now()
);

create table document_updates (
  document_id uuid not null references documents on delete cascade,
  seq bigint not null,
  update bytea not null,
  account_id uuid references accounts on delete set null,
  created_at timestamptz not null default now(),
  primary key (document_id, seq)
);

create table document_snapshots (
  document_id uuid not null references documents on delete cascade,
  seq bigint not null,
  state bytea not null,
  created_at timestamptz not null default now(),
  primary key (document_id, seq)
);
