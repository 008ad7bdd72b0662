-- Live documents: a log of updates over snapshots. "seq" counts the updates of one document from 1.
-- State = the newest snapshot + log rows with a higher seq. Log rows since the snapshot before it are kept, so that the state
-- can be rebuilt without the newest one. "epoch" changes when a document's history is replaced, so that clients drop what they
-- kept offline.
create table documents (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  schema_version integer not null,
  epoch integer not null default 1,
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

-- Whose a Yjs client id is: nobody else may write under it, and it names the author of every character.
create table document_clients (
  document_id uuid not null references documents on delete cascade,
  client_id bigint not null,
  account_id uuid not null references accounts on delete cascade,
  primary key (document_id, client_id)
);
