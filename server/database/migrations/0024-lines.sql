-- How long somebody's line was in which state, over all their visits to a class; "since" is the state that is running.
create table class_lines (
  session_id uuid not null references class_sessions on delete cascade,
  account_id uuid not null references accounts,
  role text not null check (role in ('lead', 'local', 'device', 'observer')),
  state text not null check (state in ('full', 'saving', 'voice', 'cues', 'gone')),
  seconds double precision not null default 0,
  since timestamptz,
  primary key (session_id, account_id, role, state)
);
