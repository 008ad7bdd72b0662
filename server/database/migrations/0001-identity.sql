-- Accounts and how they get in. Addresses are stored in lower case; tokens only as SHA-256 hashes.
create table accounts (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (email = lower(email)),
  name text not null,
  colour smallint not null check (colour between 0 and 11),
  password_hash text not null,
  locale text check (locale in ('zh', 'en')),
  created_at timestamptz not null default now()
);

create table sessions (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique,
  account_id uuid not null references accounts on delete cascade,
  device text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_account on sessions (account_id);
create index sessions_expires on sessions (expires_at);

-- What an invitation grants is the business of the programme; identity keeps it unopened in "grants".
create table invitations (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique,
  grants jsonb not null,
  created_by uuid not null references accounts,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references accounts
);
