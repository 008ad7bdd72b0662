-- A suggestion may hold the wording that its passage is to be replaced with; a thread may hang on a whole step.
alter table threads
  add column wording text,
  add column step_id text,
  drop constraint threads_anchor_type_check,
  add constraint threads_anchor_type_check check (anchor_type in ('lesson', 'plan', 'step')),
  drop constraint threads_check,
  add constraint threads_quote_check check ((anchor_type = 'lesson') = (quote is null)),
  add constraint threads_step_check check ((anchor_type = 'step') = (step_id is not null)),
  add constraint threads_wording_check check (wording is null or (kind = 'suggestion' and anchor_type = 'plan'));

-- What became of a suggestion. Opening the thread again withdraws a decision, it never erases it.
create table decisions (
  thread_id uuid not null references threads on delete cascade,
  -- Chosen by the client, so that deciding twice is harmless.
  id uuid not null,
  outcome text not null check (outcome in ('adopted', 'adapted', 'declined')),
  decided_by uuid not null references accounts,
  decided_at timestamptz not null default now(),
  reason text,
  wording text,
  replaced text,
  withdrawn_at timestamptz,
  withdrawn_by uuid references accounts,
  check ((outcome = 'declined') = (wording is null)),
  check ((wording is null) = (replaced is null)),
  check (outcome <> 'declined' or reason is not null),
  check ((withdrawn_at is null) = (withdrawn_by is null)),
  primary key (thread_id, id)
);
create unique index decisions_standing on decisions (thread_id) where withdrawn_at is null;
