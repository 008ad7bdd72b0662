-- Why a lesson went back to an earlier state.
alter table lesson_states add column reason text;

-- Parts of a plan that somebody has said they write: a section by its kind, a step or a class by its id. It locks nothing.
create table taken_parts (
  lesson_id uuid not null references lessons on delete cascade,
  part text not null,
  account_id uuid not null references accounts,
  created_at timestamptz not null default now(),
  primary key (lesson_id, part)
);

-- Mentions in plans that were told of, so that undoing and moving them tells nobody again.
create table plan_mentions (
  lesson_id uuid not null references lessons on delete cascade,
  mention_id text not null,
  account_id uuid not null references accounts,
  created_at timestamptz not null default now(),
  primary key (lesson_id, mention_id)
);
