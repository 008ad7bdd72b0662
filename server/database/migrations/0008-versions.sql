-- Versions of a plan. "content" is the plan as an editor reads it (gzip of JSON), "seq" the newest update of the document that is
-- in it. Who caused a version is "account_id" (nobody: a quiet spell); who wrote since the version before are its authors.
create table plan_versions (
  id uuid primary key default gen_random_uuid(),
  lesson_id uuid not null references lessons on delete cascade,
  seq bigint not null,
  reason text not null check (reason in ('quiet', 'state', 'class', 'named', 'before-restore', 'restored')),
  name text,
  state text,
  restored_at timestamptz,
  account_id uuid references accounts on delete set null,
  content bytea not null,
  created_at timestamptz not null default clock_timestamp()
);
create index plan_versions_lesson on plan_versions (lesson_id, seq desc, created_at desc);

create table plan_version_authors (
  version_id uuid not null references plan_versions on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  primary key (version_id, account_id)
);

-- The newest update that each account wrote, copied from the log of the document while it is still there.
create table plan_writers (
  document_id uuid not null references documents on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  seq bigint not null,
  wrote_at timestamptz not null,
  primary key (document_id, account_id)
);

-- A plan as an account last looked at it.
create table plan_visits (
  lesson_id uuid not null references lessons on delete cascade,
  account_id uuid not null references accounts on delete cascade,
  seq bigint not null,
  content bytea not null,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (lesson_id, account_id)
);
