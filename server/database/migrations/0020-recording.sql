-- What was recorded of a class, from one start to the next stop. The media lies in the data folder under the row's id.
create table recordings (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references class_sessions on delete cascade,
  state text not null check (state in ('recording', 'waiting', 'processing', 'ready', 'failed', 'deleted')),
  started_by uuid not null references accounts,
  started_at timestamptz not null default now(),
  stopped_at timestamptz,
  -- How often nothing could be kept for a while.
  interruptions integer not null default 0,
  progress real not null default 0,
  failure text,
  seconds double precision,
  bytes bigint,
  chapters jsonb not null default '[]',
  ready_at timestamptz,
  deleted_at timestamptz
);
create index recordings_session on recordings (session_id);
-- A class is recorded once at a time.
create unique index recordings_running on recordings (session_id) where state = 'recording';

-- The moves of the class from step to step while it was recorded: they become the chapters.
create table recording_marks (
  recording_id uuid not null references recordings on delete cascade,
  at timestamptz not null,
  step_id text not null,
  name text not null,
  primary key (recording_id, at)
);

-- Every answer that a person gave in a class; the latest counts.
create table recording_consents (
  id bigint generated always as identity primary key,
  session_id uuid not null references class_sessions on delete cascade,
  account_id uuid not null references accounts,
  given boolean not null,
  answered_at timestamptz not null default now()
);
create index recording_consents_session on recording_consents (session_id, account_id, id);

-- Every answer that a school gave for its classrooms; the latest counts.
create table school_consents (
  id bigint generated always as identity primary key,
  organisation_id uuid not null references organisations on delete cascade,
  account_id uuid not null references accounts,
  given boolean not null,
  answered_at timestamptz not null default now()
);
create index school_consents_organisation on school_consents (organisation_id, id);

-- What was done with recordings, by whom. It refers to nothing, because it outlives what it tells of.
create table recording_audit (
  id bigint generated always as identity primary key,
  recording_id uuid not null,
  session_id uuid not null,
  account_id uuid,
  action text not null check (action in ('start', 'stop', 'view', 'download', 'delete', 'expire')),
  at timestamptz not null default now()
);
create index recording_audit_recording on recording_audit (recording_id, id);
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only added', tg_table_name;
end
$$;
create trigger recording_audit_only_added before update or delete on recording_audit for each row execute function refuse_change();
