create table threads (
  id uuid primary key default gen_random_uuid(),
  lesson_id uuid not null references lessons on delete cascade,
  kind text not null check (kind in ('strength', 'question', 'suggestion', 'note')),
  anchor_type text not null check (anchor_type in ('lesson', 'plan')),
  quote text,
  prefix text,
  suffix text,
  created_at timestamptz not null default now(),
  resolved_at timestamptz,
  resolved_by uuid references accounts,
  check ((anchor_type = 'plan') = (quote is not null))
);
create index threads_lesson on threads (lesson_id);

create table comments (
  id uuid primary key default gen_random_uuid(),
  thread_id uuid not null references threads on delete cascade,
  author_id uuid not null references accounts,
  body text not null,
  created_at timestamptz not null default now()
);
create index comments_thread on comments (thread_id, created_at);
